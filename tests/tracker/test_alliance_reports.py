"""The yearly report of an alliance: its own figures, as a page, a file and a link that closes."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from decimal import Decimal

from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboards.addresses import ENGAGEMENT
from dashboards.pages.giving import dollars
from models.hour_rates import PUBLISHED
from models.report_links import ReportLink
from models.stewardship import Recognition
from tests.cast import OTHER_PARTNER, OTHER_SCHOOL, PARTNER, SCHOOL, Cast, partner_named, school_named
from tests.factories import TODAY, a_contribution, a_partnership, a_school_partner, an_activity
from tests.tracker.conftest import ClientAs


def bring_a_year(session: Session) -> None:
    """Two schools, this year and one before; another organisation beside, and an activity with both."""
    school, other = school_named(session), school_named(session, OTHER_SCHOOL)
    own, theirs = partner_named(session, PARTNER), partner_named(session, OTHER_PARTNER)
    a_school_partner(session, other, own)
    a_partnership(session, school, own)
    soon = TODAY - timedelta(days=4)
    a_contribution(session, school, own, amount=Decimal(700), unit="dollars", occurred_on=soon, note="Kept for us")
    a_contribution(session, other, own, amount=Decimal(40), unit="dollars", occurred_on=soon)
    a_contribution(session, school, own, amount=Decimal(9000), unit="dollars", occurred_on=TODAY - timedelta(days=800))
    a_contribution(session, school, theirs, amount=Decimal(123456), unit="dollars", occurred_on=soon)
    an_activity(session, school, title="Kept for us", partners=[own], students=58, people=61, occurred_on=soon)
    an_activity(session, school, partners=[own, theirs], students=999, occurred_on=soon)
    session.add(Recognition(school=school, partner=own, occurred_on=soon, mode="public", note="Kept for us"))
    session.commit()


def link_in(page: str) -> str:
    found = re.search(r'value="https?://[^/"]+(/alliance/shared/[^"]+)"', page)
    assert found, page
    return found[1]


def test_the_report_adds_up_the_organizations_own_year_and_nothing_else(
    client_as: ClientAs, db_session: Session
) -> None:
    bring_a_year(db_session)
    alliance = client_as(Cast.ALLIANCE)
    page = alliance.get("/alliance/report").text
    assert "<dd>$740</dd>" in page and "<dd>58</dd>" in page and "<dd>61</dd>" in page and "thanked" in page
    for kept in ("Kept for us", OTHER_PARTNER, "123", "999", "9,000"):
        assert kept not in page.partition("<main")[2], kept
    school = school_named(db_session)
    one = alliance.get(f"/alliance/report?school={school.id}").text
    assert "<dd>$700</dd>" in one and OTHER_SCHOOL not in one.partition("<article")[2].partition("</article>")[0]
    before = re.findall(r"<option[^>]*>(\d{4}-\d\d)", page)[-1]
    assert "<dd>$9,000</dd>" in alliance.get(f"/alliance/report?school_year={before}").text
    assert client_as(Cast.POINT_PERSON).get("/alliance/report").status_code == 403


def test_the_first_page_says_what_gifts_are_worth_this_year_and_in_all_and_who_said_thanks(
    client_as: ClientAs, db_session: Session
) -> None:
    bring_a_year(db_session)
    day = TODAY - timedelta(days=1)
    gift = {"amount": Decimal(10), "unit": "hours", "occurred_on": day}
    a_contribution(db_session, school_named(db_session), partner_named(db_session, PARTNER), **gift)
    db_session.commit()

    page = " ".join(client_as(Cast.ALLIANCE).get(ENGAGEMENT).text.split())

    hours = 10 * PUBLISHED.on(day).dollars
    this, ever = dollars(740 + hours), dollars(9740 + hours)
    assert f"<dt>value, {ever} in all</dt><dd>{this}</dd>" in page
    assert "thanked you" in page and "more thank-you" not in page


def test_a_year_without_records_says_so(client_as: ClientAs) -> None:
    assert "Nothing of this school year" in client_as(Cast.ALLIANCE).get("/alliance/report").text


def test_the_file_is_a_pdf_of_one_or_two_pages(client_as: ClientAs, db_session: Session) -> None:
    bring_a_year(db_session)
    answer = client_as(Cast.ALLIANCE).get("/alliance/report.pdf")
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF")
    assert 1 <= len(PdfReader(io.BytesIO(answer.data)).pages) <= 2


def test_a_shared_report_is_read_signed_out_until_it_is_withdrawn(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    bring_a_year(db_session)
    alliance, stranger = client_as(Cast.ALLIANCE), app.test_client()
    made = alliance.post("/alliance/report", data={"days": "30"}, follow_redirects=True).text
    path = link_in(made)
    page = stranger.get(path)
    assert page.status_code == 200 and "$740" in page.text and OTHER_PARTNER not in page.text
    assert "There is no filter" not in stranger.get(f"{path}?fbclid=1").text
    assert "Withdraw" not in page.text and stranger.get("/alliance/report").status_code == 302
    number = db_session.scalars(select(ReportLink.id)).one()
    db_session.rollback()
    withdraw = f"/alliance/report/links/{number}/withdraw"
    assert client_as(Cast.OTHER_ALLIANCE).post(withdraw, data={"sure": "yes"}).status_code == 404
    assert client_as(Cast.POINT_PERSON).post(withdraw, data={"sure": "yes"}).status_code == 403
    assert stranger.get(path).status_code == 200
    assert "withdrawn" in alliance.post(withdraw, data={"sure": "yes"}, follow_redirects=True).text
    gone = stranger.get(path)
    assert gone.status_code == 410 and "withdrew" in gone.text and "$740" not in gone.text and "admin" not in gone.text


def test_a_shared_report_closes_by_itself(app: Flask, client_as: ClientAs, db_session: Session) -> None:
    bring_a_year(db_session)
    path = link_in(client_as(Cast.ALLIANCE).post("/alliance/report", data={"days": "90"}, follow_redirects=True).text)
    link = db_session.scalars(select(ReportLink)).one()
    link.expires_at -= timedelta(days=91)
    db_session.commit()
    gone = app.test_client().get(path)
    assert gone.status_code == 410 and "It was open until" in gone.text and SCHOOL not in gone.text


def test_a_link_is_open_only_as_long_as_is_offered(client_as: ClientAs) -> None:
    alliance = client_as(Cast.ALLIANCE)
    assert alliance.post("/alliance/report", data={}).status_code in (200, 422)
    assert alliance.post("/alliance/report", data={"days": "99999"}).status_code == 422
