"""Everything that a line names, found once and each at its place; what it means together is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from models.one_line.counted import Counting
from models.one_line.days import DayRead, find_days, find_spans_of_time
from models.one_line.heads import Count
from models.one_line.lexicon import STATION, Lexicon
from models.one_line.names import Mention, NameBook
from models.one_line.numbers import Quantity, find_days_long, find_hours, find_links, find_money
from models.one_line.own import Offered, OwnWords
from models.one_line.phrases import Hit
from models.one_line.said import Happening
from models.one_line.sides import Party, Side, Sides
from models.one_line.standing import WITH_STUDENTS
from models.one_line.text import Line, line_of, stem

# Vocabularies whose values are named by nouns: within the name of one of them the word of another means nothing.
_NAMED = ("audience", "roles")
_WITHIN_ASKS = ("audience", "roles", "topic")
_GATHERINGS = frozenset(("meeting", "mtg", "session", "call", "zoom"))
_TITLES_OF_OFFICE = frozenset(("rep", "sen", "representative"))
_WHERE = frozenset(("at", "in", "near", "outside"))
_PROMISED = frozenset(("theyd", "theyll", "shed", "shell", "hed", "hell"))
_TO_WHAT_WAS_PROMISED = 5
# "Work out next year's dual enrollment", "go over": what stands behind them is only spoken of.
_TALKED_OVER = {
    "out": frozenset(("work", "working", "worked", "figure", "figured", "figuring", "sort", "sorted", "iron")),
    "over": frozenset(("go", "going", "went", "talk", "talked", "talking")),
    "up": frozenset(("set", "setting", "line", "lining", "lined")),
}
_FOR_AN_OFFICIAL = frozenset(("office", "staff", "aide", "aides", "staffer"))
_POINTING = frozenset(("the", "local", "a"))
_ON_A_CHANNEL = frozenset(("channel", "news"))


def _stations(stems: Sequence[str]) -> Iterator[int]:
    """Give where the words stand by which stations are called: "WLTX", "Channel 5", "News 13"."""
    for at, said in enumerate(stems):
        if said == STATION:
            yield at
        elif said in _ON_A_CHANNEL and at + 1 < len(stems) and stems[at + 1].isdecimal():
            yield from (at, at + 1)


def _has_students(one: Mention) -> bool:
    """Whether an organization that is surely meant is a college by its name."""
    return one.sure and not WITH_STUDENTS.isdisjoint(word.stem for word in line_of(one.names[0]).words)


class Findings:
    """What a line names.

    Attributes:
        line: The line as words.
        links, money, hours, days: What was found of each.
        mentions: Organizations.
        offered: What partners offer in words of their own, the longest first.
        groups: Name of a partner -> who its people are, for groups of the school's own.
    """

    def __init__(self, text: str, *, lexicon: Lexicon, names: NameBook, today: date, own: OwnWords) -> None:
        words = lexicon.data.words
        self.lexicon = lexicon
        self.line: Line = lexicon.in_full(line_of(text, short=(*words.titles, *words.short)), names.words)
        self._stems = lexicon.stems_of(self.line)
        self.links = find_links(self.line.text)
        self.money: list[Quantity] = find_money(self.line.text)
        self.hours: list[Quantity] = _apart(find_hours(self.line.text), self.money)
        self.taken: set[int] = set()
        for start, end, _address in self.links:
            self.taken |= self.line.within(start, end)
        for quantity in (*self.money, *self.hours):
            self.taken |= self.line.within(quantity.start, quantity.end)
        self._nouns = lexicon.counted
        signs = lexicon.signs.find(self.line.words, self._stems, frozenset(self.taken))
        coming = [hit for hit in signs if hit.means == "still_to_come"]
        ahead = {self.line.words[hit.first].clause for hit in coming} - self._past
        if any(hit.first == 0 and self._is_all_of_its_clause(hit) for hit in coming):
            ahead |= {word.clause for word in self.line.words} - self._past  # "Upcoming: trip to Mercy Dec 4"

        def is_ahead(place: int) -> bool:
            at = min(self.line.within(place, place + 1), default=0)
            return self.line.words[at].clause in ahead or self.is_promised(at)

        days = find_days(self.line.text, today=today, still_to_come=is_ahead, counted=self._counts_at)
        days = [day for day in days if not self.line.within(day.start, day.end) & self.taken]
        # "Sent a reminder that the fair is next Thursday" tells the day of the fair, not that of the reminder.
        self.days: list[DayRead] = [day for day in days if not (day.ahead and self._past)]
        for day in self.days:
            self.taken |= self.line.within(day.start, day.end)
        self.days_long = find_days_long(self.line.text)
        self.spans_of_time = find_spans_of_time(self.line.text)
        timed = {at for start, end in self.spans_of_time for at in self.line.within(start, end)}
        found = names.find(self.line, frozenset(self.taken | timed))
        self.mentions: list[Mention] = [one for one in found if not self._is_a_place(one)]
        ends = {one.first: one.end for one in self.mentions if one.sure}
        self.line = lexicon.with_figures_said(self.line, ends, self.taken)
        self._stems = lexicon.stems_of(self.line)
        self._named = frozenset(at for one in self.mentions if one.sure for at in range(one.first, one.end))
        # A station that is a partner is still one.
        stations = set(_stations(self._stems))
        self._without = frozenset(self.taken | timed) | (self._named - stations)
        known = lexicon.data.own_groups
        self.groups = {name: known[category] for name, category in own.categories.items() if category in known}
        self.offered: list[Offered] = own.find(self.line, self._without)

    def _is_all_of_its_clause(self, hit: Hit[Any]) -> bool:
        words = self.line.words
        return hit.end < len(words) and words[hit.end].clause != words[hit.first].clause

    def _is_a_place(self, mention: Mention) -> bool:
        """Whether a common word only says where parents were met: "ran into two moms at the bakery"."""
        words = self.line.words
        said = words[mention.first : mention.end]
        at = mention.first - (mention.first > 0 and words[mention.first - 1].plain == "the") - 1
        if at < 0 or any(word.said[:1].isupper() for word in said) or words[at].plain not in _WHERE:
            return False
        before = (word for word in words[:at] if word.clause == words[at].clause)
        return any(self._nouns.get(word.stem) == "families" for word in before)

    def is_promised(self, at: int) -> bool:
        """Whether a word stands behind "they said they'd"."""
        words = self.line.words
        before = words[max(0, at - _TO_WHAT_WAS_PROMISED) : at]
        return any(word.plain in _PROMISED and word.clause == words[at].clause for word in before)

    @property
    def tells_of_what_is_over(self) -> bool:
        """Whether any clause says that something was done."""
        return bool(self._past)

    @cached_property
    def _past(self) -> set[int]:
        """Numbers of the clauses that tell what is over."""
        words = self.lexicon.data.words
        doing = frozenset((*words.doing, *words.telling, *words.came))
        return {
            word.clause
            for word in self.line.words
            if word.plain in words.past or (word.plain in doing and word.plain.endswith("ed"))
        }

    @cached_property
    def signs(self) -> list[Hit[str]]:
        """Signs of other kinds of record and of marks."""
        return self.lexicon.signs.find(self.line.words, self._stems, self._without)

    def _of_a_partner(self, hit: Hit[tuple[str, str]]) -> Hit[tuple[str, str]]:
        """Take people whom a partner sends for its own: a college's students, "two educators from the museum"."""
        sent = any(one.first == self._behind_from(hit.end) for one in self.mentions)
        theirs = (hit.means in (("roles", "staff"), ("roles", "teachers")) and sent) or (
            hit.means == ("roles", "students") and (self._are_of_a_college(hit.end) or self._is_a_student_of_one(hit))
        )
        return Hit(hit.first, hit.end, ("roles", "alliances")) if theirs else hit

    def _are_of_a_college(self, end: int) -> bool:
        """Whether "students" before a word are a partner's: "three students from Kestrel Technical College tutor"."""
        sent = self.line.words[end - 1].stem == "student"
        return sent and any(_has_students(one) and one.first == self._behind_from(end) for one in self.mentions)

    def _is_a_student_of_one(self, hit: Hit[tuple[str, str]]) -> bool:
        """Whether one student is called by a college: "a Wexley State student helped us"."""
        words = self.line.words
        if (
            words[hit.first].plain != "student"
            or not hit.first
            or words[hit.first - 1].clause != words[hit.first].clause
        ):
            return False
        return any(_has_students(one) and one.end == hit.first for one in self.mentions)

    def _behind_from(self, at: int) -> int | None:
        """Give the number of the word behind "from", or "from the", where that stands at a place."""
        behind = [word.plain for word in self.line.words[at : at + 2]]
        if behind[:1] != ["from"]:
            return None
        return at + 1 + (behind[1:] == ["the"])

    def units(self) -> list[Hit[str]]:
        """What things may be counted in: units of their own."""
        return self.lexicon.units.find(self.line.words, self._stems, self._without)

    @cached_property
    def _all_values(self) -> list[Hit[tuple[str, str]]]:
        return self.lexicon.values.find(self.line.words, self._stems, self._without - self._named)

    @cached_property
    def values(self) -> list[Hit[tuple[str, str]]]:
        """Values of vocabularies, without those that stand within a longer name of another."""
        found = [
            hit
            for hit in self._all_values
            if not (self._is_a_word_only(hit) or self._is_of_a_name(hit) or self._only_owns(hit))
        ]
        covering: dict[tuple[str, int], list[Hit[tuple[str, str]]]] = {}
        for hit in found:
            for at in range(hit.first, hit.end if hit.length > 1 else hit.first):
                covering.setdefault((_family(hit), at), []).append(hit)
        found = [
            hit for hit in found if not any(hit.inside(one) for one in covering.get((_family(hit), hit.first), ()))
        ]
        found = [hit for hit in found if hit.means[0] != "channel" or not self._is_only_data(hit)]
        found = [self._of_a_partner(hit) for hit in found]
        # "A second robotics class" is asked for: no class is told anything.
        asked = {at for hit in found if hit.means[0] == "ask" for at in range(hit.first, hit.end)}
        return [hit for hit in found if hit.means[0] not in _WITHIN_ASKS or hit.end - 1 not in asked or hit.length > 2]

    @cached_property
    def happenings(self) -> list[tuple[Happening, Hit[int]]]:
        """What may have happened, the surest first; what is only spoken about comes last."""
        found = self.lexicon.happenings.find(self.line.words, self._stems, self._without)
        found = [hit for hit in found if not (self._is_only_data(hit) or self._is_of_a_count(hit))]
        # "Plant tour" in "re plant tour dates" is spoken of, and so is its "tour".
        found = [hit for hit in found if not any(hit.means == one.means and hit.inside(one) for one in found)]
        best: dict[int, Hit[int]] = {}
        for hit in found:
            old = best.get(hit.means)
            if old is None or (self.only_spoken_of(hit.first), hit.first) < (self.only_spoken_of(old.first), old.first):
                best[hit.means] = hit
        order = sorted(best.values(), key=lambda hit: (self.only_spoken_of(hit.first), hit.means))
        return [(self.lexicon.data.happenings[hit.means], hit) for hit in order]

    @cached_property
    def counts(self) -> list[Count]:
        """Numbers of people."""
        there = self.lexicon.there.find(self.line.words, self._stems, frozenset(self.taken))
        ends = {hit.first: hit.end for hit in there}
        counting = Counting(self.line, taken=self.taken, there=ends, lexicon=self.lexicon)
        return [one for one in counting.counts() if one.who != "students" or not self._are_of_a_college(one.end)]

    @cached_property
    def parties(self) -> dict[tuple[int, int], Party]:
        """The sides of all who are named: people by their nouns, organizations by their names."""
        places = [(hit.first, hit.end) for hit in self.values if hit.means[0] in _NAMED]
        places += [(one.first, one.end) for one in self.mentions]
        return {(one.first, one.end): one for one in Sides(self.lexicon.data.words).parties(self.line, places)}

    @cached_property
    def unnamed_organizations(self) -> list[int]:
        """Numbers of words that call an organization without naming it: "the mill"."""
        called = frozenset(stem(word) for word in self.lexicon.data.words.organizations)
        words = self.line.words
        return [at for at in range(1, len(words)) if words[at].stem in called and words[at - 1].plain in _POINTING]

    def values_in(self, text: str) -> list[Hit[tuple[str, str]]]:
        """List the values that another text names: the name of an organization."""
        line = line_of(text)
        return self.lexicon.values.find(line.words, self.lexicon.stems_of(line))

    def side(self, hit: Hit[tuple[str, str]] | Mention) -> Side:
        """Tell the side of somebody named."""
        return self.parties[hit.first, hit.end].side

    def of(self, vocabulary: str) -> list[Hit[tuple[str, str]]]:
        """List the values of a vocabulary that are named, in the line's order."""
        return sorted((hit for hit in self.values if hit.means[0] == vocabulary), key=lambda hit: (hit.first, -hit.end))

    def sign(self, name: str) -> Hit[str] | None:
        """Find the first sign of a name."""
        return min((hit for hit in self.signs if hit.means == name), key=lambda hit: hit.first, default=None)

    def only_spoken_of(self, first: int) -> bool:
        """Whether a word stands behind "about", "for": then it is no thing that happened."""
        words, about = self.line.words, self.lexicon.data.words
        clause, at, articles = words[first].clause, first - 1, (*about.modifiers, "this", "next", "years")
        while at >= max(0, first - 4) and words[at].clause == clause and words[at].plain in articles:
            if words[at].plain == "about" and not words[at + 1].plain[:1].isdigit():
                break  # "about 30 people" is a number
            at -= 1
        if at < 0 or words[at].clause != clause:
            return False
        if words[at].plain == "to" and at > 0 and words[at - 1].plain == "how":
            return True
        if words[at].plain == "how" and any(
            word.plain in about.telling and word.clause == clause for word in words[max(0, at - 3) : at]
        ):
            return True  # "told the team how the egg drop went"
        if at > 0 and words[at - 1].plain in _TALKED_OVER.get(words[at].plain, ()):
            return self._is_behind_a_talk(at)
        if words[at].plain not in about.about:
            # "About keeping the grant" keeps nothing.
            doing = words[at].plain.endswith("ing") and at > 0 and words[at - 1].clause == clause
            return doing and words[at - 1].plain in about.about
        # "A planning meeting" is a meeting.
        return not (words[at].plain.startswith("plan") and words[first].stem in _GATHERINGS)

    def _is_behind_a_talk(self, at: int) -> bool:
        """Whether somebody met or called before a word: "sat down with them to work out" is no working out alone."""
        clause = self.line.words[at].clause
        talks = self.lexicon.data.sorts.talks
        return any(
            hit.means[0] == "channel"
            and hit.means[1] in talks
            and hit.first < at
            and self.line.words[hit.first].clause == clause
            for hit in self._all_values
        )

    @property
    def main_clause(self) -> int:
        """Number of the first clause in which something is told."""
        return next((word.clause for at, word in enumerate(self.line.words) if at not in self.taken), 0)

    def _is_a_word_only(self, hit: Hit[tuple[str, str]]) -> bool:
        """Whether "rep" is no representative: without a capital it sells something."""
        word = self.line.words[hit.first]
        following = self.line.words[hit.end].plain if hit.end < len(self.line.words) else ""
        if word.plain == "ap" and hit.length == 1 and following in self.lexicon.data.words.courses:
            return True  # "AP Bio" is a course
        if hit.length > 1 or word.stem not in _TITLES_OF_OFFICE:
            return False
        behind = self.line.text[word.end : word.end + 3]
        # "rep. Ortega", though in small letters, is one.
        of_office = word.said[0].isupper() or (behind.startswith(". ") and behind[2:].isupper())
        # In a line without capitals it is what stands behind a full stop and is no word: "rep. dawes".
        named = hit.end < len(self.line.words) and self.line.words[hit.end].stem not in self.lexicon.known
        of_office = of_office or (self.line.shouted and behind.startswith(". ") and named)
        return of_office if hit.means[0] == "roles" and word.plain == word.stem else not of_office

    def _only_owns(self, hit: Hit[tuple[str, str]]) -> bool:
        """Whether somebody is only named as whose something is: "the employer's project"."""
        word = self.line.words[hit.end - 1]
        said = word.said + self.line.text[word.end : word.end + 1]
        following = self.line.words[hit.end].plain if hit.end < len(self.line.words) else ""
        if following in _FOR_AN_OFFICIAL:
            return False  # "the representative's office" speaks for them
        return hit.means[0] in _NAMED and said.endswith(("'s", "’s", "s'", "s’"))

    def _is_of_a_name(self, hit: Hit[tuple[str, str]]) -> bool:
        """Whether a value stands in an organization's name and is not what it is: the Lincoln Rotary Club is a club."""
        in_name = self._named & set(range(hit.first, hit.end))
        bodies = self.lexicon.data.sorts.bodies
        return bool(in_name) and not (
            hit.means[0] == "audience" and hit.means[1] in bodies and len(in_name) == hit.length
        )

    def _is_only_data(self, hit: Hit[Any]) -> bool:
        """Whether it is named within what tells of data: "survey results" are no survey."""
        return any(one.first <= hit.first and hit.end < one.end for one in self._data)

    def _is_of_a_count(self, hit: Hit[Any]) -> bool:
        """Whether it is said of those who are counted: "200 stopped by" is no visit."""
        return hit.length < 3 and any(one.first < hit.first and hit.end <= one.end for one in self.counts)

    @cached_property
    def _data(self) -> list[Hit[tuple[str, str]]]:
        """What the line says of data."""
        found = self.lexicon.values.find(self.line.words, self._stems, self._without)
        return [hit for hit in found if hit.means[0] == "data"]

    def _counts_at(self, place: int) -> bool:
        """Whether something that is counted stands right at a place of the text."""
        behind = [at for at, word in enumerate(self.line.words) if word.start >= place][:2]
        if not behind or self.line.text[place : self.line.words[behind[0]].start].strip():
            return False
        word = self.line.words[behind[0]]
        return word.stem in self._nouns or word.plain in ("h", "hr", "hrs", "hours", "min", "minutes", "th", "dollars")


def _family(hit: Hit[tuple[str, str]]) -> str:
    return "named" if hit.means[0] in _NAMED else hit.means[0]


def _apart(found: Iterable[Quantity], others: Sequence[Quantity]) -> list[Quantity]:
    return [one for one in found if all(one.end <= other.start or other.end <= one.start for other in others)]
