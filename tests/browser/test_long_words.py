"""200 letters without a space, in every name, title and note: no page grows beyond the screen, or off the paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboards import PREFIX
from models.accounts import School, User
from models.partners import WorkforceNeed
from models.partnerships import TermName
from models.saved_views import SavedView
from models.stewardship import Recognition
from tests.browser.addresses import page_addresses, richest_ids
from tests.browser.conftest import Served
from tests.browser.visits import DESK, PHONE, Fill, opened, settled_dashboard, sign_in
from tests.cast import PARTNER, Cast, partner_named, school_named, user_of
from tests.factories import (
    TODAY,
    a_commitment,
    a_contact,
    a_contribution,
    a_need,
    a_partnership,
    an_activity,
    an_agreement,
    an_evaluation,
)
from tracker.extensions import db

LONG = "Unbroken" * 25
# A sheet of letter paper between its margins, at 96 dots an inch.
PAPER = {"width": 720, "height": 960}
FEWEST_PAGES = 25


@pytest.fixture(scope="module")
def fill() -> Fill:
    """One record of every kind, all of whose words are one long one."""

    def all_long(session: Session) -> None:
        school, partner = school_named(session), partner_named(session, PARTNER)
        a_contact(session, school, partner, name=LONG, title=LONG, note=LONG)
        a_need(session, school, text=LONG)
        partnership = a_partnership(
            session, school, partner, note=LONG, point_person=LONG, terms={TermName.SHORT_GOALS: LONG}
        )
        soon = TODAY + timedelta(days=20)
        an_agreement(session, partnership, note=LONG, expected_outcome=LONG, ends_on=soon)
        an_evaluation(session, partnership, strengths=LONG, weaknesses=LONG, actions_open=LONG)
        a_commitment(session, partnership, note=LONG, allocated_to=LONG[:120])
        a_contribution(session, school, partner, note=LONG, allocated_to=LONG[:120])
        for days in (1, 40, 80):
            on = TODAY - timedelta(days=days)
            an_activity(session, school, title=LONG, note=LONG, partners=[partner], link=f"https://x.example/{LONG}",
                        occurred_on=on, audience=("pta",), activity_kind="communication")  # fmt: skip
        session.add(WorkforceNeed(school=school, partner=partner, stated_on=TODAY, text=LONG))
        session.add(Recognition(school=school, partner=partner, occurred_on=TODAY, mode="public", note=LONG))
        session.add(SavedView(school=school, list_key="partners", name=LONG, asks="sort=-name"))
        partner.name = LONG
        partner.town = partner.sector = LONG[:100]
        partner.website = f"https://www.example.org/{LONG}"
        school.name = user_of(session, Cast.POINT_PERSON).name = LONG

    return all_long


def wide(page: Page, width: int) -> list[str]:
    """List what reaches beyond the right edge: the page itself, and what stands in no part that scrolls."""
    found: list[str] = page.evaluate(
        """limit => [...document.querySelectorAll("body *")].filter(e => {
            const box = e.getBoundingClientRect();
            if (box.right <= limit + 1 || box.width < 2 || e.closest(".sr-only, svg, .js-plotly-plot")) return false;
            for (let at = e.parentElement; at && at !== document.body; at = at.parentElement)
                if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(at).overflowX)) return false;
            return true;
        }).map(e => `${e.tagName.toLowerCase()}.${e.className}`).slice(0, 4)""",
        width,
    )
    whole: int = page.evaluate("document.scrollingElement.scrollWidth")
    return found or ([f"{whole} pixels"] if whole > width else [])


def cut_off(page: Page) -> list[str]:
    """List what paper cuts off: parts that scroll on a screen, and hold more than is seen of them."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter(e =>
            e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1
            && ["auto", "scroll"].includes(getComputedStyle(e).overflowX)
        ).map(e => `${e.tagName.toLowerCase()}.${e.className}`).slice(0, 4)"""
    )
    return found


def looked_at(page: Page, address: str) -> list[str]:
    """Open a page, and list what is too wide on a desk, on a phone, and on paper."""
    page.emulate_media(media="screen")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.goto(address)
    if address.startswith(PREFIX):
        settled_dashboard(page)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    wrong = [f"{address} on a desk: {one}" for one in wide(page, DESK["width"])]
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    wrong += [f"{address} on a phone: {one}" for one in wide(page, PHONE["width"])]
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    wrong += [f"{address} on paper: {one}" for one in wide(page, PAPER["width"])]
    return wrong + [f"{address} on paper is cut off: {one}" for one in cut_off(page)]


def test_no_page_is_wider_than_the_screen_or_the_paper(browser: Browser, site: Served) -> None:
    with site.app.app_context():
        school_id = db.session.scalar(select(School.id).join(User, User.name == School.name))
        assert school_id is not None
        addresses = list(page_addresses(site.app, richest_ids(db.session, school_id)))
    seen, wrong = set(), []
    for person in (Cast.POINT_PERSON, Cast.ALLIANCE):
        with opened(browser, site.url) as (page, watch):
            watch.expected |= {403, 404}
            sign_in(page, person)
            for address in addresses:
                if address in seen:
                    continue
                answer = page.request.get(address, max_redirects=0)
                if answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
                    seen.add(address)
                    wrong += looked_at(page, address)
    assert not wrong, "\n".join(wrong)
    assert len(seen) >= FEWEST_PAGES
