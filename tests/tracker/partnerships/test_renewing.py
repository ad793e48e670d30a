"""Renewing asks first whether both have signed; Home follows the paper; and a whole June is renewed at once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.partnerships import Partnership
from tests.cast import OTHER_SCHOOL, Cast, partner_named, school_named
from tests.factories import TODAY, a_partner, a_partnership, an_agreement, an_evaluation
from tests.tracker.conftest import ClientAs
from tests.tracker.page_forms import last_form
from tests.tracker.partnerships.conftest import look_again

JUNE = date(2026, 6, 30)
CHOSEN = re.compile(r'name="chosen" value="([^"]+)"')


def ending(session: Session, partnership: Partnership, **fields: Any) -> Agreement:
    days = {
        "submitted_on": date(2025, 7, 1),
        "starts_on": date(2025, 7, 1),
        "ends_on": JUNE,
        "signed_on": date(2025, 7, 1),
    }
    made = an_agreement(session, partnership, **(days | fields))
    session.commit()
    return made


def latest(session: Session) -> Agreement:
    look_again(session)
    return session.scalars(select(Agreement).order_by(Agreement.id.desc())).first()  # type: ignore[return-value]


def test_home_leads_to_the_question_and_a_yes_is_all_that_it_takes(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    an_evaluation(db_session, partnership)
    paper = ending(db_session, partnership, ends_on=TODAY + timedelta(days=20))
    client = client_as(Cast.POINT_PERSON)
    address = f"/agreements/{paper.id}/renew"
    assert f'href="{address}?back=/"' in client.get("/").text
    form = last_form(client, address)
    assert client.post(address, data=form.values).status_code == 422
    assert client.post(address, data=form.values | {"signed": "yes", "signed_on": ""}).status_code == 422
    assert client.post(address, data=form.values | {"signed": "yes"}).status_code == 302
    made = latest(db_session)
    assert (made.renews_id, made.signed_on, made.submitted_on) == (paper.id, TODAY, TODAY)
    assert "Agreement with" not in client.get("/").text


def test_home_follows_a_renewal_from_draft_through_the_partners_hands_to_signed(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    paper = ending(db_session, partnership, ends_on=TODAY + timedelta(days=20))
    client, address = client_as(Cast.POINT_PERSON), f"/agreements/{paper.id}/renew"
    form = last_form(client, address)
    # The day that was proposed for a signature is none where both have not signed.
    client.post(address, data=form.values | {"signed": "not_yet"})
    draft = latest(db_session)
    assert (draft.submitted_on, draft.signed_on) == (None, None)
    page = f"/agreements/{draft.id}"
    for shown, link in (("/", f"{page}?back=/"), (f"/partnerships/{partnership.id}", page)):
        text = client.get(shown).text
        assert "A draft of its renewal is on record: hand it over." in text and f'href="{link}"' in text
    client.post(f"{page}/submit", data={"on": TODAY.isoformat()})
    assert "Its renewal was handed over on Mar 14, 2026" in client.get("/").text
    client.post(f"{page}/sign", data={"on": TODAY.isoformat()})
    assert "Agreement with" not in client.get("/").text


def test_a_whole_june_is_renewed_at_once_each_for_its_own_term(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    school = school_named(db_session)
    made = []
    for number, starts_on in enumerate((date(2025, 7, 1), date(2024, 7, 1), None)):
        partner = a_partner(db_session, f"June {number} <i>", district=school.district)
        made.append(ending(db_session, a_partnership(db_session, school, partner), starts_on=starts_on))
    over = a_partnership(db_session, school, partner_named(db_session), ended_on=TODAY)
    not_meant = [
        ending(db_session, over),
        ending(db_session, partnership, ends_on=date(2026, 7, 1)),
        ending(db_session, partnership, submitted_on=None, signed_on=None),
        ending(
            db_session, a_partnership(db_session, school_named(db_session, OTHER_SCHOOL), partner_named(db_session))
        ),
    ]
    client, address = client_as(Cast.POINT_PERSON), "/agreements/renew-a-month?month=2026-06"
    page = client.get(address).text
    ticks = CHOSEN.findall(page)
    # Where no month is asked for, it is the next one in which anything ends.
    assert "in June 2026" in client.get("/agreements/renew-a-month").text
    # One in which nothing does leads on to the next one that has any.
    assert "Next: June 2026" in client.get("/agreements/renew-a-month?month=2026-05").text
    assert ticks == [f"{one.id}-{one.version}" for one in made[:2]] and "in June 2026" in page
    everything = [*ticks, *(f"{one.id}-{one.version}" for one in (*made[2:], *not_meant))]
    assert client.post(address, data={"chosen": everything}).status_code == 422
    answer = client.post(
        address, data={"chosen": everything, "signed": "yes", "signed_on": TODAY.isoformat()}, follow_redirects=True
    )
    assert "2 agreements are renewed and signed." in answer.text and "It has no first day" in answer.text
    look_again(db_session)
    renewals = db_session.scalars(select(Agreement).where(Agreement.renews_id.is_not(None))).all()
    assert [(one.renews_id, one.signed_on, one.starts_on, one.ends_on) for one in renewals] == [
        (made[0].id, TODAY, date(2026, 7, 1), date(2027, 6, 30)),
        (made[1].id, TODAY, date(2026, 7, 1), date(2028, 6, 30)),
    ]
    again = client.post(address, data={"chosen": ticks, "signed": "not_yet"})
    assert again.status_code == 422 and "Tick at least one agreement" in again.text
    for month in ("2026-13", "<b>", "99999-01"):
        assert "is no month" in client.get("/agreements/renew-a-month", query_string={"month": month}).text
