"""Many people logging at the same moment, and a server that dies: nothing acknowledged is ever lost."""

from __future__ import annotations

import http.client
import io
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine, func, select, text

from models.activities import Activity
from models.agreements import Agreement
from models.database import make_engine
from models.history import History
from models.imports import Import, ImportedRecord, ImportStatus
from tests.cast import Cast, partner_named, school_named
from tests.factories import PASSWORD, TODAY, a_partnership, an_agreement, log_entry
from tests.tracker.at_once import at_once, signed_in
from tracker import create_app
from tracker.config import Settings
from tracker.extensions import db

PARALLEL = 64
EDITORS = 8
WRITERS = 6
ACKNOWLEDGED_BEFORE_KILL = 30
START_SECONDS = 60
SECRET_KEY = "a-key-for-a-test-that-is-long-enough-to-be-taken"


def stored_titles(engine: Engine) -> Counter[str]:
    """Titles of all activities and how often each is stored."""
    with engine.connect() as connection:
        return Counter(connection.scalars(select(Activity.title)))


def test_sixty_four_people_log_at_once_and_every_entry_is_stored_once(served):
    people = (Cast.POINT_PERSON, Cast.SLT, Cast.CONTRIBUTOR, Cast.OTHER_POINT_PERSON)
    clients = [signed_in(served, people[place % len(people)]) for place in range(PARALLEL)]

    def post(place: int):
        return lambda: clients[place].post("/log", data=log_entry(f"Talk {place}")).status_code

    answers = at_once([post(place) for place in range(PARALLEL)])
    assert Counter(answers) == {302: PARALLEL}
    with served.app_context():
        assert stored_titles(db.engine) == {f"Talk {place}": 1 for place in range(PARALLEL)}
        created = db.session.scalars(select(History.record_id).where(History.record_kind == "activity")).all()
        assert len(set(created)) == len(created) == PARALLEL


def test_of_one_form_sent_several_times_at_once_one_is_stored_and_all_lead_to_it(served):
    clients = [signed_in(served, Cast.POINT_PERSON) for _ in range(EDITORS)]
    entry = log_entry("Sent by an impatient hand") | {"once": "the-key-of-this-form-alone"}
    answers = at_once([lambda client=client: client.post("/log", data=entry) for client in clients])
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    with served.app_context():
        assert stored_titles(db.engine) == {"Sent by an impatient hand": 1}


def test_of_editors_who_save_at_once_one_wins_and_the_others_are_shown_both_versions(served):
    first = signed_in(served, Cast.POINT_PERSON)
    address = first.post("/log", data=log_entry("As logged")).headers["Location"]
    clients = [signed_in(served, (Cast.POINT_PERSON, Cast.SLT)[place % 2]) for place in range(EDITORS)]
    version = re.search(r'name="version"[^>]*value="(\d+)"', first.get(f"{address}/edit").text)[1]

    def save(place: int):
        data = log_entry(f"Editor {place}") | {"version": version}
        return lambda: clients[place].post(f"{address}/edit", data=data)

    answers = at_once([save(place) for place in range(EDITORS)])
    winners = [place for place, answer in enumerate(answers) if answer.status_code == 302]
    assert len(winners) == 1
    winner = f"Editor {winners[0]}"
    with served.app_context():
        assert stored_titles(db.engine) == {winner: 1}
    for place, answer in enumerate(answers):
        if place != winners[0]:
            assert answer.status_code == 409
            assert winner in answer.text
            assert f"Editor {place}" in answer.text


def test_of_one_list_stored_several_times_at_once_every_row_is_there_once(served):
    client = signed_in(served, Cast.POINT_PERSON)
    rows = [f"Visit {place},3/{place + 1}/2026,partnership,teachers,site_visit,Robotics Network" for place in range(9)]
    content = "\n".join(["title,occurred_on,kind,by,purpose,partner", *rows]).encode()
    upload = {"kind": "activity", "file": (io.BytesIO(content), "visits.csv")}
    where = client.post("/imports/new", data=upload).headers["Location"].removesuffix("/columns")
    chosen = dict(
        re.findall(r'<select name="(c\d+)".*?value="([^"]*)" selected', client.get(f"{where}/columns").text, re.S)
    )
    client.post(f"{where}/columns", data={**chosen, "then": "go"})
    client.post(f"{where}/words", data={"order": "us"})
    clients = [signed_in(served, Cast.POINT_PERSON) for _ in range(4)]
    answers = at_once([lambda one=one: one.post(f"{where}/store") for one in clients])
    assert {answer.status_code for answer in answers} <= {302, 409}
    with served.app_context():
        assert stored_titles(db.engine) == {f"Visit {place}": 1 for place in range(9)}
        [imported] = db.session.scalars(select(Import)).all()
        assert (imported.status, imported.added) == (ImportStatus.STORED, 9)
        assert db.session.scalar(select(func.count(ImportedRecord.id))) == 9


class Browser:
    """A person with a cookie, speaking to a served product over HTTP."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> tuple[int, str]:
        """Send one request.

        Raises:
            OSError, http.client.HTTPException: The server is gone.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=START_SECONDS)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        body = urlencode(fields, doseq=True) if fields else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self._cookies[key] = rest.split(";")[0]
            return answer.status, page
        finally:
            connection.close()

    def token(self, path: str) -> str:
        """Read a form's token."""
        _, page = self.ask("GET", path)
        return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]

    def sign_in(self, person: Cast) -> None:
        """Sign in through the form."""
        fields = {"csrf_token": self.token("/login"), "email": person.email, "password": PASSWORD}
        status, _ = self.ask("POST", "/login", fields)
        assert status == 302


def free_port() -> int:
    """Find a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serving(tmp_path: Path, lasting_url: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The product served by processes of its own, in a process group that can be killed whole."""
    port = free_port()
    environ = os.environ | {
        "CONTINUUM_DATA_DIR": str(tmp_path),
        "CONTINUUM_DATABASE_URL": lasting_url,
        "CONTINUUM_SECRET_KEY": SECRET_KEY,
        "CONTINUUM_TODAY": TODAY.isoformat(),
    }
    program = "from tracker.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", "--port", str(port), "--workers", "1", "--threads", "8"]
    log = (tmp_path / "serve.log").open("wb")
    process = subprocess.Popen(command, env=environ, stdout=log, stderr=log, start_new_session=True)
    try:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                log_so_far = (tmp_path / "serve.log").read_text()
                assert process.poll() is None, log_so_far
                assert time.monotonic() < until, log_so_far
                time.sleep(0.1)
        yield process, port
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(START_SECONDS)
        log.close()


def test_what_was_acknowledged_before_the_server_was_killed_is_stored(serving, lasting_url, tmp_path):
    process, port = serving
    acknowledged: list[str] = []
    unanswered: list[dict[str, object]] = []
    enough = threading.Event()
    browsers = [Browser(port) for _ in range(WRITERS)]
    for browser in browsers:
        browser.sign_in(Cast.POINT_PERSON)
    tokens = [browser.token("/log?tile=other") for browser in browsers]

    def write_until_gone(place: int) -> None:
        for number in range(10_000):
            title = f"Writer {place}, entry {number}"
            sent = log_entry(title) | {"csrf_token": tokens[place], "once": f"form-{number}-of-writer-{place}"}
            try:
                status, _ = browsers[place].ask("POST", "/log", sent)
            except (OSError, http.client.HTTPException):
                unanswered.append(sent)
                return
            assert status == 302
            acknowledged.append(title)
            if len(acknowledged) >= ACKNOWLEDGED_BEFORE_KILL:
                enough.set()

    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(write_until_gone, place) for place in range(WRITERS)]
        assert enough.wait(START_SECONDS)
        os.killpg(process.pid, signal.SIGKILL)
        for writer in writing:
            writer.result(START_SECONDS)
    process.wait(START_SECONDS)

    engine = make_engine(lasting_url)
    stored = stored_titles(engine)
    assert set(acknowledged) <= set(stored)
    assert set(stored.values()) == {1}
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        # Whatever was committed was committed whole: no activity without its history.
        told = set(connection.scalars(select(History.record_id).where(History.record_kind == "activity")))
        assert told == set(connection.scalars(select(Activity.id)))

    # Whoever got no answer sends the form again, and it is stored once, whether it had been or not.
    settings = Settings(testing=True, data_dir=tmp_path, database_url=lasting_url, today=TODAY, secret_key=SECRET_KEY)
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    again = signed_in(app, Cast.POINT_PERSON)
    for sent in unanswered:
        assert again.post("/log", data=sent).status_code == 302
        assert stored_titles(engine)[str(sent["title"])] == 1
    assert len(unanswered) == WRITERS
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    engine.dispose()


def test_of_many_who_renew_one_agreement_at_once_one_does(served):
    with served.app_context():
        partnership = a_partnership(db.session, school_named(db.session), partner_named(db.session))
        paper = an_agreement(db.session, partnership, submitted_on=TODAY, ends_on=TODAY)
        db.session.commit()
        number = paper.id
        db.session.remove()
    clients = [signed_in(served, Cast.POINT_PERSON) for _ in range(EDITORS)]
    asked = {"signed": "not_yet", "agreement_kind": "mou", "starts_on": TODAY.isoformat(), "ends_on": "2027-03-13"}
    answers = at_once([
        lambda client=client: client.post(f"/agreements/{number}/renew", data=asked) for client in clients
    ])  # fmt: skip
    assert Counter(answer.status_code for answer in answers) == {302: 1, 422: EDITORS - 1}
    with served.app_context():
        assert len(db.session.scalars(select(Agreement).where(Agreement.renews_id == number)).all()) == 1
