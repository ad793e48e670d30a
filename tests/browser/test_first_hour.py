"""A new school's first hour: from an empty Home through its five steps to the first look, at a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from models.accounts import Role
from tests.browser.axe import sideways, violations
from tests.browser.visits import DESK, PHONE, Fill, left
from tests.factories import (
    PASSWORD,
    TODAY,
    a_membership,
    a_partner,
    a_partnership,
    a_school,
    a_school_partner,
    a_user,
)
from tests.seed.conftest import build

PARTNERS = "Organization,Category\nPaper Mill,industry\nLantern Works,business\n"


@pytest.fixture(scope="module")
def fill() -> Fill:
    """Two schools that have nothing yet, each with somebody who may do all of it."""

    def add(session: Session) -> None:
        for slug in ("desk", "phone"):
            school = a_school(session, f"New {slug.capitalize()} School", slug=slug)
            user = a_user(session, f"{slug}@new.example", name="Ada Point")
            a_membership(session, user, Role.SCHOOL_ADMIN, school=school)
            # An organization of the district with which the school began already.
            partner = a_partner(session, f"Old Friend of {slug}")
            a_school_partner(session, school, partner)
            a_partnership(session, school, partner, started_on=TODAY, confirmed_on=(TODAY,))

    return add


def looks_well(page: Page) -> None:
    """Assert that nothing is out of reach, for eyes and for readers of screens."""
    assert not sideways(page)
    assert violations(page) == []


def step(page: Page, name: str) -> None:
    """Press the button of a step on Home."""
    page.goto("/")
    with left(page):  # the log may move under a finger until it has come whole
        page.locator(".first-hour").get_by_role("link", name=name, exact=True).click()


def load_the_wording(page: Page, folder: Path) -> None:
    """Bring the document, look it through, load it."""
    document = folder / "map.txt"
    document.write_text(build(), encoding="utf-8")
    step(page, "Bring the document")
    page.get_by_label("The text of the map").set_input_files(document)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("The document is whole")).to_be_visible()
    looks_well(page)
    page.get_by_role("button", name="Load this wording").click()
    expect(page.get_by_text("official wording is loaded")).to_be_visible()


def bring_partners(page: Page, folder: Path) -> None:
    """Bring a list of organizations."""
    listed = folder / "partners.csv"
    listed.write_text(PARTNERS, encoding="utf-8")
    page.goto("/imports/new?kind=org")
    page.get_by_label("The file").set_input_files(listed)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Store 2 rows").click()
    expect(page.get_by_text("Stored: 2 new records.")).to_be_visible()


@pytest.mark.parametrize(("name", "size"), [("desk", DESK), ("phone", PHONE)])
def test_a_new_school_goes_from_nothing_to_its_first_look(page: Page, tmp_path: Path, name: str, size: dict) -> None:
    page.set_viewport_size(size)
    page.goto("/login")
    page.get_by_label("E-mail", exact=False).fill(f"{name}@new.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name=f"New {name.capitalize()} School is just beginning")).to_be_visible()
    looks_well(page)
    if page.get_by_role("link", name="Bring the document").count():  # it is loaded for every school at once
        load_the_wording(page, tmp_path)
    if name == "desk":
        bring_partners(page, tmp_path)
    step(page, "Add an agreement")
    page.get_by_role("link", name=f"Old Friend of {name}").click()
    page.get_by_text("Memorandum", exact=False).first.click()
    page.get_by_label("Signed on").fill("2025-08-20")
    page.get_by_label("Last day").fill("2026-12-31")
    page.locator("form.form .foot button").first.click()
    expect(page.get_by_text("The agreement is on record.")).to_be_visible()
    for number in range(1, 6):
        step(page, "Log something")
        # Home names visits that were logged before.
        page.get_by_role("navigation", name="What was it?").get_by_role("link", name="Visit to a partner").click()
        page.locator("#occurred_on").fill(f"2026-03-0{number}")
        page.locator("#by label.pick", has_text="Teachers").first.click()
        page.locator("#partners").fill(f"Old Friend of {name}")
        with left(page):
            page.locator("#log-form").get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("#error-summary")).to_have_count(0)
    page.goto("/")
    looks_well(page)
    page.get_by_role("button", name="Take a first look").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("too early to say")
    expect(page.locator("#matrix")).to_be_visible()
    page.get_by_text("Too early to say of", exact=False).click()
    assert not sideways(page)
    page.goto("/")
    expect(page.locator(".first-hour")).to_have_count(0)


def test_a_word_is_explained_by_keyboard_and_without_a_script(page: Page) -> None:
    page.goto("/login")
    page.get_by_label("E-mail", exact=False).fill("phone@new.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/indicators/ec3-students1")
    asks = page.get_by_role("button", name="What is an indicator?").first
    asks.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#help-indicator")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#help-indicator")).to_be_hidden()
    page.get_by_role("link", name="Words and help").click()
    expect(page.get_by_role("heading", name="What the words mean")).to_be_visible()
    looks_well(page)
