"""The year from its opening to its signature, by keyboard, and the page that is printed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from tests.browser.conftest import Served
from tests.browser.visits import PHONE, Fill, Watch, left, opened, sign_in
from tests.cast import Cast, school_named
from tests.factories import TODAY, an_activity

NEXT_YEAR = TODAY.replace(month=9)
REASON = "Two clubs asked partners in person that month and nobody logged it."


@pytest.fixture(scope="module")
def fill() -> Fill:
    """A small school with one talk on record."""

    def one_talk(session: Session) -> None:
        an_activity(session, school_named(session), title="STEM night", occurred_on=TODAY - timedelta(days=9))

    return one_talk


def test_a_year_is_opened_rated_by_keys_planned_signed_and_printed_and_the_next_one_begins(
    page: Page, site: Served, watch: Watch
) -> None:
    watch.expected.add(422)
    sign_in(page, Cast.SLT, to="/years")
    page.get_by_role("button", name="Open 2025-26").click()
    page.get_by_role("link", name="Begin rating").click()
    done = page.locator(".pips-words")
    expect(done).to_contain_text("0 of 16")

    # One level above what records show: refused by key until it has its reason.
    expect(page.locator("#keys-switch")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_role("radio", name="Existing level: Getting Started")).to_be_checked()
    expect(page.locator("#asks")).to_contain_text("One level above what our records show.")
    page.keyboard.press("Shift+Digit2")
    expect(page.get_by_role("radio", name="Desired level: Progressing")).to_be_checked()
    page.keyboard.press("n")
    expect(page.locator("#error-summary")).to_contain_text("one level above what our records show")
    page.get_by_label("Why the team rates it so").fill(REASON)
    expect(page.locator("#said-enough")).to_contain_text("Enough said")
    page.get_by_role("button", name="Save and go on").click()
    expect(done).to_contain_text("1 of 16")

    # All others by keys alone: nothing is there yet, and something is wanted.
    for place in range(2, 17):
        expect(page.locator("#keys-switch")).to_be_visible()  # the keys are listened to
        page.keyboard.press("0")
        page.keyboard.press("Shift+Digit1")
        page.keyboard.press("n")
        expect(page.locator(".flash.good")).to_contain_text("saved")
        expect(done).to_contain_text(f"{place} of 16")

    plan_and_log_two(page)
    state_a_practice(page)
    turn_a_gap_into_an_action(page)

    page.goto("/years/1")
    page.get_by_role("link", name="Sign off").click()
    page.get_by_role("button", name="Sign the year 2025-26").click()
    expect(page.locator("#glance .signed")).to_contain_text("Signed off")
    expect(page.locator("#glance")).to_contain_text(REASON)
    for paper in ("Letter", "A4"):
        sheets = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=paper, print_background=False))
        assert len(sheets) <= 2, paper
    page.emulate_media(media="print")
    expect(page.locator("header.site")).to_be_hidden()
    expect(page.locator("#glance")).to_be_visible()
    page.emulate_media(media="screen")

    # The next school year begins with everything to be looked at again.
    site.app.config["TODAY"] = NEXT_YEAR
    page.goto("/years")
    page.get_by_role("button", name="Open 2026-27").click()
    states = page.locator("table.year td[data-label=State]")
    expect(states).to_have_text(["to review"] * 16)
    expect(page.locator("table.year")).to_contain_text("Getting Started, to review")
    site.app.config["TODAY"] = TODAY


def plan_and_log_two(page: Page) -> None:
    """Take the plan of the year as it is proposed, log two of its things from their own pages, and see them ticked."""
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("button", name="Take this plan").click()
    expect(page.locator(".flash.good")).to_contain_text("The plan is taken")
    cards = page.locator(".plan-card")
    titles = cards.locator("a.quiet-link").all_text_contents()
    logged = 0
    for number in range(len(titles)):
        page.goto("/years/1/plan")
        cards.nth(number).locator("a.quiet-link").click()
        log_it = page.get_by_role("link", name="Log it")
        if not log_it.count() or not (log_it.get_attribute("href") or "").startswith("/log?"):
            continue  # something that is said, or a record with a page of its own
        log_it.click()
        expect(page.locator("#ticks-off")).to_contain_text("Saving ticks off")
        if page.locator("#title").input_value() == "":
            page.locator("#title").fill(f"As it was planned, {number}")
        page.get_by_role("button", name="Save", exact=True).last.click()
        expect(page.locator(".flashes")).to_contain_text("is ticked off")
        logged += 1
        if logged == 2:
            break
    page.goto("/years/1/plan")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 done")
    expect(page.locator(".plan-card.done .tag")).to_have_text(["done early", "done early"])


def state_a_practice(page: Page) -> None:
    """Say of something that no record can show that it is so: it stands there as said, not as recorded."""
    page.goto("/indicators/ec1-leaders1#EC1.L1.PR.3")
    practice = page.locator('[id="EC1.L1.PR.3"]')
    practice.get_by_text("Say whether it is so").click()
    practice.locator("[name=note]").fill("The council agreed on it in May and the minutes say so.")
    practice.get_by_role("button", name="Yes, it is so").click()
    expect(practice).to_contain_text("said by the leadership team")


def turn_a_gap_into_an_action(page: Page) -> None:
    """Make what the team rates above its records somebody's to do, in one press."""
    page.goto("/gaps")
    above = page.get_by_role("listitem").filter(
        has_text="The team says Getting Started; our records show no level yet."
    )
    above.get_by_role("button", name="Turn into an action").click()
    expect(page.locator(".flash.good")).to_contain_text("It is an action now")
    expect(page.locator(".flash.good")).to_contain_text("yours, by")
    expect(above).to_contain_text("An action already")


def test_two_who_rate_see_each_other_while_their_pages_stay_open_and_lose_nothing_that_was_typed(
    page: Page, browser: Browser, site: Served
) -> None:
    sign_in(page, Cast.SLT, to="/years")
    to_be_rated(page)
    page.goto("/years/1/ec3-students1?meeting=1")
    page.keyboard.press("Shift+Digit3")
    desired = page.get_by_role("radio", name="Desired level: Refining and Expanding")
    page.keyboard.press("m")
    page.keyboard.type("The clubs ask in person.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("#what-was-said")).to_contain_text("The clubs ask in person.")
    expect(desired).to_be_checked()
    expect(page.locator("#not-saved")).to_contain_text("not saved yet")

    with opened(browser, site.url) as (theirs, _watch):
        sign_in(theirs, Cast.POINT_PERSON, to="/years/1/ec3-students1")
        expect(theirs.locator("#on-it")).to_contain_text("Slt is on it")
        theirs.get_by_label("Note as it is said").fill("Grade 7 asked twice.")
        theirs.get_by_role("button", name="Write it down").click()
        expect(theirs.locator("#what-was-said")).to_contain_text("Grade 7 asked twice.")
        looked_at(page)
        expect(page.locator("#on-it")).to_contain_text("Point person is on it")
        expect(page.locator("#what-was-said")).to_contain_text("Grade 7 asked twice.")
        theirs.keyboard.press("0")
        theirs.keyboard.press("Shift+Digit1")
        theirs.keyboard.press("n")
        expect(theirs.locator(".flash.good")).to_contain_text("saved")
    looked_at(page)
    expect(page.locator("#meanwhile")).to_contain_text("Point person saved this indicator since you opened it")
    expect(desired).to_be_checked()


def test_both_choices_stay_in_sight_however_long_the_sentences_are_and_a_note_takes_keys_alone(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    sign_in(page, Cast.SLT, to="/years")
    to_be_rated(page)
    for address in ("/years/1/ec1-leaders2", "/years/1/ec1-leaders2?meeting=1"):
        page.goto(address)
        page.locator(".desc .para").first.evaluate("it => (it.textContent = 'As long as a map says it. '.repeat(60))")
        foot = page.locator(".foot-frame").bounding_box()
        assert foot
        for name in ("Existing level: Getting Started", "Desired level: Sustaining", "None of these yet"):
            box = page.get_by_role("radio", name=name).bounding_box()
            assert box and 0 < box["y"] < box["y"] + box["height"] <= foot["y"], (address, name)
    expect(page.locator("#keys-switch")).to_be_visible()
    page.keyboard.press("m")
    page.keyboard.type("Two seats are vacant.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#what-was-said")).to_contain_text("Two seats are vacant.")


def to_be_rated(page: Page) -> None:
    """Have the year open, whether this test runs alone or after one that signed it."""
    begin = page.get_by_role("button", name="Open 2025-26")
    if begin.count():
        with left(page):
            begin.click()
    page.goto("/years/1")
    reopen = page.get_by_role("link", name="Reopen")
    if reopen.count():
        with left(page):
            reopen.click()
        page.get_by_label("Why is it reopened?").fill(REASON)
        with left(page):
            page.get_by_role("button", name="Reopen").click()
    expect(page.get_by_role("link", name="Reopen")).to_have_count(0)


def looked_at(page: Page) -> None:
    """Come back to a page that stayed open, as from another window."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_on_a_phone_the_levels_are_a_list_and_nothing_overflows(page: Page) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, Cast.POINT_PERSON, to="/years")
    to_be_rated(page)
    for address in ("/years/1", "/years/1/ec3-teachers1", "/years/1/ec3-teachers1?meeting=1", "/years/1/glance"):
        page.goto(address)
        width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], (address, width)
