"""What may be logged, and how activities are found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity, ActivityKind
from models.continuum.rulebook.reader import parse_catalogue
from models.history import History
from models.operations.activities import (
    ActivityProblem,
    Author,
    change_activity,
    confirm_activity,
    log_activity,
)
from models.operations.activity_entries import ActivityEntry, ActivityTerms, entry_problems, settled_kind
from models.operations.records import archive_record
from models.partners import Partner, SchoolPartner
from models.queries.activities import (
    find_activity,
)
from models.queries.records import record_rows
from models.records import RecordStatus
from models.scope import Scope
from seed.catalogue import catalogue_data
from tests.factories import TODAY, a_partner, a_school, a_school_partner, an_activity
from tests.record_files import a_ruled_school

CATALOGUE = parse_catalogue(catalogue_data())
TERMS = ActivityTerms.of(CATALOGUE)
TALK = ActivityEntry(
    occurred_on=TODAY,
    kind="communication",
    by=("teachers",),
    title="Showed the PTA what the robotics unit teaches",
    channel=("presentation",),
    audience=("pta",),
)
WITH_PARTNER = replace(TALK, kind="partnership", channel=(), audience=(), purpose=("planning",), partners=("Acme",))


def scope_of(school: School) -> Scope:
    return Scope.of_school(school.id, district_id=school.district_id)


def author_of(school: School, *, may_add_partners: bool = False) -> Author:
    return Author(scope=scope_of(school), may_add_partners=may_add_partners)


def log(session: Session, school: School, entry: ActivityEntry, *, may_add_partners: bool = False) -> Activity:
    author = author_of(school, may_add_partners=may_add_partners)
    activity = log_activity(session, entry, author=author, terms=TERMS, today=TODAY)
    session.commit()
    return activity


def problems(entry: ActivityEntry) -> dict[str, str]:
    return entry_problems(entry, terms=TERMS, today=TODAY)


def test_six_facts_make_an_activity(session: Session) -> None:
    school = a_school(session)
    activity = log(session, school, TALK)
    stored = find_activity(session, activity.id, scope=scope_of(school))
    assert stored is not None
    assert (stored.activity_kind, stored.by, stored.channel, stored.audience) == (
        ActivityKind.COMMUNICATION, ("teachers",), ("presentation",), ("pta",),
    )  # fmt: skip
    assert (stored.record_status, stored.entered_on, stored.version) == (RecordStatus.CONFIRMED, TODAY, 1)
    assert session.scalars(select(History.record_kind).where(History.record_id == activity.id)).all() == ["activity"]


@pytest.mark.parametrize("kind", list(ActivityKind))
def test_no_kind_asks_for_more_than_six_fields(kind: ActivityKind) -> None:
    nothing = ActivityEntry(occurred_on=None, kind=kind.value)
    assert len({*problems(nothing), "kind"}) <= 6


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": None}, "kind"),
        ({"kind": "gossip"}, "kind"),
        ({"occurred_on": None}, "occurred_on"),
        ({"occurred_on": date(1989, 12, 31)}, "occurred_on"),
        ({"occurred_on": date(2029, 1, 1)}, "occurred_on"),
        ({"by": ()}, "by"),
        ({"by": ("martians",)}, "by"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "bell\x07"}, "title"),
        ({"note": "nul\x00"}, "note"),
        ({"note": "half of a pair \ud800"}, "note"),
        ({"note": "x" * 4001}, "note"),
        ({"channel": ()}, "channel"),
        ({"channel": ("telepathy",)}, "channel"),
        ({"audience": ()}, "audience"),
        ({"audience": ("pta", "nobody")}, "audience"),
        ({"topic": ("gossip",)}, "topic"),
        ({"ask": ("everything",)}, "ask"),
        ({"roles": ("ghosts",)}, "roles"),
        ({"formality": "casual"}, "formality"),
        ({"people": -1}, "people"),
        ({"students": 1_000_001}, "students"),
        ({"hours": Decimal("-0.5")}, "hours"),
        ({"hours": Decimal("NaN")}, "hours"),
        ({"hours": Decimal("Infinity")}, "hours"),
        ({"hours": Decimal("1.234")}, "hours"),
        ({"hours": Decimal("1E+30")}, "hours"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://"}, "link"),
        ({"link": "https://a.example/" + "x" * 500}, "link"),
        ({"not_for": ("EC9.Nobody1",)}, "not_for"),
        ({"also_for": ("EC3.Teachers1",), "not_for": ("EC3.Teachers1",)}, "also_for"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(change: dict[str, Any], field: str) -> None:
    assert list(problems(replace(TALK, **change))) == [field]


def test_a_good_entry_has_no_problem() -> None:
    full = replace(
        TALK, note="Two lines\nand a\ttab", link="https://school.example/news", people=40, students=0,
        hours=Decimal("1.25"), topic=("stem_value",), not_for=("EC3.Leaders1",), also_for=("EC3.Leaders2",),
    )  # fmt: skip
    assert problems(full) == {}


def test_a_channel_that_is_a_purpose_too_says_what_it_was_for(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    a_school_partner(sqlite_session, school, a_partner(sqlite_session, "Acme", district=school.district))
    visit = replace(WITH_PARTNER, purpose=(), channel=("site_visit", "email"))
    assert log(sqlite_session, school, visit).purpose == ("site_visit",)
    assert log(sqlite_session, school, replace(visit, purpose=("planning",))).purpose == ("planning",)
    assert log(sqlite_session, school, replace(visit, way=("people",))).purpose == ()
    assert "purpose" in problems(replace(visit, channel=("email",)))


def test_a_refused_entry_adds_nothing(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    with pytest.raises(ActivityProblem) as refused:
        log(sqlite_session, school, replace(WITH_PARTNER, occurred_on=None), may_add_partners=True)
    assert "occurred_on" in refused.value.fields
    sqlite_session.commit()
    assert not sqlite_session.scalars(select(Activity)).all()
    assert not sqlite_session.scalars(select(Partner)).all()


@pytest.mark.parametrize("change", [{"ask": ("classes",)}, {"channel": ("letter_editor",)}, {"channel": ("letter_legislator",)}])  # fmt: skip  # noqa: E501
@pytest.mark.parametrize("kind", ["communication", "partnership"])
def test_an_ask_or_a_letter_makes_it_advocacy(sqlite_session: Session, kind: str, change: dict[str, Any]) -> None:
    assert settled_kind(kind, ask=(), channel=("meeting",), terms=TERMS) == kind
    activity = log(sqlite_session, a_school(sqlite_session), replace(TALK, kind=kind, **change))
    assert activity.activity_kind is ActivityKind.ADVOCACY


def test_a_day_still_to_come_makes_a_draft_that_can_be_confirmed_when_it_has_come(sqlite_session: Session) -> None:
    activity = log(sqlite_session, a_school(sqlite_session), replace(TALK, occurred_on=TODAY + timedelta(days=3)))
    assert activity.record_status is RecordStatus.DRAFT
    with pytest.raises(ActivityProblem, match="still to come"):
        confirm_activity(activity, today=TODAY)
    confirm_activity(activity, today=TODAY + timedelta(days=3))
    assert activity.record_status is RecordStatus.CONFIRMED
    with pytest.raises(ActivityProblem, match="Only a draft"):
        confirm_activity(activity, today=TODAY + timedelta(days=3))


@pytest.mark.parametrize(
    "free",
    [
        {"purpose": ("prospect_research",)},
        {"purpose": (), "way": ("enroll_stem",)},
        # The rules count these without a partner, too.
        {"purpose": ("lesson_delivery",)},
        {"purpose": (), "way": ("apply_internship",)},
    ],
)
def test_work_without_an_organisation_at_the_table_needs_no_partner(free: dict[str, Any]) -> None:
    assert problems(replace(WITH_PARTNER, partners=(), **free)) == {}
    assert "partners" in problems(replace(WITH_PARTNER, partners=(), purpose=("alignment_talk",)))


def test_a_partner_is_found_by_name_whatever_the_case_and_the_spaces(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    acme = a_partner(sqlite_session, "Acme Works")
    a_school_partner(sqlite_session, school, acme)
    activity = log(sqlite_session, school, replace(WITH_PARTNER, partners=("  acme   WORKS ",)))
    assert [partner.id for partner in activity.partners] == [acme.id]


def test_a_new_name_becomes_a_prospect_for_those_who_may_add_partners(session: Session) -> None:
    school = a_ruled_school(session)
    day = TODAY - timedelta(days=2)
    entry = replace(WITH_PARTNER, partners=("Bridge Builders",), new_category="industry", occurred_on=day)
    activity = log(session, school, entry, may_add_partners=True)
    engaged = session.scalars(select(SchoolPartner).where(SchoolPartner.school_id == school.id)).one()
    assert (engaged.partner.name, engaged.partner.category) == ("Bridge Builders", "industry")
    assert (engaged.stage, engaged.added_on) == ("prospect", day)
    assert [partner.name for partner in activity.partners] == ["Bridge Builders"]


def test_a_new_name_without_its_sort_is_asked_for_it_and_near_names_are_offered(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    a_school_partner(sqlite_session, school, a_partner(sqlite_session, "Bridge Builders"))
    with pytest.raises(ActivityProblem) as refused:
        log(sqlite_session, school, replace(WITH_PARTNER, partners=("Bridge Bilders",)), may_add_partners=True)
    assert set(refused.value.fields) == {"partners", "new_category"}
    assert "Did you mean Bridge Builders?" in refused.value.fields["partners"]


def test_who_may_not_add_partners_neither_adds_one_nor_learns_of_another_schools(sqlite_session: Session) -> None:
    school, other = a_school(sqlite_session), a_school(sqlite_session)
    a_school_partner(sqlite_session, other, a_partner(sqlite_session, "Only Theirs"))
    for name in ("Only Theirs", "Only Thiers"):
        with pytest.raises(ActivityProblem) as refused:
            log(sqlite_session, school, replace(WITH_PARTNER, partners=(name,), new_category="industry"))
        assert "Did you mean" not in refused.value.fields["partners"]
        sqlite_session.rollback()


def test_a_district_partner_new_to_the_school_is_used_and_not_made_twice(sqlite_session: Session) -> None:
    school, other = a_ruled_school(sqlite_session), a_school(sqlite_session)
    theirs = a_partner(sqlite_session, "Shared Labs")
    a_school_partner(sqlite_session, other, theirs)
    activity = log(sqlite_session, school, replace(WITH_PARTNER, partners=("shared labs",)), may_add_partners=True)
    assert [partner.id for partner in activity.partners] == [theirs.id]
    assert sqlite_session.scalars(select(SchoolPartner.school_id).order_by(SchoolPartner.id)).all() == [
        other.id,
        school.id,
    ]


@pytest.mark.parametrize("name", ["Two; in one", "line\nbreak", "x" * 201])
def test_a_name_that_files_cannot_hold_is_refused(sqlite_session: Session, name: str) -> None:
    school = a_ruled_school(sqlite_session)
    entry = replace(WITH_PARTNER, partners=(name,), new_category="industry")
    if name == "line\nbreak":  # spaces of every sort are one space in a name
        assert log(sqlite_session, school, entry, may_add_partners=True).partners[0].name == "line break"
        return
    with pytest.raises(ActivityProblem) as refused:
        log(sqlite_session, school, entry, may_add_partners=True)
    assert list(refused.value.fields) == ["partners"]


def test_a_change_of_partners_alone_moves_the_version_and_is_told(session: Session) -> None:
    school = a_school(session)
    for name in ("Acme", "Bolt"):
        a_school_partner(session, school, a_partner(session, name))
    activity = log(session, school, WITH_PARTNER)
    change_activity(
        session, activity, replace(WITH_PARTNER, partners=("Bolt",)), author=author_of(school), terms=TERMS, today=TODAY
    )
    session.commit()
    assert activity.version == 2
    latest = session.scalars(select(History).order_by(History.id.desc()).limit(1)).one()
    assert latest.changes == {"partners": [["Acme"], ["Bolt"]]}


def test_saving_without_a_change_leaves_version_and_history_alone(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    activity = log(sqlite_session, school, TALK)
    rows = len(sqlite_session.scalars(select(History.id)).all())
    change_activity(sqlite_session, activity, TALK, author=author_of(school), terms=TERMS, today=TODAY)
    sqlite_session.commit()
    assert (activity.version, len(sqlite_session.scalars(select(History.id)).all())) == (1, rows)


def test_moving_a_day_ahead_makes_a_draft_and_back_confirms(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    activity = log(sqlite_session, school, TALK)
    for day, status in ((TODAY + timedelta(days=1), RecordStatus.DRAFT), (TODAY, RecordStatus.CONFIRMED)):
        moved = replace(TALK, occurred_on=day)
        change_activity(sqlite_session, activity, moved, author=author_of(school), terms=TERMS, today=TODAY)
        assert activity.record_status is status


def test_a_proposed_activity_stays_proposed_when_it_is_changed(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    activity = an_activity(sqlite_session, school, title="Talk", record_status=RecordStatus.PROPOSED)
    change_activity(sqlite_session, activity, TALK, author=author_of(school), terms=TERMS, today=TODAY)
    assert activity.record_status is RecordStatus.PROPOSED


def test_an_archived_activity_is_not_changed(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    activity = log(sqlite_session, school, TALK)
    archive_record(activity)
    with pytest.raises(ActivityProblem, match="archived"):
        change_activity(sqlite_session, activity, TALK, author=author_of(school), terms=TERMS, today=TODAY)


def test_a_logged_activity_reads_as_the_row_the_engine_knows(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    a_school_partner(sqlite_session, school, a_partner(sqlite_session, "Acme"))
    activity = log(sqlite_session, school, replace(WITH_PARTNER, people=12))
    (row,) = record_rows(sqlite_session, school.id)["activity"]
    assert (row["ref"], row["kind"], row["partner"], row["purpose"], row["people"]) == (
        activity.ref, "partnership", ("Acme",), ("planning",), 12,
    )  # fmt: skip
