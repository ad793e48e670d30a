"""Read the outbox of reminders, what people chose, and when reminders were last seen to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.accounts import School, User
from models.queries.catalogue import catalogue_on
from models.queries.hours_asks import asks_of_week, hours_words_of
from models.reminder_days import Off, ReminderKind
from models.reminders import Reminder, ReminderChoice, ReminderRun, ReminderState
from models.scope import Scope


@dataclass(frozen=True, slots=True)
class Letter:
    """What the mail of one reminder is made of, as plain values: no transaction is open while it is sent.

    Attributes:
        message_id: The part before the @.
        asks: Questions that are answered by an address of their own: what each is about, its number and nonce.
    """

    id: int
    user_id: int
    email: str
    name: str
    school: str
    kind: ReminderKind
    record_kind: str
    record_id: int
    title: str
    text: str
    message_id: str
    asks: tuple[tuple[str, int, str], ...] = ()


def waiting_ids(session: Session, schools: Collection[int]) -> list[int]:
    """List the reminders of some schools that are to be sent, in the order in which they were put in the outbox."""
    statement = select(Reminder.id).where(Reminder.state == ReminderState.DUE, Reminder.school_id.in_(schools))
    return list(session.scalars(statement.order_by(Reminder.id)))


def count_waiting(session: Session) -> int:
    """Count the reminders of all schools that wait to be sent."""
    return session.scalar(select(func.count(Reminder.id)).where(Reminder.state == ReminderState.DUE)) or 0


def find_letter(session: Session, reminder_id: int, *, now: datetime) -> Letter | None:
    """Find what a reminder's mail is made of; None where its person has no account any more."""
    row = session.execute(
        select(Reminder, User, School.name)
        .join(User, User.id == Reminder.user_id)
        .join(School, School.id == Reminder.school_id)
        .where(Reminder.id == reminder_id, User.is_active)
    ).one_or_none()
    if row is None:
        return None
    one, user, school = row
    return Letter(
        one.id, user.id, user.email, user.name, school, one.kind, one.record_kind, one.record_id,
        one.title, one.text, one.message_id, _asks(session, one, now) if one.kind is ReminderKind.HOURS else (),
    )  # fmt: skip


def _asks(session: Session, one: Reminder, now: datetime) -> tuple[tuple[str, int, str], ...]:
    """List the questions of a mail that are still open, by day."""
    school = session.get_one(School, one.school_id)
    scope = Scope.of_school(school.id, district_id=school.district_id)
    language = catalogue_on(session, one.for_on, scope=scope).language
    asked = asks_of_week(session, one.school_id, one.for_on, user_id=one.user_id)
    return tuple((hours_words_of(ask, language), ask.id, ask.nonce) for ask in asked if ask.is_open(now))


def unwanted_reminders(session: Session) -> Off:
    """Give the kinds of reminders that people do not want, by the number of the person; who wants all is absent."""
    rows = session.execute(select(ReminderChoice.user_id, ReminderChoice.off))
    return {user_id: frozenset(off) for user_id, off in rows if off}


def unwanted_by(session: Session, people: Iterable[int], kind: ReminderKind) -> frozenset[int]:
    """Give the numbers of those among some people who do not want mail of a kind."""
    rows = session.execute(
        select(ReminderChoice.user_id, ReminderChoice.off).where(ReminderChoice.user_id.in_(list(people)))
    )
    return frozenset(user_id for user_id, off in rows if kind.value in off)


def find_choice(session: Session, user_id: int) -> ReminderChoice | None:
    """Find what a person chose; None where that is nothing yet."""
    return session.get(ReminderChoice, user_id)


def find_calendar_owner(session: Session, key: str) -> User | None:
    """Find the active person whose calendar a secret address opens; None for every other address."""
    return session.scalar(
        select(User)
        .join(ReminderChoice, ReminderChoice.user_id == User.id)
        .where(ReminderChoice.calendar_key == key, User.is_active)
    )


def reminders_about(session: Session, kind: str, record_id: int, *, scope: Scope) -> list[Reminder]:
    """List the reminders about one record of the reader's school, the latest first."""
    statement = (
        select(Reminder)
        .where(
            Reminder.record_kind == kind,
            Reminder.record_id == record_id,
            Reminder.school_id.in_(scope.school_ids if scope.partner_id is None else ()),
        )
        .options(joinedload(Reminder.user))
        .order_by(Reminder.due_on.desc(), Reminder.id.desc())
    )
    return list(session.scalars(statement))


def reminders_to(session: Session, user_id: int, *, most: int) -> list[Reminder]:
    """List the latest reminders to one person, at all schools of theirs, the latest first."""
    statement = (
        select(Reminder)
        .where(Reminder.user_id == user_id)
        .options(joinedload(Reminder.school))
        .order_by(Reminder.due_on.desc(), Reminder.id.desc())
        .limit(most)
    )
    return list(session.scalars(statement))


def latest_run(session: Session) -> ReminderRun | None:
    """Find when reminders were last seen to; None where they never were."""
    return session.scalar(select(ReminderRun))
