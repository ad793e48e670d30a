"""From practices to units, from units to levels."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.continuum.language.thresholds import Thresholds
from models.continuum.results import LevelAnswer, UnitAnswer
from models.continuum.rulebook.catalogue import Catalogue, Practice

LEVELS = (1, 2, 3, 4, 5)


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
    return left, max(1, math.ceil(unit.needed * len(left) / len(unit.practices) - 1e-9))


def unit_share(practices: Sequence[Practice], needed: int, share: Callable[[str], float]) -> float:
    """Say how far a unit is there: a practice by its share, a group by how many of the needed ones are met."""
    if len(practices) == 1 and practices[0].group is None:
        return share(practices[0].key)
    return min(1.0, sum(share(practice.key) == 1 for practice in practices) / needed)


def units_needed(total: int, thresholds: Thresholds) -> int:
    """Say how many of a level's units must be met."""
    if total < thresholds.small_level:
        return total
    return math.ceil(thresholds.level_share * total - 1e-9)


def judge_levels(units: Sequence[UnitAnswer], thresholds: Thresholds) -> tuple[LevelAnswer, ...]:
    """Judge the five levels from their units.

    Held parts keep a lower level standing but reach no level, except at Getting Started, where held counts as met.
    A level none of whose parts apply stands, and is never reached by itself.
    """
    answers: list[LevelAnswer] = []
    below_stands = True
    for level in LEVELS:
        mine = tuple(unit for unit in units if unit.level == level)
        met = sum(unit.met for unit in mine)
        standing = sum(unit.met or unit.held for unit in mine)
        needed = units_needed(len(mine), thresholds)
        stands = standing >= needed
        reached = below_stands and bool(mine) and (standing if level == 1 else met) >= needed
        share = sum(unit.share for unit in mine) / len(mine) if mine else 0.0
        answers.append(LevelAnswer(level, mine, met, standing, needed, share, stands, reached))
        below_stands = below_stands and stands
    return tuple(answers)


def supported_level(levels: Sequence[LevelAnswer]) -> int:
    """Name the highest level reached; 0 where none is."""
    return max((level.level for level in levels if level.reached), default=0)
