"""Evaluate partnerships. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy.orm import Session

from models.accounts import User
from models.actions import Action, Origin, shortened, things_to_do
from models.continuum.language.language import Language
from models.evaluations import EVALUATION, Evaluation
from models.operations.actions import ActionEntry, add_actions
from models.operations.records import still_open, tidy
from models.partnerships import Partnership
from models.refusals import refuse_if
from models.scope import Scope
from models.wording import day_words

# The domains of wellbeing: what was found for each stands in a column of its own.
DOMAINS = tuple(name for name, one in EVALUATION.columns.items() if one.choices == "finding")
_TEXTS = frozenset(
    {"strengths", "weaknesses", "goal_alignment", "actions_open", "actions_done", "note"}
    | {f"{domain}_note" for domain in DOMAINS}
)


@dataclass(frozen=True, slots=True)
class EvaluationEntry:
    """What an evaluation found, as typed."""

    occurred_on: date
    side: str
    strengths: str | None = None
    weaknesses: str | None = None
    academic: str | None = None
    academic_note: str | None = None
    social: str | None = None
    social_note: str | None = None
    physical: str | None = None
    physical_note: str | None = None
    goal_alignment: str | None = None
    actions_open: str | None = None
    actions_done: str | None = None
    teachers: bool | None = None
    asks_students: bool | None = None
    asks_workforce: bool | None = None
    note: str | None = None


def evaluate_partnership(
    session: Session,
    partnership: Partnership,
    entry: EvaluationEntry,
    *,
    language: Language,
    scope: Scope,
    today: date,
) -> Evaluation:
    """Record an evaluation of a partnership; one that ended can still be judged.

    Raises:
        Refused: The partnership is archived, the entry says nothing, a day still to come or before the start, or a
            domain that is not an aim without its reason.
    """
    still_open(partnership)
    evaluation = Evaluation(
        school_id=partnership.school_id,
        partnership=partnership,
        occurred_on=entry.occurred_on,
        side=entry.side,
        entered_on=today,
        entered_by_id=scope.user_id,
    )
    _fill(evaluation, entry, language, today)
    session.add(evaluation)
    return evaluation


@dataclass(frozen=True, slots=True)
class ToImprove:
    """What is to be improved, and whose it is.

    Attributes:
        text: As typed, one thing a line.
        owner: Whose it is, where that is a person with an account; else `owner_name` says a name.
        field: The field that says what is to be improved, where something is wrong with it.
    """

    text: str | None
    owner: User | None = None
    owner_name: str | None = None
    due_on: date | None = None
    field: str = "actions_open"

    @property
    def is_somebodys(self) -> bool:
        """Whether somebody or a day was named for it."""
        return self.owner is not None or bool(tidy(self.owner_name)) or self.due_on is not None


def act_on(
    session: Session, evaluation: Evaluation, wanted: Sequence[ToImprove], *, scope: Scope, today: date
) -> list[Action]:
    """Make an action of each thing that an evaluation says is to be improved, where somebody or a day was named for it.

    Raises:
        Refused: Somebody or a day is named, and nothing to do.
    """
    named = [one for one in wanted if one.is_somebodys]
    refuse_if({one.field: "Say what is to be improved." for one in named if not things_to_do(one.text)})
    session.flush()  # it has its reference from here on
    entries = [
        ActionEntry(
            what=shortened(what),
            origin=Origin.EVALUATION,
            from_record=f"{evaluation.kind}/{evaluation.ref}",
            by="leaders",
            owner_id=one.owner.id if one.owner else None,
            owner_name=None if one.owner else tidy(one.owner_name),
            due_on=one.due_on,
            note=source_note(what, f"evaluation of {evaluation.partnership.partner.name}", evaluation.occurred_on),
        )
        for one in named
        for what in things_to_do(one.text)
    ]
    return add_actions(session, evaluation.partnership.school, entries, user_id=scope.user_id, today=today)


def source_note(what: str, source: str, on: date) -> str:
    """Say where an action comes from, and what it is about where that is too long for its name."""
    whole = "" if what == shortened(what) else f"{what}\n"
    return f"{whole}From the {source} of {day_words(on)}."


def change_evaluation(evaluation: Evaluation, entry: EvaluationEntry, *, language: Language, today: date) -> None:
    """Correct an evaluation.

    Raises:
        Refused: Archived, or as in `evaluate_partnership`.
    """
    still_open(evaluation)
    _fill(evaluation, entry, language, today)


def _fill(evaluation: Evaluation, entry: EvaluationEntry, language: Language, today: date) -> None:
    problems = {}
    started_on = evaluation.partnership.started_on
    if entry.occurred_on > today:
        problems["occurred_on"] = "This day is still to come. Choose today or an earlier day."
    elif entry.occurred_on < started_on:
        problems["occurred_on"] = f"The partnership began on {day_words(started_on)}. Choose a later day."
    no_aim = language.marked("finding", "no_aim")
    for domain in DOMAINS:
        # What an evaluation from a file never said, nobody is asked for when it is corrected.
        is_as_before = evaluation.id is not None and getattr(evaluation, domain) in no_aim
        is_as_before = is_as_before and not getattr(evaluation, f"{domain}_note")
        is_unsaid = not tidy(getattr(entry, f"{domain}_note")) and not is_as_before
        if getattr(entry, domain) in no_aim and is_unsaid:
            problems[f"{domain}_note"] = f"Say why {domain} wellbeing is not an aim of this partnership."
    found = ("strengths", "weaknesses", *DOMAINS, "goal_alignment", "actions_open", "actions_done")
    said_nothing = evaluation.id is not None and not any(getattr(evaluation, name) for name in found)
    if not problems and not said_nothing and not any(getattr(entry, name) for name in found):
        problems["strengths"] = "Say at least one thing that was found: a strength, a weakness, an effect or an action."
    refuse_if(problems)
    for field in fields(entry):
        value = getattr(entry, field.name)
        setattr(evaluation, field.name, tidy(value) if field.name in _TEXTS else value)
