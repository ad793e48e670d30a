"""The yearly thank-you list, and a certificate for each who gave."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from models.amounts import amount_words
from models.queries.partners import find_partner
from models.queries.schools import find_school
from models.queries.thanks import Given, find_given
from models.school_years import SchoolYear
from models.wording import counted, hours_words, joined, money_words
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.lists.page import asked_of, list_page
from tracker.pages import styles_named
from tracker.pdf_files import pdf_file
from tracker.permissions import requires
from tracker.roles import Permission
from tracker.rules import rules_today
from tracker.thanks.list import LIST, givers_of, year_of
from tracker.years.page import scope_of_one_school
from tracker.years.reports import PAPERS, paper_here

bp = Blueprint("thanks", __name__, url_prefix="/thank-you")


@bp.get("")
@requires(Permission.RECORDS_READ)
def index() -> ResponseReturnValue:
    """List who gave in a school year, those who were not thanked first."""
    page = list_page(LIST)
    year = year_of(page.asked)
    return render_template(
        "thanks/index.html",
        page=page,
        year=year,
        open=sum(one.thanked_on is None for one in givers_of(year)),
        has_any=bool(givers_of(year)),
        given_words=given_words,
        here=page.asked.href(page=page.asked.args.get("page")),
    )


@bp.get("/certificate/<int:engaged_id>")
@requires(Permission.RECORDS_READ)
def certificate(engaged_id: int) -> ResponseReturnValue:
    """Give a certificate of thanks for what a partner gave in a year, as a PDF file."""
    scope = scope_of_one_school()
    engaged = or_404(find_partner(db.session, engaged_id, scope=scope))
    year = _year_asked()
    given = or_404(find_given(db.session, engaged.partner_id, year, scope=scope, today=today()))
    school = find_school(db.session, scope=scope)
    html = render_template(
        "thanks/certificate.html", school=school.name, partner=given.partner.name, year=year, given=given_words(given)
    )
    styles = [*styles_named("tokens", "base"), render_template("thanks/certificate.css", size=PAPERS[paper_here()])]
    name = f"{school.slug}-thank-you-{engaged_id}-{year}.pdf"
    lacking = "This server lacks what makes PDF files, and certificates with them."
    return pdf_file(html, styles, name, back=url_for(".index", year=str(year)), lacking=lacking)


def given_words(given: Given) -> str:
    """Say what somebody gave: "12 hours, $500 and 3 visits"; empty where nothing can be counted."""
    language = rules_today().language
    hours, dollars = language.marked("unit", "hours"), language.marked("unit", "money")
    sums = [(hours, hours_words), (dollars, money_words)]
    words = [say(total) for units, say in sums if (total := sum(given.amounts.get(unit, 0) for unit in units))]
    others = [unit for unit in given.amounts if unit not in hours | dollars]
    words += [amount_words(given.amounts[unit], unit, language) for unit in sorted(others)]
    if given.visits:
        words.append(counted(given.visits, "activity with us", "activities with us"))
    if given.unmeasured:
        words.append(counted(given.unmeasured, "other gift", "other gifts"))
    return joined(words)


def _year_asked() -> SchoolYear:
    """Read which school year is meant: this one where the address names none."""
    return year_of(asked_of(LIST))
