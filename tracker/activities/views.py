"""The list of activities, one activity, and what can be done with it."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from models.activities import Activity
from models.continuum.rulebook.catalogue import Catalogue
from models.operations.records import archive_record
from models.operations.series import take_back_series
from models.queries.activities import count_uncounted, every_activity, find_activity
from models.queries.history import history_of
from models.queries.planned import find_planned_for
from models.queries.series import series_of
from models.records import RecordStatus
from models.wording import day_words
from tracker.actions.ticking import log_address
from tracker.activities.blueprint import bp
from tracker.activities.counted import Toward, practices_served
from tracker.activities.export import csv_of
from tracker.activities.hints import effect_of
from tracker.activities.list import (
    HANDLING,
    LIST,
    activity_or_404,
    counted_of,
    first_logged,
    may_archive,
    rules_asked_about,
    toward_of,
    wanted_of,
)
from tracker.came_from import came_from
from tracker.clock import today
from tracker.device import Double
from tracker.documents.views import FILE_KINDS
from tracker.extensions import db
from tracker.lists.handling import handle
from tracker.lists.page import asked_of, list_page
from tracker.permissions import Permission, can, requires
from tracker.reader import reader
from tracker.rules import rules_on
from tracker.series.ends import offer_of
from tracker.signed_records import ask_about

JUST_LOGGED = "just_logged"
# It was not logged just now, but a draft of it confirmed.
JUST_CONFIRMED = "just_confirmed"
# How often it happens, as the line said it that it was logged with.
SAID_EVERY = "said_every"


def may_see_files(activity: Activity) -> bool:
    """Say whether the reader may open the files of an activity: who reads documents, and who entered it."""
    return can(Permission.DOCUMENTS_READ) or activity.entered_by_id == reader().person.id


def tell_just_logged() -> bool:
    """Say what the activity that the reader has just saved changed; False where there is none.

    It is said on the page after saving, so that levels are asked for outside the transaction that wrote.
    """
    activity_id = session.pop(JUST_LOGGED, None)
    is_confirmed, said_every = session.pop(JUST_CONFIRMED, False), session.pop(SAID_EVERY, None)
    activity = find_activity(db.session, activity_id, scope=reader().scope) if activity_id is not None else None
    if activity is None:
        return False
    told = render_template(
        "activities/_just_logged.html",
        activity=activity,
        effect=effect_of(db.session, activity, scope=reader().scope, done="Confirmed." if is_confirmed else "Saved."),
        is_confirmed=is_confirmed,
        series=series_of(db.session, activity),
        offer=offer_of(said_every, activity.occurred_on),
    )
    flash(Markup(told), "success")  # noqa: S704  (a template's own)
    return True


@bp.get("/activities")
@requires(Permission.ACTIVITIES_READ)
def index() -> ResponseReturnValue:
    """List activities as the address asks."""
    page = list_page(LIST)
    toward, rules = toward_of(page.asked), rules_asked_about()
    is_confirmed = not page.asked.is_on("status")
    return render_template(
        "activities/index.html",
        page=page,
        toward=toward,
        indicator=rules.indicators.get(toward.indicator) if toward else None,
        why_href=_why_href(rules, toward),
        practice=rules.practices.get(toward.practice or "") if toward else None,
        counted=counted_of(page.asked),
        others=count_uncounted(db.session, wanted_of(page.asked), scope=reader().scope) if is_confirmed else {},
        has_any=first_logged() is not None,
    )


@bp.get("/activities/export.csv")
@requires(Permission.ACTIVITIES_READ)
def export() -> ResponseReturnValue:
    """Give the list as filtered, with the columns that were chosen, as a CSV file."""
    asked = asked_of(LIST)
    rows = every_activity(
        db.session, wanted_of(asked), scope=reader().scope, sort=asked.sort, descending=asked.descending
    )
    lines = csv_of(
        rows,
        catalogue=rules_on(today()),
        address_of=lambda number: url_for(".show", activity_id=number, _external=True),
        chosen=asked.chosen,
    )
    return Response(
        "".join(lines),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="activities-{today().isoformat()}.csv"'},
    )


@bp.get("/activities/<int:activity_id>")
@requires(Permission.ACTIVITIES_READ)
def show(activity_id: int) -> ResponseReturnValue:
    """Show one activity, what it counts toward today, and its history."""
    return page_of(activity_or_404(activity_id))


def page_of(activity: Activity, **more: Any) -> str:
    """Draw the page of one activity.

    Args:
        more: What its template takes besides, such as why a file was refused.
    """
    scope = reader().scope
    is_draft = activity.record_status is RecordStatus.DRAFT
    planned_for = find_planned_for(db.session, activity) if is_draft else None
    served = practices_served(db.session, activity, scope=scope, on=today())
    return render_template(
        "activities/show.html",
        activity=activity,
        just_logged=tell_just_logged(),
        catalogue=rules_on(today()),
        served=served,
        # What counts for nothing today is either too old, or nothing that any level asks for.
        may_archive=may_archive(activity),
        series=(series := series_of(db.session, activity)),
        may_change_series=series is not None and may_archive(series),
        planned_for=planned_for,
        log_it_href=log_address(planned_for) if planned_for is not None else None,
        has_counted=not served and bool(practices_served(db.session, activity, scope=scope, on=activity.occurred_on)),
        entries=history_of(db.session, scope, Activity.kind, activity.id),
        shown_files=may_see_files(activity),
        **FILE_KINDS,
        **more,
    )


@bp.post("/activities/<int:activity_id>/undo")
@requires(Permission.ACTIVITIES_WRITE)
def undo(activity_id: int) -> ResponseReturnValue:
    """Take back what was just logged: it is archived, and the person is where they were."""
    activity = activity_or_404(activity_id)
    if not may_archive(activity):
        abort(403)
    if question := ask_about([activity], back=url_for(".show", activity_id=activity_id)):
        return question
    if activity.record_status is not RecordStatus.ARCHIVED:
        archive_record(activity)
        take_back_series(db.session, activity)
        db.session.commit()
    told = render_template("activities/_taken_back.html", activity=activity)
    flash(Markup(told), "success")  # noqa: S704  (a template's own)
    back = came_from()
    return redirect(back.href if back else url_for(".log"))


def _why_href(rules: Catalogue, toward: Toward | None) -> str | None:
    """Give the address of "Why this level?" for what is asked about; None where nothing is."""
    if toward is None or toward.outcome:
        return None
    return url_for("indicators.show", slug=rules.indicators[toward.indicator].slug, on=toward.on.isoformat())


handle(bp, HANDLING)


def told_of(double: Activity | None) -> Double | None:
    """Say of an activity that it may be the same as one about to be logged; None where there is none."""
    if double is None:
        return None
    words = f"{double.title or 'An activity'}, {day_words(double.occurred_on)}"
    return Double(double.id, words, url_for(".show", activity_id=double.id))
