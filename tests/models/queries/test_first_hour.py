"""The five first steps are told from what is on record, and from nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity
from models.first_hours import FirstHour
from models.icmap import Standard
from models.operations.first_hour import bring_steps_back, note_first_look, put_steps_away
from models.operations.years import open_year
from models.queries.continuum import continuum_of
from models.queries.first_hour import ENOUGH, Step, first_hour, is_young
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope
from seed.loader import load_catalogue_rows
from tests.factories import TODAY, a_partner, a_partnership, a_school, a_school_partner, an_activity, an_agreement


@pytest.fixture
def school(sqlite_session: Session) -> School:
    load_catalogue_rows(sqlite_session)
    return a_school(sqlite_session)


def done(session: Session, school: School) -> set[Step]:
    session.flush()
    found = first_hour(session, scope=Scope.of_school(school.id))
    return {one.step for one in found.steps if one.is_done}


def test_of_an_empty_school_no_step_is_done(sqlite_session: Session, school: School) -> None:
    assert done(sqlite_session, school) == set()
    found = first_hour(sqlite_session, scope=Scope.of_school(school.id))
    assert (found.done, found.is_over, [one.step for one in found.steps]) == (0, False, list(Step))


def test_each_step_is_done_by_what_it_asks_for(sqlite_session: Session, school: School) -> None:
    sqlite_session.scalars(select(Standard)).one().official = "Every kite flies."
    assert done(sqlite_session, school) == {Step.WORDING}
    partner = a_partner(sqlite_session, district=school.district)
    a_school_partner(sqlite_session, school, partner)
    assert done(sqlite_session, school) == {Step.WORDING, Step.PARTNERS}
    an_agreement(sqlite_session, a_partnership(sqlite_session, school, partner))
    assert Step.AGREEMENTS in done(sqlite_session, school)
    for _ in range(ENOUGH - 1):
        an_activity(sqlite_session, school)
    assert Step.LOG not in done(sqlite_session, school)
    an_activity(sqlite_session, school)
    assert Step.LOG in done(sqlite_session, school)
    note_first_look(sqlite_session, school, today=TODAY)
    assert first_hour(sqlite_session, scope=Scope.of_school(school.id)).is_over


def test_a_school_that_opened_a_year_has_looked_and_one_that_signed_it_begins_no_more(
    sqlite_session: Session, school: School
) -> None:
    scope = Scope.of_school(school.id)
    year = open_year(sqlite_session, school, SchoolYear(2025, 7), indicators=(), today=TODAY)
    assert done(sqlite_session, school) == {Step.LOOK}
    assert not first_hour(sqlite_session, scope=scope).is_over
    year.signed_on = TODAY
    sqlite_session.flush()
    assert first_hour(sqlite_session, scope=scope).is_over


def test_what_is_archived_or_only_a_draft_does_no_step(sqlite_session: Session, school: School) -> None:
    partner = a_partner(sqlite_session, district=school.district)
    a_school_partner(sqlite_session, school, partner, record_status=RecordStatus.ARCHIVED)
    for _ in range(ENOUGH):
        an_activity(sqlite_session, school, record_status=RecordStatus.DRAFT)
    assert done(sqlite_session, school) == set()


def test_another_schools_records_do_no_step(sqlite_session: Session, school: School) -> None:
    other = a_school(sqlite_session, district=school.district)
    a_school_partner(sqlite_session, other, a_partner(sqlite_session, district=school.district))
    assert done(sqlite_session, school) == set()


def test_the_first_look_keeps_its_day_and_the_list_comes_back(sqlite_session: Session, school: School) -> None:
    note_first_look(sqlite_session, school, today=TODAY)
    note_first_look(sqlite_session, school, today=TODAY + timedelta(days=9))
    put_steps_away(sqlite_session, school, today=TODAY)
    sqlite_session.flush()
    said = sqlite_session.get_one(FirstHour, school.id)
    assert (said.looked_on, said.put_away_on) == (TODAY, TODAY)
    bring_steps_back(sqlite_session, school)
    assert said.put_away_on is None


@pytest.mark.parametrize(("days", "young"), [(0, True), (300, True), (366, False), (800, False)])
def test_a_school_is_young_until_it_has_logged_for_a_year(
    sqlite_session: Session, school: School, days: int, young: bool
) -> None:
    an_activity(sqlite_session, school, occurred_on=TODAY - timedelta(days=days))
    sqlite_session.commit()
    continuum = continuum_of(sqlite_session, scope=Scope.of_school(school.id))
    assert is_young(continuum, TODAY) is young


def test_after_a_year_nothing_on_record_is_a_zero_and_not_too_early(sqlite_session: Session, school: School) -> None:
    logged = an_activity(sqlite_session, school, occurred_on=TODAY - timedelta(days=300))
    sqlite_session.commit()
    early = continuum_of(sqlite_session, scope=Scope.of_school(school.id)).on(TODAY).indicators
    logged.occurred_on = TODAY - timedelta(days=800)
    sqlite_session.commit()
    late = continuum_of(sqlite_session, scope=Scope.of_school(school.id)).on(TODAY).indicators
    unknown = {code for code, one in early.items() if one.nothing_known}
    # What teachers told the PTA is known of them, and of nobody else.
    assert "EC3.Teachers1" not in unknown
    assert "EC3.Students1" in unknown
    assert not [code for code, one in late.items() if one.nothing_known]
    assert sqlite_session.scalars(select(Activity)).all() == [logged]
