"""A dashboard by keys alone, what it gives to take along, and before an audience."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.axe import violations
from tests.browser.conftest import PageAs
from tests.browser.visits import left, settled_dashboard

PARTNERSHIPS = "/dashboards/partnerships?year=2025-26"

# The words of a table that are neither its caption nor for those alone who do not see it.
SEEN = """table => [...table.querySelectorAll("*")]
    .filter(one => !one.closest("caption, .sr-only") && one.offsetWidth > 0)
    .flatMap(one => [...one.childNodes]).filter(one => one.nodeType === 3).map(one => one.data).join(" ")"""


def opened(page_as: PageAs, address: str = PARTNERSHIPS) -> Page:
    page = page_as("point")
    page.goto(address)
    settled_dashboard(page)
    return page


def test_a_chart_is_one_stop_of_the_tab_key_and_its_marks_follow_by_arrow_keys(page_as: PageAs) -> None:
    page = opened(page_as)
    marks = page.locator(".chart:has(#pipeline) .marks a")
    marks.first.focus()
    expect(marks.nth(1)).to_be_attached()
    names = marks.all_inner_texts()
    assert len(names) > 1 and all(": " in name for name in names)
    assert marks.evaluate_all("links => links.filter(one => one.tabIndex === 0).length") == 1
    page.keyboard.press("ArrowRight")
    expect(marks.nth(1)).to_be_focused()
    expect(marks.nth(1)).to_be_in_viewport()
    assert violations(page) == []
    number = names[1].rsplit(": ", 1)[1]
    page.keyboard.press("Enter")
    left(page)
    expect(page.locator("table caption").first).to_contain_text(f"{number} ")


def test_arrow_keys_walk_the_matrix_in_rows_and_columns(page_as: PageAs) -> None:
    page = opened(page_as, "/dashboards/")
    expect(page.locator('.matrix a[tabindex="0"]')).to_have_count(1)
    cell = page.locator(".matrix tbody td a").first
    cell.focus()
    before = cell.bounding_box()
    page.keyboard.press("ArrowDown")
    after = page.locator(".matrix a:focus").bounding_box()
    assert before and after
    assert after["y"] > before["y"] and abs(after["x"] - before["x"]) < 2


def test_what_a_chart_gives_to_take_along_holds_what_it_shows(page_as: PageAs, tmp_path: Path) -> None:
    page = opened(page_as)
    section = page.locator(".section:has(> .chart #worth)")
    with page.expect_download() as told:
        section.get_by_role("button", name="CSV").click()
    told.value.save_as(tmp_path / "worth.csv")
    rows = list(csv.reader((tmp_path / "worth.csv").read_text(encoding="utf-8-sig").splitlines()))
    shown = section.locator("table tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(one => one.textContent))"
    )
    assert rows == shown and len(rows) > 2
    with page.expect_download() as told:
        section.get_by_role("button", name="SVG").click()
    told.value.save_as(tmp_path / "worth.svg")
    assert rows[-1][1] in (tmp_path / "worth.svg").read_text(encoding="utf-8")
    section.get_by_role("button", name="Copy link").click()
    expect(page).to_have_url(f"{page.url.partition('#')[0]}#worth-table")
    page.reload()
    settled_dashboard(page)
    expect(section).to_be_in_viewport()
    # On paper every sheet says whose it is and of which day, and nothing is drawn wider than it.
    sheets = PdfReader(io.BytesIO(page.pdf(format="Letter"))).pages
    foot = f"{page.locator('.place-name').text_content()} · "
    assert len(sheets) > 1 and all(foot in sheet.extract_text() for sheet in sheets)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    drawn = page.locator(".js-plotly-plot .main-svg").evaluate_all("all => all.map(one => one.getAttribute('width'))")
    assert len(drawn) > 2 and max(map(float, drawn)) <= 700


def test_before_an_audience_one_chart_fills_the_screen_and_arrow_keys_turn_it(page_as: PageAs) -> None:
    page = opened(page_as)
    page.get_by_role("button", name="Present").click()
    expect(page.locator(".on-screen")).to_have_count(1)
    first = page.locator(".on-screen h2").first.inner_text()
    page.keyboard.press("ArrowRight")
    second = page.locator(".on-screen h2").first.inner_text()
    assert first != second
    expect(page.locator("header.site")).to_be_hidden()
    expect(page.locator(".stage-bar [role=status]")).to_contain_text("(2 of ")
    assert violations(page) == []
    # A link to another page is no screen, such as the one to the time line at the end.
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".on-screen .tools")).not_to_have_count(0)
    # On a projector every chart is seen whole, the matrix and the months of growth with their sixteen rows too.
    page.set_viewport_size({"width": 1280, "height": 720})
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
        cut = "one => [one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth]"
        assert page.locator(".on-screen").evaluate(cut) == [0, 0]
    page.keyboard.press("Escape")
    expect(page.locator("header.site")).to_be_visible()
    expect(page.get_by_role("button", name="Present")).to_be_focused()


def test_filters_live_in_the_address_and_are_kept_on_the_way_and_at_another_school(
    page_as: PageAs, tmp_path: Path
) -> None:
    page = page_as("district")
    page.goto("/dashboards/communication")
    settled_dashboard(page)
    page.get_by_text("More filters").click()
    page.get_by_label("From").fill("2025-09-01")
    page.get_by_label("To", exact=True).fill("2026-03-31")
    page.get_by_label("For whom").select_option("families")
    page.get_by_role("button", name="Show").click()
    kept = "from=2025-09-01&to=2026-03-31&audience=families"
    expect(page).to_have_url(re.compile(re.escape(kept)))
    expect(page.get_by_role("heading", level=1)).to_contain_text("for parents and families")
    page.reload()
    settled_dashboard(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("for parents and families")
    assert violations(page) == []
    page.get_by_role("navigation", name="Dashboards").get_by_role("link", name="Continuum").click()
    expect(page).to_have_url(re.compile(rf"/dashboards/\?{re.escape(kept)}"))
    settled_dashboard(page)
    # A drawing that is not Plotly's is taken along as well, and its marks are one stop.
    expect(page.locator('#flow a[tabindex="0"]')).to_have_count(1)
    for chart in ("flow", "matrix"):
        for name in ("png", "svg"):
            with page.expect_download() as told:
                page.locator(f'[data-drawing-of="{chart}"][data-format="{name}"]').click()
            told.value.save_as(tmp_path / name)
        assert (tmp_path / "png").read_bytes().startswith(b"\x89PNG") and b"<svg" in (tmp_path / "svg").read_bytes()
    # Whatever script makes the files, a browser keeps it as those of every page.
    asked = page.evaluate("() => performance.getEntriesByType('resource').map((one) => one.name)")
    ours = [one for one in asked if "/static/js/" in one]
    assert any("made_files.js" in one for one in ours) and all("?v=" in one for one in ours), ours
    # Of a chart that is a table every word that is seen is drawn, and none that is not.
    drawn = " ".join(re.findall(r"<text[^>]*>([^<]+)", (tmp_path / "svg").read_text(encoding="utf-8"))).split()
    assert sorted(drawn) == sorted(page.locator("#matrix").evaluate(SEEN).split())
    before = page.locator(".place-name").inner_text()
    page.locator("header details.drop > summary").click()
    page.locator('.places button:not([aria-current="true"])').first.click()
    left(page)
    settled_dashboard(page)
    assert page.locator(".place-name").inner_text() != before
    expect(page).to_have_url(re.compile(rf"/dashboards/\?{re.escape(kept)}"))


def test_on_a_phone_all_months_of_a_year_are_seen_at_once_each_with_its_name(page_as: PageAs) -> None:
    page = page_as("point")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/dashboards/communication?year=2025-26")
    settled_dashboard(page)
    table = page.locator("#reach-table")
    ends = table.locator("thead th, tbody td").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert max(ends) <= 390
    expect(table.locator(".no-one").first.get_by_text("Never.")).to_be_visible()
    table.locator("td.s1 a").first.click()
    left(page)
    expect(page.locator("table caption").first).to_contain_text("1 ")


def test_what_compares_schools_names_their_district_on_paper_and_cuts_no_chart(page_as: PageAs) -> None:
    page = page_as("district")
    page.goto("/dashboards/schools")
    settled_dashboard(page)
    sheets = [one.extract_text() for one in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    assert all("Kestrel County Schools · " in one for one in sheets)
    # The sixteen bars of the levels stand on one sheet.
    whole = [one for one in sheets if "How many schools stand at each level" in one]
    assert len(whole) == 1 and "Leaders build support" in whole[0] and "Alliances advocate" in whole[0]
    page.locator(".page-choice").get_by_role("link", name="The year").click()
    page.wait_for_url("**/dashboards/year**")
    settled_dashboard(page)
    sheets = [one.extract_text() for one in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    assert not any("Kestrel County Schools" in one for one in sheets)


def test_the_table_of_habits_leads_where_its_strips_lead(page_as: PageAs) -> None:
    page = opened(page_as, "/dashboards/communication?year=2025-26")
    leads = "links => links.map(one => one.getAttribute('href'))"
    strips = page.locator("#habits .strip td a").evaluate_all(leads)
    assert strips and page.locator("#habits-table td a").evaluate_all(leads) == strips


def test_on_a_phone_choices_fold_to_those_in_use_until_the_others_are_asked_for(page_as: PageAs) -> None:
    page = opened(page_as, "/dashboards/")
    other = page.get_by_role("link", name="Getting Started first")
    expect(other).to_be_visible()
    expect(page.get_by_role("button", name="Other choices")).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_role("link", name="Sustaining first")).to_be_visible()
    expect(other).to_be_hidden()
    expect(page.locator(".matrix tbody td a").first).to_be_in_viewport()
    page.get_by_role("button", name="Other choices").press("Enter")
    expect(page.get_by_role("button", name="Other choices", expanded=True)).to_be_visible()
    assert violations(page) == []
    other.click()
    expect(page.get_by_role("link", name="Sustaining first")).to_be_hidden()
    expect(other).to_be_visible()
