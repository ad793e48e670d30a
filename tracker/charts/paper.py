"""Charts of the dashboards on paper: one picks some, and has them as a PDF file."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from dashboards.addresses import SCHOOLS
from dashboards.charts import Chart
from dashboards.page import Page
from models.queries.schools import find_school
from models.wording import day_words, joined
from tracker.asked_parts import asked_choice
from tracker.charts.blueprint import bp
from tracker.charts.drawn import FOR_ALL, open_pages, own_charts
from tracker.clock import today
from tracker.district.scope import name_of_district
from tracker.extensions import db
from tracker.pages import styles_named
from tracker.pdf_files import pdf_file
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.years.printed import foot_styles
from tracker.years.reports import PAPERS, paper_here

CHOSEN, PAGE, QUERY = "chart", "page", "query"
LACKING = "This server lacks what makes PDF files. Open the dashboard, press Print in your browser, and save as PDF."


def _asked() -> str:
    return request.args.get(QUERY, "")[:500]


def _key(page: Page[Any], chart: Chart) -> str:
    """Name a chart among those of all dashboards."""
    return f"{page.path.rpartition('/')[2] or 'continuum'}.{chart.name}"


def _all() -> list[tuple[Page[Any], list[Chart]]]:
    return [(page, found) for page in open_pages() if (found := own_charts(page, _asked()))]


@bp.get("/charts")
@requires(Permission.DASHBOARDS_READ)
def choose() -> ResponseReturnValue:
    """Offer all charts of all dashboards, those of the page that led here ticked."""
    return _offered(asked_choice(PAGE, "Dashboard", [page.path for page, _ in _all()]) or "")


@bp.get("/charts.pdf")
@requires(Permission.DASHBOARDS_READ)
def file() -> ResponseReturnValue:
    """Give the chosen charts as a PDF file, one after the other, none cut in two."""
    wanted = set(request.args.getlist(CHOSEN))
    chosen = [(page, one) for page, found in _all() for one in found if _key(page, one) in wanted]
    back = url_for(".choose", query=_asked())
    if not chosen:
        return _offered("", problem="Tick at least one chart."), 422
    school = find_school(db.session, scope=reader().scope)
    # What compares the schools of a district is none of the school in use.
    whose = joined(dict.fromkeys(name_of_district() if page.path == SCHOOLS else school.name for page, _ in chosen))
    html = render_template("charts/paper.html", charts=[one for _, one in chosen], school=whose, on=day_words(today()))
    size = f"@page {{ size: {PAPERS[paper_here()]} }}"
    foot = foot_styles(f"{whose} · {day_words(today())}")
    dress = styles_named("tokens", "base", "lists", "pieces", "dashboards", "district", "charts")
    name = f"{school.slug}-charts-{today().isoformat()}.pdf"
    return pdf_file(Markup(html), [*dress, foot, size], name, back=back, lacking=LACKING)  # noqa: S704


def _offered(here: str, *, problem: str = "") -> str:
    return render_template(
        "charts/choose.html", pages=_all(), key=_key, here=here, query=_asked(), problem=problem, for_all=FOR_ALL
    )
