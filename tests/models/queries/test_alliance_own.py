"""What one alliance may know of a school is kept, follows whatever is written, and is never anybody else's."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import activity_partners
from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import evidence_from_rows
from models.partners import Partner
from models.queries.alliance_own import OwnSchool, own_rows, own_school
from models.queries.alliances import TOLD
from models.queries.catalogue import rulebook
from models.queries.continuum import continuum_of, kept
from models.queries.records import record_rows
from models.scope import OutsideScope, Scope
from tests.factories import an_activity
from tests.models.queries.test_continuum_of import fresh, parts
from tests.random_writes import Writes
from tests.record_files import a_demo_school

TODAY = date(2026, 6, 30)


@pytest.fixture
def school(sqlite_session: Session) -> School:
    """The smallest demo school, with the rules."""
    return a_demo_school(sqlite_session)


def busiest(session: Session) -> Partner:
    """Give the partner of most activities."""
    number = activity_partners.c.partner_id
    found = session.scalars(select(number).group_by(number).order_by(func.count().desc(), number).limit(1)).one()
    return session.get_one(Partner, found)


def asked(session: Session, school: School, partner: Partner) -> OwnSchool:
    """Ask as a member of the alliance."""
    return own_school(session, school, scope=Scope(partner_id=partner.id), partner=partner.name)


def anew(session: Session, school: School, partner: Partner) -> Continuum:
    """Read the alliance's own records anew, whatever is kept."""
    rules, rows = rulebook(session), record_rows(session, school.id)
    return Continuum(evidence_from_rows(own_rows(rows, partner.name, rules[-1].language), rules[-1].language), rules)


@pytest.mark.parametrize("seed", range(3))
def test_it_follows_whatever_is_written(sqlite_session: Session, school: School, seed: int) -> None:
    partner = busiest(sqlite_session)
    asked(sqlite_session, school, partner)
    writes = Writes(sqlite_session, school, seed)
    for _ in range(8):
        writes.some()
        sqlite_session.commit()
        followed, wanted = asked(sqlite_session, school, partner), anew(sqlite_session, school, partner)
        now, then = parts(followed.continuum.evidence), parts(wanted.evidence)
        assert [name for name in then if now[name] != then[name]] == [], writes.done[-4:]
        keys = frozenset((kind, ref) for kind in TOLD for ref in wanted.evidence.rows.get(kind, ()))
        assert followed.served(TODAY) == tuple(fresh(sqlite_session, school).served_by_any(keys, TODAY)), writes.done


def test_what_others_do_leaves_it_as_it_is(sqlite_session: Session, school: School) -> None:
    partner = busiest(sqlite_session)
    before = asked(sqlite_session, school, partner).continuum
    an_activity(sqlite_session, school, occurred_on=TODAY)
    sqlite_session.commit()
    assert asked(sqlite_session, school, partner).continuum is before


def test_what_is_not_committed_is_answered_and_never_kept(sqlite_session: Session, school: School) -> None:
    partner = busiest(sqlite_session)
    before = asked(sqlite_session, school, partner).continuum
    an_activity(sqlite_session, school, partners=[partner], occurred_on=TODAY)
    during = asked(sqlite_session, school, partner).continuum
    assert during.evidence.records == before.evidence.records + 1
    sqlite_session.rollback()
    assert asked(sqlite_session, school, partner).continuum is before


def test_two_alliances_of_a_school_are_kept_apart(sqlite_session: Session, school: School) -> None:
    partner = busiest(sqlite_session)
    other = sqlite_session.scalars(select(Partner).where(Partner.id != partner.id).order_by(Partner.id)).first()
    assert other is not None
    for _ in range(2):
        for one in (partner, other):
            found = asked(sqlite_session, school, one).continuum.evidence
            assert parts(found) == parts(anew(sqlite_session, school, one).evidence)
    assert other.name not in repr(asked(sqlite_session, school, partner).continuum.evidence.rows)


def test_only_an_alliance_asks(sqlite_session: Session, school: School) -> None:
    with pytest.raises(OutsideScope):
        own_school(sqlite_session, school, scope=Scope.of_school(school.id), partner="Any")


def test_what_is_kept_counts_toward_what_engines_may_take(sqlite_session: Session, school: School) -> None:
    continuum_of(sqlite_session, scope=Scope.of_school(school.id))
    before = sum(one.size for one in kept._found.values())
    found = asked(sqlite_session, school, busiest(sqlite_session)).continuum
    assert sum(one.size for one in kept._found.values()) > before + found.evidence.records * 1_000
