"""What a school says of its own first hour; nothing here commits."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models.accounts import School
from models.first_hours import FirstHour


def note_first_look(session: Session, school: School, *, today: date) -> None:
    """Note that the team looked at where the school stands; the first day stays."""
    said = _said(session, school)
    said.looked_on = said.looked_on or today


def put_steps_away(session: Session, school: School, *, today: date) -> None:
    """Put the list of the first steps away for everybody at the school; what is on record is not touched."""
    _said(session, school).put_away_on = today


def bring_steps_back(session: Session, school: School) -> None:
    """Show the list of the first steps again."""
    _said(session, school).put_away_on = None


def _said(session: Session, school: School) -> FirstHour:
    found = session.get(FirstHour, school.id)
    if found is None:
        found = FirstHour(school_id=school.id)
        session.add(found)
    return found
