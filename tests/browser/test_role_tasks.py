"""What people of each role do, by keys alone and by thumb on a phone: counted, stored, and counting."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actions import Action
from models.activities import Activity
from models.assessments import Attestation
from models.days import months_after
from models.hand_overs import HandOver
from models.needs import Match
from models.operations.hand_overs import undo_hand_over
from models.operations.years import open_year
from models.partners import Partner, SchoolPartner, WorkforceNeed
from models.partnerships import Partnership, TermName
from models.queries.catalogue import latest_catalogue
from models.queries.continuum import continuum_of
from models.ratings import Assessment, Rating
from models.record_kinds import KINDS
from models.records import Record, RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope
from models.thresholds import ThresholdChange
from tests.browser.axe import sideways
from tests.browser.conftest import Served
from tests.browser.hands import Counts, Hands, Keys, Thumb
from tests.browser.role_tasks import (
    A_MINUTE,
    ADVISER,
    ENDING,
    NEW_PARTNER,
    TASKS,
    Step,
    Task,
)
from tests.browser.visits import DESK, PHONE, Fill, opened, sign_in
from tests.cast import OTHER_PARTNER, OTHER_SCHOOL, PARTNER, Cast, partner_named, school_named
from tests.factories import TODAY, a_need, a_partner, a_partnership, a_school_partner, an_activity, an_agreement
from tracker.extensions import db

ON_RECORD = (RecordStatus.CONFIRMED, RecordStatus.PROPOSED)
LONG_AGO = (TODAY - timedelta(days=400),)
WAYS: dict[str, type[Keys] | type[Thumb]] = {"keys": Keys, "thumb": Thumb}
SCREENS: dict[str, Any] = {"keys": DESK, "thumb": PHONE}


@pytest.fixture(scope="module")
def fill() -> Fill:
    """Two partnerships, one of which nobody has confirmed for long, a need, an open year, and somebody silent."""

    def begun(session: Session) -> None:
        school = school_named(session)
        began = TODAY - timedelta(days=600)
        goals = {TermName.SHORT_GOALS: "Two clubs", TermName.LONG_GOALS: "A pathway"}
        a_partnership(session, school, partner_named(session), started_on=began, terms=goals, shown_on=began)
        for _ in range(2):
            # Long enough ago that asking for the same again is no double.
            asked_on = TODAY - timedelta(days=30)
            session.add(Match(school=school, partner=partner_named(session), offer="tutoring", occurred_on=asked_on))
        library = partner_named(session, OTHER_PARTNER)
        a_partnership(session, school, library, started_on=began, terms=goals, confirmed_on=LONG_AGO)
        a_need(session, school, text="Tutors for mathematics", critical=True, data=("achievement",))
        open_year(
            session, school, SchoolYear.of(TODAY), indicators=list(latest_catalogue(session).indicators), today=TODAY
        )
        an_activity(session, school, title="STEM night", occurred_on=TODAY - timedelta(days=120))
        other = a_partnership(session, school_named(session, OTHER_SCHOOL), a_partner(session, ENDING))
        a_school_partner(session, school_named(session, OTHER_SCHOOL), other.partner)
        an_agreement(session, other, ends_on=months_after(TODAY, 1))

    return begun


@pytest.fixture(scope="module")
def told() -> Iterator[Callable[[str, str, Task, Counts], None]]:
    """Gather what tasks took, and print it as a table at the end."""
    rows: list[str] = []
    yield lambda role, way, task, took: rows.append(
        f"{role:16} {task.what[:52]:52} {way:6} {took.clicks:2} of {task.clicks:2} presses "
        f"{took.typed:3} of {task.keys:3} keys {took.ways:3} on the way {took.seconds:4.0f} s"
    )
    print("\n" + "\n".join(sorted(rows)))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", TASKS, ids=str)
def test_the_tasks_of_a_role_are_within_their_counts(
    browser: Browser, site: Served, role: Cast | str, way: str, told: Callable[[str, str, Task, Counts], None]
) -> None:
    with _signed_in(browser, site, way, Cast.CONTRIBUTOR if role == ADVISER else Cast(role)) as page:
        for task in TASKS[role]:
            _forget(site)
            before = _latest(site, task.record)
            hands = WAYS[way](page, counts := Counts(by_keys=way == "keys"))
            page.set_viewport_size(SCREENS[way])
            page.goto(_address(site, task.at))
            for step in task.steps[:-1]:
                _do(hands, step)
            hands.finish(task.steps[-1][1])
            told(str(role), way, task, counts)
            assert counts.clicks <= task.clicks and counts.typed <= task.keys and counts.seconds <= A_MINUTE, task.what
            assert sideways(page) == []
            _is_stored(site, task, before)


@contextmanager
def _signed_in(browser: Browser, site: Served, way: str, person: Cast) -> Iterator[Page]:
    with opened(browser, site.url, viewport=SCREENS[way], has_touch=way == "thumb") as (page, _watch):
        sign_in(page, person)
        yield page


def _do(hands: Hands, step: Step) -> None:
    what, *rest = step
    getattr(hands, what)(*rest)


def _address(site: Served, at: str) -> str:
    """Give the address a task begins at."""
    with site.app.app_context():
        partnership = _of(db.session(), PARTNER)
        partner = select(SchoolPartner.id).where(SchoolPartner.partner_id == partnership.partner_id)
        engaged, partnership = db.session.scalars(partner).first(), partnership.id
    return at.format(partner=f"/partners/{engaged}", partnership=f"/partnerships/{partnership}")


def _forget(site: Served) -> None:
    """Take away what somebody before did: the same again would be pointed out, or find nothing to do."""
    with site.app.app_context():
        for activity in db.session.scalars(
            select(Activity).where(Activity.occurred_on == TODAY, Activity.record_status.in_(ON_RECORD))
        ):
            activity.archive()
        for statement in db.session.scalars(select(Attestation)):
            if statement.record_status is RecordStatus.CONFIRMED:
                statement.archive()
        _forget_of_district(db.session())
        for given in db.session.scalars(select(HandOver).where(HandOver.made_on == TODAY)):
            undo_hand_over(db.session(), given, today=TODAY)
        # Behind the hand-overs, which take back their own changes of people.
        for kind in (one for one in KINDS.values() if one.alike and one.alike.on == ("occurred_on",)):
            made: Any = kind.table
            for record in db.session.scalars(
                select(made).where(made.occurred_on == TODAY, made.record_status.in_(ON_RECORD))
            ):
                record.archive()
        _of(db.session(), OTHER_PARTNER).confirmed_on = LONG_AGO
        _of(db.session(), PARTNER).confirmed_on = (TODAY - timedelta(days=30),)
        for need in db.session.scalars(select(WorkforceNeed).where(WorkforceNeed.until_on.is_(None))):
            need.record_status = RecordStatus.CANCELLED
        for asked in _asked(db.session()):
            asked.answer = asked.answered_on = asked.answered_by_id = None
        for later in db.session.scalars(select(Match).order_by(Match.id).offset(2)):
            later.record_status = RecordStatus.CANCELLED
        _of(db.session(), PARTNER).stages[-1].stage = "active"
        for partner in db.session.scalars(select(Partner).where(Partner.name == NEW_PARTNER)):
            partner.name = f"Number {partner.id}"
        db.session.commit()


def _forget_of_district(session: Session) -> None:
    """Take away what the district's admin did before, by the other hands."""
    for action in session.scalars(select(Action).where(Action.record_status == RecordStatus.CONFIRMED)):
        action.archive()
    shared = session.scalars(select(SchoolPartner).where(SchoolPartner.partner == partner_named(session, ENDING))).all()
    for engaged in shared[1:]:
        session.delete(engaged)
    for year in session.scalars(
        select(Assessment).where(Assessment.school == school_named(session, OTHER_SCHOOL), Assessment.first == 2025)
    ):
        # It lies further back than any that was moved before.
        year.first -= year.id
        for record in (year, *year.ratings):
            record.ref = f"{record.ref}-{year.id}"
    for change in session.scalars(select(ThresholdChange)):
        change.taken_back_at = change.made_at


def _latest(site: Served, kind: str | None) -> int:
    with site.app.app_context():
        latest = db.session.scalar(select(KINDS[kind].table.id).order_by(KINDS[kind].table.id.desc())) if kind else None
        return latest or 0


def _is_stored(site: Served, task: Task, before: int) -> None:
    """See that what was done is on record as it was meant, and that a practice counts it."""
    with site.app.app_context():
        session = db.session()
        assert DONE.get(task.what, lambda _session: True)(session), task.what
        if task.record is None:
            return
        new = session.scalars(select(KINDS[task.record].table).where(KINDS[task.record].table.id > before)).all()
        assert len(new) == 1, f"{task.what}: {len(new)} records"
        assert {name: _plain(new[0], name) for name in task.says} == dict(task.says), task.what
        if task.serves:
            school = school_named(session)
            engine = continuum_of(session, scope=Scope(frozenset({school.id})))
            practice = latest_catalogue(session).practices[task.serves]
            facts = engine.facts_of(task.record, new[0].ref, TODAY)
            # What each partnership must have, and hand-overs, are told of partnerships and changes.
            told = any(one.record[0] == "partnership" and one.holds for one in engine.counted(practice, TODAY))
            met = engine.share(practice.key, TODAY.toordinal()) == 1
            assert met or told or engine.counts_fact(practice, facts, TODAY), f"{task.what}: {practice.wording}"


def _plain(record: Record, name: str) -> Any:
    """Give a value as tests write it."""
    value = getattr(record, {"kind": "activity_kind"}.get(name, name))
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Partner):
        return value.name
    if isinstance(value, list):
        return [one.name for one in value]
    return value.text if name == "need" else value


def _of(session: Session, partner: str) -> Partnership:
    return session.scalars(select(Partnership).where(Partnership.partner == partner_named(session, partner))).one()


def _asked(session: Session) -> list[Match]:
    """List the requests that wait for the alliance from the beginning."""
    return list(session.scalars(select(Match).order_by(Match.id).limit(2)))


def _accepted(session: Session) -> bool:
    return [one.answer for one in _asked(session)].count("accepted") == 1


def _declined(session: Session) -> bool:
    return "Nobody is free then" in [one.answer_note for one in _asked(session)]


def _still_agreed(session: Session) -> bool:
    return TODAY in _of(session, PARTNER).confirmed_on


def _confirmed(session: Session) -> bool:
    return TODAY in _of(session, OTHER_PARTNER).confirmed_on


def _sustaining(session: Session) -> bool:
    return _of(session, PARTNER).stages[-1].stage == "sustaining"


def _added(session: Session) -> bool:
    return session.scalar(select(Partner).where(Partner.name == NEW_PARTNER)) is not None


def _rated(session: Session) -> bool:
    return session.scalar(select(Rating).where(Rating.desired == 1)) is not None


# What changed where no record was made.
DONE: dict[str, Callable[[Session], bool]] = {
    "Confirm the facts of a partnership": _confirmed,
    "Say yes to a request": _accepted,
    "Decline a request with a reason": _declined,
    "Confirm goals": _still_agreed,
    "Move a partnership on": _sustaining,
    "Add a prospect": _added,
    "Rate an indicator": _rated,
}
