"""What a file brought in can be saved unchanged on the pages of activities, partners, contacts and partnerships."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from models.partners import Contact, SchoolPartner
from tests.cast import Cast
from tests.tracker.conftest import ClientAs
from tests.tracker.records.test_imported import brought, stored, typed_in

PAGES = {
    "activity": "/activities/{id}/edit",
    "org": "/partners/{id}/edit",
    "contact": "/partners/{engaged}/contacts/{id}/edit",
    "partnership": "/partnerships/{id}/edit",
    "agreement": "/agreements/{id}/edit",
    "evaluation": "/evaluations/{id}/edit",
}


@pytest.mark.parametrize("only_required", [False, True])
@pytest.mark.parametrize("kind", PAGES)
def test_what_a_file_brought_is_saved_unchanged(
    client_as: ClientAs, db_session: Session, kind: str, only_required: bool
) -> None:
    number, before = brought(db_session, kind, only_required=only_required)
    engaged = 0
    if kind == "contact":
        contact = db_session.get_one(Contact, number)
        partners = db_session.query(SchoolPartner).filter_by(school_id=contact.school_id, partner_id=contact.partner_id)
        engaged = partners.first().id
    db_session.rollback()
    client = client_as(Cast.POINT_PERSON)
    address = PAGES[kind].format(id=number, engaged=engaged)
    page = client.get(address).text
    typed = typed_in(page)
    if kind == "activity":
        whole = BeautifulSoup(page, "html.parser")
        typed["partners"] = [str(box.get("value", "")) for box in whole.select("form.form input[name=partners]")]
        # These stand beside the form, with what it counts toward.
        for name in ("not_for", "also_for"):
            typed[name] = [str(box["value"]) for box in whole.select(f"input[name={name}][checked]")]
        # With an ask it is advocacy, whatever it was called: the engine reads it so, and the form writes it so.
        before["kind"] = "advocacy" if before["ask"] else before["kind"]
    sent = client.post(address, data=typed)
    assert sent.status_code == 302, sent.text[sent.text.find("error-summary") :][:900]
    after = stored(db_session, kind)[1]
    assert {name: _whole(value) for name, value in after.items()} == {name: _whole(one) for name, one in before.items()}


def _whole(value: Any) -> Any:
    """Leave out the order in which codes stand: a page has its own."""
    return frozenset(value) if isinstance(value, tuple) else value
