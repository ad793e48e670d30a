"""What is typed where a district sets what an hour is worth."""

from __future__ import annotations

from decimal import Decimal

from tracker.forms import Amount, Day, Form, TextLine

# More than this nobody's hour is worth; it is a slip of the point.
MOST = Decimal(1000)


class RateForm(Form):
    """A rate, from when on it holds, and who says so."""

    dollars = Amount("Dollars an hour", most=MOST, description="Leave it empty for the published rates again.")
    from_on = Day("From which day on", required=True, missing="Say from which day on.")
    source = TextLine(
        "Who says so?", description="Such as: Independent Sector, value of volunteer time, Tennessee, 2025."
    )
