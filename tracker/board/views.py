"""What the school needs and what partners offer, side by side: pick one of each, and it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.operations.board import match_offer
from models.queries.board import Board, NeedOnBoard, OfferOnBoard, board_of
from models.queries.partners import find_partner
from models.refusals import Refused
from models.texts import folded
from tracker.asked_parts import asked_choice
from tracker.board.forms import MatchForm
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import requires
from tracker.reader import reader
from tracker.records.declared import PAGES
from tracker.records.offered import ways_asked
from tracker.roles import Permission
from tracker.vocabulary import label, rules
from tracker.years.page import scope_of_one_school

bp = Blueprint("board", __name__, url_prefix="/needs-and-offers")
# So many of each are shown at once; the search finds the others.
SHOWN = 40
AGREED = "agreed"
PICKS = {"need": "Need", "offer": "Offer"}
T = TypeVar("T")


@bp.get("")
@requires(Permission.PARTNERSHIPS_READ)
def index() -> ResponseReturnValue:
    """Show the board."""
    board = board_of(db.session, scope=scope_of_one_school(), today=today())
    known = {"need": [str(one.need.id) for one in board.needs], "offer": [one.key for one in board.offers]}
    picked = {name: asked_choice(name, PICKS[name], known[name]) for name in PICKS}
    return _page(board, MatchForm(formdata=None, data=picked))


@bp.post("/match")
@requires(Permission.PARTNERSHIPS_WRITE)
def match() -> ResponseReturnValue:
    """Ask the partner of the offer that was picked for it, to meet the need that was picked."""
    scope = scope_of_one_school()
    board = board_of(db.session, scope=scope, today=today())
    form = MatchForm()
    form.need.choices = [(str(one.need.id), one.need.text) for one in board.needs]
    form.offer.choices = [(one.key, one.key) for one in board.offers]
    if form.validate_on_submit():
        need = next(one.need for one in board.needs if str(one.need.id) == form.need.data)
        offered = next(one for one in board.offers if one.key == form.offer.data)
        engaged = or_404(find_partner(db.session, offered.engaged_id, scope=scope))
        agreed = request.form.get("then") == AGREED
        try:
            match_offer(
                db.session,
                need,
                engaged,
                offered.offer,
                way=ways_asked(offered.offer, rules()),
                agreed=agreed,
                scope=reader().scope,
                today=today(),
            )
        except Refused as refused:
            db.session.rollback()
            form.take(refused)
        else:
            name, what = engaged.partner.name, label(offered.offer, "contribution_type")
            db.session.commit()
            done = "has agreed to" if agreed else "is asked for"
            flash(f"{name} {done} “{what}”. It is on record as a request.", "success")
            return redirect(url_for(".index", q=_sought() or None))
    return _page(board_of(db.session, scope=scope, today=today()), form), 422


def _page(board: Board, form: MatchForm) -> str:
    sought = _sought()
    # What is picked stays in sight, whatever is searched for.
    needs = [one for one in board.needs if _says(one, sought) or str(one.need.id) == form.need.data]
    offers = [one for one in board.offers if _offers(one, sought) or one.key == form.offer.data]
    return render_template(
        "board/index.html",
        board=board,
        form=form,
        sought=sought,
        needs=_first(needs, lambda one: str(one.need.id) == form.need.data),
        needs_in_all=len(needs),
        offers=_first(offers, lambda one: one.key == form.offer.data),
        offers_in_all=len(offers),
        requests=PAGES["match"],
        here=url_for(".index"),
    )


def _sought() -> str:
    return request.args.get("q", "").strip()[:100]


def _first(every: Sequence[T], is_picked: Callable[[T], bool]) -> list[T]:
    """Give the first rows, and with them the one that is picked."""
    return [*every[:SHOWN], *(one for one in every[SHOWN:] if is_picked(one))]


def _says(one: NeedOnBoard, sought: str) -> bool:
    return not sought or folded(sought) in folded(one.need.text)


def _offers(one: OfferOnBoard, sought: str) -> bool:
    return not sought or folded(sought) in folded(f"{one.partner} {label(one.offer, 'contribution_type')}")
