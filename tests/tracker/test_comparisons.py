"""Then and now on screen: who sees it, which days it takes, and that it tells no more than is on record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from seed.loader import load_catalogue_rows
from tests.cast import Cast, school_named
from tests.factories import TODAY, an_activity
from tests.tracker.conftest import ClientAs
from tests.tracker.years.steps import at_riverside

PAGE = "/comparisons"
READERS = frozenset(
    {Cast.POINT_PERSON, Cast.SLT, Cast.SCHOOL_ADMIN, Cast.CONTRIBUTOR, Cast.VIEWER, Cast.DISTRICT_ADMIN}
)


@pytest.fixture
def told(db_session: Session) -> Session:
    """Teachers told families two years long, and the PTA since the spring."""
    load_catalogue_rows(db_session)
    school = school_named(db_session)
    for months in range(26):
        day = TODAY - timedelta(days=30 * months + 1)
        an_activity(db_session, school, audience=("families",), occurred_on=day)
    an_activity(db_session, school, title="<b>PTA</b> talk", audience=("pta",), occurred_on=TODAY - timedelta(days=9))
    an_activity(db_session, school, audience=("students",), occurred_on=TODAY - timedelta(days=8))
    db_session.commit()
    return db_session


def test_everybody_at_school_compares_and_an_alliance_does_not(client_as: ClientAs, told: Session) -> None:
    for person in Cast:
        status = at_riverside(client_as, told, person).get(PAGE).status_code
        other = 200 if person is Cast.OTHER_POINT_PERSON else 403
        assert status == (200 if person in READERS else 302 if person is Cast.NOBODY else other), person
    assert "PTA" not in client_as(Cast.OTHER_POINT_PERSON).get(PAGE).text


def test_what_rose_is_named_with_the_records_behind_it(client_as: ClientAs, told: Session) -> None:
    page = client_as(Cast.SLT).get(PAGE).text
    assert "One of 16 indicators rose" in page
    assert "&lt;b&gt;PTA&lt;/b&gt; talk" in page
    assert "Month by month" in page
    row = page[page.index('<table class="then-now">') :]
    row = row[row.index("Teachers communicate") : row.index("</tr>", row.index("Teachers communicate"))]
    assert (
        "▲ rose" in row
        and row.count('class="lane rose to"') == row.count('class="lane rose from"') == 1
        and row.count(">now<") == 1
    )
    assert f"?then={TODAY.replace(year=TODAY.year - 1)}&amp;on=" in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("then=1066-10-14", "is not a day that can be asked about"),
        ("on=9999-01-01", "is not a day that can be asked about; today stands in its place"),
        ("on=2027-01-01", "That day lies ahead"),
        ("then=2026-03-01&on=2026-01-01", "in the order of time"),
        ("then=2010-01-01", "Our log begins on"),
        ("then=" + "x" * 5000, "is not a day"),
        ("then=2024-02-29&on=2024-02-29", "What our records show on Feb 29, 2024"),
    ],
)
def test_days_that_cannot_be_meant_are_said(client_as: ClientAs, told: Session, query: str, says: str) -> None:
    answer = client_as(Cast.SLT).get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    assert says in answer.text


def test_an_empty_school_has_nothing_to_compare_and_says_so(client_as: ClientAs, db_session: Session) -> None:
    load_catalogue_rows(db_session)
    db_session.commit()
    page = client_as(Cast.SLT).get(PAGE).text
    assert "Nothing is logged yet" in page
    assert "Month by month" not in page and "not yet logged" not in page
