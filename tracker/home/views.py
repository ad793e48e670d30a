"""Home: what needs the reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.activities import Activity
from models.continuum.continuum import Continuum
from models.continuum.judging.silence import Silence
from models.operations.first_hour import bring_steps_back, note_first_look, put_steps_away
from models.queries.catalogue import NoRules
from models.queries.comparisons import logged_from
from models.queries.continuum import continuum_of
from models.queries.done_lately import Done, done_since
from models.queries.first_hour import is_young
from models.queries.home import first_due, has_records, latest_activities
from models.queries.in_words import InWords, school_in_words
from models.queries.planned import list_coming
from models.queries.schools import find_school
from models.queries.silence import silences_asked
from models.queries.steps_away import steps_away
from models.queries.waiting import list_waiting
from models.queries.year_so_far import YearSoFar, year_so_far
from tracker.activities.confirming import COUNTED, CountsForm
from tracker.activities.list import may_archive
from tracker.activities.views import tell_just_logged
from tracker.activities.waiting import asked_of_me
from tracker.clock import beginning, school_year, today
from tracker.extensions import db
from tracker.home.by_role import acts_of_mine, year_state
from tracker.home.first_hour import first_hour_shown, steps_of_district
from tracker.home.needs import asked_of_reader, with_button
from tracker.home.put_off import CAN_WAIT, WAITABLE, Resting, ask_sooner, ask_to_put_off
from tracker.navigation import PATHS
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.record_pages import record_page
from tracker.roles import Permission
from tracker.rules import rules_on
from tracker.vocabulary import thresholds
from tracker.years.printed import TOKENS

bp = Blueprint("home", __name__)
bp.route(f"/put-off/<any({WAITABLE}):need>/<int:about_id>", methods=["GET", "POST"])(ask_to_put_off)
bp.post("/put-off/<int:number>/again")(ask_sooner)
# Drafts that are confirmed from here; the others have a page.
WAITING = 3
# Of what is planned for the coming weeks so much is named; the list of activities has the rest.
COMING = 4
# Of what needs the reader so much is listed: after it nobody goes on reading before some of it is done.
NEEDS = 30


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
    coming: list[Activity] = []
    waiting_in_all = coming_in_all = 0
    if can(Permission.ACTIVITIES_WRITE):
        # What alliances entered is among what needs the reader anyway, each with its button.
        mine = replace(asked_of_me(), proposed=False)
        waiting, waiting_in_all = list_waiting(db.session, mine, scope=scope, today=day, most=WAITING)
        coming, coming_in_all = list_coming(
            db.session, scope=scope, today=day, within=thresholds().urgent_days, everybodys=mine.everybodys, most=COMING
        )
    rests, is_mine = Resting(), asked_of_reader()
    due, due_in_all = first_due(
        db.session,
        scope=scope,
        today=day,
        is_asked=lambda one: is_mine(one) and rests.is_asked(one),
        most=NEEDS,
        year=school_year(),
    )
    year = year_so_far(db.session, rules, school_year(), scope=scope, today=day) if rules else None
    young = continuum is not None and is_young(continuum, day)
    return render_template(
        "home/show.html",
        due=[with_button(one) for one in due],
        due_in_all=due_in_all,
        can_wait={need: word for word, need in CAN_WAIT.items()},
        resting=rests.found,
        done=_done(),
        state=year_state() if can(Permission.YEAR_WRITE) and not young else None,
        mine=acts_of_mine(continuum, rules, on=day) if continuum and rules and _only_logs() else [],
        words=_words(continuum, year, day),
        tokens=TOKENS,
        dashboards=PATHS["dashboards.show"],
        steps=steps_away(continuum, rules, on=day) if continuum and rules else [],
        silent=silent,
        year=year,
        lately=latest_activities(db.session, scope=scope, today=day),
        waiting=waiting,
        waiting_in_all=waiting_in_all,
        coming=coming,
        coming_in_all=coming_in_all,
        counted=COUNTED,
        fields=CountsForm(formdata=None),
        may_archive=may_archive,
        is_empty=not has_records(db.session, Activity, scope=scope),
        first=first_hour_shown(continuum),
        young=young,
    )


def _only_logs() -> bool:
    """Say whether the reader logs, and neither plans nor rates: a teacher."""
    return can(Permission.LOG_WRITE) and not can(Permission.YEAR_WRITE)


def _words(continuum: Continuum | None, year: YearSoFar | None, day: date) -> InWords | None:
    """Tell somebody who only reads how the school stands; None where nothing is known, and for those who log."""
    if continuum is None or year is None or can(Permission.LOG_WRITE) or logged_from(continuum) is None:
        return None
    return school_in_words(continuum, year, on=day)


def _done() -> list[tuple[Done, str | None]]:
    """List what the reader did since Monday, each with the page of the record where it is one."""
    if not can(Permission.LOG_WRITE):
        return []
    monday = today() - timedelta(days=today().weekday())
    found = done_since(db.session, beginning(monday), scope=reader().scope)
    return [(one, record_page(one.kind, one.record_id) if one.record_id else None) for one in found]


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
