"""The month in which a district's school years begin: what another one would change is said before it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.accounts import District
from models.operations.accounts import begin_years_in
from models.queries.district_years import opened_years
from models.ratings import Assessment
from models.refusals import Refused
from models.school_years import SchoolYear
from models.wording import month_name
from tracker.clock import school_year, today
from tracker.district.scope import scope_of_district
from tracker.extensions import db
from tracker.forms import Form, OneOf, Version, choices
from tracker.permissions import requires
from tracker.roles import Permission

# What the button says that only asks what would change.
LOOK = "look"


class MonthForm(Form):
    """With which month a school year begins."""

    month = OneOf("School years begin with the first day of", required=True)
    seen = Version()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.month.choices = choices([(str(number), month_name(number)) for number in range(1, 13)])


@dataclass(frozen=True)
class Effect:
    """What another month would change.

    Attributes:
        now, then: The school year of today, as it is and as it would be.
        kept: Years that schools opened, with their own days: they stay as they are.
    """

    now: SchoolYear
    then: SchoolYear
    kept: list[Assessment]

    @property
    def opened(self) -> list[Assessment]:
        """Give the opened years that pages would take for the present one: schools work on in them."""
        return [one for one in self.kept if one.first == self.then.first]

    @property
    def signed(self) -> list[Assessment]:
        """Give those of them that are signed: no year is open there until the next one begins."""
        return [one for one in self.opened if one.signed_on is not None]


@requires(Permission.YEARS_OPEN)
def begin() -> ResponseReturnValue:
    """Show in which month years begin; say what another one changes, and change it."""
    district = _district()
    form = MonthForm(data={"month": str(district.year_begins_in), "seen": district.year_begins_in})
    effect = None
    if form.validate_on_submit():
        month = int(form.month.data)
        try:
            if request.form.get("then") != LOOK:
                begin_years_in(district, month, seen=int(form.seen.data or 0))
                db.session.commit()
                told = f"School years begin with {month_name(month)} from now on. Years opened before keep their days."
                flash(told, "success")
                return redirect(url_for(".index"))
            effect = _effect(month)
        except Refused as refused:
            db.session.rollback()
            form.take(refused)
            form.seen.renew(_district().year_begins_in)
    page = render_template(
        "district/year_begins.html",
        form=form,
        effect=effect,
        year=school_year(),
        now=month_name(_district().year_begins_in),
        LOOK=LOOK,
    )
    return page, 422 if form.errors else 200


def _district() -> District:
    scope = scope_of_district()
    assert scope.district_id is not None  # the reader is its admin
    return db.session.get_one(District, scope.district_id)


def _effect(month: int) -> Effect:
    kept = opened_years(db.session, scope=scope_of_district())
    return Effect(school_year(), SchoolYear.of(today(), month), kept)
