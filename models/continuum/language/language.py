"""The language of one version of the rules: everything that facts and rules are read with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, cast, overload

from models.continuum.language import partnership_values as theirs
from models.continuum.language import values as of
from models.continuum.language.derivations import Derivations
from models.continuum.language.sets import ValueSet
from models.continuum.language.thresholds import Thresholds
from models.continuum.language.vocabularies import NAMES, Vocabularies, marks_of
from models.wording import begun_small

# The sides of a partnership.
BOTH = frozenset({"school", "partner"})


@dataclass(frozen=True, eq=False)
class Language:
    """One version's language; two of equal content are equal, whatever version they came with.

    Attributes:
        vocabularies: The typed values.
        sets: Name -> set of values, for rules that say `@name`.
        cadences: Frequency word -> dimension -> least number.
        ladders: Frequency words from the rarer to the more frequent.
        thresholds: Every number.
        derivations: What follows from a record beside what it says.
    """

    vocabularies: Vocabularies
    sets: Mapping[str, ValueSet]
    cadences: Mapping[str, Mapping[str, int]]
    ladders: tuple[tuple[str, ...], ...]
    thresholds: Thresholds
    derivations: Derivations

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Language) and self._content == other._content

    def __hash__(self) -> int:
        return hash(self._content)

    @cached_property
    def _content(self) -> str:
        """A digest of everything, made once: languages are compared wherever facts are looked up."""
        content = {
            "vocabularies": {
                name: [value.model_dump() for value in values.values()] for name, values in self.by_name.items()
            },
            "sets": {
                name: [one.vocabulary, sorted(one.codes), one.takes_unsaid] for name, one in sorted(self.sets.items())
            },
            "cadences": {name: sorted(counts.items()) for name, counts in sorted(self.cadences.items())},
            "ladders": self.ladders,
            "thresholds": self.thresholds.model_dump(),
            "derivations": self.derivations.model_dump(),
        }
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    @cached_property
    def by_name(self) -> Mapping[str, Mapping[str, of.Value]]:
        """Every vocabulary that has values, under its name."""
        return MappingProxyType(
            {
                name: values
                for name in NAMES
                if (values := cast("Mapping[str, of.Value]", getattr(self.vocabularies, name)))
            }
        )

    @cached_property
    def _marked(self) -> dict[tuple[str, str], frozenset[str]]:
        return {}

    @overload
    def values(self, vocabulary: Literal["by"]) -> Mapping[str, of.Actor]: ...
    @overload
    def values(self, vocabulary: Literal["roles"]) -> Mapping[str, of.Role]: ...
    @overload
    def values(self, vocabulary: Literal["kind"]) -> Mapping[str, of.Kind]: ...
    @overload
    def values(self, vocabulary: Literal["audience"]) -> Mapping[str, of.Audience]: ...
    @overload
    def values(self, vocabulary: Literal["channel"]) -> Mapping[str, of.Channel]: ...
    @overload
    def values(self, vocabulary: Literal["topic"]) -> Mapping[str, of.Topic]: ...
    @overload
    def values(self, vocabulary: Literal["training_topic"]) -> Mapping[str, of.TrainingTopic]: ...
    @overload
    def values(self, vocabulary: Literal["purpose"]) -> Mapping[str, of.Purpose]: ...
    @overload
    def values(self, vocabulary: Literal["way"]) -> Mapping[str, of.Way]: ...
    @overload
    def values(self, vocabulary: Literal["ask"]) -> Mapping[str, of.Ask]: ...
    @overload
    def values(self, vocabulary: Literal["norms"]) -> Mapping[str, of.Norm]: ...
    @overload
    def values(self, vocabulary: Literal["data"]) -> Mapping[str, of.SourceData]: ...
    @overload
    def values(self, vocabulary: Literal["match_status"]) -> Mapping[str, theirs.MatchStatus]: ...
    @overload
    def values(self, vocabulary: Literal["finding"]) -> Mapping[str, theirs.Finding]: ...
    @overload
    def values(self, vocabulary: Literal["category"]) -> Mapping[str, theirs.Category]: ...
    @overload
    def values(self, vocabulary: Literal["subtype"]) -> Mapping[str, theirs.Subtype]: ...
    @overload
    def values(self, vocabulary: Literal["stage"]) -> Mapping[str, theirs.Stage]: ...
    @overload
    def values(self, vocabulary: Literal["contribution_type"]) -> Mapping[str, theirs.ContributionType]: ...
    @overload
    def values(self, vocabulary: Literal["agreement_kind"]) -> Mapping[str, theirs.AgreementKind]: ...
    @overload
    def values(self, vocabulary: Literal["unit"]) -> Mapping[str, theirs.Unit]: ...
    @overload
    def values(self, vocabulary: Literal["transition"]) -> Mapping[str, theirs.Transition]: ...
    @overload
    def values(self, vocabulary: Literal["mode"]) -> Mapping[str, theirs.RecognitionMode]: ...
    @overload
    def values(self, vocabulary: Literal["represented"]) -> Mapping[str, of.Seat]: ...
    @overload
    def values(self, vocabulary: str) -> Mapping[str, of.Value]: ...
    def values(self, vocabulary: str) -> Mapping[str, Any]:
        """Give a vocabulary's values by code.

        Raises:
            KeyError: There is no such vocabulary.
        """
        return self.by_name[vocabulary]

    def marked(self, vocabulary: str, mark: str) -> frozenset[str]:
        """Give the codes of the values that have a mark, found once for each.

        Raises:
            KeyError: There is no such vocabulary, or its values have no such mark.
        """
        found = self._marked.get((vocabulary, mark))
        if found is None:
            if mark not in marks_of(vocabulary):
                raise KeyError(mark)
            values = self.values(vocabulary)
            found = frozenset(code for code, value in values.items() if getattr(value, mark))
            self._marked[vocabulary, mark] = found
        return found

    def first(self, vocabulary: str, mark: str) -> str:
        """Give the first value that has a mark of which the product needs one: see `vocabularies.NEEDED_MARKS`.

        Raises:
            KeyError: There is no such vocabulary or mark.
            StopIteration: No value has it, which the reader of a catalogue refuses for the marks that are needed.
        """
        marked = self.marked(vocabulary, mark)
        return next(code for code in self.values(vocabulary) if code in marked)

    def standing_for(self, vocabulary: Literal["side", "confirmed_by"], *, school: bool, partner: bool) -> str:
        """Give the first value that stands for these sides and no other; the reader makes sure that there is one."""
        values = cast("Mapping[str, theirs.Side | theirs.ConfirmedBy]", self.values(vocabulary))
        return next(code for code, one in values.items() if (one.school, one.partner) == (school, partner))

    def sides(self, vocabulary: Literal["side", "confirmed_by"], code: str) -> frozenset[str]:
        """Say which sides a value stands for, of `BOTH`; none where it is not known."""
        return frozenset(side for side in BOTH if code in self.marked(vocabulary, side))

    def label(self, vocabulary: str, code: str) -> str:
        """Say a code in people's words; an unknown code stands for itself."""
        value = self.by_name.get(vocabulary, {}).get(code)
        return value.label if value else code.replace("_", " ")

    def phrase(self, vocabulary: str, code: str) -> str:
        """Say a code in mid-sentence: as its phrase where it has one, else as its label begins in small letters."""
        value = self.by_name.get(vocabulary, {}).get(code)
        if value is not None and value.phrase is not None:
            return value.phrase
        return begun_small(self.label(vocabulary, code))
