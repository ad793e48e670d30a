"""The PDF of a year: tagged, the same for ever, made without the database, and missed politely."""

from __future__ import annotations

import io
import sys

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.operations.years import open_year
from models.queries.catalogue import latest_catalogue
from models.ratings import Assessment
from models.school_years import SchoolYear
from tests.cast import school_named
from tests.factories import TODAY, an_activity
from tests.tracker.years.test_signing import change_the_world
from tracker import pdf, pdf_files
from tracker.extensions import db
from tracker.pdf import pdf_of
from tracker.years import printed


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842)), ("", (612, 792))])
def test_a_pdf_is_tagged_named_and_fits_one_sheet(
    slt: FlaskClient, signed: str, paper: str, size: tuple[int, int]
) -> None:
    answer = slt.get(f"{signed}/glance/pdf?paper={paper}")
    assert answer.mimetype == "application/pdf"
    assert 'filename="riverside-at-a-glance-2025-26.pdf"' in answer.headers["Content-Disposition"]
    found = read(answer.data)
    (page,) = found.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size
    assert found.trailer["/Root"]["/MarkInfo"]["/Marked"] and found.trailer["/Root"]["/Lang"] == "en"
    assert (
        found.metadata is not None and found.metadata.title == "STEM community at a glance, Riverside Middle, 2025-26"
    )
    told = text_of(answer.data)
    assert "Signed off Mar 14, 2026" in told and "page 1 of 1" in told
    assert "Riverside Middle · 2025-26 · as signed on Mar 14, 2026, never changed since" in told


def test_sixteen_reasons_of_a_sentence_fit_one_sheet(slt: FlaskClient, year: str, db_session: Session) -> None:
    school_named(db_session).name = "Riverside Middle School of Science and Technology"
    reasons = (
        "Two clubs asked four of our five partners in person; nobody wrote that down, and it stopped in May.",
        "Goals are in writing with four of our five partners, and used.",
    )
    for rating in db_session.scalars(select(Assessment)).one().ratings:
        rating.existing, rating.desired, rating.reviewed_on = 2, 3, TODAY
        rating.rationale = reasons[rating.id % 2]
    db_session.commit()
    (page,) = read(slt.get(f"{year}/glance/pdf?paper=letter").data).pages
    assert " ".join(page.extract_text().split()).count("four of our five partners") == 16


def test_a_signed_pdf_is_the_same_to_the_last_byte_whatever_comes_after(
    slt: FlaskClient, signed: str, db_session: Session
) -> None:
    before = {what: slt.get(f"{signed}/{what}/pdf").data for what in printed.TITLES}
    change_the_world(db_session)
    for what, content in before.items():
        assert slt.get(f"{signed}/{what}/pdf").data == content, what


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_pages_for_a_board_are_two_however_much_there_is_to_tell(
    slt: FlaskClient, year: str, db_session: Session, paper: str
) -> None:
    """Everything rose, more is wanted of everything, and the team sees more than records show everywhere."""
    codes = list(latest_catalogue(db_session).indicators)
    school = school_named(db_session)
    last = open_year(db_session, school, SchoolYear(2024), indicators=codes, today=TODAY)
    this = db_session.scalars(select(Assessment).where(Assessment.first == 2025)).one()
    an_activity(db_session, school, people=1_204, students=88, hours=3)
    for rating in (*last.ratings, *this.ratings):
        rating.existing, rating.desired, rating.reviewed_on = 4 if rating.assessment is this else 1, 5, TODAY
    db_session.commit()
    content = slt.get(f"{year}/summary/pdf?paper={paper}").data
    assert len(read(content).pages) == 2
    assert "The At-A-Glance says why." in text_of(content) and text_of(content).endswith("page 2 of 2")
    assert text_of(content).count("Alliances advocate: Sustaining") == 1


def test_the_map_lies_across_its_paper_and_goes_on_over_several_sheets(slt: FlaskClient, year: str) -> None:
    found = read(slt.get(f"{year}/map/pdf?paper=a4").data)
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in found.pages} == {(842, 595)}
    assert all("Sustaining Fully Implementing" in " ".join(page.extract_text().split()) for page in found.pages)
    assert f"page 1 of {len(found.pages)}" in found.pages[0].extract_text()


def test_nobody_waits_for_the_database_while_a_pdf_is_laid_out(
    app: Flask, slt: FlaskClient, year: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []

    def laid_out(_html: str, _styles: list[str]) -> bytes:
        held.append(db.session().in_transaction())
        return b"%PDF"

    monkeypatch.setattr(pdf_files, "pdf_of", laid_out)
    assert slt.get(f"{year}/glance/pdf").data == b"%PDF"
    assert held == [False]


def test_whoever_would_wait_too_long_is_told_to_come_again(
    slt: FlaskClient, year: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_WAIT_SECONDS", 0.01)
    with pdf._ONE_AT_A_TIME:
        assert slt.get(f"{year}/glance/pdf").status_code == 503
    assert slt.get(f"{year}/glance/pdf").status_code == 200


def test_where_the_machine_cannot_make_one_the_page_says_so_and_can_be_printed(
    slt: FlaskClient, year: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_files, "pdf_of", pdf_of)  # what another test laid out counts for nothing here
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    page = slt.get(f"{year}/glance/pdf", follow_redirects=True)
    assert page.status_code == 200
    assert "This server lacks what makes PDF files." in page.text and 'id="print"' in page.text


def test_a_pdf_fetches_nothing_from_anywhere() -> None:
    html = '<html lang="en"><title>x</title><img src="file:///etc/hostname" alt="x"><p>Hello</p></html>'
    made = pdf_of(html, ["@import url(http://127.0.0.1:9/x.css); p { background: url(file:///etc/hostname) }"])
    assert text_of(made) == "Hello x"
