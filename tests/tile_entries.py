"""Activities as tiles make them: through the form's own reading, and with nothing that a tile does not ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict

from models.operations.activity_entries import ActivityEntry, ActivityTerms, entry_problems
from seed.catalogue import load_catalogue
from seed.tiles import Tile, load_tiles
from tracker.activities.asking import called, filled, tile_of, unanswered
from tracker.activities.forms import LogForm
from tracker.activities.hints import row_of

# Forms ask the application how they are set up; nothing of it is used here.
_APP = Flask(__name__)
TERMS = ActivityTerms.of(load_catalogue())


class NotSaved(AssertionError):
    """The log would not save what was typed."""


def log_tiles() -> list[Tile]:
    """List the tiles that ask in their own way and make an activity."""
    known = (tile_of(code, load_catalogue()) for code in load_tiles())
    return [tile for tile in known if tile is not None and tile.record == "activity" and not tile.is_open]


def entry_by(tile: Tile, on: date, answers: Mapping[str, Any], ticks: Collection[str] = ()) -> ActivityEntry:
    """Fill the form of a tile and read it as saving does.

    Args:
        answers: Question -> what was answered; a question that the tile does not ask is an error of the test.

    Raises:
        NotSaved: The form comes back with problems.
    """
    strange = set(answers) - set(tile.questions)
    assert not strange, f"{tile.code} does not ask {strange}"
    values = filled(tile, answers) | {"occurred_on": on.isoformat(), "also": list(ticks)}
    with _APP.app_context():
        form = LogForm(formdata=MultiDict((name, text) for name, said in values.items() for text in _texts(said)))
    form.ask_as(tile)
    entry = form.entry()
    entry = replace(entry, title=called(tile, entry, load_catalogue()))
    problems = entry_problems(entry, terms=TERMS, today=on) | unanswered(tile, entry) | form.unreadable()
    if problems:
        raise NotSaved(f"{tile.code}: {problems}")
    return entry


def row_by(
    tile: Tile, on: date, answers: Mapping[str, Any], ticks: Collection[str] = (), *, ref: str
) -> dict[str, Any]:
    """Give the same as a record row."""
    return row_of(entry_by(tile, on, answers, ticks)) | {"ref": ref}


def _texts(said: Any) -> list[str]:
    return [str(one) for one in said] if isinstance(said, list | tuple) else [str(said)]
