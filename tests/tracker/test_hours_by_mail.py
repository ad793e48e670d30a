"""Hours that repeat are asked about once a week by mail, and answered by its address, once, without signing in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboards.addresses import ENGAGEMENT
from models.agreements import Contribution
from models.hours_asks import HoursAsk
from models.memberships import Membership
from models.records import RecordStatus
from models.reminder_days import ReminderKind
from models.reminders import Reminder, ReminderState
from tests.cast import OTHER_PARTNER, SCHOOL, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, a_contribution, a_partnership
from tests.tracker.alliance_records import share
from tests.tracker.conftest import ClientAs
from tests.tracker.letters_read import address_in
from tests.tracker.mail_server import Mailbox
from tracker.reminders import sending

# Today is a Saturday; the week before this one had this Tuesday.
ASKED = TODAY - timedelta(days=11)
COUNTS = "EC2.SA1.GS.1"
Run = Callable[[], list[str]]


@pytest.fixture
def run(app: Flask, mailbox: Mailbox) -> Run:
    """See to the reminders, and give the texts of all mails that ask about hours."""

    def asked() -> list[str]:
        with app.app_context():
            assert sending.see_to_reminders(app.config["SETTINGS"]) is not None
        return [str(mail.get_content()) for mail in mailbox.mails if "was this so" in mail["Subject"].lower()]

    return asked


@pytest.fixture
def habit(db_session: Session) -> None:
    """Somebody of an alliance tutored in each of the four weeks before last week, two hours on a Tuesday."""
    school, partner, person = school_named(db_session), partner_named(db_session), user_of(db_session, Cast.ALLIANCE)
    a_partnership(db_session, school, partner)
    for weeks in (1, 2, 3, 4):
        a_contribution(
            db_session, school, partner, type="tutoring", occurred_on=ASKED - timedelta(weeks=weeks),
            entered_by_id=person.id, record_status=RecordStatus.PROPOSED, allocated_to="Grade 7",
        )  # fmt: skip
    db_session.commit()


def given_last_week(session: Session) -> list[Contribution]:
    session.rollback()
    statement = select(Contribution).where(Contribution.occurred_on > ASKED - timedelta(days=3))
    return list(session.scalars(statement.order_by(Contribution.id)))


def states(session: Session) -> list[tuple[ReminderState, str | None]]:
    session.rollback()
    rows = session.execute(select(Reminder.state, Reminder.why).where(Reminder.kind == ReminderKind.HOURS))
    return [(state, why) for state, why in rows]


def test_hours_that_repeat_are_asked_about_once_and_one_tap_enters_them_for_the_school_to_confirm(
    app: Flask, client_as: ClientAs, db_session: Session, habit: None, run: Run
) -> None:
    (letter,) = run()
    assert run() == [letter] and states(db_session) == [(ReminderState.SENT, None)]
    assert "Tutoring, 2 hours, Tuesday, Mar 3, 2026" in letter and OTHER_PARTNER not in letter
    path, stranger = address_in(letter), app.test_client()
    for _ in range(3):  # mail programs look at every address
        page = stranger.get(path)
    assert page.status_code == 200 and "Tutoring, 2 hours" in page.text and SCHOOL in page.text
    assert given_last_week(db_session) == []
    assert "Was this so again?" in client_as(Cast.ALLIANCE).get(ENGAGEMENT).text

    done = stranger.post(path, data={"said": "yes", "amount": "2", "occurred_on": ASKED.isoformat()})
    assert done.status_code == 200 and f"{SCHOOL} has it" in done.text
    (gift,) = given_last_week(db_session)
    person = user_of(db_session, Cast.ALLIANCE)
    assert (gift.occurred_on, gift.amount, gift.unit, gift.type) == (ASKED, 2, "hours", "tutoring")
    assert (gift.record_status, gift.entered_by_id, gift.allocated_to) == (RecordStatus.PROPOSED, person.id, "Grade 7")
    assert share(db_session, COUNTS) == 0  # as everything of its own, it counts once the school says so
    gift = given_last_week(db_session)[0]
    chosen = f"contribution-{gift.id}-{gift.version}"
    page = client_as(Cast.POINT_PERSON).post("/partner-entries/confirm", data={"chosen": chosen}, follow_redirects=True)
    assert "1 confirmed" in page.text and share(db_session, COUNTS) == 1
    for again in (stranger.get(path), stranger.post(path, data={"said": "no"})):
        assert again.status_code == 410 and "takes one answer" in again.text and "Tutoring" not in again.text
    assert len(given_last_week(db_session)) == 1 and stranger.get("/alliance").status_code == 302


def test_other_hours_on_another_day_of_that_week_and_no_are_answers_too(
    app: Flask, db_session: Session, habit: None, run: Run
) -> None:
    path = address_in(run()[0])
    stranger, day = app.test_client(), (ASKED + timedelta(days=2)).isoformat()
    for wrong in ({"amount": "-1"}, {"occurred_on": TODAY.isoformat()}, {"said": "maybe"}, {"amount": "0"}):
        refused = stranger.post(path, data={"said": "yes", "amount": "3", "occurred_on": day} | wrong)
        assert refused.status_code == 422 and given_last_week(db_session) == [], wrong
    assert stranger.post(path, data={"said": "yes", "amount": "3.5", "occurred_on": day}).status_code == 200
    (gift,) = given_last_week(db_session)
    assert (gift.amount, gift.occurred_on.isoformat()) == (3.5, day)


def test_no_enters_nothing_and_is_the_weeks_answer(app: Flask, db_session: Session, habit: None, run: Run) -> None:
    path = address_in(run()[0])
    stranger = app.test_client()
    assert "nothing is entered" in stranger.post(path, data={"said": "no"}).text
    assert stranger.post(path, data={"said": "yes"}).status_code == 410
    assert given_last_week(db_session) == [] and len(run()) == 1


@pytest.mark.parametrize("why", ["entered", "entered by the school", "left", "returned"])
def test_what_is_on_record_or_was_sent_back_and_who_left_is_not_asked(
    db_session: Session, habit: None, run: Run, why: str
) -> None:
    school, partner, person = school_named(db_session), partner_named(db_session), user_of(db_session, Cast.ALLIANCE)
    if why == "left":
        db_session.scalars(select(Membership).where(Membership.user_id == person.id)).one().ended_on = TODAY
    elif why == "returned":
        for gift in db_session.scalars(select(Contribution)):
            gift.returned_on = TODAY
    else:
        by = person if why == "entered" else user_of(db_session, Cast.POINT_PERSON)
        day = ASKED + timedelta(days=1)
        a_contribution(db_session, school, partner, type="tutoring", occurred_on=day, entered_by_id=by.id)
    db_session.commit()
    assert run() == [] and states(db_session) == []


def test_what_a_colleague_gave_answers_for_nobody_else(db_session: Session, habit: None, run: Run) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    other = user_of(db_session, Cast.OTHER_ALLIANCE)
    db_session.scalars(select(Membership).where(Membership.user_id == other.id)).one().partner_id = partner.id
    a_contribution(db_session, school, partner, type="tutoring", occurred_on=ASKED, entered_by_id=other.id)
    db_session.commit()
    assert len(run()) == 1


def test_an_old_address_takes_no_answer(app: Flask, db_session: Session, habit: None, run: Run) -> None:
    path = address_in(run()[0])
    stranger = app.test_client()
    ask = db_session.scalars(select(HoursAsk)).one()
    ask.expires_at -= timedelta(days=15)
    db_session.commit()
    old = stranger.post(path, data={"said": "yes"})
    assert old.status_code == 410 and "It was open until" in old.text and given_last_week(db_session) == []


def test_what_was_logged_after_the_mail_left_is_not_entered_again(
    app: Flask, db_session: Session, habit: None, run: Run
) -> None:
    path = address_in(run()[0])
    person = user_of(db_session, Cast.ALLIANCE)
    a_contribution(
        db_session, school_named(db_session), partner_named(db_session), type="tutoring", occurred_on=ASKED,
        entered_by_id=person.id,
    )  # fmt: skip
    db_session.commit()
    gone = app.test_client().post(path, data={"said": "yes"})
    assert gone.status_code == 410 and "on record already" in gone.text and len(given_last_week(db_session)) == 1


def test_a_mail_that_asks_about_hours_ends_with_one_click_and_who_ended_it_is_asked_no_more(
    app: Flask, client_as: ClientAs, db_session: Session, habit: None, run: Run, mailbox: Mailbox
) -> None:
    run()
    (mail,) = [one for one in mailbox.mails if "was this so" in one["Subject"].lower()]
    off = re.sub(r"^<https?://[^/]+|>$", "", str(mail["List-Unsubscribe"]))
    assert app.test_client().post(off).status_code == 200
    assert "Hours of mine repeat" in client_as(Cast.ALLIANCE).get("/account/reminders").text
    for row in db_session.scalars(select(Reminder).where(Reminder.kind == ReminderKind.HOURS)):
        db_session.delete(row)  # as if the week had just begun
    db_session.commit()
    assert len(run()) == 1
    assert states(db_session) == [(ReminderState.SKIPPED, "The person does not want such reminders.")]


def test_a_run_that_dies_after_it_sent_sends_the_same_mail_and_the_question_stays_one(
    app: Flask, db_session: Session, habit: None, run: Run, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_args: object, **_options: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sending, "note_sent", dies)
        with pytest.raises(KeyboardInterrupt):
            run()
    first, second = run()
    ids = {mail["Message-ID"] for mail in mailbox.mails if "was this so" in mail["Subject"].lower()}
    assert address_in(first) == address_in(second) and len(ids) == 1
    assert len(db_session.scalars(select(HoursAsk)).all()) == 1
