"""Who stands where in a line: who acts, who took part, whom it was for. Told by the words before and behind them."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from models.one_line.numbers import NUMBER_WORDS
from models.one_line.said import LineWords
from models.one_line.standing import PLACES_OF_WORK
from models.one_line.text import Line, stem

# How far behind a name its verb is looked for: "a nurse and a welder from Kestrel Tech told".
_TO_THE_VERB = 9
_TO_WHAT = 5
_ALSO_NOUNS = frozenset(
    ("talk", "visit", "present", "share", "plan", "email", "show", "report", "call", "tour", "form", "need")
)
_WHAT = frozenset(("what", "how", "why"))
_GATHERINGS = frozenset(("meeting", "meetings", "mtg", "mtgs"))
_PASSIVE = frozenset(("was", "were", "been", "got", "be", "is", "are"))


class Side(enum.Enum):
    """What part somebody has in what a line tells."""

    ACTS = "acts"
    BY = "by"
    TOLD = "told"
    BESIDE = "beside"
    THERE = "there"
    ALONE = "alone"
    ABOUT = "about"
    INSIDE = "inside"
    FROM = "from"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whom a line names.

    Attributes:
        first, end: Numbers of the first word, and of the word behind the last.
        clause: Number of the clause.
        side: What part they have.
    """

    first: int
    end: int
    clause: int
    side: Side


class Sides:
    """Tells sides by the words of the data."""

    def __init__(self, words: LineWords) -> None:
        self._doing, self._came = frozenset(words.doing), frozenset(words.came)
        self._telling, self._beside = frozenset(words.telling), frozenset(words.beside)
        self._inside, self._about = frozenset(words.inside), frozenset(("about", "re", "regarding", "concerning"))
        self._skipped = frozenset((*words.modifiers, *words.titles))

    def parties(self, line: Line, places: Sequence[tuple[int, int]]) -> list[Party]:
        """Tell the sides of all who are named, in the line's order.

        Args:
            places: For each the number of its first word, and of the word behind its last.
        """
        found: list[Party] = []
        for first, end in sorted(set(places)):
            side = self._side(line, first, end, found)
            if side in (Side.OBJECT, Side.INSIDE) and self._is_told_of(line, first, side):
                side = Side.ABOUT
            found.append(Party(first, end, line.words[first].clause, side))
        return found

    def _is_told_of(self, line: Line, first: int, side: Side) -> bool:
        """Whether "about" or "what" stands shortly before: "about what kids learn", "what I learned at Ironbridge"."""
        clause = line.words[first].clause
        before = line.words[max(0, first - _TO_WHAT) : first]
        placed = side is Side.INSIDE or line.words[first - 1].plain in self._inside
        of = self._about | _WHAT if placed else self._about
        return any(word.plain in of and word.clause == clause for word in before)

    def _side(self, line: Line, first: int, end: int, before: Sequence[Party]) -> Side:
        at = first - 1
        clause = line.words[first].clause
        while (
            at >= max(0, first - _TO_THE_VERB)
            and line.words[at].clause == clause
            and self._is_modifier(line, at, first)
        ):
            at -= 1
        if at < 0 or line.words[at].clause != clause:
            return self._of_subject(line, end)
        word = line.words[at].plain
        if word == "and" or (word in self._skipped and at == 0):
            joined = next((party for party in before[:-4:-1] if party.end <= at and party.clause == clause), None)
            if joined is None:
                return Side.OBJECT
            return self._of_subject(line, end) if joined.side in (Side.ACTS, Side.ALONE, Side.THERE) else joined.side
        if word == "by":
            return Side.BY
        if word == "from":
            return Side.FROM
        if word in self._about:
            return Side.ABOUT
        if word in self._telling:
            return Side.TOLD
        if word in self._beside:
            return Side.BESIDE
        return Side.INSIDE if word in self._inside else Side.OBJECT

    def _is_modifier(self, line: Line, at: int, first: int) -> bool:
        word = line.words[at]
        before = line.words[at - 1].plain if at > 0 else ""
        if word.plain == "of" and (before in NUMBER_WORDS or before.isdecimal()):
            return True  # "with two of my teachers"
        if word.plain in ("about", "of", "us", "over", "s") and (
            at + 1 >= first or not line.words[at + 1].plain[:1].isdigit()
        ):
            # "About 30 people" is a number, "about students" is not.
            return word.plain == "s"
        possessive = word.said.endswith(("'s", "’s", "s'", "s’"))
        return word.plain in self._skipped or word.plain[:1].isdigit() or possessive or word.plain in NUMBER_WORDS

    def _of_subject(self, line: Line, end: int) -> Side:
        """Tell the side of somebody whom a clause begins with, by the first verb behind them."""
        clause = line.words[end - 1].clause
        if [word.plain for word in line.words[end : end + 2]] in (["and", "i"], ["and", "we"], ["and", "me"]):
            return Side.BESIDE
        if end < len(line.words) and line.words[end].clause == clause and line.words[end].plain in _GATHERINGS:
            return Side.ALONE  # "PTO mtg 1/13 showed the printer": the group is only where it was
        # "PTA talk" is a talk, "students talk" is not.
        one = line.words[end - 1].plain == line.words[end - 1].stem
        # "Ebbline shop visit" is a visit to it.
        placed = end < len(line.words) and line.words[end].plain in PLACES_OF_WORK
        for at in range(end, min(len(line.words), end + _TO_THE_VERB)):
            word = line.words[at].plain
            if line.words[at].clause != clause:
                break
            if (
                word in _PASSIVE
                and at + 1 < len(line.words)
                and line.words[at + 1].plain in (self._doing | self._telling)
            ):
                return Side.THERE
            if word in self._came:
                return Side.THERE
            if word in self._doing and not (word in _ALSO_NOUNS and at == (end + placed) and one):
                return Side.ACTS
        return Side.ALONE


def counted_nouns(words: Sequence[str]) -> frozenset[str]:
    """Give the nouns among phrases that a number may stand before: single words, but for those of whole classes."""
    return frozenset(
        stem(one)
        for phrase in words
        if " " not in phrase
        for one in phrase.split("|")
        if one not in ("class", "classes", "homeroom", "kindergarten", "sga", "admin", "ap")
    )
