"""Read activities: one, a page of many, and what the log form offers to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, extract, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.activities import Activity, ActivityKind, activity_partners
from models.columns import has_code
from models.continuum.rulebook.catalogue import Catalogue
from models.folding import says
from models.partners import Partner, SchoolPartner
from models.queries.paging import Paged, read_page
from models.records import RecordStatus
from models.said_months import SaidMonth
from models.scope import Scope

SORTS: dict[str, ColumnElement[Any]] = {
    "date": Activity.occurred_on.expression,
    "kind": Activity.activity_kind.expression,
    "title": func.lower(func.coalesce(Activity.title, "")),
    "people": func.coalesce(Activity.people, -1),
    "hours": func.coalesce(Activity.hours, -1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFilter:
    """Which activities are wanted; None leaves a criterion out.

    Attributes:
        start: First day wanted.
        end: First day *not* wanted, so ``[start, end)``.
        text: Found in the title, the note or a partner's name, whatever the case and the accents.
        said_month: A month that the text names: what happened in it and has the other words is found as well.
        refs: Only these records, as an answer of the engine lists them.
        but: None of these records.
        entered_by_id: Only what this person entered.
    """

    start: date | None = None
    end: date | None = None
    kind: ActivityKind | None = None
    by: str | None = None
    channel: str | None = None
    audience: str | None = None
    topic: str | None = None
    partner_id: int | None = None
    status: RecordStatus = RecordStatus.CONFIRMED
    text: str | None = None
    said_month: SaidMonth | None = None
    refs: frozenset[str] | None = None
    but: frozenset[str] = frozenset()
    entered_by_id: int | None = None


def find_activity(session: Session, activity_id: int, *, scope: Scope) -> Activity | None:
    """Find one activity in scope with its partners and files; None where there is none."""
    statement = select(Activity).where(Activity.id == activity_id)
    statement = statement.options(selectinload(Activity.partners), selectinload(Activity.documents))
    found: Activity | None = session.scalar(scope.limit(statement, Activity))
    return found


def list_activities(
    session: Session,
    wanted: ActivityFilter,
    *,
    scope: Scope,
    sort: str = "date",
    descending: bool = True,
    page: int = 1,
) -> Paged[Activity]:
    """List a page of activities, by months where it is in the order of days: four statements at most.

    Args:
        sort: A key of `SORTS`; ties follow by date and entry, latest first.
        page: Wanted page, from 1; one past the end gives the last.

    Raises:
        KeyError: There is no such sort.
    """
    return read_page(
        session,
        lambda statement: _narrowed(statement, wanted, scope),
        _ordered(select(Activity), wanted, scope, sort, descending).options(joinedload(Activity.entered_by)),
        key=Activity.id,
        page=page,
        day=Activity.occurred_on if sort == "date" else None,
        day_of=lambda one: one.occurred_on,
    )


def every_activity(
    session: Session, wanted: ActivityFilter, *, scope: Scope, sort: str = "date", descending: bool = True
) -> Iterable[Activity]:
    """Give all activities of a list, in its order, for an export; read in portions of 500.

    Raises:
        KeyError: There is no such sort.
    """
    statement = _ordered(select(Activity), wanted, scope, sort, descending)
    return session.scalars(statement.execution_options(yield_per=500))


def count_uncounted(session: Session, wanted: ActivityFilter, *, scope: Scope) -> dict[RecordStatus, int]:
    """Count, under the same criteria, what is not confirmed: drafts, proposed and archived ones; zeros left out."""
    others = (RecordStatus.DRAFT, RecordStatus.PROPOSED, RecordStatus.ARCHIVED)
    column: Any = Activity.record_status
    statement = _narrowed(select(column, func.count(Activity.id)), wanted, scope, status=others)
    return dict(session.execute(statement.group_by(column)).all())


def first_activity_on(session: Session, *, scope: Scope) -> date | None:
    """Find the day of the earliest activity, whatever its status; None where there is none."""
    first: date | None = session.scalar(scope.limit(select(func.min(Activity.occurred_on)), Activity))
    return first


def latest_keys(session: Session, *, scope: Scope, until: date, most: int) -> frozenset[tuple[str, str]]:
    """Name the latest confirmed activities up to a day, by kind and reference."""
    statement = scope.limit(
        select(Activity.ref).where(Activity.record_status == RecordStatus.CONFIRMED, Activity.occurred_on <= until),
        Activity,
    )
    latest = statement.order_by(Activity.occurred_on.desc(), Activity.id.desc()).limit(most)
    return frozenset((Activity.kind, ref) for ref in session.scalars(latest))


def list_own_partners(session: Session, *, scope: Scope) -> list[Partner]:
    """List the organisations a school works with, by name; archived ones are left out."""
    return list(session.scalars(_own_partners(select(Partner), scope)))


def own_partner_names(session: Session, *, scope: Scope, most: int | None = None) -> dict[int, str]:
    """Give the numbers and names of the same, in their order: no more is read of a thousand to choose from.

    Args:
        most: How many are given at most; None for all.
    """
    named = cast("Select[Any]", select(Partner.id, Partner.name))
    return {row.id: row.name for row in session.execute(_own_partners(named, scope).limit(most))}


def _own_partners(statement: Select[Any], scope: Scope) -> Select[Any]:
    return statement.where(Partner.id.in_(own_partner_ids(scope))).order_by(Partner.name)


def own_partner_ids(scope: Scope) -> Select[Any]:
    """Ask for the numbers of the organisations a school works with; archived ones are left out."""
    return select(SchoolPartner.partner_id).where(
        SchoolPartner.school_id == scope.school_id, SchoolPartner.record_status != RecordStatus.ARCHIVED
    )


def list_offers(session: Session, *, scope: Scope) -> list[tuple[str, str, tuple[str, ...]]]:
    """List the organisations that a school works with: name, category, and what each can give; one statement."""
    listed = cast("Select[Any]", select(Partner.name, Partner.category, SchoolPartner.offers))
    own = (
        scope.limit(listed, SchoolPartner)
        .join(SchoolPartner.partner)
        .where(SchoolPartner.record_status != RecordStatus.ARCHIVED)
    )
    return [(name, category, offers) for name, category, offers in session.execute(own.order_by(Partner.name))]


def list_partner_names(session: Session, *, scope: Scope, whole_district: bool = False) -> list[str]:
    """List the names of organisations that may be picked: the school's own, or all of its district's directory."""
    if whole_district:
        names = select(Partner.name).where(Partner.district_id == scope.district_id, Partner.merged_into_id.is_(None))
        return list(session.scalars(names.order_by(Partner.name)))
    return list(own_partner_names(session, scope=scope).values())


def _ordered(statement: Select[Any], wanted: ActivityFilter, scope: Scope, sort: str, descending: bool) -> Select[Any]:
    column = SORTS[sort]
    first = column.desc() if descending else column.asc()
    rest = (Activity.occurred_on.desc(), Activity.id.desc()) if descending or sort != "date" else (Activity.id.asc(),)
    statement = _narrowed(statement, wanted, scope).options(selectinload(Activity.partners))
    return statement.order_by(first, *rest)


def _narrowed(
    statement: Select[Any],
    wanted: ActivityFilter,
    scope: Scope,
    *,
    status: tuple[RecordStatus, ...] | None = None,
) -> Select[Any]:
    statement = scope.limit(statement, Activity).where(Activity.record_status.in_(status or (wanted.status,)))
    if wanted.start:
        statement = statement.where(Activity.occurred_on >= wanted.start)
    if wanted.end:
        statement = statement.where(Activity.occurred_on < wanted.end)
    if wanted.kind:
        statement = statement.where(Activity.activity_kind == wanted.kind)
    for name in ("by", "channel", "audience", "topic"):
        code = getattr(wanted, name)
        if code:
            statement = statement.where(has_code(getattr(Activity, name), code))
    if wanted.partner_id is not None:
        statement = statement.where(_with_partner(activity_partners.c.partner_id == wanted.partner_id))
    if wanted.text:
        found = _having(wanted.text)
        if (month := wanted.said_month) is not None:
            in_month = extract("month", Activity.occurred_on) == month.month
            if month.year is not None:
                in_month = and_(in_month, extract("year", Activity.occurred_on) == month.year)
            found = or_(found, and_(in_month, _having(month.rest)) if month.rest else in_month)
        statement = statement.where(found)
    if wanted.entered_by_id is not None:
        statement = statement.where(Activity.entered_by_id == wanted.entered_by_id)
    if wanted.but:
        statement = statement.where(Activity.ref.not_in(sorted(wanted.but)))
    if wanted.refs is not None:
        statement = statement.where(Activity.ref.in_(sorted(wanted.refs)))
    return statement


def _having(text: str) -> ColumnElement[bool]:
    named = _with_partner(Partner.id == activity_partners.c.partner_id, says(Partner.name, text))
    return or_(says(Activity.title, text), says(Activity.note, text), named)


def _with_partner(*criteria: ColumnElement[bool]) -> ColumnElement[bool]:
    return Activity.id.in_(select(activity_partners.c.activity_id).where(*criteria))


def groups_reached(session: Session, rules: Catalogue, *, scope: Scope, start: date, end: date) -> set[str]:
    """Name the stakeholder groups that confirmed activities of the days ``[start, end]`` reached."""
    statement = select(Activity.audience).where(
        Activity.record_status == RecordStatus.CONFIRMED, Activity.occurred_on >= start, Activity.occurred_on <= end
    )
    audiences = session.scalars(scope.limit(statement.distinct(), Activity)).all()
    group_of = {code: value.group for code, value in rules.language.vocabularies.audience.items()}
    reached = {group_of.get(code) for codes in audiences for code in codes}
    return {group for group in rules.vocabularies["stakeholder_group"] if group in reached}
