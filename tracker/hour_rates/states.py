"""Say in which state a district is, and bring its estimates: one at a time, or a file of them."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from models.hour_rates import states
from models.operations.own_rates import take_back_rate
from models.operations.state_rates import bring_estimates, choose_state, read_estimates
from models.queries.state_rates import find_state_rate, state_of
from models.refusals import Refused
from models.wording import counted
from tracker.clock import now, today
from tracker.editing import at_once, done_from
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.hour_rates.forms import EstimateForm, EstimatesFileForm, StateForm
from tracker.hour_rates.page import bp, rates_page
from tracker.people.inviting import me
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission


@bp.post("/state")
@requires(Permission.THRESHOLDS_WRITE)
def state() -> ResponseReturnValue:
    """Choose the district's state."""
    form, scope = StateForm(), reader().scope
    if form.validate_on_submit():
        code = form.state.data or None
        if done_from(form, lambda: choose_state(db.session, code, scope=scope, by=me(), at=now())):
            told = f"the estimates of {states()[code]} come first" if code else "the nation’s estimates hold"
            flash(f"From now on {told}, for every hour.", "success")
            return redirect(url_for(".index"))
    return rates_page(state=form), 422


@bp.post("/estimates")
@requires(Permission.THRESHOLDS_WRITE)
def add_estimate() -> ResponseReturnValue:
    """Add the estimate of the district's state for a year."""
    form, scope = EstimateForm(), reader().scope
    chosen = state_of(db.session, scope.district_id)
    code = or_404(chosen.state if chosen else None)

    def store() -> None:
        wanted = form.estimate(code, latest=today().year)
        if not bring_estimates(db.session, [wanted], scope=scope, by=me(), at=now()):
            raise Refused({"state_dollars": "This is on record already."})

    if form.validate_on_submit() and done_from(form, store):
        flash(f"The estimate of {states()[code]} for {form.year.data} is on record.", "success")
        return redirect(url_for(".index"))
    return rates_page(estimate=form), 422


@bp.post("/file")
@requires(Permission.THRESHOLDS_WRITE)
def bring_file() -> ResponseReturnValue:
    """Bring a file of estimates, all of it or nothing."""
    form, scope, new = EstimatesFileForm(), reader().scope, 0

    def store() -> None:
        nonlocal new
        read = read_estimates(form.file.data.read(), latest=today().year)
        new = bring_estimates(db.session, read, scope=scope, by=me(), at=now())

    if form.validate_on_submit() and done_from(form, store):
        told = f"{counted(new, 'estimate is', 'estimates are')} new." if new else "All of it is on record already."
        flash(told, "success")
        return redirect(url_for(".index"))
    return rates_page(file=form), 422


@bp.post("/estimates/<int:rate_id>/take-back")
@requires(Permission.THRESHOLDS_WRITE)
def take_back_estimate(rate_id: int) -> ResponseReturnValue:
    """Take an estimate back that the district brought."""
    found = or_404(find_state_rate(db.session, rate_id, scope=reader().scope))
    at_once(lambda: take_back_rate(found, by=me(), at=now()), "It is taken back; what held before holds again.")
    return redirect(url_for(".index"))
