"""All that a school recorded, ready for questions: facts by kind, partnerships, statements, exemptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.continuum.derive import FACTS_OF, continued_facts
from models.continuum.facts import Context, Fact, RecordKey, Row, Words, said
from models.continuum.partnerships import PartnershipDays, partnership_days
from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.spans import Spans, common, union
from models.continuum.windows import NEVER, expiry

CONFIRMED = "confirmed"
NOTE_LENGTH = 40
OBJECTION_MONTHS = 12
NORMS_ASKED = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """An SLT member's statement about a practice.

    Attributes:
        until: The day on which a later statement takes its place.
    """

    record: RecordKey
    on: int
    until: int
    in_place: bool
    has_note: bool
    has_file: bool

    def serves(self, evidence: str) -> bool:
        """Whether it comes with what a rule asks for; a file serves where a note is asked."""
        return self.has_file or (evidence == "note" and self.has_note)


@dataclass(frozen=True, slots=True)
class StandingRecord:
    """A record that stands from a day on, as long as it is confirmed."""

    record: RecordKey
    days: Spans
    confirmed: tuple[int, ...]
    values: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of people with its hand-over.

    Attributes:
        done: The day the hand-over was done; None while it is not.
    """

    record: RecordKey
    what: str
    on: int
    done: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the rules may read of one school.

    Attributes:
        facts: Kind -> facts, by day, then record.
        statements: Practice key -> statements, oldest first.
        exempt: Practice key or stakeholder group -> days on which it does not apply.
        logging_set: First day of logging as set by hand; None where it is not.
        first_activity: Day of the first confirmed activity; None without one.
        kept_out: Indicators that some record is kept out of.
    """

    facts: Mapping[str, tuple[Fact, ...]]
    partnerships: tuple[PartnershipDays, ...]
    statements: Mapping[str, tuple[Statement, ...]]
    standing: Mapping[str, tuple[StandingRecord, ...]]
    changes: tuple[Change, ...]
    exempt: Mapping[str, Spans]
    logging_set: int | None
    first_activity: int | None
    kept_out: frozenset[str]
    context: Context

    def logging_start(self, day: int) -> int:
        """Say from when on a day's look-backs know everything; with nothing logged by then, the day itself."""
        if self.logging_set is not None:
            return self.logging_set
        return min(self.first_activity, day) if self.first_activity is not None else day

    def objected(self, practice: str, day: int) -> Statement | None:
        """Find the latest statement of the last twelve months if it says the practice is not in place."""
        latest = self.latest_statement(practice, day)
        if latest is None or latest.in_place or expiry(latest.on, OBJECTION_MONTHS) <= day:
            return None
        return latest

    def latest_statement(self, practice: str, day: int) -> Statement | None:
        """Find the statement that counts on a day, however old."""
        return next((one for one in self.statements.get(practice, ()) if one.on <= day < one.until), None)


def evidence_from_rows(rows: Mapping[str, Sequence[Row]], catalogue: Catalogue) -> Evidence:
    """Turn a school's record rows into evidence.

    Args:
        rows: Kind -> typed rows with the columns of the kind, in the order of entry; rows that are not confirmed are
            passed over. Of two logging starts, and of two statements of one day, the later entered counts.
        catalogue: For the vocabularies.
    """
    confirmed = {
        kind: [row for row in some if (row.get("record_status") or CONFIRMED) == CONFIRMED]
        for kind, some in rows.items()
    }
    context = Context.of(confirmed, Words.of(catalogue))
    facts: dict[str, list[Fact]] = defaultdict(list)
    for kind, read in FACTS_OF.items():
        for row in confirmed.get(kind, ()):
            for fact in read(row, context):
                facts[fact.kind].append(fact)
    for fact in continued_facts(confirmed.get("transition", ()), facts["activity"]):
        facts[fact.kind].append(fact)
    ordered = {kind: tuple(sorted(some, key=lambda fact: (fact.on, fact.record))) for kind, some in facts.items()}
    starts = [row["from_on"] for row in confirmed.get("logstart", ())]
    return Evidence(
        facts=ordered,
        partnerships=tuple(partnership_days(confirmed, ordered)),
        statements=_statements(confirmed.get("attestation", ())),
        standing={"process": _processes(confirmed, context.words), "coordinator": _coordinators(confirmed)},
        changes=tuple(
            Change(
                ("transition", row["ref"]),
                row["what"],
                row["occurred_on"].toordinal(),
                row["done_on"].toordinal() if row.get("done_on") else None,
            )
            for row in sorted(confirmed.get("transition", ()), key=lambda row: (row["occurred_on"], row["ref"]))
        ),
        exempt=_exemptions(confirmed.get("exemption", ())),
        logging_set=starts[-1].toordinal() if starts else None,
        first_activity=ordered["activity"][0].on if ordered.get("activity") else None,
        kept_out=frozenset(code for some in ordered.values() for fact in some for code in fact.not_for),
        context=context,
    )


def _statements(rows: Sequence[Row]) -> dict[str, tuple[Statement, ...]]:
    by_practice: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_practice[row["practice"]].append(row)
    found: dict[str, tuple[Statement, ...]] = {}
    for practice, some in by_practice.items():
        some.sort(key=lambda row: row["occurred_on"])
        ends = [*(row["occurred_on"].toordinal() for row in some[1:]), NEVER]
        found[practice] = tuple(
            Statement(
                ("attestation", row["ref"]),
                row["occurred_on"].toordinal(),
                end,
                bool(row["in_place"]),
                len((row.get("note") or "").strip()) >= NOTE_LENGTH,
                said(row.get("file")) or bool(row.get("document")),
            )
            for row, end in zip(some, ends, strict=True)
        )
    return found


def _processes(rows: Mapping[str, Sequence[Row]], words: Words) -> tuple[StandingRecord, ...]:
    found = []
    for row in rows.get("process", ()):
        counted = {norm for norm in row.get("norms") or () if norm not in words.uncounted_norms}
        found.append(_standing("process", row, "adopted_on", "ended_on", {"norms4": len(counted) >= NORMS_ASKED}))
    return tuple(found)


def _coordinators(rows: Mapping[str, Sequence[Row]]) -> tuple[StandingRecord, ...]:
    return tuple(_standing("coordinator", row, "from_on", "until_on", {}) for row in rows.get("coordinator", ()))


def _standing(kind: str, row: Row, first: str, last: str, values: Mapping[str, bool]) -> StandingRecord:
    start = row[first].toordinal()
    return StandingRecord(
        (kind, row["ref"]),
        Spans.of([(start, row[last].toordinal() if row.get(last) else NEVER)]),
        tuple(sorted({start, *(day.toordinal() for day in row.get("confirmed_on") or ())})),
        values,
    )


def _exemptions(rows: Sequence[Row]) -> dict[str, Spans]:
    spans: dict[str, list[Spans]] = defaultdict(list)
    for row in rows:
        end = row["until_on"].toordinal() if row.get("until_on") else NEVER
        spans[row["what"]].append(Spans.of([(row["from_on"].toordinal(), end)]))
    return {what: union(some) for what, some in spans.items()}


def standing_days(record: StandingRecord, months: int) -> Spans:
    """Say on which days a standing record is in force and was confirmed within so many months."""
    confirmed = Spans.of((day, expiry(day, months)) for day in record.confirmed)
    return common([record.days, confirmed])
