"""What the database says that partnerships need is what is said of each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity, ActivityKind
from models.agreements import Agreement, Contribution
from models.evaluations import Evaluation
from models.needs import Match
from models.partners import Partner
from models.partnerships import Partnership, PartnershipStage, PartnershipTerm, PointPerson, TermName
from models.queries.evaluations_due import evaluations_due
from models.queries.partnership_health import Concern
from models.queries.partnership_list import PartnershipFilter, PartnershipRow, current_partnerships, list_partnerships
from models.queries.partnership_needs import Needed, partnership_needs
from models.records import RecordStatus
from models.scope import Scope
from seed.catalogue import load_catalogue
from tests.factories import a_partner, a_school
from tests.record_files import store_rules

MANY = 130
# How many days ago something was, around where answers turn: a year and a year and a half of what was agreed, ...
OLD = (-5, 0, 30, 90, 200, 300, 364, 365, 366, 367, 546, 547, 548, 549, 900)
# ... the end of an agreement and how long before it is told, ...
ENDS = (-400, -91, -90, -89, -30, -29, -1, 0, 1, 30, 31)
# ... and a month or three without contact.
CONTACTS = (-1, 0, 29, 30, 31, 89, 90, 91, 200)
STATUSES = (RecordStatus.CONFIRMED, RecordStatus.CONFIRMED, RecordStatus.PROPOSED, RecordStatus.ARCHIVED)
PAPERS = tuple(load_catalogue().vocabularies["agreement_kind"])
STAGES = (*load_catalogue().vocabularies["stage"], "active", "active", "sustaining")
LEAP_DAY = date(2024, 2, 29)


class Chance:
    """Picks what a partnership has, the same ones in every run."""

    def __init__(self, seed: int, on: date) -> None:
        self._random, self._on = Random(seed), on

    def day(self, ago: Sequence[int] = OLD) -> date:
        """Pick a day near one on which an answer turns."""
        return self._on - timedelta(days=self._random.choice(ago))

    def maybe(self, ago: Sequence[int] = OLD) -> date | None:
        """Pick a day, or none."""
        return self.day(ago) if self.happens() else None

    def happens(self) -> bool:
        """Say yes three times in five."""
        return self._random.random() < 0.6

    def one(self, choices: Sequence):  # type: ignore[type-arg, no-untyped-def]
        """Pick one of several."""
        return self._random.choice(list(choices))

    def days(self) -> list[date]:
        """Pick up to two different days."""
        return sorted({self.day() for _ in range(self._random.randrange(3))})


def made(school: School, partner: Partner, pick: Chance) -> list[object]:
    """Make a partnership and what belongs to it."""
    started = pick.day()
    one = Partnership(
        school=school, partner=partner, started_on=started, confirmed_on=tuple(pick.days()),
        ended_on=started + timedelta(days=pick.one((1, 365, 900))) if not pick.happens() else None,
        contact_interval_days=pick.one((None, 30, 90)), record_status=pick.one(STATUSES),
        stages=[PartnershipStage(stage=pick.one(STAGES), from_on=on) for on in pick.days()],
        point_people=[
            PointPerson(person="Pat", from_on=on, until_on=on + timedelta(days=31) if pick.happens() else None)
            for on in pick.days()
        ],
        terms=[PartnershipTerm(name=TermName.ROLES, text="x", from_on=on) for on in pick.days()],
    )  # fmt: skip
    more: list[object] = [one]
    for _ in range(pick.one(range(3))):
        ends = pick.maybe(ENDS)
        begins = pick.maybe()
        more.append(
            Agreement(
                school=school, partnership=one, agreement_kind=pick.one(PAPERS), submitted_on=pick.maybe(),
                signed_on=pick.maybe(), starts_on=begins if not ends or not begins or begins <= ends else None,
                ends_on=ends, record_status=pick.one(STATUSES),
            )
        )  # fmt: skip
    if pick.happens():
        more.append(
            Evaluation(
                school=school,
                partnership=one,
                occurred_on=pick.day(),
                side="school",
                record_status=pick.one(STATUSES),
            )
        )
    if pick.happens():
        more.append(
            Activity(
                school=school, occurred_on=pick.day(CONTACTS), activity_kind=ActivityKind.PARTNERSHIP,
                partners=[partner], record_status=pick.one(STATUSES),
            )
        )  # fmt: skip
    if not pick.happens():
        more.append(
            Contribution(
                school=school, partner=partner, occurred_on=pick.day(CONTACTS), amount=1, unit="hours",
                record_status=pick.one(STATUSES),
            )
        )  # fmt: skip
    if not pick.happens():
        asked = pick.day(CONTACTS)
        more.append(Match(school=school, partner=partner, occurred_on=asked, answer="accepted", answered_on=asked))
    return more


def said_of(rows: Sequence[PartnershipRow], on: date) -> set[Needed]:
    """Give what is said of each of them that is told on Home."""
    found = set()
    for row in rows:
        for notice in row.notices:
            if row.is_out or notice.tone == "plain" or notice.concern is Concern.STAGE:
                continue
            over = (on - row.agreement.ends_on).days if row.agreement and row.agreement.ends_on else 0
            days = over if notice.concern is Concern.AGREEMENT else 0
            found.add(Needed(row.partnership.id, notice.concern, notice.tone, days))
    return found


def test_what_the_database_says_that_partnerships_need_is_what_is_said_of_each(session: Session) -> None:
    store_rules(session)
    on = LEAP_DAY
    school, elsewhere = a_school(session), a_school(session)
    scope = Scope.of_school(school.id)
    pick = Chance(7, on)
    for number in range(MANY):
        partner = a_partner(session, f"Partner {number}")
        session.add_all(made(school, partner, pick))
        if number % 8 == 0:  # what another school has with it says nothing here
            session.add_all(made(elsewhere, partner, pick))
    session.flush()
    session.expire_all()

    rows = current_partnerships(session, scope=scope, today=on)
    late = evaluations_due(session, rows, scope=scope, today=on)
    evaluations = {
        Needed(one.row.partnership.id, None, "bad" if one.due_on < on else "warn", (on - one.due_on).days)
        for one in late
    }
    found = partnership_needs(session, scope=scope, today=on)
    assert len(found) == len(set(found))
    assert set(found) == said_of(rows, on) | evaluations
    assert {one.concern for one in found} == {None, *Concern} - {Concern.TERMS, Concern.STAGE}
    for wanted in (PartnershipFilter(), PartnershipFilter(over=True)):
        every = all_of(session, wanted, scope, on)
        needing = PartnershipFilter(over=wanted.over, needs_care=True)
        assert [row.partnership.id for row in all_of(session, needing, scope, on)] == [
            row.partnership.id for row in every if row.needs_care
        ]


def all_of(session: Session, wanted: PartnershipFilter, scope: Scope, on: date) -> list[PartnershipRow]:
    """Read a whole list, page by page."""
    first = list_partnerships(session, wanted, scope=scope, today=on)
    rest = range(2, first.pages + 1)
    pages = [first, *(list_partnerships(session, wanted, scope=scope, today=on, page=page) for page in rest)]
    return [row for page in pages for row in page.rows]
