"""A series as a busy person keeps it: begun from the log, confirmed on a phone, and without script."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Served
from tests.browser.visits import DESK, PHONE, opened, sign_in
from tests.cast import PARTNER, Cast
from tests.factories import TODAY


# Each begins on a day of its own: the same again on one day would be asked about.
@pytest.mark.parametrize(
    ("size", "script", "begin", "said"),
    [(DESK, True, TODAY, "Saturdays"), (PHONE, False, TODAY + timedelta(days=1), "Sundays")],
    ids=["desk", "phone without script"],
)
def test_a_series_is_begun_and_a_day_of_it_confirmed_and_dropped(
    browser: Browser, site: Served, size: object, script: bool, begin: date, said: str
) -> None:
    site.app.config["TODAY"] = begin
    with opened(browser, site.url, viewport=size, java_script_enabled=script) as (page, _watch):

        def fits() -> bool:
            # Without script nothing can be asked of the page; its widest part is seen all the same.
            return not script or bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))

        sign_in(page, Cast.POINT_PERSON)
        page.goto(f"/log?tile=tutoring&partners={PARTNER}&by=students&way=tutoring&title=Homework+on+{said}")
        page.wait_for_load_state("networkidle")  # what is chosen before the page is whole may be lost
        page.get_by_text("More about it").click()
        page.get_by_text("Repeat: weekly, monthly").click()
        page.get_by_text("Every week", exact=True).click()
        page.get_by_label("Or how many times in all").fill("4")
        page.get_by_role("button", name="Save", exact=True).last.click()
        page.get_by_role("link", name="See the series").click()
        expect(page.get_by_text(f"Every week, on {said}")).to_be_visible()
        assert fits()

        site.app.config["TODAY"] = begin + timedelta(days=14)
        page.goto("/")
        waiting = page.locator(".unconfirmed", has_text=f"Homework on {said}")
        expect(waiting).to_have_count(2)
        waiting.first.get_by_label("Students").fill("7")
        waiting.first.get_by_role("button", name=re.compile("^Confirm")).click()
        expect(page.locator(".flash")).to_contain_text("Confirmed.")
        assert fits()
        page.goto("/to-confirm")
        waiting = page.locator("tr.whole", has_text=f"Homework on {said}")
        waiting.first.get_by_role("button", name=re.compile("^Did not happen")).click()
        expect(page.locator(".flash")).to_contain_text("it did not happen")
        expect(waiting).to_have_count(0)
        assert fits()
    site.app.config["TODAY"] = TODAY
