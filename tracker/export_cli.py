"""`continuum export`: a school's records of one kind as a file that `continuum import` takes back."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from models.exchange.export import BYTE_ORDER_MARK, records_csv
from models.exchange.kinds import KINDS
from models.operations.imports import UnknownKind
from models.queries.records import rows_of_kind
from models.wording import counted
from tracker.command_line import CannotRun, school_named
from tracker.extensions import db


@click.command("export")
@click.argument("kind")
@click.option("--school", "slug", required=True, metavar="SLUG", help="The school whose records are wanted.")
@click.option(
    "--out", "path", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Default: standard output."
)
@with_appcontext
def export_records(kind: str, slug: str, path: Path | None) -> None:
    """Write a school's records of one KIND (activity, match, org ...) as UTF-8 CSV that spreadsheets read as such."""
    found = KINDS.get(kind)
    if found is None:
        raise CannotRun(str(UnknownKind(kind)))
    rows = [row for _, row in rows_of_kind(db.session, school_named(db.session, slug).id, kind)]
    content = records_csv(found, rows)
    if path is None:
        click.echo(BYTE_ORDER_MARK + content, nl=False)
        return
    try:
        path.write_text(BYTE_ORDER_MARK + content, encoding="utf-8", newline="")
    except OSError as problem:
        raise CannotRun(f"{path} cannot be written: {problem.strerror}.") from None
    click.echo(f"{counted(len(rows), 'record', 'records')} written to {path}.")
