"""What an alliance's own records counted toward, at each school it works with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.accounts import School
from models.continuum.evidence.facts import RecordKey
from models.continuum.rulebook.catalogue import Catalogue, Practice
from models.queries.alliance_own import OwnSchool
from models.queries.alliances import TOLD, Engagement
from models.queries.continuum import continuum_of
from models.scope import Scope


@dataclass(frozen=True, slots=True)
class Credit:
    """One indicator of one school toward which the alliance's records count.

    Attributes:
        practices: Level in words and wording of each practice, in the map's order.
        levels: Number of each level toward which some of the alliance's own records count -> those records, never
            another's nor how many there are in all.
    """

    indicator: str
    indicator_name: str
    practices: tuple[tuple[str, str], ...]
    levels: Mapping[int, frozenset[RecordKey]]

    @property
    def keys(self) -> frozenset[RecordKey]:
        """The alliance's own records that count."""
        return frozenset().union(*self.levels.values())

    @property
    def records(self) -> int:
        """How many of them there are."""
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class SchoolCredit:
    """What the alliance's records count toward at one school, in the map's order."""

    school: School
    credits: tuple[Credit, ...]


def credits_by_school(session: Session, own: Mapping[School, frozenset[RecordKey]], *, on: date) -> list[SchoolCredit]:
    """Say at each school what some of the alliance's own records count toward on a day.

    The engine is asked about the whole school, but only what names the alliance's own records leaves this function:
    no level, no total, nobody else's record.

    Args:
        own: The alliance's own records at each school, those of its scope and no others.
    """
    found = []
    for school, mine in own.items():
        if mine:
            continuum = continuum_of(session, scope=Scope.of_school(school.id, district_id=school.district_id))
            rules = continuum.rules_on(on.toordinal())
            found.append(_credit_at(school, rules, continuum.served_by_any(mine, on)))
    return found


def credits_of_all(own: Mapping[School, OwnSchool], *, on: date) -> list[SchoolCredit]:
    """Say at each school what the alliance's own records count toward on a day, as `credits_by_school` of them all."""
    return [_credit_at(school, known.rules_on(on), known.served(on)) for school, known in own.items() if known.keys]


def _credit_at(
    school: School, rules: Catalogue, counting: Iterable[tuple[Practice, frozenset[RecordKey]]]
) -> SchoolCredit:
    served: dict[str, list[Practice]] = defaultdict(list)
    counted: dict[str, dict[int, frozenset[RecordKey]]] = defaultdict(dict)
    for practice, records in counting:
        served[practice.indicator].append(practice)
        levels = counted[practice.indicator]
        levels[practice.level] = levels.get(practice.level, frozenset()) | records
    credits = tuple(
        Credit(
            code,
            rules.indicators[code].name,
            tuple((rules.level_name(practice.level), practice.wording) for practice in served[code]),
            dict(sorted(counted[code].items())),
        )
        for code in rules.indicators
        if code in served
    )
    return SchoolCredit(school, credits)


def only(engagement: Engagement, keys: Collection[RecordKey]) -> Engagement:
    """Give of an engagement the records that are named, and its schools."""
    named: dict[str, Any] = {
        name: [one for one in getattr(engagement, name) if (kind, one.ref) in keys] for kind, name in TOLD.items()
    }
    return replace(engagement, **named)


def keys_by_school(engagement: Engagement) -> dict[School, frozenset[RecordKey]]:
    """Name an engagement's records at each school."""
    found: dict[int, set[RecordKey]] = defaultdict(set)
    for kind, name in TOLD.items():
        for one in getattr(engagement, name):
            found[one.school_id].add((kind, one.ref))
    return {school: frozenset(found[school.id]) for school in engagement.schools}
