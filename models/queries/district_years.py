"""How far the schools of a district are with a school year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.accounts import School
from models.ratings import Assessment, Rating
from models.scope import Scope


@dataclass(frozen=True, slots=True)
class SchoolsYear:
    """The year of one school.

    Attributes:
        assessment: None where it was not opened.
        reviewed, indicators: How many of its indicators were looked at, and how many there are.
    """

    school: School
    assessment: Assessment | None
    reviewed: int = 0
    indicators: int = 0


def years_of_schools(session: Session, first: int, *, scope: Scope) -> Sequence[SchoolsYear]:
    """Say of every school of a scope how far it is with a year, by name: three statements, however many there are.

    Args:
        first: The calendar year in which the school year begins.
    """
    schools = session.scalars(select(School).where(School.id.in_(scope.school_ids)).order_by(School.name)).all()
    opened = {
        one.school_id: one
        for one in session.scalars(scope.limit(select(Assessment).where(Assessment.first == first), Assessment))
    }
    counts = {
        number: (reviewed, many)
        for number, reviewed, many in session.execute(
            select(Rating.assessment_id, func.count(Rating.reviewed_on), func.count(Rating.id))
            .where(Rating.assessment_id.in_([one.id for one in opened.values()]))
            .group_by(Rating.assessment_id)
        )
    }
    return [
        SchoolsYear(school, year, *(counts.get(year.id, (0, 0)) if year else (0, 0)))
        for school in schools
        for year in (opened.get(school.id),)
    ]


def opened_years(session: Session, *, scope: Scope) -> list[Assessment]:
    """List the years that the schools of a scope have opened, the latest first, then by school; one statement."""
    statement = scope.limit(select(Assessment), Assessment).join(School, School.id == Assessment.school_id)
    ordered = statement.options(joinedload(Assessment.school)).order_by(Assessment.first.desc(), School.name)
    return list(session.scalars(ordered))
