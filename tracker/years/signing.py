"""Sign a year, and reopen it with a reason."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.operations.years import reopen_year, sign_year
from models.queries.roster import members_on
from models.refusals import Refused
from tracker.clock import now, today
from tracker.extensions import db
from tracker.forms import Form
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.years.blueprint import bp
from tracker.years.forms import ReopenForm
from tracker.years.page import year_or_404
from tracker.years.reports import draft_of


@bp.route("/<int:year_id>/sign", methods=["GET", "POST"])
@requires(Permission.YEAR_SIGN)
def sign(year_id: int) -> ResponseReturnValue:
    """Say what is still open; where nothing is, sign."""
    page = year_or_404(year_id)
    form = Form()
    if form.validate_on_submit():
        person = reader().person
        try:
            sign_year(
                db.session,
                page.assessment,
                draft_of(page, signed_by=person.name, team=members_on(db.session, page.on, scope=reader().scope)),
                open_asks={line.indicator.name: line.open_asks for line in page.lines if not line.is_done},
                user_id=person.id,
                at=now(),
                today=today(),
            )
        except Refused as refused:
            db.session.rollback()
            form.take(refused)
        else:
            db.session.commit()
            flash(f"The year {page.assessment.year} is signed.", "success")
            return redirect(url_for(".glance", year_id=year_id))
        page = year_or_404(year_id)
    return render_template("years/sign.html", page=page, form=form), 422 if form.errors else 200


@bp.route("/<int:year_id>/reopen", methods=["GET", "POST"])
@requires(Permission.YEAR_SIGN)
def reopen(year_id: int) -> ResponseReturnValue:
    """Take a sign-off back, with its reason."""
    page = year_or_404(year_id)
    form = ReopenForm()
    if form.validate_on_submit():
        try:
            reopen_year(db.session, page.assessment, because=form.because.data, user_id=reader().person.id, at=now())
        except Refused as refused:
            db.session.rollback()
            form.take(refused)
        else:
            db.session.commit()
            flash(f"The year {page.assessment.year} is open again. What was signed stays readable.", "success")
            return redirect(url_for(".show", year_id=year_id))
        page = year_or_404(year_id)
    return render_template("years/reopen.html", page=page, form=form), 422 if form.errors else 200
