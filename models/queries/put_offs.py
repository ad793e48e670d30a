"""What rests at a school until a day, and why."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from models.put_offs import PutOff
from models.scope import Scope


def resting(session: Session, *, scope: Scope, today: date) -> dict[tuple[str, int], PutOff]:
    """Find what is put off at a school beyond today: (need, number of what it is about) -> the latest; one statement.

    Args:
        scope: Of one school.
    """
    statement = (
        select(PutOff)
        .where(PutOff.until_on > today, PutOff.back_on.is_(None))
        .options(joinedload(PutOff.put_off_by))
        .order_by(PutOff.id)
    )
    found = session.scalars(_within(scope, statement))
    return {(one.need, one.about_id): one for one in found}


def find_put_off(session: Session, number: int, *, scope: Scope) -> PutOff | None:
    """Find one thing that was put off; None outside the scope."""
    return session.scalars(_within(scope, select(PutOff).where(PutOff.id == number))).one_or_none()


def _within(scope: Scope, statement: Select[PutOff]) -> Select[PutOff]:
    """Narrow a statement to the schools of a scope; an alliance's reads nothing here."""
    schools = frozenset() if scope.partner_id is not None else scope.school_ids
    return statement.where(PutOff.school_id.in_(schools))
