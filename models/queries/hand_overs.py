"""Changes of people: those that are known and not handed over, those that were, and what whoever follows must know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from models.agreements import Agreement, AgreementState, Commitment
from models.hand_overs import HandOver
from models.needs import Match
from models.partners import Contact
from models.partnerships import Partnership
from models.queries.agreements import AgreementRow, agreement_row, renewals_of
from models.queries.duties import Holder
from models.queries.paging import Paged, page_of
from models.queries.partners import last_contacts
from models.queries.partnership_list import PartnershipRow, current_partnerships
from models.records import RecordStatus
from models.scope import Scope
from models.stewardship import Transition
from models.texts import folded

# Nobody is asked for ever about a hand-over that was never noted.
ASKED_FOR = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of people, with its hand-over where there is one."""

    transition: Transition
    hand_over: HandOver | None

    @property
    def where(self) -> str:
        """Name of the partner whose people change; empty for the school's own."""
        return self.transition.partner.name if self.transition.partner is not None else ""

    @property
    def at(self) -> str:
        """The same as part of a sentence: "at Blue River Labs"."""
        return f"at {self.where}" if self.where else ""

    @property
    def is_made(self) -> bool:
        """Whether it was handed over."""
        return self.transition.done_on is not None

    def is_of(self, holder: Holder) -> bool:
        """Whether it is this person of the school who leaves."""
        if self.transition.partner_id is not None:
            return False
        if self.hand_over is not None and self.hand_over.leaver_id is not None:
            return self.hand_over.leaver_id == holder.user_id
        return bool(self.transition.leaves) and folded(self.transition.leaves or "") == folded(holder.name)

    def concerns(self, partnership: Partnership, today: date) -> bool:
        """Whether who leaves is the partner's, or the partnership's point person on some day from today on."""
        if self.transition.partner_id is not None:
            return self.transition.partner_id == partnership.partner_id
        leaver = self.hand_over.leaver_id if self.hand_over else None
        for row in partnership.point_people:
            if row.until_on is not None and row.until_on <= today:
                continue
            if row.user_id is not None and leaver is not None:
                if row.user_id == leaver:
                    return True
            elif self.transition.leaves and folded(row.person) == folded(self.transition.leaves):
                return True
        return False


def find_hand_over(session: Session, hand_over_id: int, *, scope: Scope) -> HandOver | None:
    """Find one hand-over of the reader's school; None outside the scope."""
    found = _changes(scope).where(HandOver.id == hand_over_id)
    row = session.execute(found).first()
    return row[1] if row is not None else None


def find_change(session: Session, transition_id: int, *, scope: Scope) -> Change | None:
    """Find one change of people of the reader's school, confirmed and not archived; None outside the scope."""
    row = session.execute(_confirmed(scope).where(Transition.id == transition_id)).first()
    return Change(*row) if row is not None else None


def changes_ahead(session: Session, *, scope: Scope, today: date) -> list[Change]:
    """List the changes of people that are to come, or that came of late and were not handed over; the next first."""
    statement = _confirmed(scope).where(
        or_(Transition.occurred_on > today, Transition.done_on.is_(None)), Transition.occurred_on >= today - ASKED_FOR
    )
    return [Change(*row) for row in session.execute(statement.order_by(Transition.occurred_on, Transition.id))]


def open_departure(session: Session, holder: Holder, *, scope: Scope, today: date) -> Transition | None:
    """Find the departure of somebody of the school that is known and waits to be handed over: the next one, or None."""
    for one in changes_ahead(session, scope=scope, today=today):
        is_sure = holder.is_unique or (one.hand_over is not None and one.hand_over.leaver_id is not None)
        if not one.is_made and is_sure and one.is_of(holder):
            return one.transition
    return None


def open_departure_at(session: Session, partner_id: int, name: str, *, scope: Scope, today: date) -> Transition | None:
    """Find the same for somebody at a partner, by name."""
    for one in changes_ahead(session, scope=scope, today=today):
        known = one.transition
        if not one.is_made and known.partner_id == partner_id and folded(known.leaves or "") == folded(name):
            return known
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFilter:
    """Which changes of people are listed; None leaves out a criterion.

    Attributes:
        is_made: Those that were handed over, or those that were not.
        partner_id: Those at a partner.
        text: Those whose people, partner or note hold it.
        start, end: From the first day on, before the second.
        entered_by_id: Those that somebody entered.
    """

    is_made: bool | None = None
    partner_id: int | None = None
    text: str | None = None
    start: date | None = None
    end: date | None = None
    entered_by_id: int | None = None


_ORDERS: dict[str, Callable[[Change], Any]] = {
    "date": lambda one: one.transition.occurred_on,
    "who": lambda one: folded(one.transition.leaves or ""),
    "where": lambda one: folded(one.where),
    "follows": lambda one: folded(one.transition.follows or ""),
}


def list_changes(
    session: Session,
    wanted: ChangeFilter,
    *,
    scope: Scope,
    sort: str = "date",
    descending: bool = True,
    page: int = 1,
) -> Paged[Change]:
    """Read a page of all changes of people that the reader may see: one statement, a school has few of them.

    Args:
        sort: `date`, `who`, `where` or `follows`.
    """
    statement = _confirmed(scope).order_by(Transition.id.desc() if descending else Transition.id)
    if wanted.is_made is not None:
        statement = statement.where(Transition.done_on.is_not(None) == wanted.is_made)
    if wanted.partner_id is not None:
        statement = statement.where(Transition.partner_id == wanted.partner_id)
    if wanted.start is not None:
        statement = statement.where(Transition.occurred_on >= wanted.start)
    if wanted.end is not None:
        statement = statement.where(Transition.occurred_on < wanted.end)
    if wanted.entered_by_id is not None:
        statement = statement.where(Transition.entered_by_id == wanted.entered_by_id)
    found = [Change(*row) for row in session.execute(statement)]
    if wanted.text:
        sought = folded(wanted.text)
        found = [one for one in found if sought in folded(_said(one))]
    found.sort(key=_ORDERS[sort], reverse=descending)
    return page_of(found, page, day_of=_day_of if sort == "date" else None)


def _day_of(change: Change) -> date:
    return change.transition.occurred_on


def _said(change: Change) -> str:
    it = change.transition
    return " ".join(filter(None, (it.leaves, it.follows, change.where, it.note)))


def _changes(scope: Scope) -> Select[Any]:
    both: Any = select(Transition, HandOver).outerjoin(HandOver, HandOver.transition_id == Transition.id)
    limited = scope.limit(both, Transition)
    return limited.options(joinedload(Transition.partner), joinedload(HandOver.leaver))


def _confirmed(scope: Scope) -> Select[Any]:
    return _changes(scope).where(Transition.record_status == RecordStatus.CONFIRMED)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """What whoever follows must know of one partnership.

    Attributes:
        row: How it stands: stage, what is due.
        agreements: What is handed over or signed and not followed by a signed one; the last to end first.
        contacts: Whom to call, the key contact first.
        promised: What the partner promised and has not given.
        asked: Requests that it has not answered.
        last_on: The latest contact; None where there was none.
    """

    row: PartnershipRow
    agreements: Sequence[AgreementRow]
    contacts: Sequence[Contact]
    promised: Sequence[Commitment]
    asked: Sequence[Match]
    last_on: date | None


def partnerships_with(session: Session, partner_id: int, *, scope: Scope) -> set[int]:
    """Give the numbers of a school's partnerships with a partner, archived ones left out."""
    kept: Any = select(Partnership.id).where(
        Partnership.partner_id == partner_id, Partnership.record_status != RecordStatus.ARCHIVED
    )
    return set(session.scalars(scope.limit(kept, Partnership)))


def sheet_of(session: Session, partnerships: Collection[int], *, scope: Scope, today: date) -> list[SheetLine]:
    """Put on a sheet what whoever follows must know of some partnerships: a fixed number of statements."""
    rows = current_partnerships(session, scope=scope, today=today, among=partnerships) if partnerships else []
    if not rows:
        return []
    partners = [row.partnership.partner_id for row in rows]
    kept = [row.partnership.id for row in rows]
    last = last_contacts(session, scope=scope, today=today, among=partners)
    contacts = _by(
        session,
        scope.limit(select(Contact), Contact)
        .where(
            Contact.partner_id.in_(partners),
            Contact.record_status == RecordStatus.CONFIRMED,
            or_(Contact.until_on.is_(None), Contact.until_on > today),
        )
        .order_by(Contact.is_key.desc(), Contact.name, Contact.id),
        "partner_id",
    )
    promised = _by(
        session,
        scope.limit(select(Commitment), Commitment)
        .where(
            Commitment.partnership_id.in_(kept),
            Commitment.record_status == RecordStatus.CONFIRMED,
            Commitment.received_on.is_(None),
        )
        .order_by(Commitment.due_on.is_(None), Commitment.due_on, Commitment.id),
        "partnership_id",
    )
    asked = _by(
        session,
        scope.limit(select(Match), Match)
        .where(Match.partner_id.in_(partners), Match.record_status == RecordStatus.CONFIRMED, Match.answer.is_(None))
        .options(joinedload(Match.need))
        .order_by(func.coalesce(Match.requested_on, Match.occurred_on), Match.id),
        "partner_id",
    )
    papers = _papers(session, kept, scope=scope, today=today)
    return [
        SheetLine(
            row,
            papers.get(row.partnership.id, ()),
            contacts.get(row.partnership.partner_id, ()),
            promised.get(row.partnership.id, ()),
            asked.get(row.partnership.partner_id, ()),
            last.get(row.partnership.partner_id),
        )
        for row in rows
    ]


def _papers(
    session: Session, partnerships: Collection[int], *, scope: Scope, today: date
) -> dict[int, list[AgreementRow]]:
    """Give what was agreed in writing and holds, or ended and was not renewed, by the number of the partnership."""
    all_of_them = scope.limit(
        select(Agreement)
        .where(Agreement.partnership_id.in_(partnerships), Agreement.record_status == RecordStatus.CONFIRMED)
        .order_by(Agreement.ends_on.is_not(None), Agreement.ends_on.desc(), Agreement.id),
        Agreement,
    )
    agreements = session.scalars(all_of_them).all()
    followed = renewals_of(agreements)
    found: dict[int, list[AgreementRow]] = {}
    for one in agreements:
        row = agreement_row(one, followed.get(one.id), today)
        if not row.is_renewed and row.state is not AgreementState.DRAFT:
            found.setdefault(one.partnership_id, []).append(row)
    return found


def _by(session: Session, statement: Select[Any], key: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for record in session.scalars(statement):
        found.setdefault(getattr(record, key), []).append(record)
    return found
