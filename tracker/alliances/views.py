"""The alliance's own pages: what it gave, what it agreed in writing, what it brought about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from dashboards.addresses import ENGAGEMENT
from models.agreements import Agreement
from models.days import months_after
from models.queries.alliance_credit import credits_by_school, only
from models.queries.alliance_reports import within
from models.queries.alliance_years import rates_for, within_days
from models.queries.alliances import Engagement, find_engagement
from models.queries.giving_years import AllGiven, all_given
from models.school_years import SchoolYear
from models.scope import OutsideScope
from models.wording import whole_month_words
from tracker.alliances.blueprint import bp
from tracker.clock import school_year, today
from tracker.extensions import db
from tracker.moved import lead_on
from tracker.permissions import Permission, requires
from tracker.reader import reader
from tracker.rules import rules_today


def engagement_or_404() -> Engagement:
    """Read the engagement of the reader's own organisation, or answer 404."""
    try:
        return find_engagement(db.session, scope=reader().scope)
    except OutsideScope:
        abort(404)


@bp.get("")
@requires(Permission.ALLIANCE_SEE)
def show() -> ResponseReturnValue:
    """Lead to the organization's own page, which stands among the dashboards."""
    return lead_on(ENGAGEMENT)


def papers_of(engagement: Engagement) -> tuple[list[Agreement], list[Agreement]]:
    """Give the agreements that hold or are to hold, and those that are over or were renewed."""
    renewed = {paper.renews_id for paper in engagement.agreements}
    over = [paper for paper in engagement.agreements if paper.id in renewed or (paper.days_left(today()) or 0) < 0]
    return [paper for paper in engagement.agreements if paper not in over], over


@bp.get("/given")
@requires(Permission.ALLIANCE_SEE)
def given() -> ResponseReturnValue:
    """List all that the reader's organisation promised, gave and did with schools, or what is of a year or a month."""
    engagement = engagement_or_404()
    span = _asked_span()
    if span is not None:
        promises = within_days(engagement.commitments, span.start, span.end)
        engagement = replace(within(engagement, span.start, span.end, school_id=None), commitments=promises)
    return render_template("alliances/given.html", it=engagement, given=gifts_summed(engagement), span=span)


@dataclass(frozen=True, slots=True)
class Span:
    """Some days in words: ``[start, end)``."""

    words: str
    start: date
    end: date


def _asked_span() -> Span | None:
    """Read of the address which school year or month is asked for; None for all, and for what is neither."""
    month, year = request.args.get("month"), request.args.get("year")
    try:
        if month:
            first = date.fromisoformat(f"{month}-01")
            return Span(whole_month_words(first), first, months_after(first, 1))
        asked = SchoolYear.parse(year, school_year().first_month) if year else None
    except ValueError:
        return None
    return Span(str(asked), asked.start, asked.end) if asked else None


def gifts_summed(engagement: Engagement) -> AllGiven:
    """Sum up what the organisation gave, at the rates of the district of its schools."""
    rates, begins_in = rates_for(db.session, engagement)
    return all_given(engagement.contributions, rules_today().language, begins_in=begins_in, rates=rates)


@bp.get("/agreements")
@requires(Permission.ALLIANCE_SEE)
def agreements() -> ResponseReturnValue:
    """List the agreements of the reader's organisation, those in force first."""
    engagement = engagement_or_404()
    current, over = papers_of(engagement)
    return render_template("alliances/agreements.html", it=engagement, current=current, over=over)


@bp.get("/effect")
@requires(Permission.ALLIANCE_SEE)
def effect() -> ResponseReturnValue:
    """Tell school by school what the organisation's records counted toward, thing by thing; of one, which records."""
    engagement = engagement_or_404()
    credits = credits_by_school(db.session, engagement, on=today())
    asked = request.args.get("school"), request.args.get("indicator"), request.args.get("level")
    if asked == (None, None, None):
        return render_template("alliances/effect.html", it=engagement, credits=credits)
    found = [
        (one.school, credit)
        for one in credits
        for credit in one.credits
        if asked[0] == str(one.school.id) and asked[1] in (None, credit.indicator)
    ]
    level = next((one for one in rules_today().levels if asked[2] == str(one.number)), None)
    told = [
        (credit, only(engagement, credit.levels.get(level.number, frozenset()) if level else credit.keys))
        for _school, credit in found
    ]
    if not found:
        abort(404)
    return render_template("alliances/helped.html", school=found[0][0], told=told, level=level)
