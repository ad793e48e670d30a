"""One line fills the form of the log, or of the record that it speaks of; nothing is stored, nothing is lost."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from models.activities import Activity
from models.agreements import Contribution
from models.needs import Match
from tests.cast import PARTNER, Cast, partner_named, school_named
from tests.factories import a_partner, a_school_partner
from tracker.one_line import LONGEST


def said(client, line: str, **more: str):
    """Send a line and give the answer."""
    return client.post("/log/line", data={"line": line} | more)


def filled(answer) -> tuple[str, dict[str, list[str]]]:
    """Give the address that a line led to: its path and its arguments."""
    assert answer.status_code == 302, answer.get_data(as_text=True)[:400]
    parts = urlsplit(answer.headers["Location"])
    return parts.path, parse_qs(parts.query)


def test_a_line_leads_to_the_form_that_it_fills(client_as):
    client = client_as(Cast.POINT_PERSON)
    line = "PTA talk last night about robotics, 40 parents, Ms. K's class showed the rover"
    path, args = filled(said(client, line))
    assert path == "/log"
    assert args["kind"] == ["communication"]
    assert args["channel"] == ["presentation"]
    assert set(args["audience"]) == {"pta", "families"}
    assert args["people"] == ["40"]
    assert args["roles"] == ["students"]
    assert "by" not in args
    assert args["line"] == [line]

    page = client.get("/log", query_string=args).get_data(as_text=True)
    assert "things understood" in page
    assert "<mark>40 parents" in page
    assert "people reached 40" in page
    assert 'value="40"' in page
    assert "left out" not in page


@pytest.mark.parametrize(
    ("line", "is_ticked"),
    [
        (f"Took 12 students to {PARTNER} yesterday", True),
        (f"Visited {PARTNER} with 12 students yesterday", True),
        (f"Visited {PARTNER} with two counselors yesterday", False),
    ],
)
def test_a_line_ticks_what_a_tick_of_its_tile_says(client_as, db_session, line, is_ticked):
    client = client_as(Cast.POINT_PERSON)
    path, args = filled(said(client, line))
    page = client.get(path, query_string=args | {"tile": "visit"}).get_data(as_text=True)
    tick = re.search(r"<input[^>]*name=.also.[^>]*value=.students.[^>]*>", page)
    assert tick and ("checked" in tick[0]) is is_ticked
    # It is the tick that says it: taken off, no student came along.
    assert not re.search(r"<input[^>]*name=.roles.[^>]*value=.students.[^>]*checked", page)


def test_who_logs_for_themselves_did_it(client_as):
    _path, args = filled(said(client_as(Cast.CONTRIBUTOR), "newsletter sent"))
    assert args["by"] == ["teachers"]


def test_a_partner_of_the_school_is_named_and_another_is_not(client_as):
    client = client_as(Cast.POINT_PERSON)
    assert filled(said(client, "site visit to robotics network"))[1]["partners"] == [PARTNER]
    assert "partners" not in filled(said(client, "site visit to Palmetto Solar"))[1]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (f"Thanked {PARTNER} at the awards assembly", "/records/recognition/new"),
        (f"Asked {PARTNER} for two mentors", "/records/match/new"),
        (f"{PARTNER} will need 20 technicians", "/records/workforce/new"),
        ("Training on dialogue for teachers", "/records/training/new"),
    ],
)
def test_what_has_a_record_of_its_own_leads_to_its_page(client_as, line, path):
    client = client_as(Cast.POINT_PERSON)
    place, args = filled(said(client, line))
    assert place == path
    page = client.get(place, query_string=args)
    assert page.status_code == 200
    assert "line-read" in page.get_data(as_text=True)


@pytest.mark.parametrize("person", [Cast.POINT_PERSON, Cast.CONTRIBUTOR])
def test_a_gift_without_a_partnership_is_kept_with_its_amount(client_as, db_session, person):
    client = client_as(person)
    path, args = filled(said(client, f"{PARTNER} gave $500 for the lab on 3/14"))
    assert path == "/records/contribution/new"
    page = client.get(path, query_string=args).get_data(as_text=True)
    assert 'name="amount"' in page and 'value="500"' in page and "line-read" in page
    typed = {"partner": str(partner_named(db_session).id), "type": "funding", "amount": "500", "unit": "dollars"}
    assert client.post(path, data=typed | {"occurred_on": "2026-03-14"}).status_code == 302
    db_session.rollback()
    gift = db_session.scalars(select(Contribution)).one()
    assert (gift.amount, gift.unit, gift.way, gift.direction) == (500, "dollars", ("funding",), "to_school")


def test_a_gift_of_somebody_new_is_logged_by_its_tile(client_as):
    client = client_as(Cast.POINT_PERSON)
    path, args = filled(said(client, "Somebody new gave $500 for the lab on 3/14"))
    assert path == "/log" and args["tile"] == ["gift"] and "$500" in args["title"][0]


def test_a_line_that_cannot_be_read_stays_as_it_was_typed(client_as):
    client = client_as(Cast.POINT_PERSON)
    answer = said(client, "word " * 200)
    assert answer.status_code == 422
    assert f"at most {LONGEST} characters" in answer.get_data(as_text=True)
    assert "word word word" in answer.get_data(as_text=True)
    assert said(client, "   ").status_code == 422


def test_a_line_of_other_letters_leads_to_no_address_that_is_too_long(client_as):
    client = client_as(Cast.POINT_PERSON)
    answer = said(client, "語" * LONGEST)
    assert answer.status_code == 422
    assert "語語語" in answer.get_data(as_text=True)


def test_marks_are_shown_as_text_whatever_was_typed(client_as):
    client = client_as(Cast.POINT_PERSON)
    args = filled(said(client, '<b>PTA talk</b> "last night" <script>alert(1)</script> 40 parents'))[1]
    page = client.get("/log", query_string=args).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "<b>PTA" not in page


def test_a_line_keeps_where_the_log_was_opened_from(client_as):
    client = client_as(Cast.POINT_PERSON)
    answer = client.post("/log/line?back=/partners", data={"line": "newsletter sent today"})
    assert filled(answer)[1]["back"] == ["/partners"]


def test_nobody_who_may_not_log_may_send_a_line(client_as):
    assert said(client_as(Cast.VIEWER), "newsletter").status_code == 403
    assert said(client_as(Cast.ALLIANCE), "newsletter").status_code == 403


def test_what_is_not_understood_waits_above_the_tiles(client_as, app: Flask):
    client = client_as(Cast.POINT_PERSON)
    path, args = filled(said(client, "qqq zzz"))
    page = client.get(path, query_string=args).get_data(as_text=True)
    assert "Nothing of it was understood" in page
    assert 'class="tiles"' in page


def test_a_line_typed_where_the_log_was_opened_for_a_partner_is_with_them(client_as):
    person = client_as(Cast.POINT_PERSON)
    page = person.get("/log", query_string={"partners": PARTNER, "back": "/", "topic": "workforce_needs"}).text
    action = html.unescape(re.search(r'data-begin action="([^"]+)"', page)[1])
    told = person.post(action, data={"line": "called them yesterday, 15 min"}).headers["Location"]
    said = parse_qs(urlsplit(told).query)
    assert (said["partners"], said["kind"], said["topic"]) == ([PARTNER], ["partnership"], ["workforce_needs"])
    assert said["back"] == ["/"] and said["line"][0].endswith(f", with {PARTNER}")
    # Another line on that form says what it says itself.
    assert "partners=" not in re.search(r'data-begin action="([^"]+)"', person.get(told).text)[1]


@pytest.mark.parametrize(
    ("line", "field"), [("met with Halden about sensors", "partners"), ("asked Halden for sensors", "partner")]
)
def test_what_a_line_leaves_open_is_answered_in_the_form_and_keeps_what_was_typed(client_as, world, line, field):
    """After a refusal too: whose name it is is asked until somebody says it, and saying it stores nothing."""
    school = school_named(world)
    meant, other = (a_partner(world, name) for name in ("Halden Optics", "Halden Pumps"))
    for one in (meant, other):
        a_school_partner(world, school, one)
    number = meant.id
    world.commit()
    before = [world.scalar(select(func.count(kind.id))) for kind in (Activity, Match)]
    world.rollback()
    client = client_as(Cast.POINT_PERSON)
    path, args = filled(said(client, line))
    place = f"{path}?{urlencode(args, doseq=True)}"
    pressed = f"hint-{field}-Halden Optics"
    assert f'value="{pressed}"' in client.get(place).text
    typed = {"tile": args.get("tile", [""])[0], "note": "kept"}
    refused = client.post(place, data=typed | {"then": "show"})
    assert refused.status_code == 422 and f'value="{pressed}"' in refused.text
    answered = client.post(place, data=typed | {"then": pressed})
    assert answered.status_code == 200 and "kept</textarea>" in answered.text
    assert f'value="{pressed}"' not in answered.text
    chosen = (
        rf'<option[^>]* value="{number}" selected|<option selected value="{number}"|name="partners"[^>]*Halden Optics'
    )
    assert re.search(chosen, answered.text)
    assert [world.scalar(select(func.count(kind.id))) for kind in (Activity, Match)] == before
