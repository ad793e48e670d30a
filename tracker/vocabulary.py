"""The words for codes: labels of the catalogue's lists, for templates and forms."""

from __future__ import annotations

from typing import cast

from flask import g

from models.continuum.language.thresholds import Thresholds
from models.continuum.language.values import Value
from models.continuum.language.vocabularies import value_class
from models.continuum.rulebook.catalogue import Catalogue
from models.queries.catalogue import NoRules
from models.wording import begun_small
from models.words import words
from tracker.rules import rules_today

__all__ = ["label", "marked", "rules", "thresholds", "words"]


def rules() -> Catalogue | None:
    """Give the rules in force today, asked for once per request; None where none are stored yet."""
    if "rules" not in g:
        try:
            g.rules = rules_today()
        except NoRules:
            g.rules = None
    return cast("Catalogue | None", g.rules)


def thresholds() -> Thresholds:
    """Give the numbers of the rules in force today, those of the first rules where none are stored yet."""
    catalogue = rules()
    return catalogue.thresholds if catalogue else Thresholds()


def urgency(days_left: int | None) -> str:
    """Say in which tone a day ahead is told: `bad` when it is urgent or over, `warn` when it is in sight, else `plain`.

    Args:
        days_left: Days until it, negative when it is over; None where nobody has to look to it.
    """
    limits = thresholds()
    if days_left is None or days_left >= limits.lapse_days:
        return "plain"
    return "bad" if days_left < limits.urgent_days else "warn"


def marked(name: str, mark: str) -> frozenset[str]:
    """Give the codes of a list that have a mark, by the rules in force today; none where none are stored yet."""
    catalogue = rules()
    return catalogue.language.marked(name, mark) if catalogue else frozenset()


def value_of(name: str, code: str | None) -> Value:
    """Give all that is said of one code of one list; of one that it does not know, nothing but its words."""
    catalogue = rules()
    found = catalogue.vocabularies.get(name, {}).get(code or "") if catalogue else None
    # Like a value of the list of which nothing is said.
    return found or value_class(name).model_construct(code=code or "", label=words(code or ""))


def answers_in_a_tap() -> list[tuple[str, str, str]]:
    """List the answers that are noted in one tap: code, word of the button, label."""
    catalogue = rules()
    values = catalogue.language.values("match_status").values() if catalogue else ()
    return [(one.code, one.tap or one.label, begun_small(one.label)) for one in values if not (one.waits or one.done)]


def phrase(code: str, name: str) -> str:
    """Give the words of one code of one list in mid-sentence; see `label`."""
    catalogue = rules()
    known = code in catalogue.vocabularies.get(name, {}) if catalogue else False
    return catalogue.language.phrase(name, code) if catalogue and known else begun_small(words(code))


def label(code: str, name: str) -> str:
    """Give the words of one code of one list.

    Args:
        code: The stored code. One that the list does not know (any more) is written as words.
        name: The list it belongs to, such as ``channel``.
    """
    catalogue = rules()
    known = code in catalogue.vocabularies.get(name, {}) if catalogue else False
    return catalogue.label(name, code) if catalogue and known else words(code)
