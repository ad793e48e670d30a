"""What phrases take their words from: the lists of a language, and the wordings of its practices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from models.continuum.language.language import Language
from models.continuum.language.thresholds import Thresholds
from models.wording import begun_small, joined


@dataclass(frozen=True, eq=False)
class Words:
    """The words of one version of the rules.

    Attributes:
        practices: Key -> wording, for rules that speak of another practice.
        on: The day (an ordinal) of which rules are said: what they look back on then begins on a day that can be named.
    """

    language: Language
    practices: Mapping[str, str] = field(default_factory=dict)
    on: int | None = None

    def of_day(self, on: date) -> Words:
        """Give the words in which rules are said of a day."""
        return replace(self, on=on.toordinal())

    @property
    def thresholds(self) -> Thresholds:
        """The numbers that texts tell."""
        return self.language.thresholds

    def practice(self, key: str) -> str:
        """Say a practice in mid-sentence, as what follows a "that"."""
        return begun_small(self.practices.get(key, "another practice is in place").rstrip("."))

    def value(self, vocabulary: str, code: str) -> str:
        """Say a value in mid-sentence."""
        return self.language.phrase(vocabulary, code)

    def name(self, vocabulary: str, code: str) -> str:
        """Name a value by its label, in mid-sentence."""
        return begun_small(self.language.label(vocabulary, code))

    def values(self, vocabulary: str, codes: Iterable[str], word: Literal["and", "or"] = "or") -> str:
        """Say several values in the order of their list, and what they all begin with only once."""
        wanted = frozenset(codes)
        return together(
            [self.value(vocabulary, code) for code in self.language.values(vocabulary) if code in wanted], word
        )

    def group(self, code: str) -> str:
        """Name a stakeholder group, or an audience that stands for none and is counted as itself."""
        groups = self.language.values("stakeholder_group")
        return self.name("stakeholder_group", code) if code in groups else self.value("audience", code)


def article(text: str) -> str:
    """Put "a" or "an" before a text."""
    return f"{'an' if text[:1].lower() in 'aeio' else 'a'} {text}"


def together(parts: Sequence[str], word: Literal["and", "or"] = "or") -> str:
    """Join parts, and say the words that all of them begin with only once: "to get tutoring or mentoring"."""
    split = [part.split(" ") for part in parts]
    same = 0
    if len(split) > 1:
        while all(len(one) > same + 1 and one[same] == split[0][same] for one in split):
            same += 1
    return " ".join([*split[0][:same], joined((" ".join(one[same:]) for one in split), word)]) if split else ""


def side_by_side(parts: Sequence[str], word: Literal["and", "or"]) -> str:
    """Join clauses: by semicolons where they have commas of their own."""
    some = [part for part in parts if part]
    if any("," in part or ";" in part or " and " in part or " or " in part for part in some):
        return f"; {word} ".join(some)
    return joined(some, word)
