"""Look at what an hour is worth from when to when and who says so; a district sets its own, and takes it back."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from models.accounts import User
from models.operations.own_rates import set_own_rate, take_back_rate
from models.queries.own_rates import find_own_rate
from models.wording import day_words
from tracker.clock import now, today
from tracker.editing import at_once, done_from
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.hour_rates.forms import RateForm
from tracker.hour_rates.page import bp, rates_page
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission


@bp.get("")
@requires(Permission.PARTNERS_READ)
def index() -> ResponseReturnValue:
    """List what an hour is worth: the district's own rates, its state's estimates and the nation's."""
    return rates_page()


@bp.post("")
@requires(Permission.THRESHOLDS_WRITE)
def add() -> ResponseReturnValue:
    """Set what an hour is worth in the district, from a day on."""
    form, who = RateForm(), reader()
    if form.validate_on_submit():
        by = db.session.get_one(User, who.person.id)

        def store() -> None:
            set_own_rate(
                db.session, form.dollars.data, form.from_on.data, form.source.data,
                scope=who.scope, by=by, at=now(), today=today(),
            )  # fmt: skip

        if done_from(form, store):
            flash(f"It holds from {day_words(form.from_on.data)} on, for every hour of that day and later.", "success")
            return redirect(url_for(".index"))
    return rates_page(rate=form), 422


@bp.post("/<int:rate_id>/take-back")
@requires(Permission.THRESHOLDS_WRITE)
def take_back(rate_id: int) -> ResponseReturnValue:
    """Take one of the district's own rates back."""
    who = reader()
    rate = or_404(find_own_rate(db.session, rate_id, scope=who.scope))
    by = db.session.get_one(User, who.person.id)
    at_once(lambda: take_back_rate(rate, by=by, at=now()), "It is taken back; what held before holds again.")
    return redirect(url_for(".index"))
