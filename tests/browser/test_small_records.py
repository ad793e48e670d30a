"""Requests, thanks and statements as busy people make them: in few clicks, by keys alone, and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

import tracker.partner_choice
from models.assessments import Attestation
from models.needs import Match
from models.partners import SchoolPartner
from models.records import RecordStatus
from models.stewardship import Recognition
from tests.browser.conftest import Served
from tests.browser.visits import DESK, PHONE, left, opened, sign_in
from tests.cast import PARTNER, Cast, partner_named
from tracker.extensions import db

SIZES = [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")]
NOTE = "The council agreed on it in May, and the minutes say how it is done."


class Clicks:
    """Counts the clicks that a task takes."""

    def __init__(self) -> None:
        self.number = 0

    def on(self, what: Callable[[], None]) -> None:
        """Click something."""
        self.number += 1
        what()


@pytest.fixture(autouse=True)
def forgotten(site: Served) -> None:
    """Take away what the test before did, on another screen: the same again would be pointed out."""
    with site.app.app_context():
        for table in (Recognition, Match):
            for record in db.session.scalars(select(table).where(table.record_status == RecordStatus.CONFIRMED)):
                record.archive()
        db.session.commit()


@contextmanager
def signed_in(browser: Browser, site: Served, person: Cast, size: object, *, refused: bool = False) -> Iterator[Page]:
    with opened(browser, site.url, viewport=size) as (page, watch):
        watch.expected |= {422} if refused else set()
        sign_in(page, person)
        yield page


def partner_address(site: Served) -> str:
    with site.app.app_context():
        partner = partner_named(db.session, PARTNER)
        return f"/partners/{db.session.scalar(select(SchoolPartner.id).where(SchoolPartner.partner_id == partner.id))}"


def fits(page: Page) -> bool:
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("size", SIZES)
def test_a_thank_you_takes_three_clicks_from_the_partners_page(browser: Browser, site: Served, size: object) -> None:
    clicks = Clicks()
    with signed_in(browser, site, Cast.POINT_PERSON, size) as page:
        address = partner_address(site)
        page.goto(address)
        clicks.on(page.get_by_role("link", name="Thank them").click)
        assert fits(page)
        clicks.on(page.get_by_text("Publicly", exact=True).click)
        clicks.on(page.get_by_role("button", name="Save", exact=True).click)
        page.wait_for_url(re.compile(rf"{site.url}{address}$"))
        expect(page.locator(".flash")).to_contain_text("The thank-you is on record.")
    print(f"thank-you: {clicks.number} clicks")
    assert clicks.number <= 3
    with site.app.app_context():
        thanks = db.session.scalars(select(Recognition).order_by(Recognition.id.desc())).first()
        assert thanks is not None
        assert (thanks.mode, thanks.partner.name) == ("public", PARTNER)


@pytest.mark.parametrize("size", SIZES)
def test_a_request_and_its_answer_take_five_clicks(browser: Browser, site: Served, size: object) -> None:
    clicks = Clicks()
    with signed_in(browser, site, Cast.POINT_PERSON, size) as page:
        address = partner_address(site)
        page.goto(address)
        clicks.on(page.get_by_role("link", name="Ask them for something").click)
        assert fits(page)
        clicks.on(page.get_by_role("radio", name="Tutoring").click)
        clicks.on(page.get_by_role("checkbox", name="Teachers").click)
        clicks.on(page.get_by_role("button", name="Save", exact=True).click)
        page.wait_for_url(re.compile(rf"{site.url}{address}$"))
        clicks.on(page.get_by_role("button", name=re.compile("^Yes")).first.click)
        expect(page.get_by_text("Accepted").first).to_be_visible()
        assert fits(page)
    print(f"request and answer: {clicks.number} clicks")
    assert clicks.number <= 5
    with site.app.app_context():
        asked = db.session.scalars(select(Match).order_by(Match.id.desc())).first()
        assert asked is not None
        assert (asked.answer, asked.offer, asked.raised_by) == ("accepted", "tutoring", ("teachers",))


def test_a_request_is_made_and_answered_by_keys_alone_and_the_partner_named_where_there_are_many(
    browser: Browser, site: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def to(page: Page, selector: str) -> None:
        """Press Tab until something has the focus, as somebody without a mouse does."""
        for _ in range(60):
            if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"no key leads to {selector}")

    with signed_in(browser, site, Cast.CONTRIBUTOR, DESK, refused=True) as page:
        page.goto("/records")
        to(page, "a[href='/records/match/new']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/records/match/new")
        to(page, "#partner")
        page.keyboard.type(PARTNER)
        to(page, "[name=offer]")
        page.keyboard.press("Space")
        to(page, "button[value=show]")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/records/match/\d+$"))
        to(page, "button[value=partial]")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Offered something else").first).to_be_visible()

        monkeypatch.setattr(tracker.partner_choice, "MANY", 0)
        page.goto("/records/match/new")
        to(page, "#partner")
        page.keyboard.type(PARTNER[:6].lower())
        expect(page.locator("#partner-names option").first).to_have_attribute("value", PARTNER)
        with left(page):
            page.keyboard.press("Enter")
        to(page, f"button[name=partner][value='{PARTNER}']")
        assert page.locator("#partner").input_value() == PARTNER[:6].lower()
    with site.app.app_context():
        asked = db.session.scalars(select(Match).order_by(Match.id.desc())).first()
        assert asked is not None
        assert (asked.answer, asked.raised_by) == ("partial", ("teachers",))


@pytest.mark.parametrize(("size", "key"), [(DESK, "EC1.L1.PR.3"), (PHONE, "EC1.L1.SU.1")])
def test_a_statement_is_made_at_the_practice(browser: Browser, site: Served, size: object, key: str) -> None:
    with signed_in(browser, site, Cast.SLT, size) as page:
        page.goto("/indicators/ec1-leaders1")
        practice = page.locator(f"[id='{key}']")
        folded = page.locator("details:not([open])", has=practice)
        for number in range(folded.count()):
            folded.nth(number).locator("> summary").click()
        practice.get_by_text("Say whether it is so").click()
        practice.get_by_label("How do you know?").fill(NOTE)
        assert fits(page)
        practice.get_by_role("button", name="Yes, it is so").click()
        page.wait_for_url(f"**/indicators/ec1-leaders1#{key}")
        expect(page.locator(".flash")).to_contain_text("Your statement is on record.")
    with site.app.app_context():
        stated = db.session.scalars(select(Attestation).order_by(Attestation.id.desc())).first()
        assert stated is not None
        assert (stated.practice, stated.in_place, stated.note) == (key, True, NOTE)
