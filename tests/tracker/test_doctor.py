"""Settings, addresses and catalogues that cannot be used: a sentence and an exit code, and the doctor knows first."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from models.continuum.language.refusals import CatalogueProblem, Problem
from models.database import AddressProblem, check_address
from seed import catalogue, loader
from seed.versions import RulesChanged
from tracker import create_app
from tracker.cli import cli
from tracker.config import PREFIX, Settings, SettingsProblem

SECRET = "a-password-nobody-may-read"
Run = Callable[..., Result]

ADDRESSES = {
    "nonsense": "is no address of a database",
    f"postgresql://u:{SECRET}@h:port/x": "is no address of a database",
    f"mysql://u:{SECRET}@h/x": "names 'mysql'",
    f"postgresql+unheard://u:{SECRET}@h/x": "names the driver 'postgresql+unheard'",
    "sqlite:////no/such/folder/continuum.db": "there is no such folder",
    "sqlite://": "names a database in memory, where nothing is kept",
    "sqlite:///:memory:": "names a database in memory",
    "sqlite:///file::memory:?uri=true": "names a database in memory",
    "sqlite:///file:one?mode=memory&cache=shared&uri=true": "names a database in memory",
    "sqlite:///continuum.db": "names the file 'continuum.db' without the way to it",
    "sqlite:////tmp": "names /tmp, which is no file",
    "sqlite:////tmp/continuum.db?timeout=soon": "cannot read",
    "sqlite:////tmp/continuum.db?tiemout=30": "cannot read",
    f"sqlite://u:{SECRET}@host/continuum.db": "cannot read",
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an installation of its own, with some settings."""

    def with_settings(*args: str, **settings: str) -> Result:
        for name, value in {"DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 40, **settings}.items():
            monkeypatch.setenv(PREFIX + name, value)
        return CliRunner().invoke(cli, list(args))

    return with_settings


def told(answer: Result) -> str:
    """Give what a refused command said; it may not have stumbled."""
    assert answer.exit_code == 1
    assert isinstance(answer.exception, SystemExit)
    assert "Error: " in answer.output
    assert SECRET not in answer.output
    return answer.output


@pytest.mark.parametrize(("address", "words"), ADDRESSES.items())
def test_an_address_that_cannot_be_used_is_refused_without_its_password(address: str, words: str) -> None:
    with pytest.raises(AddressProblem, match=re.escape(words)) as refusal:
        check_address(address)
    assert SECRET not in str(refusal.value)


def test_addresses_in_use_pass(tmp_path: Path) -> None:
    files = (
        f"sqlite:///{tmp_path}/x.db",
        f"sqlite:///{tmp_path}/x.db?timeout=9",
        f"sqlite:///file:{tmp_path}/x?uri=true",
    )
    for address in (*files, "postgresql+psycopg://u:p@h/x", "postgresql+psycopg://u:p@h/x?sslmode=require"):
        assert address.startswith(check_address(address).drivername)


@pytest.mark.parametrize("command", [("init",), ("progress", "x"), ("doctor",)])
@pytest.mark.parametrize(("address", "words"), ADDRESSES.items())
def test_every_command_says_what_is_wrong_with_the_address(
    run: Run, address: str, words: str, command: tuple[str, ...]
) -> None:
    said = told(run(*command, DATABASE_URL=address))
    assert f"{PREFIX}DATABASE_URL {words}" in said or words in said


@pytest.mark.parametrize("command", ["init", "doctor"])
def test_a_server_that_does_not_answer_is_told_in_its_own_words(run: Run, command: str) -> None:
    address = f"postgresql://u:{SECRET}@127.0.0.1:1/x?connect_timeout=2"
    assert "onnection refused" in told(run(command, DATABASE_URL=address))


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("SIGN_IN_LIMIT", "often", "SIGN_IN_LIMIT cannot be 'often'"),
        ("SIGN_IN_ADDRESS_LIMIT", "5 per blink", "SIGN_IN_ADDRESS_LIMIT cannot be '5 per blink'"),
        ("SIGN_IN_ACCOUNT_LIMIT", "0 per minute", "SIGN_IN_ACCOUNT_LIMIT cannot be '0 per minute'"),
        ("LIMITER_STORAGE", f"clay://u:{SECRET}@h", "LIMITER_STORAGE names nothing that can count"),
        ("SESSION_DAYS", "many", "SESSION_DAYS cannot be 'many'"),
        ("BASE_URL", "school.example", "BASE_URL cannot be 'school.example'"),
        ("LOCALE", "tlh", "LOCALE cannot be used"),
    ],
)
def test_a_malformed_setting_is_found_by_the_doctor_and_keeps_the_server_from_starting(
    run: Run, setting: str, value: str, words: str
) -> None:
    assert words in told(run("doctor", **{setting: value}))
    assert words in told(run("serve", **{setting: value}))


def test_the_application_refuses_limits_that_it_could_not_count(tmp_path: Path) -> None:
    settings = Settings(secret_key="k" * 40, data_dir=tmp_path, sign_in_limit="often", limiter_storage="clay://")
    with pytest.raises(SettingsProblem, match=r"SIGN_IN_LIMIT cannot be 'often'.*LIMITER_STORAGE names nothing"):
        create_app(settings)


def test_the_doctor_tells_everything_at_once(run: Run) -> None:
    said = told(
        run("doctor", DATABASE_URL="nonsense", SIGN_IN_LIMIT="often", SESSION_DAYS="x", TODAY="soon", SECRET_KEY="k")
    )
    for name in ("DATABASE_URL", "SIGN_IN_LIMIT", "SESSION_DAYS", "TODAY", "SECRET_KEY"):
        assert PREFIX + name in said
    assert "5 things to put in order" in said


def test_all_values_that_cannot_be_read_are_told_together() -> None:
    with pytest.raises(SettingsProblem, match=r"SESSION_DAYS cannot be 'x'.*TODAY cannot be 'soon'"):
        Settings.from_env({f"{PREFIX}SESSION_DAYS": "x", f"{PREFIX}TODAY": "soon"})


def test_a_folder_that_others_may_look_into_is_told_and_a_new_one_is_private(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "records"
    run("init", DATA_DIR=str(folder))
    assert {oct(path.stat().st_mode & 0o077) for path in (folder, *folder.iterdir())} == {"0o0"}
    folder.chmod(0o755)
    assert f"may look into {folder}" in told(run("doctor", DATA_DIR=str(folder)))


def test_a_first_look_makes_folders_for_their_owner_alone(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "continuum" / "data"
    assert "may look into" not in told(run("doctor", DATA_DIR=str(folder)))
    assert folder.stat().st_mode & 0o077 == 0


def test_a_data_folder_that_cannot_be_made_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    for command in ("init", "doctor"):
        assert "cannot be made" in told(run(command, DATA_DIR=str(tmp_path / "file" / "data")))


def test_a_catalogue_that_cannot_be_used_is_told_problem_by_problem(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise CatalogueProblem([Problem("a.toml", "one", "is unknown"), Problem("b.toml", "two", "is missing")])

    monkeypatch.setattr(loader, "catalogue_data", broken)
    monkeypatch.setattr("tracker.doctor_cli.load_catalogue", broken)
    for command in ("init", "doctor"):
        said = told(run(command))
        assert "a.toml" in said
        assert "is missing" in said


def test_a_catalogue_folder_with_a_torn_file_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "torn.toml").write_text("[practices", encoding="utf-8")
    with pytest.raises(CatalogueProblem, match=r"torn\.toml"):
        catalogue.read_catalogue(tmp_path)


def test_rules_that_changed_under_the_same_version_are_refused_in_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("init").exit_code == 0

    def refuse(*_: object, **_settings: object) -> None:
        raise RulesChanged("The rules of version 2026.1 are others than those stored.")

    monkeypatch.setattr(loader, "load_catalogue_rows", refuse)
    assert "are others than those stored" in told(run("init"))
