"""The plan of a year: what is proposed so that desired levels are reached, and how far the plan is that was taken."""

from __future__ import annotations

import enum
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.actions import Action, Origin
from models.activities import DID_NOT_HAPPEN, Activity, ActivityKind
from models.assessments import Attestation
from models.continuum.continuum import Continuum
from models.continuum.rulebook.catalogue import Catalogue
from models.needs import Match
from models.partnerships import TERMS, Partnership
from models.planning.acts import Act
from models.planning.partnerships import IN_WRITING
from models.planning.proposing import Proposal, propose
from models.queries.planned import activities_planned
from models.ratings import Assessment
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope
from models.wording import begun_small, joined, sentence_case

# With less of the year left than this, a plan is one of the next year.
TOO_LATE = timedelta(days=60)
LONGEST = 200


class State(enum.StrEnum):
    """How one thing of a plan stands."""

    DONE = "done"
    BEHIND = "behind"
    LOST = "lost"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class PlannedThing:
    """One thing of a plan in words.

    Attributes:
        what: What is to be done, in words; who does it stands apart.
        by: Who acts, as a code of `by`; None where the school does.
        completes: Codes of the indicators whose desired level is not reached without it.
        owner_id: Whose it is to be; None where nobody was chosen.
    """

    act: Act
    what: str
    by: str | None
    latest: date
    indicator: str
    completes: tuple[str, ...]
    owner_id: int | None = None

    @property
    def seen_to_by(self) -> str:
        """Who sees to it, as a code of `by`: what nobody in particular does, such as an agreement, leaders see to."""
        return self.by or "leaders"


@dataclass(frozen=True, slots=True)
class ProposedPlan:
    """What would reach the desired levels.

    Attributes:
        by: The day on which they are to be reached.
        desired: Indicator -> level, of those that are not there by then with nothing done.
        now: Indicator -> level that records support today.
    """

    by: date
    things: tuple[PlannedThing, ...]
    desired: Mapping[str, int]
    now: Mapping[str, int]
    reached: Mapping[str, int]
    out_of_reach: Mapping[str, int]

    @property
    def digest(self) -> str:
        """A short sum of all that it proposes: the same plan has the same."""
        said = repr([(one.act.key, one.act.on, one.latest, one.what) for one in self.things])
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def plan_days(assessment: Assessment, today: date) -> tuple[date, date]:
    """Give the days by which a plan may lead to its levels: the end of the year, and of the one after it.

    Returns:
        The likelier one first: little can be done any more in a year that is nearly over.
    """
    return days_of_plan(assessment.year, today)


def days_of_plan(year: SchoolYear, today: date) -> tuple[date, date]:
    """Give the days by which a plan made in a school year may lead to its levels, as `plan_days`."""
    after = SchoolYear(year.first + 1, year.first_month)
    return (after.last, year.last) if today > year.last - TOO_LATE else (year.last, after.last)


def desired_levels(assessment: Assessment) -> dict[str, int]:
    """Give the levels that the team desires: indicator -> level."""
    return {rating.indicator: rating.desired for rating in assessment.ratings if rating.desired}


def proposed_plan(continuum: Continuum, desired: Mapping[str, int], *, today: date, by: date) -> ProposedPlan:
    """Propose the smallest plan for desired levels; see `models.planning.proposing`."""
    rules = continuum.rules_on(by.toordinal())
    wanted = {code: level for code, level in desired.items() if code in rules.judged}
    open_ones = {code: level for code, level in wanted.items() if continuum.supported(code, by) < level}
    # Levels that are there are goals too: what a plan does must not cost them.
    found: Proposal = propose(continuum, wanted, today=today, by=by)
    things = tuple(
        PlannedThing(
            act=one.act,
            what=what_of(one.act, rules),
            by=_actor(one.act),
            latest=one.latest,
            indicator=rules.practices[one.act.practice].indicator,
            completes=one.completes,
        )
        for one in found.items
    )
    now = {code: continuum.supported(code, today) for code in wanted}
    return ProposedPlan(by, things, open_ones, now, found.reached, found.out_of_reach)


def what_of(act: Act, rules: Catalogue) -> str:
    """Say in words what an act is; who does it stands apart."""
    said = act.said
    if act.kind == Activity.kind:
        text = _activity_words(said, rules)
    elif act.kind == Match.kind:
        ways = [begun_small(rules.label("way", code)) for code in said.get("way", ())]
        sources = [begun_small(rules.label("data", code)) for code in said.get("data", ())]
        text = f"Ask {said['partner']}" + (f" for {joined(ways)}" if ways else "")
        text += f", because of {joined(sources)}" if sources else ""
    elif act.kind == Attestation.kind:
        text = f"Say whether it is so: {rules.practices[said['practice']].wording}"
    else:
        text = sentence_case(_partnership_words(act) if act.kind == Partnership.kind else act.words)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _partnership_words(act: Act) -> str:
    """Say what is done with a partnership: with whom is said once, and what is written down by its name."""
    terms = [begun_small(name.label) for name, term in TERMS.items() if name in act.adds and not term.is_mark]
    said: list[str] = []
    for clause in act.words.split("; "):
        alone = clause.rpartition(" with ")[0] or clause if said else clause
        said.append(f"{alone} on {joined(terms)}" if terms and clause.startswith(IN_WRITING) else alone)
    return "; ".join(said)


def _activity_words(said: Mapping[str, Any], rules: Catalogue) -> str:
    """Say what its form would say."""

    def words(column: str) -> list[str]:
        return [rules.language.phrase(column, code) for code in said.get(column, ())]

    how = next((column for column in ("purpose", "way", "channel") if said.get(column)), None)
    text = joined(rules.label(how, code) for code in said[how]) if how else "Something"
    if partners := said.get("partner"):
        text += f" with {joined(partners)}"
    # A letter says itself to whom it goes.
    is_letter = rules.language.marked("channel", "advocacy").issuperset(said.get("channel") or (None,))
    if (audience := words("audience")) and not is_letter:
        text += f" for {joined(audience)}"
    if asks := words("ask"):
        text += f", asking for {joined(asks)}"
    elif said.get("kind") == ActivityKind.ADVOCACY:
        text += ", speaking up for STEM"
    if topics := words("topic"):
        text += f", about {joined(topics)}"
    return text + (", with a question for feedback" if said.get("collects_input") else "")


def _actor(act: Act) -> str | None:
    found = act.said.get("by") or act.said.get("raised_by")
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One thing of the plan that was taken, and how it stands.

    Attributes:
        activity: The draft that stands for it; None where it is no activity, or is done, or its draft was dropped.
        is_dropped: It was planned as an activity, and somebody said that it did not happen.
    """

    action: Action
    state: State
    activity: Activity | None = None
    is_dropped: bool = False


def plan_of(session: Session, assessment: Assessment, *, scope: Scope, today: date) -> list[PlanLine]:
    """List what was planned for a year, by the day for which it is planned; three statements at most."""
    found = session.scalars(
        scope.limit(select(Action), Action)
        .where(
            Action.assessment_id == assessment.id,
            Action.origin == Origin.PLAN,
            Action.record_status == RecordStatus.CONFIRMED,
        )
        .options(joinedload(Action.owner))
        .order_by(Action.planned_on, Action.id)
    ).all()
    planned = activities_planned(session, found)
    return [_line(action, planned.get(action.id), today) for action in found]


def _line(action: Action, planned: Activity | None, today: date) -> PlanLine:
    status = planned.record_status if planned is not None else None
    is_dropped = planned is not None and planned.archived_because == DID_NOT_HAPPEN and status is RecordStatus.ARCHIVED
    state = _state(action, today)
    if is_dropped and state is State.AHEAD:
        state = State.BEHIND
    return PlanLine(action, state, planned if status is RecordStatus.DRAFT else None, is_dropped)


def _state(action: Action, today: date) -> State:
    if action.done_on is not None:
        return State.DONE
    if action.due_on is not None and action.due_on < today:
        return State.LOST
    if action.due_on is not None and action.planned_on is not None and action.planned_on > action.due_on:
        return State.BEHIND
    return State.BEHIND if action.planned_on is not None and action.planned_on < today else State.AHEAD


@dataclass(frozen=True, slots=True)
class StillInReach:
    """What can still be reached of a level of which something planned is behind.

    Attributes:
        level: The highest level, up to the desired one, that can be reached by the plan's day.
        things: How many things it takes from today on.
    """

    level: int
    things: int


_Question = tuple[tuple[tuple[str, int], ...], date, date]
_REACH: WeakKeyDictionary[Continuum, dict[_Question, dict[str, StillInReach]]] = WeakKeyDictionary()


def day_of_plan(assessment: Assessment, lines: Iterable[PlanLine], today: date) -> date:
    """Find the day by which a plan that was taken leads to its levels: the first of `plan_days` past all its days."""
    days = sorted(plan_days(assessment, today))
    last = max(line.action.due_on or line.action.planned_on or today for line in lines)
    return next((day for day in days if day >= last), days[-1])


def still_in_reach(
    continuum: Continuum, lines: Iterable[PlanLine], desired: Mapping[str, int], *, today: date, by: date
) -> dict[str, StillInReach]:
    """Ask anew what can be reached of levels whose things are behind: each may wait, and not all of them together.

    Returns:
        Indicator -> what is still in reach; those of which nothing is behind are left out.
    """
    late = {line.action.indicator for line in lines if line.state in (State.BEHIND, State.LOST)}
    rules = continuum.rules_on(by.toordinal())
    wanted = {code: level for code, level in desired.items() if code in late and code in rules.judged}
    if not wanted or by <= today:
        return {code: StillInReach(continuum.supported(code, by), 0) for code in wanted}
    # The same school is asked on every look at the plan, and it takes as long as proposing one.
    told = _REACH.setdefault(continuum, {})
    question = (tuple(sorted(wanted.items())), today, by)
    if question not in told:
        found = propose(continuum, wanted, today=today, by=by)
        needed = Counter(code for one in found.items for code in one.completes)
        told[question] = {code: StillInReach(found.reached[code], needed[code]) for code in wanted}
    return told[question]


def usual_people(session: Session, *, scope: Scope, among: Collection[int]) -> dict[str, int]:
    """Say who usually logs what whom did: code of `by` -> number of the person with most such activities.

    Args:
        among: Numbers of the people who may be given something to do: those who have left the school, and the people
            of its partners, logged too.
    """
    counts: Counter[tuple[str, int]] = Counter()
    statement = scope.limit(select(Activity), Activity).where(Activity.entered_by_id.in_(among))
    for by, person in session.execute(statement.with_only_columns(Activity.by, Activity.entered_by_id)):
        counts.update((code, person) for code in by if person is not None)
    found: dict[str, int] = {}
    for (code, person), _ in counts.most_common():
        found.setdefault(code, person)
    return found


def months_between(first: date, last: date) -> list[date]:
    """List the first days of the months from one day to another."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def by_month(lines: Iterable[PlanLine]) -> dict[date, Sequence[PlanLine]]:
    """Put the lines of a plan under the first days of their months: of their own day, or of the day they were done."""
    found: dict[date, list[PlanLine]] = {}
    for line in lines:
        day = line.action.done_on or line.action.planned_on or line.action.due_on or line.action.entered_on
        found.setdefault(day.replace(day=1), []).append(line)
    return dict(found)
