"""What Home asks about partners beside what partnerships need: promises, thanks, and contacts who leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from models.agreements import Commitment, Contribution
from models.continuum.language.thresholds import Thresholds
from models.continuum.language.vocabularies import TO_SCHOOL
from models.partners import Contact, Partner, SchoolPartner
from models.partnerships import Partnership
from models.queries.home_needs import Due, Need
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope
from models.stewardship import Recognition, Transition
from models.wording import counted, day_words, days_words

# So many who were not thanked are named; of more the yearly list is told of.
ONE_BY_ONE = 4


def unkept_promises(session: Session, *, scope: Scope, today: date) -> Iterable[Due]:
    """Give the partnerships in which something was promised and its day is over: one statement."""
    first, many = func.min(Commitment.due_on), func.count(Commitment.id)
    columns: Any = (Partnership.id, Partner.name, first, many)
    late = (
        select(*columns)
        .select_from(Commitment)
        .join(Commitment.partnership)
        .join(Partnership.partner)
        .where(
            Commitment.record_status == RecordStatus.CONFIRMED,
            Commitment.received_on.is_(None),
            Commitment.due_on < today,
            Partnership.record_status != RecordStatus.ARCHIVED,
            or_(Partnership.ended_on.is_(None), Partnership.ended_on > today),
        )
        .group_by(Partnership.id, Partner.name)
        .order_by(first, Partnership.id)
    )
    for number, name, due_on, promises in session.execute(scope.limit(late, Commitment)):
        days = (today - due_on).days
        sentence = f"It was due on {day_words(due_on)} and nobody noted that it came."
        if promises > 1:
            sentence = f"{counted(promises, 'promise', 'promises')} are late, the first since {day_words(due_on)}."
        word = f"overdue {days_words(days)}"
        yield Due(Need.PROMISE, word, "warn", f"What {name} promised", sentence, number, number, days, name)


def unthanked(session: Session, year: SchoolYear, *, scope: Scope, today: date) -> Iterable[Due]:
    """Give the partners whose gifts of a school year nobody thanked them for, as the yearly list has them.

    A gift is hours, dollars or goods; time that a partner took for an activity stands on the yearly list alone. Where
    they are many, that list is told of once. One statement.
    """
    first, latest = func.min(Contribution.occurred_on), func.max(Contribution.occurred_on)
    thanked: Any = select(Recognition.id).where(
        Recognition.partner_id == Contribution.partner_id, *_within(Recognition, year, today)
    )
    columns: Any = (Partner.id, Partner.name, first, latest, func.count(Contribution.id))
    given = (
        select(*columns)
        .select_from(Contribution)
        .join(Contribution.partner)
        .where(
            *_within(Contribution, year, today),
            Contribution.direction == TO_SCHOOL,
            ~scope.limit(thanked, Recognition).correlate(Contribution).exists(),
        )
        .group_by(Partner.id, Partner.name)
        .order_by(first, Partner.id)
    )
    found = session.execute(scope.limit(given, Contribution)).all()
    if len(found) > ONE_BY_ONE:
        said = f"{counted(len(found), 'partner', 'partners')} gave and were not thanked"
        sentence = f"The list of {year} names what each gave, with a certificate."
        days = (today - found[0][2]).days
        yield Due(Need.THANKS, "not thanked", "plain", said, sentence, 0, days=days)
        return
    for number, name, first_on, last_on, gifts in found:
        gave = f"They gave on {day_words(last_on)}" if gifts == 1 else f"{counted(gifts, 'gift', 'gifts')} in {year}"
        sentence = f"{gave}, and no thanks are on record."
        days = (today - first_on).days
        yield Due(Need.THANKS, "not thanked", "plain", f"Thanks to {name}", sentence, number, days=days, partner=name)


def contacts_leaving(session: Session, limits: Thresholds, *, scope: Scope, today: date) -> Iterable[Due]:
    """Give the contacts whose last day is known and near, and of whom nobody said yet who follows."""
    for contact, engaged_id in leaving_contacts(session, limits, scope=scope, today=today):
        assert contact.until_on is not None  # it was asked for by it
        left, where = (contact.until_on - today).days, contact.partner.name
        yield Due(
            Need.CONTACT_LEAVES,
            f"in {days_words(left)}",
            "bad" if left <= limits.urgent_days else "warn",
            f"{contact.name} leaves {where}",
            contact_leaves_sentence(contact),
            contact.id,
            days=-left,
            partner=where,
            engaged_id=engaged_id,
            who=contact.name,
        )


def contact_leaves_sentence(contact: Contact) -> str:
    """Say until when a contact is one, and that nobody follows."""
    assert contact.until_on is not None  # who leaves has a last day
    return f"{contact.name} is a contact until {day_words(contact.until_on - timedelta(days=1))}. Nobody follows yet."


def leaving_contacts(
    session: Session, limits: Thresholds, *, scope: Scope, today: date, partner_id: int | None = None
) -> Sequence[tuple[Contact, int]]:
    """Find those contacts with the number under which the school knows their organisation, the next first.

    Whoever leaves by a change of people that is on record is told of there.

    Args:
        partner_id: Those of one organisation only.
    """
    told = select(Transition.id).where(
        Transition.school_id == Contact.school_id,
        Transition.partner_id == Contact.partner_id,
        Transition.leaves == Contact.name,
        Transition.record_status == RecordStatus.CONFIRMED,
        Transition.occurred_on >= today,
    )
    known: Any = select(func.min(SchoolPartner.id)).where(
        SchoolPartner.partner_id == Contact.partner_id,
        SchoolPartner.school_id == Contact.school_id,
        SchoolPartner.record_status != RecordStatus.ARCHIVED,
    )
    engaged_id = known.correlate(Contact).scalar_subquery()
    both: Select[Any] = select(Contact, engaged_id)
    leaving = (
        both.where(
            Contact.record_status == RecordStatus.CONFIRMED,
            Contact.until_on > today,
            Contact.until_on <= today + timedelta(days=limits.lapse_days),
            engaged_id.is_not(None),
            ~told.exists(),
        )
        .order_by(Contact.until_on, Contact.id)
        .options(joinedload(Contact.partner))
    )
    if partner_id is not None:
        leaving = leaving.where(Contact.partner_id == partner_id)
    return [(row[0], row[1]) for row in session.execute(scope.limit(leaving, Contact))]


def _within(table: Any, year: SchoolYear, today: date) -> tuple[Any, ...]:
    return (
        table.record_status == RecordStatus.CONFIRMED,
        table.occurred_on >= year.start,
        table.occurred_on <= min(year.last, today),
    )
