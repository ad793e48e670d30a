"""A process loads only the tables that it uses: each module of tables stands by itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ALONE = """
import importlib, os, sys
import sqlalchemy.orm
import models.database
from models.base import Base

for name in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        importlib.import_module(name)
        assert "models.tables" not in sys.modules, name
        sqlalchemy.orm.configure_mappers()
        for table in Base.metadata.tables.values():
            for key in table.foreign_keys:
                assert key.column is not None, (name, key)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise SystemExit(name)
"""


def test_every_module_of_tables_finds_what_its_own_tables_lead_to() -> None:
    names = [
        f"models.{path.stem}" for path in Path("models").glob("*.py") if "__tablename__ = " in path.read_text("utf-8")
    ]
    assert len(names) > 20
    done = subprocess.run(
        [sys.executable, "-c", ALONE, *sorted(names)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_command_that_tells_levels_loads_no_table_of_what_it_does_not_read() -> None:
    asked = "import sys, tracker.progress_cli, tracker.command_application; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=120, check=True)
    loaded = set(done.stdout.split())
    assert "models.activities" in loaded
    unread = {f"models.{name}" for name in ("tables", "invitations", "imports", "sessions", "reminders")}
    assert loaded & unread == set()
