"""Which parts of the levels have to be met so that a level is reached, and what each would take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf

from models.continuum.continuum import Continuum
from models.continuum.judging.answers import LevelAnswer, UnitAnswer
from models.continuum.judging.levels import part_of
from models.continuum.rulebook.catalogue import Practice
from models.continuum.rulebook.rules.base import Way

# A statement says that something is so and does not make it so: it is proposed where showing it takes more than this
# many records.
RECORDS_OF_A_STATEMENT = 4


def weight(way: Way, day: int) -> int:
    """Say how much a way of fulfilling a rule takes, in records."""
    return sum(
        RECORDS_OF_A_STATEMENT if part.rule.is_statement else max(1, part.lacking(day))
        for part in way
        if part.share(day) < 1
    )


def ways(school: Continuum, practice: Practice, day: int) -> list[Way]:
    """List the ways to have a practice met on a day, the lightest first; none while somebody objects to it."""
    found = school.ways(practice, day)
    return sorted(found, key=lambda way: weight(way, day))


def cost(school: Continuum, practice: Practice, day: int, closed: frozenset[str]) -> float:
    """Say how many records a practice takes on a day; infinitely many where nothing done can have it met.

    Args:
        closed: Practices for which nothing was found.
    """
    if school.share(practice.key, day) >= 1:
        return 0
    if practice.key in closed:
        return inf
    return school.once(practice, day, "cost", lambda: _lightest(school, practice, day))


def _lightest(school: Continuum, practice: Practice, day: int) -> float:
    return min((weight(way, day) for way in school.ways(practice, day)), default=inf)


def wanted_practices(school: Continuum, code: str, level: int, day: int, closed: frozenset[str]) -> list[Practice]:
    """List the practices to be met so that a level of an indicator is reached on a day: few, and the lightest.

    Args:
        closed: Practices for which nothing was found.

    Returns:
        Those that are not met yet, the lightest first; empty where the level cannot be reached, or is.
    """
    rules = school.rules_on(day)
    practices = {one.key: one for one in rules.practices_of(code)}
    costs: dict[str, float] = {}

    def price(key: str) -> float:
        if key not in costs:
            costs[key] = cost(school, practices[key], day, closed)
        return costs[key]

    levels = school.levels(code, day)
    own = levels[level - 1]
    if not own.units:
        return []
    keys = _deciding(own, practices, school, day)
    chosen = {unit.key for unit in own.units if set(unit.practices) & keys}
    chosen |= _cheapest(own.units, own.needed - _counted(own, chosen, level), chosen, price, held=level == 1)
    below, limits = levels[: level - 1], rules.thresholds
    if below and limits.each_below:
        for one in below:
            keys |= {key for key in _deciding(one, practices, school, day) if not _is_held(one, key)}
            chosen |= _cheapest(one.units, one.needed - one.standing, chosen, price, held=True)
    elif below:
        just = below[-1]
        chosen |= _cheapest(
            just.units, part_of(limits.below_share, just.total) - just.standing, chosen, price, held=True
        )
        units = [unit for one in below for unit in one.units]
        lifted = sum(unit.key in chosen for unit in units if not (unit.met or unit.held))
        lacking = part_of(limits.all_below_share, len(units)) - sum(one.standing for one in below) - lifted
        chosen |= _cheapest(units, lacking, chosen, price, held=True)
    for unit in (unit for one in levels[:level] for unit in one.units if unit.key in chosen):
        missing = sorted(
            (key for key in unit.practices if price(key) > 0), key=lambda key: (key not in keys, price(key))
        )
        keys |= set(missing[: max(0, unit.needed - unit.have)])
    open_keys = sorted((key for key in keys if price(key) > 0), key=lambda key: (price(key), key))
    return [] if any(price(key) == inf for key in open_keys) else [practices[key] for key in open_keys]


def _deciding(level: LevelAnswer, practices: dict[str, Practice], school: Continuum, day: int) -> set[str]:
    """Name the practices that make a level what it is and are not met."""
    keys = (key for unit in level.units for key in unit.practices)
    return {key for key in keys if practices[key].decides and school.share(key, day) < 1}


def _is_held(level: LevelAnswer, key: str) -> bool:
    return any(key in unit.practices and unit.held for unit in level.units)


def _counted(level: LevelAnswer, chosen: set[str], number: int) -> int:
    """Count the units of a level that are met, or will be; at Getting Started held ones count as met."""
    return sum(unit.met or unit.key in chosen or (number == 1 and unit.held) for unit in level.units)


def _cheapest(
    units: Sequence[UnitAnswer], lacking: int, chosen: set[str], price: Callable[[str], float], *, held: bool
) -> set[str]:
    """Choose so many more units, the lightest.

    Args:
        held: Whether held units count already.
    """

    def of_unit(unit: UnitAnswer) -> float:
        missing = sorted(price(key) for key in unit.practices if price(key) > 0)
        return sum(missing[: max(0, unit.needed - unit.have)])

    left = [unit for unit in units if unit.key not in chosen and not unit.met and not (held and unit.held)]
    return {unit.key for unit in sorted(left, key=lambda unit: (of_unit(unit), unit.key))[: max(0, lacking)]}
