"""Rows of a school: the same after a round through the tables, few queries, and levels that follow from them."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from models.activities import Activity
from models.exchange.cells import Cells
from models.exchange.choices import Words
from models.exchange.kinds import KINDS
from models.exchange.reading import read_records
from models.exchange.time_lines import dated
from models.history import History
from models.icmap import RuleSet
from models.kinds.columns import Row
from models.partners import Partner
from models.queries.catalogue import NoRules, catalogue_on, latest_catalogue, rulebook
from models.queries.continuum import continuum_of
from models.queries.records import record_rows
from models.scope import OutsideScope, Scope
from seed.catalogue import catalogue_data, load_catalogue
from tests.calls import counted_calls
from tests.demo_table import as_printed, cells
from tests.factories import a_school, an_activity
from tests.record_files import DEMO, a_ruled_school, bring_demo, store_rules

LETTERS = "abc"
LAST_DAYS = (date(2025, 6, 30), date(2026, 6, 30))


def demo_schools(session: Session) -> list[int]:
    """Bring the three demo schools into one district; their ids in the order of the table."""
    store_rules(session)
    ids = []
    for letter in LETTERS:
        school = a_school(session)
        for kind, summary in bring_demo(session, school, letter).items():
            assert summary.refused == [], kind
            assert summary.added > 0
        ids.append(school.id)
    session.commit()
    return ids


def rows_as_parsed(letter: str) -> dict[str, list[Row]]:
    """Read a demo school's files without any table: every row complete, as if stored."""
    words = Words.of(load_catalogue())
    parsed: dict[str, list[Row]] = {}
    for name, kind in KINDS.items():
        path = DEMO / letter / f"{name}.csv"
        known = {ref: {row["ref"]: 0 for row in rows} for ref, rows in parsed.items()}
        partners = {row["name"]: 0 for row in parsed.get("org", [])}
        cells = Cells(words, partners=partners, refs=known)
        reading = read_records(kind, path.read_bytes(), cells=cells) if path.exists() else None
        rows = []
        for _, row in reading.rows if reading else []:
            complete = {column.name: column.nothing for column in kind.columns.values()} | row
            if name == "attestation":
                complete["document"] = complete["file"] is not None
            rows.append(dated(kind, complete, unsaid="active") if name == "partnership" else complete)
        parsed[name] = rows
    return parsed


def test_the_demos_files_come_back_from_the_tables_as_they_were_read(session: Session) -> None:
    ids = demo_schools(session)
    for school_id, letter in zip(ids, LETTERS, strict=True):
        assert record_rows(session, school_id) == rows_as_parsed(letter)


def test_the_demos_files_give_the_levels_worked_out_by_hand(session: Session) -> None:
    ids = demo_schools(session)
    found, wanted = {}, {}
    for letter, code, year, text in cells():
        engine = continuum_of(session, scope=Scope.of_school(ids[LETTERS.index(letter)]))
        found[letter, code, year] = as_printed(engine.on(LAST_DAYS[year - 1]).indicators[code])
        wanted[letter, code, year] = text
    assert found == wanted


def test_rows_hold_this_schools_records_alone(sqlite_session: Session) -> None:
    school = a_ruled_school(sqlite_session)
    other = a_school(sqlite_session)
    an_activity(sqlite_session, other)
    rows = record_rows(sqlite_session, school.id)
    assert set(rows) == set(KINDS)
    assert not any(rows.values())


def test_reading_a_school_takes_the_same_few_queries_however_much_it_recorded(sqlite_engine: Engine) -> None:
    def queries(session: Session, school_id: int) -> int:
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            asked.append(statement)

        event.listen(sqlite_engine, "before_cursor_execute", note)
        record_rows(session, school_id)
        event.remove(sqlite_engine, "before_cursor_execute", note)
        return len(asked)

    with Session(sqlite_engine) as session:
        empty = a_ruled_school(session)
        full = a_school(session)
        bring_demo(session, full, "c")
        session.commit()
        assert queries(session, full.id) == queries(session, empty.id) <= len(KINDS) + 6


def test_answers_are_kept_until_a_record_changes(session: Session) -> None:
    school = a_ruled_school(session)
    session.commit()
    scope = Scope.of_school(school.id)
    first = continuum_of(session, scope=scope)
    assert continuum_of(session, scope=scope) is first

    activity = an_activity(session, school)
    session.commit()
    second = continuum_of(session, scope=scope)
    assert second is not first
    assert len(second.evidence.facts["activity"]) == 1

    activity.archive()
    session.commit()
    assert not continuum_of(session, scope=scope).evidence.facts.get("activity")


def test_a_change_that_was_rolled_back_is_not_given_to_the_next_reader(session: Session) -> None:
    school = a_ruled_school(session)
    session.commit()
    scope = Scope.of_school(school.id)
    an_activity(session, school, ref="gone")
    assert [fact.record[1] for fact in continuum_of(session, scope=scope).evidence.facts["activity"]] == ["gone"]
    session.rollback()

    an_activity(session, school, ref="stays")
    session.commit()
    assert [fact.record[1] for fact in continuum_of(session, scope=scope).evidence.facts["activity"]] == ["stays"]


def test_a_new_version_of_the_rules_is_seen_at_once_and_past_days_keep_theirs(session: Session) -> None:
    school = a_ruled_school(session)
    session.commit()
    scope = Scope.of_school(school.id)
    before = continuum_of(session, scope=scope)
    changed = {**catalogue_data(), "version": "2030.1", "in_force_from": "2030-01-01"}
    session.add(RuleSet(version="2030.1", in_force_from=date(2030, 1, 1), content=changed))
    session.commit()

    after = continuum_of(session, scope=scope)
    assert after is not before
    assert after.on(date(2029, 12, 31)).rules == before.on(date(2029, 12, 31)).rules
    assert after.on(date(2030, 1, 1)).rules == "2030.1"
    assert catalogue_on(session, date(2029, 12, 31)).version != "2030.1"
    assert catalogue_on(session, date(2030, 1, 1)).version == "2030.1"
    assert catalogue_on(session, date(1990, 1, 1)) is rulebook(session)[0]
    assert latest_catalogue(session).version == "2030.1"


def test_a_version_of_the_rules_is_parsed_once(sqlite_session: Session) -> None:
    store_rules(sqlite_session)
    sqlite_session.commit()
    assert rulebook(sqlite_session)[0] is rulebook(sqlite_session)[0]


def test_without_rules_the_message_says_what_to_run(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    with pytest.raises(NoRules, match="Run `continuum init` first"):
        continuum_of(sqlite_session, scope=Scope.of_school(school.id))


@pytest.mark.parametrize("scope", [Scope(), Scope(school_ids=frozenset({1, 2})), Scope(partner_id=1)])
def test_levels_are_for_readers_of_one_school(sqlite_session: Session, scope: Scope) -> None:
    store_rules(sqlite_session)
    with pytest.raises(OutsideScope):
        continuum_of(sqlite_session, scope=scope)


def test_a_partners_change_of_category_reaches_the_levels(session: Session) -> None:
    [school_id, *_] = demo_schools(session)
    scope = Scope.of_school(school_id)
    before = continuum_of(session, scope=scope)
    session.scalars(select(Partner).where(Partner.name == "P05")).one().category = "industry"
    session.commit()
    assert continuum_of(session, scope=scope) is not before
    assert session.scalar(select(sa.func.count(History.id)).where(History.record_kind == "partner")) > 0


def test_reading_an_activity_takes_few_calls_however_many_there_are(sqlite_session: Session) -> None:
    school = a_ruled_school(sqlite_session)

    def calls_for(more: int) -> int:
        rows = [
            {"school_id": school.id, "occurred_on": date(2025, 1, 1 + number % 28), "activity_kind": "communication"}
            | {"ref": f"a{more}-{number}", "by": ("leaders",), "audience": ("families", "pta")}
            for number in range(more)
        ]
        sqlite_session.execute(sa.insert(Activity), rows)
        with counted_calls() as calls:
            assert len(record_rows(sqlite_session, school.id)["activity"]) >= more
        return calls()

    calls_for(10)
    few, many = calls_for(90), calls_for(2000)
    # Nine for a row; a row read through the mapper takes more than a hundred.
    assert many - few <= 2000 * 12
