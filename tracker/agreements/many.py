"""Renew all agreements that end in one month: one question for all of them, each with its own next term."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.agreements import Agreement
from models.days import NotADay, months_after, read_day
from models.history import about_many
from models.operations.renewals import next_of, renew_many
from models.queries.agreements import list_renewable, next_renewable_on
from models.refusals import Refused
from models.wording import counted, quoted
from tracker.agreements.forms import RenewManyForm
from tracker.clock import today
from tracker.extensions import db
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.signed_records import watch_signed_years

bp = Blueprint("many", __name__, url_prefix="/renew-a-month")
DAY = timedelta(days=1)


@bp.route("", methods=["GET", "POST"])
@requires(Permission.AGREEMENTS_WRITE)
def renew() -> ResponseReturnValue:
    """List what ends in a month and was not renewed, with the term that each would have, and renew what is ticked."""
    first, remark = _month_asked()
    found = list_renewable(db.session, first, months_after(first, 1), scope=reader().scope)
    form = RenewManyForm(data={"signed_on": today()})
    if form.validate_on_submit():
        try:
            return _renew(found, form.day(), first)
        except Refused as refused:
            db.session.rollback()
            form.take(refused)
            found = list_renewable(db.session, first, months_after(first, 1), scope=reader().scope)
    page = render_template(
        "agreements/renew_month.html",
        form=form,
        rows=[(one, next_of(one, today=today()).entry) for one in found],
        first=first,
        remark=remark,
        ahead=None if found else next_renewable_on(db.session, months_after(first, 1), scope=reader().scope),
        before=months_after(first, -1),
        after=months_after(first, 1),
        ticked=set(request.form.getlist("chosen")) if request.method == "POST" else None,
    )
    return page, 422 if form.errors or form.form_errors else 200


def _month_asked() -> tuple[date, str | None]:
    """Read from the address which month is meant: its first day, and what to say where the address names none.

    Without one it is the first, from this month on, in which anything is left to renew.
    """
    text, this = request.args.get("month", "").strip(), today().replace(day=1)
    if not text:
        ahead = next_renewable_on(db.session, this, scope=reader().scope)
        return (ahead or this).replace(day=1), None
    try:
        return read_day(f"{text}-01"), None
    except NotADay:
        return this, f"“{quoted(text)}” is no month; write it as 2026-06."


def _renew(found: list[Agreement], signed_on: date | None, first: date) -> ResponseReturnValue:
    """Renew what is ticked and stands as it was shown.

    Raises:
        Refused: Nothing is ticked, or none of it could be renewed.
    """
    ticked = set(request.form.getlist("chosen"))
    chosen = [one for one in found if f"{one.id}-{one.version}" in ticked]
    if not chosen:
        raise Refused("Tick at least one agreement. What somebody changed or renewed meanwhile is shown anew.")
    watch = watch_signed_years()
    made, left = renew_many(db.session, chosen, signed_on, scope=reader().scope, today=today())
    if not made:
        raise Refused(" ".join(f"{name}: {why}" for name, why in left.items()))
    about_many(db.session)
    watch.ask()
    number, gone = len(made), len(ticked) - len(chosen)
    db.session.commit()
    how = "and signed" if signed_on else "as drafts, to be handed over"
    flash(f"{counted(number, 'agreement is', 'agreements are')} renewed {how}.", "success")
    for name, why in left.items():
        flash(f"{name} was left: {why}", "warning")
    if gone:
        flash(f"{counted(gone, 'one was', 'more were')} changed meanwhile, and left as it is.", "warning")
    return redirect(url_for(".renew", month=f"{first:%Y-%m}"))
