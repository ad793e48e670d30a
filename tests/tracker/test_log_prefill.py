"""The log form opened from elsewhere: filled as the address says, and back there after saving."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy.orm import Session

from tests.cast import PARTNER, Cast
from tests.tracker.conftest import ClientAs
from tests.tracker.test_activities import TALK, log, stored

FILLED = (
    "kind=partnership&by=teachers&by=students&partners=Riverside%20Works&partners=New%20One&purpose=lesson_delivery"
    "&channel=site_visit&audience=pta&topic=progress&initiated_by=students&roles=alliances&occurred_on=2026-03-02"
    "&people=40&students=12&hours=1.5&two_way=yes&beyond_class=no&formality=informal&researched=y&planned=yes"
    "&title=A%20visit&note=Two%20lines&link=https://example.org/x"
)


def test_every_part_of_the_form_can_be_filled_by_the_address(client_as: ClientAs) -> None:
    page = client_as(Cast.POINT_PERSON).get(f"/log?{FILLED}").text
    for code in (
        "partnership",
        "teachers",
        "students",
        "lesson_delivery",
        "site_visit",
        "pta",
        "progress",
        "alliances",
    ):
        assert f'value="{code}" checked' in page
    for text in ("Riverside Works", "New One", "2026-03-02", "40", "12", "1.5", "https://example.org/x"):
        assert f'value="{text}"' in page
    assert ">\nA visit</textarea>" in page and ">\r\nTwo lines</textarea>" in page
    assert '<option selected value="informal">' in page
    assert "left out" not in page


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("channel=pigeon&channel=meeting", "“How” cannot be “pigeon”."),
        ("kind=nonsense", "“What was it” cannot be “nonsense”."),
        ("occurred_on=2026-02-30", "“When” cannot be “2026-02-30”."),
        ("on=soon", "“When” cannot be “soon”."),
        ("people=many", "“People reached” cannot be “many”."),
        ("two_way=perhaps", "“Did both sides talk” cannot be “perhaps”."),
        ("not_for=EC9", "“Leave out of” cannot be “EC9”."),
        ("channel=<b>", "“How” cannot be “&lt;b&gt;”."),
    ],
)
def test_what_the_form_does_not_know_is_left_out_and_said(said: str, told: str, client_as: ClientAs) -> None:
    page = client_as(Cast.POINT_PERSON).get(f"/log?{said}").text
    assert f"{told} It was left out." in page
    assert ('value="meeting" checked' in page) == ("meeting" in said)


def test_who_acted_is_proposed_only_to_those_who_log_for_themselves(client_as: ClientAs) -> None:
    assert 'value="teachers" checked' in client_as(Cast.CONTRIBUTOR).get("/log?kind=communication").text
    for person in (Cast.POINT_PERSON, Cast.SLT, Cast.SCHOOL_ADMIN):
        page = client_as(person).get("/log?kind=communication").text
        assert not any(f'value="{code}" checked' in page for code in ("leaders", "teachers", "students", "alliances"))


def test_saving_leads_back_to_where_the_form_was_opened(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    back = "/indicators/ec3-teachers1?on=2026-03-01"
    page = client.get(f"/log?kind=communication&back={quote(back)}").text
    assert f'Saving leads back to <a href="{back}">“Teachers communicate and advocate”</a>' in page
    answer = client.post(f"/log?back={quote(back)}", data=TALK)
    assert answer.headers["Location"].startswith("/log/saved?back=/indicators/")
    assert client.get(answer.headers["Location"]).headers["Location"] == back
    assert "Saved." in client.get(back).text
    assert "data-clear-draft" in client.get("/log").text
    assert "data-clear-draft" not in client.get("/log").text
    assert len(stored(db_session)) == 1


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "/no-such-page"])
def test_no_address_leads_out_of_the_product(elsewhere: str, client_as: ClientAs) -> None:
    client = client_as(Cast.POINT_PERSON)
    assert "Saving leads back" not in client.get("/log", query_string={"kind": "advocacy", "back": elsewhere}).text
    answer = client.post("/log", query_string={"back": elsewhere}, data=TALK)
    assert answer.headers["Location"].startswith("/activities/")
    assert client.get("/log/saved", query_string={"back": elsewhere}).headers["Location"] == "/activities"


def test_logging_several_keeps_where_one_came_from(client_as: ClientAs) -> None:
    client = client_as(Cast.POINT_PERSON)
    answer: Any = client.post("/log?back=/partners", data=TALK | {"then": "another"})
    assert "back=/partners" in answer.headers["Location"].replace("%2F", "/")
    assert "the partners</a>" in client.get(answer.headers["Location"]).text


def test_what_was_typed_wins_over_the_address(client_as: ClientAs, db_session: Session) -> None:
    client_as(Cast.POINT_PERSON).post(f"/log?by=students&partners={quote(PARTNER)}", data=TALK)
    (activity,) = stored(db_session)
    assert (activity.by, activity.partners) == (("teachers",), [])


def test_an_old_copy_link_still_takes_over(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    log(client, title="To be copied", topic=["events"])
    (activity,) = stored(db_session)
    page = client.get(f"/log?like={activity.id}&partners={quote(PARTNER)}").text
    assert 'value="events" checked' in page and f'value="{PARTNER}"' in page
