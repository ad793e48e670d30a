"""What an hour is worth, on screen: read by whoever reads of partners, set by the district alone, none written over."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.own_rates import OwnRate
from tests.cast import Cast, partner_named, school_named
from tests.factories import TODAY, a_commitment, a_contribution, a_district, a_partnership, a_school_partner
from tests.tracker.conftest import ClientAs

RATES = "/hour-rates"
OURS = {"dollars": "31.20", "from_on": "2026-01-01", "source": "Our <i>state</i>, 2025"}


def test_a_district_sets_its_own_rate_and_takes_it_back(client_as: ClientAs, db_session: Session) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    engaged = a_school_partner(db_session, school, partner).id
    gift = a_contribution(db_session, school, partner, occurred_on=TODAY, amount=10, unit="hours").id
    partnership = a_partnership(db_session, school, partner, started_on=TODAY - timedelta(days=40))
    other = a_partnership(db_session, school, partner, started_on=TODAY - timedelta(days=800))
    kept = a_commitment(db_session, other)
    a_contribution(db_session, school, partner, occurred_on=TODAY, amount=3, unit="hours", commitment=kept)
    db_session.commit()
    point, district = client_as(Cast.POINT_PERSON), client_as(Cast.DISTRICT_ADMIN)
    assert "$452.27" in point.get(f"/partners/{engaged}").text
    page = point.get(f"/partnerships/{partnership.id}").text
    assert page.count("$347.90") == 2 and "worth $347.90" in page and "Independent Sector" in page
    assert "$104.37" not in page and "$104.37" in point.get(f"/partnerships/{other.id}").text
    record = point.get(f"/records/contribution/{gift}").text
    assert "$347.90" in record and "10 × $34.79" in record and "Independent Sector" in record
    assert "worth $34.79" in point.get(RATES).text and "Set it" not in point.get(RATES).text
    assert point.post(RATES, data=OURS).status_code == 403
    assert client_as(Cast.CONTRIBUTOR).get(RATES).status_code == 403
    wrong = district.post(RATES, data=OURS | {"source": ""})
    assert wrong.status_code == 422 and 'id="source-error"' in wrong.text and 'value="31.20"' in wrong.text
    assert district.post(RATES, data=OURS).status_code == 302
    page = point.get(f"/partners/{engaged}").text
    assert "$405.60" in page and "Our &lt;i&gt;state" in page and "The same by kind" not in page
    own = client_as(Cast.ALLIANCE).get("/alliance/given").text
    assert "$405.60" in own and "Our &lt;i&gt;state" in own and RATES not in own
    assert "worth $31.20" in point.get(RATES).text
    rate = db_session.scalars(select(OwnRate)).one()
    rate.district_id, own = a_district(db_session, "Far District").id, rate.district_id
    db_session.commit()
    assert district.post(f"{RATES}/{rate.id}/take-back").status_code == 404
    rate.district_id = own
    db_session.commit()
    back = district.post(f"{RATES}/{rate.id}/take-back", follow_redirects=True)
    assert "what held before holds again" in back.text and "taken back by District admin" in back.text
    assert "$452.27" in point.get(f"/partners/{engaged}").text
