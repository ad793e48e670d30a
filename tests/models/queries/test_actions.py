"""Actions counted by month as the list narrows to it: done, still to do, and of these late."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from models.accounts import School
from models.actions import Action
from models.queries.actions import MonthOfActions, actions_by_month
from models.records import RecordStatus
from models.scope import Scope
from tests.factories import TODAY, a_school

FIRST = TODAY.replace(day=1)
DAY = timedelta(days=1)


def an_action(session: Session, school: School, due_on: date, **fields: object) -> None:
    session.add(Action(school=school, what="Call the library", due_on=due_on, entered_on=TODAY, **fields))
    session.flush()


def test_an_action_stands_under_the_month_in_which_it_was_done_or_is_due(session: Session) -> None:
    school = a_school(session)
    an_action(session, school, TODAY - DAY)
    an_action(session, school, FIRST - DAY, done_on=TODAY)
    an_action(session, school, TODAY + timedelta(days=40))
    an_action(session, school, TODAY, record_status=RecordStatus.ARCHIVED)
    an_action(session, a_school(session), TODAY)
    scope = Scope.of_school(school.id)
    found = actions_by_month(session, scope=scope, start=FIRST - 40 * DAY, end=TODAY + 90 * DAY, today=TODAY)
    later = (TODAY + timedelta(days=40)).replace(day=1)
    yesterday = (TODAY - DAY).replace(day=1)
    expected = {later: MonthOfActions(0, 1, 0), FIRST: MonthOfActions(1, 0, 0)}
    late = expected.setdefault(yesterday, MonthOfActions())
    late.open, late.late = late.open + 1, late.late + 1
    assert found == expected
    assert [month.all for month in found.values()] == [found[first].done + found[first].open for first in sorted(found)]
