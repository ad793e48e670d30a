"""What is typed about partnerships: stored with its day, or refused by the field."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreements import Commitment, Contribution
from models.continuum.language.vocabularies import FROM_SCHOOL
from models.documents import Document
from models.partners import SchoolPartner
from models.partnerships import TERMS, Partnership, PartnershipTerm, TermName
from models.queries.alliances import find_engagement
from models.records import RecordStatus
from models.scope import Scope
from tests.cast import OTHER_SCHOOL, Cast, partner_named, school_named
from tests.factories import (
    TODAY,
    a_contact,
    a_need,
    a_partner,
    a_school_partner,
    an_agreement,
    an_evaluation,
)
from tests.tracker.conftest import ClientAs
from tests.tracker.partnerships.conftest import LONG, PDF, count_of, look_again


def test_the_second_editor_is_told_and_sees_both_versions(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    client = client_as(Cast.POINT_PERSON)
    address = f"/partnerships/{partnership.id}/edit"
    typed = {"started_on": "2025-02-01", "version": str(partnership.version)}
    assert client.post(address, data=typed | {"note": "first"}).status_code == 302
    answer = client.post(address, data=typed | {"note": "second"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Someone saved this record before you" in page
    assert "<td>first</td><td>second</td>" in page
    look_again(db_session)
    assert db_session.get(Partnership, partnership.id).note == "first"  # type: ignore[union-attr]
    version = str(db_session.get(Partnership, partnership.id).version)  # type: ignore[union-attr]
    assert f'value="{version}"' in page
    assert client.post(address, data=typed | {"note": "second", "version": version}).status_code == 302


EDITS: dict[str, tuple[str, dict[str, str]]] = {
    "contact": ("/partners/{engaged}/contacts/{contact}/edit", {"name": "Sam"}),
    "terms": ("/partnerships/{partnership}/terms", {"from_on": "2026-03-14", "roles": "new"}),
    "stage": ("/partnerships/{partnership}/stage", {"from_on": "2026-03-14", "stage": "sustaining"}),
    "person": ("/partnerships/{partnership}/point-person", {"from_on": "2026-03-14", "person": "Sam"}),
    "needs": ("/partnerships/{partnership}/needs", {}),
    "end": ("/partnerships/{partnership}/end", {"ended_on": "2026-03-14", "stage": "ended"}),
    "agreement": ("/agreements/{agreement}/edit", {"agreement_kind": "mou"}),
    "evaluation": ("/evaluations/{evaluation}/edit", {"occurred_on": "2026-03-01", "side": "both", "strengths": "x"}),
}


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_checks_the_version(
    client_as: ClientAs, db_session: Session, partnership: Partnership, edit: str
) -> None:
    school, partner = partnership.school, partnership.partner
    engaged = db_session.scalars(select(SchoolPartner).where(SchoolPartner.partner_id == partner.id)).first()
    assert engaged is not None
    ids = {
        "engaged": engaged.id,
        "contact": a_contact(db_session, school, partner).id,
        "partnership": partnership.id,
        "agreement": an_agreement(db_session, partnership).id,
        "evaluation": an_evaluation(db_session, partnership).id,
    }
    db_session.commit()
    address, typed = EDITS[edit]
    client = client_as(Cast.POINT_PERSON)
    assert client.post(address.format(**ids), data=typed | {"version": "99"}).status_code == 409
    saved = client.post(address.format(**ids), data=typed | {"version": "1"})
    assert saved.status_code == 302
    assert client.post(address.format(**ids), data=typed | {"version": "1"}).status_code in (302, 409)


def test_a_partnership_is_started_moved_on_handed_over_and_ended(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    typed = {
        "partner": str(partner_named(db_session).id),
        "started_on": "2026-01-05",
        "stage": "exploring",
        "person": "Pat Point",
        "initiated_by": ["leaders"],
        "contact_interval_days": "60",
    }
    assert client.post("/partnerships/new", data=typed).status_code == 302
    twice = client.post("/partnerships/new", data=typed)
    assert "There is a partnership with Robotics Network already" in twice.get_data(as_text=True)
    look_again(db_session)
    made = db_session.scalars(select(Partnership)).one()
    address = f"/partnerships/{made.id}"
    assert client.post(
        f"{address}/stage", data={"stage": "active", "from_on": "2026-02-01", "version": "1"}
    ).status_code == 302  # fmt: skip
    assert client.post(
        f"{address}/point-person", data={"person": "Sam Second", "from_on": "2026-03-01", "version": "2"}
    ).status_code == 302  # fmt: skip
    look_again(db_session)
    assert made.stage_on(TODAY) == "active"
    assert made.stage_on(TODAY - timedelta(days=60)) == "exploring"
    assert made.point_person_on(TODAY) == "Sam Second"
    assert made.point_person_on(TODAY - timedelta(days=30)) == "Pat Point"
    client.post(f"{address}/confirm")
    client.post(f"{address}/end", data={"ended_on": "2026-03-14", "stage": "ended", "version": "4"})
    look_again(db_session)
    assert made.confirmed_on == (TODAY,)
    assert made.ended_on == TODAY
    page = client.get(address).get_data(as_text=True)
    assert "ended Mar 14, 2026" in page
    assert "Write terms" not in page
    client.post(f"{address}/reopen")
    look_again(db_session)
    assert made.ended_on is None
    assert made.stage_on(TODAY) == "active"


def test_another_schools_partner_cannot_be_chosen(client_as: ClientAs, db_session: Session) -> None:
    foreign = a_partner(db_session, "Hilltop Bakery")
    a_school_partner(db_session, school_named(db_session, OTHER_SCHOOL), foreign)
    db_session.commit()
    typed = {"partner": str(foreign.id), "started_on": "2026-01-05", "stage": "exploring"}
    answer = client_as(Cast.POINT_PERSON).post("/partnerships/new", data=typed)
    assert answer.status_code == 422
    assert "Choose one of the list." in answer.get_data(as_text=True)
    assert count_of(db_session, Partnership) == 0


def test_another_schools_need_cannot_be_linked(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    need = a_need(db_session, partnership.school)
    foreign = a_need(db_session, school_named(db_session, OTHER_SCHOOL))
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    address = f"/partnerships/{partnership.id}/needs"
    assert client.post(address, data={"needs": [str(foreign.id)], "version": "1"}).status_code == 422
    assert client.post(address, data={"needs": [str(need.id)], "version": "1"}).status_code == 302
    look_again(db_session)
    assert [row.need_id for row in partnership.needs] == [need.id]


def test_a_changed_term_is_a_new_dated_one_and_the_earlier_day_reads_as_it_was(
    client_as: ClientAs, db_session: Session, partnership: Partnership, app: Flask
) -> None:
    client = client_as(Cast.POINT_PERSON)
    address = f"/partnerships/{partnership.id}/terms"
    first = {"from_on": "2026-01-01", "roles": "Tutors tutor", "outcomes": "Better", "version": "1"}
    assert client.post(address, data=first).status_code == 302
    second = {
        "from_on": "2026-03-01",
        "roles": "Tutors tutor\r\nand teachers teach",
        "outcomes": "",
        "guidelines_file": (io.BytesIO(PDF), "guide.pdf"),
        "led_by_teachers": "y",
        "version": "2",
    }
    assert client.post(address, data=second).status_code == 302
    look_again(db_session)
    assert partnership.term_on(TermName.ROLES, TODAY - timedelta(days=30)).text == "Tutors tutor"  # type: ignore[union-attr]
    assert partnership.term_on(TermName.ROLES, TODAY).text == "Tutors tutor\nand teachers teach"  # type: ignore[union-attr]
    assert partnership.term_on(TermName.OUTCOMES, TODAY) is None
    assert partnership.term_on(TermName.OUTCOMES, TODAY - timedelta(days=30)) is not None
    guide = partnership.term_on(TermName.GUIDELINES, TODAY)
    assert guide is not None
    assert guide.document is not None
    assert partnership.term_on(TermName.LED_BY_TEACHERS, TODAY) is not None
    page = client.get(f"/partnerships/{partnership.id}").get_data(as_text=True)
    assert "guide.pdf" in page
    # Expected outcomes are missing again, named with what they serve.
    assert "Every partnership states the results it expects." in page
    kept = {"from_on": "2026-03-14", "roles": "Tutors tutor\nand teachers teach", "guidelines_keep": "y",
            "led_by_teachers": "y", "version": "3"}  # fmt: skip
    rows = count_of(db_session, PartnershipTerm)
    client.post(address, data=kept)
    assert count_of(db_session, PartnershipTerm) == rows
    with client.get(f"/documents/{guide.document_id}") as sent:
        assert sent.data == PDF
        assert sent.headers["Content-Disposition"].startswith("attachment")
        assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert client_as(Cast.CONTRIBUTOR).get(f"/documents/{guide.document_id}").status_code == 403
    assert client_as(Cast.VIEWER).get(f"/documents/{guide.document_id}").status_code == 403
    assert client_as(Cast.ALLIANCE).get(f"/documents/{guide.document_id}").status_code == 403
    assert client_as(Cast.OTHER_POINT_PERSON).get(f"/documents/{guide.document_id}").status_code == 404
    for file in Path(app.config["FILES_DIR"]).iterdir():
        file.unlink()
    assert client.get(f"/documents/{guide.document_id}").status_code == 404


@pytest.mark.parametrize(
    ("page", "typed", "message"),
    [
        ("terms", {"from_on": "2026-03-15", "roles": "x"}, "still to come"),
        ("terms", {"from_on": "2020-01-01", "roles": "x"}, "The partnership began on"),
        ("terms", {"from_on": "2026-03-01", "roles": LONG}, "at most 4,000 characters"),
        ("terms", {"from_on": "2026-03-01", "roles": "bell\x07"}, "characters that cannot be stored"),
        ("stage", {"from_on": "2026-03-01", "stage": "ended"}, "Choose one of the answers shown."),
        ("stage", {"from_on": "2026-03-15", "stage": "paused"}, "still to come"),
        ("stage", {"from_on": "2026-03-01", "stage": "active"}, "in this stage already"),
        ("point-person", {"from_on": "2026-03-01", "person": "Pat Point"}, "point person already"),
        ("end", {"ended_on": "2026-04-01", "stage": "ended"}, "still to come"),
        ("end", {"ended_on": "2020-01-01", "stage": "declined"}, "the end must be later"),
        ("edit", {"started_on": "", "note": ""}, "Say when it began."),
        ("edit", {"started_on": "2025-01-01", "contact_interval_days": "often"}, "Enter a whole number"),
        ("edit", {"started_on": "2025-01-01", "contact_interval_days": "0"}, "Enter a number from 1 to 1,000."),
        ("edit", {"started_on": "2025-01-01", "initiated_by": "ghosts"}, "ghosts"),
        ("commitments/new", {"agreed_on": "2026-03-01", "type": ""}, "Choose what is promised."),
        (
            "commitments/new",
            {"agreed_on": "2026-03-01", "type": "tutoring", "due_on": "2026-02-01"},
            "cannot be due before",
        ),
        (
            "contributions/new",
            {"occurred_on": "2026-03-01", "type": "tutoring", "amount": "5", "direction": "to_school"},
            "Say what the amount counts",
        ),
        (
            "contributions/new",
            {"occurred_on": "2026-03-01", "type": "tutoring", "amount": "-5", "unit": "hours"},
            "Enter a number from 0",
        ),
        ("contributions/new", {"occurred_on": "2026-03-01", "type": "tutoring", "commitment": "9999"}, "of the list"),
        ("contributions/new", {"occurred_on": "2026-03-01", "type": "tutoring"}, "Say who gave."),
    ],
)
def test_a_wrong_change_of_a_partnership_is_refused_by_the_field(
    client_as: ClientAs, db_session: Session, partnership: Partnership, page: str, typed: dict[str, str], message: str
) -> None:
    answer = client_as(Cast.POINT_PERSON).post(f"/partnerships/{partnership.id}/{page}", data=typed | {"version": "1"})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert message in text
    assert 'id="error-summary"' in text
    look_again(db_session)
    assert partnership.version == 1
    assert count_of(db_session, Commitment) + count_of(db_session, Contribution) == 0


def test_a_file_that_is_not_what_it_says_is_refused_and_the_text_stays(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    typed = {"from_on": "2026-03-01", "roles": "What was typed", "version": "1",
             "roles_file": (io.BytesIO(b"MZ not a paper"), "roles.pdf")}  # fmt: skip
    answer = client_as(Cast.POINT_PERSON).post(f"/partnerships/{partnership.id}/terms", data=typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "does not hold what its ending says" in page
    assert "What was typed" in page
    assert count_of(db_session, Document) == 0
    assert count_of(db_session, PartnershipTerm) == 0


def test_a_promise_is_kept_by_a_gift(client_as: ClientAs, db_session: Session, partnership: Partnership) -> None:
    client = client_as(Cast.POINT_PERSON)
    address = f"/partnerships/{partnership.id}"
    promised = {"type": "tutoring", "amount": "20", "unit": "hours", "agreed_on": "2026-03-01", "due_on": "2026-04-01"}
    assert client.post(f"{address}/commitments/new", data=promised).status_code == 302
    look_again(db_session)
    commitment = db_session.scalars(select(Commitment)).one()
    given = {"type": "tutoring", "amount": "2.5", "unit": "hours", "occurred_on": "2026-03-10",
             "commitment": str(commitment.id), "direction": "to_school"}  # fmt: skip
    assert client.post(f"{address}/contributions/new", data=given).status_code == 302
    look_again(db_session)
    gift = db_session.scalars(select(Contribution)).one()
    assert gift.commitment_id == commitment.id
    assert gift.way == ("people",)
    client.post(f"{address}/commitments/{commitment.id}/receive")
    look_again(db_session)
    assert commitment.received_on == TODAY


def test_what_the_school_gives_is_no_gift_of_the_partner(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    client = client_as(Cast.POINT_PERSON)
    address = f"/partnerships/{partnership.id}"
    given = {"type": "tutoring", "amount": "2.5", "unit": "hours", "occurred_on": "2026-03-10"}
    assert client.post(f"{address}/contributions/new", data=given | {"direction": "from_school"}).status_code == 302
    look_again(db_session)
    gift = db_session.scalars(select(Contribution)).one()
    assert (gift.direction, gift.way) == (FROM_SCHOOL, ())
    assert "(given by the school)" in client.get(address).get_data(as_text=True)
    engagement = find_engagement(db_session, scope=Scope(partner_id=partnership.partner_id))
    assert [one.id for one in engagement.contributions] == [gift.id]
    assert engagement.given(start=date(2026, 1, 1), end=date(2027, 1, 1)) == {}


def test_the_school_does_not_keep_a_promise_of_the_partner(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    client = client_as(Cast.POINT_PERSON)
    address = f"/partnerships/{partnership.id}"
    client.post(f"{address}/commitments/new", data={"type": "tutoring", "agreed_on": "2026-03-01"})
    look_again(db_session)
    promised = db_session.scalars(select(Commitment)).one()
    given = {"type": "tutoring", "occurred_on": "2026-03-10", "commitment": str(promised.id)}
    answer = client.post(f"{address}/contributions/new", data=given | {"direction": "from_school"})
    assert answer.status_code == 422
    assert "What the school gives does not keep it." in answer.get_data(as_text=True)
    assert count_of(db_session, Contribution) == 0


def test_what_is_archived_leaves_the_lists_and_comes_back(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    client = client_as(Cast.POINT_PERSON)
    client.post(f"/partnerships/{partnership.id}/archive")
    assert "Robotics Network" not in client.get("/partnerships").get_data(as_text=True)
    assert "Robotics Network" in client.get("/partnerships?archived=1").get_data(as_text=True)
    refused = client.post(f"/partnerships/{partnership.id}/confirm", follow_redirects=True)
    assert "This record is archived" in refused.get_data(as_text=True)
    client.post(f"/partnerships/{partnership.id}/restore")
    page = client.get(f"/partnerships/{partnership.id}").get_data(as_text=True)
    assert "archived this" in page
    assert "restored this" in page


def test_what_was_archived_or_ended_is_taken_back_where_it_is_told(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    client = client_as(Cast.POINT_PERSON)
    home = f"/partnerships/{partnership.id}"
    client.post(f"{home}/commitments/new", data={"type": "tutoring", "agreed_on": "2026-03-01"})
    gift = {"type": "tutoring", "occurred_on": "2026-03-10", "direction": "to_school"}
    client.post(f"{home}/contributions/new", data=gift)
    contact = a_contact(db_session, partnership.school, partnership.partner)
    agreement = an_agreement(db_session, partnership)
    db_session.commit()
    engaged = db_session.scalars(select(SchoolPartner)).first()
    promised, given = (db_session.scalars(select(kind)).one() for kind in (Commitment, Contribution))
    version = partnership.version
    assert engaged is not None
    look_again(db_session)
    archived = {
        f"{home}/commitments/{promised.id}/archive": promised, f"{home}/contributions/{given.id}/archive": given,
        f"/partners/{engaged.id}/contacts/{contact.id}/archive": contact,
        f"/agreements/{agreement.id}/archive": agreement,
    }  # fmt: skip
    for address, record in archived.items():
        page = client.post(address, follow_redirects=True).text
        look_again(db_session)
        assert record.record_status is RecordStatus.ARCHIVED
        _press_undo(client, page)
        look_again(db_session)
        assert record.record_status is RecordStatus.CONFIRMED
    ends = {"ended_on": TODAY.isoformat(), "stage": "ended", "version": str(version)}
    page = client.post(f"{home}/end", data=ends, follow_redirects=True).text
    look_again(db_session)
    assert partnership.ended_on == TODAY
    _press_undo(client, page)
    look_again(db_session)
    assert partnership.ended_on is None


def _press_undo(client: FlaskClient, page: str) -> None:
    (action,) = re.findall(r'<form method="post" action="([^"]+)" class="inline">(?:(?!</form>).)*>Undo<', page, re.S)
    assert client.post(action).status_code == 302


@pytest.mark.parametrize("name", TermName)
def test_every_term_has_its_field_on_the_form(client_as: ClientAs, partnership: Partnership, name: TermName) -> None:
    page = client_as(Cast.POINT_PERSON).get(f"/partnerships/{partnership.id}/terms").get_data(as_text=True)
    assert f'name="{name.value}"' in page
    assert (f'name="{name.value}_file"' in page) != TERMS[name].is_mark
    assert TERMS[name].hint in page
