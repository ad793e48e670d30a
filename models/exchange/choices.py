"""The words a record file may use: codes and labels of the vocabulary, practices, indicators."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from models.activities import ActivityKind
from models.continuum.language.values import Value
from models.continuum.rulebook.catalogue import Catalogue
from models.exchange.likely import SURE, meant, suggested
from models.records import RecordStatus
from models.wording import joined

# Finds the code of a vocabulary in a text, by how people say it: vocabulary, text -> code.
Said = Callable[[str, str], str | None]
# More than this many values are not printed in a refusal; the nearest ones are.
_PRINTED = 12
# Names less alike than this are not thought to be the same.
_ALIKE = 50


def nearest(word: str, known: Iterable[str], *, most: int = 3) -> list[str]:
    """Find the known names most like a word, best first, whatever their case; none where nothing is alike."""
    from rapidfuzz import fuzz, process  # loaded for a word that is not known, and seldom

    by_fold: dict[str, str] = {}
    for name in known:
        by_fold.setdefault(name.casefold(), name)
    close = process.extract(word.casefold(), list(by_fold), scorer=fuzz.ratio, limit=most, score_cutoff=_ALIKE)
    return [by_fold[fold] for fold, _, _ in close]


class Choices:
    """One list of codes with their labels."""

    def __init__(self, labels: Mapping[str, str], name: str = "", said: Said | None = None) -> None:
        """Take the list.

        Args:
            labels: Code -> label, in the order in which a refusal prints the codes.
            name: What it is called, to know what people write in place of its words.
            said: Finds in what people write the code of a vocabulary, by how they say it; None where nobody does.
        """
        self.labels = MappingProxyType(dict(labels))
        self.name = name
        self._said = said
        self._codes = {label.casefold(): code for code, label in labels.items()}
        self._codes |= {code.replace("_", " ").casefold(): code for code in labels}
        self._codes |= {code.casefold(): code for code in labels}

    def code_of(self, word: str) -> str | None:
        """Find the code that a code or label means, whatever its case; None where the list has no such value."""
        folded = word.casefold()
        found = self._codes.get(folded)
        if found is None:
            sure = meant(SURE, self.name).get(folded)
            found = sure if sure in self.labels else None
        return found

    def proposal(self, word: str) -> str | None:
        """Propose the code that a word may mean; None where nothing is like it."""
        in_words = self._said(_SAID_AS.get(self.name, self.name), word) if self._said else None
        for code in (suggested(self.name, word), in_words):
            if code in self.labels:
                return code
        alike = nearest(word, self._codes, most=1)
        return self._codes[alike[0]] if alike else None

    def advice(self, word: str) -> str:
        """Say what would be right in place of a word."""
        likely = suggested(self.name, word)
        near = [self._codes[found] for found in nearest(word, self._codes)]
        alike = [likely] if likely is not None and likely in self.labels else list(dict.fromkeys(near))
        hint = f"did you mean {joined(alike, 'or')}? " if alike else ""
        codes = list(self.labels)
        if len(codes) > _PRINTED:
            return f"{hint}allowed are {', '.join(codes[:_PRINTED])} and {len(codes) - _PRINTED} more"
        return f"{hint}allowed are {', '.join(codes)}"


# Closed lists, to which the database itself holds: name here -> its values, and the vocabulary that labels them.
_FIXED: Mapping[str, tuple[type[enum.StrEnum], str]] = MappingProxyType(
    {
        "record_status": (RecordStatus, "record_status"),
        "activity_kind": (ActivityKind, "kind"),
    }
)
# Lists taken as the catalogue has them.
_OPEN = (
    "by",
    "roles",
    "purpose",
    "channel",
    "audience",
    "topic",
    "training_topic",
    "ask",
    "norms",
    "formality",
    "data",
    "category",
    "subtype",
    "contribution_type",
    "represented",
    "agreement_kind",
    "unit",
    "direction",
    "confirmed_by",
    "side",
    "finding",
    "stage",
    "transition",
    "mode",
)
# What a partner can answer: where a request stands, but for one that waits.
_ANSWER, _STANDS = "answer", "match_status"
# One vocabulary of ways, of which each kind of record takes its own: name here -> whose they are; None where they are
# those of everybody who acts.
_WAYS: Mapping[str, str | None] = MappingProxyType(
    {"activity_way": None, "alliance_way": "alliances", "match_way": "match"}
)
# List -> the vocabulary whose words it shares, where they are said alike: whoever acts is called as whoever takes part.
_SAID_AS: Mapping[str, str] = MappingProxyType({"by": "roles", **dict.fromkeys(_WAYS, "way")})


@dataclass(frozen=True, slots=True)
class Words:
    """Every word that a file may use, under the rules in force.

    Attributes:
        lists: List name of `columns.Column.choices` -> its values.
        practices: Practice keys, with the wording as label.
        indicators: Indicator codes (`EC2.Leaders1`), with the short key (`EC2.L1`) as label.
        groups: Stakeholder groups, for marks "not present here".
    """

    lists: Mapping[str, Choices]
    practices: Choices
    indicators: Choices
    groups: Choices

    @classmethod
    def of(cls, catalogue: Catalogue, said: Said | None = None) -> Words:
        """Take them from a catalogue.

        Args:
            said: See `Choices`.
        """
        vocabularies = catalogue.vocabularies
        lists = {name: _labelled(vocabularies[name].values(), name, said) for name in _OPEN}
        for name, (values, vocabulary) in _FIXED.items():
            known = vocabularies.get(vocabulary, {})
            lists[name] = Choices(
                {
                    str(value): known[value].label if value in known else str(value).replace("_", " ").capitalize()
                    for value in values
                },
                name,
                said,
            )
        waits = catalogue.language.marked(_STANDS, "waits")
        stands = catalogue.language.values(_STANDS).values()
        lists[_ANSWER] = _labelled((one for one in stands if one.code not in waits), _ANSWER, said)
        ways = catalogue.language.vocabularies.way.values()
        for name, owner in _WAYS.items():
            owners = vocabularies["by"] if owner is None else (owner,)
            lists[name] = _labelled((way for way in ways if way.of in owners), name, said)
        return cls(
            lists=MappingProxyType(lists),
            practices=Choices({key: practice.wording for key, practice in catalogue.practices.items()}),
            indicators=Choices({code: name.key for code, name in catalogue.indicators.items()}),
            groups=_labelled(vocabularies["stakeholder_group"].values()),
        )


def vocabularies_of(name: str) -> tuple[str, ...]:
    """Name the vocabularies that word the codes of a list, the likeliest first."""
    if name in _FIXED:
        return (_FIXED[name][1],)
    if name in _WAYS:
        return ("way",)
    if name == _ANSWER:
        return (_STANDS,)
    return (name,)


def _labelled(values: Iterable[Value], name: str = "", said: Said | None = None) -> Choices:
    return Choices({value.code: value.label for value in values}, name, said)
