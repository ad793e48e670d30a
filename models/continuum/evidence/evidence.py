"""A school's evidence: made of its record rows, and made again with some records more or less."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.continuum.evidence.activities import ActivityReader
from models.continuum.evidence.changing import Changing
from models.continuum.evidence.facts import Fact, RecordKey, Row
from models.continuum.evidence.links import Links, days_of
from models.continuum.evidence.partnerships import PartnershipReader
from models.continuum.evidence.reading import FACTS_OF
from models.continuum.evidence.recorded import Recorded, Touched
from models.continuum.evidence.rows import FIRST, ORDERED, compact, is_confirmed, ordered
from models.continuum.evidence.standing import (
    STANDING_KINDS,
    changes_of_people,
    exemptions,
    standing_records,
    statements,
)
from models.continuum.language.language import Language


@dataclass(eq=False)
class Evidence(Recorded):
    """Everything the rules may read of one school, read with one language.

    It never changes: `changed` gives another one that shares all that stays the same. Safe to ask from several
    threads: what is worked out on the way is only kept.
    """

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
        fields = Changing(self).fields(remove, add, renewed)
        return self if fields is None else Evidence(**fields)


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
                    for key in days_of(fact, links.meant):
                        days.setdefault(key, []).append(fact.on)
        if kind in FIRST:
            # Each of these is read without the days of the others; what hangs on days comes after.
            links.with_days({key: tuple(sorted(line)) for key, line in days.items()})
    reader = PartnershipReader(links)
    starts = [row["from_on"] for row in confirmed.get("logstart", {}).values()]
    facts_of = ordered(by_record)
    return Evidence(
        reader=links.reader,
        rows=confirmed,
        days={key: tuple(sorted(line)) for key, line in days.items()},
        by_record=by_record,
        facts=facts_of,
        partnerships={ref: reader.partnership(row) for ref, row in sorted(confirmed.get("partnership", {}).items())},
        statements=statements(confirmed.get("attestation", {}).values(), language),
        standing={kind: standing_records(kind, confirmed.get(kind, {}).values(), links) for kind in STANDING_KINDS},
        changes=changes_of_people(confirmed.get("transition", {}).values()),
        exempt=exemptions(confirmed.get("exemption", {}).values()),
        logging_set=starts[-1].toordinal() if starts else None,
        first_activity=facts_of["activity"][0].on if facts_of.get("activity") else None,
        kept_out=frozenset(code for some in facts_of.values() for fact in some for code in fact.not_for),
    )


def evidence_read_with(evidence: Evidence, language: Language) -> Evidence:
    """Read the same records with another language."""
    return evidence_from_rows({kind: list(rows.values()) for kind, rows in evidence.rows.items()}, language)


__all__ = ["ORDERED", "Evidence", "Touched", "evidence_from_rows", "evidence_read_with"]
