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
        if one.by in (values["by"] or ()):
            values = _with(values, one.adds)
    return values


def carried_by_ticks(tile: Tile, values: Mapping[str, Any]) -> dict[str, Any]:
    """Tick what a form begins with and a tick stands for: "with 12 students" is “Students came along”.

    Its codes are taken out of the fields, so that it is the tick that says them, and taking it off takes them back.

    Args:
        values: What the form begins with, as the tile has filled it.
    """
    begun, meant = dict(values), []
    for tick in tile.ticks:
        said = {
            name: codes
            for name, added in tick.adds.items()
            if not isinstance(added, bool) and (codes := set(added) - set(tile.fixed.get(name, ())))
        }
        held = {name for name, codes in said.items() if codes <= set(values.get(name) or ())}
        if not said or not (held == said.keys() or "roles" in held):
            continue
        meant.append(tick.code)
        for name in held:
            begun[name] = [code for code in begun[name] if code not in said[name]]
    return begun | {"also": [*dict.fromkeys((*(values.get("also") or ()), *meant))]} if meant else begun


def _with(values: Mapping[str, Any], adds: Additions) -> dict[str, Any]:
    more = dict(values)
    for name, added in adds.items():
        if not isinstance(added, bool):
            more[name] = tuple(dict.fromkeys((*(values[name] or ()), *added)))
        elif values[name] is None:
            more[name] = added
    return more
