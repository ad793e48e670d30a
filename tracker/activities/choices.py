"""What the log offers to choose from: the catalogue's words, the usual ones first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.continuum.rulebook.catalogue import Catalogue
from models.operations.activity_entries import CODE_LISTS
from tracker.activities.forms import Choices, LogChoices


def choices_of(catalogue: Catalogue, partners: Iterable[str]) -> LogChoices:
    """Give what the form offers, with labels."""
    codes = {field: offered_first(catalogue, name) for field, name in CODE_LISTS.items()}
    actors, ways = catalogue.vocabularies["by"], catalogue.language.vocabularies.way
    codes["way"] = [(code, label) for code, label in codes["way"] if ways[code].of in actors]
    codes |= {name: offered_first(catalogue, name) for name in ("kind", "formality", "category")}
    return LogChoices(
        codes=codes,
        first={
            field: usual
            for field, name in CODE_LISTS.items()
            if (usual := sum(value.usual is not None for value in catalogue.vocabularies[name].values()))
        },
        indicators=[(code, catalogue.indicators[code].name) for code in catalogue.judged],
        partners=list(partners),
    )


@dataclass(frozen=True, slots=True)
class Marks:
    """What the form's script must know of the values.

    Attributes:
        ways: Way -> whose it is.
        says_way: Actors whose partnership work is told by a way instead of a purpose.
        advocacy: Channels whose use is advocacy.
        advocacy_words: The same in mid-sentence.
        asks_two_way: Channels of which the form asks whether both sides talked.
    """

    ways: Mapping[str, str]
    says_way: Sequence[str]
    advocacy: Sequence[str]
    advocacy_words: Sequence[str]
    asks_two_way: Sequence[str]


def marks_of(catalogue: Catalogue) -> Marks:
    """Take the marks from a catalogue."""
    language = catalogue.language
    advocacy = [code for code, channel in language.vocabularies.channel.items() if channel.advocacy]
    return Marks(
        ways={code: way.of for code, way in language.vocabularies.way.items()},
        says_way=sorted(language.marked("by", "says_way")),
        advocacy=advocacy,
        advocacy_words=[language.phrase("channel", code) for code in advocacy],
        asks_two_way=sorted(language.marked("channel", "asks_two_way")),
    )


def offered_first(catalogue: Catalogue, vocabulary: str) -> Choices:
    """List a vocabulary's values: the usual ones first, the rest in the catalogue's order behind them."""
    values = catalogue.vocabularies[vocabulary].values()
    usual = sorted((value for value in values if value.usual is not None), key=lambda value: value.usual or 0)
    return [(value.code, value.label) for value in (*usual, *(value for value in values if value.usual is None))]
