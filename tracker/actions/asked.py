"""What the address of the list of actions asks for, and the same address with a part of it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import request, url_for

from models.queries.actions import ActionFilter, State
from models.texts import visible
from tracker.fetching import record_id

TEXT_LIMIT = 100
Chip = tuple[str, str, str]


def read_filter(owners: Mapping[str, str], indicators: Mapping[str, str], *, reader_id: int) -> ActionFilter:
    """Read which actions are asked for; what is not known counts as not asked."""
    state = request.args.get("state")
    return ActionFilter(
        state=next((one for one in State if one.value == state), State.OPEN),
        owner=_known("owner", owners),
        indicator=_known("indicator", indicators),
        mine=reader_id if request.args.get("mine") == "1" else None,
        text=" ".join(visible(request.args.get("q", "")).split())[:TEXT_LIMIT] or None,
    )


def page_asked() -> int:
    """Read which page is asked for, from 1."""
    return record_id(request.args.get("page", "")) or 1


def address(**changes: str | None) -> str:
    """Write the list's address again with some parts changed, or left out where None."""
    args = {name: text for name, text in request.args.items() if text} | changes
    kept = {name: text for name, text in args.items() if text is not None and name.isidentifier() and name[0] != "_"}
    return url_for("actions.index", **kept)  # type: ignore[arg-type]


def chips(shown: Sequence[tuple[str, str, str | None]]) -> list[Chip]:
    """Make the chips of the filters in use: name, value in words, and the address without it.

    Args:
        shown: Part of the address, its name on the chip and its value in words; None where it is not in use.
    """
    return [(name, value, address(**{part: None})) for part, name, value in shown if value]


def _known(name: str, codes: Mapping[str, str]) -> str | None:
    asked = request.args.get(name)
    return asked if asked in codes else None
