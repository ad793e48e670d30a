"""What is typed while a list is brought in: the upload, what its columns are, what its words mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from werkzeug.datastructures import ImmutableMultiDict
from wtforms import FileField

from models.exchange.answers import Answers
from models.exchange.day_texts import ORDERS, DayWay
from models.exchange.kinds import KINDS
from models.exchange.looking import Look
from models.exchange.plan import Plan
from models.exchange.questions import Asked, Questions
from models.kinds.columns import Column
from models.texts import folded
from tracker.forms import Form, OneOf, choices
from tracker.imports.names import list_name

# What schools keep lists of comes first.
USUAL = ("activity", "org", "contact", "contribution", "match", "agreement", "need", "recognition", "roster")
Typed = ImmutableMultiDict[str, str]
NEW = "new:"


class UploadForm(Form):
    """A file, and what it lists."""

    kind = OneOf("What does it list?", required=True, missing="Choose what the file lists.")
    file = FileField("The file", description="An Excel file (.xlsx) or CSV, at most 10 MB. Any columns, in any order.")

    def offer(self) -> None:
        """Offer the kinds of record, those that are usual first."""
        self.file.flags.required = True  # whose absence the upload itself refuses
        self.kind.choices = choices([("", "Choose …"), *kinds_offered()])


def kinds_offered() -> list[tuple[str, str]]:
    """List the kinds of record that lists may hold, those that are usual first: name, words."""
    names = [*USUAL, *(name for name in KINDS if name not in USUAL)]
    return [(name, list_name(name)) for name in names]


# What the choice of a column sends that is not answered yet.
UNSAID = "?"


def chosen_columns(typed: Typed, look: Look) -> dict[str, str]:
    """Read which column each heading of a list is: heading -> column, empty for what is left out."""
    return {one.heading: typed.get(f"c{place}", "") for place, one in enumerate(look.columns)}


def not_said(look: Look, chosen: Mapping[str, str]) -> dict[str, str]:
    """Say of each column of numbers that somebody must say what it counts: heading -> one sentence."""
    said = "Say what “{}” counts, or that it is left out."
    return {one.heading: said.format(one.heading) for one in look.columns if chosen.get(one.heading) == UNSAID}


def same_in_every_row(typed: Typed, asked: Sequence[Column], chosen: Mapping[str, str]) -> dict[str, str]:
    """Read what holds in every row: column -> what was typed or chosen; for columns that the list does not have."""
    said = {column.name: typed.get(f"same-{column.name}", "").strip() for column in asked}
    return {name: text for name, text in said.items() if text and name not in chosen.values()}


def chosen_sheet(typed: Typed, plan: Plan, look: Look) -> Plan:
    """Read which sheet and which line of it the list begins with."""
    sheet = typed.get("sheet") or look.sheet
    lines = {str(line): line for line, _ in look.first}
    line = lines.get(typed.get("header_line", ""))
    if sheet != look.sheet:
        line = None
    return replace(plan, sheet=sheet or None, header_line=line if line != look.header_line else plan.header_line)


def answered(typed: Typed, plan: Plan, questions: Questions) -> tuple[Plan, dict[str, str], dict[str, str]]:
    """Read what the words of a list mean.

    Returns:
        The plan with the answers; name -> category of organisations to be added; names that are others than they
        look like.
    """
    order = typed.get("order", "")
    days = DayWay(
        order=next((one for one in ORDERS if one == order), None), is_told=True, year_start=_day(typed.get("year", ""))
    )
    values: dict[str, dict[str, str]] = {}
    for asked, said in _said(typed, "w", questions.words):
        if said in dict(asked.choices):
            values.setdefault(asked.about, {})[folded(asked.said)] = said
    for asked, said in _said(typed, "d", questions.days):
        day = _day(said)
        if day is not None:
            values.setdefault(asked.about, {})[folded(asked.said)] = day.isoformat()
    partners: dict[str, str] = {}
    new: dict[str, str] = {}
    for asked, said in _said(typed, "p", questions.partners):
        if said.startswith(NEW):
            new[asked.said] = said.removeprefix(NEW)
        elif said in dict(asked.choices):
            partners[folded(asked.said)] = said
    apart: dict[str, str] = {}
    for asked, said in _said(typed, "a", questions.alike):
        if said in dict(asked.choices):
            partners[folded(asked.said)] = said
        else:
            apart[folded(asked.said)] = "-"
    return replace(plan, answers=Answers(days, values, partners)), new, apart


def _said(typed: Typed, prefix: str, questions: Sequence[Asked]) -> list[tuple[Asked, str]]:
    """Pair questions with their answers, by the word that was asked about: others may have come in between."""
    by_word = {asked.said: asked for asked in questions}
    found = []
    place = 0
    while (word := typed.get(f"{prefix}{place}-said")) is not None:
        if word in by_word:
            found.append((by_word[word], typed.get(f"{prefix}{place}", "")))
        place += 1
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
