"""The one line at the top of the log: read, it leads to the form that it fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.one_line.answers import ReadLine, Value
from models.one_line.reading import ACTIVITY
from models.queries.partnerships import find_partnership_with
from models.wording import joined
from seed.said import load_lexicon
from tracker.activities.blueprint import bp
from tracker.came_from import FIELD, came_from
from tracker.extensions import db
from tracker.forms import amount_words
from tracker.one_line import ARGUMENT, LONGEST, read_for_reader, typed_line
from tracker.permissions import Permission, can, requires
from tracker.reader import reader
from tracker.records.declared import PAGES
from tracker.rules import rules_today
from tracker.vocabulary import marked

# Servers read addresses up to some four thousand signs; letters of other alphabets take several.
LONGEST_ADDRESS = 3800
GIFT = "contribution"
PARTNERS = "partners"
# What the log was opened with, and a line that says what happened says anew; a copy of another entry is no part of it.
_SAID_ANEW = frozenset(("tile", "kind", "channel", "purpose", "way"))
_NOT_KEPT = frozenset((ARGUMENT, FIELD, "like", "for", "saved"))
TITLE_LIMIT = 200


@bp.post("/log/line")
@requires(Permission.LOG_WRITE)
def line() -> ResponseReturnValue:
    """Read a line and open the form that it fills; nothing is stored."""
    text = typed_line(request.form.get(ARGUMENT))
    if not text:
        return _again(text, "Say in a line what happened, or press a tile.")
    if len(text) > LONGEST:
        return _again(text, f"Use at most {LONGEST} characters here; a longer story has its place in the note.")
    read = read_for_reader(text)
    with_them = _with_them(read, text)
    if with_them != text and len(with_them) <= LONGEST:
        # The record's own words stay those that were typed.
        read, text = replace(read_for_reader(with_them), rest=read.rest), with_them
    target = _target(read, text)
    if len(target) > LONGEST_ADDRESS:
        return _again(text, "This is too long to be read in one line. Shorten it, and put the rest into the note.")
    return redirect(target)


def _with_them(read: ReadLine, text: str) -> str:
    """Say in a line with whom it was where the log was opened for a partner and the line names none."""
    partners = request.args.getlist(PARTNERS)
    names_one = read.questions or any(name in read.values for name in (PARTNERS, "partner"))
    return text if names_one or not partners else f"{text.rstrip(' .')}, with {joined(partners)}"


def _kept(values: Mapping[str, Value]) -> dict[str, Value]:
    """Give what the log was opened with and a line does not say: the action it ticks, the topic it is to be about."""
    dropped = _NOT_KEPT | (_SAID_ANEW if "kind" in values else frozenset())
    return {name: tuple(request.args.getlist(name)) for name in request.args if name not in dropped}


def _again(text: str, problem: str) -> ResponseReturnValue:
    return render_template("activities/line.html", typed=text, problem=problem, back=came_from()), 422


def _target(read: ReadLine, text: str) -> str:
    """Give the address of the form that a line fills."""
    back = came_from()
    also = [(ARGUMENT, text)] + ([(FIELD, back.href)] if back else [])
    if read.record == GIFT:
        return _gift(read, text, also)
    page = PAGES.get(read.record)
    if page is not None and can(page.write):
        return _address(url_for(page.endpoint("new")), {"note": text, **read.values}, also)
    values = read.values if read.record == ACTIVITY else {}
    often = load_lexicon().often(text)
    also += [("said_every", often)] if often else []
    return _address(url_for(".log"), {**_kept(values), **values, **_words(read, text)}, also)


def _gift(read: ReadLine, text: str, also: list[tuple[str, str]]) -> str:
    """Give the form of a gift: of the partnership, of the partner alone, or the log's for a partner unknown."""
    partner = read.values.get("partner")
    if isinstance(partner, str) and can(Permission.PARTNERSHIPS_WRITE):
        partnership = find_partnership_with(db.session, partner, scope=reader().scope)
        if partnership is not None:
            gift = {name: value for name, value in read.values.items() if name != "partner"}
            place = url_for("partnerships.giving.contribute", partnership_id=partnership)
            return _address(place, {"note": text, **gift}, also)
    page = PAGES[GIFT]
    if isinstance(partner, str) and can(page.write):
        return _address(url_for(page.endpoint("new")), {"note": text, **read.values}, also)
    if read.values.get("direction") is not None:
        return _address(url_for(".log"), _words(read, text), also)
    values: dict[str, Value] = {"tile": "gift", **_words(read, text)}
    values |= {name: read.values[name] for name in ("occurred_on",) if name in read.values}
    values |= {"partners": (partner,)} if isinstance(partner, str) else {}
    given = rules_today().language.vocabularies.contribution_type.get(str(read.values.get("type")))
    values |= {"way": (given.way,)} if given else {}
    values |= {"hours": read.values["amount"]} if read.values.get("unit") in marked("unit", "hours") else {}
    return _address(url_for(".log"), values, also)


def _words(read: ReadLine, text: str) -> dict[str, Value]:
    """Give the words of the record: all of a longer line stays in the note."""
    words: dict[str, Value] = {"title": read.rest}
    return words | ({"note": text} if len(text) > TITLE_LIMIT else {})


def _address(place: str, values: dict[str, Value], also: list[tuple[str, str]]) -> str:
    said = [(name, one) for name, value in values.items() for one in _as_typed(value)]
    return f"{place}?{urlencode([*said, *also])}"


def _as_typed(value: Value) -> tuple[str, ...]:
    """Write a value as a form sends it."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, bool):
        return ("yes",) if value else ("no",)
    if isinstance(value, Decimal):
        return (amount_words(value),)
    return (value.isoformat() if isinstance(value, date) else str(value),)
