"""What one drawing of a dashboard is about, and the words that its parts share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property

from dashboards.addresses import HOME, Filters
from dashboards.reading import Reading
from models.continuum.continuum import Continuum
from models.continuum.rulebook.catalogue import Catalogue
from models.queries.catalogue import in_force_on, rulebook
from models.queries.continuum import continuum_of
from models.queries.schools import find_school


class View:
    """What one drawing of the page is about: a school, its answers, the rules and the filters.

    Attributes:
        day: The day on which the asked school year is judged.
        may: Says whether the reader has a permission.
        pages: Pages that the reader may open: address and title.
        rules: The rules in force on that day, not today's: an earlier year may have judged other indicators.
    """

    def __init__(
        self,
        *,
        school: str,
        continuum: Callable[[], Continuum],
        versions: Sequence[Catalogue],
        filters: Filters,
        today: date,
        tokens: dict[str, str],
        pages: Sequence[tuple[str, str]],
        may: Callable[[str], bool],
    ) -> None:
        self.school = school
        self._continuum = continuum
        self.versions = versions
        self.filters = filters
        self.today = today
        self.tokens = tokens
        self.pages = pages
        self.may = may
        self.day = filters.year.asked_day(today)
        self.rules = self.rules_on(self.day)

    @cached_property
    def continuum(self) -> Continuum:
        """The school's answers; asked for once, and only by what needs them."""
        return self._continuum()

    @property
    def who(self) -> str:
        """Who acted, within a sentence; empty where it is about what everybody did."""
        return self.rules.language.phrase("by", self.filters.by) if self.filters.by else ""

    def rules_on(self, day: date) -> Catalogue:
        """Give the rules in force on a day."""
        return in_force_on(self.versions, day)

    def judged(self) -> tuple[str, ...]:
        """Codes of the judged indicators within the filters."""
        return tuple(
            code for code in self.rules.judged if self.filters.outcome in (None, self.rules.indicators[code].outcome)
        )


def view_of(reading: Reading, search: str | None, path: str = HOME) -> View:
    """Work out what an address asks for, for the present reader: nothing else of it is trusted.

    Args:
        search: The query of the address.
        path: The page that asks.
    """
    session, scope, today = reading.session(), reading.scope(), reading.today()
    versions = rulebook(session, scope=scope)
    return View(
        school=find_school(session, scope=scope).name,
        continuum=lambda: continuum_of(session, scope=scope),
        versions=versions,
        filters=Filters.parse(
            search,
            today=today,
            present=reading.school_year(),
            rules_on=lambda day: in_force_on(versions, day),
            path=path,
        ),
        today=today,
        tokens=reading.tokens,
        pages=reading.pages(),
        may=reading.may,
    )
