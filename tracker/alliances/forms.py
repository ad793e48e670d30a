"""What a strategic alliance may type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.activities import Activity
from models.agreements import Contribution
from models.hours_asks import SaidOfHours
from models.needs import Match
from models.operations.giving import ContributionEntry
from seed.tiles import Tile, load_answers
from tracker.activities.forms import CODE_FIELDS, DERIVED_MARKS, TICKS, ChangeForm, of_activity
from tracker.asked_parts import asked_choice
from tracker.choices import Pairs, answer_pairs
from tracker.forms import Amount, Day, Form, OneCard, TextBlock, TextLine, Version, choices
from tracker.records.forms import OneChip
from tracker.vocabulary import marked

HOURS, GIFT = "hours", "gift"
DAYS_OF_A_YEAR = 365


def own_answers() -> Pairs:
    """List what a partner can answer: what is written for it first, then whatever else the list has.

    That something was kept is for whoever asked to note.
    """
    written = [(one.code, one.label) for one in load_answers().values()]
    known, done = {code for code, _ in written}, marked("match_status", "done")
    return [*written, *(pair for pair in answer_pairs() if pair[0] not in known | done)]


def asked_answer() -> str | None:
    """Read which answer an address asks for; None where it names none."""
    return asked_choice("answer", "Answer", dict(own_answers()))


class AnswerForm(Form):
    """The answer to a school's request."""

    version = Version()
    answer = OneCard("Your answer", required=True, missing="Choose an answer.")
    note = TextBlock("In your words", longest=2000)
    often = TextLine("Said with one tap")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.answer.choices = choices(own_answers())

    @property
    def said(self) -> str | None:
        """What goes with the answer: what was tapped, and what was typed."""
        return ". ".join(filter(None, (self.often.data, self.note.data))) or None

    @staticmethod
    def values_of(match: Match) -> dict[str, Any]:
        """Give a request's answer under the names of the form's fields."""
        return {"answer": match.answer if match.answer else None, "note": match.answer_note}


class GiftForm(Form):
    """What an alliance gave: hours, money or things."""

    version = Version()
    school = OneCard("At which school?", required=True, missing="Choose the school.")
    amount = Amount("How many hours?", required=True)
    unit = OneCard("Counted in", required=True, missing="Say what the amount counts.")
    type = OneChip("What was it?", required=True, missing="Say what was given.")
    occurred_on = Day("When?", required=True, missing="Say when it was.")
    allocated_to = TextLine("For what?", description="The class, project or program it went to.")
    note = TextBlock("In your words", description="The school reads it. Never names of students.")

    def offer(self, tile: Tile, schools: Pairs, types: Iterable[tuple[str, str, str | None]], units: Pairs) -> None:
        """Put in what is to choose from.

        Args:
            tile: `hours`, or `gift` for money and things. What it proposes first stands before all else.
            types: Code, words and way of everything that partners give.
            units: What the amount may be counted in, for such a tile.
        """
        is_hours = tile.code == HOURS
        self.school.choices = choices(schools)
        self.unit.choices = choices(units)
        self.amount.label.text = "How many hours?" if is_hours else "How much?"
        fits = [(code, words) for code, words, way in types if (way == "funding") is not is_hours]
        first = [pair for pair in fits if pair[0] in tile.first.get("type", ())]
        self.type.choices = choices([*first, *(pair for pair in fits if pair not in first)])

    def entry(self, way: tuple[str, ...]) -> ContributionEntry:
        """Give what was typed.

        Args:
            way: In what way the alliance helped, as the list says of what was given.
        """
        return ContributionEntry(
            occurred_on=self.occurred_on.data,
            type=self.type.data,
            way=way,
            amount=self.amount.data,
            unit=self.unit.data,
            allocated_to=self.allocated_to.data,
            note=self.note.data,
        )

    @staticmethod
    def values_of(gift: Contribution) -> dict[str, Any]:
        """Give a gift's values under the names of the form's fields."""
        return {
            "version": gift.version,
            "school": str(gift.school_id),
            "amount": gift.amount,
            "unit": gift.unit,
            "type": gift.type,
            "occurred_on": gift.occurred_on,
            "allocated_to": gift.allocated_to,
            "note": gift.note,
        }


class ActForm(ChangeForm):
    """What an alliance did, asked as its tile asks; nothing else of an activity is the alliance's to say."""

    school = OneCard("At which school?", required=True, missing="Choose the school.")

    def keep_to(self, tile: Tile) -> None:
        """Take out of the form what the tile does not ask, and fill in what it fills."""
        self.ask_as(tile)
        self.kind.data = tile.kind
        for name in CODE_FIELDS:
            typed = (self[name].data or ()) if name in tile.questions else ()
            self[name].data = [*dict.fromkeys((*tile.fixed.get(name, ()), *typed))]
        for name in ("people", "students", "hours"):
            if name not in tile.questions:
                self[name].data = None
        for name in (*TICKS, "formality", "new_category", "partners", "not_for", "also_for", "link"):
            self[name].data = None
        for name in DERIVED_MARKS:
            self[name].data = ""

    @staticmethod
    def values_of_act(act: Activity) -> dict[str, Any]:
        """Give an activity's values under the names of the form's fields."""
        return of_activity(act) | {"school": str(act.school_id)}


class HoursForm(Form):
    """The answer to whether hours were given again: yes, perhaps another number or day, or no."""

    amount = Amount("How many hours?")
    occurred_on = Day("When?")
    said = OneCard("Was it so?", required=True, missing="Say yes or no.")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.said.choices = choices([(SaidOfHours.YES.value, "Yes"), (SaidOfHours.NO.value, "No")])


class TakeBackForm(Form):
    """What the button sends that takes an entry back: which version of it was seen."""

    version = Version()


class ShareForm(Form):
    """For how long a report is shared by its link."""

    days = OneCard("Open for", required=True, missing="Choose for how long.")

    def offer(self, days: Iterable[int]) -> None:
        """Put in for how many days it may be open."""
        self.days.choices = choices([(str(one), "a year" if one == DAYS_OF_A_YEAR else f"{one} days") for one in days])
