"""The alliance's own pages: what it gave, what waits for it, what it brought about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from models.hour_rates import PUBLISHED
from models.queries.alliance_credit import credits_by_school
from models.queries.alliance_needs import list_stated
from models.queries.alliance_partnerships import list_own_partnerships
from models.queries.alliance_requests import list_requests
from models.queries.alliance_schools import whom_to_call
from models.queries.alliances import Engagement, find_engagement
from models.queries.giving_years import AllGiven, all_given
from models.queries.hours_asks import open_asks
from models.queries.own_rates import rates_in
from models.queries.partner_entries import PartnerEntry, list_own_entries
from models.school_years import FIRST_MONTH
from models.scope import OutsideScope
from tracker.alliances.blueprint import bp
from tracker.alliances.requests import waits
from tracker.clock import now, school_year, today
from tracker.extensions import db
from tracker.letters.links import hours_path
from tracker.permissions import Permission, requires
from tracker.reader import reader
from tracker.rules import rules_today
from tracker.vocabulary import marked

MONTHS_SHOWN = 12
# An agreement is told of while there is time to talk about it.
ENDS_WITHIN = 60
# More wait on their own page.
MOST_WAITING = 2


@dataclass(frozen=True, slots=True)
class MonthOfActs:
    """One bar of the activity chart: its month, its activities, and its height in percent of the tallest."""

    first: date
    count: int
    height: int


def acts_by_month(engagement: Engagement, on: date) -> list[MonthOfActs]:
    """Count the alliance's activities in each of the last 12 months, oldest first; quiet months are 0."""
    counts = Counter((act.occurred_on.year, act.occurred_on.month) for act in engagement.acts if act.occurred_on <= on)
    last = on.year * 12 + on.month - 1
    months = [divmod(month, 12) for month in range(last - MONTHS_SHOWN + 1, last + 1)]
    tallest = max((counts[year, month + 1] for year, month in months), default=0) or 1
    return [
        MonthOfActs(date(year, month + 1, 1), counts[year, month + 1], 100 * counts[year, month + 1] // tallest)
        for year, month in months
    ]


def engagement_or_404() -> Engagement:
    """Read the engagement of the reader's own organisation, or answer 404."""
    try:
        return find_engagement(db.session, scope=reader().scope)
    except OutsideScope:
        abort(404)


@dataclass(frozen=True, slots=True)
class Gave:
    """What an alliance gave within some time: decimal hours, dollars, by unit what is neither, students it reached."""

    hours: Decimal
    dollars: Decimal
    others: Mapping[str, Decimal]
    students: int

    @classmethod
    def of(cls, engagement: Engagement, *, start: date, end: date) -> Gave:
        """Add it up within ``[start, end)``."""
        hours, dollars = marked("unit", "hours"), marked("unit", "money")
        given = engagement.given(start=start, end=end)
        return cls(
            engagement.hours(hours, start=start, end=end),
            sum((amount for unit, amount in given.items() if unit in dollars), start=Decimal(0)),
            {unit: amount for unit, amount in given.items() if unit not in hours | dollars},
            engagement.students(start=start, end=end),
        )


@dataclass(frozen=True, slots=True)
class Entered:
    """What the organisation entered: what schools sent back, and how much waits for them."""

    returned: list[PartnerEntry]
    waiting: int

    @classmethod
    def of(cls, entries: list[PartnerEntry]) -> Entered:
        """Tell it of the organisation's own entries."""
        return cls([one for one in entries if one.is_returned], sum(one.waits for one in entries))


@bp.get("")
@requires(Permission.ALLIANCE_SEE)
def show() -> ResponseReturnValue:
    """Show the reader's own organisation: what it gave, what waits, whom to call, what it counted toward."""
    engagement = engagement_or_404()
    day, scope = today(), reader().scope
    year = school_year(day)
    waiting = sorted(
        (one for one in list_requests(db.session, scope=scope) if waits(one, day)),
        key=lambda one: (one.answer_by or date.max, one.asked_on),
    )
    stated = list_stated(db.session, scope=scope, today=day)
    own = list_own_partnerships(db.session, scope=scope, today=day)
    asked_hours = [(one, hours_path(one.id, one.nonce)) for one in open_asks(db.session, scope=scope, now=now())]
    worth = {one.year: one.value for one in _all_given(engagement).years}
    return render_template(
        "alliances/show.html",
        it=engagement,
        known=engagement.is_known,
        year=year,
        waiting=waiting[:MOST_WAITING],
        waiting_in_all=len(waiting),
        asked_hours=asked_hours,
        entered=Entered.of(list_own_entries(db.session, scope=scope, since=day)),
        asked_needs=[one for one in stated if one.is_asked(day)],
        stated=stated,
        own=own,
        to_confirm=[one for one in own if one.asks_whether_true(day)],
        to_rate=[one for one in own if one.asks_how_it_goes(day)],
        ending=engagement.ending(day, within=ENDS_WITHIN),
        callable=whom_to_call(db.session, engagement.schools, today=day),
        credits=credits_by_school(db.session, engagement, on=day),
        months=acts_by_month(engagement, day),
        gave=Gave.of(engagement, start=year.start, end=year.end),
        gave_ever=Gave.of(engagement, start=date.min, end=year.end),
        worth=worth.get(year, Decimal(0)),
        worth_ever=sum(worth.values(), start=Decimal(0)),
    )


@bp.get("/given")
@requires(Permission.ALLIANCE_SEE)
def given() -> ResponseReturnValue:
    """List all that the reader's organisation promised, gave and did with schools."""
    engagement = engagement_or_404()
    return render_template("alliances/given.html", it=engagement, given=_all_given(engagement))


def _all_given(engagement: Engagement) -> AllGiven:
    """Sum up what the organisation gave, at the rates of the district of its schools."""
    district = engagement.schools[0].district if engagement.schools else None
    return all_given(
        engagement.contributions,
        rules_today().language,
        begins_in=district.year_begins_in if district else FIRST_MONTH,
        rates=rates_in(db.session, district.id) if district else PUBLISHED,
    )


@bp.get("/agreements")
@requires(Permission.ALLIANCE_SEE)
def agreements() -> ResponseReturnValue:
    """List the agreements of the reader's organisation, those in force first."""
    engagement = engagement_or_404()
    renewed = {paper.renews_id for paper in engagement.agreements}
    over = [paper for paper in engagement.agreements if paper.id in renewed or (paper.days_left(today()) or 0) < 0]
    return render_template(
        "alliances/agreements.html",
        it=engagement,
        current=[paper for paper in engagement.agreements if paper not in over],
        over=over,
    )


@bp.get("/effect")
@requires(Permission.ALLIANCE_SEE)
def effect() -> ResponseReturnValue:
    """Tell school by school what the organisation's records counted toward, thing by thing."""
    engagement = engagement_or_404()
    return render_template(
        "alliances/effect.html", it=engagement, credits=credits_by_school(db.session, engagement, on=today())
    )
