"""Commands that set an installation up and look after it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import available_timezones

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from models.accounts import District, Role, User
from models.history import act_as
from models.migration import is_current, migrate
from models.operations.accounts import AccountProblem, add_membership, set_time_zone
from models.operations.accounts import create_school as add_school
from models.operations.accounts import create_user as add_user
from models.partners import Partner
from models.queries.accounts import find_district, find_school
from models.queries.catalogue import NoRules, latest_catalogue
from models.wording import counted, day_words
from seed.icmap_document import DocumentProblem, read_icmap_document
from seed.loader import CatalogueNotLoaded, load_catalogue_rows, load_official_wording
from tracker.clock import day_in, today
from tracker.config import Settings, unknown
from tracker.demo_accounts import DOMAIN, is_demo
from tracker.extensions import db


@click.command("init")
@with_appcontext
def init() -> None:
    """Make or update the tables and load the catalogue. Running it twice changes nothing."""
    settings: Settings = current_app.config["SETTINGS"]
    settings.files.mkdir(parents=True, exist_ok=True)
    with click.progressbar(["tables", "catalogue"], label="Setting up", item_show_func=str) as bar:
        for step in bar:
            if step == "tables":
                migrate(db.engine)
            else:
                act_as(db.session, "command line")
                summary = load_catalogue_rows(db.session, today=today(), newest_from=settings.newest_rules_from)
                db.session.commit()
    click.echo(f"The database is ready; catalogue {latest_catalogue(db.session).version}: {summary}.")


@click.command("create-school")
@click.argument("slug")
@click.argument("name")
@click.option("--district", required=True, metavar="NAME", help="Its district; made where it is new.")
@click.option("--time-zone", metavar="ZONE", help="Where the district lives, such as America/New_York.")
@with_appcontext
def create_school(slug: str, name: str, district: str, time_zone: str | None) -> None:
    """Add the school NAME under the short name SLUG."""
    act_as(db.session, "command line")
    school = add_school(db.session, slug, name, district_name=district, time_zone=time_zone)
    db.session.commit()
    click.echo(f"{school.name} is there, as {school.slug}.")


@click.command("district")
@click.argument("name")
@click.option("--time-zone", metavar="ZONE", help="Where it lives, such as America/New_York. `server`: as the server.")
@with_appcontext
def district(name: str, time_zone: str | None) -> None:
    """Say, or change, in which time zone the district NAME lives: its days and school years follow it."""
    found = find_district(db.session, name)
    if found is None:
        raise AccountProblem(f"There is no district named {name!r}.")
    if time_zone is not None:
        act_as(db.session, "command line")
        set_time_zone(found, None if time_zone == "server" else time_zone)
        db.session.commit()
    zone = found.time_zone or "the server's time zone"
    click.echo(f"{found.name} lives in {zone}; it is {day_words(day_in(found.time_zone))} there.")


@click.command("create-user")
@click.argument("email")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--school", "slug", metavar="SLUG", help="For the roles of a school.")
@click.option("--partner", metavar="NAME", help="For an alliance member: the organisation, as in the directory.")
@click.option("--district", metavar="NAME", help="For a district admin; with --partner, where its directory is.")
@click.option("--acts-as", multiple=True, metavar="CODE", help="For whom the person usually acts, such as leaders.")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for where not given.")
@with_appcontext
def create_user(
    email: str,
    name: str,
    role: str,
    slug: str | None,
    partner: str | None,
    district: str | None,
    acts_as: tuple[str, ...],
    password: str,
) -> None:
    """Add a person with one role at one place."""
    if email.strip().lower().endswith(DOMAIN) and not is_demo(db.session):
        raise AccountProblem(f"Addresses that end in {DOMAIN} are for demonstrations only.")
    act_as(db.session, "command line")
    school = find_school(db.session, slug) if slug else None
    if slug and school is None:
        raise AccountProblem(f"There is no school with the short name {slug!r}.")
    place = find_district(db.session, district) if district else None
    if district and place is None:
        raise AccountProblem(f"There is no district named {district!r}.")
    organisation = _partner(partner, place.id if place else None) if partner else None
    _refuse_unknown_actors(acts_as)
    user = add_user(db.session, email, name, password=password)
    add_membership(
        db.session,
        user,
        Role(role),
        school=school,
        partner=organisation,
        district=None if organisation else place,
        acts_as=acts_as,
    )
    db.session.commit()
    click.echo(f"{user.name} can sign in as {user.email}.")


def _refuse_unknown_actors(codes: tuple[str, ...]) -> None:
    """Refuse whoever is not in the newest rules' list of who acts."""
    actors = latest_catalogue(db.session).vocabularies["by"] if codes else {}
    for code in codes:
        if code not in actors:
            raise AccountProblem(f"Nobody acts as {code!r}. Known are: {', '.join(actors)}.")


def _partner(name: str, district_id: int | None) -> Partner:
    statement = select(Partner).where(Partner.name == name)
    if district_id is not None:
        statement = statement.where(Partner.district_id == district_id)
    found = db.session.scalars(statement).all()
    if len(found) == 1:
        return found[0]
    if found:
        raise AccountProblem(f"Several districts know {name!r}; say which with --district.")
    raise AccountProblem(f"There is no organization named {name!r}.")


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
            summary = load_official_wording(db.session, document)
            bar.update(1)
            db.session.commit()
            bar.update(1)
    except (OSError, UnicodeDecodeError) as problem:
        raise click.ClickException(f"{path} cannot be read: {problem}") from None
    except (DocumentProblem, CatalogueNotLoaded) as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"Official wording loaded: {summary}.")


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Check settings, database and integrity; exit code 1 where something is wrong."""
    checks: dict[str, Callable[[], Iterator[str]]] = {
        "settings": _settings_problems,
        "files folder": _folder_problems,
        "database": _database_problems,
        "integrity": _integrity_problems,
        "catalogue": _catalogue_problems,
        "accounts": _account_problems,
        "time zones": _zone_problems,
    }
    failed = 0
    for name, check in checks.items():
        try:
            problems = list(check())
        except DBAPIError as problem:
            db.session.rollback()
            problems = [" ".join(str(problem.orig).split())]
        failed += len(problems)
        click.echo(f"{name:14} {'; '.join(problems) if problems else 'in order'}")
    if failed:
        raise click.ClickException(f"{counted(failed, 'thing', 'things')} to put in order.")


def _settings_problems() -> Iterator[str]:
    settings: Settings = current_app.config["SETTINGS"]
    for name in unknown(os.environ):
        yield f"{name} is no setting"
    if settings.base_url and not settings.is_secure:
        yield "CONTINUUM_BASE_URL is not https: cookies travel in the open"
    if settings.today is not None:
        yield f"CONTINUUM_TODAY freezes the day at {day_words(settings.today)}"


def _folder_problems() -> Iterator[str]:
    settings: Settings = current_app.config["SETTINGS"]
    try:
        settings.files.mkdir(parents=True, exist_ok=True)
        probe = settings.files / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as problem:
        yield f"{settings.files} cannot be written: {problem.strerror}"


def _database_problems() -> Iterator[str]:
    db.session.execute(text("SELECT 1"))
    if not is_current(db.session.connection()):
        yield "its tables are not the newest: run `continuum init`"


def _integrity_problems() -> Iterator[str]:
    if db.engine.dialect.name != "sqlite":
        return
    for (answer,) in db.session.execute(text("PRAGMA integrity_check")):
        if answer != "ok":
            yield str(answer)
    for row in db.session.execute(text("PRAGMA foreign_key_check")):
        yield f"row {row[1]} of {row[0]} names something in {row[2]} that does not exist"


def _catalogue_problems() -> Iterator[str]:
    try:
        latest_catalogue(db.session)
    except NoRules as problem:
        yield str(problem)


def _account_problems() -> Iterator[str]:
    users = db.session.scalars(select(User)).all()
    if not users:
        yield "nobody can sign in: use `continuum create-user`"
    invented = [user.email for user in users if user.email.endswith(DOMAIN)]
    if invented and len(invented) != len(users):
        yield f"demo accounts in a real database: {', '.join(invented)}"


def _zone_problems() -> Iterator[str]:
    for found in db.session.scalars(select(District).where(District.time_zone.is_not(None))):
        if found.time_zone not in available_timezones():
            yield f"{found.name} lives in {found.time_zone!r}, which is no time zone: use `continuum district`"
