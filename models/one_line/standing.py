"""Tells whether a word stands in a line as a name does: "the hospital", "spoke at Kiwanis", not "our career center"."""

from __future__ import annotations

from dataclasses import dataclass

from models.one_line.said import LineWords
from models.one_line.text import Line, stem

_OF_VERBS = ("ed", "ing")
_OWNS = ("'s", "’s", "s'", "s’")
WHOSE = frozenset(("our", "the", "a", "an", "my", "your", "their", "his", "her", "its", "this", "that"))
_TO_A_CLUB = frozenset(("at", "to", "with", "w", "before", "from", "for"))
PLACES_OF_WORK = frozenset(("plant", "shop", "lab", "mill", "factory", "facility", "campus"))
WITH_STUDENTS = frozenset(("university", "college", "institute"))


@dataclass(frozen=True, slots=True)
class Try:
    """A name that may be meant.

    Attributes:
        first, end: Numbers of its first word in the line, and of the word behind its last.
        name: Number of the name.
        matched: Which words of the name are said.
        slipped: One of them is misspelt.
    """

    first: int
    end: int
    name: int
    matched: tuple[int, ...]
    slipped: bool


class Standing:
    """What the words around a name tell of it; the names themselves are a book's."""

    def __init__(self, words: LineWords, known: frozenset[str], bodies: frozenset[str], acts: frozenset[str]) -> None:
        """Sort the words that names are made of and stand beside.

        Args:
            words: What names are made of.
            known: Words of the language, which are no part of another name beside one.
            bodies: Words that people call audiences by: together they name none of the organizations.
            acts: Words that what happens ends with.
        """
        self._words, self._known, self._bodies, self._acts = words, known, bodies, acts
        self._legal = frozenset(words.legal)
        self._called = frozenset(stem(word) for word in words.organizations)
        self._modifying = frozenset(stem(word) for word in words.as_modifiers)
        self._kinds = self._called | {stem(word) for word in words.kinds_of_organization}
        self._of_their_own = frozenset(stem(word) for word in words.of_their_own)
        self._own = frozenset(stem(word) for word in words.school_things)
        self._titles, self._given = frozenset(words.titles), frozenset(words.given_names)
        self._no_nouns = frozenset(
            (
                *words.doing,
                *words.telling,
                *words.beside,
                *words.inside,
                *words.came,
                *words.everyday,
                *words.of_organizations,
            )
        ) - frozenset(words.titles)
        self._asides = frozenset((*words.beside, *words.inside, *words.telling, "by", "and", "visited", "toured"))
        self._beside_names = self._legal | self._asides | self._titles
        self._names: list[tuple[str, ...]] = []

    def _runs_on(self, line: Line, at: int) -> bool:
        """Whether a word still belongs to what stands before it."""
        between = line.between(at - 1, at)
        return len(between) <= 3 and not set(between) - set(" .,&-'’/") and "," not in between

    def _is_the_only_one(self, line: Line, one: Try) -> bool:
        """Whether "the hospital" calls one: no word of the school's own, and no part of another: "the plant sale"."""
        at, word = one.first, line.words[one.first]
        if word.stem in self._own or at == 0:
            return False
        before = line.words[at - 1]
        alone = one.end >= len(line.words) or line.words[one.end].clause != word.clause
        behind = "" if alone else line.words[one.end].plain  # emptied where it is a day or a sum
        ends = not behind or word.said.endswith(_OWNS) or behind in self._no_nouns
        if before.clause != word.clause:
            return ends  # one of several that are listed: "the shipyard, hospital and library"
        of_a_place = not ends and line.words[one.end].stem in self._kinds  # "the quarry lake"
        return before.plain == "the" and (ends or not (word.stem in self._modifying or of_a_place))

    def _gave_it(self, line: Line, one: Try) -> bool:
        """Whether something came from a club that is called by its first word: "check from kiwanis"."""
        return one.first > 0 and line.words[one.first - 1].plain == "from" and self._is_local(line, one)

    def _is_local(self, line: Line, one: Try) -> bool:
        """Whether a club is called by its name's first word where one goes: "spoke at Kiwanis"."""
        led = one.first > 0 and line.words[one.first - 1].plain in _TO_A_CLUB
        return led and one.matched == tuple(range(len(one.matched))) and not self._goes_on(line, one, False)

    def _is_written_as_its_name(self, line: Line, one: Try) -> bool:
        """Whether a word that has another meaning is written as the name that it is: "Kiwanis", "at The Library"."""
        word, before = line.words[one.first], line.words[one.first - 1] if one.first else None
        if line.shouted or not word.said[0].isupper() or self._is_person(line, one) or self._goes_on(line, one, True):
            return False
        if before is not None and before.plain in WHOSE and before.plain != "the":
            return False
        led_by_name = before is not None and before.plain == "the" and before.said[0].isupper()
        # "PTA" is written so whoever is meant.
        return (word.stem not in self._own or (led_by_name and not word.said.isupper())) and not (
            word.first and before is None and word.stem in self._own
        )

    def _is_written_in_capitals(self, line: Line, one: Try) -> bool:
        """Whether first letters are written as such: "MCC", where not all of the line is."""
        return not line.shouted and line.words[one.first].said.isupper()

    def _is_called(self, line: Line, at: int) -> bool:
        """Whether a single word stands as a name does: "at Target", "Target gave", not "our target"."""
        word, before = line.words[at], line.words[at - 1] if at else None
        if before is not None and before.plain in WHOSE:
            return False
        led = before is not None and before.plain in self._asides and before.clause == word.clause
        return led or word.first or (word.said[0].isupper() and not line.shouted)

    def _called_so(self, line: Line, one: Try, whole: bool) -> bool:
        """Whether a common word is used as a name is: "the hospital", or as a club is called: "Rotary"."""
        word, before = line.words[one.first], line.words[one.first - 1] if one.first else None
        club = word.stem in self._bodies - self._kinds
        if whole or (club and word.said[0].isupper() and not line.shouted) or (club and self._gave_it(line, one)):
            return True
        led = word.first if before is None or before.clause != word.clause else before.plain == "the"
        return led and word.stem in self._called

    def _is_person(self, line: Line, one: Try) -> bool:
        before = line.words[one.first - 1] if one.first else None
        return before is not None and before.plain in self._titles and len(one.matched) < 2

    def _may_be_theirs(self, line: Line, one: Try) -> bool:
        """Whether a person may be one whom a firm is called by, "Mr. Holland", so that somebody is asked."""
        if not self._is_person(line, one):
            return True
        return one.matched == (0,) and line.words[one.first - 1].plain not in self._words.of_office

    def _goes_on(self, line: Line, one: Try, whole: bool) -> bool:
        """Whether the words beside it make it another name: "Kestrel County Schools", "Ada Ortiz"."""
        after, before = one.end, one.first - 1
        owns = line.words[one.end - 1].said.endswith(_OWNS)  # "Titan's Jake" is of Titan
        if not owns and after < len(line.words) and self._runs_on(line, after) and not whole:
            word = line.words[after]
            written_so = line.shouted or word.said[0].isupper()
            names_more = word.stem in self._kinds and word.stem not in self._own and written_so
            alone = len(one.matched) == 1
            # "Halvorsen plant tour" and "toured Halvorsen plant" are of Halvorsen.
            at_work = alone and word.plain in PLACES_OF_WORK
            at_work = at_work and (self._is_act(line, after + 1) or self._is_act(line, before))
            names_more = names_more and not at_work
            if alone and word.stem in self._of_their_own and word.stem not in self._names[one.name]:
                return True
            own = alone and word.stem in self._own and not self._has_students(one, word.stem)
            if names_more or self._is_strange(line, after, unknown=alone) or own:
                return True
        return before >= 0 and line.between(before, before + 1) == " " and self._is_strange(line, before)

    def _is_act(self, line: Line, at: int) -> bool:
        """Whether a word ends what happens: "tour"."""
        return 0 <= at < len(line.words) and line.words[at].stem in self._acts

    def _has_students(self, one: Try, after: str) -> bool:
        """Whether "students" behind a name are that organization's: "Clemson students", where it is a university."""
        return after == "student" and not WITH_STUDENTS.isdisjoint(self._names[one.name])

    def _is_strange(self, line: Line, at: int, *, unknown: bool = False) -> bool:
        """Whether a word looks like part of a name: written as one, or (where `unknown`) no word of the language."""
        word = line.words[at]
        if len(word.plain) < 2 or word.plain.isdigit() or word.plain in self._beside_names:
            return False
        if (word.first or word.said.islower()) and word.plain.endswith(_OF_VERBS):
            return False  # "Handed" begins a line with a capital as any word does; "mercy landed" is no Mercy Landed
        if word.stem in self._known or word.plain in self._known:
            written_so = not line.shouted and word.said[0].isupper() and not word.first
            return written_so and (word.stem in self._kinds or (unknown and not word.said.isupper()))
        return unknown if line.shouted else word.said[0].isupper()
