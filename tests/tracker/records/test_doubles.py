"""A record that may be on record already is pointed out before it is stored, and stored on a second press."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from models.record_kinds import KINDS
from tests.cast import OTHER_PARTNER, Cast, partner_named
from tests.tracker.conftest import ClientAs
from tests.tracker.partnerships.conftest import count_of, look_again
from tests.tracker.records.entries import DAY, entries
from tracker.records.declared import PAGES

TOLD = [kind for kind, page in PAGES.items() if page.kind.alike]
# Kinds of which no likely double is pointed out this way, and why.
UNTOLD = {
    "org": "look-alike names are compared when a partner is added",
    "activity": "activities are compared by their partners or their words",
    "contact": "people are listed beside each other on their partner's page",
    "partnership": "a partner has one that runs, and a second is refused",
    "agreement": "renewals keep a chain, and a second paper of one kind is another paper",
    "attestation": "the latest counts, so the same statement twice changes nothing",
}


def test_every_kind_with_files_says_how_a_double_is_told_or_here_why_not() -> None:
    untold = {kind.name for kind in KINDS.values() if kind.own and kind.alike is None}
    assert untold - {"logstart"} == set(UNTOLD)
    for kind in (one for one in KINDS.values() if one.alike):
        assert kind.alike is not None
        assert {*kind.alike.same, *kind.alike.no_other} <= set(kind.columns), kind.name
        assert all(hasattr(kind.table, name) for name in kind.alike.on), kind.name


@pytest.mark.parametrize("kind", TOLD)
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


def moved(days: int) -> str:
    return (date.fromisoformat(DAY) - timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("kind", "other", "is_double"),
    [
        ("contribution", {"amount": "$90"}, False),
        ("contribution", {"occurred_on": moved(1)}, False),
        ("contribution", {"type": "materials"}, False),
        ("contribution", {"partner": OTHER_PARTNER}, False),
        ("match", {"raised_by": ["leaders"], "requested_on": moved(6)}, True),
        ("match", {"requested_on": moved(20)}, False),
        ("match", {"offer": "funding", "way": []}, False),
        ("match", {"partner": OTHER_PARTNER}, False),
        ("match", {"answer": "accepted", "answered_on": DAY}, True),
        ("recognition", {"occurred_on": moved(2)}, True),
        ("recognition", {"mode": "private"}, False),
        ("recognition", {"occurred_on": moved(5)}, False),
        ("recognition", {"partner": OTHER_PARTNER}, False),
        ("need", {"text": "twelve Rover kits.", "raised_by": ["leaders"], "stated_on": moved(30)}, True),
        ("need", {"text": "Eleven rover arms for the club"}, False),
        ("workforce", {"text": "welders within two years", "stated_on": moved(60)}, True),
        ("workforce", {"partner": OTHER_PARTNER}, False),
        ("training", {"roles": ["teachers"]}, True),
        ("training", {"roles": ["students"]}, False),
        ("training", {"topic": ["meetings"]}, False),
        ("training", {"occurred_on": moved(1)}, False),
        ("roster", {"from_on": moved(100), "group": ["students"]}, True),
        ("roster", {"person": "Lee Marsh"}, False),
        ("transition", {"occurred_on": moved(7)}, True),
        ("transition", {"what": "leadership"}, False),
    ],
)
def test_what_two_people_write_of_one_thing_is_told_from_another_thing(
    client_as: ClientAs, db_session: Session, kind: str, other: dict[str, object], is_double: bool
) -> None:
    typed, address = entries(db_session)[kind], f"/records/{kind}/new"
    assert client_as(Cast.POINT_PERSON).post(address, data=typed).status_code == 302
    if "partner" in other:
        other = other | {"partner": str(partner_named(db_session, OTHER_PARTNER).id)}
    answer = client_as(Cast.SLT).post(address, data=typed | other)
    assert answer.status_code == (409 if is_double else 302)


def test_an_archived_record_and_another_schools_are_no_doubles(client_as: ClientAs, db_session: Session) -> None:
    client, typed = client_as(Cast.POINT_PERSON), entries(db_session)["need"]
    first = client.post("/records/need/new", data=typed).location
    assert client_as(Cast.OTHER_POINT_PERSON).post("/records/need/new", data=typed).status_code == 302
    assert client.post(f"{first}/archive").status_code == 302
    assert client.post("/records/need/new", data=typed).status_code == 302


def test_who_left_the_team_can_come_again_without_a_question(client_as: ClientAs, db_session: Session) -> None:
    client, typed = client_as(Cast.POINT_PERSON), entries(db_session)["roster"]
    over = typed | {"from_on": moved(90), "until_on": moved(30)}
    assert client.post("/records/roster/new", data=over).status_code == 302
    assert client.post("/records/roster/new", data=typed).status_code == 302
