"""The whole way: from one talk logged to a level that rises, to its records, and back down when the record goes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.orm import Session

from tests.browser.visits import Fill, left, settled_dashboard, sign_in
from tests.cast import Cast, school_named
from tests.factories import TODAY, an_activity

INDICATOR = "EC3.Teachers1"
NAME = "Teachers communicate and advocate"
TITLE = "What our robotics unit taught us"
EVENING = "Family robotics evening"


@pytest.fixture(scope="module")
def fill() -> Fill:
    """A school one talk short of Progressing: families were told, beyond single classes, and students not yet.

    By the second rules half of Progressing is there, on less than three fifths of what lies below.
    """

    def one_talk_short(session: Session) -> None:
        school = school_named(session)
        an_activity(
            session, school, title="Why we build robots", channel=("in_class",), audience=("families",),
            beyond_class=False, occurred_on=TODAY - timedelta(days=40),
        )  # fmt: skip
        an_activity(
            session, school, title=EVENING, channel=("meeting",), audience=("families",), beyond_class=True,
            occurred_on=TODAY - timedelta(days=20),
        )  # fmt: skip

    return one_talk_short


def cell(page: Page, level: str) -> Locator:
    """Find the indicator's cell of a level in the matrix, by the words its column begins with."""
    row = page.locator("#matrix tr", has=page.get_by_text(INDICATOR, exact=True))
    heads = page.locator("#matrix thead th").all_inner_texts()
    return row.locator("th, td").nth([head.strip() for head in heads].index(level))


def assert_supported(page: Page, level: str) -> None:
    """Assert that the mark stands in one cell of the indicator's row, and in no other."""
    row = page.locator("#matrix tr", has=page.get_by_text(INDICATOR, exact=True))
    expect(row.locator(".mk", has_text="●")).to_have_count(1)
    expect(cell(page, level).locator(".mk", has_text="●")).to_have_count(1)


def test_one_pta_talk_raises_the_level_and_archiving_it_lets_it_fall_back(page: Page) -> None:
    sign_in(page, Cast.POINT_PERSON, to="/dashboards/")
    settled_dashboard(page)
    assert_supported(page, "Getting Started")
    expect(cell(page, "Progressing")).to_contain_text("50%")

    # Log the talk; before it is saved the panel says what it will do.
    with left(page):
        page.get_by_role("link", name="Log something").click()
    page.get_by_role("link", name="Something else").click()
    page.get_by_role("radio", name="Communication").check()
    actors = page.get_by_role("group", name="Who did it")
    for box in actors.get_by_role("checkbox").all():
        box.set_checked("Teachers" in (box.get_attribute("aria-label") or box.locator("xpath=..").inner_text()))
    page.get_by_role("checkbox", name="Presentation", exact=True).check()
    audiences = page.get_by_role("group", name="For whom")
    audiences.get_by_role("checkbox", name="PTA", exact=False).first.check()
    audiences.get_by_role("checkbox", name="Students", exact=True).check()
    hint = page.locator("#hint")
    line = hint.locator("li", has_text="PTA").filter(has_text=NAME)
    expect(line.first).to_contain_text("Progressing")
    expect(line.first).to_contain_text("now met")
    expect(hint.get_by_role("heading").first).to_have_text("This will count toward")
    page.locator("#title").fill(TITLE)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").filter(has_text=INDICATOR)).to_contain_text("now stands at Progressing")

    # The dashboard shows it at once; its cell leads to why, and that to the records behind it.
    page.get_by_role("link", name="Dashboards").click()
    settled_dashboard(page)
    assert_supported(page, "Progressing")
    expect(cell(page, "Progressing")).to_contain_text("what our records show")
    cell(page, "Progressing").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    page.locator("#level-2").get_by_role("link", name="All activities that count here").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    rows = page.locator("main table.list tbody tr:has(a[href^='/activities/'])")
    expect(rows).to_have_count(2)
    expect(page.locator(".count-line").first).to_contain_text("2 activities")
    expect(rows.filter(has_text=EVENING)).to_have_count(1)
    rows.filter(has_text=TITLE).get_by_role("link").click()

    # Without the record the level falls back, and the record says so.
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.get_by_role("button", name="Archive").click()
    expect(page.locator(".one-line")).to_contain_text("archived")
    page.get_by_role("link", name="Dashboards").click()
    settled_dashboard(page)
    assert_supported(page, "Getting Started")
    expect(cell(page, "Progressing")).to_contain_text("50%")
