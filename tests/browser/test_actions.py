"""From a gap to an action, from the action to the log, and from there to the evidence of a rating."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from models.operations.years import open_year
from models.queries.catalogue import latest_catalogue
from models.school_years import SchoolYear
from tests.browser.visits import PHONE, Fill, sign_in
from tests.cast import Cast, school_named
from tests.factories import TODAY, an_activity

INDICATOR = "Teachers communicate and advocate"


@pytest.fixture(scope="module")
def fill() -> Fill:
    """A school that rated one indicator higher than its one talk shows."""

    def rated_above(session: Session) -> None:
        school = school_named(session)
        an_activity(session, school, title="STEM night", occurred_on=TODAY - timedelta(days=9))
        codes = list(latest_catalogue(session).indicators)
        year = open_year(session, school, SchoolYear.of(TODAY), indicators=codes, today=TODAY)
        rating = next(one for one in year.ratings if one.indicator == "EC3.Teachers1")
        rating.existing, rating.desired, rating.reviewed_on = 2, 3, TODAY
        rating.rationale = "Two talks in the fall were never written down by anybody."

    return rated_above


def test_a_gap_becomes_an_action_that_logging_ticks_off_and_that_is_offered_as_evidence(page: Page) -> None:
    sign_in(page, Cast.SLT, to="/gaps")
    row = page.locator("li", has_text=INDICATOR).filter(has_text="our records show")
    row.get_by_role("button", name="Turn into an action").click()
    expect(page.locator(".flash.good")).to_contain_text("It is an action now")
    expect(row).to_contain_text("An action already")
    page.get_by_role("link", name="Change whose it is and by when").click()
    page.get_by_label("Whose is it?").select_option(label="Slt")
    page.get_by_label("By when?").fill((TODAY + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".facts")).to_contain_text("Slt")

    page.get_by_role("link", name="Log it").click()
    expect(page.locator("#ticks-off")).to_contain_text("Saving ticks off")
    page.get_by_role("checkbox", name="School newsletter", exact=True).check()
    page.get_by_role("checkbox", name="Parents and families", exact=True).check()
    page.get_by_role("checkbox", name="Progress of initiatives", exact=True).check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".flashes")).to_contain_text("is ticked off")
    expect(page.locator(".facts")).to_contain_text("Shown by")
    expect(page.get_by_role("button", name="Undo").last).to_be_visible()

    page.goto("/years/1/ec3-teachers1")
    offered = page.locator("#evidence")
    expect(offered).to_contain_text("Done for this indicator")
    offered.get_by_role("button", name="Tie it").click()
    expect(offered).not_to_contain_text("Done for this indicator")
    expect(offered.get_by_role("button", name="Untie")).to_be_visible()


def test_on_a_phone_nothing_of_them_overflows(page: Page) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, Cast.SLT, to="/gaps")
    page.get_by_role("button", name="Turn into an action").last.click()
    for address in ("/gaps", "/actions", "/actions/1", "/actions/1/edit", "/actions/new"):
        page.goto(address)
        width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], address
