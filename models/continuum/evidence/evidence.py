"""All that a school recorded, ready for questions; and the same school with some records more or less."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from models.continuum.evidence.activities import ActivityReader
from models.continuum.evidence.coverage import Coverage, coverage
from models.continuum.evidence.facts import NONE, Fact, RecordKey, Row
from models.continuum.evidence.index import FactIndex
from models.continuum.evidence.links import Days, Links, Rows, changed_days, days_of
from models.continuum.evidence.partnerships import PartnershipDays, PartnershipReader
from models.continuum.evidence.reading import FACTS_OF
from models.continuum.evidence.standing import (
    STANDING_KINDS,
    Change,
    StandingRecord,
    Statement,
    changes_of_people,
    exemptions,
    standing_records,
    statements,
)
from models.continuum.evidence.tallies import Counting, Tally
from models.continuum.language.language import Language
from models.continuum.time.calendar import expiry
from models.continuum.time.spans import Span, Spans
from models.continuum.time.steps import Steps

CONFIRMED = "confirmed"
# Kinds whose days others hang on: their facts are made first.
FIRST = ("activity", "contribution", "evaluation", "training", "procreview")
# Of two of these the order of entry decides which counts, or is named, so that they are always taken whole.
ORDERED = frozenset({"attestation", "logstart", "process", "coordinator", "org"})
# What the engine never reads of an activity: a school has many, and these are most of their text.
_LEFT_OUT = frozenset({"title", "note", "people", "students", "hours", "link", "also_for"})


@dataclass(frozen=True, slots=True)
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


@dataclass(eq=False)
class Evidence:
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
    _before: Evidence | None = None
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
        return _known_by(self.rows, self.facts)

    def latest_statement(self, practice: str, day: int) -> Statement | None:
        """Find the statement that counts on a day, however old."""
        return next((one for one in self.statements.get(practice, ()) if one.on <= day < one.until), None)

    def objections(self, practice: str) -> Spans:
        """Say on which days the latest statement of the last months says that a practice is not in place."""
        months = self.language.thresholds.objection_months
        return Spans.of(
            (one.on, min(one.until, expiry(one.on, months)))
            for one in self.statements.get(practice, ())
            if not one.in_place
        )

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
            for first, last in (partnership.active & partnership.alive).spans
        ]
        return Spans.of([*found, *lasting]).spans if lasting else found

    def _with(self, partners: frozenset[str]) -> list[PartnershipDays]:
        return [one for one in self.partnerships.values() if one.partner in partners]

    def tally(self, counting: Counting) -> Tally:
        """Give a way of counting, swept through time."""
        found = self._tallies.get(counting)
        if found is None:
            found = self._tallies[counting] = self._taken_over(counting) if self._before else self._swept(counting)
        return found

    def _swept(self, counting: Counting) -> Tally:
        if self._index is None:
            self._index = FactIndex(self.facts)
        facts = self._index.matching(counting)
        return Tally.of(counting, facts, self.groups)

    def _taken_over(self, counting: Counting) -> Tally:
        assert self._before is not None
        earlier = self._before.tally(counting)
        removed = [fact for fact in self._removed if counting.matches(fact)]
        added = [fact for fact in self._added if counting.matches(fact)]
        moved: list[Fact] = []
        if counting.while_active and self.touched.partners:
            gone = set(map(id, removed))
            moved = [
                fact
                for fact in earlier.facts
                if id(fact) not in gone and not self.touched.partners.isdisjoint(fact.adds("partners"))
            ]
        if not (removed or added or moved):
            return earlier
        before = self._before
        return earlier.changed(
            removed, added, lambda one: before.windows(counting, one), lambda one: self.windows(counting, one), moved
        )

    def count(self, counting: Counting, dimension: str) -> Steps:
        """Count the distinct values of a dimension through time; see `Tally.count`."""
        return self.tally(counting).count(dimension, lambda fact: self.windows(counting, fact))

    def counted(self, counting: Counting, day: int) -> list[Fact]:
        """List the facts that count on a day, oldest first."""
        return self.tally(counting).counted(day, lambda fact: self.windows(counting, fact))

    def coverage(self, predicate: str, of: str) -> Coverage:
        """Give the count of partnerships with a property, through time."""
        found = self._coverage.get((predicate, of))
        if found is None:
            if self._before is not None and not self.touched.coverage & {predicate, "*"}:
                found = self._before.coverage(predicate, of)
            else:
                months = self.language.thresholds.in_force_months
                found = coverage(self.partnerships.values(), predicate, of, months)
            self._coverage[predicate, of] = found
        return found

    def settled(self) -> Evidence:
        """Work out all that the evidence it was made from had worked out, and let go of that one."""
        if self._before is not None:
            for counting in list(self._before._tallies):
                self.tally(counting)
            for predicate, of in list(self._before._coverage):
                self.coverage(predicate, of)
            self._before, self._removed, self._added = None, (), ()
        return self

    def changed(
        self, remove: Iterable[RecordKey] = (), add: Iterable[tuple[str, Row]] = (), *, renewed: Iterable[str] = ()
    ) -> Evidence:
        """Give the school as if some records had not been made, and others had.

        Only what hangs on them is read again: facts, days, partnerships, counts.

        Args:
            remove: Kind and reference; those that are not there are passed over.
            add: Kind and typed row. One with the reference of a record that is there takes its place; one that is
                not confirmed takes the record out.
            renewed: Kinds of which `add` holds every row, in the order of entry.
        """
        return _Changing(self).made(remove, add, renewed)


def evidence_from_rows(rows: Mapping[str, Sequence[Row]], language: Language) -> Evidence:
    """Turn a school's record rows into evidence.

    Args:
        rows: Kind -> typed rows with the columns of the kind, in the order of entry; rows that are not confirmed are
            passed over. Of two logging starts, and of two statements of one day, the later entered counts.
        language: What they are read with.
    """
    confirmed = {
        kind: {row["ref"]: compact(kind, row) for row in some if is_confirmed(row)} for kind, some in rows.items()
    }
    links = Links(ActivityReader(language), confirmed, {})
    by_record: dict[RecordKey, tuple[Fact, ...]] = {}
    days: dict[tuple[str, str], list[int]] = {}
    for kind in sorted(FACTS_OF, key=lambda kind: kind not in FIRST):
        read = FACTS_OF[kind]
        for ref, row in confirmed.get(kind, {}).items():
            facts = tuple(read(row, links))
            if facts:
                by_record[kind, ref] = facts
            if kind in FIRST:
                for fact in facts:
                    for key in days_of(fact, links.gifts):
                        days.setdefault(key, []).append(fact.on)
        if kind in FIRST:
            # Each of these is read without the days of the others; what hangs on days comes after.
            links.with_days({key: tuple(sorted(line)) for key, line in days.items()})
    reader = PartnershipReader(links)
    starts = [row["from_on"] for row in confirmed.get("logstart", {}).values()]
    ordered = _ordered(by_record)
    return Evidence(
        reader=links.reader,
        rows=confirmed,
        days={key: tuple(sorted(line)) for key, line in days.items()},
        by_record=by_record,
        facts=ordered,
        partnerships={ref: reader.partnership(row) for ref, row in sorted(confirmed.get("partnership", {}).items())},
        statements=statements(confirmed.get("attestation", {}).values(), language),
        standing={kind: standing_records(kind, confirmed.get(kind, {}).values(), links) for kind in STANDING_KINDS},
        changes=changes_of_people(confirmed.get("transition", {}).values()),
        exempt=exemptions(confirmed.get("exemption", {}).values()),
        logging_set=starts[-1].toordinal() if starts else None,
        first_activity=ordered["activity"][0].on if ordered.get("activity") else None,
        kept_out=frozenset(code for some in ordered.values() for fact in some for code in fact.not_for),
    )


def evidence_read_with(evidence: Evidence, language: Language) -> Evidence:
    """Read the same records with another language."""
    return evidence_from_rows({kind: list(rows.values()) for kind, rows in evidence.rows.items()}, language)


def is_confirmed(row: Row) -> bool:
    """Whether a row counts at all."""
    return (row.get("record_status") or CONFIRMED) == CONFIRMED


def compact(kind: str, row: Row) -> dict[str, Any]:
    """Keep what the engine reads and what is said."""
    left_out = _LEFT_OUT if kind == "activity" else NONE
    return {name: value for name, value in row.items() if value not in (None, "", ()) and name not in left_out}


def _ordered(by_record: Mapping[RecordKey, tuple[Fact, ...]]) -> dict[str, tuple[Fact, ...]]:
    found: dict[str, list[Fact]] = {}
    for facts in by_record.values():
        for fact in facts:
            found.setdefault(fact.kind, []).append(fact)
    return {kind: tuple(sorted(some, key=place)) for kind, some in found.items()}


def place(fact: Fact) -> tuple[int, RecordKey, int]:
    """Say where a fact stands among those of its kind: by day, then record."""
    return fact.on, fact.record, fact.start


class _Changing:
    """Works out what hangs on changed records."""

    def __init__(self, before: Evidence) -> None:
        self.before = before
        self.rows: dict[str, dict[str, Row]] = dict(before.rows)  # type: ignore[arg-type]
        self.by_record = dict(before.by_record)
        self.removed: list[Fact] = []
        self.added: list[Fact] = []
        self.days = before.days

    def made(
        self, remove: Iterable[RecordKey], add: Iterable[tuple[str, Row]], renewed: Iterable[str]
    ) -> Evidence:
        before = self.before
        changed = self._change_rows(remove, add, renewed)
        if not changed:
            return before
        links = Links(before.reader, self.rows, before.days)
        earlier_links = Links(before.reader, before.rows, before.days)
        again = {key: None for key in changed}
        for (kind, ref), (old, new) in changed.items():
            for side in (earlier_links, links):
                again |= dict.fromkeys(side.hanging_on(kind, old, new))
        self._read_again([key for key in again if key[0] in FIRST], links)
        touched_days = {
            key for fact in (*self.removed, *self.added) if fact.record[0] in FIRST for key in days_of(fact, links.gifts)
        }
        self.days = changed_days(before.days, self.removed, self.added, links.gifts)
        links.with_days(self.days)
        again |= dict.fromkeys(links.hanging_on_days(touched_days))
        self._read_again([key for key in again if key[0] not in FIRST], links)
        return self._evidence(changed, touched_days, links)

    def _change_rows(
        self, remove: Iterable[RecordKey], add: Iterable[tuple[str, Row]], renewed: Iterable[str]
    ) -> dict[RecordKey, tuple[Row | None, Row | None]]:
        changed: dict[RecordKey, tuple[Row | None, Row | None]] = {}
        mine: set[str] = set()

        def of(kind: str) -> dict[str, Row]:
            if kind not in mine:
                self.rows[kind] = dict(self.rows.get(kind, {}))
                mine.add(kind)
            return self.rows[kind]

        def note(kind: str, ref: str, new: Row | None) -> None:
            old = self.before.rows.get(kind, {}).get(ref)
            if old == new:
                changed.pop((kind, ref), None)
            else:
                changed[kind, ref] = (old, new)

        for kind in renewed:
            for ref in of(kind):
                note(kind, ref, None)
            of(kind).clear()
        for kind, ref in remove:
            if ref in self.rows.get(kind, {}):
                del of(kind)[ref]
                note(kind, ref, None)
        for kind, row in add:
            ref = row["ref"]
            if is_confirmed(row):
                of(kind)[ref] = compact(kind, row)
                note(kind, ref, self.rows[kind][ref])
            elif ref in self.rows.get(kind, {}):
                del of(kind)[ref]
                note(kind, ref, None)
        return changed

    def _read_again(self, keys: Iterable[RecordKey], links: Links) -> None:
        for kind, ref in keys:
            row = self.rows.get(kind, {}).get(ref)
            old = self.by_record.get((kind, ref), ())
            new = tuple(FACTS_OF[kind](row, links)) if row is not None else ()
            # A fact that stays the same stays the same object, each for one: counts know their facts by it.
            gone, facts = list(old), []
            for fact in new:
                at = next((at for at, one in enumerate(gone) if one == fact), None)
                if at is None:
                    self.added.append(fact)
                facts.append(fact if at is None else gone.pop(at))
            self.removed += gone
            if facts:
                self.by_record[kind, ref] = tuple(facts)
            else:
                self.by_record.pop((kind, ref), None)

    def _evidence(
        self,
        changed: Mapping[RecordKey, tuple[Row | None, Row | None]],
        touched_days: set[tuple[str, str]],
        links: Links,
    ) -> Evidence:
        before, kinds = self.before, {kind for kind, _ in changed}
        partnerships, predicates, partners = self._partnerships(changed, touched_days, links)
        standing = dict(before.standing)
        for kind in STANDING_KINDS:
            if kind in kinds or (kind == "process" and touched_days & {("use", ""), ("review", "")}):
                standing[kind] = standing_records(kind, self.rows.get(kind, {}).values(), links)
        said = before.statements
        if "attestation" in kinds:
            said = statements(self.rows.get("attestation", {}).values(), links.language)
        exempt = before.exempt
        if "exemption" in kinds:
            exempt = exemptions(self.rows.get("exemption", {}).values())
        changes = before.changes
        if "transition" in kinds:
            changes = changes_of_people(self.rows.get("transition", {}).values())
        facts = self._facts()
        starts = [row["from_on"] for row in self.rows.get("logstart", {}).values()]
        logging_set = starts[-1].toordinal() if starts else None
        first = facts["activity"][0].on if facts.get("activity") else None
        return Evidence(
            reader=before.reader,
            rows=self.rows,
            days=self.days,
            by_record=self.by_record,
            facts=facts,
            partnerships=partnerships,
            statements=said,
            standing=standing,
            changes=changes,
            exempt=exempt,
            logging_set=logging_set,
            first_activity=first,
            kept_out=before.kept_out | {code for fact in self.added for code in fact.not_for},
            touched=Touched(
                facts=(*self.removed, *self.added),
                coverage=predicates,
                partners=partners,
                standing=frozenset(kind for kind in STANDING_KINDS if standing[kind] != before.standing[kind]),
                statements=_different(said, before.statements),
                exempt=_different(exempt, before.exempt),
                people=changes != before.changes,
                # Where it is known by another record of the same day, what is held names that one.
                logging=(logging_set, first, _known_by(self.rows, facts))
                != (before.logging_set, before.first_activity, before.logging_records()),
            ),
            _before=before,
            _removed=tuple(self.removed),
            _added=tuple(self.added),
        )

    def _facts(self) -> dict[str, tuple[Fact, ...]]:
        lists: dict[str, list[Fact]] = {}
        for fact in (*self.removed, *self.added):
            if fact.kind not in lists:
                lists[fact.kind] = list(self.before.facts.get(fact.kind, ()))
        for fact in self.removed:
            some = lists[fact.kind]
            at = bisect_left(some, place(fact), key=place)
            while some[at] is not fact:
                at += 1
            del some[at]
        for fact in self.added:
            insort(lists[fact.kind], fact, key=place)
        return {**self.before.facts, **{kind: tuple(some) for kind, some in lists.items()}}

    def _partnerships(
        self,
        changed: Mapping[RecordKey, tuple[Row | None, Row | None]],
        touched_days: set[tuple[str, str]],
        links: Links,
    ) -> tuple[Mapping[str, PartnershipDays], frozenset[str], frozenset[str]]:
        rows = self.rows.get("partnership", {})
        again = self._partnerships_hit(changed, touched_days, rows)
        if not again:
            return self.before.partnerships, NONE, NONE
        reader = PartnershipReader(links)
        found = dict(self.before.partnerships)
        predicates: set[str] = set()
        partners: set[str] = set()
        for ref in again:
            old = found.pop(ref, None)
            new = reader.partnership(rows[ref]) if ref in rows else None
            if new is not None:
                found[ref] = new
            if old is None or new is None:
                differing = {"*", "alive"} if old or new else set()
            else:
                differing = set(old.differences(new))
            predicates |= differing - {"alive"}
            if differing & {"*", "alive"}:
                partners |= {one.partner for one in (old, new) if one}
        return dict(sorted(found.items())), frozenset(predicates), frozenset(partners)

    def _partnerships_hit(
        self,
        changed: Mapping[RecordKey, tuple[Row | None, Row | None]],
        touched_days: set[tuple[str, str]],
        rows: Mapping[str, Row],
    ) -> set[str]:
        """Name the partnerships of which something may be different."""
        hit: set[str] = set()
        partners = {whom for what, whom in touched_days if what in ("alive", "student_facing", "serves")}
        for (kind, ref), sides in changed.items():
            some = [row for row in sides if row]
            if kind == "partnership":
                hit.add(ref)
            elif kind in ("agreement", "commitment"):
                hit |= {row["partnership"] for row in some}
            elif kind in ("evaluation", "need"):
                # Whether any evaluation has an aim of a kind, and how serious a need is, concerns all of them.
                hit |= set(rows) | set(self.before.partnerships)
            elif kind in ("training", "match"):
                partners |= {row["partner"] for row in some if row.get("partner")}
        return hit | {ref for ref, row in rows.items() if row["partner"] in partners}


def _known_by(rows: Rows, facts: Mapping[str, Sequence[Fact]]) -> tuple[RecordKey, ...]:
    if rows.get("logstart"):
        return (("logstart", next(reversed(rows["logstart"]))),)
    acts = facts.get("activity", ())
    return (acts[0].record,) if acts else ()


def _different(one: Mapping[str, Any], other: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(key for key in {*one, *other} if one.get(key) != other.get(key))


