"""`continuum serve`: answer requests with gunicorn."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import configure_mappers

from models.database import refresh_statistics
from models.memory import settle
from models.queries.catalogue import NoRules, rulebook
from models.wording import percent_words, whole_month_words
from tracker import create_app, storage
from tracker.config import Settings
from tracker.extensions import db
from tracker.pages import STYLESHEET

THREADS = 4
# After about so many requests a worker makes way for a new one, which shares all with the others again.
REQUESTS_OF_A_WORKER = 10_000


class Server(BaseApplication):
    """Gunicorn around our own factory: the application is made once, and workers are forked from it.

    What was loaded before the fork stands in memory once for all of them, as long as nobody writes to it: the cyclic
    garbage collector, which would mark every object, leaves it alone.
    """

    def __init__(self, settings: Settings, options: dict[str, Any]) -> None:
        self._settings = settings
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application that all workers share."""
        app = create_app(self._settings)
        warm_up(app)
        settle()
        return app


def warm_up(app: Flask) -> None:
    """Do before the fork what every worker would do for its first visitors, and keep for itself."""
    configure_mappers()
    for template in app.jinja_env.list_templates():
        app.jinja_env.get_template(template)
    # The data of the language is read for the first number and the first day that are written.
    percent_words(1)
    whole_month_words(date.min)
    # Dash completes itself at the first request of any kind.
    app.test_client().get(STYLESHEET).close()
    with app.app_context():
        try:
            refresh_statistics(db.engine)
            rulebook(db.session)
        except (DBAPIError, NoRules) as problem:
            app.logger.warning("No rules could be read yet: %s", problem)
    storage.let_go(app)


def run(settings: Settings, *, host: str, port: int, workers: int, threads: int = THREADS, quiet: bool = False) -> None:
    """Serve until stopped.

    Args:
        settings: Of the application that is served.
        workers: Processes. Each keeps its own answers of the engine.
        threads: Requests that one worker answers at a time.
        quiet: Tell warnings and errors only.
    """

    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "preload_app": True,
        "max_requests": REQUESTS_OF_A_WORKER,
        "max_requests_jitter": REQUESTS_OF_A_WORKER // 5,
        "timeout": 60,
        "graceful_timeout": 10,
        "keepalive": 5,
        "accesslog": None,
        "loglevel": "warning" if quiet else "info",
        "proc_name": "continuum",
    }
    Server(settings, options).run()


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Network address to answer on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", help="Port; also from the variable PORT.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option("--threads", default=THREADS, show_default=True, type=click.IntRange(1, 64), help="Threads of each.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the product."""
    run(Settings.from_env(os.environ), host=host, port=port, workers=workers, threads=threads)
