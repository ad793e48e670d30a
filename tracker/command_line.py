"""What commands share: finding a school, reading a day, and refusing in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import District, School
from models.base import table_of
from models.days import NotADay, read_day
from models.wording import joined


class CannotRun(click.ClickException):
    """A command was asked for something that is not there: one line on what to do, exit code 2."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class NamedSchool:
    """A school as commands name it.

    Attributes:
        time_zone: Of its district, as an IANA name; None for the server's own.
    """

    id: int
    district_id: int
    slug: str
    name: str
    time_zone: str | None


def school_named(session: Session, slug: str) -> NamedSchool:
    """Find a school by its slug, whatever its case.

    Raises:
        CannotRun: There is none; the message names the nearest ones.
    """
    schools, districts = table_of(School).c, table_of(District).c
    found = select(schools.id, schools.district_id, schools.slug, schools.name, districts.time_zone).where(
        schools.slug == slug.strip().lower(), districts.id == schools.district_id
    )
    row = session.execute(found).one_or_none()
    if row is not None:
        return NamedSchool(*row)
    slugs = list(session.scalars(select(schools.slug).order_by(schools.slug)))
    if not slugs:
        raise CannotRun("There is no school yet. Make one with `continuum create-school SLUG NAME --district NAME`.")
    from models.exchange.choices import nearest  # reads how people say things, and is only asked about a wrong name

    alike = nearest(slug, slugs)
    hint = f"Did you mean {joined(alike, 'or')}?" if alike else f"Schools are {', '.join(slugs[:10])}."
    raise CannotRun(f"There is no school {slug!r}. {hint}")


def day_given(text: str) -> date:
    """Read a day as YYYY-MM-DD.

    Raises:
        CannotRun: It is none, or far from every day that can be meant.
    """
    try:
        return read_day(text.strip())
    except NotADay as problem:
        raise CannotRun(f"{text!r} {problem}.") from None
