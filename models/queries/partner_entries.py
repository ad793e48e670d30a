"""What partners' own people entered: as it waits for a school, and as the organisation itself sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, inspect, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.accounts import School
from models.activities import Activity, activity_partners
from models.evaluations import Evaluation
from models.partners import Partner
from models.partnerships import Partnership
from models.queries.alliances import members_of
from models.record_kinds import FROM_PARTNERS
from models.records import FromPartners, RecordStatus
from models.scope import OutsideScope, Scope, by_no_index
from models.wording import joined


@dataclass(frozen=True, slots=True)
class PartnerEntry:
    """One thing that a partner entered.

    Attributes:
        kind: Its kind of record.
        on: The day it is known by.
        partner: Whose it is; several names where an activity names several.
    """

    kind: str
    record: Any
    on: date
    partner: str

    @property
    def is_returned(self) -> bool:
        """Whether the school sent it back."""
        return self.record.returned_on is not None and self.record.record_status is RecordStatus.PROPOSED

    @property
    def waits(self) -> bool:
        """Whether it waits for the school."""
        return self.record.returned_on is None and self.record.record_status is RecordStatus.PROPOSED

    @classmethod
    def of(cls, record: Any) -> PartnerEntry:
        """Tell of a record."""
        kind = FROM_PARTNERS[record.kind]
        return cls(
            kind.name, record, kind.day_of(record) or record.entered_on, joined(one.name for one in partners_in(record))
        )


def partners_in(record: Any) -> list[Partner]:
    """Name the organisations that a record is about."""
    if isinstance(record, Activity):
        return record.partners
    partner = record.partnership.partner if isinstance(record, Evaluation) else record.partner
    return [partner] if partner is not None else []


def list_entries(session: Session, *, scope: Scope) -> list[PartnerEntry]:
    """List what waits for the reader's school, the oldest first; what was sent back is not among it."""

    def waiting(table: Any) -> Select[Any]:
        statement = select(table).where(table.record_status == RecordStatus.PROPOSED, table.returned_on.is_(None))
        return scope.limit(statement, table).options(*_loads(table))

    return _entries(session, waiting)


def find_entry(session: Session, kind: str, record_id: int, *, scope: Scope) -> Any:
    """Find what a partner entered at the reader's school, as long as nobody confirmed it; None otherwise."""
    table: Any = FROM_PARTNERS[kind].table
    statement = select(table).where(table.id == record_id, table.record_status == RecordStatus.PROPOSED)
    return session.scalars(scope.limit(statement, table).options(*_loads(table))).one_or_none()


def list_own_entries(session: Session, *, scope: Scope, since: date) -> list[PartnerEntry]:
    """List what the reader's organisation entered itself, the latest first: all that waits, and what counts by now.

    Args:
        since: How far back entries are listed that are confirmed.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """

    def own(table: Any) -> Select[Any]:
        recent = (table.record_status == RecordStatus.CONFIRMED) & (table.entered_on >= since)
        return own_entries(session, table, scope).where(or_(table.record_status == RecordStatus.PROPOSED, recent))

    return _entries(session, own, latest_first=True)


def list_unconfirmed(session: Session, *, scope: Scope) -> list[PartnerEntry]:
    """List what the reader's organisation entered itself and no school confirmed, the latest first.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    # Named one by one, schools lead to the few records that wait there.
    schools = session.scalars(
        select(School.id).join(Partner, Partner.district_id == School.district_id).where(Partner.id == scope.partner_id)
    ).all()

    def unconfirmed(table: Any) -> Select[Any]:
        few = table.school_id.in_(schools), table.record_status == RecordStatus.PROPOSED
        return own_entries(session, table, scope, at_last=True).where(*few)

    return _entries(session, unconfirmed, latest_first=True)


def find_own_entry(session: Session, kind: str, record_id: int, *, scope: Scope) -> Any:
    """Find what the reader's organisation entered itself, as long as it waits or was sent back; None otherwise.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    table: Any = FROM_PARTNERS[kind].table
    statement = own_entries(session, table, scope).where(
        table.id == record_id, table.record_status == RecordStatus.PROPOSED
    )
    return session.scalars(statement).one_or_none()


def own_entries(session: Session, table: Any, scope: Scope, *, at_last: bool = False) -> Select[Any]:
    """Narrow a kind to what the reader's own people entered about their organisation.

    Args:
        at_last: As of `Scope.limit`.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    if scope.partner_id is None:
        raise OutsideScope("Only a member of a strategic alliance has entries of an alliance.")
    statement = select(table).where(table.entered_by_id.in_(members_of(session, scope.partner_id)))
    if table is Activity:
        named = select(activity_partners.c.activity_id).where(activity_partners.c.partner_id == scope.partner_id)
        statement = statement.where((by_no_index(Activity.id) if at_last else Activity.id).in_(named))
    elif table is Evaluation:
        statement = statement.join(Evaluation.partnership).where(Partnership.partner_id == scope.partner_id)
    else:
        statement = statement.where(table.partner_id == scope.partner_id)
    return statement.options(*_loads(table), joinedload(table.school))


def _entries(
    session: Session, of_kind: Callable[[Any], Select[Any]], *, latest_first: bool = False
) -> list[PartnerEntry]:
    """List what is found of each kind, by day.

    Args:
        of_kind: Gives the statement for a kind's table.
    """
    found = (PartnerEntry.of(one) for kind in FROM_PARTNERS.values() for one in session.scalars(of_kind(kind.table)))
    return sorted(found, key=lambda one: (one.on, one.kind, one.record.id), reverse=latest_first)


def _loads(table: type[FromPartners]) -> Iterable[Any]:
    loads: list[Any] = [joinedload(table.entered_by)]  # type: ignore[attr-defined]
    relations = inspect(table).relationships.keys()
    if "partners" in relations:
        loads.append(selectinload(Activity.partners))
    if "partnership" in relations:
        loads.append(joinedload(Evaluation.partnership).joinedload(Partnership.partner))
    if "partner" in relations:
        loads.append(joinedload(table.partner))  # type: ignore[attr-defined]
    return loads
