"""What people do in a year's pages, step by step."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.icmap import Indicator
from tests.cast import Cast, school_named
from tests.tracker.conftest import ClientAs

LONG = "Requests stopped in May, when the whole grade was at the river."
SLUG = "ec3-teachers1"


def open_year(client: FlaskClient, year: str = "2025-26") -> str:
    """Open a year and give its address."""
    answer = client.post("/years/open", data={"year": year})
    assert answer.status_code == 302
    return answer.headers["Location"]


def at_riverside(client_as: ClientAs, session: Session, person: Cast) -> FlaskClient:
    """Sign somebody in who has several places, at the cast's own school."""
    client = client_as(person)
    with client.session_transaction() as cookie:
        cookie["place"] = f"s{school_named(session).id}"
    session.rollback()
    return client


def save(client: FlaskClient, address: str, **fields: object) -> tuple[int, str]:
    """Save a rating as a browser does: with the version that its page gave."""
    page = client.get(address).text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    data = {"existing": "0", "desired": "1", "version": version[1] if version else ""} | fields
    answer = client.post(address, data=data, content_type="multipart/form-data")
    return answer.status_code, answer.text


def rate_all(client: FlaskClient, year: str, session: Session) -> None:
    """Look at every indicator of an empty school: nothing is there yet, and something is wanted."""
    for slug in slugs(session):
        assert save(client, f"{year}/{slug}")[0] == 302, slug


def slugs(session: Session) -> list[str]:
    """Name the indicators as addresses do, in the map's order."""
    codes = session.scalars(select(Indicator.code).order_by(Indicator.position, Indicator.id)).all()
    session.rollback()
    return [code.lower().replace(".", "-").replace(" ", "-") for code in codes]
