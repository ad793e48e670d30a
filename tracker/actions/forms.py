"""What may be typed about an action: what, whose, by when, and that it is done."""

from __future__ import annotations

from typing import Any

from models.actions import Action
from models.operations.actions import ActionEntry
from tracker.choices import Pairs, optional
from tracker.forms import Day, Form, OneOf, TextBlock, TextLine, Version, choices

WITHOUT_ACCOUNT = "A group or a name, such as Grade 6 team. Adults only: no student is named."


class ActionForm(Form):
    """One thing to do."""

    version = Version()
    what = TextLine("What is to be done?", required=True, missing="Say what is to be done.")
    owner = OneOf("Whose is it?")
    owner_name = TextLine("Or somebody without an account", description=WITHOUT_ACCOUNT)
    due_on = Day("By when?")
    planned_on = Day("Planned for a day?")
    indicator = OneOf("Which indicator does it serve?")
    by = OneOf("Who acts?")
    note = TextBlock("Note")

    def __init__(self, *args: Any, owners: Pairs, indicators: Pairs, actors: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner.choices = choices(optional(owners, "Nobody yet"))
        self.indicator.choices = choices(optional(indicators, "None in particular"))
        self.by.choices = choices(optional(actors))

    @staticmethod
    def values_of(action: Action) -> dict[str, Any]:
        """Give an action's values under the names of the form's fields."""
        names = ("version", "what", "owner_name", "due_on", "planned_on", "note")
        values = {name: getattr(action, name) for name in names}
        values["owner"] = "" if action.owner_id is None else str(action.owner_id)
        return values | {"indicator": action.indicator or "", "by": action.by or ""}

    def entry(self, before: Action | None = None) -> ActionEntry:
        """Give what was typed.

        Args:
            before: The action being changed: its practice stays as long as its indicator does.
        """
        values = self.fields("owner")
        values |= {name: values[name] or None for name in ("indicator", "by")}
        kept = before is not None and before.indicator == values["indicator"]
        practice = before.practice if before is not None and kept else None
        return ActionEntry(**values, owner_id=int(self.owner.data) if self.owner.data else None, practice=practice)


class DoneForm(Form):
    """That an action is done, and what shows it."""

    done_on = Day("When?")
    record = OneOf("Which record shows it?")
    note = TextBlock("Note", render_kw={"rows": 2})

    def __init__(self, *args: Any, records: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record.choices = choices(optional(records, "None"))
