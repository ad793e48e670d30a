"""What is measured, row by row of the table: each function makes what it needs and gives what it found."""

from __future__ import annotations

import gc
import math
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from models.accounts import School
from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import evidence_from_rows
from models.database import make_engine
from models.exchange.kinds import KINDS
from models.queries.catalogue import rulebook
from models.queries.evidence_rows import evidence_rows
from models.queries.standings import standings_on
from models.scope import Scope
from tests.benchmarks import bench_import
from tests.benchmarks.dashboards import compared, dashboards
from tests.benchmarks.found import Found, Measure, Sizes
from tests.benchmarks.least import least_client
from tests.benchmarks.schools import TODAY, district_of, partners_of, school_of
from tests.benchmarks.serving import COMMAND, environment, first_load, memory_of_workers
from tests.benchmarks.visits import ENTRY, REPEATS, command_cpu, cpu, median_cpu, signed_in
from tests.benchmarks.years import plans, years
from tracker.sent_forms import new_key

TURNS = 3
# Logged one after the other, as a class or a list brings them.
TOGETHER = 20
LISTS = (
    "/", "/partners", "/partnerships", "/partnerships?care=1", "/partnerships?sort=agreement", "/partnerships/pipeline",
    "/agreements", "/agreements/time-line", "/gaps", "/facts", "/needs-and-offers", "/hand-overs", "/records/match",
    "/evaluations/new", "/agreements/new", "/agreements/renew-a-month", "/hand-overs/new", "/partnerships/new",
    "/partners/new", "/people/invite", "/log?kind=partnership", "/activities", "/records/contribution", "/to-confirm",
    *(f"/records/{kind}/new" for kind in ("match", "contribution", "workforce", "recognition", "training")),
)  # fmt: skip
CSRF = "the-token-of-the-least-application"


def after_a_write(folder: Path, sizes: Sizes) -> Iterator[Found]:
    """Measure pages that need levels, after another process wrote: all that this one kept is a record behind."""
    pages = {"an indicator": "/indicators/ec3-teachers1", "home": "/"}
    needed: dict[tuple[str, int], float] = {}
    for size in (sizes.small, sizes.big, sizes.huge):
        with signed_in(folder, school_of(folder, size)) as visit:
            for name, path in pages.items():
                visit.get(path)
                needed[name, size] = median_cpu(lambda path=path: visit.get(path), before=visit.write_elsewhere)
    for name in pages:
        what = f"after a write, {name}"
        yield Found(f"{what}, {sizes.big:,} activities", 3_500, 100, needed[name, sizes.big])
        ratio = needed[name, sizes.big] / needed[name, sizes.small]
        yield Found(f"{what}, {sizes.big:,} against {sizes.small:,}", None, 3, ratio, "x")
        yield Found(f"{what}, {sizes.huge:,} activities", 22_000, 150, needed[name, sizes.huge])


def while_editing(folder: Path, sizes: Sizes) -> Iterator[Found]:
    """Measure the hint beside a saved record's form, at every pause in typing."""
    with signed_in(folder, school_of(folder, sizes.big)) as visit:
        saved = visit.some_activity()
        visit.hint(saved)
        yield Found(f"hint while editing, {sizes.big:,}", 4_000, 30, median_cpu(lambda: visit.hint(saved)))
        behind = median_cpu(lambda: visit.hint(saved), before=visit.write_elsewhere)
        yield Found("the same, after a write", None, None, behind)


def pages(folder: Path, sizes: Sizes) -> Iterator[Found]:
    """Measure the dashboard after a write, and pages while nothing is written."""
    with signed_in(folder, school_of(folder, sizes.big)) as visit:
        visit.dashboard()
        needed = median_cpu(visit.dashboard, before=visit.write_elsewhere)
        yield Found(f"dashboard and {len(visit.asked)} questions after a write, {sizes.big:,}", 10_600, 300, needed)
        yield Found("the same, nothing written", None, None, median_cpu(visit.dashboard))
        for path in ("/", "/activities", "/activities?page=9999", "/activities?q=gearbox", "/log"):
            visit.get(path)
            yield Found(f"GET {path}, {sizes.big:,}", None, None, median_cpu(lambda path=path: visit.get(path)))


def many_partners(folder: Path, sizes: Sizes) -> Iterator[Found]:
    """Measure lists of very many partners and papers, against those of a few."""
    was = {"/": 13, "/partnerships?care=1": 16, "/partnerships/new": 3.1, "/hand-overs": 2.2}
    needed: dict[tuple[str, int], float] = defaultdict(lambda: math.inf)
    # A machine is not equally quick all the time: each is asked in turn, and the least that it needs is what it needs.
    for _ in range(TURNS):
        for number in (sizes.few_partners, sizes.many_partners):
            with signed_in(folder, partners_of(folder, number)) as visit:
                for path in LISTS:
                    visit.get(path)
                    least = min(cpu(lambda path=path: visit.get(path)) for _ in range(REPEATS))
                    needed[path, number] = min(needed[path, number], least)
    for path in LISTS:
        ratio = needed[path, sizes.many_partners] / needed[path, sizes.few_partners]
        what = f"GET {path}, {sizes.many_partners:,} partners against {sizes.few_partners}"
        yield Found(what, was.get(path), 2, ratio, "x")


def full_rebuild(folder: Path, sizes: Sizes) -> Iterator[Found]:
    """Measure reading a school from nothing, against fetching the rows of the same tables through the driver."""
    engine = make_engine(school_of(folder, sizes.big))
    tables = dict.fromkeys(kind.table.__tablename__ for kind in KINDS.values()) | {"activity_partners": None}
    with Session(engine) as session:
        rules = rulebook(session)
        driver = session.connection().connection.cursor()

        def raw() -> None:
            for table in tables:
                driver.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608  (our own tables)

        def rebuild() -> None:
            evidence = evidence_from_rows(evidence_rows(session, 1), rules[-1].language)
            Continuum(evidence, rules).on(TODAY)

        gc.collect()
        gc.disable()
        needed, least = median_cpu(rebuild, repeats=3), median_cpu(raw)
        gc.enable()
    engine.dispose()
    yield Found(f"full rebuild and today's answers, {sizes.big:,}", None, None, needed)
    yield Found("the same, against the rows raw", 24, 10, needed / least, "x")


def standings(folder: Path, sizes: Sizes) -> Iterator[Found]:
    """Measure where all schools of a district stand on a day, and count its statements."""
    engine = make_engine(_district(folder, sizes))
    with Session(engine) as session:
        scope = Scope(school_ids=frozenset(session.scalars(select(School.id))))
        said: list[str] = []
        standings_on(session, TODAY, scope=scope)
        event.listen(engine, "before_cursor_execute", lambda *told: said.append(told[2]))
        found = standings_on(session, TODAY, scope=scope)
        asked = sum("indicator_standings" in statement for statement in said)
        needed = median_cpu(lambda: standings_on(session, TODAY, scope=scope))
    engine.dispose()
    if found.stale:
        raise RuntimeError(f"{len(found.stale)} schools have no standing")
    what = f"standings of {len(scope.school_ids)} schools, {len(found.lines):,} lines, {asked} statement"
    yield Found(what, 17_000, 30, needed)


def several(work: Callable[[], object]) -> None:
    """Do something so often as it comes at the same time."""
    for _ in range(TOGETHER):
        work()


def logging(folder: Path, sizes: Sizes) -> Iterator[Found]:
    """Measure logging an activity by the form, against the least that does the same."""
    for size in (sizes.small, sizes.big):
        with signed_in(folder, school_of(folder, size)) as visit:
            visit.log()
            alone = median_cpu(visit.log, before=visit.rest)
            together = median_cpu(lambda: several(visit.log)) / TOGETHER
            database = Path(visit.url.removeprefix("sqlite:///"))
            stored, least = (_least_needed(database, stores_standings=stores) for stores in (True, False))
        yield Found(f"log an activity alone, its standings stored, {size:,}", None, None, alone)
        yield Found("the same, against the least Flask and SQL and the engine", 6.6, 4, alone / stored, "x")
        yield Found("the same, against the least without standings", None, None, alone / least, "x")
        yield Found(f"log one of {TOGETHER} activities at the same time", None, None, together)
        yield Found("the same, against the least without standings", 6.6, 4, together / least, "x")


def _least_needed(database: Path, *, stores_standings: bool) -> float:
    """Log as often with the least; gives milliseconds for one."""
    client = least_client(database, csrf=CSRF, stores_standings=stores_standings)
    numbers = count(1)

    def log() -> None:
        entry = ENTRY | {"csrf_token": CSRF, "once": new_key(), "title": f"Least {stores_standings} {next(numbers)}"}
        if client.post("/log", data=entry).status_code != 302:
            raise RuntimeError("the least application refused")

    log()
    return median_cpu(lambda: several(log)) / TOGETHER


def first_visit(folder: Path, sizes: Sizes) -> Iterator[Found]:
    """Measure what a browser's first visit of the dashboard transfers."""
    kilobytes, asked = first_load(folder, school_of(folder, sizes.small))
    yield Found(f"first load of the dashboard, {len(asked)} addresses", 1_714, 700, kilobytes, "KB")


def commands(folder: Path, _sizes: Sizes) -> Iterator[Found]:
    """Measure commands in processes of their own."""
    settings = environment(folder, school_of(folder, 1_200))
    yield Found("continuum --help", 1_850, 500, command_cpu([str(COMMAND), "--help"], settings))
    progress = command_cpu([str(COMMAND), "progress", "school-0"], settings)
    yield Found("continuum progress, 1,200 activities", 2_900, 1_300, progress)


def imports(folder: Path, sizes: Sizes) -> Iterator[Found]:
    """Measure the import of a file of activities, on both databases."""
    with bench_import.databases() as addresses:
        for database, address in addresses.items():
            inside = Path(tempfile.mkdtemp(dir=folder))
            url = address(inside)
            bench_import.make_school(url)
            seconds = bench_import.measure_commands(url, inside, sizes.big)
            rate = sizes.big / seconds["new"]
            yield Found(f"import on {database}, rows per CPU second", 1_500, 8_000, rate, "", is_rate=True)


def memory(folder: Path, sizes: Sizes) -> Iterator[Found]:
    """Measure two workers after many schools were asked for."""
    megabytes = memory_of_workers(folder, _district(folder, sizes), schools=sizes.of_memory)
    yield Found(f"two workers after {sizes.of_memory} schools of 1,000", 323, 200, megabytes, "MB")


def _district(folder: Path, sizes: Sizes) -> str:
    large = min(sizes.of_memory, sizes.schools)
    return district_of(folder, [1_000] * large + [60] * (sizes.schools - large))


MEASURES: dict[str, Measure] = {
    "after-a-write": after_a_write,
    "hint": while_editing,
    "pages": pages,
    "dashboards": dashboards,
    "compared": compared,
    "partners": many_partners,
    "rebuild": full_rebuild,
    "standings": standings,
    "log": logging,
    "first-load": first_visit,
    "commands": commands,
    "import": imports,
    "memory": memory,
    "plans": plans,
    "years": years,
}
