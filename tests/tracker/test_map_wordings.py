"""The map's official wording on screen: brought, looked through, loaded, and an earlier one again."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.accounts import Role
from models.queries.map_wordings import latest_load, wording_is_loaded
from tests.cast import Cast
from tests.factories import a_district, a_membership, a_user
from tests.seed.conftest import build
from tests.tracker.conftest import ClientAs

NEW = "/map-wording/new"
OTHER = build().replace("in which every kite flies", "in which each kite flies")


def bring(client: FlaskClient, text: str | bytes, name: str = "map.txt") -> tuple[int, str]:
    """Upload a document; gives the status and where it led, or the page."""
    content = text.encode() if isinstance(text, str) else text
    answer = client.post(NEW, data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")
    return answer.status_code, answer.headers.get("Location") or answer.text


def test_it_is_looked_through_before_anything_is_shown_to_others(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    status, page = bring(client, build())
    assert status == 302
    assert "three desired outcomes, 16 indicators" in client.get(page).text
    assert not wording_is_loaded(db_session)
    assert client.post(f"{page}/load", follow_redirects=True).status_code == 200
    db_session.rollback()
    assert wording_is_loaded(db_session)
    shown = client_as(Cast.VIEWER).get("/indicators/ec3-teachers1").text
    assert "Kite EC3.Teachers1 flies 2 meters high." in shown
    assert "S²TEM SC’s" in shown


def test_another_wording_can_be_loaded_and_the_first_one_used_again(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.SCHOOL_ADMIN)
    _, first = bring(client, build(), "first.txt")
    client.post(f"{first}/load")
    _, second = bring(client, OTHER, "second.txt")
    assert "1 sentence differs" in client.get(second).text
    client.post(f"{second}/load")
    listed = client.get("/map-wording").text
    assert listed.index("second.txt") < listed.index("shown now") < listed.index("first.txt")
    assert "Use this one again" in client.get(first).text
    client.post(f"{first}/load")
    load = latest_load(db_session)
    assert load is not None
    assert (load.wording.filename, load.actor) == ("first.txt", "School admin")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A page about something else\n", "This does not look like the map."),
        (build().replace("<p>Kite EC2.Teachers1 flies 5 meters high.</p>", ""), "1 part is missing"),
        (b"%PDF-1.4", "it is the PDF itself"),
        (b"", "This does not look like the map."),
    ],
)
def test_what_is_not_the_whole_map_is_refused_beside_the_field(
    client_as: ClientAs, db_session: Session, text: str | bytes, words: str
) -> None:
    status, page = bring(client_as(Cast.DISTRICT_ADMIN), text, "<b>map</b>.txt")
    assert status == 422
    assert words in page and 'id="file-error"' in page
    assert "<b>map</b>" not in page
    assert latest_load(db_session) is None


def test_without_a_file_the_page_says_so(client_as: ClientAs) -> None:
    answer = client_as(Cast.DISTRICT_ADMIN).post(NEW, data={}, content_type="multipart/form-data")
    assert (answer.status_code, "Choose the file." in answer.text) == (422, True)


@pytest.mark.parametrize("person", [Cast.POINT_PERSON, Cast.SLT, Cast.CONTRIBUTOR, Cast.VIEWER, Cast.ALLIANCE])
def test_others_do_not_load_the_wording(client_as: ClientAs, person: Cast) -> None:
    client = client_as(person)
    assert {client.get(path).status_code for path in ("/map-wording", NEW, "/map-wording/1")} == {403}
    assert client.post("/map-wording/1/load").status_code == 403


def test_another_district_sees_what_is_shown_and_not_who_brought_it(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    _, page = bring(client, build(), "kept-by-riverside.txt")
    away = a_user(db_session, "far@away.example", name="Far Away")
    a_membership(db_session, away, Role.DISTRICT_ADMIN, district=a_district(db_session, "Far District"))
    db_session.commit()
    far = client_as(Cast.NOBODY)
    with far.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = away.session_token, True
    assert far.get(page).status_code == 404
    client.post(f"{page}/load")
    for path in ("/map-wording", page):
        shown = far.get(path).text
        assert "kept-by-riverside" not in shown and "District admin" not in shown
        assert "Brought in another district" in shown
