"""The dashboards as a browser asks them: every outcome and year, of an empty, a new and a full school."""

from __future__ import annotations

import shutil
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.actions import Action
from models.database import make_engine
from models.icmap import RuleSet
from seed.catalogue import catalogue_data
from tests.callbacks import CALLBACK, DASHBOARD, links_in, questions
from tests.cast import OTHER_SCHOOL, PARTNER, SCHOOL, Cast, partner_named, school_named
from tests.factories import TODAY, a_partner, a_school_partner, an_activity
from tests.record_files import bring_demo
from tests.tracker.conftest import ClientAs
from tracker.config import Settings

# On one worker: each would make the schools for itself.
pytestmark = pytest.mark.xdist_group("dashboards")

# Judged by the newer rules only; and an outcome of which neither judges anything.
NEWLY_JUDGED, NOT_JUDGED = "EC3.Students1", "EC1"
# How its strip of months begins within an answer.
STRIP = f'data-strip=\\"{NEWLY_JUDGED}'
NEWER_FROM = date(2025, 7, 1)
COMMUNICATION = f"{DASHBOARD}communication"
PARTNERSHIPS = f"{DASHBOARD}partnerships"
THE_YEAR = f"{DASHBOARD}year"
OUTCOMES = ("", "EC1", "EC2", "EC3")
# The running year, the first one of the newer rules' predecessors, one before all records, one that is none.
YEARS = ("", "2024-25", "2023-24", "1990-91", "1066-67")


def rules_without(*indicators: str, version: str, since: date) -> dict[str, Any]:
    """Write the product's rules as a version that judges these indicators not at all."""
    data = deepcopy(catalogue_data())
    keys = tuple(f"{one['key']}." for one in data["indicators"] if one["code"].startswith(indicators))
    data["practices"] = [one for one in data["practices"] if not one["key"].startswith(keys)]
    data["groups"] = {key: group for key, group in data["groups"].items() if not key.startswith(keys)}
    data["ladders"] = [one for one in data["ladders"] if not any(key in str(one) for key in keys)]
    return {**data, "version": version, "in_force_from": since.isoformat()}


@pytest.fixture(scope="module")
def schools(cast_database: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Databases under two versions of the rules: the cast's school empty, new, and full."""
    made = {}
    for kind in ("empty", "new", "full"):
        made[kind] = tmp_path_factory.mktemp(kind) / "continuum.db"
        shutil.copy(cast_database, made[kind])
        engine = make_engine(f"sqlite:///{made[kind]}")
        with Session(engine) as session:
            session.execute(delete(RuleSet))
            for content in (
                rules_without(NEWLY_JUDGED, NOT_JUDGED, version="older", since=date(2000, 1, 1)),
                rules_without(NOT_JUDGED, version="newer", since=NEWER_FROM),
            ):
                since = date.fromisoformat(content["in_force_from"])
                session.add(RuleSet(version=content["version"], in_force_from=since, content=content))
            session.flush()
            if kind == "new":
                an_activity(session, school_named(session))
            if kind == "full":
                bring_demo(session, school_named(session), "c")
            session.commit()
        engine.dispose()
    return made


@pytest.fixture(params=["empty", "new", "full"])
def settings(request: pytest.FixtureRequest, schools: dict[str, Path], tmp_path: Path) -> Settings:
    shutil.copy(schools[request.param], tmp_path / "continuum.db")
    return Settings(testing=True, data_dir=tmp_path, today=TODAY)


def counts_in(told: str, path: str) -> set[tuple[str, str]]:
    """List the numbers that lead to a list, each with its address."""
    return {(text, href) for text, href in links_in(told) if text.isdigit() and href.startswith(path)}


def answers(client: FlaskClient, search: str, path: str = DASHBOARD) -> str:
    """Ask everything that a browser asks at an address; gives all that was answered."""
    told = []
    asked = questions(client, search, path)
    assert asked, "the dashboards ask nothing: the test is broken"
    for question in asked:
        answer = client.post(CALLBACK, json=question)
        assert answer.status_code == 200, (search, question["output"], answer.text[:300])
        told.append(answer.text)
    return "".join(told)


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("year", YEARS)
def test_every_outcome_and_year_is_answered(client_as: ClientAs, outcome: str, year: str) -> None:
    told = answers(client_as(Cast.SLT), f"?year={year}&outcome={outcome}")
    assert SCHOOL in told
    assert OTHER_SCHOOL not in told
    assert ("nothing of EC1 is judged from records yet" in told) is (outcome == NOT_JUDGED)


@pytest.mark.parametrize("path", ["continuum", "x/y?outcome=EC1", "_dash-nonsense"])
def test_no_page_stands_at_an_address_that_nothing_has(client_as: ClientAs, path: str) -> None:
    assert client_as(Cast.SLT).get(f"{DASHBOARD}{path}").status_code == 404


@pytest.mark.parametrize("path", [DASHBOARD, COMMUNICATION, PARTNERSHIPS, THE_YEAR])
def test_no_page_is_made_of_so_many_components_that_a_browser_is_slow_with_them(client_as: ClientAs, path: str) -> None:
    # Each is told of every change to any other: 1,700 took ten seconds.
    assert answers(client_as(Cast.SLT), "", path).count('"namespace"') < 300


def test_an_earlier_year_is_shown_by_the_rules_of_its_day(client_as: ClientAs) -> None:
    client = client_as(Cast.SLT)
    href = "ec3-students1?on="
    assert f"{href}{TODAY}" in answers(client, "?year=2025-26&outcome=EC3")
    # Of a school that has logged little or nothing, it is too early for that.
    now = answers(client, "?year=2025-26&outcome=EC3")
    assert (STRIP in now) is not ("oo early to say" in now)
    # Its name stands in the matrix, "not judged"; it has no growth to show.
    told = answers(client, "?year=2024-25&outcome=EC3")
    assert f"{href}2025-06-30" in told
    assert STRIP not in told


def test_the_pages_that_an_earlier_year_leads_to_know_its_rules(client_as: ClientAs) -> None:
    client = client_as(Cast.SLT)
    for on in ("2025-06-30", TODAY.isoformat()):
        for address in (
            f"/indicators/ec3-students1?on={on}",
            f"/indicators/ec3-teachers1?on={on}",
            f"/activities?indicator={NEWLY_JUDGED}&level=PR&on={on}",
            f"/activities?practice=EC3.S1.GS.1&on={on}",
        ):
            assert client.get(address).status_code == 200, address
    # What those rules do not know is left out of a list, which says so; a file could not.
    file = "/activities/export.csv?practice=EC3.S1.GS.1&on="
    assert client.get(f"{file}{TODAY.isoformat()}").status_code == 200
    refused = client.get(f"{file}2025-06-30")
    assert refused.status_code == 422 and "knows nothing of the name “EC3.S1.GS.1”" in refused.text


def test_what_is_still_to_come_is_not_counted_as_done_and_counts_lead_to_as_many_records(
    client_as: ClientAs, db_session: Session
) -> None:
    client = client_as(Cast.SLT)
    school = school_named(db_session)
    for days in (-1, 0):
        an_activity(db_session, school, occurred_on=TODAY + timedelta(days=days), channel=("info_night",))
    db_session.commit()
    done = client.post(CALLBACK, json=asked_of(client, "continuum-mix", "?year=2025-26")).text
    for days in (1, 40):
        an_activity(db_session, school, occurred_on=TODAY + timedelta(days=days), channel=("info_night",))
    db_session.commit()
    for year in ("2025-26", "2024-25"):
        told = client.post(CALLBACK, json=asked_of(client, "continuum-mix", f"?year={year}")).text
        assert year != "2025-26" or told == done
        counts = counts_in(told, "/activities")
        assert counts or year == "2024-25"
        for number, href in counts:
            assert f'<caption class="sr-only">{number} ' in client.get(href).text, href


def test_every_number_of_the_reach_leads_to_as_many_records(client_as: ClientAs) -> None:
    client = client_as(Cast.SLT)
    for asked in (
        "year=2024-25&outcome=EC3",
        "from=2025-11-10&to=2026-03-04&by=teachers",
        "from=2023-01-10&to=2026-03-04&audience=families",
        "year=2025-26&indicator=EC3.Teachers1",
    ):
        told = answers(client, f"?{asked}", COMMUNICATION).replace(r"\u002f", "/")
        counts = counts_in(told, "/activities")
        assert bool(counts) is ("has no activity " not in told)
        for number, href in counts:
            kept = dict(parse_qsl(asked)).keys() - {"year", "from", "to"}
            assert kept <= dict(parse_qsl(urlsplit(href).query)).keys() or "practice=" in href
            assert f'<caption class="sr-only">{number} ' in client.get(href).text, href


def test_a_partner_of_another_school_narrows_nothing_and_its_own_narrows_every_page(
    client_as: ClientAs, db_session: Session
) -> None:
    theirs = a_school_partner(db_session, school_named(db_session, OTHER_SCHOOL), a_partner(db_session, "Secret Farm"))
    own = partner_named(db_session)
    an_activity(db_session, school_named(db_session), partners=[own], audience=("families",), channel=("meeting",))
    db_session.commit()
    ours, other = own.id, theirs.partner_id
    db_session.rollback()
    client = client_as(Cast.SLT)
    for path in (COMMUNICATION, PARTNERSHIPS):
        told = answers(client, f"?partner={other}", path)
        assert "is no partner of the school" in told and "Secret Farm" not in told
        narrowed = answers(client, f"?partner={ours}", path).replace(r"\u002f", "/")
        assert f"with {PARTNER}" in narrowed


def test_a_page_about_one_indicator_names_it_instead_of_counting_to_one(client_as: ClientAs) -> None:
    told = answers(client_as(Cast.SLT), f"?indicator={NEWLY_JUDGED}", DASHBOARD)
    assert "one of one indicator" not in told and "Students communicate and advocate" in told


def test_who_acted_is_kept_from_page_to_page_and_the_page_says_so(client_as: ClientAs) -> None:
    client = client_as(Cast.SLT)
    told = answers(client, "?year=2025-26&by=teachers", COMMUNICATION).replace(r"\u002f", "/")
    assert "by teachers" in told
    assert "/dashboards/partnerships?year=2025-26&by=teachers" in told.replace(r"\u0026", "&").replace("&amp;", "&")
    assert "is nobody that activities name" in answers(client, "?by=nobody", COMMUNICATION)


def test_every_number_of_the_year_leads_to_as_many_actions(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.SLT)
    school = school_named(db_session)
    for days, done in ((-3, None), (5, None), (5, TODAY), (40, None)):
        due = TODAY + timedelta(days=days)
        action = Action(school=school, what=f"Call {days} {done}", due_on=due, done_on=done, entered_on=TODAY)
        db_session.add(action)
    db_session.commit()
    told = answers(client, "?year=2025-26", THE_YEAR).replace(r"\u002f", "/")
    assert "one is late" in told and OTHER_SCHOOL not in told
    counts = counts_in(told, "/actions")
    assert len(counts) > 3
    for number, href in counts:
        assert f'<caption class="sr-only">{number} ' in client.get(href).text, href


def test_who_may_not_read_partnerships_is_not_offered_their_dashboard_and_gets_no_answer(client_as: ClientAs) -> None:
    [page, question] = questions(client_as(Cast.SLT), "", PARTNERSHIPS)
    viewer = client_as(Cast.CONTRIBUTOR)
    assert viewer.get(PARTNERSHIPS).status_code == 403
    assert [viewer.post(CALLBACK, json=one).status_code for one in (page, question)] == [403, 403]
    assert PARTNERSHIPS not in answers(viewer, "", COMMUNICATION).replace(r"\u002f", "/")


def test_the_choice_of_pages_keeps_the_year_and_each_page_asks_only_its_own(client_as: ClientAs) -> None:
    client = client_as(Cast.SLT)
    told = answers(client, "?year=2024-25", COMMUNICATION).replace(r"\u002f", "/")
    assert "/dashboards/?year=2024-25" in told and "/dashboards/communication?year=2024-25" in told
    assert [one["output"] for one in questions(client, "", COMMUNICATION)] == [
        "dashboard-page.children",
        "communication.children",
    ]
    assert client.get(f"{COMMUNICATION}?year=2024-25").status_code == 200


def asked_of(client: FlaskClient, part: str, search: str) -> dict[str, Any]:
    return next(one for one in questions(client, search) if one["output"] == f"{part}.children")
