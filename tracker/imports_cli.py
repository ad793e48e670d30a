"""`continuum import`: bring a record file into a school's log."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from models.database import run_write
from models.history import act_as
from models.operations.imports import ImportSummary, UnknownKind, import_records
from models.queries.catalogue import NoRules
from models.wording import counted, number_words
from tracker.clock import today_at
from tracker.command_line import CannotRun, school_named
from tracker.extensions import db
from tracker.standings import refresh_changed

LARGEST_FILE = 100 * 1024 * 1024


@click.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--school", "slug", required=True, metavar="SLUG", help="The school whose records these are.")
@click.option("--check", is_flag=True, help="Only check the file; store nothing.")
@click.option(
    "--refused",
    "refused_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT.csv",
    help="Store the good rows and write the others here, to be mended and imported again.",
)
@with_appcontext
def import_records_command(kind: str, file: Path, slug: str, check: bool, refused_path: Path | None) -> None:
    """Import a UTF-8 CSV FILE of one KIND of record (activity, match, org ...).

    The same ref again updates the record. Unless every row is good nothing is stored, and every problem is told.
    """
    content = _content(file)

    def work(session: Session) -> ImportSummary:
        school = school_named(session, slug)
        act_as(session, f"import of {file.name}"[:200], on=today_at(school))
        return import_records(session, school, kind, content, check=check, keep_good=refused_path is not None)

    try:
        summary = run_write(lambda: Session(db.engine), work)
    except (UnknownKind, NoRules) as problem:
        raise CannotRun(str(problem)) from None
    refresh_changed()
    for refusal in summary.refused:
        click.echo(f"{file.name}: {refusal}", err=True)
    click.echo(_told(summary, file, check=check))
    if refused_path is not None and summary.refused_rows:
        _write(refused_path, summary)
    if summary.refused:
        click.get_current_context().exit(1)


def _content(file: Path) -> bytes:
    """Read a file.

    Raises:
        CannotRun: There is none, or it cannot be read.
    """
    if not file.is_file():
        raise CannotRun(f"There is no file {str(file)!r}.")
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise CannotRun(f"{file} is larger than {LARGEST_FILE // 1024**2} MB; split it.")
        return file.read_bytes()
    except OSError as problem:
        raise CannotRun(f"{file} cannot be read: {problem.strerror}.") from None


def _write(path: Path, summary: ImportSummary) -> None:
    rows = counted(len(summary.refused_rows), "refused row", "refused rows")
    try:
        path.write_text(summary.refused_csv(), encoding="utf-8", newline="")
    except OSError as problem:
        raise CannotRun(f"{rows} could not be written to {path}: {problem.strerror}.") from None
    click.echo(f"{rows} written to {path}.")


def _told(summary: ImportSummary, file: Path, *, check: bool) -> str:
    """Say in words what was done."""
    numbers = ", ".join(
        f"{number_words(number)} {word}"
        for word, number in (("new", summary.added), ("changed", summary.changed), ("unchanged", summary.unchanged))
    )
    refused = f", {counted(len(summary.refused_rows), 'row', 'rows')} refused" if summary.refused_rows else ""
    problems = counted(len(summary.refused), "problem", "problems")
    if summary.stored:
        return f"{file.name} imported: {numbers}{refused}."
    if check and not summary.refused:
        return f"{file.name} is good: {numbers}. Nothing was stored."
    if check:
        return f"{file.name} has {problems}; the other rows: {numbers}{refused}. Nothing was stored."
    return f"Nothing was stored: {file.name} has {problems}{refused}."
