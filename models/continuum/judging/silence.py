"""Silence: a role that has logged nothing for long. It is a question to people, never an answer by itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.continuum.evidence.evidence import Evidence
from models.continuum.evidence.facts import Fact

# July is nobody's silence.
HOLIDAY_MONTHS = frozenset({7})


@dataclass(frozen=True, slots=True)
class Silence:
    """A role of which no act has been on record for long.

    Attributes:
        since: The day of its last act; None where it never acted since logging began.
        days: Calendar days since then outside the holidays, week-ends among them: for the threshold, not for people.
        months: Whole months since the last act; 0 where there is none.
    """

    role: str
    since: date | None
    days: int
    months: int = 0


def school_days(start: int, end: int) -> int:
    """Count the calendar days of ``[start, end)`` outside the holidays; week-ends count."""
    return sum(date.fromordinal(day).month not in HOLIDAY_MONTHS for day in range(start, end))


def whole_months(since: date, on: date) -> int:
    """Count the whole months between two days."""
    return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)


def _last_acts(acts: Sequence[Fact], roles: Sequence[str]) -> dict[str, int]:
    """Find the day of the last act of each role; those that never acted are absent.

    Args:
        acts: By day.
    """
    wanted = set(roles)
    found: dict[str, int] = {}
    known: set[int] = set()
    for fact in reversed(acts):
        # Many records say the same, and share it: what was looked at once says nothing new.
        if id(fact.said) in known:
            continue
        known.add(id(fact.said))
        by = fact.values.get("by")
        for role in wanted & by if isinstance(by, frozenset) else ():
            found[role] = fact.on
            wanted = wanted - {role}
        if not wanted:
            break
    return found


def silences(evidence: Evidence, roles: Sequence[str], on: date, *, after: int) -> tuple[Silence, ...]:
    """List the roles that have been silent for so many days outside the holidays, the longest silence first.

    Args:
        evidence: The school's evidence; where nothing at all is logged nobody is silent, for nobody has spoken.
        roles: Roles asked about, as codes of `by`.
        on: The asked day; what is dated later is not read.
        after: Days outside the holidays from which on it is a silence.
    """
    day = on.toordinal()
    acts = evidence.facts.get("activity", ())
    acted = bisect_right(acts, day, key=lambda fact: fact.on)
    if not acted:
        return ()
    latest = _last_acts(acts[:acted], roles)
    found = []
    for role in roles:
        last = latest.get(role)
        days = school_days((last if last is not None else evidence.logging_start(day)) + 1, day + 1)
        if days >= after:
            since = date.fromordinal(last) if last is not None else None
            found.append(Silence(role, since, days, whole_months(since, on) if since else 0))
    return tuple(sorted(found, key=lambda silence: (-silence.days, silence.role)))
