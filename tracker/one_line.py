"""What a line was read as, for the reader's school, by the rules in force; and how a page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from flask import request

from models.one_line.answers import ReadLine, Value
from models.one_line.own import OwnWords, called_otherwise
from models.one_line.reading import ACTIVITY, NOTHING_OWN, name_book, read_line
from models.one_line.text import line_of
from models.queries.activities import list_offers
from models.texts import visible
from models.wording import day_words, joined, number_words
from seed.said import load_lexicon
from tracker.address_parts import asking_the_same
from tracker.clock import today
from tracker.extensions import db
from tracker.reader import reader
from tracker.vocabulary import label, rules

# What a line may hold: it is part of an address, and a longer story has the note.
LONGEST = 500
ARGUMENT = "line"
# What an answer's button sends: the form is shown again with it, and nothing is stored.
ANSWERS = "hint"
# Field -> what it is called beside a part of a line that was read.
_CALLED: Mapping[str, str] = MappingProxyType(
    {
        "occurred_on": "", "answered_on": "answered", "stated_on": "", "partners": "partner", "partner": "partner",
        "by": "did it", "roles": "took part", "raised_by": "asked", "audience": "for", "ask": "asked for",
        "topic": "about", "students": "students", "people": "people reached", "hours": "hours", "amount": "amount",
        "unit": "in", "initiated_by": "idea of", "allocated_to": "for", "answer": "answer", "offer": "asked for",
        "link": "link", "mode": "thanked",
        "kind": "", "channel": "", "purpose": "", "way": "", "type": "", "direction": "",
    }
)  # fmt: skip
# Field -> the list its codes come from, where it is called otherwise; `training` has topics of its own.
_LISTS: Mapping[str, str] = MappingProxyType(
    {
        "initiated_by": "roles",
        "raised_by": "roles",
        "type": "contribution_type",
        "offer": "contribution_type",
        "answer": "match_status",
    }
)
_OTHER_TOPICS = MappingProxyType({"training": "training_topic"})
# Not shown beside the line: the tile stands there itself, and the text is the line.
_UNSHOWN = frozenset({"tile", "text", "induction", "unit"})


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line, and what it was read as; None where it stays as it is."""

    text: str
    means: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line leaves open, and its answers.

    Attributes:
        text: The question.
        answers: Each with the address of this page that has it filled in, and with what the button of a form sends:
            there, what was typed meanwhile stays.
    """

    text: str
    answers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line as a page shows it.

    Attributes:
        text: The line.
        parts: The same in parts.
        follows: What was filled without standing in the line.
        questions: What is open, of whom the form does not name.
    """

    text: str
    parts: tuple[Part, ...]
    follows: tuple[str, ...]
    questions: tuple[Asked, ...]

    @property
    def understood(self) -> int:
        """How many parts were read."""
        return sum(part.means is not None for part in self.parts)


def typed_line(text: str | None) -> str:
    """Give a line as it is kept: on one line, without what nobody sees."""
    return " ".join(visible(text or "").split())


def read_for_reader(text: str) -> ReadLine:
    """Read a line by the names of the reader's school, without values that the rules in force do not know."""
    partners = list_offers(db.session, scope=reader().scope)
    listed = frozenset(_codes("contribution_type"))
    own = ((name, category, [one for one in offers if one not in listed]) for name, category, offers in partners)
    return read_by(text, (name for name, *_ in partners), who=reader().logs_for, own=OwnWords.of(own))


def read_by(text: str, names: Iterable[str], *, who: Sequence[str], own: OwnWords = NOTHING_OWN) -> ReadLine:
    """Read a line by some names, without values that the rules in force do not know.

    Args:
        names: Organizations that may be meant.
        who: Who did it where the line does not say, as codes of `by`.
        own: What records say beside the names.
    """
    lexicon = load_lexicon()
    called = called_otherwise(own.categories, lexicon.data.own_groups)
    book = name_book([*((name, name) for name in dict.fromkeys(names)), *called], lexicon)
    read = read_line(text, words=lexicon, names=book, today=today(), who=who, own=own)
    values = {name: value for name, told in read.values.items() if (value := _known(name, told, read.record)) != ()}
    return ReadLine(read.record, values, read.spans, read.rest, read.questions)


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """List which of some names a line surely names, whatever part they have in it."""
    lexicon = load_lexicon()
    book = name_book([(name, name) for name in names], lexicon)
    return list(dict.fromkeys(one.names[0] for one in book.find(line_of(text)) if one.sure))


def line_read(named: Iterable[str] | None = None) -> LineShown | None:
    """Give the line of the page's address as it was read; None where there is none.

    Args:
        named: Partners that the page's form names already; None where the address alone says it.
    """
    text = typed_line(request.args.get(ARGUMENT))[:LONGEST]
    if not text or not reader().is_at_school:
        return None
    known = request.args.getlist("partners") + request.args.getlist("partner") if named is None else named
    return shown(text, known)


def answer_pressed(field: str) -> str | None:
    """Give the answer for a field that was pressed beside the form; None where something else was."""
    asked, _, answer = request.form.get("then", "").partition("-")
    name, _, said = answer.partition("-")
    return said if asked == ANSWERS and name == field and said else None


def shown(text: str, named: Iterable[str] = ()) -> LineShown:
    """Read a line and say part by part what was read.

    Args:
        named: Partners of whom nothing is to be asked.
    """
    read = read_for_reader(text)
    parts: list[Part] = []
    at = 0
    told: set[str] = set()
    for span in read.spans:
        value = _known(span.field, span.value, read.record)
        if span.field not in read.values or value == ():
            continue
        parts += [Part(text[at : span.start]), Part(span.words, _means(span.field, value, read.record))]
        told.add(span.field)
        at = span.end
    parts.append(Part(text[at:]))
    beside = {part.means for part in parts}
    follows = (_means(name, value, read.record) for name, value in read.values.items() if name not in told | _UNSHOWN)
    also = tuple(dict.fromkeys(words for words in follows if words not in beside))
    return LineShown(text, tuple(part for part in parts if part.text), also, _questions(read, frozenset(named)))


def _questions(read: ReadLine, named: frozenset[str]) -> tuple[Asked, ...]:
    field = "partners" if read.record == ACTIVITY else "partner"
    return tuple(
        Asked(one.text, tuple((name, _with_partner(field, name), f"{ANSWERS}-{field}-{name}") for name in one.answers))
        for one in read.questions
        if not named & frozenset(one.answers)
    )


def _with_partner(field: str, name: str) -> str:
    """Give the address of this page with a partner filled in."""
    others = request.args.getlist(field) if field == "partners" else []
    return asking_the_same(request.path, **{field: [*others, name]})


def _known(name: str, value: Value, record: str) -> Value:
    if not isinstance(value, tuple) or name in ("partners",):
        return value
    known = _codes(_list_of(name, record))
    return tuple(code for code in value if code in known)


def _codes(vocabulary: str) -> Iterable[str]:
    catalogue = rules()
    return catalogue.vocabularies.get(vocabulary, {}) if catalogue else ()


def _list_of(name: str, record: str) -> str:
    return _OTHER_TOPICS.get(record, name) if name == "topic" else _LISTS.get(name, name)


def _means(name: str, value: Value, record: str) -> str:
    """Say what a part was read as: "people reached 40"."""
    if isinstance(value, bool):
        return label(name, "mark")
    called = _CALLED.get(name, name.replace("_", " "))
    between = ": " if isinstance(value, tuple) else " "
    return between.join(filter(None, (called, _in_words(name, value, record))))


def _in_words(name: str, value: Any, record: str) -> str:
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, int | Decimal):
        return number_words(value)
    if name in ("partners",):
        return joined(value)
    if isinstance(value, tuple):
        return joined([label(code, _list_of(name, record)) for code in value])
    vocabulary = _list_of(name, record)
    return label(value, vocabulary) if value in _codes(vocabulary) else str(value)
