"""What a partnership has in writing, with what each term is good for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.partnerships import TERMS, Partnership, PartnershipTerm, TermName
from models.queries.partnership_health import ASKED_TERMS
from tracker.vocabulary import rules


@dataclass(frozen=True, slots=True)
class WrittenTerm:
    """One term on a partnership's page.

    Attributes:
        label: Its name in words.
        term: What stands there on the day; None where it is missing.
        serves: The practices that ask for it, each with the page of its indicator's level.
    """

    name: TermName
    label: str
    term: PartnershipTerm | None
    serves: tuple[Served, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """A practice that a term serves."""

    key: str
    wording: str
    slug: str


def written_terms(partnership: Partnership, on: date) -> list[WrittenTerm]:
    """List the terms that every partnership is asked for, as they stand on a day, in the order asked."""
    served = _served()
    return [
        WrittenTerm(name, name.label, partnership.term_on(name, on), tuple(served.get(name, ())))
        for name in ASKED_TERMS
    ]


def _served() -> dict[TermName, list[Served]]:
    found: dict[TermName, list[Served]] = {}
    catalogue = rules()
    if catalogue is None:
        return found
    for practice in catalogue.practices.values():
        for predicate in practice.rule.predicates():
            for term in TERMS.values():
                if predicate in term.answers:
                    slug = catalogue.indicators[practice.indicator].slug
                    found.setdefault(term.name, []).append(Served(practice.key, practice.wording, slug))
    return found
