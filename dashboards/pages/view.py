"""What one drawing of a dashboard is about, and the words that its parts share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property

from dashboards.addresses import HOME
from dashboards.filters import Filters
from dashboards.reading import Reading
from dashboards.windows import Window
from models.continuum.continuum import Continuum
from models.continuum.rulebook.catalogue import Catalogue, IndicatorName
from models.queries.catalogue import in_force_on, rulebook
from models.queries.continuum import continuum_of
from models.queries.counted import activities_toward
from models.queries.mix import Only
from models.queries.partners import partner_names
from models.queries.saved_views import SavedViewRow, list_views
from models.queries.schools import find_school

# Who may save what a page shows.
KEEP = "views:keep"


def saved_as(path: str) -> str:
    """Give the name by which saved views know a page."""
    return f"dashboard.{path.removeprefix(HOME) or 'continuum'}"


class View:
    """What one drawing of the page is about: a school, its answers, the rules and the filters.

    Attributes:
        day: The day on which the asked window is judged.
        may: Says whether the reader has a permission.
        pages: Pages that the reader may open: address and title.
        partners: Gives the school's partners, number and name.
        saved: Gives the saved views of the page that the reader may use.
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
        partners: Callable[[], Mapping[int, str]] = dict,
        saved: Callable[[], Sequence[SavedViewRow]] = tuple,
    ) -> None:
        self.school = school
        self._continuum = continuum
        self.versions = versions
        self.filters = filters
        self.today = today
        self.tokens = tokens
        self.pages = pages
        self.may = may
        self.partners = partners
        self.saved = saved
        self.day = filters.window.asked_day(today)
        self.rules = self.rules_on(self.day)

    @cached_property
    def continuum(self) -> Continuum:
        """The school's answers; asked for once, and only by what needs them."""
        return self._continuum()

    @property
    def window(self) -> Window:
        """The days that the whole page is about."""
        return self.filters.window

    @property
    def end(self) -> date:
        """The first day whose records are not counted: what is still to come has not been done."""
        return self.window.ended(self.day)

    @property
    def who(self) -> str:
        """Who acted, within a sentence; empty where it is about what everybody did."""
        return self.rules.language.phrase("by", self.filters.by) if self.filters.by else ""

    @property
    def narrowed(self) -> dict[str, str]:
        """What activities are narrowed to, filter by filter, within a sentence: "by teachers", "for families"."""
        filters, words = self.filters, self.rules.language
        said = {}
        if filters.by:
            said["by"] = f"by {self.who}"
        if filters.audience:
            said["audience"] = f"for {words.phrase('audience', filters.audience)}"
        if filters.partner is not None:
            said["partner"] = f"with {self.partners()[filters.partner]}"
        if filters.outcome:
            said["outcome"] = f"that counted toward {filters.outcome}"
        if filters.indicator:
            said["indicator"] = f"that counted toward “{self.rules.indicators[filters.indicator].name}”"
            # An indicator belongs to its outcome; both said twice the same.
            said.pop("outcome", None)
        return said

    @property
    def said(self) -> str:
        """The same behind a noun, with a space before it; empty where activities are narrowed to nothing."""
        return "".join(f" {one}" for one in self.narrowed.values())

    @cached_property
    def only(self) -> Only:
        """What activities are narrowed to."""
        filters = self.filters
        refs = None
        if filters.indicator or filters.outcome:
            rules = self.continuum.rules_on(self.day.toordinal())
            codes = [filters.indicator] if filters.indicator else rules.indicators_of(filters.outcome or "")
            refs = activities_toward(self.continuum, codes, self.day)
        return Only(filters.by, filters.audience, filters.partner, refs)

    @property
    def of_records(self) -> dict[str, str]:
        """What a list of activities has to be asked beside the days, so that it holds what was counted."""
        args = self.filters.narrowed
        if "indicator" in args:
            args.pop("outcome", None)
        return {**args, "on": self.day.isoformat()} if args.keys() & {"indicator", "outcome"} else args

    def rules_on(self, day: date) -> Catalogue:
        """Give the rules in force on a day."""
        return in_force_on(self.versions, day)

    def judged(self) -> tuple[str, ...]:
        """Codes of the judged indicators within the filters."""
        return tuple(code for code in self.rules.judged if self.shows(self.rules.indicators[code]))

    def shows(self, indicator: IndicatorName) -> bool:
        """Whether an indicator is within the filters."""
        filters = self.filters
        if filters.indicator:
            return indicator.code == filters.indicator
        return filters.outcome in (None, indicator.outcome)

    @property
    def is_narrow(self) -> bool:
        """Whether some indicators are not within the filters."""
        return bool(self.filters.outcome or self.filters.indicator)


def view_of(reading: Reading, search: str | None, path: str = HOME) -> View:
    """Work out what an address asks for, for the present reader: nothing else of it is trusted.

    Args:
        search: The query of the address.
        path: The page that asks.
    """
    session, scope, today = reading.session(), reading.scope(), reading.today()
    versions = rulebook(session, scope=scope)
    partners = cache(lambda: partner_names(session, scope=scope))
    return View(
        school=find_school(session, scope=scope).name,
        continuum=lambda: continuum_of(session, scope=scope),
        versions=versions,
        filters=Filters.parse(
            search,
            today=today,
            present=reading.school_year(),
            rules_on=lambda day: in_force_on(versions, day),
            partners=partners,
            path=path,
        ),
        today=today,
        tokens=reading.tokens,
        pages=reading.pages(),
        may=reading.may,
        partners=partners,
        saved=cache(lambda: list_views(session, saved_as(path), scope=scope) if reading.may(KEEP) else ()),
    )
