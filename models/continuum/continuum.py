"""The engine's door: one school's evidence, the dated rules, and answers for any day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from models.continuum.evidence.evidence import Evidence, evidence_read_with
from models.continuum.evidence.facts import Fact, RecordKey, Row
from models.continuum.evidence.tallies import Condition
from models.continuum.judging import lapses, more
from models.continuum.judging.answers import (
    CountedRecord,
    Fall,
    IndicatorAnswer,
    Lapse,
    LevelAnswer,
    More,
    PracticeAnswer,
    SchoolAnswer,
    Standing,
)
from models.continuum.judging.indicators import Indicators
from models.continuum.judging.practices import Found, Practices
from models.continuum.language.language import Language
from models.continuum.rulebook.catalogue import Catalogue, Practice
from models.continuum.rulebook.rules.base import Asking, Part, Rule, Told, Way, walk
from models.continuum.rulebook.rules.listing import Counted, Listing


class Continuum:
    """Answers which level one school's evidence supports, why, and what will lapse.

    It is a pure function of records, rules and day; what it keeps only spares work. It never changes: `as_if` gives
    another one that shares all that stays the same. Safe to ask from several threads.

    Args:
        evidence: The school's evidence, as read with the language of one of the rules; where others read records
            otherwise they are read again from the same rows.
        rulebook: Catalogues; each is in force from its day on, until the next one's.

    Raises:
        ValueError: The rulebook is empty.
    """

    def __init__(self, evidence: Evidence, rulebook: Sequence[Catalogue]) -> None:
        self._read_by({evidence.language: evidence}, rulebook)

    def _read_by(self, read: dict[Language, Evidence], rulebook: Sequence[Catalogue]) -> None:
        """Take rules in; what none of the evidences was read with is read again from the rows of one of them."""
        if not rulebook:
            raise ValueError("a school cannot be judged without rules")
        self.rulebook = tuple(sorted(rulebook, key=lambda catalogue: catalogue.in_force_from))
        known = next(iter(read.values()))
        for catalogue in self.rulebook:
            if catalogue.language not in read:
                read[catalogue.language] = evidence_read_with(known, catalogue.language)
        self._indicators = Indicators([Practices(catalogue, read[catalogue.language]) for catalogue in self.rulebook])

    @property
    def evidence(self) -> Evidence:
        """The school as the newest rules read it."""
        return self._indicators.evidence

    @property
    def readings(self) -> int:
        """How often the records are read: once for every language of the rules."""
        return len({id(book.evidence) for book in self._indicators.books})

    def as_if(
        self, *, remove: Iterable[RecordKey] = (), add: Iterable[tuple[str, Row]] = (), renewed: Iterable[str] = ()
    ) -> Continuum:
        """Give the same school as if some records had not been made, and others had.

        A saved, edited, archived or imaginary record changes only what hangs on it; see `Evidence.changed`.

        Args:
            remove: Kind and reference.
            add: Kind and typed row; it takes the place of a record of the same reference.
            renewed: Kinds of which `add` holds every row, in the order of entry.
        """
        gone, new, whole = list(remove), list(add), list(renewed)
        read: dict[int, Evidence] = {}
        for book in self._indicators.books:
            if id(book.evidence) not in read:
                read[id(book.evidence)] = book.evidence.changed(gone, new, renewed=whole)
        other = object.__new__(Continuum)
        other.rulebook = self.rulebook
        other._indicators = self._indicators.changed([read[id(book.evidence)] for book in self._indicators.books])
        return other

    def under(self, rulebook: Sequence[Catalogue]) -> Continuum:
        """Give the same school as other rules judge it; what they read alike is not read again.

        Raises:
            ValueError: The rulebook is empty.
        """
        other = object.__new__(Continuum)
        other._read_by({book.evidence.language: book.evidence for book in self._indicators.books}, rulebook)
        return other

    def settled(self) -> Continuum:
        """Let go of the school it was made from, once all is worked out that was worked out there."""
        for book in self._indicators.books:
            book.evidence.settled()
        return self

    def rules_on(self, day: int) -> Catalogue:
        """Find the rules in force on a day (an ordinal); before the first ones, the first."""
        return self._indicators.rules_on(day)

    # Practices

    def share(self, key: str, day: int, *, hopeful: bool = False) -> float:
        """Say how far a practice is fulfilled on a day; 0 while an SLT member objects."""
        return self._indicators.share(key, day, hopeful=hopeful)

    def exempt(self, key: str, day: int) -> bool:
        """Whether a practice is marked as not applicable on a day."""
        return self._indicators.exempt(key, day)

    def was_met(self, key: str, day: int) -> bool:
        """Whether a practice was met on one of the month-ends by which it would be held."""
        return self._indicators.last_met(key, day) is not None

    def records(self, key: str, on: date) -> tuple[CountedRecord, ...]:
        """List the records that count toward a practice on a day, oldest first.

        Raises:
            KeyError: There is no such practice in the rules of that day.
        """
        day = on.toordinal()
        book = self._indicators.book_on(day)
        practice = book.catalogue.practices[key]
        kept = self._indicators.of(practice.indicator).other
        question = ("records", key, day)
        if question not in kept:
            kept[question] = book.records(practice, day)
        return kept[question]  # type: ignore[return-value]

    def weighed_records(self, key: str, on: date) -> tuple[CountedRecord, ...]:
        """List the records that count toward a practice on a day, and say which of them are needed.

        Raises:
            KeyError: As `records`.
        """
        book = self._indicators.book_on(on.toordinal())
        return book.weighed(book.catalogue.practices[key], on.toordinal())

    def record_keys(self, key: str, on: date) -> frozenset[RecordKey]:
        """Name the records that count toward a practice on a day, without weighing each."""
        day = on.toordinal()
        book = self._indicators.book_on(day)
        practice = book.catalogue.practices[key]
        kept = self._indicators.of(practice.indicator).other
        question = ("record keys", key, day)
        if question not in kept:
            kept[question] = book.record_keys(practice, day)
        return kept[question]  # type: ignore[return-value]

    def counts_record(self, practice: Practice, record: RecordKey, on: date) -> bool:
        """Whether a record is counted in a practice's favor on a day."""
        return self._indicators.book_on(on.toordinal()).holds_record(practice, on.toordinal(), record)

    def served_by(self, kind: str, ref: str, on: date) -> tuple[Practice, ...]:
        """List the practices toward which a record counts on a day, in the map's order."""
        day = on.toordinal()
        book = self._indicators.book_on(day)
        return tuple(
            practice
            for practice in book.catalogue.practices.values()
            if practice.counts and book.holds_record(practice, day, (kind, ref))
        )

    def served_by_any(self, records: frozenset[RecordKey], on: date) -> Iterator[tuple[Practice, frozenset[RecordKey]]]:
        """List the practices toward which some of many records count on a day, in the map's order, each with those."""
        day = on.toordinal()
        book = self._indicators.book_on(day)
        for practice in book.catalogue.practices.values():
            if practice.counts and (found := records & book.in_favor(practice, day)):
                yield practice, found

    def serving(self, kind: str, ref: str, on: date) -> tuple[tuple[Practice, bool], ...]:
        """List the practices toward which a record counts on a day, in the map's order.

        Returns:
            Each practice with whether the record is surplus there: its share would be the same without it.
        """
        day, record = on.toordinal(), (kind, ref)
        book = self._indicators.book_on(day)
        without = Practices(book.catalogue, book.evidence.changed(remove=[record]))
        return tuple(
            (practice, without.share_of_rule(practice, day) == book.share_of_rule(practice, day))
            for practice in self.served_by(kind, ref, on)
        )

    def listing(self, key: str, on: date, *, most: int) -> Listing:
        """Tell short which records count toward a practice on a day: the latest, how many, in which months.

        Args:
            most: How many to name at most.

        Raises:
            KeyError: There is no such practice in the rules of that day.
        """
        book = self._indicators.book_on(on.toordinal())
        return book.listing(book.catalogue.practices[key], on.toordinal(), most)

    def holds_until(self, key: str, on: date) -> date | None:
        """Find the first day on which a met practice stops being met with nothing added; None if it never does."""
        return lapses.met_until(self._indicators, key, on)

    def facts_of(self, kind: str, ref: str, on: date) -> tuple[Fact, ...]:
        """List the facts of a record, as the rules of a day read it."""
        return self._indicators.book_on(on.toordinal()).evidence.by_record.get((kind, ref), ())

    def counts_fact(self, practice: Practice, facts: Iterable[Fact], on: date) -> bool:
        """Whether any of some facts counts toward a practice on a day, in whatever alternative of its rule."""
        day, asked = on.toordinal(), list(facts)
        present = self._indicators.book_on(day).present(practice)
        return any(part.counts_on(at, fact, day) for at, part in present for fact in asked)

    def lacking(self, practice: Practice, fact: Fact, on: date) -> Iterator[list[Condition]]:
        """List the conditions that a fact does not meet, for every count of a practice whose look-back reaches it."""
        day = on.toordinal()
        for at, part in self._indicators.book_on(day).present(practice):
            if part.kind == fact.kind and part.reaches(at, fact, day):
                yield [condition for condition in part.where if not condition.holds(fact.said)]

    def practice(self, practice: Practice, on: date) -> PracticeAnswer:
        """Answer one practice on a day."""
        return self._indicators.practice(practice, on.toordinal())

    def told(self, practice: Practice, on: date) -> Told:
        """Tell how a practice's rule stands on a day, and what is missing."""
        return self._indicators.book_on(on.toordinal()).told(practice, on.toordinal())

    def lacking_values(self, practice: Practice, part: Rule, on: date) -> dict[str, tuple[str, ...]]:
        """Name the values that a count of a practice wishes for and no record has yet: field -> codes.

        Args:
            part: A rule inside the practice's; one that counts no records lacks none.
        """
        day = on.toordinal()
        return part.lacking(self._indicators.book_on(day).asking(practice), day)

    def ways(self, practice: Practice, day: int) -> tuple[Way, ...]:
        """List the ways to have a practice met on a day (an ordinal) by what is done until then.

        Returns:
            As `Rule.ways`; none while an SLT member objects.
        """
        book = self._indicators.book_on(day)
        if book.evidence.objected(practice.key, day):
            return ()
        return practice.rule.ways(book.asking(practice), day)

    def parts(self, practice: Practice, day: int) -> tuple[Part, ...]:
        """List the parts of a practice's rule on a day, an ordinal, met or not; none while an SLT member objects."""
        book = self._indicators.book_on(day)
        if book.evidence.objected(practice.key, day):
            return ()
        at = book.asking(practice)
        wishes = ((one, one.wish()) for one in walk(practice.rule) if not one.inner)
        return tuple(Part(one, at, wish) for one, wish in wishes if wish is not None)

    def once(self, practice: Practice, day: int, question: str, work: Callable[[], Found]) -> Found:
        """Give something that follows from what fulfils a practice on a day (an ordinal).

        It is worked out once, and again only in a school in which that is different.
        """
        return self._indicators.book_on(day).once(practice.key, (question, day), work)

    def share_of_part(self, part: Part, day: int) -> float:
        """Say how far a part of a rule, as found at another school as if, is fulfilled at this one."""
        book = self._indicators.book_on(day)
        return part.rule.share(Asking(book.evidence, part.at.practice, part.at.indicator, book), day)

    def counted(self, practice: Practice, on: date) -> list[Counted]:
        """List the records that a practice's rule counts on a day, one for each time it counts them."""
        return practice.rule.counted(self._indicators.book_on(on.toordinal()).asking(practice), on.toordinal())

    # Levels

    def levels(self, code: str, day: int, *, hopeful: bool = False) -> tuple[LevelAnswer, ...]:
        """Judge an indicator's five levels on a day; hopefully, with every unknown taken as met."""
        return self._indicators.levels(code, day, hopeful=hopeful)

    def supported(self, code: str, on: date) -> int:
        """Name the level that the evidence supports on a day, 0 to 5."""
        return self._indicators.supported(code, on.toordinal())

    def supports(self, code: str, on: date, level: int) -> bool:
        """Whether the evidence supports at least a level on a day: less work than naming the level."""
        return self._indicators.supports(code, on.toordinal(), level)

    def possible(self, code: str, on: date) -> int:
        """Name the level that would be supported if every unknown were met, 0 to 5."""
        return self._indicators.possible(code, on.toordinal())

    def expect(self, days: int) -> None:
        """Say about how many days of each indicator somebody is going to ask; it changes no answer."""
        self._indicators.expect(days)

    def standing(self, code: str, on: date) -> Standing:
        """Give supported and possible level, and how far the next one is there."""
        return self._indicators.standing(code, on.toordinal())

    def unchanged_until(self, code: str, on: date) -> date:
        """Find the first later day on which level or progress of an indicator may be different with nothing added."""
        return date.fromordinal(self._indicators.unchanged_until(code, on.toordinal()))

    # Answers

    def on(self, on: date) -> SchoolAnswer:
        """Answer every judged indicator on a day."""
        rules = self.rules_on(on.toordinal())
        return SchoolAnswer(on, rules.version, {code: self.indicator(code, on) for code in rules.judged})

    def indicator(self, code: str, on: date) -> IndicatorAnswer:
        """Answer one indicator on a day.

        Raises:
            KeyError: No such indicator is judged by the rules of that day.
        """
        return self._indicators.indicator(code, on)

    def one_more(self, code: str, on: date) -> tuple[More, ...]:
        """List the records of which a single one would raise the level; see `judging.more`."""
        kept = self._indicators.of(code).other
        question = ("one more", on)
        if question not in kept:
            kept[question] = more.one_more(self._indicators, code, on.toordinal())
        return kept[question]  # type: ignore[return-value]

    # Through time

    def growth(self, days: Iterable[date]) -> dict[str, list[tuple[date, int]]]:
        """List the supported level of every judged indicator on each of some days."""
        asked = list(days)
        return {code: [(day, self.supported(code, day)) for day in asked] for code in self.rulebook[-1].judged}

    def lapses(self, code: str, on: date, *, days: int | None = None) -> tuple[Lapse, ...]:
        """List the practices of an indicator that stop being met within so many days, with nothing added.

        Args:
            days: As many as the rules of the day look ahead where None.

        Returns:
            By day, then key; each practice once, on its first day.
        """
        ahead = days if days is not None else self.rules_on(on.toordinal()).thresholds.lapse_days
        kept = self._indicators.of(code).other
        question = ("lapses", on, ahead)
        if question not in kept:
            kept[question] = lapses.lapses(self._indicators, code, on, ahead)
        return kept[question]  # type: ignore[return-value]

    def falls(self, code: str, on: date, *, days: int | None = None) -> tuple[Fall, ...]:
        """List the falls of an indicator's level within so many days that would stand for some time."""
        ahead = days if days is not None else self.rules_on(on.toordinal()).thresholds.lapse_days
        kept = self._indicators.of(code).other
        question = ("falls", on, ahead)
        if question not in kept:
            kept[question] = lapses.falls(self._indicators, code, on, ahead)
        return kept[question]  # type: ignore[return-value]
