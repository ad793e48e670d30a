"""What keeps a school from the next level, nearest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.continuum.judging.answers import Blocker, LevelAnswer, PracticeAnswer, UnitAnswer
from models.continuum.language.thresholds import Thresholds


def blockers_of(
    levels: Sequence[LevelAnswer],
    next_level: int | None,
    practices: Mapping[str, PracticeAnswer],
    thresholds: Thresholds,
) -> tuple[Blocker, ...]:
    """List the next level's parts that are not there yet, fewest missing records first, then by key.

    Args:
        levels: The five levels' answers, lowest first.
        next_level: 1 to 5; None at Sustaining, which nothing blocks.
        practices: Key -> answer, of the indicator's practices.
        thresholds: How much of what is below is asked.
    """
    if next_level is None:
        return ()
    aim = levels[next_level - 1]
    units = [unit for unit in aim.units if not unit.met]
    # What has fallen below keeps every higher level away, whatever is there above it.
    below = levels[: next_level - 1]
    fallen = [level for level in below if not level.stands] if thresholds.each_below else below if not aim.rests else []
    units += [unit for level in fallen for unit in level.units if not (unit.met or unit.held)]
    found = [blocker_of(unit, practices) for unit in units]
    return tuple(sorted(found, key=lambda blocker: (blocker.missing_records, blocker.key)))


def blocker_of(unit: UnitAnswer, practices: Mapping[str, PracticeAnswer]) -> Blocker:
    """Say what exactly is missing of a unit: of a group how many of which practices, and what the nearest one needs."""
    if unit.practices == (unit.key,):
        practice = practices[unit.key]
        return Blocker(unit.key, practice.missing, practice.missing_records)
    lacking = unit.needed - unit.have
    unmet = sorted(
        (practices[key] for key in unit.practices if practices[key].share < 1),
        key=lambda practice: (practice.missing_records, practice.key),
    )
    wordings = "; ".join(practice.wording.rstrip(".") for practice in unmet)
    missing = f"{lacking} more of these: {wordings}"
    if len(unmet) > 1 and unmet[0].missing:
        missing = f"{missing}. Nearest: {unmet[0].missing}"
    return Blocker(unit.key, missing, sum(practice.missing_records for practice in unmet[:lacking]))
