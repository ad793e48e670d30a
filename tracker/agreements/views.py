"""The list of agreements, and one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.agreements import Agreement
from models.operations.agreements import attach_to_agreement, change_agreement, draft_agreement
from models.operations.renewals import restore_agreement
from models.partnerships import YES
from models.queries.agreement_time_line import line_of
from models.queries.agreements import AgreementRow, agreement_row, chain_of, renewal_after
from models.queries.history import history_of
from models.queries.partnership_health import not_counting
from models.queries.partnership_list import carrying_agreements
from models.queries.reminders import reminders_about
from models.records import RecordStatus
from models.reminder_days import days_to_come
from models.wording import sentence_case
from tracker.actions.ticking import action_asked, say_ticked, tick_asked
from tracker.agreements.agreed import agreed_beside
from tracker.agreements.assigning import asked_for, assign
from tracker.agreements.forms import AgreementForm, FileForm, SignForm, StepForm
from tracker.agreements.list import HANDLING, LIST, agreement_or_404
from tracker.agreements.picture import Picture, chain_picture
from tracker.agreements.signing import sign_form, signing_here
from tracker.agreements.time_line import show_time_line
from tracker.asked_parts import asked_choice
from tracker.came_from import back_or
from tracker.choices import pairs
from tracker.clock import today
from tracker.documents.views import store_upload
from tracker.editing import change_at_once, edit_record, stored_from
from tracker.extensions import db
from tracker.letters.posting import post_soon
from tracker.lists.handling import handle
from tracker.lists.page import list_page
from tracker.partnerships.choosing import choose_partnership, partnership_asked
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.reminders.usual import usual_offsets
from tracker.roles import Permission
from tracker.rules import rules_today

bp = Blueprint("agreements", __name__, url_prefix="/agreements")
bp.get("/time-line", endpoint="time_line")(show_time_line)
bp.route("/<int:agreement_id>/assign", methods=["GET", "POST"])(assign)


@bp.get("")
@requires(Permission.AGREEMENTS_READ)
def index() -> ResponseReturnValue:
    """List the school's agreements, those that end first on top."""
    return render_template(
        "agreements/index.html", page=list_page(LIST), asked=asked_for(), may_assign=can(Permission.AGREEMENTS_ASSIGN)
    )


@bp.get("/<int:agreement_id>")
@requires(Permission.AGREEMENTS_READ)
def show(agreement_id: int) -> ResponseReturnValue:
    """Show one agreement: its state, its days, its files, its chain."""
    return agreement_page(agreement_or_404(agreement_id))


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.AGREEMENTS_WRITE)
def new() -> ResponseReturnValue:
    """Put an agreement of a partnership on record."""
    partnership = partnership_asked()
    given = _asked_for()
    if partnership is None:
        fills = ("kind", "serves_workforce")
        return choose_partnership("Which partnership is the agreement of?", endpoint=".new", fills=fills)
    scope = reader().scope
    form = AgreementForm(data=given, kinds=pairs("agreement_kind"))
    if form.validate_on_submit():

        def draft() -> Agreement:
            made = draft_agreement(db.session, partnership, form.entry(), scope=scope, today=today())
            document = store_upload(form.file.data, field="file")
            if document is not None:
                attach_to_agreement(made, document)
            tick_asked(made)
            return made

        agreement = stored_from(form, draft)
        if agreement is not None:
            post_soon()
            flash("The agreement is on record.", "success")
            say_ticked()
            return redirect(back_or(url_for(".show", agreement_id=agreement.id)))
    page = render_template("agreements/new.html", form=form, partnership=partnership, renews=None, ticks=action_asked())
    return page, 422 if form.errors else 200


@bp.route("/<int:agreement_id>/edit", methods=["GET", "POST"])
@requires(Permission.AGREEMENTS_WRITE)
def edit(agreement_id: int) -> ResponseReturnValue:
    """Correct what is on record of an agreement."""
    agreement = agreement_or_404(agreement_id)
    kinds = pairs("agreement_kind", keep=agreement.agreement_kind)
    form = AgreementForm(data=AgreementForm.values_of(agreement), kinds=kinds)
    del form.file  # files have their place on the agreement's page
    outcome = edit_record(
        agreement,
        form,
        lambda: change_agreement(agreement, form.entry(agreement), today=today()),
        restore=restore_agreement,
    )
    if outcome.is_saved:
        post_soon()
        flash("The agreement is saved.", "success")
        return redirect(back_or(url_for(".show", agreement_id=agreement_id)))
    page = render_template("agreements/edit.html", form=form, agreement=agreement, conflict=outcome.conflict)
    return page, outcome.status


def _asked_for() -> dict[str, Any]:
    """Read from the address what it fills in: what sort it is, and whether it answers a workforce need."""
    return {
        "agreement_kind": asked_choice("kind", "Kind", dict(pairs("agreement_kind"))),
        "serves_workforce": asked_choice("serves_workforce", "Answers a workforce need", [YES]) is not None,
    }


def agreement_page(
    agreement: Agreement,
    *,
    step: StepForm | None = None,
    refused_step: str | None = None,
    upload: FileForm | None = None,
    signs: SignForm | None = None,
) -> ResponseReturnValue:
    """Make an agreement's page, with a refused step or upload where one was tried.

    Args:
        step: The form of the step that was refused; None where none was.
        refused_step: Which step it was: `submit`, `sign` or `end`.
        upload: The form of the upload that was refused; None where none was.
        signs: The form of the signature that was refused; None where none was.
    """
    scope = reader().scope
    row = agreement_row(agreement, renewal_after(db.session, agreement, scope=scope), today())
    page = render_template(
        "agreements/show.html",
        agreement=agreement,
        row=row,
        agreed=agreed_beside(agreement) if can(Permission.PARTNERSHIPS_READ) else None,
        signing=signing_here(agreement),
        sign_form=signs or sign_form(agreement),
        reminders=reminders_about(db.session, Agreement.kind, agreement.id, scope=scope),
        to_come=_reminders_to_come(row),
        has_day=_comes_to_its_end(row),
        stops=_stops(row),
        chain=(chain := chain_of(db.session, agreement, scope=scope)),
        drawn_chain=_drawn([one.agreement for one in chain]),
        steps={
            name: step
            if step is not None and name == refused_step
            else StepForm(name, data={"on": today()}, formdata=None)
            for name in ("submit", "sign", "end")
        },
        refused_step=refused_step,
        upload=upload or FileForm(formdata=None),
        asked=asked_for().get(f"{agreement.kind}/{agreement.ref}"),
        entries=history_of(db.session, scope, Agreement.kind, agreement.id),
    )
    is_refused = any(form is not None for form in (step, upload, signs))
    return page, 422 if is_refused else 200


def _drawn(chain: Sequence[Agreement]) -> Picture | None:
    """Draw a chain of agreements; None where there is nothing to see of one alone."""
    standing = [one for one in chain if one.record_status is not RecordStatus.ARCHIVED]
    return chain_picture(line_of(standing, today(), rules_today().language), today()) if standing[1:] else None


def _stops(row: AgreementRow) -> str:
    """Say from when the partnership counts no more because of this end; nothing where another agreement carries it."""
    one, language = row.agreement, rules_today().language
    if row.days_left is None or row.days_left >= language.thresholds.lapse_days or one.partnership.ended_on is not None:
        return ""
    carrying = carrying_agreements(db.session, [one.partnership_id], language, scope=reader().scope, today=today()).get(
        one.partnership_id
    )
    out_on = one.leaves_counts_on(language.thresholds.agreement_grace_days)
    if carrying is not one or out_on is None:
        return ""
    said = not_counting(out_on, today())
    return sentence_case(f"{said}." if out_on <= today() else f"without a renewal {said}.")


def _comes_to_its_end(row: AgreementRow) -> bool:
    """Whether an agreement was handed over and has an end that no signed one follows."""
    one, later = row.agreement, row.renewed_by
    return (
        one.ends_on is not None
        and (one.submitted_on or one.signed_on) is not None
        and one.record_status is RecordStatus.CONFIRMED
        and (later is None or later.signed_on is None)
    )


def _reminders_to_come(row: AgreementRow) -> list[tuple[date, int]]:
    """List the days on which its point person will be reminded of an agreement's end, as things stand."""
    one = row.agreement
    if one.ends_on is None or not _comes_to_its_end(row) or one.partnership.ended_on is not None:
        return []
    return days_to_come(one.ends_on, usual_offsets().of_agreement(one.remind_days), today())


def change_and_show(agreement_id: int, change: Callable[[Agreement], None], done: str) -> ResponseReturnValue:
    """Change an agreement by one click, and go back to where that was asked, or its page, with what came of it."""
    agreement = agreement_or_404(agreement_id)
    change_at_once(agreement, change, done)
    return redirect(back_or(url_for("agreements.show", agreement_id=agreement_id)))


handle(bp, HANDLING)
