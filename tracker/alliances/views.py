"""The alliance's own pages: what it gave, what it agreed in writing, what it brought about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from dashboards.addresses import ENGAGEMENT
from models.agreements import Agreement
from models.days import months_after
from models.queries.alliance_credit import credits_by_school, keys_by_school, only
from models.queries.alliance_reports import within
from models.queries.alliance_years import rates_for, within_days
from models.queries.alliances import TOLD, Engagement, OwnRecords, find_engagement, find_own_records
from models.queries.giving_years import AllGiven, all_given
from models.queries.paging import page_of
from models.school_years import SchoolYear
from models.scope import OutsideScope
from models.wording import quoted, whole_month_words
from tracker.alliances.blueprint import bp
from tracker.asked_parts import asked_choice, asked_page, asked_part, leave_out
from tracker.clock import today
from tracker.extensions import db
from tracker.lists.filters import InMonth, InYear
from tracker.moved import lead_on
from tracker.permissions import Permission, requires
from tracker.reader import reader
from tracker.rules import rules_today

# So many stand on a page of a list, and so many first where a page tells of several lists.
ON_A_PAGE, FIRST = 25, 3


def engagement_or_404() -> Engagement:
    """Read the engagement of the reader's own organisation, each activity of it, or answer 404."""
    try:
        return find_engagement(db.session, scope=reader().scope)
    except OutsideScope:
        abort(404)


def own_records_or_404() -> OwnRecords:
    """Read what the reader's own organisation has on record apart from activities, or answer 404."""
    try:
        return find_own_records(db.session, scope=reader().scope)
    except OutsideScope:
        abort(404)


@bp.get("")
@requires(Permission.ALLIANCE_SEE)
def show() -> ResponseReturnValue:
    """Lead to the organization's own page, which stands among the dashboards."""
    return lead_on(ENGAGEMENT)


def papers_of(own: OwnRecords) -> tuple[list[Agreement], list[Agreement]]:
    """Give the agreements that hold or are to hold, and those that are over, or whose renewal both have signed."""
    renewed = {paper.renews_id for paper in own.agreements if paper.signed_on}
    over = [paper for paper in own.agreements if paper.id in renewed or (paper.days_left(today()) or 0) < 0]
    return [paper for paper in own.agreements if paper not in over], over


@bp.get("/given")
@requires(Permission.ALLIANCE_SEE)
def given() -> ResponseReturnValue:
    """List all that the reader's organisation promised, gave and did with schools, or what is of a year or a month."""
    engagement = engagement_or_404()
    span = _asked_span()
    if span is not None:
        promises = within_days(engagement.commitments, span.start, span.end)
        engagement = replace(within(engagement, span.start, span.end, school_id=None), commitments=promises)
    lists: dict[str, Sequence[Any]] = {
        "gifts": engagement.contributions,
        "promises": engagement.commitments,
        "acts": engagement.acts,
        "thanks": engagement.thanks,
    }
    only = asked_choice("only", "Only", lists)
    if only is not None:
        page = page_of(lists[only], asked_page(), size=ON_A_PAGE)
        return render_template("alliances/given_only.html", it=engagement, span=span, only=only, page=page)
    return render_template(
        "alliances/given.html", it=engagement, given=gifts_summed(engagement), span=span, lists=lists
    )


@dataclass(frozen=True, slots=True)
class Span:
    """Some days in words: ``[start, end)``.

    Attributes:
        asked: How an address asks for them.
    """

    asked: dict[str, str]
    words: str
    start: date
    end: date


def _asked_span() -> Span | None:
    """Read of the address which school year or month is asked for; None for all, and for what is neither."""
    first: date | None = asked_part(InMonth())
    if first is not None:
        if beside := request.args.get("year", "").strip():
            leave_out(f"Beside a month “{quoted(beside)}” says nothing more.")
        return Span({"month": f"{first:%Y-%m}"}, whole_month_words(first), first, months_after(first, 1))
    year: SchoolYear | None = asked_part(InYear(options=list))
    return Span({"year": str(year)}, str(year), year.start, year.end) if year else None


def gifts_summed(own: OwnRecords) -> AllGiven:
    """Sum up what the organisation gave, at the rates of the district of its schools."""
    rates, begins_in = rates_for(db.session, own)
    return all_given(own.contributions, rules_today().language, begins_in=begins_in, rates=rates)


@bp.get("/agreements")
@requires(Permission.ALLIANCE_SEE)
def agreements() -> ResponseReturnValue:
    """List the agreements of the reader's organisation, those in force first."""
    own = own_records_or_404()
    current, over = papers_of(own)
    page = page_of([*current, *over], asked_page(), size=ON_A_PAGE)
    return render_template("alliances/agreements.html", it=own, over=over, page=page)


@bp.get("/effect")
@requires(Permission.ALLIANCE_SEE)
def effect() -> ResponseReturnValue:
    """Tell school by school what the organisation's records counted toward, thing by thing; of one, which records."""
    engagement = engagement_or_404()
    credits = credits_by_school(db.session, keys_by_school(engagement), on=today())
    asked = request.args.get("school"), request.args.get("indicator"), request.args.get("level")
    if asked == (None, None, None):
        return render_template("alliances/effect.html", credits=credits, most=FIRST)
    if asked[1:] == (None, None):
        here = [one for one in credits if asked[0] == str(one.school.id)]
        return render_template("alliances/effect.html", credits=here or abort(404), most=None)
    found = [
        (one.school, credit)
        for one in credits
        for credit in one.credits
        if asked[0] == str(one.school.id) and asked[1] == credit.indicator
    ]
    if not found:
        abort(404)
    school, credit = found[0]
    levels = {str(one.number): one for one in rules_today().levels}
    level = levels.get(asked_choice("level", "Level", levels) or "")
    it = only(engagement, credit.levels.get(level.number, frozenset()) if level else credit.keys)
    records = [(name, one) for name in TOLD.values() for one in getattr(it, name)]
    page = page_of(records, asked_page(), size=ON_A_PAGE)
    return render_template("alliances/helped.html", school=school, credit=credit, it=it, page=page, level=level)
