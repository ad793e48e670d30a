"""Sign a year, look at what was signed, and reopen it with a reason."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.operations.years import reopen_year, sign_year
from models.queries.roster import members_on
from models.queries.year_changes import since_signed
from models.queries.year_reports import Report, report_of, signed_report
from models.queries.years import find_sign_off, sign_offs_of
from models.refusals import Refused
from tracker.clock import now, today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.forms import Form
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.years.blueprint import bp
from tracker.years.forms import ReopenForm
from tracker.years.page import YearPage, year_or_404


@bp.get("/<int:year_id>/glance")
@requires(Permission.YEAR_READ)
def glance(year_id: int) -> ResponseReturnValue:
    """Show the year on one page: as it was signed, else as it stands now."""
    page = year_or_404(year_id)
    signed = sign_offs_of(db.session, page.assessment)
    standing = signed[0] if signed and signed[0].reopened_at is None else None
    report = signed_report(standing) if standing else _report(page)
    since = since_signed(report, page.continuum, today()) if standing else []
    return render_template("years/glance.html", page=page, report=report, signed=standing, since=since)


@bp.get("/<int:year_id>/signed/<int:sign_off_id>")
@requires(Permission.YEAR_READ)
def signed(year_id: int, sign_off_id: int) -> ResponseReturnValue:
    """Show what was signed, whether it stands or was taken back."""
    page = year_or_404(year_id)
    found = or_404(find_sign_off(db.session, sign_off_id, scope=reader().scope))
    if found.assessment_id != page.assessment.id:
        or_404(None)
    report = signed_report(found)
    since = since_signed(report, page.continuum, today())
    return render_template("years/glance.html", page=page, report=report, signed=found, since=since)


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
                _report(page, signed_by=person.name),
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


def _report(page: YearPage, *, signed_by: str | None = None) -> Report:
    return report_of(
        db.session,
        page.assessment,
        page.school,
        page.lines,
        continuum=page.continuum,
        on=page.on,
        signed_by=signed_by,
        signed_on=today() if signed_by else None,
        team=members_on(db.session, page.on, scope=reader().scope) if signed_by else 0,
    )
