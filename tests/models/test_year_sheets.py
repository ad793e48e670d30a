"""A year's report in words: each state of a cell says what it is, and nothing of it is looked up elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from models.year_sheets import Sheet, SheetLine, sheet_of

LEVELS = ("Getting Started", "Progressing", "Refining and Expanding", "Fully Implementing", "Sustaining")
SHORT = ("Started", "Progressing", "Refining", "Fully", "Sustaining")


def a_line(**other: Any) -> dict[str, Any]:
    """One indicator of a report: rated Progressing, as records show."""
    return {
        "code": "EC1.Leaders1", "role": "leaders", "name": "Leaders build support",
        "statement": "Leaders build support", "is_official": False,
        "cells": {"2": [["What it looks like:", False], ["a plan", True]]}, "last": 1, "existing": 2, "desired": 3,
        "rationale": "Board and PTA heard the case.", "below_because": "", "kept_up": "", "is_reviewed": True,
        "reviewed_by": "Slt", "second_by": "", "stand": "as records show", "supported": 2, "possible": 3,
        "unknown": "", "progress": 0.5, "is_said": False, "records": 1204, "practices": [], "evidence": [],
    } | other  # fmt: skip


def a_report(*lines: dict[str, Any], **other: Any) -> dict[str, Any]:
    """A report with one outcome."""
    return {
        "format": 1, "school": "Riverside Middle", "district": "Test District", "year": "2025-26", "next_year": "2027",
        "judged_on": "2026-03-14", "judged_words": "Mar 14, 2026", "signed_on": None, "signed_words": "",
        "signed_by": None, "team": 0, "rules": "2026.2", "rules_from": "2020-01-01", "settings": {"level_share": 0.5},
        "cadences": {"often": {"records": 4}}, "lead": "One of one indicators rose, none fell.",
        "levels": [
            {"number": number, "name": name, "short": short, "code": name[:2]}
            for number, (name, short) in enumerate(zip(LEVELS, SHORT, strict=True), start=1)
        ],
        "outcomes": [{"code": "EC1", "name": "Leadership", "indicators": list(lines or [a_line()])}],
    } | other  # fmt: skip


def line_of(**other: Any) -> SheetLine:
    return sheet_of(a_report(a_line(**other))).lines[0]


def signed(**other: Any) -> Sheet:
    by = {"signed_on": "2026-06-12", "signed_words": "Jun 12, 2026", "signed_by": "Slt"}
    return sheet_of(a_report(**by | other))


def test_a_line_says_its_levels_in_one_word_each() -> None:
    line = line_of()
    words = [place.word for place in (line.last, line.existing, line.desired, line.shown)]
    assert words == ["Started", "Progressing", "Refining", "Progressing"]
    assert (line.moved_words, line.records_words) == ("rose", "1,204")
    assert (line.head, line.rest) == ("Leaders", "build support")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"unknown": "too early to say"}, ("too early to say", "–")),
        ({"supported": None, "possible": None, "records": 0}, ("for the team to say", "0")),
        ({"supported": 0, "records": 0}, ("None yet", "0")),
        ({"is_said": True, "records": 3}, ("said, not recorded: Progressing", "3")),
        ({"is_said": True, "supported": 0, "records": 3}, ("said, not recorded", "3")),
    ],
)
def test_what_records_show_says_why_there_is_no_level(said: dict[str, Any], words: tuple[str, str]) -> None:
    line = line_of(**said)
    assert (line.shown.word, line.records_words) == words


def test_what_was_not_looked_at_shows_no_level_of_this_year() -> None:
    line = line_of(is_reviewed=False)
    assert (line.existing.word, line.desired.word, line.last.word, line.moved) == ("not reviewed", "–", "Started", 0)
    assert [cell.level for cell in line.cells if "rated" in cell.marks or "desired" in cell.marks] == []


@pytest.mark.parametrize(
    ("rationale", "below", "why"),
    [
        ("", "", ""),
        ("", "it is not school-wide", "Rated lower because it is not school-wide."),
        ("Only grade 7", "it is one person's work", "Only grade 7. Rated lower because it is one person's work."),
        ("Ask us!", "another reason", "Ask us! Rated lower for another reason."),
    ],
)
def test_why_it_is_rated_lower_stands_beside_the_teams_own_words(rationale: str, below: str, why: str) -> None:
    assert line_of(rationale=rationale, below_because=below).why == why


def test_each_cell_of_the_map_says_who_stands_there() -> None:
    cells = {cell.level: cell for cell in line_of(supported=3).cells}
    marks = {level: cell.marks for level, cell in cells.items()}
    assert marks == {1: ("before",), 2: ("rated",), 3: ("records", "desired"), 4: (), 5: ()}
    assert cells[2].lines == (("What it looks like:", False), ("a plan", True))


def test_a_draft_says_that_it_is_one_and_a_signed_year_who_signed() -> None:
    draft = sheet_of(a_report())
    assert draft.signed[0] == "Draft, not signed" and draft.foot.endswith(" · draft, records as of Mar 14, 2026")
    assert signed(team=9).signed == ("Signed off Jun 12, 2026", "by Slt for the leadership team of nine")
    assert signed().foot == "Riverside Middle · 2025-26 · as signed on Jun 12, 2026, never changed since"
    assert (signed().year, signed().last_year) == ("2025-26", "2024-25")
