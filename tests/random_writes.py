"""Random writes into a school's tables: what people, imports and scripts may do to its records."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity
from models.base import Base
from models.operations.records import archive_record, restore_record
from models.partners import Partner
from models.partnerships import (
    Partnership,
    PartnershipNeed,
    PartnershipStage,
    PartnershipTerm,
    PointPerson,
    TermName,
)
from models.record_kinds import RECORD_KINDS
from models.records import Record, RecordStatus
from seed.catalogue import load_catalogue
from tests.record_files import bring

STAGES = tuple(load_catalogue().vocabularies["stage"])

# What is no part of what a record says, or must stay as it is.
KEPT = {
    "id", "school_id", "ref", "version", "created_at", "updated_at", "entered_on", "entered_by_id",
    "status_before_archive", "record_status",
}  # fmt: skip
FIRST, LAST = date(2023, 7, 1), date(2026, 6, 30)
# Columns of which two records may not say the same.
UNIQUE = {("org", "partner_id"), ("partnership", "renewal_of_id")}


class Writes:
    """Writes at random, always the same for a seed.

    Args:
        school: Whose records are written.
        seed: Of what is chosen.
    """

    def __init__(self, session: Session, school: School, seed: int) -> None:
        self.session = session
        self.school = school
        self.random = Random(seed)
        self.number = 0
        self.done: list[str] = []

    def some(self, at_most: int = 4) -> None:
        """Make some writes; they are flushed, and not committed."""
        for _ in range(self.random.randint(1, at_most)):
            self.one()
        self.session.flush()

    def one(self) -> None:
        """Make one write."""
        ways = [self.edited] * 5 + [self.archived] * 2 + [self.restored] * 3 + [self.created] * 3
        ways += [self.imported, self.part_added, self.part_added, self.partner_renamed, self.partners_of_an_activity]
        self.random.choice(ways)()

    def day(self) -> date:
        """Choose a day of some years."""
        return FIRST + timedelta(days=self.random.randrange((LAST - FIRST).days))

    def records(self, kind: str) -> list[Any]:
        """List the school's records of a kind."""
        table = RECORD_KINDS[kind]
        return list(self.session.scalars(select(table).where(table.school_id == self.school.id).order_by(table.id)))

    def _chosen(self, *status: RecordStatus) -> tuple[str, Record] | None:
        kinds = self.random.sample(sorted(RECORD_KINDS), len(RECORD_KINDS))
        for kind in kinds:
            there = [one for one in self.records(kind) if not status or one.record_status in status]
            if there:
                return kind, self.random.choice(there)
        return None

    def edited(self) -> None:
        """Give a record some values of another one of its kind, or other days."""
        found = self._chosen()
        if found is None:
            return
        kind, record = found
        other = self.random.choice(self.records(kind))
        columns = self._columns(kind)
        for name in self.random.sample(columns, min(3, len(columns))):
            value = getattr(other, name)
            if isinstance(value, date) and self.random.random() < 0.5:
                value = self.day()
            if value is not None:
                setattr(record, name, value)
        self._sound(record)
        self.done.append(f"edit {kind} {record.ref}")

    def created(self) -> None:
        """Enter a record like one that is there, of another day."""
        found = self._chosen()
        if found is None or found[0] in ("org", "partnership", "contact"):
            return
        kind, record = found
        self.number += 1
        made = type(record)(ref=f"made-{self.random.random()}", school_id=record.school_id)
        for name in self._columns(kind):
            setattr(made, name, getattr(record, name))
        for name in self._columns(kind):
            if isinstance(getattr(made, name), date) and self.random.random() < 0.5:
                setattr(made, name, self.day())
        if isinstance(record, Activity) and isinstance(made, Activity):
            made.partners = list(record.partners)
        self._sound(made)
        self.session.add(made)
        self.session.flush()
        self.done.append(f"create {kind} {made.ref}")

    def archived(self) -> None:
        """Archive a record."""
        found = self._chosen(RecordStatus.CONFIRMED, RecordStatus.PROPOSED)
        if found is not None:
            archive_record(found[1])
            self.done.append(f"archive {found[0]} {found[1].ref}")

    def restored(self) -> None:
        """Take a record back from the archive."""
        found = self._chosen(RecordStatus.ARCHIVED)
        if found is not None:
            restore_record(found[1])
            self.done.append(f"restore {found[0]} {found[1].ref}")

    def imported(self) -> None:
        """Import two activities, one of which may be there already."""
        self.session.flush()
        refs = [one.ref for one in self.records("activity")] + ["imported-1", "imported-2"]
        rows = [
            {
                "ref": ref,
                "occurred_on": self.day().isoformat(),
                "kind": self.random.choice(("communication", "advocacy")),
                "by": self.random.choice(("leaders", "teachers", "students")), "audience": "families",
            }
            for ref in self.random.sample(refs, 2)
        ]  # fmt: skip
        bring(self.session, self.school, "activity", *rows)
        self.done.append("import two activities")

    def partner_renamed(self) -> None:
        """Give a partner another name, or another category."""
        partners = list(self.session.scalars(select(Partner).order_by(Partner.id)))
        if partners:
            partner = self.random.choice(partners)
            if self.random.random() < 0.5:
                partner.name = f"Renamed {self.random.random()}"
            else:
                partner.category = self.random.choice(partners).category
            self.done.append(f"partner {partner.id}")

    def partners_of_an_activity(self) -> None:
        """Take part in an activity with other partners."""
        activities = self.records("activity")
        partners = list(self.session.scalars(select(Partner).order_by(Partner.id)))
        if activities:
            activity = self.random.choice(activities)
            activity.partners = self.random.sample(partners, min(len(partners), self.random.randint(0, 2)))
            self.done.append(f"partners of {activity.ref}")

    def part_added(self) -> None:
        """Give a partnership a stage, a term, a point person or a need of a day."""
        partnerships = self.records("partnership")
        if not partnerships:
            return
        partnership: Partnership = self.random.choice(partnerships)
        day = max(self.day(), partnership.started_on)
        needs = self.records("need")
        way = self.random.randrange(4 if needs else 3)
        parts: Any = (partnership.stages, partnership.terms, partnership.point_people, partnership.needs)[way]
        while any(part.from_on == day for part in parts):
            day += timedelta(days=1)
        if way == 0:
            parts.append(PartnershipStage(stage=self.random.choice(STAGES), from_on=day))
        elif way == 1:
            name = self.random.choice([one for one in TermName if one.value not in ("led_by_teachers", "needs")])
            parts.append(PartnershipTerm(name=name, text=self.random.choice(("Two clubs", "A league")), from_on=day))
        elif way == 2:
            parts.append(PointPerson(person="Lee Varga", from_on=day))
        else:
            number = self.random.choice(needs).id
            if all(part.need_id != number for part in parts):
                parts.append(PartnershipNeed(need_id=number, from_on=day))
        self.done.append(f"part {way} of {partnership.ref}")

    def _columns(self, kind: str) -> list[str]:
        columns = inspect(RECORD_KINDS[kind]).mapper.column_attrs
        return [one.key for one in columns if one.key not in KEPT and (kind, one.key) not in UNIQUE]

    def _sound(self, record: Base) -> None:
        """Keep an end from lying before its start, as the tables ask."""
        for start, end in (
            ("started_on", "ended_on"), ("from_on", "until_on"), ("adopted_on", "ended_on"), ("starts_on", "ends_on"),
            ("submitted_on", "signed_on"), ("requested_on", "answered_on"), ("occurred_on", "done_on"),
        ):  # fmt: skip
            first, last = getattr(record, start, None), getattr(record, end, None)
            if first and last and last < first:
                setattr(record, end, first + timedelta(days=200))
