"""What is given out of a year: its page, its spreadsheet, and what stands at the foot of paper.

A year that is signed gives out what was signed, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.database import run_write
from models.exchange.year_books import year_book
from models.operations.years import keep_file
from models.queries.year_changes import SinceSigned, since_signed
from models.queries.year_reports import Report, report_of, signed_report
from models.queries.years import file_kept, find_sign_off, pages_of
from models.ratings import PDF_ENDING, SPREADSHEET, SignOff
from models.wording import country, day_words
from models.year_sheets import Sheet, foot_of, sheet_of
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.pages import styles_named
from tracker.pdf_files import pdf_file, pdf_response
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.years.blueprint import bp
from tracker.years.page import YearPage, year_or_404
from tracker.years.printed import PRINT, STYLES, body_of, foot_styles, printed_page, printed_styles

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAPERS = {"letter": "letter", "a4": "A4"}
# Of those whose people write English; all others print on A4.
LETTER_COUNTRIES = frozenset({"US", "CA", "PH", "PR", "GU", "VI", "AS", "MP"})
# What is printed of a year, by its word in addresses: how files and links call it, and what stands over it.
FILES = {"glance": "at-a-glance", "map": "map", "summary": "for-a-board"}
PARTS = {"glance": "At a glance", "map": "The map", "summary": "For a board"}


@dataclass(frozen=True)
class GivenOut:
    """A year's report as it is asked for.

    Attributes:
        signed: What was signed, where the report is of that; None for a draft of today.
        sign_off_id: Of the sign-off that the address names; None where it names none.
    """

    page: YearPage
    report: Report
    signed: SignOff | None
    sign_off_id: int | None

    @cached_property
    def sheet(self) -> Sheet:
        """The report in words."""
        return sheet_of(self.report)

    @cached_property
    def kept(self) -> Mapping[str, str]:
        """What was printed when it was signed, as it was: name -> text; empty for a draft, and for what is older."""
        return pages_of(db.session, self.signed) if self.signed else {}

    def page_of(self, what: str) -> str:
        """Give what is printed as a whole document: kept as it was signed, else drawn now."""
        return self.kept.get(what) or printed_page(self.sheet, what)

    @property
    def since(self) -> list[SinceSigned]:
        """What records show otherwise since it was signed: stands beside it, never in it."""
        return since_signed(self.report, self.page.continuum, today()) if self.signed else []

    @property
    def address(self) -> dict[str, int | None]:
        """What addresses of the same report take."""
        return {"year_id": self.page.assessment.id, "sign_off_id": self.sign_off_id}

    def file_name(self, what: str, ending: str) -> str:
        """Call a file: `riverside-at-a-glance-2025-26.xlsx`."""
        return f"{self.page.school.slug}-{what}-{self.page.assessment.year}.{ending}"


def draft_of(page: YearPage, *, signed_by: str | None = None, team: int = 0) -> Report:
    """Put the report of a year together as it stands now.

    Args:
        signed_by: Who signs it today, with how many members the team has; None for a draft.
    """
    return report_of(
        db.session,
        page.assessment,
        page.school,
        page.lines,
        continuum=page.continuum,
        on=page.on,
        signed_by=signed_by,
        signed_on=today() if signed_by else None,
        team=team,
    )


def given_out(year_id: int, sign_off_id: int | None) -> GivenOut:
    """Find the report that an address asks for: a sign-off that it names, else the one that stands, else a draft."""
    page, signed = _asked_for(year_id, sign_off_id)
    report = signed_report(signed) if signed else draft_of(page)
    return GivenOut(page, report, signed, sign_off_id)


def _asked_for(year_id: int, sign_off_id: int | None) -> tuple[YearPage, SignOff | None]:
    page = year_or_404(year_id)
    if sign_off_id is not None:
        found = or_404(find_sign_off(db.session, sign_off_id, scope=reader().scope))
        return page, or_404(found if found.assessment_id == page.assessment.id else None)
    return page, page.standing


@bp.get("/<int:year_id>/glance")
@bp.get("/<int:year_id>/signed/<int:sign_off_id>", endpoint="signed")
@requires(Permission.YEAR_READ)
def glance(year_id: int, sign_off_id: int | None = None) -> ResponseReturnValue:
    """Show the year on one page: as it was signed, else as it stands now."""
    return _shown("glance", year_id, sign_off_id)


@bp.get("/<int:year_id>/map", defaults={"what": "map"})
@bp.get("/<int:year_id>/summary", defaults={"what": "summary"})
@bp.get("/<int:year_id>/signed/<int:sign_off_id>/map", defaults={"what": "map"})
@bp.get("/<int:year_id>/signed/<int:sign_off_id>/summary", defaults={"what": "summary"})
@requires(Permission.YEAR_READ)
def sheet(year_id: int, what: str, sign_off_id: int | None = None) -> ResponseReturnValue:
    """Show the whole map with the school's places, or two pages for a board, of the same report."""
    return _shown(what, year_id, sign_off_id)


def _shown(what: str, year_id: int, sign_off_id: int | None) -> str:
    given = given_out(year_id, sign_off_id)
    # Markup is a template's own, of today or of the day on which it was signed.
    body = Markup(body_of(given.page_of(what)))  # noqa: S704
    return render_template("years/report.html", given=given, what=what, body=body, parts=PARTS)


@bp.get("/<int:year_id>/glance.xlsx")
@bp.get("/<int:year_id>/signed/<int:sign_off_id>/glance.xlsx")
@requires(Permission.YEAR_READ)
def book(year_id: int, sign_off_id: int | None = None) -> ResponseReturnValue:
    """Give the year as a spreadsheet: kept as it was signed, else made now."""
    given = given_out(year_id, sign_off_id)
    name = given.file_name(FILES["glance"], "xlsx")
    kept = file_kept(db.session, given.signed.id, SPREADSHEET) if given.signed else None
    return Response(
        kept or year_book(given.report, given.sheet),
        mimetype=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.get("/<int:year_id>/paper.css")
@bp.get("/<int:year_id>/signed/<int:sign_off_id>/paper.css")
@requires(Permission.YEAR_READ)
def paper(year_id: int, sign_off_id: int | None = None) -> ResponseReturnValue:
    """Say what stands at the foot of every sheet: a page's own styles may not, so they come as a file."""
    page, signed = _asked_for(year_id, sign_off_id)
    # A draft is dear to make, and its foot says nothing of what is in it.
    draft = {"school": page.school.name, "year": page.assessment.name, "judged_words": day_words(page.on)}
    report = signed_report(signed) if signed else draft | {"signed_on": None}
    kept = pages_of(db.session, signed) if signed else {}
    # Beside what was kept the page has no other styles on paper, but for those that leave out what is around it.
    styles = [*styles_named("frame-print"), kept[STYLES], kept[PRINT]] if kept else [foot_styles(foot_of(report))]
    return Response("\n".join(styles), mimetype="text/css")


def paper_here() -> str:
    """Name the paper that people print on in the installation's country."""
    return "letter" if country() in LETTER_COUNTRIES else "a4"


@bp.get("/<int:year_id>/<any(glance, map, summary):what>/pdf")
@bp.get("/<int:year_id>/signed/<int:sign_off_id>/<any(glance, map, summary):what>/pdf")
@requires(Permission.YEAR_READ)
def pdf(year_id: int, what: str, sign_off_id: int | None = None) -> ResponseReturnValue:
    """Give what is printed as a PDF file, on the paper that is asked for, else on the country's own.

    Of a signed year the file that is made first is kept, and given for ever.
    """
    given = given_out(year_id, sign_off_id)
    paper_name = request.args.get("paper") or paper_here()
    size, kept_as = or_404(PAPERS.get(paper_name)), f"{what}-{paper_name}{PDF_ENDING}"
    signed_id = given.signed.id if given.signed is not None else None
    name = given.file_name(FILES[what], "pdf")
    if signed_id is not None and (kept := file_kept(db.session, signed_id, kept_as)) is not None:
        return pdf_response(kept, name)
    html = given.page_of(what)
    laid_out = [given.kept[STYLES]] if given.kept else printed_styles(given.sheet.foot)
    styles = [*laid_out, f"@page {{ size: {size} }} @page wide {{ size: {size} landscape }}"]
    back = url_for(".glance", year_id=year_id) if what == "glance" else url_for(".sheet", year_id=year_id, what=what)
    keep = partial(_kept_pdf, signed_id, kept_as) if signed_id is not None else None
    return pdf_file(html, styles, name, back=back, keep=keep)


def _kept_pdf(sign_off_id: int, name: str, content: bytes) -> bytes:
    """Keep a PDF file of a signed year, in a transaction of its own; give the one that somebody else made first."""

    def work(session: Session) -> bytes:
        session.connection(execution_options={"sqlite_write": True})
        return keep_file(session, sign_off_id, name, content)

    try:
        return run_write(lambda: Session(db.engine), work)
    except IntegrityError:
        # Another process kept its own at the same moment.
        with Session(db.engine) as session:
            return file_kept(session, sign_off_id, name) or content
