"""A list brought in by a point person, at both widths and by keyboard alone: from the file to its records, and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.visits import sign_in
from tests.cast import Cast

LIST = (
    "Our visits of the year,,,,,\n"
    "Date,Who we visited,What we did,Led by,Kind of activity,What for\n"
    "9/15/2025,NAME,Tour of the foundry,teachers,partnership,site_visit\n"
    "3/4/2026,NAME,Second tour,teachers,partnership,site_visit\n"
    "Fall 2019,NAME,An early tour,teachers,partnership,site_visit\n"
)


def visits(folder: Path, name: str) -> Path:
    """Write a list of visits to one organization, which no other test knows."""
    path = folder / "visits.csv"
    path.write_text(LIST.replace("NAME", name), encoding="utf-8")
    return path


def fits(page: Page) -> None:
    """Assert that the page is no wider than its window, and that nothing on it is out of reach."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_a_list_goes_from_its_file_to_its_records_and_back(page: Page, tmp_path: Path, width: int) -> None:
    name = f"Lantern Works of {width}"
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, Cast.POINT_PERSON)
    page.goto("/imports")
    page.get_by_role("link", name="Bring a list").first.click()
    page.get_by_label("What does it list?", exact=True).select_option("activity")
    page.get_by_label("The file").set_input_files(visits(tmp_path, name))
    fits(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Which column is what?")).to_be_visible()
    expect(page.get_by_label("Who we visited")).to_have_value("partner")
    fits(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("9/15/2025 is no day")).to_be_visible()
    page.get_by_label(name).select_option("new:industry")
    fits(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("“Fall 2019” cannot be read as a day")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Store 2 rows").click()
    expect(page.get_by_text("Stored: 2 new records.")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Take it all back").click()
    expect(page.get_by_text("Taken back: 3 records archived.")).to_be_visible()


def test_a_list_is_brought_in_by_keyboard_alone(page: Page, tmp_path: Path) -> None:
    name = "Keystone Foundry"
    sign_in(page, Cast.POINT_PERSON)
    page.goto("/imports/new?kind=activity")
    page.get_by_label("The file").set_input_files(visits(tmp_path, name))
    press_on(page, "Go on")
    expect(page.get_by_role("heading", name="Which column is what?")).to_be_visible()
    press_on(page, "Go on")
    expect(page.get_by_role("heading", name="What do these mean?")).to_be_visible()
    page.get_by_label(name).focus()
    page.keyboard.type("Industrial")
    press_on(page, "Go on")
    expect(page.get_by_role("heading", name="Nothing is stored yet")).to_be_visible()
    press_on(page, "Store 2 rows")
    expect(page.get_by_text("Stored: 2 new records.")).to_be_visible()


def press_on(page: Page, name: str) -> None:
    """Reach a button by the tab key and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} cannot be reached by keyboard: {page.locator('main').inner_text()}")
