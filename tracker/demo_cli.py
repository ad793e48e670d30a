"""`continuum demo`: an invented district, made once and served."""

from __future__ import annotations

import os
import secrets
from dataclasses import replace
from pathlib import Path

import click
from sqlalchemy import inspect

from models.migration import migrate
from seed.demo import build
from seed.icmap_document import read_icmap_document
from seed.loader import load_catalogue_rows
from seed.map_wordings import load_document
from tracker.clock import today
from tracker.command_application import create_command_app
from tracker.config import Settings, make_folder
from tracker.demo_accounts import ACCOUNTS, PASSWORD, is_demo, is_empty
from tracker.extensions import db
from tracker.standings import refresh_changed


def demo_settings(settings: Settings) -> Settings:
    """Complete the settings for a demo: its own database and a key of its own, both in the data folder."""
    folder = settings.data_dir.absolute()
    make_folder(folder)
    return replace(
        settings,
        demo=True,
        data_dir=folder,
        database_url=settings.database_url or f"sqlite:///{folder / 'demo.db'}",
        secret_key=settings.secret_key or _kept_key(folder / "demo-key"),
    )


def _kept_key(path: Path) -> str:
    """Read the demo's key, or make it the first time; only its owner may read it."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    return path.read_text(encoding="ascii")


def prepare(settings: Settings) -> bool:
    """Make the demo's database where there is none.

    Returns:
        Whether it was made now.

    Raises:
        ClickException: The database holds something else than a demo; it stays untouched.
    """
    app = create_command_app(settings)
    with app.app_context():
        # Looked at before it is touched: another product's or a real school's tables stay as they are.
        has_tables = bool(inspect(db.engine).get_table_names())
        if has_tables and not (inspect(db.engine).has_table("users") and (is_empty(db.session) or is_demo(db.session))):
            raise click.ClickException(
                "This database is not a demo's: it holds something else than the invented district. "
                "Set CONTINUUM_DATABASE_URL or CONTINUUM_DATA_DIR to an empty place."
            )
        db.session.rollback()
        migrate(db.engine)
        is_new = is_empty(db.session)
        if is_new:
            _fill(settings)
        db.session.rollback()
        db.engine.dispose()
    return is_new


def _fill(settings: Settings) -> None:
    """Put rules, official wording and the district into empty tables, and commit."""
    with click.progressbar(length=100, label="Making the demo district", item_show_func=lambda what: what or "") as bar:

        def tell(percent: int, what: str) -> None:
            bar.update(percent - bar.pos, what)

        tell(5, "rules and vocabularies")
        load_catalogue_rows(db.session, newest_from=settings.newest_rules_from)
        if settings.icmap_document is not None:
            tell(10, "official wording")
            load_document(
                db.session, read_icmap_document(settings.icmap_document), filename=settings.icmap_document.name
            )
        build(
            db.session,
            today(),
            progress=lambda done, steps, what: tell(10 + 80 * done // steps, what),
            files_dir=settings.files,
        )
        tell(95, "storing")
        db.session.commit()
        tell(97, "standings")
        refresh_changed()
        tell(100, "done")


@click.command("demo")
@click.option("--host", default="127.0.0.1", show_default=True, help="Network address to answer on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", help="Port; also from the variable PORT.")
@click.option("--no-serve", is_flag=True, help="Only make the database.")
def demo(host: str, port: int, no_serve: bool) -> None:
    """Make an invented district if there is none yet, and serve it."""
    settings = demo_settings(Settings.from_env(os.environ))
    prepare(settings)
    click.echo("")
    click.echo(f"  Continuum demo   http://{host}:{port}")
    click.echo("")
    for email, who in ACCOUNTS:
        click.echo(f"  {email:24} {who}")
    click.echo(f"\n  Password of all: {PASSWORD}    Stop with Ctrl-C.\n")
    if not no_serve:
        from tracker.serve_cli import run  # gunicorn and all pages

        run(settings, host=host, port=port, workers=1, threads=8, quiet=True)
