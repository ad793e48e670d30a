"""A request is answered by the address in its mail, without signing in: it shows that request and nothing else.

Opening the address changes nothing, for programs that look through mail open every address in it.
"""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from models.history import act_as
from models.operations.alliance_requests import answer_as_partner
from models.operations.request_links import (
    end_requests,
    take_requests_again,
    use_link,
    why_gone,
)
from models.partners import Contact
from models.queries.alliance_requests import Request
from models.refusals import Refused
from models.request_links import RequestLink
from models.scope import Scope
from seed.tiles import load_answers
from tracker.accounts.limits import per_address
from tracker.alliances.blueprint import bp
from tracker.alliances.forms import AnswerForm, asked_answer, own_answers
from tracker.alliances.mailed import Mailed
from tracker.clock import now, today_at
from tracker.extensions import db
from tracker.letters.links import read_request
from tracker.letters.posting import post_soon
from tracker.permissions import public
from tracker.rules import rules_today
from tracker.web_extensions import csrf, limiter

# What the button sends that takes back that no more mail is wanted.
AGAIN = "again"


def _why_gone(link: RequestLink) -> str | None:
    return why_gone(db.session, link, now=now(), today=today_at(link.match.school))


REQUESTS = Mailed(read_request, RequestLink, _why_gone, "alliances/asked_gone.html")


@bp.route("/asked/<request_letter>", methods=["GET", "POST"])
@public
@limiter.limit(per_address, methods=["POST"])
def asked(request_letter: str) -> ResponseReturnValue:
    """Show the one request of a mailed address, and take one answer."""
    link = REQUESTS.opened(request_letter)
    form = AnswerForm(data={"version": link.match.version, "answer": asked_answer()})
    if form.validate_on_submit():
        if form.version.data != link.match.version:
            return _ask(link, form, is_changed=True)
        try:
            _answer(link, form)
            return render_template(
                "alliances/asked_done.html", one=Request.of(link.match), partner=link.match.partner, link=link
            )
        except Refused as refused:
            db.session.rollback()
            form.take(refused)
        except StaleDataError:
            db.session.rollback()
            if why := _why_gone(link):
                REQUESTS.gone(link, why)
            return _ask(link, form, is_changed=True)
    return _ask(link, form)


@bp.get("/asked/<request_letter>/no-more")
@public
def ask_no_more(request_letter: str) -> ResponseReturnValue:
    """Ask whether requests by mail are to end: programs that look at every address in a mail change nothing."""
    return _no_more(_contact_of(REQUESTS.found(request_letter)), request_letter)


# Whoever has the signed address may end the mail, used or old as it may be: a mail program sends the request itself,
# without any page of ours, as RFC 8058 has it.
@bp.post("/asked/<request_letter>/no-more")
@csrf.exempt
@public
def no_more(request_letter: str) -> ResponseReturnValue:
    """End requests by mail to somebody without an account, or take that back; a second time changes nothing."""
    contact = _contact_of(REQUESTS.found(request_letter))
    day = today_at(contact.school)
    act_as(db.session, contact.name, on=day)
    if AGAIN in request.form:
        take_requests_again(db.session, contact)
    else:
        end_requests(contact, today=day)
    db.session.commit()
    return _no_more(contact, request_letter)


def _contact_of(link: RequestLink) -> Contact:
    """Give whom an address was sent to who has no account; 404 for who has one."""
    return link.contact or abort(404)


def _no_more(contact: Contact, letter: str) -> str:
    return render_template("alliances/no_more.html", contact=contact, letter=letter, again=AGAIN)


def _answer(link: RequestLink, form: AnswerForm) -> None:
    """Store the answer as its person's; the page says so where the address was used at the same moment."""
    match = link.match
    day = today_at(match.school)
    act_as(db.session, link.name, user_id=link.user_id, on=day)
    if not use_link(db.session, link, now=now()):
        db.session.rollback()
        REQUESTS.gone(link, "answered")
    answer_as_partner(
        match, form.answer.data, form.said, language=rules_today().language, today=day,
        scope=Scope(partner_id=match.partner_id, user_id=link.user_id), contact_id=link.contact_id,
    )  # fmt: skip
    db.session.commit()
    post_soon()


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
