"""Actions: the list, one, the form, done and taken back, and what is turned into one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from models.accounts import School
from models.actions import Action, record_key
from models.continuum.evidence.facts import RecordKey
from models.level_words import latest_first, record_words
from models.operations.actions import (
    ActionEntry,
    add_action,
    add_actions,
    change_action,
    finish_action,
    keep_action,
    reopen_action,
)
from models.operations.planned_activities import follow_action
from models.queries.actions import (
    count_by_state,
    find_improvement,
    list_improvements,
    made_from,
)
from models.queries.activities import latest_keys
from models.queries.gaps import find_gap
from models.queries.history import history_of
from models.queries.planned import drafts_of
from models.queries.record_names import name_records
from models.queries.schools import find_school
from models.queries.years import list_assessments
from models.ratings import Assessment
from tracker.actions.forms import ActionForm, DoneForm
from tracker.actions.list import HANDLING, LIST, action_or_404, indicator_pairs, staff_pairs
from tracker.actions.ticking import log_address, log_addresses
from tracker.actions.turning import from_gap, from_improvement, from_practice
from tracker.asked_parts import asked_choice
from tracker.came_from import came_from
from tracker.choices import Pairs, pairs
from tracker.clock import today
from tracker.editing import change_at_once, done_from, edit_record, stored_from, with_undo
from tracker.extensions import db
from tracker.lists.handling import handle
from tracker.lists.page import list_page
from tracker.permissions import Permission, can, requires
from tracker.reader import reader
from tracker.record_pages import page_of
from tracker.rules import rules_today

bp = Blueprint("actions", __name__, url_prefix="/actions")
# So many records are offered to show that something is done, the latest first.
OFFERED = 100
# Within so many days something is to be done that was made an action in one press.
WITHIN = 30


@bp.get("")
@requires(Permission.ACTIONS_READ)
def index() -> ResponseReturnValue:
    """List the school's actions; below those that are open, what evaluations and reviews want improved."""
    page, scope = list_page(LIST), reader().scope
    is_whole = not page.asked.words
    return render_template(
        "actions/index.html",
        page=page,
        counts=count_by_state(db.session, scope=scope, today=today()),
        names=dict(indicator_pairs()),
        improvements=list_improvements(db.session, scope=scope) if is_whole and can("evaluations:read") else [],
        log_address=log_addresses(page.rows.rows),
        may_do=may_do,
    )


@bp.get("/<int:action_id>")
@requires(Permission.ACTIONS_READ)
def show(action_id: int) -> ResponseReturnValue:
    """Show one action."""
    return _page(action_or_404(action_id))


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.ACTIONS_WRITE)
def new() -> ResponseReturnValue:
    """Write an action of one's own down."""
    form = _form({"indicator": asked_choice("indicator", "Indicator", dict(indicator_pairs())) or ""})
    if form.validate_on_submit():
        action = stored_from(form, lambda: _add(form.entry()))
        if action is not None:
            flash("The action is on the list.", "success")
            return redirect(url_for(".show", action_id=action.id))
    return render_template("actions/new.html", form=form), 422 if form.errors else 200


@bp.post("/turn")
@requires(Permission.ACTIONS_WRITE)
def turn() -> ResponseReturnValue:
    """Turn a practice, a gap or an improvement that a page shows into an action, and go back to that page."""
    back = came_from()
    found: Action | None = None
    made: list[Action] = []
    entries = _improvements()
    if not entries and (found := _already()) is None:
        entries = _asked_for()
    if entries:
        own = [_of_the_reader(entry) for entry in entries]
        made = add_actions(db.session, _target(), own, user_id=reader().person.id, today=today())
        db.session.commit()
        found = made[0]
    elif found is None:
        flash("That is not open any more.", "warning")
        return redirect(back.href if back else url_for(".index"))
    told = render_template("actions/_made.html", action=found, is_new=bool(made), others=len(made) - 1)
    flash(Markup(told), "success")  # noqa: S704  (a template's own)
    return redirect(back.href if back else url_for(".show", action_id=found.id))


@bp.route("/<int:action_id>/edit", methods=["GET", "POST"])
@requires(Permission.ACTIONS_WRITE)
def edit(action_id: int) -> ResponseReturnValue:
    """Change an action; who comes second is shown both versions."""
    action = action_or_404(action_id)
    form = _form(ActionForm.values_of(action), keep=action)
    outcome = edit_record(action, form, lambda: _change_with_draft(action, form))
    if outcome.is_saved:
        flash("The action is saved.", "success")
        return redirect(url_for(".show", action_id=action_id))
    return render_template("actions/edit.html", form=form, action=action, conflict=outcome.conflict), outcome.status


@bp.post("/<int:action_id>/done")
@requires(Permission.ACTIONS_DO)
def done(action_id: int) -> ResponseReturnValue:
    """Tick an action off, with the record that shows it or a note where somebody gives one."""
    action = action_or_404(action_id)
    if not may_do(action):
        abort(403)
    if (draft := drafts_of(db.session, [action]).get(action_id)) is not None:
        flash("It stands as a planned activity: say here that it happened, and it is ticked off.", "error")
        return redirect(url_for("activities.show", activity_id=draft.id))
    form = DoneForm(records=_offered(action))
    if form.validate():

        def store() -> None:
            finish_action(
                action, on=form.done_on.data or today(), today=today(), record=form.record.data or None,
                note=form.note.data,
            )  # fmt: skip

        if done_from(form, store):
            back, undo = came_from(), url_for(".undo", action_id=action_id)
            flash(with_undo(f"Done: {action.what}.", undo) if back else "Done.", "success")
            return redirect(back.href if back else url_for(".show", action_id=action_id))
    return _page(action, form), 422


@bp.post("/<int:action_id>/undo")
@requires(Permission.ACTIONS_DO)
def undo(action_id: int) -> ResponseReturnValue:
    """Take back that an action is done."""
    action = action_or_404(action_id)
    if not may_do(action):
        abort(403)
    return _change(action, reopen_action, "It is open again.")


@bp.post("/<int:action_id>/keep")
@requires(Permission.ACTIONS_WRITE)
def keep(action_id: int) -> ResponseReturnValue:
    """Say of an action of an earlier year that it is still meant."""
    return _change(action_or_404(action_id), keep_action, "It stays on the list.")


def _of_the_reader(entry: ActionEntry) -> ActionEntry:
    """Give what is made in one press an owner and a day, so that it is asked for: whoever pressed, within a month."""
    return replace(
        entry, owner_id=entry.owner_id or reader().person.id, due_on=entry.due_on or today() + timedelta(days=WITHIN)
    )


def _change_with_draft(action: Action, form: ActionForm) -> None:
    change_action(action, form.entry(action))
    follow_action(db.session, action)


def may_do(action: Action) -> bool:
    """Say whether the reader may tick an action off: whoever plans, any; whoever only contributes, their own."""
    own = can(Permission.ACTIONS_DO) and action.owner_id == reader().person.id
    return can(Permission.ACTIONS_WRITE) or own


def _change(action: Action, change: Callable[[Action], None], told: str) -> ResponseReturnValue:
    number = action.id
    change_at_once(action, change, told)
    back = came_from()
    return redirect(back.href if back else url_for(".show", action_id=number))


def _page(action: Action, form: DoneForm | None = None) -> str:
    keys = [key for key in (record_key(action.from_record), record_key(action.done_by)) if key is not None]
    named = name_records(db.session, keys, scope=reader().scope)
    draft = drafts_of(db.session, [action]).get(action.id)
    return render_template(
        "actions/show.html",
        action=action,
        form=form or DoneForm(formdata=None, records=_offered(action) if may_do(action) else []),
        names=dict(indicator_pairs()),
        practice=rules_today().practices.get(action.practice or ""),
        slugs={one.code: one.slug for one in rules_today().indicators.values()},
        source=named.get(record_key(action.from_record) or ("", "")),
        shown_by=named.get(record_key(action.done_by) or ("", "")),
        page_of=page_of,
        draft=draft,
        log_it_href=log_address(action) if action.is_open and draft is None else None,
        may_do=may_do(action),
        back=came_from(),
        entries=history_of(db.session, reader().scope, Action.kind, action.id),
    )


def _form(values: dict[str, object], *, keep: Action | None = None) -> ActionForm:
    owners, indicators = staff_pairs(), indicator_pairs()
    if keep is not None and keep.owner is not None and str(keep.owner_id) not in dict(owners):
        owners.append((str(keep.owner_id), keep.owner.name))
    if keep is not None and keep.indicator and keep.indicator not in dict(indicators):
        indicators.append((keep.indicator, keep.indicator))
    return ActionForm(
        data=values, owners=owners, indicators=indicators, actors=pairs("by", keep=keep.by if keep else None)
    )


def _add(entry: ActionEntry) -> Action:
    return add_action(db.session, _target(), entry, user_id=reader().person.id, today=today())


def _target() -> School | Assessment:
    """Give the year that the reader's school works on; the school where none is open."""
    latest = next(iter(list_assessments(db.session, scope=reader().scope)), None)
    is_open = latest is not None and latest.signed_on is None
    return latest if latest is not None and is_open else find_school(db.session, scope=reader().scope)


def _already() -> Action | None:
    """Find the open action that was made of what is asked for."""
    practice, gap, record = (request.form.get(name) for name in ("practice", "gap", "record"))
    for action in made_from(db.session, scope=reader().scope):
        same = (
            (practice and action.practice == practice and not action.gap)
            or (gap and action.gap == gap)
            or (record and action.from_record == record and not action.gap)
        )
        if same and action.is_open:
            return action
    return None


def _improvements() -> list[ActionEntry]:
    """Say what of a record's improvements no action was made of yet."""
    wanted = find_improvement(db.session, request.form.get("record", ""), scope=reader().scope)
    return from_improvement(wanted) if wanted else []


def _asked_for() -> list[ActionEntry]:
    """Say what the action is to be that a page asks for; empty where what it names is not, or no longer, open."""
    if practice := request.form.get("practice"):
        entry = from_practice(practice)
        return [entry] if entry else []
    gap = find_gap(db.session, request.form.get("gap", ""), scope=reader().scope, today=today())
    return [from_gap(gap)] if gap else []


def _offered(action: Action) -> Pairs:
    """List the records that may show that an action is done: what shows it now, and the latest activities."""
    scope = reader().scope
    now = record_key(action.done_by)
    keys: set[RecordKey] = set(latest_keys(db.session, scope=scope, until=today(), most=OFFERED))
    named = name_records(db.session, keys | ({now} if now else set()), scope=scope)
    return [(f"{one.kind}/{one.ref}", record_words(one)) for one in latest_first(named.values())]


handle(bp, HANDLING)
