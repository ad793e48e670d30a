"""In which state the reader's district is, and what is known of an hour there, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.hour_rates import HourRate, reported_of, states
from models.scope import Scope
from models.state_rates import DistrictState, StateRate


def state_of(session: Session, district_id: int | None) -> DistrictState | None:
    """Find the choice of a state that holds in a district; None where none was made."""
    chosen = select(DistrictState).where(DistrictState.district_id == district_id)
    return session.scalars(chosen.order_by(DistrictState.id.desc()).limit(1)).one_or_none()


def estimates_in(session: Session, district_id: int) -> Sequence[HourRate]:
    """Give the estimates of a district's state in the order of their years: one for each, the district's before others.

    Two statements at most; none of them where no state was chosen.
    """
    chosen = state_of(session, district_id)
    if chosen is None or chosen.state is None or chosen.state not in states():
        return ()
    found: Mapping[int, HourRate] = reported_of(chosen.state)
    own = select(StateRate).where(
        StateRate.district_id == district_id, StateRate.state == chosen.state, StateRate.taken_back_at.is_(None)
    )
    brought = {
        one.year: HourRate(date(one.year, 1, 1), one.dollars, f"{one.source}: {states()[one.state]}")
        for one in session.scalars(own.order_by(StateRate.id))
    }
    return [rate for _, rate in sorted({**found, **brought}.items())]


def list_state_rates(session: Session, *, scope: Scope) -> Sequence[StateRate]:
    """List what a district brought of states, the latest year first, what was taken back among it."""
    if scope.district_id is None:
        return []
    own = select(StateRate).where(StateRate.district_id == scope.district_id)
    return session.scalars(own.order_by(StateRate.year.desc(), StateRate.state, StateRate.id.desc())).all()


def find_state_rate(session: Session, rate_id: int, *, scope: Scope) -> StateRate | None:
    """Find one estimate that a district brought; None outside the scope."""
    return session.scalars(
        select(StateRate).where(StateRate.id == rate_id, StateRate.district_id == scope.district_id)
    ).one_or_none()
