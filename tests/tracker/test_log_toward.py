"""The log opened toward a practice, a partner, a due date: by the tile that serves, filled as far as that allows."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

import pytest
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from models.continuum.rulebook.rules.base import walk
from models.continuum.rulebook.rules.records import Records
from models.planning.wishes import entry_of
from tests.cast import PARTNER, Cast
from tests.tile_search import CATALOGUE, OF_ACTIVITIES, makers
from tests.tracker.conftest import ClientAs
from tests.tracker.test_activities import log, stored
from tracker.activities.asking import tiles_of
from tracker.activities.toward import address_toward

TILES = tiles_of(CATALOGUE)
# What another record must have said before, and what follows from some of the answers only.
NEEDS_MORE = {"partner_selected", "beyond_class"}
COUNTS = [
    (practice.key, place, part)
    for practice in CATALOGUE.practices.values()
    for place, part in enumerate(walk(practice.rule))
    if isinstance(part, Records) and part.kind in OF_ACTIVITIES
]


@pytest.mark.parametrize("part", [one[2] for one in COUNTS], ids=[f"{key}-{place}" for key, place, _ in COUNTS])
def test_a_count_leads_to_a_tile_that_logs_what_it_counts(part: Records) -> None:
    args = MultiDict(address_toward(part, TILES, CATALOGUE))
    chosen = {tile.code for tile, _, _ in makers(part)}
    if not NEEDS_MORE & {condition.field for condition in part.where}:
        assert args["tile"] in chosen


def test_what_no_activity_shows_leads_to_no_tile() -> None:
    part = CATALOGUE.practices["EC2.L1.PR.3"].rule
    assert entry_of(part.wish(), CATALOGUE.language) is None and address_toward(part, TILES, CATALOGUE) == ()


def test_no_count_leads_to_a_tile_that_says_somebody_else_did_it() -> None:
    by_code = {tile.code: tile for tile in TILES}
    for key, place, part in COUNTS:
        args = MultiDict(address_toward(part, TILES, CATALOGUE))
        if "tile" in args:
            said = by_code[args["tile"]].fixed.get("by") or ()
            assert set(args.getlist("by")) <= set(said or args.getlist("by")), (key, place)


def test_what_no_record_has_yet_narrows_what_is_filled() -> None:
    part = CATALOGUE.practices["EC3.L1.RE.5"].rule
    assert dict(address_toward(part, TILES, CATALOGUE)).get("topic") is None
    assert dict(address_toward(part, TILES, CATALOGUE, {"topic": ("progress",)}))["topic"] == "progress"


def links_to_log(page: str) -> list[str]:
    return [link for link in re.findall(r'href="([^"]*)"', html.unescape(page)) if link.startswith("/log?")]


@pytest.mark.parametrize("slug", [one.slug for code, one in CATALOGUE.indicators.items() if code in CATALOGUE.judged])
def test_every_link_of_a_why_page_opens_the_log_without_anything_left_out(slug: str, client_as: ClientAs) -> None:
    client = client_as(Cast.POINT_PERSON)
    links = links_to_log(client.get(f"/indicators/{slug}").text)
    for link in dict.fromkeys(links):
        page = client.get(link)
        assert page.status_code == 200 and "Left out" not in page.text
        assert f'Saving leads back to <a href="/indicators/{slug}' in page.text


def test_log_toward_this_fills_who_and_how(client_as: ClientAs) -> None:
    client = client_as(Cast.POINT_PERSON)
    first = links_to_log(client.get("/indicators/ec3-students1").text)[0]
    form = client.get(first).text
    assert re.search(r'name="by"[^>]*value="students" checked', form)


def test_a_partners_page_hands_its_name_on(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    lists = (("/partners", "/partners/"), ("/partnerships", "/partnerships/"), ("/agreements", "/agreements/"))
    for start, below in lists:
        page = next(
            link
            for link in re.findall(r'href="([^"?#]*)"', client.get(start).text)
            if re.fullmatch(f"{below}\\d+", link)
        )
        link = next(link for link in links_to_log(client.get(page).text) if "partners=" in link)
        opened = client.get(link).text
        assert f'<a href="{page}">' in opened
        kept = re.search(r'name="partners"[^>]*value="[^"]+"', opened) or "partners=" in opened
        assert kept


def test_the_same_again_for_another_partner_leaves_this_ones_name_out(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    partnership = {"kind": "partnership", "purpose": ["planning"], "partners": [PARTNER], "topic": ["progress"]}
    log(client, **partnership, title=f"Planned with {PARTNER}")
    (activity,) = stored(db_session)
    assert "Same for another partner" in client.get(f"/activities/{activity.id}").text
    page = client.get(f"/log?like={activity.id}&for=another").text
    assert (
        'value="progress" checked' in page
        and f'value="{PARTNER}"' not in page.replace("<option", "\n<option").split("<datalist")[0]
    )
    assert f"Planned with {PARTNER}" not in page[: page.index("You just logged")]


def test_home_asks_after_the_silent_with_a_way_back(client_as: ClientAs) -> None:
    client = client_as(Cast.SLT)
    for link in links_to_log(client.get("/").text):
        if "back=" in link:
            assert "Saving leads back to" in client.get(link).text and quote("/") in link
