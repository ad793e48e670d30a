"""Importing as a whole: what is stored, what is left alone, and when nothing is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity
from models.assessments import Attestation
from models.documents import Document
from models.history import Action, History, act_as
from models.kinds.columns import Row
from models.operations.imports import UnknownKind, import_records
from models.partners import Partner, SchoolPartner
from models.partnerships import Partnership
from models.queries.catalogue import NoRules
from models.queries.records import record_rows
from models.records import RecordStatus
from tests.factories import a_district, a_school
from tests.record_files import a_ruled_school, bring, bring_what_others_name, file_of

GOOD = {"ref": "a1", "occurred_on": "2026-01-12", "kind": "communication", "by": "leaders", "note": "first"}
TOLD = {**GOOD, "channel": "newsletter", "audience": "families"}
BAD = {**GOOD, "ref": "a2", "kind": "gossip"}
NORTHSIDE = {"ref": "o1", "name": "Northside Robotics", "category": "nonprofit", "added_on": "2024-01-05"}
PACT = {"ref": "x1", "partner": "Northside Robotics", "started_on": "2025-01-10"}


@pytest.fixture
def school(session: Session) -> School:
    return a_ruled_school(session)


@pytest.fixture
def furnished(session: Session, school: School) -> School:
    bring_what_others_name(session, school)
    session.commit()
    return school


def history_of(session: Session, kind: str) -> list[History]:
    return list(session.scalars(select(History).where(History.record_kind == kind).order_by(History.id)))


def row_of(session: Session, school: School, kind: str, ref: str) -> Row:
    return next(row for row in record_rows(session, school.id)[kind] if row["ref"] == ref)


def test_the_same_file_twice_changes_nothing(session: Session, furnished: School) -> None:
    rows = {
        "activity": {**GOOD, "partner": "Weir Power;Northside Robotics", "hours": "1.5", "audience": "pta;families"},
        "partnership": {**PACT, "short_goals": "Two clubs", "point_person": "Kim@2025-02-01", "needs": "n1"},
        "attestation": {
            "ref": "t",
            "practice": "EC2.L1.SU.3",
            "occurred_on": "2025-09-01",
            "in_place": "no",
            "file": "a.pdf",
        },
        "org": {**NORTHSIDE, "assessed_on": "2025-01-01"},
        "commitment": {"ref": "c1", "partnership": "p1", "agreed_on": "2024-05-01", "serves_workforce": "w1"},
    }
    for kind, row in rows.items():
        bring(session, furnished, kind, row)
    session.commit()
    told = session.scalar(select(func.count(History.id)))
    versions = session.execute(select(Activity.version, Activity.updated_at)).all()

    for kind, row in rows.items():
        summary = bring(session, furnished, kind, row)
        assert (summary.added, summary.changed, summary.unchanged) == (0, 0, 1)
    session.commit()

    assert session.scalar(select(func.count(History.id))) == told
    assert session.execute(select(Activity.version, Activity.updated_at)).all() == versions
    assert session.scalar(select(func.count(Document.id))) == 1


def test_a_changed_row_updates_its_record_and_history_tells_what_changed(session: Session, furnished: School) -> None:
    bring(session, furnished, "activity", {**GOOD, "partner": "Weir Power"})
    session.commit()
    act_as(session, "import of activity.csv")

    changed = {**GOOD, "occurred_on": "2026-01-13", "partner": "Northside Robotics"}
    summary = bring(session, furnished, "activity", changed, {**GOOD, "ref": "a9", "partner": ""})
    session.commit()

    assert (summary.added, summary.changed, summary.unchanged) == (1, 1, 0)
    activity = session.scalars(select(Activity).where(Activity.ref == "a1")).one()
    assert (activity.occurred_on, activity.version) == (date(2026, 1, 13), 2)
    [_, entry] = [one for one in history_of(session, "activity") if one.record_id == activity.id]
    assert (entry.actor, entry.action) == ("import of activity.csv", Action.CHANGED)
    assert entry.changes == {
        "occurred_on": ["2026-01-12", "2026-01-13"],
        "partners": [["Weir Power"], ["Northside Robotics"]],
    }


def test_unless_every_row_is_good_nothing_is_stored(session: Session, school: School) -> None:
    summary = import_records(session, school, "activity", file_of(GOOD, BAD))
    assert [refusal.line for refusal in summary.refused] == [3]
    assert not summary.stored
    assert session.scalar(select(func.count(Activity.id))) == 0


def test_good_rows_can_be_kept_and_the_others_are_given_back_as_a_file(session: Session, school: School) -> None:
    summary = import_records(session, school, "activity", file_of(BAD, GOOD), keep_good=True)
    assert (summary.added, summary.stored) == (1, True)
    assert [row["ref"] for row in record_rows(session, school.id)["activity"]] == ["a1"]

    mended = summary.refused_csv().replace("gossip", "advocacy")
    again = import_records(session, school, "activity", mended)
    assert (again.added, again.refused) == (1, [])
    assert {row["ref"] for row in record_rows(session, school.id)["activity"]} == {"a1", "a2"}


@pytest.mark.parametrize("keep_good", [False, True])
def test_a_check_stores_nothing_and_says_what_would_be_done(session: Session, school: School, keep_good: bool) -> None:
    summary = import_records(session, school, "activity", file_of(GOOD, BAD), check=True, keep_good=keep_good)
    assert (summary.added, summary.stored, len(summary.refused)) == (1, False, 1)
    good = import_records(session, school, "activity", file_of(GOOD), check=True, keep_good=keep_good)
    assert (good.added, good.stored, good.refused) == (1, False, [])
    session.commit()
    assert session.scalar(select(func.count(Activity.id))) == 0
    assert history_of(session, "activity") == []


def test_with_an_unknown_column_no_row_is_kept(session: Session, school: School) -> None:
    summary = import_records(session, school, "activity", file_of({**GOOD, "colour": "red"}), keep_good=True)
    assert (summary.stored, summary.refused_rows) == (False, [])
    assert session.scalar(select(func.count(Activity.id))) == 0


def test_columns_that_the_file_lacks_stay_as_they_are_and_empty_cells_empty_them(
    session: Session, school: School
) -> None:
    bring(session, school, "activity", {**TOLD, "title": "A night", "people": "30"})
    bring(session, school, "activity", {**GOOD, "note": "second"})
    row = row_of(session, school, "activity", "a1")
    assert (row["note"], row["title"], row["people"]) == ("second", "A night", 30)
    bring(session, school, "activity", {**GOOD, "note": "", "people": ""})
    row = row_of(session, school, "activity", "a1")
    assert (row["note"], row["title"], row["people"]) == (None, "A night", None)


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        (
            "requested_on",
            "answered_on",
            "line 2, answered_on: '2026-01-12': must lie on or after requested_on (2026-01-13)",
        ),
        (
            "answered_on",
            "requested_on",
            "line 2, requested_on: '2026-01-13': must lie on or before answered_on (2026-01-12)",
        ),
    ],
)
def test_days_that_contradict_what_is_stored_are_refused(
    session: Session, furnished: School, first: str, then: str, said: str
) -> None:
    match = {"ref": "m1", "partner": "Weir Power", "occurred_on": "2026-01-10"}
    days = {"requested_on": "2026-01-13", "answered_on": "2026-01-12"}
    bring(session, furnished, "match", {**match, first: days[first]})
    summary = import_records(session, furnished, "match", file_of({**match, then: days[then]}), keep_good=True)
    assert [str(refusal) for refusal in summary.refused] == [said]
    assert summary.refused_rows == [["m1", "Weir Power", "2026-01-10", days[then]]]
    assert row_of(session, furnished, "match", "m1")[then] is None


def test_the_same_ref_at_another_school_is_another_record(session: Session, school: School) -> None:
    other = a_school(session)
    bring(session, school, "activity", GOOD)
    summary = bring(session, other, "activity", {**GOOD, "note": "ours"})
    assert summary.added == 1
    assert row_of(session, school, "activity", "a1")["note"] == "first"


def test_another_schools_records_cannot_be_named(session: Session, furnished: School) -> None:
    other = a_school(session)
    row = {"ref": "g1", "partnership": "p1", "kind": "mou"}
    [refusal] = import_records(session, other, "agreement", file_of(row)).refused
    assert "is not the ref of a partnership of this school" in refusal.reason


def test_organisations_are_shared_by_the_schools_of_a_district(session: Session, school: School) -> None:
    other, abroad = a_school(session), a_school(session, district=a_district(session))
    for one in (school, other, abroad):
        bring(session, one, "org", NORTHSIDE)
    assert session.scalar(select(func.count(Partner.id))) == 2
    assert session.scalar(select(func.count(SchoolPartner.id))) == 3


def test_an_organisation_is_recognised_whatever_its_case(session: Session, school: School) -> None:
    bring(session, school, "org", NORTHSIDE)
    other = a_school(session)
    lower = {**NORTHSIDE, "name": "northside ROBOTICS"}
    assert bring(session, other, "org", lower).added == 1
    assert bring(session, other, "org", lower).unchanged == 1
    assert session.scalars(select(Partner.name)).all() == ["Northside Robotics"]


def test_the_same_organisation_twice_is_refused_as_the_form_does(session: Session, school: School) -> None:
    rows = NORTHSIDE, {**NORTHSIDE, "ref": "o2", "name": "northside  ROBOTICS"}
    summary = import_records(session, school, "org", file_of(*rows), keep_good=True)
    assert [str(one) for one in summary.refused] == [
        "line 3, name: 'Northside Robotics': stands further up in the file already"
    ]
    [again] = import_records(session, school, "org", file_of(rows[1])).refused
    assert again.reason == "is in your directory already"
    assert session.scalars(select(Partner.name)).all() == ["Northside Robotics"]


def test_a_renamed_organisation_stays_the_same_one(session: Session, furnished: School) -> None:
    bring(session, furnished, "activity", {**GOOD, "partner": "Northside Robotics"})
    bring(session, furnished, "org", {**NORTHSIDE, "name": "Northside Robotics Club"})
    session.expire_all()
    assert row_of(session, furnished, "activity", "a1")["partner"] == ("Northside Robotics Club",)


def test_an_organisation_that_other_schools_know_is_not_renamed_under_them(session: Session, school: School) -> None:
    other = a_school(session)
    bring(session, school, "org", {**NORTHSIDE, "town": "Weir"})
    bring(session, other, "org", NORTHSIDE)
    assert row_of(session, other, "org", "o1")["town"] == "Weir"
    bring(session, other, "org", {**NORTHSIDE, "name": "Northside Club"})
    assert row_of(session, school, "org", "o1")["name"] == "Northside Robotics"
    assert row_of(session, other, "org", "o1")["name"] == "Northside Club"


def test_organisations_may_swap_their_names(session: Session, furnished: School) -> None:
    weir = {"ref": "o2", "name": "Weir Power", "category": "business", "added_on": "2024-01-05"}
    summary = bring(session, furnished, "org", {**NORTHSIDE, "name": weir["name"]}, {**weir, "name": NORTHSIDE["name"]})
    assert summary.changed == 2
    assert row_of(session, furnished, "org", "o1")["name"] == "Weir Power"
    assert row_of(session, furnished, "org", "o2")["name"] == "Northside Robotics"


def test_an_organisation_may_take_a_name_that_another_gives_up_in_the_same_file(
    session: Session, furnished: School
) -> None:
    rows = {**NORTHSIDE, "name": "Northside Club"}, {**NORTHSIDE, "ref": "o9"}
    summary = bring(session, furnished, "org", *rows)
    assert (summary.added, summary.changed) == (1, 1)
    assert row_of(session, furnished, "org", "o1")["name"] == "Northside Club"
    assert row_of(session, furnished, "org", "o9")["name"] == "Northside Robotics"


def test_a_partnership_without_a_stage_is_active_from_its_start(session: Session, furnished: School) -> None:
    bring(session, furnished, "partnership", PACT)
    assert row_of(session, furnished, "partnership", "x1")["stage"] == ((date(2025, 1, 10), "active"),)


def test_a_bare_stage_or_person_holds_from_the_start(session: Session, furnished: School) -> None:
    bring(session, furnished, "partnership", {**PACT, "stage": "paused;active@2025-06-01", "point_person": "Kim"})
    row = row_of(session, furnished, "partnership", "x1")
    assert row["stage"] == ((date(2025, 1, 10), "paused"), (date(2025, 6, 1), "active"))
    assert row["point_person"] == ((date(2025, 1, 10), "Kim"),)


def test_a_point_person_may_be_written_as_an_address_and_may_leave(session: Session, furnished: School) -> None:
    people = "kim@school.example@2025-02-01;@2025-05-01;Lee@2025-08-01"
    bring(session, furnished, "partnership", {**PACT, "point_person": people})
    assert row_of(session, furnished, "partnership", "x1")["point_person"] == (
        (date(2025, 2, 1), "kim@school.example"),
        (date(2025, 5, 1), None),
        (date(2025, 8, 1), "Lee"),
    )
    partnership = session.scalars(select(Partnership).where(Partnership.ref == "x1")).one()
    assert partnership.point_person_on(date(2025, 6, 1)) is None


def test_a_mark_of_no_on_a_partnership_says_what_an_empty_cell_says(session: Session, furnished: School) -> None:
    bring(session, furnished, "partnership", {**PACT, "led_by_teachers": "no"})
    assert row_of(session, furnished, "partnership", "x1")["led_by_teachers"] == ()


def test_a_changed_partnership_changes_only_what_differs(session: Session, furnished: School) -> None:
    before = {**PACT, "stage": "active", "point_person": "Kim", "short_goals": "Two", "roles": "Old", "needs": "n1"}
    bring(session, furnished, "partnership", before)
    session.commit()
    told = len(history_of(session, "partnership"))

    after = {**before, "stage": "active;sustaining@2025-09-01", "point_person": "Kim;Lee@2025-09-01"}
    bring(session, furnished, "partnership", {**after, "short_goals": "Three", "roles": "", "needs": "n2"})
    session.commit()
    session.expire_all()

    row = row_of(session, furnished, "partnership", "x1")
    start = date(2025, 1, 10)
    assert row["stage"] == ((start, "active"), (date(2025, 9, 1), "sustaining"))
    assert row["point_person"] == ((start, "Kim"), (date(2025, 9, 1), "Lee"))
    assert (row["short_goals"], row["roles"], row["needs"]) == (((start, "Three"),), (), ((start, ("n2",)),))
    assert session.scalars(select(Partnership.version).where(Partnership.ref == "x1")).one() == 2
    changes: dict[str, Any] = {}
    for entry in history_of(session, "partnership")[told:]:
        changes |= entry.changes
    assert changes["partnership_terms.text"] in (["Two", "Three"], ["Old", None])


def test_a_statements_file_can_be_exchanged_and_taken_away(session: Session, school: School) -> None:
    row = {"ref": "t", "practice": "EC2.L1.SU.3", "occurred_on": "2025-09-01", "in_place": "yes", "file": "a.pdf"}
    bring(session, school, "attestation", row)
    bring(session, school, "attestation", {**row, "file": "b.docx"})
    attestation = session.scalars(select(Attestation)).one()
    assert attestation.document is not None
    assert attestation.document.filename == "b.docx"
    bring(session, school, "attestation", {**row, "file": ""})
    assert row_of(session, school, "attestation", "t")["document"] is False


def test_archived_by_a_file_a_record_can_be_restored_as_it_was(session: Session, school: School) -> None:
    bring(session, school, "activity", {**GOOD, "record_status": "proposed"})
    bring(session, school, "activity", {**GOOD, "record_status": "archived"})
    activity = session.scalars(select(Activity)).one()
    assert activity.record_status is RecordStatus.ARCHIVED
    assert [entry.action for entry in history_of(session, "activity")] == [Action.CREATED, Action.ARCHIVED]
    activity.restore()
    assert activity.record_status is RecordStatus.PROPOSED


def test_records_made_on_screen_keep_their_refs_and_can_be_updated(session: Session, school: School) -> None:
    made = Activity(
        school_id=school.id, occurred_on=date(2026, 1, 12), activity_kind="communication", by=("leaders",), title="Here"
    )
    session.add(made)
    session.flush()
    summary = bring(session, school, "activity", {**GOOD, "ref": made.ref})
    assert (summary.added, summary.changed) == (0, 1)
    assert row_of(session, school, "activity", made.ref)["title"] == "Here"


def test_an_unknown_kind_is_refused_with_the_nearest(session: Session, school: School) -> None:
    with pytest.raises(UnknownKind, match="Did you mean activity"):
        import_records(session, school, "activities", "")


def test_without_rules_the_message_says_what_to_run(session: Session) -> None:
    with pytest.raises(NoRules, match="Run `continuum init` first"):
        import_records(session, a_school(session), "activity", file_of(GOOD))


TODAY = date(2026, 11, 26)


def test_a_list_of_visits_need_not_say_twice_what_they_were_for(session: Session, furnished: School) -> None:
    visit = {**TOLD, "kind": "partnership", "title": "A tour", "channel": "site_visit", "partner": "Weir Power"}
    import_records(session, furnished, "activity", file_of(visit), today=TODAY)
    assert session.scalars(select(Activity)).one().purpose == ("site_visit",)


@pytest.mark.parametrize(
    ("kind", "changed", "said"),
    [
        ("activity", {"title": ""}, "title: Say in a few words what happened."),
        ("activity", {"channel": ""}, "channel: Say how it was done."),
        ("activity", {"kind": "partnership", "purpose": ""}, "purpose: Say what it was for."),
        ("activity", {"occurred_on": "2099-10-01"}, "Give a date before the end of 2028."),
        ("activity", {"occurred_on": "1950-01-01"}, "Give a date from Jan 1, 1990 on."),
        ("activity", {"link": "javascript:alert(1)"}, "Give a whole web address"),
        ("activity", {"people": "1000001"}, "is not a whole number from 0 to 1000000"),
        ("activity", {"hours": "10000"}, "is too large: at most 9999.99"),
        ("org", {"website": "ftp://old.example"}, "Enter a web address"),
        ("org", {"added_on": "2026-11-27"}, "lies in the future"),
        ("contact", {"email": "nobody"}, "Enter an e-mail address"),
        ("contribution", {"occurred_on": "2026-11-27"}, "lies in the future"),
        ("contribution", {"amount": "5"}, "unit: Say what the amount counts"),
    ],
)
def test_what_a_form_refuses_an_import_refuses(
    session: Session, furnished: School, kind: str, changed: dict[str, str], said: str
) -> None:
    rows = {
        "activity": {**TOLD, "title": "A night", "purpose": "", "link": "", "people": "", "hours": ""},
        "org": {**NORTHSIDE, "ref": "o9", "name": "Ridge Mills", "website": ""},
        "contact": {"ref": "k1", "partner": "Weir Power", "name": "Noor Haddad", "email": ""},
        "contribution": {"ref": "g1", "partner": "Weir Power", "occurred_on": "2026-01-12", "amount": ""},
    }
    good = import_records(session, furnished, kind, file_of(rows[kind]), today=TODAY, check=True)
    assert (good.refused, good.added) == ([], 1)
    summary = import_records(session, furnished, kind, file_of({**rows[kind], **changed}), today=TODAY)
    assert said in " ".join(map(str, summary.refused))
    assert not summary.stored


def test_a_day_still_to_come_makes_a_draft_as_on_screen(session: Session, school: School) -> None:
    row = {**TOLD, "title": "Spring night", "occurred_on": "2027-03-10"}
    for _ in range(2):
        import_records(session, school, "activity", file_of(row), today=TODAY)
        assert row_of(session, school, "activity", "a1")["record_status"] == "draft"
    assert import_records(session, school, "activity", file_of(row), today=TODAY).unchanged == 1
