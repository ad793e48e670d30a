"""What makes acts: what is asked, the days that are left, and the partners that can be named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count
from typing import Any

from models.continuum.evidence.facts import Fact, Row
from models.continuum.language.language import Language
from models.continuum.rulebook.catalogue import Practice
from models.continuum.rulebook.rules.base import Asking, Part
from models.continuum.rulebook.rules.wish import Wish
from models.continuum.time.calendar import month_end, month_of, quarter_of
from models.planning.acts import Act, Draft

# References of what is not on record yet begin so.
PLANNED = "planned-"
# What stands for an organisation that has still to be found.
NEW_PARTNER = "A new partner"
TO_BE_SAID = "To be said when it is done"
# Days of one month that are proposed, and how many ways to say a record on one of them.
_DAYS_TRIED = 4
_WEEK_END, _MIDDLE = 5, 15
_SUMMER = 6  # July, counted from January as nought


@dataclass(frozen=True)
class Making:
    """What one more act is made for.

    Attributes:
        practice: It is to bring this one further.
        part: The part of its rule that is not fulfilled.
        first: The first day that can be planned (an ordinal).
        last: The day on which the level is to be reached.
        usual: How often the school did what: column and code -> times.
    """

    draft: Draft
    practice: Practice
    part: Part
    first: int
    last: int
    usual: Mapping[tuple[str, str], int]

    @property
    def at(self) -> Asking:
        """What the part is asked with."""
        return self.part.at

    @property
    def wish(self) -> Wish:
        """What the part wishes for."""
        return self.part.wish

    @cached_property
    def counted(self) -> Sequence[Fact]:
        """What the part counts on the last day; empty for one that counts no dated records."""
        windows = self.part.rule.windows(self.at, self.last) or ()
        return [fact for window in windows for fact in window.facts]

    @property
    def language(self) -> Language:
        """What records are read with."""
        return self.part.at.language

    def rows(self, kind: str) -> Mapping[str, Row]:
        """Give the confirmed records of a kind, what is planned among them."""
        return self.draft.school.evidence.rows.get(kind, {})

    def ref(self, kind: str) -> str:
        """Give a reference for a record to be made."""
        number = sum(one.kind == kind and one.ref.startswith(PLANNED) for one in self.draft.acts) + 1
        taken = {one.ref for one in self.draft.acts if one.kind == kind}
        while (ref := f"{PLANNED}{kind}-{number}") in taken:
            number += 1
        return ref

    def usually(self, column: str, among: tuple[str, ...]) -> list[str]:
        """Sort codes by how often the school says them, then as its lists have them."""
        return sorted(among, key=lambda code: -self.usual.get((column, code), 0))

    def codes(self, vocabulary: str, *, mark: str = "", without: str = "") -> list[str]:
        """List the codes of a vocabulary, the school's usual ones first, then as people choose from it.

        Args:
            mark: Only those that have it.
            without: Only those that do not have it.
        """
        values = self.language.values(vocabulary)
        found = set(self.language.marked(vocabulary, mark)) if mark else set(values)
        found -= self.language.marked(vocabulary, without) if without else set()
        offered = sorted(values.items(), key=lambda one: (one[1].local, one[1].usual or len(values)))
        return self.usually(vocabulary, tuple(code for code, _ in offered if code in found))

    def one_of(self, vocabulary: str, *, mark: str = "", without: str = "") -> str:
        """Give the first of `codes`."""
        return self.codes(vocabulary, mark=mark, without=without)[0]

    def days(self) -> Iterator[date]:
        """Propose days: where the rule asks for a spread those that widen it, and those with least to do."""
        rule, first = self.part.rule, self.first
        months: set[int] = set()
        quarters: set[int] = set()
        if (looking := rule.looking_back) is not None:
            first = max(first, looking.first_day(self.language, self.last))
            spreads = set(rule.spreads())
            months = {month_of(one.on) for one in self.counted} if "months" in spreads else set()
            quarters = {quarter_of(one.on) for one in self.counted} if "quarters" in spreads else set()
        load = Counter(month_of(one.on.toordinal()) for one in self.draft.acts)
        busy = Counter(one.on.toordinal() for one in self.draft.acts)
        left = range(month_of(first), month_of(self.last) + 1)

        def rank(month: int) -> tuple[bool, bool, bool, int, int]:
            middle = month_end(month) - _MIDDLE
            is_summer = month % 12 == _SUMMER
            return quarter_of(middle) in quarters, month in months, is_summer, load[month], month

        for month in sorted(left, key=rank)[:_DAYS_TRIED]:
            end = month_end(month)
            days = [day for day in range(end - date.fromordinal(end).day + 1, end + 1) if first <= day <= self.last]
            working = [day for day in days if date.fromordinal(day).weekday() < _WEEK_END] or days
            if working:
                yield date.fromordinal(min(working, key=lambda day: (busy[day], abs(day - (end - _MIDDLE)))))

    @property
    def words(self) -> str:
        """Say what one more record must be."""
        rule = self.part.rule
        return next((one.words for one in rule.with_one_more(self.at, self.last)), rule.sentence(self.at.words))

    def lacking(self) -> dict[str, tuple[str, ...]]:
        """Name the codes that no record counted has yet, where the rule asks for several: field -> codes."""
        return self.part.rule.lacking(self.at, self.last)

    def none_yet(self, what: str) -> tuple[str, ...]:
        """Name the values of a dimension (`roles`, `stakeholder_groups` …) that no record counted has yet."""
        return self.part.rule.none_yet(self.at, self.last, what)

    def partners(self) -> list[str]:
        """List the partners that can be named, those first of which the part counts nothing yet."""
        counted = {partner for fact in self.counted for partner in fact.adds("partners")}
        active = [one.partner for one in self.at.evidence.partnerships.values() if self.last in one.active]
        known = [row["name"] for row in self.rows("org").values()]
        named = dict.fromkeys([*active, *known])
        load = Counter(name for one in self.draft.acts for name in _names(one))
        found = sorted(named, key=lambda name: (name in counted, name not in active, load[name]))
        return [*found, new_partner(counted)] if counted.issuperset(found) else found

    def act(self, kind: str, on: date, words: str, said: Mapping[str, Any], *, dated: tuple[str, ...]) -> Act:
        """Make a record.

        Args:
            dated: Columns that hold its day.
        """
        whole = {**said, **dict.fromkeys(dated, on)}
        return Act(kind, self.ref(kind), on, self.practice.key, words, said=whole, dated=dated)

    def changed(
        self, kind: str, ref: str, on: date, words: str, said: Mapping[str, Any] | None = None, **adds: Any
    ) -> Act:
        """Change a record that is there, or planned: columns of time lines and days take what is given behind."""
        more = {name: (one,) for name, one in adds.items()}
        return Act(kind, ref, on, self.practice.key, words, said=said or {}, adds=more)


def _names(act: Act) -> tuple[str, ...]:
    said = act.said.get("partner") or ()
    return said if isinstance(said, tuple) else (said,)


def new_partner(taken: Collection[str]) -> str:
    """Name an organisation that has still to be found, otherwise than those that are named already."""
    names = (NEW_PARTNER if number == 1 else f"{NEW_PARTNER} ({number})" for number in count(1))
    return next(name for name in names if name not in taken)
