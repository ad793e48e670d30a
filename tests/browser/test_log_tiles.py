"""The log as a point person uses it: a tile, what decides, saved; by mouse, by keyboard and on a phone."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from models.activities import Activity
from models.records import RecordStatus
from tests.browser.axe import sideways, violations
from tests.browser.conftest import Served
from tests.browser.visits import PHONE, left, opened, sign_in
from tests.cast import PARTNER, Cast
from tracker.extensions import db

MOST_CLICKS, MOST_KEYS = 6, 40
MOST_TABS = 60
# What a click and a key take somebody who is not hurrying, in seconds.
A_CLICK, A_KEY = 1.3, 0.2


@dataclass
class Hand:
    """Somebody at a page, counting what they press."""

    page: Page
    clicks: int = 0
    keys: int = 0

    def click(self, target: Locator) -> None:
        """Press something that can be seen."""
        target.click()
        self.clicks += 1

    def type(self, text: str) -> None:
        """Type where the page is."""
        self.page.keyboard.type(text)
        self.keys += len(text)

    def reach(self, name: str) -> None:
        """Go forward by Tab until something of that name has the focus."""
        for _ in range(MOST_TABS):
            if self.page.evaluate(_NAME_IN_FOCUS) == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {name}")

    def press(self, name: str, key: str = "Enter") -> None:
        """Press something by keyboard; the pressing counts as a click, the way there does not."""
        self.reach(name)
        self.page.keyboard.press(key)
        self.clicks += 1

    def told(self, task: str) -> str:
        """Say what it took."""
        seconds = self.clicks * A_CLICK + self.keys * A_KEY
        return f"{task}: {self.clicks} clicks, {self.keys} keys, {seconds:.0f} s"


_NAME_IN_FOCUS = """() => {
  const at = document.activeElement;
  const words = at?.labels?.length ? at.labels[0].textContent : at?.getAttribute("aria-label") || at?.textContent || "";
  return words.replace(/\\s+/g, " ").trim();
}"""


def say(capsys: pytest.CaptureFixture[str], words: str) -> None:
    """Tell the counts whoever runs the tests."""
    with capsys.disabled():
        print(f"\n{words}")


@pytest.fixture(autouse=True)
def nothing_logged(site: Served) -> None:
    """Take away what the test before logged: the same visit again would be pointed out."""
    with site.app.app_context():
        for activity in db.session.scalars(select(Activity).where(Activity.record_status == RecordStatus.CONFIRMED)):
            activity.archive()
        db.session.commit()


def visited(hand: Hand, capsys: pytest.CaptureFixture[str], task: str) -> None:
    """See that the visit is what it was, within the counts."""
    expect(hand.page).to_have_url(re.compile(r"/activities/\d+$"))
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text(f"Visit to {PARTNER}")
    expect(hand.page.locator("main")).to_contain_text("Site visit")
    say(capsys, hand.told(task))
    assert hand.clicks <= MOST_CLICKS and hand.keys <= MOST_KEYS


def tile(page: Page, name: str) -> Locator:
    """Find a tile where they are asked for: Home names by the same words what was logged before."""
    return page.get_by_role("navigation", name="What was it?").get_by_role("link", name=name)


def test_a_site_visit_takes_six_clicks_and_forty_keys_from_home(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    sign_in(page, Cast.POINT_PERSON, to="/")
    hand = Hand(page)
    with left(page):
        hand.click(page.locator("header").get_by_role("link", name="Log something"))
    hand.click(tile(page, "Visit to a partner"))
    hand.click(page.locator("label.pick", has_text="Teachers").first)
    hand.click(page.locator("#partners"))
    hand.type(PARTNER)
    hand.click(page.locator("#log-form").get_by_role("button", name="Save", exact=True))
    visited(hand, capsys, "Site visit by mouse")


def test_a_site_visit_needs_no_mouse(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    sign_in(page, Cast.POINT_PERSON, to="/")
    hand = Hand(page)
    hand.press("Log something")
    expect(page.get_by_role("heading", level=1)).to_have_text("What happened?")
    hand.press("Visit to a partner")
    expect(page.locator("#log-form")).to_be_visible()
    hand.press("Teachers", "Space")
    hand.reach("Partner")
    hand.type(PARTNER)
    # Enter in a field saves, and does not choose another tile.
    page.keyboard.press("Enter")
    hand.clicks += 1
    visited(hand, capsys, "Site visit by keyboard")


def test_a_site_visit_on_a_phone(browser: Browser, site: Served, capsys: pytest.CaptureFixture[str]) -> None:
    with opened(browser, site.url, viewport=PHONE, has_touch=True, is_mobile=True) as (page, _):
        sign_in(page, Cast.POINT_PERSON, to="/")
        hand = Hand(page)
        with left(page):  # the page chooses where typing begins once it has come, and may move under a finger
            hand.click(page.get_by_role("link", name="Log something").first)
        hand.click(tile(page, "Visit to a partner"))
        expect(page.locator("#partners")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        hand.click(page.locator("label.pick", has_text="School leaders").first)
        hand.click(page.locator("#partners"))
        hand.type(PARTNER)
        hand.click(page.locator("#log-form").get_by_role("button", name="Save", exact=True))
        visited(hand, capsys, "Site visit on a phone")


def test_another_tile_keeps_what_was_typed(page: Page) -> None:
    sign_in(page, Cast.POINT_PERSON, to="/log?tile=visit")
    page.locator("#partners").fill(PARTNER)
    page.locator("#title").fill("Looked at their lab")
    page.locator("label.pick", has_text="Teachers").first.click()
    page.locator("details.chosen > summary").click()
    page.get_by_role("button", name="Meeting with partners").click()
    expect(page.locator("details.chosen > summary")).to_contain_text("Meeting with partners")
    expect(page.locator("#partners")).to_have_value(PARTNER)
    expect(page.locator("#title")).to_have_value("Looked at their lab")
    expect(page.locator("input[name=by][value=teachers]")).to_be_checked()
    expect(page.locator("input[name=channel][value=site_visit]")).not_to_be_checked()
    expect(page.locator("input[name=channel][value=meeting]")).to_be_checked()


def test_what_was_typed_by_a_tile_and_not_saved_is_put_back_there(page: Page) -> None:
    sign_in(page, Cast.POINT_PERSON, to="/log?tile=lesson")
    page.locator("#title").fill("Bridges with an engineer")
    page.locator("input[name=also][value=students]").check()
    # What is typed is kept at once: here the page is left right after it.
    page.goto("/log")
    expect(page.locator("#log-draft")).to_contain_text("Bridges with an engineer")
    page.get_by_role("button", name="Put it back").click()
    expect(page).to_have_url(re.compile(r"/log\?tile=lesson$"))
    expect(page.locator("#title")).to_have_value("Bridges with an engineer")
    expect(page.locator("input[name=also][value=students]")).to_be_checked()


@pytest.mark.parametrize(
    "address", ["/log", "/log?tile=visit", "/log?tile=council&back=/", "/log?tile=nonsense&channel=x"]
)
def test_tiles_are_accessible_and_fit_a_phone(page: Page, address: str) -> None:
    sign_in(page, Cast.POINT_PERSON, to=address)
    page.evaluate("document.querySelectorAll('main details').forEach((fold) => (fold.open = true))")
    assert violations(page) == []
    assert sideways(page) == []
    assert violations(page) == []


@pytest.mark.parametrize(("quicker", "held"), [(True, "#partners"), (False, "#log-form input[name=by] >> nth=0")])
def test_a_slow_page_begins_where_nobody_is_typing_yet(page: Page, quicker: bool, held: str) -> None:
    sign_in(page, Cast.POINT_PERSON)
    page.route("**/begin*.js*", lambda route: (page.wait_for_timeout(600), route.continue_())[1])
    page.goto("/log?tile=visit", wait_until="commit")
    if quicker:
        page.locator("#partners").click()
    page.wait_for_load_state("load")
    expect(page.locator(":focus")).to_have_count(1)
    page.wait_for_function("performance.getEntriesByType('resource').some((one) => one.name.includes('begin'))")
    expect(page.locator(held)).to_be_focused()
