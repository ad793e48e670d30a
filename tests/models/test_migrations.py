"""Models and migrations make the same tables, on both databases, forwards and back, and rows survive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from models.accounts import District, School
from models.agreements import Contribution
from models.columns import Codes, Dates, UtcDateTime
from models.continuum.language.vocabularies import FROM_SCHOOL, TO_SCHOOL
from models.database import make_engine
from models.migration import VERSIONS, configuration, current, is_current, migrate, step_back
from models.stewardship import RosterMember
from models.tables import metadata
from tests.conftest import DATABASES

VERSION_TABLE = "alembic_version"


@contextmanager
def _without_tables(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    """Open a database of one kind with no table at all."""
    if kind == "sqlite":
        engine = make_engine(f"sqlite:///{folder / 'empty.db'}")
        yield engine
        engine.dispose()
    else:
        with request.getfixturevalue("pg_server").fresh() as url:
            engine = make_engine(url)
            yield engine
            engine.dispose()


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with no table at all."""
    with _without_tables(request.param, request, tmp_path) as engine:
        yield engine


@pytest.fixture
def empty_like(engine: Engine, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of the same kind as `engine`."""
    with _without_tables(engine.dialect.name, request, tmp_path) as made:
        yield made


def _schema(engine: Engine) -> dict[str, Any]:
    """Describe every table in plain values, whatever the order in which its parts were made."""
    look = sa.inspect(engine)
    # Each asks for all tables at once: one by one they are three hundred statements.
    columns, keys = look.get_multi_columns(), look.get_multi_pk_constraint()
    others = {
        "foreign keys": look.get_multi_foreign_keys(),
        "unique": look.get_multi_unique_constraints(),
        "checks": look.get_multi_check_constraints(),
        "indexes": look.get_multi_indexes(),
    }
    return {
        table[1]: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"], column.get("comment"))
                for column in columns[table]
            },
            "primary key": keys[table],
            **{part: _by_name(found[table]) for part, found in others.items()},
        }
        for table in columns
        if table[1] != VERSION_TABLE
    }


def _by_name(parts: list[Any]) -> dict[str, str]:
    return {str(part["name"]): repr(sorted(part.items(), key=str)) for part in parts}


def _rows(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(sa.table(table))) or 0)


def _add_schools(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        district = District(name="Cedar Bend")
        session.add_all(
            School(district=district, slug=f"school-{number}", name=f"School {number}") for number in range(5)
        )


def test_migrations_make_the_tables_that_the_models_describe(engine: Engine, empty_like: Engine) -> None:
    migrate(empty_like)
    migrated = _schema(empty_like)
    described = _schema(engine)
    assert migrated.keys() == described.keys()
    for table, parts in described.items():
        assert migrated[table] == parts, table


def test_alembic_finds_nothing_left_to_migrate(empty: Engine) -> None:
    migrate(empty)
    with empty.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_twice_changes_nothing_and_keeps_every_row(empty: Engine) -> None:
    migrate(empty)
    _add_schools(empty)
    before = _schema(empty)
    migrate(empty)
    assert _schema(empty) == before
    assert _rows(empty, "schools") == 5


def test_every_revision_can_be_taken_back_and_brought_again(empty: Engine) -> None:
    revisions = [script.revision for script in ScriptDirectory.from_config(configuration(empty)).walk_revisions()]
    seen: list[dict[str, Any]] = []
    for revision in reversed(revisions):
        migrate(empty, revision)
        seen.append(_schema(empty))
    for after in reversed([{}, *seen[:-1]]):
        step_back(empty, "-1")
        assert _schema(empty) == after
    migrate(empty)
    assert _schema(empty) == seen[-1]


def test_rows_of_earlier_tables_survive_a_later_revision_and_its_return(empty: Engine) -> None:
    migrate(empty, "0001")
    with empty.begin() as connection:
        connection.execute(sa.insert(District).values(name="Cedar Bend"))
    migrate(empty)
    step_back(empty, "0001")
    with empty.connect() as connection:
        assert connection.scalars(sa.select(District.name)).all() == ["Cedar Bend"]


def _insert_records(connection: sa.Connection, table: str, *rows: dict[str, Any]) -> None:
    """Insert records into a table of an earlier revision, as that revision describes it."""
    described = sa.Table(table, sa.MetaData(), autoload_with=connection)
    logged = datetime(2026, 3, 14, tzinfo=UTC)
    common = {"school_id": 1, "record_status": "confirmed", "entered_on": logged.date(), "version": 1}
    common |= {"created_at": logged, "updated_at": logged}
    connection.execute(described.insert(), [{**common, **row} for row in rows])


def _values(engine: Engine, statement: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(statement))]


@pytest.fixture
def with_gifts_and_seats(empty: Engine) -> Engine:
    """A database of the revision before seats had several groups, with two seats and two gifts."""
    migrate(empty, "0004")
    _add_schools(empty)
    since = date(2024, 8, 15)
    with empty.begin() as connection:
        _insert_records(
            connection,
            "roster_members",
            {"ref": "one", "person": "Lee Varga", "group": "teachers", "from_on": since},
            {"ref": "own", "person": "Kim Oduya", "group": "our neighbors", "from_on": since},
        )
        connection.execute(
            sa.text(
                "INSERT INTO partners (district_id, name, category, version) VALUES (1, 'Weir Power', 'business', 1)"
            )
        )
        gift = {"partner_id": 1, "occurred_on": since, "way": ";funding;"}
        _insert_records(connection, "contributions", {"ref": "gift", **gift}, {"ref": "other", **gift})
    return empty


def test_a_seat_of_one_group_becomes_a_seat_of_a_list_of_one_and_nobody_has_confirmed_it(
    with_gifts_and_seats: Engine,
) -> None:
    migrate(with_gifts_and_seats)
    with Session(with_gifts_and_seats) as session:
        seats = session.execute(
            sa.select(RosterMember.group, RosterMember.confirmed_on).order_by(RosterMember.ref)
        ).all()
    assert [tuple(seat) for seat in seats] == [(("teachers",), ()), (("our neighbors",), ())]


def test_what_was_given_before_it_had_a_direction_was_given_to_the_school(with_gifts_and_seats: Engine) -> None:
    migrate(with_gifts_and_seats)
    with Session(with_gifts_and_seats) as session:
        assert session.scalars(sa.select(Contribution.direction)).all() == [TO_SCHOOL] * 2


def test_taken_back_a_seat_keeps_its_first_group_and_what_the_school_gave_is_put_away(
    with_gifts_and_seats: Engine,
) -> None:
    engine = with_gifts_and_seats
    migrate(engine)
    with Session(engine) as session, session.begin():
        seat = session.scalars(sa.select(RosterMember).where(RosterMember.ref == "one")).one()
        seat.group = ("families", "teachers")
        gift = session.scalars(sa.select(Contribution).where(Contribution.ref == "gift")).one()
        gift.direction = FROM_SCHOOL
    step_back(engine, "0004")
    seats = _values(engine, 'SELECT ref, "group" FROM roster_members ORDER BY ref')
    assert seats == [("one", "families"), ("own", "our neighbors")]
    gifts = _values(engine, "SELECT ref, record_status, status_before_archive FROM contributions ORDER BY ref")
    assert gifts == [("gift", "archived", "confirmed"), ("other", "confirmed", None)]


def test_a_database_says_at_which_revision_it_is(empty: Engine) -> None:
    with empty.connect() as connection:
        assert current(connection) is None
        assert not is_current(connection)
    migrate(empty)
    with empty.connect() as connection:
        assert current(connection) == ScriptDirectory.from_config(configuration(empty)).get_current_head()
        assert is_current(connection)


LATER = """
import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "{head}"


def upgrade():
    with op.batch_alter_table("districts") as table:
        table.add_column(sa.Column("motto", sa.String(80)))
        table.create_check_constraint("motto_given", "motto IS NULL OR length(motto) > 0")


def downgrade():
    with op.batch_alter_table("districts") as table:
        table.drop_constraint("motto_given", type_="check")
        table.drop_column("motto")
"""


@pytest.fixture
def later(empty: Engine, tmp_path: Path) -> Config:
    """Give the revisions with one more that makes a table anew to which other tables' rows belong."""
    head = ScriptDirectory.from_config(configuration(empty)).get_current_head()
    (tmp_path / "later.py").write_text(LATER.format(head=head))
    return configuration(empty, versions=(VERSIONS, tmp_path))


def test_changing_a_table_takes_no_row_of_the_tables_that_name_it(empty: Engine, later: Config) -> None:
    migrate(empty)
    _add_schools(empty)
    command.upgrade(later, "later")
    assert "ck_districts_motto_given" in _schema(empty)["districts"]["checks"]
    assert _rows(empty, "schools") == 5
    command.downgrade(later, "-1")
    assert "motto" not in _schema(empty)["districts"]["columns"]
    assert _rows(empty, "schools") == 5


def test_sqlite_guards_its_references_again_after_a_migration(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'guarded.db'}")
    migrate(engine)
    with Session(engine) as session:
        session.add(School(district_id=999, slug="nowhere", name="Nowhere School"))
        with pytest.raises(sa.exc.IntegrityError):
            session.commit()
    engine.dispose()


def test_a_revision_that_fails_halfway_leaves_the_tables_as_they_were(empty: Engine, tmp_path: Path) -> None:
    head = ScriptDirectory.from_config(configuration(empty)).get_current_head()
    broken = LATER.format(head=head).replace(
        "def downgrade", "    op.execute('SELECT nothing FROM nowhere')\n\n\ndef downgrade"
    )
    (tmp_path / "broken.py").write_text(broken)
    migrate(empty)
    before = _schema(empty)
    with pytest.raises(sa.exc.DBAPIError):
        command.upgrade(configuration(empty, versions=(VERSIONS, tmp_path)), "later")
    assert _schema(empty) == before


def test_revisions_do_not_depend_on_the_models_column_types() -> None:
    ours = {kind.__name__ for kind in (Codes, Dates, UtcDateTime)}
    for revision in VERSIONS.glob("*.py"):
        text = revision.read_text()
        assert not [name for name in ours if name in text], revision.name
        assert "models.columns" not in text


def test_whoever_asks_for_all_tables_gets_every_module_that_makes_one() -> None:
    modules = {path.stem for path in Path("models").glob("*.py") if "__tablename__ = " in path.read_text("utf-8")}
    named = Path("models/tables.py").read_text("utf-8")
    assert modules
    assert {one for one in modules if f'    "{one}",' not in named} == set()


def test_lists_of_the_catalogue_are_open_and_taken_back_new_values_give_way_to_known_ones(
    with_gifts_and_seats: Engine,
) -> None:
    engine = with_gifts_and_seats
    migrate(engine, "0034")
    before = _values(engine, "SELECT ref, unit, direction FROM contributions ORDER BY ref")
    migrate(engine)
    assert _values(engine, "SELECT ref, unit, direction FROM contributions ORDER BY ref") == before
    with engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE contributions SET unit = 'meals', direction = 'elsewhere', amount = 3 WHERE ref = 'gift'")
        )
    step_back(engine, "0034")
    gifts = _values(engine, "SELECT ref, unit, direction, amount FROM contributions ORDER BY ref")
    assert [(ref, unit, way) for ref, unit, way, _ in gifts] == [("gift", None, "from_school"), before[1]]
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(sa.text("UPDATE contributions SET unit = 'meals'"))
