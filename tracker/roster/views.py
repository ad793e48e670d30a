"""The leadership team on one page: its members and groups, who is missing, and what the map asks of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.level_words import is_for_team, without_codes
from models.operations.record_entries import change_record, confirm_record
from models.queries.continuum import continuum_of
from models.queries.roster import STUDENTS, Team, find_member, list_members, team_on
from models.queries.schools import find_school
from models.school_years import SchoolYear
from models.stewardship import ROSTER_MEMBER, RosterMember
from models.wording import counted
from tracker.clock import today
from tracker.conflicts import Conflict
from tracker.editing import at_once, edit_record
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.indicators.explain import FOR_TEAM, MARKS
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.roster.forms import EndForm
from tracker.years.page import scope_of_one_school

bp = Blueprint("roster", __name__, url_prefix="/roster")
LEADS = "EC1.Leaders2"


@bp.get("")
@requires(Permission.TEAM_READ)
def index() -> ResponseReturnValue:
    """Show the team of today."""
    return _page()


@bp.post("/<int:member_id>/end")
@requires(Permission.TEAM_WRITE)
def end(member_id: int) -> ResponseReturnValue:
    """Note from when on somebody is no longer a member: a day that was, or one that is known already."""
    member = or_404(find_member(db.session, member_id, scope=scope_of_one_school()))
    form = EndForm()

    def change() -> None:
        said = {"from_on": member.from_on, "until_on": form.until_on.data}
        change_record(member, ROSTER_MEMBER, said, today=today())

    outcome = edit_record(member, form, change)
    if outcome.is_saved:
        return redirect(url_for(".index"))
    return _page(member, form, outcome.conflict), outcome.status


@bp.post("/confirm")
@requires(Permission.TEAM_WRITE)
def confirm() -> ResponseReturnValue:
    """Note of everybody who is on the team that they still are."""
    on = today()
    seats = _team().seats

    def still_so() -> int:
        open_ones = [seat.member for seat in seats if on not in seat.member.confirmed_on]
        for member in open_ones:
            confirm_record(member, on)
        return len(open_ones)

    at_once(still_so, lambda many: f"Noted: {counted(many, 'member is', 'members are')} still on the team.")
    return redirect(url_for(".index"))


def _team() -> Team:
    scope = scope_of_one_school()
    school = find_school(db.session, scope=scope)
    year = SchoolYear.of(today(), school.district.year_begins_in)
    members = list_members(db.session, scope=scope)
    return team_on(members, continuum_of(db.session, scope=scope), today(), year=year)


def _page(ending: RosterMember | None = None, form: EndForm | None = None, conflict: Conflict | None = None) -> str:
    """Draw the page.

    Args:
        ending: Whose end was refused, with the form that brought it.
    """
    team = _team()
    scope = reader().scope
    rules = continuum_of(db.session, scope=scope).rules_on(today().toordinal())
    practices = sorted(team.practices, key=lambda one: one[0].indicator != LEADS)
    return render_template(
        "roster/index.html",
        team=team,
        rules=rules,
        ending=ending,
        form=form,
        conflict=conflict,
        by_indicator=_by_indicator(practices, rules),
        students=STUDENTS,
    )


def _by_indicator(practices: Any, rules: Any) -> dict[Any, list[tuple[Any, str, str, str]]]:
    """Group what the map asks of the team: indicator -> practice, mark, tone and what is missing."""
    found: dict[Any, list[tuple[Any, str, str, str]]] = {}
    for practice, answer in practices:
        for_team = is_for_team(answer, rules)
        mark, tone = FOR_TEAM if for_team else MARKS[answer.status]
        missing = "" if for_team else without_codes(answer.missing, rules)
        found.setdefault(rules.indicators[practice.indicator], []).append((answer, mark, tone, missing))
    return found
