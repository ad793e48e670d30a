"""What an hour is worth, on screen: read by whoever reads of partners, set by the district alone, none written over."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.operations.state_rates import read_estimates
from models.own_rates import OwnRate
from models.queries.own_rates import rates_in
from models.records import RecordStatus
from models.refusals import Refused
from models.state_rates import StateRate
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
    assert "not confirmed yet" not in page
    assert "$104.37" not in page and "$104.37" in point.get(f"/partnerships/{other.id}").text
    a_contribution(db_session, school, partner, occurred_on=TODAY, amount=5, record_status=RecordStatus.PROPOSED)
    db_session.commit()
    page = point.get(f"/partnerships/{partnership.id}").text
    assert page.count("$347.90") == 2 and "not confirmed yet" in page, "it is in no sum, and says so"
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


def test_a_district_chooses_its_state_and_brings_its_estimates(client_as: ClientAs, db_session: Session) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    engaged = a_school_partner(db_session, school, partner).id
    for day in (date(2022, 5, 1), date(2023, 5, 1), TODAY):
        a_contribution(db_session, school, partner, occurred_on=day, amount=1, unit="hours")
    db_session.commit()
    point, district = client_as(Cast.POINT_PERSON), client_as(Cast.DISTRICT_ADMIN)
    assert "no state is chosen" in point.get(RATES).text and "Choose it" not in point.get(RATES).text
    one = {"year": "2024", "state_dollars": "41.50", "state_source": "Independent Sector, April 2025"}
    assert district.post(f"{RATES}/estimates", data=one).status_code == 404, "no state is chosen yet"
    assert point.post(f"{RATES}/state", data={"state": "MA"}).status_code == 403
    assert district.post(f"{RATES}/state", data={"state": "XX"}).status_code == 422
    assert district.post(f"{RATES}/state", data={"state": "MA"}).status_code == 302
    page = point.get(RATES).text
    assert "none is on record here that is newer than 2022" in page and "MinistryWatch" in page
    partner_page = point.get(f"/partners/{engaged}").text
    assert "$39.16" in partner_page and "$33.49" in partner_page and "$34.79" in partner_page
    wrong = district.post(f"{RATES}/estimates", data=one | {"year": "1066"})
    assert wrong.status_code == 422 and 'id="year-error"' in wrong.text and 'value="41.50"' in wrong.text
    assert district.post(f"{RATES}/estimates", data=one).status_code == 302
    assert district.post(f"{RATES}/estimates", data=one).status_code == 422, "it is on record already"
    assert "latest estimate of Massachusetts" in point.get(RATES).text
    assert "$41.50" in point.get(f"/partners/{engaged}").text
    assert district.post(RATES, data=OURS).status_code == 302
    assert "Our district set it." in point.get(RATES).text, "its own rate comes before all estimates"
    bad = b"state,year,rate,source\nMA,2023,x,IS\nMarsland,2023,30,IS\n"
    refused = district.post(f"{RATES}/file", data={"file": (BytesIO(bad), "rates.csv")})
    assert refused.status_code == 422 and "Line 2" in refused.text and "Marsland" in refused.text
    good = "\ufeffState,Year,Rate,Source\nMassachusetts,2023,$40.20,IS 2024\nOH,2023,31.10,IS 2024\n".encode()
    told = district.post(f"{RATES}/file", data={"file": (BytesIO(good), "rates.csv")}, follow_redirects=True)
    assert "2 estimates are new" in told.text and "Also brought: Ohio" in told.text
    rates = rates_in(db_session, school.district_id)
    assert [str(rates.estimate_on(date(year, 7, 1)).dollars) for year in (2021, 2022, 2023, 2024)] == [
        "29.95", "39.16", "40.20", "41.50",
    ]  # fmt: skip
    latest = db_session.scalars(select(StateRate).where(StateRate.year == 2024)).one()
    latest.district_id, own = a_district(db_session, "Far District").id, latest.district_id
    db_session.commit()
    assert district.post(f"{RATES}/estimates/{latest.id}/take-back").status_code == 404
    latest.district_id = own
    db_session.commit()
    assert district.post(f"{RATES}/estimates/{latest.id}/take-back").status_code == 302
    assert "taken back by District admin" in point.get(RATES).text
    assert rates_in(db_session, own).estimate_on(TODAY).dollars == Decimal("34.79")
    assert district.post(f"{RATES}/state", data={"state": ""}).status_code == 302
    db_session.rollback()
    assert rates_in(db_session, own).estimate_on(date(2022, 7, 1)).dollars == Decimal("31.80")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no state, year, rate and source"), (b"state,year\nMA,2023\n", "no rate and source"),
        (b"\xff\xfe\x00", "CSV UTF-8"), (b"state,year,rate,source\n", "no estimate"),
        (b"state,year,rate,source\nMA,2099,30,IS\n", "1980 to 2026"),
        (b"state,year,rate,source\nMA,2023,-3,IS\n", "more than nothing"),
        (b"state,year,rate,source\nMA,2023,30\n", "Say who says so"),
        (b"state,year,rate,source\n" + b"XX,2023,30,IS\n" * 5, "And 2 more lines"),
    ],
)  # fmt: skip
def test_a_file_of_estimates_is_refused_with_what_is_wrong(content: bytes, told: str) -> None:
    with pytest.raises(Refused, match=re.escape(told)):
        read_estimates(content, latest=2026)
