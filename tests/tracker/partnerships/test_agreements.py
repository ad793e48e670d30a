"""An agreement goes its way, refuses what it cannot, and keeps its files."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.evaluations import Evaluation
from models.partnerships import Partnership, PartnershipTerm, TermName
from models.thresholds import ThresholdChange
from tests.cast import Cast, school_named
from tests.factories import (
    TODAY,
    a_commitment,
    an_agreement,
)
from tests.tracker.conftest import ClientAs
from tests.tracker.partnerships.conftest import LONG, PDF, count_of, look_again


def test_an_agreement_goes_its_way_and_refuses_what_it_cannot(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    client = client_as(Cast.POINT_PERSON)
    drafted = {"agreement_kind": "mou", "starts_on": "2026-03-01", "ends_on": "2027-02-28",
               "file": (io.BytesIO(PDF), "mou.pdf")}  # fmt: skip
    assert client.post(f"/agreements/new?partnership={partnership.id}", data=drafted).status_code == 302
    look_again(db_session)
    agreement = db_session.scalars(select(Agreement)).one()
    address = f"/agreements/{agreement.id}"
    early = client.post(f"{address}/sign", data={"on": "2026-03-10"})
    assert early.status_code == 422
    assert "A draft cannot be signed" in early.get_data(as_text=True)
    assert client.post(f"{address}/submit", data={"on": "2026-03-05"}).status_code == 302
    before = client.post(f"{address}/sign", data={"on": "2026-03-01"})
    assert "submitted later than this day" in before.get_data(as_text=True)
    assert "Enter a real date" in client.post(f"{address}/sign", data={"on": "soon"}).get_data(as_text=True)
    assert client.post(f"{address}/sign", data={"on": "2026-03-10"}).status_code == 302
    look_again(db_session)
    for day, what in ((TODAY, "Robots in grade 7"), (date(2027, 3, 1), "After its end")):
        a_commitment(db_session, partnership, agreed_on=day, due_on=day + timedelta(60), allocated_to=what)
    partnership.terms.append(PartnershipTerm(name=TermName.ROLES, from_on=TODAY, text="They bring the tools"))
    db_session.commit()
    page = client.get(address).get_data(as_text=True)
    assert all(said in page for said in ("in force", "ends in 351 days", "Robots in grade 7", "They bring the tools"))
    assert "After its end" not in page
    renewal = {"signed": "not_yet", "agreement_kind": "mou", "starts_on": "2027-03-01", "ends_on": "2028-02-29"}
    backwards = client.post(f"{address}/renew", data=renewal | {"ends_on": "2026-12-31", "starts_on": ""})
    assert "Choose a later day" in backwards.get_data(as_text=True)
    assert client.post(f"{address}/renew", data=renewal).status_code == 302
    assert "was renewed already" in client.post(f"{address}/renew", data=renewal).get_data(as_text=True)
    assert count_of(db_session, Agreement) == 2


def test_how_urgent_an_end_looks_follows_the_numbers_of_the_district(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    paper = an_agreement(db_session, partnership, ends_on=TODAY + timedelta(days=45))
    pages = ("/agreements", f"/agreements/{paper.id}", f"/partnerships/{paper.partnership_id}")
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    for page in pages:
        assert '<span class="tag warn">ends in 45 days</span>' in client.get(page).text
    db_session.add(
        ThresholdChange(
            district_id=school_named(db_session).district_id, in_force_from=TODAY, because="We need longer.",
            actor="Dana", numbers={"thresholds/urgent_days": 60},
        )
    )  # fmt: skip
    db_session.commit()
    for page in pages:
        assert '<span class="tag bad">ends in 45 days</span>' in client.get(page).text


def test_an_ended_agreement_cannot_be_signed(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    over = an_agreement(
        db_session,
        partnership,
        submitted_on=TODAY - timedelta(days=300),
        signed_on=None,
        ends_on=TODAY - timedelta(days=12),
    )
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    answer = client.post(f"/agreements/{over.id}/sign", data={"on": "2026-03-14"})
    assert answer.status_code == 422
    assert "has ended. Renew it instead." in answer.get_data(as_text=True)
    assert "ended 12 days ago, not renewed" in client.get("/agreements").get_data(as_text=True)
    partnerships = client.get("/partnerships").get_data(as_text=True)
    assert (
        "ended 12 days ago and is not renewed: the partnership stops counting toward any level on Apr 2, 2026"
        in partnerships
    )
    page = f"/agreements/{over.id}"
    assert "Without a renewal the partnership stops counting toward any level on Apr 2, 2026." in client.get(page).text
    over.ends_on = TODAY - timedelta(days=40)
    db_session.commit()
    assert "The partnership has not counted toward any level since Mar 5, 2026." in client.get(page).text
    an_agreement(db_session, partnership, submitted_on=over.submitted_on, signed_on=over.submitted_on, ends_on=None)
    db_session.commit()
    assert "toward any level" not in client.get(page).text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"agreement_kind": "treaty"}, "Choose one of the answers shown."),
        ({"agreement_kind": "mou", "signed_on": "2026-03-20"}, "still to come"),
        ({"agreement_kind": "mou", "starts_on": "2026-03-01", "ends_on": "2026-02-01"}, "The last day is before"),
        ({"agreement_kind": "mou", "notice_days": "-3"}, "Enter a number from 0"),
        ({"agreement_kind": "mou", "ends_on": "someday"}, "Enter a real date"),
        ({"agreement_kind": "mou", "expected_outcome": LONG}, "at most 4,000 characters"),
        ({"agreement_kind": "mou", "note": "x\x1by"}, "cannot be stored"),
        ({"agreement_kind": "mou", "file": (b"<html>", "a.html")}, "cannot be stored"),
    ],
)
def test_a_wrong_agreement_is_refused_by_the_field(
    client_as: ClientAs, db_session: Session, partnership: Partnership, typed: dict[str, Any], message: str
) -> None:
    if "file" in typed:
        typed = typed | {"file": (io.BytesIO(typed["file"][0]), typed["file"][1])}
    answer = client_as(Cast.POINT_PERSON).post(f"/agreements/new?partnership={partnership.id}", data=typed)
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    assert count_of(db_session, Agreement) == 0


def test_another_schools_partnership_takes_no_agreement_and_no_evaluation(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    client = client_as(Cast.OTHER_POINT_PERSON)
    typed = {"agreement_kind": "mou", "occurred_on": "2026-03-01", "side": "school", "strengths": "x"}
    assert client.post(f"/agreements/new?partnership={partnership.id}", data=typed).status_code == 404
    assert client.post(f"/evaluations/new?partnership={partnership.id}", data=typed).status_code == 404
    assert count_of(db_session, Agreement) + count_of(db_session, Evaluation) == 0


def test_a_file_is_put_to_an_agreement_and_taken_away(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    agreement = an_agreement(db_session, partnership)
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    empty = client.post(f"/agreements/{agreement.id}/files", data={})
    assert empty.status_code == 422
    assert "Choose a file first." in empty.get_data(as_text=True)
    client.post(f"/agreements/{agreement.id}/files", data={"file": (io.BytesIO(PDF), "signed.pdf")})
    page = client.get(f"/agreements/{agreement.id}").get_data(as_text=True)
    assert "signed.pdf" in page and "/look" in page
    look_again(db_session)
    document = agreement.documents[0]
    assert agreement.version == 2  # so that a second editor is told
    client.post(f"/agreements/{agreement.id}/files/{document.id}/remove")
    look_again(db_session)
    assert agreement.documents == []
