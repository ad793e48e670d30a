"""The numbers of a catalogue, each under the place where it stands, and the same catalogue with other numbers.

A place is a path: `thresholds/level_share`, `cadences/occasionally/months`, `practices/EC2.L1.PR.3/any/0/at_least`.
Each number of a pair has its place, `thresholds/earlier_evaluation_months/0`, and so has each level that may be
chosen, `thresholds/small_levels/5`: its number says whether it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from models.continuum.language.thresholds import Thresholds

Number = bool | int | float
Numbers = Mapping[str, Number]

# What a place's last word counts in; every other one counts things.
UNITS: Mapping[str, str] = MappingProxyType(
    {"window_months": "months", "grace_months": "months", "grace_days": "days", "reconfirm_months": "months"}
    | {"hard_stop_months": "months", "valid_months": "months", "within_days": "days"}
)
# Least and most that a number may be, by its place's last word; a part is a number of 0 to 1.
_BOUNDS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"window_months": (1, 120), "reconfirm_months": (1, 120), "hard_stop_months": (1, 120), "valid_months": (1, 120)}
    | {"grace_months": (0, 6), "grace_days": (0, 366), "quarters": (1, 4), "stakeholder_groups": (1, 9)}
)
_MOST = 1000
# Thresholds that are chosen among several -> among which.
CHOSEN: Mapping[str, Sequence[int]] = MappingProxyType({"small_levels": range(1, 6)})
# Names of thresholds in the first version -> since then.
_SINCE = MappingProxyType({"all_below": "small_level"})
# With these a level asks for everything.
STRICT: Numbers = MappingProxyType(
    {
        "thresholds/level_share": 1.0,
        "thresholds/sustaining_share": 1.0,
        "thresholds/below_share": 1.0,
        "thresholds/all_below_share": 1.0,
        "thresholds/each_below": True,
    }
)


def numbers_of(content: Mapping[str, Any]) -> dict[str, Number]:
    """List the numbers of a catalogue's plain data by place."""
    found: dict[str, Number] = {}
    for name, value in _thresholds_of(content).items():
        if isinstance(value, int | float):
            found[f"thresholds/{name}"] = value
        elif name in CHOSEN:
            found |= {f"thresholds/{name}/{one}": one in value for one in CHOSEN[name]}
        else:
            found |= {f"thresholds/{name}/{at}": one for at, one in enumerate(value)}
    for word, counts in content["cadences"].items():
        found |= {f"cadences/{word}/{name}": value for name, value in counts.items()}
    for practice in content["practices"]:
        found |= dict(_leaves(practice.get("rule"), f"practices/{practice['key']}"))
    return found


def _thresholds_of(content: Mapping[str, Any]) -> dict[str, Any]:
    usual = {name: field.default for name, field in Thresholds.model_fields.items()}
    return usual | {_SINCE.get(name, name): value for name, value in content.get("thresholds", {}).items()}


def _leaves(part: Any, place: str) -> Iterator[tuple[str, Number]]:
    if isinstance(part, Mapping):
        for name, value in part.items():
            yield from _leaves(value, f"{place}/{name}")
    elif isinstance(part, list | tuple):
        for at, value in enumerate(part):
            yield from _leaves(value, f"{place}/{at}")
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield place, part


def with_numbers(content: Mapping[str, Any], numbers: Numbers) -> dict[str, Any]:
    """Give a catalogue's plain data with some other numbers; places that it does not have are passed over."""
    own = numbers_of(content)
    changed = {place: number for place, number in numbers.items() if place in own and own[place] != number}
    sections = {place.split("/", 1)[0] for place in changed}
    found = {name: deepcopy(section) if name in sections else section for name, section in content.items()}
    practices = {practice["key"]: practice for practice in found["practices"]}
    for place, number in changed.items():
        section, *path = place.split("/")
        if section == "thresholds":
            thresholds = found.setdefault("thresholds", {})
            thresholds.pop(next((old for old, new in _SINCE.items() if new == path[0]), ""), None)
            thresholds[path[0]] = _with_part(_thresholds_of(found)[path[0]], path, number) if path[1:] else number
        elif section == "cadences":
            found["cadences"][path[0]][path[1]] = number
        else:
            _put(practices[path[0]]["rule"], path[1:], number)
    return found


def _with_part(value: Sequence[int], path: Sequence[str], number: Number) -> list[Any]:
    """Give a pair with one other number, or what is chosen with one more or less."""
    name, at = path[0], int(path[1])
    if name in CHOSEN:
        return [one for one in CHOSEN[name] if (bool(number) if one == at else one in value)]
    return [number if place == at else one for place, one in enumerate(value)]


def _put(part: Any, path: list[str], number: Number) -> None:
    *way, last = path
    for step in way:
        part = part[int(step)] if isinstance(part, list) else part[step]
    part[last] = number


def is_part(place: str) -> bool:
    """Whether a number is a part of a whole: more than 0, at most 1."""
    *_, before, last = place.split("/")
    return last.endswith("_share") or last.startswith("share") or before == "share"


def bounds_of(place: str) -> tuple[int, int]:
    """Give the least and the most that a number may be; of a part in percent."""
    if is_part(place):
        return 1, 100
    section, name, *_ = path = place.split("/")
    if section == "thresholds":
        least = next((int(one.ge) for one in Thresholds.model_fields[name].metadata if hasattr(one, "ge")), 1)
        return least, _MOST
    return _BOUNDS.get(path[-1], (1, _MOST))


def unit_of(place: str) -> str:
    """Say what a number counts in: percent, days, months, or nothing where it counts things."""
    section, name, *_ = path = place.split("/")
    if is_part(place):
        return "percent"
    if section == "thresholds":
        return next((unit for unit in ("days", "months") if name.endswith(unit)), "")
    return UNITS.get(path[-1], "")


# What may not be more than the other.
_NOT_MORE = (
    ("thresholds/confirm_every_months", "thresholds/facts_last_months"),
    ("thresholds/request_patience_days", "thresholds/request_rest_days"),
)


def disagreements(content: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Find numbers that ask less where more must be asked.

    Yields:
        The place of the number, the place of the one that it may not fall behind, and how: ``less`` for a word that
        asks less than the one before it in its ladder, or the highest level less than the others; ``more`` for a
        number that may not be more than the other, ``as much`` for one that has to be less.
    """
    numbers = numbers_of(content)
    for ladder in content["ladders"]:
        for lower, higher in pairwise(ladder):
            for count, least in content["cadences"][lower].items():
                if content["cadences"][higher].get(count, least) < least:
                    yield f"cadences/{higher}/{count}", f"cadences/{lower}/{count}", "less"
    shares = ("thresholds/sustaining_share", "thresholds/level_share")
    if numbers[shares[0]] < numbers[shares[1]]:
        yield (*shares, "less")
    for pair in _NOT_MORE:
        if numbers[pair[0]] > numbers[pair[1]]:
            yield (*pair, "more")
    pair = ("thresholds/earlier_evaluation_months/0", "thresholds/earlier_evaluation_months/1")
    if numbers[pair[0]] >= numbers[pair[1]]:
        yield (*pair, "as much")
    oldest = "thresholds/oldest_months"
    for place, number in numbers.items():
        before, _, last = place.rpartition("/")
        if last == "window_months" and number > numbers[oldest]:
            yield place, oldest, "more"
        if last in ("months", "quarters") and number > numbers.get(f"{before}/at_least", number):
            yield place, f"{before}/at_least", "more"
