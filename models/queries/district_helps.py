"""Who could help whom: which school stands where others want to be, counted over all schools of a district."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from models.accounts import School
from models.ratings import Assessment, Rating
from models.records import RecordStatus
from models.standings import IndicatorStanding, SchoolStanding

# So many of those who want something are named; the others are counted.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Help:
    """A school that stands where others want to be.

    Attributes:
        school_id, school: The nearest above what they want; of several the one that is furthest in all.
        level: Where it stands.
        wanted: The level that the others want.
        others: Names of the first of them.
        many: How many they are.
    """

    indicator: str
    school_id: int
    school: str
    level: int
    wanted: int
    others: tuple[str, ...]
    many: int


def wanted_levels() -> Select[Any]:
    """Ask which level each team wants in each indicator, as it said last: school, indicator, desired."""
    turn = func.row_number().over(
        partition_by=(Assessment.school_id, Rating.indicator), order_by=Assessment.first.desc()
    )
    said = (
        select(Assessment.school_id, Rating.indicator, Rating.desired, turn.label("turn"))
        .join(Rating, Rating.assessment_id == Assessment.id)
        .where(Assessment.record_status == RecordStatus.CONFIRMED)
        .where(Rating.desired.is_not(None), Rating.reviewed_on.is_not(None))
        .subquery()
    )
    return select(said.c.school_id, said.c.indicator, said.c.desired).where(said.c.turn == 1)


def _seeking(on: date) -> Select[Any]:
    """Ask who wants more than they have: school, indicator, desired."""
    wanted, line = wanted_levels().subquery(), IndicatorStanding
    mine = and_(line.school_id == wanted.c.school_id, line.indicator == wanted.c.indicator)
    return (
        select(wanted.c.school_id, wanted.c.indicator, wanted.c.desired)
        .join(line, mine)
        .where(line.on <= on, line.until > on, line.supported < wanted.c.desired)
    )


def seekers(on: date, code: str, level: int) -> Select[Any]:
    """Ask for the schools that want a level of an indicator and do not have it."""
    found = _seeking(on).subquery()
    return select(found.c.school_id).where(found.c.indicator == code, found.c.desired == level)


def helps_of(session: Session, on: date, known: ColumnElement[bool], *, places: Mapping[str, int]) -> tuple[Help, ...]:
    """Name for each level that somebody wants the school nearest at or above it, if there is one; two statements.

    Args:
        known: Which schools are asked, put on `SchoolStanding`.
        places: Indicator -> its place on the map.

    Returns:
        At most one of each indicator and level, what most want first.
    """
    sought = _sought(session, on, known)
    if not sought:
        return ()
    there = _furthest(session, on, known)
    found = []
    for (code, wanted), (many, others) in sought.items():
        levels = [level for level in there.get(code, {}) if level >= wanted]
        if levels:
            school_id, school = there[code][min(levels)]
            found.append(Help(code, school_id, school, min(levels), wanted, others, many))
    return tuple(sorted(found, key=lambda one: (-one.many, -one.level, places.get(one.indicator, len(places)))))


def _sought(
    session: Session, on: date, known: ColumnElement[bool]
) -> dict[tuple[str, int], tuple[int, tuple[str, ...]]]:
    """Count who wants a level, by indicator and level, and name the first."""
    seeking = _seeking(on).subquery()
    alike = (seeking.c.indicator, seeking.c.desired)
    turn = func.row_number().over(partition_by=alike, order_by=(School.name, School.id))
    numbered = (
        select(*alike, School.name, turn.label("turn"), func.count().over(partition_by=alike).label("many"))
        .join(SchoolStanding, SchoolStanding.school_id == seeking.c.school_id)
        .join(School, School.id == seeking.c.school_id)
        .where(known)
        .subquery()
    )
    names: dict[tuple[str, int], list[str]] = defaultdict(list)
    many = {}
    for row in session.execute(select(numbered).where(numbered.c.turn <= NAMED).order_by(numbered.c.turn)):
        names[row.indicator, row.desired].append(row.name)
        many[row.indicator, row.desired] = row.many
    return {key: (many[key], tuple(some)) for key, some in names.items()}


def _furthest(session: Session, on: date, known: ColumnElement[bool]) -> dict[str, dict[int, tuple[int, str]]]:
    """Name for every indicator and level the school there that is furthest in all: id and name."""
    line, state = IndicatorStanding, SchoolStanding
    turn = func.row_number().over(
        partition_by=(line.indicator, line.supported),
        order_by=(state.mean.desc(), School.name, School.id),
    )
    numbered = (
        select(line.indicator, line.supported, School.id, School.name, turn.label("turn"))
        .join(state, state.school_id == line.school_id)
        .join(School, School.id == state.school_id)
        .where(known, line.on <= on, line.until > on)
        .subquery()
    )
    found: dict[str, dict[int, tuple[int, str]]] = defaultdict(dict)
    for row in session.execute(select(numbered).where(numbered.c.turn == 1)):
        found[row.indicator][row.supported] = row.id, row.name
    return found
