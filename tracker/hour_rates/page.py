"""The page that says what an hour is worth: the district's own rates, its state's estimates and the nation's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import Blueprint, render_template

from models.hour_rates import HourRate, Rates, hour_rates, states
from models.queries.own_rates import list_own_rates, rates_of
from models.queries.state_rates import list_state_rates, state_of
from models.state_rates import StateRate
from tracker.clock import today
from tracker.extensions import db
from tracker.hour_rates.forms import EstimateForm, EstimatesFileForm, RateForm, StateForm
from tracker.reader import reader

bp = Blueprint("hour_rates", __name__, url_prefix="/hour-rates")


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year with the estimates that begin in it.

    Attributes:
        used: The one that holds from its first day on.
        brought: What the district brought of it for its state, the latest first.
    """

    year: int
    nation: HourRate | None
    state: HourRate | None
    used: HourRate
    brought: Sequence[StateRate] = field(default=())


def rates_page(
    *,
    rate: RateForm | None = None,
    state: StateForm | None = None,
    estimate: EstimateForm | None = None,
    file: EstimatesFileForm | None = None,
) -> str:
    """Draw the page, with the form as it was typed where one was refused."""
    scope, day = reader().scope, today()
    rates, chosen = rates_of(db.session, scope=scope), state_of(db.session, scope.district_id)
    code = chosen.state if chosen else None
    brought = list_state_rates(db.session, scope=scope)
    return render_template(
        "hour_rates/index.html",
        form=rate or RateForm(formdata=None, data={"from_on": day}),
        state_form=state or StateForm(formdata=None, data={"state": code or ""}),
        estimate_form=estimate or EstimateForm(formdata=None, data={"year": day.year - 1}),
        file_form=file or EstimatesFileForm(formdata=None),
        now=rates.on(day),
        estimate=rates.estimate_on(day),
        nation=hour_rates()[-1].source,
        own=list_own_rates(db.session, scope=scope),
        chosen=chosen,
        state=states().get(code or ""),
        latest=rates.state[-1].from_on.year if rates.state else None,
        years=_years(rates, [one for one in brought if one.state == code]),
        elsewhere=sorted({states()[one.state] for one in brought if one.state != code and one.taken_back_at is None}),
    )


def _years(rates: Rates, brought: Sequence[StateRate]) -> list[Year]:
    nation = {one.from_on.year: one for one in hour_rates()}
    state = {one.from_on.year: one for one in rates.state}
    every = sorted({*nation, *state, *(one.year for one in brought)}, reverse=True)
    return [
        Year(
            year,
            nation.get(year),
            state.get(year),
            rates.estimate_on(today().replace(year, 1, 1)),
            [one for one in brought if one.year == year],
        )
        for year in every
    ]
