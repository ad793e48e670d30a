"""What the continuum dashboard and home tell of levels, by the product's own rules: all sixteen indicators."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from dashboards.figures.matrix import FELL, GHOST, ROSE
from dashboards.pages.standing import LEGEND
from models.continuum.continuum import Continuum
from models.continuum.judging.answers import Status
from models.queries.catalogue import catalogue_on
from models.queries.comparisons import Moved, moved_between
from models.queries.continuum import continuum_of
from models.queries.steps_away import steps_away
from models.scope import Scope
from models.wording import day_words
from seed.catalogue import load_catalogue
from seed.loader import load_catalogue_rows
from tests.callbacks import CALLBACK, questions, read
from tests.cast import Cast, school_named
from tests.factories import TODAY, an_activity
from tests.record_files import bring_demo
from tests.tracker.conftest import ClientAs
from tests.tracker.test_dashboards import YEARS, answers, asked_of

GAPS_YEAR, GAPS_DAY = "2024-25", date(2025, 6, 30)


@pytest.fixture(params=["empty", "new", "full"])
def kind(request: pytest.FixtureRequest, db_session: Session) -> str:
    """The cast's school empty, new, and full."""
    load_catalogue_rows(db_session)
    if request.param == "new":
        an_activity(db_session, school_named(db_session))
    if request.param == "full":
        bring_demo(db_session, school_named(db_session), "c")
    db_session.commit()
    return str(request.param)


@pytest.fixture
def full(db_session: Session) -> Session:
    load_catalogue_rows(db_session)
    bring_demo(db_session, school_named(db_session), "c")
    db_session.commit()
    return db_session


def engine_of(session: Session) -> Continuum:
    return continuum_of(session, scope=Scope.of_school(school_named(session).id))


def parts(answer: Any) -> Iterator[dict[str, Any]]:
    """Walk all components of what Dash answered."""
    if isinstance(answer, list):
        for one in answer:
            yield from parts(one)
    elif isinstance(answer, dict):
        if "props" in answer:
            yield answer
        for one in answer.values():
            yield from parts(one)


def text_of(answer: Any) -> str:
    """Say all that is read of a component, in its order."""
    if isinstance(answer, list):
        return "".join(map(text_of, answer))
    if isinstance(answer, dict):
        return text_of(answer["props"].get("children"))
    return "" if answer is None else str(answer)


def standing_of(client: FlaskClient, search: str = "") -> list[Any]:
    told = client.post(CALLBACK, json=asked_of(client, "continuum-standing", search))
    assert told.status_code == 200
    found: list[Any] = read(json.loads(told.text))["response"]["continuum-standing"]["children"]
    return found


def rows_of(standing: list[Any]) -> dict[str, dict[str, Any]]:
    """Find the rows of the matrix by the indicator's code."""
    matrix = next(one for one in parts(standing) if one["props"].get("id") == "matrix")
    rows = {}
    for row in (one for one in parts(matrix) if one["type"] == "Tr"):
        codes = [text_of(one) for one in parts(row) if one["type"] == "Small"]
        if codes:
            rows[codes[0]] = row
    return rows


def supported_cell(row: dict[str, Any]) -> str:
    """Read the cell of the supported level; empty where there is none."""
    cells = [one for one in parts(row) if one["type"] == "Td"]
    return next((text_of(one) for one in cells if one["props"].get("className", "").endswith(" here")), "")


def test_every_outcome_is_answered_in_every_year(client_as: ClientAs, kind: str) -> None:
    client = client_as(Cast.SLT)
    for outcome in ("", "EC1", "EC2", "EC3"):
        for year in YEARS:
            told = answers(client, f"?year={year}&outcome={outcome}")
            assert "judged from records yet" not in told, (outcome, year)


def test_the_matrix_has_all_sixteen_indicators_and_their_levels(client_as: ClientAs, full: Session) -> None:
    rows = rows_of(standing_of(client_as(Cast.SLT)))
    answer = engine_of(full).on(TODAY)
    assert list(rows) == list(load_catalogue().indicators)
    for code, row in rows.items():
        assert bool(supported_cell(row)) is bool(answer.indicators[code].supported), code


def test_gaps_stand_beside_every_level_that_has_some(client_as: ClientAs, full: Session) -> None:
    rows = rows_of(standing_of(client_as(Cast.SLT), f"?year={GAPS_YEAR}"))
    found = engine_of(full).on(GAPS_DAY).indicators
    numbers = {code: len(one.gaps) for code, one in found.items()}
    assert sum(map(bool, numbers.values())) >= 2
    for code, row in rows.items():
        cell = supported_cell(row)
        assert ("missing" in cell) is bool(numbers[code]), code
        assert not numbers[code] or f"{numbers[code]} missing" in cell


def test_a_level_is_outlined_where_the_team_said_all_that_is_there_and_nothing_is_on_record(
    client_as: ClientAs, full: Session
) -> None:
    rows = rows_of(standing_of(client_as(Cast.SLT)))
    outlined = {}
    for code, answer in engine_of(full).on(TODAY).indicators.items():
        cells = [one["props"] for one in parts(rows[code]) if one["type"] == "Td"]
        looks = {name.split()[0]: name.split() for one in cells if (name := one.get("className", "")).startswith("s")}
        for level in answer.levels[: answer.supported]:
            there = [answer.practices[key] for unit in level.units for key in unit.practices]
            there = [one for one in there if one.status in (Status.MET, Status.HELD)]
            is_said = bool(there) and all(one.attested for one in there)
            outlined[code, level.level] = is_said
            if f"s{level.level}" in looks:
                assert ("said" in looks[f"s{level.level}"]) is is_said, (code, level.level)
    assert len(set(outlined.values())) == 2


def test_the_legend_says_every_mark(client_as: ClientAs, full: Session) -> None:
    told = text_of(standing_of(client_as(Cast.SLT)))
    assert all(words in told for words in LEGEND)


def test_a_school_of_which_nobody_has_said_anything_is_no_wall_of_zeros(client_as: ClientAs, kind: str) -> None:
    if kind == "full":
        pytest.skip("somebody has said something there")
    standing = standing_of(client_as(Cast.SLT), "?outcome=EC1")
    seen = [text_of(one) for one in parts(standing) if "share" in str(one["props"].get("className", "")).split()]
    assert "0%" not in seen
    assert "for the team to say" in text_of(standing)


def test_no_page_tells_a_possible_level(client_as: ClientAs, full: Session) -> None:
    client = client_as(Cast.SLT)
    for told in (answers(client, ""), client.get("/").text):
        assert "possible" not in told.lower().replace("possible partners", "").replace("possible contribution", "")


def test_a_drawing_neither_weighs_records_nor_looks_for_falls_that_it_does_not_show(
    client_as: ClientAs, full: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a dashboard does not show this")

    for name in ("weighed_records", "holds_until", "falls", "listing"):
        monkeypatch.setattr(Continuum, name, refuse)
    client = client_as(Cast.SLT)
    assert [client.post(CALLBACK, json=one).status_code for one in questions(client)] == [200] * 4
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("letter", ["a", "b"])
def test_what_is_closest_says_what_one_record_more_would_do(
    client_as: ClientAs, db_session: Session, letter: str
) -> None:
    load_catalogue_rows(db_session)
    bring_demo(db_session, school_named(db_session), letter)
    db_session.commit()
    continuum = engine_of(db_session)
    steps = steps_away(continuum, catalogue_on(db_session, TODAY), on=TODAY)
    for step in steps:
        raising = [one for one in continuum.one_more(step.code, TODAY) if one.raises]
        assert step.by_one is bool(raising)
    told = text_of(standing_of(client_as(Cast.SLT)))
    home = client_as(Cast.SLT).get("/").text
    assert any(step.by_one for step in steps)
    for step in steps:
        if step.by_one:
            assert f"{step.level} with one more record: {step.missing}" in told
            assert f"<b>{step.level}</b> with one more record: {step.missing}" in home
        else:
            assert f"Still needed: {step.missing}" in home


def test_a_level_that_falls_within_ninety_days_is_told_with_its_day_and_cause(
    client_as: ClientAs, db_session: Session
) -> None:
    load_catalogue_rows(db_session)
    for audience, days in (("students", 30), ("families", 30), ("pta", 400)):
        on = TODAY - timedelta(days=days)
        an_activity(db_session, school_named(db_session), audience=(audience,), occurred_on=on)
    db_session.commit()
    lapse = next(one for one in engine_of(db_session).lapses("EC3.Teachers1", TODAY) if one.supported == 1)
    standing = standing_of(client_as(Cast.SLT))
    assert "One level would fall" in text_of(standing)
    assert load_catalogue().practices[lapse.key].wording in text_of(standing)
    row = supported_cell(rows_of(standing)["EC3.Teachers1"])
    assert f"falls on {day_words(lapse.on)} if nothing is added" in row


def test_what_stops_counting_and_costs_no_level_is_told_apart(client_as: ClientAs, db_session: Session) -> None:
    load_catalogue_rows(db_session)
    bring_demo(db_session, school_named(db_session), "b")
    db_session.commit()
    standing = standing_of(client_as(Cast.SLT))
    assert "would fall" not in text_of(standing)
    assert "No level changes with it." in text_of(standing)
    assert not any("if nothing is added" in supported_cell(row) for row in rows_of(standing).values())


def test_compared_with_a_year_before_moved_indicators_carry_a_ghost_and_an_arrow(
    client_as: ClientAs, full: Session
) -> None:
    continuum, then = engine_of(full), TODAY.replace(year=TODAY.year - 1)
    moved = [moved_between(continuum, code, then, TODAY) for code in continuum.rulebook[-1].judged]
    full.rollback()
    client = client_as(Cast.SLT)
    beside, alone = (answers(client, search) for search in ("?with=before", ""))
    rose, fell = (sum(one is wanted for one in moved) for wanted in (Moved.ROSE, Moved.FELL))
    assert rose + fell

    def times(sign: str, told: str) -> int:
        return max(told.count(sign), told.count(json.dumps(sign)[1:-1]))

    assert (times(ROSE, beside), times(FELL, beside)) == (rose, fell)
    assert times(GHOST, beside) > rose + fell and not times(GHOST, alone)
