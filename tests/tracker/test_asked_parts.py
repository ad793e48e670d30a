"""Whatever part of its address a page goes by, it says so where that names nothing: no filter is ignored in silence."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask, request, request_finished
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from dashboards import PREFIX
from models.operations.documents import store_document
from tests.cast import Cast, school_named
from tests.tracker.conftest import ClientAs
from tests.tracker.walks import addresses
from tracker.address_parts import AddressParts
from tracker.served_files import is_file

NONSENSE = "zzqx"
# Forms that ask first of which partnership they are, and pages that go by more once something is chosen.
FURTHER = (
    "/agreements/new?partnership=1",
    "/evaluations/new?partnership=1",
    "/years/1/plan?again=1",
    "/log?tile=meeting",
    "/log?like=1",
    "/alliance/log?tile=hours",
    "/alliance/given?only=acts",
)
# So many kinds of pages and files there are at least.
MANY = 100
# What changes nothing of what is shown: where one goes on to afterwards, and what another page asked, which said it.
LEADS_ON = frozenset({"back", "next", "query"})
# What no person reads: pieces of pages, asked for by their scripts, and styles.
FOR_SCRIPTS = ("application/json", "text/css", "text/javascript")
_UNSEEN = re.compile(r'<script\b.*?</script>|<input\b[^>]*\btype="hidden"[^>]*>', re.S)
_SHOWN = re.compile(rf'>[^<]*{NONSENSE}|<input\b[^>]*\bvalue="{NONSENSE}"')


@pytest.fixture
def looked_for(app: Flask) -> Iterator[set[str]]:
    """Note which parts of its address each page looks for."""
    found: set[str] = set()

    def note(sender: Flask, **more: Any) -> None:
        parts = request.args
        assert isinstance(parts, AddressParts)
        found.update(parts.looked_for)

    with request_finished.connected_to(note, app):
        yield found


def pages(app: Flask, client: FlaskClient, looked_for: set[str], seen: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Give of each kind of page or file not seen yet one address that is open to the reader, and what it goes by."""
    for rule in app.url_map.iter_rules():
        if rule.rule in seen or "GET" not in (rule.methods or ()) or rule.rule.startswith((f"{PREFIX}_", "/logout")):
            continue
        for address in addresses(app, rule):
            looked_for.clear()
            answer = client.get(address)
            if answer.status_code == HTTPStatus.OK and answer.mimetype not in FOR_SCRIPTS:
                seen.add(rule.rule)
                yield address, sorted(looked_for - LEADS_ON)
                break


def further(client: FlaskClient, looked_for: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Give the addresses of which a part is known already, and the other parts that they go by."""
    for address in FURTHER:
        looked_for.clear()
        known = address.partition("?")[2].partition("=")[0]
        if client.get(address).status_code == HTTPStatus.OK:
            yield address, sorted(looked_for - LEADS_ON - {known})


def is_silent(client: FlaskClient, address: str, part: str) -> bool:
    """Say whether a page takes a part that names nothing without a word."""
    answer = client.get(f"{address}{'&' if '?' in address else '?'}{part}={NONSENSE}", follow_redirects=True)
    page = _UNSEEN.sub("", answer.get_data().decode(errors="replace"))
    return answer.status_code < HTTPStatus.BAD_REQUEST and not _SHOWN.search(page)


def says_there_is_no(client: FlaskClient, address: str, name: str) -> bool:
    """Say whether a page says of a part of its address that there is none of that name."""
    answer = client.get(f"{address}{'&' if '?' in address else '?'}{name}=1", follow_redirects=True)
    return answer.mimetype == "text/html" and answer.text.count(f"There is no filter “{name}”") == 1


def test_every_page_says_of_a_name_in_its_address_that_there_is_none(
    app: Flask, client_as: ClientAs, world: Session, looked_for: set[str]
) -> None:
    seen: set[str] = set()
    silent = []
    for client in map(client_as, (Cast.SCHOOL_ADMIN, Cast.DISTRICT_ADMIN, Cast.ALLIANCE)):
        for address, _ in (*pages(app, client, looked_for, seen), *further(client, looked_for)):
            # Dashboards read their address in the browser, and say it there.
            if not address.startswith(PREFIX) and not says_there_is_no(client, address, NONSENSE):
                silent.append(address)
    assert not silent, "\n".join(silent)


def test_every_page_says_which_part_of_its_address_it_knows_nothing_of(
    app: Flask, client_as: ClientAs, world: Session, looked_for: set[str]
) -> None:
    seen: set[str] = set()
    silent = []
    opened: set[str] = set()
    for client in map(client_as, (Cast.SCHOOL_ADMIN, Cast.DISTRICT_ADMIN, Cast.ALLIANCE)):
        for address, parts in (*pages(app, client, looked_for, seen), *further(client, looked_for)):
            opened.add(address)
            silent += [f"{part} of {address}" for part in parts if is_silent(client, address, part)]
    assert set(FURTHER) <= opened
    assert len(opened) >= MANY
    assert not silent, "\n".join(silent)


@pytest.mark.parametrize(
    ("person", "address", "said"),
    [
        (Cast.POINT_PERSON, "/activities/export.csv?by=zzqx", "offers no such choice (zzqx)."),
        (Cast.POINT_PERSON, "/activities/export.csv?whose=mine", "There is no filter “whose”."),
        (Cast.POINT_PERSON, "/standards/cognia-stem/evidence.csv?on=soon", "“soon” is not a day"),
        (Cast.POINT_PERSON, "/thank-you/certificate/1?year=then", "“then” is no school year"),
        (Cast.DISTRICT_ADMIN, "/schools/export.csv?level=9", "(9)."),
        (Cast.POINT_PERSON, "/partners/export.csv?category=zzqx", "offers no such choice (zzqx)."),
        (Cast.ALLIANCE, "/alliance/report.pdf?school_year=then", "offers no such choice (then)."),
        (Cast.POINT_PERSON, "/activities/export.csv?by=teachers&by=leaders", "“leaders” is a second “by”"),
        (Cast.ALLIANCE, "/alliance/given.csv?year=2025-26", "There is no filter “year”."),
        (Cast.POINT_PERSON, "/calendar/action/1/event.ics?on=2026-01-05", "There is no filter “on”."),
    ],
)
def test_no_file_is_made_of_something_else_than_was_asked_for(
    client_as: ClientAs, world: Session, person: Cast, address: str, said: str
) -> None:
    answer = client_as(person).get(address)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "No file was made" in answer.text
    assert said in answer.text
    assert "left out" not in answer.text


def test_every_address_that_leads_on_takes_along_what_it_does_not_know(
    app: Flask, client_as: ClientAs, world: Session
) -> None:
    leading, lost = set(), set()
    for client in map(client_as, (Cast.SCHOOL_ADMIN, Cast.DISTRICT_ADMIN, Cast.ALLIANCE)):
        for address in (one for rule in app.url_map.iter_rules() for one in addresses(app, rule)):
            plain = client.get(address).location or ""
            if not plain.startswith("/") or is_file(plain) or address.startswith(("/logout", "/login/with")):
                continue
            leading.add(address)
            said = parse_qsl(urlsplit(client.get(f"{address}?{NONSENSE}=a+b%26c").location or "").query)
            if said.count((NONSENSE, "a b&c")) != 1:
                lost.add(address)
    assert {"/start", "/log/saved", "/schools", "/alliance"} <= leading
    assert not lost


def test_where_one_came_from_is_taken_along_once(client_as: ClientAs, world: Session) -> None:
    answer = client_as(Cast.POINT_PERSON).get("/log/saved?kind=visit&back=/years")
    assert answer.location == "/years?kind=visit"


def test_signing_in_first_is_asked_nothing_of_the_page_that_one_comes_back_to(client: FlaskClient) -> None:
    assert client.get("/log?tile=visit").location == "/login?next=/log?tile%3Dvisit"


@pytest.mark.parametrize("address", ["/login/with?provider=district", "/login/with/back?session_state=1&hd=here"])
def test_what_signing_in_was_asked_is_asked_of_no_page_after_it(client_as: ClientAs, address: str) -> None:
    assert "?" not in (client_as(Cast.POINT_PERSON).get(address).location or "")


def test_what_an_organization_gave_is_shown_of_the_year_asked_for_without_a_remark(
    client_as: ClientAs, world: Session
) -> None:
    asked = client_as(Cast.ALLIANCE).get("/alliance/given?year=2025-26").text
    assert "2025-26" in asked
    assert "left aside" not in asked


@pytest.mark.parametrize(
    ("person", "address", "said"),
    [
        (Cast.POINT_PERSON, "/indicators/ec3-teachers1?on=2025-06-30&year=2024-25", "There is no filter “year”"),
        (Cast.ALLIANCE, "/alliance/given?month=2026-01&year=2025-26", "Beside a month “2025-26” says nothing more"),
    ],
)
def test_a_page_of_another_day_does_not_say_that_it_is_of_today(
    client_as: ClientAs, world: Session, person: Cast, address: str, said: str
) -> None:
    page = client_as(person).get(address).text
    assert said in page
    assert "how things stand today" not in page


def test_a_stored_file_that_is_asked_for_something_is_not_given(
    app: Flask, client_as: ClientAs, world: Session
) -> None:
    folder = Path(app.config["FILES_DIR"])
    stored = store_document(
        world, folder, school_id=school_named(world).id, stream=io.BytesIO(b"%PDF-1.7"), filename="a.pdf", user_id=None
    )
    world.commit()
    client = client_as(Cast.SCHOOL_ADMIN)
    with client.get(f"/documents/{stored.id}") as given:
        assert given.data == b"%PDF-1.7"
    assert client.get(f"/documents/{stored.id}?page=2").status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("amount", ["sNaN", "NaN", "Infinity", "-1", "1e9999999", "1e-9999999", "10000000", "0.001"])
def test_an_amount_that_is_none_is_not_filled_in(client_as: ClientAs, world: Session, amount: str) -> None:
    page = client_as(Cast.POINT_PERSON).get(f"/partnerships/1/contributions/new?amount={amount}")
    assert page.status_code == HTTPStatus.OK
    assert f"knows nothing of the name “{amount}”" in page.text
    assert f'value="{amount}"' not in page.text


@pytest.mark.parametrize("address", ["/to-confirm", "/activities", "/records", "/years"])
def test_a_list_takes_where_one_came_from_for_no_filter(client_as: ClientAs, world: Session, address: str) -> None:
    client = client_as(Cast.SCHOOL_ADMIN)
    assert "There is no filter" not in client.get(f"{address}?back=/&next=/", follow_redirects=True).text
    assert "There is no filter “whose”" in client.get(f"{address}?whose=/", follow_redirects=True).text


def test_a_new_partnership_begins_with_whose_idea_it_was(client_as: ClientAs) -> None:
    page = client_as(Cast.SCHOOL_ADMIN).get("/partnerships/new?initiated_by=alliances").text
    assert re.search(r'<input\b[^>]*name="initiated_by"[^>]*value="alliances"[^>]*checked', page)
    assert "There is no filter" not in page
