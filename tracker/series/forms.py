"""What may be typed about a series: how often it happens, and until when."""

from __future__ import annotations

from typing import Any

from models.operations.series import MOST_DAYS, Repetition
from models.series import OFTEN, Series
from tracker.forms import Day, Form, OneCard, TextLine, Version, WholeNumber, choices

UNTIL, TIMES = "Until (last day)", "Or how many times in all"


def repetition_of(form: Any) -> Repetition | None:
    """Give what a form says of repeating, of whatever form that asks; None where it says nothing."""
    asked = Repetition(form.every.data or None, form.until_on.data, form.times.data)
    return asked if asked != Repetition(None) else None


class RepeatForm(Form):
    """How often, and until when: a number of times goes before a last day."""

    every = OneCard("How often?", choices=choices(OFTEN), required=True, missing="Choose how often.")
    until_on = Day(UNTIL)
    times = WholeNumber(TIMES, most=MOST_DAYS)


class SeriesForm(RepeatForm):
    """A series that goes on otherwise from a day on."""

    version = Version()
    name = TextLine("Name", required=True, missing="Say what it is called.")
    from_on = Day("From which day on?", required=True, missing="Say from which day on.")

    @staticmethod
    def values_of(series: Series) -> dict[str, Any]:
        """Give a series under the names of the form's fields."""
        return {
            "name": series.name,
            "every": series.every.value,
            "from_on": series.from_on,
            "until_on": series.last_on,
            "times": None,
            "version": series.version,
        }
