"""When a school was last in contact with its partners."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.needs import Match
from models.queries.partners import last_contacts
from models.records import RecordStatus
from models.scope import Scope
from tests.factories import TODAY, a_contribution, a_partner, a_school, an_activity

WEEK = timedelta(days=7)


def an_answer(session: Session, school: Any, partner: Any, **fields: Any) -> None:
    """Record a request of long ago, answered on a day."""
    session.add(Match(school=school, partner=partner, occurred_on=TODAY - 20 * WEEK, **fields))
    session.flush()


def test_gifts_and_answered_requests_are_contact_as_activities_are(session: Session) -> None:
    school = a_school(session)
    acted, gave, answered, asked, other = (a_partner(session, name) for name in "ABCDE")
    an_activity(session, school, partners=[acted], occurred_on=TODAY - 2 * WEEK)
    a_contribution(session, school, acted, occurred_on=TODAY - 3 * WEEK)
    a_contribution(session, school, gave, occurred_on=TODAY - WEEK)
    an_answer(session, school, answered, requested_on=TODAY - 20 * WEEK, answered_on=TODAY - 5 * WEEK)
    an_answer(session, school, asked, requested_on=TODAY - 20 * WEEK)

    found = last_contacts(session, scope=Scope.of_school(school.id), today=TODAY)
    assert found == {acted.id: TODAY - 2 * WEEK, gave.id: TODAY - WEEK, answered.id: TODAY - 5 * WEEK}
    assert other.id not in found


@pytest.mark.parametrize("status", [one for one in RecordStatus if one is not RecordStatus.CONFIRMED])
def test_what_is_not_confirmed_or_still_to_come_or_anothers_is_no_contact(session: Session, status: Any) -> None:
    school, elsewhere = a_school(session), a_school(session)
    partner = a_partner(session, "A")
    a_contribution(session, school, partner, record_status=status)
    a_contribution(session, school, partner, occurred_on=TODAY + WEEK)
    a_contribution(session, elsewhere, partner)
    an_answer(session, school, partner, answered_on=TODAY, record_status=status)
    assert last_contacts(session, scope=Scope.of_school(school.id), today=TODAY) == {}
    assert last_contacts(session, scope=Scope(partner_id=partner.id), today=TODAY) == {}
