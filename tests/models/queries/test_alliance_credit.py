"""What an alliance's records count toward is told alike wherever it is asked."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models.partners import Partner
from models.queries.alliance_credit import credits_by_school, credits_of_all, keys_by_school, only
from models.queries.alliance_own import own_school
from models.queries.alliances import Engagement, find_engagement
from models.scope import Scope
from tests.factories import a_partnership, a_school, a_school_partner, an_agreement
from tests.models.queries.test_alliance_own import busiest
from tests.record_files import a_demo_school

TODAY = date(2026, 6, 30)


def an_engagement(session: Session) -> tuple[Partner, Engagement]:
    """Give the partner of most activities, and its engagement with a school, and with one that has a draft."""
    school = a_demo_school(session)
    partner = busiest(session)
    other = a_school(session, district=school.district)
    a_school_partner(session, other, partner)
    # The school's own: nobody else knows that it is being written.
    an_agreement(session, a_partnership(session, other, partner), submitted_on=None, signed_on=None)
    session.commit()
    return partner, find_engagement(session, scope=Scope(partner_id=partner.id))


def test_of_all_its_records_it_is_told_the_same_whether_they_are_named_or_not(sqlite_session: Session) -> None:
    partner, engagement = an_engagement(sqlite_session)
    scope = Scope(partner_id=partner.id)
    own = {one: own_school(sqlite_session, one, scope=scope, partner=partner.name) for one in engagement.schools}
    named = credits_by_school(sqlite_session, keys_by_school(engagement), on=TODAY)
    assert len(own) == 2 and len(named) == 1 and named[0].credits
    assert credits_of_all(own, on=TODAY) == named


def test_of_an_engagement_all_that_counts_can_be_listed(sqlite_session: Session) -> None:
    _, engagement = an_engagement(sqlite_session)
    keys = frozenset[tuple[str, str]]().union(*keys_by_school(engagement).values())
    assert only(engagement, keys) == engagement
    counted = credits_by_school(sqlite_session, keys_by_school(engagement), on=TODAY)[0].credits[0].keys
    listed = keys_by_school(only(engagement, counted)).values()
    assert frozenset[tuple[str, str]]().union(*listed) == counted
