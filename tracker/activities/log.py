"""Write one activity: log it, try out what it would count toward, change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from models.activities import Activity, ActivityKind
from models.documents import Document
from models.operations.activities import Author, change_activity, log_activity
from models.operations.activity_entries import ActivityEntry, entry_problems, settled_kind
from models.operations.records import restore_record
from models.operations.series import start_series
from models.queries.activities import find_activity, list_partner_names
from models.queries.doubles import likely_double
from models.queries.lately import logged_lately
from models.records import RecordStatus
from models.refusals import Refused
from seed.tiles import load_fits
from tracker.actions.ticking import action_asked, for_action, say_ticked, tick_asked
from tracker.activities.asking import TELLING, arranged, called, emptied, filled, tile_of, unanswered
from tracker.activities.blueprint import bp
from tracker.activities.choices import choices_of, marks_of
from tracker.activities.forms import ChangeForm, LogChoices, LogForm, of_activity
from tracker.activities.hints import hint_for
from tracker.activities.list import activity_or_404, may_archive
from tracker.activities.more import is_more_open
from tracker.activities.prefill import NOTHING_ASKED, read_prefill, title_without_names
from tracker.activities.ticked import carried_by_ticks, completed
from tracker.activities.tiles import page_beside, page_elsewhere, tiles_shown
from tracker.activities.views import JUST_LOGGED, SAID_EVERY, tell_just_logged, told_of
from tracker.asked_parts import asked_choice, cannot_be, not_found
from tracker.came_from import CameFrom, came_from
from tracker.clock import today
from tracker.conflicts import commit_unless_conflict, conflict_of, is_archived, places_before
from tracker.device import FORM_OF, SHOWN_DOUBLE, by_device, of_another, why_not
from tracker.documents.views import FILE_KINDS, store_upload
from tracker.extensions import db
from tracker.fetching import record_id
from tracker.one_line import ANSWERS, ARGUMENT, typed_line
from tracker.partners.likely import as_answered, likely_partners, said_to_be_others
from tracker.permissions import Permission, can, requires
from tracker.reader import reader
from tracker.rules import rules_today, terms_today
from tracker.sent_forms import begin_again, was_sent
from tracker.series.forms import repetition_of

# What a copy of an activity takes over: all that tends to stay the same.
NOT_COPIED = ("version", "occurred_on", "keep_documents", "not_for", "also_for")
WENT_BACK = "went_back"
OTHER_TILE = "tile-"
OTHER_PARTNER = "another"
Some = TypeVar("Some", bound=LogForm)


@bp.route("/log", methods=["GET", "POST"])
@requires(Permission.LOG_WRITE)
def log() -> ResponseReturnValue:
    """Log one activity on one screen, asked as a tile asks and filled as the address says; see `prefill`."""
    asked = read_prefill(request.args, choices=_choices()) if request.args else NOTHING_ASKED
    for label, text in asked.unknown:
        cannot_be(label, text)
    if (refusal := of_another(FORM_OF)) is not None:
        return refusal
    elsewhere = page_elsewhere(asked.values.get("tile"))
    if request.method == "GET" and elsewhere is not None:
        return redirect(elsewhere)
    just_logged = request.method == "GET" and (tell_just_logged() or session.pop(WENT_BACK, False))
    back = came_from()
    told = {"just_logged": just_logged, "back": back, "ticks": action_asked()}
    if request.method == "GET" and _is_open(asked.values):
        return render_template("activities/start.html", tiles=tiles_shown(), lately=_lately(), **told)
    form = _form(_first_values(asked.values))
    pressed = request.form.get("then", "") if request.method == "POST" else ""
    if pressed.startswith(OTHER_TILE):
        return _page(_asked_anew(form, pressed.removeprefix(OTHER_TILE)), **told)
    if request.method == "POST" and not _asks_hint(form):
        entry = _entry(form)
        if not was_sent() and (double := _double_of(entry)) is not None:
            return _page(form, double=double, **told), 409
        if (stored := begin_again()) is not None:
            return stored
        activity = _saved(form, entry, lambda: _logged(form, entry))
        if activity is not None:
            say_ticked()
            return _answer_saved(activity, back)
    found = hint_for(form, scope=reader().scope) if request.method == "POST" else None
    return _page(form, hint=found, **told), 422 if form.errors else 200


def _lately() -> list[Activity]:
    return logged_lately(db.session, scope=reader().scope)


def _double_of(entry: ActivityEntry) -> Activity | None:
    """Find what may be the same entry, unless the person was shown it and saves all the same."""
    kind = settled_kind(entry.kind, ask=entry.ask, channel=entry.channel, terms=terms_today())
    if entry.occurred_on is None or kind not in set(ActivityKind):
        return None
    found = likely_double(
        db.session,
        scope=reader().scope,
        on=entry.occurred_on,
        kind=ActivityKind(kind),
        title=entry.title or "",
        partners=entry.partners,
        doing=(*entry.channel, *entry.purpose),
    )
    if found is None or request.form.get(SHOWN_DOUBLE) == str(found):
        return None
    return find_activity(db.session, found, scope=reader().scope)


def _is_open(values: Mapping[str, Any]) -> bool:
    """Whether the address leaves open what happened, so that a tile is chosen first."""
    return "like" not in request.args and not {"tile", *TELLING} & set(values)


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
    if activity.record_status is RecordStatus.ARCHIVED and request.method == "GET":
        flash("This activity is archived. Restore it before you change it.", "error")
        return redirect(url_for(".show", activity_id=activity_id))
    form = _read(ChangeForm(data=of_activity(activity)))
    form.keep_documents.offer([(str(document.id), document.filename) for document in activity.documents])
    asks_hint = request.method == "POST" and _asks_hint(form)
    if request.method == "POST":
        _offered(form)  # a conflict is told in the words of its choices
    if request.method == "POST" and not asks_hint:
        restore = restore_record if may_archive(activity) else None
        conflict = conflict_of(activity, form, restore=restore)
        before = places_before(activity) if conflict is None else {}
        if conflict is None and _saved(form, _entry(form), lambda: _changed(form, activity), commit=False) is not None:
            conflict = commit_unless_conflict(activity, form, before=before, restore=restore)
            if conflict is None:
                flash("Saved.", "success")
                return redirect(url_for(".show", activity_id=activity_id))
        if conflict is not None:
            return _page(form, activity=activity, conflict=conflict), 409
    asked = hint_for(form, scope=reader().scope, saved=activity) if request.method == "POST" else None
    return _page(form, activity=activity, hint=asked), 422 if form.errors else 200


def _asks_hint(form: LogForm) -> bool:
    """Whether a button of the panel was pressed; the answer that it gives is taken into the form."""
    asked, _, answer = request.form.get("then", "").partition("-")
    name, _, said = answer.partition("-")
    if asked == ANSWERS and said:
        form.answer(name, said)
    return asked == ANSWERS


def _first_values(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the form begins with: what is usual, or a copy of another activity, and what the address says."""
    copied = record_id(request.args.get("like", ""))
    source = find_activity(db.session, copied, scope=reader().scope) if copied is not None else None
    if source is None and (named := request.args.get("like", "").strip()):
        not_found("Log one like this", named)
    values: dict[str, Any] = {"occurred_on": today()}
    if source is not None:
        values |= {name: value for name, value in of_activity(source).items() if name not in NOT_COPIED}
        if asked_choice("for", "Log it for", [OTHER_PARTNER]):
            values |= {"partners": (), "title": title_without_names(source)}
    else:
        values["kind"] = ActivityKind.COMMUNICATION.value
        values["by"] = reader().logs_for
    values |= asked
    tile = tile_of(values.get("tile"), rules_today())
    if tile is not None and source is None and "by" in tile.fixed and "by" not in asked:
        values["by"] = ()  # who does such a thing is known, whoever logs it
    if tile is None:
        return values
    begun = filled(tile, values)
    return begun if source is not None else carried_by_ticks(tile, begun)


def _asked_anew(form: LogForm, code: str) -> LogForm:
    """Ask by another tile, keeping what was typed."""
    typed = {field.name: field.data for field in form if field.name not in ("files", "also")}
    values = emptied(form.chosen, completed(form.chosen, typed, form.also.data or ()) if form.chosen else typed)
    tile = tile_of(code, rules_today())
    return _asked(LogForm(formdata=None, data=filled(tile, values) if tile else values))


def _form(values: Mapping[str, Any]) -> LogForm:
    return _read(LogForm(data=values))


def _read(form: Some) -> Some:
    """Take over what was answered of likely partners, and ask as the form's tile does."""
    if request.method == "POST" and can(Permission.PARTNERS_WRITE):
        form.partners.data = as_answered(form.partners.data or ())
    return _asked(form)


def _asked(form: Some) -> Some:
    """Ask as the form's tile does, where it has one."""
    tile = tile_of(form.tile.data, rules_today())
    if tile is not None:
        form.ask_as(tile)
    return form


def _offered(form: LogForm) -> LogForm:
    """Put in what is to choose from: only a form that is shown needs it."""
    names = list_partner_names(db.session, scope=reader().scope, whole_district=can(Permission.PARTNERS_WRITE))
    choices = _choices(names)
    form.offer(arranged(choices, form.chosen) if form.chosen else choices)
    return form


def _choices(names: Iterable[str] = ()) -> LogChoices:
    return choices_of(rules_today(), names)


def _author() -> Author:
    may_add = can(Permission.PARTNERS_WRITE)
    return Author(reader().scope, may_add_partners=may_add, others=said_to_be_others() if may_add else frozenset())


def _saved(
    form: LogForm, entry: ActivityEntry, write: Callable[[], Activity], *, commit: bool = True
) -> Activity | None:
    """Write what was typed; None where it was refused, with the reasons beside the fields and nothing stored.

    Args:
        entry: What the form says.
    """
    readable = form.validate_on_submit()
    unsaid = unanswered(form.chosen, entry) if form.chosen else {}
    activity: Activity | None = None
    try:
        if readable and not unsaid:
            activity = write()
            if commit:
                db.session.commit()
            return activity
        problems = unsaid | entry_problems(entry, terms=terms_today(), today=today())
        form.take(Refused({name: text for name, text in problems.items() if not form[name].errors}))
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
    except IntegrityError:
        # Somebody added the same new partner at the same moment; now it is in the directory.
        db.session.rollback()
        form.take(Refused("Somebody else saved the same partner just now. Save again."))
    return None


def _entry(form: LogForm) -> ActivityEntry:
    """Give what was typed; what a tile asks for has words of its own where none were typed."""
    entry = form.entry()
    if form.chosen is None or entry.title:
        return entry
    return replace(entry, title=called(form.chosen, entry, rules_today()))


def _logged(form: LogForm, entry: ActivityEntry) -> Activity:
    activity = log_activity(db.session, entry, author=_author(), terms=terms_today(), today=today())
    stored = _stored(form)
    if stored:
        activity.documents = stored
    tick_asked(activity)
    db.session.flush()
    repetition = repetition_of(form, activity.occurred_on)
    if repetition is not None:
        start_series(db.session, activity, repetition, scope=reader().scope, today=today())
    return activity


def _changed(form: ChangeForm, activity: Activity) -> Activity:
    if is_archived(activity):  # and to be restored, or it would not have come here
        restore_record(activity)
    entry = form.entry(activity)
    kept = [document for document in activity.documents if str(document.id) in (form.keep_documents.data or ())]
    documents = [*kept, *(new for new in _stored(form) if new not in kept)]
    return change_activity(
        db.session, activity, entry, author=_author(), terms=terms_today(), today=today(), documents=documents
    )


def _stored(form: LogForm) -> list[Document]:
    """Store the files sent.

    Raises:
        Refused: One of them may not be stored.
    """
    stored = (store_upload(file, field="files") for file in form.uploads)
    return list(dict.fromkeys(document for document in stored if document is not None))


def _answer_saved(activity: Activity, back: CameFrom | None) -> ResponseReturnValue:
    """Say that it was saved and go on: to the activity, or to the next one with the same kind, people and day.

    Args:
        back: Where the form was opened, which is led back to.
    """
    # The page that comes next says what it changed: levels are asked for outside the transaction that wrote.
    # Its id is known without reading it again, which would begin another transaction.
    identity = inspect(activity).identity
    assert identity is not None  # it was stored
    session[JUST_LOGGED] = activity_id = identity[0]
    session[SAID_EVERY] = request.form.get("said_every")
    if request.form.get("then") == "another":
        tile = request.form.get("tile") or None
        kept = {"kind": activity.activity_kind.value} if tile is None else {"tile": tile}
        kept |= {"by": list(activity.by), "on": activity.occurred_on.isoformat()}  # type: ignore[dict-item]
        return redirect(url_for(".log", **kept, back=back.href if back else None))  # type: ignore[arg-type]
    if back is not None:
        return redirect(url_for(".saved", back=back.href))
    return redirect(url_for(".show", activity_id=activity_id))


def _level_name() -> Callable[[int], str]:
    return rules_today().level_name


def kept_pages() -> dict[str, str]:
    """Draw the pages of the log as a device keeps them: tile -> form, and under an empty name the page before it."""
    tiles = tiles_shown()
    pages = {"": render_template("activities/start.html", tiles=tiles, lately=[], offline=True)}
    for tile, _ in tiles:
        if tile.record != Activity.kind:
            continue  # its page has an address of its own
        pages[tile.code] = str(_page(_form(_first_values({"tile": tile.code})), offline=True))
    return pages


def _page(form: LogForm, **more: Any) -> str | Response:
    if by_device():
        return why_not(form, double=told_of(more.get("double")))
    _offered(form)
    catalogue = rules_today()
    kind = settled_kind(form.kind.data, ask=form.ask.data or (), channel=form.channel.data or (), terms=terms_today())
    kind = kind or ActivityKind.COMMUNICATION.value
    tile = form.chosen if form.chosen and not form.chosen.is_open else None
    is_partnership = kind == ActivityKind.PARTNERSHIP
    needed = tile.needs if tile else ("by", *(("purpose", "way") if is_partnership else ("channel", "audience")))
    for name in ("kind", *needed):
        form[name].flags.required = True
    return render_template(
        "activities/log.html",
        form=form,
        kind=kind,
        tile=tile,
        tiles=[] if "activity" in more else tiles_shown(),
        action=_action(form),
        beside=page_beside(tile, back=more.get("back")),
        switched=bool(form.kind.data) and kind != form.kind.data,
        fits=load_fits(),
        marks=marks_of(catalogue),
        may_add_partners=(may_add := can(Permission.PARTNERS_WRITE)),
        likely=likely_partners(form.partners.data) if may_add and form.partners.errors else [],
        others=said_to_be_others(),
        more_open=is_more_open(form, tile, usual_by=reader().logs_for, is_partnership=is_partnership),
        **FILE_KINDS,
        lately=[] if {"activity", "offline"} & more.keys() else _lately(),
        hint_level=catalogue.level_name,
        **more,
    )


def _action(form: LogForm) -> str | None:
    """Say where the form is sent to: with its tile, so that the page can be opened anew; None for where it is."""
    if form.chosen is None:
        return None
    back = came_from()
    line = typed_line(request.args.get(ARGUMENT)) or None
    return url_for(".log", tile=form.chosen.code, back=back.href if back else None, action=for_action(), line=line)
