"""What a school says of its own first hour; nothing here commits."""

from __future__ import annotations

from datetime import date

from models.accounts import School


def note_first_look(school: School, *, today: date) -> None:
    """Note that the team looked at where the school stands; the first day stays."""
    school.looked_on = school.looked_on or today


def put_steps_away(school: School, *, today: date) -> None:
    """Put the list of the first steps away for everybody at the school; what is on record is not touched."""
    school.steps_away_on = today


def bring_steps_back(school: School) -> None:
    """Show the list of the first steps again."""
    school.steps_away_on = None
