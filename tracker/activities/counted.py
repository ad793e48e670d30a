"""Which records counted toward a practice on a day, and what one activity counts toward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.activities import Activity
from models.continuum.rulebook.catalogue import Practice
from models.level_words import title_of
from models.queries.continuum import continuum_of
from models.queries.record_names import NamedRecord, name_records
from models.records import RecordStatus
from models.scope import Scope
from tracker.record_pages import page_of


@dataclass(frozen=True, slots=True)
class Toward:
    """What records may count toward on a day: a practice, else a level of an indicator, else the indicator.

    Attributes:
        indicator: Its code; empty for all of a desired outcome.
        level: 1 to 5.
        outcome: Code of a desired outcome, any of whose indicators will do.
    """

    on: date
    indicator: str
    level: int | None = None
    practice: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class CountedRecord:
    """A record that is no activity, and that counted.

    Attributes:
        on: The day it counted from.
        adds_nothing: Whether another record of the same day stands for it in the number.
        href: Its page; None where its kind has none.
    """

    named: NamedRecord
    on: date
    adds_nothing: bool
    href: str | None

    @property
    def title(self) -> str:
        """What it is called in a list."""
        return title_of(self.named)


@dataclass(frozen=True, slots=True)
class Counted:
    """What counted toward a practice, a level or an indicator on a day.

    Attributes:
        activity_refs: References of the activities.
        surplus: Those of them that add nothing to the number.
        others: All other records, latest first.
    """

    activity_refs: frozenset[str]
    surplus: frozenset[str]
    others: list[CountedRecord]

    @property
    def total(self) -> int:
        """How many records there are in all."""
        return len(self.activity_refs) + len(self.others)


@dataclass(frozen=True, slots=True)
class Served:
    """One practice that an activity counts toward.

    Attributes:
        level: 1 to 5.
        adds_nothing: Whether another record of the same day stands for it in the number.
    """

    indicator: str
    level: int
    practice: str
    wording: str
    status: str
    adds_nothing: bool


def counted_in(session: Session, toward: Toward, *, scope: Scope) -> Counted:
    """Find the records that the engine counted toward something."""
    continuum = continuum_of(session, scope=scope)
    surplus: dict[tuple[str, str], bool] = {}
    days: dict[tuple[str, str], date] = {}
    rules = continuum.rules_on(toward.on.toordinal())
    codes = rules.indicators_of(toward.outcome) if toward.outcome else (toward.indicator,)
    for practice in (one for code in codes for one in rules.practices_of(code)):
        if practice.counts and _is_wanted(practice, toward):
            for record in continuum.records(practice.key, toward.on):
                key = (record.kind, record.ref)
                # A record serves a level if it adds to the number of one practice of it.
                surplus[key] = surplus.get(key, True) and record.repeats
                days[key] = record.on
    others = [key for key in surplus if key[0] != Activity.kind]
    named = name_records(session, others, scope=scope)
    lines = [CountedRecord(named[key], days[key], surplus[key], page_of(named[key])) for key in others if key in named]
    return Counted(
        activity_refs=frozenset(ref for kind, ref in surplus if kind == Activity.kind),
        surplus=frozenset(ref for (kind, ref), nothing in surplus.items() if kind == Activity.kind and nothing),
        others=sorted(lines, key=lambda line: (line.on, line.named.kind, line.named.id), reverse=True),
    )


def practices_served(session: Session, activity: Activity, *, scope: Scope, on: date) -> list[Served]:
    """List the practices that an activity counts toward on a day, in the map's order; none where it does not count."""
    if activity.record_status is not RecordStatus.CONFIRMED or activity.occurred_on > on:
        return []
    continuum = continuum_of(session, scope=scope)
    return [
        Served(
            practice.indicator,
            practice.level,
            practice.key,
            practice.wording,
            continuum.indicator(practice.indicator, on).practices[practice.key].status,
            surplus,
        )
        for practice, surplus in continuum.serving(Activity.kind, activity.ref, on)
    ]


def _is_wanted(practice: Practice, toward: Toward) -> bool:
    if toward.practice is not None:
        return practice.key == toward.practice
    return toward.level is None or practice.level == toward.level
