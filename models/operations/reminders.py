"""Fills the outbox of reminders, and takes rows from it one by one. Nothing here commits.

A row goes from `due` to `sending`, and from there to `sent`, each in a transaction of its own, with the mail between.
`tracker.reminders.sending` says what that can promise and what not.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, Table, delete, insert, select, update
from sqlalchemy.orm import Session

from models.accounts import School
from models.reminder_days import LATE, Key, Off, ReminderKind, Subject, Wanted, is_open_on, monday_of, wanted_of
from models.reminders import Reminder, ReminderChoice, ReminderRun, ReminderState
from models.wording import counted

UNWANTED = "The person does not want such reminders."
NOBODY = "Nobody at the school could be reminded of it."
SETTLED = "It was done, renewed or changed before its reminder left."
GONE = "The person has left the school or may not see it any more."
WEEK_OVER = "Its week was over before it left."
# So many lines stand in the mail of a week; the rest is counted.
MOST_LINES = 12
# What a mail server says may be long.
LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Planned:
    """What planning came to: rows that are new and due, and rows that were skipped, new ones and older."""

    due: int
    skipped: int


def plan_reminders(
    session: Session, school: School, subjects: Sequence[Subject], *, off: Off, today: date, now: datetime
) -> Planned:
    """Put every reminder whose day has come into the outbox, once, and take back what is settled by now.

    Asked again on the same day it adds nothing. What waits there for somebody who handed the thing over goes to
    whoever has it now.

    Args:
        subjects: What there is to be reminded of at the school today; what waits and is not among it is settled.
        off: The number of a person -> kinds of reminders that they do not want.
        now: When it is put there.
    """
    wanted = {one.key: one for subject in subjects for one in wanted_of(subject, today)}
    first = min([today - LATE, *(one.subject.for_on for one in wanted.values())])
    rows = session.scalars(select(Reminder).where(Reminder.school_id == school.id, Reminder.for_on >= first)).all()
    waiting = session.scalars(
        select(Reminder).where(
            Reminder.school_id == school.id,
            Reminder.state == ReminderState.DUE,
            # Whoever asks about an earlier day settles nothing that came after it.
            Reminder.due_on <= today,
        )
    )
    known: dict[Key, set[int | None]] = {}
    for row in rows:
        known.setdefault(_key(row), set()).add(row.user_id)
    week = _week_of(school, subjects, known, today)
    skipped = sum(_reconcile(row, wanted, known, week, off, now) for row in waiting.all())
    made = [
        _row(school, one, who, off, now)
        for one in wanted.values()
        if one.key not in known
        for who in (one.subject.recipients or (None,))
    ]
    made += [row for who, row in week.items() if _key(row) not in known and row.kind not in off.get(who, ())]
    session.add_all(made)
    due = sum(row.state is ReminderState.DUE for row in made)
    return Planned(due, skipped + len(made) - due)


def _key(row: Reminder) -> Key:
    return row.kind.value, row.record_kind, row.record_id, row.for_on, row.days_before


def _row(school: School, one: Wanted, who: int | None, off: Off, now: datetime) -> Reminder:
    subject = one.subject
    why = NOBODY if who is None else one.skipped or (UNWANTED if subject.kind in off.get(who, ()) else "")
    return Reminder(
        school_id=school.id,
        user_id=who,
        kind=subject.kind,
        record_kind=subject.record_kind,
        record_id=subject.record_id,
        for_on=subject.for_on,
        days_before=one.days_before,
        due_on=one.due_on,
        title=subject.title,
        text=subject.text,
        state=ReminderState.SKIPPED if why else ReminderState.DUE,
        why=why or None,
        message_id=_message_id(school.id, who, *one.key),
        made_at=now,
        settled_at=now if why else None,
    )


def _message_id(*parts: object) -> str:
    """Make the part of a mail's id before the @: the same for the same reminder, even out of an older backup."""
    return hashlib.sha256(repr([str(part) for part in parts]).encode()).hexdigest()[:40]


def _reconcile(
    row: Reminder,
    wanted: Mapping[Key, Wanted],
    known: dict[Key, set[int | None]],
    week: Mapping[int, Reminder],
    off: Off,
    now: datetime,
) -> bool:
    """Look again at a reminder that waits: skip it, hand it to whoever has the thing now, or let it wait.

    Returns:
        Whether it was skipped.
    """
    is_digest = row.kind is ReminderKind.DIGEST
    why = _digest_again(row, week) if is_digest else _remind_again(row, wanted.get(_key(row)), known)
    if row.kind in off.get(row.user_id or 0, ()):
        why = UNWANTED
    if why:
        row.state, row.why, row.settled_at = ReminderState.SKIPPED, why, now
    return bool(why)


def _digest_again(row: Reminder, week: Mapping[int, Reminder]) -> str:
    fresh = week.get(row.user_id or 0)
    if fresh is None:
        return SETTLED
    if fresh.for_on != row.for_on:
        return WEEK_OVER
    row.title, row.text = fresh.title, fresh.text
    return ""


def _remind_again(row: Reminder, one: Wanted | None, known: dict[Key, set[int | None]]) -> str:
    if one is None:
        return SETTLED
    if row.user_id not in one.subject.recipients:
        told = known.setdefault(one.key, set())
        heir = next((who for who in one.subject.recipients if who not in told), None)
        if heir is None:
            return GONE
        told.add(heir)
        row.user_id, row.message_id = heir, _message_id(row.school_id, heir, *one.key)
    row.title, row.text = one.subject.title, one.subject.text
    return one.skipped


def _week_of(
    school: School, subjects: Sequence[Subject], known: Mapping[Key, set[int | None]], today: date
) -> dict[int, Reminder]:
    """Make the mail of this week for everybody who has something due by its Monday: person -> row.

    A server that was off on Monday catches up on the days after, with what was due then and still is. Those that stand
    in the outbox, and wait, are among them: their words are made new.
    """
    monday = monday_of(today)
    of: dict[int, list[Subject]] = {}
    for one in sorted(subjects, key=lambda each: (each.for_on, each.title)):
        if one.kind is not ReminderKind.HOURS and is_open_on(one, monday):  # that is a mail of the week itself
            for who in one.recipients:
                of.setdefault(who, []).append(one)
    return {who: _digest(school, who, mine, monday) for who, mine in of.items()}


def _digest(school: School, who: int, mine: Sequence[Subject], monday: date) -> Reminder:
    lines = [f"* {one.title}" for one in mine[:MOST_LINES]]
    if len(mine) > MOST_LINES:
        lines.append(f"* and {counted(len(mine) - MOST_LINES, 'thing', 'things')} more")
    kind = ReminderKind.DIGEST
    return Reminder(
        school_id=school.id,
        user_id=who,
        kind=kind,
        record_kind="week",
        record_id=who,
        for_on=monday,
        days_before=0,
        due_on=monday,
        title=f"This week: {counted(len(mine), 'thing is', 'things are')} due",
        text="\n".join(lines),
        state=ReminderState.DUE,
        message_id=_message_id(school.id, who, kind.value, monday),
    )


# ---- The way of one row out of the house

_TABLE: Any = Reminder.__table__
_STATE = _TABLE.c.state


def claim(session: Session, reminder_id: int) -> bool:
    """Take a reminder to send it; False where somebody else has, or it is not due any more.

    One conditional statement: of two that ask at the same moment, on either database, one gets it.
    """
    return _moved(session, reminder_id, ReminderState.DUE, state=ReminderState.SENDING, attempts=_TABLE.c.attempts + 1)


def note_sent(session: Session, reminder_id: int, *, now: datetime) -> bool:
    """Note that the mail server took a reminder."""
    return _moved(session, reminder_id, ReminderState.SENDING, state=ReminderState.SENT, settled_at=now, told=None)


def put_back(session: Session, reminder_id: int, told: str) -> bool:
    """Let a reminder that could not be sent now wait for the next time."""
    return _moved(session, reminder_id, ReminderState.SENDING, state=ReminderState.DUE, told=told[:LONGEST_WORDS])


def give_up(session: Session, reminder_id: int, why: str, told: str, *, now: datetime) -> bool:
    """Note that a reminder cannot be sent, now or later."""
    values = {"state": ReminderState.SKIPPED, "why": why, "told": told[:LONGEST_WORDS], "settled_at": now}
    return _moved(session, reminder_id, ReminderState.SENDING, **values)


def take_back_left(session: Session) -> int:
    """Let reminders wait again that a run took and did not finish; only for whoever knows that no other run goes on.

    Returns:
        How many there were.
    """
    return _count(
        session.execute(update(_TABLE).where(_STATE == ReminderState.SENDING).values(state=ReminderState.DUE))
    )


def _moved(session: Session, reminder_id: int, before: ReminderState, **values: Any) -> bool:
    here = update(_TABLE).where(_TABLE.c.id == reminder_id, _TABLE.c.state == before)
    statement = here.values(**values)
    return _count(session.execute(statement)) == 1


def _count(result: Any) -> int:
    found: CursorResult[Any] = result
    return found.rowcount


# ---- When it was last seen to


def begin_run(session: Session, *, now: datetime) -> None:
    """Note that reminders are being seen to."""
    table: Table = ReminderRun.__table__  # type: ignore[assignment]
    session.execute(delete(table))
    session.execute(insert(table).values(id=1, began_at=now))


def end_run(session: Session, problem: str, *, now: datetime) -> None:
    """Note that it is done, and what kept mail from leaving; empty where nothing did."""
    session.execute(update(ReminderRun).values(ended_at=now, problem=problem[:LONGEST_WORDS] or None))


# ---- What a person chose


def choose_reminders(session: Session, user_id: int, off: Iterable[ReminderKind]) -> None:
    """Keep which kinds of reminders a person does not want."""
    unwanted = set(off)
    _choice(session, user_id).off = tuple(kind.value for kind in ReminderKind if kind in unwanted)


def switch_off(session: Session, user_id: int, kind: ReminderKind) -> None:
    """Send a person no more reminders of one kind; a second time changes nothing."""
    choice = _choice(session, user_id)
    if kind.value not in choice.off:
        choice.off = (*choice.off, kind.value)


def renew_calendar(session: Session, user_id: int) -> bool:
    """Give a person's calendar a new secret address.

    Returns:
        Whether it had one before, which is dead from then on.
    """
    choice = _choice(session, user_id)
    had_one = choice.calendar_key is not None
    choice.calendar_key = secrets.token_urlsafe(32)
    return had_one


def close_calendar(session: Session, user_id: int) -> None:
    """Take a person's calendar down: its address is dead."""
    _choice(session, user_id).calendar_key = None


def _choice(session: Session, user_id: int) -> ReminderChoice:
    choice = session.get(ReminderChoice, user_id)
    if choice is None:
        choice = ReminderChoice(user_id=user_id, off=())
        session.add(choice)
    return choice
