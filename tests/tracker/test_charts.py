"""Charts by themselves: chosen ones as a PDF file, single ones on a school's website, numbers and nothing else."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.embed_links import EmbedLink
from tests.cast import OTHER_SCHOOL, PARTNER, SCHOOL, Cast, partner_named, school_named
from tests.factories import TODAY, a_partnership, an_activity
from tests.tracker.conftest import ClientAs
from tracker.charts.drawn import FOR_ALL
from tracker.charts.embeds import NAMES
from tracker.config import Settings

SECRET = "Dinner at the mayor's"
CHARTS = [(page, name) for page, names in FOR_ALL.items() for name in names]


@pytest.fixture
def settings(tmp_path: Path, cast_database: Path) -> Settings:
    (tmp_path / "continuum.db").write_bytes(cast_database.read_bytes())
    return Settings(testing=True, data_dir=tmp_path, today=TODAY)


@pytest.fixture(autouse=True)
def a_year(db_session: Session) -> None:
    """Some of everything, with names that must not get out."""
    school, partner = school_named(db_session), partner_named(db_session)
    a_partnership(db_session, school, partner)
    for days in range(3):
        an_activity(
            db_session, school, title=SECRET, partners=[partner], occurred_on=TODAY - timedelta(days=days),
            audience=("families",), channel=("meeting",), by=("teachers",),
        )  # fmt: skip
    an_activity(db_session, school_named(db_session, OTHER_SCHOOL), audience=("students",), channel=("email",))
    db_session.commit()


def made(
    client_as: ClientAs, session: Session, page: str = "/dashboards/communication", chart: str = "channels"
) -> str:
    """Make a link as the point person and give its path."""
    sent = {"page": page, "chart": chart, "query": "", "days": "30"}
    answer = client_as(Cast.POINT_PERSON).post("/charts/embeds/new", data=sent, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    session.rollback()
    found = re.findall(r'value="https?://[^/"]+(/embedded/[^"]+)"', answer.text)
    return str(found[0])


def test_what_compares_schools_names_their_district_and_not_the_school_in_use(client_as: ClientAs) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    for wanted, is_of_district in (("schools.schools", True), ("continuum.matrix", False)):
        answer = client.get(f"/charts.pdf?chart={wanted}")
        assert answer.status_code == 200
        told = PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
        assert bool(re.search("Test District · ", told)) == is_of_district, told


def test_every_chart_for_all_has_a_name_and_shows_numbers_and_leads_nowhere(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    assert {name for _, name in CHARTS} == set(NAMES)
    offered = client_as(Cast.POINT_PERSON).get("/charts").text
    shown = [(page, name) for page, name in CHARTS if f"chart={name}&" in offered.replace("&amp;", "&")]
    # Nothing is known of the year before: there is nothing to compare.
    assert {name for _, name in CHARTS} - {name for _, name in shown} == {"slope"}
    for page, name in shown:
        answer = app.test_client().get(made(client_as, db_session, page, name))
        assert answer.status_code == 200
        for kept in (SECRET, PARTNER, OTHER_SCHOOL, 'href="/', "<a ", "<form", "<script", "<button"):
            assert kept not in answer.text.replace('<link rel="stylesheet" href="/', ""), (name, kept)
        assert SCHOOL in answer.text and "Nothing to show yet" not in answer.text


def test_only_what_is_embedded_may_stand_in_a_frame_of_another_page(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    path = made(client_as, db_session)
    for address in (path, f"{path}x"):
        headers = app.test_client().get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors *" in policy and "X-Frame-Options" not in headers
        assert "script-src" not in policy and "default-src 'none'" in policy and "Set-Cookie" not in headers
    assert client_as(Cast.POINT_PERSON).get("/charts/embeds").headers["X-Frame-Options"] == "DENY"


def test_a_link_is_made_by_those_who_answer_for_the_school_and_closes_for_all(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    path, stranger = made(client_as, db_session), app.test_client()
    sent = {"page": "/dashboards/communication", "chart": "channels", "query": "", "days": "30"}
    for person in (Cast.VIEWER, Cast.SLT, Cast.ALLIANCE, Cast.DISTRICT_ADMIN):
        assert client_as(person).post("/charts/embeds/new", data=sent).status_code == 403
    number = db_session.scalars(select(EmbedLink.id)).one()
    db_session.rollback()
    withdraw = f"/charts/embeds/{number}/withdraw"
    assert client_as(Cast.OTHER_POINT_PERSON).post(withdraw, data={"sure": "yes"}).status_code == 404
    assert stranger.get(path).status_code == 200
    client_as(Cast.SCHOOL_ADMIN).post(withdraw, data={"sure": "yes"})
    gone = stranger.get(path)
    assert gone.status_code == 410 and "%" not in gone.text
    # One that is over closes by itself, and one that nobody signed opens nothing.
    again = made(client_as, db_session)
    link = db_session.scalars(select(EmbedLink).order_by(EmbedLink.id.desc())).first()
    assert link is not None
    link.expires_at -= timedelta(days=31)
    db_session.commit()
    assert stranger.get(again).status_code == 410
    assert stranger.get(f"{again[:-3]}abc").status_code == 404


@pytest.mark.parametrize(
    ("page", "chart"),
    [
        ("/dashboards/partnerships", "network"),
        ("/dashboards/partnerships", "quiet"),
        ("/x", "channels"),
        ("", "summary"),
    ],
)
def test_what_names_partners_is_for_nobody_elses_page(client_as: ClientAs, page: str, chart: str) -> None:
    asked = {"page": page, "chart": chart, "query": "", "days": "30"}
    client = client_as(Cast.POINT_PERSON)
    assert client.get("/charts/embeds/new", query_string=asked).status_code == 404
    assert client.post("/charts/embeds/new", data=asked).status_code == 404


def test_a_link_for_another_time_than_is_offered_is_refused_beside_the_field(client_as: ClientAs) -> None:
    sent = {"page": "/dashboards/communication", "chart": "channels", "query": "", "days": "9999"}
    assert client_as(Cast.POINT_PERSON).post("/charts/embeds/new", data=sent).status_code == 422


def test_the_file_holds_the_charts_that_were_ticked_and_each_on_one_sheet(client_as: ClientAs) -> None:
    client = client_as(Cast.SLT)
    page = client.get("/charts", query_string={"page": "/dashboards/communication", "query": "by=teachers"}).text
    ticked = re.findall(r'value="([\w.-]+)" checked', page)
    assert "communication.channels" in ticked and "partnerships.pipeline" not in ticked
    asked = {"chart": ["communication.channels", "partnerships.pipeline", "continuum.matrix"], "query": "by=teachers"}
    answer = client.get("/charts.pdf", query_string=asked)
    assert answer.mimetype == "application/pdf"
    text = " ".join(" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(answer.data)).pages)
    assert SCHOOL in text and "Meeting" in text and "could be answered" in text and "by teachers" in text
    none = client.get("/charts.pdf", query_string={"query": "by=teachers"})
    assert none.status_code == 422 and "Tick at least one chart." in none.text


def test_who_may_not_open_a_dashboard_has_its_charts_not_on_paper_either(client_as: ClientAs) -> None:
    viewer = client_as(Cast.VIEWER)
    page = viewer.get("/charts").text
    assert "communication.channels" in page and "partnerships." not in page
    assert viewer.get("/charts.pdf", query_string={"chart": "partnerships.network"}).status_code == 422
