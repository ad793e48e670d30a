"""Four real schools' years, said in one line each: what it fills, and what the form then demands, is enough."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models.one_line.names import NameBook
from models.one_line.reading import ACTIVITY, name_book, read_line
from seed.said import load_lexicon
from seed.tiles import Tile
from tests.models.continuum.rows import school
from tests.real_schools import ALL_FIELDS, RealSchool, all_rows, real_schools
from tests.tile_entries import NotSaved, row_by
from tests.tracker.test_real_years_by_tiles import SAME_LEVELS, TILES, Row, happenings, logged, tile_for, years_by_tiles

# Somebody who logs on Friday what happened in the week.
LATER = timedelta(days=3)


def line_of(row: Row) -> str:
    """Say what happened as the school's own words do, with the partners they leave out, and the day."""
    said = str(row["title"])
    left_out = [name for name in row.get("partner") or () if name.casefold() not in said.casefold()]
    on = row["occurred_on"]
    return f"{said}{', with ' if left_out else ''}{' and '.join(left_out)}, {on.month}/{on.day}/{on.year}"


def filled_by(line: str, row: Row, names: NameBook) -> dict[str, Any]:
    """Give what a line fills of the log form."""
    read = read_line(line, words=load_lexicon(), names=names, today=row["occurred_on"] + LATER)
    return dict(read.values) if read.record == ACTIVITY else {}


def logged_by_line(row: Row, names: NameBook) -> Row:
    """Log one thing by its line, and answer nothing but what its tile then demands."""
    said = filled_by(line_of(row), row, names)
    tile = TILES.get(said.get("tile", ""), tile_for(row))
    answers = {
        name: list(value) if isinstance(value, tuple) else value
        for name in tile.questions
        if (value := said.get(name) or (_of(row, name) if name in tile.needs else None))
    }
    try:
        entry = row_by(tile, row["occurred_on"], answers, _ticks(tile, said), ref=row["ref"])
    except NotSaved:
        return logged(row)  # the person sees that it was read amiss, and presses the tile
    assert said.get("occurred_on") in (None, row["occurred_on"])
    return {**entry, **_beside(entry, said)}


def _of(row: Row, name: str) -> Any:
    return row.get("partner" if name == "partners" else name)


def _ticks(tile: Tile, said: dict[str, Any]) -> list[str]:
    """List the ticks that the line says by itself."""
    return [
        tick.code
        for tick in tile.ticks
        if all(
            said.get(name) is True if isinstance(value, bool) else set(value) <= set(said.get(name) or ())
            for name, value in tick.adds.items()
        )
    ]


def _beside(entry: Row, said: dict[str, Any]) -> Row:
    """Give what the line says of fields that its tile does not ask."""
    names = set(said) & set(entry) - {"tile", "kind", "occurred_on", "title"}
    return {
        name: tuple(dict.fromkeys((*(entry[name] or ()), *said[name])))
        for name in names
        if isinstance(said[name], tuple)
    }


def by_line(real: RealSchool) -> dict[str, Any]:
    """Give a school's records, its activities as their lines make them."""
    names = {row["name"] for row in all_rows(real.name)["org"]}
    book = name_book([(name, name) for name in sorted(names)], load_lexicon())
    return {**years_by_tiles(real), "activity": [logged_by_line(row, book) for row in happenings(real)]}


def test_years_said_in_lines_reach_the_levels_of_all_fields_in_nine_of_ten(capsys: pytest.CaptureFixture[str]) -> None:
    found = [
        (real.name, code, level, said.supported(code, real.on))
        for real in real_schools()
        for said in (school(by_line(real)),)
        for code, (level, _) in real.levels[ALL_FIELDS].items()
    ]
    same = [one for one in found if one[2] == one[3]]
    with capsys.disabled():
        print(f"\nYears said in lines: {len(same)} of {len(found)} levels are those of all fields.")
    assert len(same) >= SAME_LEVELS * len(found), [one for one in found if one not in same]
