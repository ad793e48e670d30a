"""What changes in a partnership from a day on: terms, stage, point person, needs, its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.operations.partnership_terms import TermText, write_terms
from models.operations.partnerships import (
    confirm_facts,
    end_partnership,
    hand_to,
    move_on,
    reopen_partnership,
    serve_needs,
    show_to_partner,
)
from models.partnerships import TERMS, YES, Partnership, TermName
from models.queries.partnership_people import staff_of_school
from models.queries.partnerships import list_needs
from models.wording import begun_small, joined
from tracker.actions.ticking import action_asked, say_ticked, tick_asked
from tracker.came_from import back_or
from tracker.choices import hints, pairs, running_stages
from tracker.clock import today
from tracker.documents.views import store_upload
from tracker.editing import edit_record, with_undo
from tracker.extensions import db
from tracker.partnerships.forms import EndForm, NeedsForm, PersonForm, StageForm, TermsForm, values_of_terms
from tracker.partnerships.list import partnership_or_404
from tracker.partnerships.terms import written_terms
from tracker.partnerships.views import change_and_show
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.rules import rules_today
from tracker.vocabulary import marked

UNCHANGED = "Nothing had changed."
bp = Blueprint("changes", __name__, url_prefix="/<int:partnership_id>")


@bp.route("/terms", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIPS_WRITE)
def terms(partnership_id: int) -> ResponseReturnValue:
    """Write, change and empty what the partnership has in writing."""
    partnership = partnership_or_404(partnership_id)
    form = TermsForm(data={"from_on": today(), **values_of_terms(partnership, today())})

    def change() -> str:
        written = {name: _typed_term(form, partnership, name) for name in TERMS}
        changed = write_terms(partnership, written, chosen_day(form.from_on), today=today())
        return UNCHANGED if not changed else "The terms are written down."

    return _run(form, partnership, change, "partnerships/terms.html", written=written_terms(partnership, today()))


@bp.route("/stage", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIPS_WRITE)
def stage(partnership_id: int) -> ResponseReturnValue:
    """Move the partnership on to another stage."""
    partnership = partnership_or_404(partnership_id)
    current, language = partnership.stage_on(today()), rules_today().language
    form = StageForm(
        data={"from_on": today(), "stage": current, "version": partnership.version},
        stages=running_stages(keep=current),
    )

    def change() -> str:
        move_on(partnership, form.stage.data, chosen_day(form.from_on), language=language, today=today())
        return "The stage is noted."

    counting = joined(begun_small(words) for code, words in pairs("stage", among=marked("stage", "in_force")))
    return _run(form, partnership, change, "partnerships/stage.html", hints=hints("stage"), counting=counting)


@bp.route("/point-person", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIPS_WRITE)
def point_person(partnership_id: int) -> ResponseReturnValue:
    """Note who is in charge of the partnership."""
    partnership = partnership_or_404(partnership_id)
    scope = reader().scope
    held = partnership.point_person_row_on(today())
    leaves_on = held.until_on if held else None
    # Of somebody whose last day is known, who follows is asked for.
    current = held.person if held and leaves_on is None else None
    form = PersonForm(data={"from_on": leaves_on or today(), "person": current, "version": partnership.version})

    def change() -> str:
        hand_to(db.session, partnership, form.person.data, chosen_day(form.from_on), scope=scope, today=today())
        return "The point person is noted."

    return _run(form, partnership, change, "partnerships/person.html", staff=staff_of_school(db.session, scope=scope))


@bp.route("/needs", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIPS_WRITE)
def needs(partnership_id: int) -> ResponseReturnValue:
    """Say which of the school's needs the partnership serves."""
    partnership = partnership_or_404(partnership_id)
    known = list_needs(db.session, scope=reader().scope)
    linked = [row.need for row in partnership.needs if row.need not in known]
    given = {"needs": [str(row.need_id) for row in partnership.needs], "version": partnership.version}
    form = NeedsForm(data=given, needs=[*known, *linked])

    def change() -> str:
        wanted = [need for need in (*known, *linked) if str(need.id) in (form.needs.data or ())]
        serve_needs(partnership, wanted, today=today())
        return "The needs it serves are noted."

    return _run(form, partnership, change, "partnerships/needs.html", has_needs=bool(known or linked))


@bp.route("/end", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIPS_WRITE)
def end(partnership_id: int) -> ResponseReturnValue:
    """End the partnership."""
    partnership = partnership_or_404(partnership_id)
    ends = pairs("stage", among=marked("stage", "over"))
    form = EndForm(data={"ended_on": today(), "stage": ends[0][0], "version": partnership.version}, stages=ends)

    def change() -> str:
        end_partnership(partnership, chosen_day(form.ended_on), stage=form.stage.data, today=today())
        undo = url_for(".reopen", partnership_id=partnership_id)
        return with_undo("The partnership has ended. What it gave stays on record.", undo)

    return _run(form, partnership, change, "partnerships/end.html", hints=hints("stage"))


@bp.post("/reopen")
@requires(Permission.PARTNERSHIPS_WRITE)
def reopen(partnership_id: int) -> ResponseReturnValue:
    """Take back an end that was noted by mistake."""
    reopened = partial(reopen_partnership, language=rules_today().language)
    return change_and_show(partnership_id, reopened, "The partnership goes on, as if it had not ended.")


@bp.post("/shown")
@requires(Permission.PARTNERSHIPS_WRITE)
def shown(partnership_id: int) -> ResponseReturnValue:
    """Let the partner read and confirm what was agreed, or no longer."""
    is_shown = partnership_or_404(partnership_id).shown_on is not None
    done = "The partner no longer reads it." if is_shown else "The partner can read it now, and confirm it once a year."
    return change_and_show(partnership_id, lambda one: show_to_partner(one, today=today()), done)


@bp.post("/confirm")
@requires(Permission.PARTNERSHIPS_WRITE)
def confirm(partnership_id: int) -> ResponseReturnValue:
    """Note that everything on record of the partnership is still true."""
    return change_and_show(
        partnership_id, lambda one: confirm_facts(one, today()), "Noted: everything here is still true."
    )


def chosen_day(field: Any) -> date:
    """Give the day of a required field of a form that validated."""
    assert isinstance(field.data, date)
    return field.data


def _typed_term(form: Any, partnership: Partnership, name: TermName) -> TermText:
    """Read one term of the form: a new file takes the place of the old one, which stays while its mark does."""
    if TERMS[name].is_mark:
        return TermText(YES if form[name.value].data else None)
    upload = store_upload(form[f"{name.value}_file"].data, field=f"{name.value}_file")
    if upload is None and form[f"{name.value}_keep"].data:
        stands = partnership.term_on(name, chosen_day(form.from_on))
        upload = stands.document if stands else None
    return TermText(form[name.value].data, upload)


def _run(
    form: Any, partnership: Partnership, change: Callable[[], str], template: str, **context: Any
) -> ResponseReturnValue:
    """Answer a form that changes a partnership: shown, refused, told of another editor, or saved."""
    told: list[str] = []

    def run() -> None:
        told.append(change())
        if told[-1] != UNCHANGED:
            tick_asked(partnership)

    outcome = edit_record(partnership, form, run)
    if outcome.is_saved:
        flash(told[0], "success")
        say_ticked()
        return redirect(back_or(url_for("partnerships.show", partnership_id=partnership.id)))
    context |= {"conflict": outcome.conflict, "ticks": action_asked()}
    return render_template(template, form=form, partnership=partnership, **context), outcome.status
