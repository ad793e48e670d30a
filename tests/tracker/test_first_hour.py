"""A new school's first hour: five steps by role, and nowhere a wall of zeros."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from dashboards.addresses import ENGAGEMENT
from models.accounts import Role
from models.first_hours import FirstHour
from tests.callbacks import CALLBACK, questions
from tests.cast import Cast, partner_named, school_named
from tests.factories import TODAY, a_district, a_membership, a_partnership, a_user, an_activity, an_agreement
from tests.tracker.conftest import ClientAs
from tests.tracker.years.steps import at_riverside, open_year

ZEROS = re.compile(r"\b0 of \d|\b0 ?%|\b0 (?:records|things|activities|hours|months)|None yet|none yet|no level|>\$?0<")
BUTTONS = {
    "wording": "Bring the document</a>",
    "partners": "Bring the list</a>",
    "agreements": "Add an agreement</a>",
    "log": "Log something</a>",
    "look": ">Take a first look</button>",
}
# The cast's school has partners already: that step is done, and has no button any more.
MAY = {
    Cast.POINT_PERSON: {"agreements", "log", "look"},
    Cast.SCHOOL_ADMIN: {"wording", "agreements", "log", "look"},
    Cast.SLT: {"log", "look"},
    Cast.CONTRIBUTOR: {"log"},
    Cast.VIEWER: set(),
    Cast.DISTRICT_ADMIN: {"wording"},
}
SLUGS = ("ec1-leaders2", "ec2-leaders1", "ec2-students1", "ec3-teachers1", "ec3-strategic-alliances1")


def steps(page: str) -> str:
    """Cut the list of steps out of Home."""
    return page[page.index('class="first-hour"') : page.index("</ol>")]


def drawn(client: FlaskClient) -> str:
    """Ask for everything that the dashboards draw, as text."""
    outputs = ("continuum-standing", "continuum-growth", "continuum-mix")
    asked = [
        {
            "output": f"{name}.children",
            "outputs": {"id": name, "property": "children"},
            "inputs": [{"id": "url", "property": "search", "value": ""}],
            "state": [],
            "changedPropIds": [],
        }
        for name in outputs
    ]
    return "".join(client.post("/dashboards/_dash-update-component", json=one).text for one in asked)


@pytest.mark.parametrize("person", MAY)
def test_everybody_sees_the_steps_and_the_buttons_of_what_they_may_do(
    client_as: ClientAs, db_session: Session, person: Cast
) -> None:
    page = at_riverside(client_as, db_session, person).get("/").text
    assert "<h1>Riverside Middle is just beginning</h1>" in page
    assert {name for name, button in BUTTONS.items() if button in steps(page)} == MAY[person]
    assert "Two partners brought" in steps(page) or "2 partners brought" in steps(page)
    assert ("Put this list away" in page) is ("look" in MAY[person])
    assert page.count("IC map describes") == 1


@pytest.mark.parametrize("person", MAY)
def test_every_button_of_the_steps_leads_to_where_it_is_done(
    client_as: ClientAs, db_session: Session, person: Cast
) -> None:
    client = at_riverside(client_as, db_session, person)
    links = [part.split('"')[0].replace("&amp;", "&") for part in steps(client.get("/").text).split('href="')[1:]]
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_a_school_without_partners_is_asked_for_them_first(client_as: ClientAs) -> None:
    page = steps(client_as(Cast.OTHER_POINT_PERSON).get("/").text)
    assert 'class="btn" href="/imports/new?kind=org"' in page
    assert page.count("(done)") == 0


def test_the_list_is_gone_once_all_is_done_and_for_schools_that_log_for_long(
    client_as: ClientAs, db_session: Session
) -> None:
    client = client_as(Cast.POINT_PERSON)
    school = school_named(db_session)
    an_agreement(db_session, a_partnership(db_session, school, partner_named(db_session)))
    for _ in range(5):
        an_activity(db_session, school)
    db_session.commit()
    assert client.post("/first-look").headers["Location"] == "/dashboards/"
    page = client.get("/").text
    # All but the wording, which is not for a point person to load.
    assert "Four of five done." in page and page.count("(done)") == 4
    an_activity(db_session, school, occurred_on=TODAY - timedelta(days=500))
    db_session.commit()
    assert "first-hour" not in client.get("/").text


def test_the_list_can_be_put_away_and_brought_back(client_as: ClientAs) -> None:
    client = client_as(Cast.SLT)
    assert client.post("/first-steps/put-away", follow_redirects=True).status_code == 200
    page = client.get("/").text
    assert "is just beginning" not in page
    assert "One of five first steps done." in page
    client.post("/first-steps/bring-back")
    assert "is just beginning" in client.get("/").text


@pytest.mark.parametrize("person", [Cast.CONTRIBUTOR, Cast.VIEWER, Cast.DISTRICT_ADMIN, Cast.ALLIANCE])
def test_who_does_not_rate_neither_looks_for_the_school_nor_puts_the_list_away(
    client_as: ClientAs, db_session: Session, person: Cast
) -> None:
    client = client_as(person) if person is Cast.ALLIANCE else at_riverside(client_as, db_session, person)
    for path in ("/first-look", "/first-steps/put-away", "/first-steps/bring-back"):
        assert client.post(path).status_code == 403
    assert db_session.get(FirstHour, school_named(db_session).id) is None


def test_a_district_without_schools_is_told_what_it_can_do(client_as: ClientAs, db_session: Session) -> None:
    user = a_user(db_session, "new@district.example")
    a_membership(db_session, user, Role.DISTRICT_ADMIN, district=a_district(db_session, "New District"))
    db_session.commit()
    client = client_as(Cast.NOBODY)
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = user.session_token, True
    page = client.get("/").text
    assert "New District has no school here yet" in page
    assert "Bring the document" in page and "Put this list away" not in page


def test_nothing_of_an_empty_school_is_told_as_a_zero(client_as: ClientAs, db_session: Session) -> None:
    client = at_riverside(client_as, db_session, Cast.SLT)
    pages = {path: client.get(path).text for path in ("/", *(f"/indicators/{slug}" for slug in SLUGS))}
    year = open_year(client)
    pages |= {path: client.get(path).text for path in (year, f"{year}/ec3-teachers1", f"{year}/glance")}
    pages["dashboards"] = drawn(client)
    for path, page in pages.items():
        main = page[page.find("<main") : page.find("</main>")] if "<main" in page else page
        main = main.replace("<b>0 of 16</b> done", "")  # how far the team is, which is known
        assert not ZEROS.findall(main), (path, ZEROS.findall(main))
        assert "oo early" in main, path


def test_a_school_with_three_records_knows_what_they_show_and_no_more(client_as: ClientAs, db_session: Session) -> None:
    for days in (3, 12, 40):
        an_activity(db_session, school_named(db_session), occurred_on=TODAY - timedelta(days=days))
    db_session.commit()
    client = client_as(Cast.SLT)
    page = drawn(client)
    assert "too early to say" in page and "Too early to say of 15 indicators" in page
    assert "too early" not in client.get("/indicators/ec3-teachers1").text.split("<h1>")[1].split("</h1>")[0]
    assert (
        "<h1>Students communicate and advocate: too early to say</h1>" in client.get("/indicators/ec3-students1").text
    )


def test_after_a_year_of_logging_nothing_is_nothing(client_as: ClientAs, db_session: Session) -> None:
    an_activity(db_session, school_named(db_session), occurred_on=TODAY - timedelta(days=700))
    db_session.commit()
    client = client_as(Cast.SLT)
    assert "oo early" not in drawn(client)
    assert "oo early" not in client.get("/indicators/ec3-students1").text


def test_an_organization_with_nothing_on_record_is_told_so_once(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.ALLIANCE)
    page = client.get(ENGAGEMENT).text
    assert "Too early to say" in page
    assert not ZEROS.findall(page)
    an_activity(db_session, school_named(db_session), partners=[partner_named(db_session)])
    db_session.commit()
    page = client.get(ENGAGEMENT).text
    assert "Too early" not in page
    told = "".join(client.post(CALLBACK, json=one).text for one in questions(client, path=ENGAGEMENT))
    assert "1 activity in the last 12 months" in told
    assert "<b>0</b>" not in page and "$0" not in page


@pytest.mark.parametrize("person", [Cast.VIEWER, Cast.ALLIANCE, Cast.DISTRICT_ADMIN])
def test_every_word_is_explained_to_everybody(client_as: ClientAs, person: Cast) -> None:
    client = client_as(person)
    assert 'href="/help"' in client.get("/", follow_redirects=True).text
    page = client.get("/help").text
    assert 'id="level"' in page and 'id="two_way"' in page


def test_a_word_explained_twice_on_a_page_is_told_once(app: Flask) -> None:
    with app.test_request_context("/"):
        page = app.jinja_env.from_string(
            "{% from 'components/help.html' import explanations, help %}{{ help('level') }}{{ help('level') }}"
            "{{ explanations() }}"
        ).render()
    assert (page.count('popovertarget="help-level"'), page.count('id="help-level"')) == (2, 1)
