"""The pages of a year that is signed: its table and each indicator, drawn from what was signed alone.

What records show otherwise since then stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import render_template

from models.actions import record_key
from models.continuum.rulebook.catalogue import slug_of
from models.level_words import title_of
from models.queries.history import history_of
from models.queries.record_names import name_records
from models.queries.year_changes import since_signed
from models.queries.year_reports import Report, signed_report
from models.queries.years import notes_of
from models.ratings import Rating, SignOff
from models.year_sheets import Sheet, SheetLine, sheet_of
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.reader import reader
from tracker.record_pages import page_of
from tracker.years.page import YearPage


@dataclass(frozen=True)
class Frozen:
    """A signed year as its pages show it."""

    page: YearPage
    signed: SignOff

    @cached_property
    def report(self) -> Report:
        """What was signed."""
        return signed_report(self.signed)

    @cached_property
    def sheet(self) -> Sheet:
        """The same in words."""
        return sheet_of(self.report)

    def beside(self, line: SheetLine) -> tuple[SheetLine | None, SheetLine | None]:
        """Give the lines before and after one; None at the ends."""
        lines = (None, *self.sheet.lines, None)
        place = lines.index(line)
        return lines[place - 1], lines[place + 1]

    def said(self, code: str) -> Mapping[str, Any]:
        """Give an indicator as plain values, see `models.queries.year_reports`."""
        lines = (line for outcome in self.report["outcomes"] for line in outcome["indicators"])
        return next(line for line in lines if line["code"] == code)


def frozen_indicator(frozen: Frozen, slug: str) -> str:
    """Draw the page of one indicator as it was signed, or answer 404."""
    page, scope = frozen.page, reader().scope
    line = or_404(next((one for one in frozen.sheet.lines if slug_of(one.code) == slug), None))
    said = frozen.said(line.code)
    counted = {(kind, ref) for one in said["practices"] for kind, ref in one["records"]}
    tied = {key for piece in said["evidence"] if (key := record_key(piece["record"]))}
    rating = next(one for one in page.assessment.ratings if one.indicator == line.code)
    before, after = frozen.beside(line)
    return render_template(
        "years/signed_indicator.html",
        page=page,
        frozen=frozen,
        line=line,
        said=said,
        before=before,
        after=after,
        slug_of=slug_of,
        named=name_records(db.session, counted | tied, scope=scope),
        record_key=record_key,
        since=[one for one in since_signed(frozen.report, page.continuum, today()) if one.name == line.name],
        notes=notes_of(db.session, page.assessment, line.code),
        entries=history_of(db.session, scope, Rating.kind, rating.id),
        page_of=page_of,
        title_of=title_of,
    )
