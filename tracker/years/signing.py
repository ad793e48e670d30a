"""Sign a year, and reopen it with a reason."""

from __future__ import annotations

import hashlib

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.operations.years import canonical, reopen_year, sign_year
from models.queries.roster import members_on
from tracker.clock import now, today
from tracker.editing import done_from
from tracker.extensions import db
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.years.blueprint import bp
from tracker.years.forms import ReopenForm, SignForm
from tracker.years.page import YearPage, year_or_404
from tracker.years.printed import kept_of
from tracker.years.reports import draft_of


@bp.route("/<int:year_id>/sign", methods=["GET", "POST"])
@requires(Permission.YEAR_SIGN)
def sign(year_id: int) -> ResponseReturnValue:
    """Say what is still open; where nothing is, sign."""
    page = year_or_404(year_id)
    form = SignForm()
    shown = _mark(page)
    changed = form.seen.data not in (None, "", shown)
    if form.validate_on_submit() and changed:
        # What is signed is what somebody read: a colleague rated, or logged, since the page was opened.
        form.form_errors.append("Something of the year changed since you opened this page. Look again, then sign.")
    elif form.is_submitted() and not form.errors:
        if done_from(form, lambda: _sign(page)):
            flash(f"The year {page.assessment.year} is signed.", "success")
            return redirect(url_for(".glance", year_id=year_id))
        page = year_or_404(year_id)
        shown = _mark(page)
    form.seen.data = shown
    status = 200 if not form.errors else 409 if changed else 422
    return render_template("years/sign.html", page=page, form=form), status


def _mark(page: YearPage) -> str:
    """Give the mark of a year as it stands: another one once anything of what would be signed is different."""
    return hashlib.sha256(canonical(draft_of(page)).encode()).hexdigest()


def _sign(page: YearPage) -> None:
    person = reader().person
    report = draft_of(page, signed_by=person.name, team=members_on(db.session, page.on, scope=reader().scope))
    sign_year(
        db.session,
        page.assessment,
        report,
        pages=kept_of(report),
        open_asks={line.indicator.name: line.open_asks for line in page.lines if not line.is_done},
        user_id=person.id,
        at=now(),
        today=today(),
    )


@bp.route("/<int:year_id>/reopen", methods=["GET", "POST"])
@requires(Permission.YEAR_SIGN)
def reopen(year_id: int) -> ResponseReturnValue:
    """Take a sign-off back, with its reason."""
    page = year_or_404(year_id)
    form = ReopenForm()
    if form.validate_on_submit():
        because, who = form.because.data, reader().person.id
        if done_from(form, lambda: reopen_year(db.session, page.assessment, because=because, user_id=who, at=now())):
            flash(f"The year {page.assessment.year} is open again. What was signed stays readable.", "success")
            return redirect(url_for(".show", year_id=year_id))
        page = year_or_404(year_id)
    return render_template("years/reopen.html", page=page, form=form), 422 if form.errors else 200
