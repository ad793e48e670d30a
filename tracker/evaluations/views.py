"""Evaluations of partnerships: the list, one, and the form."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.actions import left_to_do
from models.evaluations import EVALUATION, Evaluation
from models.operations.evaluations import ToImprove, act_on, change_evaluation, evaluate_partnership
from models.operations.partnerships import user_named
from models.partnerships import YES, Partnership
from models.queries.actions import actions_from
from models.queries.evaluation_sides import before_now, sides_of
from models.queries.history import history_of
from models.queries.partnership_people import staff_of_school
from tracker.actions.ticking import action_asked, say_ticked, tick_asked
from tracker.asked_parts import asked_choice
from tracker.came_from import back_or
from tracker.choices import pairs
from tracker.clock import today
from tracker.device import Double
from tracker.doubles import pointed_out
from tracker.editing import edit_record, stored_from
from tracker.evaluations.completes import completed_by, said_of, served_items
from tracker.evaluations.forms import MARKS, EvaluationForm
from tracker.evaluations.list import HANDLING, LIST, evaluation_or_404
from tracker.extensions import db
from tracker.lists.handling import handle
from tracker.lists.page import list_page
from tracker.partnerships.choosing import choose_partnership, partnership_asked
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.rules import rules_today
from tracker.sent_forms import begin_again

# What the page calls each item.
ITEMS = {
    "strengths": "What works well",
    "weaknesses": "What does not",
    "academic": "Academic wellbeing",
    "social": "Social wellbeing",
    "physical": "Physical wellbeing",
    "goal_alignment": "Goals",
    "actions_open": "To be improved",
    "actions_done": "Improved",
}

bp = Blueprint("evaluations", __name__, url_prefix="/evaluations")


@bp.get("")
@requires(Permission.EVALUATIONS_READ)
def index() -> ResponseReturnValue:
    """List the school's evaluations, the latest on top."""
    return render_template("evaluations/index.html", page=list_page(LIST))


@bp.get("/<int:evaluation_id>")
@requires(Permission.EVALUATIONS_READ)
def show(evaluation_id: int) -> ResponseReturnValue:
    """Show one evaluation."""
    evaluation = evaluation_or_404(evaluation_id)
    entries = history_of(db.session, reader().scope, Evaluation.kind, evaluation.id)
    actions = actions_from(db.session, f"{evaluation.kind}/{evaluation.ref}", scope=reader().scope)
    return render_template(
        "evaluations/show.html",
        evaluation=evaluation,
        sides=sides_of(db.session, evaluation, rules_today().language, scope=reader().scope),
        effect=completed_by(evaluation),
        indicators=rules_today().indicators,
        items=ITEMS,
        entries=entries,
        actions=actions,
        left=left_to_do(evaluation.actions_open, actions),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.EVALUATIONS_WRITE)
def new() -> ResponseReturnValue:
    """Evaluate a partnership."""
    partnership = partnership_asked()
    asked = _asked_for()
    if partnership is None:
        return choose_partnership("Which partnership was evaluated?", endpoint=".new", fills=("side", *MARKS))
    scope = reader().scope
    of_school = rules_today().language.standing_for("side", school=True, partner=False)
    given = {"occurred_on": today(), "side": of_school} | asked
    form = EvaluationForm(data=given, with_action=can(Permission.ACTIONS_WRITE), **_offered())
    if form.validate_on_submit():
        entry = form.entry()
        said = {"partnership": partnership, "side": entry.side, "occurred_on": entry.occurred_on}
        double = pointed_out(
            EVALUATION,
            said,
            named=lambda one: f"Evaluation of {partnership.partner.name}",
            page=lambda one: url_for(".show", evaluation_id=one.id),
        )
        if double is not None:
            return _new_page(form, partnership, double), 409
        if (stored := begin_again()) is not None:
            return stored

        def evaluate() -> Evaluation:
            language = rules_today().language
            made = evaluate_partnership(db.session, partnership, entry, language=language, scope=scope, today=today())
            _act_on(made, form)
            tick_asked(made)
            return made

        evaluation = stored_from(form, evaluate)
        if evaluation is not None:
            flash(f"The evaluation is on record.{said_of(completed_by(evaluation))}", "success")
            say_ticked()
            return redirect(back_or(url_for(".show", evaluation_id=evaluation.id)))
    return _new_page(form, partnership), 422 if form.errors else 200


@bp.route("/<int:evaluation_id>/edit", methods=["GET", "POST"])
@requires(Permission.EVALUATIONS_WRITE)
def edit(evaluation_id: int) -> ResponseReturnValue:
    """Correct an evaluation."""
    evaluation = evaluation_or_404(evaluation_id)
    form = EvaluationForm(data=EvaluationForm.values_of(evaluation), with_action=False, **_offered())
    outcome = edit_record(
        evaluation,
        form,
        lambda: change_evaluation(evaluation, form.entry(evaluation), language=rules_today().language, today=today()),
    )
    if outcome.is_saved:
        flash("The evaluation is saved.", "success")
        return redirect(back_or(url_for(".show", evaluation_id=evaluation_id)))
    return render_template(
        "evaluations/edit.html", form=form, evaluation=evaluation, conflict=outcome.conflict
    ), outcome.status


def _new_page(form: EvaluationForm, partnership: Partnership, double: Double | None = None) -> str:
    return render_template(
        "evaluations/new.html",
        form=form,
        partnership=partnership,
        double=double,
        ticks=action_asked(),
        staff=staff_of_school(db.session, scope=reader().scope),
        served=served_items(),
        last=before_now(db.session, partnership, rules_today().language, scope=reader().scope, today=today()),
        items=ITEMS,
    )


def _act_on(evaluation: Evaluation, form: EvaluationForm) -> None:
    if "action_owner" not in form:
        return
    scope = reader().scope
    wanted = [
        ToImprove(text, user_named(db.session, whose, scope), whose, due_on, field)
        for field, text, whose, due_on in form.to_improve()
    ]
    act_on(db.session, evaluation, wanted, scope=scope, today=today())


def _asked_for() -> dict[str, Any]:
    """Read from the address what it fills in: whose view it is, and what took part."""
    said: dict[str, Any] = {name: True for name, label in MARKS.items() if asked_choice(name, label, [YES])}
    side = asked_choice("side", "Side", dict(pairs("side")))
    return said | ({"side": side} if side else {})


def _offered() -> dict[str, list[tuple[str, str]]]:
    return {"sides": pairs("side"), "findings": pairs("finding")}


handle(bp, HANDLING)
