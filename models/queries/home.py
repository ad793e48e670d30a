"""What needs somebody at a school today, and the year so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.activities import Activity
from models.agreements import Agreement, Contribution
from models.continuum.language.language import Language
from models.continuum.language.thresholds import Thresholds
from models.evaluations import Evaluation
from models.needs import Match
from models.partners import Partner, WorkforceNeed
from models.partnerships import Partnership
from models.queries.actions import list_overdue
from models.queries.agreements import renewal_sentence, renewals_after
from models.queries.catalogue import catalogue_on, latest_catalogue
from models.queries.evaluations_due import evaluations_due
from models.queries.hand_overs import changes_ahead
from models.queries.home_needs import Due, Need, Renewal
from models.queries.home_partners import contacts_leaving, unkept_promises, unthanked
from models.queries.partnership_health import Concern
from models.queries.partnership_list import PartnershipRow, current_partnerships
from models.queries.partnership_needs import partnership_needs
from models.queries.signatures import signed_by_partners
from models.records import Record, RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope
from models.stewardship import Transition
from models.wording import counted, day_words, days_words, joined, sentence_case
from models.words import words

LATEST = 5
# Of those who entered something.
NAMED = 2


_OF_NOTICE = {
    Concern.AGREEMENT: Need.AGREEMENT,
    Concern.FACTS: Need.FACTS,
    Concern.POINT_PERSON: Need.POINT_PERSON,
    Concern.CONTACT: Need.CONTACT,
}
# Somebody outside waits for the school, and what they entered counts for nobody until it is confirmed.
_WAITED_FOR = frozenset({Need.ACTIVITY_TO_CONFIRM, Need.EVALUATION_TO_CONFIRM, Need.ENTRY_TO_CONFIRM})
_WEIGHT = {need: place for place, need in enumerate(Need)}
_TITLES = {
    Need.AGREEMENT: "Agreement with {}",
    Need.FACTS: "What we agreed with {}",
    Need.POINT_PERSON: "Partnership with {}",
    Need.CONTACT: "{}",
}


def list_due(session: Session, *, scope: Scope, today: date) -> list[Due]:
    """List all that needs somebody at a school, the gravest first; see `first_due`."""
    return first_due(session, scope=scope, today=today)[0]


def first_due(
    session: Session,
    *,
    scope: Scope,
    today: date,
    is_asked: Callable[[Due], bool] = lambda _: True,
    most: int | None = None,
    year: SchoolYear | None = None,
) -> tuple[list[Due], int]:
    """List what needs somebody at a school, the gravest first, and count it all: a fixed number of statements.

    Agreements that end soon or ended and were not renewed, what was agreed and not confirmed for long, partnerships
    without a point person, partners with whom contact is overdue, evaluations that are too old, what alliances entered
    and nobody confirmed yet, requests of which no answer is on record, what partners answered lately, actions that are
    late, people who leave on either side, promises whose day is over, and who gave and was not thanked. How soon and
    how long is among the numbers of the rules of that day.

    Args:
        scope: Of one school; an alliance's gives nothing.
        is_asked: Whether the reader is asked about one; of what partnerships need, it is told no words.
        most: How many to list.
        year: The school year as the district counts it, in which thanks are asked for; the usual one by default.
    """
    language = catalogue_on(session, today, scope=scope).language
    limits = language.thresholds
    due = [
        *_of_partnerships(session, limits, scope=scope, today=today),
        *_to_confirm(session, scope=scope),
        *_entered_otherwise(session, scope=scope),
        *_unanswered(session, limits, scope=scope, today=today),
        *_answered(session, limits, scope=scope, today=today),
        *_actions_overdue(session, scope=scope, today=today),
        *_departures(session, limits, scope=scope, today=today),
        *contacts_leaving(session, limits, scope=scope, today=today),
        *unkept_promises(session, scope=scope, today=today),
        *unthanked(session, year or SchoolYear.of(today), scope=scope, today=today),
    ]
    asked = sorted(filter(is_asked, due), key=_gravity)
    return _in_words(session, language, asked[:most], scope=scope, today=today), len(asked)


def _gravity(one: Due) -> tuple[bool, int, int]:
    """Order what is due: first what keeps something out of counts, each by its weight, then by how late it is."""
    return one.tone != "bad" and one.need not in _WAITED_FOR, _WEIGHT[one.need], -one.days


def _of_partnerships(session: Session, limits: Thresholds, *, scope: Scope, today: date) -> Iterable[Due]:
    """Give what partnerships need, still without words."""
    for one in partnership_needs(session, scope=scope, today=today):
        need = _OF_NOTICE[one.concern] if one.concern else Need.EVALUATION
        tone = "bad" if need is Need.AGREEMENT and one.days > -limits.urgent_days else one.tone
        yield Due(need, "", tone, "", "", 0, one.partnership_id, one.days)


def _in_words(session: Session, language: Language, due: Sequence[Due], *, scope: Scope, today: date) -> list[Due]:
    """Say what partnerships need: only those are read of which something is told."""
    wordless = {one.partnership_id for one in due if not one.title and one.partnership_id}
    rows = current_partnerships(session, scope=scope, today=today, among=wordless) if wordless else []
    told = {(one.need, one.partnership_id): one for row in rows for one in _of_notices(row, language.thresholds, today)}
    told |= {(one.need, one.partnership_id): one for one in _evaluations_due(session, rows, scope=scope, today=today)}
    found = [one if one.title else told[one.need, one.partnership_id] for one in due]
    ending = {one.record_id for one in found if one.need is Need.AGREEMENT}
    renewals = renewals_after(session, ending, scope=scope)
    handed_over = [one.id for one in renewals.values() if one.submitted_on is not None]
    signed = signed_by_partners(session, handed_over, language, scope=scope)
    return [_renewed(one, renewals, signed) for one in found]


def _renewed(one: Due, renewals: Mapping[int, Agreement], signed: Mapping[int, date]) -> Due:
    """Say of an agreement that ends how far its renewal is, where there is one that not both have signed."""
    renewal = renewals.get(one.record_id) if one.need is Need.AGREEMENT else None
    if renewal is None:
        return one
    how_far = Renewal.DRAFT if renewal.submitted_on is None else Renewal.HANDED_OVER
    said = renewal_sentence(renewal, signed)
    return replace(one, renewal=how_far, sentence=f"{said} {one.sentence}", record_id=renewal.id)


def _of_notices(row: PartnershipRow, limits: Thresholds, today: date) -> Iterable[Due]:
    if row.is_out:
        return
    for notice in row.notices:
        need = _OF_NOTICE.get(notice.concern)
        if need is None or notice.tone == "plain":
            continue
        days, tone = 0, notice.tone
        if need is Need.AGREEMENT and row.agreement is not None and row.agreement.ends_on is not None:
            days = (today - row.agreement.ends_on).days
            tone = "bad" if days > -limits.urgent_days else tone
        title = _TITLES[need].format(row.partnership.partner.name)
        record_id = notice.record_id or row.partnership.id
        yield Due(
            need,
            notice.word,
            tone,
            title,
            notice.sentence,
            record_id,
            row.partnership.id,
            days,
            row.partnership.partner.name,
        )


def _evaluations_due(session: Session, rows: Sequence[PartnershipRow], *, scope: Scope, today: date) -> Iterable[Due]:
    for one in evaluations_due(session, rows, scope=scope, today=today):
        partnership = one.row.partnership
        late = (today - one.due_on).days
        words = f"overdue {days_words(late)}" if late else "due today"
        title = f"Evaluation of {partnership.partner.name}"
        tone = "bad" if late else "warn"
        yield Due(Need.EVALUATION, words, tone, title, one.sentence, partnership.id, partnership.id, late)


def _actions_overdue(session: Session, *, scope: Scope, today: date) -> Iterable[Due]:
    for action in list_overdue(session, scope=scope, today=today):
        assert action.due_on is not None  # or it could not be late
        late = (today - action.due_on).days
        sentence = f"{action.whose or 'Nobody’s yet'}, due {day_words(action.due_on)}."
        word = f"overdue {days_words(late)}"
        yield Due(Need.ACTION, word, "bad", action.what, sentence, action.id, days=late, owner_id=action.owner_id)


def _departures(session: Session, limits: Thresholds, *, scope: Scope, today: date) -> Iterable[Due]:
    """Give the people who leave, or left and handed nothing over."""
    for one in changes_ahead(session, scope=scope, today=today):
        if one.is_made:
            continue
        change, left = one.transition, (one.transition.occurred_on - today).days
        word = f"in {days_words(left)}" if left > 0 else "not handed over"
        title = f"{change.leaves} leaves {one.where}".rstrip() if change.leaves else f"People change {one.at}".rstrip()
        who = f"{change.follows} follows" if change.follows else "Nobody follows yet"
        sentence = f"{'From' if left > 0 else 'Since'} {day_words(change.occurred_on)}. {who}."
        tone = "bad" if left <= limits.urgent_days else "warn"
        yield Due(Need.DEPARTURE, word, tone, title, sentence, change.id, days=-left)


def _unanswered(session: Session, limits: Thresholds, *, scope: Scope, today: date) -> Iterable[Due]:
    asked_on = func.coalesce(Match.requested_on, Match.occurred_on)
    statement = scope.limit(
        select(Match)
        .where(
            Match.record_status == RecordStatus.CONFIRMED,
            Match.answer.is_(None),
            asked_on <= today - timedelta(days=limits.request_patience_days),
            asked_on >= today - timedelta(days=limits.request_rest_days),
        )
        .options(joinedload(Match.partner))
        .order_by(asked_on, Match.id),
        Match,
    )
    for match in session.scalars(statement):
        sentence = f"Asked on {day_words(match.requested_on or match.occurred_on)}. What did they say?"
        yield Due(Need.REQUEST, "no answer yet", "warn", f"Your request to {match.partner.name}", sentence, match.id)


def _answered(session: Session, limits: Thresholds, *, scope: Scope, today: date) -> Iterable[Due]:
    statement = scope.limit(
        select(Match)
        .where(
            Match.record_status == RecordStatus.CONFIRMED,
            or_(Match.answered_by_id.is_not(None), Match.answered_by_contact_id.is_not(None)),
            Match.answered_on > today - timedelta(days=limits.answered_told_days),
        )
        .options(joinedload(Match.partner))
        .order_by(Match.answered_on.desc(), Match.id.desc()),
        Match,
    )
    answered = session.scalars(statement).all()
    answers = latest_catalogue(session).language.values("match_status") if answered else {}
    for match in answered:
        assert match.answer is not None and match.answered_on is not None  # or nobody had answered
        known = answers.get(match.answer)
        told = (known.told or f"“{known.label}”") if known else f"“{words(match.answer)}”"
        sentence = f"They said {told} on {day_words(match.answered_on)}."
        yield Due(Need.ANSWERED, "answered", "plain", f"Your request to {match.partner.name}", sentence, match.id)


def _to_confirm(session: Session, *, scope: Scope) -> Iterable[Due]:
    proposed = scope.limit(
        select(Activity)
        .where(Activity.record_status == RecordStatus.PROPOSED, Activity.returned_on.is_(None))
        .options(selectinload(Activity.partners))
        .order_by(Activity.occurred_on.desc(), Activity.id.desc()),
        Activity,
    )
    for activity in session.scalars(proposed):
        who = joined(partner.name for partner in activity.partners) or "An alliance"
        title = f"{who}: {activity.title or 'an activity'}"
        sentence = f"Entered for {day_words(activity.occurred_on)}; it counts once confirmed."
        yield Due(Need.ACTIVITY_TO_CONFIRM, "to confirm", "warn", title, sentence, activity.id)
    waiting = scope.limit(
        select(Evaluation)
        .where(Evaluation.record_status == RecordStatus.PROPOSED, Evaluation.returned_on.is_(None))
        .options(joinedload(Evaluation.partnership).joinedload(Partnership.partner))
        .order_by(Evaluation.occurred_on.desc(), Evaluation.id.desc()),
        Evaluation,
    )
    for evaluation in session.scalars(waiting):
        title = f"{evaluation.partnership.partner.name}: an evaluation"
        sentence = f"Entered for {day_words(evaluation.occurred_on)}; it counts once confirmed."
        yield Due(
            Need.EVALUATION_TO_CONFIRM, "to confirm", "warn", title, sentence, evaluation.id, evaluation.partnership_id
        )


def _entered_otherwise(session: Session, *, scope: Scope) -> Iterable[Due]:
    """Tell of gifts, needs and changes that alliances entered: once, however many they are; one page has them all."""
    numbers: Counter[str] = Counter()
    for table in (Contribution, WorkforceNeed, Transition):
        numbers_of = cast("Select[Any]", select(Partner.name, func.count(table.id)))
        waiting = numbers_of.join(table.partner).group_by(Partner.name)
        waiting = waiting.where(table.record_status == RecordStatus.PROPOSED, table.returned_on.is_(None))
        for name, number in session.execute(scope.limit(waiting, table)):
            numbers[name] += number
    if numbers:
        number = counted(numbers.total(), "entry", "entries")
        sentence = f"{sentence_case(number)} to look at; each counts once confirmed."
        who = joined([*sorted(numbers)[:NAMED], *(["others"] if len(numbers) > NAMED else [])])
        yield Due(Need.ENTRY_TO_CONFIRM, "to confirm", "warn", f"{who} entered something", sentence, 0)


def latest_activities(session: Session, *, scope: Scope, today: date) -> list[Activity]:
    """List the latest confirmed activities up to today, newest first."""
    statement = (
        select(Activity)
        .where(Activity.record_status == RecordStatus.CONFIRMED, Activity.occurred_on <= today)
        .options(selectinload(Activity.partners))
        .order_by(Activity.occurred_on.desc(), Activity.id.desc())
        .limit(LATEST)
    )
    return list(session.scalars(scope.limit(statement, Activity)))


def has_records(session: Session, table: type[Record], *, scope: Scope) -> bool:
    """Say whether a school has any record of a kind, archived ones too."""
    return session.scalar(scope.limit(select(table.id), table).limit(1)) is not None
