"""A strategic alliance answers what schools ask it for: yes in one tap, anything else in two."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.days import months_after
from models.needs import Match
from models.operations.alliance_requests import answer_as_partner
from models.queries.alliance_requests import OPEN_MONTHS, Request, find_asked, list_requests
from models.queries.paging import page_of
from seed.tiles import load_answers
from tracker.alliances.blueprint import bp
from tracker.alliances.forms import AnswerForm, asked_answer, own_answers
from tracker.asked_parts import asked_page
from tracker.clock import today
from tracker.editing import edit_record
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.letters.posting import post_soon
from tracker.permissions import Permission, requires
from tracker.reader import reader
from tracker.rules import rules_today

# So many requests are answered from the list itself; the others stand below them in lines.
CARDS, ON_A_PAGE = 4, 20


def waits(one: Request, on: date) -> bool:
    """Say whether a request still waits for an answer on a day."""
    return one.answer is None and one.asked_on > months_after(on, -OPEN_MONTHS)


@bp.get("/requests")
@requires(Permission.ALLIANCE_SEE)
def requests() -> ResponseReturnValue:
    """List what schools asked for: what waits first, then what was answered."""
    found = list_requests(db.session, scope=reader().scope)
    open_ones = [one for one in found if waits(one, today())]
    page = page_of([*open_ones, *(one for one in found if one not in open_ones)], asked_page(), size=ON_A_PAGE)
    waiting = [one for one in page.rows if one in open_ones]
    return render_template(
        "alliances/requests.html",
        cards=waiting[:CARDS],
        lines=waiting[CARDS:],
        others=page.rows[len(waiting) :],
        page=page,
    )


@bp.route("/requests/<int:request_id>", methods=["GET", "POST"])
@requires(Permission.ALLIANCE_WRITE)
def answer(request_id: int) -> ResponseReturnValue:
    """Show one request, and answer it; an answer can be changed by giving another."""
    match = or_404(find_asked(db.session, request_id, scope=reader().scope))
    form = AnswerForm(data={"version": match.version, "answer": asked_answer()})
    outcome = edit_record(match, form, lambda: _answer(match, form))
    if outcome.is_saved:
        post_soon()
        flash(f"Your answer is sent: {match.school.name} reads it now.", "success")
        return redirect(url_for(".show"))
    page = render_template(
        "alliances/request.html",
        one=Request.of(match),
        form=form,
        conflict=outcome.conflict,
        further=[pair for pair in own_answers() if pair[0] not in load_answers()],
        said_often={one.code: one.often for one in load_answers().values() if one.often},
    )
    return page, outcome.status


def _answer(match: Match, form: AnswerForm) -> None:
    answer_as_partner(
        match, form.answer.data, form.said, language=rules_today().language, scope=reader().scope, today=today()
    )
