"""A school's partnerships in numbers: of a school year so far, and of the year before up to the same day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.activities import Activity, ActivityKind, activity_partners
from models.agreements import Agreement, AgreementState, Contribution
from models.continuum.continuum import Continuum
from models.continuum.language.vocabularies import TO_SCHOOL
from models.continuum.time.calendar import back
from models.evaluations import Evaluation
from models.queries.mix import activity_mix
from models.records import Record, RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope
from models.wording import hours_words, money_words, number_words, span_words
from models.year_sheets import NOTHING

HOURS, DOLLARS = "Hours with partners", "Dollars that partners gave"
_YEAR = 12


def partnership_numbers(
    session: Session, continuum: Continuum, year: SchoolYear, *, scope: Scope, on: date
) -> dict[str, Any]:
    """Count what a board asks about: JSON values, in the order in which they are told.

    Returns:
        `this` and `last` say of which days, `rows` hold a label and both numbers, as such and in words. Last year's
        are None where nothing was logged by then: that is no zero.

    Source:
        Confirmed `activities`, `agreements`, `evaluations` and `contributions`, and the engine's partnerships.
    """
    then, start = date.fromordinal(back(on.toordinal(), _YEAR)), date(year.first - 1, year.first_month, 1)
    first = session.scalar(scope.limit(select(func.min(Activity.occurred_on)), Activity))
    this = _numbers(session, continuum, scope=scope, start=year.start, on=on)
    is_known = first is not None and first <= then
    last = _numbers(session, continuum, scope=scope, start=start, on=then) if is_known else {}
    return {
        "this": span_words(year.start, on),
        "last": span_words(start, then),
        "rows": [
            {
                "label": label,
                "this": number,
                "last": last.get(label),
                "this_words": _in_words(label, number),
                "last_words": _in_words(label, last.get(label)),
            }
            for label, number in this.items()
        ],
    }


def _in_words(label: str, number: float | None) -> str:
    """Write a number as it is printed: what is signed is read years later, wherever that may be."""
    if number is None:
        return NOTHING
    return {HOURS: hours_words, DOLLARS: money_words}.get(label, number_words)(number)


def _numbers(session: Session, continuum: Continuum, *, scope: Scope, start: date, on: date) -> dict[str, float]:
    """Count one year up to a day: label -> number."""
    day, end = on.toordinal(), date.fromordinal(on.toordinal() + 1)
    kinds = activity_mix(session, scope=scope, start=start, end=end).kinds
    papers = session.scalars(
        scope.limit(select(Agreement).where(Agreement.record_status == RecordStatus.CONFIRMED), Agreement)
    )

    def within(statement: Any, table: type[Record], column: InstrumentedAttribute[Any]) -> float:
        found = session.scalar(
            scope.limit(statement, table).where(
                table.record_status == RecordStatus.CONFIRMED, column >= start, column < end
            )
        )
        return round(float(found or 0), 2)

    def with_partners(column: InstrumentedAttribute[Any]) -> float:
        named = select(activity_partners.c.activity_id)
        return within(select(func.sum(column)).where(Activity.id.in_(named)), Activity, Activity.occurred_on)

    dollars = continuum.rules_on(day).language.marked("unit", "money")
    given = select(func.sum(Contribution.amount)).where(
        Contribution.direction == TO_SCHOOL, Contribution.unit.in_(dollars)
    )
    return {
        "Partnerships in force": sum(day in one.active for one in continuum.evidence.partnerships.values()),
        "Agreements in force": sum(one.state_on(on) is AgreementState.IN_FORCE for one in papers),
        "Evaluations of partnerships": within(select(func.count(Evaluation.id)), Evaluation, Evaluation.occurred_on),
        "Activities with partners": kinds.get(ActivityKind.PARTNERSHIP.value, 0),
        HOURS: with_partners(Activity.hours),
        "Students who took part, each time counted": with_partners(Activity.students),
        DOLLARS: within(given, Contribution, Contribution.occurred_on),
        "Messages to our community": kinds.get(ActivityKind.COMMUNICATION.value, 0),
        "Times somebody spoke up for STEM": kinds.get(ActivityKind.ADVOCACY.value, 0),
    }
