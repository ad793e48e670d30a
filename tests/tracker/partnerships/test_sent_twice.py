"""Every form that makes something makes it once, and a second sending leads to where the first one led."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.agreements import Agreement, Commitment, Contribution
from models.documents import Document
from models.evaluations import Evaluation
from models.partners import Contact, SchoolPartner
from models.partnerships import Partnership
from models.sent_forms import SentForm
from tests.cast import OTHER_PARTNER, Cast, partner_named, school_named
from tests.factories import TODAY, an_agreement
from tests.tracker.conftest import ClientAs
from tests.tracker.partnerships.conftest import PDF, count_of, look_again
from tests.tracker.partnerships.test_evaluations import AN_EVALUATION
from tests.tracker.partnerships.test_partners import A_PARTNER

KEY = re.compile(r'name="once" value="([^"]+)"')
AN_OFFER = {"type": "tutoring", "amount": "2", "unit": "hours"}
FORMS: dict[str, tuple[str, dict[str, str], type]] = {
    "a partner": ("/partners/new", A_PARTNER, SchoolPartner),
    "a contact": ("/partners/{engaged}/contacts/new", {"name": "Imogen Ferris"}, Contact),
    "a partnership": ("/partnerships/new", {"started_on": "2026-01-05", "stage": "exploring"}, Partnership),
    "a commitment": (
        "/partnerships/{partnership}/commitments/new",
        AN_OFFER | {"agreed_on": "2026-03-01", "due_on": "2026-04-01"},
        Commitment,
    ),
    "a contribution": (
        "/partnerships/{partnership}/contributions/new",
        AN_OFFER | {"occurred_on": "2026-03-10", "direction": "to_school"},
        Contribution,
    ),
    "an agreement": (
        "/agreements/new?partnership={partnership}",
        {"agreement_kind": "mou", "starts_on": "2026-03-01", "ends_on": "2027-02-28"},
        Agreement,
    ),
    "a renewal": (
        "/agreements/{agreement}/renew",
        {"signed": "not_yet", "agreement_kind": "mou", "starts_on": TODAY.isoformat(), "ends_on": "2027-03-13"},
        Agreement,
    ),
    "an evaluation": ("/evaluations/new?partnership={partnership}", AN_EVALUATION, Evaluation),
}


@pytest.mark.parametrize("what", FORMS)
def test_what_is_sent_twice_is_stored_once(
    what: str, client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    page, typed, table = FORMS[what]
    school = school_named(db_session)
    other = partner_named(db_session, OTHER_PARTNER)
    engaged = SchoolPartner(school=school, partner=other, added_on=partnership.started_on)
    db_session.add(engaged)
    paper = an_agreement(db_session, partnership, submitted_on=TODAY, ends_on=TODAY)
    db_session.commit()
    page = page.format(engaged=engaged.id, partnership=partnership.id, agreement=paper.id)
    client = client_as(Cast.POINT_PERSON)
    before = count_of(db_session, table)
    sent: dict[str, Any] = typed | {"once": KEY.findall(client.get(page).text)[-1]}
    if what == "a partnership":
        sent |= {"partner": str(other.id), "person": "Pat Point", "initiated_by": ["leaders"]}

    first, second = client.post(page, data=sent), client.post(page, data=sent)

    assert (first.status_code, second.status_code) == (302, 302), second.text
    assert second.headers["Location"] == first.headers["Location"]
    look_again(db_session)
    assert count_of(db_session, table) == before + 1


def test_what_was_cut_off_before_it_led_anywhere_leads_to_the_page_that_shows_it(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    client = client_as(Cast.POINT_PERSON)
    engaged = db_session.scalars(select(SchoolPartner)).first()
    assert engaged is not None
    engaged_id, partnership_id = engaged.id, partnership.id
    for above, form, typed in (
        (f"/partners/{engaged_id}", "contacts/new", FORMS["a contact"][1]),
        (f"/partnerships/{partnership_id}", "commitments/new", FORMS["a commitment"][1]),
    ):
        sent = typed | {"once": KEY.findall(client.get(f"{above}/{form}").text)[-1]}
        assert client.post(f"{above}/{form}", data=sent).status_code == 302
        look_again(db_session)
        db_session.execute(update(SentForm).values(location=None))  # the server died right after it had stored it
        db_session.commit()
        assert client.post(f"{above}/{form}", data=sent).headers["Location"] == above


def test_a_file_that_is_sent_twice_is_attached_once(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    paper = an_agreement(db_session, partnership)
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    page = f"/agreements/{paper.id}"
    key = KEY.findall(client.get(page).text)[-1]
    sent = [client.post(f"{page}/files", data={"file": (io.BytesIO(PDF), "mou.pdf"), "once": key}) for _ in range(2)]
    assert [answer.headers.get("Location") for answer in sent] == [page, page]
    look_again(db_session)
    assert count_of(db_session, Document) == 1


@pytest.mark.parametrize("what", ["a commitment", "a contribution", "an evaluation"])
def test_what_somebody_else_entered_already_is_pointed_out_and_stored_on_a_second_press(
    what: str, client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    page, typed, table = FORMS[what]
    page = page.format(partnership=partnership.id)
    assert client_as(Cast.POINT_PERSON).post(page, data=typed).status_code == 302
    client = client_as(Cast.SCHOOL_ADMIN)
    again = client.post(page, data=typed)
    assert again.status_code == 409 and "It looks as if this is on record already" in again.text
    look_again(db_session)
    assert count_of(db_session, table) == 1
    shown = re.search(r'name="not_the_same_as" value="(\d+)"', again.text)
    assert shown is not None
    assert client.post(page, data=typed | {"not_the_same_as": shown[1]}).status_code == 302
    look_again(db_session)
    assert count_of(db_session, table) == 2
