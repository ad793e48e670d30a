"""Evaluate partnerships. Nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy.orm import Session

from models.accounts import User
from models.actions import Action, Origin
from models.continuum.language.language import Language
from models.evaluations import EVALUATION, Evaluation
from models.operations.actions import LONGEST, ActionEntry, add_action
from models.operations.records import still_open, tidy
from models.partnerships import Partnership
from models.refusals import Refused, refuse_if
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


def act_on(
    session: Session,
    evaluation: Evaluation,
    *,
    owner: User | None,
    owner_name: str | None,
    due_on: date | None,
    scope: Scope,
    today: date,
) -> Action | None:
    """Make an action of what an evaluation says is to be improved, where somebody or a day was named for it.

    Args:
        owner: Whose it is, where that is a person with an account; else `owner_name` says a name.

    Returns:
        The action; None where neither who nor by when was said.

    Raises:
        Refused: Somebody or a day is named, and nothing to do.
    """
    if owner is None and not tidy(owner_name) and due_on is None:
        return None
    wanted = tidy(evaluation.actions_open)
    if not wanted:
        raise Refused({"actions_open": "Say what is to be improved."})
    session.flush()  # it has its reference from here on
    entry = ActionEntry(
        what=shortened(wanted),
        origin=Origin.EVALUATION,
        from_record=f"{evaluation.kind}/{evaluation.ref}",
        by="leaders",
        owner_id=owner.id if owner else None,
        owner_name=None if owner else tidy(owner_name),
        due_on=due_on,
        note=f"From the evaluation of {evaluation.partnership.partner.name} of {day_words(evaluation.occurred_on)}.",
    )
    return add_action(session, evaluation.partnership.school, entry, user_id=scope.user_id, today=today)


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


def shortened(text: str) -> str:
    """Give a text on one line, cut to what an action can be called."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
