"""Organisations of a record file and the district's directory, which all its schools share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import School
from models.kinds.columns import Row
from models.partners import SCHOOL_PARTNER, Partner, SchoolPartner
from models.partnerships import Partnership
from models.records import RecordStatus
from models.texts import identity_key

# Columns of an `org` that the directory holds, for all schools alike.
_HELD = [column for column in SCHOOL_PARTNER.columns.values() if column.in_directory]
IN_THE_DIRECTORY = tuple(column.name for column in _HELD)
# An empty cell does not take these from an organisation that other schools know too.
_MAY_BE_UNSAID = tuple(column.name for column in _HELD if not column.required)


def merged_names(session: Session, school: School) -> dict[str, str]:
    """Say of organisations that were merged into another what that one is called."""
    gone = select(Partner).where(Partner.district_id == school.district_id, Partner.merged_into_id.is_not(None))
    return {one.name: one.present.name for one in session.scalars(gone)}


def partnerships_with(session: Session, school: School) -> dict[str, str]:
    """Give the partnership by which an organisation's name can stand: key of the name -> ref.

    Where a school has several with one organisation that are not over, the name says none of them.
    """
    running = (
        select(Partner.name, Partnership.ref)
        .join(Partner, Partner.id == Partnership.partner_id)
        .where(
            Partnership.school_id == school.id,
            Partnership.ended_on.is_(None),
            Partnership.record_status == RecordStatus.CONFIRMED,
        )
    )
    found: dict[str, list[str]] = {}
    for name, ref in session.execute(running):
        found.setdefault(identity_key(name), []).append(ref)
    return {key: refs[0] for key, refs in found.items() if len(refs) == 1}


def settle(session: Session, school: School, rows: Iterable[Row]) -> None:
    """Make rows of one file agree on what the directory says of their organisations.

    A name with the key of a known one is that organisation, see `identity_key`. Of several rows of one organisation the
    last one says what it is. What a row leaves empty stays as it is where another school knows the organisation.

    Args:
        rows: Typed rows of kind `org` in the order of the file; they are changed in place.
    """
    listed = list(rows)
    listed_there = session.scalars(select(Partner).where(Partner.district_id == school.district_id)).all()
    directory = {identity_key(partner.name): partner for partner in listed_there}
    # Directories of before may hold several names of one organisation: each is the one of its very name.
    by_name = {partner.name: partner for partner in listed_there}
    shared = set(
        session.scalars(
            select(SchoolPartner.partner_id)
            .join(Partner, Partner.id == SchoolPartner.partner_id)
            .where(Partner.district_id == school.district_id, SchoolPartner.school_id != school.id)
        )
    )
    names: dict[str, str] = {key: partner.name for key, partner in directory.items()}
    latest: dict[str, Row] = {}
    for row in listed:
        if row["name"] not in by_name:
            row["name"] = names.setdefault(identity_key(row["name"]), row["name"])
        latest[row["name"]] = row
    for name, row in latest.items():
        known = by_name.get(name)
        if known is not None and known.id in shared:
            for column in _MAY_BE_UNSAID:
                if row.get(column) is None:
                    row[column] = getattr(known, column)
    for row in listed:
        row.update(_directory_part(latest[row["name"]]))


def _directory_part(row: Mapping[str, object]) -> Row:
    return {name: row[name] for name in IN_THE_DIRECTORY if name in row}


def store(session: Session, school: School, record: SchoolPartner, row: Row) -> Partner:
    """Write what a row says of an organisation into the directory.

    Returns:
        The organisation: the one of that name where the directory has it; else, for a record of an organisation that
        no other school knows, that one under its new name; else a new one. It is flushed.
    """
    partner = session.scalar(
        select(Partner).where(Partner.district_id == school.district_id, Partner.name == row["name"])
    )
    if partner is None and record.partner_id is not None:
        users = session.scalars(
            select(SchoolPartner.id).where(SchoolPartner.partner_id == record.partner_id, SchoolPartner.id != record.id)
        ).first()
        partner = session.get(Partner, record.partner_id) if users is None else None
    if partner is None:
        partner = Partner(district_id=school.district_id)
        session.add(partner)
    for name in IN_THE_DIRECTORY:
        if getattr(partner, name) != row[name]:
            setattr(partner, name, row[name])
    if session.is_modified(partner):
        # At once: a later row may bring an organisation of the name that this one gives up.
        session.flush()
    return partner
