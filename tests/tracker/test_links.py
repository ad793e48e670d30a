"""Every link of every page leads its reader somewhere: whoever is shown one may follow it."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from dashboards.shell import PAGES
from models.wording import LEFT_OUT
from seed.catalogue import load_catalogue
from tests.callbacks import CALLBACK, questions
from tests.cast import SIGNED_IN, Cast, partner_named, school_named
from tests.factories import TODAY, a_partnership, an_activity, an_agreement, an_evaluation
from tests.tracker.conftest import ClientAs
from tests.tracker.walks import walk

ALLIANCES = (Cast.ALLIANCE, Cast.OTHER_ALLIANCE)
# Links of one kind that are followed; more of the same say nothing new.
FOLLOWED = 6
# What a page says where its address asks for something in vain: no link of ours does.
ASKED_IN_VAIN = (LEFT_OUT, "in the address was left aside")
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
_FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*\baction="([^"]+)"')
_ADDRESS = re.compile(r'"href":"(/[^"]+)"')


@pytest.fixture
def world(world: Session) -> Session:
    """The same, with everything that home, notices and "why this level?" may link to."""
    school, partner = school_named(world), partner_named(world)
    running = a_partnership(world, school, partner, point_person=None, confirmed_on=(TODAY - timedelta(days=370),))
    old = an_agreement(world, running, submitted_on=TODAY - timedelta(400), ends_on=TODAY + timedelta(17))
    an_agreement(world, running, submitted_on=TODAY, renews=old, ends_on=TODAY + timedelta(400))
    an_evaluation(world, running, occurred_on=TODAY - timedelta(days=30))
    for by in ("leaders", "teachers", "students"):
        for audience in ("families", "pta", "staff", "business"):
            an_activity(world, school, by=(by,), audience=(audience,), partners=[partner], topic=("stem_purpose",))
    world.commit()
    return world


def shown(app: Flask, client: FlaskClient, person: Cast) -> Iterator[tuple[str, str]]:
    """Give every address and what the person is shown there, the answers to the dashboards' questions included."""
    for address, status, body in walk(app, client, "GET"):
        if status == 200 and "_dash" not in address:
            yield address, body
    for page in PAGES:
        for search in ("", "?year=2024-25", "?outcome=EC2") if client.get(page.path).status_code == 200 else ():
            for question in questions(client, search, page.path):
                yield f"{page.path}{search}", client.post(CALLBACK, json=question).text
    if person not in ALLIANCES:
        for indicator in load_catalogue().indicators.values():
            for address in (f"/indicators/{indicator.slug}", f"/activities?indicator={indicator.code}"):
                yield address, client.get(address).text


def a_few_of_each(app: Flask, links: Iterable[str]) -> list[str]:
    """Keep some links of each kind: the same endpoint, with the same parts of the address named."""
    adapter = app.url_map.bind("localhost")
    kinds: dict[object, list[str]] = defaultdict(list)
    for link in sorted(links):
        path, _, query = link.partition("?")
        try:
            endpoint = adapter.match(path)[0]
        except Exception:
            endpoint = path
        kinds[endpoint, tuple(sorted(part.partition("=")[0] for part in query.split("&")))].append(link)
    return [link for few in kinds.values() for link in few[:FOLLOWED]]


def permission_mark(app: Flask, address: str) -> str:
    """Find what sending a form to an address takes."""
    endpoint = app.url_map.bind("localhost").match(address.partition("?")[0], method="POST")[0]
    return str(getattr(app.view_functions[endpoint], "continuum_permission", ""))


@pytest.mark.parametrize("person", SIGNED_IN)
def test_nobody_is_shown_a_link_or_a_button_that_they_may_not_use(
    app: Flask, client_as: ClientAs, world: Session, person: Cast
) -> None:
    client = client_as(person)
    found: dict[str, str] = {}
    buttons: dict[str, str] = {}
    for address, body in shown(app, client, person):
        for link in (*_LINK.findall(body), *_ADDRESS.findall(body)):
            link = html.unescape(link).partition("#")[0]
            if link.startswith("/") and not link.startswith("/static/"):
                found.setdefault(link, address)
        for action in _FORM.findall(body):
            buttons.setdefault(html.unescape(action), address)
    assert len(found) > 2
    dead, in_vain = {}, {}
    for link in a_few_of_each(app, found):
        answer = client.get(link, follow_redirects=True)
        if answer.status_code >= 400:
            dead[link] = (answer.status_code, "on", found[link])
        elif answer.mimetype == "text/html" and any(words in answer.text for words in ASKED_IN_VAIN):
            in_vain[link] = found[link]
    assert not dead
    assert not in_vain
    with app.test_request_context():
        may = {str(one) for one in permissions_of(client)}
    closed = {action: page for action, page in buttons.items() if permission_mark(app, action) not in may}
    assert not closed


def permissions_of(client: FlaskClient) -> frozenset[object]:
    """Give what the person may do."""
    from tracker.reader import reader

    with client:
        client.get("/account/password")
        return frozenset(reader().permissions)
