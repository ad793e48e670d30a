"""Counts the people of a line: how many, and who they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from models.one_line.heads import Count, read_heads, read_up_to
from models.one_line.lexicon import Lexicon
from models.one_line.text import Line

# "Me and three friends" are four, "three of us and a teacher" three.
_FELLOWS = frozenset(("friend", "classmate", "other", "teammate", "buddy"))
# "33 signed up", "enrolled 31 in": who does these is a student.
_STUDENTS_DO = frozenset(("signed", "enrolled", "registered", "applied"))
_ENROLLED = frozenset(("enrolled", "registered"))
_APPLICATIONS = frozenset(("applications", "apps"))
_OURS = frozenset(("my", "our", "your", "the"))
# "A dozen or so parents".
_LOOSELY = frozenset(("or", "so", "odd", "plus", "ish"))
# How many words may stand between a number and what it counts: "58 excited 7th grade students".
_TO_THE_NOUN = 4
_LETTERS = 6

# "Mailed to 380 homes": one family each. Without its s, "sent 20 home" counts something else.
_HOMES = frozenset(("homes",))


class Counting:
    """The numbers of people that a line names."""

    def __init__(self, line: Line, *, taken: Collection[int], there: Mapping[int, int], lexicon: Lexicon) -> None:
        """Look at a line.

        Args:
            taken: Numbers of words that are days, sums, hours.
            there: Where several words say that people were there: number of the first -> of the word behind the last.
        """
        self._line, self._taken, self._there, self._nouns = line, taken, there, lexicon.counted
        self._words, self._bodies = lexicon.data.words, lexicon.bodies

    def counts(self) -> list[Count]:
        """List the numbers of people, in the line's order."""
        found: list[Count] = []
        at = 0
        while at < len(self._line.words):
            number, behind = read_heads(self._line, at, self._taken)
            up_to, behind = read_up_to(self._line, number, behind, self._taken)
            who = self._who_is_counted(behind) if number is not None else None
            if number is not None and who is None and self._is_with_me(at, behind):
                number, who = number + 1, ("us", behind + 1)
            if number is not None and who is None and at == 1 and self._line.words[0].plain == "us":
                who = ("us", behind)  # "us 5 showed our drone"
            if number is not None and who is not None:
                found.append(Count(at, who[1], who[0], number, up_to))
                behind = who[1]
            at = max(at + 1, behind)
        return found

    def _is_with_me(self, at: int, behind: int) -> bool:
        """Whether a number stands in "me and three friends"."""
        words = self._line.words
        before = [word.plain for word in words[max(0, at - 2) : at]]
        mine = before in (["me", "and"], ["i", "and"], ["myself", "and"]) or before[-1:] in (["w"], ["with"])
        mine = mine or before[-1:] in (["me"], ["i"], ["myself"])
        return mine and behind < len(words) and words[behind].stem in _FELLOWS

    def _who_is_counted(self, at: int) -> tuple[str, int] | None:
        """Say who stands behind a number, and behind which word that ends."""
        words, data = self._line.words, self._words
        if (
            at < len(words)
            and words[at].plain == "of"
            and at + 1 < len(words)
            and words[at + 1].plain in ("us", "them")
        ):
            of_students = words[at + 1].plain == "them" and words[at - 1].first and self._students_were_named(at)
            return "students" if of_students else "us", at + 2
        if self._is_enrolled(at) or self._are_applications(at):
            return "students", at
        if self._are_st(at):
            return "students", at + 1
        if at + 1 < len(words) and words[at].plain == "of" and words[at + 1].plain in _OURS:
            at += 1  # "six of my students"
        begin = at
        while at < len(words) and at <= begin + _TO_THE_NOUN and at not in self._taken:
            word = words[at]
            if at > 0 and word.clause != words[at - 1].clause:
                return None
            if word.plain in _HOMES:
                return "families", at + 1
            if word.stem in self._nouns and word.plain not in ("showed", "read"):
                following = words[at + 1] if at + 1 < len(words) else None
                if word.plain == word.stem and following and word.said[-1:] != "s" and following.stem in self._nouns:
                    at += 1
                    continue
                return self._nouns[word.stem], at + 1
            if at == begin and (word.plain in data.came or at in self._there):
                return "people", self._there.get(at, at + 1)
            if (at == begin and word.plain in _STUDENTS_DO) or self._is_a_grade(at, begin):
                return "students", at + (at > begin)
            described = (
                word.plain in data.modifiers
                or word.plain in data.courses
                or word.plain in _LOOSELY
                or word.stem in self._bodies
            )
            # "9 NHS kids": letters of a club.
            letters = at == begin and word.said.isupper() and 1 < len(word.said) < _LETTERS and not self._line.shouted
            if not described and not letters and not word.plain[:1].isdigit():
                return None
            at += 1
        return None

    def _students_were_named(self, at: int) -> bool:
        """Whether those of whom "61 of them" speaks are students."""
        named = [word.stem for word in self._line.words[:at] if word.stem in self._nouns or word.stem == "grade"]
        return bool(named) and (named[-1] == "grade" or self._nouns[named[-1]] == "students")

    def _is_enrolled(self, at: int) -> bool:
        """Whether a number stands in "enrolled 31 in": who enrolls is a student."""
        words = self._line.words
        placed = at < len(words) and words[at].plain in ("in", "for", "at")
        return placed and at > 1 and words[at - 2].plain in _ENROLLED and words[at - 2].clause == words[at].clause

    def _are_applications(self, at: int) -> bool:
        """Whether so many applications are counted, "6 apps in for": who applies is a student; "6 apps" are made."""
        words = self._line.words
        behind = words[at + 1].plain if at + 1 < len(words) else ""
        return at < len(words) and words[at].plain in _APPLICATIONS and behind in ("in", "to", "for", "submitted")

    def _are_st(self, at: int) -> bool:
        """Whether "28 st" ends a clause: no street, no saint, no "21 st"."""
        words = self._line.words
        if at >= len(words) or words[at].said != "st" or words[at - 1].plain[-1:] == "1":
            return False
        return at + 1 == len(words) or words[at + 1].clause != words[at].clause

    def _is_a_grade(self, at: int, begin: int) -> bool:
        """Whether "8th gr" stands for its students: no noun follows."""
        words = self._line.words
        if at == begin or words[at].plain not in ("grade", "gr") or not words[at - 1].plain[:1].isdigit():
            return False
        data = self._words
        following = words[at + 1] if at + 1 < len(words) else words[at]
        no_nouns = (*data.doing, *data.inside, *data.came, "to", "grade", "gr")
        return following.clause != words[at].clause or following.plain in no_nouns
