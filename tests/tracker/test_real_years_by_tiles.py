"""Four real schools' years, logged by tiles: what they ask is enough for the levels that all fields give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from seed.catalogue import load_catalogue
from seed.tiles import Tile
from tests.models.continuum.rows import Rows, school
from tests.real_schools import ALL_FIELDS, RealSchool, all_rows, real_schools
from tests.tile_entries import log_tiles, row_by
from tracker.records.declared import PAGES
from tracker.records.offered import ways_asked

TILES = {tile.code: tile for tile in log_tiles()}
SAME_LEVELS = 0.9
# What a request brings -> what was asked for, as the page offers it.
ASKED_FOR = {("resources",): ("materials",), ("implementation",): ("project_help",)}
GATHERED = ("by", "initiated_by", "roles", "purpose", "channel", "audience", "topic", "way", "ask", "partner")
Row = dict[str, Any]


def happenings(real: RealSchool) -> list[Row]:
    """Give the activities, one for each thing that happened: what a second record told of it belongs to the first."""
    first = [
        dict(row) for row in all_rows(real.name)["activity"] if f"activity/{row['ref']}" not in real.second_records
    ]
    for row in all_rows(real.name)["activity"]:
        if f"activity/{row['ref']}" in real.second_records:
            _join(_told_by(first, row), row)
    for row in all_rows(real.name)["contribution"]:
        # Whose people's time was written down a second time had a part in what happened.
        if f"contribution/{row['ref']}" in real.second_records and (told := _at(first, row)):
            _join(told, {"by": ("alliances",)})
    return first


def _at(first: list[Row], given: Mapping[str, Any]) -> Row | None:
    there = (row for row in first if given["partner"] in (row.get("partner") or ()))
    return next((row for row in there if row["occurred_on"] == given["occurred_on"]), None)


def _told_by(first: list[Row], second: Mapping[str, Any]) -> Row:
    same_day = [row for row in first if row["occurred_on"] == second["occurred_on"]]
    assert same_day, second
    return max(same_day, key=lambda row: len({*(row.get("partner") or ())} & {*(second.get("partner") or ())}))


def _join(row: Row, second: Mapping[str, Any]) -> None:
    for name in GATHERED:
        row[name] = tuple(dict.fromkeys((*(row.get(name) or ()), *(second.get(name) or ()))))


def tile_for(row: Row) -> Tile:
    """Choose the tile that its words would lead a person to."""
    channel, way, purpose = (set(row.get(name) or ()) for name in ("channel", "way", "purpose"))
    if "career_talk" in channel:
        return TILES["speaker"]
    if row["kind"] == "advocacy":
        return TILES["decision"]
    if row["kind"] == "partnership":
        return TILES[_partnership_tile(channel, way, purpose)]
    if "meeting" in channel:
        return TILES["council"]
    if channel & {"info_night", "festival", "showcase"}:
        return TILES["night"]
    return TILES["talk" if channel & {"presentation", "conversation", "site_visit", "phone"} else "news"]


def _partnership_tile(channel: set[str], way: set[str], purpose: set[str]) -> str:
    if "site_visit" in channel:
        return "visit"
    if way & {"tutoring", "mentoring"}:
        return "tutoring"
    if way & {"apply_internship", "propose_internship", "enroll_stem", "enroll_ctc", "volunteer"}:
        return "applications"
    return "meeting" if purpose & {"planning", "review", "outreach", "alignment_talk"} else "lesson"


def logged(row: Row) -> Row:
    """Log one thing by its tile, and nothing that the tile does not ask."""
    tile = tile_for(row)
    said = {name: row.get("partner" if name == "partners" else name) for name in tile.questions}
    answers = {name: list(value) if isinstance(value, tuple) else value for name, value in said.items() if value}
    ticks = [tick.code for tick in tile.ticks if all(_is_said(row, name, value) for name, value in tick.adds.items())]
    return row_by(tile, row["occurred_on"], answers, ticks, ref=row["ref"])


def _is_said(row: Row, name: str, value: Any) -> bool:
    return row.get(name) is True if isinstance(value, bool) else set(value) <= set(row.get(name) or ())


def years_by_tiles(real: RealSchool) -> Rows:
    """Give a school's records, its activities as the tiles make them."""
    rows = {
        kind: [row for row in some if f"{kind}/{row['ref']}" not in real.second_records]
        for kind, some in all_rows(real.name).items()
    }
    return {**rows, "activity": [logged(row) for row in happenings(real)]}


def as_asked(row: Mapping[str, Any]) -> Row:
    """Give a request as its page asks at first, and its answer; what it brings follows from what was asked for."""
    page = PAGES["match"]
    kept = {"ref", "occurred_on", "answer", "answered_on", *(one.column for one in page.first)}
    way = next((way for kind in ASKED_FOR.get(row["way"], ()) if (way := ways_asked(kind, load_catalogue()))), ())
    return {name: value for name, value in row.items() if name in kept} | {"way": way}


def levels(*, requests_too: bool) -> Iterator[tuple[str, str, int, int]]:
    """Give school, indicator, the level by all fields and the level by tiles.

    Args:
        requests_too: Requests to partners are told only as far as their page asks at first.
    """
    for real in real_schools():
        rows = years_by_tiles(real)
        by_tiles = school({**rows, "match": [as_asked(row) for row in rows["match"]]} if requests_too else rows)
        for code, (level, _) in real.levels[ALL_FIELDS].items():
            yield real.name, code, level, by_tiles.supported(code, real.on)


@pytest.mark.parametrize("requests_too", [False, True], ids=["activities", "activities and requests"])
def test_what_tiles_ask_reaches_the_levels_of_all_fields_in_nine_of_ten(
    capsys: pytest.CaptureFixture[str], requests_too: bool
) -> None:
    found = list(levels(requests_too=requests_too))
    same = [one for one in found if one[2] == one[3]]
    told = "Activities and requests" if requests_too else "Activities"
    with capsys.disabled():
        print(f"\n{told} logged by tiles: {len(same)} of {len(found)} levels are those of all fields.")
    assert len(same) >= SAME_LEVELS * len(found), [one for one in found if one not in same]
