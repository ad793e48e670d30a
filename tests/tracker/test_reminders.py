"""Reminders leave the house once each, whatever happens on the way, and end with one click."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.operations.reminders import switch_off
from models.partnerships import PointPerson
from models.reminder_days import ReminderKind
from models.reminders import Reminder, ReminderChoice, ReminderState
from tests.cast import OTHER_SCHOOL, PARTNER, SCHOOL, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, a_partnership, an_agreement
from tests.tracker.conftest import ClientAs
from tests.tracker.mail_server import Mailbox, a_mail_server
from tracker.cli import cli
from tracker.command_application import create_command_app
from tracker.config import PREFIX, Settings
from tracker.extensions import db
from tracker.reminders import sending
from tracker.reminders.alone import alone
from tracker.reminders.links import PAGES, off_address
from tracker.reminders.sending import Outcome, see_to_reminders

ROOT = Path(__file__).parents[2]
SITE = "https://continuum.example"
Run = Callable[..., Outcome | None]


@pytest.fixture(scope="module")
def server() -> Iterator[Mailbox]:
    """One mail server for all tests; each begins with an empty one."""
    with a_mail_server() as box:
        yield box


@pytest.fixture
def box(server: Mailbox) -> Mailbox:
    server.mails.clear()
    server.refuse.clear()
    server.hesitate.clear()
    server.hesitates = False
    return server


@pytest.fixture
def agreements(db_session: Session) -> list[int]:
    """Three agreements of one point person, who wants no mail of the week, end within days; gives their numbers."""
    school, partner = school_named(db_session), partner_named(db_session)
    pat = user_of(db_session, Cast.POINT_PERSON)
    switch_off(db_session, pat.id, ReminderKind.DIGEST)
    found = []
    for days in (3, 4, 5):
        partnership = a_partnership(
            db_session, school, partner, point_person=None, started_on=TODAY - timedelta(days=20 + days)
        )
        partnership.point_people = [PointPerson(person=pat.name, user=pat, from_on=partnership.started_on)]
        found.append(an_agreement(db_session, partnership, ends_on=TODAY + timedelta(days=days)).id)
    db_session.commit()
    return found


@pytest.fixture
def mailing(settings: Settings, box: Mailbox) -> Settings:
    return replace(settings, mail_url=f"smtp://127.0.0.1:{box.port}", base_url=SITE)


@pytest.fixture
def run(mailing: Settings) -> Iterator[Run]:
    """See to reminders once, as the command does."""
    app = create_command_app(mailing)
    with app.app_context():
        yield lambda **options: see_to_reminders(mailing, **options)
        db.session.remove()
        db.engine.dispose()


def states(session: Session) -> Counter[ReminderState]:
    session.rollback()
    return Counter(session.scalars(select(Reminder.state).where(Reminder.kind == ReminderKind.AGREEMENT)))


def test_only_one_run_sends_at_a_time(engine: Engine) -> None:
    with alone(engine) as first, alone(engine) as second:
        assert (first, second) == (True, False)
    with alone(engine) as again:
        assert again


def test_each_is_sent_once_and_says_what_whose_and_how_to_end_it(
    run: Run, box: Mailbox, agreements: list[int], db_session: Session
) -> None:
    first = run()
    assert first is not None and (first.sent, first.waiting, first.problem) == (3, 0, "")
    again = run()
    assert again is not None and again.sent == 0
    assert len(set(box.ids)) == len(box.mails) == 3
    mail = box.mails[0]
    assert mail["To"] == f"Point person <{Cast.POINT_PERSON.email}>"
    assert mail["From"] == "Continuum <continuum@continuum.example>"
    assert mail["Subject"] == f"The agreement with {PARTNER} ends on Mar 17, 2026"
    assert f"{SITE}/agreements/{agreements[0]}" in mail.get_content()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert str(mail["List-Unsubscribe"]).strip("<>") in mail.get_content()
    # Written in code, as lines too long for a header are, no mail program would find the address.
    assert dict(mail.raw_items())["List-Unsubscribe"].strip() == str(mail["List-Unsubscribe"])
    assert all(len(line) <= 78 for line in mail.get_payload().splitlines()), "the text is folded as before"
    assert states(db_session) == {ReminderState.SENT: 3, ReminderState.SKIPPED: 6}


def test_a_command_that_is_killed_half_way_loses_none_and_the_next_one_sends_the_rest_once(
    box: Mailbox, agreements: list[int], settings: Settings, mailing: Settings, run: Run
) -> None:
    box.hesitate[1] = 60
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT),
        f"{PREFIX}SECRET_KEY": "k" * 40, f"{PREFIX}DATA_DIR": str(settings.data_dir),
        f"{PREFIX}MAIL_URL": mailing.mail_url, f"{PREFIX}BASE_URL": SITE, f"{PREFIX}TODAY": TODAY.isoformat(),
    }  # fmt: skip
    script = "from tracker.cli import cli; cli.main(['remind'])"
    command = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=environment)
    until = time.monotonic() + 60
    while not box.hesitates and time.monotonic() < until:
        time.sleep(0.02)
    assert run() is None  # the other one is still at it
    os.kill(command.pid, signal.SIGKILL)
    command.wait(10)
    assert len(box.mails) == 1
    outcome = run()
    assert outcome is not None and (outcome.sent, outcome.waiting) == (2, 0)
    assert len(set(box.ids)) == len(box.mails) == 3


def test_what_is_sent_and_could_not_be_noted_comes_again_under_the_same_id(
    run: Run, box: Mailbox, agreements: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_args: Any, **_options: Any) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sending, "note_sent", dies)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert run() is not None
    assert len(box.mails) == 4
    assert len(set(box.ids)) == 3
    assert box.ids[0] in box.ids[1:]


def test_what_the_server_refuses_for_now_waits_and_what_it_refuses_for_good_is_noted(
    run: Run, box: Mailbox, agreements: list[int], db_session: Session
) -> None:
    box.refuse[Cast.POINT_PERSON.email] = "451 come back later"
    outcome = run()
    assert outcome is not None and (outcome.sent, outcome.waiting) == (0, 3)
    box.refuse[Cast.POINT_PERSON.email] = "550 no such person"
    assert run() is not None
    assert states(db_session) == {ReminderState.SKIPPED: 9}
    assert "550 no such person" in set(db_session.scalars(select(Reminder.told)))
    assert box.mails == []


def test_a_server_that_cannot_be_reached_is_told_and_nothing_is_lost(
    run: Run, mailing: Settings, box: Mailbox, agreements: list[int]
) -> None:
    away = replace(mailing, mail_url="smtp://127.0.0.1:9")
    outcome = see_to_reminders(away)
    assert outcome is not None and outcome.waiting == 3
    assert "could not be reached" in outcome.problem
    assert (run() or Outcome()).sent == 3


def test_a_password_never_travels_in_the_open(
    run: Run, mailing: Settings, agreements: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.mail.connection.LOCAL", frozenset())
    outcome = see_to_reminders(replace(mailing, mail_url=mailing.mail_url.replace("//", "//me:secret@")))
    assert outcome is not None and "must not travel in the open" in outcome.problem
    assert "secret" not in outcome.problem


def test_without_a_mail_server_reminders_stay_in_the_outbox(
    run: Run, settings: Settings, agreements: list[int], db_session: Session
) -> None:
    assert see_to_reminders(settings) is not None
    assert states(db_session)[ReminderState.DUE] == 3


def test_nobody_is_told_of_another_school_or_by_another_alliance(run: Run, box: Mailbox, world: Session) -> None:
    for agreement in world.scalars(select(Agreement)):
        agreement.ends_on = TODAY + timedelta(days=7)
    world.commit()
    run()
    for mail in box.mails:
        text = f"{mail['Subject']} {mail.get_content()}"
        assert "Kept-by" not in text and "Said-about" not in text
        ours = "point2" not in str(mail["To"])
        assert (SCHOOL in text, OTHER_SCHOOL in text) == (ours, not ours)
    assert {str(mail["To"]).split("@")[0].split("<")[-1] for mail in box.mails} == {"point", "point2"}


def test_one_click_ends_a_kind_of_mail_signed_out_and_looking_changes_nothing(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    user_id = user_of(db_session, Cast.POINT_PERSON).id
    db_session.rollback()
    with app.app_context():
        address = off_address(user_id, ReminderKind.CONTACT)
    stranger = client_as(Cast.NOBODY)
    assert "A partner has gone quiet" in stranger.get(address).text
    assert db_session.get(ReminderChoice, user_id) is None
    db_session.rollback()
    for _ in range(2):
        assert stranger.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    choice = db_session.get(ReminderChoice, user_id)
    assert choice is not None and choice.off == ("contact",)
    assert stranger.post(address[:-1] + "AB").status_code == 404
    page = client_as(Cast.POINT_PERSON).get("/account/reminders").text
    assert re.findall(r'value="(\w+)"( checked)?', page)
    assert not re.search(r'value="contact" checked', page) and re.search(r'value="agreement" checked', page)


def test_a_person_says_which_mail_they_want(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    page = client.get("/account/reminders").text
    assert "An action of mine is due" in page and "An agreement comes to its end" not in page
    assert client.post("/account/reminders", data={"wanted": ["action"]}).status_code == 302
    choice = db_session.get(ReminderChoice, user_of(db_session, Cast.CONTRIBUTOR).id)
    assert choice is not None and set(choice.off) == {"plan", "hand_over", "digest"}
    assert client.post("/account/reminders", data={"wanted": ["agreement"]}).status_code == 422
    theirs = client_as(Cast.ALLIANCE).get("/account/reminders").text
    assert "Hours of mine repeat" in theirs and "An action of mine is due" not in theirs and "Once a week" not in theirs


def test_an_agreement_says_what_was_sent_to_whom_and_what_is_to_come(
    run: Run, client_as: ClientAs, agreements: list[int], db_session: Session
) -> None:
    run()
    client = client_as(Cast.POINT_PERSON)
    page = client.get(f"/agreements/{agreements[0]}").text
    assert "sent to Point person on" in page and "not sent to Point person" in page
    form = {"agreement_kind": "mou", "version": "1", "ends_on": "2026-12-31", "signed_on": "2025-03-14"}
    where = f"/agreements/{agreements[0]}/edit"
    assert "Write numbers of days" in client.post(where, data={**form, "remind_days": "soon"}).text
    assert client.post(where, data={**form, "remind_days": "60; 14"}).status_code == 302
    page = client.get(f"/agreements/{agreements[0]}").text
    assert "60 days before its end" in page and "Nov 1, 2026" in page and "90 days before its end</span>" not in page


def test_every_address_in_mail_is_a_page(app: Flask, client_as: ClientAs) -> None:
    adapter = app.url_map.bind("localhost")
    assert all(adapter.match(address.format(1)) for address in PAGES.values())


def test_the_doctor_says_when_reminders_were_last_seen_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(command: str) -> str:
        for name, value in {"DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 40}.items():
            monkeypatch.setenv(PREFIX + name, value)
        return CliRunner().invoke(cli, [command]).output

    told("init")
    assert "were never seen to" in told("doctor")
    assert told("remind") == "0 reminders sent, 0 skipped, 0 waiting (no mail server is set).\n"
    assert re.search(r"reminders +last seen to .* 0 waiting", told("doctor"))


def test_work_sends_from_its_hour_on_until_it_is_stopped(
    mailing: Settings, run: Run, box: Mailbox, agreements: list[int]
) -> None:
    from tracker.remind_cli import _one_run

    stopped = threading.Event()
    assert "0 reminders sent" in _one_run(replace(mailing, remind_hour=24), stopped)
    stopped.set()
    assert "0 reminders sent, 6 skipped, 3 waiting" in _one_run(replace(mailing, remind_hour=0), stopped)
    stopped.clear()
    assert "3 reminders sent" in _one_run(replace(mailing, remind_hour=0), stopped)
