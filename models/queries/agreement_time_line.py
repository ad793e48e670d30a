"""Agreements on a time line: of each partnership what is in force, what was before, what waits for a signature."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session, joinedload

from models.agreements import Agreement
from models.continuum.language.language import Language
from models.folding import folded_column
from models.partners import Partner
from models.partnerships import Partnership
from models.queries.paging import Paged, page_of
from models.queries.partnership_care import Care
from models.queries.partnership_health import carrying_agreement
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope

# So many partnerships are drawn at once.
ROWS = 30
# From the first day of the last school year so far on.
MONTHS_DRAWN = 30


class Bar(enum.StrEnum):
    """What a bar of the time line stands for."""

    IN_FORCE = "force"
    EARLIER = "earlier"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class Span:
    """One agreement on the time line.

    Attributes:
        begins_on: Its first day, or else the day of its signature or submission.
        ends_on: Its last day; None without an end.
        follows: It begins where another one was before it.
    """

    agreement: Agreement
    bar: Bar
    begins_on: date
    ends_on: date | None
    follows: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One partnership on the time line, as it stands on a day.

    Attributes:
        spans: Its agreements, the earliest first; one that waits for a signature comes last.
        carrying: The agreement whose end decides; None where none has an end.
        out_on: The first day on which the partnership no longer counts, as things stand; None without an end.
        waiting: What is to follow and not both have signed.
    """

    partnership: Partnership
    spans: Sequence[Span]
    carrying: Agreement | None
    out_on: date | None
    waiting: Agreement | None

    @property
    def latest(self) -> Agreement:
        """The agreement that the partnership is called by: the one whose end decides, or else its last."""
        return self.carrying or self.spans[-1].agreement

    def days_left(self, today: date) -> int | None:
        """Count the days to the end that decides, negative when over; None without an end."""
        return self.carrying.days_left(today) if self.carrying else None


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A page of a school's agreements on a time line.

    Attributes:
        ending: How many partnerships have an end that decides within the days in which lapses are told.
        last_end: The last of these ends; None where there is none.
        renewing: For how many of those on this page a renewal waits for a signature.
    """

    lines: Paged[Line]
    ending: int
    last_end: date | None

    @property
    def renewing(self) -> int:
        """Of how many that end soon a renewal is under way."""
        return sum(one.waiting is not None for one in self.lines.rows)


def days_drawn(today: date, year_begins_in: int) -> tuple[date, date]:
    """Give the days of the time line ``[start, end)``: from the last school year's first day on."""
    start = SchoolYear.of(today, year_begins_in).back(1).start
    months = start.month - 1 + MONTHS_DRAWN
    return start, date(start.year + months // 12, months % 12 + 1, 1)


def time_line(
    session: Session, language: Language, *, scope: Scope, start: date, today: date, page: int = 1
) -> TimeLine:
    """Draw up a page of the time line: three statements, however many agreements there are.

    What ends first stands first; then what has no end, then what is over. What was over before `start` is not there.

    Args:
        language: Of the rules in force: which kinds carry a partnership, and how long after its end it counts.
        page: Wanted page, from 1; one past the end gives the last.
    """
    carries = Agreement.agreement_kind.in_(language.marked("agreement_kind", "ends"))
    confirmed = Agreement.record_status == RecordStatus.CONFIRMED
    every = session.execute(_keys(language, scope=scope, start=start, today=today)).all()
    soon = today + timedelta(days=language.thresholds.lapse_days)
    ending = [end for _, end in every if end is not None and today <= end <= soon]
    found = page_of(every, page, size=ROWS)
    numbers = [number for number, _ in found.rows]
    agreements: dict[int, list[Agreement]] = {}
    loaded = joinedload(Agreement.partnership).joinedload(Partnership.partner)
    drawn = select(Agreement).where(Agreement.partnership_id.in_(numbers), carries, confirmed).options(loaded)
    for one in session.scalars(scope.limit(drawn, Agreement)):
        agreements.setdefault(one.partnership_id, []).append(one)
    lines = [line_of(agreements[number], today, language) for number in numbers]
    paged = Paged(lines, found.total, found.number, found.pages)
    return TimeLine(paged, len(ending), max(ending, default=None))


def _keys(language: Language, *, scope: Scope, start: date, today: date) -> Any:
    """Ask for the partnerships of the time line, in its order, with the end that decides."""
    carries = Agreement.agreement_kind.in_(language.marked("agreement_kind", "ends"))
    own = (Agreement.partnership_id == Partnership.id, Agreement.record_status == RecordStatus.CONFIRMED, carries)
    papers = scope.limit(select(Agreement.id).where(*own), Agreement).correlate(Partnership)
    ends_on = Care(scope, today, language).deciding_end().label("ends_on")
    named: Any = select(Partnership.id, ends_on, folded_column(Partner.name).label("name")).join(Partnership.partner)
    running = scope.limit(named, Partnership).where(
        Partnership.record_status != RecordStatus.ARCHIVED,
        or_(Partnership.ended_on.is_(None), Partnership.ended_on > today),
        papers.exists(),
    )
    # Else the database puts the whole question wherever the answer is named: in the order, twice, and in what is left.
    ends = running.cte("ends").prefix_with("MATERIALIZED").c
    place = case((ends.ends_on >= today, 0), (ends.ends_on.is_(None), 1), else_=2)
    drawn = select(ends.id, ends.ends_on).where(or_(ends.ends_on.is_(None), ends.ends_on >= start))
    return drawn.order_by(place, ends.ends_on, ends.name, ends.id)


def line_of(agreements: Sequence[Agreement], today: date, language: Language) -> Line:
    """Draw up the line of one partnership from its agreements, of which there is at least one."""
    ordered = sorted(agreements, key=lambda one: (_begins(one), one.id))
    signed = [one for one in ordered if one.signed_on is not None and one.signed_on <= today]
    carrying = carrying_agreement(agreements, today, language=language)
    open_ended = next((one for one in reversed(signed) if one.ends_on is None), None)
    present = open_ended or carrying or ordered[-1]
    renewed = {one.id for one in signed}
    # A proposal that led to a signed agreement is no promise any more; what is to follow one still is.
    last = max((_begins(one) for one in signed), default=date.min)
    unsigned = [one for one in ordered if one not in signed and (one.renews_id in renewed or _begins(one) > last)]
    waiting = unsigned[-1] if unsigned and (signed or unsigned[-1] is not present) else None
    spans: list[Span] = []
    for one in [*signed, *unsigned]:
        is_over = one.ends_on is not None and one.ends_on < today
        bar = Bar.UNSIGNED if one in unsigned else Bar.EARLIER if is_over or one is not present else Bar.IN_FORCE
        begins = _begins(one)
        follows = bool(spans) and spans[-1].ends_on is not None and begins > spans[-1].begins_on
        spans.append(Span(one, bar, begins, one.ends_on, follows))
    out_on = carrying.leaves_counts_on(language.thresholds.agreement_grace_days or 0) if carrying else None
    return Line(present.partnership, spans, carrying, out_on, waiting)


def _begins(one: Agreement) -> date:
    days = (one.starts_on, one.signed_on, one.submitted_on, one.entered_on)
    return next(day for day in days if day is not None)
