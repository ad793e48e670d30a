"""What an alliance's own records counted toward, at each school it works with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from models.accounts import School
from models.continuum.rulebook.catalogue import Catalogue, Practice
from models.queries.alliance_own import OwnSchool
from models.queries.alliances import Engagement
from models.queries.continuum import continuum_of
from models.scope import Scope

# A record by its kind and its reference.
Key = tuple[str, str]


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
    levels: Mapping[int, frozenset[Key]]

    @property
    def keys(self) -> frozenset[Key]:
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


def credits_by_school(session: Session, own: Mapping[School, frozenset[Key]], *, on: date) -> list[SchoolCredit]:
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
            found.append(SchoolCredit(school, _credits(rules, continuum.served_by_any(mine, on))))
    return found


def credits_of_all(own: Mapping[School, OwnSchool], *, on: date) -> list[SchoolCredit]:
    """Say at each school what the alliance's own records count toward on a day, as `credits_by_school` of them all."""
    return [SchoolCredit(school, _credits(known.rules_on(on), known.served(on))) for school, known in own.items()]


def _credits(rules: Catalogue, counting: Iterable[tuple[Practice, frozenset[Key]]]) -> tuple[Credit, ...]:
    served: dict[str, list[Practice]] = defaultdict(list)
    counted: dict[str, dict[int, frozenset[Key]]] = defaultdict(dict)
    for practice, records in counting:
        served[practice.indicator].append(practice)
        levels = counted[practice.indicator]
        levels[practice.level] = levels.get(practice.level, frozenset()) | records
    return tuple(
        Credit(
            code,
            rules.indicators[code].name,
            tuple((rules.level_name(practice.level), practice.wording) for practice in served[code]),
            dict(sorted(counted[code].items())),
        )
        for code in rules.indicators
        if code in served
    )


def only(engagement: Engagement, keys: Collection[Key]) -> Engagement:
    """Give of an engagement the records that are named, and its schools."""
    return replace(
        engagement,
        acts=[one for one in engagement.acts if ("activity", one.ref) in keys],
        contributions=[one for one in engagement.contributions if ("contribution", one.ref) in keys],
        commitments=[one for one in engagement.commitments if ("commitment", one.ref) in keys],
        agreements=[one for one in engagement.agreements if ("agreement", one.ref) in keys],
        thanks=[one for one in engagement.thanks if ("recognition", one.ref) in keys],
    )


def keys_by_school(engagement: Engagement) -> dict[School, frozenset[Key]]:
    """Name an engagement's records at each school."""
    return {school: _keys(engagement, school.id) for school in engagement.schools}


def _keys(engagement: Engagement, school_id: int) -> frozenset[Key]:
    return frozenset(
        (
            *(("activity", act.ref) for act in engagement.acts if act.school_id == school_id),
            *(("contribution", gift.ref) for gift in engagement.contributions if gift.school_id == school_id),
            *(("commitment", promise.ref) for promise in engagement.commitments if promise.school_id == school_id),
            *(("agreement", paper.ref) for paper in engagement.agreements if paper.school_id == school_id),
            *(("recognition", thanks.ref) for thanks in engagement.thanks if thanks.school_id == school_id),
        )
    )
