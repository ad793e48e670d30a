"""What was signed says the same for ever, whatever is edited, archived, added, renamed or judged otherwise later."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity
from models.agreements import Agreement
from models.icmap import Descriptor, Indicator, RuleSet
from models.operations.evidence import EvidenceEntry, tie_evidence
from models.operations.records import archive_record
from models.operations.years import canonical, open_year, reopen_year, sign_year
from models.queries.continuum import continuum_of
from models.queries.year_changes import since_signed
from models.queries.year_reports import report_of, signed_report
from models.queries.years import lines_of
from models.ratings import Assessment, SignOff
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope
from models.year_sheets import sheet_of
from seed.loader import load_catalogue_rows
from tests.factories import TODAY, a_school, a_user, an_activity
from tests.record_files import bring_demo

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
Edit = Callable[[Session, School, int], object]


def sign(session: Session, year: Assessment, school: School) -> SignOff:
    """Sign a year as a page does, by its present lines."""
    continuum = continuum_of(session, scope=Scope.of_school(school.id))
    rules = continuum.rules_on(TODAY.toordinal())
    lines = lines_of(session, year, continuum=continuum, rules=rules, on=TODAY, now=NOW, reader_id=None)
    report = report_of(
        session, year, school, lines, continuum=continuum, on=TODAY, signed_by="Ada Lind", signed_on=TODAY, team=9
    )
    signed = sign_year(session, year, report, open_asks={}, user_id=None, at=NOW, today=TODAY)
    session.flush()
    return signed


@pytest.fixture
def signed(sqlite_session: Session) -> SignOff:
    """A signed year of a school with two years of records, and evidence of its own."""
    session = sqlite_session
    load_catalogue_rows(session)
    school = a_school(session)
    bring_demo(session, school, "b")
    codes = session.scalars(select(Indicator.code).order_by(Indicator.position)).all()
    year = open_year(session, school, SchoolYear.of(TODAY), indicators=codes, today=TODAY)
    for place, rating in enumerate(year.ratings):
        rating.existing, rating.desired, rating.reviewed_on, rating.rationale = place % 6, 3, TODAY, f"Because {place}"
    tie_evidence(session, year, EvidenceEntry(codes[:3], link="https://example.org/plan", title="Plan"), today=TODAY)
    return sign(session, year, school)


def _nth(rows: Sequence[Any], number: int) -> Any:
    return rows[number % len(rows)]


def archive_something(session: Session, school: School, number: int) -> None:
    table = (Activity, Agreement)[number % 2]
    statement = select(table).where(table.record_status != RecordStatus.ARCHIVED).order_by(table.id)
    archive_record(_nth(session.scalars(statement).all(), number))


def change_an_activity(session: Session, school: School, number: int) -> None:
    activity = _nth(session.scalars(select(Activity).order_by(Activity.id)).all(), number)
    activity.title, activity.audience = f"Renamed {number}", ("staff",)
    activity.occurred_on -= timedelta(days=number)


def log_something(session: Session, school: School, number: int) -> None:
    an_activity(
        session, school, title="Later", occurred_on=TODAY - timedelta(days=number), audience=("families", "pta")
    )


def rename_everything(session: Session, school: School, number: int) -> None:
    school.name = school.district.name = f"Renamed {number}"
    a_user(session, name=f"Ada Renamed {number}")


def reword_the_map(session: Session, school: School, number: int) -> None:
    for indicator in session.scalars(select(Indicator)):
        indicator.name, indicator.official_map = f"Renamed {number}", "Other words"
    _nth(session.scalars(select(Descriptor)).all(), number).official = "• Other words"


def judge_by_other_rules(session: Session, school: School, number: int) -> None:
    content = deepcopy(session.scalars(select(RuleSet).order_by(RuleSet.in_force_from.desc())).first().content)
    first = TODAY - timedelta(days=1 + 2 * number)
    taken = set(session.scalars(select(RuleSet.in_force_from)))
    if first in taken:
        return
    content |= {"version": f"2099.{number}", "in_force_from": first.isoformat()}
    content["thresholds"] |= {"level_share": 1.0, "below_share": 1.0}
    session.add(RuleSet(version=f"2099.{number}", in_force_from=first, content=content))


def sign_once_more(session: Session, school: School, number: int) -> None:
    year = session.scalars(select(Assessment)).one()
    reopen_year(session, year, because="Two ratings were read from the wrong line.", user_id=None, at=NOW)
    for rating in year.ratings:
        rating.existing, rating.rationale = number % 6, "Otherwise"
    sign(session, year, school)


EDITS: tuple[Edit, ...] = (
    archive_something, change_an_activity, log_something, rename_everything, reword_the_map, judge_by_other_rules,
    sign_once_more,
)  # fmt: skip


@settings(max_examples=20, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(edits=st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 60)), min_size=1, max_size=6))
def test_a_frozen_report_is_itself_after_any_later_edits_and_rule_changes(
    sqlite_session: Session, signed: SignOff, edits: list[tuple[Edit, int]]
) -> None:
    session, number = sqlite_session, signed.id
    before = signed_report(signed)
    sheet = sheet_of(before)
    with session.begin_nested() as trial:
        school = session.get_one(School, signed.school_id)
        for edit, by in edits:
            edit(session, school, by)
            session.flush()
        session.expire_all()
        after = session.get_one(SignOff, number)
        assert hashlib.sha256(after.snapshot.encode()).hexdigest() == after.sha256
        report = signed_report(after)
        assert canonical(report) == after.snapshot == canonical(before)
        assert sheet_of(report) == sheet
        # What changed since is read beside it and leaves it alone.
        since_signed(report, continuum_of(session, scope=Scope.of_school(school.id)), TODAY)
        assert report == before
        trial.rollback()
    session.expire_all()
