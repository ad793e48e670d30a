"""Changes of people: whether their hand-overs were done in time, and that there was none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.continuum.evidence.evidence import Touched
from models.continuum.evidence.standing import Change
from models.continuum.language.language import Language
from models.continuum.rulebook.phrases.people import (
    hand_overs_sentence,
    missing_hand_overs,
    missing_no_change,
    no_change_sentence,
)
from models.continuum.rulebook.phrases.words import Words
from models.continuum.rulebook.rules.base import Asking, Count, Rule, Told, Way
from models.continuum.rulebook.rules.data import Months, Number, Part, RuleData, RuleProblem
from models.continuum.rulebook.rules.listing import Counted
from models.continuum.time.calendar import expiry, first_day_reaching
from models.continuum.time.spans import Spans
from models.continuum.time.steps import NOTHING, Steps, chosen, combined, days_where

# Changes of people of whatever sort.
ANY = "any"


class _OfPeople(Rule):
    """What both kinds have in common: the changes in a window."""

    what: str
    window_months: int

    def within(self, language: Language) -> int:
        """Days after which a change enters though its hand-over is not done."""
        raise NotImplementedError

    def _changes(self, at: Asking) -> list[Change]:
        return [one for one in at.evidence.changes if self.what in (ANY, one.what)]

    def entered(self, at: Asking, day: int) -> list[Change]:
        """List the changes that have entered by a day and are still in the window."""
        within = self.within(at.language)
        return [one for one in self._changes(at) if one.enters(within) <= day < expiry(one.on, self.window_months)]

    def _count(self, at: Asking, *, in_time: bool = False) -> Steps:
        within = self.within(at.language)
        changes: dict[int, int] = {}
        for one in self._changes(at):
            start, end = one.enters(within), expiry(one.on, self.window_months)
            if start < end and (not in_time or one.in_time(within)):
                changes[start] = changes.get(start, 0) + 1
                changes[end] = changes.get(end, 0) - 1
        return Steps.counting(changes)

    def wish(self) -> None:
        """Who leaves cannot be planned."""

    def ways(self, at: Asking, day: int) -> tuple[Way, ...]:
        """Who leaves cannot be planned."""
        return self.only_if_fulfilled(at, day)

    def kinds(self) -> Iterable[str]:
        """Changes of people."""
        yield "transition"

    def is_touched(self, by: Touched, at: Asking) -> bool:
        """Whether people changed."""
        return by.people


@dataclass(frozen=True)
class HandOvers(_OfPeople):
    """The part of the changes of people whose hand-over was done in time; a share of none is 0.

    Attributes:
        what: Whose people; `any` for all.
    """

    what: str
    share_in_time: float
    within_days: int
    window_months: int

    def within(self, language: Language) -> int:
        """Days within which a hand-over is done in time."""
        return self.within_days

    def steps(self, at: Asking) -> Steps:
        """Take the part that was done in time of what is asked."""
        asked = self.share_in_time
        return combined(
            lambda done, among: min(1.0, done / among / asked) if among else 0.0,
            self._count(at, in_time=True),
            self._count(at),
        )

    def counted(self, at: Asking, day: int) -> list[Counted]:
        """List the changes."""
        return [Counted(one.record, one.on, holds=one.in_time(self.within_days)) for one in self.entered(at, day)]

    def told(self, at: Asking, day: int) -> Told:
        """Tell how many were done in time."""
        some = self.entered(at, day)
        done = sum(one.in_time(self.within_days) for one in some)
        share = self.share(at, day)
        counts = (Count("share", done / len(some) if some else 0.0, self.share_in_time),)
        if share == 1:
            return Told(share, counts, "", 0)
        lacking = max(1, len(some) - done)
        missing = missing_hand_overs(self, at.words, done=done, of=len(some), lacking=lacking)
        return Told(share, counts, missing, lacking)

    def sentence(self, words: Words, *, nested: bool = False) -> str:
        """Say which part is handed over within how many days."""
        return hand_overs_sentence(self, words)


@dataclass(frozen=True)
class NoChange(_OfPeople):
    """No change of people has entered within the look-back; unknown until logging covers it.

    Attributes:
        what: Whose people; `any` for all.
    """

    what: str
    window_months: int

    def within(self, language: Language) -> int:
        """Days after which a change enters though its hand-over is not done."""
        return language.thresholds.change_enters_days

    def steps(self, at: Asking) -> Steps:
        """Hold where logging covers the window and nobody changed."""
        start = at.evidence.known_from
        if start is None:
            return NOTHING
        known = first_day_reaching(start - 1, self.window_months)
        return chosen(Spans(((0, known),)), NOTHING, self.hoped(at)) if known > 0 else self.hoped(at)

    def hoped(self, at: Asking) -> Steps:
        """Hold where nobody changed as far as is known."""
        return self._count(at).mapped(lambda count: 0.0 if count else 1.0)

    def counted(self, at: Asking, day: int) -> list[Counted]:
        """Nothing is on record of what did not happen."""
        return []

    def told(self, at: Asking, day: int) -> Told:
        """Tell for how long nobody must have changed."""
        share = self.share(at, day)
        last = max((one.on for one in self.entered(at, day)), default=None)
        missing = "" if share == 1 else missing_no_change(self, at.words, date.fromordinal(last) if last else None)
        return Told(share, (Count("months without change", int(share == 1), 1),), missing, 0)

    def sentence(self, words: Words, *, nested: bool = False) -> str:
        """Say for how long nobody changed."""
        return no_change_sentence(self, words)

    def is_touched(self, by: Touched, at: Asking) -> bool:
        """Whether people changed, or since when that is known."""
        return by.people or by.logging


__all__ = ["HandOvers", "NoChange", "days_where"]


class HandOversData(RuleData):
    """Hand-overs in time."""

    hand_overs: str
    share_in_time: Part
    within_days: Number
    window_months: Months

    def rule(self, language: Language) -> HandOvers:
        """Make the rule."""
        return HandOvers(_whose(self.hand_overs, language), self.share_in_time, self.within_days, self.window_months)


class NoChangeData(RuleData):
    """No change of people."""

    no_change: str
    window_months: Months

    def rule(self, language: Language) -> NoChange:
        """Make the rule."""
        return NoChange(_whose(self.no_change, language), self.window_months)


def _whose(value: str, language: Language) -> str:
    known = {*language.values("transition"), ANY}
    if value not in known:
        raise RuleProblem([f"there is no change of people {value!r}; there are {', '.join(sorted(known))}"])
    return value
