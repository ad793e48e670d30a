"""Finds phrases in a line: words in a row, with alternatives and short gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from models.one_line.numbers import NUMBER_WORDS
from models.one_line.text import Word, plain, stem

T = TypeVar("T")
# A gap leaps over at most so many words: each place of a line costs so much and no more.
GAPS = {"...": 4, "..": 2}
NUMBER = "#"
_Part = frozenset[str] | int


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase found.

    Attributes:
        first, end: Numbers of its first word, and of the word behind its last.
        means: What the phrase stands for.
    """

    first: int
    end: int
    means: T

    @property
    def length(self) -> int:
        """How many words it spans."""
        return self.end - self.first

    def inside(self, other: Hit[T]) -> bool:
        """Whether another spans it and more."""
        return other.first <= self.first and self.end <= other.end and other.length > self.length


class PhraseBook(Generic[T]):
    """Phrases, and what each stands for."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[_Part, ...], T]]] = {}
        self.vocabulary: set[str] = set()
        for phrase, means in entries:
            parts = parts_of(phrase)
            for part in parts:
                self.vocabulary |= frozenset() if isinstance(part, int) else part
            for word in () if isinstance(parts[0], int) else parts[0]:
                self._by_first.setdefault(word, []).append((parts[1:], means))

    def find(self, words: Sequence[Word], stems: Sequence[str], without: frozenset[int] = frozenset()) -> list[Hit[T]]:
        """Find every phrase, the longest of each meaning at each place.

        Args:
            words: Those of the line.
            stems: What each of them counts as.
            without: Numbers of words that stand for something else.
        """
        found: list[Hit[T]] = []
        for at, word in enumerate(stems):
            if at in without:
                continue
            longest: dict[T, int] = {}
            numbered = self._by_first.get(NUMBER, ()) if is_several(word) else ()
            for rest, means in (*self._by_first.get(word, ()), *numbered):
                end = _end(rest, 0, at + 1, words, stems, without)
                if end:
                    longest[means] = max(end, longest.get(means, 0))
            found += [Hit(at, end, means) for means, end in longest.items()]
        return found


def parts_of(phrase: str) -> tuple[_Part, ...]:
    """Take a phrase apart: the words that may stand at each place, or how many a gap may leap over.

    Raises:
        ValueError: It begins or ends with a gap, or holds nothing.
    """
    parts = tuple(GAPS.get(part) or frozenset(stem(plain(word)) for word in part.split("|")) for part in phrase.split())
    if not parts or isinstance(parts[0], int) or isinstance(parts[-1], int):
        raise ValueError("a phrase begins and ends with a word")
    if any(not isinstance(part, int) and "" in part for part in parts):
        raise ValueError("a word is missing beside a '|'")
    return parts


def is_several(word: str) -> bool:
    """Whether a word is a number above one: "12", "dozen"."""
    return word.isdecimal() or NUMBER_WORDS.get(word, 0) > 1


def _end(
    parts: tuple[_Part, ...], part: int, at: int, words: Sequence[Word], stems: Sequence[str], without: frozenset[int]
) -> int:
    """Say behind which word the rest of a phrase ends; 0 where it is not there."""
    while part < len(parts):
        if at >= len(words) or words[at].clause != words[at - 1].clause:
            return 0
        wanted = parts[part]
        if isinstance(wanted, int):
            for leap in range(wanted + 1):
                end = _end(parts, part + 1, at + leap, words, stems, without)
                if end:
                    return end
                if at + leap >= len(words) or words[at + leap].clause != words[at - 1].clause:
                    return 0
            return 0
        if at in without or not (stems[at] in wanted or (NUMBER in wanted and is_several(stems[at]))):
            return 0
        part, at = part + 1, at + 1
    return at
