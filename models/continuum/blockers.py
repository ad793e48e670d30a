"""What keeps a school from the next level, nearest first."""

from __future__ import annotations

from collections.abc import Sequence

from models.continuum.results import Blocker, LevelAnswer, PracticeAnswer, UnitAnswer


def blockers_of(
    levels: Sequence[LevelAnswer], next_level: int | None, practices: dict[str, PracticeAnswer]
) -> tuple[Blocker, ...]:
    """List the next level's parts that are not there yet, fewest missing records first, then by key.

    Args:
        levels: The five levels' answers, lowest first.
        next_level: 1 to 5; None at Sustaining, which nothing blocks.
        practices: Key -> answer, of the indicator's practices.
    """
    if next_level is None:
        return ()
    units = [unit for unit in levels[next_level - 1].units if not unit.met]
    # A level below that has fallen keeps every higher one away, whatever is there above it.
    units += [
        unit
        for level in levels[: next_level - 1]
        if not level.stands
        for unit in level.units
        if not (unit.met or unit.held)
    ]
    found = [_blocker(unit, practices) for unit in units]
    return tuple(sorted(found, key=lambda blocker: (blocker.missing_records, blocker.key)))


def _blocker(unit: UnitAnswer, practices: dict[str, PracticeAnswer]) -> Blocker:
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
    return Blocker(unit.key, missing, sum(practice.missing_records for practice in unmet[:lacking]))
