"""A line as words: where each stands, how it compares, which clause it belongs to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

# More is not read; no line is longer, and whoever pastes a page has a form to fill.
LONGEST = 5000
# A co-op is one word; what else stands with a hyphen is read as two, and so is "20ppl". A sign alone is said as a word.
_WORD = re.compile(
    r"\b[Cc][Oo]-[Oo][Pp]s?\b|\b\d+(?=(?!ish\b)[^\W\d_]{3,}\b)|[^\W_]+(?:['’ʼ][^\W_]+)*"
    r"|(?<!\S)(?:@(?=\s?\w)|[&+](?=\s)|\$+(?=[\s.,;!?)]|$)(?!\s*\d+(?![\d/])))"
)
_SIGNS = {"@": "at", "&": "and", "+": "and", "$": "money"}
_BREAK = re.compile(r"[,;:!?()\[\]\n\r–—…]|(?<=\s)-+(?=\s)")
_OWNERS = ("'s", "’s", "ʼs", "'S", "’S", "ʼS")
_DROPPED = str.maketrans("", "", "'’ʼ-")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line.

    Attributes:
        start, end: Where it stands in the line, as characters.
        said: As it was written.
        plain: In small letters, without accents and apostrophes.
        stem: The same as one of it, not several.
        clause: Number of its clause, from 0.
        first: It begins its clause.
    """

    start: int
    end: int
    said: str
    plain: str
    stem: str
    clause: int
    first: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its words."""

    text: str
    words: tuple[Word, ...]

    @property
    def shouted(self) -> bool:
        """Whether it is written in one case only, so that capitals tell nothing."""
        return self.text == self.text.upper() or self.text == self.text.lower()

    def between(self, before: int, after: int) -> str:
        """Give what stands between two words."""
        return self.text[self.words[before].end : self.words[after].start]

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Give where words `first` to `end`, the last not included, stand in the text."""
        return self.words[first].start, self.words[end - 1].end

    def without(self, places: frozenset[int]) -> Line:
        """Give the line with some words emptied, so that nothing finds them; they keep their places."""
        emptied = (replace(word, plain="", stem="") if at in places else word for at, word in enumerate(self.words))
        return Line(self.text, tuple(emptied))

    def within(self, start: int, end: int) -> set[int]:
        """Number the words that stand, in part at least, between two places of the text."""
        return {at for at, word in enumerate(self.words) if word.start < end and start < word.end}


def plain(text: str) -> str:
    """Write a word as it is compared."""
    if text and not text.strip(text[0]) and text[0] in _SIGNS:
        return _SIGNS[text[0]]
    if text.endswith(_OWNERS):
        text = text[:-2]
    spread = unicodedata.normalize("NFKD", text.translate(_DROPPED))
    return "".join(sign for sign in spread if not unicodedata.combining(sign)).casefold()


def stem(word: str) -> str:
    """Write several as one, near enough for words that are compared with each other."""
    if len(word) <= 3 or word.endswith(("ss", "us", "is")) or not word.endswith("s") or word == "news":
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def line_of(text: str, *, short: Iterable[str] = ()) -> Line:
    """Take a line apart, in one pass.

    Args:
        text: As it was typed; what lies beyond `LONGEST` characters is left out.
        short: Words after which a full stop ends nothing, such as "mr".
    """
    text = text[:LONGEST]
    kept = frozenset(short)
    found: list[Word] = []
    clause, last_end, first = 0, 0, True
    for match in _WORD.finditer(text):
        gap = text[last_end : match.start()]
        thousands = (
            bool(found)
            and gap == ","
            and match.group().isdecimal()
            and len(match.group()) == 3
            and found[-1].said.isdecimal()
        )
        # "Re: tour dates" and "Enrolled: 31 in robotics" break nothing.
        led = bool(found) and gap.startswith(":") and found[-1].plain in ("re", "subject", "enrolled", "registered")
        kept_together = thousands or led
        if found and not kept_together and (_BREAK.search(gap) or _full_stop(gap, found[-1], match.group(), kept)):
            clause, first = clause + 1, True
        word = plain(match.group())
        if not word:
            continue
        found.append(Word(match.start(), match.end(), match.group(), word, stem(word), clause, first))
        last_end, first = match.end(), False
    return Line(text, tuple(found))


def _full_stop(gap: str, before: Word, after: str, short: frozenset[str]) -> bool:
    if not gap.startswith(".") or not gap[1:2].isspace():
        return False
    return before.plain not in short and (len(before.plain) > 4 or after[:1].isupper())
