"""The list of activities: filters in the address, what counted toward a practice, and the file for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from models.activities import ActivityKind
from models.needs import Match
from models.queries.continuum import continuum_of
from models.records import RecordStatus
from models.scope import Scope
from tests.cast import OTHER_SCHOOL, PARTNER, Cast, partner_named, school_named
from tests.factories import TODAY, a_need, a_partnership, an_activity, an_agreement
from tests.tracker.conftest import ClientAs
from tracker.extensions import db


def shown(client: FlaskClient, address: str = "/activities") -> list[str]:
    """Give the titles in the list, in order."""
    return re.findall(
        r'<tr class="whole">.*?row-link" href="/activities/\d+">([^<]*)<', client.get(address).text, re.DOTALL
    )


def fill(session: Session, *rows: dict[str, Any]) -> None:
    for row in rows:
        an_activity(session, school_named(session), **row)
    session.commit()


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Note the statements that requests send."""
    said: list[str] = []

    def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def test_an_empty_list_says_what_to_do(client_as: ClientAs) -> None:
    assert "Nothing is logged yet" in client_as(Cast.POINT_PERSON).get("/activities").text
    assert 'href="/log">Log something</a>\n</div>' not in client_as(Cast.VIEWER).get("/activities").text


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (Cast.POINT_PERSON, 200),
        (Cast.SLT, 200),
        (Cast.CONTRIBUTOR, 200),
        (Cast.VIEWER, 200),
        (Cast.ALLIANCE, 403),
        (Cast.OTHER_ALLIANCE, 403),
        (Cast.NOBODY, 302),
    ],
)
def test_staff_of_the_school_read_the_list_and_nobody_else(
    person: Cast, status: int, client_as: ClientAs, db_session: Session
) -> None:
    fill(db_session, {"title": "Riverside talk"})
    for address in ("/activities", "/activities/export.csv", "/activities?practice=EC3.T1.PR.2"):
        answer = client_as(person).get(address)
        assert answer.status_code == status
        assert ("Riverside talk" in answer.text) is (status == 200)


def test_another_school_sees_nothing_of_it(client_as: ClientAs, db_session: Session) -> None:
    fill(db_session, {"title": "Riverside talk"})
    client = client_as(Cast.OTHER_POINT_PERSON)
    assert shown(client) == []
    assert "Riverside talk" not in client.get("/activities/export.csv").text
    theirs = partner_named(db_session)
    assert theirs.name not in client.get(f"/activities?partner={theirs.id}").text


def test_filters_stand_in_the_address_and_are_said_in_words(client_as: ClientAs, db_session: Session) -> None:
    fill(
        db_session,
        {"title": "wanted"},
        {"title": "by students", "by": ("students",)},
        {"title": "last year", "occurred_on": date(2025, 6, 30)},
        {"title": "a letter", "activity_kind": ActivityKind.ADVOCACY},
    )
    client = client_as(Cast.POINT_PERSON)
    address = "/activities?year=2025-26&by=teachers&kind=communication&channel=presentation&audience=pta"
    page = client.get(address).text
    assert shown(client, address) == ["wanted"]
    assert "1 communication activity, 2025-26, by teachers, through presentation, for PTA/PTO" in page
    without_year = re.search(r'href="([^"]*)"><b>Year</b>', page)
    assert without_year is not None
    assert shown(client, without_year[1].replace("&amp;", "&")) == ["wanted", "last year"]


@pytest.mark.parametrize(
    "nonsense",
    [
        "year=2025-27", "year=x", "kind=gossip", "by=martians", "channel=%27", "partner=999", "partner=x",
        "status=gone", "from=soon", "to=2026-02-30", "practice=EC9.X1.GS.1", "indicator=EC9", "level=9", "on=never",
        "sort=secret", "page=x", "q=" + "x" * 101, "q=%00", "unknown=1",
    ],
)  # fmt: skip
def test_what_an_address_asks_in_vain_is_left_out_and_said(
    nonsense: str, client_as: ClientAs, db_session: Session
) -> None:
    fill(db_session, {"title": "still here"})
    answer = client_as(Cast.POINT_PERSON).get(f"/activities?{nonsense}")
    assert answer.status_code == 200
    assert "still here" in answer.text and "It was left out" in answer.text


def test_heads_sort_both_ways_and_keep_the_filters(client_as: ClientAs, db_session: Session) -> None:
    fill(db_session, {"title": "b", "people": 1}, {"title": "a", "people": 2}, {"title": "c", "people": None})
    client = client_as(Cast.POINT_PERSON)
    assert shown(client, "/activities?sort=title") == ["a", "b", "c"]
    assert shown(client, "/activities?sort=-title") == ["c", "b", "a"]
    assert shown(client, "/activities?sort=-people") == ["a", "b", "c"]
    page = client.get("/activities?sort=title&by=teachers").text
    assert 'aria-sort="ascending"' in page and "by=teachers&amp;sort=-title" in page


def test_pages_hold_fifty_and_lead_on(client_as: ClientAs, db_session: Session) -> None:
    fill(
        db_session, *({"title": f"T{number:02}", "occurred_on": TODAY - timedelta(days=number)} for number in range(52))
    )
    client = client_as(Cast.POINT_PERSON)
    assert len(shown(client)) == 50
    assert 'rel="next" href="/activities?page=2"' in client.get("/activities").text
    assert shown(client, "/activities?page=2") == ["T50", "T51"]
    assert shown(client, "/activities?page=99") == ["T50", "T51"]


def test_drafts_and_archived_ones_stand_aside_with_a_link(client_as: ClientAs, db_session: Session) -> None:
    fill(
        db_session,
        {"title": "counts"},
        {"title": "not yet", "record_status": RecordStatus.DRAFT},
        {"title": "gone", "record_status": RecordStatus.ARCHIVED},
    )
    client = client_as(Cast.POINT_PERSON)
    page = client.get("/activities").text
    assert shown(client) == ["counts"]
    assert "1 draft one" in page and "status=draft" in page
    assert shown(client, "/activities?status=draft") == ["not yet"]


def test_a_practice_lists_exactly_the_records_that_the_engine_counted(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    school = school_named(db_session)
    fill(
        db_session,
        *({"title": f"T{number}", "occurred_on": TODAY - timedelta(days=40 * number)} for number in range(14)),
        {"title": "no PTA", "audience": ("civic",)},
        {"title": "twice that day"},
        {"title": "not yet", "record_status": RecordStatus.DRAFT},
    )
    client = client_as(Cast.VIEWER)
    with app.app_context():
        continuum = continuum_of(db.session, scope=Scope.of_school(school.id))
        practices = continuum.rules_on(TODAY.toordinal()).practices_of("EC3.Teachers1")
        counted = {
            (practice.key, day): len(continuum.records(practice.key, day))
            for practice in practices
            for day in (TODAY, TODAY - timedelta(days=200))
        }
    assert len(set(counted.values())) > 3
    for (practice, day), number in counted.items():
        assert len(shown(client, f"/activities?practice={practice}&on={day}")) == number, (practice, day)
    page = client.get(f"/activities?practice=EC3.T1.PR.2&on={TODAY}").text
    assert "not needed for this: others of that day already do it" in page
    assert "counted toward Teachers communicate and advocate: “" in page


def test_a_level_lists_every_record_of_its_practices_once(client_as: ClientAs, db_session: Session) -> None:
    fill(
        db_session,
        {"title": "to the PTA"},
        {"title": "to the staff", "audience": ("staff",)},
        {"title": "to students", "audience": ("students",)},
    )
    client = client_as(Cast.VIEWER)
    # What is said to the PTA counts for two practices of Progressing, and for one of Getting Started. So does, by the
    # second rules, what is said to the School Improvement Council.
    for level, titles in (
        ("PR", ["to the PTA", "to the staff"]),
        ("2", ["to the PTA", "to the staff"]),
        ("GS", ["to students", "to the PTA"]),
    ):
        assert sorted(shown(client, f"/activities?indicator=EC3.Teachers1&level={level}&on={TODAY}")) == titles, level


def test_records_of_other_kinds_that_counted_are_listed_with_their_pages(
    client_as: ClientAs, db_session: Session
) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    need = a_need(db_session, school, critical=True, data=("workforce",))
    db_session.add(Match(school=school, partner=partner, need=need, occurred_on=TODAY - timedelta(days=9)))
    an_agreement(db_session, a_partnership(db_session, school, partner), submitted_on=TODAY - timedelta(days=300))
    db_session.commit()
    page = client_as(Cast.VIEWER).get(f"/activities?practice=EC2.L1.GS.2&on={TODAY}").text
    assert "Other records that counted" in page and "Request to a partner" in page and PARTNER in page


def test_the_list_sends_the_same_number_of_statements_for_few_and_for_many(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    partner = partner_named(db_session)
    client = client_as(Cast.POINT_PERSON)
    counts = []
    for rows in (1, 40):
        fill(db_session, *({"partners": [partner]} for _ in range(rows)))
        client.get("/activities")
        with statements(app) as said:
            client.get("/activities")
        counts.append(len(said))
    assert counts[0] == counts[1] <= 24, said


def test_the_file_holds_the_list_as_filtered_and_runs_nothing(client_as: ClientAs, db_session: Session) -> None:
    fill(
        db_session,
        {"title": '=HYPERLINK("http://evil.example")', "note": "@SUM(A1)", "people": 5},
        {"title": "+1", "link": "-2", "by": ("students",)},
        {"title": "plain, with a comma", "partners": [partner_named(db_session)], "audience": ("pta", "sic")},
        {"title": "left out", "occurred_on": date(2024, 1, 1)},
    )
    answer = client_as(Cast.VIEWER).get("/activities/export.csv?year=2025-26")
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["what"] for row in rows} == {'\'=HYPERLINK("http://evil.example")', "'+1", "plain, with a comma"}
    for row in rows:
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    plain = next(row for row in rows if row["what"].startswith("plain"))
    assert (plain["with"], plain["for"], plain["by"]) == (PARTNER, "PTA/PTO; School Improvement Council", "Teachers")


def test_the_file_of_another_school_is_its_own(client_as: ClientAs, db_session: Session) -> None:
    an_activity(db_session, school_named(db_session, OTHER_SCHOOL), title="Hilltop only")
    db_session.commit()
    assert "Hilltop only" in client_as(Cast.OTHER_POINT_PERSON).get("/activities/export.csv").text
    assert "Hilltop only" not in client_as(Cast.POINT_PERSON).get("/activities/export.csv").text
