"""Finds organizations in a line by their names, as people shorten and misspell them; where two could be meant, none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from models.one_line.numbers import whole_number
from models.one_line.said import LineWords
from models.one_line.standing import WHOSE, Standing, Try
from models.one_line.text import Line, line_of, stem

# A shorter word alone is a name only where a place is named: "at Dow".
# One letter left out, doubled or swapped is a slip of the hand from this length on; another letter from that.
SHORTEST = 4
SLIP_FROM, OTHER_LETTER_FROM = 5, 7
# Words of names are cut short to so many letters, and not to fewer.
_CUT_FROM = 3
# Fewer first letters are too often something else: "TV", "PE".
_LETTERS_FROM = 3
# A word of more names than these names none; the next words may narrow them down, so many at most.
_MANY, _NARROWED_BY = 40, 6
# More names than these cannot all be meant: nothing is asked about them.
_MOST_ASKED = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """An organization that a line names.

    Attributes:
        first, end: Numbers of its first word, and of the word behind its last.
        names: Whose names it can be: one where it is sure, several or an unsure one where somebody must say.
        sure: It may be taken as read.
        whole: All of the one name is said, and it can be no other's, though its words may mean something else too.
    """

    first: int
    end: int
    names: tuple[str, ...]
    sure: bool
    whole: bool = False


class NameBook(Standing):
    """The names that a line may use."""

    def __init__(
        self,
        names: Iterable[tuple[str, str]],
        words: LineWords,
        *,
        known: frozenset[str],
        bodies: frozenset[str],
        acts: frozenset[str],
    ) -> None:
        """Take names apart.

        Args:
            names: Each with what it stands for: the name itself, or that of which it is another.
            words: What names are made of.
            known: Words of the language, which are no part of another name beside one.
            bodies: Words that people call audiences by: together they name none of the organizations.
            acts: Words that what happens ends with.
        """
        super().__init__(words, known, bodies, acts)
        self._stands_for: list[str] = []
        self._by_word: dict[str, set[int]] = {}
        letters: dict[str, set[str]] = {}
        for name, stands_for in names:
            parts = tuple(word.stem for word in line_of(name).words if word.plain not in self._legal)
            if not parts:
                continue
            self._add(parts, stands_for)
            for short in self._letters_of(name) | self._letters_in(name):
                letters.setdefault(short, set()).add(stands_for)
        self._acronyms = frozenset(letters)
        for short, all_of_them in letters.items():
            for stands_for in sorted(all_of_them):
                self._add((short,), stands_for)
        self._by_letter: dict[str, list[str]] = {}
        for word in self._by_word:
            # The common words of names are slipped in as well, though they alone name none.
            if len(word) >= (OTHER_LETTER_FROM - 1 if word in self._kinds else SLIP_FROM):
                self._by_letter.setdefault(word[0], []).append(word)

    @property
    def words(self) -> Container[str]:
        """Words that the names are made of, each as one of it."""
        return self._by_word.keys()

    def _add(self, parts: tuple[str, ...], stands_for: str) -> None:
        for part in parts:
            self._by_word.setdefault(part, set()).add(len(self._names))
        self._names.append(parts)
        self._stands_for.append(stands_for)

    def _letters_of(self, name: str) -> set[str]:
        """Give the first letters by which people call a name: "MCC", with and without its "of", and up to it."""
        words = [word.plain for word in line_of(name).words if word.plain]
        before_of = words[: words.index("of")] if "of" in words else words
        # "Wexley State University, College of Engineering" is WSU.
        before_comma = [word.plain for word in line_of(name.partition(",")[0]).words if word.plain]
        parts = (words, before_of, before_comma)
        ways = [words, *([word for word in some if word not in self._legal] for some in parts)]
        short = {"".join(word[0] for word in some) for some in ways if len(some) >= _LETTERS_FROM}
        return {one for one in short if one.isalpha() and one not in self._known}

    def _letters_in(self, name: str) -> set[str]:
        """Give the letters that a longer name holds as such, by which people call it: "Anderson County EMS"."""
        words = [word for word in line_of(name).words if word.plain]
        if len(words) < 2 or all(word.said.isupper() for word in words):
            return set()
        short = {word.plain for word in words if word.said.isupper() and len(word.plain) >= _LETTERS_FROM}
        return {one for one in short if one.isalpha() and one not in self._known and one not in self._legal}

    def find(self, line: Line, without: frozenset[int] = frozenset()) -> list[Mention]:
        """Find the organizations that a line names, in its order, none overlapping another.

        Args:
            without: Numbers of words that stand for something else.
        """
        line = line.without(without)
        tries = [found for at in range(len(line.words)) for found in self._tries(line, at)]
        by_place: dict[tuple[int, int], list[Try]] = {}
        for one in tries:
            by_place.setdefault((one.first, one.end), []).append(one)
        tries.sort(key=lambda one: (-len(one.matched), one.first - one.end, one.slipped, one.first))
        taken: set[int] = set()
        mentions: list[Mention] = []
        for one in tries:
            places = set(range(one.first, one.end))
            if places & taken:
                continue
            taken |= places
            mention = self._mention(line, one, by_place[one.first, one.end])
            if mention:
                mentions.append(mention)
        return sorted(mentions, key=lambda mention: mention.first)

    def _readings(self, word: str, plain: str) -> dict[str, bool]:
        """Give the words of names that a word can be, and whether it would be misspelt."""
        meant = {full: False for full in (word, *map(stem, self._words.short.get(plain, ()))) if full in self._by_word}
        if meant or len(word) < SLIP_FROM or word in self._known:
            return meant
        near = [name for name in self._by_letter.get(word[0], ()) if slipped(word, name)]
        return {near[0]: True} if len(near) == 1 else {}

    def _tries(self, line: Line, first: int) -> Iterable[Try]:
        """Give the names that begin to be read at a word, each as far as it goes."""
        if line.words[first].plain in self._legal:
            return
        for word, slipped in self._readings(line.words[first].stem, line.words[first].plain).items():
            for number in self._few(line, first, word):
                parts = self._names[number]
                matched, at, end, wrong = [parts.index(word)], first + 1, first + 1, slipped
                while at < len(line.words) and matched[-1] + 1 < len(parts) and self._runs_on(line, at):
                    if line.words[at].plain in self._legal:
                        at += 1
                        continue
                    places, slip = self._further(line, at, parts, matched[-1] + 1)
                    if not places:
                        break
                    wrong = wrong or slip
                    matched += places
                    at = end = at + 1
                yield Try(first, end, number, tuple(matched), wrong)

    def _few(self, line: Line, first: int, word: str) -> Iterable[int]:
        """Give the names with a word; where they are many, those of them that the next words narrow them down to."""
        names = self._by_word[word]
        for at in range(first + 1, min(len(line.words), first + _NARROWED_BY)):
            if len(names) <= _MANY:
                break
            following = self._readings(line.words[at].stem, line.words[at].plain)
            names = names & set().union(*(self._by_word[one] for one in following)) if following else names
        return sorted(names) if len(names) <= _MANY else ()

    def _further(self, line: Line, at: int, parts: Sequence[str], begin: int) -> tuple[list[int], bool]:
        """Say which of a name's further words a word stands for, and whether it is misspelt."""
        word = line.words[at]
        meant = self._readings(word.stem, word.plain)
        for full in self._words.short.get(word.plain, ()):
            several = tuple(stem(part) for part in full.split())
            for place in range(begin, len(parts) - len(several) + 1) if len(several) > 1 else ():
                if tuple(parts[place : place + len(several)]) == several:
                    return list(range(place, place + len(several))), False
        for place in range(begin, len(parts)):
            if parts[place] in meant:
                return [place], meant[parts[place]]
        # "Kestrel CTC": the first letters of all that follows the name's own word.
        rest = parts[begin:]
        if len(word.plain) == len(rest) >= _LETTERS_FROM and word.plain == "".join(part[0] for part in rest):
            return list(range(begin, len(parts))), False
        # "Summit Aero" behind the name's own first word is that name cut short.
        cut = len(word.plain) >= _CUT_FROM and word.stem not in self._known
        return [place for place in range(begin, len(parts)) if cut and parts[place].startswith(word.plain)][:1], False

    def _mention(self, line: Line, best: Try, rivals: Sequence[Try]) -> Mention | None:
        same = [one for one in rivals if len(one.matched) == len(best.matched)]
        letters = line.words[best.first].plain in self._acronyms and len(best.matched) == 1
        whole = [one for one in same if len(one.matched) == len(self._names[one.name])]
        meant = tuple(dict.fromkeys(self._stands_for[one.name] for one in (whole if whole and not letters else same)))
        chosen = whole[0] if whole else best
        parts = [self._names[chosen.name][place] for place in chosen.matched]
        telling = [part for part in parts if part not in self._kinds]
        common = not telling or (len(parts) == 1 and parts[0] in self._known)
        called = common and len(parts) == 1
        rivals_too = len({self._stands_for[one.name] for one in same}) > 1
        if called and not self._called_so(line, chosen, bool(whole)):
            return None
        if called and not whole:
            club = line.words[chosen.first].stem in self._bodies - self._kinds and len(self._names[chosen.name]) > 1
            local = club and self._is_local(line, chosen)
            sure = len(meant) == 1 and (self._is_the_only_one(line, chosen) or local)
        elif called and not rivals_too and self._is_written_as_its_name(line, chosen):
            sure = len(meant) == 1
        elif letters:
            sure = len(meant) == 1 and self._is_written_in_capitals(line, chosen)
        else:
            named = not self._goes_on(line, chosen, bool(whole)) and self._names_it(line, chosen, whole)
            sure = len(meant) == 1 and named
        if not sure and (len(meant) > _MOST_ASKED or not self._may_be_theirs(line, chosen)):
            return None
        before = line.words[best.first - 1].plain if best.first else ""
        if not telling and before in WHOSE and before != "the":
            return None  # "our career center" is the school's
        is_whole = bool(whole) and not letters and not rivals_too and len(meant) == 1
        return Mention(chosen.first, chosen.end, meant, sure, is_whole)

    def _names_it(self, line: Line, one: Try, whole: Sequence[Try]) -> bool:
        """Whether what matched is enough of a name."""
        parts = [self._names[one.name][place] for place in one.matched]
        telling = [part for part in parts if part not in self._kinds]
        if self._is_person(line, one) or (one.slipped and len(parts) < 2 and not whole):
            return False
        if whole:
            if len(parts) > 1:
                written_so = all(word.said[0].isupper() for word in line.words[one.first : one.end])
                return not set(parts) <= self._own or (written_so and not line.shouted)
            return bool(telling) and not set(parts) & (self._own | self._known) and self._is_called(line, one.first)
        if len(parts) > 1:
            own = bool(set(parts) & self._own)
            telling = [part for part in telling if not own or part not in self._known]
            return bool(telling) or self._common_words_are_enough(line, one, parts)
        word, before = line.words[one.first], line.words[one.first - 1] if one.first else None
        if not telling or parts[0] in self._known or one.slipped:
            return False
        led = before is not None and before.plain in self._asides and before.clause == word.clause
        if parts[0] in self._given or len(parts[0]) < SHORTEST:
            return led and before is not None and before.plain in ("at", "from") and len(parts[0]) >= _CUT_FROM
        # "The halden apprenticeship": a word that the language does not have is a name in small letters too.
        led = led or (line.shouted and before is not None and before.plain == "the")
        # "Career talk ebbline", "toured ebbline"
        led = led or (before is not None and before.stem in self._acts and before.clause == word.clause)
        # "2 ebbline machinists"
        led = led or (before is not None and whole_number(before.plain) is not None and before.clause == word.clause)
        return led or word.first or (word.said[0].isupper() and not line.shouted)

    def _common_words_are_enough(self, line: Line, one: Try, parts: Sequence[str]) -> bool:
        """Whether common words alone are: two beside each other at an end of the name, "the paper mill"."""
        if set(parts) <= self._bodies and self._is_local(line, one):
            return True
        together = one.matched[-1] - one.matched[0] + 1 == len(one.matched) or one.matched[:2] == (0, 1)
        written_so = not line.shouted and all(word.said[0].isupper() for word in line.words[one.first : one.end])
        if together and written_so and one.matched[-1] == len(self._names[one.name]) - 1:
            return not set(parts) <= self._own  # "Children's Museum"
        at_edge = one.matched[0] == 0 or one.matched[-1] == len(self._names[one.name]) - 1
        return together and at_edge and not set(parts) <= self._own and not set(parts) <= self._bodies


def slipped(word: str, name: str) -> bool:
    """Whether a word is a name's word, misspelt by one slip."""
    if OSA.distance(word, name, score_cutoff=1) > 1:
        return False
    another_letter = len(word) == len(name) and Counter(word) != Counter(name)
    return len(name) >= (OTHER_LETTER_FROM if another_letter else SLIP_FROM)
