"""What a school's evidence shows of other people's standards, as CSV and as a spreadsheet: one row for each record."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from models.continuum.evidence.facts import RecordKey
from models.continuum.rulebook.catalogue import Catalogue
from models.crosswalks import Crosswalk
from models.exchange.books import Table, Value, book_of
from models.exchange.export import BYTE_ORDER_MARK
from models.exchange.formulas import guarded
from models.level_words import status_words, title_of
from models.queries.crosswalks import StandardRead
from models.queries.record_names import NamedRecord
from models.wording import day_words, sentence_case

_HEADS = (
    ("Standard", 9), ("Area", 24), ("What it asks for", 44), ("Practice", 14), ("What the practice is", 50),
    ("Indicator", 30), ("Level", 18), ("Stands", 16), ("Record", 50), ("Day", 12), ("Reference", 24),
)  # fmt: skip
_SUMMARY = (
    ("Standard", 9), ("Area", 24), ("What it asks for", 60), ("Practices that are there", 11), ("Of", 8),
    ("Records", 9), ("Statements", 11), ("What our records do not show", 60),
)  # fmt: skip
Named = Mapping[RecordKey, NamedRecord]


def evidence_rows_of(reads: Sequence[StandardRead], rules: Catalogue, named: Named) -> Iterator[tuple[str, ...]]:
    """List the records of every practice of every standard; a practice without any has one row.

    Args:
        named: Names of the records; those that are missing stand with their reference alone.
    """
    for read in reads:
        one = read.standard
        if not read.practices:
            yield (one.number, one.area, one.wording, *[""] * 8)
        for shown in read.practices:
            practice = shown.practice
            start = (
                one.number, one.area, one.wording, practice.key, practice.wording,
                rules.indicators[practice.indicator].name, rules.level_name(practice.level),
                sentence_case(status_words(shown.answer.status)),
            )  # fmt: skip
            for key in sorted(shown.records):
                record = named.get(key)
                day = record.on.isoformat() if record and record.on else ""
                yield (*start, title_of(record) if record else "", day, "/".join(key))
            if not shown.records:
                yield (*start, "", "", "")


def crosswalk_csv(reads: Sequence[StandardRead], rules: Catalogue, named: Named) -> str:
    """Write them as CSV that a spreadsheet opens without running anything in it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(name for name, _ in _HEADS)
    writer.writerows(map(guarded, row) for row in evidence_rows_of(reads, rules, named))
    return BYTE_ORDER_MARK + out.getvalue()


def crosswalk_book(
    crosswalk: Crosswalk, reads: Sequence[StandardRead], rules: Catalogue, named: Named, *, school: str, on: date
) -> bytes:
    """Write them as an .xlsx file: the standards first, then every record."""
    summary: list[Sequence[Value]] = [
        (
            one.standard.number, one.standard.area, one.standard.wording, one.in_place, len(one.practices),
            len(one.records), len(one.statements), one.standard.remark or "",
        )
        for one in reads
    ]  # fmt: skip
    day = day_words(on)
    return book_of(
        (
            Table("Standards", _SUMMARY, summary),
            Table("Evidence", _HEADS, evidence_rows_of(reads, rules, named)),
        ),
        title=f"{school}, {crosswalk.name}",
        creator=school,
        top=(f"{school}: {crosswalk.name}", f"As our records stand on {day}", f"Standards: {crosswalk.source}"),
        foot=f"{school} · {crosswalk.short} · {day}",
    )
