"""What is due in one partnership beside what its health says: promises, its evaluation, requests, improvements."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actions import Action
from models.agreements import Commitment
from models.continuum.language.thresholds import Thresholds
from models.evaluations import Evaluation
from models.needs import Match
from models.partnerships import Partnership
from models.queries.catalogue import catalogue_on
from models.queries.evaluations_due import evaluations_due
from models.queries.partnership_list import PartnershipRow
from models.queries.partnerships import PartnershipRecords
from models.records import RecordStatus
from models.scope import Scope
from models.wording import day_words, days_words


class DueKind(enum.StrEnum):
    """What is due; the page knows which button does it."""

    EVALUATION = "evaluation"
    PROMISE = "promise"
    REQUEST = "request"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do.

    Attributes:
        word: For a tag: "overdue 9 days".
        tone: `bad` where its day is over, `warn` where it comes.
        sentence: Why, in words. What a record is of stands in `record`, for the page to name.
        record: The promise, request or action; None for the evaluation that is still to be made.
    """

    kind: DueKind
    word: str
    tone: str
    sentence: str = ""
    record: Commitment | Match | Action | None = None


def due_of(
    session: Session, partnership: Partnership, records: PartnershipRecords, *, scope: Scope, today: date
) -> list[Due]:
    """List what is due in a partnership today, what is overdue first: four statements at most.

    Args:
        records: Its promises and evaluations, as read for the same page.

    Raises:
        NoRules: There are no rules by which to say when it is to be evaluated.
    """
    limits = catalogue_on(session, today, scope=scope).thresholds
    found = [
        *_evaluation(session, partnership, scope, today),
        *_promises(records.commitments, limits, today),
        *_requests(session, partnership, limits, scope, today),
        *_actions(session, records.evaluations, limits, scope, today),
    ]
    return sorted(found, key=lambda one: one.tone != "bad")


def _evaluation(session: Session, partnership: Partnership, scope: Scope, today: date) -> Iterable[Due]:
    row = PartnershipRow(partnership, partnership.stage_on(today), None, None, ())
    for one in evaluations_due(session, [row], scope=scope, today=today):
        yield Due(DueKind.EVALUATION, "evaluation due", "warn", one.sentence)


def _promises(commitments: Sequence[Commitment], limits: Thresholds, today: date) -> Iterable[Due]:
    for one in commitments:
        is_open = one.record_status is RecordStatus.CONFIRMED and one.received_on is None
        if is_open and one.due_on is not None and one.due_on <= today + timedelta(days=limits.urgent_days):
            yield _dated(DueKind.PROMISE, one.due_on, today, one)


def _requests(
    session: Session, partnership: Partnership, limits: Thresholds, scope: Scope, today: date
) -> Iterable[Due]:
    waiting = scope.limit(
        select(Match).where(
            Match.partner_id == partnership.partner_id,
            Match.record_status == RecordStatus.CONFIRMED,
            Match.answer.is_(None),
            Match.requested_on <= today - timedelta(days=limits.request_patience_days),
            Match.requested_on >= partnership.started_on,
        ),
        Match,
    )
    for one in session.scalars(waiting.order_by(Match.requested_on)):
        assert one.requested_on is not None  # it was asked for by it
        waits = days_words((today - one.requested_on).days)
        yield Due(DueKind.REQUEST, f"no answer for {waits}", "warn", f"Asked on {day_words(one.requested_on)}.", one)


def _actions(
    session: Session, evaluations: Sequence[Evaluation], limits: Thresholds, scope: Scope, today: date
) -> Iterable[Due]:
    named = [f"{Evaluation.kind}/{one.ref}" for one in evaluations if one.actions_open]
    if not named:
        return
    actions = scope.limit(
        select(Action).where(
            Action.from_record.in_(named),
            Action.record_status == RecordStatus.CONFIRMED,
            Action.done_on.is_(None),
            Action.due_on <= today + timedelta(days=limits.urgent_days),
        ),
        Action,
    )
    for one in session.scalars(actions.order_by(Action.due_on)):
        assert one.due_on is not None  # it was asked for by it
        yield _dated(DueKind.ACTION, one.due_on, today, one)


def _dated(kind: DueKind, due_on: date, today: date, record: Commitment | Action) -> Due:
    left = (due_on - today).days
    if left < 0:
        return Due(kind, f"overdue {days_words(-left)}", "bad", f"It was due on {day_words(due_on)}.", record)
    when = "today" if left == 0 else f"in {days_words(left)}"
    return Due(kind, f"due {when}", "warn", f"By {day_words(due_on)}.", record)
