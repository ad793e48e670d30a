"""Every reminder comes on its day, once: three years walked day by day, a leap day among them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.agreements import Agreement, AgreementState
from models.reminder_days import (
    OVERTAKEN,
    TOO_LATE,
    Key,
    NotDays,
    Offsets,
    ReminderKind,
    Subject,
    days_to_come,
    is_open_on,
    monday_of,
    read_days,
    read_own_days,
    wanted_of,
)

DAY = timedelta(days=1)
FIRST, LAST = date(2027, 7, 1), date(2030, 6, 30)
OFFSETS = Offsets((90, 30, 7), (14, 0))


def agreements() -> list[Agreement]:
    """Fifty agreements of every term: a day, weeks, months, years; ended at leap days, at ends of months, or never."""
    terms = [1, 6, 7, 8, 30, 31, 89, 90, 91, 120, 180, 364, 365, 366, 500, 730, 731, 1000, 1095, None]
    found = []
    for number in range(50):
        starts_on = FIRST + timedelta(days=number * 17 % 400)
        term = terms[number % len(terms)]
        ends_on = None if term is None else starts_on + timedelta(days=term - 1)
        if number == 49:
            ends_on = date(2028, 2, 29)
        days = (("60", "14", "0"), ("none",), ())[number % 3] if number % 5 == 0 else ()
        one = Agreement(starts_on=starts_on, ends_on=ends_on, submitted_on=starts_on - DAY, signed_on=starts_on)
        one.id, one.remind_days = number + 1, days
        found.append(one)
    return found


def subject_of(one: Agreement) -> Subject:
    """What its point person is reminded of."""
    assert one.ends_on is not None
    days = OFFSETS.of_agreement(one.remind_days)
    return Subject(ReminderKind.AGREEMENT, "agreement", one.id, one.ends_on, days, (1,), "", "")


def test_three_years_day_by_day_bring_every_reminder_once_and_every_state_right() -> None:
    every = agreements()
    came: dict[Key, list[tuple[date, str]]] = {}
    day = FIRST
    while day <= LAST:
        for one in every:
            is_over = one.ends_on is not None and one.ends_on < day
            runs = one.starts_on is not None and one.starts_on <= day and not is_over
            assert (one.state_on(day) is AgreementState.IN_FORCE) == runs
            if one.ends_on is not None and one.signed_on is not None and one.signed_on <= day:
                for wanted in wanted_of(subject_of(one), day):
                    # The outbox keeps the first of each; every later run meets it there.
                    came.setdefault(wanted.key, []).append((day, wanted.skipped))
        day += DAY
    expected = {}
    for one in every:
        if one.ends_on is None or one.signed_on is None or one.ends_on > LAST:
            continue
        for days in OFFSETS.of_agreement(one.remind_days):
            due_on = one.ends_on - timedelta(days=days)
            # Those whose day was before it was signed are never sent: the next one is.
            if due_on >= one.signed_on:
                expected["agreement", "agreement", one.id, one.ends_on, days] = due_on
    sent = {key: seen[0][0] for key, seen in came.items() if not seen[0][1] and key[3] <= LAST}
    late = {key for key in sent if key not in expected}
    assert {key: on for key, on in sent.items() if key not in late} == expected
    # An agreement signed when its day was over not long ago is told of at once, by one reminder and not several.
    assert all(sent[key] == every[key[2] - 1].signed_on for key in late)
    assert len({key[2] for key in late}) == len(late)
    assert date(2028, 2, 29) - timedelta(days=30) in sent.values()
    assert len(expected) > 60


@pytest.mark.parametrize("gap", [2, 5, 11, 40])
def test_a_server_that_is_off_for_days_sends_no_reminder_twice_and_says_of_each_why_not(gap: int) -> None:
    one = Subject(ReminderKind.AGREEMENT, "agreement", 1, date(2028, 3, 1), (90, 30, 7), (1,), "", "")
    kept: dict[Key, str] = {}
    day = date(2027, 10, 1)
    while day < date(2028, 6, 1):
        for wanted in wanted_of(one, day):
            kept.setdefault(wanted.key, wanted.skipped)
        day += timedelta(days=gap)
    assert set(kept.values()) <= {"", OVERTAKEN, TOO_LATE}
    assert len(kept) == 3
    if gap <= 11:
        assert list(kept.values()) == [""] * 3


def test_what_comes_on_record_shortly_before_its_end_is_told_of_once() -> None:
    one = Subject(ReminderKind.AGREEMENT, "agreement", 1, date(2028, 3, 1), (90, 30, 7), (1,), "", "")
    assert [wanted.skipped for wanted in wanted_of(one, date(2028, 2, 10))] == [OVERTAKEN, ""]
    assert [wanted.skipped for wanted in wanted_of(one, date(2028, 2, 20))] == [OVERTAKEN, TOO_LATE]
    assert [wanted.skipped for wanted in wanted_of(one, date(2028, 2, 26))] == [OVERTAKEN, OVERTAKEN, ""]


def test_what_is_long_over_is_told_of_no_more() -> None:
    one = Subject(ReminderKind.AGREEMENT, "agreement", 1, date(2028, 3, 1), (90, 30, 7), (1,), "", "")
    assert wanted_of(one, date(2028, 5, 1)) == []


def test_a_hand_over_that_is_not_done_is_asked_for_once_more() -> None:
    one = Subject(ReminderKind.HAND_OVER, "transition", 1, date(2028, 3, 1), OFFSETS.hand_over, (1,), "", "")
    days = [date(2028, 2, 1) + timedelta(days=number) for number in range(60)]
    first = {wanted.key: day for day in reversed(days) for wanted in wanted_of(one, day)}
    assert sorted(first.values()) == [date(2028, 2, 16), date(2028, 3, 1), date(2028, 3, 15)]


def test_days_that_are_to_come_are_told_with_how_long_before() -> None:
    assert days_to_come(date(2028, 3, 1), (90, 30, 7), date(2028, 1, 31)) == [(date(2028, 2, 23), 7)]


def test_a_week_begins_on_monday_and_names_what_is_due_by_then() -> None:
    assert monday_of(date(2028, 2, 27)) == date(2028, 2, 21)
    one = Subject(ReminderKind.ACTION, "action", 1, date(2028, 3, 6), (14, 0), (1,), "", "")
    assert is_open_on(one, date(2028, 2, 21)) and not is_open_on(one, date(2028, 2, 20))


@pytest.mark.parametrize(
    ("text", "days"),
    [("90, 30 and 7", (90, 30, 7)), ("7;30;7", (30, 7)), (" 0 ", (0,)), ("", ()), ("14\n60", (60, 14))],
)
def test_days_are_read_as_people_write_them(text: str, days: tuple[int, ...]) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["soon", "-7", "7.5", "99999", "731", "1 2 3 4 5 6 7", "٣", "9" * 200])
def test_what_is_no_list_of_days_is_refused(text: str) -> None:
    with pytest.raises(NotDays):
        read_days(text)


def test_an_agreement_may_ask_for_no_reminder_or_for_its_own() -> None:
    assert OFFSETS.of_agreement(read_own_days("None.")) == ()
    assert OFFSETS.of_agreement(read_own_days("60, 14")) == (60, 14)
    assert OFFSETS.of_agreement(read_own_days("")) == (90, 30, 7)
