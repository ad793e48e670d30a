"""What is met, held, reached and carried on a day, by the rules in force on it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from models.continuum.evidence.evidence import Evidence
from models.continuum.judging.answers import LevelAnswer, Standing, UnitAnswer
from models.continuum.judging.kept import Carried, Memory, Outcome
from models.continuum.judging.levels import LEVELS, SUSTAINING, judge_levels, part_of, units_needed
from models.continuum.judging.practices import NOWHERE, Practices
from models.continuum.judging.units import Unit, applying, unit_share, units_of
from models.continuum.language.thresholds import Thresholds
from models.continuum.rulebook.catalogue import Catalogue, Practice
from models.continuum.time.calendar import NEVER, month_end, month_ends_before, month_of
from models.continuum.time.spans import Spans, at_least, remembered, union
from models.continuum.time.steps import days_where

# Days of which all that was judged is kept; of others only what came out.
DAYS_KEPT = 6
# Whoever asks about more days than these asks about many.
FEW_DAYS = 4
# Of an indicator of which more than so many days change something, every day is judged: hardly two come out alike.
MOST_EDGES = 300


class JudgedDays:
    """Judges the indicators of one school on any day, by the rules in force on it.

    Args:
        books: The practices of each version of the rules, by the day from which it is in force.
    """

    def __init__(self, books: Sequence[Practices]) -> None:
        self.books = tuple(books)
        self.first_days = [book.catalogue.in_force_from.toordinal() for book in books]
        self._units: dict[tuple[str, str], tuple[Unit, ...]] = {}
        self.memory: dict[str, Memory] = {}
        self._few_days = FEW_DAYS

    def expect(self, days: int) -> None:
        """Say about how many days somebody is going to ask: of many, those are found first that come out alike."""
        self._few_days = FEW_DAYS if days <= FEW_DAYS else 0

    @property
    def evidence(self) -> Evidence:
        """The school as the newest rules read it."""
        return self.books[-1].evidence

    def book_on(self, day: int) -> Practices:
        """Find the practices by the rules in force on a day; before the first ones, the first."""
        # Asked thousands of times for an answer.
        return self.books[max(0, bisect_right(self.first_days, day) - 1)]

    def rules_on(self, day: int) -> Catalogue:
        """Find the rules in force on a day."""
        return self.book_on(day).catalogue

    def thresholds_on(self, day: int) -> Thresholds:
        """Find the numbers in force on a day."""
        return self.rules_on(day).thresholds

    def of(self, code: str) -> Memory:
        """Give what is kept of an indicator."""
        found = self.memory.get(code)
        if found is None:
            found = self.memory[code] = Memory()
        return found

    # Practices

    def exempt(self, key: str, day: int) -> bool:
        """Whether a practice is marked as not applicable on a day."""
        return day in self.evidence.exempt.get(key, NOWHERE)

    def share(self, key: str, day: int, *, hopeful: bool = False) -> float:
        """Say how far a practice is fulfilled on a day; 0 while an SLT member objects."""
        return self.book_on(day).share(key, day, hopeful=hopeful)

    def is_met(self, key: str, day: int) -> bool:
        """Whether a practice is met on a day."""
        return self.book_on(day).is_met(key, day)

    def held_ends(self, day: int) -> tuple[int, ...]:
        """List the month-ends on which what is held must have been met, latest first."""
        return month_ends_before(day, self.thresholds_on(day).held_months)

    def last_met(self, key: str, day: int) -> int | None:
        """Find the latest month-end on which a practice was met, of those by which it is held."""
        return next((end for end in self.held_ends(day) if self.is_met(key, end)), None)

    def was_met(self, key: str, day: int, *, hopeful: bool) -> bool:
        """Whether a practice is met on a day; hopefully, with every unknown taken as met."""
        return self.is_met(key, day) or (hopeful and self.share(key, day, hopeful=True) == 1)

    # Units and levels

    def units(self, code: str, day: int) -> tuple[Unit, ...]:
        """List an indicator's units by the rules of a day."""
        rules = self.rules_on(day)
        found = self._units.get((rules.version, code))
        if found is None:
            found = self._units[rules.version, code] = units_of(rules, code)
        return found

    def _applying(self, unit: Unit, day: int) -> tuple[tuple[Practice, ...], int]:
        """Say which practices of a unit apply on a day, and how many of them are needed."""
        if not any(practice.key in self.evidence.exempt for practice in unit.practices):
            return unit.practices, unit.needed
        return applying(unit, lambda key: self.exempt(key, day))

    def unit(self, unit: Unit, day: int, *, hopeful: bool = False) -> UnitAnswer | None:
        """Answer one unit on a day; None where none of its practices applies."""
        left, needed = self._applying(unit, day)
        if not left:
            return None
        evidence = self.book_on(day).evidence
        share = unit_share(left, needed, lambda key: self.share(key, day))
        if hopeful and share < 1:
            hoped = unit_share(left, needed, lambda key: self.share(key, day, hopeful=True))
            share = 1.0 if hoped == 1 else share
        objected = len(left) == 1 and evidence.objected(left[0].key, day) is not None
        hoping = hopeful and self.thresholds_on(day).hope_holds
        held = share < 1 and not objected and day in self.held(left, needed, day, hopeful=hoping)
        deciding = [practice for practice in left if practice.decides]
        missing = [one for one in deciding if not self.was_met(one.key, day, hopeful=hopeful)]
        return UnitAnswer(
            key=unit.key,
            level=unit.level,
            label=unit.label,
            share=share,
            met=share == 1,
            held=held,
            practices=tuple(practice.key for practice in left),
            needed=needed,
            have=sum(self.is_met(practice.key, day) for practice in left),
            lacks_deciding=any(day not in self.held((one,), 1, day, hopeful=hoping) for one in missing),
            deciding_met=not missing,
        )

    def was_whole(self, practices: Sequence[Practice], needed: int, end: int, *, hopeful: bool = False) -> bool:
        if len(practices) == 1 and practices[0].group is None:
            return self.was_met(practices[0].key, end, hopeful=hopeful)
        return sum(self.was_met(practice.key, end, hopeful=hopeful) for practice in practices) >= needed

    def held(self, practices: Sequence[Practice], needed: int, day: int, *, hopeful: bool) -> Spans:
        """Say on which days so many of some practices of an indicator are held, as long as the rules of a day say.

        That is where they were whole, see `was_whole`, at one of the month-ends that `held_ends` lists.
        """
        months = self.thresholds_on(day).held_months
        kept = self.of(practices[0].indicator).held
        key = (*(practice.key for practice in practices), needed, months, hopeful)
        found = kept.get(key)
        if found is None:
            met = [self._met_ever(practice.key, hopeful=hopeful) for practice in practices]
            found = kept[key] = remembered(at_least(met, needed), months)
        return found

    def _met_ever(self, key: str, *, hopeful: bool) -> Spans:
        """Say on which days a practice was met, each judged by the rules in force on it."""
        if len(self.books) == 1:
            return self._met_by(self.books[0], key, hopeful=hopeful)
        ends = (*self.first_days[1:], NEVER)
        starts = (0, *self.first_days[1:])
        return union(
            Spans(((start, end),)) & self._met_by(book, key, hopeful=hopeful)
            for book, start, end in zip(self.books, starts, ends, strict=True)
        )

    @staticmethod
    def _met_by(book: Practices, key: str, *, hopeful: bool) -> Spans:
        met = book.met(key)
        return union((met, days_where(book.steps(key, hopeful=True), lambda share: share == 1))) if hopeful else met

    def levels(self, code: str, day: int, *, hopeful: bool = False) -> tuple[LevelAnswer, ...]:
        """Judge an indicator's five levels on a day; hopefully, with every unknown taken as met."""
        kept = self.of(code).levels
        found = kept.get((day, hopeful))
        if found is None:
            known = self.of(code).units.get((day, hopeful), {})
            units = [known.get(unit.key) or self.unit(unit, day, hopeful=hopeful) for unit in self.units(code, day)]
            found = judge_levels([unit for unit in units if unit is not None], self.thresholds_on(day))
            if len(kept) >= DAYS_KEPT:
                kept = self.of(code).levels = {}
            kept[day, hopeful] = found
        return found

    def outcome(self, code: str, day: int, *, hopeful: bool = False) -> Outcome:
        """Give what came out of judging the levels of a day."""
        memory = self.of(code)
        found = memory.outcomes.get((day, hopeful))
        if found is None:
            alike = self.alike(code, day, hopeful=hopeful) if len(memory.outcomes) >= self._few_days else None
            found = memory.alike.get(alike) if alike else None
            if found is None:
                levels = self.levels(code, day, hopeful=hopeful)
                found = Outcome(
                    sum(1 << level.level for level in levels if level.reached),
                    sum(1 << level.level for level in levels if level.stands and level.units),
                    tuple(level.share if level.units else None for level in levels),
                )
                if alike:
                    memory.alike[alike] = found
            memory.outcomes[day, hopeful] = found
        return found

    def alike(self, code: str, day: int, *, hopeful: bool) -> tuple[bool, int] | None:
        """Say what a day has in common with all days on which an indicator comes out as on it.

        Between two days on which anything of it changes, it comes out the same: of a school that logged little, years
        of month-ends are alike.

        Returns:
            The same for days that come out alike; None where that would spare nothing.
        """
        kept = self.of(code).edges
        if hopeful not in kept:
            kept[hopeful] = self._edges(code, hopeful=hopeful)
        edges = kept[hopeful]
        return (hopeful, bisect_right(edges, day)) if edges is not None else None

    def _edges(self, code: str, *, hopeful: bool) -> tuple[int, ...] | None:
        """List the days on which anything of an indicator changes, ascending; None where they are too many.

        What is not applicable for a while changes how many of a group are needed: such days are judged one by one.
        """
        keys = [(book, key) for book in self.books for key in book.keys(code)]
        if any(key in self.evidence.exempt for _, key in keys):
            return None
        steps = [book.steps(key, hopeful=kind) for book, key in keys for kind in {False, hopeful}]
        if sum(len(one.days) for one in steps) > MOST_EDGES:
            return None
        spans = [book.evidence.objections(key) for book, key in keys if key in book.evidence.statements]
        for first in self.first_days:
            hoping = hopeful and self.thresholds_on(first).hope_holds
            for unit in self.units(code, first):
                spans.append(self.held(unit.practices, unit.needed, first, hopeful=hoping))
                for practice in unit.practices:
                    if practice.decides:
                        spans.append(self.held((practice,), 1, first, hopeful=hoping))
        edges = {edge for one in spans for span in one.spans for edge in span}
        return tuple(sorted(edges.union(self.first_days, *(one.days for one in steps))))

    def carried(self, code: str, day: int, *, hopeful: bool = False) -> Carried | None:
        """Find the highest level that is carried on a day, above what is reached; None where none is."""
        kept = self.of(code).carried
        if (day, hopeful) not in kept:
            kept[day, hopeful] = self._carried(code, day, self.outcome(code, day, hopeful=hopeful))
        return kept[day, hopeful]

    def _carried(self, code: str, day: int, outcome: Outcome) -> Carried | None:
        limits = self.thresholds_on(day)
        if not limits.carried_months:
            return None
        ends = month_ends_before(day, limits.carried_most_months)
        for level in range(SUSTAINING - 1, outcome.highest, -1):
            if not outcome.standing >> level & 1:
                continue
            lasting: list[tuple[int, int]] = []
            for higher in range(level + 1, SUSTAINING + 1):
                months = min(limits.carried_months * (higher - level), limits.carried_most_months)
                last = next((end for end in ends[:months] if self._reached(code, end, higher)), None)
                if last is not None:
                    lasting.append((month_end(month_of(last) + months), higher))
            if lasting:
                until, higher = max(lasting)
                return Carried(level, until, higher)
        return None

    def supported(self, code: str, day: int) -> int:
        """Name the level that the evidence supports on a day, reached or carried; 0 to 5."""
        carried = self.carried(code, day)
        return carried.level if carried else self.outcome(code, day).highest

    def supports(self, code: str, day: int, level: int) -> bool:
        """Whether the evidence supports at least a level on a day: no more is worked out than it takes to know."""
        if (day, False) not in self.of(code).outcomes and self._reached_by_met(code, day, level):
            return True
        asked = range(max(level, LEVELS[0]), SUSTAINING + 1)
        if not any(self._may_be_reached(code, day, one) for one in asked) and not self._was_above(code, day, level):
            return level < LEVELS[0]
        found = self.outcome(code, day)
        if found.highest >= level:
            return True
        # Only a level that stands can be carried.
        return bool(found.standing >> level) and self.supported(code, day) >= level

    def _reached_by_met(self, code: str, day: int, level: int) -> bool:
        """Whether a level is reached by what is met on a day alone; what is held besides could only help."""
        limits = self.thresholds_on(day)
        if level <= LEVELS[0] or limits.each_below:
            return False
        met, total = [0] * (level + 1), [0] * (level + 1)
        for unit in self.units(code, day):
            if unit.level > level:
                break
            left, needed = self._applying(unit, day)
            if not left:
                continue
            if unit.level == level and any(one.decides and not self.is_met(one.key, day) for one in left):
                return False
            total[unit.level] += 1
            met[unit.level] += unit_share(left, needed, lambda key: self.share(key, day)) == 1
        own, just_below = level, level - 1
        return (
            total[own] > 0
            and met[own] >= units_needed(level, total[own], limits)
            and met[just_below] >= part_of(limits.below_share, total[just_below])
            and sum(met[:own]) >= part_of(limits.all_below_share, sum(total[:own]))
        )

    def _was_above(self, code: str, day: int, level: int) -> bool:
        """Whether a level above one was reached so lately that the one, or a higher, may be carried on a day."""
        limits = self.thresholds_on(day)
        ends = month_ends_before(day, limits.carried_most_months)
        return any(
            self._reached(code, end, higher)
            for higher in range(level + 1, SUSTAINING + 1)
            for end in ends[: limits.carried_months * (higher - level)]
        )

    def _reached(self, code: str, day: int, level: int) -> bool:
        """Whether a level is reached on a day: all is judged only where enough of its own is met."""
        return self._may_be_reached(code, day, level) and bool(self.outcome(code, day).reached >> level & 1)

    def _may_be_reached(self, code: str, day: int, level: int) -> bool:
        """Whether enough of a level's own is met on a day for it to be reached; held counts as met at the lowest."""
        outcome = self.of(code).outcomes.get((day, False))
        if outcome is not None:
            return bool(outcome.reached >> level & 1)
        if level == LEVELS[0]:
            return True
        own = [self._applying(unit, day) for unit in self.units(code, day) if unit.level == level]
        left = [(practices, needed) for practices, needed in own if practices]
        spare = len(left) - units_needed(level, len(left), self.thresholds_on(day))
        for practices, needed in left:
            spare -= unit_share(practices, needed, lambda key: self.share(key, day)) < 1
            if spare < 0:
                return False
        return bool(left)

    def possible(self, code: str, day: int) -> int:
        """Name the level that would be supported if every unknown were met, 0 to 5."""
        carried = self.carried(code, day, hopeful=True)
        hoped = self.outcome(code, day, hopeful=True).highest
        return max(self.supported(code, day), hoped, carried.level if carried else 0)

    def next_level(self, code: str, day: int, supported: int) -> int | None:
        """Name the level that is worked toward; one none of whose parts apply is passed over. None at Sustaining."""
        shares = self.outcome(code, day).shares
        above = [level for level in LEVELS if level > supported]
        if not self.thresholds_on(day).each_below:
            above = [level for level in above if shares[level - 1] is not None] or above
        return above[0] if above else None

    def standing(self, code: str, day: int) -> Standing:
        """Give what comparisons of schools need."""
        supported = self.supported(code, day)
        aim = self.next_level(code, day, supported)
        progress = self.outcome(code, day).shares[aim - 1] if aim else None
        return Standing(supported, self.possible(code, day), progress or 0.0)

    def changes(self, code: str, day: int, last: int) -> Iterable[int]:
        """List the days after a day, up to another, on which a level may change with nothing added.

        That is where a practice begins or ceases to be met or exempt, where other rules come into force, and the first
        of a month, when another month-end decides what is held and carried.
        """
        days: set[int] = set()
        for book in self.books:
            for key in book.keys(code):
                for span in (*book.met(key).spans, *self.evidence.exempt.get(key, NOWHERE).spans):
                    days.update(edge for edge in span if day < edge <= last)
        month = month_of(day)
        while (first := month_end(month) + 1) <= last:
            days.add(first)
            month += 1
        days.update(first for first in self.first_days if day < first <= last)
        return sorted(days)

    def unchanged_until(self, code: str, day: int) -> int:
        """Find the first later day on which anything of an indicator may be different with nothing added."""
        first_of_next_month = month_end(month_of(day)) + 1
        book = self.book_on(day)
        shares = [
            book.steps(key, hopeful=hopeful).next_change(day) for key in book.keys(code) for hopeful in (False, True)
        ]
        exempt = [
            edge
            for key in book.keys(code)
            for span in self.evidence.exempt.get(key, NOWHERE).spans
            for edge in span
            if edge > day
        ]
        others = [first for first in self.first_days if first > day]
        return min(first_of_next_month, *shares, *exempt, *others)
