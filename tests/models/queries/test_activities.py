"""How activities are found again: criteria, orders, pages, and how many statements it takes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import ActivityKind
from models.queries.activities import (
    SORTS,
    ActivityFilter,
    count_uncounted,
    every_activity,
    find_activity,
    list_activities,
)
from models.queries.paging import PAGE_SIZE
from models.records import RecordStatus
from models.said_months import month_said
from models.scope import Scope
from tests.factories import TODAY, a_partner, a_school, an_activity


def scope_of(school: School) -> Scope:
    return Scope.of_school(school.id, district_id=school.district_id)


def test_another_schools_activities_do_not_exist(sqlite_session: Session) -> None:
    school, other = a_school(sqlite_session), a_school(sqlite_session)
    theirs = an_activity(sqlite_session, other)
    sqlite_session.commit()
    assert find_activity(sqlite_session, theirs.id, scope=scope_of(school)) is None
    assert list_activities(sqlite_session, ActivityFilter(), scope=scope_of(school)).total == 0
    alliance = Scope(partner_id=1)
    assert find_activity(sqlite_session, theirs.id, scope=alliance) is None


def titles(session: Session, school: School, **wanted: Any) -> list[str | None]:
    return [row.title for row in list_activities(session, ActivityFilter(**wanted), scope=scope_of(school)).rows]


def test_every_criterion_narrows_the_list(session: Session) -> None:
    school = a_school(session)
    acme = a_partner(session, "Acme 100%")
    an_activity(session, school, title="old", occurred_on=date(2024, 9, 1), note="Bridge_work")
    an_activity(
        session,
        school,
        title="letter",
        activity_kind=ActivityKind.ADVOCACY,
        by=("students",),
        channel=("letter_editor",),
        audience=("public",),
    )
    an_activity(
        session,
        school,
        title="lesson",
        activity_kind=ActivityKind.PARTNERSHIP,
        partners=[acme],
        topic=("events",),
        audience=(),
    )
    an_activity(session, school, title="gone", record_status=RecordStatus.ARCHIVED)
    session.commit()
    assert titles(session, school) == ["lesson", "letter", "old"]
    assert titles(session, school, kind=ActivityKind.ADVOCACY) == ["letter"]
    assert titles(session, school, by="students") == ["letter"]
    assert titles(session, school, channel="letter_editor") == ["letter"]
    assert titles(session, school, audience="public") == ["letter"]
    assert titles(session, school, topic="events") == ["lesson"]
    assert titles(session, school, partner_id=acme.id) == ["lesson"]
    assert titles(session, school, text="LESS") == ["lesson"]
    assert titles(session, school, text="100%") == ["lesson"]
    assert titles(session, school, text="bridge_w") == ["old"]
    assert titles(session, school, text="%") == ["lesson"]
    assert titles(session, school, start=date(2024, 9, 1), end=date(2024, 9, 2)) == ["old"]
    assert titles(session, school, end=date(2024, 9, 1)) == []
    assert titles(session, school, status=RecordStatus.ARCHIVED) == ["gone"]
    assert titles(session, school, refs=frozenset()) == []


def test_what_is_not_confirmed_is_counted_beside_the_list(session: Session) -> None:
    school = a_school(session)
    for status in (RecordStatus.DRAFT, RecordStatus.ARCHIVED, RecordStatus.ARCHIVED, RecordStatus.CANCELLED):
        an_activity(session, school, record_status=status)
    session.commit()
    found = count_uncounted(session, ActivityFilter(), scope=scope_of(school))
    assert found == {RecordStatus.DRAFT: 1, RecordStatus.ARCHIVED: 2}


@pytest.mark.parametrize("sort", sorted(SORTS))
@pytest.mark.parametrize("descending", [True, False])
def test_every_order_gives_each_activity_once_over_all_pages(session: Session, sort: str, descending: bool) -> None:
    school = a_school(session)
    for number in range(PAGE_SIZE + 7):
        an_activity(
            session,
            school,
            title=f"T{number % 5}",
            people=number % 3 or None,
            occurred_on=TODAY - timedelta(days=number % 4),
        )
    session.commit()
    seen: list[int] = []
    for number in (1, 2):
        page = list_activities(
            session, ActivityFilter(), scope=scope_of(school), sort=sort, descending=descending, page=number
        )
        seen += [row.id for row in page.rows]
    assert len(seen) == len(set(seen)) == PAGE_SIZE + 7
    exported = every_activity(session, ActivityFilter(), scope=scope_of(school), sort=sort, descending=descending)
    assert [row.id for row in exported] == seen


def test_a_page_past_the_end_gives_the_last(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    an_activity(sqlite_session, school, title="only")
    sqlite_session.commit()
    page = list_activities(sqlite_session, ActivityFilter(), scope=scope_of(school), page=99)
    assert (page.number, page.pages, len(page.rows)) == (1, 1, 1)


def test_a_list_takes_three_statements_however_many_rows(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    scope = scope_of(school)
    acme = a_partner(sqlite_session, "Acme")
    counts = []
    for rows in (1, 30):
        for _ in range(rows):
            an_activity(sqlite_session, school, partners=[acme])
        sqlite_session.commit()
        sqlite_session.expire_all()
        statements: list[str] = []

        def note(conn: Any, cursor: Any, statement: str, *rest: Any, said: list[str] = statements) -> None:
            if statement.lstrip().upper().startswith("SELECT"):
                said.append(statement)

        engine = sqlite_session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        page = list_activities(sqlite_session, ActivityFilter(), scope=scope)
        assert all(row.partners[0].name == "Acme" for row in page.rows)
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gears last March", ["2025-03-02"]),
        ("last march’s", ["2025-03-02", "2025-03-20"]),
        ("Gears, Mar 2024", ["2024-03-02"]),
        ("gears march", ["2024-03-02", "2025-03-02", "2026-03-02"]),
        ("March for Science", ["2025-07-01"]),
        ("gears last june", ["2025-06-02"]),
        ("gears last may", []),
    ],
)
def test_a_search_that_names_a_month_finds_what_was_done_in_it(session: Session, text: str, found: list[str]) -> None:
    school = a_school(session)
    for day in ("2024-03-02", "2025-03-02", "2025-06-02", "2026-03-02"):
        an_activity(session, school, title="Gears and levers", occurred_on=date.fromisoformat(day))
    an_activity(session, school, title="Bridges", occurred_on=date(2025, 3, 20))
    an_activity(session, school, title="March for Science", occurred_on=date(2025, 7, 1))
    wanted = ActivityFilter(text=text, said_month=month_said(text, TODAY))
    rows = list_activities(session, wanted, scope=Scope.of_school(school.id)).rows
    assert sorted(one.occurred_on.isoformat() for one in rows) == found
