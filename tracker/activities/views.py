"""The list of activities, one activity, and what can be done with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from models.activities import Activity
from models.continuum.rulebook.catalogue import Catalogue
from models.days import NotADay, read_day
from models.operations.activities import confirm_activity
from models.operations.records import archive_record, restore_record
from models.queries.activities import (
    ActivityFilter,
    ActivityPage,
    count_uncounted,
    every_activity,
    find_activity,
    first_activity_on,
    list_activities,
    list_own_partners,
)
from models.queries.catalogue import catalogue_on
from models.queries.history import history_of
from models.records import RecordStatus
from models.refusals import Refused
from models.school_years import SchoolYear
from tracker.activities.blueprint import bp
from tracker.activities.choices import known_to
from tracker.activities.counted import Counted, counted_in, practices_served
from tracker.activities.export import csv_of
from tracker.activities.filters import Asked, Known, count_in_words, read_address
from tracker.activities.hints import effect_of
from tracker.came_from import came_from
from tracker.clock import today
from tracker.documents.views import FILE_KINDS
from tracker.extensions import db
from tracker.permissions import Permission, can, requires
from tracker.reader import reader

JUST_LOGGED = "just_logged"
STATUSES = [
    (status.value, status.value.capitalize()) for status in RecordStatus if status is not RecordStatus.CONFIRMED
]
HEADS = (("date", "When", "-"), ("title", "What", ""), ("people", "People", "-"))


def activity_or_404(activity_id: int) -> Activity:
    """Fetch an activity of the reader's school; 404 outside it."""
    activity = find_activity(db.session, activity_id, scope=reader().scope)
    return activity if activity is not None else abort(404)


def may_archive(activity: Activity) -> bool:
    """Say whether the reader may archive and restore an activity: whoever only contributes, their own entries."""
    return can(Permission.ACTIVITIES_ARCHIVE) or activity.entered_by_id == reader().person.id


def may_see_files(activity: Activity) -> bool:
    """Say whether the reader may open the files of an activity: who reads documents, and who entered it."""
    return can(Permission.DOCUMENTS_READ) or activity.entered_by_id == reader().person.id


def tell_just_logged() -> bool:
    """Say what the activity that the reader has just saved changed; False where there is none.

    It is said on the page after saving, so that levels are asked for outside the transaction that wrote.
    """
    activity_id = session.pop(JUST_LOGGED, None)
    activity = find_activity(db.session, activity_id, scope=reader().scope) if activity_id is not None else None
    if activity is None:
        return False
    effect = effect_of(db.session, activity, scope=reader().scope)
    flash(Markup(render_template("activities/_just_logged.html", activity=activity, effect=effect)), "success")  # noqa: S704
    return True


def _rules_asked_about() -> Catalogue:
    """Give the rules of the day that the address names: an earlier day may have judged by other practices."""
    try:
        day = read_day(request.args.get("on", "").strip())
    except NotADay:
        day = today()
    return catalogue_on(db.session, day)


def _asked(catalogue: Catalogue, rules: Catalogue) -> tuple[Asked, ActivityFilter, Counted | None, Known]:
    """Read the address into a filter; where it asks for what counted, the engine says which records those are.

    Args:
        catalogue: Today's, for the words that records are filtered by.
        rules: Those of the day asked about, for practices and indicators.
    """
    scope = reader().scope
    partners = [(partner.id, partner.name) for partner in list_own_partners(db.session, scope=scope)]
    known = known_to(catalogue, rules, partners)
    asked = read_address(request.args, known=known, today=today())
    counted = counted_in(db.session, asked, scope=scope) if asked.is_counted else None
    wanted = ActivityFilter(
        start=asked.start,
        end=asked.end,
        kind=asked.kind,
        partner_id=asked.partner_id,
        status=asked.status,
        text=asked.text,
        refs=counted.activity_refs if counted else None,
        **asked.codes,
    )
    return asked, wanted, counted, known


@bp.get("/activities")
@requires(Permission.ACTIVITIES_READ)
def index() -> ResponseReturnValue:
    """List activities as the address asks."""
    scope = reader().scope
    catalogue = catalogue_on(db.session, today())
    rules = _rules_asked_about()
    asked, wanted, counted, known = _asked(catalogue, rules)
    page = list_activities(
        db.session, wanted, scope=scope, sort=asked.sort, descending=asked.descending, page=asked.page
    )
    first = first_activity_on(db.session, scope=scope)
    return render_template(
        "activities/index.html",
        asked=asked,
        page=page,
        counted=counted,
        others=count_uncounted(db.session, wanted, scope=scope) if asked.status is RecordStatus.CONFIRMED else {},
        count=count_in_words(page.total, asked),
        known=known,
        year_pairs=[(year, year) for year in _years(first, today())],
        kind_pairs=[(value.code, value.label) for value in catalogue.vocabularies["kind"].values()],
        status_pairs=STATUSES,
        why_href=_why_href(rules, asked),
        heads=_heads(asked),
        pager=_pager(asked, page),
        base=url_for(".index"),
        has_any=first is not None,
        practice=rules.practices.get(asked.practice or ""),
    )


@bp.get("/activities/export.csv")
@requires(Permission.ACTIVITIES_READ)
def export() -> ResponseReturnValue:
    """Give the list as filtered as a CSV file."""
    catalogue = catalogue_on(db.session, today())
    asked, wanted, _, _ = _asked(catalogue, _rules_asked_about())
    rows = every_activity(db.session, wanted, scope=reader().scope, sort=asked.sort, descending=asked.descending)
    lines = csv_of(
        rows, catalogue=catalogue, address_of=lambda number: url_for(".show", activity_id=number, _external=True)
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
    served = practices_served(db.session, activity, scope=scope, on=today())
    return render_template(
        "activities/show.html",
        activity=activity,
        just_logged=tell_just_logged(),
        catalogue=catalogue_on(db.session, today()),
        served=served,
        # What counts for nothing today is either too old, or nothing that any level asks for.
        may_archive=may_archive(activity),
        has_counted=not served and bool(practices_served(db.session, activity, scope=scope, on=activity.occurred_on)),
        entries=history_of(db.session, scope, Activity.kind, activity.id),
        shown_files=may_see_files(activity),
        **FILE_KINDS,
        **more,
    )


@bp.post("/activities/<int:activity_id>/confirm")
@requires(Permission.ACTIVITIES_WRITE)
def confirm(activity_id: int) -> ResponseReturnValue:
    """Say that a draft or proposed activity happened."""
    activity = activity_or_404(activity_id)
    try:
        confirm_activity(activity, today=today())
    except Refused as refused:
        flash(str(refused), "error")
    else:
        db.session.commit()
        flash("Confirmed. It counts from now on.", "success")
    return redirect(url_for(".show", activity_id=activity_id))


@bp.post("/activities/<int:activity_id>/archive")
@requires(Permission.ACTIVITIES_WRITE)
def archive(activity_id: int) -> ResponseReturnValue:
    """Take an activity out of every count and list, keeping it."""
    activity = activity_or_404(activity_id)
    if not may_archive(activity):
        abort(403)
    try:
        archive_record(activity)
    except Refused as refused:
        flash(str(refused), "error")
    else:
        db.session.commit()
        flash("Archived. It no longer counts; restore it here at any time.", "success")
    return redirect(url_for(".show", activity_id=activity_id))


@bp.post("/activities/<int:activity_id>/undo")
@requires(Permission.ACTIVITIES_WRITE)
def undo(activity_id: int) -> ResponseReturnValue:
    """Take back what was just logged: it is archived, and the person is where they were."""
    activity = activity_or_404(activity_id)
    if not may_archive(activity):
        abort(403)
    if activity.record_status is not RecordStatus.ARCHIVED:
        archive_record(activity)
        db.session.commit()
    told = render_template("activities/_taken_back.html", activity=activity)
    flash(Markup(told), "success")  # noqa: S704  (a template's own)
    back = came_from()
    return redirect(back.href if back else url_for(".log"))


@bp.post("/activities/<int:activity_id>/restore")
@requires(Permission.ACTIVITIES_WRITE)
def restore(activity_id: int) -> ResponseReturnValue:
    """Bring an archived activity back."""
    activity = activity_or_404(activity_id)
    if not may_archive(activity):
        abort(403)
    try:
        restore_record(activity)
    except Refused as refused:
        flash(str(refused), "error")
    else:
        db.session.commit()
        flash("Restored. It is as it was before.", "success")
    return redirect(url_for(".show", activity_id=activity_id))


def _why_href(rules: Catalogue, asked: Asked) -> str | None:
    """Give the address of "Why this level?" for what is asked; None where no indicator is."""
    if asked.indicator is None or asked.on is None:
        return None
    slug = rules.indicators[asked.indicator].slug
    return url_for("indicators.show", slug=slug, on=asked.on.isoformat())


def _years(first: date | None, now: date) -> list[str]:
    """List the school years with activities and the present one, latest first."""
    last = SchoolYear.of(now).first
    return [
        str(SchoolYear(year)) for year in range(last, min(SchoolYear.of(first).first if first else last, last) - 1, -1)
    ]


def _heads(asked: Asked) -> dict[str, tuple[str, str | None]]:
    """Give each sortable column its address and its present direction: another click turns it round."""
    heads: dict[str, tuple[str, str | None]] = {}
    for column, _, start in HEADS:
        is_here = asked.sort == column
        sign = ("" if asked.descending else "-") if is_here else start
        direction = ("descending" if asked.descending else "ascending") if is_here else None
        heads[column] = (asked.href(url_for(".index"), sort=f"{sign}{column}"), direction)
    return heads


def _pager(asked: Asked, page: ActivityPage) -> dict[str, object]:
    """Give the pagination its numbers and addresses."""
    base = url_for(".index")

    def to(number: int) -> str | None:
        return asked.href(base, page=str(number)) if 1 <= number <= page.pages else None

    return {
        "number": page.number,
        "last": page.pages,
        "previous_href": to(page.number - 1),
        "next_href": to(page.number + 1),
    }
