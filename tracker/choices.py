"""What forms and filters offer: the values of the catalogue's lists, in its order and words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from flask import g

from models.partners import Partner
from models.queries.activities import list_own_partners, own_partner_names
from models.queries.partners import partners_of_late
from tracker.clock import today
from tracker.extensions import db
from tracker.reader import reader
from tracker.vocabulary import marked, rules, words

Pairs = list[tuple[str, str]]
LATELY = timedelta(days=90)


def pairs(name: str, *, keep: str | Iterable[str] | None = None, among: Iterable[str] | None = None) -> Pairs:
    """List the values of one of the catalogue's lists with their words.

    Args:
        name: The list, such as ``category``.
        among: Only these are offered, of those that the list has; None for all.
        keep: What a record has already: offered too where the list knows it no more.
    """
    catalogue = rules()
    offered = [(value.code, value.label) for value in catalogue.vocabularies[name].values()] if catalogue else []
    if among is not None:
        allowed = set(among)
        offered = [(code, label) for code, label in offered if code in allowed]
    held = [keep] if isinstance(keep, str) else list(keep or ())
    known = {code for code, _ in offered}
    return offered + [(code, words(code)) for code in held if code and code not in known]


def running_stages(*, keep: str | None = None) -> Pairs:
    """List the stages of a partnership that runs: those that mean the end come with its day.

    Args:
        keep: As for `pairs`.
    """
    return pairs("stage", keep=keep, among=set(dict(pairs("stage"))) - marked("stage", "over"))


def answer_pairs() -> Pairs:
    """List what a partner can answer to a request."""
    waits = marked("match_status", "waits")
    return [pair for pair in pairs("match_status") if pair[0] not in waits]


def hints(name: str) -> dict[str, str]:
    """Give what a form explains of the values of a list that are explained, by code."""
    catalogue = rules()
    values = catalogue.vocabularies[name].values() if catalogue else ()
    return {value.code: said for value in values if (said := getattr(value, "hint", None))}


def own_partners() -> dict[int, Partner]:
    """Give the organisations that the reader's school works with by id, in the order of their names; asked for once."""
    if "own_partners" not in g:
        g.own_partners = {one.id: one for one in list_own_partners(db.session, scope=reader().scope)}
    found: dict[int, Partner] = g.own_partners
    return found


def partner_names() -> dict[int, str]:
    """Give the same by their names alone, which is all that a choice among a thousand asks for; asked for once."""
    if "partner_names" not in g:
        g.partner_names = own_partner_names(db.session, scope=reader().scope)
    found: dict[int, str] = g.partner_names
    return found


def partner_pairs() -> Pairs:
    """List the school's partners for a choice among them."""
    return [(str(number), name) for number, name in partner_names().items()]


def partners_lately() -> Pairs:
    """List the few partners with whom most was done of late."""
    since = today() - LATELY
    return [(str(one.id), one.name) for one in partners_of_late(db.session, scope=reader().scope, since=since)]


def optional(offered: Pairs, nothing: str = "Not said") -> Pairs:
    """Put "nothing chosen" before the values of a list."""
    return [("", nothing), *offered]
