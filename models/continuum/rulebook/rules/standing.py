"""Records that stand on a day and were confirmed not too long ago: the process, the coordinator, the team."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from models.continuum.evidence.evidence import Touched
from models.continuum.evidence.standing import StandingRecord
from models.continuum.evidence.tallies import GROUPS, Condition
from models.continuum.language.fields import STANDING
from models.continuum.language.language import Language
from models.continuum.rulebook.phrases.team import StandingLack, missing_standing, one_standing, standing_sentence
from models.continuum.rulebook.phrases.words import Words
from models.continuum.rulebook.rules.base import Asking, Count, OneMore, Rule, Told, Way
from models.continuum.rulebook.rules.data import ConditionalData, Months, Number, RuleProblem
from models.continuum.rulebook.rules.groups import (
    absent_groups,
    at_most,
    groups_in_all,
    part_of_present,
    share_of_counts,
)
from models.continuum.rulebook.rules.listing import Counted
from models.continuum.rulebook.rules.open_values import groups_counted
from models.continuum.rulebook.rules.wish import Wish
from models.continuum.time.calendar import NEVER
from models.continuum.time.spans import Spans, union
from models.continuum.time.steps import Steps, combined, lowest


@dataclass(frozen=True)
class Standing(Rule):
    """Enough records of a kind stand on a day.

    Attributes:
        where: All of these hold.
        needs: `records`, and where asked `stakeholder_groups` -> least number.
        share_of: Property and least part of the standing records that has it.
        reconfirm_months: After so many they are asked about.
        hard_stop_months: After so many without confirmation they count no more.
        vacant_days: A seat that ended counts for so many days more.
        sets: Field -> name of the set that its values were given by.
    """

    kind: str
    where: tuple[Condition, ...]
    needs: tuple[tuple[str, int], ...]
    reconfirm_months: int
    hard_stop_months: int
    share_of: tuple[str, float] | None = None
    vacant_days: int = 0
    sets: tuple[tuple[str, str], ...] = ()

    def standing(self) -> Iterable[Standing]:
        """Itself."""
        yield self

    @property
    def _is_single(self) -> bool:
        """Whether one that stands is all that is asked: the process, the coordinator."""
        return self.kind != "roster" and self.needs == (("records", 1),) and self.share_of is None

    def _days(self, record: StandingRecord) -> Spans:
        return record.stands(self.hard_stop_months, self.vacant_days)

    def _right(self, at: Asking) -> list[StandingRecord]:
        def meets(record: StandingRecord) -> bool:
            for condition in self.where:
                value: Any = record.values.get(condition.field)
                if not value or (isinstance(condition.values, frozenset) and not value & condition.values):
                    return False
            return True

        return [one for one in at.evidence.standing[self.kind] if meets(one)]

    def _count(self, name: str, records: Iterable[StandingRecord]) -> Steps:
        days: dict[Any, list[Spans]] = defaultdict(list)
        for record in records:
            for value in record.groups if name == GROUPS else (record.record,):
                days[value].append(self._days(record))
        changes: dict[int, int] = defaultdict(int)
        for some in days.values():
            for start, end in union(some).spans:
                changes[start] += 1
                if end < NEVER:
                    changes[end] -= 1
        return Steps.counting(changes)

    def _holding(self, records: Iterable[StandingRecord]) -> list[StandingRecord]:
        return [one for one in records if self.share_of and one.values.get(self.share_of[0])]

    def steps(self, at: Asking) -> Steps:
        """Take the smallest part of what is counted."""
        records = self._right(at)
        parts = []
        for name, need in self.needs:
            count = self._count(name, records)
            if name == GROUPS and (absent := absent_groups(at)) is not None:
                parts.append(combined(part_of_present(need, groups_in_all(at.language)), count, absent))
            else:
                parts.append(count.parts_of(need))
        if self.share_of is not None:
            least = self.share_of[1]
            holding, matching = self._count("records", self._holding(records)), self._count("records", records)
            parts.append(
                combined(lambda have, among: min(1.0, have / among / least) if among else 0.0, holding, matching)
            )
        return lowest(parts)

    def numbers(self, at: Asking, day: int) -> tuple[Count, ...]:
        """Give the counts of a day against what is needed."""
        records = [one for one in self._right(at) if day in self._days(one)]
        absent = absent_groups(at)
        gone = int(absent.at(day)) if absent is not None else 0
        counts = []
        for name, need in self.needs:
            if name == GROUPS:
                groups = {group for one in records for group in one.groups}
                counts.append(Count(name, len(groups), at_most(need, groups_in_all(at.language) - gone)))
            else:
                counts.append(Count(name, len(records), need))
        if self.share_of is not None:
            part = len(self._holding(records)) / len(records) if records else 0.0
            counts.append(Count("share", part, self.share_of[1]))
        return tuple(counts)

    def counted(self, at: Asking, day: int) -> list[Counted]:
        """List what stands; where a single one is asked, that one."""
        standing = [one for one in self._right(at) if day in self._days(one)]
        if self._is_single:
            standing = standing[:1]
        holding = set(map(id, self._holding(standing)))
        return [
            Counted(
                one.record,
                one.days.spans[0][0] if one.days.spans else day,
                holds=id(one) in holding if self.share_of else None,
            )
            for one in standing
        ]

    def told(self, at: Asking, day: int) -> Told:
        """Tell what stands against what is needed."""
        counts = self.numbers(at, day)
        share = share_of_counts(counts)
        if self._is_single:
            counts = (Count("in force", int(share == 1), 1),)
        if share == 1:
            return Told(share, counts, "", 0)
        lack = self._lack(at, day, counts)
        return Told(share, counts, missing_standing(self, lack, at.words, single=self._is_single), max(1, lack.records))

    def _lack(self, at: Asking, day: int, counts: Sequence[Count]) -> StandingLack:
        short = {one.what: int(one.need - one.have) for one in counts if not one.fulfilled and one.what != "share"}
        standing = [one for one in self._right(at) if day in self._days(one)]
        there = {group for one in standing for group in one.groups}
        gone = {group for group, days in at.evidence.exempt.items() if day in days}
        is_share = any(one.what == "share" and not one.fulfilled for one in counts)
        return StandingLack(
            records=short.get("records", 0),
            groups=short.get(GROUPS, 0),
            absent=[group for group in groups_counted(at.language) if group not in there | gone],
            holding=len(self._holding(standing)) if is_share and standing else None,
            among=len(standing),
        )

    def sentence(self, words: Words, *, nested: bool = False) -> str:
        """Say what stands, and how often it is confirmed."""
        return standing_sentence(self, words, single=self._is_single)

    def is_touched(self, by: Touched, at: Asking) -> bool:
        """Whether standing records of the kind, or the groups that are present, changed."""
        return self.kind in by.standing or (bool(by.exempt) and any(name == GROUPS for name, _ in self.needs))

    def kinds(self) -> Iterable[str]:
        """Its own kind."""
        yield self.kind

    def wish(self) -> Wish:
        """More records that stand, or are confirmed."""
        says = {one.field: one.values for one in self.where}
        return Wish(self.kind, says, needs=self.needs, part=self.share_of[0] if self.share_of else None)

    def ways(self, at: Asking, day: int) -> tuple[Way, ...]:
        """More records that stand, or are confirmed."""
        return self.own_way(at, day, self.wish())

    def with_one_more(self, at: Asking, day: int) -> Iterable[OneMore]:
        """Imagine one more that stands and represents one more group."""
        counts = self.numbers(at, day)
        more = [
            Count(one.what, one.have + 1, one.need)
            if one.what != "share"
            else Count("share", max(one.have, 0.0), one.need)
            for one in counts
        ]
        share = share_of_counts(more)
        if share > share_of_counts(counts):
            yield OneMore(share, one_standing(self, at.words))


class StandingData(ConditionalData):
    """Records that stand."""

    standing: str
    reconfirm_months: Months
    hard_stop_months: Months
    at_least: Number = 1
    stakeholder_groups: Number | None = None
    grace_days: Annotated[int, Field(ge=0, le=366)] = 0

    def rule(self, language: Language) -> Standing:
        """Make the rule."""
        if self.standing not in STANDING:
            raise RuleProblem([f"{self.standing!r} is no standing record; there are {', '.join(sorted(STANDING))}"])
        where, sets = self.conditions(self.standing, language)
        needs = [("records", self.at_least)]
        if self.stakeholder_groups is not None:
            needs.append(("stakeholder_groups", self.stakeholder_groups))
        return Standing(
            kind=self.standing,
            where=where,
            needs=tuple(needs),
            reconfirm_months=self.reconfirm_months,
            hard_stop_months=self.hard_stop_months,
            share_of=self.share_of,
            vacant_days=self.grace_days,
            sets=sets,
        )
