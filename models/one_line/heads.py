"""Reads numbers of people: as digits, as words, and as "30 to 40"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from models.one_line.numbers import NUMBER_WORDS
from models.one_line.text import Line

# "Channel 9 came", "room 12": a number behind these is a name.
NUMBERED = frozenset(
    ("channel", "room", "rooms", "period", "block", "grade", "local", "section", "route", "highway", "suite", "troop")
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people.

    Attributes:
        first, end: Numbers of its first word, and of the word behind its last.
        who: `students`, `families`, `teachers`, or `people`.
        many: How many; of "30-40" the lower.
        up_to: The higher of such two; None where one number is said.
    """

    first: int
    end: int
    who: str
    many: int
    up_to: int | None = None


def read_heads(line: Line, at: int, taken: Collection[int]) -> tuple[int | None, int]:
    """Read a number of heads; None where the word is none, and the number of the word behind it."""
    words = line.words
    if at in taken:
        return None, at + 1
    said = words[at].plain
    if at > 0 and words[at - 1].plain in NUMBERED and words[at - 1].clause == words[at].clause:
        return None, at + 1
    if said.isdecimal() and said.isascii() and len(said) <= 7:
        before = line.text[max(0, words[at].start - 1) : words[at].start]
        if before in ("$", ".", "#", "/") or line.text[words[at].end : words[at].end + 1] in ("%", "/"):
            return None, at + 1
        number, behind = int(said), at + 1
        thousands = behind < len(words) and line.between(at, behind) == "," and len(said) <= 3
        if thousands and words[behind].plain.isdecimal() and len(words[behind].plain) == 3:
            number, behind = number * 1000 + int(words[behind].plain), behind + 1
        return number, behind
    if said.endswith("ish") and said[:-3].isdecimal() and len(said) <= 7:
        return int(said[:-3]), at + 1
    if said == "a" and at + 1 < len(words) and words[at + 1].plain in ("dozen", "hundred", "couple"):
        said, at = words[at + 1].plain, at + 1
    if said in NUMBER_WORDS:
        number, behind = NUMBER_WORDS[said], at + 1
        if said == "couple" and behind < len(words) and words[behind].plain == "of":
            behind += 1
        if behind < len(words) and words[behind].plain in ("dozen", "hundred") and number < 20:
            return number * NUMBER_WORDS[words[behind].plain], behind + 1
        follows = words[behind].plain if behind < len(words) else ""
        if 20 <= number < 100 and NUMBER_WORDS.get(follows, 99) < 10:
            return number + NUMBER_WORDS[follows], behind + 1
        return number, behind
    return None, at + 1


def read_up_to(line: Line, number: int | None, at: int, taken: Collection[int]) -> tuple[int | None, int]:
    """Read the higher number of "30-40" or "30 to 40"; None, and the same word, where there is none."""
    words = line.words
    if number is None or at >= len(words):
        return None, at
    behind = at + 1 if words[at].plain in ("to", "or") else at
    if behind > at or line.between(at - 1, at).strip() in ("-", "–"):
        higher, end = read_heads(line, behind, taken) if behind < len(words) else (None, behind)
        if higher is not None and number < higher <= number * 4:
            return higher, end
    return None, at
