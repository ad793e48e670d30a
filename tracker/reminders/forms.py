"""What a person may say about their reminders."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.reminder_days import ReminderKind
from tracker.forms import Form, Picks, choices


class ChoiceForm(Form):
    """Which reminders somebody wants."""

    wanted = Picks("Send me mail when", description="Nothing is sent twice, and nothing when nothing is due.")

    def __init__(self, *args: Any, kinds: Iterable[ReminderKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted.choices = choices([(kind.value, kind.label) for kind in kinds])
