"""What a strategic alliance's activities with schools come to: the database adds them up, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, select, tuple_
from sqlalchemy.orm import Session

from models.activities import Activity, activity_partners
from models.agreements import Contribution
from models.columns import has_code, month_text
from models.continuum.language.vocabularies import TO_SCHOOL
from models.queries.alliances import BY_ALLIANCES, SEEN, OwnRecords, with_others
from models.scope import OutsideScope, Scope


@dataclass(frozen=True, slots=True)
class ActsOfMonth:
    """What some of the activities with one school in one month come to.

    Attributes:
        since: First day of the month; of what lies ahead in the month that runs, tomorrow. So a time that begins and
            ends with a month, or ends with today, holds all of it or nothing.
        acts: How many they are.
        hours: Decimal hours that the alliance gave by them.
        students: Whom activities with it alone reached.
        people: Likewise.
    """

    school_id: int
    since: date
    acts: int
    hours: Decimal
    students: int
    people: int


@dataclass(frozen=True, slots=True)
class Together:
    """What an alliance gave and did, in sums, over times that begin and end with a month, or end with today.

    Attributes:
        own: Its records.
        units: Those whose amounts are hours.
        months: Its activities.
    """

    own: OwnRecords
    units: frozenset[str]
    months: Sequence[ActsOfMonth]

    @property
    def is_known(self) -> bool:
        """Whether anything of it is on record."""
        return bool(self.months) or self.own.is_known

    def acts(self, *, start: date = date.min, end: date = date.max) -> int:
        """Count the activities within ``[start, end)``."""
        return sum(one.acts for one in self.months if start <= one.since < end)

    def hours(self, *, start: date, end: date) -> Decimal:
        """Add up the hours that the alliance gave within ``[start, end)``.

        A gift of hours and an activity of its own on one day at one school tell of the same hours, which count once.
        """
        given = self.own.given(start=start, end=end, units=self.units).values()
        acts = (one.hours for one in self.months if start <= one.since < end)
        return sum(acts, start=sum(given, start=Decimal(0)))

    def students(self, *, start: date, end: date) -> int:
        """Add up the students whom activities with the alliance alone reached within ``[start, end)``."""
        return sum(one.students for one in self.months if start <= one.since < end)

    def people(self, *, start: date, end: date) -> int:
        """Add up the people whom activities with the alliance alone reached within ``[start, end)``."""
        return sum(one.people for one in self.months if start <= one.since < end)


def find_together(session: Session, own: OwnRecords, *, scope: Scope, units: frozenset[str], today: date) -> Together:
    """Add up what an alliance did with its schools, beside what else it has on record.

    Args:
        own: The alliance's records.
        scope: An alliance member's scope.
        units: Those whose amounts are hours.

    Raises:
        OutsideScope: The records are not those of the reader's organisation.

    Source:
        ``activities`` with the organisation by ``occurred_on``, confirmed ones only. Hours, students and people of an
        activity `with_others` are in no sum here.
    """
    if scope.partner_id is None or scope.partner_id != own.partner.id:
        raise OutsideScope("Only a member of a strategic alliance reads what it did.")
    told = select(Contribution.school_id, Contribution.occurred_on).where(
        Contribution.partner_id == scope.partner_id,
        Contribution.record_status.in_(SEEN),
        Contribution.direction == TO_SCHOOL,
        Contribution.unit.in_(sorted(units)),
    )
    gives = and_(has_code(Activity.by, BY_ALLIANCES), tuple_(Activity.school_id, Activity.occurred_on).not_in(told))
    sums = [func.coalesce(func.sum(column), 0) for column in (Activity.hours, Activity.students, Activity.people)]
    asked: dict[str, Any] = {
        "in_school": Activity.school_id,
        "in_month": month_text(Activity.occurred_on),
        "is_ahead": Activity.occurred_on > today,
        "is_shared": with_others(scope.partner_id),
        "gave": gives,
    }
    # Grouped by whole combination in SQL: a few rows a month. By name: each is worked out once.
    rows: Any = session.execute(
        select(*(what.label(name) for name, what in asked.items()), func.count(), *sums)
        .join(activity_partners, activity_partners.c.activity_id == Activity.id)
        .where(activity_partners.c.partner_id == scope.partner_id, Activity.record_status.in_(SEEN))
        .group_by(*asked)
    )
    months = []
    for school_id, in_month, is_ahead, is_shared, gave, acts, hours, students, people in rows:
        first = date.fromisoformat(f"{in_month}-01")
        months.append(
            ActsOfMonth(
                school_id,
                max(first, today + timedelta(days=1)) if is_ahead else first,
                acts,
                Decimal(hours) if gave and not is_shared else Decimal(0),
                0 if is_shared else int(students),
                0 if is_shared else int(people),
            )
        )
    return Together(own, units, months)
