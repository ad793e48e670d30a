"""Actions are made, ticked off by hand or by the record that shows it, and taken over into another year."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.accounts import School
from models.actions import Action, Origin, record_key
from models.history import act_as
from models.operations.actions import (
    ActionEntry,
    add_action,
    add_actions,
    change_action,
    finish_action,
    keep_action,
    reopen_action,
    tick_by_record,
)
from models.operations.activities import confirm_activity
from models.operations.records import archive_record, restore_record
from models.operations.years import open_year
from models.queries.actions import (
    ActionFilter,
    State,
    count_by_state,
    done_for,
    find_action,
    list_actions,
    list_improvements,
    list_overdue,
)
from models.queries.history import history_of
from models.records import RecordStatus
from models.refusals import Refused
from models.school_years import SchoolYear
from models.scope import Scope
from tests.factories import TODAY, a_partner, a_partnership, a_school, a_user, an_activity, an_evaluation

CODE = "EC2.Students1"
CALL = ActionEntry("Call the library", indicator=CODE, due_on=TODAY)
YESTERDAY = TODAY - timedelta(days=1)


def added(session: Session, school: School, entry: ActionEntry = CALL) -> Action:
    return add_action(session, school, entry, user_id=None, today=TODAY)


def words(session: Session, school: School, state: State = State.OPEN) -> list[str]:
    page = list_actions(session, ActionFilter(state), scope=Scope.of_school(school.id), today=TODAY)
    return [one.what for one in page.rows]


def test_many_actions_of_a_plan_are_stored_at_once_in_their_order(session: Session) -> None:
    school = a_school(session)
    year = open_year(session, school, SchoolYear(2025), indicators=[CODE], today=TODAY)
    planned = ActionEntry(
        "Ask a firm", CODE, CODE, Origin.PLAN, planned_on=TODAY, log_kind="match", log_fill={"raised_by": ("teachers",)}
    )
    made = add_actions(session, year, [planned, CALL], user_id=None, today=TODAY)
    assert [(one.what, one.origin, one.assessment_id) for one in made] == [
        ("Ask a firm", Origin.PLAN, year.id),
        ("Call the library", Origin.OWN, year.id),
    ]
    session.expire_all()
    assert made[0].log_fill == {"raised_by": ["teachers"]}
    assert made[1].log_fill is None


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (ActionEntry("  \u200b "), "what"),
        (ActionEntry("x" * 201), "what"),
        (ActionEntry("Call", owner_id=1, owner_name="Grade 6 team"), "owner_name"),
        (ActionEntry("Call", due_on=YESTERDAY, planned_on=TODAY), "planned_on"),
    ],
)
def test_an_action_says_what_is_to_be_done_by_one_owner_and_in_time(
    session: Session, entry: ActionEntry, field: str
) -> None:
    school = a_school(session)
    with pytest.raises(Refused) as refused:
        add_actions(session, school, [CALL, entry], user_id=None, today=TODAY)
    assert set(refused.value.fields) == {field}
    assert words(session, school) == []


def test_done_is_noted_once_taken_back_and_noted_again_with_its_record(session: Session) -> None:
    action = added(session, a_school(session))
    finish_action(action, on=YESTERDAY, today=TODAY)
    with pytest.raises(Refused, match="done already"):
        finish_action(action, on=TODAY, today=TODAY)
    finish_action(action, on=TODAY, today=TODAY, record="activity/a-1", note="They come in May.")
    assert (action.done_on, action.done_by, action.note) == (YESTERDAY, "activity/a-1", "They come in May.")
    assert record_key(action.done_by) == ("activity", "a-1")
    reopen_action(action)
    assert (action.done_on, action.done_by) == (None, None)
    with pytest.raises(Refused, match="not done"):
        reopen_action(action)
    with pytest.raises(Refused, match="lies ahead"):
        finish_action(action, on=TODAY + timedelta(days=1), today=TODAY)


def test_an_archived_action_is_changed_by_nothing(session: Session) -> None:
    action = added(session, a_school(session))
    archive_record(action)
    for change in (
        lambda: change_action(action, CALL),
        lambda: finish_action(action, on=TODAY, today=TODAY),
        lambda: keep_action(action),
        lambda: reopen_action(action),
    ):
        with pytest.raises(Refused, match="archived"):
            change()


def test_what_is_logged_for_an_action_ticks_it_off_and_archived_does_so_no_more(session: Session) -> None:
    school = a_school(session)
    action, visit = added(session, school), an_activity(session, school)
    act_as(session, "the test", on=TODAY)
    assert tick_by_record(action, visit, today=TODAY)
    session.flush()
    assert (action.done_on, action.done_by) == (TODAY, f"activity/{visit.ref}")
    archive_record(visit)
    session.flush()
    assert action.is_open
    restore_record(visit)
    session.flush()
    assert action.done_on == TODAY


def test_what_is_logged_ahead_ticks_an_action_off_once_it_has_happened(session: Session) -> None:
    school = a_school(session)
    draft = an_activity(session, school, record_status=RecordStatus.DRAFT)
    action = added(session, school)
    assert tick_by_record(action, draft, today=TODAY)
    session.flush()
    assert action.is_open
    act_as(session, "the test", on=TODAY)
    confirm_activity(draft, today=TODAY)
    session.flush()
    assert action.done_on == TODAY


def test_a_record_ticks_off_no_action_of_another_school_and_none_that_is_done(session: Session) -> None:
    school, other = a_school(session), a_school(session)
    action = added(session, school)
    assert not tick_by_record(action, an_activity(session, other), today=TODAY)
    finish_action(action, on=TODAY, today=TODAY)
    assert not tick_by_record(action, an_activity(session, school), today=TODAY)
    assert action.done_by is None


def test_a_year_takes_over_what_is_open_and_nothing_else(session: Session) -> None:
    school, other = a_school(session), a_school(session)
    last = open_year(session, school, SchoolYear(2024), indicators=[CODE], today=TODAY)
    open_, done, gone = add_actions(
        session, last, [CALL, ActionEntry("Done"), ActionEntry("Archived")], user_id=None, today=TODAY
    )
    finish_action(done, on=TODAY, today=TODAY)
    archive_record(gone)
    of_no_year, theirs = added(session, school, ActionEntry("Of no year")), added(session, other)
    year = open_year(session, school, SchoolYear(2025), indicators=[CODE], today=TODAY)
    assert words(session, school, State.TO_REVIEW) == words(session, school) == ["Call the library", "Of no year"]
    copy = list_actions(session, ActionFilter(), scope=Scope.of_school(school.id), today=TODAY).rows[0]
    assert (copy.copied_from_id, copy.assessment_id, copy.due_on) == (open_.id, year.id, TODAY)
    assert (open_.carried_on, open_.is_open, done.carried_on) == (TODAY, False, None)
    assert (of_no_year.assessment_id, theirs.assessment_id) == (year.id, None)
    with pytest.raises(Refused, match="later year"):
        finish_action(open_, on=TODAY, today=TODAY)
    keep_action(copy)
    change_action(of_no_year, ActionEntry("Of this year now"))
    assert words(session, school, State.TO_REVIEW) == []


def test_lists_tell_late_from_open_and_whose_they_are(session: Session) -> None:
    school, person = a_school(session), a_user(session, name="A. Patel")
    scope = Scope.of_school(school.id)
    late = added(session, school, ActionEntry("Late", owner_id=person.id, due_on=YESTERDAY))
    added(session, school, ActionEntry("No day", owner_name="Grade 6 team"))
    added(session, school, ActionEntry("Today", due_on=TODAY, note="Müller"))
    done = added(session, school, ActionEntry("Done", indicator=CODE))
    finish_action(done, on=YESTERDAY, today=TODAY)
    assert words(session, school) == ["Late", "Today", "No day"]
    assert (
        words(session, school, State.OVERDUE)
        == ["Late"]
        == [one.what for one in list_overdue(session, scope=scope, today=TODAY)]
    )
    assert late.whose == "A. Patel"

    def found(**wanted: object) -> list[str]:
        page = list_actions(session, ActionFilter(**wanted), scope=scope, today=TODAY)  # type: ignore[arg-type]
        return [one.what for one in page.rows]

    assert found(mine=person.id) == found(owner=str(person.id)) == ["Late"]
    assert found(owner="Grade 6 team") == ["No day"]
    assert found(owner="nobody") == found(text="muller") == ["Today"]
    assert count_by_state(session, scope=scope, today=TODAY) == {
        State.OPEN: 3, State.OVERDUE: 1, State.TO_REVIEW: 0, State.DONE: 1,
    }  # fmt: skip
    assert done_for(session, CODE, scope=scope, start=YESTERDAY, end=TODAY) == [done]
    assert done_for(session, CODE, scope=scope, start=TODAY, end=TODAY) == []


def test_an_action_of_another_school_is_not_found(session: Session) -> None:
    action = added(session, a_school(session))
    other = Scope.of_school(a_school(session).id)
    assert find_action(session, action.id, scope=other) is None
    assert find_action(session, action.id, scope=Scope(partner_id=1)) is None
    assert list_actions(session, ActionFilter(), scope=other, today=TODAY).total == 0


def test_the_latest_evaluation_says_what_is_to_be_improved_until_it_is_an_action(session: Session) -> None:
    school = a_school(session)
    partnership = a_partnership(session, school, a_partner(session))
    an_evaluation(session, partnership, occurred_on=YESTERDAY, actions_open="Meet earlier")
    latest = an_evaluation(session, partnership, occurred_on=TODAY, actions_open="Name a deputy")
    scope = Scope.of_school(school.id)
    assert [one.text for one in list_improvements(session, scope=scope)] == ["Name a deputy"]
    assert list_improvements(session, scope=Scope.of_school(a_school(session).id)) == []
    action = added(session, school, ActionEntry("Name a deputy", from_record=f"evaluation/{latest.ref}"))
    assert list_improvements(session, scope=scope) == []
    archive_record(action)
    assert [one.text for one in list_improvements(session, scope=scope)] == ["Name a deputy"]


def test_the_history_tells_an_action_in_words(session: Session) -> None:
    school, person = a_school(session), a_user(session, name="A. Patel")
    action = added(session, school)
    session.commit()
    change_action(action, ActionEntry("Call the museum", owner_id=person.id))
    session.commit()
    (changed, _) = history_of(session, Scope.of_school(school.id), Action.kind, action.id)
    assert {line.text for line in changed.lines} >= {
        "What is to be done: Call the museum, was Call the library",
        "Whose it is: A. Patel",
    }
