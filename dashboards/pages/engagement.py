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
from models.queries.acts_together import Together, find_together
from models.queries.alliance_credit import credits_of_all
from models.queries.alliance_own import own_school
from models.queries.alliance_why import own_indicators
from models.queries.alliance_years import months_together, rates_for, years_together
from models.queries.alliances import find_own_records
from models.queries.catalogue import in_force_on, rulebook
from models.school_years import SchoolYear

PICTURES = "engagement-pictures"


@dataclass(frozen=True, slots=True)
class Own:
    """What one drawing of the page is about: one organization, with all its schools.

    Attributes:
        rules: Those in force today.
        year: The school year of today.
        rates: What an hour is worth at its schools.
    """

    together: Together
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
    records = find_own_records(session, scope=scope)
    rates, begins_in = rates_for(session, records)
    rules = in_force_on(rulebook(session, scope=scope), today)
    units = rules.language.marked("unit", "hours")
    together = find_together(session, records, scope=scope, units=units, today=today)
    return Own(together, rules, today, SchoolYear.of(today, begins_in), rates)


def layout() -> html.Div:
    """Lay the page out."""
    return html.Div(html.Div(id=PICTURES, **{"aria-live": "polite"}))


def fill(reading: Reading, own: Own) -> list[Any]:
    """Draw what it gave and what that counted toward; nothing where nothing is on record."""
    if not own.together.is_known:
        return []
    return [html.Div(_gave(reading, own), className="pair"), html.Div(_helped(reading, own), className="pair")]


def _gave(reading: Reading, own: Own) -> list[Any]:
    """Draw what it promised and gave, and when it did something with schools."""
    years = years_together(own.together, own.rules.language, own.year, rates=own.rates, today=own.today)
    acts = months_together(own.together, own.today), own.together.acts()
    return [section(*promises(years, reading.tokens, own.today)), section(*months(*acts, reading.tokens))]


def _helped(reading: Reading, own: Own) -> list[Any]:
    """Draw what its records count toward at each school, and how far they carry its own two indicators."""
    session, scope, records = reading.session(), reading.scope(), own.together.own
    own_at = {
        school: own_school(session, school, scope=scope, partner=records.partner.name) for school in records.schools
    }
    credits = credits_of_all(own_at, on=own.today)
    asked = reading.asked_of_alliances()
    indicators = [
        (school, own_indicators(known.continuum, practices=asked, on=own.today)) for school, known in own_at.items()
    ]
    return [section(*where_it_helped(credits, own.rules)), section(*own_two(indicators, own.rules, own.today))]


PAGE = Page(
    path=ENGAGEMENT,
    title="My engagement",
    permission="alliance:see",
    view=own_of,
    layout=layout,
    parts={PICTURES: fill},
)
