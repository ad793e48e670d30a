"""A record that may be on record already is pointed out before it is stored, and stored on a second press."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.cast import OTHER_PARTNER, Cast, partner_named
from tests.tracker.conftest import ClientAs
from tests.tracker.partnerships.conftest import count_of, look_again
from tests.tracker.records.entries import entries
from tracker.records.declared import PAGES


@pytest.mark.parametrize("kind", [kind for kind, page in PAGES.items() if page.tells_doubles])
def test_the_same_record_again_is_pointed_out_and_stored_on_a_second_press(
    client_as: ClientAs, db_session: Session, kind: str
) -> None:
    typed, address = entries(db_session)[kind], f"/records/{kind}/new"
    first = client_as(Cast.POINT_PERSON).post(address, data=typed)
    client, table = client_as(Cast.SLT), PAGES[kind].kind.table
    before = count_of(db_session, table)
    again = client.post(address, data=typed)
    assert again.status_code == 409 and first.location in again.text
    look_again(db_session)
    assert count_of(db_session, table) == before
    shown = {"not_the_same_as": first.location.rpartition("/")[2]}
    assert f'name="not_the_same_as" value="{shown["not_the_same_as"]}"' in again.text
    assert client.post(address, data=typed | shown).status_code == 302


@pytest.mark.parametrize("other", [{"amount": "$90"}, {"occurred_on": "2026-03-01"}, {"type": "materials"}, {}])
def test_another_gift_is_no_double(client_as: ClientAs, db_session: Session, other: dict[str, str]) -> None:
    client, typed = client_as(Cast.POINT_PERSON), entries(db_session)["contribution"]
    client.post("/records/contribution/new", data=typed)
    other = other or {"partner": str(partner_named(db_session, OTHER_PARTNER).id)}
    assert client.post("/records/contribution/new", data=typed | other).status_code == 302
