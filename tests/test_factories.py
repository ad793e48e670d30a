"""What tests are made of says only what the product knows: every code of a made record is in the catalogue."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from models.exchange.kinds import KINDS
from models.queries.records import rows_of_kind
from seed.catalogue import load_catalogue
from tests import factories

# Factories of records; each is given what it asks for.
RECORDS = (
    "a_school_partner", "a_contact", "a_need", "an_activity", "a_partnership", "an_agreement", "a_commitment",
    "a_contribution", "an_evaluation",
)  # fmt: skip


@pytest.fixture
def made(sqlite_session: Session) -> int:
    """A school with one record out of each factory; gives its number."""
    school = factories.a_school(sqlite_session)
    partner = factories.a_partner(sqlite_session)
    factories.a_school_partner(sqlite_session, school, partner)
    factories.a_contact(sqlite_session, school, partner)
    factories.a_need(sqlite_session, school)
    factories.an_activity(sqlite_session, school)
    partnership = factories.a_partnership(sqlite_session, school, partner)
    factories.an_agreement(sqlite_session, partnership)
    factories.a_commitment(sqlite_session, partnership)
    factories.a_contribution(sqlite_session, school, partner)
    factories.an_evaluation(sqlite_session, partnership)
    return school.id


def test_every_factory_of_records_is_looked_at() -> None:
    others = {"a_district", "a_school", "a_user", "a_membership", "a_partner"}
    found = {name for name in vars(factories) if name.startswith(("a_", "an_"))}
    assert found - others == set(RECORDS)


def test_factories_use_only_codes_that_the_catalogue_knows(sqlite_session: Session, made: int) -> None:
    vocabularies = load_catalogue().vocabularies
    unknown, looked_at, kinds = [], 0, set()
    for name, kind in KINDS.items():
        for _record, row in rows_of_kind(sqlite_session, made, name):
            kinds.add(name)
            for column in kind.columns.values():
                given = row.get(column.name)
                if column.choices is None or given is None:
                    continue
                for code in given if isinstance(given, tuple) else (given,):
                    looked_at += 1
                    code = code[1] if isinstance(code, tuple) else code
                    if code not in vocabularies.get(column.choices, {code}):
                        unknown.append(f"{name}.{column.name}: {code}")
    assert unknown == []
    assert looked_at > 10
    assert len(kinds) >= len(RECORDS) - 1  # contacts have no file of their own
