"""The time line of a partnership: everything that happened in it, newest first, from whatever table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity, activity_partners
from models.agreements import Agreement, Contribution
from models.continuum.language.vocabularies import TO_SCHOOL
from models.evaluations import Evaluation
from models.needs import Match
from models.partnerships import Partnership
from models.queries.partnerships import PartnershipRecords
from models.records import RecordStatus
from models.scope import Scope
from models.stewardship import Recognition, Training, Transition
from models.wording import joined

# What the time line can be narrowed to, in words.
GROUPS = {
    "agreements": "Agreements",
    "giving": "Promised and given",
    "contact": "Contact",
    "evaluations": "Evaluations",
    "people": "People and thanks",
    "facts": "Stage and terms",
}
# A code to be shown by its label: the list it is of, and the code.
Coded = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing on the time line.

    Attributes:
        what: In a word or two, for the eye that skims: "Stage", "Agreement signed".
        text: The words of the record; empty where codes say it all.
        codes: What the page shows by label, in order.
        kind: Kind of the record it links to; "" for what stands on this page only.
        record_id: Its id; 0 for what stands on this page only.
        group: Which of `GROUPS` it belongs to.
    """

    on: date
    what: str
    text: str = ""
    codes: tuple[Coded, ...] = ()
    kind: str = ""
    record_id: int = 0
    group: str = ""


def timeline_of(
    session: Session,
    partnership: Partnership,
    records: PartnershipRecords,
    *,
    scope: Scope,
    today: date,
    limit: int | None = 60,
    group: str | None = None,
) -> list[Moment]:
    """Tell everything of a partnership up to today, newest first.

    Args:
        records: Its papers, promises, gifts and evaluations, as read for the same page.
        limit: How many are wanted; None for all.
        group: Which of `GROUPS` is wanted; None for all.

    Returns:
        Moments by day, the latest first; on one day the partnership's own facts before what was done in it, and of one
        record what came of it before how it began.
    """
    parts: dict[str, Callable[[], Iterable[Moment]]] = {
        "facts": lambda: _of_facts(partnership),
        "agreements": lambda: _of_agreements(records.agreements),
        "giving": lambda: _of_giving(records),
        "evaluations": lambda: _of_evaluations(records.evaluations),
        "contact": lambda: _of_acts(session, partnership, scope=scope, limit=limit),
        "people": lambda: _of_people(session, partnership, scope=scope),
    }
    moments = [
        replace(moment, group=name) for name, part in parts.items() if group in (None, name) for moment in part()
    ]
    moments = [moment for moment in moments if moment.on <= today]
    moments.sort(key=lambda moment: moment.on, reverse=True)
    return moments if limit is None else moments[:limit]


def _of_facts(partnership: Partnership) -> Iterable[Moment]:
    for stage in partnership.stages:
        yield Moment(stage.from_on, "Stage", codes=(("stage", stage.stage),))
    for person in partnership.point_people:
        yield Moment(person.from_on, "Point person", person.person)
        # An end that is the next one's beginning is told by the next one.
        if person.until_on and not any(other.from_on == person.until_on for other in partnership.point_people):
            yield Moment(person.until_on, "No point person", f"{person.person} left")
    written: dict[date, list[str]] = {}
    emptied: dict[date, list[str]] = {}
    for term in partnership.terms:
        (written if term.is_filled else emptied).setdefault(term.from_on, []).append(term.name.label)
    for day, names in written.items():
        yield Moment(day, "Written", joined(names))
    for day, names in emptied.items():
        yield Moment(day, "Emptied", joined(names))
    for day in partnership.confirmed_on:
        yield Moment(day, "Confirmed", "what we agreed still holds")


def _of_agreements(agreements: Sequence[Agreement]) -> Iterable[Moment]:
    for one in agreements:
        coded = (("agreement_kind", one.agreement_kind),)
        for day, what in (
            (one.ends_on, "Last day"),
            (one.signed_on, "Signed"),
            (one.submitted_on, "Submitted"),
        ):
            if day is not None:
                yield Moment(day, what, codes=coded, kind=Agreement.kind, record_id=one.id)


def _of_giving(records: PartnershipRecords) -> Iterable[Moment]:
    for promise in records.commitments:
        coded = _coded("contribution_type", promise.type) or _coded("way", promise.way)
        if promise.received_on is not None:
            yield Moment(promise.received_on, "Received", promise.allocated_to or "", coded)
        elif promise.due_on is not None:
            yield Moment(promise.due_on, "Was due", promise.allocated_to or "", coded)
        yield Moment(promise.agreed_on, "Promised", promise.allocated_to or "", coded)
    for gift in records.contributions:
        coded = _coded("contribution_type", gift.type) or _coded("way", *gift.way)
        what = "Given" if gift.direction == TO_SCHOOL else "Given by the school"
        yield Moment(gift.occurred_on, what, gift.allocated_to or "", coded, Contribution.kind, gift.id)


def _of_evaluations(evaluations: Sequence[Evaluation]) -> Iterable[Moment]:
    for evaluation in evaluations:
        found = evaluation.strengths or evaluation.weaknesses or evaluation.goal_alignment or ""
        side = (("side", evaluation.side),)
        yield Moment(evaluation.occurred_on, "Evaluated", _short(found), side, "evaluation", evaluation.id)


def _of_acts(session: Session, partnership: Partnership, *, scope: Scope, limit: int | None) -> Iterable[Moment]:
    acts = scope.limit(
        select(Activity)
        .join(activity_partners, activity_partners.c.activity_id == Activity.id)
        .where(
            activity_partners.c.partner_id == partnership.partner_id,
            Activity.record_status == RecordStatus.CONFIRMED,
        )
        .order_by(Activity.occurred_on.desc(), Activity.id.desc()),
        Activity,
    ).limit(limit)
    for act in session.scalars(acts):
        text = act.title or _short(act.note or "")
        codes = () if text else (*_coded("purpose", *act.purpose), *_coded("channel", *act.channel))
        yield Moment(act.occurred_on, act.activity_kind.value.capitalize(), text, codes, Activity.kind, act.id)
    matches = scope.limit(
        select(Match).where(Match.partner_id == partnership.partner_id, Match.record_status == RecordStatus.CONFIRMED),
        Match,
    )
    for match in session.scalars(matches):
        coded, named = _coded("contribution_type", match.offer), (Match.kind, match.id)
        if match.answered_on is not None and match.answer is not None:
            yield Moment(match.answered_on, "Answered", codes=(*coded, *_coded("match_status", match.answer)))
        if match.requested_on is not None:
            yield Moment(match.requested_on, "Requested", _short(match.intended_results or ""), coded, *named)
        else:
            yield Moment(match.occurred_on, "Matched", _short(match.intended_results or ""), coded, *named)


def _of_people(session: Session, partnership: Partnership, *, scope: Scope) -> Iterable[Moment]:
    for thanks in session.scalars(_with(partnership, Recognition, scope)):
        yield Moment(
            thanks.occurred_on, "Thanked", codes=(("mode", thanks.mode),), kind=thanks.kind, record_id=thanks.id
        )
    for training in session.scalars(_with(partnership, Training, scope)):
        topics = _coded("training_topic", *training.topic)
        yield Moment(training.occurred_on, "Trained", codes=topics, kind=training.kind, record_id=training.id)
    for change in session.scalars(_with(partnership, Transition, scope)):
        if change.done_on is not None:
            yield Moment(change.done_on, "Handed over")
        yield Moment(
            change.occurred_on,
            "People changed",
            codes=(("transition", change.what),),
            kind=change.kind,
            record_id=change.id,
        )


def _with(partnership: Partnership, table: type[Recognition | Training | Transition], scope: Scope):  # type: ignore[no-untyped-def]  # the union of three selects has no name
    return scope.limit(
        select(table).where(table.partner_id == partnership.partner_id, table.record_status == RecordStatus.CONFIRMED),
        table,
    )


def _coded(name: str, *codes: str | None) -> tuple[Coded, ...]:
    return tuple((name, code) for code in codes if code)


def _short(text: str, longest: int = 120) -> str:
    """Cut a text at a word for a line of the time line."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rsplit(' ', 1)[0]} …"
