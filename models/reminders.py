"""Reminders: the outbox with a row for each, what a person chose about them, and when they were last seen to."""

from __future__ import annotations

import enum
from datetime import UTC, date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import School, User
from models.base import Base
from models.columns import Code, CodeList, IntPk, Line, Prose, SchoolId
from models.reminder_days import ReminderKind

# The title of a reminder holds the name of an organisation, and may be longer than one.
LONGEST_TITLE = 300


class ReminderState(enum.StrEnum):
    """What became of a reminder. Between `due` and `sent` it is `sending`: nobody can know then whether it left."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"


class Reminder(Base):
    """One reminder to one person: the outbox has a row for each, and none is ever taken away.

    Attributes:
        user_id: Who is reminded; None where nobody at the school could be.
        record_kind, record_id: What it is about; of a digest the person.
        for_on: The day that it is about: the last day of an agreement, the day on which something is due.
        days_before: So many days before that day it is due; negative for days after it.
        why: Why it was not sent, where it was skipped.
        message_id: By it those who receive a mail twice know that it is the same.
        told: What the mail server said last, where it refused.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        # One for each offset of each day: a second run, or two at once, can add none again.
        UniqueConstraint("user_id", "school_id", "kind", "record_kind", "record_id", "for_on", "days_before"),
        CheckConstraint("(state = 'skipped') = (why IS NOT NULL)", name="skipped_for_a_reason"),
        Index(None, "school_id", "for_on"),
        Index(None, "record_kind", "record_id"),
        Index(None, "state"),
    )

    id: Mapped[IntPk]
    school_id: Mapped[SchoolId]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[ReminderKind]
    record_kind: Mapped[Code]
    record_id: Mapped[int]
    for_on: Mapped[date]
    days_before: Mapped[int]
    due_on: Mapped[date]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    text: Mapped[Prose]
    state: Mapped[ReminderState]
    why: Mapped[Line | None]
    message_id: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    settled_at: Mapped[datetime | None] = mapped_column(comment="when it was sent or skipped")
    attempts: Mapped[int] = mapped_column(default=0)
    told: Mapped[Line | None]

    school: Mapped[School] = relationship()
    user: Mapped[User | None] = relationship()


class ReminderChoice(Base):
    """What a person chose: which reminders they do not want, and the secret address of their calendar.

    Attributes:
        off: Kinds of reminders that are not sent to them.
        calendar_key: Whoever knows it reads the person's calendar; None as long as they never asked for one.
    """

    __tablename__ = "reminder_choices"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    off: Mapped[CodeList]
    calendar_key: Mapped[str | None] = mapped_column(String(64), unique=True)

    user: Mapped[User] = relationship()


class ReminderRun(Base):
    """The latest time that reminders were seen to: one row, written over each time.

    Attributes:
        ended_at: None while it runs, and where it was broken off.
        problem: Why mail could not be sent, where it could not.
    """

    __tablename__ = "reminder_runs"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[IntPk]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    problem: Mapped[Line | None]
