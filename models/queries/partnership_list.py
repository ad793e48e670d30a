"""The list of partnerships as they stand on a day: narrowed, ordered and cut into pages by the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from models.agreements import Agreement
from models.continuum.language.language import Language
from models.folding import folded_column, says
from models.partners import Partner
from models.partnerships import Partnership
from models.queries.catalogue import NoRules, catalogue_on
from models.queries.paging import Paged, read_page, read_page_by_keys
from models.queries.partners import last_contacts
from models.queries.partnership_care import Care, contacts_matter_since, point_person_held, stage_held
from models.queries.partnership_health import Notice, carrying_agreement, notices_under, out_stages
from models.records import RecordStatus
from models.scope import Scope

SORTS = ("partner", "stage", "person", "agreement", "started")


@dataclass(frozen=True, slots=True)
class PartnershipFilter:
    """Which partnerships are wanted; None leaves a criterion out.

    Attributes:
        text: Found in the partner's or the point person's name, whatever the case and the accents.
        needs_care: Only those with a notice that keeps them, or will keep them, out of counts.
        over: The ended and declined ones too; they are left out otherwise, unless their stage is asked for.
        archived: The archived ones in place of the others.
        point_person: Only those that this person keeps today.
    """

    stage: str | None = None
    text: str | None = None
    needs_care: bool = False
    over: bool = False
    archived: bool = False
    point_person: str | None = None
    partner_id: int | None = None


@dataclass(frozen=True, slots=True)
class PartnershipRow:
    """One line of the list, on a day.

    Attributes:
        agreement: The one whose end decides; None where none has an end.
        notices: How it stands, the gravest first; empty where all is well.
        is_out: It rests or is over, so that nothing is missed of it.
    """

    partnership: Partnership
    stage: str | None
    point_person: str | None
    agreement: Agreement | None
    notices: Sequence[Notice]
    is_out: bool = False

    @property
    def needs_care(self) -> bool:
        """Whether something keeps it, or will keep it, out of counts."""
        return any(notice.tone != "plain" for notice in self.notices)


def list_partnerships(
    session: Session,
    wanted: PartnershipFilter,
    *,
    scope: Scope,
    today: date,
    sort: str = "partner",
    descending: bool = False,
    page: int = 1,
) -> Paged[PartnershipRow]:
    """List a page of a school's partnerships as they stand today: a fixed number of statements, however many there are.

    Args:
        sort: One of `SORTS`; ties follow by the partner's name. Without an agreement's end comes last.
        page: Wanted page, from 1; one past the end gives the last.

    Raises:
        ValueError: There is no such sort.
        NoRules: There are partnerships and no rules by which to say how they stand.
    """
    if sort not in SORTS:
        raise ValueError(f"no such sort: {sort!r}")
    anyone = narrowed_to(select(Partnership), wanted, scope, today, over=frozenset())
    if session.scalar(select(anyone.exists())) is not True:
        return Paged([], 0, 1, 1)
    language = catalogue_on(session, today, scope=scope).language
    over = language.marked("stage", "over")
    since = contacts_matter_since(session, scope=scope, today=today) if wanted.needs_care else None
    care = Care(scope, today, language, contacts_since=since)

    def narrowed(statement: Select[Any]) -> Select[Any]:
        statement = narrowed_to(statement, wanted, scope, today, over=over)
        return care.with_contacts(statement).where(care.needs_care()) if wanted.needs_care else statement

    order: list[Any] = [by.desc() if descending else by.asc() for by in _sorted_by(sort, scope, today, language)]
    order += [folded_column(Partner.name), Partnership.id]
    if wanted.needs_care:
        keys = narrowed(select(Partnership.id)).order_by(*order)
        every = _loaded(select(Partnership).join(Partnership.partner))
        found = read_page_by_keys(session, keys, every, key=Partnership.id, page=page)
    else:
        ordered = _loaded(narrowed(select(Partnership))).order_by(*order)
        found = read_page(session, narrowed, ordered, key=Partnership.id, page=page)
    return replace(found, rows=_rows(session, found.rows, language, scope=scope, today=today, is_part=True))


def current_partnerships(
    session: Session, *, scope: Scope, today: date, among: Collection[int] | None = None
) -> list[PartnershipRow]:
    """Give all partnerships of a school that are neither over nor archived, as they stand today, by partner.

    Args:
        among: Numbers of those that are wanted; None for all.

    Raises:
        NoRules: There are partnerships and no rules by which to say how they stand.
    """
    try:
        language = catalogue_on(session, today, scope=scope).language
    except NoRules:
        anyone = narrowed_to(select(Partnership), PartnershipFilter(), scope, today, over=frozenset())
        if session.scalar(select(anyone.exists())) is True:
            raise
        return []
    partnerships = running_partnerships(session, language, scope=scope, today=today, among=among)
    return _rows(session, partnerships, language, scope=scope, today=today, is_part=among is not None)


def running_partnerships(
    session: Session, language: Language, *, scope: Scope, today: date, among: Collection[int] | None = None
) -> Sequence[Partnership]:
    """Give the same without a word on how they stand, with their stages, people and terms.

    Args:
        language: Of the rules in force.
        among: As for `current_partnerships`.
    """
    ordered = _loaded(current(select(Partnership), language, scope=scope, today=today))
    if among is not None:
        ordered = ordered.where(Partnership.id.in_(among))
    return session.scalars(ordered.order_by(folded_column(Partner.name), Partnership.id)).all()


def current(statement: Select[Any], language: Language, *, scope: Scope, today: date) -> Select[Any]:
    """Narrow a statement to a school's partnerships that are neither over nor archived, with their partners."""
    return narrowed_to(statement, PartnershipFilter(), scope, today, over=language.marked("stage", "over"))


def _loaded(statement: Select[Any]) -> Select[Any]:
    return statement.options(
        contains_eager(Partnership.partner),
        selectinload(Partnership.stages),
        selectinload(Partnership.point_people),
        selectinload(Partnership.terms),
    )


def narrowed_to(
    statement: Select[Any], wanted: PartnershipFilter, scope: Scope, today: date, *, over: frozenset[str]
) -> Select[Any]:
    """Narrow a statement to the partnerships of a filter, but for those that need care, with their partners.

    Args:
        over: The stages that mean the end.
    """
    archived = Partnership.record_status == RecordStatus.ARCHIVED
    statement = scope.limit(statement.select_from(Partnership).join(Partnership.partner), Partnership)
    statement = statement.where(archived if wanted.archived else ~archived)
    if wanted.stage is not None:
        statement = statement.where(stage_held(Partnership.id, today) == wanted.stage)
    elif not (wanted.over or wanted.archived):
        held = func.coalesce(stage_held(Partnership.id, today), "")
        statement = statement.where(Partnership.ended_on.is_(None), held.not_in(over))
    if wanted.point_person:
        statement = statement.where(point_person_held(today) == wanted.point_person)
    if wanted.partner_id is not None:
        statement = statement.where(Partnership.partner_id == wanted.partner_id)
    if wanted.text:
        statement = statement.where(or_(says(Partner.name, wanted.text), says(point_person_held(today), wanted.text)))
    return statement


def place_of_stage(stage: ColumnElement[Any], language: Language) -> ColumnElement[Any]:
    """Give in SQL the place of a stage among all of the rules in force; below the first where it is none of them."""
    places = {code: place for place, code in enumerate(language.values("stage"))}
    return case(places, value=stage, else_=-1)


def _sorted_by(sort: str, scope: Scope, today: date, language: Language) -> tuple[ColumnElement[Any], ...]:
    if sort == "stage":
        return (place_of_stage(stage_held(Partnership.id, today), language),)
    if sort == "person":
        return (folded_column(func.coalesce(point_person_held(today), "")),)
    if sort == "started":
        return (Partnership.started_on.expression,)
    if sort == "agreement":
        ends_on = Care(scope, today, language).deciding_end()
        return ends_on.is_(None), ends_on
    return ()  # by partner, as ties are


def _rows(
    session: Session,
    partnerships: Sequence[Partnership],
    language: Language,
    *,
    scope: Scope,
    today: date,
    is_part: bool = False,
) -> list[PartnershipRow]:
    """Say how each stands; of a part of them, only what belongs to it is read."""
    numbers, partners = ([one.id for one in partnerships], [one.partner_id for one in partnerships])
    agreements = carrying_agreements(session, numbers if is_part else None, language, scope=scope, today=today)
    contacts = last_contacts(session, scope=scope, today=today, among=partners)
    return [_row(one, agreements.get(one.id), contacts.get(one.partner_id), today, language) for one in partnerships]


def carrying_agreements(
    session: Session, among: Collection[int] | None, language: Language, *, scope: Scope, today: date
) -> dict[int, Agreement]:
    """Find the agreement that carries each partnership: of all of them so much is read as tells, and these whole.

    Args:
        among: Numbers of the partnerships; None for all.
    """
    tells: Any = select(
        Agreement.partnership_id, Agreement.id, Agreement.agreement_kind, Agreement.record_status,
        Agreement.submitted_on, Agreement.signed_on, Agreement.starts_on, Agreement.ends_on,
    ).where(
        Agreement.record_status == RecordStatus.CONFIRMED,
        Agreement.agreement_kind.in_(language.marked("agreement_kind", "ends")),
    )  # fmt: skip
    if among is not None:
        tells = tells.where(Agreement.partnership_id.in_(among))
    papers: dict[int, list[Any]] = {}
    for paper in session.execute(scope.limit(tells, Agreement)):
        papers.setdefault(paper.partnership_id, []).append(paper)
    carrying = [carrying_agreement(some, today, language=language) for some in papers.values()]
    whole = select(Agreement).where(Agreement.id.in_([one.id for one in carrying if one is not None]))
    return {one.partnership_id: one for one in session.scalars(scope.limit(whole, Agreement))}


def _row(
    partnership: Partnership,
    agreement: Agreement | None,
    last_contact_on: date | None,
    today: date,
    language: Language,
) -> PartnershipRow:
    stage = partnership.stage_on(today)
    return PartnershipRow(
        partnership,
        stage,
        partnership.point_person_on(today),
        agreement,
        notices_under(partnership, agreement, today, language=language, last_contact_on=last_contact_on),
        is_out=stage in out_stages(language),
    )
