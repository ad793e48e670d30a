"""Records with plain defaults. Each function adds one to the session and flushes it; tests commit."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.accounts import District, Role, School, User
from models.activities import Activity, ActivityKind
from models.agreements import Agreement, Commitment, Contribution
from models.base import Base
from models.evaluations import Evaluation
from models.memberships import Membership
from models.needs import SchoolNeed
from models.operations.accounts import hash_password
from models.partners import Contact, Partner, SchoolPartner
from models.partnerships import Partnership, PartnershipStage, PartnershipTerm, PointPerson, TermName

TODAY = date(2026, 3, 14)
PASSWORD = "a-password-for-tests"


@cache
def password_hash(password: str = PASSWORD) -> str:
    """Hash a password once for all tests; hashing is slow on purpose."""
    return hash_password(password)


def _number(session: Session, table: type[Base]) -> int:
    return (session.scalar(select(func.count()).select_from(table)) or 0) + 1


def _added(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def a_district(session: Session, name: str | None = None) -> District:
    return _added(session, District(name=name or f"District {_number(session, District)}"))


def a_school(
    session: Session, name: str | None = None, *, district: District | None = None, slug: str | None = None
) -> School:
    number = _number(session, School)
    return _added(
        session,
        School(
            name=name or f"School {number}",
            slug=slug or f"school-{number}",
            district=district or session.scalar(select(District)) or a_district(session),
        ),
    )


def a_user(session: Session, email: str | None = None, *, name: str | None = None, password: str = PASSWORD) -> User:
    number = _number(session, User)
    user = User(
        email=email or f"person{number}@school.example",
        name=name or f"Person {number}",
        password_hash=password_hash(password),
    )
    return _added(session, user)


def a_membership(session: Session, user: User, role: Role = Role.POINT_PERSON, **place: Any) -> Membership:
    return _added(session, Membership(user=user, role=role, **place))


def a_partner(session: Session, name: str | None = None, *, district: District | None = None, **fields: Any) -> Partner:
    fields.setdefault("category", "community_org")
    return _added(
        session,
        Partner(
            name=name or f"Partner {_number(session, Partner)}",
            district=district or session.scalar(select(District)) or a_district(session),
            **fields,
        ),
    )


def a_school_partner(session: Session, school: School, partner: Partner, **fields: Any) -> SchoolPartner:
    fields.setdefault("added_on", TODAY - timedelta(days=400))
    return _added(session, SchoolPartner(school=school, partner=partner, **fields))


def a_contact(session: Session, school: School, partner: Partner, **fields: Any) -> Contact:
    fields.setdefault("name", "Robin Sample")
    return _added(session, Contact(school=school, partner=partner, **fields))


def a_need(session: Session, school: School, **fields: Any) -> SchoolNeed:
    fields.setdefault("text", "Tutors for the robotics unit")
    fields.setdefault("stated_on", TODAY)
    return _added(session, SchoolNeed(school=school, **fields))


def an_activity(session: Session, school: School, **fields: Any) -> Activity:
    """One act; by default teachers gave the PTA a presentation today."""
    fields.setdefault("occurred_on", TODAY)
    fields.setdefault("activity_kind", ActivityKind.COMMUNICATION)
    fields.setdefault("by", ("teachers",))
    fields.setdefault("channel", ("presentation",))
    fields.setdefault("audience", ("pta",))
    return _added(session, Activity(school=school, **fields))


def a_partnership(
    session: Session,
    school: School,
    partner: Partner,
    *,
    stage: str = "active",
    point_person: str | None = "Pat Point",
    terms: dict[TermName, str] | None = None,
    **fields: Any,
) -> Partnership:
    """One partnership; by default active since 400 days, confirmed 30 days ago."""
    start = fields.setdefault("started_on", TODAY - timedelta(days=400))
    fields.setdefault("initiated_by", ("leaders",))
    fields.setdefault("confirmed_on", (TODAY - timedelta(days=30),))
    partnership = Partnership(school=school, partner=partner, **fields)
    partnership.stages = [PartnershipStage(stage=stage, from_on=start)]
    if point_person:
        partnership.point_people = [PointPerson(person=point_person, from_on=start)]
    partnership.terms = [PartnershipTerm(name=name, text=text, from_on=start) for name, text in (terms or {}).items()]
    return _added(session, partnership)


def an_agreement(session: Session, partnership: Partnership, **fields: Any) -> Agreement:
    """One agreement; by default a memorandum signed a year ago that ends in 200 days."""
    fields.setdefault("agreement_kind", "mou")
    fields.setdefault("signed_on", TODAY - timedelta(days=365))
    fields.setdefault("starts_on", TODAY - timedelta(days=360))
    fields.setdefault("ends_on", TODAY + timedelta(days=200))
    return _added(session, Agreement(school=partnership.school, partnership=partnership, **fields))


def a_commitment(session: Session, partnership: Partnership, **fields: Any) -> Commitment:
    fields.setdefault("agreed_on", TODAY - timedelta(days=100))
    fields.setdefault("amount", 10)
    fields.setdefault("unit", "hours")
    return _added(session, Commitment(school=partnership.school, partnership=partnership, **fields))


def a_contribution(session: Session, school: School, partner: Partner, **fields: Any) -> Contribution:
    fields.setdefault("occurred_on", TODAY - timedelta(days=10))
    fields.setdefault("amount", 2)
    fields.setdefault("unit", "hours")
    return _added(session, Contribution(school=school, partner=partner, **fields))


def an_evaluation(session: Session, partnership: Partnership, **fields: Any) -> Evaluation:
    fields.setdefault("occurred_on", TODAY - timedelta(days=60))
    fields.setdefault("side", "school")
    return _added(session, Evaluation(school=partnership.school, partnership=partnership, **fields))


def log_entry(title: str) -> dict[str, object]:
    """What the log form sends for one presentation to the PTA."""
    return {
        "kind": "communication",
        "by": ["teachers"],
        "occurred_on": TODAY.isoformat(),
        "channel": ["presentation"],
        "audience": ["pta"],
        "title": title,
    }
