"""Explains a word beside it: a small button there, and its explanation once at the end of the page."""

from __future__ import annotations

from flask import Flask, g

from models.glossary import Term, first_sentences, glossary
from tracker.rules import rules_today

# Labels of fields whose word is one of the glossary's.
LABELS = {
    "Did both sides talk?": "two_way",
    "Who is its point person?": "point_person",
    "Who is the point person?": "point_person",
    "What sort of agreement is it?": "agreement",
    "It answers a workforce need of the partner": "workforce_need",
}
# Kinds of record whose list says what they are.
KINDS = {
    "workforce": "workforce_need",
    "attestation": "attest",
    "match": "request",
    "need": "need",
    "roster": "slt",
}


def explain(key: str) -> Term:
    """Give a word, and note that the page explains it.

    Raises:
        KeyError: The glossary has no such word.
    """
    term = glossary().terms[key]
    told: dict[str, Term] = g.setdefault("explained", {})
    told[key] = term
    return term


def explained() -> list[Term]:
    """List the words that the page has explained so far."""
    return list(g.get("explained", {}).values())


def what_it_is() -> tuple[str, ...]:
    """Say what the map is and what a level is, for a school that begins.

    Raises:
        NoRules: None is stored.
    """
    return first_sentences(len(rules_today().indicators))


def register(app: Flask) -> None:
    """Let every page explain a word."""
    app.jinja_env.globals.update(
        explain=explain, explained=explained, what_it_is=what_it_is, term_of_label=LABELS.get, term_of_kind=KINDS.get
    )
