"""One school of the demo while it is being built: who and what its records may name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from models.accounts import School, User
from models.history import act_as
from models.needs import SchoolNeed
from models.partners import Partner
from models.partnerships import Partnership
from models.records import Record
from seed.demo.calendar import DemoCalendar
from seed.demo.people import ENTERED_BY
from seed.demo.picks import number, pick

AnyRecord = TypeVar("AnyRecord", bound=Record)


@dataclass(slots=True)
class DemoSchool:
    """A school and what its records name.

    Attributes:
        key: ``elementary``, ``middle`` or ``high``.
        people: Staff by key.
        partners: Organisations of the district by key.
        needs: The school's needs by key.
        partnerships: By key of the organisation.
        files_dir: Where documents are written; None where only their names are kept.
        entries: Records made and not yet stored, with the person who enters each.
        titles: Those of its activities so far: no two have the same.
    """

    session: Session
    calendar: DemoCalendar
    key: str
    school: School
    people: dict[str, User]
    partners: dict[str, Partner]
    files_dir: Path | None = None
    needs: dict[str, SchoolNeed] = field(default_factory=dict)
    partnerships: dict[str, Partnership] = field(default_factory=dict)
    entries: list[tuple[User, Record]] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)

    def on(self, when: tuple[int, int, int]) -> date:
        """Place (school year, month, day) in the calendar."""
        return self.calendar.on(*when)

    def has_come(self, when: tuple[int, int, int]) -> bool:
        """Whether that day is not after today."""
        return self.calendar.is_over(self.on(when))

    def mays(self, *, first: int) -> tuple[date, ...]:
        """Give the days of each May, from a school year on, on which standing facts were confirmed."""
        days = (self.calendar.on(year, 5, 20) for year in range(first, 4))
        return tuple(day for day in days if self.calendar.is_over(day))

    def somebody(self, role: str, *key: object) -> User:
        """Choose who enters a record of a role that acted."""
        present = [self.people[who] for who in ENTERED_BY[role] if who in self.people]
        return pick(present or [self.people["coordinator"]], "entered by", *key)

    def title(self, fitting: Iterator[str]) -> str | None:
        """Take the first fitting title that none of its activities has; None where none fits at all."""
        found = next((title for title in fitting if title not in self.titles), None)
        if found is not None:
            self.titles.add(found)
        return found

    def add(self, record: AnyRecord, *, on: date, by: str | User = "leaders") -> AnyRecord:
        """Take a record in: its school, who entered it, and when.

        Args:
            record: With a ref of its own.
            on: The day it speaks of; it is entered up to four days later, never after today.
            by: The role that acted, or the person who enters it.
        """
        user = by if isinstance(by, User) else self.somebody(by, self.key, record.ref)
        entered = min(on + timedelta(days=number(0, 4, "entered", record.ref)), self.calendar.today)
        stamp = datetime.combine(entered, time(13 + number(0, 6, "hour", record.ref)), UTC)
        record.school_id = self.school.id
        record.entered_on, record.entered_by_id = entered, user.id
        record.created_at = record.updated_at = stamp
        self.entries.append((user, record))
        return record

    def store(self) -> None:
        """Write what was taken in, each person's records under their name in the history."""
        order: dict[int, list[Record]] = {}
        names = {}
        for user, record in self.entries:
            order.setdefault(user.id, []).append(record)
            names[user.id] = user.name
        for user_id, records in order.items():
            act_as(self.session, names[user_id], user_id=user_id)
            self.session.add_all(records)
            self.session.flush()
        self.entries.clear()
