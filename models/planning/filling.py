"""What the form of a record is filled with, so that it says what an act of a plan says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from models.activities import Activity
from models.planning.acts import Act
from models.planning.making import NEW_PARTNER, PLANNED, TO_BE_SAID

# Kind of record -> column -> the argument of its form's address, where that is called otherwise.
_ARGUMENTS: Mapping[str, Mapping[str, str]] = {Activity.kind: {"partner": "partners"}}
# What stands in a plan for what is only known when it is done.
_STILL_TO_SAY = (TO_BE_SAID, PLANNED, NEW_PARTNER)
# Day columns are said when it is done.
_DAYS = (date, datetime)


def filled_by(act: Act) -> dict[str, Sequence[str]]:
    """Give what a form is filled with: argument -> texts; a column that is only said when it is done stands empty."""
    names, found = _ARGUMENTS.get(act.kind, {}), dict[str, Sequence[str]]()
    for column, value in {**act.said, **dict.fromkeys(act.adds)}.items():
        if isinstance(value, _DAYS):
            continue
        values = value if isinstance(value, tuple) else (value,)
        texts = [_text(one) for one in values if one is not None and not str(one).startswith(_STILL_TO_SAY)]
        found[names.get(column, column)] = [text for text in texts if text]
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if isinstance(value, tuple) else str(value)
