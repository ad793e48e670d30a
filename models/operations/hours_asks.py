"""Asks once a week whether hours that repeat were given again, and takes the answer. Nothing here commits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from models.accounts import School
from models.agreements import Contribution
from models.continuum.language.language import Language
from models.hours_asks import HoursAsk, SaidOfHours, expected
from models.operations.alliance_entries import propose_gift
from models.operations.giving import ContributionEntry
from models.queries.hours_asks import asks_of_week, given_hours, hours_words_of, may_answer, on_record
from models.refusals import Refused
from models.reminder_days import ReminderKind, Subject, monday_of
from models.scope import Scope

OPEN_FOR = timedelta(days=14)
# What the outbox calls the questions of one week to one person; their number is the person's.
HOURS = "hours"
WAS_IT_SO = (
    "You gave these hours week after week. Was it so last week, too? Each line has an address of its own: open it and "
    "say yes or no, without signing in. The school confirms what you say."
)


def ask_about_hours(
    session: Session, school: School, *, language: Language, today: date, now: datetime
) -> list[Subject]:
    """Ask each person of an alliance whose hours repeat at a school whether last week was the same, once.

    Asked again in the same week it asks nothing new. What was entered meanwhile is not asked any more.

    Args:
        language: Of the rules in force: which units are hours, and what people call what they give.

    Returns:
        One thing to be reminded of for each person with an open question, with the Monday as its day.
    """
    monday, units = monday_of(today), language.marked("unit", "hours")
    people = may_answer(session, school, today=today)
    known = {
        (one.user_id, one.partner_id, one.type, one.occurred_on) for one in asks_of_week(session, school.id, monday)
    }
    there = on_record(session, school, monday=monday, units=units)
    for one in expected(given_hours(session, school, monday=monday, units=units), monday):
        is_asked = (one.user_id, one.partner_id) in people and not there.has(*one.habit)
        if is_asked and (*one.habit, one.occurred_on) not in known:
            session.add(
                HoursAsk(
                    user_id=one.user_id, school_id=school.id, partner_id=one.partner_id, week_of=monday,
                    occurred_on=one.occurred_on, type=one.type, way=one.way, amount=one.amount, unit=one.unit,
                    allocated_to=one.allocated_to, made_at=now, expires_at=now + OPEN_FOR,
                )
            )  # fmt: skip
    session.flush()
    waiting: dict[int, list[HoursAsk]] = {}
    for ask in asks_of_week(session, school.id, monday):
        may = (ask.user_id, ask.partner_id) in people
        if may and ask.is_open(now) and not there.has(ask.user_id, ask.partner_id, ask.type):
            waiting.setdefault(ask.user_id, []).append(ask)
    return [_subject(school, user_id, asks, monday, language) for user_id, asks in waiting.items()]


def _subject(school: School, user_id: int, asks: list[HoursAsk], monday: date, language: Language) -> Subject:
    lines = "\n".join(f"* {hours_words_of(one, language)}" for one in asks)
    title = f"Was this so at {school.name} last week?"
    return Subject(ReminderKind.HOURS, HOURS, user_id, monday, (0,), (user_id,), title, f"{WAS_IT_SO}\n\n{lines}")


def why_not_asked(session: Session, ask: HoursAsk, *, units: frozenset[str], now: datetime, today: date) -> str | None:
    """Say in a word why a question takes no answer any more: `answered`, `left`, `known` or `old`; None where it does.

    Args:
        units: Those whose amounts are hours.
    """
    if ask.said is not None:
        return "answered"
    if (ask.user_id, ask.partner_id) not in may_answer(session, ask.school, today=today):
        return "left"
    if on_record(session, ask.school, monday=ask.week_of, units=units).has(ask.user_id, ask.partner_id, ask.type):
        return "known"
    return "old" if ask.expires_at <= now else None


def answer_hours(
    session: Session,
    ask: HoursAsk,
    said: SaidOfHours,
    *,
    amount: Decimal | None,
    occurred_on: date | None,
    now: datetime,
    today: date,
) -> Contribution | None:
    """Take a person's answer: yes enters the hours, which wait for the school; no enters nothing.

    Args:
        amount: Decimal hours; None as asked.
        occurred_on: The day; None as asked.

    Returns:
        What was entered; None for no.

    Raises:
        Refused: It was answered at the same moment, or as in `propose_gift`.
    """
    table: Any = HoursAsk.__table__
    taken: CursorResult[Any] | Any = session.execute(
        update(table).where(table.c.id == ask.id, table.c.said.is_(None)).values(said=said, said_at=now)
    )
    if taken.rowcount != 1:
        raise Refused("This was answered already.")
    session.refresh(ask)
    if said is SaidOfHours.NO:
        return None
    entry = ContributionEntry(
        occurred_on=occurred_on or ask.occurred_on,
        type=ask.type,
        way=ask.way,
        amount=ask.amount if amount is None else amount,
        unit=ask.unit,
        allocated_to=ask.allocated_to,
    )
    scope = Scope(partner_id=ask.partner_id, user_id=ask.user_id)
    ask.contribution = propose_gift(session, ask.partner, ask.school, entry, scope=scope, today=today)
    return ask.contribution
