"""What the ticks of a tile mean for the entry: one thing that happened is one record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from seed.tiles import Additions, Tile


def completed(tile: Tile, values: dict[str, Any], ticked: Collection[str]) -> dict[str, Any]:
    """Add what the ticks mean, and what follows from who acted.

    Args:
        values: The entry's, field by field; what was said outright stays.
    """
    for tick in tile.ticks:
        if tick.code in ticked:
            values = _with(values, tick.adds)
    for one in tile.follows:
        if one.by in values["by"]:
            values = _with(values, one.adds)
    return values


def _with(values: Mapping[str, Any], adds: Additions) -> dict[str, Any]:
    more = dict(values)
    for name, added in adds.items():
        if not isinstance(added, bool):
            more[name] = tuple(dict.fromkeys((*values[name], *added)))
        elif values[name] is None:
            more[name] = added
    return more
