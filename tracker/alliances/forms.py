"""What a strategic alliance may type."""

from __future__ import annotations

from typing import Any

from models.needs import Match
from tracker.forms import Form, OneCard, TextBlock, TextLine, Version, choices

ANSWERS = {"accepted": "Yes, we can", "partial": "Something else", "declined": "Not this time"}
# What most say instead of a plain yes: a tap, and nothing to type.
SAID_OFTEN = {
    "partial": ("Yes, but later this year", "Yes, but fewer hours or people", "Yes, but online"),
    "declined": ("Nobody is free then", "It is not what we do", "Please ask again next school year"),
}


class AnswerForm(Form):
    """The answer to a school's request."""

    version = Version()
    answer = OneCard("Your answer", required=True, missing="Choose an answer.", choices=choices(ANSWERS))
    note = TextBlock("In your words", longest=2000)
    often = TextLine("Said with one tap")

    @property
    def said(self) -> str | None:
        """What goes with the answer: what was tapped, and what was typed."""
        return ". ".join(filter(None, (self.often.data, self.note.data))) or None

    @staticmethod
    def values_of(match: Match) -> dict[str, Any]:
        """Give a request's answer under the names of the form's fields."""
        return {"answer": match.answer.value if match.answer else None, "note": match.answer_note}
