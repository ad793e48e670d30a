"""Add and change partner organisations, what a school knows of them, and their contacts. Nothing here commits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import School
from models.operations.records import one_line, still_open, tidy, touch
from models.partners import Contact, Partner, SchoolPartner
from models.queries.catalogue import latest_catalogue
from models.records import RecordStatus
from models.refusals import Refused, refuse_if
from models.scope import Scope
from models.texts import identity_key
from models.wording import day_words

# Files name several partners of an activity in one cell, divided by semicolons.
_NOT_IN_NAMES = re.compile(r"[;\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the district's directory says of an organisation; the same for all its schools."""

    name: str
    category: str
    subtype: str | None = None
    sector: str | None = None
    town: str | None = None
    website: str | None = None


@dataclass(frozen=True, slots=True)
class Engagement:
    """What one school says of a partner: since when it is known, how far things are, what it could give."""

    added_on: date
    stage: str | None = None
    offers: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """A person at a partner, as typed."""

    name: str
    title: str | None = None
    email: str | None = None
    phone: str | None = None
    is_key: bool = False
    from_on: date | None = None
    until_on: date | None = None
    note: str | None = None


def organisation_named(session: Session, name: str, *, district_id: int) -> Partner | None:
    """Find an organisation of a district's directory by name, by whatever name of the same key; None if unknown.

    The name of one that was merged into another finds that one.
    """
    wanted = identity_key(name)
    # Compared here, not in SQL: a directory holds hundreds of names at most, and no database knows what is the same.
    directory = session.scalars(select(Partner).where(Partner.district_id == district_id).order_by(Partner.id))
    same = [partner for partner in directory if identity_key(partner.name) == wanted]
    # Directories of before may hold several names of one organisation: the very name goes first.
    found = next((partner for partner in same if partner.name == one_line(name)), same[0] if same else None)
    return found.present if found is not None else None


def add_partner(
    session: Session, organisation: Organisation, engagement: Engagement, *, scope: Scope, today: date
) -> SchoolPartner:
    """Add a partner to a school's directory, using the organisation of the district's directory where it is there.

    An organisation that other schools know keeps what the directory says of it: what was typed for a new one is
    not written over it.

    Args:
        scope: The school, its district, and who adds.

    Raises:
        Refused: No name, a name that files cannot hold, a day still to come, or a partner the school has already.
    """
    refuse_if(_name_problem(organisation.name) | _added_problem(engagement.added_on, today))
    assert scope.district_id is not None  # whoever may write has a school, and every school a district
    partner = organisation_named(session, organisation.name, district_id=scope.district_id)
    if partner is None:
        partner = Partner(district_id=scope.district_id, name=one_line(organisation.name), category="")
        _describe(partner, organisation)
        session.add(partner)
        session.flush()
    known = session.scalars(
        select(SchoolPartner).where(SchoolPartner.school_id == scope.school_id, SchoolPartner.partner_id == partner.id)
    ).first()
    if known is not None:
        archived = known.record_status is RecordStatus.ARCHIVED
        where = "among your archived partners: restore it there" if archived else "in your directory already"
        raise Refused({"name": f"“{partner.name}” is {where}."})
    engaged = SchoolPartner(
        school_id=scope.school_id,
        partner=partner,
        added_on=engagement.added_on,
        stage=engagement.stage or None,
        offers=engagement.offers,
        note=tidy(engagement.note),
        entered_on=today,
        entered_by_id=scope.user_id,
    )
    session.add(engaged)
    return engaged


def share_partner(
    session: Session, engaged: SchoolPartner, schools: Sequence[School], *, scope: Scope, today: date
) -> list[SchoolPartner]:
    """Add an organisation that one school knows to the directories of others, with what it can offer.

    What the school noted for itself stays its own.

    Args:
        schools: Of the scope, none of which has it yet.
        scope: All schools for which whoever shares answers.

    Raises:
        Refused: No school is named, one is outside the scope, or the organisation is archived.
    """
    still_open(engaged)
    if not schools:
        raise Refused({"schools": "Tick at least one school."})
    if {one.id for one in schools} - scope.school_ids:
        raise Refused({"schools": "One of these schools is not of your district."})
    made = [
        SchoolPartner(
            school_id=school.id,
            partner=engaged.partner.present,
            added_on=today,
            stage=latest_catalogue(session).language.first("stage", "of_new_partner"),
            offers=engaged.offers,
            entered_on=today,
            entered_by_id=scope.user_id,
        )
        for school in schools
    ]
    session.add_all(made)
    return made


def change_partner(
    session: Session, engaged: SchoolPartner, organisation: Organisation, engagement: Engagement, *, today: date
) -> None:
    """Change what the directory and the school say of a partner.

    Raises:
        Refused: Archived, no name, another organisation has the name, or a day still to come.
    """
    still_open(engaged)
    partner = engaged.partner
    problems = _name_problem(organisation.name) | _added_problem(engagement.added_on, today)
    namesake = organisation_named(session, organisation.name, district_id=partner.district_id)
    if namesake is not None and namesake.id != partner.id:
        problems |= {"name": f"Another organization of the district is called “{namesake.name}” already."}
    elif partner.name != one_line(organisation.name) and _is_merged_name(session, partner, organisation.name):
        said = (
            "is the name of an organization that became part of this one. Take that back and merge them the other way."
        )
        problems |= {"name": f"“{one_line(organisation.name)}” {said}"}
    refuse_if(problems)
    _describe(partner, organisation)
    engaged.added_on = engagement.added_on
    engaged.stage = engagement.stage or None
    engaged.offers = engagement.offers
    engaged.note = tidy(engagement.note)
    if session.is_modified(partner):
        # The organisation is shared: whoever has its form open, at whatever school, is to be told.
        for known in partner.engagements:
            touch(known)


def appraise_partner(engaged: SchoolPartner, on: date, *, today: date) -> None:
    """Note that the partner's possible contributions were appraised on a day.

    Raises:
        Refused: Archived, a day before it was added or still to come, or noted for that day already.
    """
    still_open(engaged)
    if on > today:
        raise Refused("This day is still to come. Note on the day that you checked what they can offer.")
    if on < engaged.added_on:
        raise Refused(f"The partner was added on {day_words(engaged.added_on)}; it cannot have been checked before.")
    if on in engaged.assessed_on:
        raise Refused(f"That it was checked on {day_words(on)} is noted already.")
    engaged.assessed_on = (*engaged.assessed_on, on)


def add_contact(session: Session, engaged: SchoolPartner, entry: ContactEntry, *, scope: Scope, today: date) -> Contact:
    """Add a person at a partner.

    Raises:
        Refused: The partner is archived, the person has no name, or the dates run backwards.
    """
    still_open(engaged)
    contact = Contact(
        school_id=engaged.school_id,
        partner_id=engaged.partner_id,
        name="",
        entered_on=today,
        entered_by_id=scope.user_id,
    )
    _fill_contact(contact, entry)
    session.add(contact)
    return contact


def change_contact(contact: Contact, entry: ContactEntry) -> None:
    """Change what is known of a person at a partner.

    Raises:
        Refused: Archived, no name, or the dates run backwards.
    """
    still_open(contact)
    _fill_contact(contact, entry)


def end_contact(contact: Contact, on: date) -> None:
    """Note that somebody is no longer the school's contact from a day on; what they did stays where it is.

    Raises:
        Refused: Archived, ended already, or not after the first day.
    """
    still_open(contact)
    if contact.until_on is not None and contact.until_on <= on:
        raise Refused(f"{contact.name} has not been a contact since {day_words(contact.until_on)}.")
    if contact.from_on is not None and on <= contact.from_on:
        raise Refused(f"{contact.name} became a contact on {day_words(contact.from_on)}; the end must be later.")
    contact.until_on = on


def _is_merged_name(session: Session, partner: Partner, name: str) -> bool:
    held = select(Partner.id).where(Partner.district_id == partner.district_id, Partner.name == one_line(name))
    return session.scalars(held).first() is not None


def _describe(partner: Partner, organisation: Organisation) -> None:
    partner.name = one_line(organisation.name)
    partner.category = organisation.category
    partner.subtype = organisation.subtype or None
    partner.sector = one_line(organisation.sector) or None
    partner.town = one_line(organisation.town) or None
    partner.website = tidy(organisation.website)


def _name_problem(name: str) -> dict[str, str]:
    if not one_line(name):
        return {"name": "Say what the organization is called."}
    if _NOT_IN_NAMES.search(name):
        return {"name": "A name cannot contain semicolons, line breaks or control characters."}
    return {}


def _added_problem(added_on: date, today: date) -> dict[str, str]:
    return {"added_on": "This day is still to come. Choose today or an earlier day."} if added_on > today else {}


def _fill_contact(contact: Contact, entry: ContactEntry) -> None:
    problems = {}
    if not one_line(entry.name):
        problems["name"] = "Say who it is."
    if entry.from_on and entry.until_on and entry.until_on <= entry.from_on:
        problems["until_on"] = "The first day that no longer counts must be after the first day."
    refuse_if(problems)
    contact.name = one_line(entry.name)
    contact.title = one_line(entry.title) or None
    contact.email = tidy(entry.email)
    contact.phone = one_line(entry.phone) or None
    contact.is_key = entry.is_key
    contact.from_on = entry.from_on
    contact.until_on = entry.until_on
    contact.note = tidy(entry.note)
