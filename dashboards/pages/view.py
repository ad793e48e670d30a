"""What one drawing of a dashboard is about, and the words that its parts share."""

from __future__ import annotations

from datetime import date

from dashboards.addresses import Filters
from dashboards.reading import Reading
from models.continuum.continuum import Continuum
from models.continuum.rulebook.catalogue import Catalogue
from models.queries.catalogue import catalogue_on
from models.queries.continuum import continuum_of
from models.queries.schools import find_school


class View:
    """What one drawing of the page is about: a school, its answers, the rules and the filters."""

    def __init__(
        self,
        *,
        school: str,
        continuum: Continuum,
        rules: Catalogue,
        filters: Filters,
        today: date,
        tokens: dict[str, str],
    ) -> None:
        self.school = school
        self.continuum = continuum
        self.rules = rules
        self.filters = filters
        self.today = today
        self.tokens = tokens
        self.day = filters.year.asked_day(today)

    def judged(self) -> tuple[str, ...]:
        """Codes of the judged indicators within the filters."""
        return tuple(
            code for code in self.rules.judged if self.filters.outcome in (None, self.rules.indicators[code].outcome)
        )


def view_of(reading: Reading, search: str | None) -> View:
    """Work out what an address asks for, for the present reader: nothing else of it is trusted."""
    session, scope, today = reading.session(), reading.scope(), reading.today()
    rules = catalogue_on(session, today)
    return View(
        school=find_school(session, scope=scope).name,
        continuum=continuum_of(session, scope=scope),
        rules=rules,
        filters=Filters.parse(search, today=today, catalogue=rules),
        today=today,
        tokens=reading.tokens,
    )
