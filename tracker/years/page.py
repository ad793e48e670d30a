"""What every page of a year needs: the assessment, its lines, the engine and the day it is judged on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import abort

from models.accounts import School
from models.continuum.continuum import Continuum
from models.continuum.rulebook.catalogue import Catalogue
from models.queries.continuum import continuum_of
from models.queries.schools import find_school
from models.queries.years import YearLine, find_assessment, lines_of, sign_offs_of
from models.ratings import Assessment, SignOff
from models.scope import Scope
from tracker.clock import now, today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import can
from tracker.reader import reader
from tracker.roles import Permission


@dataclass(frozen=True)
class YearPage:
    """One assessment as the reader sees it, asked for once in a request."""

    assessment: Assessment
    school: School
    continuum: Continuum

    @cached_property
    def standing(self) -> SignOff | None:
        """The sign-off that stands; None while the year is open, or open again."""
        latest = next(iter(sign_offs_of(db.session, self.assessment)), None)
        return latest if latest and latest.reopened_at is None else None

    @property
    def on(self) -> date:
        """The day on which records are judged: today while the year runs, its last day afterwards."""
        return self.assessment.year.asked_day(today())

    @property
    def rules(self) -> Catalogue:
        """The rules in force on that day."""
        return self.continuum.rules_on(self.on.toordinal())

    @cached_property
    def lines(self) -> Sequence[YearLine]:
        """The indicators in the map's order."""
        return lines_of(
            db.session,
            self.assessment,
            continuum=self.continuum,
            rules=self.rules,
            on=self.on,
            now=now(),
            reader_id=reader().person.id,
        )

    @property
    def done(self) -> int:
        """How many indicators were looked at and lack nothing."""
        return sum(line.is_done for line in self.lines)

    @property
    def reviewed(self) -> int:
        """How many indicators were looked at this year."""
        return sum(line.is_reviewed for line in self.lines)

    @property
    def may_write(self) -> bool:
        """Whether the reader may rate: the year is not signed, and they are of the team."""
        return self.assessment.signed_on is None and can(Permission.YEAR_WRITE)

    def line(self, slug: str) -> YearLine:
        """Find an indicator's line by its word in addresses, or answer 404."""
        return or_404(next((line for line in self.lines if line.indicator.slug == slug), None))

    def beside(self, line: YearLine) -> tuple[YearLine | None, YearLine | None]:
        """Give the lines before and after one; None at the ends."""
        place = self.lines.index(line)
        before = self.lines[place - 1] if place else None
        return before, self.lines[place + 1] if place + 1 < len(self.lines) else None


def scope_of_one_school() -> Scope:
    """Give the reader's scope, or answer 404 where it is no single school's."""
    scope = reader().scope
    if len(scope.school_ids) != 1 or scope.partner_id is not None:
        abort(404)
    return scope


def year_or_404(year_id: int) -> YearPage:
    """Fetch an assessment of the reader's school, or answer 404."""
    scope = scope_of_one_school()
    assessment = or_404(find_assessment(db.session, year_id, scope=scope))
    return page_of_year(assessment, scope)


def page_of_year(assessment: Assessment, scope: Scope) -> YearPage:
    """Put an assessment together with its school and the engine."""
    return YearPage(assessment, find_school(db.session, scope=scope), continuum_of(db.session, scope=scope))
