"""Give an agreement that ends to somebody: an action, with its owner and its day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.actions import Action
from models.agreements import Agreement
from models.operations.actions import ActionEntry, add_action
from models.queries.actions import made_from
from models.queries.schools import find_school
from models.records import RecordStatus
from models.refusals import Refused
from tracker.actions.forms import WITHOUT_ACCOUNT
from tracker.actions.list import staff_pairs
from tracker.agreements.list import agreement_or_404
from tracker.came_from import came_from
from tracker.choices import Pairs, optional
from tracker.clock import today
from tracker.editing import done_from
from tracker.extensions import db
from tracker.forms import Day, Form, OneOf, TextBlock, TextLine, choices
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.roles import Permission

# So long before its last day an agreement is proposed to be settled, where it names no days of notice.
AHEAD = timedelta(days=14)


class AssignForm(Form):
    """Who sees to it, and by when."""

    owner = OneOf("Who sees to it?")
    owner_name = TextLine("Or somebody without an account", description=WITHOUT_ACCOUNT)
    due_on = Day("By when?", required=True, missing="Say by when.")
    note = TextBlock("Note", render_kw={"rows": 2})

    def __init__(self, *args: Any, owners: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner.choices = choices(optional(owners, "Choose somebody"))


@requires(Permission.AGREEMENTS_ASSIGN)
def assign(agreement_id: int) -> ResponseReturnValue:
    """Ask somebody at the school to see to an agreement; who was asked already is named first."""
    agreement = agreement_or_404(agreement_id)
    form = AssignForm(data={"due_on": _proposed(agreement)}, owners=staff_pairs())
    if form.validate_on_submit() and done_from(form, lambda: _add(agreement, form)):
        flash("It is on the list of actions.", "success")
        back = came_from()
        return redirect(back.href if back else url_for("agreements.show", agreement_id=agreement_id))
    page = render_template(
        "agreements/assign.html",
        form=form,
        agreement=agreement,
        asked=asked_for().get(f"{agreement.kind}/{agreement.ref}"),
        back=came_from(),
    )
    return page, 422 if form.errors else 200


def asked_for() -> dict[str, Action]:
    """Give the open actions that agreements were given out as: kind and reference of the agreement -> its action."""
    found = made_from(db.session, scope=reader().scope) if can(Permission.ACTIONS_READ) else []
    return {
        one.from_record: one
        for one in found
        if one.from_record and one.from_record.startswith(f"{Agreement.kind}/") and one.is_open and not one.gap
    }


def _add(agreement: Agreement, form: AssignForm) -> None:
    scope = reader().scope
    if agreement.record_status is RecordStatus.ARCHIVED:
        raise Refused("This agreement is archived. Restore it before you give it to somebody.")
    if not form.owner.data and not (form.owner_name.data or "").strip():
        raise Refused({"owner": "Say who sees to it."})
    entry = ActionEntry(
        what=f"Renew or end the agreement with {agreement.partnership.partner.name}",
        from_record=f"{agreement.kind}/{agreement.ref}",
        owner_id=int(form.owner.data) if form.owner.data else None,
        owner_name=form.owner_name.data,
        by="leaders",
        due_on=form.due_on.data,
        note=form.note.data,
    )
    add_action(db.session, find_school(db.session, scope=scope), entry, user_id=scope.user_id, today=today())


def _proposed(agreement: Agreement) -> Any:
    """Propose the day by which it has to be settled: its notice, else two weeks before its end; never in the past."""
    if agreement.ends_on is None:
        return None
    notice = timedelta(days=agreement.notice_days) if agreement.notice_days else AHEAD
    return max(today(), agreement.ends_on - notice)
