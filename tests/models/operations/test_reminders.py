"""The outbox: each reminder once, to whoever has the thing now, and never what is settled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from models.accounts import Role, School, User
from models.actions import Action, Origin
from models.database import run_write
from models.operations.reminders import (
    GONE,
    NOBODY,
    SETTLED,
    UNWANTED,
    Planned,
    claim,
    note_sent,
    plan_reminders,
    put_back,
    switch_off,
    take_back_left,
)
from models.partnerships import Partnership, PointPerson
from models.queries.reminder_subjects import list_subjects
from models.queries.reminders import unwanted_reminders, waiting_ids
from models.reminder_days import OVERTAKEN, Offsets, ReminderKind
from models.reminders import Reminder, ReminderState
from models.scope import Scope
from models.stewardship import RosterMember, Transition
from tests.factories import TODAY, a_membership, a_partner, a_partnership, a_user, an_activity, an_agreement
from tests.record_files import a_ruled_school

NOON = datetime(2026, 3, 14, 17, tzinfo=UTC)
OFFSETS = Offsets((90, 30, 7), (14, 0))
MAY_READ = {kind: frozenset({Role.POINT_PERSON, Role.SCHOOL_ADMIN, Role.SLT_MEMBER}) for kind in ReminderKind}
Plan = Callable[..., Planned]


@pytest.fixture
def school(session: Session) -> School:
    return a_ruled_school(session)


@pytest.fixture
def pat(session: Session, school: School) -> User:
    user = a_user(session, name="Pat Point")
    a_membership(session, user, Role.POINT_PERSON, school=school)
    return user


@pytest.fixture
def partnership(session: Session, school: School, pat: User) -> Partnership:
    return a_partnership(
        session, school, a_partner(session, "Robotics Network"), started_on=TODAY - timedelta(days=100)
    )


@pytest.fixture
def plan(session: Session, school: School) -> Plan:
    """Plan a day as a run does."""

    def plan_day(today: date = TODAY) -> Planned:
        scope = Scope.of_school(school.id, district_id=school.district_id)
        subjects = list_subjects(session, scope=scope, today=today, offsets=OFFSETS, may_read=MAY_READ)
        off = unwanted_reminders(session)
        planned = plan_reminders(session, school, subjects, off=off, today=today, now=NOON)
        session.flush()
        return planned

    return plan_day


def about(session: Session, kind: ReminderKind) -> list[tuple[int | None, int, ReminderState, str | None]]:
    """Every reminder of a kind: to whom, how long before, what became of it, why not."""
    rows = session.scalars(select(Reminder).where(Reminder.kind == kind).order_by(Reminder.id))
    return [(one.user_id, one.days_before, one.state, one.why) for one in rows]


DUE, SKIPPED = ReminderState.DUE, ReminderState.SKIPPED


def test_an_agreement_is_told_of_on_its_days_once_and_after_its_renewal_by_a_fresh_set(
    session: Session, partnership: Partnership, pat: User, plan: Plan
) -> None:
    ends_on = TODAY + timedelta(days=90)
    old = an_agreement(session, partnership, submitted_on=TODAY - timedelta(days=370), ends_on=ends_on)
    an_agreement(session, partnership, ends_on=None)
    assert plan().due == 1
    assert plan() == Planned(0, 0)  # on Monday it will be in the mail of the week
    draft = an_agreement(
        session, partnership, renews=old, signed_on=None, starts_on=ends_on, ends_on=ends_on + timedelta(days=365)
    )
    assert plan(ends_on - timedelta(days=30)).due > 0
    told = about(session, ReminderKind.AGREEMENT)
    assert [(who, days) for who, days, *_ in told] == [(pat.id, 90), (pat.id, 30)]
    draft.submitted_on = draft.signed_on = ends_on - timedelta(days=20)
    session.flush()
    plan(ends_on - timedelta(days=7))
    # It was renewed: the old one is told of no more, and what still waited says so.
    assert [why for *_, why in about(session, ReminderKind.AGREEMENT)] == [OVERTAKEN, SETTLED]
    plan(draft.ends_on - timedelta(days=90))
    assert about(session, ReminderKind.AGREEMENT)[2:] == [(pat.id, 90, DUE, None)]


@pytest.mark.parametrize(("own", "days"), [(("none",), []), (("200", "60"), [200]), ((), [])])
def test_an_agreement_may_have_days_of_its_own(
    session: Session, partnership: Partnership, plan: Plan, own: tuple[str, ...], days: list[int]
) -> None:
    an_agreement(session, partnership, remind_days=own)
    plan()
    assert [one[1] for one in about(session, ReminderKind.AGREEMENT)] == days


def test_drafts_archived_agreements_and_those_of_partnerships_that_are_over_are_left_alone(
    session: Session, partnership: Partnership, plan: Plan
) -> None:
    soon = TODAY + timedelta(days=7)
    an_agreement(session, partnership, signed_on=None, ends_on=soon)
    an_agreement(session, partnership, ends_on=soon).archive()
    over = a_partnership(
        session, partnership.school, a_partner(session), started_on=TODAY - timedelta(days=9), ended_on=TODAY
    )
    an_agreement(session, over, ends_on=soon)
    session.flush()
    assert plan() == Planned(0, 0)


def test_whoever_takes_over_gets_what_still_waits(
    session: Session, partnership: Partnership, pat: User, plan: Plan
) -> None:
    an_agreement(session, partnership, ends_on=TODAY + timedelta(days=7))
    plan()
    kim = a_user(session, name="Kim Next")
    a_membership(session, kim, Role.POINT_PERSON, school=partnership.school)
    partnership.point_people[0].until_on = TODAY
    partnership.point_people.append(PointPerson(person="Kim Next", user=kim, from_on=TODAY))
    pat.is_active = False
    session.flush()
    plan()
    waiting = [one for one in about(session, ReminderKind.AGREEMENT) if one[2] is DUE]
    assert waiting == [(kim.id, 7, DUE, None)]
    kim.is_active = False
    session.flush()
    plan()
    assert about(session, ReminderKind.AGREEMENT)[-1][2:] == (SKIPPED, GONE)


def test_where_nobody_can_be_reminded_the_outbox_says_so(
    session: Session, partnership: Partnership, pat: User, plan: Plan
) -> None:
    pat.is_active = False
    an_agreement(session, partnership, ends_on=TODAY + timedelta(days=7))
    session.flush()
    plan()
    assert about(session, ReminderKind.AGREEMENT)[-1] == (None, 7, SKIPPED, NOBODY)
    assert plan() == Planned(0, 0)


def test_what_somebody_does_not_want_is_noted_and_not_sent(
    session: Session, partnership: Partnership, pat: User, plan: Plan
) -> None:
    an_agreement(session, partnership, ends_on=TODAY + timedelta(days=7))
    switch_off(session, pat.id, ReminderKind.AGREEMENT)
    switch_off(session, pat.id, ReminderKind.AGREEMENT)
    session.flush()
    assert plan().due == 1  # the mail of the week
    assert about(session, ReminderKind.AGREEMENT)[-1] == (pat.id, 7, SKIPPED, UNWANTED)


def test_all_that_has_a_day_is_told_of_and_nobody_is_named(
    session: Session, partnership: Partnership, pat: User, plan: Plan
) -> None:
    school = partnership.school
    partnership.contact_interval_days = 30
    partnership.confirmed_on = ()
    partnership.started_on = TODAY - timedelta(days=400)
    an_activity(session, school, partners=[partnership.partner], occurred_on=TODAY - timedelta(days=32))
    common = {"school": school, "entered_by_id": pat.id}
    session.add_all(
        [
            Action(what="Order the kits", owner_id=pat.id, due_on=TODAY, school=school),
            # A thing of a plan is told of by its own day, and not by the last on which it could be.
            Action(
                what="A visit",
                origin=Origin.PLAN,
                planned_on=TODAY + timedelta(days=10),
                due_on=date(2027, 6, 30),
                **common,
            ),
            Transition(what="partner_staff", partner=partnership.partner, occurred_on=TODAY, **common),
            RosterMember(person="Casey Pupil", group=("students", "staff"), from_on=date(2023, 3, 22), **common),
        ]
    )
    session.flush()
    plan()
    told = {kind: about(session, kind) for kind in ReminderKind}
    # Hours are asked about, and requests mailed, by other ways than a plan of days; no agreement stands here.
    assert {kind for kind, rows in told.items() if not rows} == {
        ReminderKind.AGREEMENT, ReminderKind.HOURS, ReminderKind.REQUEST,
    }  # fmt: skip
    assert {one[0] for rows in told.values() for one in rows} == {pat.id}
    assert all("Casey" not in f"{one.title} {one.text}" for one in session.scalars(select(Reminder)))
    # The partnership began 400 days ago and was never evaluated: that was due longer ago than the last two weeks.
    assert [one[2] for one in told[ReminderKind.EVALUATION]] == [SKIPPED, SKIPPED]


def test_what_is_past_by_the_mail_of_a_week_is_told_as_past(
    session: Session, partnership: Partnership, plan: Plan
) -> None:
    sunday, monday = date(2026, 3, 15), date(2026, 3, 16)
    an_agreement(session, partnership, ends_on=sunday)
    partnership.started_on = sunday.replace(year=2025)
    plan(monday)
    text = session.scalars(select(Reminder).where(Reminder.kind == ReminderKind.DIGEST)).one().text
    assert "The agreement with Robotics Network ended on Mar 15, 2026" in text
    assert "The evaluation of Robotics Network was due on Mar 15, 2026" in text


def test_the_mail_of_a_week_comes_once_and_only_with_something_in_it(
    session: Session, partnership: Partnership, pat: User, plan: Plan
) -> None:
    monday = date(2026, 3, 16)
    plan(monday)
    assert about(session, ReminderKind.DIGEST) == []
    an_agreement(session, partnership, ends_on=monday + timedelta(days=89))
    for on in range(7):
        plan(monday + timedelta(days=on))
    assert len(about(session, ReminderKind.DIGEST)) == 1
    row = session.scalars(select(Reminder).where(Reminder.kind == ReminderKind.DIGEST)).one()
    assert "Robotics Network" in row.text and row.due_on == monday


def test_of_two_runs_one_gets_a_reminder_and_what_a_killed_one_left_waits_again(
    engine: Engine, session: Session, partnership: Partnership, plan: Plan
) -> None:
    an_agreement(session, partnership, ends_on=TODAY + timedelta(days=7))
    plan()
    school_id = partnership.school_id
    session.commit()

    def write(work: Callable[[Session], bool | int]) -> bool | int:
        return run_write(lambda: Session(engine), work)

    with Session(engine) as look:
        first, *_ = waiting_ids(look, [school_id])
    assert [write(lambda opened: claim(opened, first)) for _ in range(2)] == [True, False]
    assert write(take_back_left) == 1
    assert write(lambda opened: claim(opened, first))
    assert write(lambda opened: put_back(opened, first, "451 later"))
    assert write(lambda opened: claim(opened, first))
    assert write(lambda opened: note_sent(opened, first, now=NOON))
    assert write(take_back_left) == 0
    assert not write(lambda opened: claim(opened, first))
    with Session(engine) as look:
        assert first not in waiting_ids(look, [school_id])
