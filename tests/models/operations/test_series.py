"""Series: their days as calendars have them, drafts that count nowhere, and what changing and stopping leaves."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity
from models.history import Action, History
from models.operations.activities import confirm_activity, drop_activity
from models.operations.records import archive_record, restore_record
from models.operations.series import (
    MOST_DAYS,
    Repetition,
    change_series,
    make_alike,
    start_series,
    stop_series,
    take_back_series,
)
from models.queries.series import days_of_series, find_series, running_series, series_of
from models.records import RecordStatus
from models.refusals import Refused
from models.scope import Scope
from models.series import Every, Series, days_from
from tests.factories import TODAY, a_partner, a_school, an_activity

WEEKLY_TWICE = Repetition("week", times=3)


def scope_of(school: School) -> Scope:
    return Scope.of_school(school.id, district_id=school.district_id)


def begun(session: Session, repetition: Repetition = WEEKLY_TWICE, *, today: date = TODAY, **fields: object) -> Series:
    """A series of an activity of its own."""
    school = a_school(session)
    activity = an_activity(session, school, title="Newsletter", **fields)
    series, _ = start_series(session, activity, repetition, scope=scope_of(school), today=today)
    session.commit()
    return series


def days(session: Session, series: Series, *statuses: RecordStatus) -> list[date]:
    wanted = statuses or (RecordStatus.DRAFT,)
    return [one.on for one in days_of_series(session, series) if one.activity.record_status in wanted]


@pytest.mark.parametrize(
    ("every", "first", "then"),
    [
        (Every.WEEK, date(2026, 2, 23), ["2026-03-02", "2026-03-09"]),
        (Every.TWO_WEEKS, date(2026, 12, 24), ["2027-01-07", "2027-01-21"]),
        (Every.MONTH, date(2026, 1, 31), ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]),
        (Every.MONTH, date(2028, 1, 30), ["2028-02-29", "2028-03-30"]),
        (Every.MONTH, date(2028, 2, 29), ["2028-03-29", "2028-04-29"]),
        (Every.MONTH, date(2027, 1, 29), ["2027-02-28", "2027-03-29"]),
        (Every.MONTH, date(2026, 2, 28), ["2026-03-28"]),
        (Every.QUARTER, date(2025, 11, 30), ["2026-02-28", "2026-05-30", "2026-08-30"]),
    ],
)
def test_the_days_of_a_series_are_those_of_the_calendar_and_short_months_have_their_last(
    every: Every, first: date, then: list[str]
) -> None:
    found = list(islice(days_from(every, first), len(then) + 1))
    assert found == [first, *map(date.fromisoformat, then)]


def test_days_to_come_are_drafts_with_the_words_and_without_what_belongs_to_one_day(session: Session) -> None:
    school = a_school(session)
    partner = a_partner(session)
    activity = an_activity(
        session, school, title="Newsletter", topic=("progress",), partners=[partner], people=40, hours=1, note="Long",
        two_way=False, not_for=("ec3",),
    )  # fmt: skip
    series, drafts = start_series(session, activity, WEEKLY_TWICE, scope=scope_of(school), today=TODAY)
    session.commit()
    assert drafts == 2 and series.last_on == TODAY + timedelta(14)
    draft = days_of_series(session, series)[1].activity
    assert (draft.record_status, draft.occurred_on) == (RecordStatus.DRAFT, TODAY + timedelta(7))
    assert (draft.title, draft.topic, draft.partners, draft.hours) == ("Newsletter", ("progress",), [partner], 1)
    assert (draft.two_way, draft.not_for) == (False, ("ec3",))
    assert (draft.people, draft.note, draft.entered_on) == (None, None, TODAY)
    assert series_of(session, draft) is series
    told = session.scalars(select(History.action).where(History.record_kind == Series.kind)).all()
    assert told == [Action.CREATED]


def test_days_that_are_past_already_are_not_made_up_and_the_day_itself_waits(sqlite_session: Session) -> None:
    series = begun(sqlite_session, Repetition("week", times=4), occurred_on=TODAY - timedelta(14))
    assert days(sqlite_session, series) == [TODAY, TODAY + timedelta(7)]
    assert days(sqlite_session, series, RecordStatus.CONFIRMED) == [TODAY - timedelta(14)]


@pytest.mark.parametrize(
    ("repetition", "field"),
    [
        (Repetition(None, times=3), "every"),
        (Repetition("day", times=3), "every"),
        (Repetition("week"), "until_on"),
        (Repetition("week", TODAY), "until_on"),
        (Repetition("week", TODAY - timedelta(1)), "until_on"),
        (Repetition("week", TODAY + timedelta(6)), "until_on"),
        (Repetition("week", TODAY + timedelta(7 * MOST_DAYS)), "until_on"),
        (Repetition("quarter", date(2100, 12, 31)), "until_on"),
        (Repetition("month", date(2029, 2, 1)), "until_on"),
        (Repetition("quarter", times=30), "times"),
        (Repetition("week", times=0), "times"),
        (Repetition("week", times=1), "times"),
        (Repetition("week", times=MOST_DAYS + 1), "times"),
    ],
)
def test_what_is_no_repetition_is_refused_by_its_field(
    sqlite_session: Session, repetition: Repetition, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        begun(sqlite_session, repetition)
    assert list(refused.value.fields) == [field]


def test_what_lies_wholly_in_the_past_makes_no_series(sqlite_session: Session) -> None:
    with pytest.raises(Refused, match="still to come"):
        begun(sqlite_session, WEEKLY_TWICE, occurred_on=TODAY - timedelta(100))


def test_nothing_is_of_two_series_and_nothing_archived_of_any(sqlite_session: Session) -> None:
    series = begun(sqlite_session)
    scope = Scope.of_school(series.school_id)
    for activity in [one.activity for one in days_of_series(sqlite_session, series)]:
        with pytest.raises(Refused, match="already"):
            start_series(sqlite_session, activity, WEEKLY_TWICE, scope=scope, today=TODAY)
    gone = an_activity(sqlite_session, series.school, title="Gone")
    archive_record(gone)
    with pytest.raises(Refused, match="archived"):
        start_series(sqlite_session, gone, WEEKLY_TWICE, scope=scope, today=TODAY)


def test_stopping_archives_what_is_to_come_and_leaves_what_waits(session: Session) -> None:
    series = begun(session, Repetition("week", times=5), occurred_on=TODAY - timedelta(7))
    assert stop_series(session, series, today=TODAY) == 3
    session.commit()
    assert days(session, series) == [TODAY]
    gone = [one.activity for one in days_of_series(session, series) if one.activity.archived_because]
    assert {one.archived_because for one in gone} == {"the series was stopped"}
    assert running_series(session, scope=Scope.of_school(series.school_id), today=TODAY) == []
    with pytest.raises(Refused, match="already"):
        stop_series(session, series, today=TODAY)


def test_a_series_goes_on_otherwise_from_a_day_on_and_keeps_what_stays(session: Session) -> None:
    series = begun(session, Repetition("week", times=5))
    edited = days_of_series(session, series)[2].activity
    edited.title = "Spring issue"
    scope = Scope.of_school(series.school_id)
    begin = TODAY + timedelta(14)
    fortnightly = Repetition("two_weeks", times=3)
    change_series(session, series, fortnightly, name=" The  letter ", from_on=begin, scope=scope, today=TODAY)
    session.commit()
    assert days(session, series) == [TODAY + timedelta(number) for number in (7, 14, 28, 42)]
    titles = [one.activity.title for one in days_of_series(session, series) if one.on >= begin]
    # What was written into a day that stays is kept, and later new days are like it.
    assert titles == ["Spring issue", "Newsletter", "Newsletter", "Spring issue"]
    assert (series.name, series.every, series.from_on, series.last_on) == (
        "The letter", Every.TWO_WEEKS, begin, TODAY + timedelta(42),
    )  # fmt: skip


def test_a_stopped_series_goes_on_when_it_is_changed_and_what_was_dropped_stays_dropped(
    sqlite_session: Session,
) -> None:
    series = begun(sqlite_session, Repetition("week", times=4))
    scope = Scope.of_school(series.school_id)
    confirm_activity(days_of_series(sqlite_session, series)[1].activity, today=TODAY + timedelta(7))
    stop_series(sqlite_session, series, today=TODAY)
    for problem, name, begin in (("called", " ", TODAY), ("Choose today", "Letter", TODAY - timedelta(1))):
        with pytest.raises(Refused, match=problem):
            change_series(sqlite_session, series, WEEKLY_TWICE, name=name, from_on=begin, scope=scope, today=TODAY)
    begin = TODAY + timedelta(7)
    change_series(sqlite_session, series, WEEKLY_TWICE, name="Letter", from_on=begin, scope=scope, today=TODAY)
    sqlite_session.commit()
    assert series.stopped_on is None
    # The day that was confirmed is there, and made no second time.
    assert days(sqlite_session, series) == [TODAY + timedelta(14), TODAY + timedelta(21)]


def test_later_drafts_take_over_what_one_of_them_says(sqlite_session: Session) -> None:
    series = begun(sqlite_session, Repetition("week", times=4))
    pattern = days_of_series(sqlite_session, series)[2].activity
    pattern.audience, pattern.title, pattern.people = ("staff",), "For staff", 9
    partner = a_partner(sqlite_session)
    pattern.partners = [partner]
    assert make_alike(sqlite_session, series, pattern) == 1
    said = [(one.activity.title, one.activity.people) for one in days_of_series(sqlite_session, series)]
    assert said == [("Newsletter", None), ("Newsletter", None), ("For staff", 9), ("For staff", None)]
    assert days_of_series(sqlite_session, series)[3].activity.partners == [partner]


def test_what_did_not_happen_is_archived_with_that_reason_and_restored_without(session: Session) -> None:
    series = begun(session)
    draft = days_of_series(session, series)[1].activity
    drop_activity(draft)
    session.commit()
    assert (draft.record_status, draft.archived_because) == (RecordStatus.ARCHIVED, "it did not happen")
    for gone in (draft, an_activity(session, series.school)):
        with pytest.raises(Refused, match="waits"):
            drop_activity(gone)
    restore_record(draft)
    assert (draft.record_status, draft.archived_because) == (RecordStatus.DRAFT, None)


def test_taking_the_first_back_takes_the_series_with_it_and_any_other_nothing(sqlite_session: Session) -> None:
    series = begun(sqlite_session)
    first, second, _ = (one.activity for one in days_of_series(sqlite_session, series))
    take_back_series(sqlite_session, second)
    assert days(sqlite_session, series) != []
    take_back_series(sqlite_session, first)
    sqlite_session.commit()
    assert days(sqlite_session, series) == [] and series.record_status is RecordStatus.ARCHIVED


def test_a_series_of_another_school_does_not_exist(sqlite_session: Session) -> None:
    series = begun(sqlite_session)
    other = scope_of(a_school(sqlite_session))
    assert find_series(sqlite_session, series.id, scope=other) is None
    assert running_series(sqlite_session, scope=other, today=TODAY) == []
    [running] = running_series(sqlite_session, scope=Scope.of_school(series.school_id), today=TODAY)
    assert (running.series, running.next_on) == (series, TODAY + timedelta(7))


@pytest.mark.parametrize(
    ("every", "first", "said"),
    [
        ("two_weeks", date(2026, 3, 17), "Every two weeks, on Tuesdays"),
        ("month", date(2026, 3, 1), "Every month, on the 1st"),
        ("month", date(2026, 3, 12), "Every month, on the 12th"),
        ("quarter", date(2026, 3, 22), "Every three months, on the 22nd"),
        ("month", date(2026, 3, 31), "Every month, on the 31st or the last day of a shorter month"),
    ],
)
def test_a_rhythm_is_said_as_people_say_it(every: str, first: date, said: str) -> None:
    assert Series(every=Every(every), from_on=first).rhythm == said


def test_no_draft_of_a_series_reaches_a_list_of_what_happened(sqlite_session: Session) -> None:
    series = begun(sqlite_session, Repetition("week", times=9))
    confirmed = select(Activity.occurred_on).where(Activity.record_status == RecordStatus.CONFIRMED)
    assert sqlite_session.scalars(confirmed).all() == [series.from_on]
