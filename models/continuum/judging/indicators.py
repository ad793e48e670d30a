"""The answers of one school's indicators, and the same school with some records more or less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from models.continuum.evidence.evidence import Evidence
from models.continuum.judging.answers import (
    Held,
    IndicatorAnswer,
    LevelAnswer,
    PracticeAnswer,
    Status,
)
from models.continuum.judging.blockers import blockers_of
from models.continuum.judging.days import JudgedDays
from models.continuum.judging.kept import Carried
from models.continuum.judging.practices import Practices
from models.continuum.rulebook.catalogue import Catalogue, Practice
from models.continuum.time.calendar import back, month_end, month_of


class Indicators(JudgedDays):
    """Answers for the indicators of one school on any day."""

    def status(self, practice: Practice, day: int) -> Status:
        """Say how a practice stands on a day."""
        key = practice.key
        if self.exempt(key, day):
            return Status.NOT_APPLICABLE
        if self.book_on(day).evidence.objected(key, day):
            return Status.OBJECTED
        share = self.share(key, day)
        if share == 1:
            return Status.MET
        if self.last_met(key, day) is not None:
            return Status.HELD
        if self.share(key, day, hopeful=True) == 1:
            return Status.UNKNOWN
        return Status.PARTLY if share > 0 else Status.NOT_MET

    def practice(self, practice: Practice, day: int) -> PracticeAnswer:
        """Answer one practice on a day."""
        book = self.book_on(day)
        told = book.told(practice, day)
        objected = book.evidence.objected(practice.key, day)
        status = self.status(practice, day)
        return PracticeAnswer(
            key=practice.key,
            level=practice.level,
            wording=practice.wording,
            status=status,
            share=self.share(practice.key, day),
            group=practice.group,
            counts=told.counts,
            missing="an SLT member says that it is not in place" if objected else told.missing,
            missing_records=max(1, told.missing_records) if status is not Status.MET else 0,
            alternative=told.alternative,
            attested=told.attested,
            known_days=book.known_days(practice, day),
            held=self.held_by(practice, day) if status is Status.HELD else None,
        )

    def held_by(self, practice: Practice, day: int) -> Held | None:
        """Say what holds a practice that was met, and until when; None where nothing does."""
        end = self.last_met(practice.key, day)
        return self._held_by_what_met([practice], end, day) if end is not None else None

    def _held_by_what_met(self, practices: Sequence[Practice], end: int, day: int) -> Held:
        book = self.book_on(end)
        there = [book.catalogue.practices[one.key] for one in practices if one.key in book.catalogue.practices]
        records = {record for one in there for record in book.record_keys(one, end)}
        until = month_end(month_of(end) + self.thresholds_on(day).held_months)
        # What holds because nothing happened is known by the logging itself.
        return Held(tuple(sorted(records or book.evidence.logging_records())), date.fromordinal(until))

    def indicator(self, code: str, on: date) -> IndicatorAnswer:
        """Answer one indicator on a day.

        Raises:
            KeyError: No such indicator is judged by the rules of that day.
        """
        day = on.toordinal()
        rules = self.rules_on(day)
        if code not in rules.judged:
            raise KeyError(code)
        kept = self.of(code).answers
        if day not in kept:
            kept[day] = self._answer(code, on, rules)
        return kept[day]

    def _answer(self, code: str, on: date, rules: Catalogue) -> IndicatorAnswer:
        day = on.toordinal()
        levels = self.levels(code, day)
        supported = self.supported(code, day)
        aim = self.next_level(code, day, supported)
        practices = {one.key: self.practice(one, day) for one in rules.practices_of(code)}
        held_since, held_until = self._held(code, day, supported)
        carried = self.carried(code, day)
        until = self._carried_until(code, day, carried) if carried else None
        return IndicatorAnswer(
            code=code,
            on=on,
            supported=supported,
            possible=self.possible(code, day),
            progress=levels[aim - 1].share if aim else 0.0,
            next_level=aim,
            gaps=tuple(unit.key for level in levels[:supported] for unit in level.units if not unit.met),
            ahead=tuple(unit.key for level in levels[aim or supported :] for unit in level.units if unit.met),
            blockers=blockers_of(levels, aim, practices, rules.thresholds),
            held_since=held_since,
            held_until=held_until,
            held=self._holding(code, day, levels),
            carried_until=date.fromordinal(until) if until is not None else None,
            carried_from=carried.higher if carried else None,
            too_early=self.book_on(day).evidence.logging_start(day) > back(day, rules.thresholds.known_months) + 1,
            levels=levels,
            practices=practices,
        )

    def _holding(self, code: str, day: int, levels: Sequence[LevelAnswer]) -> Mapping[str, Held]:
        """Say of every held unit what holds it."""
        by_key = {unit.key: unit for unit in self.units(code, day)}
        found: dict[str, Held] = {}
        for unit in (unit for level in levels for unit in level.units if unit.held):
            parts = [one for one in by_key[unit.key].practices if one.key in unit.practices]
            end = next(end for end in self.held_ends(day) if self.was_whole(parts, unit.needed, end))
            found[unit.key] = self._held_by_what_met([one for one in parts if self.is_met(one.key, end)], end, day)
        return found

    def _carried_until(self, code: str, day: int, carried: Carried) -> int:
        """Find the last day on which a level is supported because it is carried, with nothing added."""
        last = day
        for edge in self.changes(code, day, carried.until):
            if self.supported(code, edge) < carried.level:
                return edge - 1
            last = edge
        return max(last, carried.until)

    def _held(self, code: str, day: int, supported: int) -> tuple[date | None, date | None]:
        """Say since when and until when the supported level rests on held parts."""
        resting = [
            unit
            for level in self.levels(code, day)[: max(supported, 1)]
            if level.level <= supported and level.met < level.needed
            for unit in level.units
            if unit.held
        ]
        if not resting:
            return None, None
        by_key = {unit.key: unit for unit in self.units(code, day)}
        since = day
        for unit in resting:
            parts = [one for one in by_key[unit.key].practices if one.key in unit.practices]
            met_last = next(end for end in self.held_ends(day) if self.was_whole(parts, unit.needed, end))
            first = met_last + 1
            while self.was_whole(parts, unit.needed, first):
                first += 1
            since = min(since, first)
        for edge in self.changes(code, day, day + 400):
            if self.supported(code, edge) < supported:
                return date.fromordinal(since), date.fromordinal(edge)
        return date.fromordinal(since), None

    def changed(self, evidences: Sequence[Evidence]) -> Indicators:
        """Give the same indicators over evidence made from theirs, one for each version of the rules."""
        books: list[Practices] = []
        hit: set[str] = set()
        codes: set[str] = set()
        everything = False
        for book, evidence in zip(self.books, evidences, strict=True):
            other, keys = book.changed(evidence) if evidence is not book.evidence else (book, frozenset())
            books.append(other)
            hit |= keys
            codes |= {book.catalogue.practices[key].indicator for key in keys}
            everything = everything or evidence.touched.logging
        found = Indicators(books)
        found._units = self._units
        if not everything:
            whole = {key for book in self.books for key in self._units_hit(book.catalogue, hit)}
            found.memory = {
                code: memory.beside(lambda unit: unit.key in whole) if code in codes else memory
                for code, memory in self.memory.items()
            }
        return found

    @staticmethod
    def _units_hit(catalogue: Catalogue, keys: Iterable[str]) -> Iterator[str]:
        """Name the parts of levels that one of some practices belongs to."""
        practices = catalogue.practices
        return (practices[key].group or key for key in keys if key in practices)
