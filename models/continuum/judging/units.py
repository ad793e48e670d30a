"""The parts of a level: a required practice, or a group of which so many are needed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.continuum.rulebook.catalogue import Catalogue, Practice
from models.continuum.rulebook.rules.base import ALMOST


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a level: one required practice, or a group of practices of which `needed` make it."""

    key: str
    level: int
    label: str
    practices: tuple[Practice, ...]
    needed: int


def units_of(catalogue: Catalogue, indicator: str) -> tuple[Unit, ...]:
    """List an indicator's units by level, in the order of their first practice."""
    units: dict[str, list[Practice]] = {}
    for practice in catalogue.practices_of(indicator):
        if practice.counts:
            units.setdefault(practice.group or practice.key, []).append(practice)
    found = []
    for key, members in units.items():
        group = catalogue.groups.get(key)
        label, needed = (group.label, group.needed) if group else (members[0].wording, 1)
        found.append(Unit(key, members[0].level, label, tuple(members), needed))
    return tuple(sorted(found, key=lambda unit: unit.level))


def applying(unit: Unit, exempt: Callable[[str], bool]) -> tuple[tuple[Practice, ...], int]:
    """Say which of a unit's practices apply and how many of them are needed; none apply where all are exempt."""
    left = tuple(practice for practice in unit.practices if not exempt(practice.key))
    if not left:
        return (), 0
    return left, max(1, math.ceil(unit.needed * len(left) / len(unit.practices) - ALMOST))


def unit_share(practices: Sequence[Practice], needed: int, share: Callable[[str], float]) -> float:
    """Say how far a unit is there: a practice by its share, a group by how many of the needed ones are met."""
    if len(practices) == 1 and practices[0].group is None:
        return share(practices[0].key)
    return min(1.0, sum(share(practice.key) == 1 for practice in practices) / needed)
