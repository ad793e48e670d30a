"""What may be typed about a series: how often it happens, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from models.operations.series import MOST_DAYS, Repetition
from models.series import OFTEN, Series
from tracker.forms import Day, Form, OneCard, TextLine, Version, WholeNumber, choices
from tracker.series.ends import usual_end

UNTIL, TIMES = "Until (last day)", "Or how many times in all"


def repetition_of(form: Any, first: date | None = None) -> Repetition | None:
    """Give what a form says of repeating, of whatever form that asks; None where it says nothing.

    Args:
        first: The first day, where what says no end ends as series usually do; None where an end is asked for.
    """
    asked = Repetition(form.every.data or None, form.until_on.data, form.times.data)
    if first is not None and asked.every in OFTEN and asked.until_on is None and asked.times is None:
        is_said = any(field.raw_data and any(field.raw_data) for field in (form.until_on, form.times))
        return asked if is_said else replace(asked, until_on=usual_end(first))
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
