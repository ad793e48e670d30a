"""Records of one kind within a look-back, at least so many and so widely spread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from models.continuum.evidence.evidence import Touched
from models.continuum.evidence.facts import Fact, RecordKey, Said
from models.continuum.evidence.tallies import (
    GROUPS,
    HOLDING,
    MATCHING,
    RECORDS,
    Condition,
    Counting,
    Tally,
    one_for_all,
    shape_of,
)
from models.continuum.language.language import Language
from models.continuum.rulebook.phrases.counts import count_sentence
from models.continuum.rulebook.phrases.missing import Lack, missing_count, one_record
from models.continuum.rulebook.phrases.words import Words
from models.continuum.rulebook.rules.base import ALMOST, Asking, Count, OneMore, Rule, Told, Way
from models.continuum.rulebook.rules.groups import (
    absent_groups,
    at_most,
    groups_in_all,
    groups_of,
    part_of_present,
    share_of_counts,
)
from models.continuum.rulebook.rules.imagined import ideal_fact
from models.continuum.rulebook.rules.listing import Counted, Window
from models.continuum.rulebook.rules.open_values import fewest_records, lacking_codes, open_values
from models.continuum.rulebook.rules.wish import Wish
from models.continuum.time.calendar import back, first_day_reaching
from models.continuum.time.spans import Span, Spans
from models.continuum.time.steps import WHOLE, Running, Steps, chosen, combined, lowest

# Kinds of fact of which one record makes another's what it is.
_HANGING_ON_EACH_OTHER = frozenset({"evaluation", "after_transition", "joiner"})


@dataclass(frozen=True)
class Records(Rule):
    """Records of one kind within a look-back, at least so many and so widely spread.

    Attributes:
        kind: Kind of fact (`activity`, `match`, `alliance_act` …).
        where: All of these conditions hold.
        needs: Dimension -> least number, in the order in which they are told; always holds `records`.
        window_months: Look-back in calendar months.
        share_of: Property and least part (0 to 1) of the matching records that has it.
        grace_months: Months of grace beyond the look-back.
        while_active: Records count beyond it while a partnership of their partner lives on.
        cadence: The frequency word that gave the numbers, where one did.
        within: Audiences that stakeholder groups are counted among, each as its group or as itself; None for all.
        sets: Field -> name of the set that its values were given by.
    """

    is_count: ClassVar[bool] = True

    kind: str
    where: tuple[Condition, ...]
    needs: tuple[tuple[str, int], ...]
    window_months: int
    share_of: tuple[str, float] | None = None
    grace_months: int = 0
    while_active: bool = False
    cadence: str | None = None
    within: frozenset[str] | None = None
    sets: tuple[tuple[str, str], ...] = ()
    _countings: dict[tuple[Any, ...], Counting] = field(default_factory=dict, compare=False, repr=False, hash=False)

    @cached_property
    def shape(self) -> int:
        """A number that all rules have in common that look at the same facts."""
        return shape_of(self.kind, self.where)

    @property
    def looking_back(self) -> Records:
        """Itself."""
        return self

    def wish(self) -> Wish:
        """More records of the kind."""
        says = {one.field: one.values for one in self.where}
        part = self.share_of[0] if self.share_of else None
        return Wish(self.kind, says, needs=self.needs, part=part, within=self.within)

    def asked(self, name: str) -> frozenset[str] | None:
        """Values the rule asks for in a field; None where it asks for none."""
        for condition in self.where:
            if condition.field == name and isinstance(condition.values, frozenset):
                return condition.values
        return None

    def grace_days(self, language: Language) -> int:
        """Days of grace beyond the look-back."""
        return language.thresholds.grace_month_days * self.grace_months

    def counting(self, at: Asking, *, grace: bool = True, near_end: int = 0) -> Counting:
        """Give its way of counting.

        Args:
            at: What it is asked with. A record kept out of the indicator is not counted.
            grace: Whether the days of grace count.
            near_end: Days cut off at the near end of the window.
        """
        limits = at.language.thresholds
        grace_days = self.grace_days(at.language) if grace else 0
        # Named only if some record was kept out of it: otherwise indicators share their counts.
        apart = at.indicator if at.indicator in at.evidence.kept_out else ""
        key = (grace_days, near_end, limits.oldest_months, apart)
        found = self._countings.get(key)
        if found is None:
            found = self._countings[key] = one_for_all(
                Counting(
                    kind=self.kind,
                    where=self.where,
                    within=self.within,
                    window_months=self.window_months,
                    grace_days=grace_days,
                    near_end=near_end,
                    oldest_months=limits.oldest_months,
                    while_active=self.while_active,
                    indicator=apart,
                )
            )
        return found

    def steps(self, at: Asking) -> Steps:
        """Take the smallest part of all that is counted."""
        return self.steps_looking(at)

    def steps_looking(self, at: Asking, *, grace: bool = True, near_end: int = 0) -> Steps:
        """Say its share through time, looking back with or without grace; see `counting`."""
        counting = self.counting(at, grace=grace, near_end=near_end)
        parts = []
        for name, need in self.needs:
            count = at.evidence.count(counting, name).steps
            if name == GROUPS and (absent := absent_groups(at)) is not None:
                parts.append(combined(part_of_present(need, groups_in_all(at.language)), count, absent))
            else:
                parts.append(count.parts_of(need))
        if self.share_of is not None:
            name, least = self.share_of
            holding, matching = at.evidence.count(counting, HOLDING + name), at.evidence.count(counting, MATCHING)
            parts.append(
                combined(
                    lambda have, among: min(1.0, have / among / least) if among else 0.0, holding.steps, matching.steps
                )
            )
        return lowest(parts)

    def hoped(self, at: Asking) -> Steps:
        """Take all days as fulfilled whose look-back begins before logging did."""
        return self.hoping(at, self.steps(at))

    def hoping(self, at: Asking, steps: Steps) -> Steps:
        """Take its steps as fulfilled on all days whose look-back begins before logging did."""
        start = at.evidence.known_from
        if start is None:
            return WHOLE
        known = first_day_reaching(start + self.grace_days(at.language) - 1, self.window_months)
        return chosen(Spans(((0, known),)), WHOLE, steps) if known > 0 else steps

    def share(self, at: Asking, day: int) -> float:
        """Take the smallest part of one day."""
        return self.share_looking(at, day)

    def share_looking(self, at: Asking, day: int, *, grace: bool = True, near_end: int = 0) -> float:
        """Take the smallest part of one day; see `counting`."""
        counting = self.counting(at, grace=grace, near_end=near_end)
        return share_of_counts(self.numbers(at, counting, day))

    def spares(self, at: Asking, day: int, record: RecordKey) -> bool:
        """Whether every count has more to spare than the record can add."""
        if self.share_of is not None or self.kind in _HANGING_ON_EACH_OTHER:
            return False
        tally = at.evidence.tally(self.counting(at))
        mine = [fact for fact in tally.facts_of(record) if fact.start <= day]
        groups = at.evidence.groups
        return all(
            count.have - len({v for fact in mine for v in tally.counting.adds(fact, count.what, groups)}) >= count.need
            for count in self.numbers(at, tally.counting, day)
        )

    def numbers(
        self, at: Asking, counting: Counting, day: int, count: Callable[[str], Running] | None = None
    ) -> tuple[Count, ...]:
        """Give the counts of a day against what is needed.

        Args:
            count: Dimension -> its count; that of the evidence where None.
        """
        counted = count or at.evidence.counts(counting)
        absent = absent_groups(at) if any(name == GROUPS for name, _ in self.needs) else None
        gone = int(absent.at(day)) if absent is not None else 0
        counts = [
            Count(
                name,
                int(counted(name).at(day)),
                at_most(need, groups_in_all(at.language) - gone) if name == GROUPS else need,
            )
            for name, need in self.needs
        ]
        if self.share_of is not None:
            among = counted(MATCHING).at(day)
            holding = counted(HOLDING + self.share_of[0]).at(day)
            counts.append(Count("share", holding / among if among else 0.0, self.share_of[1]))
        return tuple(counts)

    def counted(self, at: Asking, day: int) -> list[Counted]:
        """List the records in the window."""
        return self.counted_looking(at, day)

    def counted_looking(self, at: Asking, day: int, *, near_end: int = 0) -> list[Counted]:
        """List the records in the window; see `counting`."""
        seen: set[object] = set()
        listed = []
        window = self.window_looking(at, day, near_end=near_end)
        for fact in window.facts:
            holds = bool(fact.values.get(window.share_of)) if window.share_of is not None else None
            listed.append(Counted(fact.record, fact.on, fact.identity in seen, holds))
            seen.add(fact.identity)
        return listed

    def windows(self, at: Asking, day: int) -> tuple[Window, ...]:
        """Give its one window."""
        return (self.window_looking(at, day),)

    def window_looking(self, at: Asking, day: int, *, near_end: int = 0) -> Window:
        """Give its window of a day; see `counting`."""
        facts = at.evidence.counted(self.counting(at, near_end=near_end), day)
        return Window(facts, self.share_of[0] if self.share_of else None)

    def counts_record(self, at: Asking, day: int, record: RecordKey) -> bool:
        """Whether a fact of the record is in the window, and has the property of which a share is asked."""
        return any(
            self.counts_on(at, fact, day) and not (self.share_of and not fact.values.get(self.share_of[0]))
            for fact in at.evidence.by_record.get(record, ())
        )

    def told(self, at: Asking, day: int) -> Told:
        """Tell the counts, and how many more records it takes."""
        return self.told_looking(at, day)

    def missing_records(self, at: Asking, day: int) -> int:
        """Say how many records it takes, without telling of what."""
        counting = self.counting(at)
        counts = self.numbers(at, counting, day)
        if share_of_counts(counts) == 1:
            return 0
        return max(fewest_records(self.kind, counts), self._for_share(at, counting, day))

    def told_looking(self, at: Asking, day: int, *, near_end: int = 0) -> Told:
        """Tell the counts of a day; see `counting`."""
        counting = self.counting(at, near_end=near_end)
        counts = self.numbers(at, counting, day)
        share = share_of_counts(counts)
        if share == 1:
            return Told(share, counts, "", 0)
        lack = self._lack(at, counting, day, counts)
        return Told(share, counts, missing_count(self, lack, at.words), lack.number)

    def _lack(self, at: Asking, counting: Counting, day: int, counts: Sequence[Count]) -> Lack:
        short = {one.what: int(one.need - one.have) for one in counts if not one.fulfilled and one.what != "share"}
        is_share = any(one.what == "share" and not one.fulfilled for one in counts)
        for_share = self._for_share(at, counting, day)
        holding, among = self._share_numbers(at, counting, day) if is_share else (None, None)
        return Lack(
            number=max(fewest_records(self.kind, counts), for_share),
            there=int(next(one.have for one in counts if one.what == RECORDS)),
            lacking={what: lacking for what, lacking in short.items() if what != RECORDS},
            open={what: open_values(at, counting, day, what) for what in short if what != RECORDS},
            holding=holding,
            among=among,
            for_share=for_share,
        )

    def _for_share(self, at: Asking, counting: Counting, day: int) -> int:
        """Say how many records with the property would lift a share to what is asked."""
        if self.share_of is None:
            return 0
        least = self.share_of[1]
        holding, matching = self._share_numbers(at, counting, day)
        if least >= 1 and holding < matching:
            return matching - holding
        more = 0
        while (holding + more) < least * (matching + more) - ALMOST or matching + more == 0:
            more += 1
        return more

    def _share_numbers(self, at: Asking, counting: Counting, day: int) -> tuple[int, int]:
        """Count the records with the property of which a share is asked, and all."""
        name = self.share_of[0] if self.share_of else ""
        holding = at.evidence.count(counting, HOLDING + name).at(day)
        return int(holding), int(at.evidence.count(counting, MATCHING).at(day))

    def sentence(self, words: Words, *, nested: bool = False) -> str:
        """Say how many records of what, spread how, in which period."""
        return count_sentence(self, words)

    def sentence_after(self, before: Rule | None, words: Words) -> str:
        """Say only what is different from the count before it."""
        return count_sentence(self, words, like=before.looking_back if before else None)

    def first_day(self, language: Language, day: int) -> int:
        """Say how far back it looks from a day."""
        return back(day, self.window_months) - self.grace_days(language) + 1

    def counts_what_says(self, said: Said) -> bool:
        """Whether it counts facts that say something."""
        return said.kind == self.kind and said.meets(self.where, self.shape)

    def is_touched(self, by: Touched, at: Asking) -> bool:
        """Whether a fact it counts is gone or new, or what lets old ones count."""
        if by.hits(self.kind, self.where, self.shape):
            return True
        if self.while_active and by.partners:
            return True
        counts_groups = bool(by.exempt) and any(name == GROUPS for name, _ in self.needs)
        return counts_groups and not by.exempt.isdisjoint(groups_of(at.language))

    def with_one_more(self, at: Asking, day: int) -> Iterable[OneMore]:
        """Imagine the best single record of this kind on that day."""
        fact = ideal_fact(self.kind, self.where, at.language, day, share_of=self.share_of, within=self.within)
        share = self.share_with(at, at.evidence.tally(self.counting(at)), fact, day)
        if share > self.share(at, day):
            yield OneMore(share, one_record(self, at.words), fact)

    def share_imagining(self, at: Asking, fact: Fact, day: int) -> float:
        """Count the imaginary fact too, if it is one of those that count."""
        tally = at.evidence.tally(self.counting(at))
        return self.share_with(at, tally, fact, day) if tally.counting.matches(fact) else self.share(at, day)

    def share_with(self, at: Asking, tally: Tally, fact: Fact, day: int) -> float:
        """Say its share on a day with one fact more in a tally of its counting."""

        def windows(one: Fact) -> tuple[Span, ...]:
            return at.evidence.windows(tally.counting, one)

        changed = tally.changed((), (fact,), windows, windows)
        return share_of_counts(self.numbers(at, tally.counting, day, lambda name: changed.count(name, windows)))

    def ways(self, at: Asking, day: int) -> tuple[Way, ...]:
        """More records of the kind."""
        return self.own_way(at, day, self.wish())

    def present(self) -> Iterable[Records]:
        """It asks about the present."""
        yield self

    def counts(self) -> Iterable[Records]:
        """Itself."""
        yield self

    def lacking(self, at: Asking, day: int) -> dict[str, tuple[str, ...]]:
        """Look at the dimensions over which its records must be spread."""
        return lacking_codes(at, self.counting(at), day, self.spreads())

    def none_yet(self, at: Asking, day: int, what: str) -> tuple[str, ...]:
        """Look at what it counts."""
        return open_values(at, self.counting(at), day, what)

    def meets(self, fact: Fact) -> bool:
        """Whether a fact is one of those that are counted."""
        return fact.kind == self.kind and fact.said.meets(self.where, self.shape)

    def reaches(self, at: Asking, fact: Fact, day: int) -> bool:
        """Whether a fact would count on a day if it were one of those: in the look-back, and not kept out."""
        if at.indicator in fact.not_for:
            return False
        return any(a <= day < b for a, b in at.evidence.windows(self.counting(at), fact))

    def counts_on(self, at: Asking, fact: Fact, day: int) -> bool:
        """Whether a fact counts on a day."""
        return self.counting(at).matches(fact) and self.reaches(at, fact, day)

    def kinds(self) -> Iterable[str]:
        """Its own kind of fact."""
        yield self.kind

    def spreads(self) -> Iterable[str]:
        """What it counts beside records."""
        yield from (name for name, _ in self.needs if name != RECORDS)

    def look_backs(self) -> Iterable[tuple[int, int]]:
        """Its own look-back."""
        yield self.window_months, self.grace_months
