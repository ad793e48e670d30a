"""`continuum icmap`: the official wording, from the published document that a school holds."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from models.history import act_as
from seed.icmap_document import read_icmap_document
from seed.map_wordings import load_document
from tracker.config import Settings
from tracker.extensions import db


@click.group("icmap")
def icmap() -> None:
    """The published IC Map document."""


@icmap.command("load")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@with_appcontext
def load(file: Path | None) -> None:
    """Load the official wording from the published document FILE."""
    settings: Settings = current_app.config["SETTINGS"]
    path = file or settings.icmap_document
    if path is None:
        raise click.UsageError("Name the document, or set CONTINUUM_ICMAP_DOCUMENT.")
    try:
        document = read_icmap_document(path)
        act_as(db.session, "command line")
        with click.progressbar(length=2, label="Loading the official wording") as bar:
            summary = load_document(db.session, document, filename=path.name)
            bar.update(1)
            db.session.commit()
            bar.update(1)
    except (OSError, UnicodeDecodeError) as problem:
        raise click.ClickException(f"{path} cannot be read: {problem}") from None
    click.echo(f"Official wording loaded: {summary}.")
