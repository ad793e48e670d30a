"""Figures are pure: rows in, what is drawn out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from dashboards.figures.bars import Bar, count_bars
from dashboards.figures.growth import MonthLevel, Strip, growth_strips
from dashboards.figures.heat import HeatCell, HeatGroup, HeatRow, heat_table
from dashboards.figures.matrix import Block, Cell, Mark, Row, continuum_matrix
from dashboards.figures.network import Tie, network, ordered, strength
from dashboards.figures.paired import Pair, paired_bars
from dashboards.figures.slope import Slope, slope_lines
from dashboards.figures.stacked import Split, split_bars
from dashboards.filters import Filters
from dashboards.pages.growth import falls_between, growth_finding, month_days
from dashboards.still import written
from dashboards.theme import GRAPH_CONFIG, read_tokens
from dashboards.windows import Window
from models.school_years import SchoolYear
from seed.catalogue import load_catalogue

TOKENS = read_tokens(Path(__file__).parents[2] / "tracker" / "static" / "css" / "tokens.css")
TODAY = date(2026, 11, 23)
PRESENT = SchoolYear.of(TODAY)


def test_the_template_reads_the_light_scheme_of_the_style_sheet() -> None:
    assert TOKENS["ink"] == "#1d2733"
    assert TOKENS["l5"] == "#0b4f5f"


def test_no_chart_offers_to_upload_a_schools_figures() -> None:
    assert GRAPH_CONFIG["showSendToCloud"] is False
    assert GRAPH_CONFIG["plotlyServerURL"] == ""


def test_bars_start_at_zero_and_carry_the_address_of_their_records() -> None:
    figure = count_bars([Bar("Families", 33, "/activities?audience=families")], TOKENS)
    assert figure["layout"]["xaxis"]["range"][0] == 0
    assert figure["data"][0]["customdata"] == ["/activities?audience=families"]
    assert figure["data"][0]["text"] == ["33"]


def strip(*months: MonthLevel) -> str:
    one = Strip("EC1.F", "Families", "/indicators/families", "Progressing", months)
    return str(written(growth_strips([one], caption="Level by month", table_id="growth-strips")))


def test_every_month_of_growth_has_the_tint_of_its_level_and_leads_to_its_records() -> None:
    told = strip(
        MonthLevel(date(2026, 1, 31), 1, "Getting Started", "/a"),
        MonthLevel(date(2026, 2, 28), 2, "Progressing", "/b"),
    )
    assert re.findall(r'<td class="s(\d)"><a [^>]*href="(/\w)"', told) == [("1", "/a"), ("2", "/b")]
    assert re.search(r'aria-label="Families, February 2026: Progressing"[^>]*><span class="number">2<', told)


def test_months_before_logging_began_are_one_grey_stretch_and_no_level() -> None:
    told = strip(
        MonthLevel(date(2025, 11, 30), None, "not yet logged"),
        MonthLevel(date(2025, 12, 31), None, "not yet logged"),
        MonthLevel(date(2026, 1, 31), 0, "no level yet", "/a"),
    )
    assert re.findall(r'<td class="before" colspan="(\d)"><span class="sr-only">not yet logged</span>', told) == ["2"]
    assert 'href="/a"' not in told, "a month without a level leads to a list of nothing"


def cells(supported: int, mark: Mark = Mark.RECORDS) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            level=level,
            level_name=f"Level {level}",
            share=1.0 if level <= supported else 0.72,
            parts=(4, 4) if level <= supported else (3, 4),
            is_below=level <= supported,
            href=f"/r{level}",
            is_next=level == supported + 1,
            mark=mark if level == supported else None,
        )
        for level in range(1, 6)
    )


def drawn(*found: Cell) -> str:
    row = Row("EC3.Teachers1", "Teachers communicate", "/indicators/ec3-teachers1", found, "")
    made = continuum_matrix([Block("EC3", "Communication", (row,))], [(n, f"Level {n}") for n in (5, 4, 3, 2, 1)])
    return str(made.to_plotly_json())


def changed(supported: int, level: int, **changes: Any) -> str:
    return drawn(*(replace(cell, **changes) if cell.level == level else cell for cell in cells(supported)))


def test_the_matrix_marks_the_supported_level_once_and_links_every_cell() -> None:
    text = drawn(*cells(2))
    assert text.count("●") == 1
    assert text.count("✓") == 1
    assert all(f"'/r{level}'" in text for level in range(1, 6))
    assert "72%" in text


@pytest.mark.parametrize("mark", list(Mark))
def test_what_holds_or_carries_a_level_has_a_mark_of_its_own_and_words_for_those_who_do_not_see_it(mark: Mark) -> None:
    text = drawn(*cells(2, mark))
    assert [sign for sign in "●◐◒" if sign in text] == [mark.value[0]]
    assert f"{mark.value[1]}; " in text


@pytest.mark.parametrize(
    ("number", "words"), [(1, "one part missing up to this level"), (3, "three parts missing up to this level")]
)
def test_gaps_stand_beside_the_level_as_a_number_and_in_words(number: int, words: str) -> None:
    assert "className='gap'" not in drawn(*cells(3))
    text = changed(3, 3, gaps=number)
    assert text.count("className='gap'") == 1
    assert words in text


def test_the_day_of_a_fall_stands_at_the_level_that_falls() -> None:
    text = changed(3, 3, falls_on=date(2027, 1, 13))
    assert "Jan 13" in text
    assert "falls on Jan 13, 2027 if nothing is added" in text


def test_what_is_for_the_team_to_say_is_seen_once_in_a_row_and_is_never_a_zero() -> None:
    unsaid = [replace(cell, share=0.0, parts=(0, 3), for_team=True) for cell in cells(2)[2:]]
    text = drawn(*cells(2)[:2], *unsaid)
    assert text.count("'?'") == 1
    assert text.count("'for the team to say'") == 3
    assert "0%" not in text
    assert "0 of" not in text


def test_an_indicator_that_is_not_judged_says_so_in_words() -> None:
    row = Row("EC1.Leaders1", "Leaders build support", "/indicators/ec1-leaders1", (), "Not judged from records yet")
    made = continuum_matrix([Block("EC1", "Leadership", (row,))], [(n, f"Level {n}") for n in (5, 4, 3, 2, 1)])
    assert "Not judged from records yet" in str(made.to_plotly_json())


@pytest.mark.parametrize("search", [
    "?year=1776-77", "?year=x", "?year=2099-00", "?outcome=EC9", "?by=EC9", "?partner=x", "?partner=8", "?audience=x",
    "?indicator=x", "?from=x", "?from=2026-03-02&to=2026-03-01", "?from=2099-01-01", "?" + "a" * 9000, "", None,
])  # fmt: skip
def test_an_address_that_names_nothing_known_shows_the_running_year(search: str | None) -> None:
    found = Filters.parse(search, today=TODAY, present=PRESENT, rules_on=lambda day: load_catalogue())
    assert found == Filters(Window.of_year(PRESENT))


def test_an_address_is_read_by_the_years_of_its_district() -> None:
    begun = SchoolYear.of(TODAY, 12)
    found = Filters.parse("?year=2024-25", today=TODAY, present=begun, rules_on=lambda day: load_catalogue())
    assert found.year.start == date(2024, 12, 1)
    assert "year=2024-25" in found.href()


def test_filters_live_in_the_address_and_come_back_from_it() -> None:
    rules = load_catalogue()
    asked = Filters.parse(
        "?year=2025-26&outcome=EC3&order=rising&by=teachers", today=TODAY, present=PRESENT, rules_on=lambda day: rules
    )
    assert asked == Filters(Window.of_year(SchoolYear(2025)), "EC3", by="teachers", reversed=True)
    known: dict[str, Any] = {
        "today": TODAY, "present": PRESENT, "rules_on": lambda day: rules, "partners": lambda: {7: "Farm"},
    }  # fmt: skip
    every = "from=2026-01-10&to=2026-03-04&indicator=EC3.Teachers1&audience=families&partner=7"
    for search in (asked.href().partition("?")[2], every):
        again = Filters.parse(search, **known)
        assert not again.remarks
        assert Filters.parse(again.href().partition("?")[2], **known) == again
    assert Filters.parse(every, **known).args == dict(parse_qsl(every))
    assert "outcome" not in asked.href(outcome=None)
    assert "by=" not in asked.href(by=None)


def test_a_fall_and_a_level_that_is_carried_are_marked_and_said() -> None:
    told = strip(
        MonthLevel(date(2026, 1, 31), 3, "Refining and Expanding", "/a"),
        MonthLevel(date(2026, 2, 28), 2, "Progressing", "/b", is_carried=True, fell=True),
    )
    assert 'class="s2 carried"' in told
    assert re.search(r'February 2026: Progressing, fell, carried"[^>]*>▼<span class="number">2<', told)
    assert re.search(r'January 2026: Refining and Expanding"[^>]*><span class="number">3<', told)


def test_a_fall_is_a_month_lower_than_the_one_before_and_no_first_judgment() -> None:
    june, july, august = date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31)
    lines = {"a": [(june, 3), (july, 2), (august, 2)], "b": [(june, None), (july, 1), (august, None)]}
    assert falls_between(lines) == {("a", july): june}


def test_growth_shows_24_months_with_the_asked_day_last() -> None:
    days = month_days(TODAY)
    assert len(days) == 24
    assert days[-1] == TODAY
    assert days[0] == date(2024, 12, 31)


def test_the_growth_finding_says_how_many_rose_and_fell() -> None:
    def line(first: int, last: int) -> list[tuple[date, int]]:
        return [(date(2024, 12, 31), first), (TODAY, last)]

    assert growth_finding({"a": line(1, 2), "b": line(3, 2), "c": line(1, 1)}) == (
        "One of three indicators rose and one fell since December 2024"
    )
    assert (
        growth_finding({"a": line(1, 2), "b": line(3, 2)}, frozenset("a"))
        == "One of two indicators fell since December 2024"
    )
    assert growth_finding({"a": line(1, 2)}) == "The indicator rose since December 2024"
    assert growth_finding({"a": line(1, 1)}) == "No indicator's level has changed since December 2024"


TIES = [
    Tie("Alpha", "Business", 0, "Alpha: 0 contacts", "/partnerships/1"),
    Tie("Beta", "Non-profit", 7, "Beta: 7 contacts", "/activities?partner=2"),
    Tie("Gamma", "Business", 2, "Gamma: 2 contacts", "/activities?partner=3"),
]


def test_the_network_is_drawn_alike_in_whatever_order_partners_come() -> None:
    assert network("Marlow", TIES, TOKENS) == network("Marlow", TIES[::-1], TOKENS)
    assert [one.name for one in ordered(TIES)] == ["Gamma", "Alpha", "Beta"]


def test_a_stronger_tie_has_a_stronger_line_and_none_at_all_a_dotted_one() -> None:
    assert [strength(number) for number in (0, 1, 2, 3, 12, 99)] == [0, 1, 1, 2, 4, 4]
    lines = [one["line"] for one in network("Marlow", TIES, TOKENS)["data"] if one["mode"] == "lines"]
    assert [line["dash"] for line in lines] == ["dot", "solid", "solid", "solid"]
    assert lines[0]["width"] < lines[1]["width"] < lines[2]["width"]


def test_every_partner_of_the_network_leads_to_its_records() -> None:
    marks = [href for trace in network("Marlow", TIES, TOKENS)["data"] for href in trace.get("customdata", ())]
    assert sorted(marks) == sorted(one.href for one in TIES)


def test_a_pair_of_bars_says_both_amounts_and_leaves_out_what_is_nothing() -> None:
    figure = paired_bars([Pair("Farm", 0, 13, ("0 hours", "13 hours"), "/x")], ("promised", "given"), TOKENS)
    assert [trace["text"] for trace in figure["data"]] == [[""], ["13 hours given"]]
    assert figure["layout"]["xaxis"]["range"][0] == 0


def test_long_names_stand_above_their_bars() -> None:
    figure = count_bars([Bar("Three Creeks Electric Cooperative", 3, "/")], TOKENS)
    assert [one["text"] for one in figure["layout"]["annotations"]] == ["Three Creeks Electric Cooperative"]
    assert figure["layout"]["yaxis"]["showticklabels"] is False


def test_a_bar_in_two_parts_is_as_long_as_its_whole_and_says_so_at_its_end() -> None:
    figure = split_bars([Split("Meeting", 2, 5, "5, 2 two-way", "/x")], TOKENS)
    assert [trace["x"] for trace in figure["data"]] == [[2], [3]]
    assert [(one["x"], one["text"]) for one in figure["layout"]["annotations"]] == [(5, "5, 2 two-way")]


def test_what_was_never_reached_is_one_outlined_cell_with_its_way_out() -> None:
    row = HeatRow("Media", (HeatCell(0), HeatCell(None)), 0, "", "Never reached.", ("Log it", "/log?audience=media"))
    months = [("Jul", "July 2026"), ("Aug", "August 2026")]
    drawn = str(heat_table([HeatGroup("Others", (row,))], months, head="Audience", caption="Reach", table_id="reach"))
    assert "Never reached." in drawn and "/log?audience=media" in drawn and "colSpan=2" in drawn


def test_every_level_on_either_side_of_the_slopes_is_named() -> None:
    slopes = [
        Slope("Leaders inform", 3, 4, "rose", "/then", "/now"),
        Slope("Alliances give", 2, 2, "stayed", "/a", "/b"),
    ]
    levels = {4: "Fully Implementing", 3: "Refining and Expanding", 2: "Progressing", 1: "Getting Started"}
    told = unescape(str(slope_lines(slopes, levels, ("Jun 30", "Nov 27"), TOKENS, name="slope", label="Levels")))
    assert all(f">{name}<" in told for name in ("Fully Implementing", "Refining and Expanding", "Progressing"))
    assert "Getting Started" not in told
