"""The demo's accounts. They exist in a demo database only."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from models.accounts import District, Role, School, User
from models.memberships import Membership
from models.operations.accounts import hash_password
from models.partners import Partner
from seed.demo.calendar import DemoCalendar
from seed.demo.people import ALLIANCE_MEMBERS, DISTRICT_COORDINATOR, Person

PASSWORD = "demo-continuum"  # noqa: S105  (the demo's password is printed for everybody)
DOMAIN = "demo.example"


def add_people(
    session: Session, calendar: DemoCalendar, school: School, staff: tuple[Person, ...], password_hash: str
) -> dict[str, User]:
    """Add a school's staff with their memberships.

    Args:
        password_hash: For those that have a demo account; nobody can sign in as the others.

    Returns:
        The people by key.
    """
    people = {}
    for person in staff:
        mailbox = person.account or f"{person.name.lower().replace(' ', '.')}.{school.slug}"
        user = _user(mailbox, person.name, password_hash if person.account else None, calendar)
        session.add(
            Membership(
                user=user, role=person.role, school=school, acts_as=person.acts_as, began_on=calendar.year(-2).start
            )
        )
        people[person.key] = user
    session.flush()
    return people


def add_others(
    session: Session, calendar: DemoCalendar, district: District, partners: dict[str, Partner], password_hash: str
) -> None:
    """Add the district's coordinator and the people who answer for alliances."""
    account, name = DISTRICT_COORDINATOR
    coordinator = _user(account, name, password_hash, calendar)
    since = calendar.year(-2).start
    session.add(
        Membership(user=coordinator, role=Role.DISTRICT_ADMIN, district=district, acts_as=("leaders",), began_on=since)
    )
    for account, name, key in ALLIANCE_MEMBERS:
        member = _user(account, name, password_hash, calendar)
        session.add(
            Membership(
                user=member, role=Role.ALLIANCE_MEMBER, partner=partners[key], acts_as=("alliances",), began_on=since
            )
        )
    session.flush()


def password_for_all() -> str:
    """Hash the demo's password once; all accounts share it, so they may share its hash."""
    return hash_password(PASSWORD)


def _user(mailbox: str, name: str, password_hash: str | None, calendar: DemoCalendar) -> User:
    since = datetime.combine(calendar.year(-2).start, datetime.min.time(), UTC)
    return User(email=f"{mailbox}@{DOMAIN}", name=name, password_hash=password_hash, created_at=since)
