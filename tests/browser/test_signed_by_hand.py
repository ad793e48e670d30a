"""An organization's person on a phone brings the paper that was signed by hand, and the school signs on screen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from tests.browser.conftest import Served
from tests.browser.visits import PHONE, Fill, left, opened, sign_in
from tests.cast import PARTNER, Cast, partner_named, school_named
from tests.factories import TODAY, a_partnership, an_agreement
from tests.tracker.test_signed_by_hand import SCAN

PAPER = "/alliance/agreements/1"


@pytest.fixture(scope="module")
def fill() -> Fill:
    """An agreement that was handed over and waits for both signatures."""

    def begun(session: Session) -> None:
        partnership = a_partnership(session, school_named(session), partner_named(session))
        sent = {"signed_on": None, "submitted_on": TODAY - timedelta(days=5), "ends_on": TODAY + timedelta(days=300)}
        an_agreement(session, partnership, **sent)

    return begun


def upload(phone: Page, scan: Path) -> None:
    """Press "Upload it" with a file chosen."""
    phone.get_by_label("The signed copy").set_input_files(scan)
    with left(phone):
        phone.get_by_role("button", name="Upload it").click()


def test_a_paper_signed_by_hand_is_brought_from_a_phone(site: Served, browser: Browser, tmp_path: Path) -> None:
    scan = tmp_path / "signed.pdf"
    scan.write_bytes(SCAN)
    with opened(browser, site.url, viewport=PHONE) as (phone, watch), opened(browser, site.url) as (point, _):
        sign_in(phone, Cast.ALLIANCE, to=PAPER)
        phone.get_by_text("Signed by hand: upload the signed copy").click()
        phone.get_by_label("Who signed it?").fill("Ann Weaver")
        watch.expected.add(422)
        upload(phone, scan)
        expect(phone.locator("#error-summary")).to_contain_text("Say on which day it was signed.")
        expect(phone.get_by_label("Who signed it?")).to_have_value("Ann Weaver")
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        phone.get_by_label("On which day was it signed?").fill((TODAY - timedelta(days=1)).isoformat())
        phone.get_by_label("In which position?").fill("Director")
        upload(phone, scan)
        expect(phone.locator(".flash.good")).to_contain_text("The signed copy is stored")
        expect(phone.locator("main")).to_contain_text(f"Ann Weaver, Director, for {PARTNER}")
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        sign_in(point, Cast.POINT_PERSON, to=PAPER.removeprefix("/alliance"))
        with point.expect_download() as coming:
            point.get_by_role("link", name="signed.pdf").click()
        assert coming.value.path().read_bytes() == SCAN
        with left(point):
            point.get_by_role("button", name="Sign", exact=True).click()
        expect(point.locator(".flash.good")).to_contain_text("Signed by both sides")
