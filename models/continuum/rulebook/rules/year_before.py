"""The same question, asked of the year before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from models.continuum.evidence.evidence import Touched
from models.continuum.evidence.facts import Fact, RecordKey
from models.continuum.rulebook.phrases.counts import count_sentence
from models.continuum.rulebook.phrases.statements import of_the_year_before
from models.continuum.rulebook.phrases.words import Words
from models.continuum.rulebook.rules.base import Asking, Count, CountOfRecords, LookingBack, Rule, Told, Way
from models.continuum.rulebook.rules.listing import Counted, Window
from models.continuum.time.calendar import back
from models.continuum.time.spans import Spans
from models.continuum.time.steps import Steps, chosen, days_where

YEAR = 12


@dataclass(frozen=True)
class YearBefore(Rule):
    """The same question asked of the day twelve months earlier.

    Attributes:
        beside: The question of the present year that it stands beside, which keeps the days of grace that it needs.
    """

    rule: Rule
    beside: LookingBack | None = field(default=None, compare=False)

    @property
    def inner(self) -> tuple[Rule, ...]:
        """The question."""
        return (self.rule,)

    def among(self, rules: Sequence[Rule]) -> Rule:
        """Stand beside the count of records just before it."""
        earlier = rules[: rules.index(self)]
        counts = (count for one in reversed(earlier) if (count := one.looking_back) is not None)
        return replace(self, beside=next(counts, None))

    def wish(self) -> None:
        """What is done now cannot serve a year before."""

    def _needing(self) -> tuple[LookingBack, LookingBack] | None:
        """Name the present year's question and its own, where the one may need grace that the other then lacks."""
        own = self.rule.looking_back
        if self.beside is None or not self.beside.grace_months or own is None:
            return None
        return self.beside, own

    def steps(self, at: Asking) -> Steps:
        """Shift the answers by a year."""
        return self._shifted(at, self.rule.steps(at), hopeful=False)

    def hoped(self, at: Asking) -> Steps:
        """Shift the hopeful answers by a year."""
        return self._shifted(at, self.rule.hoped(at), hopeful=True)

    def _shifted(self, at: Asking, plain: Steps, *, hopeful: bool) -> Steps:
        needing = self._needing()
        if needing is None:
            return plain.shifted(YEAR)
        present, rule = needing
        cut = rule.steps_looking(at, near_end=present.grace_days(at.language))
        cut = rule.hoping(at, cut) if hopeful else cut
        return chosen(_days_needing_grace(at, present), cut.shifted(YEAR), plain.shifted(YEAR))

    def _cut(self, at: Asking, day: int) -> tuple[LookingBack, int] | None:
        """Give its question and how many days of its near end the present year needs on a day; None for none."""
        needing = self._needing()
        if needing is None or needing[0].share_looking(at, day, grace=False) >= 1:
            return None
        return needing[1], needing[0].grace_days(at.language)

    def share(self, at: Asking, day: int) -> float:
        """Ask the day a year earlier."""
        cut = self._cut(at, day)
        if cut is None:
            return self.rule.share(at, back(day, YEAR))
        return cut[0].share_looking(at, back(day, YEAR), near_end=cut[1])

    def share_imagining(self, at: Asking, fact: Fact, day: int) -> float:
        """What is done now cannot serve a year before."""
        return self.share(at, day)

    def ways(self, at: Asking, day: int) -> tuple[Way, ...]:
        """What is done now cannot serve a year before."""
        return self.only_if_fulfilled(at, day)

    def present(self) -> Iterable[CountOfRecords]:
        """What is done now cannot serve a year before."""
        return ()

    def counted(self, at: Asking, day: int) -> list[Counted]:
        """List the records of the year before."""
        cut = self._cut(at, day)
        if cut is None:
            return self.rule.counted(at, back(day, YEAR))
        return cut[0].counted_looking(at, back(day, YEAR), near_end=cut[1])

    def windows(self, at: Asking, day: int) -> tuple[Window, ...] | None:
        """Give those of the year before."""
        cut = self._cut(at, day)
        if cut is None:
            return self.rule.windows(at, back(day, YEAR))
        return (cut[0].window_looking(at, back(day, YEAR), near_end=cut[1]),)

    def counts_record(self, at: Asking, day: int, record: RecordKey) -> bool:
        """Ask the day a year earlier."""
        if self._cut(at, day) is None:
            return self.rule.counts_record(at, back(day, YEAR), record)
        return any(one.record == record and one.holds is not False for one in self.counted(at, day))

    def told(self, at: Asking, day: int) -> Told:
        """Tell the year before, and of which days it is: some of its near end may belong to the present year."""
        cut, last, first = self._cut(at, day), back(day, YEAR), None
        inner = self.rule.told(at, last) if cut is None else cut[0].told_looking(at, last, near_end=cut[1])
        if (own := self.rule.looking_back) is not None:
            first = date.fromordinal(own.first_day(at.language, last))
        ends = date.fromordinal(last - (cut[1] if cut else 0))
        missing = of_the_year_before(inner.missing, first, ends) if inner.missing else ""
        counts = tuple(Count(f"{count.what} the year before", count.have, count.need) for count in inner.counts)
        return Told(inner.share, counts, missing, inner.missing_records)

    def sentence(self, words: Words, *, nested: bool = False) -> str:
        """Say the question, of the year before."""
        return self.sentence_after(None, words)

    def sentence_after(self, before: Rule | None, words: Words) -> str:
        """Say only what is different from the present year's question before it."""
        if self.rule == before:
            return "the same the year before"
        if (own := self.rule.looking_back) is not None:
            like = before.looking_back if before else None
            return count_sentence(own, words, like=like, of="the year before")
        return f"a year earlier {self.rule.sentence(words, nested=True)}"

    def is_touched(self, by: Touched, at: Asking) -> bool:
        """Whether the question is."""
        return self.rule.is_touched(by, at)


def _days_needing_grace(at: Asking, present: LookingBack) -> Spans:
    return days_where(present.steps_looking(at, grace=False), lambda share: share < 1)
