"""Reads the tiles that the log begins with; see `catalogue/tiles.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from models.activities import ACTIVITY
from models.continuum.rulebook.catalogue import Catalogue
from models.kinds.columns import Holds
from models.operations.activity_entries import CODE_LISTS
from models.record_kinds import KINDS
from seed.catalogue import FOLDER, load_catalogue

PATH = FOLDER / "tiles.toml"
# What strategic alliances log about themselves.
ALLIANCE_PATH = FOLDER / "alliance_tiles.toml"
# Proposed topics are read at a glance, not searched.
MOST_TOPICS = 3
Code = Annotated[str, Field(pattern=r"^[a-z_]+$")]
Text = Annotated[str, Field(min_length=1, max_length=80)]
Codes = Annotated[tuple[Code, ...], Field(strict=False, min_length=1)]
Question = Literal[
    "by", "partners", "audience", "channel", "purpose", "way", "ask", "topic", "people", "students", "hours"
]
Questions = Annotated[tuple[Question, ...], Field(strict=False)]
Additions = Mapping[str, Codes | bool]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Tick(_Row):
    """Something else that may have been true, said in one press; `adds` says field by field what it means."""

    code: Code
    label: Text
    adds: Additions


class Follows(_Row):
    """What is true wherever such people acted."""

    by: Code
    adds: Additions


class Tile(_Row):
    """One thing that happens, and the questions that decide what it counts for.

    Attributes:
        record: Kind of record that it becomes; the log itself writes activities.
        kind: Kind of activity; None where the form asks, or for another kind of record.
        fixed: Field -> codes filled without asking; what is asked too is proposed.
        needs: Questions that must be answered, in the order of the form.
        asks: Questions that may stay open.
        first: Field -> the answers proposed first.
        labels: Question -> how it is put here.
        title: Parts of what it is called where nobody says otherwise.
        beside: Kind of record that tells more of it, where there is more to tell.
    """

    code: Code
    label: Text
    record: Code = ACTIVITY.name
    kind: Code | None = None
    fixed: Mapping[str, Codes] = {}
    needs: Questions = ()
    asks: Questions = ()
    first: Mapping[str, Codes] = {}
    labels: Mapping[str, Text] = {}
    title: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    beside: Code | None = None
    ticks: Annotated[tuple[Tick, ...], Field(strict=False)] = ()
    follows: Annotated[tuple[Follows, ...], Field(strict=False)] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """All that it asks beside the day and the words, in the order of the form."""
        return (*self.needs, *self.asks)

    @property
    def is_open(self) -> bool:
        """Whether it asks for everything, as the whole form does."""
        return self.record == ACTIVITY.name and self.kind is None

    @property
    def lists(self) -> Mapping[str, str]:
        """The list of each field that holds codes, in the record that it becomes."""
        if self.record == ACTIVITY.name:
            return CODE_LISTS
        return {name: one.choices for name, one in KINDS[self.record].columns.items() if one.choices}

    @model_validator(mode="after")
    def _is_whole(self) -> Tile:
        if len(self.first.get("topic", ())) > MOST_TOPICS:
            raise ValueError(f"at most {MOST_TOPICS} topics are proposed")
        if len(set(self.questions)) < len(self.questions):
            raise ValueError("a question is asked twice")
        if len({tick.code for tick in self.ticks}) < len(self.ticks):
            raise ValueError("two ticks have one code")
        return self

    def codes_named(self) -> Iterator[tuple[str, str | bool]]:
        """List every value that it names, with its field."""
        yield from ([("kind", self.kind)] if self.kind else [])
        yield from (("by", one.by) for one in self.follows)
        given: list[Additions] = [self.fixed, self.first, *(tick.adds for tick in self.ticks)]
        for values in (*given, *(one.adds for one in self.follows)):
            for name, codes in values.items():
                yield from ((name, code) for code in ((codes,) if isinstance(codes, bool) else codes))


class Answer(_Row):
    """What an alliance answers a request with; `often` are words said with one tap."""

    code: Code
    label: Text
    often: Annotated[tuple[Text, ...], Field(strict=False)] = ()


class UnknownInTiles(ValueError):
    """The tiles name something that records or rules do not know."""


@cache
def load_tiles(path: Path = PATH) -> Mapping[str, Tile]:
    """Read the tiles in their order, by code; checked against the newest rules.

    Args:
        path: Those of the school's log, or those of strategic alliances.

    Raises:
        ValidationError: A row is not of its shape.
        UnknownInTiles: A row names a kind of record, field or code that does not exist.
    """
    tiles = TypeAdapter(tuple[Tile, ...]).validate_python(_section(path, "tiles"))
    problems = [problem for tile in tiles for problem in unknown_in(tile, load_catalogue())]
    if problems:
        raise UnknownInTiles("; ".join(problems))
    return {tile.code: tile for tile in tiles}


@cache
def load_fits() -> Mapping[str, Codes]:
    """Read which kinds of activity a part of the log's form fits: field -> kinds.

    Raises:
        ValidationError: It is not of its shape.
        UnknownInTiles: A field or a kind does not exist.
    """
    fits = TypeAdapter(Mapping[str, Codes]).validate_python(_section(PATH, "fits"))
    known = load_catalogue().vocabularies["kind"]
    problems = [f"fits: an activity has no {name}" for name in fits if name not in ACTIVITY.columns]
    problems += [f"fits: {name} has no kind {one}" for name, kinds in fits.items() for one in kinds if one not in known]
    if problems:
        raise UnknownInTiles("; ".join(problems))
    return fits


@cache
def load_answers() -> Mapping[str, Answer]:
    """Read what an alliance answers a request with, in the order in which it is offered.

    Raises:
        ValidationError: A row is not of its shape.
        UnknownInTiles: A code does not exist.
    """
    answers = TypeAdapter(tuple[Answer, ...]).validate_python(_section(ALLIANCE_PATH, "answers"))
    known = load_catalogue().vocabularies["match_status"]
    if unknown := [one.code for one in answers if one.code not in known]:
        raise UnknownInTiles("; ".join(f"answers: a request has no answer {code}" for code in unknown))
    return {one.code: one for one in answers}


def _section(path: Path, name: str) -> Any:
    return tomllib.loads(path.read_text(encoding="utf-8"))[name]


def unknown_in(tile: Tile, catalogue: Catalogue) -> Iterator[str]:
    """Say what a tile names that does not exist."""
    for kind in (tile.record, *((tile.beside,) if tile.beside else ())):
        if kind not in KINDS:
            yield f"{tile.code}: no kind of record is called {kind}"
    kind = KINDS.get(tile.record, ACTIVITY)
    for name, value in tile.codes_named():
        column: Any = kind.columns.get(name)
        if column is None:
            yield f"{tile.code}: {kind.noun} has no {name}"
        elif isinstance(value, bool) != (column.holds is Holds.MARK):
            yield f"{tile.code}: {name} cannot be {value}"
        elif isinstance(value, str) and value not in catalogue.vocabularies[tile.lists.get(name, name)]:
            yield f"{tile.code}: {name} has no value {value}"
