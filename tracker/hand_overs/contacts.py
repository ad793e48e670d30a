"""Who leaves a partner, and who follows as the person to call."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.operations.hand_overs import hand_over_contact
from models.partners import SchoolPartner
from models.queries.hand_overs import find_change, open_departure_at
from models.queries.partners import find_partner, list_contacts
from models.stewardship import Transition
from tracker.came_from import way_back
from tracker.clock import today
from tracker.conflicts import is_archived
from tracker.editing import stored_from
from tracker.extensions import db
from tracker.fetching import or_404, record_id
from tracker.hand_overs.forms import ContactChangeForm, named
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission

bp = Blueprint("contacts", __name__, url_prefix="/at-partner/<int:engaged_id>")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.PARTNERS_WRITE)
def new(engaged_id: int) -> ResponseReturnValue:
    """Ask who leaves a partner and who follows; the contacts change on that day."""
    scope, day = reader().scope, today()
    engaged = or_404(find_partner(db.session, engaged_id, scope=scope))
    leaves = request.form.get("leaves") or request.args.get("leaves")
    change = _change_asked(engaged)
    if change is None and leaves:
        change = open_departure_at(db.session, engaged.partner_id, leaves, scope=scope, today=day)
    here = [
        one
        for one in list_contacts(db.session, engaged.partner_id, scope=scope)
        if one.until_on is None or one.until_on > day
    ]
    known = next((one.until_on for one in here if one.name == leaves and one.until_on), day)
    given: dict[str, Any] = {"from_on": known, "leaves": leaves}
    if change is not None:
        given = {
            "from_on": change.occurred_on,
            "leaves": change.leaves,
            "follows": change.follows,
            "reached_at": change.reached_at,
            "note": change.note,
        }
    form = ContactChangeForm(data=given)
    if form.validate_on_submit() and not is_archived(engaged):
        by, leaver = reader().person.name, engaged
        made = stored_from(
            form,
            lambda: hand_over_contact(db.session, leaver, form.entry(), known=change, by=by, scope=scope, today=day),
            asks_first=True,
        )
        if made is not None:
            flash(f"{made.transition.follows} follows {made.transition.leaves}.", "success")
            return redirect(url_for("hand_overs.show", hand_over_id=made.id, back=way_back()))
    engaged = or_404(find_partner(db.session, engaged_id, scope=scope))
    if form.is_submitted() and is_archived(engaged):
        form.form_errors.append("This partner is archived. Restore it before you change its contacts.")
    page = render_template("hand_overs/contact.html", form=form, engaged=engaged, names=named(here))
    return page, 422 if form.errors or form.form_errors else 200


def _change_asked(engaged: SchoolPartner) -> Transition | None:
    """Find the change of people at this partner that the address names; None where it names none."""
    asked = request.args.get("change", "")
    if not asked:
        return None
    found = or_404(find_change(db.session, record_id(asked) or 0, scope=reader().scope)).transition
    return or_404(found if found.partner_id == engaged.partner_id else None)
