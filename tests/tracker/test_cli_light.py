"""Commands load what they use, and nothing that only pages need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tracker.cli import COMMANDS, cli

ROOT = Path(__file__).parents[2]
PAGES_ONLY = {
    "argon2", "dash", "dashboards.shell", "email_validator", "flask_compress", "flask_limiter", "flask_login", "limits",
    "plotly", "tracker.factory", "wtforms",
}  # fmt: skip
# Of single commands: tables, documents, the server.
OF_ONE_COMMAND = {"alembic", "bs4", "gunicorn"}


def loaded_by(arguments: list[str], environment: dict[str, str]) -> set[str]:
    """Run a command in a process of its own and say which modules it loaded."""
    script = (
        "import sys\nfrom tracker.cli import cli\n"
        f"try:\n    cli.main({arguments!r}, standalone_mode=True)\n"
        "except SystemExit as end:\n    assert not end.code, end\n"
        "print('\\n' + ' '.join(sys.modules))\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, env=environment, check=True
    )
    return set(answer.stdout.splitlines()[-1].split())


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An installation in a folder of its own."""
    return {"PYTHONPATH": str(ROOT), "CONTINUUM_DATA_DIR": str(tmp_path), "CONTINUUM_SECRET_KEY": "k" * 40}


def test_the_list_of_commands_loads_no_framework(environment: dict[str, str]) -> None:
    loaded = loaded_by(["--help"], environment)
    assert "click" in loaded
    assert loaded & (PAGES_ONLY | OF_ONE_COMMAND | {"flask", "sqlalchemy", "pydantic"}) == set()


def test_commands_on_records_load_no_pages(environment: dict[str, str]) -> None:
    assert loaded_by(["init"], environment) & PAGES_ONLY == set()
    make = ["create-school", "riverside", "Riverside Middle", "--district", "D"]
    for command in (make, ["progress", "riverside"], ["export", "activity", "--school", "riverside"]):
        loaded = loaded_by(command, environment)
        assert "sqlalchemy" in loaded
        assert loaded & (PAGES_ONLY | OF_ONE_COMMAND) == set(), command


@pytest.mark.parametrize("name", COMMANDS)
def test_what_the_list_says_of_a_command_is_what_it_says_of_itself(name: str) -> None:
    command = cli.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    assert command.name == name
    assert (command.help or "").split()[:2] == COMMANDS[name][2].split()[:2]
