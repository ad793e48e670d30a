"""The year at one look: its sixteen indicators, how far the team is, and opening another year."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from models.continuum.rulebook.catalogue import slug_of
from models.operations.years import open_year
from models.queries.history import history_of
from models.queries.schools import find_school
from models.queries.year_changes import since_signed
from models.queries.years import list_assessments, sign_offs_of
from models.ratings import Assessment
from models.refusals import Refused
from models.school_years import SchoolYear
from tracker.clock import school_year, today, year_begins_in
from tracker.extensions import db
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.rules import rules_on
from tracker.years.being_on import mark_of
from tracker.years.blueprint import bp
from tracker.years.forms import OpenForm
from tracker.years.frozen import Frozen
from tracker.years.page import YearPage, page_of_year, scope_of_one_school, year_or_404


@bp.get("")
@requires(Permission.YEAR_READ)
def index() -> ResponseReturnValue:
    """Show the latest year that was opened, or how to open the first."""
    scope = scope_of_one_school()
    found = list_assessments(db.session, scope=scope)
    if found:
        return _overview(page_of_year(found[0], scope))
    return render_template("years/index.html", year=_current_year(), before=_current_year(1))


@bp.get("/<int:year_id>")
@requires(Permission.YEAR_READ)
def show(year_id: int) -> ResponseReturnValue:
    """Show one year."""
    return _overview(year_or_404(year_id))


@bp.post("/open")
@requires(Permission.YEAR_WRITE)
def open_() -> ResponseReturnValue:
    """Open a school year: the one of today, or an earlier one."""
    scope = scope_of_one_school()
    school = find_school(db.session, scope=scope)
    try:
        year = SchoolYear.parse(OpenForm().year.data or "", year_begins_in())
        codes = list(rules_on(year.asked_day(today())).indicators)
        assessment = open_year(db.session, school, year, indicators=codes, today=today())
        db.session.commit()
    except (Refused, ValueError) as problem:
        db.session.rollback()
        flash(str(problem), "error")
        return redirect(url_for(".index"))
    except IntegrityError:
        # Somebody else opened it at the same moment: theirs is the one.
        db.session.rollback()
        return redirect(url_for(".index"))
    return redirect(url_for(".show", year_id=assessment.id))


def _current_year(back: int = 0) -> SchoolYear:
    return school_year().back(back)


def _overview(page: YearPage) -> ResponseReturnValue:
    assessment = page.assessment
    all_years = list_assessments(db.session, scope=reader().scope)
    signed = sign_offs_of(db.session, assessment)
    frozen = Frozen(page, page.standing) if page.standing else None
    current = _current_year()
    return render_template(
        "years/show.html",
        page=page,
        assessment=assessment,
        years=all_years,
        openable=None if any(one.first == current.first for one in all_years) else current,
        signed=signed,
        frozen=frozen,
        mark=mark_of(assessment),
        slug_of=slug_of,
        since=since_signed(frozen.report, page.continuum, today()) if frozen else [],
        first_open=None if frozen else next((line for line in page.lines if not line.is_done), None),
        entries=history_of(db.session, reader().scope, Assessment.kind, assessment.id),
    )
