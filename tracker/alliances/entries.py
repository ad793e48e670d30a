"""What a strategic alliance entered itself: what waits, what came back, what counts; corrected or taken back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.activities import Activity
from models.agreements import Contribution
from models.days import months_after
from models.operations.alliance_entries import take_back
from models.queries.hours_asks import open_asks
from models.queries.paging import page_of
from models.queries.partner_entries import find_own_entry, list_own_entries
from tracker.alliances.blueprint import bp
from tracker.alliances.forms import TakeBackForm
from tracker.alliances.log import edit_act, edit_gift
from tracker.asked_parts import asked_page
from tracker.clock import now, today
from tracker.editing import edit_record
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.letters.links import hours_path
from tracker.permissions import Permission, requires
from tracker.reader import reader

CORRECTED = (Activity.kind, Contribution.kind)
# How long what counts by now is listed among them.
LISTED_MONTHS = 6
# Each stands with its buttons, and with what the school said.
ON_A_PAGE = 10
_KIND = "<any(activity, contribution, evaluation, transition, workforce):entry_kind>"


@bp.get("/entries")
@requires(Permission.ALLIANCE_SEE)
def entries() -> ResponseReturnValue:
    """List what the reader's organisation entered: what came back first, then what waits, then what counts."""
    scope = reader().scope
    found = list_own_entries(db.session, scope=scope, since=months_after(today(), -LISTED_MONTHS))
    page = page_of(sorted(found, key=lambda one: (not one.is_returned, not one.waits)), asked_page(), size=ON_A_PAGE)
    return render_template(
        "alliances/entries.html",
        asks=[(one, hours_path(one.id, one.nonce)) for one in open_asks(db.session, scope=scope, now=now())],
        returned=[one for one in page.rows if one.is_returned],
        waiting=[one for one in page.rows if one.waits],
        counting=[one for one in page.rows if not one.is_returned and not one.waits],
        page=page,
        corrected=CORRECTED,
    )


@bp.route(f"/entries/{_KIND}/<int:own_entry_id>", methods=["GET", "POST"])
@requires(Permission.ALLIANCE_WRITE)
def entry(entry_kind: str, own_entry_id: int) -> ResponseReturnValue:
    """Correct what waits or came back, and hand it to the school again."""
    record = or_404(find_own_entry(db.session, entry_kind, own_entry_id, scope=reader().scope))
    if entry_kind not in CORRECTED:
        return redirect(url_for(".entries"))
    page, outcome = edit_gift(record) if entry_kind == Contribution.kind else edit_act(record)
    if outcome.is_saved:
        flash(f"Sent to {record.school.name} again: it counts once they confirm it.", "success")
        return redirect(url_for(".entries"))
    return page, outcome.status


@bp.post(f"/entries/{_KIND}/<int:own_entry_id>/take-back")
@requires(Permission.ALLIANCE_WRITE)
def take_entry_back(entry_kind: str, own_entry_id: int) -> ResponseReturnValue:
    """Put away what was entered by mistake, as long as the school has not confirmed it."""
    record = or_404(find_own_entry(db.session, entry_kind, own_entry_id, scope=reader().scope))
    outcome = edit_record(record, TakeBackForm(), lambda: take_back(record))
    if outcome.is_saved:
        flash("It is taken back: the school sees it no more.", "success")
    else:
        flash("Somebody changed it meanwhile. Look at it again.", "error")
    return redirect(url_for(".entries"))
