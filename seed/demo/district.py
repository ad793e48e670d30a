"""Build the whole demo district, one school after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from models.accounts import District, School
from models.history import act_as
from models.partners import Partner
from seed.demo import people
from seed.demo.accounts import DOMAIN, PASSWORD, add_others, add_people, password_for_all
from seed.demo.calendar import DemoCalendar
from seed.demo.entries import add_streams
from seed.demo.noise import add_noise
from seed.demo.partners import ORGANISATIONS
from seed.demo.people import Person, Seat
from seed.demo.school import DemoSchool
from seed.demo.series import add_series
from seed.demo.standing import add_papers, add_partnerships
from seed.demo.statements import add_statements
from seed.demo.stories import add_ground, add_present, add_story, add_team, tell_who_leaves
from seed.demo.streams import Stream
from seed.demo.streams_elementary import STREAMS as ELEMENTARY_STREAMS
from seed.demo.streams_high import STREAMS as HIGH_STREAMS
from seed.demo.streams_middle import STREAMS as MIDDLE_STREAMS
from seed.demo.years import add_years

DISTRICT = "Kestrel County Schools"

# Called with the steps done, the number of steps and what was just built.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    """What a school of the demo is built from.

    Attributes:
        key: How plans, partnerships and stories speak of it.
    """

    key: str
    slug: str
    name: str
    staff: tuple[Person, ...]
    seats: tuple[Seat, ...]
    streams: tuple[Stream, ...]


# The first school is the one whose pages show most: halfway up, with something gained and something lost.
SCHOOLS = (
    SchoolPlan("middle", "marlow-bend", "Marlow Bend Middle", people.MIDDLE, people.MIDDLE_SEATS, MIDDLE_STREAMS),
    SchoolPlan("high", "saltgrass", "Saltgrass High", people.HIGH, people.HIGH_SEATS, HIGH_STREAMS),
    SchoolPlan(
        "elementary", "tupelo-fork", "Tupelo Fork Elementary",
        people.ELEMENTARY, people.ELEMENTARY_SEATS, ELEMENTARY_STREAMS,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BuiltSchool:
    """One school that was built.

    Attributes:
        records: Its records, those that do not count included.
        not_counting: Records that count for nothing.
    """

    slug: str
    name: str
    records: int
    not_counting: int


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What was built, for the command that prints it.

    Attributes:
        accounts: Addresses of the accounts that can sign in.
        password: The password of all of them.
    """

    district: str
    schools: tuple[BuiltSchool, ...]
    accounts: tuple[str, ...]
    password: str


def build(
    session: Session, today: date, *, progress: Progress | None = None, files_dir: Path | None = None
) -> DemoSummary:
    """Build the demo district in an empty database. The same day gives the same rows; nothing here commits.

    Args:
        today: The day the demo hangs on; nothing later is a confirmed fact.
        progress: Told after each step.
        files_dir: Where small real files are written; without it documents have names only.
    """
    calendar = DemoCalendar.of(today)
    steps = len(SCHOOLS) + 1
    act_as(session, "Demo district")
    district = District(name=DISTRICT)
    partners = {
        key: Partner(
            district=district, name=one.name, category=one.category, subtype=one.subtype, sector=one.sector,
            town=one.town,
        )
        for key, one in ORGANISATIONS.items()
    }  # fmt: skip
    session.add_all([district, *partners.values()])
    session.flush()
    password_hash = password_for_all()
    add_others(session, calendar, district, partners, password_hash)
    _tell(progress, 1, steps, "district and partner organisations")
    built = []
    for place, plan in enumerate(SCHOOLS):
        school = School(district=district, slug=plan.slug, name=plan.name)
        session.add(school)
        session.flush()
        staff = add_people(session, calendar, school, plan.staff, password_hash)
        demo = DemoSchool(session, calendar, plan.key, school, staff, partners, files_dir)
        built.append(_build_school(demo, plan, other_school=SCHOOLS[place - 1].name))
        _tell(progress, place + 2, steps, plan.name)
    return DemoSummary(DISTRICT, tuple(built), _accounts(), PASSWORD)


def _build_school(demo: DemoSchool, plan: SchoolPlan, *, other_school: str) -> BuiltSchool:
    add_ground(demo)
    add_partnerships(demo)
    before = len(demo.partnerships)
    add_papers(demo)
    add_team(demo, plan.staff, plan.seats)
    add_story(demo)
    add_statements(demo)
    add_present(demo)
    add_streams(demo, plan.streams)
    noise = add_noise(demo, plan.streams, other_school)
    records = before + len(demo.entries)
    demo.store()
    tell_who_leaves(demo)
    add_series(demo)
    add_years(demo)
    return BuiltSchool(plan.slug, plan.name, records, noise)


def _accounts() -> tuple[str, ...]:
    """List the addresses one can sign in with, the first school's first."""
    names = [person.account for plan in SCHOOLS for person in plan.staff if person.account]
    names += [people.DISTRICT_COORDINATOR[0], *(account for account, _, _ in people.ALLIANCE_MEMBERS)]
    return tuple(f"{name}@{DOMAIN}" for name in names)


def _tell(progress: Progress | None, done: int, steps: int, what: str) -> None:
    if progress is not None:
        progress(done, steps, what)
