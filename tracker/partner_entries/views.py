"""A point person judges what partners entered: one by one with a word to the partner, or many at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.activities import Activity
from models.history import about_many
from models.operations.activities import confirm_activity
from models.operations.many import Outcome, change_many
from models.operations.partner_entries import confirm_entry, correct_entry, return_entry
from models.queries.catalogue import phrases
from models.queries.doubles import double_of
from models.queries.partner_entries import PartnerEntry, find_entry
from models.record_kinds import FROM_PARTNERS
from models.records import RecordStatus
from models.refusals import Refused
from tracker.activities.waiting import lacks_partner
from tracker.came_from import came_from
from tracker.clock import today
from tracker.device import Double
from tracker.doubles import told
from tracker.editing import edit_record
from tracker.extensions import db
from tracker.fetching import or_404, record_id
from tracker.lists.handling import sent_query
from tracker.partner_entries.forms import ReviewForm, names_of
from tracker.permissions import Permission, requires
from tracker.reader import reader
from tracker.record_pages import record_page
from tracker.records.list import may_take_up
from tracker.signed_records import watch_signed_years

bp = Blueprint("partner_entries", __name__, url_prefix="/partner-entries")
CONFIRM, RETURN = "confirm", "return"
# More than a page shows.
MOST = 200
_CHOSEN = re.compile(r"([a-z]+)-(\d{1,10})-(\d{1,10})", re.ASCII)


@bp.route(
    "/<any(activity, contribution, evaluation, transition, workforce):entry_kind>/<int:entry_id>",
    methods=["GET", "POST"],
)
@requires(Permission.ALLIANCE_CONFIRM)
def review(entry_kind: str, entry_id: int) -> ResponseReturnValue:
    """Show what a partner entered; confirm it, put it right with a word, or send it back with the reason."""
    record = or_404(find_entry(db.session, entry_kind, entry_id, scope=reader().scope))
    entry = PartnerEntry.of(record)
    form, back = ReviewForm.of(record), came_from()
    doing = request.form.get("then")
    outcome = edit_record(record, form, lambda: _judge(record, form, doing))
    if outcome.is_saved:
        done = (
            f"Sent back to {entry.partner or 'the partner'}."
            if doing == RETURN
            else "Confirmed. It counts from now on."
        )
        flash(done, "success")
        return redirect(back.href if back else url_for("activities.to_confirm"))
    page = render_template(
        "partner_entries/review.html",
        one=entry,
        form=form,
        names=names_of(record),
        conflict=outcome.conflict,
        back=back,
        double=_double_of(record),
    )
    return page, outcome.status


def _double_of(record: Any) -> Double | None:
    """Find what the school may have on record already of what a partner entered."""
    kind = FROM_PARTNERS[record.kind]
    found = double_of(db.session, kind, record, scope=reader().scope)
    href = record_page(kind.name, found.id) if found is not None else None
    return told(kind, found, kind.words_of(found) or kind.noun_of(found, phrases(db.session)), href) if href else None


def _judge(record: Any, form: ReviewForm, doing: str | None) -> None:
    if doing not in (CONFIRM, RETURN):
        raise Refused("Choose what to do with it: confirm it, or send it back.")
    if doing == RETURN:
        return_entry(record, form.word.data, today=today())
    else:
        said = {name: form[name].data for name in names_of(record)}
        correct_entry(record, said, form.word.data, today=today())


@bp.post("/confirm")
@requires(Permission.ACTIVITIES_WRITE)
def confirm_many() -> ResponseReturnValue:
    """Confirm all that is ticked of what waits; what somebody changed meanwhile is left as it is, and said."""
    chosen = _ticked(request.form.getlist("chosen")[:MOST])
    if not chosen:
        flash("Tick what you mean first.", "error")
        return redirect(_list_address())
    together, watch = Outcome(), watch_signed_years()
    for kind, versions in chosen.items():
        outcome = _confirm(kind, versions)
        together.skipped += outcome.skipped
        together.done.update(enumerate(outcome.done.values(), start=len(together.done)))
    about_many(db.session)
    watch.ask()
    db.session.commit()
    flash(together.sentence("confirmed"), "success" if together.done else "error")
    return redirect(_list_address())


def _list_address() -> str:
    """Lead back to the list as its form was sent from it."""
    query = sent_query()
    base = url_for("activities.to_confirm")
    return f"{base}?{query}" if query else base


def _ticked(chosen: Iterable[str]) -> dict[str, dict[int, int]]:
    """Read what was ticked, kind, id and version in one: "contribution-17-3"."""
    found: dict[str, dict[int, int]] = {}
    for text in chosen:
        parts = _CHOSEN.fullmatch(text)
        number = record_id(parts[2]) if parts else None
        if parts and number is not None and parts[1] in FROM_PARTNERS:
            found.setdefault(parts[1], {})[number] = int(parts[3])
    return found


def _confirm(kind: str, versions: Mapping[int, int]) -> Outcome:
    return change_many(
        db.session,
        FROM_PARTNERS[kind].table,
        versions,
        _confirm_one,
        scope=reader().scope,
        may_change=may_take_up,
    )


def _confirm_one(one: Any) -> None:
    """Say that it is so: what a partner entered, or that a draft of the school's own happened."""
    if not isinstance(one, Activity) or one.record_status is RecordStatus.PROPOSED:
        confirm_entry(one, today=today())
    elif lacks_partner(one):
        raise Refused("without a partner yet")
    else:
        confirm_activity(one, today=today())
