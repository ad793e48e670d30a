"""How many partnerships there are below the line and above it, day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from models.continuum.evidence.partnerships import PartnershipDays
from models.continuum.time.calendar import NEVER, expiry
from models.continuum.time.spans import Spans
from models.continuum.time.steps import Steps, chosen, days_where

# Partnerships younger than half a year are not asked for these.
ASKS_EVALUATION = ("eval_", "monitored")


class _Counts(NamedTuple):
    """Partnerships through time: of all that are in a set, and of those that are old enough."""

    grown: Steps
    grown_have: Steps
    all_asked: Steps
    all_have: Steps
    lately: Steps


@dataclass(frozen=True, slots=True)
class Coverage:
    """Partnerships with a property among those asked.

    Attributes:
        have: How many of those asked have it.
        asked: How many are asked: the young ones only where there are no others.
        in_force: How many were in force on some day of the months before.
        counts: What they were made of.
    """

    have: Steps
    asked: Steps
    in_force: Steps
    counts: _Counts

    @classmethod
    def of(cls, counts: _Counts) -> Coverage:
        """Take the grown ones on days on which there are any, else all."""
        some_grown = days_where(counts.grown, lambda count: count > 0)
        have = chosen(some_grown, counts.grown_have, counts.all_have)
        return cls(have, chosen(some_grown, counts.grown, counts.all_asked), counts.lately, counts)


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
    return Coverage.of(_Counts(*map(Steps.counting, changes)))


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
    return Coverage.of(
        _Counts(*(steps.with_changes({day: by for day, by in one.items() if by}) for steps, one in pairs))
    )


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
