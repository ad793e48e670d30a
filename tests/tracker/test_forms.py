"""What every field of the product refuses, however it is sent."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from models.partners import Partner
from tests.cast import Cast
from tests.factories import log_entry
from tests.tracker.conftest import ClientAs
from tracker.forms import Form, OneCard, OneOf, Picks, TextLine, choices

FEW = choices({"a": "First", "b": "Second"})


class Asking(Form):
    """One field of each kind that may be left empty."""

    one = OneOf("One of many", choices=[*choices({"": "None"}), *FEW])
    card = OneCard("One of few", choices=FEW)
    some = Picks("Several", choices=FEW)
    line = TextLine("A line", longest=5)


def sent(app: Flask, name: str, *values: str) -> Asking:
    """Send one field several times over, and check it."""
    with app.test_request_context(method="POST", data=MultiDict([(name, value) for value in values])):
        form = Asking()
        form.validate()
        return form


@pytest.mark.parametrize("name", ["one", "card", "some", "line"])
@pytest.mark.parametrize("values", [(), ("",), ("", "")])
def test_a_field_that_may_be_empty_is_left_empty(app: Flask, name: str, values: tuple[str, ...]) -> None:
    assert sent(app, name, *values)[name].errors in ([], ())


@pytest.mark.parametrize("name", ["card", "some"])
@pytest.mark.parametrize("values", [("nothing",), ("", "nothing"), (" ", "nothing"), ("a", "nothing")])
def test_an_unknown_code_is_refused_wherever_it_stands(app: Flask, name: str, values: tuple[str, ...]) -> None:
    form = sent(app, name, *values)
    assert form[name].errors or form[name].data == "a"


def test_what_nobody_sees_is_no_title_and_no_other_partner(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    assert client.post("/log", data=log_entry("\u200b\u202e")).status_code == 422
    [name] = world.scalars(select(Partner.name).limit(1))
    turned = log_entry("A \u202etalk") | {"partners": f"{name[:3]}\u200b{name[3:]}", "occurred_on": "2026-03-02"}
    address = client.post("/log", data=turned).headers["Location"]
    assert "A talk" in client.get(address).text and name in client.get(address).text
