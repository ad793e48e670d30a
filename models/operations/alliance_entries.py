"""A strategic alliance enters what it gave and did: proposed, until the school confirms it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity
from models.agreements import Contribution
from models.continuum.language.vocabularies import TO_SCHOOL
from models.operations.activities import Author, change_activity, log_activity
from models.operations.activity_entries import ActivityEntry, ActivityTerms
from models.operations.giving import ContributionEntry, amount_problem, give
from models.operations.records import one_line, tidy
from models.partners import Partner
from models.records import RecordStatus
from models.refusals import Refused, refuse_if
from models.scope import Scope

TAKEN_BACK = "its partner took it back"
_AHEAD = "This day is still to come. Log it once it has happened."


def scope_at(school: School, scope: Scope) -> Scope:
    """Give the scope in which an alliance member's entry is stored: one school, and who enters."""
    return Scope.of_school(school.id, district_id=school.district_id, user_id=scope.user_id)


def propose_gift(
    session: Session, partner: Partner, school: School, entry: ContributionEntry, *, scope: Scope, today: date
) -> Contribution:
    """Enter what an alliance gave a school.

    Args:
        school: One with which it has a partnership.
        scope: The alliance member's.

    Raises:
        Refused: See `give`.
    """
    gift = give(session, partner, _given(entry), scope=scope_at(school, scope), today=today)
    gift.record_status = RecordStatus.PROPOSED
    return gift


def correct_gift(gift: Contribution, entry: ContributionEntry, *, today: date) -> None:
    """Correct a gift that waits, and hand it to the school again.

    Raises:
        Refused: It waits no more, or as in `propose_gift`.
    """
    still_waits(gift)
    problems = amount_problem(entry.amount, entry.unit)
    if not entry.type:
        problems["type"] = "Say what was given."
    if entry.occurred_on > today:
        problems["occurred_on"] = _AHEAD
    refuse_if(problems)
    said = _given(entry)
    for name in ("occurred_on", "type", "way", "amount", "unit"):
        setattr(gift, name, getattr(said, name))
    gift.allocated_to, gift.note = one_line(said.allocated_to) or None, tidy(said.note)
    gift.returned_on = None


def propose_act(
    session: Session,
    partner: Partner,
    school: School,
    entry: ActivityEntry,
    *,
    scope: Scope,
    terms: ActivityTerms,
    today: date,
) -> Activity:
    """Enter what an alliance did with a school.

    Raises:
        Refused: See `log_activity`; also for a day still to come.
    """
    _has_happened(entry, today)
    author = Author(scope_at(school, scope))
    act = log_activity(session, _by(partner, entry), author=author, terms=terms, today=today)
    act.record_status = RecordStatus.PROPOSED
    return act


def correct_act(
    session: Session,
    act: Activity,
    entry: ActivityEntry,
    *,
    partner: Partner,
    scope: Scope,
    terms: ActivityTerms,
    today: date,
) -> None:
    """Correct an activity that waits, and hand it to the school again.

    Raises:
        Refused: It waits no more, or as in `propose_act`.
    """
    still_waits(act)
    _has_happened(entry, today)
    author = Author(scope_at(act.school, scope))
    change_activity(session, act, _by(partner, entry), author=author, terms=terms, today=today)
    act.returned_on = None


def take_back(record: Any) -> None:
    """Put away what waits: the alliance would rather not have entered it.

    Raises:
        Refused: It waits no more.
    """
    still_waits(record)
    if isinstance(record, Activity):
        record.archived_because = TAKEN_BACK
    record.archive()


def still_waits(record: Any) -> None:
    """Make sure that a record still waits for the school.

    Raises:
        Refused: It is confirmed, or put away.
    """
    if record.record_status is not RecordStatus.PROPOSED:
        raise Refused("This waits for the school no more. Ask the school to correct it.")


def _given(entry: ContributionEntry) -> ContributionEntry:
    return replace(entry, direction=TO_SCHOOL, commitment=None)


def _by(partner: Partner, entry: ActivityEntry) -> ActivityEntry:
    """Make sure that an entry is of the alliance itself, and says nothing that is the school's to say."""
    own: Sequence[str] = ("alliances",)
    return replace(
        entry, by=tuple(own), partners=(partner.name,), new_category=None, initiated_by=(), not_for=(), also_for=()
    )


def _has_happened(entry: ActivityEntry, today: date) -> None:
    if entry.occurred_on is not None and entry.occurred_on > today:
        raise Refused({"occurred_on": _AHEAD})
