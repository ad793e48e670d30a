"""The school of a reader."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.accounts import School
from models.scope import OutsideScope, Scope


def find_school(session: Session, *, scope: Scope) -> School:
    """Give the one school of a scope.

    Raises:
        OutsideScope: The scope has no school, several, or one that does not exist.
    """
    school = session.get(School, scope.school_id)
    if school is None:
        raise OutsideScope("This school does not exist.")
    return school
