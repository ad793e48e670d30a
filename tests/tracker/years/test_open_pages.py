"""A page that is left open: what it asks on its own does not keep its session alive."""

from __future__ import annotations

from datetime import UTC, datetime

from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.sessions import OpenSession
from tests.cast import Cast
from tests.tracker.test_accounts import sign_in
from tests.tracker.years.steps import SLUG
from tracker.accounts.signin import SEEN

LONG_AGO = datetime(2026, 1, 5, 8, tzinfo=UTC)


def test_what_an_open_page_asks_on_its_own_renews_no_session_and_what_a_person_opens_does(
    client: FlaskClient, year: str, db_session: Session
) -> None:
    sign_in(client, Cast.SLT.email)
    with client.session_transaction() as cookie:
        cookie[SEEN] = int(LONG_AGO.timestamp())
        key = cookie["key"]
    db_session.execute(update(OpenSession).where(OpenSession.key == key).values(seen_at=LONG_AGO))
    db_session.commit()

    def seen() -> datetime:
        found = db_session.scalars(select(OpenSession.seen_at).where(OpenSession.key == key)).one()
        db_session.rollback()
        return found.replace(tzinfo=UTC)

    for address in (f"{year}/now", f"{year}/{SLUG}/now"):
        answer = client.get(address)
        assert answer.status_code == 200 and answer.is_json, address
        assert "Set-Cookie" not in answer.headers, address
        assert seen() == LONG_AGO, address
    assert "continuum=" in client.get(year).headers["Set-Cookie"]
    assert seen() > LONG_AGO
