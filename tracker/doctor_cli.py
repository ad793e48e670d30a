"""`continuum doctor`: everything that is not in order, at once."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import available_timezones

import click
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.accounts import District, User
from models.continuum.language.refusals import CatalogueProblem
from models.database import make_engine
from models.migration import is_current
from models.queries.catalogue import NoRules, latest_catalogue, left_aside
from models.queries.reminders import count_waiting, latest_run
from models.ratings import SignedForEver, SignOff
from models.scope import Scope
from models.wording import counted, day_words, moment_words
from seed.catalogue import load_catalogue
from tracker.clock import now
from tracker.command_problems import reason
from tracker.config import KEY_MISSING, SHORTEST_KEY, Settings, SettingsProblem, make_folder, read_settings, unknown
from tracker.demo_accounts import DOMAIN
from tracker.mail.server import NO_SITE
from tracker.openid_providers import problem_of
from tracker.settings_check import check_database, limit_problems, use_locale

# Reminders that nobody saw to for longer come late.
RUN_EVERY = timedelta(days=2)


@click.command("doctor")
def doctor() -> None:
    """Check settings, database and integrity; exit code 1 where something is wrong.

    It needs no application: what keeps the product from starting is what it is asked about.
    """
    settings, unreadable = read_settings(os.environ)
    found = {
        "settings": [*unreadable, *_settings_problems(settings)],
        "files folder": list(_folder_problems(settings)),
        "catalogue": list(_catalogue_problems()),
        **_database_findings(settings),
    }
    failed = 0
    for name, problems in found.items():
        said = "in order"
        if isinstance(problems, Noted):
            said, problems = problems.note, problems.problems
        failed += len(problems)
        click.echo(f"{name:14} {'; '.join(problems) if problems else said}")
    if failed:
        raise click.ClickException(f"{counted(failed, 'thing', 'things')} to put in order.")


def _settings_problems(settings: Settings) -> Iterator[str]:
    if len(settings.secret_key) < SHORTEST_KEY:
        yield KEY_MISSING
    yield from (f"{name} is no setting" for name in unknown(os.environ))
    if settings.base_url and not settings.is_secure:
        yield "CONTINUUM_BASE_URL is not https: cookies travel in the open"
    if settings.mail_url and not settings.base_url:
        yield NO_SITE
    if settings.today is not None:
        yield f"CONTINUUM_TODAY freezes the day at {day_words(settings.today)}"
    yield from limit_problems(settings)
    yield from filter(None, map(problem_of, settings.providers))
    try:
        use_locale(settings)
    except SettingsProblem as problem:
        yield str(problem)


def _folder_problems(settings: Settings) -> Iterator[str]:
    # The one in which the other lies comes first: it would be made for everybody to look in.
    folders = [settings.files] if settings.database_url else [settings.data_dir, settings.files]
    try:
        for folder in folders:
            make_folder(folder)
        probe = settings.files / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except SettingsProblem as problem:
        yield str(problem)
    except OSError as problem:
        yield f"{settings.files} cannot be written: {problem.strerror}"
    for folder in folders:
        if os.name == "posix" and folder.is_dir() and folder.stat().st_mode & 0o077:
            yield f"other accounts of this machine may look into {folder}: run `chmod go= {folder}`"


def _catalogue_problems() -> Iterator[str]:
    """Read the catalogue that comes with the product, as `init` will."""
    try:
        load_catalogue()
    except CatalogueProblem as problem:
        yield from map(str, problem.problems)


@dataclass(frozen=True, slots=True)
class Noted:
    """Problems of something of which there is something to say as well when it is in order."""

    note: str
    problems: list[str]


def _database_findings(settings: Settings) -> dict[str, list[str] | Noted]:
    """Ask the database everything; where it cannot be reached that is the one problem."""
    try:
        if not settings.database_url:
            make_folder(settings.data_dir)
        check_database(settings)
    except SettingsProblem as problem:
        return {"database": [str(problem)]}
    engine = make_engine(settings.database)
    checks: dict[str, Callable[[Session], Iterator[str]]] = {
        "database": _table_problems,
        "integrity": _integrity_problems,
        "signed years": signed_problems,
        "rules": _rule_problems,
        "accounts": _account_problems,
        "time zones": _zone_problems,
    }
    found: dict[str, list[str] | Noted] = {}
    try:
        for name, check in checks.items():
            found[name] = list(_asked(engine, check))
            if name == "database" and found[name]:
                return found
        found["reminders"] = _reminders(engine, settings)
    finally:
        engine.dispose()
    return found


def _asked(engine: Engine, check: Callable[[Session], Iterator[str]]) -> Iterator[str]:
    try:
        with Session(engine) as session:
            yield from check(session)
    except DBAPIError as problem:
        yield reason(problem)


def _table_problems(session: Session) -> Iterator[str]:
    session.execute(text("SELECT 1"))
    if not is_current(session.connection()):
        yield "its tables are not the newest: run `continuum init`"


def _integrity_problems(session: Session) -> Iterator[str]:
    if session.get_bind().dialect.name != "sqlite":
        return
    for (answer,) in session.execute(text("PRAGMA integrity_check")):
        if answer != "ok":
            yield str(answer)
    for row in session.execute(text("PRAGMA foreign_key_check")):
        yield f"row {row[1]} of {row[0]} names something in {row[2]} that does not exist"


def signed_problems(session: Session) -> Iterator[str]:
    """Say whose signed years are not what was signed any more."""
    for signed in session.scalars(select(SignOff).order_by(SignOff.id)):
        try:
            is_whole = hashlib.sha256(signed.snapshot.encode()).hexdigest() == signed.sha256
            pages = all(page.content for page in signed.pages)
        except (SignedForEver, zlib.error):
            is_whole = pages = False
        if not (is_whole and pages):
            yield f"what {signed.school.name} signed on {day_words(signed.signed_on)} was changed in the database"


def _rule_problems(session: Session) -> Iterator[str]:
    try:
        latest_catalogue(session)
        for district in session.scalars(select(District)):
            for version in left_aside(session, scope=Scope(district_id=district.id)):
                yield f"the numbers of {district.name} do not go with rules {version}, which hold as they come"
    except (NoRules, CatalogueProblem) as problem:
        yield " ".join(str(problem).split())


def _account_problems(session: Session) -> Iterator[str]:
    users = session.scalars(select(User)).all()
    if not users:
        yield "nobody can sign in: use `continuum create-user`"
    invented = [user.email for user in users if user.email.endswith(DOMAIN)]
    if invented and len(invented) != len(users):
        yield f"demo accounts in a real database: {', '.join(invented)}"


def _reminders(engine: Engine, settings: Settings) -> Noted:
    """Say when reminders were last seen to; where a mail server is set, that they are is part of being in order."""
    with Session(engine) as session:
        run, waiting = latest_run(session), count_waiting(session)
    if run is None:
        note = "were never seen to: `continuum work` or `continuum remind` does it"
        return Noted(note, [note] if settings.mail_url else [])
    note = f"last seen to {moment_words(run.began_at.astimezone())}, {waiting} waiting"
    if run.problem:
        return Noted(note, [f"{note}: {run.problem}"])
    if run.ended_at is None:
        note += ", broken off or still going on"
    if not settings.mail_url:
        return Noted(f"{note}; no mail server is set, and nothing is sent", [])
    return Noted(note, [note] if now() - run.began_at > RUN_EVERY else [])


def _zone_problems(session: Session) -> Iterator[str]:
    for found in session.scalars(select(District).where(District.time_zone.is_not(None))):
        if found.time_zone not in available_timezones():
            yield f"{found.name} lives in {found.time_zone!r}, which is no time zone: use `continuum district`"
