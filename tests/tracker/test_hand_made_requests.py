"""Requests made by hand: whatever they hold is refused as a mistake of the asker, and never an error of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Date, func, or_, select
from sqlalchemy.orm import Session
from wtforms import DateField

from dashboards.addresses import ENGAGEMENT
from dashboards.shell import PAGE_AT
from models.days import FIRST_YEAR, LAST_YEAR
from models.tables import metadata
from tests.callbacks import CALLBACK, questions
from tests.cast import Cast
from tests.factories import TODAY
from tests.tracker.conftest import ClientAs
from tests.tracker.walks import walk
from tracker.activities import forms as activity_forms
from tracker.forms import Day, Form

NO_DAYS = (
    "0001-01-01", "9999-12-31", "0026-03-14", "1949-12-31", "2101-01-01", "9998-12-31", "10000-01-01",
    "-0001-01-01", "2026-W11-6", "20260314", "2026-02-30", "٢٠٢٦-٠٣-١٤", "\x00", "0", "day" * 1000,
)  # fmt: skip
# Parts of addresses that hold a day or a year, wherever they stand.
PARTS = ("on", "from", "to", "year")
# Enough to fill the required fields of the forms, so that a day is the only thing wrong with them.
FILLED = {
    "kind": "communication", "by": "teachers", "channel": "presentation", "audience": "pta", "title": "A talk",
    "agreement_kind": "mou", "side": "school", "stage": "active", "person": "Pat", "name": "Robin", "type": "staff",
    "partner": "1", "category": "community", "initiated_by": "leaders", "unit": "hours", "amount": "2",
}  # fmt: skip
FORMS = 20
PAGES = tuple(PAGE_AT)
ONE = {"id": "continuum-mix", "property": "children"}


def who_reads(path: str) -> Cast:
    """Say who may open a dashboard: an organization its own, a district's admin all others."""
    return Cast.ALLIANCE if path == ENGAGEMENT else Cast.DISTRICT_ADMIN


@pytest.mark.parametrize("search", [3, 2.5, True, [], ["?year=2025-26"], {"a": 1}], ids=str)
def test_an_address_that_is_no_text_is_the_askers_mistake(client_as: ClientAs, search: Any) -> None:
    for path in PAGES:
        client = client_as(who_reads(path))
        _which, *asked = questions(client, search, path)
        assert asked
        for question in asked:
            assert client.post(CALLBACK, json=question).status_code == 400


@pytest.mark.parametrize(
    "search",
    ["?year=0001-02", "?year=9999-00", "?year=", "?" + "&" * 10_000, "?year=%ff", "\x00", "?outcome="],
)
def test_any_text_in_an_address_is_answered(client_as: ClientAs, search: str) -> None:
    for path in PAGES:
        client = client_as(who_reads(path))
        for question in questions(client, search, path):
            assert client.post(CALLBACK, json=question).status_code == 200


@pytest.mark.parametrize(
    "outputs",
    [
        {}, [], {"id": "continuum-mix"}, {"id": "other", "property": "children"}, {**ONE, "property": "style"},
        {**ONE, "id": {"type": "x"}}, [ONE], [ONE, ONE], [[]], None, "continuum-mix.children", 7,
    ],
    ids=str,
)  # fmt: skip
def test_outputs_that_the_asked_callback_does_not_have_are_the_askers_mistake(
    client_as: ClientAs, outputs: Any
) -> None:
    client = client_as(Cast.SLT)
    for question in questions(client):
        assert client.post(CALLBACK, json={**question, "outputs": outputs}).status_code == 400


@pytest.mark.parametrize("part", ["inputs", "state", "changedPropIds", "output"])
@pytest.mark.parametrize("value", [None, 3, "x", {}, [3], [None], [[]], [{"id": "url"}]], ids=str)
def test_no_part_of_a_question_can_be_anything_else(client_as: ClientAs, part: str, value: Any) -> None:
    client = client_as(Cast.SLT)
    for question in questions(client):
        assert client.post(CALLBACK, json={**question, part: value}).status_code == 400


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff", b"{", b"null", b'"\\ud800"', b"[" * 100_000, b'{"extra": ' * 100_000],
    ids=lambda body: body[:9],
)
def test_what_is_no_json_is_the_askers_mistake(client_as: ClientAs, body: bytes) -> None:
    client = client_as(Cast.SLT)
    assert client.post(CALLBACK, data=body, content_type="application/json").status_code == 400


def test_a_question_that_is_right_but_for_something_nested_without_end_is_refused(client_as: ClientAs) -> None:
    client = client_as(Cast.SLT)
    right = json.dumps(questions(client)[0])
    body = right[:-1] + ', "extra": ' + "[" * 100_000 + "]" * 100_000 + "}"
    assert client.post(CALLBACK, data=body, content_type="application/json").status_code == 400
    assert client.post(CALLBACK, data=right, content_type="text/plain").status_code == 400


def test_a_question_as_the_browser_asks_it_is_answered(client_as: ClientAs) -> None:
    client = client_as(Cast.SLT)
    for question in questions(client):
        changed = [f"{one['id']}.{one['property']}" for one in question["inputs"]]
        assert client.post(CALLBACK, json={**question, "changedPropIds": changed}).status_code == 200


def every_form(base: type[Form] = Form) -> Iterator[type[Form]]:
    """Give every form of the product."""
    for form in base.__subclasses__():
        yield form
        yield from every_form(form)


def day_fields() -> dict[str, list[type[Form]]]:
    """Name every field of a form that holds a day, with the forms that have it."""
    found: dict[str, list[type[Form]]] = {}
    for form in every_form():
        for name in dir(form):
            if issubclass(getattr(getattr(form, name), "field_class", type(None)), DateField):
                found.setdefault(name, []).append(form)
    return found


def test_every_form_reads_its_days_in_one_of_two_ways() -> None:
    kinds = {getattr(form, name).field_class for name, forms in day_fields().items() for form in forms}
    assert kinds == {Day, activity_forms.DayField}


@pytest.mark.parametrize("text", NO_DAYS, ids=lambda text: text[:12])
def test_no_page_stumbles_over_a_day_in_its_address(app: Flask, client_as: ClientAs, world: Session, text: str) -> None:
    client = client_as(Cast.POINT_PERSON)
    for query in ({}, {"indicator": "EC3.Teachers1"}, {"practice": "EC3.T1.GS.1"}):
        asked = query | dict.fromkeys(PARTS, text)
        for address in ("/activities", "/log", "/indicators/ec3-teachers1", "/agreements"):
            answer = client.get(address, query_string=asked)
            assert answer.status_code == 200, (address, asked)
        # A file could not say what it left out.
        file = client.get("/activities/export.csv", query_string=asked)
        assert file.status_code == 422 and "No file was made" in file.text, asked


@pytest.mark.parametrize("text", NO_DAYS[:2])
def test_no_route_at_all_stumbles_over_a_day_in_its_address(
    app: Flask, client_as: ClientAs, world: Session, text: str
) -> None:
    for address, status, _ in walk(app, client_as(Cast.POINT_PERSON), "GET", query=dict.fromkeys(PARTS, text)):
        assert status < 500, (address, text)


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31"])
def test_no_form_takes_a_day_that_nobody_can_mean(app: Flask, client_as: ClientAs, world: Session, text: str) -> None:
    client = client_as(Cast.POINT_PERSON)
    right = dict.fromkeys(day_fields(), TODAY.isoformat())
    refusing = {}  # of every form one that came back, with what it says
    for address, status, body in walk(app, client, "POST", data=FILLED | right | dict.fromkeys(right, text)):
        assert status < 500, address
        if status == 422:
            refusing[re.sub(r"\d+", "", address)] = address, body
    # It asks first which partnership it is of.
    evaluation = "/evaluations/new?partnership=1"
    refusing[evaluation] = evaluation, client.post(evaluation, data=FILLED | dict.fromkeys(right, text)).text
    assert len(refusing) > FORMS
    # All days at once, and each alone among days that are right.
    for name in right if text == NO_DAYS[0] else ():
        asking = [address for address, body in refusing.values() if f'name="{name}"' in body]
        assert asking, name
        for address in asking:
            assert client.post(address, data=FILLED | right | {name: text}).status_code < 500, (address, name)
    assert not far_days(world)


def far_days(session: Session) -> list[str]:
    """Name the columns in which a day is stored that nobody can mean."""
    return [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Date)
        and session.scalar(
            select(func.count()).where(or_(column < date(FIRST_YEAR, 1, 1), column > date(LAST_YEAR, 12, 31)))
        )
    ]


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31"])
def test_the_hint_refuses_such_a_day_beside_its_field(client_as: ClientAs, world: Session, text: str) -> None:
    client = client_as(Cast.POINT_PERSON)
    answer = client.post("/log/hint", data=FILLED | {"occurred_on": text})
    assert answer.status_code == 200
    page = client.post("/log", data=FILLED | {"occurred_on": text})
    assert page.status_code in (200, 422)
    assert "Enter a date between 1950 and 2100." in page.text


def test_the_same_form_with_a_real_day_is_taken(client_as: ClientAs, world: Session) -> None:
    assert client_as(Cast.POINT_PERSON).post("/log", data=FILLED | {"occurred_on": TODAY}).status_code == 302
