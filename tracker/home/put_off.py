"""Put off what Home asks for, with a reason, and ask for it again sooner."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.operations.put_offs import ask_again, put_off
from models.put_offs import PutOff
from models.queries.home import first_due
from models.queries.home_needs import Due, Need
from models.queries.put_offs import find_put_off, resting
from models.wording import day_words
from tracker.clock import school_year, today
from tracker.editing import at_once, stored_from
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.home.forms import PutOffForm
from tracker.home.needs import asked_of_reader, may_answer
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission

# By their words in addresses; what is answered in a moment is not put off.
CAN_WAIT = {
    need.value.replace("_", "-"): need
    for need in (
        Need.DEPARTURE,
        Need.AGREEMENT,
        Need.ACTION,
        Need.POINT_PERSON,
        Need.FACTS,
        Need.EVALUATION,
        Need.PROMISE,
        Need.CONTACT_LEAVES,
        Need.CONTACT,
        Need.REQUEST,
        Need.THANKS,
    )
}
WAITABLE = ", ".join(f'"{word}"' for word in CAN_WAIT)
A_WEEK = timedelta(days=7)


class Resting:
    """What rests at the reader's school, and which of it would be asked of the reader today."""

    def __init__(self) -> None:
        self._known = resting(db.session, scope=reader().scope, today=today())
        self._would_be: list[PutOff] = []

    def is_asked(self, one: Due) -> bool:
        """Say whether something is asked of the reader today, and not put off."""
        rests = self._known.get((one.need.value, one.about_id))
        if rests is not None:
            self._would_be.append(rests)
        return rests is None

    @property
    def found(self) -> list[PutOff]:
        """What would be on the reader's list, the next to come back first; known once the list was made."""
        return sorted(self._would_be, key=lambda one: (one.until_on, one.id))


@requires(Permission.HOME_SEE)
def ask_to_put_off(need: str, about_id: int) -> ResponseReturnValue:
    """Ask why one thing can wait and until when, and take it off the list until then."""
    asked = CAN_WAIT[need]
    if not may_answer(asked):
        abort(403)
    one = or_404(_asked(asked, about_id))
    form = PutOffForm(data={"until_on": today() + A_WEEK})
    if form.validate_on_submit():
        made = stored_from(
            form,
            lambda: put_off(
                db.session,
                one,
                until_on=form.until_on.data,
                reason=form.reason.data or "",
                scope=reader().scope,
                today=today(),
            ),
        )
        if made is not None:
            flash(f"It rests until {day_words(made.until_on)}: {one.title}.", "success")
            return redirect(url_for("home.show"))
    return render_template("home/put_off.html", form=form, one=one), 422 if form.errors else 200


@requires(Permission.HOME_SEE)
def ask_sooner(number: int) -> ResponseReturnValue:
    """Put something on the list again before its day."""
    found = or_404(find_put_off(db.session, number, scope=reader().scope))
    if not may_answer(Need(found.need)):
        abort(403)
    at_once(lambda: ask_again(found, today=today()), "It is on the list again.")
    return redirect(url_for("home.show"))


def _asked(need: Need, about_id: int) -> Due | None:
    is_asked = asked_of_reader()

    def is_it(one: Due) -> bool:
        return (one.need, one.about_id) == (need, about_id) and is_asked(one)

    found, _ = first_due(db.session, scope=reader().scope, today=today(), is_asked=is_it, most=1, year=school_year())
    return next(iter(found), None)
