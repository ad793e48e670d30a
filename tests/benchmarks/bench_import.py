"""How fast a file of activities is imported, on SQLite and on PostgreSQL.

Run it with ``python -m tests.benchmarks.bench_import [ROWS ...]``. It prints, for each database, how
many rows of a file `continuum import activity` takes in per second of CPU time, and how many times longer that is than
the database driver alone needs to insert the same rows: activities, their partners and their history. The time is that
of the whole command inside a running interpreter; the server's own time is not in it. Nothing fails on a slow machine:
what to look at are the ratios.

*new* is a file of refs that are not there yet, *again* the same file once more, *changed* a file that says something
else in every row.
"""

from __future__ import annotations

import csv
import gc
import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import URL, text
from sqlalchemy.orm import Session

from models.accounts import District, School
from models.database import make_engine
from models.operations.imports import import_records
from models.tables import metadata
from seed.loader import load_catalogue_rows
from tests.databases import postgres_server
from tracker import create_app
from tracker.config import Settings
from tracker.extensions import db
from tracker.imports_cli import import_records_command

DEMO = Path(__file__).parents[2] / "seed" / "demo" / "records" / "c"
SIZES = (2_000, 20_000)
FIRST_DAY, DAYS = date(2023, 8, 1), 1_200
# What rows with a title are asked for, as on screen; the demo's facts leave some of it open.
ASKED = {"purpose": "planning", "channel": "meeting", "audience": "families", "partner": "P05"}
# What an import of activities writes, in the order in which rows are named by others.
WRITTEN = ("activities", "activity_partners", "history")


def file_of(rows: int, *, note: str = "") -> bytes:
    """Write a record file: the demo's activities over and over, on other days and under other refs."""
    with (DEMO / "activity.csv").open(encoding="utf-8", newline="") as demo:
        models = list(csv.DictReader(demo))
    out = io.StringIO()
    writer = csv.DictWriter(out, [*models[0], "title", "people", "hours", "note"], lineterminator="\n")
    writer.writeheader()
    for place in range(rows):
        model = models[place % len(models)]
        day = FIRST_DAY + timedelta(days=place * 7 % DAYS)
        more = {"title": f"Activity {place}", "people": place % 60, "hours": f"{place % 9}.5", "note": note}
        asked = {name: model[name] or said for name, said in ASKED.items()}
        writer.writerow(model | asked | {"ref": f"bench-{place}", "occurred_on": day.isoformat()} | more)
    return out.getvalue().encode()


def make_school(url: URL | str) -> None:
    """Make every table, the rules and a school with the partners that the demo's activities name."""
    engine = make_engine(url)
    metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        load_catalogue_rows(session)
        school = School(district=District(name="District of the benchmark"), slug="bench", name="Bench School")
        session.add(school)
        session.flush()
        import_records(session, school, "org", (DEMO / "org.csv").read_bytes())
    engine.dispose()


def cpu_seconds(work: Callable[[], object]) -> float:
    """Run once and say how many seconds of CPU time it took."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def measure_commands(url: URL | str, folder: Path, rows: int) -> dict[str, float]:
    """Import three files by the command, one after the other: what is measured -> seconds of CPU time."""
    files = {"new": file_of(rows), "again": file_of(rows), "changed": file_of(rows, note="Seen again")}
    address = url if isinstance(url, str) else url.render_as_string(hide_password=False)
    app = create_app(Settings(testing=True, data_dir=folder, database_url=address))
    runner = app.test_cli_runner()
    seconds: dict[str, float] = {}
    for name, content in files.items():
        path = folder / f"{name}.csv"
        path.write_bytes(content)

        def bring(path: Path = path) -> None:
            result = runner.invoke(import_records_command, ["activity", str(path), "--school", "bench"])
            if result.exit_code != 0:
                raise RuntimeError(result.output) from result.exception

        seconds[name] = cpu_seconds(bring)
        if name == "new":
            seconds["driver alone"] = measure_driver(url)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return seconds


def measure_driver(url: URL | str) -> float:
    """Take out what an import wrote and have the driver alone insert it again, in one transaction."""
    engine = make_engine(url)
    mark = "?" if engine.dialect.name == "sqlite" else "%s"
    work: list[tuple[str, list[tuple[Any, ...]]]] = []
    with engine.begin() as connection:
        for name in WRITTEN:
            columns = [column.name for column in metadata.tables[name].columns]
            quoted = ", ".join(f'"{column}"' for column in columns)
            kept = ["changes::text" if column == "changes" and mark == "%s" else f'"{column}"' for column in columns]
            found = connection.execute(text(f'SELECT {", ".join(kept)} FROM "{name}"'))  # noqa: S608  (our own tables)
            statement = f'INSERT INTO "{name}" ({quoted}) VALUES ({", ".join([mark] * len(columns))})'  # noqa: S608
            work.append((statement, [tuple(row) for row in found]))
        for name in reversed(WRITTEN):
            connection.execute(text(f'DELETE FROM "{name}"'))  # noqa: S608
    with engine.connect() as connection:
        cursor = connection.connection.cursor()

        def insert() -> None:
            if mark == "?":
                cursor.execute("BEGIN IMMEDIATE")
            for statement, rows in work:
                cursor.executemany(statement, rows)
            cursor.execute("COMMIT")

        seconds = cpu_seconds(insert)
        cursor.close()
    engine.dispose()
    return seconds


@contextmanager
def databases() -> Iterator[dict[str, Callable[[Path], URL | str]]]:
    """Give ways to the address of a fresh database of each kind."""
    with postgres_server() as server:

        def on_server(folder: Path) -> URL:
            name = f"bench_{abs(hash(folder))}"
            server.run(f"CREATE DATABASE {name}")
            return server.url(name)

        yield {"SQLite": lambda folder: f"sqlite:///{folder / 'continuum.db'}", "PostgreSQL": on_server}


def main(arguments: Sequence[str]) -> None:
    """Measure the numbers of rows named, or the usual ones."""
    sizes = [int(argument) for argument in arguments] or list(SIZES)
    with databases() as addresses:
        for database, address in addresses.items():
            click.echo(f"\nimport of activities on {database}, rows per second of CPU time")
            for rows in sizes:
                with tempfile.TemporaryDirectory(prefix="continuum-bench-") as name:
                    url = address(Path(name))
                    make_school(url)
                    seconds = measure_commands(url, Path(name), rows)
                ratio = seconds["new"] / seconds["driver alone"]
                told = "   ".join(f"{what} {rows / took:10,.0f}" for what, took in seconds.items())
                click.echo(f"  {rows:>7,} rows   {told}   new x {ratio:.1f} of the driver alone")


if __name__ == "__main__":
    main(sys.argv[1:])
