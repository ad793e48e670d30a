"""A school says of what its partners entered that it is so, or sends it back. Nothing here commits."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import object_session

from models.activities import Activity
from models.operations.activities import confirm_activity
from models.operations.contact_hand_overs import let_follow
from models.operations.record_entries import take_up
from models.operations.records import tidy
from models.record_kinds import FROM_PARTNERS
from models.records import RecordStatus
from models.refusals import Refused
from models.stewardship import Transition


def confirm_entry(record: Any, *, today: date) -> None:
    """Say of what a partner entered that it is so: it counts from now on, for the day on which it was.

    Raises:
        Refused: It waits no more, or its day is still to come.
    """
    if record.record_status is not RecordStatus.PROPOSED:
        raise Refused("Only what a partner entered and nobody confirmed yet can be confirmed.")
    if isinstance(record, Activity):
        confirm_activity(record, today=today)
    else:
        take_up(record, FROM_PARTNERS[record.kind], today=today)
    record.returned_on = None
    if isinstance(record, Transition) and record.partner is not None:
        session = object_session(record)
        assert session is not None  # a stored record is in one
        let_follow(session, record, record.partner)


def correct_entry(record: Any, said: dict[str, Any], word: str | None, *, today: date) -> None:
    """Put right what a partner entered, say so to the partner, and confirm it.

    Args:
        said: Attribute -> what it should be.
        word: What is told to the partner; needed where anything is put right.

    Raises:
        Refused: It waits no more, a day still to come, or something is put right without a word.
    """
    changed = {name: value for name, value in said.items() if getattr(record, name) != value}
    if changed and not tidy(word):
        raise Refused({"word": "Say what you put right: the partner reads it."})
    day = said.get("occurred_on")
    if day is not None and day > today:
        raise Refused({"occurred_on": "This day is still to come. Choose today or an earlier day."})
    for name, value in changed.items():
        setattr(record, name, value)
    confirm_entry(record, today=today)
    record.school_word = tidy(word)


def return_entry(record: Any, word: str | None, *, today: date) -> None:
    """Send back what a partner entered, with the reason; it waits with the partner then.

    Raises:
        Refused: It waits no more, or no reason is given.
    """
    if record.record_status is not RecordStatus.PROPOSED:
        raise Refused("Only what a partner entered and nobody confirmed yet can be sent back.")
    if not tidy(word):
        raise Refused({"word": "Say why you send it back: the partner reads it."})
    record.returned_on, record.school_word = today, tidy(word)
