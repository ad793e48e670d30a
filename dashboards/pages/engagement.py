"""An alliance's own engagement in pictures: what it promised, gave and did, and what that counted toward.

Its reader is an organization and no school: everything is asked with the organization's own scope, which gives out its
engagement and nothing else. The rest of the page, what it gave in figures and what waits for it, stands around.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html

from dashboards.addresses import ENGAGEMENT
from dashboards.page import Page
from dashboards.pages.gave import months, promises
from dashboards.pages.helped import own_two, where_it_helped
from dashboards.pages.parts import section
from dashboards.reading import Reading
from models.continuum.rulebook.catalogue import Catalogue
from models.hour_rates import Rates
from models.queries.alliance_credit import credits_by_school
from models.queries.alliance_why import own_indicators
from models.queries.alliance_years import months_together, rates_for, years_together
from models.queries.alliances import Engagement, find_engagement
from models.queries.catalogue import in_force_on, rulebook
from models.school_years import SchoolYear

GAVE, HELPED = "engagement-gave", "engagement-helped"


@dataclass(frozen=True, slots=True)
class Own:
    """What one drawing of the page is about: one organization, with all its schools.

    Attributes:
        rules: Those in force today.
        year: The school year of today.
        rates: What an hour is worth at its schools.
    """

    engagement: Engagement
    rules: Catalogue
    today: date
    year: SchoolYear
    rates: Rates


def own_of(reading: Reading, _search: str | None, _path: str) -> Own:
    """Read the present reader's own organization; what stands in the address changes nothing of whose it is.

    Raises:
        OutsideScope: The reader is no member of an alliance.
    """
    session, scope, today = reading.session(), reading.scope(), reading.today()
    engagement = find_engagement(session, scope=scope)
    rates, begins_in = rates_for(session, engagement)
    rules = in_force_on(rulebook(session, scope=scope), today)
    return Own(engagement, rules, today, SchoolYear.of(today, begins_in), rates)


def layout() -> html.Div:
    """Lay the page out."""
    return html.Div([html.Div(id=part, **{"aria-live": "polite"}) for part in (GAVE, HELPED)])


def fill_gave(reading: Reading, own: Own) -> list[Any]:
    """Draw what it promised and gave, and when it did something with schools; nothing where nothing is on record."""
    if not own.engagement.is_known:
        return []
    years = years_together(own.engagement, own.rules.language, own.year, rates=own.rates, today=own.today)
    acts = months_together(own.engagement, own.today), len(own.engagement.acts)
    charts = [section(*promises(years, reading.tokens, own.today)), section(*months(*acts, reading.tokens))]
    return [html.Div(charts, className="pair")]


def fill_helped(reading: Reading, own: Own) -> list[Any]:
    """Draw what its records count toward at each school, and how far they carry its own two indicators."""
    if not own.engagement.is_known:
        return []
    session, scope = reading.session(), reading.scope()
    credits = credits_by_school(session, own.engagement, on=own.today)
    indicators = [
        (
            school,
            own_indicators(
                session, school, practices=reading.asked_of_alliances(), scope=scope,
                partner=own.engagement.partner.name, on=own.today,
            ),
        )
        for school in own.engagement.schools
    ]  # fmt: skip
    return [
        html.Div(
            [section(*where_it_helped(credits, own.rules)), section(*own_two(indicators, own.rules, own.today))],
            className="pair",
        )
    ]


PAGE = Page(
    path=ENGAGEMENT,
    title="My engagement",
    permission="alliance:see",
    view=own_of,
    layout=layout,
    parts={GAVE: fill_gave, HELPED: fill_helped},
)
