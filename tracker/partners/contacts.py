"""The people a school speaks to at a partner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.operations.contact_erasing import FORMER, erase_contact
from models.operations.partners import add_contact, change_contact, end_contact
from models.operations.records import archive_record, restore_record
from models.partners import Contact, SchoolPartner
from models.queries.history import history_of
from models.queries.partners import find_contact, find_partner
from models.wording import stopped
from tracker.came_from import back_or
from tracker.clock import today
from tracker.conflicts import Conflict
from tracker.editing import change_at_once, edit_record, stored_from
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.partners.forms import ContactForm
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.signed_records import ask_about

bp = Blueprint("contacts", __name__, url_prefix="/<int:engaged_id>/contacts")


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.PARTNERS_WRITE)
def new(engaged_id: int) -> ResponseReturnValue:
    """Add a contact."""
    engaged = _partner_or_404(engaged_id)
    form = ContactForm(data={"from_on": today()})
    if form.validate_on_submit():
        contact = stored_from(
            form, lambda: add_contact(db.session, engaged, form.entry(), scope=reader().scope, today=today())
        )
        if contact is not None:
            flash(stopped(f"{contact.name} is a contact at {engaged.partner.name}"), "success")
            return redirect(back_or(url_for("partners.show", engaged_id=engaged_id)))
    return _page(form, engaged, None, None)


@bp.route("/<int:contact_id>/edit", methods=["GET", "POST"])
@requires(Permission.PARTNERS_WRITE)
def edit(engaged_id: int, contact_id: int) -> ResponseReturnValue:
    """Change a contact."""
    engaged, contact = _partner_or_404(engaged_id), contact_or_404(engaged_id, contact_id)
    form = ContactForm(obj=contact)
    outcome = edit_record(contact, form, lambda: change_contact(contact, form.entry()))
    if outcome.is_saved:
        flash(f"{contact.name} is saved.", "success")
        return redirect(back_or(url_for("partners.show", engaged_id=engaged_id)))
    return _page(form, engaged, contact, outcome.conflict)


@bp.post("/<int:contact_id>/end")
@requires(Permission.PARTNERS_WRITE)
def end(engaged_id: int, contact_id: int) -> ResponseReturnValue:
    """Note that somebody is no longer the contact from today on."""
    return _change(engaged_id, contact_id, lambda one: end_contact(one, today()), "no longer a contact, from today on")


@bp.post("/<int:contact_id>/erase")
@requires(Permission.PARTNERS_WRITE)
def erase(engaged_id: int, contact_id: int) -> ResponseReturnValue:
    """Erase who a contact was, because the person asks for it."""
    contact = contact_or_404(engaged_id, contact_id)
    done = f"Erased, in the history too. What was theirs stands as “{FORMER}” from now on."
    change_at_once(contact, lambda one: erase_contact(db.session, one, today=today()), done)
    return redirect(back_or(url_for("partners.show", engaged_id=engaged_id)))


@bp.post("/<int:contact_id>/archive")
@requires(Permission.PARTNERS_WRITE)
def archive(engaged_id: int, contact_id: int) -> ResponseReturnValue:
    """Archive a contact that was entered by mistake."""
    page = url_for("partners.show", engaged_id=engaged_id)
    if question := ask_about([contact_or_404(engaged_id, contact_id)], back=page):
        return question
    undo = url_for(".restore", engaged_id=engaged_id, contact_id=contact_id)
    return _change(engaged_id, contact_id, archive_record, "archived", undo=undo)


@bp.post("/<int:contact_id>/restore")
@requires(Permission.PARTNERS_WRITE)
def restore(engaged_id: int, contact_id: int) -> ResponseReturnValue:
    """Bring an archived contact back."""
    return _change(engaged_id, contact_id, restore_record, "back among the contacts")


def contact_or_404(engaged_id: int, contact_id: int) -> Contact:
    """Fetch a contact at a partner of the reader's school, or answer 404."""
    engaged = _partner_or_404(engaged_id)
    contact = or_404(find_contact(db.session, contact_id, scope=reader().scope))
    return or_404(contact if contact.partner_id == engaged.partner_id else None)


def _partner_or_404(engaged_id: int) -> SchoolPartner:
    return or_404(find_partner(db.session, engaged_id, scope=reader().scope))


def _change(
    engaged_id: int, contact_id: int, change: Callable[[Contact], Any], done: str, *, undo: str = ""
) -> ResponseReturnValue:
    contact = contact_or_404(engaged_id, contact_id)
    change_at_once(contact, change, f"{contact.name} is {done}.", undo=undo)
    return redirect(back_or(url_for("partners.show", engaged_id=engaged_id)))


def _page(
    form: ContactForm, engaged: SchoolPartner, contact: Contact | None, conflict: Conflict | None
) -> ResponseReturnValue:
    entries = history_of(db.session, reader().scope, Contact.kind, contact.id) if contact else []
    status = 409 if conflict else 422 if form.errors else 200
    page = render_template(
        "partners/contact.html",
        form=form,
        engaged=engaged,
        contact=contact,
        conflict=conflict,
        entries=entries,
        is_erased=contact is not None and contact.name == FORMER,
    )
    return page, status
