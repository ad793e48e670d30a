"""Evaluations beside one another: what both sides said of a partnership at one time, and what a year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.continuum.language.language import Language
from models.evaluations import Evaluation
from models.operations.evaluations import DOMAINS
from models.partnerships import Partnership
from models.records import RecordStatus
from models.scope import Scope

# As the rules read it: the other side's within so many days is the same evaluation, seen from over there.
TOGETHER = timedelta(days=60)
# "Last year" is what was said between these many days before.
A_YEAR_AGO = (timedelta(days=180), timedelta(days=550))
TEXTS = ("strengths", "weaknesses", "goal_alignment", "actions_open", "actions_done")
# Whether the school evaluated, and whether the partner did.
Who = tuple[bool, bool]
JOINT: Who = (True, True)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one side said to one item; both empty where it said nothing.

    Attributes:
        finding: Code of what was found for a domain of wellbeing.
        text: In words: the answer, or the note to the finding.
    """

    finding: str | None
    text: str

    @property
    def is_said(self) -> bool:
        """Whether anything was."""
        return bool(self.finding or self.text)


@dataclass(frozen=True, slots=True)
class Item:
    """One item with everybody's answer.

    Attributes:
        name: Its field.
        own: Of the evaluation at hand.
        other: Of the other side's; None where there is none.
        before: Of last year's; None where there is none.
    """

    name: str
    own: Answer
    other: Answer | None
    before: Answer | None

    @property
    def differs(self) -> bool:
        """Whether both sides judged it, and not alike."""
        return bool(self.own.finding and self.other and self.other.finding and self.own.finding != self.other.finding)

    @property
    def is_one_sided(self) -> bool:
        """Whether both sides evaluated, and only one of them said anything to it."""
        return self.other is not None and self.own.is_said != self.other.is_said

    @property
    def is_said(self) -> bool:
        """Whether anybody said anything to it."""
        return any(one is not None and one.is_said for one in (self.own, self.other, self.before))


@dataclass(frozen=True, slots=True)
class Sides:
    """One evaluation beside the others that belong to it.

    Attributes:
        other: The other side's of the same time; None where there is none, or both evaluated jointly.
        before: Last year's.
        is_joint: Whether both evaluated together.
    """

    own: Evaluation
    other: Evaluation | None
    before: Evaluation | None
    is_joint: bool

    @property
    def is_one_sided(self) -> bool:
        """Whether only one side was heard."""
        return not self.is_joint and self.other is None

    @property
    def items(self) -> list[Item]:
        """Every item that anybody answered, in the order of the form."""
        names = (*TEXTS[:2], *DOMAINS, *TEXTS[2:])
        every = [
            Item(
                name,
                _answer(self.own, name),
                _answer(self.other, name) if self.other else None,
                _answer(self.before, name) if self.before else None,
            )
            for name in names
        ]
        return [one for one in every if one.is_said]

    @property
    def differing(self) -> int:
        """In how many items the sides differ."""
        return sum(one.differs for one in self.items)


def sides_of(session: Session, evaluation: Evaluation, language: Language, *, scope: Scope) -> Sides:
    """Find what belongs beside an evaluation; one statement.

    What a partner sent and the school has not confirmed yet is shown too; what was archived is not.

    Args:
        language: Of the rules in force: whom each side stands for.
    """
    rows = session.scalars(
        scope.limit(
            select(Evaluation)
            .where(
                Evaluation.partnership_id == evaluation.partnership_id,
                Evaluation.id != evaluation.id,
                Evaluation.record_status.in_((RecordStatus.CONFIRMED, RecordStatus.PROPOSED)),
                Evaluation.occurred_on >= evaluation.occurred_on - A_YEAR_AGO[1],
                Evaluation.occurred_on <= evaluation.occurred_on + TOGETHER,
            )
            .order_by(Evaluation.occurred_on.desc(), Evaluation.id.desc()),
            Evaluation,
        )
    ).all()
    who = {code: (side.school, side.partner) for code, side in language.vocabularies.side.items()}
    own = who.get(evaluation.side, JOINT)
    return Sides(evaluation, _other(evaluation, rows, who), _before(evaluation, rows, who), own == JOINT)


def before_now(
    session: Session, partnership: Partnership, language: Language, *, scope: Scope, today: date
) -> tuple[Evaluation, list[Item]] | None:
    """Find last year's evaluation of a partnership for whoever evaluates it now, with what was said; one statement.

    The school's own of that time, else one made together, else the partner's; None where there is none.
    """
    least, most = A_YEAR_AGO
    rows = session.scalars(
        scope.limit(
            select(Evaluation)
            .where(
                Evaluation.partnership_id == partnership.id,
                Evaluation.record_status == RecordStatus.CONFIRMED,
                Evaluation.occurred_on.between(today - most, today - least),
            )
            .order_by(Evaluation.occurred_on.desc(), Evaluation.id.desc()),
            Evaluation,
        )
    ).all()
    who = {code: (side.school, side.partner) for code, side in language.vocabularies.side.items()}
    order = [(True, False), JOINT, (False, True)]
    found = min(rows, key=lambda one: order.index(who.get(one.side, JOINT)), default=None)
    return (found, Sides(found, None, None, is_joint=True).items) if found is not None else None


def _other(own: Evaluation, rows: Sequence[Evaluation], who: Mapping[str, Who]) -> Evaluation | None:
    school, partner = who.get(own.side, JOINT)
    if (school, partner) == JOINT:
        return None
    found = [
        one
        for one in rows
        if who.get(one.side) == (not school, not partner) and abs(one.occurred_on - own.occurred_on) <= TOGETHER
    ]
    return min(found, key=lambda one: abs(one.occurred_on - own.occurred_on), default=None)


def _before(own: Evaluation, rows: Sequence[Evaluation], who: Mapping[str, Who]) -> Evaluation | None:
    least, most = A_YEAR_AGO
    found = [one for one in rows if least <= own.occurred_on - one.occurred_on <= most]
    # The same side's own, else one made together, else the other's.
    return min(found, key=lambda one: (one.side != own.side, who.get(one.side) != JOINT), default=None)


def _answer(evaluation: Evaluation, name: str) -> Answer:
    if name in DOMAINS:
        return Answer(getattr(evaluation, name), getattr(evaluation, f"{name}_note") or "")
    return Answer(None, getattr(evaluation, name) or "")
