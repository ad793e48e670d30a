"""A list on a phone and by the keyboard: filtered, saved as a view, several rows archived at once and brought back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from models.activities import ActivityKind
from tests.browser.conftest import Served
from tests.browser.visits import PHONE, Fill, opened, sign_in
from tests.cast import Cast, school_named
from tests.factories import TODAY, an_activity


@pytest.fixture(scope="module")
def fill() -> Fill:
    """Two letters and three talks, over three months."""

    def some(session: Session) -> None:
        school = school_named(session)
        for number in range(3):
            an_activity(session, school, title=f"Talk {number}", occurred_on=TODAY - timedelta(days=30 * number + 1))
        for number in range(2):
            an_activity(session, school, title=f"Letter {number}", activity_kind=ActivityKind.ADVOCACY)

    return some


def fits(page: Page) -> bool:
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_view_is_saved_and_its_rows_are_archived_and_brought_back_on_a_phone(browser: Browser, site: Served) -> None:
    with opened(browser, site.url, viewport=PHONE, has_touch=True) as (page, _):
        sign_in(page, Cast.POINT_PERSON, to="/activities")
        page.get_by_label("Kind", exact=True).select_option("advocacy")
        page.get_by_role("button", name="Show", exact=True).tap()
        expect(page.locator(".count-line").first).to_have_text(re.compile("^2 advocacy activities"))
        assert fits(page)

        page.get_by_role("link", name="Save this view").tap()
        page.get_by_label("What shall it be called?").fill("Letters")
        page.get_by_role("button", name="Save view").tap()
        expect(page.locator(".views [aria-current]")).to_have_text("Letters")
        assert fits(page)

        boxes = page.locator("td.tick-row label")
        sizes = [(box["width"], box["height"]) for one in boxes.all() if (box := one.bounding_box())]
        assert sizes == [(44, 44)] * 2
        for box in boxes.all():
            box.tap()
        page.get_by_role("button", name="Archive").first.tap()
        told = page.locator(".flash").filter(has_text="2 archived.")
        expect(told).to_be_visible()
        expect(page.get_by_role("heading", name="No activity fits")).to_be_visible()
        assert fits(page)
        told.get_by_role("button", name="Undo").tap()
        expect(page.locator(".flash").filter(has_text="2 restored.")).to_be_visible()
        expect(page.locator(".views [aria-current]")).to_have_text("Letters")
        expect(page.locator("tr.whole")).to_have_count(2)


def test_rows_are_ticked_and_columns_chosen_by_keys_alone(browser: Browser, site: Served) -> None:
    with opened(browser, site.url, java_script_enabled=False) as (page, _):
        sign_in(page, Cast.SLT, to="/activities")
        expect(page.locator("tr.of-month")).to_have_count(3)
        page.locator("summary", has_text="Columns").focus()
        page.keyboard.press("Enter")
        page.get_by_label("Column Students").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Show columns").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("columnheader", name="Students")).to_be_visible()
        page.locator("td.tick-row input").first.focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Archive").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".flash")).to_contain_text("1 archived.")
        expect(page.get_by_role("columnheader", name="Students")).to_be_visible()
