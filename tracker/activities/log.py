"""Write one activity: log it, try out what it would count toward, change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from models.accounts import Role
from models.activities import Activity, ActivityKind
from models.documents import Document
from models.operations.activities import Author, change_activity, log_activity
from models.operations.activity_entries import ActivityEntry, ActivityTerms, entry_problems, settled_kind
from models.operations.documents import ACCEPTED
from models.queries.activities import find_activity, list_partner_names
from models.records import RecordStatus
from models.refusals import Refused
from tracker.activities.blueprint import bp
from tracker.activities.choices import FITS, choices_of, marks_of
from tracker.activities.forms import TICKS, LogChoices, LogForm, of_activity
from tracker.activities.hints import hint_for
from tracker.activities.prefill import read_prefill
from tracker.activities.views import JUST_LOGGED, activity_or_404, tell_just_logged
from tracker.came_from import came_from
from tracker.clock import today
from tracker.conflicts import commit_unless_conflict, conflict_of
from tracker.documents.views import store_upload
from tracker.extensions import db
from tracker.fetching import record_id
from tracker.permissions import Permission, can, requires
from tracker.reader import reader
from tracker.rules import rules_today

FOLDED = (
    "topic", "ask", "initiated_by", "roles", "two_way", "beyond_class", "formality", *TICKS, "people", "students",
    "hours", "link", "files", "keep_documents", "note",
)  # fmt: skip
# What a copy of an activity takes over: all that tends to stay the same.
NOT_COPIED = ("version", "occurred_on", "keep_documents", "not_for", "also_for")
# Roles whose holders log what they did themselves: who acted may be proposed.
SPEAK_FOR_THEMSELVES = frozenset({Role.CONTRIBUTOR, Role.VIEWER})
WENT_BACK = "went_back"


@bp.route("/log", methods=["GET", "POST"])
@requires(Permission.LOG_WRITE)
def log() -> ResponseReturnValue:
    """Log one activity on one screen, filled as the address says; see `prefill`."""
    just_logged = request.method == "GET" and (tell_just_logged() or session.pop(WENT_BACK, False))
    asked = read_prefill(request.args, choices=_choices())
    form = _form(_first_values() | asked.values)
    if request.method == "POST" and request.form.get("then") != "hint":
        activity = _saved(form, lambda entry: _logged(form, entry))
        if activity is not None:
            return _answer_saved(activity)
    found = hint_for(form, scope=reader().scope) if request.method == "POST" else None
    page = _page(form, hint=found, just_logged=just_logged, left_out=asked.said, back=came_from())
    return page, 422 if form.errors else 200


@bp.get("/log/saved")
@requires(Permission.LOG_WRITE)
def saved() -> ResponseReturnValue:
    """Say what was just saved, and lead back to where the form was opened."""
    if tell_just_logged():
        session[WENT_BACK] = True
    back = came_from()
    return redirect(back.href if back else url_for(".index"))


@bp.post("/log/hint")
@requires(Permission.LOG_WRITE)
def hint() -> ResponseReturnValue:
    """Answer what the form as it stands would count toward, as a piece of the page."""
    form = _offered(_form({}))
    saved = record_id(request.args.get("saved", ""))
    activity = find_activity(db.session, saved, scope=reader().scope) if saved is not None else None
    found = hint_for(form, scope=reader().scope, saved=activity)
    return render_template("activities/_hint.html", form=form, hint=found, hint_level=_level_name())


@bp.route("/activities/<int:activity_id>/edit", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_WRITE)
def edit(activity_id: int) -> ResponseReturnValue:
    """Change an activity; who comes second is shown both versions."""
    activity = activity_or_404(activity_id)
    if activity.record_status is RecordStatus.ARCHIVED:
        flash("This activity is archived. Restore it before you change it.", "error")
        return redirect(url_for(".show", activity_id=activity_id))
    form = _form(of_activity(activity), documents=activity.documents)
    if request.method == "POST":
        _offered(form)  # a conflict is told in the words of its choices
    if request.method == "POST" and request.form.get("then") != "hint":
        conflict = conflict_of(activity, form)
        if conflict is None and _saved(form, lambda entry: _changed(form, activity, entry), commit=False) is not None:
            conflict = commit_unless_conflict(activity, form)
            if conflict is None:
                flash("Saved.", "success")
                return redirect(url_for(".show", activity_id=activity_id))
        if conflict is not None:
            return _page(form, activity=activity, conflict=conflict), 409
    asked = hint_for(form, scope=reader().scope, saved=activity) if request.method == "POST" else None
    return _page(form, activity=activity, hint=asked), 422 if form.errors else 200


def _first_values() -> dict[str, Any]:
    """Give what the form begins with: a copy of another activity, or what is usual for the reader."""
    copied = record_id(request.args.get("like", ""))
    source = find_activity(db.session, copied, scope=reader().scope) if copied is not None else None
    values: dict[str, Any] = {"occurred_on": today()}
    if source is not None:
        return values | {name: value for name, value in of_activity(source).items() if name not in NOT_COPIED}
    values["kind"] = ActivityKind.COMMUNICATION.value
    # Who logs for the whole school says each time who did it: one role proposed made everything that role's.
    if reader().roles <= SPEAK_FOR_THEMSELVES:
        values["by"] = reader().acts_as
    return values


def _form(values: Mapping[str, Any], documents: list[Document] | None = None) -> LogForm:
    form = LogForm(data=values)
    form.keep_documents.offer([(str(document.id), document.filename) for document in documents or ()])
    return form


def _offered(form: LogForm) -> LogForm:
    """Put in what is to choose from: only a form that is shown needs it."""
    names = list_partner_names(db.session, scope=reader().scope, whole_district=can(Permission.PARTNERS_WRITE))
    form.offer(_choices(names))
    return form


def _choices(names: Iterable[str] = ()) -> LogChoices:
    return choices_of(rules_today(), names)


def _author() -> Author:
    return Author(scope=reader().scope, may_add_partners=can(Permission.PARTNERS_WRITE))


def _saved(form: LogForm, write: Any, *, commit: bool = True) -> Activity | None:
    """Write what was typed; None where it was refused, with the reasons beside the fields and nothing stored."""
    readable = form.validate_on_submit()
    entry = form.entry()
    activity: Activity | None = None
    try:
        if readable:
            activity = write(entry)
            if commit:
                db.session.commit()
            return activity
        problems = entry_problems(entry, terms=ActivityTerms.of(rules_today()), today=today())
        form.take(Refused({name: text for name, text in problems.items() if not form[name].errors}))
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
    except IntegrityError:
        # Somebody added the same new partner at the same moment; now it is in the directory.
        db.session.rollback()
        form.take(Refused("Somebody else saved the same partner just now. Save again."))
    return None


def _logged(form: LogForm, entry: ActivityEntry) -> Activity:
    terms = ActivityTerms.of(rules_today())
    activity = log_activity(db.session, entry, author=_author(), terms=terms, today=today())
    stored = _stored(form)
    if stored:
        activity.documents = stored
    db.session.flush()
    return activity


def _changed(form: LogForm, activity: Activity, entry: ActivityEntry) -> Activity:
    terms = ActivityTerms.of(rules_today())
    entry = form.entry(activity)
    kept = [document for document in activity.documents if str(document.id) in (form.keep_documents.data or ())]
    documents = [*kept, *(new for new in _stored(form) if new not in kept)]
    return change_activity(
        db.session, activity, entry, author=_author(), terms=terms, today=today(), documents=documents
    )


def _stored(form: LogForm) -> list[Document]:
    """Store the files sent.

    Raises:
        Refused: One of them may not be stored.
    """
    stored = (store_upload(file, field="files") for file in form.uploads)
    return list(dict.fromkeys(document for document in stored if document is not None))


def _answer_saved(activity: Activity) -> ResponseReturnValue:
    """Say that it was saved and go on: to the activity, or to the next one with the same kind, people and day."""
    # The page that comes next says what it changed: levels are asked for outside the transaction that wrote.
    # Its id is known without reading it again, which would begin another transaction.
    identity = inspect(activity).identity
    assert identity is not None  # it was stored
    session[JUST_LOGGED] = activity_id = identity[0]
    back = came_from()
    if request.form.get("then") == "another":
        kept = {"kind": activity.activity_kind.value, "by": list(activity.by), "on": activity.occurred_on.isoformat()}
        return redirect(url_for(".log", **kept, back=back.href if back else None))  # type: ignore[arg-type]
    if back is not None:
        return redirect(url_for(".saved", back=back.href))
    return redirect(url_for(".show", activity_id=activity_id))


def _level_name() -> Callable[[int], str]:
    return rules_today().level_name


def _page(form: LogForm, **more: Any) -> str:
    _offered(form)
    catalogue = rules_today()
    terms = ActivityTerms.of(catalogue)
    kind = settled_kind(form.kind.data, ask=form.ask.data or (), channel=form.channel.data or (), terms=terms)
    kind = kind or ActivityKind.COMMUNICATION.value
    is_partnership = kind == ActivityKind.PARTNERSHIP
    for name in ("kind", "by", *(("purpose", "way") if is_partnership else ("channel", "audience"))):
        form[name].flags.required = True
    folded = [*FOLDED, *(("audience",) if is_partnership else ("partners", "new_category", "purpose", "way"))]
    return render_template(
        "activities/log.html",
        form=form,
        kind=kind,
        switched=bool(form.kind.data) and kind != form.kind.data,
        fits=FITS,
        marks=marks_of(catalogue),
        may_add_partners=can(Permission.PARTNERS_WRITE),
        more_open=any(form[name].data or form[name].errors for name in folded),
        accepted=ACCEPTED,
        hint_level=catalogue.level_name,
        **more,
    )
