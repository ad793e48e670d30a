"""The mix counts confirmed activities of a period, each under all that it names."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.activities import ActivityKind
from models.queries.mix import Voice, activity_mix, voices
from models.records import RecordStatus
from models.scope import Scope
from tests.factories import TODAY, a_school, an_activity

DAY = timedelta(days=1)


def test_an_activity_counts_under_each_of_its_audiences_and_once_in_the_total(session: Session) -> None:
    school = a_school(session)
    an_activity(session, school, audience=("families", "pta"))
    an_activity(
        session, school, audience=("families",), channel=("letter_legislator",), activity_kind=ActivityKind.ADVOCACY
    )
    found = activity_mix(session, scope=Scope.of_school(school.id), start=TODAY, end=TODAY + DAY)
    assert found.total == 2
    assert list(found.audiences.items()) == [("families", 2), ("pta", 1)]
    assert found.kinds == {"advocacy": 1, "communication": 1}
    assert found.channels == {"letter_legislator": 1, "presentation": 1}


def test_other_days_other_schools_and_what_is_not_confirmed_count_nowhere(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    an_activity(sqlite_session, school, occurred_on=TODAY - DAY)
    an_activity(sqlite_session, school, occurred_on=TODAY + DAY)
    an_activity(sqlite_session, a_school(sqlite_session))
    for status in (RecordStatus.DRAFT, RecordStatus.CANCELLED, RecordStatus.ARCHIVED):
        an_activity(sqlite_session, school, record_status=status)
    found = activity_mix(sqlite_session, scope=Scope.of_school(school.id), start=TODAY, end=TODAY + DAY)
    assert (found.total, found.kinds, found.audiences, found.channels) == (0, {}, {}, {})


def test_a_period_ends_after_it_starts(sqlite_session: Session) -> None:
    with pytest.raises(ValueError, match="ends after"):
        activity_mix(sqlite_session, scope=Scope.of_school(1), start=TODAY, end=TODAY)


def test_both_sides_talk_where_it_was_ticked_or_the_channel_says_so(session: Session) -> None:
    school = a_school(session)
    an_activity(session, school, channel=("meeting",), people=12)
    an_activity(session, school, channel=("presentation", "website"), two_way=True)
    an_activity(session, school, channel=("website",), by=("students", "teachers"), people=30)
    an_activity(session, a_school(session), channel=("website",))
    scope = Scope.of_school(school.id)
    found = voices(session, scope=scope, start=TODAY, end=TODAY + DAY, both_talk={"meeting"})
    assert found.all == Voice(3, 2, 42)
    assert found.channels == {"website": Voice(2, 1, 30), "meeting": Voice(1, 1, 12), "presentation": Voice(1, 1, 0)}
    assert list(found.actors.items()) == [("teachers", Voice(3, 2, 42)), ("students", Voice(1, 0, 30))]
