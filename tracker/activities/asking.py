"""What a tile makes of the log form: what it fills, asks first, adds for a tick, misses, and calls the record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from models.activities import Activity
from models.continuum.rulebook.catalogue import Catalogue
from models.operations.activity_entries import CODE_LISTS, TEXT_LIMITS, ActivityEntry
from models.wording import joined, sentence_case
from seed.tiles import Additions, Tile, load_tiles
from tracker.activities.forms import LogChoices

# What to say where a question of a tile was not answered and the domain would not mind.
_MISSING = {
    "by": "Say who did it.",
    "partners": "Name the partner.",
    "audience": "Say for whom it was.",
    "channel": "Say how it was done.",
    "purpose": "Say what it was for.",
    "way": "Say what it was.",
    "ask": "Say what they asked for.",
    "topic": "Say what it was about.",
}
# Fields that say what happened: an address that names none of them leaves the choice of a tile open.
TELLING = (
    "kind",
    "channel",
    "purpose",
    "way",
    "ask",
    "audience",
    "topic",
    "roles",
    "initiated_by",
    "link",
    "formality",
)
SHOWN_IN_TITLE = 2


def tile_of(code: str | None, catalogue: Catalogue) -> Tile | None:
    """Give a tile of the log's own form as far as the rules in force know its codes; None where there is none."""
    tile = load_tiles().get(code or "")
    return known_to(catalogue, tile) if tile is not None and tile.record == Activity.kind else None


def tiles_of(catalogue: Catalogue) -> tuple[Tile, ...]:
    """List the tiles as far as some rules know their codes."""
    return tuple(known_to(catalogue, tile) for tile in load_tiles().values())


def known_to(catalogue: Catalogue, tile: Tile) -> Tile:
    """Give a tile as far as some rules know its codes."""

    def codes(values: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
        return {
            name: known for name, given in values.items() if (known := _of_list(catalogue, tile.lists[name], given))
        }

    def additions(values: Additions) -> dict[str, Any]:
        marks = {name: value for name, value in values.items() if isinstance(value, bool)}
        return marks | codes({name: value for name, value in values.items() if not isinstance(value, bool)})

    ticks = tuple(tick.model_copy(update={"adds": additions(tick.adds)}) for tick in tile.ticks)
    return tile.model_copy(
        update={
            "fixed": codes(tile.fixed),
            "first": codes(tile.first),
            "ticks": tuple(tick for tick in ticks if tick.adds),
            "follows": tuple(one.model_copy(update={"adds": additions(one.adds)}) for one in tile.follows),
        }
    )


def _of_list(catalogue: Catalogue, vocabulary: str, codes: Collection[str]) -> tuple[str, ...]:
    known = catalogue.vocabularies[vocabulary]
    return tuple(code for code in codes if code in known)


def filled(tile: Tile, values: Mapping[str, Any]) -> dict[str, Any]:
    """Add to what a form begins with what the tile fills."""
    begun = dict(values) | {"tile": tile.code}
    if tile.kind:
        begun["kind"] = tile.kind
    for name, codes in tile.fixed.items():
        begun[name] = [*dict.fromkeys((*codes, *(values.get(name) or ())))]
    return begun


def emptied(tile: Tile | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """Take out of a form what a tile had filled, so that another tile can be chosen."""
    left = dict(values)
    for name, codes in (tile.fixed if tile else {}).items():
        left[name] = [code for code in left.get(name) or () if code not in codes]
    return left


def arranged(choices: LogChoices, tile: Tile) -> LogChoices:
    """Put the answers that a tile proposes before all others."""
    codes = dict(choices.codes)
    for name, first in tile.first.items():
        labels = dict(codes[name])
        proposed = [(code, labels[code]) for code in first if code in labels]
        codes[name] = [*proposed, *(pair for pair in codes[name] if pair[0] not in first)]
    return replace(
        choices, codes=codes, first={**choices.first, **{name: len(one) for name, one in tile.first.items()}}
    )


def unanswered(tile: Tile, entry: ActivityEntry) -> dict[str, str]:
    """Say which questions of a tile have to be answered yet: field -> one sentence."""
    missing: dict[str, str] = {name: _MISSING[name] for name in tile.needs if not getattr(entry, name)}
    if entry.way:
        missing.pop("purpose", None)  # students' work is told by what they did
    return missing


def called(tile: Tile, entry: ActivityEntry, catalogue: Catalogue) -> str:
    """Say what a record is called whose words were left empty; empty for what has no words of its own."""
    words: list[str] = []
    for part in tile.title:
        name = part.partition("{")[2].partition("}")[0]
        said = _said(name, getattr(entry, name), catalogue, first=not words) if name else " "
        if said:
            words.append(part.replace(f"{{{name}}}", said))
    return sentence_case(" ".join(words))[: TEXT_LIMITS["title"]]


def _said(name: str, values: tuple[str, ...], catalogue: Catalogue, *, first: bool) -> str:
    if name == "partners":
        return joined(values)
    said = catalogue.language.label if first else catalogue.language.phrase
    return joined([said(CODE_LISTS[name], code) for code in values[:SHOWN_IN_TITLE]])
