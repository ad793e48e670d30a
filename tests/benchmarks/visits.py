"""What is asked of the application while it is measured, as a browser asks it, and how CPU time is taken."""

from __future__ import annotations

import re
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import School, User
from models.activities import Activity, ActivityKind
from models.database import make_engine
from models.memory import settle
from tests.benchmarks.schools import POINT_PERSON, TODAY
from tests.callbacks import CALLBACK, DASHBOARD, questions
from tracker import create_app
from tracker.config import Settings
from tracker.extensions import db
from tracker.sent_forms import new_key
from tracker.standings import Turns

REPEATS = 7
ENTRY = {
    "kind": "communication", "by": "teachers", "occurred_on": TODAY.isoformat(), "channel": "presentation",
    "audience": "pta", "title": "One more talk",
}  # fmt: skip
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def cpu(work: Callable[[], object]) -> float:
    """Run once and say how many milliseconds of CPU time it took in this process."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def median_cpu(
    work: Callable[[], object], *, before: Callable[[], object] = lambda: None, repeats: int | None = None
) -> float:
    """Give the median milliseconds of CPU time of several runs, each after something that is not measured."""
    found = []
    for _ in range(repeats or REPEATS):
        before()
        found.append(cpu(work))
    return statistics.median(found)


def command_cpu(arguments: Sequence[str], environment: Mapping[str, str], *, repeats: int = 5) -> float:
    """Give the median milliseconds of CPU time of a command in a process of its own, its modules compiled before."""

    def seconds() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    found = []
    with tempfile.TemporaryDirectory() as compiled:
        # As where the product is installed, also on a machine that is told to keep nothing compiled.
        kept = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
        kept["PYTHONPYCACHEPREFIX"] = compiled
        for _ in range(repeats + 1):
            start = seconds()
            subprocess.run(arguments, env=kept, check=True, stdout=subprocess.DEVNULL)
            found.append((seconds() - start) * 1000)
    return statistics.median(found[1:])  # the first one compiles


@dataclass
class Visit:
    """A point person of the first school, signed in to the application over a database.

    Attributes:
        token: What forms send against forgery.
        told: What the last dashboard answered, question by question.
    """

    app: Flask
    client: FlaskClient
    url: str
    token: str = ""
    written: int = 0
    logged: int = 0
    asked: list[dict[str, Any]] = field(default_factory=list)
    told: list[Any] = field(default_factory=list)

    def get(self, path: str) -> None:
        """Open a page.

        Raises:
            RuntimeError: It was not answered.
        """
        answer = self.client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")

    def post(self, path: str, data: Mapping[str, Any], *, status: int) -> None:
        """Send a form.

        Raises:
            RuntimeError: It was answered otherwise.
        """
        answer = self.client.post(path, data={**data, "csrf_token": self.token})
        if answer.status_code != status:
            raise RuntimeError(f"{path} answered {answer.status_code}")

    def log(self) -> None:
        """Log an activity by the form."""
        self.logged += 1
        self.post("/log", ENTRY | {"once": new_key(), "title": f"Talk {self.logged}"}, status=302)

    def rest(self) -> None:
        """Let so much time pass that the next write is not on the heels of the last one."""
        self.app.extensions["standings"] = Turns()

    def hint(self, activity_id: int) -> None:
        """Ask what an edited activity would count toward."""
        self.post(f"/log/hint?saved={activity_id}", ENTRY | {"title": f"Typing {self.written}"}, status=200)

    def dashboard(self, path: str = DASHBOARD) -> None:
        """Open a dashboard and ask what its page asks; a visit asks of one page.

        Raises:
            RuntimeError: A question was not answered.
        """
        self.get(path)
        self.asked = self.asked or questions(self.client, path=path, token=self.token)
        self.told = []
        for question in self.asked:
            answer = self.client.post(CALLBACK, json=question, headers={"X-CSRFToken": self.token})
            if answer.status_code != 200:
                raise RuntimeError(f"{question['output']} answered {answer.status_code}: {answer.text[:200]}")
            self.told.append(answer.get_json())

    def write_elsewhere(self) -> None:
        """Store one more activity as another process would: nothing of this one is told."""
        self.written += 1
        engine = make_engine(self.url)
        with Session(engine) as session, session.begin():
            school_id = session.scalars(select(School.id).order_by(School.id).limit(1)).one()
            session.add(
                Activity(
                    school_id=school_id, occurred_on=TODAY - timedelta(days=self.written),
                    ref=f"elsewhere-{self.written}-{time.monotonic_ns()}", activity_kind=ActivityKind.COMMUNICATION,
                    title="Elsewhere", by=("teachers",), channel=("presentation",), audience=("pta",),
                )
            )  # fmt: skip
        engine.dispose()

    def some_activity(self) -> int:
        """Give the id of a saved activity."""
        with self.app.app_context():
            found = db.session.scalars(select(Activity.id).order_by(Activity.id).offset(100).limit(1)).one()
            db.session.remove()  # type: ignore[attr-defined]
        return found


@contextmanager
def signed_in(folder: Path, url: str) -> Iterator[Visit]:
    """Make the application over a database and sign a point person in, with everything that guards it left on."""
    app = create_app(Settings(testing=True, data_dir=folder, database_url=url, today=TODAY))
    client = app.test_client()
    with app.app_context():
        user = db.session.scalars(select(User).where(User.email.startswith(POINT_PERSON))).one()
        token = user.session_token
        db.session.remove()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    found = TOKEN.search(client.get("/account").text)
    visit = Visit(app, client, url, token=found[1] if found else "")
    client.get("/")
    settle()  # as serving does once everything is built
    try:
        yield visit
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
