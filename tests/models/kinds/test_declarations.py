"""Every kind of record says all of itself in one place, and what it says is so."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Date, inspect
from sqlalchemy.orm import Session

from models.accounts import School
from models.continuum.evidence.evidence import Evidence
from models.continuum.evidence.reading import FACTS_OF
from models.continuum.language.fields import FACTS
from models.exchange.choices import Words, vocabularies_of
from models.exchange.kinds import KINDS as FILES
from models.history import UNTOLD
from models.kinds.columns import TIME_LINES, Holds
from models.partners import Contact
from models.queries.history import history_of
from models.queries.record_names import name_records
from models.record_kinds import KINDS, RECORD_KINDS
from models.records import Record
from models.scope import Scope
from models.tables import metadata
from seed.catalogue import load_catalogue
from tests.factories import a_contact, a_partner
from tests.models.continuum.rows import school as engine_for
from tests.record_files import a_ruled_school, bring, bring_what_others_name
from tests.record_rows import ROWS

# What school and partner tell each other of an entry that waits.
BETWEEN_THEM = {"returned_on", "school_word"}
# What only a screen takes down; no file has a column for it.
ON_SCREENS_ONLY = {
    "agreement": {"renews_id"},
    "activity": {"archived_because"} | BETWEEN_THEM,
    "contribution": BETWEEN_THEM,
    "workforce": BETWEEN_THEM,
    "transition": BETWEEN_THEM,
    "match": {"answered_by_id", "answered_by_contact_id", "reply", "replied_on"},
    "contact": {"no_mail_since"},
    "partnership": {"shown_on"},
    "commitment": {"workforce_need_id"},  # in files it stands under `serves_workforce`
    "evaluation": {"academic_note", "social_note", "physical_note"} | BETWEEN_THEM,
    "attestation": {"document_id"},  # in files it stands under `file`
    "org": {"partner_id"},  # in files it stands under `name`
}
every_kind = pytest.mark.parametrize("name", KINDS)
every_file = pytest.mark.parametrize("name", FILES)


def _attributes(name: str) -> set[str]:
    return set(inspect(KINDS[name].table).column_attrs.keys())


def test_every_table_of_records_is_declared_once() -> None:
    tables = {mapper.class_ for mapper in Record.registry.mappers if issubclass(mapper.class_, Record)}
    assert {kind.table for kind in KINDS.values()} == tables
    assert len(KINDS) == len(tables)
    assert all(kind.table.__table__.metadata is metadata for kind in KINDS.values())
    assert {name: kind.table for name, kind in KINDS.items()} == RECORD_KINDS


@every_kind
def test_a_kind_has_nouns_for_one_and_for_several(name: str) -> None:
    kind = KINDS[name]
    assert kind.noun
    assert kind.nouns
    assert kind.noun != kind.nouns
    assert len({other.noun for other in KINDS.values()} | {other.nouns for other in KINDS.values()}) == 2 * len(KINDS)


@every_kind
def test_a_kind_is_known_by_a_day_and_by_words_that_its_table_has(name: str) -> None:
    kind = KINDS[name]
    columns = kind.table.__table__.columns
    assert kind.known_on
    assert all(isinstance(columns[day].type, Date) for day in kind.known_on)
    assert set(kind.about) <= _attributes(name)
    names_a_partner = {"partner_id", "partnership_id"} & _attributes(name)
    assert kind.about or names_a_partner or name in ("exemption", "logstart")


@every_kind
def test_a_kind_has_files_or_says_why_not(name: str) -> None:
    kind = KINDS[name]
    assert bool(kind.columns) != bool(kind.without_file)
    assert (name in FILES) == bool(kind.columns)


@every_file
def test_every_column_of_a_file_is_stored_and_everything_stored_has_its_column(name: str) -> None:
    kind = KINDS[name]
    # These stand in tables of their own, or in the directory.
    elsewhere = {Holds.PARTNERS, Holds.TERM, Holds.TERM_MARK, Holds.FILE, Holds.REFS, Holds.STAGES, Holds.PEOPLE}
    here = {
        column.stored_as
        for column in kind.columns.values()
        if column.holds not in elsewhere and not column.in_directory and column.name != "written_on"
    }
    assert here <= _attributes(name)
    bookkeeping = (UNTOLD | {"school_id"}) - {"ref"}
    assert _attributes(name) - here - bookkeeping == ON_SCREENS_ONLY.get(name, set())


@every_file
def test_dates_that_must_follow_each_other_are_dates_of_the_kind(name: str) -> None:
    kind = KINDS[name]
    for earlier, later, _ in kind.in_order:
        assert kind.columns[earlier].holds is kind.columns[later].holds is Holds.DATE


@every_kind
def test_every_field_of_a_kind_has_a_label(name: str) -> None:
    kind = KINDS[name]
    labels = {attribute: kind.label_of(attribute) for attribute in _attributes(name) - UNTOLD}
    assert all(label and label[0].isupper() and "_" not in label for label in labels.values()), labels
    assert set(kind.labels) <= _attributes(name)
    # Two fields of one kind under one label could not be told apart in its history.
    assert len(set(labels.values())) == len(labels), labels


def test_every_list_of_codes_is_worded_by_vocabularies_that_exist() -> None:
    catalogue = load_catalogue()
    for name, choices in Words.of(catalogue).lists.items():
        known = {code for vocabulary in vocabularies_of(name) for code in catalogue.vocabularies.get(vocabulary, {})}
        # What the database holds to is worded by its code where the rules of the day have no list for it.
        assert set(choices.labels) <= known or not known, name


# ---- What the engine makes of it


def _rows(*, without: str = "") -> dict[str, list[dict[str, Any]]]:
    """Give a row of every kind, of contributions one in each direction, and what other rows name."""
    # What is unread no query gives to the engine.
    read = {name: means for name, (_, means) in ROWS.items() if not KINDS[name].read.unread}
    rows = {name: [{"ref": f"{name}-1", **means}] for name, means in read.items()}
    [gift] = rows["contribution"]
    rows["contribution"].append({**gift, "ref": "contribution-2", "direction": "to_school"})
    rows["commitment"][0]["ref"] = gift["commitment"]
    rows["need"].append({**rows["need"][0], "ref": rows["match"][0]["need"]})
    rows["partnership"].append({**rows["partnership"][0], "ref": rows["agreement"][0]["partnership"]})
    return {name: some for name, some in rows.items() if name != without}


def _evidence(*, without: str = "") -> Evidence:
    return engine_for(_rows(without=without)).evidence


@every_kind
def test_a_kind_says_what_the_engine_makes_of_it(name: str) -> None:
    read = KINDS[name].read
    assert bool(read.facts or read.context) != bool(read.unread)
    assert set(read.facts) <= FACTS.keys()


@every_kind
def test_the_engine_gets_the_facts_that_a_kind_declares_and_no_others(name: str) -> None:
    found = {kind for kind, some in _evidence().facts.items() for fact in some if fact.record[0] == name}
    assert found == set(KINDS[name].read.facts)


@every_file
def test_what_a_kind_is_beside_its_facts_reaches_the_engine_and_what_is_unread_does_not(name: str) -> None:
    read = KINDS[name].read
    if read.unread:
        assert name not in _rows()
    elif read.context:
        assert _evidence() != _evidence(without=name)


def test_the_engine_turns_no_row_into_facts_whose_kind_does_not_say_so() -> None:
    assert {name for name in FACTS_OF if not KINDS[name].read.facts} == set()


@every_file
def test_a_record_counts_from_the_day_it_is_known_by(name: str) -> None:
    kind = KINDS[name]
    if not kind.read.facts:
        return
    plainest = [fact for fact in _evidence().facts[kind.read.facts[0]] if fact.record[0] == name]
    if name in ("transition", "roster"):  # whether dialogue went on, or somebody was inducted, is known only later
        return
    row = _rows()[name][0]
    assert min(date.fromordinal(fact.on) for fact in plainest) == next(row[day] for day in kind.known_on if row[day])


# ---- What people read of it


def _the_row(session: Session, name: str) -> tuple[School, int]:
    """Store one record of a kind with all its columns."""
    school = a_ruled_school(session)
    bring_what_others_name(session, school)
    bring(session, school, name, {"ref": "the-row", "note": "A reason", **ROWS[name][0]})
    session.commit()
    table = KINDS[name].table
    [record] = session.query(table).filter(table.ref == "the-row").all()
    return school, record.id


@every_file
def test_the_history_tells_every_field_by_its_label(sqlite_session: Session, name: str) -> None:
    school, number = _the_row(sqlite_session, name)
    entries = history_of(sqlite_session, Scope.of_school(school.id), name, number)
    told = {line.name for entry in entries for line in entry.lines}
    kind = KINDS[name]
    plain = [column for column in kind.columns.values() if column.holds not in TIME_LINES and column.name != "ref"]
    # Empty, a directory's or an owner's: the page that shows the history is about it.
    untold = {"written_on", "partnership", "commitment", *(column.name for column in plain if column.in_directory)}
    # A history tells the document of an attestation, not what a file calls it; and a need by its text.
    labels = {
        kind.label_of("document_id" if column.holds is Holds.FILE else column.stored_as)
        for column in plain
        if column.name not in untold and (column.name in ROWS[name][0] or column.name == "note")
    }
    assert labels <= told


@every_file
def test_a_record_is_named_by_its_noun_its_words_and_its_day(sqlite_session: Session, name: str) -> None:
    school, number = _the_row(sqlite_session, name)
    named = name_records(sqlite_session, [(name, "the-row")], scope=Scope.of_school(school.id))[name, "the-row"]
    means = ROWS[name][1]
    kind = KINDS[name]
    assert named.id == number
    assert named.what == ("MOU" if name == "agreement" else kind.noun)
    assert named.about
    assert named.on == next(means[day] for day in kind.known_on if means[day])


def test_a_contact_is_named_by_the_organisation_it_belongs_to(sqlite_session: Session) -> None:
    school = a_ruled_school(sqlite_session)
    contact = a_contact(sqlite_session, school, a_partner(sqlite_session, "Town Library"))
    sqlite_session.commit()
    key = (Contact.kind, contact.ref)
    named = name_records(sqlite_session, [key], scope=Scope.of_school(school.id))[key]
    assert (named.what, named.about) == ("contact", "Town Library")


@pytest.mark.parametrize(
    ("name", "field", "code", "told"),
    [
        ("training", "topic", "role", "Topic: Roles in a partnership"),
        ("match", "answer", "fulfilled", "Answer: Fulfilled"),
        ("roster", "group", "Teachers; alumni;families", "Group: Teachers, Alumni, Parents and families"),
        ("exemption", "what", "EC2.S1.FI.1", "What: Students on their own initiative apply for internships"),
        ("contribution", "direction", "from_school", "Direction: From"),
    ],
)
def test_codes_are_told_in_the_words_of_the_list_that_the_kind_takes_them_from(
    sqlite_session: Session, name: str, field: str, code: str, told: str
) -> None:
    school = a_ruled_school(sqlite_session)
    bring_what_others_name(sqlite_session, school)
    cells = {"ref": "the-row", "note": "A reason", **ROWS[name][0], field: code}
    bring(sqlite_session, school, name, cells)
    sqlite_session.commit()
    table = KINDS[name].table
    [record] = sqlite_session.query(table).filter(table.ref == "the-row").all()
    [entry] = history_of(sqlite_session, Scope.of_school(school.id), name, record.id)
    assert any(line.text.startswith(told) for line in entry.lines), [line.text for line in entry.lines]


def test_declarations_stand_below_everything_that_loops_over_them() -> None:
    modules = {name for name in sys.modules if name.startswith("models.kinds.")}
    assert modules == {"models.kinds.columns", "models.kinds.kind"}
    imported = {
        line.split()[1]
        for name in modules
        for line in Path(str(sys.modules[name].__file__)).read_text(encoding="utf-8").splitlines()
        if line.startswith("from models")
    }
    assert imported <= {*modules, "models.addresses", "models.records", "models.words"}
