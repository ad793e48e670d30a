"""Hours that alliances' people enter week after week at a school, and the questions whether it was so again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from models.accounts import Role, School, User
from models.agreements import Contribution
from models.amounts import amount_words
from models.continuum.language.language import Language
from models.continuum.language.vocabularies import TO_SCHOOL
from models.hours_asks import WEEK, WEEKS_LOOKED_AT, GivenHours, HoursAsk
from models.memberships import Membership
from models.partners import SchoolPartner
from models.partnerships import Partnership
from models.records import RecordStatus
from models.scope import OutsideScope, Scope
from models.wording import day_words, weekday_words


def given_hours(session: Session, school: School, *, monday: date, units: frozenset[str]) -> list[GivenHours]:
    """List the hours that people of alliances entered of the weeks before the one before a Monday, the earliest first.

    Args:
        units: Those whose amounts are hours.
    """
    statement = _gifts(school, units).where(
        Contribution.occurred_on >= monday - WEEK * (WEEKS_LOOKED_AT + 1),
        Contribution.occurred_on < monday - WEEK,
        Contribution.returned_on.is_(None),
        Contribution.entered_by_id.is_not(None),
        Contribution.type.is_not(None),
        Contribution.amount > 0,
    )
    return [
        GivenHours(
            one.entered_by_id, one.partner_id, one.type, one.occurred_on, one.amount, one.unit, one.way,
            one.allocated_to,
        )
        for one in session.scalars(statement.order_by(Contribution.occurred_on, Contribution.id))
        if one.entered_by_id and one.type and one.amount and one.unit
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is on record of one week at a school, answers to its questions apart.

    Attributes:
        given: Organization, what was given, and who entered it; None where nobody did.
        members: Who acts or acted for an organization: organization and person.
    """

    given: frozenset[tuple[int, str, int | None]]
    members: frozenset[tuple[int, int | None]]

    def has(self, user_id: int, partner_id: int, type_: str) -> bool:
        """Whether the hours of a person need no question: they entered some, or somebody who is no colleague did."""
        return any(
            by == user_id or (partner_id, by) not in self.members
            for partner, given, by in self.given
            if (partner, given) == (partner_id, type_)
        )


def on_record(session: Session, school: School, *, monday: date, units: frozenset[str]) -> OnRecord:
    """Find what is on record of the week before a Monday at a school, whoever entered it."""
    answers = select(HoursAsk.contribution_id).where(
        HoursAsk.school_id == school.id, HoursAsk.week_of == monday, HoursAsk.contribution_id.is_not(None)
    )
    statement = _gifts(school, units).where(
        Contribution.occurred_on >= monday - WEEK,
        Contribution.occurred_on < monday,
        Contribution.type.is_not(None),
        Contribution.id.not_in(answers),
    )
    given = frozenset((one.partner_id, one.type, one.entered_by_id) for one in session.scalars(statement) if one.type)
    rows = session.execute(
        select(Membership.partner_id, Membership.user_id).where(
            Membership.partner_id.in_({partner_id for partner_id, *_ in given})
        )
    )
    return OnRecord(given, frozenset((partner_id, user_id) for partner_id, user_id in rows if partner_id is not None))


def may_answer(session: Session, school: School, *, today: date) -> set[tuple[int, int]]:
    """List who can enter something for which organization at a school today: person and organization."""
    works_with = select(Partnership.partner_id).where(
        Partnership.school_id == school.id,
        Partnership.record_status == RecordStatus.CONFIRMED,
        or_(Partnership.ended_on.is_(None), Partnership.ended_on > today),
    )
    known = select(SchoolPartner.partner_id).where(
        SchoolPartner.school_id == school.id, SchoolPartner.record_status == RecordStatus.CONFIRMED
    )
    rows = session.execute(
        select(Membership.user_id, Membership.partner_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.role == Role.ALLIANCE_MEMBER,
            or_(Membership.ended_on.is_(None), Membership.ended_on > today),
            User.is_active,
            Membership.partner_id.in_(works_with),
            Membership.partner_id.in_(known),
        )
    )
    return {(user_id, partner_id) for user_id, partner_id in rows if partner_id is not None}


def asks_of_week(session: Session, school_id: int, monday: date, *, user_id: int | None = None) -> list[HoursAsk]:
    """List the questions of a week at a school, answered ones too, by person and day.

    Args:
        user_id: Only those to one person.
    """
    statement = select(HoursAsk).where(HoursAsk.school_id == school_id, HoursAsk.week_of == monday)
    if user_id is not None:
        statement = statement.where(HoursAsk.user_id == user_id)
    return _whole(session, statement)


def open_asks(session: Session, *, scope: Scope, now: datetime) -> list[HoursAsk]:
    """List the questions that wait for the reader's own answer, by day.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    if scope.partner_id is None:
        raise OutsideScope("Only a member of a strategic alliance is asked about its hours.")
    return _whole(
        session,
        select(HoursAsk).where(
            HoursAsk.user_id == scope.user_id,
            HoursAsk.partner_id == scope.partner_id,
            HoursAsk.said.is_(None),
            HoursAsk.expires_at > now,
        ),
    )


def hours_words_of(ask: HoursAsk, language: Language) -> str:
    """Say what a question is about: "Tutoring, 2 hours, Tuesday, Mar 10, 2026"."""
    named = language.phrase("contribution_type", ask.type) if ask.type in language.values("contribution_type") else ""
    what = named or ask.type
    day = f"{weekday_words(ask.occurred_on)}, {day_words(ask.occurred_on)}"
    return f"{what[:1].upper()}{what[1:]}, {amount_words(ask.amount, ask.unit, language)}, {day}"


def _gifts(school: School, units: frozenset[str]) -> Select[Any]:
    return select(Contribution).where(
        Contribution.school_id == school.id,
        Contribution.direction == TO_SCHOOL,
        Contribution.unit.in_(sorted(units)),
        Contribution.record_status.in_((RecordStatus.CONFIRMED, RecordStatus.PROPOSED)),
    )


def _whole(session: Session, statement: Select[Any]) -> list[HoursAsk]:
    loads = (joinedload(HoursAsk.school), joinedload(HoursAsk.partner), joinedload(HoursAsk.user))
    found: Sequence[HoursAsk] = session.scalars(
        statement.options(*loads).order_by(HoursAsk.user_id, HoursAsk.occurred_on, HoursAsk.id)
    ).all()
    return list(found)
