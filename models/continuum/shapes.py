"""Whether plain data has the shape of a catalogue at all, before anybody reads what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

# Section, key, reason.
Misshapen = tuple[str, str, str]

_NAMES = {str: "text", int: "a whole number", bool: "true or false", list: "a list of text"}

# Section -> field -> type, for the sections that are lists of rows.
_ROWS: dict[str, dict[str, type]] = {
    "levels": {"number": int, "code": str, "name": str},
    "outcomes": {"code": str, "name": str},
    "indicators": {"code": str, "key": str, "outcome": str, "role": str, "name": str, "summaries": list},
    "practices": {
        "key": str,
        "indicator": str,
        "level": str,
        "wording": str,
        "mode": str,
        "note": str,
        "group": str,
        "advisory": bool,
    },
}
_VALUE = {"code": str, "label": str, "touches": list, "local": bool}
_GROUP = {"needed": int, "label": str}


def misshapen(data: Mapping[str, Any]) -> Iterator[Misshapen]:
    """Find what has another type than it must; keys that are missing or unknown are not looked at."""
    if not _is_day(data.get("in_force_from")):
        yield "in_force_from", "in_force_from", "this is a day, such as 2026-07-01"
    for section, fields in _ROWS.items():
        yield from _rows(section, section, data.get(section), fields)
    for section in ("groups", "cadences", "sets", "vocabularies", "thresholds"):
        if not isinstance(data.get(section, {}), Mapping):
            yield section, section, "this section is a table"
            return
    for key, group in data.get("groups", {}).items():
        yield from _row("groups", key, group, _GROUP)
    for name, numbers in data.get("cadences", {}).items():
        if not isinstance(numbers, Mapping):
            yield "cadences", name, "a cadence is a table of numbers"
    for name, codes in data.get("sets", {}).items():
        if not _is_texts(codes):
            yield "sets", name, "a set is a list of codes"
    for name, values in data.get("vocabularies", {}).items():
        yield from _rows("vocabularies", name, values, _VALUE)
    for name, number in data.get("thresholds", {}).items():
        if isinstance(number, bool) or not isinstance(number, int | float):
            yield "thresholds", name, f"this is a number, not {number!r}"
    ladders = data.get("ladders")
    if not isinstance(ladders, list | tuple) or not all(_is_texts(ladder) for ladder in ladders):
        yield "ladders", "ladders", "this is a list of lists of cadences"


def _is_day(value: Any) -> bool:
    if isinstance(value, date):
        return True
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


def _rows(section: str, key: str, rows: Any, fields: Mapping[str, type]) -> Iterator[Misshapen]:
    if not isinstance(rows, list | tuple):
        yield section, key, "this is a list of tables"
        return
    for row in rows:
        named = str(row.get("key") or row.get("code") or key) if isinstance(row, Mapping) else key
        yield from _row(section, key if section == "vocabularies" else named, row, fields)


def _row(section: str, key: str, row: Any, fields: Mapping[str, type]) -> Iterator[Misshapen]:
    if not isinstance(row, Mapping):
        yield section, key, f"this is a table, not {row!r}"
        return
    for name, kind in fields.items():
        value = row.get(name)
        right = (
            _is_texts(value)
            if kind is list
            else isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
        )
        if name in row and not right:
            yield section, key, f"{name!r} is {_NAMES[kind]}, not {value!r}"
