"""Schools to measure with: built once, kept in a folder for temporary files, and copied for every measurement."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.accounts import District, Role, School, User
from models.activities import Activity, activity_partners
from models.agreements import Agreement
from models.database import make_engine, refresh_statistics
from models.history import Action, add_history, told
from models.memberships import Membership
from models.operations.standings import refresh_standings
from models.partners import Partner, SchoolPartner
from models.partnerships import Partnership, PartnershipStage, PartnershipTerm, PointPerson, TermName
from models.records import RecordStatus
from models.tables import metadata
from seed.catalogue import load_catalogue
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

STAGES = tuple(load_catalogue().vocabularies["stage"])

TODAY = date(2026, 11, 23)
YEARS = 3
# How the address of the one who asks begins.
POINT_PERSON = "point2@"
ROOT = Path(__file__).parents[2]
# What decides what a school is made of; files of it that change make the kept ones stale.
MADE_OF = ("models/*.py", "models/operations/standings.py", "seed/**/*.py", "seed/**/*.toml")
_LISTS = ("by", "initiated_by", "roles", "purpose", "channel", "audience", "topic", "way", "ask", "not_for", "also_for")
_TOLD = (*_LISTS[:-2], "occurred_on", "activity_kind", "title", "formality", "people", "students", "hours", "note")


@cache
def kept_folder() -> Path:
    """Name the folder of kept schools; another one whenever what they are made of changes, but one for each run."""
    made_of = hashlib.sha256()
    for path in sorted({*(path for glob in MADE_OF for path in ROOT.glob(glob)), Path(__file__)}):
        made_of.update(path.read_bytes())
    folder = Path(tempfile.gettempdir()) / f"continuum-bench-{made_of.hexdigest()[:12]}"
    folder.mkdir(exist_ok=True)
    return folder


def database_of(folder: Path, name: str, build: Callable[[Session], object]) -> str:
    """Copy a kept database into a folder, made first where it is not kept yet, and give its address."""
    kept = kept_folder() / f"{name}.db"
    # What a copy before it left beside itself must not be taken for its own.
    own = Path(tempfile.mkdtemp(dir=folder)) / "continuum.db"
    if not kept.exists():
        engine = make_engine(f"sqlite:///{own}")
        metadata.create_all(engine)
        with Session(engine) as session:
            build(session)
            session.commit()
        refresh_statistics(engine)  # as serving does
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        shutil.move(own, kept)
    shutil.copy(kept, own)
    return f"sqlite:///{own}"


def school_of(folder: Path, activities: int) -> str:
    """Give the address of a database with one school of so many activities."""
    return database_of(folder, f"one-{activities}", lambda session: add_schools(session, [activities]))


def partners_of(folder: Path, partners: int) -> str:
    """Give the address of a database with one school of so many partners, each with a partnership and five papers."""

    def build(session: Session) -> None:
        (school_id,) = add_schools(session, [200])
        school = session.get_one(School, school_id)
        for place in range(partners):
            _add_partner(session, school, place)

    return database_of(folder, f"partners-{partners}", build)


def _add_partner(session: Session, school: School, place: int) -> None:
    """Add a partner; of every fifth something is due."""
    begun = TODAY - timedelta(days=400)
    partner = Partner(district_id=school.district_id, name=f"Firm {place * 7919 % 100_003}", category="business")
    partnership = Partnership(
        school=school, partner=partner, started_on=begun, initiated_by=("leaders",), contact_interval_days=400,
        confirmed_on=(TODAY - timedelta(days=400 if place % 5 == 0 else 30),),
        stages=[PartnershipStage(stage=STAGES[place % len(STAGES)], from_on=begun)],
        point_people=[PointPerson(person=f"Pat {place % 20}", from_on=begun)],
        terms=[PartnershipTerm(name=name, text="In writing", from_on=begun) for name in list(TermName)[:4]],
    )  # fmt: skip
    offers = ("funding", "mentoring")[place % 3 :]
    session.add_all([SchoolPartner(school=school, partner=partner, added_on=begun, offers=offers), partnership])
    session.add_all(
        Agreement(
            school=school, partnership=partnership, agreement_kind="mou", submitted_on=begun,
            signed_on=begun, starts_on=begun, ends_on=TODAY + timedelta(days=100 + (place * 13 + one * 31) % 900),
        )
        for one in range(5)
    )  # fmt: skip


def district_of(folder: Path, sizes: Sequence[int]) -> str:
    """Give the address of a database with schools of so many activities each, their standings stored.

    The first point person is one of every school.
    """

    def build(session: Session) -> None:
        schools = add_schools(session, sizes)
        person = session.scalars(select(User).where(User.email.startswith(POINT_PERSON))).one()
        session.add_all(
            Membership(user=person, role=Role.POINT_PERSON, school_id=school, acts_as=("leaders",))
            for school in schools[1:]
        )
        session.commit()
        for school in schools:
            refresh_standings(session, school, today=TODAY)

    return database_of(folder, f"district-{max(sizes)}-{sum(sizes)}", build)


def add_schools(session: Session, sizes: Sequence[int]) -> list[int]:
    """Add a district with schools that have partnerships and activities of the demo's kinds, over three years."""
    load_catalogue_rows(session)
    district = District(name="District of the benchmark")
    partners = {
        key: Partner(district=district, name=one.name, category=one.category) for key, one in ORGANISATIONS.items()
    }
    session.add_all(partners.values())
    session.flush()
    return [_add_school(session, district, partners, place, activities) for place, activities in enumerate(sizes)]


def _add_school(session: Session, district: District, partners: dict[str, Partner], place: int, activities: int) -> int:
    plan = next(plan for plan in SCHOOLS if plan.key == "high")
    calendar = DemoCalendar.of(TODAY)
    school = School(district=district, slug=f"school-{place}", name=f"School {place}")
    session.add(school)
    session.flush()
    # Accounts have one address each: those of the demo's staff are of the first school.
    if place == 0:
        session.info["staff"] = add_people(session, calendar, school, plan.staff, "no password")
    people = session.info["staff"]
    demo = DemoSchool(session, calendar, plan.key, school, people, partners)
    add_ground(demo)
    add_partnerships(demo)
    add_papers(demo)
    if place == 0:
        add_team(demo, plan.staff, plan.seats)
    add_story(demo)
    add_streams(demo, tuple(stream for stream in plan.streams if stream.record != "activity"))
    demo.store()
    models = [at for stream in plan.streams if stream.record == "activity" for at in occurrences(demo, stream)]
    made = []
    for one in range(activities):
        day = TODAY - timedelta(days=number(0, YEARS * 365, "day", one))
        made.append(activity(demo, replace(pick(models, "model", one), ref=f"activity-{one}", day=day)))
    _insert(session, school.id, next(iter(people.values())).id, made)
    return school.id


def _insert(session: Session, school_id: int, user_id: int, made: list[Activity]) -> None:
    """Insert activities without the session, a statement for very many rows."""
    columns = [column.key for column in Activity.__mapper__.column_attrs if column.key not in ("id", "version")]
    given = {
        "school_id": school_id,
        "entered_by_id": user_id,
        "entered_on": TODAY,
        "record_status": RecordStatus.CONFIRMED,
        "version": 1,
    }
    lists = dict.fromkeys(_LISTS, ())
    defaults = {
        column.key: column.default.arg
        for column in Activity.__table__.columns
        if column.default is not None and column.default.is_scalar
    }
    rows = [
        defaults | lists | {name: one.__dict__[name] for name in columns if one.__dict__.get(name) is not None} | given
        for one in made
    ]
    names = {name for row in rows for name in row}
    first = session.connection().exec_driver_sql("SELECT coalesce(max(id), 0) FROM activities").scalar_one() + 1
    session.execute(
        insert(Activity.__table__),
        [{name: row.get(name) for name in names} | {"id": first + place} for place, row in enumerate(rows)],
    )
    links = [
        {"activity_id": first + place, "partner_id": partner.id}
        for place, one in enumerate(made)
        for partner in one.partners
    ]
    session.execute(insert(activity_partners), links)
    add_history(
        session,
        [
            {
                "school_id": school_id,
                "record_kind": Activity.kind,
                "record_id": first + place,
                "action": Action.CREATED,
                "changes": {name: [None, told(row[name])] for name in _TOLD if row.get(name)},
            }
            for place, row in enumerate(rows)
        ],
    )
