"""A school's partnerships as one picture: where each stands, what was promised and given, and who was quiet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activities import Activity, activity_partners
from models.agreements import Commitment, Contribution
from models.continuum.language.language import Language
from models.continuum.language.vocabularies import TO_SCHOOL
from models.hour_rates import Rates
from models.partners import Partner
from models.partnerships import Partnership
from models.queries.giving_years import Given, KindGiven, YearGiven, given_by_kind, given_by_year, given_in_all
from models.queries.mix import EVERYTHING, Only
from models.queries.own_rates import rates_of
from models.queries.partners import last_contacts
from models.queries.partnership_care import stage_held
from models.queries.partnership_list import PartnershipFilter, PartnershipRow, current_partnerships, narrowed_to
from models.queries.promised import Promised
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope

# So many school years of gifts stand side by side.
YEARS = 4


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner with at least one partnership that runs.

    Attributes:
        rows: Its partnerships that run, as they stand today.
        promised: In the year, by the day on which it is due, or else was agreed.
        given: In the year, to the school; None where it gave nothing.
        contacts: Confirmed activities with it in the year.
        last_contact_on: Day of the latest contact of any kind; None without one.
    """

    partner: Partner
    rows: Sequence[PartnershipRow]
    promised: Promised
    given: Given | None
    contacts: int
    last_contact_on: date | None


@dataclass(frozen=True, slots=True)
class YearOfGifts:
    """What all partners gave in one school year, in all and by kind, what is worth most first."""

    all: YearGiven
    kinds: Sequence[KindGiven]


@dataclass(frozen=True, slots=True)
class PartnershipPicture:
    """Everything on the picture.

    Attributes:
        stages: Code of a stage -> partnerships that are in it today, as the list of that stage has them.
        lines: Partners with a running partnership, by name.
        years: The last `YEARS` school years with a gift, the latest first.
    """

    stages: Mapping[str, int]
    lines: Sequence[PartnerLine]
    years: Sequence[YearOfGifts]


def partnership_picture(
    session: Session,
    language: Language,
    year: SchoolYear,
    *,
    scope: Scope,
    today: date,
    span: tuple[date, date] | None = None,
    only: Only = EVERYTHING,
) -> PartnershipPicture:
    """Draw a school's partnerships together: a fixed number of statements, however many there are.

    Args:
        language: Of the rules in force: which units are of hours, and which of money.
        year: The school year of what was promised and given, and of the contacts; the last one that gifts are worth.
        span: Other days of them, the first and the first not counted; None for that school year.
        only: What contacts are narrowed to; with a partner, everything is that partner's.
        today: Stages, who runs and who is quiet are of this day; what is still to come in the year is not counted.

    Raises:
        NoRules: There are partnerships and no rules by which to say how they stand.

    Source:
        ``partnerships`` with their stages; confirmed ``commitments``, ``contributions`` to the school, ``activities``.
    """
    start, until = span or (year.start, year.end)
    end = min(until, today + timedelta(days=1))
    running: dict[int, list[PartnershipRow]] = {}
    for row in current_partnerships(session, scope=scope, today=today):
        if only.partner_id in (None, row.partnership.partner_id):
            running.setdefault(row.partnership.partner_id, []).append(row)
    rates = rates_of(session, scope=scope)
    earliest = min(year.back(YEARS - 1).start, start)
    gifts = _gifts(session, scope=scope, start=earliest, end=end, partner_id=only.partner_id)
    given = _given_by_partner((gift for gift in gifts if start <= gift.occurred_on < end), language, rates)
    promised = _promised(session, language, start, until, scope=scope)
    contacts = _contacts(session, scope=scope, start=start, end=end, among=running, only=only)
    last = last_contacts(session, scope=scope, today=today, among=list(running))
    lines = [
        PartnerLine(
            rows[0].partnership.partner,
            rows,
            promised.get(partner_id, Promised()),
            given.get(partner_id),
            contacts.get(partner_id, 0),
            last.get(partner_id),
        )
        for partner_id, rows in running.items()
    ]
    years = [
        YearOfGifts(one, given_by_kind(_within(gifts, one.year), language, rates=rates))
        for one in given_by_year(gifts, language, begins_in=year.first_month, rates=rates)
    ]
    stages = _stages(session, scope=scope, today=today, partner_id=only.partner_id)
    return PartnershipPicture(stages, lines, years[:YEARS])


def _stages(session: Session, *, scope: Scope, today: date, partner_id: int | None) -> dict[str, int]:
    held = stage_held(Partnership.id, today).label("stage")
    # The ended ones stand in their stage too, as they do in the list that is narrowed to it.
    every: Any = select(Partnership.id, held)
    wanted = PartnershipFilter(over=True, partner_id=partner_id)
    inner = narrowed_to(every, wanted, scope, today, over=frozenset()).subquery()
    found = session.execute(select(inner.c.stage, func.count()).group_by(inner.c.stage))
    return {str(stage): number for stage, number in found if stage is not None}


def _gifts(session: Session, *, scope: Scope, start: date, end: date, partner_id: int | None) -> list[Contribution]:
    """Read of gifts what is added up, and nothing else of them."""
    columns: Any = select(
        Contribution.partner_id,
        Contribution.type,
        Contribution.unit,
        Contribution.amount,
        Contribution.occurred_on,
        Contribution.direction,
        Contribution.record_status,
    )
    rows = session.execute(
        scope.limit(columns, Contribution).where(
            Contribution.record_status == RecordStatus.CONFIRMED,
            Contribution.direction == TO_SCHOOL,
            Contribution.occurred_on >= start,
            Contribution.occurred_on < end,
            *([] if partner_id is None else [Contribution.partner_id == partner_id]),
        )
    ).all()
    return cast("list[Contribution]", rows)


def _within(gifts: Iterable[Contribution], year: SchoolYear) -> list[Contribution]:
    return [gift for gift in gifts if year.start <= gift.occurred_on < year.end]


def _given_by_partner(gifts: Iterable[Contribution], language: Language, rates: Rates) -> dict[int, Given]:
    own: dict[int, list[Contribution]] = {}
    for gift in gifts:
        own.setdefault(gift.partner_id, []).append(gift)
    return {partner_id: given_in_all(theirs, language, rates=rates) for partner_id, theirs in own.items()}


def _promised(session: Session, language: Language, start: date, end: date, *, scope: Scope) -> dict[int, Promised]:
    day = func.coalesce(Commitment.due_on, Commitment.agreed_on)
    columns: Any = select(
        Partnership.partner_id,
        Commitment.unit,
        func.count(),
        func.count(Commitment.amount),
        func.sum(Commitment.amount),
    )
    rows = session.execute(
        scope.limit(columns.join(Commitment.partnership), Commitment)
        .where(Commitment.record_status == RecordStatus.CONFIRMED, day >= start, day < end)
        .group_by(Partnership.partner_id, Commitment.unit)
    )
    found: dict[int, Promised] = {}
    for partner_id, unit, number, measured, amount in rows:
        one = found.setdefault(partner_id, Promised())
        one.add(unit, amount, language, number=number, measured=measured)
    return found


def _contacts(
    session: Session, *, scope: Scope, start: date, end: date, among: Collection[int], only: Only
) -> dict[int, int]:
    columns: Any = select(activity_partners.c.partner_id, func.count().label("number")).join_from(
        Activity, activity_partners, activity_partners.c.activity_id == Activity.id
    )
    rows = session.execute(
        scope.limit(columns, Activity)
        .where(
            Activity.record_status == RecordStatus.CONFIRMED,
            Activity.occurred_on >= start,
            Activity.occurred_on < end,
            activity_partners.c.partner_id.in_(among),
            *only.conditions(),
        )
        .group_by(activity_partners.c.partner_id)
    )
    return {row.partner_id: row.number for row in rows}
