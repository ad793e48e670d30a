"""The rules in force today where the reader is, asked for once per request."""

from __future__ import annotations

from datetime import date

from flask import g, has_request_context

from models.continuum.rulebook.catalogue import Catalogue
from models.operations.activity_entries import ActivityTerms
from models.queries.catalogue import catalogue_on
from tracker.clock import today
from tracker.extensions import db


def rules_today() -> Catalogue:
    """Give the rules in force today.

    Raises:
        NoRules: None is stored.
    """
    day = today()
    kept: tuple[date, Catalogue] | None = g.get("rules_today")
    if kept is None or kept[0] != day:
        kept = g.rules_today = day, rules_on(day)
    return kept[1]


def rules_on(day: date) -> Catalogue:
    """Give the rules in force on a day at the reader's district, with its own numbers.

    Raises:
        NoRules: None is stored.
    """
    if not has_request_context():
        return catalogue_on(db.session, day)
    from tracker.reader import reader_if_any  # a command has no reader, and loads no pages

    who = reader_if_any()
    return catalogue_on(db.session, day, scope=who.scope if who else None)


def terms_today() -> ActivityTerms:
    """Give the words that an activity's entry may use today.

    Raises:
        NoRules: None is stored.
    """
    rules = rules_today()
    kept: tuple[Catalogue, ActivityTerms] | None = g.get("terms_today")
    if kept is None or kept[0] is not rules:
        kept = g.terms_today = rules, ActivityTerms.of(rules)
    return kept[1]
