"""Every kind of record: one row with all its columns, and what it says once it is stored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.agreements import Agreement, AgreementKind, Commitment
from models.assessments import Attestation
from models.columns import has_code
from models.exchange.columns import KINDS
from models.partners import Partner
from models.partnerships import Partnership, TermName
from models.queries.records import record_rows
from tests.record_files import a_ruled_school, bring, bring_what_others_name

D = date.fromisoformat
COMMON = {"record_status": "proposed", "note": "Seen by two of us"}

# Kind -> (cells of a file, the typed row they mean). Codes and labels are mixed on purpose.
ROWS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "logstart": ({"from_on": "2023-07-01"}, {"from_on": D("2023-07-01")}),
    "org": (
        {
            "name": "Cedar Mill Library",
            "category": "Community organization",
            "subtype": "career_technology_center",
            "added_on": "2024-01-05",
            "stage": "Exploring",
            "assessed_on": "2025-02-01;2024-02-01",
            "offers": "facilities;Mentoring;a kiln",
            "sector": "culture",
            "town": "Cedar Mill",
        },
        {
            "name": "Cedar Mill Library",
            "category": "community_org",
            "subtype": "career_technology_center",
            "added_on": D("2024-01-05"),
            "stage": "exploring",
            "assessed_on": (D("2024-02-01"), D("2025-02-01")),
            "offers": ("facilities", "mentoring", "a kiln"),
            "sector": "culture",
            "town": "Cedar Mill",
        },
    ),
    "need": (
        {
            "text": "Machines, for the lab",
            "stated_on": "2024-09-01",
            "critical": "yes",
            "data": "survey;workforce",
            "raised_by": "teachers;leaders",
            "priority": "2",
        },
        {
            "text": "Machines, for the lab",
            "stated_on": D("2024-09-01"),
            "critical": True,
            "data": ("survey", "workforce"),
            "raised_by": ("teachers", "leaders"),
            "priority": 2,
        },
    ),
    "workforce": (
        {"partner": "weir power", "stated_on": "2024-09-12", "text": "Line staff"},
        {"partner": "Weir Power", "stated_on": D("2024-09-12"), "text": "Line staff"},
    ),
    "match": (
        {
            "partner": "Northside Robotics",
            "occurred_on": "2024-09-12",
            "need": "n1",
            "offer": "tutoring",
            "requested_on": "2024-09-13",
            "answered_on": "2024-09-20",
            "answer": "Fulfilled",
            "raised_by": "teachers",
            "way": "resources;implementation",
            "expertise": "yes",
            "curricular_goal": "Forces and motion",
            "intended_results": "Two units rewritten",
            "data": "workforce;community",
            "ranked": "YES",
            "selected": "no",
        },
        {
            "partner": "Northside Robotics",
            "occurred_on": D("2024-09-12"),
            "need": "n1",
            "offer": "tutoring",
            "requested_on": D("2024-09-13"),
            "answered_on": D("2024-09-20"),
            "answer": "fulfilled",
            "raised_by": ("teachers",),
            "way": ("resources", "implementation"),
            "expertise": True,
            "curricular_goal": "Forces and motion",
            "intended_results": "Two units rewritten",
            "data": ("workforce", "community"),
            "ranked": True,
            "selected": False,
        },
    ),
    "partnership": (
        {
            "partner": "Northside Robotics",
            "started_on": "2025-01-10",
            "ended_on": "2026-06-30",
            "stage": "exploring@2025-01-10;Active@2025-09-10",
            "point_person": "Kim Oduya;Lee Varga@2025-10-01",
            "written_on": "2025-02-01",
            "short_goals": "Two clubs",
            "long_goals": "A league",
            "outcomes": "Forty students build a robot",
            "education_goal": "Hands-on science",
            "curricular_goal": "Forces and motion",
            "led_by_teachers": "yes",
            "roles": "roles.pdf",
            "accountability": "Counts each term",
            "guidelines": "One page",
            "needs": "n1;n2",
            "initiated_by": "teachers;alliances",
            "confirmed_on": "2026-01-10",
            "contact_interval_days": "45",
        },
        {
            "partner": "Northside Robotics",
            "started_on": D("2025-01-10"),
            "ended_on": D("2026-06-30"),
            "stage": ((D("2025-01-10"), "exploring"), (D("2025-09-10"), "active")),
            "point_person": ((D("2025-01-10"), "Kim Oduya"), (D("2025-10-01"), "Lee Varga")),
            "short_goals": ((D("2025-02-01"), "Two clubs"),),
            "long_goals": ((D("2025-02-01"), "A league"),),
            "outcomes": ((D("2025-02-01"), "Forty students build a robot"),),
            "education_goal": ((D("2025-02-01"), "Hands-on science"),),
            "curricular_goal": ((D("2025-02-01"), "Forces and motion"),),
            "led_by_teachers": ((D("2025-02-01"), True),),
            "roles": ((D("2025-02-01"), "roles.pdf"),),
            "accountability": ((D("2025-02-01"), "Counts each term"),),
            "guidelines": ((D("2025-02-01"), "One page"),),
            "needs": ((D("2025-02-01"), ("n1", "n2")),),
            "initiated_by": ("teachers", "alliances"),
            "confirmed_on": (D("2026-01-10"),),
            "contact_interval_days": 45,
        },
    ),
    "agreement": (
        {
            "partnership": "p1",
            "kind": "Memorandum of understanding",
            "submitted_on": "2024-05-01",
            "signed_on": "2024-05-20",
            "starts_on": "2024-06-01",
            "ends_on": "2025-05-31",
            "notice_days": "30",
            "expected_outcome": "Visits every term",
            "serves_workforce": "yes",
        },
        {
            "partnership": "p1",
            "kind": "mou",
            "submitted_on": D("2024-05-01"),
            "signed_on": D("2024-05-20"),
            "starts_on": D("2024-06-01"),
            "ends_on": D("2025-05-31"),
            "notice_days": 30,
            "expected_outcome": "Visits every term",
            "serves_workforce": True,
        },
    ),
    "commitment": (
        {
            "partnership": "p1",
            "agreed_on": "2024-05-01",
            "type": "Volunteer hours",
            "way": "people",
            "amount": "40.5",
            "unit": "hours",
            "due_on": "2024-12-01",
            "received_on": "2024-12-20",
            "allocated_to": "Robotics club",
            "serves_workforce": "w1",
            "expected_outcome": "A working arm",
            "confirmed_by": "both",
        },
        {
            "partnership": "p1",
            "agreed_on": D("2024-05-01"),
            "type": "volunteer_hours",
            "way": "people",
            "amount": Decimal("40.50"),
            "unit": "hours",
            "due_on": D("2024-12-01"),
            "received_on": D("2024-12-20"),
            "allocated_to": "Robotics club",
            "serves_workforce": "w1",
            "expected_outcome": "A working arm",
            "confirmed_by": "both",
        },
    ),
    "contribution": (
        {
            "partner": "Weir Power",
            "occurred_on": "2024-10-12",
            "commitment": "c1",
            "type": "grants",
            "way": "funding;people",
            "amount": "1200",
            "unit": "dollars",
            "allocated_to": "STEM lab",
            "student_facing": "yes",
            "serves_workforce": "no",
            "planned": "yes",
        },
        {
            "partner": "Weir Power",
            "occurred_on": D("2024-10-12"),
            "commitment": "c1",
            "type": "grants",
            "way": ("funding", "people"),
            "amount": Decimal(1200),
            "unit": "dollars",
            "allocated_to": "STEM lab",
            "student_facing": True,
            "serves_workforce": False,
            "planned": True,
        },
    ),
    "activity": (
        {
            "occurred_on": "2025-11-03",
            "kind": "Communication",
            "by": "teachers;alliances",
            "title": "Night of bridges",
            "initiated_by": "students",
            "roles": "slt;families",
            "purpose": "planning",
            "channel": "info_night;School newsletter",
            "audience": "families;PTA/PTO",
            "topic": "stem_purpose",
            "way": "tutoring",
            "ask": "classes",
            "partner": "Weir Power; Northside Robotics",
            "two_way": "yes",
            "formality": "formal",
            "collects_input": "no",
            "used_process": "yes",
            "promotes": "yes",
            "beyond_class": "yes",
            "researched": "no",
            "student_facing": "yes",
            "serves_workforce": "yes",
            "planned": "no",
            "people": "120",
            "students": "35",
            "hours": "2.5",
            "link": "https://school.example/night",
            "not_for": "EC3.Teachers1",
            "also_for": "EC2.L1;ec3.students1",
        },
        {
            "occurred_on": D("2025-11-03"),
            "kind": "communication",
            "by": ("teachers", "alliances"),
            "title": "Night of bridges",
            "initiated_by": ("students",),
            "roles": ("slt", "families"),
            "purpose": ("planning",),
            "channel": ("info_night", "newsletter"),
            "audience": ("families", "pta"),
            "topic": ("stem_purpose",),
            "way": ("tutoring",),
            "ask": ("classes",),
            "partner": ("Northside Robotics", "Weir Power"),
            "two_way": True,
            "formality": "formal",
            "collects_input": False,
            "used_process": True,
            "promotes": True,
            "beyond_class": True,
            "researched": False,
            "student_facing": True,
            "serves_workforce": True,
            "planned": False,
            "people": 120,
            "students": 35,
            "hours": Decimal("2.50"),
            "link": "https://school.example/night",
            "not_for": ("EC3.Teachers1",),
            "also_for": ("EC2.Leaders1", "EC3.Students1"),
        },
    ),
    "evaluation": (
        {
            "partnership": "p1",
            "occurred_on": "2025-04-12",
            "side": "Partner",
            "strengths": "Reliable",
            "weaknesses": "Short visits",
            "academic": "positive",
            "social": "none",
            "physical": "not_an_aim",
            "goal_alignment": "Close",
            "actions_open": "Longer visits",
            "actions_done": "A shared calendar",
            "teachers": "yes",
            "asks_students": "yes",
            "asks_workforce": "no",
        },
        {
            "partnership": "p1",
            "occurred_on": D("2025-04-12"),
            "side": "partner",
            "strengths": "Reliable",
            "weaknesses": "Short visits",
            "academic": "positive",
            "social": "none",
            "physical": "not_an_aim",
            "goal_alignment": "Close",
            "actions_open": "Longer visits",
            "actions_done": "A shared calendar",
            "teachers": True,
            "asks_students": True,
            "asks_workforce": False,
        },
    ),
    "commreview": (
        {
            "occurred_on": "2025-05-12",
            "wanted": "More replies",
            "finding": "Few read it",
            "actions_open": "Shorter texts",
            "actions_done": "A new day",
        },
        {
            "occurred_on": D("2025-05-12"),
            "wanted": "More replies",
            "finding": "Few read it",
            "actions_open": "Shorter texts",
            "actions_done": "A new day",
        },
    ),
    "recognition": (
        {"occurred_on": "2025-05-12", "mode": "Public", "audience": "business;families", "partner": "Weir Power"},
        {
            "occurred_on": D("2025-05-12"),
            "mode": "public",
            "audience": ("business", "families"),
            "partner": "Weir Power",
        },
    ),
    "training": (
        {
            "occurred_on": "2025-08-12",
            "topic": "role;dialogue",
            "roles": "leaders;alliances",
            "partner": "Weir Power",
            "induction": "yes",
        },
        {
            "occurred_on": D("2025-08-12"),
            "topic": ("role", "dialogue"),
            "roles": ("leaders", "alliances"),
            "partner": "Weir Power",
            "induction": True,
        },
    ),
    "process": (
        {
            "name": "Round table",
            "adopted_on": "2024-09-10",
            "norms": "pausing;Paraphrasing;one voice at a time",
            "confirmed_on": "2026-05-20;2025-09-09",
            "ended_on": "2026-06-30",
        },
        {
            "name": "Round table",
            "adopted_on": D("2024-09-10"),
            "norms": ("pausing", "paraphrasing", "one voice at a time"),
            "confirmed_on": (D("2025-09-09"), D("2026-05-20")),
            "ended_on": D("2026-06-30"),
        },
    ),
    "procreview": (
        {"occurred_on": "2025-05-12", "finding": "Used", "actions_open": "Cards", "actions_done": "A poster"},
        {"occurred_on": D("2025-05-12"), "finding": "Used", "actions_open": "Cards", "actions_done": "A poster"},
    ),
    "transition": (
        {"what": "partner_staff", "occurred_on": "2024-11-04", "partner": "Weir Power", "done_on": "2024-12-02"},
        {
            "what": "partner_staff",
            "occurred_on": D("2024-11-04"),
            "partner": "Weir Power",
            "done_on": D("2024-12-02"),
        },
    ),
    "coordinator": (
        {"person": "Kim Oduya", "from_on": "2024-08-15", "until_on": "2026-08-15", "confirmed_on": "2025-08-15"},
        {
            "person": "Kim Oduya",
            "from_on": D("2024-08-15"),
            "until_on": D("2026-08-15"),
            "confirmed_on": (D("2025-08-15"),),
        },
    ),
    "roster": (
        {
            "person": "Lee Varga",
            "group": "Teachers",
            "role": "Chair",
            "from_on": "2024-08-15",
            "until_on": "2025-08-15",
        },
        {
            "person": "Lee Varga",
            "group": "teachers",
            "role": "Chair",
            "from_on": D("2024-08-15"),
            "until_on": D("2025-08-15"),
        },
    ),
    "attestation": (
        {"practice": "ec2.l1.su.3", "occurred_on": "2025-09-01", "in_place": "yes", "file": "minutes.pdf"},
        {
            "practice": "EC2.L1.SU.3",
            "occurred_on": D("2025-09-01"),
            "in_place": True,
            "file": "minutes.pdf",
            "document": True,
        },
    ),
    "exemption": (
        {"what": "EC2.S1.FI.1", "from_on": "2024-07-01", "until_on": "2026-07-01"},
        {"what": "EC2.S1.FI.1", "from_on": D("2024-07-01"), "until_on": D("2026-07-01")},
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_with_every_column_is_stored_as_it_says(session: Session, kind: str) -> None:
    school = a_ruled_school(session)
    bring_what_others_name(session, school)
    cells, means = ROWS[kind]
    assert set(cells) | {"ref", *COMMON} == set(KINDS[kind].columns)

    bring(session, school, kind, {"ref": "the-row", **cells, **COMMON})
    session.commit()

    [row] = [row for row in record_rows(session, school.id)[kind] if row["ref"] == "the-row"]
    assert row == {"ref": "the-row", **means, **COMMON}


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_with_the_required_columns_alone_is_enough(sqlite_session: Session, kind: str) -> None:
    session = sqlite_session
    school = a_ruled_school(session)
    bring_what_others_name(session, school)
    cells, _ = ROWS[kind]
    needed = {name: cells.get(name, "A reason") for name, column in KINDS[kind].columns.items() if column.required}

    bring(session, school, kind, {**needed, "ref": "the-row"})

    [row] = [row for row in record_rows(session, school.id)[kind] if row["ref"] == "the-row"]
    assert row["record_status"] == "confirmed"
    assert not [name for name in set(row) - set(needed) if row[name] and name not in ("ref", "record_status", "stage")]


def test_stored_records_are_found_by_their_fields(session: Session) -> None:
    school = a_ruled_school(session)
    bring_what_others_name(session, school)
    for kind in ("activity", "agreement", "commitment", "attestation", "partnership", "org"):
        bring(session, school, kind, {"ref": "the-row", **ROWS[kind][0]})
    session.expire_all()

    activity = session.scalars(select(Activity).where(has_code(Activity.audience, "pta"))).one()
    assert [partner.name for partner in activity.partners] == ["Northside Robotics", "Weir Power"]
    assert session.scalars(select(Agreement)).one().agreement_kind is AgreementKind.MOU
    commitment = session.scalars(select(Commitment).where(Commitment.ref == "the-row")).one()
    assert commitment.workforce_need is not None
    assert (commitment.workforce_need.ref, commitment.serves_workforce) == ("w1", True)
    attestation = session.scalars(select(Attestation)).one()
    assert attestation.document is not None
    assert (attestation.document.filename, attestation.document.sha256) == ("minutes.pdf", None)
    partnership = session.scalars(select(Partnership).where(Partnership.ref == "the-row")).one()
    assert partnership.point_person_on(D("2025-09-30")) == "Kim Oduya"
    assert partnership.point_person_on(D("2025-10-01")) == "Lee Varga"
    roles = partnership.term_on(TermName.ROLES, D("2025-02-01"))
    assert roles is not None and roles.document is not None and roles.document.filename == "roles.pdf"
    assert session.scalars(select(Partner.town).where(Partner.name == "Cedar Mill Library")).one() == "Cedar Mill"
