"""What waits for somebody to say that it happened: each confirmed or dropped in one tap."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from models.activities import Activity, ActivityKind
from models.evaluations import Evaluation
from models.operations.activities import confirm_activity, drop_activity
from models.operations.activity_entries import HEADS_LIMIT, HOURS_LIMIT
from models.operations.records import wait_again
from models.queries.partner_entries import list_entries
from models.queries.planned import find_planned_for
from models.queries.series import running_series
from models.queries.waiting import Mine, list_waiting
from models.records import RecordStatus
from tracker.activities.blueprint import bp
from tracker.activities.list import activity_or_404, may_archive, may_confirm
from tracker.activities.views import JUST_CONFIRMED, JUST_LOGGED, tell_just_logged
from tracker.came_from import came_from
from tracker.clock import today
from tracker.editing import at_once
from tracker.extensions import db
from tracker.forms import Amount, Form, WholeNumber
from tracker.permissions import Permission, can, requires
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


def asked_of_me() -> Mine:
    """Say what of all that waits the reader is asked about."""
    return Mine(everybodys=can(Permission.ACTIVITIES_ARCHIVE), proposed=can(Permission.ALLIANCE_CONFIRM))


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
    if _lacks_partner(activity):
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


def _lacks_partner(activity: Activity) -> bool:
    """Whether an activity was planned with an organisation that had still to be found, and none was named since."""
    if activity.partners or activity.record_status is not RecordStatus.DRAFT:
        return False
    planned_for = find_planned_for(db.session, activity)
    return planned_for is not None and (planned_for.log_fill or {}).get("partners") == []


def _page(wrong: CountsForm | None = None, wrong_at: int | None = None) -> str:
    scope = reader().scope
    mine = asked_of_me()
    entries = list_entries(db.session, scope=scope) if mine.proposed else []
    waiting, total = list_waiting(db.session, mine, scope=scope, today=today())
    return render_template(
        "activities/to_confirm.html",
        waiting=waiting,
        total=total,
        # Activities stand among the others that wait, and evaluations are read one by one.
        evaluations=[one.record for one in entries if one.kind == Evaluation.kind],
        entries=[one for one in entries if one.kind not in (Activity.kind, Evaluation.kind)],
        running=running_series(db.session, scope=scope, today=today()),
        counted=COUNTED,
        fields=CountsForm(formdata=None),
        wrong=wrong,
        wrong_at=wrong_at,
        may_archive=may_archive,
    )


def _back(otherwise: str) -> ResponseReturnValue:
    back = came_from()
    return redirect(back.href if back else otherwise)
