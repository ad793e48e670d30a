"""From units to levels."""

from __future__ import annotations

import math
from collections.abc import Sequence

from models.continuum.judging.answers import LevelAnswer, UnitAnswer
from models.continuum.language.thresholds import Thresholds
from models.continuum.rulebook.rules.base import ALMOST

LEVELS = (1, 2, 3, 4, 5)
SUSTAINING = 5


def part_of(share: float, total: int) -> int:
    """Say how many make a part of so many; parts round up."""
    return math.ceil(share * total - ALMOST)


def units_needed(level: int, total: int, thresholds: Thresholds) -> int:
    """Say how many of a level's own units must be met."""
    if total < thresholds.small_level and level in thresholds.small_levels:
        return total
    return part_of(thresholds.sustaining_share if level == SUSTAINING else thresholds.level_share, total)


def judge_levels(units: Sequence[UnitAnswer], thresholds: Thresholds) -> tuple[LevelAnswer, ...]:
    """Judge the five levels from their units.

    A level is reached when enough of its own units are met, those that decide among them, and enough of what is below
    is met or held; at Getting Started held counts as met. It stands when enough of its own are met or held. A level
    none of whose units apply is never reached, and asks nothing of the levels above.
    """
    answers: list[LevelAnswer] = []
    for level in LEVELS:
        mine = tuple(unit for unit in units if unit.level == level)
        met = sum(unit.met for unit in mine)
        standing = sum(unit.met or unit.held for unit in mine)
        needed = units_needed(level, len(mine), thresholds)
        stands = standing >= needed and not any(unit.lacks_deciding for unit in mine)
        decided = stands if level == 1 else all(unit.deciding_met for unit in mine)
        rests = _rests(answers, thresholds)
        own = standing if level == 1 else met
        share = sum(unit.share for unit in mine) / len(mine) if mine else 0.0
        reached = bool(mine) and rests and decided and own >= needed
        answers.append(LevelAnswer(level, mine, met, standing, needed, share, stands, reached, rests))
    return tuple(answers)


def _rests(below: Sequence[LevelAnswer], thresholds: Thresholds) -> bool:
    """Whether enough of what is below is met or held."""
    if not below:
        return True
    if thresholds.each_below:
        return all(level.stands for level in below)
    just_below = below[-1]
    if just_below.standing < part_of(thresholds.below_share, just_below.total):
        return False
    total = sum(level.total for level in below)
    return sum(level.standing for level in below) >= part_of(thresholds.all_below_share, total)


def reached_level(levels: Sequence[LevelAnswer]) -> int:
    """Name the highest level reached; 0 where none is."""
    return max((level.level for level in levels if level.reached), default=0)
