"""Put off what Home asks for, and ask for it again sooner. Nothing here commits."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from models.operations.records import one_line
from models.put_offs import PutOff
from models.queries.home_needs import Due
from models.refusals import Refused, refuse_if
from models.scope import Scope
from models.wording import day_words

# Longer than this nothing is put off: it would be forgotten.
LONGEST = timedelta(days=92)


def put_off(session: Session, one: Due, *, until_on: date | None, reason: str, scope: Scope, today: date) -> PutOff:
    """Let something rest until a day, for everybody at the school, with the reason.

    Args:
        one: What Home asks for today.
        scope: Of one school; its person is who puts it off.

    Raises:
        Refused: By field: no reason, or a day that is not after today or too far ahead.
    """
    problems = {}
    why = one_line(reason)
    if not why:
        problems["reason"] = "Say why it can wait: others at your school read it."
    if until_on is None or until_on <= today:
        problems["until_on"] = "Choose a day after today."
    elif until_on > today + LONGEST:
        problems["until_on"] = f"Choose a day until {day_words(today + LONGEST)}: what waits longer is forgotten."
    refuse_if(problems)
    assert until_on is not None  # or it was refused
    made = PutOff(
        school_id=scope.school_id,
        need=one.need.value,
        about_id=one.about_id,
        what=one.title[:200],
        reason=why,
        until_on=until_on,
        put_off_on=today,
        put_off_by_id=scope.user_id,
    )
    session.add(made)
    return made


def ask_again(found: PutOff, *, today: date) -> None:
    """Ask for something again before its day.

    Raises:
        Refused: It is asked for again already.
    """
    if found.back_on is not None or found.until_on <= today:
        raise Refused("It is on the list again already.")
    found.back_on = today
