"""Every kind of record: one row with all its columns, and what it says once it is stored."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.agreements import Agreement, Commitment
from models.assessments import Attestation
from models.columns import has_code
from models.exchange.kinds import KINDS
from models.partners import Partner
from models.partnerships import Partnership, TermName
from models.queries.records import record_rows
from tests.record_files import a_ruled_school, bring, bring_what_others_name
from tests.record_rows import COMMON, ROWS, D


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
    assert not [
        name
        for name in set(row) - set(needed)
        if row[name] and name not in ("ref", "record_status", "stage", "direction")
    ]


def test_stored_records_are_found_by_their_fields(session: Session) -> None:
    school = a_ruled_school(session)
    bring_what_others_name(session, school)
    for kind in ("activity", "agreement", "commitment", "attestation", "partnership", "org"):
        bring(session, school, kind, {"ref": "the-row", **ROWS[kind][0]})
    session.expire_all()

    activity = session.scalars(select(Activity).where(has_code(Activity.audience, "pta"))).one()
    assert [partner.name for partner in activity.partners] == ["Northside Robotics", "Weir Power"]
    assert session.scalars(select(Agreement)).one().agreement_kind == "mou"
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
