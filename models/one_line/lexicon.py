"""The data that lines are read by, made ready for reading: once a process."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from collections.abc import Container, Mapping
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from models.continuum.language.language import Language
from models.one_line.heads import NUMBERED
from models.one_line.phrases import PhraseBook, parts_of
from models.one_line.said import Said, Signs
from models.one_line.sides import counted_nouns
from models.one_line.text import Line, Word, line_of, stem

# In a phrase: any one word that students are called by.
STUDENTS = "@students"
# In a phrase: the call sign of a station, "WLTX".
STATION = "@station"
_CALL_SIGN = re.compile(r"[WK][A-Z]{3}(?:TV|FM)?")
_IN_SMALL_LETTERS = re.compile(r"[wk][bcdfghjklmnpqrstvwxz]{3}")
# A word of so many letters may be misspelt by one, and one of so many have lost the "e" of its "ed".
_MENDED_FROM = 6
_SLIPS_FROM = 5
# "A career talk 4 our 9th grade": figures that are read aloud as a word.
_SOUNDS = {"2": "to", "4": "for"}
_BEFORE_NOUNS = frozenset(("a", "an", "the", "our", "my", "his", "her", "their", "your", "us", "me", "them"))
_LISTING = frozenset(("and", "for", "on", "to", "at", "with", "w", "about", "in", "last", "this"))
# Words of every day that also end what happens.
_HAPPEN_DAILY = frozenset(("talk", "tour", "call", "session", "day", "night", "visit"))
_MONTHS = frozenset(name.casefold() for name in (*month_name, *month_abbr, "sept") if name)


class Lexicon:
    """Phrases by what they mean.

    Attributes:
        data: What it was made of.
        marked: Gives the values of a vocabulary of which a mark is said.
        first: Gives the first of them.
        values: (vocabulary, code) of every value.
        happenings: Numbers of the happenings, the surest first.
        signs: Names of the signs.
        every: How often something happens.
        units: What things are counted in that have a unit of their own: "40 meals".
        there: What is said of people who were there, behind their number.
        bodies: Words that audiences are called by, but for colleges, which are organizations.
        counted: Nouns that a number of people stands before -> who they are.
        known: Words of the language, as far as the data knows them.
        acts: Words that what happens ends with, as one of it: "career talk", "visited".
    """

    def __init__(self, data: Said, language: Language) -> None:
        self.data = data
        self.marked, self.first = language.marked, language.first
        students = "|".join(phrase for phrase in data.said.get("roles", {}).get("students", ()) if " " not in phrase)

        def whole(phrase: str) -> str:
            return phrase.replace(STUDENTS, students)

        self.values: PhraseBook[tuple[str, str]] = PhraseBook(
            (whole(phrase), (vocabulary, code))
            for vocabulary, codes in data.said.items()
            for code, phrases in codes.items()
            for phrase in phrases
        )
        self.happenings: PhraseBook[int] = PhraseBook(
            (whole(phrase), at) for at, one in enumerate(data.happenings) for phrase in one.said
        )
        self.signs: PhraseBook[str] = PhraseBook(
            (whole(phrase), name) for name in Signs.model_fields for phrase in getattr(data.signs, name)
        )
        self.every: PhraseBook[str] = PhraseBook(
            (phrase, often) for often, said in data.every.items() for phrase in said
        )
        self.units: PhraseBook[str] = PhraseBook(
            (" ".join(word.plain for word in line_of(said).words), code)
            for code, value in language.values("unit").items()
            if not (value.money or value.hours or value.things)
            for said in (value.label, value.noun, value.nouns)
            if said
        )
        self.there: PhraseBook[bool] = PhraseBook((phrase, True) for phrase in data.words.there)
        phrases = self.values.vocabulary | self.happenings.vocabulary | self.signs.vocabulary
        self._phrases = frozenset(phrases)
        words = data.words
        lists = (
            words.people, words.came, words.doing, words.telling, words.beside, words.inside, words.modifiers,
            words.titles, words.about, words.everyday,
        )  # fmt: skip
        self.known = frozenset(phrases | {stem(word) for part in lists for word in part})
        ends = (word for one in data.happenings for said in one.said for word in parts_of(said)[-1:])
        grammar = (*words.modifiers, *words.everyday, *words.inside, *words.beside, *words.people)
        grammar = (*grammar, *words.kinds_of_organization, *words.organizations, "to", "for", "by", "him")
        self.acts = frozenset(word for part in ends if not isinstance(part, int) for word in part) - {
            stem(word) for word in grammar if stem(word) not in _HAPPEN_DAILY
        }
        self.bodies = frozenset(
            PhraseBook(
                (whole(phrase), code)
                for code, said in data.said.get("audience", {}).items()
                if code not in data.sorts.organizations
                for phrase in said
            ).vocabulary
        )
        nouns = dict.fromkeys(counted_nouns(words.people), "people")
        nouns |= dict.fromkeys(counted_nouns(data.said.get("audience", {}).get("families", ())), "families")
        for role in data.sorts.counted:
            nouns |= dict.fromkeys(counted_nouns(data.said.get("roles", {}).get(role, ())), role)
        self.counted: Mapping[str, str] = nouns
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(phrases):
            if len(word) >= _MENDED_FROM and word.isalpha():
                self._by_letter.setdefault(word[0], []).append(word)
        self._mended = lru_cache(maxsize=8192)(self._mend)

    def in_full(self, line: Line, names: Container[str]) -> Line:
        """Give a line with the words that were written short, or slipped, as what they mean.

        Args:
            names: Words that organizations are called by, which stay as they are.
        """
        words = [word if word.stem in names else self._in_full(word) for word in line.words]
        for at, word in enumerate(words[:-1]):
            if word.said in _SOUNDS and words[at + 1].plain in _BEFORE_NOUNS and _stands_alone(line, at):
                words[at] = _aloud(word)
        return Line(line.text, tuple(words))

    def with_figures_said(self, line: Line, ends: Mapping[int, int], taken: Container[int]) -> Line:
        """Give a line with the figures before organizations as words: "took kids 2 Mercy", not "2 Mercy nurses".

        Args:
            ends: Number of the first word of each organization -> of the word behind its last.
            taken: Numbers of words that are days, sums, hours.
        """
        words = list(line.words)
        for first, end in ends.items():
            at = first - 1
            alone = end >= len(words) or end in taken or words[end].clause != words[first].clause
            listed = alone or words[end].plain in _LISTING
            if at > 0 and at not in taken and words[at].said in _SOUNDS and listed and _stands_alone(line, at):
                words[at] = _aloud(words[at])
        return Line(line.text, tuple(words))

    def _in_full(self, word: Word) -> Word:
        if word.plain in self.data.words.hasty:
            meant = self.data.words.hasty[word.plain]
            return replace(word, plain=meant, stem=stem(meant))
        meant = self._meant(word.stem)
        ending = word.plain.removeprefix(word.stem) if word.plain.startswith(word.stem) else ""
        return word if meant == word.stem else replace(word, plain=meant + ending, stem=meant)

    def stems_of(self, line: Line) -> list[str]:
        """Give what each word of a line counts as: itself, or what it was meant to be."""
        return [
            STATION if self._is_call_sign(word, shouted=line.shouted) else self._meant(word.stem) for word in line.words
        ]

    def _is_call_sign(self, word: Word, *, shouted: bool) -> bool:
        """Whether a word is what a station is called by: "WLTX", "KPAX", in small letters where it has no vowel."""
        if word.stem in self.known or word.stem in self.data.words.hasty or word.stem in self.data.words.short:
            return False
        if not shouted and _CALL_SIGN.fullmatch(word.said):
            return True
        return bool(_IN_SMALL_LETTERS.fullmatch(word.plain))

    def _meant(self, word: str) -> str:
        if word in self.data.words.hasty:
            return stem(self.data.words.hasty[word])
        if word in self.known or len(word) < _SLIPS_FROM:
            return word
        if word[-1] == "d" and (meant := f"{word[:-1]}ed") in self._phrases:
            return meant  # "helpd"
        return word if len(word) < _MENDED_FROM else self._mended(word)

    def code_in(self, vocabulary: str, text: str) -> str | None:
        """Find the code of a vocabulary that a text speaks of, by its longest phrase; None where it speaks of none."""
        line = line_of(text)
        hits = [hit for hit in self.values.find(line.words, self.stems_of(line)) if hit.means[0] == vocabulary]
        longest = max(hits, key=lambda hit: (hit.length, -hit.first), default=None)
        return longest.means[1] if longest else None

    def often(self, text: str) -> str | None:
        """Say how often a line says that something happens; None where it says nothing of it, or two things."""
        line = line_of(text)
        said = {hit.means for hit in self.every.find(line.words, [word.stem for word in line.words])}
        return said.pop() if len(said) == 1 else None

    def _mend(self, word: str) -> str:
        near = process.extract(word, self._by_letter.get(word[0], ()), scorer=OSA.distance, score_cutoff=1, limit=2)
        if len(near) != 1:
            return word
        meant = near[0][0]
        # Another ending makes another word: "advise" is no "advised".
        return meant if word[-2:] == meant[-2:] else word


def _aloud(figure: Word) -> Word:
    return replace(figure, plain=_SOUNDS[figure.said], stem=_SOUNDS[figure.said])


def _stands_alone(line: Line, at: int) -> bool:
    """Whether a figure is no part of a date, a class or a clause of its own: "talk 4 our class", not "grade 4, our"."""
    if at == 0 or line.words[at + 1].clause != line.words[at].clause:
        return False
    numbers = line.words[at - 1].plain in NUMBERED or line.words[at - 1].plain in _MONTHS
    return not numbers and line.between(at - 1, at).isspace() and line.between(at, at + 1).isspace()
