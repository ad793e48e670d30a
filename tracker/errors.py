"""Pages for what went wrong, in the product's look and in words that help."""

from __future__ import annotations

import logging
from math import ceil

from flask import Flask, Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, TooManyRequests, UnprocessableEntity

from dashboards import PREFIX
from models.scope import OutsideScope
from models.wording import counted
from tracker.clock import now
from tracker.extensions import db
from tracker.reader import reader_if_any
from tracker.signed_records import AskFirst, asking_page
from tracker.web_extensions import limiter

log = logging.getLogger(__name__)

# code -> (heading, what it means, what to do)
PAGES: dict[int, tuple[str, str]] = {
    400: ("This request could not be read", "Something in the address or the form is not as it should be."),
    401: ("Sign in first", "This page is for people who are signed in."),
    403: ("Your role does not open this", "Ask your school's admin if you need it."),
    404: ("There is nothing here", "The address may be mistyped, or the record belongs to somebody else."),
    405: ("This address does not work that way", "Go back and use the buttons of the page."),
    409: ("Someone saved this record before you", "Go back: what you typed is still in the form. Save once more."),
    413: ("That is too much at once", "A form with its files may have at most 12 MB. Send less, or a smaller file."),
    414: ("That address is too long", "Remove some of the filters."),
    415: ("This kind of content is not accepted", "Go back and use the form of the page."),
    422: ("No file was made", "Its address asks for what there is not."),
    429: ("Too many attempts", "Wait a minute, then try again."),
    500: ("Something went wrong on our side", "Nothing was saved by this step. Go back and try again."),
    503: ("The product is busy", "Nothing was saved by this step. Wait a moment, then send it again."),
}

FORBIDDEN = 403
FOR_PARTNERS = ("This is for people of the school", "What is yours stands on your own page.")
FOR_NOBODY = (
    "Nothing is open to you any more",
    "Your last role has ended. If you still need it, write to whoever invited you.",
)


def answer(code: int, *, heading: str | None = None, text: str | None = None) -> Response:
    """Make the answer for an error: a page, or JSON for scripts.

    Args:
        code: The HTTP status.
        heading: Instead of the usual words.
        text: Instead of the usual words.
    """
    usual = PAGES.get(code, ("This did not work", "Go back and try again."))
    if code == FORBIDDEN:
        usual = _why_closed()
    heading, text = heading or usual[0], text or usual[1]
    if _wants_json():
        return make_response(jsonify(error=f"{heading}. {text}"), code)
    return make_response(render_template("errors/error.html", code=code, heading=heading, text=text), code)


def _why_closed() -> tuple[str, str]:
    """Say why a page is closed to whoever asks, in words for them.

    An alliance's own person has no admin, and the page is not theirs to ask for; who has no role left goes nowhere.
    """
    asking = reader_if_any()
    if asking is None:
        return FOR_NOBODY if current_user.is_authenticated else PAGES[FORBIDDEN]
    return FOR_PARTNERS if asking.is_partner else PAGES[FORBIDDEN]


def _how_long_to_wait() -> str | None:
    """Say after how long there is another try, where that is more than a minute."""
    limit = limiter.current_limit
    # The limiter says the second after.
    minutes = ceil((limit.reset_at - 1 - now().timestamp()) / 60) if limit is not None else 1
    if minutes <= 1:
        return None
    hours = ceil(minutes / 60)
    wait = counted(minutes, "minute", "minutes") if hours <= 2 else counted(hours, "hour", "hours")
    return f"Wait {wait}, then try again."


def _wants_json() -> bool:
    if request.path.startswith(f"{PREFIX}_"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def register(app: Flask) -> None:
    """Register the pages for errors."""

    @app.errorhandler(HTTPException)
    def http_problem(problem: HTTPException) -> ResponseReturnValue:
        if problem.response is not None:  # a redirect of the routing, or a ready answer
            return problem.get_response()
        if isinstance(problem, InternalServerError):
            db.session.rollback()
        said = problem.description if isinstance(problem, UnprocessableEntity) else None
        if isinstance(problem, TooManyRequests):
            said = _how_long_to_wait()
        response = answer(problem.code or 500, text=said)
        for name, value in problem.get_headers():
            if name.lower() in ("retry-after", "allow"):
                response.headers[name] = value
        return response

    @app.errorhandler(CSRFError)
    def forged(problem: CSRFError) -> ResponseReturnValue:
        if not current_user.is_authenticated and not _wants_json() and request.endpoint != "accounts.login":
            return redirect(url_for("accounts.login"))
        return answer(
            400, heading="This form is no longer valid", text="It was open too long, or you signed in anew. Reload it."
        )

    @app.errorhandler(AskFirst)
    def ask_first(asked: AskFirst) -> ResponseReturnValue:
        db.session.rollback()
        return asking_page(asked)

    @app.errorhandler(OutsideScope)
    def outside(problem: OutsideScope) -> ResponseReturnValue:
        return answer(404)

    @app.errorhandler(StaleDataError)
    def stale(problem: StaleDataError) -> ResponseReturnValue:
        db.session.rollback()
        return answer(409)
