"""An agreement's way: submitted, signed, ended, renewed; and its files."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.agreements import Agreement
from models.operations.agreements import (
    attach_to_agreement,
    detach_from_agreement,
    end_agreement,
    sign_agreement,
    submit_agreement,
)
from models.operations.renewals import renew_agreement, renewal_of
from models.queries.agreements import renewal_after
from models.queries.documents import find_document
from models.refusals import Refused
from tracker.agreements.forms import FileForm, RenewalForm, StepForm
from tracker.agreements.list import agreement_or_404
from tracker.agreements.signing import sign_form, signed
from tracker.agreements.views import agreement_page, change_and_show
from tracker.asked_parts import asked_choice
from tracker.came_from import back_or, way_back
from tracker.choices import pairs
from tracker.clock import today
from tracker.conflicts import is_archived
from tracker.documents.views import store_upload
from tracker.editing import stored_from
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.letters.posting import post_soon
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.signed_records import watch_signed_years

bp = Blueprint("steps", __name__, url_prefix="/<int:agreement_id>")

STEPS = {
    "submit": (submit_agreement, "Submitted: noted."),
    "sign": (sign_agreement, "Signed: noted."),
    "end": (end_agreement, "The agreement ends on that day."),
}


@bp.post("/<any(submit, sign, end):step>")
@requires(Permission.AGREEMENTS_WRITE)
def take(agreement_id: int, step: str) -> ResponseReturnValue:
    """Note a step on its day; a step that cannot be taken says why, by the day."""
    agreement = agreement_or_404(agreement_id)
    form = StepForm(step)
    operation, done = STEPS[step]
    if form.validate_on_submit() and form.on.data is not None:
        watch = watch_signed_years()
        try:
            operation(agreement, form.on.data, today=today())
        except Refused as refused:
            form.take(Refused({"on": str(refused)}))
        else:
            watch.ask()
            db.session.commit()
            post_soon()
            flash(done, "success")
            return redirect(back_or(url_for("agreements.show", agreement_id=agreement_id)))
    return agreement_page(agreement, step=form, refused_step=step)


@bp.post("/sign-here")
@requires(Permission.AGREEMENTS_WRITE)
def sign_here(agreement_id: int) -> ResponseReturnValue:
    """Sign it on screen for the school; with the partner's signature it is signed."""
    agreement = agreement_or_404(agreement_id)
    form = sign_form(agreement, sent=True)
    if signed(agreement, form, before_it_is_stored=watch_signed_years().ask):
        return redirect(back_or(url_for("agreements.show", agreement_id=agreement_id)))
    return agreement_page(agreement, signs=form)


@bp.route("/renew", methods=["GET", "POST"])
@requires(Permission.AGREEMENTS_WRITE)
def renew(agreement_id: int) -> ResponseReturnValue:
    """Make the agreement that follows this one, suggested from its end or, where the address says so, from today.

    Where one follows already, lead to that.
    """
    agreement = agreement_or_404(agreement_id)
    if request.method == "GET" and (follows := renewal_after(db.session, agreement, scope=reader().scope)):
        flash("It was renewed already: this is the agreement that follows.", "success")
        return redirect(url_for("agreements.show", agreement_id=follows.id, back=way_back()))
    suggested = renewal_of(agreement, today=today(), from_today=asked_choice("from", "From", ["today"]) is not None)
    given = RenewalForm.values_of(suggested.entry) | {"signed_on": today()}
    form = RenewalForm(data=given, kinds=pairs("agreement_kind"))
    if form.validate_on_submit():
        renewal = stored_from(form, lambda: _renewed(agreement, form), asks_first=True)
        if renewal is not None:
            post_soon()
            flash("The renewal is on record.", "success")
            return redirect(back_or(url_for("agreements.show", agreement_id=renewal.id)))
    elif form.is_submitted() and is_archived(agreement):
        form.form_errors.append("This agreement is archived. Restore it before you renew it.")
    page = render_template(
        "agreements/renew.html", form=form, partnership=agreement.partnership, renews=agreement, suggested=suggested
    )
    return page, 422 if form.errors else 200


def _renewed(agreement: Agreement, form: RenewalForm) -> Agreement:
    renewal = renew_agreement(db.session, agreement, form.entry(), scope=reader().scope, today=today())
    document = store_upload(form.file.data, field="file")
    if document is not None:
        attach_to_agreement(renewal, document)
    return renewal


@bp.post("/files")
@requires(Permission.AGREEMENTS_WRITE)
def upload(agreement_id: int) -> ResponseReturnValue:
    """Put a file to the agreement."""
    agreement = agreement_or_404(agreement_id)
    form = FileForm()
    try:
        document = store_upload(form.file.data, field="file") if form.validate_on_submit() else None
        if document is None:
            raise Refused({"file": "Choose a file first."})
        attach_to_agreement(agreement, document)
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return agreement_page(agreement, upload=form)
    db.session.commit()
    flash(f"{document.filename} is stored.", "success")
    return redirect(url_for("agreements.show", agreement_id=agreement_id))


@bp.post("/files/<int:document_id>/remove")
@requires(Permission.AGREEMENTS_WRITE)
def remove(agreement_id: int, document_id: int) -> ResponseReturnValue:
    """Take a file from the agreement."""
    document = or_404(find_document(db.session, document_id, scope=reader().scope))
    return change_and_show(
        agreement_id,
        lambda agreement: detach_from_agreement(agreement, document),
        f"{document.filename} is no longer with this agreement.",
    )
