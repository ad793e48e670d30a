""" "Why this level?" tells the engine's answer, with links whose counts agree."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.icmap import Indicator
from models.records import RecordStatus
from seed.loader import load_catalogue_rows
from tests.cast import Cast, school_named
from tests.factories import TODAY, an_activity
from tests.tracker.conftest import ClientAs

PAGE = "/indicators/ec3-teachers1"


@pytest.fixture
def told(db_session: Session) -> Session:
    """Teachers told students and families, and gave the PTA one talk."""
    load_catalogue_rows(db_session)
    school = school_named(db_session)
    for audience in ("students", "families", "pta"):
        an_activity(db_session, school, audience=(audience,), occurred_on=TODAY - timedelta(days=30))
    db_session.commit()
    return db_session


def page_of(client_as: ClientAs, address: str = PAGE) -> str:
    answer = client_as(Cast.SLT).get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_heading_says_the_level_and_the_way_to_the_next(client_as: ClientAs, told: Session) -> None:
    assert "Progressing, 0 % of the way to Refining and Expanding" in page_of(client_as)


def test_archiving_one_record_changes_level_and_text_at_once(client_as: ClientAs, told: Session) -> None:
    from models.activities import Activity

    talk = next(one for one in told.scalars(select(Activity)) if "pta" in one.audience)
    talk.archive()
    told.commit()
    page = page_of(client_as)
    assert "Getting Started" in re.search(r"<h1>(.*?)</h1>", page, re.S).group(1)  # type: ignore[union-attr]
    assert "Still needed: 1 more activity" in page


def test_a_past_day_reads_as_it_was(client_as: ClientAs, told: Session) -> None:
    past = (TODAY - timedelta(days=60)).isoformat()
    assert "no level on record yet" in page_of(client_as, f"{PAGE}?on={past}")


@pytest.mark.parametrize("on", ["tomorrow", "2026-02-30", "9999-01-01", "1066-10-14", "x" * 5000])
def test_a_day_that_cannot_be_asked_about_is_said_and_answered_for_today(
    client_as: ClientAs, told: Session, on: str
) -> None:
    assert "this is how it stands today" in page_of(client_as, f"{PAGE}?on={on}")


def test_the_count_of_records_equals_the_list_it_links_to(client_as: ClientAs, told: Session) -> None:
    page = page_of(client_as)
    links = re.findall(r'href="(/activities\?practice=[^"]+)">(\d+) record', page)
    assert links
    client = client_as(Cast.SLT)
    for address, number in links:
        listed = client.get(address.replace("&amp;", "&")).get_data(as_text=True)
        assert len(re.findall(r'class="row-link"', listed)) == int(number), address


def test_every_practice_shows_its_rule_and_the_page_says_once_whose_setting_it_is(
    client_as: ClientAs, told: Session
) -> None:
    page = page_of(client_as)
    assert "At least 4 acts of advocacy by teachers in 3 quarters of the last 12 months." in page
    assert page.count("our setting, not the map’s") == 1
    assert "docs/settings.md" in page


def test_the_official_wording_is_shown_once_it_is_loaded(client_as: ClientAs, told: Session) -> None:
    assert "Our own short wording" in page_of(client_as)
    indicator = told.scalars(select(Indicator).where(Indicator.code == "EC3.Teachers1")).one()
    for cell in indicator.descriptors:
        cell.official = f"Published cell {cell.level}:\n• first item\n• second item"
    told.commit()
    page = page_of(client_as)
    assert "Our own short wording" not in page
    assert "Published cell 2:" in page and "second item" in page


def test_an_indicator_without_rules_says_so_and_shows_its_practices(client_as: ClientAs, told: Session) -> None:
    page = page_of(client_as, "/indicators/ec1-leaders1")
    assert "not judged from records yet" in page


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (Cast.POINT_PERSON, 200), (Cast.SLT, 200), (Cast.SCHOOL_ADMIN, 200), (Cast.CONTRIBUTOR, 200),
        (Cast.VIEWER, 200), (Cast.ALLIANCE, 403), (Cast.NOBODY, 302),
    ],
)  # fmt: skip
def test_who_may_ask_why(client_as: ClientAs, told: Session, person: Cast, status: int) -> None:
    assert client_as(person).get(PAGE).status_code == status


def test_an_unknown_indicator_does_not_exist(client_as: ClientAs, told: Session) -> None:
    assert client_as(Cast.SLT).get("/indicators/ec9-leaders1").status_code == 404


def test_drafts_count_nowhere(client_as: ClientAs, told: Session) -> None:
    def without_token() -> str:
        return re.sub(r'name="csrf_token"\s+value="[^"]+"', "", page_of(client_as))

    before = without_token()
    an_activity(told, school_named(told), audience=("sic",), record_status=RecordStatus.DRAFT)
    told.commit()
    assert without_token() == before
