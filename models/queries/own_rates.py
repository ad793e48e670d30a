"""What an hour is worth for the reader's schools: the district's own rates, and the estimates everywhere else."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.hour_rates import PUBLISHED, HourRate, Rates
from models.own_rates import OwnRate
from models.queries.state_rates import estimates_in
from models.scope import Scope


def rates_of(session: Session, *, scope: Scope) -> Rates:
    """Give the rates of the reader's district, three statements at most; without one the nation's estimates."""
    return rates_in(session, scope.district_id) if scope.district_id is not None else PUBLISHED


def rates_in(session: Session, district_id: int) -> Rates:
    """Give the rates of a district, whoever asks: partners see by what their hours are valued."""
    own = select(OwnRate).where(OwnRate.district_id == district_id, OwnRate.taken_back_at.is_(None))
    rows = session.scalars(own.order_by(OwnRate.from_on, OwnRate.id))
    return Rates([(one.from_on, _rate(one)) for one in rows], estimates_in(session, district_id))


def _rate(one: OwnRate) -> HourRate | None:
    return HourRate(one.from_on, one.dollars, one.source) if one.dollars is not None else None


def list_own_rates(session: Session, *, scope: Scope) -> Sequence[OwnRate]:
    """List a district's own rates, the latest day first, those taken back among them."""
    if scope.district_id is None:
        return []
    own = select(OwnRate).where(OwnRate.district_id == scope.district_id)
    return session.scalars(own.order_by(OwnRate.from_on.desc(), OwnRate.id.desc())).all()


def find_own_rate(session: Session, rate_id: int, *, scope: Scope) -> OwnRate | None:
    """Find one of a district's own rates; None outside the scope."""
    return session.scalars(
        select(OwnRate).where(OwnRate.id == rate_id, OwnRate.district_id == scope.district_id)
    ).one_or_none()
