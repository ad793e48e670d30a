"""Needs and offers brought together by hand: what is searched for keeps what is picked, and one drop picks both."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.needs import Match
from tests.browser.conftest import Served
from tests.browser.visits import Fill, left, sign_in
from tests.cast import Cast, school_named
from tests.factories import a_need, a_partner, a_school_partner
from tracker.extensions import db

TALL = {"width": 1280, "height": 1800}


@pytest.fixture(scope="module")
def fill() -> Fill:
    """Nine needs, and two partners with offers."""

    def begun(session: Session) -> None:
        school = school_named(session)
        for number in range(9):
            a_need(session, school, text=f"Need number {number}")
        for name, offer in (("Mill College", "tutoring"), ("Weir Power", "facilities")):
            partner = a_partner(session, name, district=school.district)
            a_school_partner(session, school, partner, offers=(offer,))

    return begun


def test_a_need_dropped_on_an_offer_is_asked_for_and_a_search_keeps_what_is_picked(page: Page, site: Served) -> None:
    sign_in(page, Cast.POINT_PERSON)
    page.goto("/needs-and-offers")
    page.get_by_label("Need number 3").check()
    page.get_by_label("Search needs and offers").fill("number 7")
    with left(page):
        page.get_by_role("button", name="Search").click()
    rows = page.locator("#need .pick-row")
    expect(rows).to_have_count(2)
    expect(page.get_by_label("Need number 3")).to_be_checked()
    with left(page):
        page.get_by_role("link", name="Show all").click()
    told = page.locator("[data-told]")
    expect(told).to_have_text("")
    # All of it is in sight: a page that scrolls under a pressed button has another row dragged.
    page.set_viewport_size(TALL)  # type: ignore[arg-type]
    # Only the other side takes it.
    rows.filter(has_text="Need number 5").drag_to(rows.filter(has_text="Need number 6"))
    expect(page.locator("input:checked")).to_have_count(0)
    rows.filter(has_text="Need number 5").drag_to(page.locator("#offer .pick-row").filter(has_text="Weir Power"))
    expect(told).to_have_text("Weir Power: facilities, for “Need number 5”")
    expect(page.get_by_role("button", name="Ask for it")).to_be_focused()
    with left(page):
        page.keyboard.press("Enter")
    expect(page.locator(".flash").first).to_contain_text("Weir Power is asked for")
    with site.app.app_context():
        match = db.session.scalars(select(Match)).one()
        assert (match.partner.name, match.offer, match.need.text) == ("Weir Power", "facilities", "Need number 5")
