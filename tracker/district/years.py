"""Open a school year for the schools of a district, with the day by which it is to be signed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from models.operations.actions import ActionEntry, add_action
from models.operations.years import open_year
from models.queries.district_years import SchoolsYear, years_of_schools
from models.refusals import Refused
from models.school_years import SchoolYear
from models.wording import counted
from tracker.choices import Pairs
from tracker.clock import school_year, today
from tracker.district.scope import scope_of_district
from tracker.district.year_begins import begin
from tracker.extensions import db
from tracker.forms import Day, Form, Picks, choices
from tracker.permissions import requires
from tracker.roles import Permission
from tracker.rules import rules_on

bp = Blueprint("school_years", __name__, url_prefix="/school-years")
bp.route("/begin", methods=["GET", "POST"])(begin)
# Who signs at a school, where nobody in particular is named.
SIGNERS = "School leadership team"


class OpenYearsForm(Form):
    """For which schools, and by when they are to sign."""

    schools = Picks("For which schools?", required=True, missing="Tick at least one school.")
    due_on = Day("To be signed by")

    def __init__(self, *args: Any, schools: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools.choices = choices(schools)


@bp.route("", methods=["GET", "POST"])
@requires(Permission.YEARS_OPEN)
def index() -> ResponseReturnValue:
    """Show how far every school is with the year, and open it where it is not."""
    year, scope = school_year(), scope_of_district()
    found = years_of_schools(db.session, year.first, scope=scope)
    waiting = [one for one in found if one.assessment is None]
    pairs = [(str(one.school.id), one.school.name) for one in waiting]
    form = OpenYearsForm(data={"schools": [number for number, _ in pairs]}, schools=pairs)
    if form.validate_on_submit():
        chosen = [one for one in waiting if str(one.school.id) in (form.schools.data or ())]
        try:
            _open(chosen, year, form)
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            form.take(refused)
        except IntegrityError:
            # Theirs is the one, and the page shows it.
            db.session.rollback()
            flash("A school opened its year at the same moment. Look again at who is left.", "warning")
            return redirect(url_for(".index"))
        else:
            flash(f"The year {year} is open at {counted(len(chosen), 'more school', 'more schools')}.", "success")
            return redirect(url_for(".index"))
    page = render_template("district/years.html", year=year, found=found, waiting=waiting, form=form)
    return page, 422 if form.errors else 200


def _open(chosen: list[SchoolsYear], year: SchoolYear, form: OpenYearsForm) -> None:
    due_on = form.due_on.data
    if due_on is not None and due_on < today():
        raise Refused({"due_on": "This day is over. Choose today or a later day."})
    codes = list(rules_on(year.asked_day(today())).indicators)
    for one in chosen:
        opened = open_year(db.session, one.school, year, indicators=codes, today=today())
        if due_on is not None:
            # On the school's own list of actions, where it is told once it is overdue.
            entry = ActionEntry(what=f"Sign the year {year}", owner_name=SIGNERS, by="leaders", due_on=due_on)
            add_action(db.session, opened, entry, user_id=scope_of_district().user_id, today=today())
