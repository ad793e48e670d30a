"""Views of lists under a name: one's own and the school's, renamed, removed and brought back."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import Role
from models.history import History
from models.records import RecordStatus
from models.saved_views import SavedView
from models.wording import day_words
from tests.callbacks import CALLBACK, questions
from tests.cast import OTHER_SCHOOL, SIGNED_IN, Cast, school_named, user_of
from tests.factories import a_membership, an_activity
from tests.tracker.conftest import ClientAs
from tracker.lists.declared import LISTS

QUERY = "kind=communication&by=teachers&month=this&sort=title&column=what&column=by"
SHARERS = {Cast.POINT_PERSON, Cast.SCHOOL_ADMIN, Cast.OTHER_POINT_PERSON}
KEEPERS = {one for one in SIGNED_IN if one not in (Cast.ALLIANCE, Cast.OTHER_ALLIANCE)}


@pytest.fixture(autouse=True)
def something_logged(db_session: Session) -> None:
    """Only a list that has something has views above it."""
    an_activity(db_session, school_named(db_session))
    db_session.commit()


def saved(
    client_as: ClientAs, session: Session, person: Cast, name: str = "Talks of teachers", **more: str
) -> SavedView:
    sent = {"list": "activities", "query": QUERY, "name": name} | more
    answer = client_as(person).post("/lists/views/new", data=sent)
    assert answer.status_code == 302, answer.text
    session.rollback()
    return session.scalars(select(SavedView).order_by(SavedView.id.desc())).first()  # type: ignore[return-value]


def test_a_view_stands_above_its_list_and_leads_there(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.VIEWER)
    page = client.get(f"/lists/views/new?list=activities&query={QUERY.replace('&', '%26')}").text
    assert "Communication" in page and "Teachers" in page and "What and By" in page
    view = saved(client_as, db_session, Cast.VIEWER)
    assert view.asks == QUERY
    led = client.get(f"/lists/views/{view.id}")
    assert led.headers["Location"] == f"/activities?{QUERY}"
    page = client.get(f"/activities?{QUERY}").text
    assert 'aria-current="page">Talks of teachers</a>' in page
    assert "About this view" in page
    assert "Talks of teachers" in client.get("/activities").text


@pytest.mark.parametrize("person", SIGNED_IN)
def test_everybody_keeps_views_and_some_share_them(person: Cast, client_as: ClientAs, db_session: Session) -> None:
    sent = {"list": "activities", "query": QUERY, "name": "Mine"}
    client = client_as(person)
    assert client.post("/lists/views/new", data=sent).status_code == (302 if person in KEEPERS else 403)
    shared = client.post("/lists/views/new", data=sent | {"for_school": "y"}).status_code
    assert shared == (302 if person in SHARERS | {Cast.DISTRICT_ADMIN} else 403)


def test_ones_own_view_is_nobody_elses(client_as: ClientAs, db_session: Session) -> None:
    view = saved(client_as, db_session, Cast.CONTRIBUTOR, "Kept for me")
    for person in SIGNED_IN:
        if person is Cast.CONTRIBUTOR:
            continue
        client = client_as(person)
        assert "Kept for me" not in client.get("/activities").text + client.get("/lists/views").text
        for verb in ("", "/edit"):
            assert client.get(f"/lists/views/{view.id}{verb}").status_code in (403, 404)
        for verb in ("archive", "restore", "edit"):
            assert client.post(f"/lists/views/{view.id}/{verb}", data={"name": "x"}).status_code in (403, 404)
    db_session.rollback()
    db_session.refresh(view)
    assert (view.name, view.record_status) == ("Kept for me", RecordStatus.CONFIRMED)


def test_the_schools_view_is_seen_by_all_there_and_changed_by_some(client_as: ClientAs, db_session: Session) -> None:
    view = saved(client_as, db_session, Cast.POINT_PERSON, "For all of us", for_school="y")
    assert "For all of us" in client_as(Cast.VIEWER).get("/activities").text
    assert "For all of us" not in client_as(Cast.OTHER_POINT_PERSON).get("/activities").text
    assert client_as(Cast.OTHER_POINT_PERSON).get(f"/lists/views/{view.id}").status_code == 404
    client = client_as(Cast.CONTRIBUTOR)
    assert client.get(f"/lists/views/{view.id}/edit").status_code == 200
    assert client.post(f"/lists/views/{view.id}/edit", data={"name": "x", "version": 1}).status_code == 403
    assert client.post(f"/lists/views/{view.id}/archive").status_code == 403
    assert client_as(Cast.SCHOOL_ADMIN).post(f"/lists/views/{view.id}/archive").status_code == 302


def test_a_view_is_renamed_removed_and_brought_back_with_its_history(client_as: ClientAs, db_session: Session) -> None:
    view = saved(client_as, db_session, Cast.SLT)
    client, edit = client_as(Cast.SLT), f"/lists/views/{view.id}/edit"
    assert client.post(edit, data={"name": "", "version": view.version}).status_code == 422
    assert client.post(edit, data={"name": "Evenings", "version": view.version}).status_code == 302
    assert client.post(edit, data={"name": "Mornings", "version": view.version}).status_code == 409
    assert client.post(f"/lists/views/{view.id}/archive").status_code == 302
    assert client.get(f"/lists/views/{view.id}").headers["Location"] == "/lists/views"
    assert "Evenings" not in client.get("/activities").text
    assert "Bring back" in client.get("/lists/views").text
    assert client.post(f"/lists/views/{view.id}/restore").status_code == 302
    page = client.get(edit).text
    assert "Name: Evenings, was Talks of teachers" in page
    db_session.rollback()  # what it read before is older
    told = db_session.scalars(select(History).where(History.record_kind == SavedView.kind)).all()
    assert [one.action.value for one in told] == ["created", "changed", "archived", "restored"]
    assert {one.user_id for one in told} == {user_of(db_session, Cast.SLT).id}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"name": ""}, 422), ({"name": "x" * 61}, 422), ({"name": "a\nb"}, 422), ({"list": "nothing"}, 404),
        ({"list": "agreements"}, 404), ({"query": "foo=1&kind=gossip"}, 422), ({"query": "q=" + "x" * 9000}, 422),
    ],
)  # fmt: skip
def test_a_view_without_a_name_or_without_a_list_is_refused(
    sent: dict[str, str], status: int, client_as: ClientAs, db_session: Session
) -> None:
    good = {"list": "activities", "query": QUERY, "name": "<b>Mine</b>"}
    # A contributor may not open agreements, and learns of no view of them.
    client = client_as(Cast.CONTRIBUTOR)
    assert client.post("/lists/views/new", data=good | sent).status_code == status
    assert db_session.scalars(select(SavedView)).all() == []


def test_a_name_is_taken_once_and_is_never_markup(client_as: ClientAs, db_session: Session) -> None:
    saved(client_as, db_session, Cast.SLT, "<b>Mine</b>")
    client = client_as(Cast.SLT)
    again = client.post("/lists/views/new", data={"list": "activities", "query": "q=x", "name": "<B>mine</B>"})
    assert again.status_code == 422
    assert "There is a view of that name already" in again.text
    assert "<b>Mine</b>" not in client.get("/activities").text
    assert "&lt;b&gt;Mine&lt;/b&gt;" in client.get("/activities").text


@pytest.mark.parametrize("key", LISTS)
def test_every_list_has_views(key: str, client_as: ClientAs, db_session: Session) -> None:
    sent = {"list": key, "query": "q=something", "name": "Something"}
    client = client_as(Cast.POINT_PERSON)
    assert client.post("/lists/views/new", data=sent).status_code == 302
    page = client.get("/lists/views/1", follow_redirects=True)
    assert page.status_code == 200
    assert 'aria-current="page">Something</a>' in page.text


def test_a_view_of_a_dashboard_stands_above_it_for_those_who_may_open_it(
    client_as: ClientAs, db_session: Session
) -> None:
    asked = {"list": "dashboard.partnerships", "query": "from=2025-09-01&to=2025-12-24&by=teachers"}
    client = client_as(Cast.POINT_PERSON)
    page = client.get("/lists/views/new", query_string=asked).text
    assert "Dashboard" in page and day_words(date(2025, 12, 24)) in unescape(page) and "Teachers" in page
    view = saved(client_as, db_session, Cast.POINT_PERSON, "Autumn with partners", for_school="y", **asked)
    here = f"/dashboards/partnerships?{asked['query']}"
    assert client_as(Cast.SLT).get(f"/lists/views/{view.id}").headers["Location"] == here
    [_, question] = questions(client, f"?{asked['query']}", "/dashboards/partnerships")
    assert "Autumn with partners" in client.post(CALLBACK, json=question).text
    # Whoever may not read partnerships opens no view of them.
    viewer = client_as(Cast.VIEWER)
    assert viewer.get(f"/lists/views/{view.id}").status_code == 404
    assert "Autumn with partners" not in viewer.get("/lists/views").text
    assert viewer.get("/lists/views/new", query_string=asked).status_code == 404


def test_a_change_of_school_keeps_a_dashboard_where_it_may_be_opened(client_as: ClientAs, db_session: Session) -> None:
    school, other = school_named(db_session), school_named(db_session, OTHER_SCHOOL)
    a_membership(db_session, user_of(db_session, Cast.POINT_PERSON), Role.VIEWER, school=other)
    db_session.commit()
    keys = [f"s{school.id}", f"s{other.id}"]
    db_session.rollback()
    client = client_as(Cast.POINT_PERSON)
    kept = {"/dashboards/communication?by=teachers": 2, "/dashboards/partnerships?by=teachers": 1}
    for here, most in kept.items():
        led = [client.post("/place", query_string={"next": here}, data={"place": key}).location for key in keys]
        assert led.count(here) == most
