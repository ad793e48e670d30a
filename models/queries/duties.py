"""What lies with one person of a school: partnerships, actions, series and drafts, and their places in the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from models.accounts import User
from models.actions import Action
from models.activities import Activity
from models.folding import folded_column
from models.partners import Partner
from models.partnerships import Partnership, PointPerson
from models.queries.partnership_people import staff_of_school
from models.records import Record, RecordStatus
from models.scope import Scope
from models.series import Series
from models.stewardship import Coordinator, RosterMember
from models.texts import folded
from models.wording import day_words


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody at a school with whom things lie.

    Attributes:
        user_id: Their account; None for a name that was written down.
        is_unique: Nobody else at the school has the same name: what was written down under it is theirs.
    """

    name: str
    user_id: int | None = None
    is_unique: bool = True

    @property
    def key(self) -> str:
        """The person in an address: by number where there is an account, else by name."""
        return f"u{self.user_id}" if self.user_id is not None else f"n{self.name}"

    def holds(self, user_id: Any, name: Any) -> ColumnElement[bool]:
        """Test in SQL whether a pair of columns, an account and a name, means this person."""
        by_name = and_(user_id.is_(None), folded_column(name) == folded(self.name))
        if self.user_id is None:
            return by_name
        return or_(user_id == self.user_id, by_name) if self.is_unique else user_id == self.user_id

    def is_held_by(self, row: PointPerson) -> bool:
        """Whether a point person's row means this person."""
        if row.user_id is not None or not self.is_unique:
            return row.user_id is not None and row.user_id == self.user_id
        return folded(row.person) == folded(self.name)


@dataclass(frozen=True, slots=True)
class Duties:
    """What lies with somebody from a day on, and what stands under their name besides.

    Attributes:
        partnerships: Neither over nor archived, of which they are point person on that day or later; by partner.
        actions: Open ones that are theirs.
        series: Going on; theirs because they began them.
        drafts: Activities of that day or later that wait to be confirmed and were entered by them.
        seats: In the leadership team, still held then.
        coordinates: They are the school's coordinator of partnerships.
    """

    partnerships: Sequence[Partnership]
    actions: Sequence[Action]
    series: Sequence[Series]
    drafts: Sequence[Activity]
    seats: Sequence[RosterMember]
    coordinates: Sequence[Coordinator]

    @property
    def number(self) -> int:
        """How many things go to whoever follows."""
        return len(self.partnerships) + len(self.actions) + len(self.series) + len(self.drafts)

    @property
    def seen(self) -> str:
        """Name what is there and in which version, so that a page can tell whether it changed since it was drawn."""
        moved: tuple[Record, ...] = (*self.partnerships, *self.actions, *self.series, *self.drafts)
        moved = (*moved, *self.seats, *self.coordinates)
        return f"{len(moved)}.{sum(one.id * 7 + one.version * 31 for one in moved)}"


def list_holders(session: Session, *, scope: Scope, today: date) -> list[Holder]:
    """List who may leave a school: its people with an account, and point people who are none of them; by name."""
    staff = staff_of_school(session, scope=scope)
    named = [folded(one.name) for one in staff]
    found = [Holder(one.name, one.id, named.count(folded(one.name)) == 1) for one in staff]
    known_ids, known_names = {one.id for one in staff}, set(named)
    both: Any = select(PointPerson.person, PointPerson.user_id)
    held = _open(both, scope, today).distinct()
    for person, user_id in session.execute(held.order_by(PointPerson.person)):
        if folded(person) in known_names if user_id is None else user_id in known_ids:
            continue
        found.append(Holder(person, user_id))
        if user_id is None:
            known_names.add(folded(person))
        else:
            known_ids.add(user_id)
    return sorted(found, key=lambda one: folded(one.name))


def find_holder(session: Session, key: str, *, scope: Scope, today: date) -> Holder | None:
    """Find somebody at the reader's school by how addresses name them; None where there is no such one."""
    return next((one for one in list_holders(session, scope=scope, today=today) if one.key == key), None)


def numbers_kept(session: Session, *, scope: Scope, today: date) -> dict[str, int]:
    """Count the partnerships that each person keeps, today or later: folded name -> number; two statements or fewer."""
    kept: Any = select(PointPerson.person, PointPerson.user_id, Partnership.id)
    rows = session.execute(_open(kept, scope, today).distinct()).all()
    accounts = {user_id for _, user_id, _ in rows if user_id is not None}
    names: dict[int, str] = {}
    if accounts:
        names = dict(session.execute(select(User.id, User.name).where(User.id.in_(accounts))).all())
    numbers: dict[str, set[int]] = {}
    for person, user_id, partnership_id in rows:
        numbers.setdefault(folded(names.get(user_id, person)), set()).add(partnership_id)
    return {name: len(found) for name, found in numbers.items()}


def duties_of(session: Session, holder: Holder, *, scope: Scope, on: date, today: date) -> Duties:
    """Gather what lies with somebody from a day on: a fixed number of statements.

    Args:
        on: The first day without them; what ends before it is not theirs to hand over.
    """
    kept = _open(select(Partnership.id), scope, today, on).where(holder.holds(PointPerson.user_id, PointPerson.person))
    partnerships = session.scalars(
        scope.limit(select(Partnership), Partnership)
        .join(Partnership.partner)
        .where(Partnership.id.in_(kept))
        .options(joinedload(Partnership.partner), selectinload(Partnership.point_people))
        .order_by(folded_column(Partner.name), Partnership.id)
    ).all()
    actions = session.scalars(
        scope.limit(select(Action), Action)
        .where(
            Action.record_status == RecordStatus.CONFIRMED,
            Action.done_on.is_(None),
            Action.carried_on.is_(None),
            holder.holds(Action.owner_id, Action.owner_name),
        )
        .order_by(func.coalesce(Action.due_on, Action.planned_on).is_(None), Action.due_on, Action.id)
    ).all()
    return Duties(
        partnerships,
        actions,
        *_begun(session, holder, scope, on),
        *_places(session, holder, scope, on),
    )


def left_alone(
    session: Session, holder: Holder, duties: Duties, from_on: date, *, scope: Scope, today: date
) -> str | None:
    """Say which partnership a hand-over would leave without a point person, and which day would not; None for none.

    That is one of which they are known to be point person only until an earlier day, after which nobody is.

    Args:
        duties: What lies with them from that day on.
    """
    kept = {one.id for one in duties.partnerships}
    for partnership in duties_of(session, holder, scope=scope, on=today, today=today).partnerships:
        until = known_end(holder, partnership, today)
        if partnership.id in kept or until is None or until > from_on:
            continue
        last = day_words(until - timedelta(days=1))
        return (
            f"{holder.name} is point person of {partnership.partner.name} only until {last}. "
            f"Choose {day_words(until)} or an earlier day."
        )
    return None


def known_end(holder: Holder, partnership: Partnership, today: date) -> date | None:
    """Give the day from which they are point person no more and nobody follows, where that is known."""
    ends = [row.until_on for row in partnership.point_people if holder.is_held_by(row) and row.until_on]
    last = max(ends, default=today)
    return last if last > today and not partnership.point_person_on(last) else None


def _open(statement: Select[Any], scope: Scope, today: date, on: date | None = None) -> Select[Any]:
    """Narrow to point people in charge on a day or later, of partnerships neither over nor archived.

    Who is until that day, and whom nobody follows on it, has it to hand over still.
    """
    day = max(today, on or today)
    holds = [PointPerson.until_on.is_(None), PointPerson.until_on > day]
    if day > today:
        holds.append(and_(PointPerson.until_on == day, ~_followed(day)))
    return scope.limit(statement.select_from(PointPerson).join(PointPerson.partnership), Partnership).where(
        Partnership.record_status != RecordStatus.ARCHIVED,
        or_(Partnership.ended_on.is_(None), Partnership.ended_on > day),
        or_(*holds),
    )


def _followed(day: date) -> ColumnElement[bool]:
    """Test whether somebody is point person of the same partnership on a day."""
    other = aliased(PointPerson)
    follows = select(other.id).where(
        other.partnership_id == PointPerson.partnership_id,
        other.from_on <= day,
        or_(other.until_on.is_(None), other.until_on > day),
    )
    return follows.exists()


def _begun(session: Session, holder: Holder, scope: Scope, on: date) -> tuple[Sequence[Series], Sequence[Activity]]:
    if holder.user_id is None:
        return (), ()
    series = session.scalars(
        scope.limit(select(Series), Series)
        .where(
            Series.entered_by_id == holder.user_id,
            Series.record_status == RecordStatus.CONFIRMED,
            Series.stopped_on.is_(None),
            Series.last_on >= on,
        )
        .order_by(Series.name, Series.id)
    ).all()
    drafts = session.scalars(
        scope.limit(select(Activity), Activity)
        .where(
            Activity.entered_by_id == holder.user_id,
            Activity.record_status == RecordStatus.DRAFT,
            Activity.occurred_on >= on,
        )
        .order_by(Activity.occurred_on, Activity.id)
    ).all()
    return series, drafts


def _places(
    session: Session, holder: Holder, scope: Scope, on: date
) -> tuple[Sequence[RosterMember], Sequence[Coordinator]]:
    def held(table: type[RosterMember] | type[Coordinator]) -> Any:
        return session.scalars(
            scope.limit(select(table), table)
            .where(
                table.record_status == RecordStatus.CONFIRMED,
                folded_column(table.person) == folded(holder.name),
                or_(table.until_on.is_(None), table.until_on > on),
            )
            .order_by(table.from_on, table.id)
        ).all()

    return held(RosterMember), held(Coordinator)
