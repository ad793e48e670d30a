"""How many partnerships there are below the line and above it, day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from models.continuum.evidence.partnerships import PartnershipDays
from models.continuum.time.calendar import NEVER, expiry
from models.continuum.time.spans import Spans
from models.continuum.time.steps import Running, Steps, chosen, days_where

# Partnerships younger than half a year are not asked for these.
ASKS_EVALUATION = ("eval_", "monitored")


class _Counts(NamedTuple):
    """Partnerships through time: of all that are in a set, and of those that are old enough."""

    grown: Running
    grown_have: Running
    all_asked: Running
    all_have: Running
    lately: Running


class Covered(NamedTuple):
    """Partnerships with a property among those asked, on a day.

    Attributes:
        have: How many of those asked have it.
        asked: How many are asked.
        in_force: How many were in force on some day of the months before.
    """

    have: float
    asked: float
    in_force: float


@dataclass(frozen=True)
class Coverage:
    """Partnerships with a property among those asked.

    Attributes:
        counts: What is counted of them. The young ones are asked only where there are no others.
    """

    counts: _Counts

    def on(self, day: int) -> Covered:
        """Say how many have it on a day, of how many."""
        grown, grown_have, all_asked, all_have, lately = self.counts
        asked = grown.at(day)
        have, asked = (grown_have.at(day), asked) if asked > 0 else (all_have.at(day), all_asked.at(day))
        return Covered(have, asked, lately.at(day))

    @cached_property
    def have(self) -> Steps:
        """How many of those asked have it, through time."""
        return chosen(self._some_grown, self.counts.grown_have.steps, self.counts.all_have.steps)

    @cached_property
    def asked(self) -> Steps:
        """How many are asked, through time."""
        return chosen(self._some_grown, self.counts.grown.steps, self.counts.all_asked.steps)

    @property
    def in_force(self) -> Steps:
        """How many were in force on some day of the months before, through time."""
        return self.counts.lately.steps

    @cached_property
    def _some_grown(self) -> Spans:
        return days_where(self.counts.grown.steps, lambda count: count > 0)


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
    changes = _changes(((one, 1) for one in partnerships), predicate, of, in_force_months)
    return Coverage(_Counts(*(Running(Steps.counting(one)) for one in changes)))


def coverage_changed(
    before: Coverage,
    partnerships: Iterable[tuple[PartnershipDays, int]],
    predicate: str,
    of: str,
    in_force_months: int,
) -> Coverage:
    """Count partnerships through time, where some are there no more (-1) and others are (1); else as `coverage`."""
    changes = _changes(partnerships, predicate, of, in_force_months)
    pairs = list(zip(before.counts, changes, strict=True))
    if not any(by for _, one in pairs for by in one.values()):
        return before
    return Coverage(_Counts(*(count.with_changes({day: by for day, by in one.items() if by}) for count, one in pairs)))


def _changes(
    partnerships: Iterable[tuple[PartnershipDays, int]], predicate: str, of: str, in_force_months: int
) -> tuple[dict[int, int], ...]:
    """Say what enters and leaves each of the counts, day by day."""
    found: tuple[dict[int, int], ...] = tuple(defaultdict(int) for _ in _Counts._fields)
    for one, sign in partnerships:
        days = one.of[of]
        if not days.spans:
            continue
        old, has = days & old_enough(one, predicate), one.has[predicate]
        parts = (old, old & has, days, days & has, in_force_lately(days, in_force_months))
        for changes, part in zip(found, parts, strict=True):
            for start, end in part.spans:
                changes[start] += sign
                if end < NEVER:
                    changes[end] -= sign
    return found


def asked_on(partnerships: Sequence[PartnershipDays], predicate: str, of: str, day: int) -> list[PartnershipDays]:
    """List the partnerships below the line on a day: the young ones only where there are no others."""
    active = [one for one in partnerships if day in one.of[of]]
    return [one for one in active if day in old_enough(one, predicate)] or active


def in_force_lately(days: Spans, months: int) -> Spans:
    """Say on which days a partnership was in its set on some day of the months before."""
    return Spans.of((start, expiry(end - 1, months) if end < NEVER else NEVER) for start, end in days.spans)
