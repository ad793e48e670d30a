"""A school's directory as a list: narrowed, ordered and cut into pages by the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from models.columns import has_code
from models.folding import folded_column, says
from models.partners import Partner, SchoolPartner
from models.partnerships import Partnership, PointPerson
from models.queries.catalogue import catalogue_on, latest_catalogue
from models.queries.paging import Narrowed, Paged, read_page
from models.queries.partners import contacts_by_partner, last_contacts
from models.queries.partnership_care import Care, contacts_matter_since, point_person_held, stage_held
from models.queries.partnership_list import current, place_of_stage
from models.records import RecordStatus
from models.scope import Scope

SORTS = ("name", "category", "stage", "last")


@dataclass(frozen=True, slots=True)
class PartnerFilter:
    """Which partners are wanted; None leaves a criterion out.

    Attributes:
        offer: Something it can give: what the school found, or what the organisation says of itself.
        point_person: Only those of whom this person keeps a current partnership today.
        quiet: Only those with whom the agreed contact is overdue.
        text: Found in the organisation's name, town or sector, whatever the case and the accents.
        archived: The archived ones in place of the others.
    """

    category: str | None = None
    subtype: str | None = None
    stage: str | None = None
    offer: str | None = None
    point_person: str | None = None
    quiet: bool = False
    text: str | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One line of the directory.

    Attributes:
        stage: The stage of the running partnership, else the one the directory names; None where nothing is said.
        last_contact_on: Day of the latest contact with it; None without one.
        partnership_id: The partnership that runs, or the latest one; None where there was never one.
        point_person: Who keeps it today; None where nobody does, or it is over.
    """

    engaged: SchoolPartner
    stage: str | None
    last_contact_on: date | None
    partnership_id: int | None
    point_person: str | None = None

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
    """List a page of a school's partners: a fixed number of statements, however many there are.

    Args:
        today: The day whose stages are shown; partnerships that ended before have no say.
        sort: One of `SORTS`; ties follow by name.
        page: Wanted page, from 1; one past the end gives the last.

    Raises:
        ValueError: There is no such sort.
    """
    narrowed = narrowed_by(session, wanted, scope=scope, today=today)
    ordered = _ordered(session, narrowed, sort, descending, scope=scope, today=today)
    found = read_page(session, narrowed, ordered, key=SchoolPartner.id, page=page)
    among = [one.partner_id for one in found.rows]
    return replace(found, rows=_rows(session, found.rows, scope=scope, today=today, among=among))


def every_partner(
    session: Session,
    wanted: PartnerFilter,
    *,
    scope: Scope,
    today: date,
    sort: str = "name",
    descending: bool = False,
) -> list[PartnerRow]:
    """List all partners that a filter leaves, in the order of the list: a fixed number of statements.

    Raises:
        ValueError: There is no such sort.
    """
    narrowed = narrowed_by(session, wanted, scope=scope, today=today)
    engaged = session.scalars(_ordered(session, narrowed, sort, descending, scope=scope, today=today)).all()
    return _rows(session, engaged, scope=scope, today=today, among=None)


def count_by_category(session: Session, wanted: PartnerFilter, *, scope: Scope, today: date) -> dict[str, int]:
    """Count in each category the partners that the rest of a filter leaves; categories without one are absent."""
    narrowed = narrowed_by(session, replace(wanted, category=None), scope=scope, today=today)
    counts = cast("Select[Any]", select(Partner.category, func.count(SchoolPartner.id)).group_by(Partner.category))
    rows: list[Any] = list(session.execute(narrowed(counts)))
    return {row[0]: row[1] for row in rows}


def list_point_people(session: Session, *, scope: Scope, today: date) -> list[str]:
    """List who keeps a current partnership of a school today, by name."""
    language = latest_catalogue(session).language
    held = current(select(PointPerson.person).distinct(), language, scope=scope, today=today)
    held = held.join(PointPerson, PointPerson.partnership_id == Partnership.id).where(
        PointPerson.from_on <= today, or_(PointPerson.until_on.is_(None), PointPerson.until_on > today)
    )
    return sorted(session.scalars(held), key=str.casefold)


def narrowed_by(session: Session, wanted: PartnerFilter, *, scope: Scope, today: date) -> Narrowed:
    """Make what puts a filter on a statement over the partners of a school.

    Raises:
        NoRules: Quiet ones are asked for and there are no rules to say which those are.
    """
    stage = _stage(scope, today)
    quiet = _quiet(session, scope, today) if wanted.quiet else None

    def narrowed(statement: Select[Any]) -> Select[Any]:
        statement = _narrowed(statement, wanted, scope)
        if wanted.stage:
            statement = statement.where(stage == wanted.stage)
        if wanted.point_person:
            language = latest_catalogue(session).language
            kept = current(select(Partnership.partner_id), language, scope=scope, today=today)
            kept = kept.where(point_person_held(today) == wanted.point_person)
            statement = statement.where(SchoolPartner.partner_id.in_(kept))
        return statement if quiet is None else statement.where(SchoolPartner.partner_id.in_(quiet))

    return narrowed


def _quiet(session: Session, scope: Scope, today: date) -> Select[Any]:
    """Ask which organisations are quiet by the interval of a current partnership."""
    language = catalogue_on(session, today, scope=scope).language
    since = contacts_matter_since(session, scope=scope, today=today)
    care = Care(scope, today, language, contacts_since=since)
    running = current(select(Partnership.partner_id), language, scope=scope, today=today)
    return care.with_contacts(running).where(care.is_quiet())


def _ordered(
    session: Session, narrowed: Narrowed, sort: str, descending: bool, *, scope: Scope, today: date
) -> Select[Any]:
    if sort not in SORTS:
        raise ValueError(f"no such sort: {sort!r}")
    stages_of = latest_catalogue(session).language if sort == "stage" else None
    ordered = narrowed(select(SchoolPartner)).options(contains_eager(SchoolPartner.partner))
    contacts = contacts_by_partner(scope, today).subquery()
    if sort == "last":
        ordered = ordered.outerjoin(contacts, contacts.c.partner_id == SchoolPartner.partner_id)
    sorts: dict[str, list[Any]] = {
        "name": [folded_column(Partner.name)],
        "category": [Partner.category.expression],
        "stage": [place_of_stage(_stage(scope, today), stages_of)] if stages_of else [],
        "last": [contacts.c.on.is_not(None), contacts.c.on],
    }
    order = [one.desc() if descending else one.asc() for one in sorts[sort]]
    return ordered.order_by(*order, folded_column(Partner.name), SchoolPartner.id)


def _rows(
    session: Session, engaged: Sequence[SchoolPartner], *, scope: Scope, today: date, among: Sequence[int] | None
) -> list[PartnerRow]:
    """Say how each stands; of all of them where `among` is None."""
    running = _latest_partnerships(session, among, scope=scope)
    last = last_contacts(session, scope=scope, today=today, among=among)
    return [_row(one, running.get(one.partner_id), last.get(one.partner_id), today) for one in engaged]


def _narrowed(statement: Select[Any], wanted: PartnerFilter, scope: Scope) -> Select[Any]:
    archived = SchoolPartner.record_status == RecordStatus.ARCHIVED
    statement = scope.limit(statement.select_from(SchoolPartner).join(SchoolPartner.partner), SchoolPartner)
    statement = statement.where(archived if wanted.archived else ~archived)
    if wanted.category:
        statement = statement.where(Partner.category == wanted.category)
    if wanted.subtype:
        statement = statement.where(Partner.subtype == wanted.subtype)
    if wanted.offer:
        found = (SchoolPartner.offers, Partner.offers)
        statement = statement.where(or_(*(has_code(one, wanted.offer) for one in found)))
    if wanted.text:
        described = (Partner.name, Partner.town, Partner.sector)
        earlier = Partner.id.in_(_present_of(wanted.text))
        statement = statement.where(or_(earlier, *(says(one, wanted.text) for one in described)))
    return statement


def _present_of(text: str) -> Select[Any]:
    """Ask for what organizations became part of whose names say a text, however often that was merged since."""
    gone = select(Partner.merged_into_id.label("id")).where(Partner.merged_into_id.is_not(None))
    found = gone.where(says(Partner.name, text)).cte(recursive=True)
    found = found.union(gone.join(found, found.c.id == Partner.id))
    return select(found.c.id)


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


def _latest_partnerships(
    session: Session, partner_ids: Sequence[int] | None, *, scope: Scope
) -> dict[int, Partnership]:
    """Give, of some organisations or of all, each one's partnership that began last, with its stages and people."""
    statement = scope.limit(
        select(Partnership)
        .where(Partnership.record_status == RecordStatus.CONFIRMED)
        .options(selectinload(Partnership.stages), selectinload(Partnership.point_people))
        .order_by(Partnership.started_on, Partnership.id),
        Partnership,
    )
    if partner_ids is not None:
        statement = statement.where(Partnership.partner_id.in_(partner_ids))
    return {row.partner_id: row for row in session.scalars(statement)}


def _row(engaged: SchoolPartner, latest: Partnership | None, last_on: date | None, today: date) -> PartnerRow:
    if latest is None:
        return PartnerRow(engaged, engaged.stage, last_on, None)
    person = latest.point_person_on(today) if latest.ended_on is None else None
    return PartnerRow(engaged, latest.stage_on(today) or engaged.stage, last_on, latest.id, person)
