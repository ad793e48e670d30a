"""What a partner promises and gives within a partnership."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.agreements import COMMITMENT, CONTRIBUTION, Commitment
from models.continuum.language.vocabularies import FROM_SCHOOL, TO_SCHOOL
from models.kinds.kind import RecordKind
from models.operations.giving import CommitmentEntry, ContributionEntry, give, promise, receive
from models.operations.records import archive_record, restore_record, still_open
from models.partnerships import Partnership
from models.queries.partners import list_workforce_needs
from models.queries.partnerships import find_commitment, find_contribution, records_of_partnership
from models.wording import day_words
from tracker.actions.ticking import action_asked, say_ticked, tick_asked
from tracker.asked_parts import asked_choice, asked_part
from tracker.came_from import back_or
from tracker.choices import pairs
from tracker.clock import today
from tracker.device import Double
from tracker.doubles import pointed_out
from tracker.editing import change_at_once, done_from
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.forms import Form, read_amount
from tracker.lists.filters import Day, Told
from tracker.partnerships.forms import CommitmentForm, ContributionForm
from tracker.partnerships.list import partnership_or_404
from tracker.permissions import requires
from tracker.reader import reader
from tracker.record_pages import record_page
from tracker.roles import Permission
from tracker.sent_forms import begin_again
from tracker.signed_records import ask_about
from tracker.vocabulary import label, rules

bp = Blueprint("giving", __name__, url_prefix="/<int:partnership_id>")


@bp.route("/commitments/new", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIPS_WRITE)
def commit(partnership_id: int) -> ResponseReturnValue:
    """Note what the partner promises."""
    partnership = partnership_or_404(partnership_id)
    scope = reader().scope
    form = CommitmentForm(
        data={"agreed_on": today()},
        lists={name: pairs(name) for name in ("contribution_type", "unit", "confirmed_by")},
        workforce_needs=list_workforce_needs(db.session, partnership.partner_id, scope=scope),
    )
    if form.validate_on_submit():
        entry = form.entry(_way_of(form.type.data))
        if (double := _double_of(COMMITMENT, entry, partnership)) is not None:
            return _filled(form, "commitment", partnership, ticks=action_asked(), double=double), 409
        if (stored := begin_again()) is not None:
            return stored
        if done_from(form, lambda: tick_asked(promise(db.session, partnership, entry, scope=scope, today=today()))):
            say_ticked()
            return _saved(partnership, "The commitment is on record.")
    return _filled(form, "commitment", partnership, ticks=action_asked()), 422 if form.errors else 200


@bp.route("/contributions/new", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIPS_WRITE)
def contribute(partnership_id: int) -> ResponseReturnValue:
    """Note what the partner gave the school, or the school the partner."""
    partnership = partnership_or_404(partnership_id)
    scope = reader().scope
    promised = records_of_partnership(db.session, partnership, scope=scope).commitments
    form = ContributionForm(
        data={"occurred_on": today(), "direction": TO_SCHOOL} | _asked_for(),
        lists={name: pairs(name) for name in ("contribution_type", "unit")},
        commitments=[(one, _in_words(one)) for one in promised],
    )
    if form.validate_on_submit():
        entry = form.entry(_way_of(form.type.data))
        if (double := _double_of(CONTRIBUTION, entry, partnership)) is not None:
            return _filled(form, "contribution", partnership, double=double), 409
        if (stored := begin_again()) is not None:
            return stored
        if done_from(form, lambda: _give(partnership, entry)):
            return _saved(partnership, "The contribution is on record.")
    return _filled(form, "contribution", partnership), 422 if form.errors else 200


@bp.post("/commitments/<int:commitment_id>/<any(receive, archive, restore):action>")
@requires(Permission.PARTNERSHIPS_WRITE)
def change_commitment(partnership_id: int, commitment_id: int, action: str) -> ResponseReturnValue:
    """Note that a commitment was kept today, or archive or restore it."""
    partnership = partnership_or_404(partnership_id)
    commitment = or_404(find_commitment(db.session, commitment_id, scope=reader().scope))
    or_404(commitment if commitment.partnership_id == partnership.id else None)
    if action == "archive" and (question := ask_about([commitment], back=_page(partnership))):
        return question
    changes: dict[str, tuple[Callable[[Commitment], object], str]] = {
        "receive": (lambda one: receive(one, today(), today=today()), "Received, noted for today."),
        "archive": (archive_record, "The commitment is archived."),
        "restore": (restore_record, "The commitment is back."),
    }
    change_at_once(commitment, *changes[action], undo=_undo_of("commitment", partnership, commitment_id, action))
    return _back(partnership)


@bp.post("/contributions/<int:contribution_id>/<any(archive, restore):action>")
@requires(Permission.PARTNERSHIPS_WRITE)
def change_contribution(partnership_id: int, contribution_id: int, action: str) -> ResponseReturnValue:
    """Archive or restore a contribution."""
    partnership = partnership_or_404(partnership_id)
    contribution = or_404(find_contribution(db.session, contribution_id, scope=reader().scope))
    or_404(contribution if contribution.partner_id == partnership.partner_id else None)
    is_going = action == "archive"
    if is_going and (question := ask_about([contribution], back=_page(partnership))):
        return question
    change_at_once(
        contribution,
        archive_record if is_going else restore_record,
        "The contribution is archived." if is_going else "The contribution is back.",
        undo=_undo_of("contribution", partnership, contribution_id, action),
    )
    return _back(partnership)


def _undo_of(what: str, partnership: Partnership, number: int, action: str) -> str:
    """Give the address that brings back what was archived; empty where nothing was."""
    if action != "archive":
        return ""
    known: dict[str, Any] = {"partnership_id": partnership.id, f"{what}_id": number}
    return url_for(f".change_{what}", action="restore", **known)


def _double_of(kind: RecordKind, entry: CommitmentEntry | ContributionEntry, partnership: Partnership) -> Double | None:
    said = {one.name: getattr(entry, one.name) for one in fields(entry)}
    return pointed_out(
        kind,
        said | {"partnership": partnership, "partner": partnership.partner},
        named=lambda one: label(one.type, "contribution_type") if one.type else kind.noun.capitalize(),
        page=lambda one: record_page(kind.name, one.id) or _page(partnership),
    )


def _filled(form: Form, what: str, partnership: Partnership, **more: Any) -> str:
    return render_template(f"partnerships/{what}.html", form=form, partnership=partnership, **more)


def _give(partnership: Partnership, entry: ContributionEntry) -> None:
    still_open(partnership)
    give(db.session, partnership.partner, entry, scope=reader().scope, today=today())


def _saved(partnership: Partnership, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return _back(partnership)


def _back(partnership: Partnership) -> ResponseReturnValue:
    return redirect(back_or(_page(partnership)))


def _page(partnership: Partnership) -> str:
    return url_for("partnerships.show", partnership_id=partnership.id, _anchor="giving")


def _way_of(contribution_type: str | None) -> str | None:
    """Find the form of support that a type of contribution is, as the catalogue says; None where it says nothing."""
    catalogue = rules()
    value = catalogue.language.vocabularies.contribution_type.get(contribution_type or "") if catalogue else None
    return value.way if value else None


def _asked_for() -> dict[str, Any]:
    """Read from the address what it fills in; without what is unreadable there the form begins, and says so."""
    asked = {
        "direction": asked_choice("direction", "Direction", (TO_SCHOOL, FROM_SCHOOL)),
        "type": asked_choice("type", "What it is", dict(pairs("contribution_type"))),
        "unit": asked_choice("unit", "Unit", dict(pairs("unit"))),
        "occurred_on": asked_part(Day(name="occurred_on", label="Day")),
        "amount": asked_part(Told(name="amount", label="Amount", reads=_amount)),
        **{name: request.args.get(name) for name in ("allocated_to", "note")},
    }
    return {name: value for name, value in asked.items() if value}


def _amount(text: str) -> tuple[Decimal, str]:
    return read_amount(text), text


def _in_words(commitment: Commitment) -> str:
    what = label(commitment.type or commitment.way or "", "contribution_type")
    due = f", due {day_words(commitment.due_on)}" if commitment.due_on else ""
    return f"{what} of {day_words(commitment.agreed_on)}{due}"
