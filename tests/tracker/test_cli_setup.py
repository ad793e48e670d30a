"""Setting up, looking after and demonstrating the product from the command line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from models.accounts import Role
from models.database import make_engine
from models.memberships import Membership
from models.queries.accounts import find_user_by_email, list_schools
from seed.catalogue import catalogue_data
from tests.factories import PASSWORD, a_school
from tracker.cli import cli
from tracker.config import Settings
from tracker.demo_accounts import ACCOUNTS, is_demo, is_empty
from tracker.demo_cli import demo_settings, prepare

KEY = "k" * 40
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an installation of its own."""
    for name, value in (("DATA_DIR", str(tmp_path)), ("SECRET_KEY", KEY)):
        monkeypatch.setenv(f"CONTINUUM_{name}", value)
    return lambda *args: CliRunner().invoke(cli, list(args))


@pytest.fixture(scope="module")
def made_ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder of an installation with tables and catalogue once; tests work on copies."""
    folder = tmp_path_factory.mktemp("installed")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("DATA_DIR", str(folder)), ("SECRET_KEY", KEY)):
            patch.setenv(f"CONTINUUM_{name}", value)
        assert CliRunner().invoke(cli, ["init"]).exit_code == 0
    return folder


@pytest.fixture
def ready(run: Run, made_ready: Path, tmp_path: Path) -> Run:
    """Run commands in an installation with tables and catalogue."""
    shutil.copytree(made_ready, tmp_path, dirs_exist_ok=True)
    return run


def database(tmp_path: Path, name: str = "continuum.db") -> Session:
    return Session(make_engine(f"sqlite:///{tmp_path / name}"))


@pytest.fixture
def with_school(ready: Run) -> Run:
    assert ready("create-school", "riverside", "Riverside Middle", "--district", "Test District").exit_code == 0
    return ready


USER = ("create-user", "pat@school.example", "Pat Point", "--role", "point_person", "--password", PASSWORD)


def test_init_twice_changes_nothing(ready: Run) -> None:
    again = ready("init")
    assert again.exit_code == 0
    assert "0 added, 0 changed" in again.output


def test_a_catalogue_that_is_not_sound_is_told_in_sentences(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt = {**catalogue_data(), "thresholds": {"levl_share": 0.5}, "outcomes": {}}
    monkeypatch.setattr("seed.loader.catalogue_data", lambda version: spoilt)

    answer = run("init")

    assert answer.exit_code == 1
    assert isinstance(answer.exception, SystemExit)
    assert "The catalogue cannot be used; nothing was changed." in answer.stderr
    assert "outcomes: outcomes: this is a list of tables" in answer.stderr
    assert "thresholds: thresholds: unknown key 'levl_share'; did you mean 'level_share'?" in answer.stderr


def test_rules_stored_otherwise_are_told_in_a_sentence(ready: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    other = {**catalogue_data(), "thresholds": {"level_share": 0.6}}
    monkeypatch.setattr("seed.loader.catalogue_data", lambda version: other)

    answer = ready("init")

    assert (answer.exit_code, type(answer.exception)) == (1, SystemExit)
    assert "Other rules are stored as version" in answer.stderr


def test_a_new_installation_is_ready_after_three_commands(with_school: Run, tmp_path: Path) -> None:
    assert with_school(*USER, "--school", "riverside", "--acts-as", "leaders").exit_code == 0
    assert with_school("doctor").exit_code == 0
    with database(tmp_path) as session:
        user = find_user_by_email(session, "pat@school.example")
        assert user is not None
        held = session.query(Membership).filter_by(user=user).all()
        assert [(one.role, one.school and one.school.slug, one.acts_as) for one in held] == [
            (Role.POINT_PERSON, "riverside", ("leaders",))
        ]
        session.bind.dispose()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("create-school", "riverside", "Other", "--district", "D"), "There is a school with the short name"),
        (("create-school", "River Side", "Other", "--district", "D"), "small letters, digits and hyphens"),
        (("create-school", "other", " ", "--district", "D"), "must have 1 to 200 characters"),
        ((*USER, "--school", "nowhere"), "no school with the short name 'nowhere'"),
        ((*USER, "--district", "Nowhere"), "no district named 'Nowhere'"),
        (USER, "is held at a school"),
        ((*USER, "--school", "riverside", "--acts-as", "pupils"), "Nobody acts as 'pupils'. Known are: leaders,"),
        ((*USER[:-1], "short", "--school", "riverside"), "at least 12 characters"),
        (("create-user", "nobody", *USER[2:], "--school", "riverside"), "is not an e-mail address"),
        (("create-user", "x@demo.example", *USER[2:], "--school", "riverside"), "for demonstrations only"),
        (("icmap", "load", "no-such-file.txt"), "no-such-file.txt"),
        (("progress", "nowhere"), "There is no school 'nowhere'"),
    ],
)
def test_a_refusal_is_one_line_that_says_why_and_stores_nothing(
    with_school: Run, tmp_path: Path, args: tuple[str, ...], words: str
) -> None:
    answer = with_school(*args)
    assert answer.exit_code != 0
    last = answer.output.strip().splitlines()[-1]
    assert last.startswith("Error: ")
    assert words in last
    with database(tmp_path) as session:
        assert [school.slug for school in list_schools(session)] == ["riverside"]
        assert session.query(Membership).count() == 0
        session.bind.dispose()


def test_a_person_can_hold_several_roles_each_once_with_the_one_account(with_school: Run, tmp_path: Path) -> None:
    assert with_school(*USER, "--school", "riverside").exit_code == 0
    again = with_school(*USER, "--school", "riverside")
    assert again.exit_code == 1
    assert "pat@school.example is point person there already" in again.output.casefold()
    second = with_school("create-user", USER[1], USER[2], "--role", "slt_member", "--school", "riverside")
    assert second.exit_code == 0, second.output
    with database(tmp_path) as session:
        user = find_user_by_email(session, "pat@school.example")
        assert user is not None
        assert {one.role for one in session.query(Membership).filter_by(user=user)} == {
            Role.POINT_PERSON, Role.SLT_MEMBER,
        }  # fmt: skip
        session.bind.dispose()


def test_a_document_that_lacks_an_indicator_is_refused(ready: Run, tmp_path: Path) -> None:
    document = tmp_path / "map.txt"
    document.write_text("A page about something else\n", encoding="utf-8")
    answer = ready("icmap", "load", str(document))
    assert answer.exit_code == 1
    assert "Error: " in answer.output


def test_without_tables_every_command_says_what_to_run(run: Run) -> None:
    answer = run("create-school", "riverside", "Riverside", "--district", "D")
    assert answer.exit_code == 1
    assert "continuum init" in answer.output
    assert "Traceback" not in answer.output


def test_without_a_secret_key_commands_say_how_to_make_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTINUUM_SECRET_KEY")
    answer = run("doctor")
    assert answer.exit_code == 1
    assert "CONTINUUM_SECRET_KEY must be set" in answer.output


def test_the_doctor_finds_what_is_not_in_order(ready: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTINUUM_SECRET", "a slip of the pen")
    answer = ready("doctor")
    assert answer.exit_code == 1
    assert "CONTINUUM_SECRET is no setting" in answer.output
    assert "nobody can sign in" in answer.output


def test_the_doctor_notices_tables_that_were_never_made(run: Run) -> None:
    answer = run("doctor")
    assert answer.exit_code == 1
    assert "run `continuum init`" in answer.output


def test_the_demo_makes_its_district_and_its_key_once(tmp_path: Path) -> None:
    settings = demo_settings(Settings(data_dir=tmp_path))
    assert prepare(settings) is True
    assert prepare(settings) is False
    assert demo_settings(Settings(data_dir=tmp_path)).secret_key == settings.secret_key
    assert (tmp_path / "demo-key").stat().st_mode & 0o077 == 0
    with database(tmp_path, "demo.db") as session:
        assert is_demo(session)
        missing = [email for email, _ in ACCOUNTS if find_user_by_email(session, email) is None]
        session.bind.dispose()
    assert missing == []


def test_the_demo_leaves_a_real_database_alone(ready: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with database(tmp_path) as session:
        a_school(session)
        session.commit()
        session.bind.dispose()
    monkeypatch.setenv("CONTINUUM_DATABASE_URL", f"sqlite:///{tmp_path / 'continuum.db'}")
    answer = ready("demo", "--no-serve")
    assert answer.exit_code == 1
    assert "not a demo's" in answer.output
    with database(tmp_path) as session:
        assert len(list_schools(session)) == 1
        assert not is_empty(session)
        session.bind.dispose()


def test_a_district_says_in_which_time_zone_it_lives(with_school: Run, tmp_path: Path) -> None:
    assert "the server's time zone" in with_school("district", "Test District").output
    done = with_school("district", "Test District", "--time-zone", "America/New_York")
    assert done.exit_code == 0
    assert "Test District lives in America/New_York; it is " in done.output
    made = with_school("create-school", "hilltop", "Hilltop", "--district", "Far", "--time-zone", "Pacific/Kiritimati")
    assert made.exit_code == 0
    with database(tmp_path) as session:
        assert {school.slug: school.district.time_zone for school in list_schools(session)} == {
            "riverside": "America/New_York",
            "hilltop": "Pacific/Kiritimati",
        }
    assert "the server's time zone" in with_school("district", "Far", "--time-zone", "server").output


def test_a_district_says_in_which_month_its_school_years_begin(with_school: Run) -> None:
    assert "began on Jul 1" in with_school("district", "Test District").output
    assert "began on Sep 1" in with_school("district", "Test District", "--year-begins-in", "9").output
    assert "began on Sep 1" in with_school("district", "Test District", "--time-zone", "UTC").output
    assert with_school("district", "Test District", "--year-begins-in", "13").exit_code == 2


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("New York", "Did you mean America/New_York"),
        ("America/Chicgo", "Did you mean America/Chicago"),
        ("Kiln Street", "Write it as continent and city"),
        ("../etc/passwd", "Write it as continent and city"),
        ("", "There is no time zone ''"),
    ],
)
def test_what_is_no_time_zone_is_refused_in_one_line(with_school: Run, zone: str, hint: str) -> None:
    for refused in (
        with_school("district", "Test District", "--time-zone", zone),
        with_school("create-school", "new", "New", "--district", "Test District", "--time-zone", zone),
    ):
        assert refused.exit_code == 1
        assert hint in refused.output
        assert len(refused.output.strip().splitlines()) == 1
    assert "no district named" in with_school("district", "Nowhere", "--time-zone", "UTC").output


def test_doctor_finds_a_time_zone_that_is_none(with_school: Run, tmp_path: Path) -> None:
    with database(tmp_path) as session:
        list_schools(session)[0].district.time_zone = "Kiln/Street"
        session.commit()
    told = with_school("doctor")
    assert told.exit_code == 1
    assert "Test District lives in 'Kiln/Street', which is no time zone" in told.output
