"""Bringing the catalogue and the official wording into the database."""

import json
from copy import deepcopy
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from models.base import Base
from models.continuum.rulebook.reader import CatalogueProblem, parse_catalogue
from models.icmap import Descriptor, Indicator, Level, Outcome, Practice, RuleSet, Standard
from models.queries.catalogue import catalogue_on, latest_catalogue
from seed.catalogue import catalogue_data, load_catalogue
from seed.icmap_document import IncompleteDocument, parse_icmap_document
from seed.loader import (
    CatalogueNotLoaded,
    LoadSummary,
    RulesChanged,
    load_catalogue_rows,
    load_official_wording,
)
from tests.catalogues import as_stored_before

TABLES: tuple[type[Base], ...] = (Standard, Outcome, Indicator, Level, Descriptor, Practice, RuleSet)
# One rule set, one standard, five levels, three outcomes, sixteen indicators, eighty cells, 246 practices.
EVERYTHING = 1 + 1 + 5 + 3 + 16 + 80 + 246


def everything_stored(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Every column of every row of the map's tables, ids and marks included."""
    session.expire_all()
    return {
        table.__tablename__: [
            tuple(row) for row in session.execute(select(*inspect(table).columns).order_by(*inspect(table).primary_key))
        ]
        for table in TABLES
    }


def test_an_empty_database_gets_the_whole_map(session):
    summary = load_catalogue_rows(session)

    assert summary == LoadSummary(added=EVERYTHING)
    counts = {table.__tablename__: session.scalar(select(func.count()).select_from(table)) for table in TABLES}
    assert counts == {
        "standards": 1,
        "outcomes": 3,
        "indicators": 16,
        "levels": 5,
        "descriptors": 80,
        "practices": 246,
        "rule_sets": 1,
    }
    alliances = session.scalars(select(Indicator).where(Indicator.key == "EC3.SA1")).one()
    assert (alliances.code, alliances.position, alliances.outcome.code) == ("EC3.Strategic Alliances1", 16, "EC3")
    assert [practice.key for practice in alliances.practices][:3] == ["EC3.SA1.GS.1", "EC3.SA1.PR.1", "EC3.SA1.RE.1"]
    assert [cell.level for cell in alliances.descriptors] == [1, 2, 3, 4, 5]


def test_loading_twice_changes_nothing(session):
    load_catalogue_rows(session)
    session.commit()
    before = everything_stored(session)

    summary = load_catalogue_rows(session)

    assert not session.dirty
    session.commit()
    assert summary == LoadSummary(unchanged=EVERYTHING)
    assert everything_stored(session) == before


def test_the_stored_rules_read_back_as_the_catalogue(session):
    load_catalogue_rows(session)
    session.commit()
    session.expire_all()

    stored = session.scalars(select(RuleSet)).one()

    assert stored.in_force_from == date(2000, 1, 1)
    assert parse_catalogue(stored.content) == load_catalogue()


def reworded() -> dict[str, object]:
    """The catalogue as another version with one practice reworded and one removed."""
    data = deepcopy(catalogue_data())
    data["version"], data["in_force_from"] = "2027.1", "2027-07-01"
    practices = [row for row in data["practices"] if row["key"] != "EC2.L1.SU.6"]
    practices[0]["wording"] = "Leaders talk with key leaders."
    data["practices"] = practices
    return data


def test_a_new_version_stands_beside_the_old_one_and_retires_what_is_gone(session):
    load_catalogue_rows(session)
    ids = {row.key: row.id for row in session.scalars(select(Practice))}

    summary = load_catalogue_rows(session, reworded())

    assert (summary.added, summary.changed) == (1, 2)
    assert [row.version for row in session.scalars(select(RuleSet).order_by(RuleSet.in_force_from))] == [
        load_catalogue().version,
        "2027.1",
    ]
    gone = session.scalars(select(Practice).where(Practice.key == "EC2.L1.SU.6")).one()
    assert gone.retired_on == date(2027, 7, 1)
    assert {row.key: row.id for row in session.scalars(select(Practice))} == ids
    assert session.scalars(select(Practice).where(Practice.key == "EC1.L1.GS.1")).one().wording == (
        "Leaders talk with key leaders."
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": load_catalogue().version, "in_force_from": "2000-01-01"}, "Other rules are stored as version"),
        ({"version": "2027.1", "in_force_from": "2000-01-01"}, "is in force from 2000-01-01 already"),
    ],
)
def test_rules_never_change_under_the_feet_of_past_days(session, change, message):
    load_catalogue_rows(session)
    session.commit()
    before = everything_stored(session)

    with pytest.raises(RulesChanged, match=message):
        load_catalogue_rows(session, {**reworded(), **change})
    session.commit()

    assert everything_stored(session) == before


def test_a_catalogue_that_is_not_sound_changes_nothing(sqlite_session):
    data = deepcopy(catalogue_data())
    data["practices"][3]["level"] = "XX"

    with pytest.raises(CatalogueProblem):
        load_catalogue_rows(sqlite_session, data)

    assert sqlite_session.scalar(select(func.count()).select_from(RuleSet)) == 0


@pytest.fixture
def second_is_newest(monkeypatch):
    """The second version's rules are those an installation works by."""
    monkeypatch.setattr("seed.loader.NEWEST", "2026.2")


def as_the_first_version_left_it(session: Session) -> str:
    """Store the first version's rules as it stored them itself, and give them as text."""
    load_catalogue_rows(session, catalogue_data("2026.1"))
    session.commit()
    stored = session.scalars(select(RuleSet)).one()
    assert (stored.version, stored.in_force_from) == ("2026.1", date(2000, 1, 1))
    return json.dumps(stored.content)


def first_days(session: Session) -> list[tuple[str, date]]:
    return [
        tuple(row)
        for row in session.execute(select(RuleSet.version, RuleSet.in_force_from).order_by(RuleSet.in_force_from))
    ]


UPGRADE = date(2026, 11, 25)


def test_an_installation_that_began_with_the_first_rules_keeps_them_for_its_days(session, second_is_newest):
    before = as_the_first_version_left_it(session)

    load_catalogue_rows(session, today=UPGRADE)
    session.commit()
    session.expire_all()

    assert first_days(session) == [("2026.1", date(2000, 1, 1)), ("2026.2", UPGRADE)]
    assert json.dumps(session.scalars(select(RuleSet).where(RuleSet.version == "2026.1")).one().content) == before
    assert [catalogue_on(session, day).version for day in (date(2025, 6, 30), date(2026, 11, 24), UPGRADE)] == [
        "2026.1",
        "2026.1",
        "2026.2",
    ]
    assert latest_catalogue(session).in_force_from == UPGRADE
    # Screens speak the newest version's words.
    practice = session.scalars(select(Practice).where(Practice.key == "EC1.L4.FI.1")).one()
    assert practice.wording == load_catalogue("2026.2").practices["EC1.L4.FI.1"].wording


def test_an_upgrade_on_a_later_day_again_changes_nothing(session, second_is_newest):
    as_the_first_version_left_it(session)
    load_catalogue_rows(session, today=UPGRADE)
    session.commit()
    before = everything_stored(session)

    summary = load_catalogue_rows(session, today=date(2027, 3, 1), newest_from=date(2027, 7, 1))
    session.commit()

    assert (summary.added, summary.changed) == (0, 0)
    assert everything_stored(session) == before


def test_a_new_installation_has_the_newest_rules_only(session, second_is_newest):
    load_catalogue_rows(session, today=UPGRADE)

    assert first_days(session) == [("2026.2", date(2000, 1, 1))]
    assert catalogue_on(session, date(1999, 12, 31)).version == "2026.2"


def test_a_new_installation_may_keep_the_older_rules_before_a_day(session, second_is_newest):
    load_catalogue_rows(session, today=UPGRADE, newest_from=date(2026, 7, 1))

    assert first_days(session) == [("2026.1", date(2000, 1, 1)), ("2026.2", date(2026, 7, 1))]
    assert session.scalar(select(func.count()).select_from(Practice)) == 246


def test_first_rules_that_were_changed_by_hand_are_told_and_left(session, second_is_newest):
    as_the_first_version_left_it(session)
    stored = session.scalars(select(RuleSet)).one()
    stored.content = {**stored.content, "thresholds": {"level_share": 0.7}}
    session.commit()

    with pytest.raises(RulesChanged, match=r"Other rules are stored as version 2026\.1"):
        load_catalogue_rows(session, today=UPGRADE)

    session.rollback()
    assert first_days(session) == [("2026.1", date(2000, 1, 1))]


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_official_wording_is_stored_beside_our_own(session, build_document):
    text = build_document().replace("EC3.Leaders2\tFly the kite that", "EC3.Leaders2\tLet the kite fly that")
    load_catalogue_rows(session)

    summary = load_official_wording(session, parse_icmap_document(text), at=NOON)
    session.commit()
    session.expire_all()

    assert summary == LoadSummary(added=100)
    standard = session.scalars(select(Standard)).one()
    assert (standard.official, standard.loaded_at) == ("A kite school is one in which every kite flies.", NOON)
    dialogue = session.scalars(select(Indicator).where(Indicator.code == "EC3.Leaders2")).one()
    assert dialogue.official_at_a_glance == "Let the kite fly that EC3.Leaders2 built"
    assert dialogue.official_map == "Fly the kite that EC3.Leaders2 built"
    assert dialogue.outcome.official_map == "Kites of EC3 fly together."
    assert [cell.official for cell in dialogue.descriptors] == [
        f"Kite EC3.Leaders2 flies {level} meters high." for level in range(1, 6)
    ]
    assert [cell.summary for cell in dialogue.descriptors] == list(
        load_catalogue().indicators["EC3.Leaders2"].summaries
    )


def test_loading_the_same_document_twice_changes_nothing(session, build_document):
    load_catalogue_rows(session)
    load_official_wording(session, parse_icmap_document(build_document()), at=NOON)
    session.commit()
    before = everything_stored(session)

    summary = load_official_wording(session, parse_icmap_document(build_document()))
    session.commit()

    assert summary == LoadSummary(unchanged=100)
    assert everything_stored(session) == before


def test_another_edition_changes_only_what_it_says_otherwise(session, build_document):
    load_catalogue_rows(session)
    load_official_wording(session, parse_icmap_document(build_document()), at=NOON)
    later = datetime(2026, 9, 1, tzinfo=UTC)
    edition = build_document().replace("Kite EC1.Teachers1 flies 3 meters", "Kite EC1.Teachers1 flies 30 meters")

    summary = load_official_wording(session, parse_icmap_document(edition), at=later)

    assert summary == LoadSummary(changed=1, unchanged=99)
    assert session.scalars(select(Standard)).one().loaded_at == later


def test_the_catalogue_loaded_again_keeps_the_official_wording(session, build_document):
    load_catalogue_rows(session)
    load_official_wording(session, parse_icmap_document(build_document()), at=NOON)
    session.commit()
    before = everything_stored(session)

    load_catalogue_rows(session)
    session.commit()

    assert everything_stored(session) == before


def test_a_refused_document_changes_nothing(session, build_document):
    load_catalogue_rows(session)
    load_official_wording(session, parse_icmap_document(build_document()), at=NOON)
    session.commit()
    before = everything_stored(session)
    spoilt = build_document(lambda code, level: "" if (code, level) == ("EC2.Leaders1", 3) else "<p>Other.</p>")

    with pytest.raises(IncompleteDocument) as refusal:
        load_official_wording(session, parse_icmap_document(spoilt))

    session.commit()
    assert refusal.value.missing == ["EC2.Leaders1: Refining and Expanding"]
    assert everything_stored(session) == before


def test_official_wording_needs_the_catalogue_first(sqlite_session, build_document):
    with pytest.raises(CatalogueNotLoaded, match="continuum init"):
        load_official_wording(sqlite_session, parse_icmap_document(build_document()))


def test_a_summary_says_itself():
    assert str(LoadSummary(2, 1) + LoadSummary(unchanged=4)) == "2 added, 1 changed, 4 unchanged"


def test_a_version_that_was_stored_before_its_lists_were_open_goes_on_and_stays_as_it_was_stored(session):
    stored = as_stored_before()
    load_catalogue_rows(session, stored)
    session.commit()

    assert load_catalogue_rows(session, today=UPGRADE).changed == 0
    assert session.scalars(select(RuleSet.content)).all() == [stored]


def test_other_rules_under_the_version_that_is_stored_are_refused_all_the_same(session):
    stored = as_stored_before()
    stored["thresholds"]["lapse_days"] += 1
    load_catalogue_rows(session, stored)

    with pytest.raises(RulesChanged, match=r"2026\.2"):
        load_catalogue_rows(session, today=UPGRADE)
