"""What the form of a small record offers to choose from, and what stands for a stored value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from flask import g

from models.continuum.rulebook.catalogue import Catalogue
from models.exchange.choices import Words
from models.kinds.columns import Column, Holds
from models.queries.partnerships import list_needs
from models.wording import day_words, listed, number_words
from tracker.choices import Pairs
from tracker.extensions import db
from tracker.partner_choice import PartnersOffered, partners_offered
from tracker.reader import reader
from tracker.vocabulary import rules, words

SHORT = 160


@dataclass(frozen=True)
class Offered:
    """What may be chosen, by the rules in force and by what the school has on record."""

    words: Words | None

    @property
    def partners(self) -> PartnersOffered:
        """The school's partners."""
        return partners_offered()

    @cached_property
    def needs(self) -> dict[int, Any]:
        """The school's needs by id."""
        return {one.id: one for one in list_needs(db.session, scope=reader().scope)}

    @cached_property
    def practices(self) -> Mapping[str, str]:
        """Every practice of the map: key -> whose it is, and what it says."""
        catalogue = rules()
        if catalogue is None:
            return {}
        return {
            key: f"{catalogue.indicators[one.indicator].name}: {one.wording}"
            for key, one in catalogue.practices.items()
        }

    def codes(self, column: Column) -> Mapping[str, str]:
        """Give the codes of a column's list with their words."""
        return self.words.lists[column.choices].labels if self.words and column.choices else {}

    def pairs(self, column: Column, held: Any = None) -> Pairs:
        """List what a column can hold, as a form offers it.

        Args:
            column: One that is chosen from a list, and no partner.
            held: What the record has already, which stays choosable.
        """
        if column.holds is Holds.REF:
            known = self.needs | ({held.id: held} if held is not None else {})
            return [(str(number), short(one.text)) for number, one in known.items()]
        if column.holds in (Holds.PRACTICE, Holds.EXEMPTED):
            return self._of_map(column, held)
        codes = self.codes(column)
        told = [held] if isinstance(held, str) else list(held or ())
        extra = [] if column.own_words else [(code, words(code)) for code in told if code and code not in codes]
        return [*codes.items(), *extra]

    def _of_map(self, column: Column, held: Any) -> Pairs:
        offered = dict(self.practices)
        if column.holds is Holds.EXEMPTED and self.words:
            groups = {code: f"Group not present: {label}" for code, label in self.words.groups.labels.items()}
            offered = groups | offered
        if held and held not in offered:
            offered[held] = held
        return list(offered.items())

    def in_words(self, column: Column, record: Any) -> str:
        """Write what a record holds in a column; empty where it holds nothing."""
        value = held_by(record, column)
        if value is None or value in ((), ""):
            return ""
        if column.holds is Holds.PARTNER:
            return str(value.name)
        if column.holds is Holds.REF:
            return str(value.text)
        if column.holds is Holds.FILE:
            return str(value.filename)
        if column.holds in (Holds.PRACTICE, Holds.EXEMPTED):
            group = self.words.groups.labels.get(value) if self.words else None
            return group or self.practices.get(value, str(value))
        if column.holds in (Holds.CODE, Holds.CODES):
            labels, kept = self.codes(column), [value] if isinstance(value, str) else value
            return listed(labels.get(str(code), str(code) if column.own_words else words(str(code))) for code in kept)
        if column.holds is Holds.DATES:
            return listed(day_words(day) for day in reversed(value))
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, Decimal):
            return number_words(value)
        return day_words(value) if isinstance(value, date) else str(value)


def offered() -> Offered:
    """Give what may be chosen, found once per request."""
    if "offered" not in g:
        catalogue = rules()
        g.offered = Offered(Words.of(catalogue) if catalogue else None)
    found: Offered = g.offered
    return found


def held_by(record: Any, column: Column) -> Any:
    """Give what a record holds in a column: a partner, need or file as itself."""
    if column.holds in (Holds.PARTNER, Holds.REF):
        return getattr(record, column.name)
    if column.holds is Holds.FILE:
        return record.document
    return getattr(record, column.stored_as)


def ways_asked(offer: str | None, catalogue: Catalogue | None) -> tuple[str, ...]:
    """Say what a request brings, as the list says of what was asked for; empty where it says nothing."""
    if catalogue is None or (kind := catalogue.language.values("contribution_type").get(offer or "")) is None:
        return ()
    way = catalogue.language.values("way").get(kind.way)
    return (way.brings,) if way is not None and way.brings else ()


def way_given(given: str | None, catalogue: Catalogue | None) -> tuple[str, ...]:
    """Say in what way a partner helps by what it gives, as the list says; empty where it says nothing."""
    kinds = catalogue.language.vocabularies.contribution_type if catalogue is not None else {}
    kind = kinds.get(given or "")
    return (kind.way,) if kind is not None and kind.way else ()


def short(text: str) -> str:
    """Cut a long text for a list to choose from."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= SHORT else f"{one_line[: SHORT - 1].rstrip()}…"
