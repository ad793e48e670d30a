"""What an alliance's activities come to is what one would add up by hand, activity by activity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity
from models.agreements import Contribution
from models.partners import Partner
from models.queries.acts_together import Together, find_together
from models.queries.alliances import find_engagement, find_own_records
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import OutsideScope, Scope
from tests.factories import TODAY, a_contribution, a_partner, a_school, an_activity

TOMORROW = TODAY + timedelta(days=1)
UNITS = frozenset({"hours", "lessons"})
STATUSES = (*(RecordStatus.CONFIRMED,) * 4, RecordStatus.PROPOSED, RecordStatus.ARCHIVED)


def of(session: Session, partner: Partner) -> Together:
    """Ask as a member of the alliance."""
    scope = Scope(partner_id=partner.id)
    return find_together(session, find_own_records(session, scope=scope), scope=scope, units=UNITS, today=TODAY)


def some_acts(session: Session, chance: Random, schools: Sequence[School], partners: Sequence[Partner]) -> None:
    """Do and give something on a few days, so that gifts and activities meet."""
    for _ in range(60):
        school, day = chance.choice(schools), TODAY + timedelta(days=chance.choice((-400, -40, -3, 0, 1, 9, 70)))
        if chance.random() < 0.3:
            a_contribution(
                session, school, chance.choice(partners), occurred_on=day, unit=chance.choice(("hours", "dollars")),
                direction=chance.choice(("to_school", "from_school")), record_status=chance.choice(STATUSES),
            )  # fmt: skip
        else:
            an_activity(
                session, school, partners=chance.sample(partners, chance.randint(1, 2)), occurred_on=day,
                by=chance.choice((("alliances",), ("teachers",), ("leaders", "alliances"))),
                hours=chance.choice((None, Decimal("1.25"), Decimal(3))), students=chance.choice((None, 0, 12)),
                people=chance.choice((None, 30)), record_status=chance.choice(STATUSES),
            )  # fmt: skip
    session.commit()


def by_hand(session: Session, partner: Partner, start: date, end: date) -> tuple[int, Decimal, int, int]:
    """Add up one activity after the other, and the gifts of hours."""
    gifts = [
        one for one in session.scalars(select(Contribution).filter_by(partner_id=partner.id, direction="to_school"))
        if one.record_status is RecordStatus.CONFIRMED and one.unit in UNITS
    ]  # fmt: skip
    told = {(one.school_id, one.occurred_on) for one in gifts}
    hours = sum((one.amount or Decimal(0) for one in gifts if start <= one.occurred_on < end), start=Decimal(0))
    acts = students = people = 0
    for one in session.scalars(select(Activity)):
        if one.record_status is RecordStatus.CONFIRMED and partner in one.partners and start <= one.occurred_on < end:
            acts += 1
            if len(one.partners) == 1:
                students, people = students + (one.students or 0), people + (one.people or 0)
                if "alliances" in one.by and (one.school_id, one.occurred_on) not in told:
                    hours += one.hours or Decimal(0)
    return acts, hours, students, people


@pytest.mark.parametrize("seed", range(2))
def test_sums_are_those_of_the_records(session: Session, seed: int) -> None:
    schools = [a_school(session), a_school(session)]
    partners = [a_partner(session, district=schools[0].district) for _ in range(2)]
    some_acts(session, Random(seed), schools, partners)
    year = SchoolYear.of(TODAY)
    this, following = TODAY.replace(day=1), (TODAY.replace(day=1) + timedelta(days=40)).replace(day=1)
    times = (
        (year.start, year.end), (year.start, TOMORROW), (this, TOMORROW), (this, following), (date.min, year.end),
        (TOMORROW, date.max), (year.back(1).start, year.start),
    )  # fmt: skip
    for partner in partners:
        found = of(session, partner)
        for start, end in times:
            sums = (
                found.acts(start=start, end=end),
                *(add(start=start, end=end) for add in (found.hours, found.students, found.people)),
            )
            assert sums == by_hand(session, partner, start, end), (start, end)


def test_an_activity_with_several_tells_none_of_its_numbers_to_any_of_them(session: Session) -> None:
    school = a_school(session)
    partners = [a_partner(session, district=school.district) for _ in range(3)]
    some_acts(session, Random(2), [school], partners)
    for partner in partners:
        acts = find_engagement(session, scope=Scope(partner_id=partner.id)).acts
        stored = {one.ref: one for one in session.scalars(select(Activity))}
        alone = {ref for ref, one in stored.items() if len(one.partners) == 1}
        assert {one.ref in alone for one in acts} == {True, False}
        for one in acts:
            its = stored[one.ref]
            wanted = (its.hours, its.students, its.people) if one.ref in alone else (None, None, None)
            assert (one.hours, one.students, one.people) == wanted


def test_it_is_told_to_the_alliance_alone(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    partner, other = (a_partner(sqlite_session, district=school.district) for _ in range(2))
    own = find_own_records(sqlite_session, scope=Scope(partner_id=partner.id))
    for scope in (Scope(partner_id=other.id), Scope.of_school(school.id), Scope()):
        with pytest.raises(OutsideScope):
            find_together(sqlite_session, own, scope=scope, units=UNITS, today=TODAY)
