"""How many partnerships there are below the line and above it, day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.continuum.evidence.partnerships import PartnershipDays
from models.continuum.time.calendar import NEVER, expiry
from models.continuum.time.spans import Spans
from models.continuum.time.steps import Steps, chosen, days_where

# Partnerships younger than half a year are not asked for these.
ASKS_EVALUATION = ("eval_", "monitored")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Partnerships with a property among those asked.

    Attributes:
        have: How many of those asked have it.
        asked: How many are asked: the young ones only where there are no others.
        in_force: How many were in force on some day of the months before.
    """

    have: Steps
    asked: Steps
    in_force: Steps


def old_enough(partnership: PartnershipDays, predicate: str) -> Spans:
    """Say on which days a partnership is old enough to be asked for something."""
    return partnership.evaluable if predicate.startswith(ASKS_EVALUATION) else partnership.grown


def coverage(partnerships: Iterable[PartnershipDays], predicate: str, of: str, in_force_months: int) -> Coverage:
    """Count partnerships through time.

    Args:
        predicate: The property.
        of: The set of partnerships that is looked at.
        in_force_months: For how long a partnership still counts as having been in force.
    """
    grown, grown_have, all_asked, all_have, lately = (_Count() for _ in range(5))
    for one in partnerships:
        days = one.of[of]
        if not days.spans:
            continue
        old = days & old_enough(one, predicate)
        has = one.has[predicate]
        grown.add(old)
        grown_have.add(old & has)
        all_asked.add(days)
        all_have.add(days & has)
        lately.add(in_force_lately(days, in_force_months))
    some_grown = days_where(grown.steps(), lambda count: count > 0)
    return Coverage(
        chosen(some_grown, grown_have.steps(), all_have.steps()),
        chosen(some_grown, grown.steps(), all_asked.steps()),
        lately.steps(),
    )


def asked_on(partnerships: Sequence[PartnershipDays], predicate: str, of: str, day: int) -> list[PartnershipDays]:
    """List the partnerships below the line on a day: the young ones only where there are no others."""
    active = [one for one in partnerships if day in one.of[of]]
    return [one for one in active if day in old_enough(one, predicate)] or active


def in_force_lately(days: Spans, months: int) -> Spans:
    """Say on which days a partnership was in its set on some day of the months before."""
    return Spans.of((start, expiry(end - 1, months) if end < NEVER else NEVER) for start, end in days.spans)


class _Count:
    def __init__(self) -> None:
        self._changes: dict[int, int] = defaultdict(int)

    def add(self, days: Spans) -> None:
        for start, end in days.spans:
            self._changes[start] += 1
            if end < NEVER:
                self._changes[end] -= 1

    def steps(self) -> Steps:
        return Steps.counting(self._changes)
