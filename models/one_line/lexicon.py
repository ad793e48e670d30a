"""The data that lines are read by, made ready for reading: once a process."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from models.continuum.language.language import Language
from models.one_line.phrases import PhraseBook
from models.one_line.said import Said, Signs
from models.one_line.text import Line, Word, line_of, stem

# In a phrase: any one word that students are called by.
STUDENTS = "@students"
# In a phrase: the call sign of a station, "WLTX".
STATION = "@station"
_CALL_SIGN = re.compile(r"[WK][A-Z]{3}(?:TV|FM)?")
_IN_SMALL_LETTERS = re.compile(r"[wk][bcdfghjklmnpqrstvwxz]{3}")
# A word of so many letters may be misspelt by one.
_MENDED_FROM = 6


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
        known: Words of the language, as far as the data knows them.
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
        words = data.words
        lists = (
            words.people, words.came, words.doing, words.telling, words.beside, words.inside, words.modifiers,
            words.titles, words.about, words.everyday,
        )  # fmt: skip
        self.known = frozenset(phrases | {stem(word) for part in lists for word in part})
        self.bodies = frozenset(
            PhraseBook(
                (whole(phrase), code)
                for code, said in data.said.get("audience", {}).items()
                if code not in data.sorts.organizations
                for phrase in said
            ).vocabulary
        )
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(phrases):
            if len(word) >= _MENDED_FROM and word.isalpha():
                self._by_letter.setdefault(word[0], []).append(word)
        self._mended = lru_cache(maxsize=8192)(self._mend)

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
        return word if word in self.known or len(word) < _MENDED_FROM else self._mended(word)

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
