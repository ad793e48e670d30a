"""My reminders: which mail a person wants, and the one click that ends a kind of it."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.operations.reminders import choose_reminders, switch_off
from models.queries.accounts import find_user
from models.queries.reminders import find_choice, reminders_to
from models.reminder_days import ReminderKind, before_words
from tracker.calendar.views import feed_address
from tracker.config import Settings
from tracker.extensions import db
from tracker.permissions import public, requires
from tracker.reader import reader
from tracker.reminders.forms import ChoiceForm
from tracker.reminders.kinds import kinds_for
from tracker.reminders.links import read_off
from tracker.roles import Permission
from tracker.web_extensions import csrf

bp = Blueprint("reminders", __name__)
# So many of the latest are shown.
LATEST = 12


@bp.route("/account/reminders", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def mine() -> ResponseReturnValue:
    """Show what is sent to the reader, and let them say what they want."""
    person = reader().person
    kinds = kinds_for(person.held)
    choice = find_choice(db.session, person.id)
    off = set(choice.off) if choice is not None else set()
    form = ChoiceForm(kinds=kinds, data={"wanted": [kind.value for kind in kinds if kind.value not in off]})
    if kinds and form.validate_on_submit():
        unwanted = [kind for kind in ReminderKind if kind.value in off and kind not in kinds]
        unwanted += [kind for kind in kinds if kind.value not in (form.wanted.data or ())]
        choose_reminders(db.session, person.id, unwanted)
        db.session.commit()
        flash("Your reminders are saved.", "success")
        return redirect(url_for(".mine"))
    user = find_user(db.session, person.id)
    settings: Settings = current_app.config["SETTINGS"]
    offsets = settings.offsets
    page = render_template(
        "reminders/mine.html",
        form=form if kinds else None,
        email=user.email if user is not None else "",
        lately=reminders_to(db.session, person.id, most=LATEST) if kinds else [],
        calendar=feed_address(choice.calendar_key) if choice is not None and choice.calendar_key else "",
        is_sent=bool(settings.mail_url),
        usual={"agreement": before_words(offsets.agreement), "due": before_words(offsets.due)},
    )
    return page, 422 if form.errors else 200


@bp.get("/reminders/off/<signed>")
@public
def ask_off(signed: str) -> ResponseReturnValue:
    """Ask whether mail of a kind is to end: programs that look at every link of a mail change nothing."""
    _, kind = _read_or_404(signed)
    return render_template("reminders/off.html", kind=kind, signed=signed, is_done=False)


# Whoever has the signed address may end the mail: a mail program sends the request itself, without any page of ours,
# as RFC 8058 has it.
@bp.post("/reminders/off/<signed>")
@csrf.exempt
@public
def off(signed: str) -> ResponseReturnValue:
    """End mail of a kind, signed in or not; a second time changes nothing."""
    user_id, kind = _read_or_404(signed)
    switch_off(db.session, user_id, kind)
    db.session.commit()
    return render_template("reminders/off.html", kind=kind, signed=signed, is_done=True)


def _read_or_404(signed: str) -> tuple[int, ReminderKind]:
    read = read_off(signed)
    if read is None or find_user(db.session, read[0]) is None:
        abort(404)
    return read
