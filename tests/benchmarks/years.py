"""The school year: how long a plan takes to be proposed, and whether its pages feel how much was logged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import School
from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import evidence_from_rows
from models.operations.years import open_year
from models.planning.proposing import propose
from models.queries.continuum import continuum_of
from models.school_years import SchoolYear
from models.scope import Scope
from seed.catalogue import load_catalogue
from tests.benchmarks.found import Found, Sizes
from tests.benchmarks.schools import TODAY, add_schools, database_of
from tests.benchmarks.visits import cpu, median_cpu, signed_in
from tests.models.continuum.random_schools import random_school

# Seeds of schools; the fifth asks for a plan of more than eighty things.
SEEDS = (1, 2, 3, 4, 7)
PLANNED_ON, BY = date(2026, 7, 20), date(2027, 6, 30)
HIGHEST = 5
# What the first version took on a machine where others worked as well, in milliseconds: one level up, and two.
WAS = {(1, 1): 3_680, (2, 1): 2_570, (3, 1): 2_430, (4, 1): 4_420, (7, 1): 3_310} | {
    (1, 2): 5_980, (2, 2): 4_460, (3, 2): 5_270, (4, 2): 20_520, (7, 2): 6_260,
}  # fmt: skip
PAGES = ("/indicators/ec3-teachers1", "/years/1/ec3-teachers1", "/years/1/plan")


def plans(_folder: Path, sizes: Sizes) -> Iterator[Found]:
    """Measure proposing a plan for every indicator at random schools: one level up, and two."""
    rules = load_catalogue()
    for seed in SEEDS:
        rows = random_school(seed, rules, records=sizes.planned)
        school = Continuum(evidence_from_rows(rows, rules.language), [rules])
        levels = {code: school.supported(code, BY) for code in rules.judged}
        for rise in (1, 2):
            desired = {code: min(HIGHEST, level + rise) for code, level in levels.items()}
            items = len(propose(school, desired, today=PLANNED_ON, by=BY).items)
            # What one plan worked out would spare the next one its work.
            fresh = Continuum(evidence_from_rows(rows, rules.language), [rules])
            for code in desired:
                fresh.supported(code, BY)
            needed = cpu(lambda: propose(fresh, desired, today=PLANNED_ON, by=BY))  # noqa: B023  (run at once)
            what = f"plan of {len(desired)} indicators, {rise} up, {items} things, school {seed}"
            yield Found(what, WAS.get((seed, rise)), 2_000, needed)


def years(folder: Path, sizes: Sizes) -> Iterator[Found]:
    """Measure the pages of a year at a school that logged very much, against those of one that hardly did."""
    needed: dict[tuple[str, int], float] = {}
    for size in (sizes.year_small, sizes.year_big):
        with signed_in(folder, _year_of(folder, size)) as visit:
            for path in PAGES:
                visit.get(path)
                needed[path, size] = median_cpu(lambda path=path: visit.get(path), repeats=3)
    for path in PAGES:
        ratio = needed[path, sizes.year_big] / needed[path, sizes.year_small]
        yield Found(f"GET {path}, {sizes.year_big:,}", None, None, needed[path, sizes.year_big])
        yield Found(f"GET {path}, {sizes.year_big:,} against {sizes.year_small:,}", None, 2, ratio, "x")


def _year_of(folder: Path, activities: int) -> str:
    """Give the address of a database with one school whose year is open, each indicator to rise by a level."""

    def build(session: Session) -> None:
        (school_id,) = add_schools(session, [activities])
        session.flush()
        school = session.scalars(select(School).where(School.id == school_id)).one()
        asked = continuum_of(session, scope=Scope(school_ids=frozenset({school_id})))
        judged = asked.rules_on(TODAY.toordinal()).judged
        year = open_year(session, school, SchoolYear.of(TODAY), indicators=judged, today=TODAY)
        session.refresh(year)
        for rating in year.ratings:
            rating.desired = min(HIGHEST, asked.supported(rating.indicator, TODAY) + 1)

    return database_of(folder, f"year-{activities}", build)
