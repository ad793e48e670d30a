"""Half past eleven in New York, on a server in UTC where the next day has begun: every today is the school's."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboards.addresses import ENGAGEMENT
from models.accounts import District
from models.activities import Activity
from models.agreements import Agreement
from models.memberships import Membership
from models.partnerships import Partnership
from models.record_kinds import RECORD_KINDS
from models.records import Record, RecordStatus
from tests.callbacks import CALLBACK, questions
from tests.cast import Cast, district_of_cast, partner_named, school_named, user_of
from tests.factories import a_partnership, an_agreement
from tests.record_files import file_of
from tests.tracker.conftest import ClientAs
from tracker import clock
from tracker.cli import cli
from tracker.config import Settings

NEW_YORK = "America/New_York"
# The last evening of a school year.
EVENING = datetime(2026, 6, 30, 23, 30, tzinfo=ZoneInfo(NEW_YORK))
THAT_DAY, NEXT_DAY = date(2026, 6, 30), date(2026, 7, 1)
TALK = {"kind": "communication", "by": "teachers", "channel": "presentation", "audience": "pta", "title": "A talk"}


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """The clock runs: no day is frozen."""
    return Settings(testing=True, data_dir=tmp_path)


@pytest.fixture(autouse=True)
def evening(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The server lives in UTC, and it is that evening."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setattr(clock, "now", lambda: EVENING.astimezone(UTC))
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def new_york(db_session: Session) -> District:
    """The district says where it lives."""
    district = district_of_cast(db_session)
    district.time_zone = NEW_YORK
    db_session.commit()
    return district


@pytest.fixture
def paper(db_session: Session) -> Agreement:
    """An agreement whose last day is that day."""
    partnership = a_partnership(
        db_session, school_named(db_session), partner_named(db_session), started_on=date(2025, 7, 1),
        confirmed_on=(date(2026, 6, 1),),
    )  # fmt: skip
    paper = an_agreement(
        db_session, partnership, submitted_on=date(2025, 7, 1), signed_on=date(2025, 7, 1),
        starts_on=date(2025, 7, 1), ends_on=THAT_DAY,
    )  # fmt: skip
    db_session.commit()
    return paper


def test_the_log_offers_the_schools_day(client_as: ClientAs, new_york: District) -> None:
    page = client_as(Cast.CONTRIBUTOR).get("/log?tile=other").text
    assert 'data-today="2026-06-30"' in page
    assert 'value="2026-06-30"' in page
    assert NEXT_DAY.isoformat() not in page


def test_a_district_without_a_zone_goes_by_the_server(client_as: ClientAs) -> None:
    assert 'data-today="2026-07-01"' in client_as(Cast.CONTRIBUTOR).get("/log?tile=other").text


def test_what_is_logged_for_the_servers_day_is_still_to_come(
    client_as: ClientAs, db_session: Session, new_york: District
) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    for day in (THAT_DAY, NEXT_DAY):
        assert client.post("/log", data=TALK | {"occurred_on": day.isoformat()}).status_code == 302
    stored = db_session.scalars(select(Activity).order_by(Activity.occurred_on)).all()
    assert [one.record_status for one in stored] == [RecordStatus.CONFIRMED, RecordStatus.DRAFT]
    assert [one.entered_on for one in stored] == [THAT_DAY, THAT_DAY]


def test_an_agreement_ends_today_and_what_lies_ahead_is_refused(
    client_as: ClientAs, paper: Agreement, new_york: District
) -> None:
    client = client_as(Cast.POINT_PERSON)
    assert "ends today" in client.get(f"/agreements/{paper.id}").text
    assert "ends today" in client.get("/agreements").text
    refused = client.post(f"/agreements/{paper.id}/end", data={"on": NEXT_DAY.isoformat()})
    assert refused.status_code == 422
    assert "still to come" in refused.text


def test_home_and_dashboards_show_the_schools_day_and_year(client_as: ClientAs, new_york: District) -> None:
    client = client_as(Cast.POINT_PERSON)
    home = client.get("/").text
    assert "Tuesday, Jun 30, 2026." in home
    assert "School year 2025-26" in home
    told = "".join(client.post(CALLBACK, json=question).text for question in questions(client))
    assert "on Jun 30, 2026" in told
    assert "2026-27" not in told
    assert "2026-07-01" not in told
    assert 'max="2026-06-30"' in client.get("/indicators/ec3-teachers1").text
    assert "lies ahead" in client.get(f"/indicators/ec3-teachers1?on={NEXT_DAY}").text


def test_every_kind_of_record_entered_on_screen_has_the_schools_entry_day(
    client_as: ClientAs, db_session: Session, paper: Agreement, new_york: District
) -> None:
    client = client_as(Cast.POINT_PERSON)
    before = {kind: {one.id for one in db_session.scalars(select(table))} for kind, table in RECORD_KINDS.items()}
    partnership = db_session.scalars(select(Partnership)).one().id
    db_session.rollback()
    forms = {
        "/log": TALK | {"occurred_on": "2026-06-30"},
        f"/agreements/new?partnership={partnership}": {"agreement_kind": "mou"},
        f"/evaluations/new?partnership={partnership}": {
            "occurred_on": "2026-06-30", "side": "school", "strengths": "Punctual.",
        },
        "/partners/new": {"name": "Lens Makers", "category": "business", "added_on": "2026-06-30", "stage": "prospect"},
    }  # fmt: skip
    for address, data in forms.items():
        assert client.post(address, data=data).status_code == 302, address
    db_session.rollback()
    entered: dict[str, list[date]] = {}
    for kind, table in RECORD_KINDS.items():
        rows: list[Record] = list(db_session.scalars(select(table)))
        entered[kind] = [one.entered_on for one in rows if one.id not in before[kind]]
    days = {day for found in entered.values() for day in found}
    assert days == {THAT_DAY}
    assert {kind for kind, found in entered.items() if found} >= {"activity", "agreement", "evaluation", "org"}


def test_imported_rows_have_the_same_entry_day_as_typed_ones(
    app: Flask, db_session: Session, new_york: District, tmp_path: Path
) -> None:
    row = {"ref": "n1", "text": "Tools", "stated_on": "2026-06-01"}
    (tmp_path / "need.csv").write_text(file_of(row), encoding="utf-8")
    done = app.test_cli_runner().invoke(cli, ["import", "need", str(tmp_path / "need.csv"), "--school", "riverside"])
    assert done.exit_code == 0, done.output
    assert [one.entered_on for one in db_session.scalars(select(RECORD_KINDS["need"]))] == [THAT_DAY]


def test_progress_asks_about_the_schools_day(app: Flask, new_york: District) -> None:
    done = app.test_cli_runner().invoke(cli, ["progress", "riverside", "--json"])
    assert json.loads(done.output)["on"] == "2026-06-30"


def test_a_role_given_on_the_command_line_begins_on_the_schools_day(
    app: Flask, db_session: Session, new_york: District
) -> None:
    words = ("create-user", "new@school.example", "New One", "--password", "a-long-enough-one", "--role")
    for place in (("viewer", "--school", "riverside"), ("district_admin", "--district", new_york.name)):
        done = app.test_cli_runner().invoke(cli, [*words, *place])
        assert done.exit_code == 0, done.output
    begun = db_session.scalars(select(Membership).where(Membership.user.has(email="new@school.example")))
    assert {one.began_on for one in begun} == {THAT_DAY}


def test_moments_are_told_by_the_schools_clock(
    client_as: ClientAs, db_session: Session, paper: Agreement, new_york: District
) -> None:
    with client_as(Cast.POINT_PERSON).application.test_request_context():
        clock.use_place(NEW_YORK)
        assert f"{clock.here(EVENING.astimezone(UTC)):%d %H:%M}" == "30 23:30"


def test_a_membership_ends_when_the_schools_day_does(
    client_as: ClientAs, db_session: Session, new_york: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = user_of(db_session, Cast.CONTRIBUTOR)
    membership = db_session.scalars(select(Membership).where(Membership.user_id == person.id)).one()
    membership.ended_on = NEXT_DAY
    db_session.commit()
    client = client_as(Cast.CONTRIBUTOR)
    assert client.get("/log").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: (EVENING + timedelta(hours=1)).astimezone(UTC))
    assert client.get("/log").status_code == 403


def test_an_alliance_reads_by_the_day_of_the_directory_it_belongs_to(
    client_as: ClientAs, paper: Agreement, new_york: District
) -> None:
    assert "ends today" in client_as(Cast.ALLIANCE).get(ENGAGEMENT).text


def test_the_day_of_one_request_is_not_the_next_readers(
    app: Flask, client_as: ClientAs, db_session: Session, new_york: District
) -> None:
    far = District(name="Far District", time_zone="Pacific/Kiritimati")
    school = school_named(db_session, "Hilltop High")
    school.district = far
    db_session.add(far)
    db_session.commit()
    pages = [client_as(person).get("/log?tile=other").text for person in (Cast.OTHER_POINT_PERSON, Cast.POINT_PERSON)]
    assert ["2026-07-01" in page for page in pages] == [True, False]
