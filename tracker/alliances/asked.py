"""A request is answered by the address in its mail, without signing in: it shows that request and nothing else.

Opening the address changes nothing, for programs that look through mail open every address in it.
"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from models.history import act_as
from models.operations.alliance_requests import answer_as_partner
from models.operations.request_links import find_request_link, use_link, why_gone
from models.queries.alliance_requests import Request
from models.refusals import Refused
from models.request_links import RequestLink
from models.scope import Scope
from seed.tiles import load_answers
from tracker.accounts.limits import per_address
from tracker.alliances.blueprint import bp
from tracker.alliances.forms import AnswerForm, own_answers
from tracker.clock import now, today_at
from tracker.extensions import db
from tracker.letters.links import read_request
from tracker.letters.posting import post_soon
from tracker.permissions import public
from tracker.rules import rules_today
from tracker.web_extensions import limiter

ANSWERS = "answer"


@bp.route("/asked/<request_letter>", methods=["GET", "POST"])
@public
@limiter.limit(per_address, methods=["POST"])
def asked(request_letter: str) -> ResponseReturnValue:
    """Show the one request of a mailed address, and take one answer."""
    read = read_request(request_letter)
    link = find_request_link(db.session, *read) if read else None
    if link is None:
        return render_template("alliances/asked_gone.html", why="unknown", link=None), 404
    if gone := _why_gone(link):
        return _gone(link, gone)
    form = AnswerForm(data={"version": link.match.version, "answer": _asked_answer()})
    if form.validate_on_submit():
        if form.version.data != link.match.version:
            return _ask(link, form, is_changed=True)
        try:
            if _answered(link, form):
                return render_template(
                    "alliances/asked_done.html", one=Request.of(link.match), partner=link.match.partner
                )
            return _gone(link, "answered")
        except Refused as refused:
            db.session.rollback()
            form.take(refused)
        except StaleDataError:
            db.session.rollback()
            return _gone(link, "answered") if _why_gone(link) else _ask(link, form, is_changed=True)
    return _ask(link, form)


def _answered(link: RequestLink, form: AnswerForm) -> bool:
    """Store the answer as its person's; False where the address was used at the same moment."""
    match, user = link.match, link.user
    day = today_at(match.school)
    act_as(db.session, user.name, user_id=user.id, on=day)
    if not use_link(db.session, link, now=now()):
        db.session.rollback()
        return False
    answer_as_partner(
        match, form.answer.data, form.said, language=rules_today().language, today=day,
        scope=Scope(partner_id=match.partner_id, user_id=user.id),
    )  # fmt: skip
    db.session.commit()
    post_soon()
    return True


def _ask(link: RequestLink, form: AnswerForm, *, is_changed: bool = False) -> ResponseReturnValue:
    if is_changed:
        form.version.renew(link.match.version)
    chosen = form.answer.data
    said_often = {one.code: one.often for one in load_answers().values() if one.often}
    page = render_template(
        "alliances/asked.html",
        one=Request.of(link.match),
        link=link,
        partner=link.match.partner,
        form=form,
        here=request.path,
        chosen=chosen if chosen in said_often else None,
        further=[pair for pair in own_answers() if pair[0] not in load_answers()],
        said_often=said_often,
        is_changed=is_changed,
    )
    return page, 409 if is_changed else 422 if form.errors or form.form_errors else 200


def _why_gone(link: RequestLink) -> str | None:
    return why_gone(db.session, link, now=now(), today=today_at(link.match.school))


def _gone(link: RequestLink, why: str) -> ResponseReturnValue:
    return render_template("alliances/asked_gone.html", why=why, link=link), 410


def _asked_answer() -> str | None:
    wanted = request.args.get(ANSWERS)
    return wanted if wanted in dict(own_answers()) else None
