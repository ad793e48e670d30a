"""What may be typed about who leaves and who follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField

from models.operations.hand_overs import ContactChange, HandOverEntry
from models.operations.team_hand_overs import Passing
from models.partners import Contact
from models.partnerships import Partnership
from models.queries.duties import Duties
from tracker.choices import Pairs
from tracker.forms import Day, Form, OneCard, Storable, TextBlock, TextLine, choices

WHO_FOLLOWS = {"list": "staff"}
CHANGED = "What is to be handed over changed since this page was drawn. Look through it once more, then hand over."
PASSED_ON = (
    (Passing.FOLLOWS, "Whoever follows takes it over"),
    (Passing.ENDS, "It ends; the team fills it anew"),
    (Passing.STAYS, "It stays as it is"),
)
FROM_ON = "The first day without them. A day still to come will do: partnerships change hands on that day."


class HandOverForm(Form):
    """Somebody of the school leaves."""

    what = OneCard("Who is it that leaves?", required=True, missing="Say whether it is a leader of the school.")
    from_on = Day("From when?", required=True, missing="Say from when.", description=FROM_ON)
    follows = TextLine("Who follows?", description="Leave it empty until you know.", render_kw=WHO_FOLLOWS)
    ends_access = BooleanField(
        "They leave the school", description="From that day on they can no longer sign in for this school."
    )
    seats = OneCard("Their seat in the leadership team")
    coordination = OneCard("The coordination of partnerships")
    note = TextBlock("What should whoever follows know?", description="It is printed on top of the sheet.")
    # What was to be handed over when the page was drawn.
    seen = HiddenField(validators=[Storable(60)])

    def __init__(
        self, *args: Any, whose: Pairs, may_end_access: bool, may_pass_on: bool, duties: Duties, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.what.choices = choices(whose)
        if not may_end_access:
            del self.ends_access
        for name, held in (("seats", duties.seats), ("coordination", duties.coordinates)):
            self[name].choices = choices(PASSED_ON)
            if not (held and may_pass_on):
                del self[name]

    def entry(self, others: Mapping[int, str]) -> HandOverEntry:
        """Give what is said of the change.

        Args:
            others: Number of a partnership -> who follows there, where that is somebody else.
        """
        assert self.from_on.data is not None  # the form validated
        passing = {
            name: Passing(self[name].data or Passing.STAYS) for name in ("seats", "coordination") if name in self
        }
        return HandOverEntry(self.what.data, self.from_on.data, self.follows.data, others, self.note.data, **passing)

    def renew(self, seen: str) -> None:
        """Say that what is there now was seen, and ask to look through it."""
        self.seen.data, self.seen.raw_data = seen, [seen]
        self.form_errors.append(CHANGED)


def other_field(partnership: Partnership) -> str:
    """Name the field that says who follows in one partnership."""
    return f"partnership_{partnership.id}"


def hand_over_form(partnerships: Sequence[Partnership]) -> type[HandOverForm]:
    """Make the form with a field for each partnership, for whoever follows in that one alone."""
    members = {
        other_field(one): TextLine(f"Who follows with {one.partner.name}?", render_kw=WHO_FOLLOWS)
        for one in partnerships
    }
    return type("HandOverOf", (HandOverForm,), members)


class ContactChangeForm(Form):
    """Somebody at a partner leaves."""

    leaves = TextLine(
        "Who leaves?",
        required=True,
        missing="Say who leaves.",
        render_kw={"list": "contacts"},
        description="Adults only: students are named nowhere.",
    )
    follows = TextLine("Who follows?", required=True, missing="Say who follows, so that the school knows whom to call.")
    reached_at = TextLine("Their e-mail", longest=200)
    from_on = Day("From when?", required=True, missing="Say from when.", description="The first day without them.")
    note = TextBlock("Note")

    def entry(self) -> ContactChange:
        """Give what is said of the change."""
        assert self.from_on.data is not None  # the form validated
        return ContactChange(
            self.leaves.data, self.follows.data, self.from_on.data, self.reached_at.data, self.note.data
        )


def named(contacts: Sequence[Contact]) -> list[str]:
    """List the names of contacts, each once."""
    return list(dict.fromkeys(one.name for one in contacts))
