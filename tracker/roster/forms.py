"""What is typed on the page of the leadership team."""

from __future__ import annotations

from tracker.forms import Day, Form, Version


class EndForm(Form):
    """From when on somebody is no longer a member."""

    version = Version()
    until_on = Day("No longer a member from", required=True, missing="Say from which day on.")
