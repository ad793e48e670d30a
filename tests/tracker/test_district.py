"""Schools side by side: who may compare them, what of which school is shown, and where a press leads."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from dashboards.addresses import SCHOOLS
from models.accounts import Role
from models.actions import Action
from models.activities import Activity
from models.operations.standings import refresh_standings
from models.operations.years import open_year
from models.queries import district as queries
from models.queries.catalogue import latest_catalogue
from models.queries.continuum import continuum_of
from models.queries.district import compare_schools
from models.queries.standings import year_before
from models.school_years import SchoolYear
from models.scope import OutsideScope, Scope
from models.standings import SchoolStanding
from models.wording import number_word
from tests.callbacks import CALLBACK, as_html, questions
from tests.cast import OTHER_SCHOOL, SCHOOL, Cast, school_named
from tests.factories import TODAY, a_district, a_membership, a_school, a_user, an_activity
from tests.tracker.conftest import ClientAs
from tracker.extensions import db

CODE = "EC3.Teachers1"
OUTSIDE = "Far Away Academy"
YOUNG = "Young School"
LONG_AGO = TODAY - timedelta(days=1600)


@pytest.fixture
def district(db_session: Session) -> Session:
    """Two schools of one district, and one of another; the second began to log this winter."""
    session = db_session
    first, second = school_named(session), school_named(session, OTHER_SCHOOL)
    far = a_school(session, OUTSIDE, district=a_district(session, "Far District"), slug="far")
    an_activity(session, first, title="Long ago", occurred_on=LONG_AGO)
    for days in (10, 40, 70):
        for school in (first, second, far):
            an_activity(session, school, title="A talk", occurred_on=TODAY - timedelta(days=days))
    session.commit()
    return session


def shown(client: FlaskClient, asks: str = "") -> str:
    """Read the dashboard of schools as a browser does, as HTML.

    Args:
        asks: The query of its address.
    """
    _, question = questions(client, f"?{asks}" if asks else "", SCHOOLS)
    answer = client.post(CALLBACK, json=question)
    assert answer.status_code == 200
    return as_html(answer.get_json())


def compared(client: FlaskClient, asks: str = "") -> str:
    """Read the page once all that was out of date is stored: on a slow machine not all of it is at once."""
    while "being read" in (page := shown(client, asks)):
        pass
    return page


def schools_in(page: str) -> list[str]:
    """List the schools of the table, in its order."""
    return re.findall(r'<th class="name" scope="row"><button[^>]*>([^<]+)</button>', page)


@pytest.mark.parametrize("address", [SCHOOLS, "/schools/export.csv"])
def test_only_who_has_a_district_compares_its_schools(client_as: ClientAs, district: Session, address: str) -> None:
    codes = {person: client_as(person).get(address).status_code for person in Cast}
    assert codes == {
        person: 200 if person is Cast.DISTRICT_ADMIN else 302 if person is Cast.NOBODY else 403 for person in Cast
    }


def test_no_school_of_another_district_is_named(client_as: ClientAs, district: Session) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    page = compared(client)
    assert schools_in(page) == sorted([SCHOOL, OTHER_SCHOOL])
    assert OUTSIDE not in page + client.get("/schools/export.csv").text


def test_every_level_is_the_one_that_the_school_itself_is_shown(client_as: ClientAs, district: Session) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    compared(client)
    rows = list(csv.reader(io.StringIO(client.get("/schools/export.csv").text[1:])))[1:]
    rules = latest_catalogue(district)
    named = {one.name: one.code for one in rules.indicators.values()}
    assert len(rows) == 2 * len(rules.judged)
    for school_name, indicator, level, number, *_ in rows:
        scope = Scope.of_school(school_named(district, school_name).id)
        supported = continuum_of(district, scope=scope).supported(named[indicator], TODAY)
        assert (level, number) == (rules.level_name(supported), str(supported))


def test_who_began_to_log_within_the_year_did_not_rise_by_it(client_as: ClientAs, district: Session) -> None:
    young = a_school(district, YOUNG, district=school_named(district).district, slug="young")
    for days in (-20, 300, 340):  # a log of twenty days could not tell what had been there a year ago
        an_activity(district, young, occurred_on=year_before(TODAY) + timedelta(days=days))
    district.commit()
    compared(client_as(Cast.DISTRICT_ADMIN))
    ids = frozenset(school_named(district, name).id for name in (SCHOOL, OTHER_SCHOOL, YOUNG))
    found = compare_schools(district, TODAY, scope=Scope(ids))
    by_name = {one.name: one for one in found.schools.rows}
    assert found.before == year_before(TODAY) == date(2025, 2, 28)
    assert by_name[SCHOOL].rose
    assert not by_name[OTHER_SCHOOL].rose
    assert not by_name[YOUNG].rose
    assert by_name[OTHER_SCHOOL].stands[CODE].before is None
    assert [one.name for one in found.movers] == [SCHOOL]
    assert by_name[OTHER_SCHOOL].trend[0][0] >= TODAY - timedelta(days=100)


def test_a_school_that_stands_where_another_wants_to_be_could_show_it(client_as: ClientAs, district: Session) -> None:
    school = school_named(district)
    for activity in district.scalars(select(Activity).where(Activity.school_id == school.id)):
        activity.archive()
    year = open_year(district, school, SchoolYear.of(TODAY), indicators=[CODE], today=TODAY)
    year.ratings[0].existing, year.ratings[0].desired, year.ratings[0].reviewed_on = 0, 1, TODAY
    district.commit()
    page = compared(client_as(Cast.DISTRICT_ADMIN))
    helps = page[page.index('id="helps"') :]
    assert re.search(rf"{OTHER_SCHOOL}.*could show.*{SCHOOL}.*wants Getting Started", helps, re.S)
    year.ratings[0].reviewed_on = None
    district.commit()
    assert "could show" not in compared(client_as(Cast.DISTRICT_ADMIN))


def test_the_address_sorts_and_narrows_and_says_what_it_cannot(client_as: ClientAs, district: Session) -> None:
    an_activity(district, school_named(district, OTHER_SCHOOL), channel=("club_meeting",), two_way=True,
                by=("students",), audience=("friends",), topic=("stem_purpose",))  # fmt: skip
    district.commit()
    client = client_as(Cast.DISTRICT_ADMIN)
    page = compared(client, "outcome=EC3&sort=-ec3-students1")
    assert schools_in(page)[0] == OTHER_SCHOOL
    assert "Leaders build partnerships" not in page[: page.index('id="movers"')]
    said = shown(client, "outcome=EC9&sort=%3Cb%3E")
    assert "“Desired outcome” knows nothing of the name “EC9”" in said
    assert "cannot be sorted by" in said
    assert "<b>”" not in said


def test_a_press_leads_to_the_school_and_its_page_leads_back(client_as: ClientAs, district: Session) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    assert client.get("/start").headers["Location"] == SCHOOLS
    # So was it asked for before it was a dashboard; who kept that address comes to the same.
    assert client.get("/schools?sort=-level").headers["Location"] == f"{SCHOOLS}?sort=-level"
    page = compared(client, "sort=-level")
    other = f"s{school_named(district, OTHER_SCHOOL).id}"
    action = next(
        one
        for one in re.findall(rf'formaction="([^"]+)" name="place"[^>]* value="{other}"', page)
        if "ec3-teachers1" in one
    ).replace("&amp;", "&")
    answer = client.post(action, data={"place": other})
    assert answer.status_code == 302
    why = client.get(answer.headers["Location"]).text
    assert OTHER_SCHOOL in why
    assert f"{SCHOOLS}?sort=-level" in why
    enter = re.findall(
        rf'formaction="([^"]+%2Fdashboards[^"]+|[^"]+/dashboards/[^"]+)" name="place" value="{other}"', page
    )[0]
    answer = client.post(enter.replace("&amp;", "&"), data={"place": other})
    assert (
        '<a href="/dashboards/schools?sort=-level">Back to the schools</a>'
        in client.get(answer.headers["Location"]).text
    )


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_no_address_leads_elsewhere_by_a_change_of_place(client_as: ClientAs, db_session: Session, target: str) -> None:
    key = f"s{school_named(db_session).id}"
    answer = client_as(Cast.DISTRICT_ADMIN).post("/place", query_string={"next": target}, data={"place": key})
    assert answer.headers["Location"] == "/"


def test_of_many_schools_a_page_is_shown_and_as_often_asked_as_of_two(
    client_as: ClientAs, district: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    monkeypatch.setattr(queries, "SCHOOLS_A_PAGE", 4)

    def asked() -> int:
        compared(client)
        statements: list[str] = []
        with client.application.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", lambda _c, _u, statement, *_: statements.append(statement))
        shown(client)
        return len(statements)

    few = asked()
    place = school_named(district).district
    for number in range(8):
        an_activity(district, a_school(district, f"School {number}", district=place, slug=f"s-{number}"))
    district.commit()
    assert asked() == few
    pages = [schools_in(shown(client, f"page={number}")) for number in (1, 2, 3, 4)]
    every = sorted([SCHOOL, OTHER_SCHOOL, *(f"School {number}" for number in range(8))])
    assert pages == [every[:4], every[4:8], every[8:], every[8:]]
    page = shown(client, "page=2&sort=-level")
    assert "Page 2 of 3" in page
    assert f"back={SCHOOLS}?sort=-level&page=2" in unquote(unquote(page))
    # Every level of every indicator leads to as many schools as it says, and all of a list are in its file.
    bars = page[page.index('id="spread"') : page.index('id="spread-table"')]
    marks = set(re.findall(r'aria-label="[^"]*: (\w+) schools?"[^>]* href="([^"]+)"', bars))
    assert len(marks) > 9
    for many, address in marks:
        asks = address.replace("&amp;", "&").partition("?")[2]
        number = int(many) if many.isdecimal() else [number_word(one) for one in range(11)].index(many)
        assert len(schools_in(shown(client, asks))) == min(number, 4), address
        table = client.get(f"/schools/export.csv?{asks}").text
        assert len({row[0] for row in list(csv.reader(io.StringIO(table)))[1:]}) == number, address
    assert schools_in(shown(client, "q=SCHOOL+7")) == ["School 7"]
    assert re.findall(r'<li class="line"><button[^>]+>([^<]+)<', client.get("/place?q=SCHOOL+7").text) == ["School 7"]
    assert schools_in(shown(client, "moved=1&sort=-moved")) == [SCHOOL]
    said = shown(client, "level=3&wants=nothing.9&page=x")
    assert all(one in said for one in ("Choose an indicator, too", "No school can want", "There is no page"))


def test_an_alliance_compares_nothing(db_session: Session) -> None:
    with pytest.raises(OutsideScope):
        compare_schools(db_session, TODAY, scope=Scope(partner_id=1))


def test_reading_stores_what_is_out_of_date_and_nothing_else(client_as: ClientAs, district: Session) -> None:
    before = district.scalar(select(func.count(Action.id)))
    compared(client_as(Cast.DISTRICT_ADMIN))
    district.rollback()
    assert district.scalar(select(func.count()).select_from(SchoolStanding)) == 2
    assert district.scalar(select(func.count(Action.id))) == before
    assert not refresh_standings(district, school_named(district).id, today=TODAY)


def test_a_district_of_one_school_without_records_is_told_so(app: Flask, db_session: Session) -> None:
    lone = a_district(db_session, "Lone District")
    a_school(db_session, "Lone School", district=lone, slug="lone")
    user = a_user(db_session, "lone@test.example", name="Lone")
    a_membership(db_session, user, Role.DISTRICT_ADMIN, district=lone)
    db_session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = user.session_token, True
    page = shown(client)
    assert "One school, nothing on record yet" in page
    assert "There is one school in this district." in page
