"""Hours that repeat are confirmed by the address in a weekly mail, without signing in: opening it changes nothing."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from models.history import act_as
from models.hours_asks import WEEK, HoursAsk, SaidOfHours
from models.operations.hours_asks import answer_hours, why_not_asked
from models.refusals import Refused
from tracker.accounts.limits import per_address
from tracker.alliances.blueprint import bp
from tracker.alliances.forms import HoursForm
from tracker.alliances.mailed import Mailed
from tracker.clock import now, today_at
from tracker.extensions import db
from tracker.letters.links import read_hours
from tracker.permissions import public
from tracker.vocabulary import marked
from tracker.web_extensions import limiter

ANOTHER_WEEK = "Choose a day of that week. For another week, sign in and log it."


def _why_gone(ask: HoursAsk) -> str | None:
    return why_not_asked(db.session, ask, units=marked("unit", "hours"), now=now(), today=today_at(ask.school))


HOURS = Mailed(read_hours, HoursAsk, _why_gone, "alliances/hours_gone.html")


@bp.route("/hours/<hours_letter>", methods=["GET", "POST"])
@public
@limiter.limit(per_address, methods=["POST"])
def was_so(hours_letter: str) -> ResponseReturnValue:
    """Ask whether hours were given again last week, and take one answer."""
    ask = HOURS.opened(hours_letter)
    form = HoursForm(data={"amount": ask.amount, "occurred_on": ask.occurred_on})
    if form.validate_on_submit():
        try:
            _answer(ask, form)
        except Refused as refused:
            db.session.rollback()
            if _why_gone(ask) == "answered":
                HOURS.gone(ask, "answered")
            form.take(refused)
        else:
            return render_template("alliances/hours_done.html", ask=ask)
    page = render_template("alliances/hours.html", ask=ask, form=form, here=request.path)
    return page, 422 if form.errors or form.form_errors else 200


def _answer(ask: HoursAsk, form: HoursForm) -> None:
    """Store the answer as its person's.

    Raises:
        Refused: As in `answer_hours`, or the day is none of the week that is asked about.
    """
    said, day = SaidOfHours(form.said.data), form.occurred_on.data
    if said is SaidOfHours.YES and day is not None and not ask.week_of - WEEK <= day < ask.week_of:
        raise Refused({"occurred_on": ANOTHER_WEEK})
    today = today_at(ask.school)
    act_as(db.session, ask.user.name, user_id=ask.user_id, on=today)
    answer_hours(db.session, ask, said, amount=form.amount.data, occurred_on=day, now=now(), today=today)
    db.session.commit()
