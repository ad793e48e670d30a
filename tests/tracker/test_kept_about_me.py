"""What is kept about a person: told to them alone, given as a file, and their name as they want it."""

from __future__ import annotations

import json

import pytest
from sqlalchemy.orm import Session

from tests.cast import SIGNED_IN, Cast, user_of
from tests.factories import PASSWORD
from tests.tracker.conftest import ClientAs


@pytest.mark.parametrize("cast", [Cast.POINT_PERSON, Cast.ALLIANCE])
def test_a_person_takes_along_what_is_kept_about_them_and_nobody_else(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast)
    found = client.get("/account/kept.json")
    kept = json.loads(found.text)
    assert kept["account"]["email"] == cast.email
    assert kept["roles"] and kept["account"]["since"]
    others = [one.email for one in SIGNED_IN if one is not cast]
    assert not [email for email in others if email in found.text]
    assert "attachment" in found.headers["Content-Disposition"]


def test_what_opens_an_account_is_in_no_file(client_as: ClientAs, db_session: Session) -> None:
    text = client_as(Cast.SLT).get("/account/kept.json").text
    user = user_of(db_session, Cast.SLT)
    assert user.session_token not in text and (user.password_hash or "") not in text and PASSWORD not in text


def test_who_changes_their_name_is_called_so_from_then_on_and_it_is_told(client_as: ClientAs) -> None:
    client = client_as(Cast.SLT)
    empty = client.post("/account/name", data={"name": " "})
    assert empty.status_code == 422
    done = client.post("/account/name", data={"name": "Dana Whitfield"}, follow_redirects=True)
    assert "Your name is changed." in done.text
    account = client.get("/account").text
    assert "Called Dana Whitfield from now on" in account
    assert json.loads(client.get("/account/kept.json").text)["account"]["name"] == "Dana Whitfield"
