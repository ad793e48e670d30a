"""The picture of a school's partnerships adds up its own records of the year, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import event
from sqlalchemy.orm import Session

from models.accounts import School
from models.queries.catalogue import latest_catalogue
from models.queries.partnership_picture import PartnershipPicture, partnership_picture
from models.queries.promised import Promised
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope
from seed.loader import load_catalogue_rows
from tests.factories import TODAY, a_commitment, a_contribution, a_partner, a_partnership, a_school, an_activity

YEAR = SchoolYear.of(TODAY)
LONG_AGO = YEAR.start - timedelta(days=5)


def picture(session: Session, school: School, year: SchoolYear = YEAR) -> PartnershipPicture:
    language = latest_catalogue(session).language
    return partnership_picture(session, language, year, scope=Scope.of_school(school.id), today=TODAY)


def test_promises_gifts_and_contacts_of_the_year_stand_beside_each_partner(session: Session) -> None:
    load_catalogue_rows(session)
    school, partner = a_school(session), a_partner(session, "Farm")
    partnership = a_partnership(session, school, partner)
    a_commitment(session, partnership, due_on=TODAY, amount=12)
    a_commitment(session, partnership, due_on=TODAY, amount=500, unit="dollars")
    a_commitment(session, partnership, due_on=TODAY, amount=None, unit=None)
    a_contribution(session, school, partner, amount=3)
    for days in (0, 1):
        an_activity(session, school, partners=[partner], occurred_on=TODAY - timedelta(days=days))
    [line] = picture(session, school).lines
    assert line.promised == Promised(Decimal(12), Decimal(500), 1)
    assert line.given is not None and line.given.hours == 3
    assert (line.contacts, line.last_contact_on) == (2, TODAY)


def test_other_years_other_schools_the_future_and_what_is_not_confirmed_are_in_no_sum(sqlite_session: Session) -> None:
    session = sqlite_session
    load_catalogue_rows(session)
    school, other, partner = a_school(session), a_school(session), a_partner(session)
    partnership = a_partnership(session, school, partner)
    theirs = a_partnership(session, other, partner)
    a_commitment(session, theirs, due_on=TODAY)
    a_commitment(session, partnership, agreed_on=LONG_AGO)
    a_contribution(session, other, partner)
    a_contribution(session, school, partner, direction="from_school")
    a_contribution(session, school, partner, occurred_on=TODAY + timedelta(days=1))
    a_contribution(session, school, partner, record_status=RecordStatus.PROPOSED)
    an_activity(session, other, partners=[partner])
    an_activity(session, school, partners=[partner], occurred_on=TODAY + timedelta(days=1))
    found = picture(session, school)
    assert [(one.promised, one.given, one.contacts) for one in found.lines] == [(Promised(), None, 0)]
    assert found.years == []
    assert found.stages == {"active": 1}


def test_gifts_stand_by_year_and_in_it_by_kind(sqlite_session: Session) -> None:
    session = sqlite_session
    load_catalogue_rows(session)
    school, partner = a_school(session), a_partner(session)
    a_contribution(session, school, partner, type="funding", amount=100, unit="dollars", occurred_on=LONG_AGO)
    a_contribution(session, school, partner, type="funding", amount=40, unit="dollars")
    a_contribution(session, school, partner, type="tutoring", amount=1)
    found = picture(session, school)
    assert [one.all.year for one in found.years] == [YEAR, YEAR.back(1)]
    assert [{kind.type: kind.dollars for kind in one.kinds} for one in found.years] == [
        {"funding": 40, "tutoring": 0},
        {"funding": 100},
    ]
    assert found.lines == []  # it gave, and no partnership with it runs


def test_a_school_with_many_partners_is_asked_as_often_as_one_with_few(sqlite_session: Session) -> None:
    session = sqlite_session
    load_catalogue_rows(session)
    school = a_school(session)

    def statements() -> int:
        asked: list[str] = []
        session.expire_all()
        engine = session.get_bind()

        def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        picture(session, school)
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    for _ in range(2):
        a_contribution(session, school, a_partnership(session, school, a_partner(session)).partner)
    session.commit()
    statements()
    few = statements()
    for _ in range(12):
        a_contribution(session, school, a_partnership(session, school, a_partner(session)).partner)
    session.commit()
    statements()
    assert statements() == few
