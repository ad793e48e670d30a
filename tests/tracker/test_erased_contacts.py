"""Who a contact was is erased where the person asks for it; what was done stays."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.history import History
from models.partners import Contact
from tests.cast import OTHER_PARTNER, Cast, partner_named, school_named
from tests.factories import a_school_partner
from tests.tracker.conftest import ClientAs

ROSA = {
    "name": "Rosa Delgado",
    "title": "Dean",
    "email": "rosa@harbor.example",
    "phone": "555 0100",
    "note": "Calls back",
}


def test_an_erased_contact_is_nowhere_by_name_and_stays_as_a_former_contact(
    client_as: ClientAs, db_session: Session
) -> None:
    client = client_as(Cast.POINT_PERSON)
    partner = partner_named(db_session, OTHER_PARTNER)
    page = f"/partners/{a_school_partner(db_session, school_named(db_session), partner).id}"
    db_session.commit()
    client.post(f"{page}/contacts/new", data=ROSA | {"from_on": "2024-01-08"})
    contact_id = db_session.scalars(select(Contact.id).where(Contact.name == ROSA["name"])).one()
    edit = f"{page}/contacts/{contact_id}/edit"
    assert "Erase this person" in client.get(edit).text

    assert client_as(Cast.OTHER_POINT_PERSON).post(f"{page}/contacts/{contact_id}/erase").status_code == 404
    assert client_as(Cast.VIEWER).post(f"{page}/contacts/{contact_id}/erase").status_code == 403
    done = client_as(Cast.POINT_PERSON).post(f"{page}/contacts/{contact_id}/erase", follow_redirects=True)
    assert "Erased, in the history too" in done.text
    db_session.rollback()
    contact = db_session.get_one(Contact, contact_id)
    assert contact.name == "Former contact" and contact.until_on is not None
    told = db_session.scalars(select(History).where(History.record_kind == "contact", History.record_id == contact_id))
    said = " ".join(str(one.changes) for one in told) + client.get(edit).text + client.get(page).text
    assert not [value for value in ROSA.values() if value in said]
    assert "erased" in said and "Erase this person" not in said
    again = client.post(f"{page}/contacts/{contact_id}/erase", follow_redirects=True)
    assert "Nothing is kept of this person any more." in again.text
