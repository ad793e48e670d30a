"""Who somebody was whose account is closed is erased where they ask for it; what they did stays."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account_letters import AccountEvent, AccountLetter
from models.accounts import User
from models.activities import Activity
from models.history import History
from models.invitations import Invitation
from models.second_factors import SecondFactor
from tests.cast import Cast, user_of
from tests.factories import TODAY
from tests.tracker.conftest import ClientAs
from tests.tracker.test_second_step import set_up

LOGGED = {
    "kind": "communication", "by": "teachers", "occurred_on": TODAY.isoformat(), "channel": "presentation",
    "audience": "pta", "purpose": "planning", "title": "Rover at the PTA",
}  # fmt: skip


def test_nothing_is_left_of_who_it_was_and_what_they_did_stays(client_as: ClientAs, db_session: Session) -> None:
    user = user_of(db_session, Cast.CONTRIBUTOR)
    teacher, name, email = user.id, user.name, user.email
    db_session.rollback()
    client_as(Cast.CONTRIBUTOR).post("/log", data=LOGGED)
    set_up(client_as(Cast.CONTRIBUTOR))
    district = client_as(Cast.DISTRICT_ADMIN)
    district.post("/place", data={"place": "s1"})
    district.post("/people/invite", data={"people": f"{name}, {email}, teacher", "then": "send"})
    open_yet = district.post(f"/people/{teacher}/erase", follow_redirects=True)
    assert "Close the account first." in open_yet.text

    district.post(f"/people/{teacher}/close")
    assert "Erase who this was" in district.get(f"/people/{teacher}").text
    assert client_as(Cast.SCHOOL_ADMIN).post(f"/people/{teacher}/erase").status_code == 403
    done = district.post(f"/people/{teacher}/erase", follow_redirects=True)

    assert "Erased, in the history too" in done.text and "Nothing is kept of who this was." in done.text
    assert "Erase this person" not in done.text
    db_session.rollback()
    erased = db_session.get_one(User, teacher)
    assert (erased.name, erased.password_hash, db_session.get(SecondFactor, teacher)) == ("Former member", None, None)
    kept = [
        *(one.actor for one in db_session.scalars(select(History))),
        *(f"{one.told} {one.actor} {one.email}" for one in db_session.scalars(select(AccountEvent))),
        *(f"{one.name} {one.email}" for one in db_session.scalars(select(Invitation))),
        *(f"{one.name} {one.email}" for one in db_session.scalars(select(User))),
        *(f"{one.name} {one.email}" for one in db_session.scalars(select(AccountLetter))),
    ]
    assert not [one for one in kept if name in one or email in one]
    activity = db_session.scalars(select(Activity).where(Activity.title == LOGGED["title"])).one()
    assert activity.entered_by_id == teacher
    assert "Former member" in district.get(f"/activities/{activity.id}").text


def test_what_was_erased_is_erased_once_and_comes_back_by_nothing(client_as: ClientAs, db_session: Session) -> None:
    viewer = user_of(db_session, Cast.VIEWER).id
    db_session.rollback()
    district = client_as(Cast.DISTRICT_ADMIN)
    district.post("/place", data={"place": "s1"})
    for step in ("close", "erase"):
        district.post(f"/people/{viewer}/{step}")

    for step in ("erase", "open"):
        again = district.post(f"/people/{viewer}/{step}", follow_redirects=True)
        assert "Nothing is kept of this person any more." in again.text
