"""What is on record after an alliance said something, and what a practice makes of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.queries.continuum import continuum_of
from models.scope import Scope
from tests.cast import school_named
from tests.factories import TODAY


def only(session: Session, table: type[Any]) -> Any:
    """Give the one record of a kind, as it is stored now."""
    session.rollback()
    return session.scalars(select(table)).one()


def share(session: Session, practice: str) -> float:
    """Say how far the first school fulfils a practice today, from 0 to 1."""
    session.rollback()
    school = school_named(session)
    engine = continuum_of(session, scope=Scope.of_school(school.id, district_id=school.district_id))
    return engine.share(practice, TODAY.toordinal())
