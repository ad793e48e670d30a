"""The district's directory knows each organisation once; what a school says of it is the school's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.accounts import School
from models.operations.partners import (
    ContactEntry,
    Engagement,
    Organisation,
    add_contact,
    add_partner,
    appraise_partner,
    change_partner,
    end_contact,
)
from models.operations.records import archive_record
from models.refusals import Refused
from models.scope import Scope
from tests.factories import TODAY, a_district, a_school

DAY = timedelta(days=1)
LIBRARY = Organisation("Harbor Library", "nonprofit", town="Harbor")


@pytest.fixture
def school(sqlite_session: Session) -> School:
    return a_school(sqlite_session)


def scope_of(school: School) -> Scope:
    return Scope.of_school(school.id, district_id=school.district_id)


def test_two_schools_of_a_district_share_an_organisation_whatever_its_case(
    sqlite_session: Session, school: School
) -> None:
    second = a_school(sqlite_session, district=school.district)
    first = add_partner(sqlite_session, LIBRARY, Engagement(TODAY), scope=scope_of(school), today=TODAY)
    other = Organisation("harbor   LIBRARY", "business", town="Elsewhere")
    same = add_partner(sqlite_session, other, Engagement(TODAY), scope=scope_of(second), today=TODAY)
    assert same.partner is first.partner
    # What the directory says is not written over by whoever adds it next.
    assert (same.partner.category, same.partner.town) == ("nonprofit", "Harbor")


def test_another_districts_directory_is_another(sqlite_session: Session, school: School) -> None:
    far = a_school(sqlite_session, district=a_district(sqlite_session))
    here = add_partner(sqlite_session, LIBRARY, Engagement(TODAY), scope=scope_of(school), today=TODAY)
    there = add_partner(sqlite_session, LIBRARY, Engagement(TODAY), scope=scope_of(far), today=TODAY)
    assert here.partner is not there.partner


def test_a_school_has_a_partner_once_and_is_told_where(sqlite_session: Session, school: School) -> None:
    scope = scope_of(school)
    engaged = add_partner(sqlite_session, LIBRARY, Engagement(TODAY), scope=scope, today=TODAY)
    sqlite_session.flush()
    for archive, words in ((False, "in your directory already"), (True, "restore it there")):
        if archive:
            archive_record(engaged)
            sqlite_session.flush()
        with pytest.raises(Refused, match=words):
            add_partner(sqlite_session, LIBRARY, Engagement(TODAY), scope=scope, today=TODAY)


@pytest.mark.parametrize(
    ("name", "day", "field"),
    [(" ", TODAY, "name"), ("A; B", TODAY, "name"), ("A\nB", TODAY, "name"), ("Harbor", TODAY + DAY, "added_on")],
)
def test_a_name_that_files_cannot_hold_and_a_day_to_come_are_refused(
    sqlite_session: Session, school: School, name: str, day: object, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        add_partner(
            sqlite_session,
            Organisation(name, "nonprofit"),
            Engagement(day),  # type: ignore[arg-type]
            scope=scope_of(school),
            today=TODAY,
        )
    assert set(refusal.value.fields) == {field}


def test_a_change_of_the_shared_organisation_is_noticed_by_every_school(
    sqlite_session: Session, school: School
) -> None:
    second = a_school(sqlite_session, district=school.district)
    mine = add_partner(sqlite_session, LIBRARY, Engagement(TODAY), scope=scope_of(school), today=TODAY)
    theirs = add_partner(sqlite_session, LIBRARY, Engagement(TODAY), scope=scope_of(second), today=TODAY)
    sqlite_session.commit()
    version = theirs.version
    moved = Organisation("Harbor Library", "nonprofit", town="Upriver")
    change_partner(sqlite_session, mine, moved, Engagement(TODAY), today=TODAY)
    sqlite_session.commit()
    assert theirs.version > version


def test_an_appraisal_is_noted_once_and_within_what_the_school_knows(sqlite_session: Session, school: School) -> None:
    engaged = add_partner(sqlite_session, LIBRARY, Engagement(TODAY - DAY), scope=scope_of(school), today=TODAY)
    sqlite_session.flush()
    appraise_partner(engaged, TODAY, today=TODAY)
    before = "added on Mar 13, 2026; it cannot have been checked before"
    for day, words in ((TODAY, "noted already"), (TODAY + DAY, "still to come"), (TODAY - 2 * DAY, before)):
        with pytest.raises(Refused, match=words):
            appraise_partner(engaged, day, today=TODAY)
    assert engaged.assessed_on == (TODAY,)


def test_a_contact_ends_after_it_began_and_once(sqlite_session: Session, school: School) -> None:
    scope = scope_of(school)
    engaged = add_partner(sqlite_session, LIBRARY, Engagement(TODAY), scope=scope, today=TODAY)
    sqlite_session.flush()
    entry = ContactEntry("  Robin   Sample ", from_on=TODAY)
    contact = add_contact(sqlite_session, engaged, entry, scope=scope, today=TODAY)
    assert contact.name == "Robin Sample"
    with pytest.raises(Refused, match="the end must be later"):
        end_contact(contact, TODAY)
    end_contact(contact, TODAY + DAY)
    with pytest.raises(Refused, match="has not been a contact since Mar 15, 2026"):
        end_contact(contact, TODAY + 2 * DAY)
