"""A school's directory as a list: narrowed, ordered and cut into pages by the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from models.folding import folded_column, says
from models.partners import Partner, SchoolPartner
from models.partnerships import Partnership
from models.queries.paging import Paged, read_page
from models.queries.partners import contacts_by_partner, last_contacts
from models.queries.partnership_care import stage_held
from models.queries.partnership_list import place_of_stage
from models.records import RecordStatus
from models.scope import Scope

SORTS = ("name", "category", "stage", "last")


@dataclass(frozen=True, slots=True)
class PartnerFilter:
    """Which partners are wanted; None leaves a criterion out.

    Attributes:
        text: Found in the organisation's name, town or sector, whatever the case and the accents.
        archived: The archived ones in place of the others.
    """

    category: str | None = None
    stage: str | None = None
    text: str | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One line of the directory.

    Attributes:
        stage: The stage of the running partnership, else the one the directory names; None where nothing is said.
        last_contact_on: Day of the latest contact with it; None without one.
        partnership_id: The partnership that runs, or the latest one; None where there was never one.
    """

    engaged: SchoolPartner
    stage: str | None
    last_contact_on: date | None
    partnership_id: int | None

    @property
    def partner(self) -> Partner:
        """The organisation."""
        return self.engaged.partner


def list_partners(
    session: Session,
    wanted: PartnerFilter,
    *,
    scope: Scope,
    today: date,
    sort: str = "name",
    descending: bool = False,
    page: int = 1,
) -> Paged[PartnerRow]:
    """List a page of a school's partners: five statements at most, however many there are.

    Args:
        today: The day whose stages are shown; partnerships that ended before have no say.
        sort: One of `SORTS`; ties follow by name.
        page: Wanted page, from 1; one past the end gives the last.

    Raises:
        ValueError: There is no such sort.
    """
    if sort not in SORTS:
        raise ValueError(f"no such sort: {sort!r}")
    stage = _stage(scope, today)

    def narrowed(statement: Select[Any]) -> Select[Any]:
        statement = _narrowed(statement, wanted, scope)
        return statement.where(stage == wanted.stage) if wanted.stage else statement

    ordered = narrowed(select(SchoolPartner)).options(contains_eager(SchoolPartner.partner))
    contacts = contacts_by_partner(scope, today).subquery()
    if sort == "last":
        ordered = ordered.outerjoin(contacts, contacts.c.partner_id == SchoolPartner.partner_id)
    sorts: dict[str, list[Any]] = {
        "name": [folded_column(Partner.name)],
        "category": [Partner.category.expression],
        "stage": [place_of_stage(stage)],
        "last": [contacts.c.on.is_not(None), contacts.c.on],
    }
    order = [one.desc() if descending else one.asc() for one in sorts[sort]]
    found = read_page(
        session,
        narrowed,
        ordered.order_by(*order, folded_column(Partner.name), SchoolPartner.id),
        key=SchoolPartner.id,
        page=page,
    )
    among = [one.partner_id for one in found.rows]
    running = _latest_partnerships(session, among, scope=scope)
    last = last_contacts(session, scope=scope, today=today, among=among)
    rows = [_row(one, running.get(one.partner_id), last.get(one.partner_id), today) for one in found.rows]
    return replace(found, rows=rows)


def _narrowed(statement: Select[Any], wanted: PartnerFilter, scope: Scope) -> Select[Any]:
    archived = SchoolPartner.record_status == RecordStatus.ARCHIVED
    statement = scope.limit(statement.select_from(SchoolPartner).join(SchoolPartner.partner), SchoolPartner)
    statement = statement.where(archived if wanted.archived else ~archived)
    if wanted.category:
        statement = statement.where(Partner.category == wanted.category)
    if wanted.text:
        described = (Partner.name, Partner.town, Partner.sector)
        statement = statement.where(or_(*(says(one, wanted.text) for one in described)))
    return statement


def _stage(scope: Scope, today: date) -> ColumnElement[Any]:
    """Find in SQL what `PartnerRow.stage` says."""
    latest = scope.limit(
        select(Partnership.id).where(
            Partnership.partner_id == SchoolPartner.partner_id, Partnership.record_status == RecordStatus.CONFIRMED
        ),
        Partnership,
    )
    latest = latest.order_by(Partnership.started_on.desc(), Partnership.id.desc()).limit(1)
    latest_id = latest.correlate(SchoolPartner).scalar_subquery()
    return func.coalesce(stage_held(latest_id, today), SchoolPartner.stage)


def _latest_partnerships(session: Session, partner_ids: Sequence[int], *, scope: Scope) -> dict[int, Partnership]:
    """Give, of some organisations, each one's partnership that began last, with its stages."""
    rows = session.scalars(
        scope.limit(
            select(Partnership)
            .where(Partnership.partner_id.in_(partner_ids), Partnership.record_status == RecordStatus.CONFIRMED)
            .options(selectinload(Partnership.stages))
            .order_by(Partnership.started_on, Partnership.id),
            Partnership,
        )
    )
    return {row.partner_id: row for row in rows}


def _row(engaged: SchoolPartner, latest: Partnership | None, last_on: date | None, today: date) -> PartnerRow:
    stage = engaged.stage
    if latest is not None:
        held = latest.stage_on(today)
        stage = held.value if held is not None else stage
    return PartnerRow(engaged, stage, last_on, latest.id if latest else None)
