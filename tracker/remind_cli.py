"""`continuum remind` and `continuum work`: reminders once, and reminders from now on."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from models.database import refresh_statistics
from models.wording import counted
from tracker.clock import hour_in
from tracker.command_line import CannotRun, day_given
from tracker.command_problems import reason
from tracker.config import Settings
from tracker.extensions import db
from tracker.letters.posting import send_letters
from tracker.reminders.sending import Outcome, see_to_reminders
from tracker.standings import renew_standings

MINUTE = 60.0
BUSY = "Another run is sending reminders just now."


@click.command("remind")
@click.option("--on", "on_text", metavar="DATE", help="The day it is taken to be, as YYYY-MM-DD. Default: today.")
@with_appcontext
def remind(on_text: str | None) -> None:
    """Send the reminders that are due. A second run sends none of them again."""
    on = day_given(on_text) if on_text is not None else None
    settings: Settings = current_app.config["SETTINGS"]
    send_letters(settings)
    outcome = see_to_reminders(settings, on=on)
    if outcome is None:
        click.echo(BUSY)
        return
    click.echo(told(outcome, settings))
    if outcome.problem:
        raise CannotRun(outcome.problem)


@click.command("work")
@click.option(
    "--every", "minutes", type=click.FloatRange(0.01, 1440), default=15, show_default=True, help="Minutes between runs."
)
@with_appcontext
def work(minutes: float) -> None:
    """Send reminders on their days, from the hour set on, until it is stopped."""
    settings: Settings = current_app.config["SETTINGS"]
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()  # the mail at hand is finished and noted first

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    click.echo(f"Reminders are seen to every {minutes:g} minutes.")
    while not stopped.is_set():
        click.echo(_one_run(settings, stopped))
        stopped.wait(minutes * MINUTE)


def _one_run(settings: Settings, stopped: threading.Event) -> str:
    """See to reminders once, and to where schools stand, and say what came of it.

    A database that is away is back at the next run.
    """
    try:
        send_letters(settings)
        outcome = see_to_reminders(
            settings, is_time=lambda zone: hour_in(zone) >= settings.remind_hour, stop=stopped.is_set
        )
        refresh_statistics(db.engine)
        renew_standings(while_=lambda: not stopped.is_set())
    except DBAPIError as problem:
        return reason(problem)
    if outcome is None:
        return BUSY
    return f"{told(outcome, settings)} {outcome.problem}".strip()


def told(outcome: Outcome, settings: Settings) -> str:
    """Say what came of a run, in one line."""
    parts = [f"{counted(outcome.sent, 'reminder', 'reminders')} sent", f"{outcome.skipped} skipped"]
    parts.append(f"{outcome.waiting} waiting" + ("" if settings.mail_url else " (no mail server is set)"))
    return ", ".join(parts) + "."
