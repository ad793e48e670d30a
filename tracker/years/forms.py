"""What may be typed about a year: levels, reasons, evidence, notes, and why a signed year is reopened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField

from models.operations.years import RatingEntry
from models.rating_asks import REASON_LENGTH
from models.ratings import Below, Rating
from models.wording import sentence_case
from tracker.choices import Pairs, optional
from tracker.forms import Day, Form, OneCard, OneOf, Picks, TextBlock, TextLine, Version, choices

NONE_YET = "0"
FILE_HINT = "PDF, Word, OpenDocument or picture, at most 10 MB."

_APART = {"form": "rate"}


class OpenForm(Form):
    """Which school year to open."""

    year = TextLine("School year", required=True)


class RatingForm(Form):
    """Where the team places the school on one indicator, and why."""

    version = Version()
    existing = OneCard("Existing level", required=True, missing="Choose the level at which the school stands.")
    desired = OneCard("Desired level", required=True, missing="Choose the level the school wants next.")
    # They stand below the levels, outside their form on the page.
    rationale = TextBlock("Why the team rates it so", render_kw={"rows": 3, **_APART})
    kept_up = TextLine("How will it be kept up?", render_kw=_APART)
    below_because = OneOf("Why lower than our records show?", render_kw=_APART)
    file = FileField("Add a file that shows it", description=FILE_HINT, render_kw=_APART)
    file_dated_on = Day("The day of that file", render_kw=_APART)

    def __init__(self, *args: Any, levels: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.existing.choices = choices([*levels, (NONE_YET, "None yet")])
        self.desired.choices = choices(levels)
        self.below_because.choices = choices(optional([(one.value, sentence_case(one.value)) for one in Below]))

    @staticmethod
    def values_of(rating: Rating) -> dict[str, Any]:
        """Give a rating's values under the names of the form's fields."""
        return {
            "version": rating.version,
            "existing": None if rating.existing is None else str(rating.existing),
            "desired": None if rating.desired is None else str(rating.desired),
            "rationale": rating.rationale,
            "kept_up": rating.kept_up,
            "below_because": rating.below_because.value if rating.below_because else "",
        }

    def entry(self) -> RatingEntry:
        """Give what was typed."""
        return RatingEntry(
            existing=int(self.existing.data) if self.existing.data else None,
            desired=int(self.desired.data) if self.desired.data else None,
            rationale=self.rationale.data,
            below_because=Below(self.below_because.data) if self.below_because.data else None,
            kept_up=self.kept_up.data,
        )


class NoteForm(Form):
    """What was said."""

    said = TextBlock("Note as it is said", required=True, missing="Write down what was said.", render_kw={"rows": 2})
    said_by = TextLine("Who said it?", description="A member of the team, or a group. No student’s name.")


class EvidenceForm(Form):
    """One piece of evidence: a record, a file or a link."""

    record = OneOf("A record of our log")
    file = FileField("A file", description=FILE_HINT)
    link = TextLine("A link", longest=2000, description="The whole address, such as https://example.org/plan.")
    title = TextLine("What it is", description="A record and a file have a name already.")
    dated_on = Day("Its own day", description="The day of the file or page itself, not the day it is added.")
    indicators = Picks("What it is evidence for", required=True, missing="Choose what it is evidence for.")

    def __init__(self, *args: Any, records: Pairs, indicators: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record.choices = choices(optional(records, "None"))
        self.indicators.choices = choices(indicators)


class SignForm(Form):
    """What is signed: the year as the page showed it."""

    seen = HiddenField()


class ReopenForm(Form):
    """Why a signed year is reopened."""

    because = TextBlock(
        "Why is it reopened?",
        required=True,
        missing="Say why it is reopened.",
        description=f"{REASON_LENGTH // 2} characters or more. It stays on record beside what was signed.",
    )
