"""Commands that set an installation up: its tables and rules, its schools and people."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from models.accounts import Role
from models.history import act_as
from models.operations.accounts import AccountProblem, add_membership, set_time_zone
from models.operations.accounts import create_school as add_school
from models.operations.accounts import create_user as add_user
from models.operations.invitations import Offer, held_role
from models.partners import Partner
from models.queries.accounts import find_district, find_school, find_user_by_email
from models.queries.catalogue import latest_catalogue
from models.school_years import SchoolYear
from models.texts import visible
from models.wording import day_words
from tracker.clock import day_in, today
from tracker.config import Settings, make_folder
from tracker.demo_accounts import DOMAIN, is_demo
from tracker.extensions import db


@click.command("init")
@with_appcontext
def init() -> None:
    """Make or update the tables and load the catalogue. Running it twice changes nothing."""
    # Alembic and the readers of the catalogue: no other of these commands needs them.
    from models.migration import migrate
    from seed.loader import load_catalogue_rows

    settings: Settings = current_app.config["SETTINGS"]
    make_folder(settings.files)
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
@click.option("--year-begins-in", metavar="MONTH", type=click.IntRange(1, 12), help="From 1 (January) to 12.")
@with_appcontext
def district(name: str, time_zone: str | None, year_begins_in: int | None) -> None:
    """Say, or change, how the district NAME counts its days and school years: its time zone, and when a year begins."""
    found = find_district(db.session, name)
    if found is None:
        raise AccountProblem(f"There is no district named {name!r}.")
    act_as(db.session, "command line")
    if time_zone is not None:
        set_time_zone(found, None if time_zone == "server" else time_zone)
    if year_begins_in is not None:
        found.year_begins_in = year_begins_in
    db.session.commit()
    zone, day = found.time_zone or "the server's time zone", day_in(found.time_zone)
    year = SchoolYear.of(day, found.year_begins_in)
    click.echo(f"{found.name} lives in {zone}; it is {day_words(day)} there.")
    click.echo(f"The school year {year} began on {day_words(year.start)}.")


@click.command("create-user")
@click.argument("email")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--school", "slug", metavar="SLUG", help="For the roles of a school.")
@click.option("--partner", metavar="NAME", help="For an alliance member: the organisation, as in the directory.")
@click.option("--district", metavar="NAME", help="For a district admin; with --partner, where its directory is.")
@click.option("--acts-as", multiple=True, metavar="CODE", help="For whom the person usually acts, such as leaders.")
@click.option("--password", help="Of a new account; asked for where not given. An account that there is keeps its own.")
@with_appcontext
def create_user(
    email: str,
    name: str,
    role: str,
    slug: str | None,
    partner: str | None,
    district: str | None,
    acts_as: tuple[str, ...],
    password: str | None,
) -> None:
    """Add a person with one role at one place; who has an account already gets the role beside those held."""
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
    home = school.district if school else organisation.district if organisation else place
    user = find_user_by_email(db.session, email)
    if user is None:
        password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
        user = add_user(db.session, email, name, password=password)
    elif held_role(db.session, user.id, Offer(Role(role), school, organisation, None if organisation else place)):
        raise AccountProblem(f"{user.email} is {Role(role).label} there already.")
    add_membership(
        db.session,
        user,
        Role(role),
        school=school,
        partner=organisation,
        district=None if organisation else place,
        acts_as=acts_as,
        began_on=day_in(home.time_zone if home else None),
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
    statement = select(Partner).where(Partner.name == " ".join(visible(name).split()))
    if district_id is not None:
        statement = statement.where(Partner.district_id == district_id)
    found = db.session.scalars(statement).all()
    if len(found) == 1:
        return found[0]
    if found:
        raise AccountProblem(f"Several districts know {name!r}; say which with --district.")
    raise AccountProblem(f"There is no organization named {name!r}.")
