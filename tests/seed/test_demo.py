"""The invented district: its levels by independent reckoning, its storyline, and what its pages need."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from models.accounts import Role, School, User
from models.activities import Activity
from models.continuum.continuum import Continuum
from models.documents import Document
from models.hand_overs import HandOver
from models.history import History
from models.memberships import Membership
from models.operations.accounts import password_fits
from models.operations.documents import stored_path
from models.partners import Partner
from models.partnerships import PartnershipTerm, PointPerson
from models.queries.continuum import continuum_of
from models.record_kinds import RECORD_KINDS
from models.records import RecordStatus
from models.scope import Scope
from models.stewardship import Transition
from seed.demo import PASSWORD, DemoSummary, build
from seed.demo.calendar import DemoCalendar
from seed.demo.people import HIGH_SEATS
from seed.demo.streams import stream
from tests.databases import sqlite_copy
from tests.demo_table import COLUMNS, LEVELS, as_printed, expected
from tests.factories import a_school
from tests.record_files import bring_demo, store_rules

# On one worker: each would build the districts of all days for itself.
pytestmark = pytest.mark.xdist_group("demo")

AUTUMN = date(2026, 11, 23)
# An autumn day, the last and the first day of a school year, and a day that three years of four lack.
DAYS = (AUTUMN, date(2027, 6, 30), date(2027, 7, 1), date(2028, 2, 29))
SLUGS = {"A": "tupelo-fork", "B": "marlow-bend", "C": "saltgrass"}


class Demo:
    """A built demo with an engine for each school."""

    def __init__(self, session: Session, today: date, summary: DemoSummary) -> None:
        self.session = session
        self.calendar = DemoCalendar.of(today)
        self.summary = summary
        self.schools = {letter: self._school(slug) for letter, slug in SLUGS.items()}

    def _school(self, slug: str) -> School:
        return self.session.scalars(select(School).where(School.slug == slug)).one()

    def engine(self, letter: str) -> Continuum:
        """The engine over one school's records."""
        return continuum_of(self.session, scope=Scope.of_school(self.schools[letter].id))

    def level(self, letter: str, code: str, year: int, month: int) -> str:
        """The level supported at the end of a month."""
        first = self.calendar.on(year, month, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return LEVELS[self.engine(letter).on(last).indicators[code].supported]

    def records(self, letter: str, kind: str) -> list:
        """A school's records of one kind, in the order of their references."""
        table = RECORD_KINDS[kind]
        return list(
            self.session.scalars(select(table).where(table.school_id == self.schools[letter].id).order_by(table.ref))
        )


def built(session: Session, today: date, **options) -> Demo:
    """Build a demo in a fresh database with the rules."""
    store_rules(session)
    summary = build(session, today, **options)
    session.commit()
    return Demo(session, today, summary)


def kept(template: Path, place: Path, today: date) -> Iterator[Demo]:
    """Build a demo once for tests that only look at it."""
    with sqlite_copy(template, place) as engine, Session(engine) as session:
        yield built(session, today)


@pytest.fixture(scope="module")
def demo(sqlite_template, tmp_path_factory) -> Iterator[Demo]:
    """The demo as of an autumn day."""
    yield from kept(sqlite_template, tmp_path_factory.mktemp("demo"), AUTUMN)


@pytest.fixture(scope="module", params=DAYS, ids=str)
def some_day(request, sqlite_template, tmp_path_factory) -> Iterator[Demo]:
    """The demo as of several days."""
    yield from kept(sqlite_template, tmp_path_factory.mktemp("demo"), request.param)


def all_printed(continuum: Continuum, day: date) -> dict[str, str]:
    """Say every indicator of a day as the table does."""
    return {code: as_printed(answer) for code, answer in continuum.on(day).indicators.items()}


def test_the_completed_years_stand_where_the_reckoning_puts_them_whatever_day_it_is(some_day):
    for letter, year in COLUMNS:
        printed = all_printed(some_day.engine(letter.upper()), some_day.calendar.last_day(year))
        assert printed == expected(letter, year), (letter, year)


@pytest.mark.parametrize("letter", "ABC")
def test_titles_days_and_numbers_of_its_own_change_no_month_of_a_school(demo, letter):
    """The streams as files, one fixed text and the twelfth of the month everywhere, give the same growth."""
    plain = a_school(demo.session, slug=f"plain-{letter.lower()}")
    bring_demo(demo.session, plain, letter.lower())
    demo.session.commit()
    from_files = continuum_of(demo.session, scope=Scope.of_school(plain.id))
    own = demo.engine(letter)
    for year, month in ((year, month) for year in (1, 2) for month in range(1, 13)):
        first = demo.calendar.on(year, month, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        assert all_printed(own, last) == all_printed(from_files, last), last


def test_logging_starts_in_the_middle_of_the_beginners_first_year_so_nothing_is_a_no_yet(demo):
    answer = demo.engine("A").on(demo.calendar.on(1, 6, 30)).indicators["EC3.Students1"]
    assert {practice.status.value for practice in answer.practices.values()} == {"unknown"}


def test_the_first_information_night_brings_the_beginners_teachers_to_progressing(demo):
    assert demo.level("A", "EC3.Teachers1", 2, 1) == "GS"
    assert demo.level("A", "EC3.Teachers1", 2, 4) == "PR"


def test_adopting_a_process_brings_dialogue_to_progressing(demo):
    assert demo.level("B", "EC3.Leaders2", 2, 9) == "GS"
    assert demo.level("B", "EC3.Leaders2", 2, 10) == "PR"


def test_festival_and_school_board_bring_the_middle_schools_teachers_to_refining(demo):
    assert demo.level("B", "EC3.Teachers1", 2, 1) == "PR"
    assert demo.level("B", "EC3.Teachers1", 2, 4) == "RE"


def test_an_agreement_nobody_renewed_leaves_every_count_on_the_thirty_first_day(demo):
    engine = demo.engine("B")

    last = demo.calendar.on(2, 12, 31)
    out = last + timedelta(days=31)
    before = coverage_of(engine, out - timedelta(days=1))
    after = coverage_of(engine, out)
    assert "partnership-P04" in before
    assert after == before - {"partnership-P04"}


def coverage_of(engine: Continuum, day: date) -> set[str]:
    """References of the partnerships that stand behind the leaders' practices on a day."""
    practices = engine.on(day).indicators["EC2.Leaders1"].practices
    records = [record for key in practices for record in engine.records(key, day)]
    return {record.ref for record in records if record.kind == "partnership"}


def test_the_last_gift_of_a_lapsed_partner_takes_the_alliances_back_to_progressing(demo):
    assert demo.level("B", "EC3.Strategic Alliances1", 2, 2) == "RE"
    assert demo.level("B", "EC3.Strategic Alliances1", 2, 3) == "PR"


def test_a_late_hand_over_is_the_one_gap_of_the_high_schools_leaders(demo):
    answer = demo.engine("C").on(demo.calendar.last_day(2)).indicators["EC2.Leaders1"]
    assert answer.gaps == ("EC2.L1.SU.6",)
    days = {(change.done_on - change.occurred_on).days for change in demo.records("C", "transition")}
    assert days == {28, 23, 96, 35}


def test_a_visit_to_the_state_house_brings_students_to_sustaining(demo):
    assert demo.level("C", "EC3.Students1", 2, 1) == "FI"
    assert demo.level("C", "EC3.Students1", 2, 2) == "SU"


@pytest.mark.parametrize(
    ("code", "year"),
    [("EC2.Students1", 1), ("EC2.Teachers1", 2), ("EC3.Leaders1", 2), ("EC3.Students1", 2)],
)
def test_sustaining_is_first_reached_in_its_year(demo, code, year):
    reached = [
        number for number in (1, 2) if any(demo.level("C", code, number, month) == "SU" for month in range(1, 13))
    ]
    assert reached[0] == year


def every_row(session: Session) -> dict[str, list[tuple]]:
    """All rows of what a school recorded, without what no two runs share."""
    chance = {"password_hash", "session_token", "stored_name", "uploaded_at"}
    tables = [*RECORD_KINDS.values(), Partner, User, Membership, PartnershipTerm, PointPerson, Document]
    rows = {}
    for table in tables:
        columns = [column for column in inspect(table).columns if column.name not in chance]
        rows[table.__tablename__] = [tuple(row) for row in session.execute(select(*columns).order_by(table.id))]
    return rows


def test_building_twice_gives_the_same_rows(sqlite_session, pg_engine):
    first = built(sqlite_session, AUTUMN)
    with Session(pg_engine) as session:
        second = built(session, AUTUMN)
        assert every_row(second.session) == every_row(first.session)
        assert second.summary == first.summary


@pytest.mark.parametrize(("letter", "at_least"), [("A", 35), ("B", 115), ("C", 305)])
def test_each_school_has_its_fill_of_confirmed_records(demo, letter, at_least):
    confirmed = [
        record
        for kind in RECORD_KINDS
        if kind not in ("contact", "roster", "exemption", "logstart")
        for record in demo.records(letter, kind)
        if record.record_status is RecordStatus.CONFIRMED
    ]
    assert len(confirmed) >= at_least


def test_about_one_record_in_eight_counts_for_nothing(some_day):
    for school in some_day.summary.schools:
        assert 0.09 <= school.not_counting / (school.records - school.not_counting) <= 0.14, school.slug


def test_the_uncounted_are_of_every_sort(demo):
    for letter in "BC":
        records = [record for kind in ("activity", "contribution") for record in demo.records(letter, kind)]
        statuses = Counter(record.record_status for record in records)
        assert all(statuses[status] for status in RecordStatus), letter
        ahead = [record for record in records if record.occurred_on > AUTUMN]
        assert ahead
        same = Counter(
            (record.occurred_on, record.channel, record.activity_kind)
            for record in records
            if isinstance(record, Activity) and record.channel and record.record_status is RecordStatus.CONFIRMED
        )
        assert max(same.values()) > 1
        assert any("by mistake" in (record.note or "") for record in records)


def test_nothing_confirmed_lies_in_the_future_and_nothing_was_entered_there(some_day):
    today = some_day.calendar.today
    for letter in SLUGS:
        for kind in RECORD_KINDS:
            for record in some_day.records(letter, kind):
                assert record.entered_on <= today
                day = getattr(record, "occurred_on", None) or getattr(record, "stated_on", None)
                is_known_ahead = isinstance(record, Transition) and record.done_on is None
                if day and record.record_status is RecordStatus.CONFIRMED and not is_known_ahead:
                    assert day <= today, record.ref


def test_every_kind_of_record_is_somewhere_in_the_district(demo):
    for kind in RECORD_KINDS:
        assert any(demo.records(letter, kind) for letter in SLUGS), kind


def test_the_first_school_has_something_to_say_today(demo):
    agreements = demo.records("B", "agreement")
    soon = [one for one in agreements if one.ends_on and 0 <= one.days_left(AUTUMN) <= 90]
    assert len(soon) >= 3
    assert any(one.submitted_on is None and one.agreement_kind == "proposal" for one in agreements)
    waiting = [one for one in demo.records("B", "contribution") if one.record_status is RecordStatus.PROPOSED]
    assert len(waiting) >= 2
    leaves = demo.session.scalars(select(HandOver).where(HandOver.made_on.is_(None))).one()
    assert leaves.transition.occurred_on > AUTUMN
    kept = demo.session.scalars(select(PointPerson).where(PointPerson.user_id == leaves.leaver_id)).all()
    assert len(kept) == 2
    promises = [one for one in demo.records("B", "commitment") if one.received_on is None]
    assert {one.due_on < AUTUMN for one in promises} == {True, False}
    assert demo.engine("B").lapses("EC3.Leaders1", AUTUMN)


def test_every_page_account_can_sign_in_and_has_its_one_place(demo):
    expected = {
        "admin": (Role.SCHOOL_ADMIN, "Marlow Bend Middle"),
        "point": (Role.POINT_PERSON, "Marlow Bend Middle"),
        "slt": (Role.SLT_MEMBER, "Marlow Bend Middle"),
        "teacher": (Role.CONTRIBUTOR, "Marlow Bend Middle"),
        "viewer": (Role.VIEWER, "Marlow Bend Middle"),
        "point2": (Role.POINT_PERSON, "Saltgrass High"),
        "district": (Role.DISTRICT_ADMIN, "Kestrel County Schools"),
        "alliance": (Role.ALLIANCE_MEMBER, "Kestrel Technical College"),
        "alliance2": (Role.ALLIANCE_MEMBER, "Halvorsen Driveline"),
    }
    users = {user.email: user for user in demo.session.scalars(select(User).where(User.password_hash.is_not(None)))}
    assert set(users) == {f"{name}@demo.example" for name in expected} == set(demo.summary.accounts)
    memberships: dict[str, list[Membership]] = {}
    for one in demo.session.scalars(select(Membership)):
        memberships.setdefault(one.user.email, []).append(one)
    for name, (role, place) in expected.items():
        (membership,) = memberships[f"{name}@demo.example"]
        where = membership.school or membership.district or membership.partner
        assert (membership.role, where.name) == (role, place)
        assert password_fits(users[f"{name}@demo.example"].password_hash, PASSWORD)


def test_an_alliance_works_with_two_schools(demo):
    college = demo.session.scalars(select(Partner).where(Partner.name == "Kestrel Technical College")).one()
    with_it = [
        letter
        for letter in SLUGS
        if any(one.partner_id == college.id for one in demo.records(letter, "partnership") if one.point_people)
    ]
    assert {"B", "C"} <= set(with_it)


@pytest.mark.parametrize("name", ["Kestrel Technical College", "Halvorsen Driveline"])
def test_an_alliance_that_signs_in_was_thanked(demo, name):
    thanked = {one.partner.name for letter in SLUGS for one in demo.records(letter, "recognition") if one.partner}
    assert name in thanked


def test_an_alliance_that_signs_in_has_entered_something_that_waits(demo):
    waits = [one for one in demo.records("B", "contribution") if one.record_status is RecordStatus.PROPOSED]
    assert "Jules Fontaine" in {one.entered_by.name for one in waits}


def test_no_student_is_named(demo):
    for seat in HIGH_SEATS:
        if "students" in seat.groups:
            assert re.fullmatch(r"Student representative, grade \d+", seat.person)
    words = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")
    for letter in SLUGS:
        for record in demo.records(letter, "activity"):
            if "students" in record.by:
                text = re.sub("|".join(map(re.escape, partner_names(demo))), "", f"{record.title} {record.note or ''}")
                assert set(words.findall(text)) <= {"Technology Center", "Career and Technology Center"} | set(
                    SCHOOL_NAMES
                ), record.ref


SCHOOL_NAMES = {"Marlow Bend", "Saltgrass High", "Tupelo Fork"}


def partner_names(demo: Demo) -> list[str]:
    """Names of all partner organisations."""
    return list(demo.session.scalars(select(Partner.name)))


def test_documents_open_where_a_folder_is_given(sqlite_session, tmp_path):
    demo = built(sqlite_session, AUTUMN, files_dir=tmp_path)
    documents = demo.session.scalars(select(Document)).all()
    assert {document.filename.rsplit(".")[-1] for document in documents} == {"pdf", "txt"}
    for document in documents:
        content = stored_path(tmp_path, document).read_bytes()
        assert len(content) == document.size_bytes
        if document.filename.endswith(".pdf"):
            table = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
            assert content[table : table + 4] == b"xref"


def test_history_names_the_people_who_entered_the_records(demo):
    rows = demo.session.execute(select(History.actor, User.name).join(User, History.user_id == User.id)).all()
    assert len({actor for actor, _ in rows}) > 10
    assert all(actor == name for actor, name in rows)


def test_progress_is_told_step_by_step_up_to_the_last(sqlite_session):
    told = []
    build(sqlite_session, AUTUMN, progress=lambda done, steps, what: told.append((done, steps)))
    assert told == [(done, 4) for done in (1, 2, 3, 4)]


def test_a_stream_gives_partners_their_turns_and_organisations_once():
    calendar = DemoCalendar.of(AUTUMN)
    turns = stream("X1", "activity", "9 10 / 9 / 9", "kind=partnership", of="P01 P02")
    assert [partner for _, _, partner in turns.occurrences(calendar)] == ["P01", "P02", "P01", "P02"]
    once = stream("X2", "org", "9 / 9 1 / 9", "stage=prospect", of="P01 P02")
    assert [partner for _, _, partner in once.occurrences(calendar)] == ["P01", "P02"]


def test_commitments_of_the_plant_were_agreed_before_and_kept(demo):
    kept = [one for one in demo.records("C", "commitment") if one.received_on]
    assert kept
    assert all(one.agreed_on < one.due_on <= one.received_on for one in kept)
