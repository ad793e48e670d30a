"""What no activity can show, the small records' pages can: filled with nothing but their own questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from models.exchange.choices import Words
from models.kinds.columns import Column, Holds
from tests.models.continuum.rows import school
from tests.tile_entries import log_tiles, row_by
from tests.tile_search import CATALOGUE, ON, ORGANISATIONS, days_before, logged
from tests.tracker.test_tiles import ELSEWHERE, IN_PARTNERSHIPS
from tracker.records.declared import PAGES
from tracker.records.page import Page

WORDS = Words.of(CATALOGUE)
SAID = "As the minutes say."
NEED = {"ref": "need-0", "text": SAID, "stated_on": date(2024, 9, 1), "critical": True, "data": ("workforce", "survey")}
# Days that a record is noted without: it still holds, and nobody left.
LEFT_OPEN = ("until_on", "ended_on", "confirmed_on")
DAYS = [day - timedelta(365 * year) for year in range(2) for day in days_before(ON, 12)]


def codes_of(column: Column) -> list[str]:
    """List the codes that a page offers for a column, without answers that say no."""
    return [code for code in WORDS.lists[column.choices or ""].labels if code not in ("requested", "declined")]


def answered(page: Page, column: Column, day: date, number: int) -> Any:
    """Answer one question of a page."""
    if column.holds is Holds.CODES:
        # One seat is one group's; all else may be said at once.
        codes = codes_of(column)
        return tuple(codes) if column.name != "group" else (codes[number % len(codes)],)
    if column.holds is Holds.CODE:
        return codes_of(column)[number % len(codes_of(column))]
    return {
        Holds.PARTNER: list(ORGANISATIONS)[number % len(ORGANISATIONS)],
        Holds.REF: NEED["ref"],
        Holds.MARK: True,
        Holds.DATE: day,
    }.get(column.holds, f"{SAID} {number}")


def filled(page: Page, day: date, number: int) -> dict[str, Any]:
    """Fill a page's questions and nothing else."""
    columns = [page.kind.columns[one.column] for one in page.questions]
    asked = [column for column in columns if column.name not in LEFT_OPEN and column.holds is not Holds.NUMBER]
    row = {column.name: answered(page, column, day, number) for column in asked}
    # Whoever asks a partner says when; the page knows the record by that day.
    return row | {"ref": f"{page.code}-{number}"} | ({"occurred_on": day} if page.code == "match" else {})


def rows_of(page: Page) -> list[dict[str, Any]]:
    """Fill a page once a month for two years."""
    return [filled(page, day, number) for number, day in enumerate(DAYS)]


def stated(practices: list[str]) -> list[dict[str, Any]]:
    """State what a practice asks beside records, this year and the year before."""
    page = PAGES["attestation"]
    rows: list[Mapping[str, Any]] = [
        {"practice": key, "in_place": True, "note": SAID * 3, "file": "plan.pdf", "occurred_on": day}
        for key in practices
        for day in (ON - timedelta(40), ON - timedelta(400))
    ]
    return [{**row, "ref": f"{page.code}-{number}"} for number, row in enumerate(rows)]


def followed() -> list[dict[str, Any]]:
    """Log what follows some of them, by tiles: lessons with those chosen, meetings held by the school's process."""
    tiles = {tile.code: tile for tile in log_tiles()}
    answers = {"lesson": {"purpose": ["lesson_delivery"]}, "meeting": {"purpose": ["planning"]}}
    return [
        row_by(
            tiles[code],
            day + timedelta(10),
            {"by": ["teachers"], "partners": [list(ORGANISATIONS)[number % len(ORGANISATIONS)]]} | answers[code],
            ["process"] if code == "meeting" else [],
            ref=f"{code}-{number}",
        )
        for number, day in enumerate(DAYS)
        for code in answers
    ]


@pytest.mark.parametrize("key", [key for key, kind in ELSEWHERE.items() if kind not in IN_PARTNERSHIPS])
def test_what_a_small_record_can_show_is_met_by_what_its_page_asks(key: str) -> None:
    kind, practice = ELSEWHERE[key], CATALOGUE.practices[key]
    points_to = [one.points_to for one in (practice.rule, *practice.rule.alternatives) if one.points_to]
    others: dict[str, Any] = {"need": [NEED], "attestation": stated([key, *points_to])}
    others[kind] = rows_of(PAGES[kind])
    # A change of people is followed by use of the process, a new member by training: both are on record.
    if kind in ("training", "transition"):
        others |= {name: rows_of(PAGES[name]) for name in ("training", "roster")}
    assert school(logged(*followed(), **others)).share(key, ON.toordinal()) == 1, practice.wording
