"""An alliance's year on a phone: it joins, answers, gives, signs, and shares what it brought about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboards.addresses import ENGAGEMENT
from models.accounts import Role
from models.needs import Match
from models.operations.invitations import Guest, Offer, invite
from models.report_links import ReportLink
from tests.browser.conftest import Served
from tests.browser.visits import PHONE, Fill, Watch, left, opened, sign_in
from tests.cast import OTHER_PARTNER, PARTNER, SCHOOL, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, a_partnership, an_agreement
from tests.tracker.letters_read import letters
from tests.tracker.mail_server import Mailbox, a_mail_server
from tracker.extensions import db
from tracker.letters.posting import send_letters

CHOSEN = "heron gravel tuesday lamp"
WHY = "/indicators/ec2-strategic-alliances1"


@pytest.fixture(scope="module")
def fill() -> Fill:
    """A partnership whose agreement ends, a renewal that was handed over, and a request that nobody answered."""

    def begun(session: Session) -> None:
        school, partner = school_named(session), partner_named(session)
        partnership = a_partnership(session, school, partner, started_on=TODAY - timedelta(days=340))
        ending = an_agreement(session, partnership, ends_on=TODAY + timedelta(days=20))
        an_agreement(
            session, partnership, renews=ending, signed_on=None, submitted_on=TODAY - timedelta(days=2),
            starts_on=TODAY + timedelta(days=21), ends_on=TODAY + timedelta(days=385), expected_outcome="Six robots",
        )  # fmt: skip
        session.add(
            Match(
                school=school, partner=partner, offer="tutoring", occurred_on=TODAY - timedelta(days=3),
                message="Tuesdays in April", note="Kept for the school",
            )
        )  # fmt: skip

    return begun


@pytest.fixture
def box(site: Served) -> Iterator[Mailbox]:
    """Letters leave, to a real mail server; the addresses in them are the site's."""
    before = site.app.config["SETTINGS"], site.app.config["BASE_URL"]
    with a_mail_server() as mails:
        settings = replace(before[0], mail_url=f"smtp://127.0.0.1:{mails.port}", base_url=site.url)
        site.app.config.update(SETTINGS=settings, BASE_URL=site.url)
        yield mails
    site.app.config.update(SETTINGS=before[0], BASE_URL=before[1])


def address_of(box: Mailbox, site: Served, path: str) -> str:
    """Give the address below a path that the latest letter with one carries."""
    found = [match[0] for text in letters(box) for match in [re.search(rf"{site.url}{path}\S+", text)] if match]
    assert found, letters(box)
    return found[-1]


def invited(site: Served) -> None:
    """Invite Kim to act for the alliance, by mail."""
    with site.app.app_context():
        guest = Guest("kim@mill.example", "Kim Ruiz", [Offer(Role.ALLIANCE_MEMBER, partner=partner_named(db.session))])
        by, school = user_of(db.session, Cast.POINT_PERSON), school_named(db.session)
        invite(db.session, guest, school=school, by=by, now=datetime.now(UTC), days=14)
        db.session.commit()
        send_letters(site.app.config["SETTINGS"])


def fits(page: Page) -> None:
    """Fail where something is wider than the phone."""
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], page.url


def test_from_the_invitation_to_a_shared_report_that_expires(
    site: Served, browser: Browser, box: Mailbox, tmp_path: Path
) -> None:
    invited(site)
    with (
        opened(browser, site.url) as (point, _),
        opened(browser, site.url, viewport=PHONE) as (kim, watch),
        opened(browser, site.url, viewport=PHONE) as (stranger, strangers),
    ):
        sign_in(point, Cast.POINT_PERSON, to=WHY)
        level = point.get_by_role("heading", level=1)
        expect(level).to_contain_text("no level on record yet")
        _joins(kim, address_of(box, site, "/invitation/"), watch)
        _answers_by_mail(point, stranger, site, box)
        _gives_and_is_confirmed(kim, point)
        point.goto(WHY)
        expect(level).not_to_contain_text("no level on record yet")
        _signs_the_renewal(kim, point)
        _shares_the_report(kim, stranger, site, tmp_path, strangers)


def _joins(kim: Page, address: str, watch: Watch) -> None:
    """Take the invitation up, and see the own page and nothing else."""
    kim.goto(address)
    kim.get_by_label("New password", exact=True).fill(CHOSEN)
    kim.get_by_label("New password again").fill(CHOSEN)
    with left(kim):
        kim.get_by_role("button", name="Join").click()
    expect(kim).to_have_url(re.compile(f"{ENGAGEMENT}$"))
    for shown in (PARTNER, SCHOOL, "Agreements"):
        expect(kim.locator("main")).to_contain_text(shown)
    for hidden in (OTHER_PARTNER, "Kept for the school"):
        expect(kim.locator("body")).not_to_contain_text(hidden)
    fits(kim)
    watch.expected.add(403)
    for closed in ("/activities", "/partners", "/dashboards/"):
        answer = kim.goto(closed)
        assert answer is not None and answer.status == 403, closed


def _answers_by_mail(point: Page, stranger: Page, site: Served, box: Mailbox) -> None:
    """Ask by mail, and answer from the letter without signing in."""
    with site.app.app_context():
        number = db.session.scalars(select(Match.id)).one()
    point.goto(f"/records/match/{number}")
    with left(point):
        point.get_by_role("button", name="Ask by mail").click()
    stranger.goto(address_of(box, site, "/alliance/asked/"))
    expect(stranger.locator("main")).to_contain_text("Tuesdays in April")
    fits(stranger)
    with left(stranger):
        stranger.get_by_role("button", name="Yes, we can").click()
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("has your answer")


def _gives_and_is_confirmed(kim: Page, point: Page) -> None:
    """Log a gift in one line, which the school confirms."""
    kim.goto("/alliance/log")
    kim.get_by_label("Say it in a line").fill("Tutored for 2 hours yesterday")
    with left(kim):
        kim.get_by_role("button", name="Fill in the form").click()
    expect(kim.get_by_label("How many hours?")).to_have_value(re.compile("^2"))
    fits(kim)
    with left(kim):
        kim.get_by_role("button", name="Send", exact=True).click()
    expect(kim.locator(".flash.good")).to_contain_text("counts once they confirm it")
    point.goto("/to-confirm")
    expect(point.locator("main")).to_contain_text("2 hours")
    point.get_by_role("checkbox", name="Tick row 1").check()
    with left(point):
        point.get_by_role("button", name="Confirm", exact=True).click()
    expect(point.locator(".flash.good")).to_contain_text("confirmed")


def _signs_the_renewal(kim: Page, point: Page) -> None:
    """Sign for the alliance on the phone, then for the school."""
    kim.goto("/alliance/agreements")
    with left(kim):
        kim.get_by_role("listitem").filter(has_text="Not signed yet").get_by_role("link").click()
    expect(kim.locator("main")).to_contain_text("Six robots")
    fits(kim)
    with left(kim):
        kim.get_by_role("button", name="Sign", exact=True).click()
    expect(kim.locator("main")).to_contain_text(f"Kim Ruiz for {PARTNER}")
    point.goto(kim.url.replace("/alliance/", "/"))
    with left(point):
        point.get_by_role("button", name="Sign", exact=True).click()
    expect(point.locator(".flash.good")).to_contain_text("Signed by both sides")


def _shares_the_report(kim: Page, stranger: Page, site: Served, folder: Path, strangers: Watch) -> None:
    """Download the report, share it, and see the link expire."""
    kim.goto("/alliance/report")
    fits(kim)
    with kim.expect_download() as coming:
        kim.get_by_role("link", name="Download PDF").click()
    file = folder / "report.pdf"
    coming.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF")
    kim.get_by_text("30 days").click()
    with left(kim):
        kim.get_by_role("button", name="Make a link").click()
    address = kim.get_by_label(re.compile("Link to the report")).input_value()
    stranger.goto(address)
    expect(stranger.locator("main")).to_contain_text("2 hours")
    fits(stranger)
    with site.app.app_context():
        db.session.scalars(select(ReportLink)).one().expires_at -= timedelta(days=31)
        db.session.commit()
    strangers.expected.add(410)
    stranger.goto(address)
    expect(stranger.locator("main")).to_contain_text("It was open until")
    expect(stranger.locator("main")).not_to_contain_text("2 hours")
