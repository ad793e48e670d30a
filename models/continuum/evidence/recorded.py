"""All that a school recorded, ready for questions about any day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from models.continuum.evidence.activities import ActivityReader
from models.continuum.evidence.coverage import Coverage, coverage, coverage_changed
from models.continuum.evidence.facts import NONE, Fact, RecordKey, Said
from models.continuum.evidence.index import FactIndex
from models.continuum.evidence.links import Days, Rows
from models.continuum.evidence.partnerships import PartnershipDays
from models.continuum.evidence.rows import known_by
from models.continuum.evidence.standing import (
    Change,
    StandingRecord,
    Statement,
)
from models.continuum.evidence.tallies import Condition, Counting, Tally
from models.continuum.language.language import Language
from models.continuum.time.calendar import expiry
from models.continuum.time.spans import Span, Spans
from models.continuum.time.steps import Running

_NEVER = Spans()


@dataclass(frozen=True)
class Touched:
    """What is different in an evidence made from another.

    Attributes:
        facts: Facts that are gone or new.
        coverage: Predicates of partnerships that hold on other days; `*` stands for all of them.
        partners: Partners whose partnerships live on other days, so that what was agreed with them counts otherwise.
        standing: Kinds of standing records.
        statements: Practices.
        exempt: Practices and stakeholder groups.
        people: Changes of people.
        logging: From when on everything is known.
    """

    facts: tuple[Fact, ...] = ()
    coverage: frozenset[str] = NONE
    partners: frozenset[str] = NONE
    standing: frozenset[str] = NONE
    statements: frozenset[str] = NONE
    exempt: frozenset[str] = NONE
    people: bool = False
    logging: bool = False

    def hits(self, kind: str, where: tuple[Condition, ...], shape: int) -> bool:
        """Whether one of the facts that are gone or new meets some conditions.

        Args:
            shape: The number of kind and conditions, see `shape_of`.
        """
        found = self._hits.get(shape)
        if found is None:
            found = self._hits[shape] = any(said.meets(where, shape) for said in self._said.get(kind, ()))
        return found

    @cached_property
    def _hits(self) -> dict[int, bool]:
        """Keep by shape whether a fact is met: rules ask that, and so does every count that is taken over."""
        return {}

    @property
    def said(self) -> Iterator[Said]:
        """What the facts say that are gone or new, each thing once."""
        return (said for some in self._said.values() for said in some)

    @cached_property
    def _said(self) -> Mapping[str, Sequence[Said]]:
        """Give what they say by kind, each thing once: twenty lessons logged at once say one."""
        found: dict[str, list[Said]] = {}
        for said in {id(fact.said): fact.said for fact in self.facts}.values():
            found.setdefault(said.kind, []).append(said)
        return found


@dataclass(eq=False)
class Recorded:
    """Everything the rules may read of one school, read with one language.

    It never changes: `changed` gives another one that shares all that stays the same. Safe to ask from several
    threads: what is worked out on the way is only kept.

    Attributes:
        rows: Confirmed rows by kind and reference, in the order of entry.
        facts: Kind -> facts, by day, then record.
        by_record: Record -> its facts.
        statements: Practice key -> statements, oldest first.
        exempt: Practice key or stakeholder group -> days on which it does not apply.
        logging_set: First day of logging as set by hand; None where it is not.
        first_activity: Day of the first confirmed activity; None without one.
        kept_out: Indicators that some record is kept out of.
        touched: What is different from the evidence it was made from; nothing where it was read whole.
    """

    reader: ActivityReader
    rows: Rows
    days: Days
    by_record: Mapping[RecordKey, tuple[Fact, ...]]
    facts: Mapping[str, tuple[Fact, ...]]
    partnerships: Mapping[str, PartnershipDays]
    statements: Mapping[str, tuple[Statement, ...]]
    standing: Mapping[str, tuple[StandingRecord, ...]]
    changes: tuple[Change, ...]
    exempt: Mapping[str, Spans]
    logging_set: int | None
    first_activity: int | None
    kept_out: frozenset[str]
    touched: Touched = field(default_factory=Touched)
    _tallies: dict[Counting, Tally] = field(default_factory=dict)
    _coverage: dict[tuple[str, str], Coverage] = field(default_factory=dict)
    _before: Recorded | None = None
    _removed: tuple[Fact, ...] = ()
    _added: tuple[Fact, ...] = ()
    _index: FactIndex | None = None

    @property
    def language(self) -> Language:
        """What it is read with."""
        return self.reader.language

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """Audience -> its stakeholder group."""
        return {code: value.group for code, value in self.language.values("audience").items() if value.group}

    @property
    def records(self) -> int:
        """How many confirmed records there are."""
        return sum(map(len, self.rows.values()))

    def logging_start(self, day: int) -> int:
        """Say from when on a day's look-backs know everything; with nothing logged by then, the day itself."""
        if self.logging_set is not None:
            return self.logging_set
        return min(self.first_activity, day) if self.first_activity is not None else day

    @property
    def known_from(self) -> int | None:
        """The first day of logging, whatever day is asked about; None where nothing is logged."""
        return self.logging_set if self.logging_set is not None else self.first_activity

    def logging_records(self) -> tuple[RecordKey, ...]:
        """Name the record by which it is known that nothing happened: logging as set by hand, else as it began."""
        return known_by(self.rows, self.facts)

    def latest_statement(self, practice: str, day: int) -> Statement | None:
        """Find the statement that counts on a day, however old."""
        return next((one for one in self.statements.get(practice, ()) if one.on <= day < one.until), None)

    def objections(self, practice: str) -> Spans:
        """Say on which days the latest statement of the last months says that a practice is not in place."""
        against = [one for one in self.statements.get(practice, ()) if not one.in_place]
        if not against:
            return _NEVER
        months = self.language.thresholds.objection_months
        return Spans.of((one.on, min(one.until, expiry(one.on, months))) for one in against)

    def objected(self, practice: str, day: int) -> Statement | None:
        """Find the statement that counts on a day if it is an objection."""
        return self.latest_statement(practice, day) if day in self.objections(practice) else None

    def windows(self, counting: Counting, fact: Fact) -> tuple[Span, ...]:
        """Say on which days a fact counts."""
        start, end = counting.window(fact)
        found = ((start, end),) if start < end else ()
        if not counting.while_active:
            return found
        closes = expiry(fact.on, counting.window_months)
        lasting = [
            (max(first, fact.on, fact.start), min(last, fact.end))
            for partnership in self._with(fact.adds("partners"))
            if partnership.started < closes
            for first, last in partnership.lasting.spans
        ]
        return Spans.of([*found, *lasting]).spans if lasting else found

    def _with(self, partners: frozenset[str]) -> list[PartnershipDays]:
        return [one for one in self.partnerships.values() if one.partner in partners]

    def tally(self, counting: Counting) -> Tally:
        """Give a way of counting, swept through time."""
        found = self._tallies.get(counting)
        if found is None:
            before = self._before
            found = self._taken_over(before.tally(counting)) if before else self._swept(counting)
            self._tallies[counting] = found
        return found

    def _swept(self, counting: Counting) -> Tally:
        if self._index is None:
            self._index = FactIndex(self.facts)
        return Tally.of(counting, self._index.matching(counting), self.groups)

    def _taken_over(self, earlier: Tally) -> Tally:
        """Give a tally of the evidence that this one was made from, with what is different."""
        counting, before = earlier.counting, self._before
        moves = counting.while_active and bool(self.touched.partners)
        if before is None or not (moves or self.touched.hits(counting.kind, counting.where, counting.shape)):
            return earlier
        removed = [fact for fact in self._removed if counting.matches(fact)]
        added = [fact for fact in self._added if counting.matches(fact)]
        moved: list[Fact] = []
        if moves:
            gone = set(map(id, removed))
            moved = [
                fact
                for fact in earlier.facts
                if id(fact) not in gone and not self.touched.partners.isdisjoint(fact.adds("partners"))
            ]
        if not (removed or added or moved):
            return earlier
        return earlier.changed(
            removed, added, lambda one: before.windows(counting, one), lambda one: self.windows(counting, one), moved
        )

    def count(self, counting: Counting, dimension: str) -> Running:
        """Count the distinct values of a dimension; see `Tally.count`."""
        return self.tally(counting).count(dimension, lambda fact: self.windows(counting, fact))

    def counts(self, counting: Counting) -> Callable[[str], Running]:
        """Give what counts the distinct values of any dimension; see `count`."""
        tally = self.tally(counting)
        return lambda dimension: tally.count(dimension, lambda fact: self.windows(counting, fact))

    def counted(self, counting: Counting, day: int) -> list[Fact]:
        """List the facts that count on a day, oldest first."""
        return self.tally(counting).counted(day, lambda fact: self.windows(counting, fact))

    def coverage(self, predicate: str, of: str) -> Coverage:
        """Give the count of partnerships with a property, through time."""
        found = self._coverage.get((predicate, of))
        if found is None:
            months = self.language.thresholds.in_force_months
            if self._before is None:
                found = coverage(self.partnerships.values(), predicate, of, months)
            else:
                found = self._before.coverage(predicate, of)
                if self.touched.coverage & {predicate, "*"}:
                    found = coverage_changed(found, self._other_partnerships, predicate, of, months)
            self._coverage[predicate, of] = found
        return found

    @cached_property
    def _other_partnerships(self) -> list[tuple[PartnershipDays, int]]:
        """List the partnerships that are as they were no more (-1), and those that are otherwise now (1)."""
        before = self._before.partnerships if self._before is not None else {}
        gone = [(one, -1) for ref, one in before.items() if self.partnerships.get(ref) is not one]
        return gone + [(one, 1) for ref, one in self.partnerships.items() if before.get(ref) is not one]

    def settled(self) -> Self:
        """Work out all that the evidence it was made from had worked out, and let go of that one."""
        if self._before is not None:
            # One that was made on the way has worked out little itself: what it was made from knows the rest.
            before = self._before.settled()
            for counting, tally in list(before._tallies.items()):
                if counting not in self._tallies:
                    self._tallies[counting] = self._taken_over(tally)
            for predicate, of in list(before._coverage):
                self.coverage(predicate, of)
            self._before, self._removed, self._added = None, (), ()
        return self
