"""Silence: a role that has logged nothing for long. It is a question to people, never an answer by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.continuum.evidence.evidence import Evidence

SILENT_DAYS = 90
# July belongs to nobody's school days.
HOLIDAY_MONTHS = frozenset({7})


@dataclass(frozen=True, slots=True)
class Silence:
    """A role of which no act is on record for ninety days of school.

    Attributes:
        since: The day of its last act; None where it never acted since logging began.
        days: Days of school since then, July left out.
    """

    role: str
    since: date | None
    days: int


def school_days(start: int, end: int) -> int:
    """Count the days of ``[start, end)`` outside the holidays."""
    return sum(date.fromordinal(day).month not in HOLIDAY_MONTHS for day in range(start, end))


def silences(evidence: Evidence, roles: Sequence[str], on: date) -> tuple[Silence, ...]:
    """List the roles that have been silent for ninety days of school, the longest silence first.

    Args:
        evidence: The school's evidence; where nothing at all is logged nobody is silent, for nobody has spoken.
        roles: Roles asked about, as codes of `by`.
        on: The asked day; what is dated later is not read.
    """
    day = on.toordinal()
    acts = [fact for fact in evidence.facts.get("activity", ()) if fact.on <= day]
    if not acts:
        return ()
    found = []
    for role in roles:
        last = max((fact.on for fact in acts if role in (fact.values.get("by") or ())), default=None)  # type: ignore[operator]
        days = school_days((last if last is not None else evidence.logging_start(day)) + 1, day + 1)
        if days >= SILENT_DAYS:
            found.append(Silence(role, date.fromordinal(last) if last is not None else None, days))
    return tuple(sorted(found, key=lambda silence: (-silence.days, silence.role)))
