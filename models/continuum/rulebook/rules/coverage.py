"""A part of the active partnerships, or a number of them, that has something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models.continuum.evidence.coverage import asked_on
from models.continuum.evidence.evidence import Touched
from models.continuum.language.fields import PREDICATES
from models.continuum.language.language import Language
from models.continuum.rulebook.phrases.partnerships import missing_partnerships, one_partnership, partnerships_sentence
from models.continuum.rulebook.phrases.words import Words
from models.continuum.rulebook.rules.base import ALMOST, Asking, Count, OneMore, Rule, Told, Way
from models.continuum.rulebook.rules.data import Number, Part, RuleData, RuleProblem
from models.continuum.rulebook.rules.listing import Counted
from models.continuum.rulebook.rules.wish import PARTNERSHIP, Wish
from models.continuum.time.steps import Steps, combined, lowest

# This one asks for a number of partnerships, whatever their number was.
VALID = "valid"


def _part(have: float, least: float) -> float:
    return min(1.0, have / least)


@dataclass(frozen=True)
class Coverage(Rule):
    """A part of the active partnerships, or a number of them, that has something.

    Attributes:
        predicate: What they have.
        of: Which partnerships: `active`, `led_by_teachers`, `long_standing`, `by_alliances`.
        share_asked: Least part, 0 to 1; None where only the number counts.
        at_least: Least number, or as many as were in force lately where those were fewer.
    """

    predicate: str
    of: str
    share_asked: float | None
    at_least: int

    def _least(self, in_force: float) -> float:
        return self.at_least if self.predicate == VALID else max(1, min(self.at_least, in_force))

    def steps(self, at: Asking) -> Steps:
        """Take the smaller of number and part."""
        found = at.evidence.coverage(self.predicate, self.of)
        # How many were in force changes often, and how many of them are asked for hardly ever.
        least = found.in_force.mapped(self._least)
        share = combined(_part, found.have, least) if least.days else found.have.parts_of(least.before)
        if self.share_asked is None:
            return share
        asked = self.share_asked
        part = combined(lambda have, among: min(1.0, have / among / asked) if among else 0.0, found.have, found.asked)
        return lowest([share, part])

    def share(self, at: Asking, day: int) -> float:
        """Take the smaller of number and part of one day."""
        have, among, in_force = at.evidence.coverage(self.predicate, self.of).on(day)
        share = _part(have, self._least(in_force))
        if self.share_asked is None:
            return share
        return min(share, have / among / self.share_asked if among else 0.0)

    def _numbers(self, at: Asking, day: int) -> tuple[int, int, int]:
        have, asked, in_force = at.evidence.coverage(self.predicate, self.of).on(day)
        return int(have), int(asked), int(self._least(in_force))

    def counted(self, at: Asking, day: int) -> list[Counted]:
        """List the partnerships that have it."""
        partnerships = list(at.evidence.partnerships.values())
        return [
            Counted(("partnership", one.ref), one.started, holds=True)
            for one in asked_on(partnerships, self.predicate, self.of, day)
            if day in one.has[self.predicate]
        ]

    def told(self, at: Asking, day: int) -> Told:
        """Tell how many have it of how many."""
        have, asked, least = self._numbers(at, day)
        share = self.share(at, day)
        counts = [Count("partnerships", have, least)]
        target = least
        if self.share_asked is not None:
            counts.append(Count("share", have / asked if asked else 0.0, self.share_asked))
            target = max(target, next(n for n in range(asked + 1) if n >= self.share_asked * asked - ALMOST))
        if share == 1:
            return Told(share, tuple(counts), "", 0)
        lacking = max(1, target - have)
        missing = missing_partnerships(self, at.words, lacking=lacking, have=have, asked=asked, needed=target)
        return Told(share, tuple(counts), missing, lacking)

    def sentence(self, words: Words, *, nested: bool = False) -> str:
        """Say what which part of the partnerships has."""
        return partnerships_sentence(self, words)

    def is_touched(self, by: Touched, at: Asking) -> bool:
        """Whether a partnership has it on other days, or counts on others."""
        return not by.coverage.isdisjoint((self.predicate, "*"))

    def kinds(self) -> Iterable[str]:
        """Partnerships."""
        yield PARTNERSHIP

    def wish(self) -> Wish:
        """Another partnership that has it."""
        return Wish(PARTNERSHIP, has=self.predicate, among=self.of)

    def predicates(self) -> Iterable[str]:
        """Its own."""
        yield self.predicate

    def ways(self, at: Asking, day: int) -> tuple[Way, ...]:
        """More partnerships that have it."""
        return self.own_way(at, day, self.wish())

    def with_one_more(self, at: Asking, day: int) -> Iterable[OneMore]:
        """Imagine that one more of those asked has it."""
        have, asked, least = self._numbers(at, day)
        if have >= asked or self.predicate == VALID:
            return
        share = min(1.0, (have + 1) / least)
        if self.share_asked is not None:
            share = min(share, (have + 1) / asked / self.share_asked)
        if share > self.share(at, day):
            yield OneMore(share, one_partnership(self, at.words))


# What the catalogue calls the sets of partnerships, and what the engine calls them.
SETS_OF_PARTNERSHIPS = {
    "active partnerships": "active",
    "active partnerships led by teachers": "led_by_teachers",
    "active partnerships initiated by alliances": "by_alliances",
    "partnerships active 18+ months": "long_standing",
}


class CoverageData(RuleData):
    """A part of the partnerships."""

    coverage: str
    of: str
    at_least: Number
    share: Part | None = None

    def rule(self, language: Language) -> Coverage:
        """Make the rule."""
        wrong = []
        if self.coverage not in PREDICATES:
            wrong.append(f"there is no partnership property {self.coverage!r}")
        if self.of not in SETS_OF_PARTNERSHIPS:
            wrong.append(f"{self.of!r} is no set of partnerships; there are {', '.join(SETS_OF_PARTNERSHIPS)}")
        if wrong:
            raise RuleProblem(wrong)
        return Coverage(self.coverage, SETS_OF_PARTNERSHIPS[self.of], self.share, self.at_least)
