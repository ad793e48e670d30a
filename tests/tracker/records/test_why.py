"""On "Why this level?" each missing part leads to the page that makes such a record, and statements are made there."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assessments import Attestation
from seed.catalogue import load_catalogue
from tests.cast import Cast
from tests.factories import TODAY
from tests.tracker.conftest import ClientAs
from tests.tracker.records.test_counts import NOTE
from tracker.indicators.doings import asks_to_state, doings_of
from tracker.records.declared import PAGES

RULES = load_catalogue()


@pytest.mark.parametrize("key", [one.key for one in RULES.practices.values() if set(one.rule.kinds()) & set(PAGES)])
def test_whatever_serves_a_practice_is_a_press_away(key: str) -> None:
    practice = RULES.practices[key]
    rule = practice.rule
    led_to = {one.endpoint.split(".")[1] for one in doings_of(practice) if one.endpoint.startswith("records.")}
    small = set(rule.kinds()) & set(PAGES) - {"attestation"}
    assert led_to or not small or len(doings_of(practice)) == 3
    assert bool(asks_to_state(rule)) <= ("attestation" in set(rule.kinds()))


def test_the_form_is_filled_as_the_rule_says(client_as: ClientAs) -> None:
    page = html.unescape(client_as(Cast.SLT).get("/indicators/ec3-leaders2").text)
    links = re.findall(r'href="(/records/training/new\?[^"]*)"', page)
    link = next(one for one in links if one.partition("EC3.L2.RE.1")[1] and "topic=dialogue" in one)
    form = client_as(Cast.SLT).get(link).text
    assert re.search(r'value="dialogue" checked', form)
    assert "Saving leads back to" in form


def test_a_statement_is_made_at_the_practice_itself(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.SLT)
    page = client.get("/indicators/ec1-leaders1").text
    actions = [html.unescape(one) for one in re.findall(r'action="(/records/attestation/new[^"]*)"', page)]
    action = next(one for one in actions if "practice=EC1.L1.SU.1" in one)
    data = {"practice": "EC1.L1.SU.1", "occurred_on": TODAY.isoformat(), "in_place": "yes", "note": NOTE}
    sent = client.get(client.post(action, data=data).headers["Location"])
    assert sent.headers["Location"] == "/indicators/ec1-leaders1#EC1.L1.SU.1"
    assert db_session.scalars(select(Attestation)).one().in_place
    assert "said by the leadership team" in client.get("/indicators/ec1-leaders1").text


def test_a_statement_without_ground_comes_back_with_all_that_was_said(client_as: ClientAs) -> None:
    data = {"practice": "EC1.L1.SU.1", "occurred_on": TODAY.isoformat(), "in_place": "yes", "note": ""}
    answer = client_as(Cast.SLT).post("/records/attestation/new", data=data)
    assert answer.status_code == 422
    assert 'value="EC1.L1.SU.1" selected' in answer.text


@pytest.mark.parametrize("person", [Cast.CONTRIBUTOR, Cast.VIEWER, Cast.DISTRICT_ADMIN])
def test_who_is_not_of_the_leadership_team_is_asked_for_no_statement(client_as: ClientAs, person: Cast) -> None:
    assert "/records/attestation/new" not in client_as(person).get("/indicators/ec1-leaders1").text


def test_of_a_past_day_nothing_is_stated(client_as: ClientAs) -> None:
    assert "/records/attestation/new" not in client_as(Cast.SLT).get("/indicators/ec1-leaders1?on=2026-01-01").text
