"""Charts of the dashboards as this part of the product asks for them: for the reader, or for anybody."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from dashboards.charts import Chart, charts_of
from dashboards.page import Page
from dashboards.reading import Reading
from dashboards.shell import PAGES_OF_PLACES
from dashboards.theme import read_tokens
from models.accounts import School
from models.scope import Scope
from tracker.clock import school_year, today, use_place
from tracker.district.shown import schools_asked
from tracker.extensions import db
from tracker.pages import FOLDER
from tracker.permissions import can
from tracker.reader import reader

TOKENS = read_tokens(FOLDER / "css" / "tokens.css")
# Of these nothing names a partner, a person or what somebody wrote: what all the world may see.
FOR_ALL: dict[str, Collection[str]] = {
    "/dashboards/": ("matrix", "growth-table", "slope", "flow", "mix-kind", "mix-audience", "mix-channel"),
    "/dashboards/communication": ("reach-table", "channels", "actors"),
    "/dashboards/partnerships": ("pipeline",),
}


def open_pages() -> list[Page[Any]]:
    """List the dashboards of the district and of the school in use that the reader may open."""
    return [page for page in PAGES_OF_PLACES if can(page.permission)]


def _reading(scope: Callable[[], Scope], may: Callable[[str], bool]) -> Reading:
    return Reading(
        session=db.session,  # type: ignore[arg-type]  # it is the scoped one; see Database
        scope=scope,
        today=today,
        school_year=school_year,
        schools=schools_asked,
        tokens=TOKENS,
        may=may,
        asked_of_alliances=tuple,
        pages=list,
    )


def own_charts(page: Page[Any], query: str) -> list[Chart]:
    """Draw the charts of a dashboard of the reader's district or school.

    Args:
        query: What stands behind the question mark of its address.
    """
    reading = _reading(lambda: reader().scope, can)
    return charts_of(page, reading, page.view(reading, query, page.path))


def chart_for_all(school: School, page: Page[Any], name: str, query: str) -> Chart | None:
    """Draw a chart of a school for people who are not signed in; None where there is no such chart for all."""
    if name not in FOR_ALL.get(page.path, ()):
        return None
    use_place(school.district.time_zone, school.district.year_begins_in)
    scope = Scope.of_school(school.id, district_id=school.district_id)
    reading = _reading(lambda: scope, lambda _permission: False)
    charts = charts_of(page, reading, page.view(reading, query, page.path))
    return next((one for one in charts if one.name == name), None)
