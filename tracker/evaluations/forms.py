"""What may be typed about an evaluation."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from wtforms import BooleanField

from models.evaluations import Evaluation
from models.operations.evaluations import DOMAINS, EvaluationEntry
from tracker.choices import Pairs
from tracker.forms import Day, Form, OneCard, TextBlock, TextLine, Version, choices

# What is to be improved, whose it is, and by when: the first belongs to the evaluation alone, the others join it.
IMPROVEMENTS = (
    ("actions_open", "action_owner", "action_due"),
    ("second", "second_owner", "second_due"),
    ("third", "third_owner", "third_due"),
    ("fourth", "fourth_owner", "fourth_due"),
)
MORE = IMPROVEMENTS[1:]
# They say whose actions these become, and are no part of the evaluation.
OF_ACTION = (*IMPROVEMENTS[0][1:], *(name for names in MORE for name in names))
STAFF = {"list": "staff"}
MARKS = {
    "teachers": "Teachers took part",
    "asks_students": "It asked about students' success",
    "asks_workforce": "It asked about workforce needs",
}


class EvaluationForm(Form):
    """One evaluation: three minutes, most of it may stay empty."""

    version = Version()
    occurred_on = Day("When?", required=True, missing="Say when it was.")
    side = OneCard("Who evaluated?", required=True, missing="Choose who evaluated.")
    strengths = TextBlock("What works well?")
    weaknesses = TextBlock("What does not?")
    academic = OneCard("Effect on students' academic wellbeing")
    academic_note = TextBlock("How it shows, or why it is not an aim: academic", render_kw={"rows": 2})
    social = OneCard("Effect on students' social wellbeing")
    social_note = TextBlock("How it shows, or why it is not an aim: social", render_kw={"rows": 2})
    physical = OneCard("Effect on students' physical wellbeing")
    physical_note = TextBlock("How it shows, or why it is not an aim: physical", render_kw={"rows": 2})
    goal_alignment = TextBlock("Are the goals met, and do they still fit?")
    actions_open = TextBlock(
        "What is to be improved?", description="One action is enough; several stand one a line.", render_kw={"rows": 2}
    )
    action_owner = TextLine("Who does it?", description="With a person or a day it becomes an action.", render_kw=STAFF)
    action_due = Day("By when?")
    second = TextLine("What else is to be improved?", longest=500)
    second_owner = TextLine("Who does it?", render_kw=STAFF)
    second_due = Day("By when?")
    third = TextLine("A third thing", longest=500)
    third_owner = TextLine("Who does it?", render_kw=STAFF)
    third_due = Day("By when?")
    fourth = TextLine("A fourth thing", longest=500)
    fourth_owner = TextLine("Who does it?", render_kw=STAFF)
    fourth_due = Day("By when?")
    actions_done = TextBlock("What was improved since the last time?")
    teachers = BooleanField(MARKS["teachers"])
    asks_students = BooleanField(MARKS["asks_students"])
    asks_workforce = BooleanField(MARKS["asks_workforce"])
    note = TextBlock("Note")

    def __init__(self, *args: Any, sides: Pairs, findings: Pairs, with_action: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_action:
            for name in OF_ACTION:
                del self[name]
            self.actions_open.description = "One thing a line."
        self.side.choices = choices(sides)
        for domain in DOMAINS:
            self[domain].choices = choices(findings)

    @staticmethod
    def values_of(evaluation: Evaluation) -> dict[str, Any]:
        """Give an evaluation's values under the names of the form's fields."""
        values: dict[str, Any] = {one.name: getattr(evaluation, one.name) for one in fields(EvaluationEntry)}
        for name in MARKS:
            values[name] = bool(values[name])
        return values | {"version": evaluation.version}

    def to_improve(self) -> list[tuple[str, str | None, str | None, date | None]]:
        """List what is to be improved: the field that says it, what it says, whose it is, by when."""
        return [(what, self[what].data, self[whose].data, self[due].data) for what, whose, due in IMPROVEMENTS]

    def entry(self, before: Evaluation | None = None) -> EvaluationEntry:
        """Give what was typed.

        Args:
            before: The evaluation being changed: an unticked mark that was a "no" stays one.
        """
        values = self.fields(*OF_ACTION)
        if MORE[0][0] in self:
            said = [values["actions_open"], *(self[what].data for what, _, _ in MORE)]
            values["actions_open"] = "\n".join(one for one in said if one) or None
        for domain in DOMAINS:
            values[domain] = values[domain] or None
        for name in MARKS:
            unticked = False if before is not None and getattr(before, name) is False else None
            values[name] = True if values[name] else unticked
        return EvaluationEntry(**values)
