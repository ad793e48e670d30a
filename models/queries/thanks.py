"""Who gave a school something in a year, how much, and whether they were thanked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activities import Activity, ActivityKind, activity_partners
from models.agreements import Contribution
from models.continuum.language.vocabularies import TO_SCHOOL
from models.partners import Partner, SchoolPartner
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope
from models.stewardship import Recognition
from models.texts import folded


@dataclass(slots=True)
class Given:
    """What one partner gave a school in a year.

    Attributes:
        amounts: What gifts come to, in each unit.
        unmeasured: Gifts without an amount.
        visits: Partnership activities with the school.
        thanked_on: The latest thanks in that year; None where there were none.
        engaged_id: The school's own entry of it; None where it has none.
    """

    partner: Partner
    amounts: dict[str, Decimal] = field(default_factory=dict)
    unmeasured: int = 0
    visits: int = 0
    thanked_on: date | None = None
    engaged_id: int | None = None


def list_givers(session: Session, year: SchoolYear, *, scope: Scope, today: date) -> list[Given]:
    """List who gave a school something in a year, who was not thanked first, then by name: five statements.

    Time counts as given where a partner took part in a partnership activity. Thanks to a whole group name nobody, and
    count for no partner.
    """
    last = min(year.last, today)
    gifts = session.execute(_gifts(year.start, last, scope)).all()
    visits = session.execute(_visits(year.start, last, scope)).all()
    numbers = {row[0] for row in (*gifts, *visits)}
    given = {one.id: Given(one) for one in session.scalars(select(Partner).where(Partner.id.in_(numbers)))}
    for number, unit, amount, many, measured in gifts:
        given[number].unmeasured += many - measured
        if unit is not None and measured:
            given[number].amounts[unit] = amount
    for number, many in visits:
        given[number].visits = many
    thanks: Any = select(Recognition.partner_id, func.max(Recognition.occurred_on)).group_by(Recognition.partner_id)
    for number, on in session.execute(_within(thanks, Recognition, year.start, last, scope)):
        if number in given:
            given[number].thanked_on = on
    engaged: Any = select(SchoolPartner.partner_id, func.min(SchoolPartner.id)).group_by(SchoolPartner.partner_id)
    for number, engaged_id in session.execute(scope.limit(engaged, SchoolPartner)):
        if number in given:
            given[number].engaged_id = engaged_id
    return sorted(given.values(), key=lambda one: (one.thanked_on is not None, folded(one.partner.name)))


def find_given(session: Session, partner_id: int, year: SchoolYear, *, scope: Scope, today: date) -> Given | None:
    """Find what one partner gave in a year; None where it gave nothing, or outside the scope."""
    givers = list_givers(session, year, scope=scope, today=today)
    return next((one for one in givers if one.partner.id == partner_id), None)


def _within(statement: Any, table: Any, first: date, last: date, scope: Scope) -> Any:
    return scope.limit(statement, table).where(
        table.record_status == RecordStatus.CONFIRMED,
        table.occurred_on >= first,
        table.occurred_on < last + timedelta(days=1),
    )


def _gifts(first: date, last: date, scope: Scope) -> Any:
    measured = func.count(Contribution.amount)
    sums: Any = select(
        Contribution.partner_id, Contribution.unit, func.sum(Contribution.amount), func.count(Contribution.id), measured
    )
    return (
        _within(sums, Contribution, first, last, scope)
        .where(Contribution.direction == TO_SCHOOL)
        .group_by(Contribution.partner_id, Contribution.unit)
    )


def _visits(first: date, last: date, scope: Scope) -> Any:
    number = activity_partners.c.partner_id
    counts: Any = select(number, func.count(Activity.id)).join(
        activity_partners, activity_partners.c.activity_id == Activity.id
    )
    return (
        _within(counts, Activity, first, last, scope)
        .where(Activity.activity_kind == ActivityKind.PARTNERSHIP)
        .group_by(number)
    )
