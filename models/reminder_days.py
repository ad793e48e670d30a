"""When who is to be reminded of what: pure, from what is due to the reminders whose day has come."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.wording import joined

# Nobody plans further ahead than this, and more than so many reminders of one thing are noise.
MOST_DAYS, MOST_REMINDERS = 730, 6
# A hand-over that is still not done is asked for once more after so many days.
UNDONE_AFTER = 14
# A reminder whose day was so long ago comes too late: it is noted, and not sent.
LATE = timedelta(days=14)
# So long after their day things are looked at: what a server that was off has missed is noted, with the reason.
NOTED = timedelta(days=60)
# In place of days: no reminder at all.
NONE = "none"

OVERTAKEN = "A later reminder of the same thing was due as well."
TOO_LATE = f"Its day was more than {LATE.days} days ago."


class ReminderKind(enum.StrEnum):
    """What a reminder is about, in the order in which people are asked which ones they want."""

    AGREEMENT = "agreement"
    EVALUATION = "evaluation"
    CONTACT = "contact"
    ACTION = "action"
    PLAN = "plan"
    HAND_OVER = "hand_over"
    STATEMENT = "statement"
    HOURS = "hours"
    REQUEST = "request"
    DIGEST = "digest"

    @property
    def label(self) -> str:
        """What people call reminders of the kind."""
        return _LABELS[self]


_LABELS = {
    ReminderKind.AGREEMENT: "An agreement comes to its end",
    ReminderKind.EVALUATION: "An evaluation is due",
    ReminderKind.CONTACT: "A partner has gone quiet",
    ReminderKind.ACTION: "An action of mine is due",
    ReminderKind.PLAN: "Something in the plan for the year is due",
    ReminderKind.HAND_OVER: "People change, and nobody has handed over",
    ReminderKind.STATEMENT: "Something on record has to be said again",
    ReminderKind.HOURS: "Hours of mine repeat: was last week the same?",
    ReminderKind.REQUEST: "A school asks us for something, hands us an agreement to sign, or writes back",
    ReminderKind.DIGEST: "Once a week, everything that is due in one mail",
}


class NotDays(ValueError):
    """A text is no list of days before something."""


def read_days(text: str) -> tuple[int, ...]:
    """Read days before an end as people write them: "90, 30 and 7".

    Returns:
        Each once, the most first; empty where nothing is written.

    Raises:
        NotDays: It holds something else than whole numbers, one that is too large, or too many.
    """
    words = [word for word in re.split(r"[\s,;]+|\band\b", text.strip()) if word]
    if not all(word.isascii() and word.isdigit() for word in words):
        raise NotDays("Write numbers of days, such as 90, 30, 7.")
    days = sorted({int(word) for word in words if len(word) <= 4}, reverse=True)
    if any(len(word) > 4 for word in words) or (days and days[0] > MOST_DAYS):
        raise NotDays(f"At most {MOST_DAYS} days before.")
    if len(days) > MOST_REMINDERS:
        raise NotDays(f"At most {MOST_REMINDERS} reminders.")
    return tuple(days)


def read_own_days(text: str) -> tuple[str, ...]:
    """Read how an agreement is to be reminded of, as it keeps it: days, the word for none, or nothing of its own.

    Raises:
        NotDays: As `read_days`.
    """
    if text.strip().rstrip(".").casefold() == NONE:
        return (NONE,)
    return tuple(map(str, read_days(text)))


def before_words(days: Sequence[int]) -> str:
    """Say how long before their day things are told of: "30 and 7 days before", "14 days before, and on the day"."""
    ahead = [one for one in days if one > 0]
    told = [f"{joined(map(str, ahead))} {'day' if ahead == [1] else 'days'} before"] if ahead else []
    return ", and ".join([*told, *(["on the day"] if 0 in days else [])]) or "never"


def days_words_of(days: Iterable[int | str]) -> str:
    """Write days before an end as they may be typed: "90, 30, 7"."""
    return ", ".join(map(str, days))


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that somebody is to be reminded of.

    Attributes:
        for_on: The day that it is about.
        days_before: So many days before it reminders are due; negative for days after.
        recipients: Numbers of the people to be reminded; empty where there is nobody.
        title: In one line, with the day.
        text: In a sentence or two: why, and what to do.
    """

    kind: ReminderKind
    record_kind: str
    record_id: int
    for_on: date
    days_before: tuple[int, ...]
    recipients: tuple[int, ...]
    title: str
    text: str


# What makes a reminder one and the same: its kind, its record, the day that it is about, how long before.
Key = tuple[str, str, int, date, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reminder whose day has come.

    Attributes:
        skipped: Why it is not to be sent all the same; empty where it is.
    """

    subject: Subject
    days_before: int
    due_on: date
    skipped: str

    @property
    def key(self) -> Key:
        """What makes it one and the same, whoever receives it."""
        one = self.subject
        return one.kind.value, one.record_kind, one.record_id, one.for_on, self.days_before


def wanted_of(subject: Subject, today: date) -> list[Wanted]:
    """List the reminders of a thing whose day has come, the earliest first.

    Of several that were never sent only the last is: an agreement put on record ten days before its end is told of
    once, not three times. Of what is long over nothing is told.
    """
    if not is_open_on(subject, today) or subject.for_on + NOTED < today:
        return []
    days = sorted((subject.for_on - timedelta(days=before), before) for before in set(subject.days_before))
    come = [(due_on, before) for due_on, before in days if due_on <= today]
    return [Wanted(subject, before, due_on, _why_not(due_on, come[-1][0], today)) for due_on, before in come]


def _why_not(due_on: date, last: date, today: date) -> str:
    if due_on < last:
        return OVERTAKEN
    return TOO_LATE if due_on + LATE < today else ""


def monday_of(day: date) -> date:
    """Give the Monday of a day's week: the day that a digest is of."""
    return day - timedelta(days=day.weekday())


def is_open_on(subject: Subject, day: date) -> bool:
    """Whether a thing is due by a day, so that the week's digest names it: its first reminder's day has come."""
    return bool(subject.days_before) and subject.for_on - timedelta(days=max(subject.days_before)) <= day


@dataclass(frozen=True, slots=True)
class Offsets:
    """How long before their day things are told of.

    Attributes:
        agreement: Before the last day of an agreement that says nothing of its own.
        due: Before everything else that has a day on which it is due.
    """

    agreement: tuple[int, ...]
    due: tuple[int, ...]

    @property
    def hand_over(self) -> tuple[int, ...]:
        """Before the day on which people change, and once more when it is over and nobody handed over."""
        return (*self.due, -UNDONE_AFTER)

    def of_agreement(self, own: tuple[str, ...]) -> tuple[int, ...]:
        """Give the days before the end of an agreement.

        Args:
            own: As the agreement keeps them: numbers, or the word for none; empty where it says nothing.
        """
        if not own:
            return self.agreement
        return () if NONE in own else tuple(int(days) for days in own)


def days_to_come(last: date, days_before: Iterable[int], today: date) -> list[tuple[date, int]]:
    """List the days after today on which a thing will be told of, the earliest first, each with how long before."""
    days = sorted((last - timedelta(days=days), days) for days in days_before)
    return [(on, before) for on, before in days if on > today]


# The number of a person -> kinds of reminders that they do not want.
Off = Mapping[int, frozenset[str]]
