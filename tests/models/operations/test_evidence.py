"""Evidence is one of three things, serves one or several indicators, and is never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.documents import Document
from models.operations.evidence import EvidenceEntry, tie_evidence, untie_evidence
from models.operations.years import open_year, sign_year
from models.queries.record_names import name_records
from models.queries.years import evidence_of
from models.ratings import Assessment
from models.records import RecordStatus
from models.refusals import Refused
from models.school_years import SchoolYear
from models.scope import Scope
from tests.factories import TODAY, a_school, an_activity
from tests.models.operations.test_years import CODES, NOW

LINK = "https://college.example/tutoring?from=2026"


@pytest.fixture
def year(session: Session) -> Assessment:
    return open_year(session, a_school(session), SchoolYear(2025), indicators=CODES, today=TODAY)


def test_a_record_is_tied_by_its_reference_and_called_by_its_name(session: Session, year: Assessment) -> None:
    activity = an_activity(session, year.school, title="Sensor project")
    key = (activity.kind, activity.ref)
    record = name_records(session, [key], scope=Scope.of_school(year.school_id))[key]
    piece = tie_evidence(session, year, EvidenceEntry([CODES[0]], record=record), today=TODAY)
    assert (piece.title, piece.record_key, piece.dated_on) == ("Sensor project", key, activity.occurred_on)


def test_a_piece_that_is_tied_again_serves_the_further_indicators_too(session: Session, year: Assessment) -> None:
    first = tie_evidence(session, year, EvidenceEntry([CODES[0]], link=LINK, title="Sign-up sheet"), today=TODAY)
    again = tie_evidence(session, year, EvidenceEntry([CODES[1], CODES[0]], link=LINK), today=TODAY)
    assert again is first
    assert first.indicators == (CODES[0], CODES[1])
    assert len(evidence_of(session, year)) == 1


def test_untied_from_its_last_indicator_it_is_archived_and_can_be_tied_anew(session: Session, year: Assessment) -> None:
    piece = tie_evidence(session, year, EvidenceEntry(CODES[:2], link=LINK), today=TODAY)
    untie_evidence(piece, CODES[0])
    assert piece.indicators == (CODES[1],)
    with pytest.raises(Refused):
        untie_evidence(piece, CODES[0])
    untie_evidence(piece, CODES[1])
    assert piece.record_status is RecordStatus.ARCHIVED
    assert evidence_of(session, year) == []
    assert tie_evidence(session, year, EvidenceEntry([CODES[0]], link=LINK), today=TODAY) is not piece


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, ""),
        ({"link": "   "}, ""),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "/etc/passwd"}, "link"),
        ({"link": "https://"}, "link"),
        ({"link": "https://a b.example"}, "link"),
        ({"link": "http://[::1"}, "link"),
        ({"link": "https://x.example/" + "a" * 2000}, "link"),
        ({"link": LINK, "dated_on": TODAY + timedelta(days=1)}, "dated_on"),
    ],
)
def test_what_is_no_evidence_is_refused_by_its_field(
    session: Session, year: Assessment, fields: dict, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        tie_evidence(session, year, EvidenceEntry([CODES[0]], **fields), today=TODAY)
    assert set(refused.value.fields) == {field}


def test_two_things_at_once_are_refused_and_so_is_evidence_for_nothing(session: Session, year: Assessment) -> None:
    document = Document(school_id=year.school_id, filename="plan.pdf", media_type="application/pdf", size_bytes=3)
    session.add(document)
    with pytest.raises(Refused, match="only one"):
        tie_evidence(session, year, EvidenceEntry([CODES[0]], link=LINK, document=document), today=TODAY)
    with pytest.raises(Refused) as refused:
        tie_evidence(session, year, EvidenceEntry([], link=LINK), today=TODAY)
    assert set(refused.value.fields) == {"indicators"}


def test_a_signed_year_takes_no_evidence_and_loses_none(session: Session, year: Assessment) -> None:
    piece = tie_evidence(session, year, EvidenceEntry([CODES[0]], link=LINK), today=TODAY)
    sign_year(session, year, {}, open_asks={}, user_id=None, at=NOW, today=TODAY)
    with pytest.raises(Refused, match="is signed"):
        tie_evidence(session, year, EvidenceEntry([CODES[1]], link=LINK), today=TODAY)
    with pytest.raises(Refused, match="is signed"):
        untie_evidence(piece, CODES[0])
