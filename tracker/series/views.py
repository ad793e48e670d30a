"""Series: make one of an activity, see its days, change or stop it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from models.operations.series import change_series, make_alike, start_series, stop_series
from models.queries.history import history_of
from models.queries.series import days_of_series, find_series
from models.records import RecordStatus
from models.refusals import Refused
from models.series import Every, Series
from models.wording import counted
from tracker.activities.list import activity_or_404, may_archive
from tracker.activities.views import tell_just_logged
from tracker.asked_parts import asked_choice
from tracker.clock import today
from tracker.editing import at_once, edit_record
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import Permission, requires
from tracker.reader import reader
from tracker.series.ends import usual_end
from tracker.series.forms import RepeatForm, SeriesForm, repetition_of

bp = Blueprint("series", __name__)
# Days to come that are shown at once.
SHOWN = 8


def series_or_404(series_id: int) -> Series:
    """Fetch a series of the reader's school; 404 outside it."""
    return or_404(find_series(db.session, series_id, scope=reader().scope))


@bp.get("/series/<int:series_id>")
@requires(Permission.ACTIVITIES_READ)
def show(series_id: int) -> ResponseReturnValue:
    """Show a series: what is to come, what waits to be confirmed, what happened."""
    series = series_or_404(series_id)
    tell_just_logged()
    days = days_of_series(db.session, series)
    drafts = [one for one in days if one.activity.record_status is RecordStatus.DRAFT]
    return render_template(
        "series/show.html",
        series=series,
        waiting=[one for one in drafts if one.activity.occurred_on <= today()],
        coming=[one for one in drafts if one.activity.occurred_on > today()],
        happened=[one for one in reversed(days) if one.activity.record_status is RecordStatus.CONFIRMED],
        dropped=[one for one in days if one.activity.record_status is RecordStatus.ARCHIVED],
        shown=SHOWN,
        may_change=may_archive(series),
        entries=history_of(db.session, reader().scope, Series.kind, series.id),
    )


@bp.route("/activities/<int:activity_id>/series", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_WRITE)
def start(activity_id: int) -> ResponseReturnValue:
    """Make an activity the first of a series."""
    activity = activity_or_404(activity_id)
    form = RepeatForm(data={"every": _often_asked(), "until_on": usual_end(activity.occurred_on)})
    if form.validate_on_submit():
        repetition = repetition_of(form)
        assert repetition is not None  # how often is required
        try:
            series, drafts = start_series(db.session, activity, repetition, scope=reader().scope, today=today())
            db.session.flush()
            series_id = series.id
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            form.take(refused)
        except IntegrityError:
            # Somebody made a series of it at the same moment.
            db.session.rollback()
            form.take(Refused("This is of a series already."))
        else:
            waiting = counted(drafts, "draft waits", "drafts wait")
            flash(f"It is a series now: {waiting} to be confirmed, each on its day.", "success")
            return redirect(url_for(".show", series_id=series_id))
    page = render_template("series/start.html", form=form, activity=activity_or_404(activity_id))
    return page, 422 if form.errors else 200


@bp.route("/series/<int:series_id>/change", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_WRITE)
def change(series_id: int) -> ResponseReturnValue:
    """Let a series go on otherwise from a day on; who comes second is shown both versions."""
    series = _to_change(series_id)
    values = SeriesForm.values_of(series)
    begin = _next_day(series)
    until_on = series.last_on if series.last_on > begin else usual_end(begin)
    form = SeriesForm(data=values | {"from_on": begin, "until_on": until_on})
    outcome = edit_record(series, form, lambda: _change(series, form))
    if outcome.is_saved:
        flash("The series is changed. What was before stays as it is.", "success")
        return redirect(url_for(".show", series_id=series_id))
    page = render_template("series/change.html", form=form, series=series, conflict=outcome.conflict)
    return page, outcome.status


@bp.post("/series/<int:series_id>/stop")
@requires(Permission.ACTIVITIES_WRITE)
def stop(series_id: int) -> ResponseReturnValue:
    """Stop a series; its drafts of later days are archived."""
    series = _to_change(series_id)
    at_once(
        lambda: stop_series(db.session, series, today=today()),
        lambda gone: f"The series is stopped. {counted(gone, 'draft is', 'drafts are')} archived.",
    )
    return redirect(url_for(".show", series_id=series_id))


@bp.post("/series/<int:series_id>/like/<int:activity_id>")
@requires(Permission.ACTIVITIES_WRITE)
def alike(series_id: int, activity_id: int) -> ResponseReturnValue:
    """Let the later drafts of a series say what one of its activities says."""
    series = _to_change(series_id)
    days = days_of_series(db.session, series)
    pattern = next((one.activity for one in days if one.activity.id == activity_id), None)
    if pattern is None:
        abort(404)
    at_once(
        lambda: make_alike(db.session, series, pattern),
        lambda changed: f"{counted(changed, 'later draft says', 'later drafts say')} the same now.",
    )
    return redirect(url_for(".show", series_id=series_id))


def _to_change(series_id: int) -> Series:
    series = series_or_404(series_id)
    if not may_archive(series):
        abort(403)
    return series


def _change(series: Series, form: SeriesForm) -> None:
    repetition = repetition_of(form)
    assert repetition is not None  # how often is required
    change_series(
        db.session,
        series,
        repetition,
        name=form.name.data or "",
        from_on=form.from_on.data,
        scope=reader().scope,
        today=today(),
    )


def _often_asked() -> str:
    """Read from the address how often; a month where it says nothing known, which is said."""
    return asked_choice("every", "How often", [one.value for one in Every]) or Every.MONTH.value


def _next_day(series: Series) -> date:
    """Give the first day that is still to come: from there on, most changes are meant."""
    coming = (one.on for one in days_of_series(db.session, series) if one.activity.record_status is RecordStatus.DRAFT)
    return next((day for day in coming if day >= today()), today())
