"""An alliance shares a yearly report by an address, and withdraws it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.accounts import User
from models.refusals import Refused
from models.report_links import ReportLink
from models.school_years import SchoolYear
from models.scope import OutsideScope, Scope

# Days that an address may be open, the usual first.
OPEN_DAYS = (90, 30, 365)


def share_report(
    session: Session, year: SchoolYear, *, school_id: int | None, days: int, by: User, scope: Scope, now: datetime
) -> ReportLink:
    """Make an address at which anybody reads a report of the reader's organisation.

    Args:
        school_id: One of the schools it works with; None for all.
        days: For so long it is open.

    Raises:
        OutsideScope: The reader is not an alliance member.
        Refused: It is to be open for another time than is offered.
    """
    if scope.partner_id is None:
        raise OutsideScope("Only a member of a strategic alliance shares its report.")
    if days not in OPEN_DAYS:
        raise Refused({"days": "Choose for how long."})
    made = ReportLink(
        partner_id=scope.partner_id, school_id=school_id, first=year.first, first_month=year.first_month, made_by=by,
        made_at=now, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def own_links(session: Session, *, scope: Scope) -> Sequence[ReportLink]:
    """List the addresses that people of the reader's organisation made, the latest first; none for anybody else."""
    found = select(ReportLink).where(ReportLink.partner_id == scope.partner_id)
    whole = found.options(joinedload(ReportLink.school), joinedload(ReportLink.made_by))
    return session.scalars(whole.order_by(ReportLink.id.desc())).all()
