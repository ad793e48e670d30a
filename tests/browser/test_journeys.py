"""The other ways people go through the product, one test for each, from sign-in to the last page."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy.orm import Session

from models.activities import ActivityKind
from tests.browser.conftest import Served
from tests.browser.visits import DESK, PHONE, Fill, Watch, opened, settled_dashboard, sign_in
from tests.cast import OTHER_PARTNER, PARTNER, Cast, partner_named, school_named
from tests.factories import TODAY, a_partnership, an_activity, an_agreement

EDITED = "A talk that two people correct"
MEMO = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(scope="module")
def fill() -> Fill:
    """A school with a year of talks and letters, a partnership with an agreement, and activity with two partners."""

    def busy_school(session: Session) -> None:
        school, partner = school_named(session), partner_named(session, PARTNER)
        library = partner_named(session, OTHER_PARTNER)
        for number in range(6):
            an_activity(
                session, school, title=f"Talk {number + 1}", occurred_on=TODAY - timedelta(days=25 * number + 2),
                audience=("families", "pta"), beyond_class=True,
            )  # fmt: skip
        an_activity(
            session, school, title="Letter for the robotics room", activity_kind=ActivityKind.ADVOCACY,
            channel=("letter_legislator",), audience=("legislators",), by=("leaders",),
            occurred_on=TODAY - timedelta(days=30),
        )  # fmt: skip
        an_activity(session, school, title="Last school year's evening", occurred_on=TODAY - timedelta(days=300))
        an_activity(session, school, title=EDITED, occurred_on=TODAY - timedelta(days=4))
        for one in (partner, library):
            an_activity(
                session, school, title=f"Kept for the school about {one.name}", partners=[one],
                activity_kind=ActivityKind.PARTNERSHIP, purpose=("planning",), channel=("meeting",), audience=(),
            )  # fmt: skip
        an_agreement(session, a_partnership(session, school, partner))

    return busy_school


def count_line(page: Page) -> int:
    """Read how many records a list says it has."""
    found = re.match(r"[\d,]+", page.locator(".count-line").first.inner_text())
    assert found is not None
    return int(found[0].replace(",", ""))


def main_action(page: Page, name: str) -> Locator:
    """Find a link or button of the page itself, not of its header."""
    return page.locator("main").get_by_role("link", name=name, exact=True).first


def drawn_time_line(page: Page) -> dict[str, bytes]:
    """Look at the time line of agreements: on a phone it begins where today is, and it is given as files."""
    files = {}
    page.goto("/agreements/time-line")
    for kind in ("csv", "svg", "png"):
        with page.expect_download() as download:
            page.locator(f"[data-as={kind}]").click()
        files[kind] = Path(download.value.path()).read_bytes()
    page.set_viewport_size(PHONE)
    page.reload()
    box = page.locator(".scroll.on-phone:visible")
    assert box.evaluate("one => one.querySelector('rect.now').getBoundingClientRect().right <= innerWidth")
    assert box.evaluate("one => one.scrollLeft > 0")
    page.wait_for_function("() => document.querySelector('.on-phone text.name').getBoundingClientRect().left >= 0")
    page.set_viewport_size(DESK)
    return files


def test_a_partner_becomes_a_partnership_with_a_signed_paper_and_an_evaluation(page: Page, tmp_path: Path) -> None:
    paper = tmp_path / "memorandum.pdf"
    paper.write_bytes(MEMO)
    sign_in(page, Cast.POINT_PERSON, to="/partners")
    main_action(page, "Add a partner").click()
    page.locator("#name").fill("Harbor Observatory")
    page.locator("#category").select_option("nonprofit")
    page.get_by_role("button", name="Add partner").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbor Observatory")

    main_action(page, "Start a partnership").click()
    expect(page.locator("#partner")).to_contain_text("Harbor Observatory")
    page.get_by_role("radio", name="Active", exact=True).check()
    page.locator("#person").fill("Pat Point")
    page.get_by_role("button", name="Start partnership").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbor Observatory")
    expect(page.locator("main")).to_contain_text("point person: Pat Point")
    partnership = page.url

    main_action(page, "Add an agreement").click()
    page.get_by_role("radio", name="Memorandum", exact=False).first.check()
    page.locator("#submitted_on").fill("2026-02-20")
    page.locator("#signed_on").fill("2026-03-01")
    page.locator("#starts_on").fill("2026-03-01")
    page.locator("#ends_on").fill("2026-04-07")
    page.locator("#file").set_input_files(paper)
    page.get_by_role("button", name="Add agreement").click()
    expect(page.locator("main")).to_contain_text("ends in 24 days")
    with page.expect_download() as download:
        page.get_by_role("link", name="memorandum.pdf", exact=True).click()
    assert Path(download.value.path()).read_bytes() == MEMO
    files = drawn_time_line(page)
    assert files["png"].startswith(b"\x89PNG") and b"<svg" in files["svg"] and b"class=" not in files["svg"][200:]
    assert b'Harbor Observatory,Memorandum of understanding,"Mar 1, 2026"' in files["csv"]

    page.goto(partnership)
    main_action(page, "Evaluate").click()
    page.get_by_role("radio", name="School", exact=False).first.check()
    page.locator("#strengths").fill("Students ask for more nights at the telescope.")
    page.get_by_role("group", name="academic wellbeing").get_by_role("radio", name="Positive", exact=False).check()
    page.get_by_role("button", name="Save evaluation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Evaluation of Harbor Observatory")
    expect(page.locator("main")).to_contain_text("Students ask for more nights at the telescope.")
    page.goto(partnership)
    expect(page.locator(".timeline")).to_contain_text(re.compile("Evaluated.*Signed.*Submitted"))


def test_one_activity_after_the_other_keeps_kind_people_and_day(page: Page) -> None:
    sign_in(page, Cast.CONTRIBUTOR, to="/log?tile=other")
    for title in ("First of two letters", "Second of two letters"):
        page.locator("#occurred_on").fill("2026-03-10")
        page.locator("[data-part=channel]").get_by_role("checkbox").first.check()
        page.locator("[data-part=audience]").get_by_role("checkbox").first.check()
        page.locator("#title").fill(title)
        page.get_by_role("button", name="Save and add another").click()
        expect(page.get_by_role("status").filter(has_text="Saved").first).to_be_visible()
        expect(page.locator("#title")).to_have_value("")
        expect(page.locator("#occurred_on")).to_have_value("2026-03-10")
        expect(page.locator("input[name=by][value=teachers]")).to_be_checked()
    page.goto("/activities?q=of+two+letters")
    assert count_line(page) == 2


def test_filters_live_in_the_address_and_go_one_by_one(page: Page) -> None:
    sign_in(page, Cast.VIEWER, to="/activities")
    everything = count_line(page)
    page.get_by_label("School year").select_option("2025-26")
    page.get_by_label("Kind", exact=True).select_option("communication")
    page.get_by_label("By", exact=True).select_option("teachers")
    page.get_by_role("button", name="Show").click()
    filtered = count_line(page)
    assert filtered < everything
    chips = page.get_by_role("list", name="Filters in use").get_by_role("link", name="remove this filter")
    expect(chips).to_have_count(3)
    counts = [filtered]
    for left, gone in ((2, "kind"), (1, "by"), (0, "year")):
        assert gone in parse_qs(urlsplit(page.url).query)
        words = {"kind": "Kind", "by": "By", "year": "Year"}[gone]
        chips.filter(has=page.locator("b", has_text=re.compile(f"^{words}$"))).click()
        expect(chips).to_have_count(left)
        assert gone not in parse_qs(urlsplit(page.url).query)
        counts.append(count_line(page))
    assert counts == sorted(counts)
    assert counts[-1] == everything


def test_the_second_of_two_editors_sees_both_versions_and_loses_nothing(
    page: Page, watch: Watch, browser: Browser, site: Served
) -> None:
    watch.expected.add(409)
    sign_in(page, Cast.POINT_PERSON, to="/activities?q=two+people+correct")
    page.get_by_role("link", name=EDITED).click()
    page.locator("main").get_by_role("link", name="Edit", exact=True).click()
    with opened(browser, site.url) as (other, _):
        sign_in(other, Cast.SLT, to=page.url.removeprefix(site.url))
        other.locator("#title").fill("Corrected by the team")
        other.get_by_role("button", name="Save", exact=True).click()
        expect(other.get_by_role("heading", level=1)).to_have_text("Corrected by the team")

    page.locator("#title").fill("Corrected by the point person")
    page.locator("[data-part=audience]").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Save", exact=True).click()
    told = page.locator("#conflict")
    expect(told).to_be_focused()
    expect(told).to_contain_text("Someone saved this record before you")
    row = told.locator("tr", has_text="Corrected by the team")
    expect(row).to_contain_text("Corrected by the point person")
    expect(page.locator("#title")).to_have_value("Corrected by the point person")
    expect(page.locator("[data-part=audience]").get_by_role("checkbox").first).to_be_checked()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Corrected by the point person")
    history = page.locator("details.history")
    history.locator("summary").click()
    expect(history).to_contain_text("Corrected by the team")


def test_a_school_year_of_the_dashboard_is_in_its_address_and_changes_what_it_shows(page: Page) -> None:
    sign_in(page, Cast.SLT, to="/dashboards/")
    settled_dashboard(page)
    mix = page.locator("#continuum-mix h2").last
    expect(mix).to_contain_text("2025-26")
    page.get_by_role("list", name="School year").get_by_role("link", name="2024-25").click()
    expect(mix).to_contain_text("1 activity in 2024-25")
    assert parse_qs(urlsplit(page.url).query)["year"] == ["2024-25"]
    page.go_back()
    expect(mix).to_contain_text("2025-26")
    page.goto("/dashboards/?year=2024-25")
    expect(mix).to_contain_text("1 activity in 2024-25")


def test_a_bar_of_the_mix_leads_to_as_many_records_as_it_counts(page: Page) -> None:
    sign_in(page, Cast.SLT, to="/dashboards/")
    settled_dashboard(page)
    chart = page.locator("#mix-kind")
    chart.scroll_into_view_if_needed()
    number = int(chart.locator(".bartext").first.text_content() or "")
    box = chart.locator(".barlayer .point path").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(chart.locator(".hoverlayer .hovertext")).to_be_visible()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"/activities\?.*kind="))
    assert count_line(page) == number
    page.go_back()
    settled_dashboard(page)
    summary = page.locator("#continuum-mix details:has(#mix-kind-table)")
    summary.locator("summary").click()
    assert int(summary.locator("tbody a").first.inner_text()) == number


def test_the_records_of_a_practice_are_as_many_as_its_explanation_says(page: Page) -> None:
    sign_in(page, Cast.SLT, to="/indicators/ec3-teachers1")
    for level in page.locator("details.level").all():
        level.locator("summary").first.click()
    links = page.locator(".recs a[href*='practice=']")
    said = {str(link.get_attribute("href")): int(link.inner_text().split()[0]) for link in links.all()}
    assert any(number > 1 for number in said.values()), said
    for address, number in said.items():
        page.goto(address)
        assert page.locator("table.list tbody tr:not(.of-month)").count() == number, address


def test_a_page_can_be_used_from_the_keyboard(page: Page) -> None:
    sign_in(page, Cast.POINT_PERSON, to="/activities")
    page.goto("/activities")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    inside = page.evaluate("document.getElementById('main').contains(document.activeElement)")
    assert inside, "the way on begins in the content"
    for _ in range(4):
        ring = page.evaluate(
            """() => { const style = getComputedStyle(document.activeElement);
                       return parseFloat(style.outlineWidth) * (style.outlineStyle === "none" ? 0 : 1); }"""
        )
        assert ring >= 2, page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Tab")


def test_the_menu_of_a_phone_opens_and_closes_from_the_keyboard(browser: Browser, site: Served) -> None:
    with opened(browser, site.url, viewport=PHONE) as (page, _):
        sign_in(page, Cast.POINT_PERSON, to="/activities")
        menu, button = page.get_by_role("navigation", name="Main"), page.get_by_role("button", name="Menu")
        expect(menu).to_be_hidden()
        expect(page.get_by_role("link", name="Log something")).to_be_in_viewport()
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(menu).to_be_visible()
        page.keyboard.press("Escape")
        expect(menu).to_be_hidden()
        expect(button).to_be_focused()
        button.click()
        menu.get_by_role("link", name="Dashboards").click()
        settled_dashboard(page)
        # Between a phone and a desk no word of it is broken: they stand side by side, or are folded.
        for width in (861, 1024, 1180, 1181, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            heights = page.evaluate("[...document.querySelectorAll('.main-nav a')].map((one) => one.offsetHeight)")
            assert set(heights) in ({0}, {60}), (width, heights)
