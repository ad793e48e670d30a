"""The plan of a year: propose it, take it, see what is done, behind and ahead, and plan again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.actions import Action
from models.operations.plans import take_plan
from models.queries.partnership_people import staff_of_school
from models.queries.plan_changes import as_wished, judged, partners_known
from models.queries.plans import (
    PlanLine,
    PlannedThing,
    ProposedPlan,
    State,
    desired_levels,
    plan_days,
    plan_of,
    proposed_plan,
    usual_people,
)
from models.wording import counted
from tracker.asked_parts import asked_choice, asked_mark
from tracker.clock import today
from tracker.editing import at_once
from tracker.extensions import db
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.years.blueprint import bp
from tracker.years.page import YearPage, year_or_404
from tracker.years.plan_board import board
from tracker.years.plan_forms import PlanForm, ThingForm

BY, DIGEST = "by", "digest"
# What the button says that asks what a changed plan reaches.
JUDGE = "judge"


@bp.get("/<int:year_id>/plan")
@requires(Permission.YEAR_READ)
def plan(year_id: int) -> ResponseReturnValue:
    """Show the plan that was taken; where none was, or another is asked for, what is proposed."""
    page = year_or_404(year_id)
    lines = plan_of(db.session, page.assessment, scope=reader().scope, today=today())
    again = asked_mark("again", "Another plan")
    if lines and not again:
        return board(page, lines)
    known = [day.isoformat() for day in plan_days(page.assessment, today())]
    proposed = _proposed(page, asked_choice(BY, "Until", known))
    return _proposal(page, lines, proposed, _form(page, proposed))


@bp.post("/<int:year_id>/plan")
@requires(Permission.YEAR_WRITE)
def take(year_id: int) -> ResponseReturnValue:
    """Take what is chosen of the proposal, as it was changed; or say what it would reach, and take nothing."""
    page = year_or_404(year_id)
    proposed = _proposed(page, request.form.get(BY))
    lines = plan_of(db.session, page.assessment, scope=reader().scope, today=today())
    if request.form.get(DIGEST) != _digest(proposed, lines):
        flash(
            "The records, or the plan, have changed since this was proposed. Here is what would be planned now; nothing"
            " was taken.",
            "error",
        )
        return redirect(url_for(".plan", year_id=year_id, again=1, by=proposed.by.isoformat()))
    form = _form(page, proposed)
    wished = form.wished(proposed.by)
    if wished is None:
        return _proposal(page, lines, proposed, form), 422
    things = as_wished(page.continuum, proposed, wished, today=today())
    if request.form.get("then") == JUDGE:
        return _proposal(page, lines, proposed, form, things)

    def take_them() -> list[Action]:
        return take_plan(db.session, page.assessment, things, user_id=reader().person.id, today=today())

    def told(taken: list[Action]) -> str:
        return f"The plan is taken: {counted(len(taken), 'thing', 'things')} to do. What is logged ticks them off."

    if at_once(take_them, told):
        return redirect(url_for(".plan", year_id=year_id))
    return redirect(url_for(".plan", year_id=year_id, again=1, by=proposed.by.isoformat()))


def _digest(proposed: ProposedPlan, lines: list[PlanLine]) -> str:
    """Give the mark of what somebody reads before they take it: what is proposed, and what is planned already."""
    there = "-".join(str(line.action.id) for line in lines if line.state is not State.DONE)
    return f"{proposed.digest}-{there}"


def _form(page: YearPage, proposed: ProposedPlan) -> PlanForm:
    """Give the form of a proposal: each thing falls to who of the school's people usually sees to what whom did."""
    staff = {one.id: one.name for one in staff_of_school(db.session, scope=reader().scope)}
    usual = usual_people(db.session, scope=reader().scope, among=staff)
    owners = [(str(number), name) for number, name in staff.items()]
    return PlanForm.of(proposed, usual=usual, owners=owners, partners=partners_known(page.continuum))


def _proposed(page: YearPage, asked: str | None) -> ProposedPlan:
    days = plan_days(page.assessment, today())
    by = next((day for day in days if day.isoformat() == asked), days[0])
    if by <= today():
        by = max(days)
    return proposed_plan(page.continuum, desired_levels(page.assessment), today=today(), by=by)


def _proposal(
    page: YearPage,
    lines: list[PlanLine],
    proposed: ProposedPlan,
    form: PlanForm,
    things: Sequence[PlannedThing] | None = None,
) -> str:
    """Show what is proposed.

    Args:
        things: As somebody would rather have them, to be judged; None where nobody asked.
    """
    months: dict[date, list[tuple[int, PlannedThing, ThingForm]]] = {}
    for number, one in enumerate(proposed.things):
        months.setdefault(one.act.on.replace(day=1), []).append((number, one, form.things[number]))
    desired = desired_levels(page.assessment)
    return render_template(
        "years/plan_proposed.html",
        page=page,
        proposed=proposed,
        form=form,
        judged=judged(page.continuum, proposed, things, desired) if things is not None else None,
        digest=_digest(proposed, lines),
        months=months,
        days=[day for day in plan_days(page.assessment, today()) if day > today()],
        open_lines=[line for line in lines if line.state is not State.DONE],
        has_desired=bool(desired),
        may_plan=can(Permission.YEAR_WRITE),
        JUDGE=JUDGE,
    )
