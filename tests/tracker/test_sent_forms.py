"""A form that is sent again is answered as the first time, and stored once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.partners import Contact, Partner
from models.sent_forms import SentForm
from tests.cast import Cast
from tests.factories import PASSWORD, log_entry
from tests.tracker.conftest import ClientAs
from tracker.config import Settings

KEY = re.compile(r'name="once" value="([^"]+)"')
SAID = "This was saved already, and is stored once."


def shown(client: FlaskClient, path: str, place: int = -1) -> str:
    """Open a page and give the key of one of its forms."""
    return KEY.findall(client.get(path).text)[place]


def number(session: Session, table: Any) -> int:
    """Count a table's rows."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_every_time_a_form_is_shown_it_has_another_key(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    assert shown(client, "/log?tile=other") != shown(client, "/log?tile=other")


def test_two_presses_store_one_activity_and_lead_to_it(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    before = number(world, Activity)
    entry = log_entry("Pressed twice") | {"once": shown(client, "/log?tile=other")}
    first, second = client.post("/log", data=entry), client.post("/log", data=entry | {"then": "another"})
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.headers["Location"] == first.headers["Location"]
    assert number(world, Activity) == before + 1
    assert SAID in client.get(second.headers["Location"]).text


def test_a_partner_added_on_the_way_is_not_what_the_form_was_about(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    entry = log_entry("First visit") | {
        "partners": "A Mill Nobody Knew",
        "new_category": "business",
        "once": shown(client, "/log?tile=other"),
    }
    first, second = client.post("/log", data=entry), client.post("/log", data=entry)
    assert first.headers["Location"].startswith("/activities/")
    assert second.headers["Location"] == first.headers["Location"]
    assert world.scalars(select(Partner.name).where(Partner.name == "A Mill Nobody Knew")).all() == [entry["partners"]]


def test_what_was_changed_after_it_was_saved_is_asked_about_and_kept(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    entry = log_entry("As it was") | {"once": shown(client, "/log?tile=other")}
    client.post("/log", data=entry)
    before = number(world, Activity)
    again = client.post("/log", data=entry | {"title": "As it is now"})
    assert "was saved already, before you changed it" in again.text
    assert "As it is now" in again.text
    assert number(world, Activity) == before
    another = client.post("/log", data=entry | {"title": "As it is now", "once": KEY.findall(again.text)[-1]})
    assert another.status_code == 302
    assert number(world, Activity) == before + 1


def test_a_refused_form_may_be_sent_again(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    entry = log_entry("Refused at first") | {"once": shown(client, "/log?tile=other")}
    refused = client.post("/log", data=entry | {"by": []})
    assert refused.status_code != 302
    assert number(world, SentForm) == 0
    assert client.post("/log", data=entry).status_code == 302


def test_what_stored_nothing_uses_no_key_up_wherever_it_leads(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    address = client.post("/log", data=log_entry("To be archived")).headers["Location"]
    assert client.post(f"{address}/archive").status_code == 302
    again = client.post(f"{address}/archive", data={"once": "the-key-of-this-button"}, follow_redirects=True)
    assert "archived already" in again.text
    assert number(world, SentForm) == 0


def test_nothing_is_kept_of_a_password(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    new = "another-long-password"
    typed = {"current": PASSWORD, "password": new, "repeated": new, "once": shown(client, "/account/password")}
    assert client.post("/account/password", data=typed).status_code == 302
    assert number(world, SentForm) == 0


def test_keys_are_each_persons_own(client_as: ClientAs, world: Session) -> None:
    point, teacher = client_as(Cast.POINT_PERSON), client_as(Cast.CONTRIBUTOR)
    before = number(world, Activity)
    key = {"once": shown(point, "/log?tile=other")}
    assert point.post("/log", data=log_entry("Of a point person") | key).status_code == 302
    assert teacher.post("/log", data=log_entry("What a teacher did") | key).status_code == 302
    assert number(world, Activity) == before + 2


def test_a_record_without_a_page_leads_where_it_led_the_first_time(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    path = re.findall(r'href="(/partners/\d+)"', client.get("/partners").text)[0]
    page = f"{path}/contacts/new"
    before = number(world, Contact)
    typed = {"name": "Imogen Ferris", "once": shown(client, page)}
    first, second = client.post(page, data=typed), client.post(page, data=typed)
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.headers["Location"] == first.headers["Location"]
    assert number(world, Contact) == before + 1


@pytest.mark.parametrize("key", ["", "short", "x" * 200, "with space and ' quote"])
def test_a_key_that_no_page_gave_protects_nothing_and_breaks_nothing(
    client_as: ClientAs, world: Session, key: str
) -> None:
    client = client_as(Cast.POINT_PERSON)
    assert client.post("/log", data=log_entry("By hand") | {"once": key}).status_code == 302
    assert number(world, SentForm) == 0


def test_a_hint_uses_no_key_up(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    entry = log_entry("Tried out first") | {"once": shown(client, "/log?tile=other")}
    assert client.post("/log/hint", data=entry).status_code == 200
    assert client.post("/log", data=entry | {"then": "hint"}).status_code == 200
    assert client.post("/log", data=entry).status_code == 302


def test_forms_are_forgotten_when_nobody_can_send_them_again_and_not_before(
    app: Flask, client_as: ClientAs, world: Session
) -> None:
    client = client_as(Cast.POINT_PERSON)
    for title in ("Long ago", "Lately"):
        client.post("/log", data=log_entry(title) | {"once": shown(client, "/log?tile=other")})
    old, _ = world.scalars(select(SentForm).order_by(SentForm.id)).all()
    settings: Settings = app.config["SETTINGS"]
    old.sent_at = datetime.now(UTC) - timedelta(days=settings.form_days - 1)
    world.commit()
    sign_in = {"email": Cast.SLT.email, "password": PASSWORD}
    assert app.test_client().post("/login", data=sign_in).status_code == 302
    assert number(world, SentForm) == 2
    old.sent_at = datetime.now(UTC) - timedelta(days=settings.form_days, seconds=1)
    world.commit()
    # As long as a session lasts its forms may be sent again, whatever the setting says.
    app.config["SETTINGS"] = replace(settings, session_days=settings.form_days + 30)
    app.test_client().post("/login", data=sign_in)
    assert number(world, SentForm) == 2
    app.config["SETTINGS"] = settings
    app.test_client().post("/login", data=sign_in)
    assert number(world, SentForm) == 1
    assert number(world, Activity) >= 2
