"""What is typed where a district sets what an hour is worth."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired

from models.hour_rates import states
from models.operations.state_rates import FIRST_YEAR, HEADINGS, MOST, Estimate, estimate_of
from tracker.forms import Amount, Day, Form, OneOf, TextLine, WholeNumber, choices


class RateForm(Form):
    """A rate, from when on it holds, and who says so."""

    dollars = Amount("Dollars an hour", most=MOST, description="Leave it empty for the estimates again.")
    from_on = Day("From which day on", required=True, missing="Say from which day on.")
    source = TextLine("Who says so?", description="Such as: our school board, March 2026.")


class StateForm(Form):
    """In which state the district is."""

    state = OneOf("Our state")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = choices([("", "None: the nation’s estimates"), *states().items()])


class EstimateForm(Form):
    """The estimate of the district's state for a year."""

    year = WholeNumber("Of which year", least=0, most=9999, render_kw={"inputmode": "numeric", "min": FIRST_YEAR})
    state_dollars = Amount("Dollars an hour there", most=MOST)
    state_source = TextLine("Who estimates it?", description="Such as: Independent Sector, April 2026.")

    def estimate(self, state: str, *, latest: int) -> Estimate:
        """Give what was typed; see `estimate_of`.

        Raises:
            Refused: Something is missing or wrong.
        """
        return estimate_of(state, self.year.data, self.state_dollars.data, self.state_source.data, latest=latest)


class EstimatesFileForm(Form):
    """A file of estimates, of as many states and years as it has."""

    file = FileField(
        "A file of estimates",
        [FileRequired("Choose the file.")],
        description=f"CSV. Its first line: {','.join(HEADINGS)}",
    )
