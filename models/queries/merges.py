"""Organisations that may be one: which names are alike, what each has on record, and what was merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activities import Activity, activity_partners
from models.memberships import Membership
from models.merges import PartnerMerge
from models.partners import Partner, SchoolPartner
from models.record_kinds import KINDS
from models.records import Record
from models.scope import Scope
from models.texts import ALIKE, identity_key, likeness

MOST = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One of two organisations that may be one.

    Attributes:
        engaged: What the schools in scope note of it.
        records: (nouns, how many) of each kind that has any, activities first; archived ones too.
    """

    partner: Partner
    engaged: tuple[SchoolPartner, ...]
    records: tuple[tuple[str, int], ...]


def kinds_of_partners() -> Iterator[tuple[str, Any]]:
    """Give every kind of record that names one organisation, but for the directory's own."""
    for name, kind in KINDS.items():
        if "partner_id" in kind.table.__table__.columns and kind.table is not SchoolPartner:
            yield name, kind.table


def alike(session: Session, name: str, *, scope: Scope, besides: int | None = None, own: bool = False) -> list[Partner]:
    """Find organisations of the district whose names are much like a name, the likeliest first; at most three.

    Args:
        besides: An organisation that is not meant.
        own: Only among the partners of the one school of the scope.
    """
    from rapidfuzz import process  # loaded where names are compared, and not by every command

    listed = select(Partner).where(Partner.district_id == scope.district_id, Partner.merged_into_id.is_(None))
    if own:
        known = select(SchoolPartner.partner_id).where(SchoolPartner.school_id == scope.school_id)
        listed = listed.where(Partner.id.in_(known))
    directory = {one.id: one for one in session.scalars(listed.order_by(Partner.id)) if one.id != besides}
    keys = {number: identity_key(one.name) for number, one in directory.items()}
    found = process.extract(identity_key(name), keys, scorer=likeness, score_cutoff=ALIKE, limit=MOST)
    return [directory[number] for _, _, number in found]


def side_of(session: Session, partner: Partner, *, scope: Scope) -> Side:
    """Gather what is on record of an organisation in the schools of a scope."""
    engaged = session.scalars(
        scope.limit(select(SchoolPartner).where(SchoolPartner.partner_id == partner.id), SchoolPartner)
    ).all()
    linked = select(func.count(Activity.id)).where(
        Activity.id.in_(select(activity_partners.c.activity_id).where(activity_partners.c.partner_id == partner.id))
    )
    counts = [(KINDS["activity"].nouns, session.scalar(scope.limit(linked, Activity)) or 0)]
    for name, table in kinds_of_partners():
        counted = select(func.count(table.id)).where(table.partner_id == partner.id)
        counts.append((KINDS[name].nouns, session.scalar(scope.limit(counted, table)) or 0))
    return Side(partner, tuple(engaged), tuple(pair for pair in counts if pair[1]))


def schools_with(session: Session, partner_id: int) -> set[int]:
    """Name every school that has something on record of an organisation."""
    linked = select(Activity.school_id).join(activity_partners).where(activity_partners.c.partner_id == partner_id)
    found = set(session.scalars(linked.distinct()))
    tables: list[Any] = [SchoolPartner, *(table for _, table in kinds_of_partners())]
    for table in tables:
        found |= set(session.scalars(select(table.school_id).where(table.partner_id == partner_id).distinct()))
    return found


def has_people(session: Session, partner_id: int) -> bool:
    """Say whether people of an organisation may sign in."""
    return session.scalar(select(Membership.id).where(Membership.partner_id == partner_id).limit(1)) is not None


def merges_into(session: Session, partner_id: int) -> list[PartnerMerge]:
    """List what was merged into an organisation and not taken back, latest first."""
    statement = select(PartnerMerge).where(PartnerMerge.kept_id == partner_id, PartnerMerge.undone_at.is_(None))
    return list(session.scalars(statement.order_by(PartnerMerge.id.desc())))


def find_merge(session: Session, merge_id: int, *, kept_id: int) -> PartnerMerge | None:
    """Find what was merged into an organisation; None where it was not."""
    statement = select(PartnerMerge).where(PartnerMerge.id == merge_id, PartnerMerge.kept_id == kept_id)
    return session.scalars(statement).one_or_none()


def find_in_directory(session: Session, partner_id: int, *, scope: Scope) -> Partner | None:
    """Find an organisation of the reader's district that is merged into no other; None where there is none."""
    statement = select(Partner).where(
        Partner.id == partner_id, Partner.district_id == scope.district_id, Partner.merged_into_id.is_(None)
    )
    return session.scalars(statement).one_or_none()


def records_of(session: Session, partner_id: int, *, scope: Scope) -> list[Record]:
    """List everything on record of an organisation in the schools of a scope, of every kind, archived ones too."""
    linked = select(activity_partners.c.activity_id).where(activity_partners.c.partner_id == partner_id)
    found: list[Record] = list(session.scalars(scope.limit(select(Activity).where(Activity.id.in_(linked)), Activity)))
    for table in (SchoolPartner, *(table for _, table in kinds_of_partners())):
        found += records_with(session, table, partner_id, scope=scope)
    return found


def records_with(session: Session, table: Any, partner_id: int, *, scope: Scope) -> list[Record]:
    """List the records of a kind that name an organisation, archived ones too, by id."""
    statement = select(table).where(table.partner_id == partner_id).order_by(table.id)
    return list(session.scalars(scope.limit(statement, table)))
