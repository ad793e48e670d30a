"""What a district's admin may see: all its schools at once."""

from __future__ import annotations

from models.scope import Scope
from tracker.reader import reader


def name_of_district() -> str:
    """Give the name of the district in use."""
    who = reader()
    return next(held.district for held in who.person.held if held.district_id == who.place.district_id)


def scope_of_district() -> Scope:
    """Give the scope of all schools of the district in use, of which the reader is an admin."""
    who = reader()
    schools = {place.school_id for place in who.places if place.district_id == who.place.district_id}
    return Scope(
        frozenset(school for school in schools if school is not None),
        district_id=who.place.district_id,
        user_id=who.person.id,
    )
