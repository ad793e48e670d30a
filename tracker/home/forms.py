"""What may be typed on Home."""

from __future__ import annotations

from tracker.forms import Day, Form, TextLine


class PutOffForm(Form):
    """Why something can wait, and until when."""

    reason = TextLine(
        "Why can it wait?",
        required=True,
        missing="Say why it can wait: others at your school read it.",
        description="Such as: the board signs it on June 12. Never names of students.",
    )
    until_on = Day("Until when?", required=True, missing="Choose the day on which it is asked for again.")
