"""What waits for somebody to say that it happened: each confirmed or dropped in one tap."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from models.activities import Activity, ActivityKind
from models.operations.activities import confirm_activity, drop_activity
from models.operations.activity_entries import HEADS_LIMIT, HOURS_LIMIT
from models.operations.records import wait_again
from models.queries.series import running_series
from models.records import RecordStatus
from tracker.activities.blueprint import bp
from tracker.activities.list import activity_or_404, may_archive, may_confirm
from tracker.activities.views import JUST_CONFIRMED, JUST_LOGGED, tell_just_logged
from tracker.activities.waiting import LIST, lacks_partner, page_with
from tracker.came_from import came_from
from tracker.clock import today
from tracker.editing import at_once
from tracker.extensions import db
from tracker.forms import Amount, Form, WholeNumber
from tracker.lists.listing import Asked
from tracker.lists.page import asked_of, list_page
from tracker.permissions import Permission, requires
from tracker.reader import reader
from tracker.signed_records import TAKE_BACK, ask_about

# What people count of each kind, as the tiles ask it.
COUNTED = {
    ActivityKind.PARTNERSHIP: ("students", "hours"),
    ActivityKind.COMMUNICATION: ("people",),
    ActivityKind.ADVOCACY: (),
}


class CountsForm(Form):
    """How many there were: asked beside "Confirm", and never needed."""

    people = WholeNumber("People reached", most=HEADS_LIMIT)
    students = WholeNumber("Students", most=HEADS_LIMIT)
    hours = Amount("Hours", most=HOURS_LIMIT)


@bp.get("/to-confirm")
@requires(Permission.ACTIVITIES_WRITE)
def to_confirm() -> ResponseReturnValue:
    """List what waits to be confirmed, and the series that go on."""
    tell_just_logged()
    return _page()


@bp.post("/activities/<int:activity_id>/confirm")
@requires(Permission.ACTIVITIES_WRITE)
def confirm(activity_id: int) -> ResponseReturnValue:
    """Say that a draft or proposed activity happened, and how many there were, where somebody counted."""
    activity = _waiting_or_403(activity_id)
    if lacks_partner(activity):
        flash("Say with which partner it was; saved, it counts.", "error")
        return redirect(url_for(".edit", activity_id=activity_id))
    form = CountsForm()
    if not form.validate():
        return _page(wrong=form, wrong_at=activity_id), 422

    def happened() -> None:
        confirm_activity(activity, today=today())
        for name in COUNTED[activity.activity_kind]:
            if form[name].data is not None:
                setattr(activity, name, form[name].data)

    if at_once(happened):
        # What it changed is asked for on the next page, outside the transaction that wrote.
        session[JUST_LOGGED], session[JUST_CONFIRMED] = activity_id, True
    return _back(url_for(".show", activity_id=activity_id))


@bp.post("/activities/<int:activity_id>/drop")
@requires(Permission.ACTIVITIES_WRITE)
def drop(activity_id: int) -> ResponseReturnValue:
    """Say that a draft or proposed activity did not happen: it is archived, and says why."""
    activity = _waiting_or_403(activity_id)
    if activity.record_status is RecordStatus.DRAFT and not may_archive(activity):
        abort(403)
    at_once(
        lambda: drop_activity(activity),
        lambda _: Markup(render_template("activities/_dropped.html", activity=activity)),  # noqa: S704  (a template's own)
    )
    return _back(url_for(".to_confirm"))


@bp.post("/activities/<int:activity_id>/wait-again")
@requires(Permission.ACTIVITIES_WRITE)
def wait(activity_id: int) -> ResponseReturnValue:
    """Take back that an activity happened: it waits again to be confirmed."""
    activity = activity_or_404(activity_id)
    if not may_archive(activity):
        abort(403)
    if question := ask_about([activity], back=url_for(".show", activity_id=activity_id), doing=TAKE_BACK):
        return question
    at_once(lambda: wait_again(activity), "Taken back: it waits to be confirmed again.")
    return _back(url_for(".to_confirm"))


def _waiting_or_403(activity_id: int) -> Activity:
    """Fetch an activity; what an alliance entered is for those to judge who answer for partnerships."""
    activity = activity_or_404(activity_id)
    return activity if may_confirm(activity) else abort(403)


def _page(wrong: CountsForm | None = None, wrong_at: int | None = None) -> str:
    asked = _asked_before() if wrong_at is not None else asked_of(LIST)
    return render_template(
        "activities/to_confirm.html",
        page=list_page(LIST, page_with(asked, wrong_at) if wrong_at is not None else asked),
        running=running_series(db.session, scope=reader().scope, today=today()),
        counted=COUNTED,
        fields=CountsForm(formdata=None),
        wrong=wrong,
        wrong_at=wrong_at,
        may_archive=may_archive,
    )


def _asked_before() -> Asked:
    """Read what the list asked for from which a row was sent; for a row sent from elsewhere, give the whole list."""
    back = urlsplit(request.args.get("back", ""))
    is_list = back.path == LIST.base
    return asked_of(LIST, MultiDict(parse_qsl(back.query[:4000])) if is_list else MultiDict())


def _back(otherwise: str) -> ResponseReturnValue:
    back = came_from()
    return redirect(back.href if back else otherwise)
