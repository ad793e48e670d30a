"""Whoever is handed an agreement to sign is told by mail, once, and signs by the mail's own address."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account_letters import AccountLetter, LetterState
from tests.cast import PARTNER, SCHOOL, Cast, user_of
from tests.factories import TODAY
from tests.tracker.conftest import ClientAs
from tests.tracker.letters_read import SITE, letters
from tests.tracker.mail_server import Mailbox
from tests.tracker.page_forms import last_form
from tests.tracker.test_signing import sent_paper, sign

DAY = TODAY.isoformat()
# What nobody outside the school has seen.
DRAFT = {"submitted_on": None, "ends_on": TODAY + timedelta(days=20)}
# A school's person takes a partnership, and an agreement of it, to where one was handed over.
Hands = Callable[[FlaskClient, int], object]


def by_its_step(point: FlaskClient, draft: int) -> object:
    """Note the step on the draft's page."""
    return point.post(f"/agreements/{draft}/submit", data={"on": DAY})


def by_correcting_it(point: FlaskClient, draft: int) -> object:
    """Add the day to the draft."""
    address = f"/agreements/{draft}/edit"
    form = last_form(point, address)
    return point.post(address, data=form.values | {"submitted_on": DAY})


def as_a_new_one(point: FlaskClient, draft: int) -> object:
    """Put another one on record that is handed over already."""
    address = "/agreements/new?partnership=1"
    form = last_form(point, address)
    return point.post(address, data=form.values | {"agreement_kind": "mou", "submitted_on": DAY, "signed_on": ""})


def as_a_renewal(point: FlaskClient, draft: int) -> object:
    """Renew it by one that is handed over."""
    address = f"/agreements/{draft}/renew"
    form = last_form(point, address)
    return point.post(address, data=form.values | {"signed": "not_yet", "submitted_on": DAY})


@pytest.mark.parametrize("hands", [by_its_step, by_correcting_it, as_a_new_one, as_a_renewal])
def test_the_partners_people_are_told_where_to_sign_however_it_was_handed_over(
    client_as: ClientAs, db_session: Session, mailbox: Mailbox, hands: Hands
) -> None:
    to = user_of(db_session, Cast.ALLIANCE).email
    db_session.rollback()
    signed = {"submitted_on": TODAY - timedelta(days=300), "signed_on": TODAY - timedelta(days=300)}
    draft = sent_paper(db_session, **DRAFT | (signed if hands is as_a_renewal else {}))
    hands(client_as(Cast.POINT_PERSON), draft)
    (told,) = letters(mailbox)
    (mail,) = mailbox.mails
    what = f"Memorandum of understanding between {SCHOOL} and {PARTNER}"
    assert to in mail["To"] and mail["Subject"] == f"{SCHOOL} asks you to sign: {what}"
    found = re.search(rf"{SITE}(/alliance/agreements/\d+)\r?\n", told)
    assert found, told
    alliance = client_as(Cast.ALLIANCE)
    assert "Signed by hand: upload" in alliance.get(found[1]).text
    assert sign(alliance, f"{found[1]}/sign", found[1]) == 302


def test_nobody_is_told_twice_nor_of_what_is_signed_or_long_ago_or_over(
    client_as: ClientAs, db_session: Session, mailbox: Mailbox
) -> None:
    draft = sent_paper(db_session, **DRAFT)
    point = client_as(Cast.POINT_PERSON)
    by_its_step(point, draft)
    assert len(letters(mailbox)) == 1
    address = f"/agreements/{draft}/edit"
    form = last_form(point, address)
    point.post(address, data=form.values | {"note": "Second page was missing."})
    address = "/agreements/new?partnership=1"
    form = last_form(point, address)
    for said in (
        {"submitted_on": DAY, "signed_on": DAY},
        {"submitted_on": (TODAY - timedelta(days=400)).isoformat()},
        {"submitted_on": (TODAY - timedelta(days=40)).isoformat(), "ends_on": (TODAY - timedelta(days=1)).isoformat()},
        {},
    ):
        answer = point.post(address, data=form.values | {"agreement_kind": "mou", "signed_on": "", "once": ""} | said)
        assert answer.status_code == 302
    assert len(letters(mailbox)) == 1


def test_who_ended_such_mail_gets_none_and_the_mail_ends_it_by_one_click(
    client_as: ClientAs, db_session: Session, mailbox: Mailbox
) -> None:
    draft, another = sent_paper(db_session, **DRAFT), sent_paper(db_session, **DRAFT)
    point, stranger = client_as(Cast.POINT_PERSON), client_as(Cast.NOBODY)
    by_its_step(point, draft)
    (told,) = letters(mailbox)
    (mail,) = mailbox.mails
    off = str(mail["List-Unsubscribe"]).strip("<>")
    assert off in told and mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "hands us an agreement to sign" in client_as(Cast.ALLIANCE).get("/account/reminders").text
    path = off.removeprefix(SITE)
    assert "hands us an agreement to sign" in stranger.get(path).text
    assert stranger.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    by_its_step(point, another)
    assert len(letters(mailbox)) == 1 and "submitted" in point.get(f"/agreements/{another}").text


def test_what_was_put_away_before_the_mail_left_is_not_sent(
    client_as: ClientAs, db_session: Session, monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox
) -> None:
    draft = sent_paper(db_session, **DRAFT)
    point = client_as(Cast.POINT_PERSON)
    monkeypatch.setattr("tracker.letters.posting.send_letters", lambda settings: 0)
    by_its_step(point, draft)
    assert letters(mailbox) == []
    point.post(f"/agreements/{draft}/archive")
    monkeypatch.undo()
    by_its_step(point, sent_paper(db_session, **DRAFT))
    assert len(letters(mailbox)) == 1
    db_session.rollback()
    states = db_session.scalars(select(AccountLetter.state).order_by(AccountLetter.id)).all()
    assert states == [LetterState.GIVEN_UP, LetterState.SENT]


def test_what_a_colleague_signed_before_the_mail_left_is_not_asked_for(
    client_as: ClientAs, db_session: Session, monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox
) -> None:
    draft = sent_paper(db_session, **DRAFT)
    point, own_page = client_as(Cast.POINT_PERSON), f"/alliance/agreements/{draft}"
    monkeypatch.setattr("tracker.letters.posting.send_letters", lambda settings: 0)
    by_its_step(point, draft)
    assert sign(client_as(Cast.ALLIANCE), f"{own_page}/sign", own_page) == 302
    assert letters(mailbox) == []
    monkeypatch.undo()
    by_its_step(point, sent_paper(db_session, **DRAFT))
    assert all(f"{SITE}{own_page}\r\n" not in told for told in letters(mailbox))
    db_session.rollback()
    asked = select(AccountLetter.state).where(AccountLetter.agreement_id.is_not(None))
    assert db_session.scalars(asked.order_by(AccountLetter.id)).all() == [LetterState.GIVEN_UP, LetterState.SENT]


def test_nobody_of_another_organization_is_told(client_as: ClientAs, db_session: Session, mailbox: Mailbox) -> None:
    other = user_of(db_session, Cast.OTHER_ALLIANCE).email
    db_session.rollback()
    by_its_step(client_as(Cast.POINT_PERSON), sent_paper(db_session, **DRAFT))
    assert len(letters(mailbox)) == 1 and all(other not in str(mail["To"]) for mail in mailbox.mails)
