"""Tiles: what a practice counts can be logged by one of them, with nothing but what it asks."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pydantic import ValidationError
from sqlalchemy.orm import Session

from seed.catalogue import load_catalogue
from seed.tiles import Tile, unknown_in
from tests.cast import PARTNER, Cast
from tests.factories import TODAY
from tests.tile_entries import log_tiles
from tests.tile_search import CATALOGUE, reached, rests_on_records
from tests.tracker.conftest import ClientAs
from tests.tracker.page_forms import forms_of
from tests.tracker.test_activities import log, stored
from tracker.activities.asking import tile_of
from tracker.records.declared import PAGES

# What no activity can show: kind of record that shows it, with pages of its own -> practices.
BY_OTHER_RECORDS: Mapping[str, tuple[str, ...]] = {
    "roster": (
        "EC1.L2.PR.1",
        "EC1.L2.RE.4",
        "EC1.L2.FI.2",
        "EC1.T1.GS.2",
        "EC1.S1.GS.1",
        "EC1.SA1.GS.1",
    ),
    "training": (
        "EC1.L2.RE.2",
        "EC1.L2.FI.3",
        "EC3.L2.RE.1",
        "EC3.L2.SU.2",
    ),
    "commreview": (
        "EC1.L2.RE.6",
        "EC3.L1.FI.1",
        "EC3.L1.FI.2",
    ),
    "need": (
        "EC1.L4.GS.1",
        "EC1.L4.PR.1",
        "EC1.L4.RE.2",
    ),
    "workforce": ("EC1.SA1.RE.1",),
    "partnership": (
        "EC1.SA1.SU.2",
        "EC2.L1.RE.1",
        "EC2.L1.RE.2",
        "EC2.L1.RE.3",
        "EC2.L1.RE.5",
        "EC2.L1.RE.6",
        "EC2.L1.RE.7",
        "EC2.L1.RE.8",
        "EC2.L1.FI.1",
        "EC2.L1.FI.2",
        "EC2.L1.FI.3",
        "EC2.L1.FI.4",
        "EC2.L1.SU.1",
        "EC2.L1.SU.2",
        "EC2.L1.SU.5",
        "EC2.SA1.RE.1",
        "EC2.SA1.RE.2",
        "EC2.SA1.RE.3",
        "EC2.SA1.FI.3",
    ),
    "evaluation": (
        "EC1.SA1.SU.3",
        "EC2.T1.SU.6",
        "EC2.SA1.SU.1",
        "EC2.SA1.SU.2",
        "EC2.SA1.SU.3",
    ),
    "match": (
        "EC2.L1.PR.1",
        "EC2.L1.PR.2",
        "EC2.T1.RE.1",
        "EC2.T1.FI.1",
        "EC2.T1.FI.2",
        "EC2.T1.FI.3",
        "EC2.T1.FI.4",
        "EC2.T1.SU.5",
    ),
    "recognition": (
        "EC2.L1.PR.3",
        "EC2.L1.PR.4",
    ),
    "agreement": ("EC2.L1.RE.4",),
    "coordinator": ("EC2.L1.SU.4",),
    "transition": (
        "EC2.L1.SU.6",
        "EC3.L2.SU.3",
    ),
    "commitment": ("EC2.SA1.FI.1",),
    "contribution": ("EC2.SA1.FI.2",),
    "process": (
        "EC3.L2.PR.1",
        "EC3.L2.PR.2",
    ),
    "procreview": (
        "EC3.L2.FI.1",
        "EC3.L2.FI.2",
    ),
}
# Kinds whose pages stand in their partnership.
IN_PARTNERSHIPS = frozenset({"partnership", "evaluation", "agreement", "commitment", "contribution"})
RECORDED = [key for key, practice in CATALOGUE.practices.items() if rests_on_records(practice)]


ELSEWHERE = {key: kind for kind, keys in BY_OTHER_RECORDS.items() for key in keys}


@pytest.mark.parametrize("key", RECORDED)
def test_what_a_record_can_show_is_met_by_what_a_tile_asks(key: str) -> None:
    assert reached(key) != (key in ELSEWHERE), f"{key}: {CATALOGUE.practices[key].wording}"


def test_what_no_activity_can_show_has_a_page_of_its_own_kind() -> None:
    assert set(ELSEWHERE) <= set(RECORDED)
    assert set(BY_OTHER_RECORDS) <= set(PAGES) | IN_PARTNERSHIPS


def test_tiles_of_other_records_lead_to_their_pages(client_as: ClientAs) -> None:
    page = client_as(Cast.POINT_PERSON).get("/log?partners=Riverside%20Works&back=/partners").text
    for kind in ("match", "recognition", "training"):
        assert f'href="/records/{kind}/new?partner=Riverside+Works&amp;back=/partners"' in page
    assert 'href="/log?tile=visit&amp;partners=Riverside+Works&amp;back=/partners"' in page


def test_the_address_of_such_a_tile_leads_there_too(client_as: ClientAs) -> None:
    answer = client_as(Cast.POINT_PERSON).get("/log?tile=request&partners=Riverside%20Works")
    assert answer.headers["Location"] == "/records/match/new?partner=Riverside+Works"


@pytest.mark.parametrize("tile", log_tiles(), ids=lambda tile: tile.code)
def test_a_tile_asks_little_and_proposes_three_topics_at_most(tile: Tile) -> None:
    assert len(tile.questions) <= 6 and len(tile.first.get("topic", ())) <= 3
    assert tile.title, f"{tile.code} has no words for what is not said"


def test_a_tile_that_names_what_does_not_exist_is_refused() -> None:
    wrong = Tile(
        code="wrong", label="Wrong", kind="partnership", fixed={"channel": ("pigeon",)}, first={"colour": ("red",)}
    )
    assert len(list(unknown_in(wrong, CATALOGUE))) == 2
    with pytest.raises(ValidationError):
        Tile(code="four", label="Four", first={"topic": ("progress", "events", "mission", "research")})


# The pages


def test_a_tile_asks_its_own_questions_and_saves_with_words_of_its_own(
    client_as: ClientAs, db_session: Session
) -> None:
    client = client_as(Cast.POINT_PERSON)
    page = client.get("/log?tile=visit").text
    assert "Whom did you visit?" in page and 'value="site_visit" checked' in page
    said = {"tile": "visit", "kind": "partnership", "purpose": ["site_visit"], "channel": ["site_visit"]}
    said |= {"by": ["teachers"], "partners": [PARTNER], "occurred_on": TODAY.isoformat(), "also": ["students"]}
    refused = client.post("/log?tile=visit", data=said | {"partners": [""]})
    assert refused.status_code == 422 and "Name the partner." in refused.text
    assert 'value="students" checked' in refused.text
    assert client.post("/log?tile=visit", data=said).status_code == 302
    (activity,) = stored(db_session)
    assert (activity.title, activity.purpose) == (f"Visit to {PARTNER}", ("site_visit", "field_trip"))
    assert (activity.roles, activity.student_facing) == (("students",), True)


def test_another_tile_keeps_what_was_typed_and_drops_what_the_first_had_filled(client_as: ClientAs) -> None:
    said = {"tile": "visit", "kind": "partnership", "purpose": ["site_visit"], "channel": ["site_visit"]}
    said |= {"by": ["teachers"], "partners": [PARTNER], "title": "Seen the lab", "then": "tile-meeting", "note": "Long"}
    page = client_as(Cast.POINT_PERSON).post("/log?tile=visit&back=/partners", data=said)
    assert page.status_code == 200
    for kept in ('value="teachers" checked', f'value="{PARTNER}"', "Seen the lab</textarea>", "Long</textarea>"):
        assert kept in page.text
    assert 'value="site_visit" checked' not in page.text and 'value="meeting" checked' in page.text
    assert 'action="/log?tile=meeting&amp;back=/partners"' in page.text


def test_who_logs_is_no_actor_where_the_tile_knows_who_does_it(client_as: ClientAs) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    for tile, actors in (("applications", ["students"]), ("gift", ["alliances"]), ("lesson", ["teachers"])):
        (form,) = (one for one in forms_of(client.get(f"/log?tile={tile}").text, at="/log") if "by" in one.values)
        assert form.values["by"] == actors


def test_old_addresses_open_the_whole_form_and_bare_ones_the_tiles(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    assert 'id="log-form"' not in client.get("/log").text
    assert 'id="log-form"' not in client.get("/log?by=teachers&on=2026-03-01").text
    log(client)
    for address in (
        "/log?kind=advocacy",
        f"/log?like={stored(db_session)[0].id}",
        "/log?tile=other",
        "/log?channel=survey",
    ):
        assert 'id="log-form"' in client.get(address).text
    assert "“Tile” cannot be “nonsense”. It was left out." in client.get("/log?tile=nonsense").text


def test_older_rules_are_asked_without_the_words_they_lack() -> None:
    older = load_catalogue("2026.1")
    tile = tile_of("visit", older)
    assert tile is not None and "site_visit" not in tile.fixed.get("purpose", ())


@pytest.mark.parametrize("name", ["endpoint", "_scheme", "_external", "_anchor", "_method"])
def test_a_tile_takes_what_an_address_says_for_nothing_but_parts_of_one(client_as: ClientAs, name: str) -> None:
    page = client_as(Cast.POINT_PERSON).get(f"/log?{name}=1").text
    assert f'href="/log?tile=visit&amp;{name}=1"' in page
    assert f"There is no filter “{name}”" in page
