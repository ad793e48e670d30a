"""An application on a database of its own for every test, and clients signed in as the cast."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.database import make_engine
from models.tables import metadata
from seed.loader import load_catalogue_rows
from tests.cast import Cast, bring_in, user_of
from tests.databases import PostgresServer
from tests.factories import TODAY
from tests.html_checker import CheckedClient
from tests.record_files import store_rules
from tests.tracker.letters_read import SITE, until_sent
from tests.tracker.mail_server import Mailbox, a_mail_server
from tests.tracker.walks import bring_two_schools
from tracker import create_app
from tracker.config import Settings
from tracker.extensions import db
from tracker.web_extensions import limiter

ClientAs = Callable[[Cast], FlaskClient]


@pytest.fixture(scope="session")
def cast_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with the catalogue and the cast once; tests work on copies."""
    path = tmp_path_factory.mktemp("cast") / "cast.db"
    engine = make_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    with Session(engine) as session:
        load_catalogue_rows(session)
        bring_in(session)
    engine.dispose()  # the last connection to close writes the journal into the file
    return path


@pytest.fixture
def settings(tmp_path: Path, cast_database: Path) -> Settings:
    """Settings of a test: a fresh copy of the cast's database, on a fixed day."""
    shutil.copy(cast_database, tmp_path / "continuum.db")
    return Settings(testing=True, data_dir=tmp_path, today=TODAY)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application. CSRF is off; tests of CSRF switch it on."""
    app = create_app(settings)
    app.test_client_class = CheckedClient
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.reset()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def client_as(app: Flask) -> ClientAs:
    """Make clients signed in as somebody of the cast."""

    def make(person: Cast) -> FlaskClient:
        client = app.test_client()
        if person is not Cast.NOBODY:
            with app.app_context():
                token = user_of(db.session, person).session_token
            with client.session_transaction() as session:
                session["_user_id"] = token
                session["_fresh"] = True
        return client

    return make


@pytest.fixture
def db_session(app: Flask) -> Iterator[Session]:
    """A session on the test's database, for putting records in and looking at them; commit what views must see."""
    with app.app_context():
        # It must not take the write lock for looking: the views under test wait for nobody.
        engine = db.engine.execution_options(sqlite_write=False)
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def world(db_session: Session) -> Session:
    """Both schools work with both organisations, and have records of every kind."""
    bring_two_schools(db_session)
    return db_session


@pytest.fixture
def sqlite_url(tmp_path: Path, cast_database: Path) -> str:
    """A real SQLite file with the cast."""
    shutil.copy(cast_database, tmp_path / "continuum.db")
    return f"sqlite:///{tmp_path / 'continuum.db'}"


@pytest.fixture
def postgresql_url(pg_server: PostgresServer, pg_template: PostgresServer) -> Iterator[str]:
    """A PostgreSQL database with the cast."""
    with pg_server.fresh(template="continuum_template") as url:
        engine = make_engine(url)
        with Session(engine) as session:
            store_rules(session)
            bring_in(session)
        engine.dispose()
        yield url.render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def lasting_url(request: pytest.FixtureRequest) -> str:
    """A database with the cast that keeps what it is given; once of each kind."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def served(lasting_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on such a database."""
    app = create_app(Settings(testing=True, data_dir=tmp_path, database_url=lasting_url, today=TODAY))
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    """Letters leave, to a real mail server."""
    with a_mail_server() as box:
        address = f"smtp://127.0.0.1:{box.port}"
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], mail_url=address, base_url=SITE)
        app.config["BASE_URL"] = SITE
        yield box
        # A later test may have a folder of the same name: what still ran would find its database half made.
        until_sent()
