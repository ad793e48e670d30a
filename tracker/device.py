"""What is answered to the script of a device that sends entries which waited there: facts instead of pages."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, g, jsonify, request
from flask.typing import ResponseReturnValue

from tracker import errors
from tracker.forms import Form
from tracker.reader import reader_if_any
from tracker.sent_forms import was_sent

# Whose form it is: names the person and the place that it was opened at.
FORM_OF = "logged_as"
# What a form brings along once the person was shown an entry that may be the same.
SHOWN_DOUBLE = "not_the_same_as"
# Asked for by scripts alone. A page that is left open asks on and on, and must not keep its session alive for ever.
BY_SCRIPTS = frozenset({"activities.kept", "activities.now", "years.year_now", "years.rating_now"})


def by_device() -> bool:
    """Say whether an entry is sent by the script that keeps it, not by somebody who looks at the answer."""
    if "by_device" not in g:
        is_entry = request.method == "POST" and _may_wait(request.endpoint or "")
        g.by_device = is_entry and request.accept_mimetypes.best == "application/json"
    return bool(g.by_device)


def _may_wait(endpoint: str) -> bool:
    """Whether what a page enters may have waited on a device: an activity, or a record of any kind."""
    return endpoint == "activities.log" or (endpoint.startswith("records.") and endpoint.endswith(".new"))


def of_another(field: str) -> ResponseReturnValue | None:
    """Refuse a form that somebody else opened, or the same person at another place; None for all others."""
    said, who = request.form.get(field), reader_if_any()
    if not said or who is None or said == who.key:
        return None
    return errors.answer(
        403,
        heading="This form was opened at another place",
        text="Somebody else signed in, or another school was chosen. Nothing was stored. Choose the school again, "
        "go back and save.",
    )


@dataclass(frozen=True, slots=True)
class Double:
    """What may be the same as an entry: its number, what it is called, and its page."""

    id: int
    words: str
    href: str


def why_not(form: Form, *, double: Double | None = None) -> Response:
    """Say why an entry was not stored: what is wrong with it, or which one looks the same."""
    if double is None:
        problems = [*form.form_errors, *(str(text) for field in form for text in field.errors)]
        return jsonify(problems=problems, stored_before=was_sent())
    return jsonify(double={"id": double.id, "words": double.words, "href": double.href})


def notice_scripts(app: Flask) -> None:
    """Tell what a script asks on its own from what a person does; before anything notes that a session is used."""

    @app.before_request
    def notice_script() -> None:
        g.asked_by_script = by_device() or request.endpoint in BY_SCRIPTS


def init_app(app: Flask) -> None:
    """Answer devices: where an entry is stored, instead of going there."""

    @app.after_request
    def say_where(response: Response) -> Response:
        if response.location is None or not by_device():
            return response
        if reader_if_any() is None:
            return errors.answer(401)
        return jsonify(href=response.location)
