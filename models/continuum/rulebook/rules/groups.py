"""The stakeholder groups that breadth is counted in, and those that a school does not have."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from models.continuum.language.language import Language
from models.continuum.rulebook.rules.base import Asking, Count
from models.continuum.rulebook.rules.open_values import groups_counted
from models.continuum.time.steps import Steps, combined, indicator


def share_of_counts(counts: Iterable[Count]) -> float:
    """Take the smallest part of what is needed, at most 1."""
    return min(1.0, *(count.have / count.need for count in counts))


def at_most(need: int, present: float) -> float:
    """Ask for no more stakeholder groups than are present at a school, and for one at least."""
    return max(1, min(need, present))


def part_of_present(need: int, total: int) -> Callable[[float, float], float]:
    """Give the function that says which part of the groups asked for is there: of (there, absent) groups."""
    return lambda have, gone: min(1.0, have / at_most(need, total - gone))


def groups_of(language: Language) -> frozenset[str]:
    """Name the stakeholder groups that audiences stand for."""
    return frozenset(groups_counted(language))


def groups_in_all(language: Language) -> int:
    """Count the stakeholder groups that audiences stand for."""
    return len(groups_of(language))


def absent_groups(at: Asking) -> Steps | None:
    """Count through time the stakeholder groups marked as not present; None where there never is one."""
    exempt = at.evidence.exempt
    found = [indicator(exempt[group]) for group in sorted(groups_of(at.language) & set(exempt))]
    if not found:
        return None
    total = found[0]
    for one in found[1:]:
        total = combined(lambda a, b: a + b, total, one)
    return total
