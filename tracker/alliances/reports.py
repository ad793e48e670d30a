"""The yearly report of an alliance: on screen, on paper, as a file, and by an address that others may open."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.hour_rates import PUBLISHED
from models.operations.report_links import OPEN_DAYS, own_links, share_report
from models.operations.shared_links import withdraw
from models.queries.accounts import find_user
from models.queries.alliance_reports import EngagementReport, report_of, years_of
from models.queries.alliances import Engagement, find_engagement
from models.queries.own_rates import rates_in
from models.queries.signed_addresses import find_by_address
from models.report_links import ReportLink
from models.school_years import SchoolYear
from models.scope import Scope
from tracker.alliances.blueprint import bp
from tracker.alliances.forms import ShareForm
from tracker.alliances.views import engagement_or_404
from tracker.asked_parts import asked_choice
from tracker.clock import now, school_year, today, today_at
from tracker.editing import at_once, done_from
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.letters.links import read_report, report_path
from tracker.mail.site import site_here
from tracker.pages import styles_named
from tracker.pdf_files import pdf_file
from tracker.permissions import Permission, public, requires
from tracker.reader import reader
from tracker.rules import rules_today
from tracker.years.reports import PAPERS, paper_here

SURE = "yes"
# Links that are closed for longer are not listed any more.
LISTED_FOR = timedelta(days=90)


@bp.route("/report", methods=["GET", "POST"])
@requires(Permission.ALLIANCE_SEE)
def report() -> ResponseReturnValue:
    """Show a year's report, and make an address by which others read it."""
    engagement = engagement_or_404()
    year, school_id = _asked(engagement)
    form = ShareForm(data={"days": str(OPEN_DAYS[0])})
    form.offer(OPEN_DAYS)
    if form.validate_on_submit() and _is_shared(form, year, school_id):
        flash("The link is made. Whoever has it reads this report, and nothing else, until it closes.", "success")
        return redirect(url_for(".report", school_year=str(year), school=school_id, _anchor="shared"))
    page = render_template(
        "alliances/report.html",
        it=_report(engagement, reader().scope, year, school_id),
        form=form,
        years=years_of(engagement, school_year()),
        school_id=school_id,
        schools=engagement.schools,
        links=[(one, site_here() + report_path(one), one.is_open(now())) for one in _links()],
    )
    return page, 422 if form.errors else 200


@bp.get("/report.pdf")
@requires(Permission.ALLIANCE_SEE)
def report_file() -> ResponseReturnValue:
    """Give the report as a PDF file."""
    engagement = engagement_or_404()
    year, school_id = _asked(engagement)
    html = render_template("alliances/report_file.html", it=_report(engagement, reader().scope, year, school_id))
    size = f"@page {{ size: {PAPERS[paper_here()]}; margin: 16mm }}"
    styles = [*styles_named("tokens", "base", "alliance-report"), size]
    name = f"engagement-report-{year}.pdf"
    return pdf_file(html, styles, name, back=url_for(".report", school_year=str(year), school=school_id))


@bp.post("/report/links/<int:report_link_id>/withdraw")
@requires(Permission.ALLIANCE_WRITE)
def withdraw_shared(report_link_id: int) -> ResponseReturnValue:
    """Close an address by which others read a report."""
    link = or_404(next((one for one in own_links(db.session, scope=reader().scope) if one.id == report_link_id), None))
    back = url_for(".report", school_year=str(link.year), school=link.school_id, _anchor="shared")
    if request.form.get("sure") == SURE:
        at_once(lambda: withdraw(link, now=now()), "Withdrawn: the link shows nothing any more.")
    return redirect(back)


@bp.get("/shared/<report_letter>")
@public
def shared(report_letter: str) -> ResponseReturnValue:
    """Show the report of an address to whoever has it; of the organisation's other pages it opens none."""
    read = read_report(report_letter)
    link = find_by_address(db.session, ReportLink, *read) if read else None
    if link is None:
        return render_template("alliances/report_gone.html", link=None), 404
    if not link.is_open(now()):
        return render_template("alliances/report_gone.html", link=link), 410
    scope = Scope(partner_id=link.partner_id)
    engagement = find_engagement(db.session, scope=scope)
    return render_template(
        "alliances/report_shared.html", it=_report(engagement, scope, link.year, link.school_id), link=link
    )


def _is_shared(form: ShareForm, year: SchoolYear, school_id: int | None) -> bool:
    by = or_404(find_user(db.session, reader().person.id))
    return done_from(
        form,
        lambda: share_report(
            db.session, year, school_id=school_id, days=int(form.days.data), by=by, scope=reader().scope, now=now()
        ),
    )


def _links() -> list[ReportLink]:
    since = now() - LISTED_FOR
    return [one for one in own_links(db.session, scope=reader().scope) if one.is_open(now()) or one.made_at > since]


def _asked(engagement: Engagement) -> tuple[SchoolYear, int | None]:
    """Read which year is meant, and which school; this year and all of them where the address names none there is."""
    years = {str(one): one for one in years_of(engagement, school_year())}
    schools = {str(one.id): one.id for one in engagement.schools}
    year = years.get(asked_choice("school_year", "School year", years) or "")
    return year or school_year(), schools.get(asked_choice("school", "School", schools) or "")


def _report(engagement: Engagement, scope: Scope, year: SchoolYear, school_id: int | None) -> EngagementReport:
    district = engagement.schools[0].district if engagement.schools else None
    return report_of(
        db.session,
        engagement,
        year,
        scope=scope,
        school_id=school_id,
        language=rules_today().language,
        rates=rates_in(db.session, district.id) if district else PUBLISHED,
        today=today_at(engagement.schools[0]) if engagement.schools else today(),
    )
