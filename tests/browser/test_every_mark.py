"""The number on every mark of every dashboard is the number of rows that it leads to: all schools, all years.

No browser is asked: the dashboards answer as they answer one, and each list is counted as its page counts it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, request
from flask.testing import FlaskClient

from dashboards.shell import PAGES_OF_SCHOOLS
from models.school_years import SchoolYear
from tests.browser.conftest import DEMO_DAY, Served
from tests.callbacks import CALLBACK, links_in, questions, read
from tracker.clock import use_place
from tracker.demo_accounts import DOMAIN, PASSWORD
from tracker.extensions import db
from tracker.lists.declared import LISTS
from tracker.lists.listing import read_address
from tracker.reader import Reader, reader

YEARS = [SchoolYear.of(DEMO_DAY).back(years) for years in range(4)]
LIST_AT = {
    "/activities": LISTS["activities"], "/actions": LISTS["actions"], "/partnerships": LISTS["partnerships"],
}  # fmt: skip
# What a mark is called that no text of its own names: its number stands at the end, or before its noun.
NUMBER = re.compile(r": ([\d,]+)(?: activit| contact|$)")
# Amounts, days and levels are no numbers of rows.
Mark = tuple[int, str]


def marks_of(told: str) -> Iterator[Mark]:
    """Give each number that an answer leads to a list with, and the list's address."""
    for text, href in links_in(told):
        if re.fullmatch(r"[\d,]+", text):
            yield _mark(text, href)
    rest = told.strip()
    while rest:
        answer, end = json.JSONDecoder().raw_decode(rest)
        yield from _drawn(read(answer))
        rest = rest[end:].strip()


def _mark(number: str, href: str) -> Mark:
    return int(number.replace(",", "")), href


def _drawn(shown: Any) -> Iterator[Mark]:
    if isinstance(shown, list):
        for one in shown:
            yield from _drawn(one)
    if not isinstance(shown, Mapping):
        return
    if isinstance(shown.get("data"), list) and "layout" in shown:
        yield from _of_figure(shown["data"])
    elif shown.get("aria-label") and shown.get("href") and (found := NUMBER.search(shown["aria-label"])):
        yield _mark(found[1], shown["href"])
    for one in shown.values():
        yield from _drawn(one)


def _of_figure(traces: list[dict[str, Any]]) -> Iterator[Mark]:
    bars: dict[tuple[str, str], int] = {}
    for trace in traces:
        for at, href in enumerate(trace.get("customdata", ())):
            if trace["type"] == "bar" and href:
                bars[trace["y"][at], href] = bars.get((trace["y"][at], href), 0) + int(trace["x"][at])
            elif href and (found := NUMBER.search(trace["hovertext"][at])):
                yield _mark(found[1], href)
    yield from ((number, href) for (_, href), number in bars.items())


def rows_at(app: Flask, who: Reader, href: str) -> int | None:
    """Count the rows of a list as its page does; None where an address is of no list."""
    listing = LIST_AT.get(urlsplit(href).path)
    if listing is None:
        return None
    with app.test_request_context(href):
        g.reader = who
        use_place(who.place.time_zone, who.place.year_begins_in)
        asked = read_address(listing, request.args)
        assert not asked.problems, (href, asked.problems)
        total = listing.find(asked).total
        db.session.rollback()
    return total


def signed_in(app: Flask) -> FlaskClient:
    """Sign the district's admin in, who has every school."""
    client = app.test_client()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
    assert found
    client.post("/login", data={"email": f"district{DOMAIN}", "password": PASSWORD, "csrf_token": found[1]})
    return client


def test_every_number_of_every_dashboard_leads_to_as_many_rows(demo: Served) -> None:
    client = signed_in(demo.app)
    page = client.get("/account").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    places = dict.fromkeys(re.findall(r'name="place" value="(s\d+)"', page))
    assert token and len(places) == 3
    checked = dict.fromkeys(LIST_AT, 0)
    for place in places:
        client.post("/place", data={"place": place, "csrf_token": token[1]})
        with client:
            client.get("/account")
            who = reader()
        # Pages show the same numbers again, and whoever leads to a list leads to it more than once.
        known: dict[str, int | None] = {}
        for one in PAGES_OF_SCHOOLS:
            for year in YEARS:
                told = "".join(
                    client.post(CALLBACK, json=question, headers={"X-CSRFToken": token[1]}).text
                    for question in questions(client, f"?year={year}", one.path, token=token[1])
                )
                for number, href in set(marks_of(told)):
                    if href not in known:
                        known[href] = rows_at(demo.app, who, href)
                    rows = known[href]
                    assert rows in (None, number), (who.place.name, one.title, number, rows, href)
                    if rows is not None:
                        checked[urlsplit(href).path] += 1
    assert checked["/activities"] > 1_000 and checked["/actions"] > 10 and checked["/partnerships"] > 10, checked
