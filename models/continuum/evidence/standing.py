"""What stands, is stated, is exempt, and who changed: evidence that is no dated act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.continuum.evidence.activities import groups_of
from models.continuum.evidence.facts import NONE, RecordKey, Row, codes, is_said
from models.continuum.evidence.links import Links
from models.continuum.language.language import Language
from models.continuum.time.calendar import NEVER, expiry
from models.continuum.time.spans import Spans, common, union

STANDING_KINDS = ("process", "coordinator", "roster")


@dataclass(frozen=True, slots=True)
class Statement:
    """An SLT member's statement about a practice.

    Attributes:
        until: The day on which a later statement takes its place.
        has_file: It comes with a file, or with a link to where what shows it lies.
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
    """A record that stands from a day on, as long as it is confirmed.

    Attributes:
        days: When it is in force; of a team's seat, when it is taken.
        confirmed: Days on which it was confirmed, its first one among them.
        values: Field -> codes, or True for a mark that holds.
        groups: Stakeholder groups that it represents.
    """

    record: RecordKey
    days: Spans
    confirmed: tuple[int, ...]
    values: Mapping[str, Any]
    groups: frozenset[str] = field(default=NONE)
    _stands: dict[tuple[int, int], Spans] = field(default_factory=dict, compare=False, repr=False)

    def stands(self, months: int, vacant_days: int = 0) -> Spans:
        """Say on which days it stands and was confirmed within so many months.

        Args:
            vacant_days: For how many days after its end it is still taken as there.
        """
        found = self._stands.get((months, vacant_days))
        if found is None:
            kept = Spans.of((start, end + vacant_days if end < NEVER else NEVER) for start, end in self.days.spans)
            confirmed = Spans.of((day, expiry(day, months)) for day in self.confirmed)
            found = self._stands[months, vacant_days] = common([kept, confirmed])
        return found


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

    def enters(self, within_days: int) -> int:
        """Say on which day it enters the count: when it is done, or so many days and one undone."""
        late = self.on + within_days + 1
        return late if self.done is None else max(self.on, min(self.done, late))

    def in_time(self, within_days: int) -> bool:
        """Whether its hand-over was done in time."""
        return self.done is not None and self.done - self.on <= within_days


def statements(rows: Iterable[Row], language: Language) -> dict[str, tuple[Statement, ...]]:
    """Read statements: practice key -> statements, oldest first; of two on one day the later entered counts."""
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
                len((row.get("note") or "").strip()) >= language.thresholds.note_length,
                is_said(row.get("file")) or bool(row.get("document")) or is_said(row.get("link")),
            )
            for row, end in zip(some, ends, strict=True)
        )
    return found


def standing_records(kind: str, rows: Iterable[Row], links: Links) -> tuple[StandingRecord, ...]:
    """Read the records of a kind that stand: the dialogue process, the coordinator, the seats of the team."""
    return tuple(_READERS[kind](row, links) for row in rows)


def _process(row: Row, links: Links) -> StandingRecord:
    norms, known = set(row.get("norms") or ()), links.language.values("norms")
    # The school's own words count like those of the list.
    counted = [norm for norm in norms if norm not in known or known[norm].counted]
    used: Sequence[int] = ()
    if links.language.derivations.use_confirms_process:
        used = [*links.days("use", ""), *links.days("review", "")]
    enough = len(counted) >= links.language.thresholds.norms_asked
    return _standing("process", row, "adopted_on", "ended_on", {"norms4": True} if enough else {}, confirmed=used)


def _coordinator(row: Row, _links: Links) -> StandingRecord:
    return _standing("coordinator", row, "from_on", "until_on", {})


def _seat(row: Row, links: Links) -> StandingRecord:
    group, known = codes(row, "group"), links.language.values("represented")
    found = (known[code].group for code in group if code in known)
    groups = frozenset(one for one in found if one)
    values: dict[str, Any] = {"group": group} if group else {}
    if is_said(row.get("role")):
        values["role"] = True
    return _standing("roster", row, "from_on", "until_on", values, groups=groups or groups_of(group, links.language))


_READERS = {"process": _process, "coordinator": _coordinator, "roster": _seat}


def _standing(
    kind: str,
    row: Row,
    first: str,
    last: str,
    values: Mapping[str, Any],
    *,
    confirmed: Sequence[int] = (),
    groups: frozenset[str] = NONE,
) -> StandingRecord:
    start = row[first].toordinal()
    days = {start, *(day.toordinal() for day in row.get("confirmed_on") or ()), *confirmed}
    return StandingRecord(
        (kind, row["ref"]),
        Spans.of([(start, row[last].toordinal() if row.get(last) else NEVER)]),
        tuple(sorted(days)),
        values,
        groups,
    )


def changes_of_people(rows: Iterable[Row]) -> tuple[Change, ...]:
    """Read changes of people, oldest first."""
    return tuple(
        Change(
            ("transition", row["ref"]),
            row["what"],
            row["occurred_on"].toordinal(),
            row["done_on"].toordinal() if row.get("done_on") else None,
        )
        for row in sorted(rows, key=lambda row: (row["occurred_on"], row["ref"]))
    )


def exemptions(rows: Iterable[Row]) -> dict[str, Spans]:
    """Read what does not apply: practice key or stakeholder group -> days."""
    spans: dict[str, list[Spans]] = defaultdict(list)
    for row in rows:
        end = row["until_on"].toordinal() if row.get("until_on") else NEVER
        spans[row["what"]].append(Spans.of([(row["from_on"].toordinal(), end)]))
    return {what: union(some) for what, some in spans.items()}
