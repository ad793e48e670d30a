"""Evaluations of partnerships: the list, one, and the form."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.evaluations import Evaluation, Side
from models.operations.evaluations import DOMAINS, change_evaluation, evaluate_partnership
from models.operations.records import archive_record, restore_record
from models.queries.evaluations import SORTS, EvaluationFilter, find_evaluation, list_evaluations
from models.queries.history import history_of
from models.queries.partnerships import find_partnership
from models.refusals import Refused
from tracker.choices import pairs
from tracker.clock import today
from tracker.editing import change_at_once, edit_record
from tracker.evaluations.forms import EvaluationForm
from tracker.extensions import db
from tracker.fetching import or_404, record_id
from tracker.listing import address, chips, choice_asked, mark_asked, order_asked, text_asked
from tracker.partnerships.choosing import choose_partnership, partnership_asked
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission

bp = Blueprint("evaluations", __name__, url_prefix="/evaluations")


@bp.get("")
@requires(Permission.EVALUATIONS_READ)
def index() -> ResponseReturnValue:
    """List the school's evaluations, the latest on top."""
    sides = pairs("side")
    scope = reader().scope
    partnership_id = record_id(request.args.get("partnership", ""))
    partnership = find_partnership(db.session, partnership_id, scope=scope) if partnership_id else None
    wanted = EvaluationFilter(
        side=choice_asked("side", Side),
        partnership_id=partnership.id if partnership else None,
        text=text_asked(),
        open_actions=mark_asked("open"),
        archived=mark_asked("archived"),
    )
    order = order_asked(SORTS, "-date")
    rows = list_evaluations(db.session, wanted, scope=scope, sort=order.key, descending=order.descending)
    in_use = chips(
        side=("By", dict(sides).get(wanted.side.value) if wanted.side else None),
        partnership=("With", partnership.partner.name if partnership else None),
        q=("Search", wanted.text),
        open=("Only", "with open actions" if wanted.open_actions else None),
        archived=("Archived", "only" if wanted.archived else None),
    )
    return render_template(
        "evaluations/index.html",
        rows=rows,
        wanted=wanted,
        order=order,
        sides=sides,
        domains=DOMAINS,
        chips=in_use,
        address=address,
    )


@bp.get("/<int:evaluation_id>")
@requires(Permission.EVALUATIONS_READ)
def show(evaluation_id: int) -> ResponseReturnValue:
    """Show one evaluation."""
    evaluation = evaluation_or_404(evaluation_id)
    entries = history_of(db.session, reader().scope, Evaluation.kind, evaluation.id)
    return render_template("evaluations/show.html", evaluation=evaluation, domains=DOMAINS, entries=entries)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.EVALUATIONS_WRITE)
def new() -> ResponseReturnValue:
    """Evaluate a partnership."""
    partnership = partnership_asked()
    if partnership is None:
        return choose_partnership("Which partnership was evaluated?", endpoint=".new")
    scope = reader().scope
    form = EvaluationForm(data={"occurred_on": today(), "side": "school"}, **_offered())
    if form.validate_on_submit():
        try:
            evaluation = evaluate_partnership(db.session, partnership, form.entry(), scope=scope, today=today())
        except Refused as refused:
            form.take(refused)
        else:
            db.session.commit()
            flash("The evaluation is on record.", "success")
            return redirect(url_for(".show", evaluation_id=evaluation.id))
    page = render_template("evaluations/new.html", form=form, partnership=partnership)
    return page, 422 if form.errors else 200


@bp.route("/<int:evaluation_id>/edit", methods=["GET", "POST"])
@requires(Permission.EVALUATIONS_WRITE)
def edit(evaluation_id: int) -> ResponseReturnValue:
    """Correct an evaluation."""
    evaluation = evaluation_or_404(evaluation_id)
    form = EvaluationForm(data=EvaluationForm.values_of(evaluation), **_offered())
    outcome = edit_record(
        evaluation, form, lambda: change_evaluation(evaluation, form.entry(evaluation), today=today())
    )
    if outcome.is_saved:
        flash("The evaluation is saved.", "success")
        return redirect(url_for(".show", evaluation_id=evaluation_id))
    return render_template(
        "evaluations/edit.html", form=form, evaluation=evaluation, conflict=outcome.conflict
    ), outcome.status


@bp.post("/<int:evaluation_id>/archive")
@requires(Permission.EVALUATIONS_WRITE)
def archive(evaluation_id: int) -> ResponseReturnValue:
    """Take an evaluation out of every list and count."""
    return _change(evaluation_id, archive_record, "The evaluation is archived.")


@bp.post("/<int:evaluation_id>/restore")
@requires(Permission.EVALUATIONS_WRITE)
def restore(evaluation_id: int) -> ResponseReturnValue:
    """Bring an archived evaluation back."""
    return _change(evaluation_id, restore_record, "The evaluation is back.")


def evaluation_or_404(evaluation_id: int) -> Evaluation:
    """Fetch an evaluation of the reader's school, or answer 404."""
    return or_404(find_evaluation(db.session, evaluation_id, scope=reader().scope))


def _change(evaluation_id: int, change: Callable[[Evaluation], None], done: str) -> ResponseReturnValue:
    evaluation = evaluation_or_404(evaluation_id)
    change_at_once(evaluation, change, done)
    return redirect(url_for(".show", evaluation_id=evaluation_id))


def _offered() -> dict[str, list[tuple[str, str]]]:
    return {"sides": pairs("side"), "findings": pairs("finding")}
