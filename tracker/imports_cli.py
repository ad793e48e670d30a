"""`continuum import`: bring a record file into a school's log."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from models.accounts import School
from models.database import refresh_statistics, run_write
from models.exchange.answers import Answers
from models.exchange.day_texts import ORDERS, DayWay
from models.exchange.export import BYTE_ORDER_MARK
from models.exchange.plan import Plan
from models.exchange.problems import causes
from models.history import act_as
from models.memory import unlooked_through
from models.operations.imports import ImportSummary, UnknownKind
from models.operations.list_imports import import_file
from models.queries.catalogue import NoRules
from models.wording import counted, number_words
from tracker.clock import day_in
from tracker.command_line import CannotRun, school_named
from tracker.extensions import db
from tracker.standings import refresh_changed

LARGEST_FILE = 100 * 1024 * 1024


@click.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--school", "slug", required=True, metavar="SLUG", help="The school whose records these are.")
@click.option("--check", is_flag=True, help="Do all that storing does, and store nothing.")
@click.option(
    "--refused",
    "refused_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT.csv",
    help="Store the good rows and write the others here, to be mended and imported again.",
)
@click.option(
    "--dates",
    type=click.Choice(ORDERS),
    help="How dates such as 3/4/2026 are read; also those with two figures for the year, or a spreadsheet's numbers.",
)
@click.option("--sheet", metavar="NAME", help="The sheet of a spreadsheet; the first one by default.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="HEADING=COLUMN",
    help="What a column of the file is; an empty COLUMN leaves it out. May be given several times.",
)
@click.option(
    "--set",
    "same",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="What holds in every row, for a column that the file does not have. May be given several times.",
)
@with_appcontext
def import_records_command(
    kind: str,
    file: Path,
    slug: str,
    check: bool,
    refused_path: Path | None,
    dates: str | None,
    sheet: str | None,
    columns: tuple[str, ...],
    same: tuple[str, ...],
) -> None:
    """Import a FILE (CSV or XLSX) of one KIND of record (activity, match, org ...).

    The same ref again updates the record; rows without a ref get one made from what they say. Unless every row is good
    nothing is stored, and every problem is told.
    """
    content = _content(file)
    if refused_path is not None and _is_same(file, refused_path):
        raise CannotRun(f"{refused_path} is the file that is imported. Name another one for the refused rows.")
    plan = Plan(
        sheet=sheet,
        columns=dict(map(_pair, columns)),
        same=dict(map(_pair, same)),
        answers=Answers(DayWay(order=dates, is_told=True)) if dates in ORDERS else Answers(),
    )

    def work(session: Session) -> ImportSummary:
        named = school_named(session, slug)
        school, today = session.get_one(School, named.id), day_in(named.time_zone)
        act_as(session, f"import of {file.name}"[:200], on=today)
        keep_good = refused_path is not None
        return import_file(
            session, school, kind, content, filename=file.name, check=check, keep_good=keep_good, today=today, plan=plan
        )

    try:
        summary = run_write(lambda: Session(db.engine), work)
    except (UnknownKind, NoRules) as problem:
        raise CannotRun(str(problem)) from None
    with unlooked_through():
        refresh_changed()
    refresh_statistics(db.engine)
    found = causes(summary.refused)
    for cause in found:
        click.echo(f"{file.name}: {cause}", err=True)
    _advise(cause.values.values() for cause in found)
    for note in summary.notes:
        click.echo(f"{file.name}: {note}")
    click.echo(_told(summary, file, len(found), check=check))
    if refused_path is not None and summary.refused_rows:
        _write(refused_path, summary)
    if summary.refused:
        click.get_current_context().exit(1)


def _pair(text: str) -> tuple[str, str]:
    """Take an option of the form NAME=VALUE apart.

    Raises:
        CannotRun: It has no equals sign.
    """
    name, equals, value = text.rpartition("=")
    if not equals:
        raise CannotRun(f"{text!r} says nothing; write NAME=VALUE.")
    return name.strip(), value.strip()


def _advise(hints: Iterable[Iterable[str]]) -> None:
    """Say what to do about days that could be read in two ways, once."""
    said = " ".join(hint for some in hints for hint in some)
    if "month first or the day first" in said or "figures of the year" in said or "spreadsheet's number" in said:
        click.echo("Say how its dates are written: --dates us (3/14/2026) or --dates day-first (14/3/2026).", err=True)


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


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, through links of whatever kind."""
    try:
        return other.exists() and other.samefile(one)
    except OSError:
        return False


def _write(path: Path, summary: ImportSummary) -> None:
    rows = counted(len(summary.refused_rows), "refused row", "refused rows")
    try:
        path.write_text(BYTE_ORDER_MARK + summary.refused_csv(), encoding="utf-8", newline="")
    except OSError as problem:
        raise CannotRun(f"{rows} could not be written to {path}: {problem.strerror}.") from None
    click.echo(f"{rows} written to {path}.")


def _told(summary: ImportSummary, file: Path, problems_found: int, *, check: bool) -> str:
    """Say in words what was done."""
    numbers = ", ".join(
        f"{number_words(number)} {word}"
        for word, number in (("new", summary.added), ("changed", summary.changed), ("unchanged", summary.unchanged))
    )
    refused = f", {counted(len(summary.refused_rows), 'row', 'rows')} refused" if summary.refused_rows else ""
    problems = counted(problems_found, "problem", "problems")
    if summary.stored:
        return f"{file.name} imported: {numbers}{refused}."
    if check and not summary.refused:
        return f"{file.name} is good: {numbers}. Nothing was stored."
    if check:
        return f"{file.name} has {problems}; the other rows: {numbers}{refused}. Nothing was stored."
    return f"Nothing was stored: {file.name} has {problems}{refused}."
