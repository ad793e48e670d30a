"""A request is answered from its mail: by its own address, once, without signing in, and by nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account_letters import AccountLetter
from models.history import History
from models.memberships import Membership
from models.needs import Match
from models.operations.contact_erasing import erase_contact
from models.partners import Contact, Partner
from models.records import RecordStatus
from models.request_links import RequestLink
from tests.cast import OTHER_PARTNER, PARTNER, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, a_contact
from tests.tracker.alliance_records import share
from tests.tracker.conftest import ClientAs
from tests.tracker.letters_read import address_in, letters
from tests.tracker.mail_server import Mailbox


def asked_by_mail(client_as: ClientAs, session: Session, box: Mailbox, partner: str = PARTNER) -> tuple[int, str]:
    """Let the school ask for tutoring by mail; give the request's number and the path in its latest letter."""
    match = Match(
        school=school_named(session), partner=partner_named(session, partner), offer="tutoring",
        occurred_on=TODAY - timedelta(days=3), message="Tuesdays in April", note="Kept for us",
    )  # fmt: skip
    session.add(match)
    session.commit()
    number = match.id
    point = client_as(Cast.POINT_PERSON)
    assert "Ask by mail" in point.get(f"/records/match/{number}").text
    assert point.post(f"/records/match/{number}/mail").status_code == 302
    return number, address_in(letters(box)[-1])


def answering(page: str, answer: str, **said: str) -> dict[str, str]:
    """Fill in the page of a mailed address."""
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version, page
    return {"version": version[1], "answer": answer, **said}


def stored(session: Session, number: int) -> Match:
    session.rollback()
    return session.scalars(select(Match).where(Match.id == number)).one()


def test_a_request_is_accepted_from_its_mail_counts_as_evidence_and_the_school_is_told(
    app: Flask, client_as: ClientAs, db_session: Session, mailbox: Mailbox
) -> None:
    number, path = asked_by_mail(client_as, db_session, mailbox)
    (letter,) = letters(mailbox)
    assert "Tuesdays in April" in letter and "Kept for us" not in letter
    stranger = app.test_client()
    for _ in range(3):
        page = stranger.get(path)
    assert page.status_code == 200 and "Tuesdays in April" in page.text and "Kept for us" not in page.text
    assert stored(db_session, number).answer is None and share(db_session, "EC2.SA1.GS.1") == 0

    done = stranger.post(path, data=answering(page.text, "accepted"))
    assert done.status_code == 200 and "has your answer" in done.text
    match, person = stored(db_session, number), user_of(db_session, Cast.ALLIANCE)
    assert (match.answer, match.answered_on, match.answered_by_id) == ("accepted", TODAY, person.id)
    assert share(db_session, "EC2.SA1.GS.1") == 1
    told = letters(mailbox)[-1]
    assert f"{person.name} of {PARTNER} answered" in told and f"/records/match/{number}" in told
    shown = client_as(Cast.POINT_PERSON).get(f"/records/match/{number}").text
    assert f"by {person.name} of {PARTNER}" in shown and person.name in shown.partition("History")[2]
    assert stranger.get("/alliance").status_code == 302  # it signs nobody in


@pytest.mark.parametrize(("answer", "words"), [("partial", "instead"), ("declined", "reason")])
def test_from_the_mail_too_another_answer_says_what_or_why(
    app: Flask, client_as: ClientAs, db_session: Session, mailbox: Mailbox, answer: str, words: str
) -> None:
    number, path = asked_by_mail(client_as, db_session, mailbox)
    stranger = app.test_client()
    page = stranger.get(f"{path}?answer={answer}").text
    refused = stranger.post(path, data=answering(page, answer))
    assert refused.status_code == 422 and words in refused.text and stored(db_session, number).answer is None
    assert stranger.post(path, data=answering(page, answer, often="Nobody is free then")).status_code == 200
    match = stored(db_session, number)
    assert (match.answer, match.answer_note) == (answer, "Nobody is free then")


def test_an_address_takes_one_answer_and_says_so_afterwards(
    app: Flask, client_as: ClientAs, db_session: Session, mailbox: Mailbox
) -> None:
    number, path = asked_by_mail(client_as, db_session, mailbox)
    stranger = app.test_client()
    said = answering(stranger.get(path).text, "accepted")
    stranger.post(path, data=said)
    for again in (stranger.get(path), stranger.post(path, data=said | {"answer": "declined", "often": "No"})):
        assert again.status_code == 410 and "takes one answer" in again.text and "Tuesdays" not in again.text
    assert stored(db_session, number).answer == "accepted"


def test_an_address_closes_by_time_by_a_newer_letter_and_with_the_request(
    app: Flask, client_as: ClientAs, db_session: Session, mailbox: Mailbox
) -> None:
    number, path = asked_by_mail(client_as, db_session, mailbox)
    stranger = app.test_client()
    said = answering(stranger.get(path).text, "accepted")

    def refused(words: str) -> None:
        for answer in (stranger.get(path), stranger.post(path, data=said)):
            assert answer.status_code == 410 and words in answer.text and "admin" not in answer.text
        assert stored(db_session, number).answer is None

    point = client_as(Cast.POINT_PERSON)
    assert "just been sent" in point.post(f"/records/match/{number}/mail", follow_redirects=True).text
    link = db_session.scalars(select(RequestLink)).one()
    link.made_at -= timedelta(days=1)
    db_session.commit()
    point.post(f"/records/match/{number}/mail")
    newer = address_in(letters(mailbox)[-1])
    assert newer != path
    refused("It was open until")
    path = newer
    said = answering(stranger.get(path).text, "accepted")
    match = stored(db_session, number)
    match.record_status = RecordStatus.ARCHIVED
    db_session.commit()
    refused("Nothing is left for you to do")
    match = stored(db_session, number)
    match.record_status = RecordStatus.CONFIRMED
    role = db_session.scalars(
        select(Membership).where(Membership.user_id == user_of(db_session, Cast.ALLIANCE).id)
    ).one()
    role.ended_on = TODAY
    db_session.commit()
    refused("no longer yours")


def test_each_address_shows_its_own_request_alone(
    app: Flask, client_as: ClientAs, db_session: Session, mailbox: Mailbox
) -> None:
    _, ours = asked_by_mail(client_as, db_session, mailbox)
    _, theirs = asked_by_mail(client_as, db_session, mailbox, OTHER_PARTNER)
    stranger = app.test_client()
    assert OTHER_PARTNER not in stranger.get(ours).text and PARTNER not in stranger.get(theirs).text
    signed_in = client_as(Cast.OTHER_ALLIANCE)
    assert PARTNER in signed_in.get(ours).text  # whoever holds the letter, as the person it was sent to


def test_a_request_that_changed_meanwhile_is_shown_again_before_it_is_answered(
    app: Flask, client_as: ClientAs, db_session: Session, mailbox: Mailbox
) -> None:
    number, path = asked_by_mail(client_as, db_session, mailbox)
    stranger = app.test_client()
    said = answering(stranger.get(path).text, "accepted")
    match = stored(db_session, number)
    match.message = "Wednesdays in May"
    db_session.commit()
    again = stranger.post(path, data=said)
    assert again.status_code == 409 and "Wednesdays in May" in again.text
    assert stored(db_session, number).answer is None
    assert stranger.post(path, data=answering(again.text, "accepted")).status_code == 200


def test_only_who_writes_requests_sends_them(client_as: ClientAs, db_session: Session, mailbox: Mailbox) -> None:
    number, _ = asked_by_mail(client_as, db_session, mailbox)
    codes = {one: client_as(one).post(f"/records/match/{number}/mail").status_code for one in (
        Cast.VIEWER, Cast.ALLIANCE, Cast.OTHER_POINT_PERSON)}  # fmt: skip
    assert codes == {Cast.VIEWER: 403, Cast.ALLIANCE: 403, Cast.OTHER_POINT_PERSON: 404}


ROSA, HER_MAIL = "Rosa Delgado", "rosa@harbor.example"
HARBOR = "Harbor Foundation"


def a_key_contact(session: Session, **said: object) -> int:
    """Let the school know somebody at an organisation where nobody has an account."""
    school = school_named(session)
    harbor = session.scalars(select(Partner).where(Partner.name == HARBOR)).one_or_none()
    harbor = harbor or Partner(name=HARBOR, category="business", district=school.district)
    contact = a_contact(session, school, harbor, **{"name": ROSA, "email": HER_MAIL, "is_key": True} | said)
    session.commit()
    return contact.id


def test_a_key_contact_without_an_account_answers_from_the_mail_and_is_told_nothing_of_signing_in(
    app: Flask, client_as: ClientAs, db_session: Session, mailbox: Mailbox
) -> None:
    contact_id = a_key_contact(db_session)
    a_key_contact(db_session, name="Sam Poe", email="sam@harbor.example", is_key=False)
    a_key_contact(db_session, name="Ann Left", email="ann@harbor.example", until_on=TODAY)
    number, path = asked_by_mail(client_as, db_session, mailbox, HARBOR)
    (mail,) = mailbox.mails
    assert HER_MAIL in mail["To"] and ROSA in str(mail.get_content())
    stranger = app.test_client()
    page = stranger.get(path)
    assert f"You answer as {ROSA}" in page.text and "Kept for us" not in page.text
    assert share(db_session, "EC2.SA1.GS.1") == 0
    done = stranger.post(path, data=answering(page.text, "accepted")).text
    gone = stranger.get(path).text
    for told in (done, gone):
        assert "write to" in told and "sign in" not in told.partition("<main")[2].lower()
    match = stored(db_session, number)
    assert (match.answer, match.answered_by_id, match.answered_by_contact_id) == ("accepted", None, contact_id)
    assert share(db_session, "EC2.SA1.GS.1") == 1
    assert f"{ROSA} of {HARBOR} answered" in letters(mailbox)[-1]
    point = client_as(Cast.POINT_PERSON)
    shown = point.get(f"/records/match/{number}").text
    assert f"by {ROSA} of {HARBOR}" in shown and HER_MAIL not in shown and ROSA in shown.partition("History")[2]
    assert "answered" in point.get("/").text  # told at home too
    back = point.post(f"/records/match/{number}/reply", data=answering(shown, "", reply="See you on Tuesday."))
    assert back.status_code == 302
    told = letters(mailbox)[-1]
    assert HER_MAIL in mailbox.mails[-1]["To"] and "See you on Tuesday." in told and "/alliance/requests/" not in told


def test_nobody_is_asked_twice_and_a_mail_program_ends_such_mail_with_one_request(
    app: Flask, client_as: ClientAs, db_session: Session, mailbox: Mailbox
) -> None:
    member = user_of(db_session, Cast.ALLIANCE)
    school, partner = school_named(db_session), partner_named(db_session, PARTNER)
    a_contact(db_session, school, partner, name="Known Otherwise", email=member.email.upper(), is_key=True)
    a_contact(db_session, school, partner, name=member.name.upper(), email="own@elsewhere.example", is_key=True)
    a_contact(db_session, school, partner, name=ROSA, email=HER_MAIL, is_key=True)
    number, _ = asked_by_mail(client_as, db_session, mailbox)
    to_member, to_contact = mailbox.mails
    off, theirs = (_off(letter) for letter in (to_contact, to_member))
    stranger = app.test_client()
    assert "A school asks us for something" in stranger.get(theirs).text
    assert "No more requests by mail?" in stranger.get(off).text
    assert stored(db_session, number) and not db_session.scalars(select(Contact.no_mail_since).where(
        Contact.no_mail_since.is_not(None))).all()  # fmt: skip
    app.config["WTF_CSRF_ENABLED"] = True  # a mail program has none of our pages
    for end in (off, off, theirs, theirs):
        assert stranger.post(end, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    app.config["WTF_CSRF_ENABLED"] = False
    # Whoever is noted anew with the address is not asked either.
    db_session.rollback()
    a_contact(db_session, school_named(db_session), partner_named(db_session), email=HER_MAIL.title(), is_key=True)
    db_session.commit()
    page = client_as(Cast.POINT_PERSON).get(f"/records/match/{number}").text
    assert "can answer" not in page and "Ask by mail" not in page
    stranger.post(off, data={"again": "yes"})
    assert ROSA in client_as(Cast.POINT_PERSON).get(f"/records/match/{number}").text
    # Whoever has an account chooses again on a page of their own, and is no contact.
    alliance = client_as(Cast.ALLIANCE)
    assert 'value="request"' in alliance.get("/account/reminders").text
    alliance.post("/account/reminders", data={"wanted": ["hours", "request"]})
    assert f"{member.name}" in client_as(Cast.POINT_PERSON).get(f"/records/match/{number}").text
    assert stranger.get(f"{address_in(str(to_member.get_content()))}/no-more").status_code == 404


def _off(letter: EmailMessage) -> str:
    """Give the path by which a letter says that such mail is ended, by one press of a mail program and in its text."""
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    off = str(letter["List-Unsubscribe"]).strip("<>").partition("continuum.example")[2]
    assert off and off in str(letter.get_content())
    return off


def test_an_erased_contact_gets_no_mail_and_stands_in_no_letter_and_no_history(
    app: Flask, client_as: ClientAs, db_session: Session, mailbox: Mailbox
) -> None:
    contact_id = a_key_contact(db_session)
    number, path = asked_by_mail(client_as, db_session, mailbox, HARBOR)
    stranger, point = app.test_client(), client_as(Cast.POINT_PERSON)
    contact = db_session.get_one(Contact, contact_id)
    contact.email = "rosa.delgado@harbor.example"  # the letter went to a mistyped address: a stranger's
    db_session.commit()
    assert "no longer yours" in stranger.get(path).text
    db_session.get_one(Contact, contact_id).email = HER_MAIL
    db_session.commit()
    stranger.post(path, data=answering(stranger.get(path).text, "accepted"))
    letters(mailbox)
    erase_contact(db_session, db_session.get_one(Contact, contact_id), today=TODAY)
    db_session.commit()
    kept = [
        *(f"{one.actor} {one.changes}" for one in db_session.scalars(select(History))),
        *(f"{one.name} {one.email}" for one in db_session.scalars(select(AccountLetter))),
        point.get(f"/records/match/{number}").text,
        stranger.get(path).text,
    ]
    assert not [one for one in kept if ROSA in one or HER_MAIL in one]
    assert f"by Former contact of {HARBOR}" in kept[-2]
    match = Match(school=school_named(db_session), partner=partner_named(db_session, HARBOR), occurred_on=TODAY)
    db_session.add(match)
    db_session.commit()
    asked = point.post(f"/records/match/{match.id}/mail", follow_redirects=True).text
    assert "Nobody of this organization can be asked by mail" in asked and "note a key contact" in asked
