"""Home: what needs the reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.activities import Activity
from models.continuum.judging.silence import Silence
from models.operations.first_hour import bring_steps_back, note_first_look, put_steps_away
from models.queries.catalogue import NoRules
from models.queries.continuum import continuum_of
from models.queries.first_hour import is_young
from models.queries.home import (
    Due,
    Need,
    first_due,
    has_records,
    latest_activities,
    steps_away,
    year_so_far,
)
from models.queries.schools import find_school
from models.queries.silence import silences_asked
from models.queries.waiting import list_waiting
from tracker.activities.confirming import COUNTED, CountsForm, asked_of_me
from tracker.activities.list import may_archive
from tracker.activities.views import tell_just_logged
from tracker.clock import school_year, today
from tracker.extensions import db
from tracker.home.first_hour import first_hour_shown, steps_of_district
from tracker.navigation import PATHS
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.rules import rules_on

bp = Blueprint("home", __name__)
# Drafts that are confirmed from here; the others have a page.
WAITING = 3
# Of what needs the reader so much is listed: after it nobody goes on reading before some of it is done.
NEEDS = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """The button that answers a need.

    Attributes:
        text: On the button, for those who may do it.
        endpoint: Where it leads.
        argument: Under which name the endpoint takes the record; empty where it takes none.
        permission: What it takes to do it; others get a quiet link to the record.
        by_partnership: Whether the endpoint takes the partnership in place of the record.
    """

    text: str
    endpoint: str
    argument: str
    permission: Permission
    by_partnership: bool = False


ANSWERS: dict[Need, Answer] = {
    Need.AGREEMENT: Answer("Renew", "agreements.show", "agreement_id", Permission.AGREEMENTS_WRITE),
    Need.FACTS: Answer("Confirm", "partnerships.show", "partnership_id", Permission.PARTNERSHIPS_WRITE, True),
    Need.POINT_PERSON: Answer("Name one", "partnerships.show", "partnership_id", Permission.PARTNERSHIPS_WRITE, True),
    Need.CONTACT: Answer("Log contact", "activities.log", "partners", Permission.LOG_WRITE),
    Need.EVALUATION: Answer("Evaluate", "evaluations.new", "partnership", Permission.EVALUATIONS_WRITE, True),
    Need.REQUEST: Answer("Note the answer", "records.match.show", "record_id", Permission.RECORDS_WRITE),
    Need.ANSWERED: Answer("Read it", "records.match.show", "record_id", Permission.RECORDS_WRITE),
    Need.ACTION: Answer("Open", "actions.show", "action_id", Permission.ACTIONS_DO),
    Need.ACTIVITY_TO_CONFIRM: Answer("Review", "activities.show", "activity_id", Permission.ALLIANCE_CONFIRM),
    Need.ENTRY_TO_CONFIRM: Answer("Review", "activities.to_confirm", "", Permission.ALLIANCE_CONFIRM),
    Need.EVALUATION_TO_CONFIRM: Answer("Review", "evaluations.show", "evaluation_id", Permission.ALLIANCE_CONFIRM),
}
# What a reader must be allowed to read for a need to be told.
READS: dict[Need, Permission] = {
    Need.AGREEMENT: Permission.AGREEMENTS_READ,
    Need.FACTS: Permission.PARTNERSHIPS_READ,
    Need.POINT_PERSON: Permission.PARTNERSHIPS_READ,
    Need.CONTACT: Permission.PARTNERSHIPS_READ,
    Need.EVALUATION: Permission.EVALUATIONS_READ,
    Need.REQUEST: Permission.RECORDS_READ,
    Need.ANSWERED: Permission.RECORDS_READ,
    Need.ACTION: Permission.ACTIONS_READ,
    Need.ACTIVITY_TO_CONFIRM: Permission.ACTIVITIES_READ,
    Need.EVALUATION_TO_CONFIRM: Permission.EVALUATIONS_READ,
    Need.ENTRY_TO_CONFIRM: Permission.RECORDS_READ,
}


def _asked_of_me() -> Callable[[Due], bool]:
    """Give what says whether the reader may answer a need, and is the one to do it."""
    asked = {need for need in Need if can(READS[need]) and can(ANSWERS[need].permission)}
    me = None if can(Permission.ACTIONS_WRITE) else reader().person.id

    def is_asked(one: Due) -> bool:
        return one.need in asked and (one.need is not Need.ACTION or me is None or one.owner_id == me)

    return is_asked


def _with_button(one: Due) -> tuple[Due, str, str]:
    answer = ANSWERS[one.need]
    return one, answer.text, url_for(answer.endpoint, **_arguments(one, answer))


def _arguments(one: Due, answer: Answer) -> dict[str, Any]:
    """Say what the address of a button takes: forms lead back here."""
    if answer.endpoint == "activities.log":
        return {answer.argument: one.partner, "back": url_for(".show")}
    if not answer.argument:
        return {}
    return {answer.argument: one.partnership_id if answer.by_partnership else one.record_id}


@bp.get("/")
@requires(Permission.ACCOUNT)
def show() -> ResponseReturnValue:
    """Show what needs the reader at the school in use; an alliance's first page is its own."""
    if reader().is_partner:
        return redirect(url_for("alliances.show"))
    if not can(Permission.HOME_SEE):
        abort(403)
    if not reader().is_at_school:
        return render_template("home/no_school.html", first=steps_of_district())
    scope, day = reader().scope, today()
    try:
        rules = rules_on(day)
    except NoRules:
        rules = None
    continuum = continuum_of(db.session, scope=scope) if rules else None
    silent: tuple[Silence, ...] = ()
    if continuum and can(Permission.ATTESTATIONS_WRITE):
        silent = silences_asked(db.session, continuum, scope=scope, today=day)
    tell_just_logged()
    waiting: list[Activity] = []
    waiting_in_all = 0
    if can(Permission.ACTIVITIES_WRITE):
        # What alliances entered is among what needs the reader anyway, each with its button.
        mine = replace(asked_of_me(), proposed=False)
        waiting, waiting_in_all = list_waiting(db.session, mine, scope=scope, today=day, most=WAITING)
    due, due_in_all = first_due(db.session, scope=scope, today=day, is_asked=_asked_of_me(), most=NEEDS)
    return render_template(
        "home/show.html",
        due=[_with_button(one) for one in due],
        due_in_all=due_in_all,
        steps=steps_away(continuum, rules, on=day) if continuum and rules else [],
        silent=silent,
        year=year_so_far(db.session, rules, school_year(), scope=scope, today=day) if rules else None,
        lately=latest_activities(db.session, scope=scope, today=day),
        waiting=waiting,
        waiting_in_all=waiting_in_all,
        counted=COUNTED,
        fields=CountsForm(formdata=None),
        may_archive=may_archive,
        is_empty=not has_records(db.session, Activity, scope=scope),
        first=first_hour_shown(continuum),
        young=continuum is not None and is_young(continuum, day),
    )


@bp.post("/first-look")
@requires(Permission.YEAR_WRITE)
def look() -> ResponseReturnValue:
    """Note that the team looks at where the school stands, and show it."""
    note_first_look(db.session, find_school(db.session, scope=reader().scope), today=today())
    db.session.commit()
    return redirect(PATHS["dashboards.show"])


@bp.post("/first-steps/put-away")
@requires(Permission.YEAR_WRITE)
def put_away() -> ResponseReturnValue:
    """Put the list of the first steps away."""
    put_steps_away(db.session, find_school(db.session, scope=reader().scope), today=today())
    db.session.commit()
    return redirect(url_for(".show"))


@bp.post("/first-steps/bring-back")
@requires(Permission.YEAR_WRITE)
def bring_back() -> ResponseReturnValue:
    """Show the list of the first steps again."""
    bring_steps_back(db.session, find_school(db.session, scope=reader().scope))
    db.session.commit()
    return redirect(url_for(".show"))
