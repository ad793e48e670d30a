"""Two organisations become one with everything on record of both; taken back, all is as it was."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import Role, School
from models.activities import Activity
from models.merges import PartnerMerge
from models.operations.merges import merge_partners, undo_merge
from models.operations.partners import organisation_named
from models.partners import Contact, Partner, SchoolPartner
from models.queries.continuum import continuum_of
from models.queries.continuum import kept as kept_engines
from models.queries.merges import alike
from models.queries.partner_list import PartnerFilter, list_partners
from models.queries.partners import list_directory
from models.record_kinds import KINDS
from models.records import RecordStatus
from models.refusals import Refused
from models.scope import Scope
from tests.factories import TODAY, a_membership, a_partner, a_school, a_school_partner, a_user, an_activity
from tests.random_writes import Writes
from tests.record_files import a_ruled_school, bring_demo

UNTOLD = {"version", "updated_at"}


def scope_of(*schools: School) -> Scope:
    return Scope(school_ids=frozenset(school.id for school in schools), district_id=schools[0].district_id)


def dump(session: Session) -> dict[str, Any]:
    """Say everything that is on record: all kinds, who is linked to what, and what the directory says."""
    session.flush()
    session.expire_all()
    said: dict[str, Any] = {}
    for kind in KINDS.values():
        names = [name for name in kind.table.__table__.columns.keys() if name not in UNTOLD]  # noqa: SIM118
        for record in session.scalars(select(kind.table)):
            said[f"{kind.name} {record.id}"] = {name: getattr(record, name) for name in names}
    for activity in session.scalars(select(Activity)):
        said[f"partners of {activity.id}"] = sorted(one.name for one in activity.partners)
    for partner in session.scalars(select(Partner)):
        said[f"partner {partner.id}"] = (partner.name, partner.category, partner.merged_into_id)
    return said


def levels(session: Session, school: School, on: date) -> dict[str, int]:
    engine = continuum_of(session, scope=Scope.of_school(school.id))
    return {one: engine.standing(one, on).supported for one in engine.rules_on(on.toordinal()).judged}


@pytest.mark.parametrize("seed", range(4))
def test_merged_and_taken_back_a_random_school_answers_as_before(session: Session, seed: int) -> None:
    kept_engines.forget()
    school = a_ruled_school(session)
    bring_demo(session, school, "a")
    writes = Writes(session, school, seed)
    for _ in range(12):
        writes.some()
    session.commit()
    random, days = Random(seed), [TODAY, TODAY - timedelta(days=200)]
    before = dump(session)
    answers = [levels(session, school, day) for day in days]
    merges = []
    for _ in range(2):
        present = session.scalars(select(Partner).where(Partner.merged_into_id.is_(None)).order_by(Partner.id)).all()
        kept, gone = random.sample(present, 2)
        merges.append(merge_partners(session, kept, gone, scope=scope_of(school), by="Ms. Lee"))
        session.commit()
        assert not session.scalars(select(Activity.id).where(Activity.partners.contains(gone))).all()
        followed = [levels(session, school, day) for day in days]
        kept_engines.forget()
        assert followed == [levels(session, school, day) for day in days]
    for merge in reversed(merges):
        undo_merge(session, merge, scope=scope_of(school))
        session.commit()
    assert dump(session) == before
    assert [levels(session, school, day) for day in days] == answers


@pytest.fixture
def school(session: Session) -> School:
    return a_school(session)


def two(session: Session, school: School) -> tuple[Partner, Partner]:
    kept, gone = a_partner(session, "Mercy Hospital"), a_partner(session, "Mercy Regional Hospital")
    a_school_partner(session, school, kept, offers=("tutoring",), added_on=date(2025, 9, 1), note="North wing")
    a_school_partner(session, school, gone, offers=("funding",), added_on=date(2024, 9, 1), note="Dr. Lee")
    return kept, gone


def engaged_with(session: Session, partner: Partner) -> SchoolPartner:
    return session.scalars(select(SchoolPartner).where(SchoolPartner.partner_id == partner.id)).one()


def test_one_gets_the_records_contacts_offers_and_people_of_the_other(session: Session, school: School) -> None:
    kept, gone = two(session, school)
    contact = Contact(school_id=school.id, partner_id=gone.id, name="Dr. Lee")
    session.add(contact)
    both = an_activity(session, school, partners=[kept, gone])
    one = an_activity(session, school, partners=[gone])
    member = a_membership(session, a_user(session), Role.ALLIANCE_MEMBER, partner_id=gone.id)
    merge_partners(session, kept, gone, scope=scope_of(school), by="Ms. Lee")
    assert both.partners == one.partners == [kept]
    assert contact.partner_id == member.partner_id == kept.id
    known = engaged_with(session, kept)
    assert known.offers == ("tutoring", "funding")
    assert known.added_on == date(2024, 9, 1)
    assert known.note == "North wing\n\nDr. Lee"
    assert engaged_with(session, gone).record_status is RecordStatus.ARCHIVED
    assert list_directory(session, scope=scope_of(school)) == [kept]
    assert organisation_named(session, "mercy regional HOSPITAL", district_id=school.district_id) is kept


def test_what_was_written_since_stays_right(session: Session, school: School) -> None:
    kept, gone = two(session, school)
    before = an_activity(session, school, partners=[gone])
    merge = merge_partners(session, kept, gone, scope=scope_of(school), by="Ms. Lee")
    since = an_activity(session, school, partners=[kept])
    known = engaged_with(session, kept)
    known.offers = (*known.offers, "mentoring")
    known.note = "Written since"
    undo_merge(session, merge, scope=scope_of(school))
    assert before.partners == [gone]
    assert since.partners == [kept]
    assert known.offers == ("tutoring", "mentoring")
    assert (known.note, known.added_on) == ("Written since", date(2025, 9, 1))
    assert engaged_with(session, gone).record_status is RecordStatus.CONFIRMED


def test_a_school_that_knew_only_the_other_one_keeps_its_entry(session: Session, school: School) -> None:
    kept, gone = two(session, school)
    second = a_school(session)
    alone = a_school_partner(session, second, gone)
    with pytest.raises(Refused, match="Other schools of the district have records"):
        merge_partners(session, kept, gone, scope=scope_of(school), by="Ms. Lee")
    merge = merge_partners(session, kept, gone, scope=scope_of(school, second), by="Ms. Lee")
    assert alone.partner is kept
    with pytest.raises(Refused, match="Other schools of the district are concerned"):
        undo_merge(session, merge, scope=scope_of(school))
    undo_merge(session, merge, scope=scope_of(school, second))
    assert alone.partner is gone


def test_people_of_one_do_not_come_to_see_schools_of_the_other(session: Session, school: School) -> None:
    kept, gone = two(session, school)
    a_school_partner(session, a_school(session), kept)
    a_membership(session, a_user(session), Role.ALLIANCE_MEMBER, partner_id=gone.id)
    with pytest.raises(Refused, match="would see what other schools note"):
        merge_partners(session, kept, gone, scope=scope_of(school), by="Ms. Lee")


def test_merges_are_taken_back_in_turn_and_once(session: Session, school: School) -> None:
    kept, gone = two(session, school)
    third = a_partner(session, "Mercy Clinic")
    scope = scope_of(school)
    first = merge_partners(session, kept, gone, scope=scope, by="Ms. Lee")
    second = merge_partners(session, third, kept, scope=scope, by="Ms. Lee")
    assert gone.present is third
    by_old_name = list_partners(session, PartnerFilter(text="régional"), scope=scope, today=TODAY)
    assert [one.partner.name for one in by_old_name.rows] == ["Mercy Clinic"]
    with pytest.raises(Refused, match="Take that back first"):
        undo_merge(session, first, scope=scope)
    with pytest.raises(Refused, match="one organization already"):
        merge_partners(session, third, gone, scope=scope, by="Ms. Lee")
    undo_merge(session, second, scope=scope)
    undo_merge(session, first, scope=scope)
    with pytest.raises(Refused, match="already"):
        undo_merge(session, first, scope=scope)
    assert session.scalars(select(PartnerMerge).where(PartnerMerge.undone_at.is_(None))).all() == []


def test_names_much_like_one_are_pointed_out_and_others_are_not(session: Session, school: School) -> None:
    kept, gone = two(session, school)
    a_partner(session, "Riverbend Bakery")
    scope = scope_of(school)
    assert alike(session, "Mercy Hosptial", scope=scope)[0] is kept
    assert alike(session, "Mercy Hospital", scope=scope, besides=kept.id) == [gone]
    assert alike(session, "Totally Different Robotics", scope=scope) == []
