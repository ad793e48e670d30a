"""Who leaves the school: known ahead, handed over, printed for whoever follows, and taken back within the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.accounts import Role
from models.hand_overs import HandOver
from models.operations.hand_overs import hand_over, may_undo, note_departure, others_following, told_of, undo_hand_over
from models.operations.team_hand_overs import Passing
from models.queries.duties import Duties, Holder, duties_of, find_holder, known_end, list_holders, numbers_kept
from models.queries.hand_overs import (
    Change,
    changes_ahead,
    find_change,
    find_hand_over,
    open_departure,
    partnerships_with,
    sheet_of,
)
from models.queries.partners import find_engagement
from models.queries.partnership_people import staff_of_school
from models.queries.people import roles_at
from models.refusals import Refused
from models.texts import folded
from models.wording import counted
from tracker.came_from import way_back
from tracker.choices import pairs
from tracker.clock import today
from tracker.editing import at_once, stored_from
from tracker.extensions import db
from tracker.fetching import or_404, record_id
from tracker.hand_overs.forms import HandOverForm, hand_over_form, other_field
from tracker.hand_overs.list import LIST
from tracker.lists.page import list_page
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.rules import rules_today

bp = Blueprint("hand_overs", __name__, url_prefix="/hand-overs")
NOTE = "note"


@bp.get("")
@requires(Permission.PARTNERSHIPS_READ)
def index() -> ResponseReturnValue:
    """List who leaves, who follows, and what was handed over."""
    ahead = changes_ahead(db.session, scope=reader().scope, today=today())
    return render_template(
        "hand_overs/index.html", page=list_page(LIST), open=[one for one in ahead if not one.is_made]
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIPS_WRITE)
def new() -> ResponseReturnValue:
    """Ask who leaves, then who follows; everything goes over in one step, or it is only noted that it is known."""
    scope, day = reader().scope, today()
    if not request.args.get("leaves"):
        kept = numbers_kept(db.session, scope=scope, today=day)
        holders = [(one, kept.get(folded(one.name), 0)) for one in list_holders(db.session, scope=scope, today=day)]
        # With whom most lies is asked for most often.
        holders.sort(key=lambda one: -one[1])
        return _choose(holders)
    holder = or_404(find_holder(db.session, request.args["leaves"], scope=scope, today=day))
    change = _change_asked() or open_departure(db.session, holder, scope=scope, today=day)
    duties = duties_of(db.session, holder, scope=scope, on=day, today=day)
    form = _form(holder, duties, change)
    if form.validate_on_submit():
        if form.seen.data != duties.seen:
            form.renew(duties.seen)
        else:
            made = _run(form, holder, duties, change)
            if made is not None:
                return redirect(url_for(".show", hand_over_id=made, back=way_back()))
    staff = [one for one in staff_of_school(db.session, scope=scope) if one.id != holder.user_id]
    page = render_template(
        "hand_overs/new.html",
        form=form,
        holder=holder,
        duties=duties,
        staff=staff,
        other_field=other_field,
        is_own=holder.user_id == reader().person.id,
        has_others=any(form[other_field(one)].data or form[other_field(one)].errors for one in duties.partnerships),
    )
    return page, 422 if form.errors or form.form_errors else 200


def _choose(holders: Sequence[tuple[Holder, int]]) -> ResponseReturnValue:
    """Lead on with the one person that the typed words mean, or show everybody whom they may mean."""
    sought = request.args.get("who", "").strip()[:100]
    fitting = [one for one in holders if folded(sought) in folded(one[0].name)]
    whole = [one for one in fitting if folded(one[0].name) == folded(sought)]
    if sought and len(found := whole or fitting) == 1:
        return redirect(url_for(".new", leaves=found[0][0].key))
    shown = fitting if sought else holders
    return render_template("hand_overs/choose.html", holders=shown, everybody=holders, sought=sought)


@bp.get("/<int:hand_over_id>")
@requires(Permission.PARTNERSHIPS_READ)
def show(hand_over_id: int) -> ResponseReturnValue:
    """Show one hand-over, with the sheet for whoever follows."""
    scope, day = reader().scope, today()
    made = or_404(find_hand_over(db.session, hand_over_id, scope=scope))
    holder = _holder_of(made)
    duties = duties_of(db.session, holder, scope=scope, on=made.transition.occurred_on, today=day)
    moved = {entry["id"] for entry in made.moved.get("partnerships", ())}
    concerned = moved or {one.id for one in duties.partnerships}
    if made.transition.partner_id is not None:
        concerned = partnerships_with(db.session, made.transition.partner_id, scope=scope)
    return render_template(
        "hand_overs/show.html",
        made=made,
        change=Change(made.transition, made),
        told=told_of(made.moved),
        others=others_following(made.moved),
        duties=duties,
        sheet=sheet_of(db.session, concerned, scope=scope, today=day),
        may_undo=_may_undo(made, day),
        engaged=find_engagement(db.session, made.transition.partner_id or 0, scope=scope),
    )


@bp.post("/<int:hand_over_id>/undo")
@requires(Permission.PARTNERSHIPS_WRITE)
def undo(hand_over_id: int) -> ResponseReturnValue:
    """Take a hand-over back, on the day on which it was made."""
    made = or_404(find_hand_over(db.session, hand_over_id, scope=reader().scope))

    def told(done: Any) -> str:
        kept = f" {counted(done.kept, 'thing', 'things')} changed since and stayed." if done.kept else ""
        return f"It is as it was before.{kept}"

    at_once(lambda: undo_hand_over(db.session, made, today=today(), by_id=reader().person.id), told)
    return redirect(url_for(".index"))


@bp.get("/of/<int:transition_id>")
@requires(Permission.PARTNERSHIPS_WRITE)
def of_change(transition_id: int) -> ResponseReturnValue:
    """Lead to where a change of people is handed over: at the school, at the partner, or by hand."""
    scope = reader().scope
    change, back = or_404(find_change(db.session, transition_id, scope=scope)), way_back()
    record = change.transition
    if change.is_made and change.hand_over is not None:
        return redirect(url_for(".show", hand_over_id=change.hand_over.id, back=back))
    if record.partner_id is not None:
        engaged = find_engagement(db.session, record.partner_id, scope=scope)
        if engaged is not None:
            return redirect(url_for(".contacts.new", engaged_id=engaged.id, change=record.id, back=back))
    elif record.leaves:
        for one in list_holders(db.session, scope=scope, today=today()):
            if change.is_of(one):
                return redirect(url_for(".new", leaves=one.key, change=record.id, back=back))
    return redirect(url_for("records.transition.edit", record_id=record.id))


def _change_asked() -> Any:
    """Find the change of people that the address names and that waits to be handed over; None where it names none."""
    asked = request.args.get("change", "")
    if not asked:
        return None
    found = or_404(find_change(db.session, record_id(asked) or 0, scope=reader().scope))
    return or_404(found.transition if found.transition.partner_id is None else None)


def _form(holder: Holder, duties: Duties, change: Any) -> HandOverForm:
    leads = Role.SCHOOL_ADMIN in roles_at(db.session, holder.user_id or 0, scope=reader().scope)
    language = rules_today().language
    leading, whose = language.first("transition", "leads"), language.marked("transition", "of_school")
    staff = next((code for code in language.values("transition") if code in whose and code != leading), leading)
    given: dict[str, Any] = {
        "what": leading if leads else staff,
        "from_on": min(filter(None, (known_end(holder, one, today()) for one in duties.partnerships)), default=today()),
        "seen": duties.seen,
        "seats": Passing.ENDS.value,
        "coordination": Passing.FOLLOWS.value,
    }
    if change is not None:
        what = change.what if change.what in whose else given["what"]
        given |= {"what": what, "from_on": change.occurred_on, "follows": change.follows, "note": change.note}
    may_end = can(Permission.SCHOOL_ADMIN) and holder.user_id not in (None, reader().person.id)
    return hand_over_form(duties.partnerships)(
        data=given,
        whose=pairs("transition", among=whose),
        may_end_access=may_end,
        may_pass_on=can(Permission.TEAM_WRITE),
        duties=duties,
    )


def _run(form: HandOverForm, holder: Holder, duties: Duties, change: Any) -> int | None:
    """Do what was asked; None where it was refused, and the form says why."""
    others = {one.id: form[other_field(one)].data for one in duties.partnerships if form[other_field(one)].data}
    only_note = request.form.get("then") == NOTE
    scope, day = reader().scope, today()

    def run() -> HandOver:
        if only_note:
            return note_departure(db.session, holder, form.entry(others), known=change, scope=scope, today=day)
        return hand_over(
            db.session,
            holder,
            form.entry(others),
            known=change,
            by=reader().person.name,
            ends_access=bool(form.ends_access.data) if "ends_access" in form else False,
            scope=scope,
            today=day,
        )

    made = stored_from(form, run, asks_first=True)
    if made is None:
        return None
    told, follows = told_of(made.moved), made.transition.follows
    if only_note:
        flash(f"It is noted that {holder.name} leaves. Home and the partnerships say so from now on.", "success")
    else:
        flash(f"{follows} follows {holder.name}" + (f": {told}." if told else ". Nothing had to move."), "success")
    return made.id


def _holder_of(made: HandOver) -> Holder:
    """Give who leaves, still at the school or not."""
    return Holder(made.transition.leaves or "", made.leaver_id)


def _may_undo(made: HandOver, day: date) -> bool:
    try:
        may_undo(made, day)
    except Refused:
        return False
    return can(Permission.PARTNERSHIPS_WRITE)
