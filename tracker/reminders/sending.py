"""One run: what is due goes into the outbox, and what waits there goes to the mail server, each row once.

What this can promise. A row is taken in a transaction of its own (`due` to `sending`), then its mail is handed over,
then it is noted as sent in another. Only one run sends at a time, by a lock that dies with its process; so a row that
is `sending` when a run begins was left by one that was killed, and waits again.

* Killed before the mail server answered that it took the mail: it was not sent, and is sent by the next run.
* Killed after that answer was noted: it was sent, and is not sent again.
* Killed in between, in the moment that it takes to commit one row, or cut off while waiting for the answer: nobody can
  know. It is sent again, for a reminder that is lost is worse than one that comes twice; but with the same
  `Message-ID`, by which mail servers and programs know that they have it. More than that no protocol without a receipt
  can give.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from email.message import EmailMessage
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.accounts import School
from models.database import Result, run_write
from models.operations.hours_asks import ask_about_hours
from models.operations.reminders import (
    SETTLED,
    Planned,
    begin_run,
    claim,
    end_run,
    give_up,
    note_sent,
    plan_reminders,
    put_back,
    take_back_left,
)
from models.queries.catalogue import NoRules, catalogue_on
from models.queries.reminder_subjects import list_subjects
from models.queries.reminders import count_waiting, find_letter, unwanted_reminders, waiting_ids
from models.reminder_days import ReminderKind, Subject
from models.scope import Scope
from tracker.clock import day_in, now
from tracker.config import Settings
from tracker.extensions import db, reading_session
from tracker.mail.connection import connected
from tracker.mail.giving import NO_ADDRESS, Fate, give, words_of
from tracker.mail.server import NO_SITE, read_mail_server
from tracker.reminders.alone import alone
from tracker.reminders.kinds import MAY_READ
from tracker.reminders.letters import letter_to

# A server that hangs up is called again so often in one run.
CALLS = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run.

    Attributes:
        due: Reminders that were put into the outbox to be sent.
        skipped: Those of which it was noted why not.
        waiting: Those that are still to be sent.
        problem: What kept mail from leaving; empty where nothing did.
    """

    due: int = 0
    skipped: int = 0
    sent: int = 0
    waiting: int = 0
    problem: str = ""


def _never() -> bool:
    return False


def see_to_reminders(
    settings: Settings,
    *,
    on: date | None = None,
    is_time: Callable[[str | None], bool] = lambda _zone: True,
    stop: Callable[[], bool] = _never,
) -> Outcome | None:
    """Put what is due into the outbox, and send what waits there.

    Args:
        on: The day it is taken to be at every school; None for the real one.
        is_time: Says of a time zone whether its schools are seen to now.
        stop: Asked between two mails whether to leave it at that.

    Returns:
        None where another run is at it.
    """
    with alone(db.engine) as is_alone:
        if not is_alone:
            return None
        _write(partial(begin_run, now=now()))
        _write(take_back_left)
        with reading_session() as session:
            schools = session.scalars(select(School).options(joinedload(School.district)).order_by(School.id)).all()
            days = {
                school.id: on or day_in(school.district.time_zone)
                for school in schools
                if is_time(school.district.time_zone)
            }
        outcome = Outcome()
        for school_id, today in days.items():
            planned = _plan(settings, school_id, today)
            outcome = replace(outcome, due=outcome.due + planned.due, skipped=outcome.skipped + planned.skipped)
        outcome = _send(settings, list(days), outcome, stop)
        with reading_session() as session:
            outcome = replace(outcome, waiting=count_waiting(session))
        _write(partial(end_run, problem=outcome.problem, now=now()))
        return outcome


def _write(work: Callable[[Session], Result]) -> Result:
    return run_write(lambda: Session(db.engine), work)


def _plan(settings: Settings, school_id: int, today: date) -> Planned:
    with reading_session() as session:
        school = session.get_one(School, school_id)
        scope = Scope.of_school(school_id, district_id=school.district_id)
        subjects = list_subjects(session, scope=scope, today=today, offsets=settings.offsets, may_read=MAY_READ)

    def put(session: Session) -> Planned:
        school = session.get_one(School, school_id)
        off = unwanted_reminders(session)
        asked = _hours(session, school, today)
        return plan_reminders(session, school, [*subjects, *asked], off=off, today=today, now=now())

    return _write(put)


def _hours(session: Session, school: School, today: date) -> list[Subject]:
    scope = Scope.of_school(school.id, district_id=school.district_id)
    try:
        language = catalogue_on(session, today, scope=scope).language
    except NoRules:  # nobody can say then what an hour is
        return []
    return ask_about_hours(session, school, language=language, today=today, now=now())


def _send(settings: Settings, schools: list[int], outcome: Outcome, stop: Callable[[], bool]) -> Outcome:
    if not settings.mail_url:
        return outcome
    if not settings.base_url:
        return replace(outcome, problem=NO_SITE)
    server, problem, gone = read_mail_server(settings.mail_url), "", set[int]()
    for _call in range(CALLS):
        with reading_session() as session:
            waiting = [one for one in waiting_ids(session, schools) if one not in gone]
        if not waiting or stop():
            break
        try:
            with connected(server) as link:
                problem = ""
                for reminder_id in waiting:
                    if stop():
                        break
                    gone.add(reminder_id)
                    outcome = _hand_over(link, reminder_id, settings.mail_from, outcome)
        except (smtplib.SMTPException, OSError) as refused:
            problem = words_of(refused)
    return replace(outcome, problem=problem)


def _hand_over(link: smtplib.SMTP, reminder_id: int, mail_from: str, outcome: Outcome) -> Outcome:
    """Send one reminder, and note what came of it.

    Raises:
        smtplib.SMTPException: The server takes nothing more on this connection; the reminder waits again.
        OSError: The connection broke; the same.
    """
    if not _write(partial(claim, reminder_id=reminder_id)):
        return outcome
    with reading_session() as session:
        letter = find_letter(session, reminder_id, now=now())

    if letter is not None and letter.kind is ReminderKind.HOURS and not letter.asks:
        return _given_up(reminder_id, SETTLED, "", outcome)

    def write() -> EmailMessage:
        if letter is None:
            raise ValueError(NO_ADDRESS)
        return letter_to(letter, mail_from=mail_from, now=now())

    try:
        answer = give(link, write)
    except (smtplib.SMTPException, OSError) as problem:
        _write(partial(put_back, reminder_id=reminder_id, told=words_of(problem)))
        raise
    if answer.fate is Fate.NEVER:
        return _given_up(reminder_id, answer.why, answer.told, outcome)
    if answer.fate is Fate.NOT_NOW:
        _write(partial(put_back, reminder_id=reminder_id, told=answer.told))
        return outcome
    _write(partial(note_sent, reminder_id=reminder_id, now=now()))
    return replace(outcome, sent=outcome.sent + 1)


def _given_up(reminder_id: int, why: str, told: str, outcome: Outcome) -> Outcome:
    _write(partial(give_up, reminder_id=reminder_id, why=why, told=told, now=now()))
    return replace(outcome, skipped=outcome.skipped + 1)
