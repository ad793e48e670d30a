"""Charts on a school's website: links are made and withdrawn here, and what they show is numbers alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboards.charts import Chart
from dashboards.page import Page
from dashboards.shell import PAGE_AT
from models.embed_links import SUMMARY, EmbedLink
from models.operations.embed_links import OPEN_DAYS, embeds_of, make_embed
from models.operations.shared_links import withdraw
from models.queries.accounts import find_user
from models.queries.schools import find_school
from models.queries.signed_addresses import find_by_address
from models.queries.year_reports import signed_report
from models.queries.years import latest_sign_off
from models.scope import Scope
from models.year_sheets import Sheet, sheet_of
from tracker.charts.blueprint import bp
from tracker.charts.drawn import TOKENS, chart_for_all
from tracker.charts.forms import EmbedForm
from tracker.clock import now
from tracker.editing import at_once, done_from
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.letters.links import embed_path, read_embed
from tracker.mail.site import site_here
from tracker.permissions import public, requires
from tracker.reader import reader
from tracker.roles import Permission

SURE = "yes"
SUMMARY_TITLE = "Our STEM community, on two pages"


@bp.get("/charts/embeds")
@requires(Permission.EMBEDS_WRITE)
def index() -> ResponseReturnValue:
    """List the charts that stand on websites, with what to paste there and the way to withdraw each."""
    shown = [(one, site_here() + embed_path(one), one.is_open(now()), title_of(one)) for one in _own()]
    return render_template("charts/embeds.html", links=shown, summary=_summary(reader().scope) is not None)


@bp.route("/charts/embeds/new", methods=["GET", "POST"])
@requires(Permission.EMBEDS_WRITE)
def new() -> ResponseReturnValue:
    """Show what a link would show to anybody, and make it."""
    if request.method == "GET" and "chart" not in request.args:
        return redirect(url_for(".choose"))
    asked = {name: request.values.get(name, "")[:500] for name in ("page", "chart", "query")}
    page = PAGE_AT.get(asked["page"])
    school = or_404(find_school(db.session, scope=reader().scope))
    chart = chart_for_all(school, page, asked["chart"], asked["query"]) if page else None
    sheet = _summary(reader().scope) if asked["chart"] == SUMMARY and page is None else None
    if chart is None and sheet is None:
        abort(404)
    form = EmbedForm(data={"days": str(OPEN_DAYS[0]), **asked})
    form.offer_days()
    if form.validate_on_submit() and _is_made(form, asked):
        flash("The link is made. Paste what stands below into your website.", "success")
        return redirect(url_for(".index"))
    shown = render_template("charts/new.html", form=form, chart=chart, sheet=sheet, tokens=TOKENS, page=page)
    return shown, 422 if form.errors else 200


@bp.post("/charts/embeds/<int:embed_link_id>/withdraw")
@requires(Permission.EMBEDS_WRITE)
def withdraw_embed(embed_link_id: int) -> ResponseReturnValue:
    """Close a link: whatever website shows it shows nothing any more."""
    link = or_404(next((one for one in _own() if one.id == embed_link_id), None))
    if request.form.get("sure") == SURE:
        at_once(lambda: withdraw(link, now=now()), "Withdrawn: the link shows nothing any more.")
    return redirect(url_for(".index"))


@bp.get("/embedded/<embed_letter>")
@public
def embedded(embed_letter: str) -> ResponseReturnValue:
    """Show one chart to anybody, in the frame of another page: numbers, and nothing that leads anywhere."""
    read = read_embed(embed_letter)
    link = find_by_address(db.session, EmbedLink, *read) if read else None
    if link is None:
        return render_template("charts/embedded_gone.html"), 404
    if not link.is_open(now()):
        return render_template("charts/embedded_gone.html", school=link.school.name), 410
    sheet, chart = _shown(link)
    if sheet is None and chart is None:
        return render_template("charts/embedded.html", school=link.school.name, nothing=True)
    return render_template("charts/embedded.html", school=link.school.name, sheet=sheet, chart=chart, tokens=TOKENS)


def title_of(link: EmbedLink) -> str:
    """Say in a list what a link shows."""
    if link.chart == SUMMARY:
        return SUMMARY_TITLE
    page = PAGE_AT.get(link.page)
    return f"{page.title if page else link.page}: {NAMES.get(link.chart, link.chart)}"


NAMES = {
    "matrix": "where each indicator stands",
    "growth-table": "growth, month by month",
    "slope": "then and now",
    "flow": "what logging is worth",
    "mix-kind": "activities by kind",
    "mix-audience": "activities by audience",
    "mix-channel": "activities by channel",
    "reach-table": "whom we reached",
    "channels": "channels",
    "actors": "who did it",
    "pipeline": "partnerships by stage",
}


def _shown(link: EmbedLink) -> tuple[Sheet | None, Chart | None]:
    school = link.school
    if link.chart == SUMMARY:
        return _summary(Scope.of_school(school.id, district_id=school.district_id)), None
    page: Page[Any] | None = PAGE_AT.get(link.page)
    return None, chart_for_all(school, page, link.chart, link.asks) if page else None


def _summary(scope: Scope) -> Sheet | None:
    """Give the summary of the latest year that is signed, without those who signed it; None before the first."""
    signed = latest_sign_off(db.session, scope=scope)
    return replace(sheet_of(signed_report(signed)), signed=()) if signed else None


def _own() -> list[EmbedLink]:
    return list(embeds_of(db.session, scope=reader().scope))


def _is_made(form: EmbedForm, asked: dict[str, str]) -> bool:
    by = or_404(find_user(db.session, reader().person.id))
    return done_from(
        form,
        lambda: make_embed(
            db.session, page=asked["page"], chart=asked["chart"], asks=asked["query"], days=int(form.days.data), by=by,
            scope=reader().scope, now=now(),
        ),
    )  # fmt: skip
