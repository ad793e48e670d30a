"""Reads what a strategic alliance can do for each thing that the map asks of it; see `catalogue/alliance_why.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from seed.catalogue import FOLDER, load_catalogue
from seed.tiles import ALLIANCE_PATH, load_tiles

PATH = FOLDER / "alliance_why.toml"


class ToDo(BaseModel):
    """What an alliance can do, and where.

    Attributes:
        keys: Practices that it serves.
        page: A page of the alliance's own side; None where a tile of its log is the place.
        several: Whether the map wants more than one partner of a school for it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    keys: Annotated[tuple[str, ...], Field(strict=False, min_length=1)]
    do: Annotated[str, Field(min_length=1, max_length=140)]
    page: Literal["requests", "needs", "partnerships", "given"] | None = None
    tile: str | None = None
    several: bool = False

    @model_validator(mode="after")
    def _has_one_place(self) -> ToDo:
        if (self.page is None) == (self.tile is None):
            raise ValueError("a page or a tile, and one of them")
        return self


class UnknownInWhy(ValueError):
    """A practice or a tile that does not exist, or one that is named twice or not at all."""


@cache
def load_to_dos() -> Mapping[str, ToDo]:
    """Read what an alliance can do, by key of the practice; checked against the newest rules.

    Raises:
        ValidationError: A row is not of its shape.
        UnknownInWhy: A practice of the indicators that are told of is missing, named twice, or does not exist; or a
            tile does not.
    """
    rows = TypeAdapter(tuple[ToDo, ...]).validate_python(tomllib.loads(PATH.read_text(encoding="utf-8"))["practices"])
    found = {key: row for row in rows for key in row.keys}
    rules, tiles = load_catalogue(), load_tiles(ALLIANCE_PATH)
    told = {practice.indicator for practice in rules.practices.values() if practice.key in found}
    asked = {practice.key for practice in rules.practices.values() if practice.indicator in told}
    problems = [f"{key} is missing" for key in sorted(asked - found.keys())]
    problems += [f"{key} does not exist" for key in sorted(found.keys() - asked)]
    problems += [f"there is no tile {row.tile}" for row in rows if row.tile is not None and row.tile not in tiles]
    problems += ["a practice is named twice"] * (len(found) != sum(len(row.keys) for row in rows))
    if problems:
        raise UnknownInWhy("; ".join(problems))
    return found
