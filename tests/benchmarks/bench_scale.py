"""How the work grows with the records: schools of 200, 2,000 and 20,000 activities.

Run it with ``make bench`` or ``python -m tests.benchmarks.bench_scale [SIZE ...]``. It prints milliseconds and how
many times slower each tenfold school is. Nothing fails on a slow machine: what to look at are the ratios.

*first* is the first answer of a fresh process over the school, *warm* the median of five, *after a write* the answer
that follows one more entry, when everything kept about the school is stale.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import click
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import District, School, User
from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import evidence_from_rows
from models.database import make_engine
from models.partners import Partner
from models.queries.catalogue import rulebook
from models.queries.records import record_rows
from models.tables import metadata
from seed.demo.accounts import add_people
from seed.demo.calendar import DemoCalendar
from seed.demo.district import SCHOOLS
from seed.demo.entries import activity, add_streams, occurrences
from seed.demo.partners import ORGANISATIONS
from seed.demo.picks import number, pick
from seed.demo.school import DemoSchool
from seed.demo.standing import add_papers, add_partnerships
from seed.demo.stories import add_ground, add_story, add_team
from seed.loader import load_catalogue_rows
from tests.callbacks import CALLBACK, DASHBOARD, questions
from tracker import create_app
from tracker.accounts.signin import SignedIn
from tracker.config import Settings
from tracker.extensions import db

TODAY = date(2026, 11, 23)
SIZES = (200, 2_000, 20_000)
WARM = 5
YEARS = 3
BATCH = 2_000
# A word of some titles of the demo, and the list searched for it.
WORD = "gearbox"
SEARCH = f"/activities?q={WORD}"


@dataclass
class Timing:
    """Milliseconds of one thing at one size.

    Attributes:
        after_write: None where nothing is asked after a write.
    """

    first: float
    warm: float
    after_write: float | None = None


def make_school(session: Session, activities: int) -> School:
    """Make a school with partnerships and a number of activities of the demo's kinds, spread over three years."""
    plan = next(plan for plan in SCHOOLS if plan.key == "high")
    calendar = DemoCalendar.of(TODAY)
    load_catalogue_rows(session)
    district = District(name="District of the benchmark")
    school = School(district=district, slug="large", name="Large School")
    partners = {
        key: Partner(district=district, name=one.name, category=one.category) for key, one in ORGANISATIONS.items()
    }
    session.add_all([school, *partners.values()])
    session.flush()
    people = add_people(session, calendar, school, plan.staff, "no password")
    demo = DemoSchool(session, calendar, plan.key, school, people, partners)
    add_ground(demo)
    add_partnerships(demo)
    add_papers(demo)
    add_team(demo, plan.staff, plan.seats)
    add_story(demo)
    add_streams(demo, tuple(stream for stream in plan.streams if stream.record != "activity"))
    models = [at for stream in plan.streams if stream.record == "activity" for at in occurrences(demo, stream)]
    with click.progressbar(range(activities), label=f"Making {activities:,} activities") as bar:
        for place in bar:
            day = TODAY - timedelta(days=number(0, YEARS * 365, "day", place))
            at = replace(pick(models, "model", place), ref=f"activity-{place}", day=day)
            demo.add(activity(demo, at), on=day, by=at.stream.fields["by"][0])
            if len(demo.entries) >= BATCH:
                demo.store()
    demo.store()
    session.commit()
    return school


def timed(work: Callable[[], object]) -> float:
    """Run once and say how many milliseconds it took."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def measure(work: Callable[[], object], write: Callable[[], object] | None = None) -> Timing:
    """Measure the first run, the median of five warm ones, and one after a write."""
    first = timed(work)
    warm = statistics.median(timed(work) for _ in range(WARM))
    if write is None:
        return Timing(first, warm)
    write()
    return Timing(first, warm, timed(work))


def measure_engine(url: str) -> dict[str, Timing]:
    """Measure the engine alone: reading rows, turning them into an engine, and asking it for a day."""
    engine = make_engine(url)
    with Session(engine) as session:
        school_id = session.scalars(select(School.id)).one()
        rules = rulebook(session)
        read = measure(lambda: record_rows(session, school_id))
        rows = record_rows(session, school_id)
    engine.dispose()
    catalogue = rules[-1]

    def construct() -> Continuum:
        return Continuum(evidence_from_rows(rows, catalogue.language), rules)

    def ask(continuum: Continuum) -> None:
        for months in range(24):
            continuum.on(TODAY - timedelta(days=30 * months))

    kept = construct()
    cold = timed(lambda: construct().on(TODAY))
    return {
        "rows from tables": read,
        "engine made and asked for today": replace(measure(lambda: construct().on(TODAY)), first=cold),
        "engine asked for 24 days, again": measure(lambda: ask(kept)),
    }


def insist_on_search(client: FlaskClient) -> None:
    """Make sure that the search is one: a list that ignores its filter would be measured as if it searched.

    Raises:
        RuntimeError: The list does not say what it searched for, or is not shorter than the whole one, or is empty.
    """
    searched, whole = client.get(SEARCH).text, client.get("/activities").text
    found, every = (int(re.findall(r"([\d,]+) activit", page)[0].replace(",", "")) for page in (searched, whole))
    if f"containing “{WORD}”" not in searched or not 0 < found < every:
        raise RuntimeError(f"{SEARCH} does not search: it lists {found:,} of {every:,} activities")


def measure_pages(app: Flask) -> dict[str, Timing]:
    """Measure the list of activities and the continuum dashboard with its callbacks."""
    client = app.test_client()
    with app.app_context():
        user = db.session.scalars(select(User).where(User.email.startswith("point2@"))).one()
        token = SignedIn(user).get_id()
        db.session.remove()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True

    entry = {
        "kind": "communication", "by": "teachers", "occurred_on": TODAY.isoformat(), "channel": "presentation",
        "audience": "pta", "title": "One more talk",
    }  # fmt: skip

    def write() -> None:
        answer = client.post("/log", data=entry)
        if answer.status_code != 302:
            raise RuntimeError(f"logging answered {answer.status_code}")

    def get(path: str) -> Callable[[], None]:
        def ask() -> None:
            answer = client.get(path)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answered {answer.status_code}")
            if "It was left out" in answer.text:
                raise RuntimeError(f"{path} asks for something that the page does not know")

        return ask

    results = {
        "GET /activities": measure(get("/activities"), write),
        "GET /activities, last page": measure(get("/activities?page=9999"), write),
        f"GET {SEARCH}": measure(get(SEARCH), write),
        "GET /": measure(get("/"), write),
        "GET /log": measure(get("/log"), write),
        "GET /indicators/ec3-teachers1": measure(get("/indicators/ec3-teachers1"), write),
    }
    insist_on_search(client)  # last, so that the first answers above are those of a fresh process
    asked = questions(client)

    def draw() -> None:
        get(DASHBOARD)()
        for question in asked:
            answer = client.post(CALLBACK, json=question)
            if answer.status_code != 200:
                raise RuntimeError(f"{question['output']} answered {answer.status_code}: {answer.text[:200]}")

    results[f"dashboard and {len(asked)} callbacks"] = measure(draw, write)
    return results


def measure_size(size: int) -> dict[str, Timing]:
    """Make a school of a size and measure everything over it."""
    with tempfile.TemporaryDirectory(prefix="continuum-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'continuum.db'}"
        engine = make_engine(url)
        metadata.create_all(engine)
        with Session(engine) as session:
            make_school(session, size)
        engine.dispose()
        app = create_app(Settings(testing=True, data_dir=Path(folder), database_url=url, today=TODAY))
        app.config["WTF_CSRF_ENABLED"] = False
        results = measure_engine(url) | measure_pages(app)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    return results


def print_results(sizes: Sequence[int], results: Sequence[dict[str, Timing]]) -> None:
    """Print a line for each thing measured, and how its warm time grows from size to size."""
    for what in results[0]:
        click.echo(f"\n{what}")
        earlier: Timing | None = None
        for size, measured in zip(sizes, results, strict=True):
            timing = measured[what]
            ratio = f"   x {timing.warm / earlier.warm:.1f}" if earlier and earlier.warm else ""
            after = f"   after a write {timing.after_write:8.1f}" if timing.after_write is not None else ""
            click.echo(
                f"  {size:>7,} activities   first {timing.first:8.1f}   warm {timing.warm:8.1f} ms{after}{ratio}"
            )
            earlier = timing


def main(arguments: Sequence[str]) -> None:
    """Measure the sizes named, or the usual ones."""
    sizes = [int(argument) for argument in arguments] or list(SIZES)
    print_results(sizes, [measure_size(size) for size in sizes])


if __name__ == "__main__":
    main(sys.argv[1:])
