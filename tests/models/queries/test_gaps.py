"""Every sort of gap: a school that has it, the repair by the product's own operation, and the row is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from models.accounts import School
from models.assessments import ATTESTATION, EXEMPTION
from models.operations.activities import Author, log_activity
from models.operations.activity_entries import ActivityEntry, ActivityTerms
from models.operations.agreements import AgreementEntry, draft_agreement
from models.operations.evaluations import EvaluationEntry, evaluate_partnership
from models.operations.evidence import EvidenceEntry, tie_evidence
from models.operations.partnerships import end_partnership, hand_to
from models.operations.record_entries import enter_record
from models.operations.records import archive_record
from models.operations.years import RatingEntry, open_year, rate_indicator, sign_year
from models.partnerships import Partnership
from models.queries.catalogue import catalogue_on
from models.queries.continuum import continuum_of
from models.queries.gaps import SORTS, find_gap, first_gaps, list_gaps
from models.queries.years import shown_on
from models.ratings import Assessment
from models.records import Record
from models.school_years import SchoolYear
from models.scope import Scope
from seed.catalogue import load_catalogue
from tests.factories import (
    TODAY,
    a_partner,
    a_partnership,
    a_school,
    an_activity,
    an_agreement,
    an_evaluation,
)
from tests.record_files import store_rules

LANGUAGE = load_catalogue().language

CODE = "EC3.Teachers1"
PRACTICE = "EC3.T1.PR.2"
WHY = "Three talks were given in the spring, and nobody wrote them down at the time."
YESTERDAY = TODAY - timedelta(days=1)


class AtSchool:
    """One school with the rules, and what people do there."""

    def __init__(self, session: Session) -> None:
        store_rules(session)
        self.session = session
        self.school: School = a_school(session)
        self.scope = Scope.of_school(self.school.id, district_id=self.school.district_id)
        self.terms = ActivityTerms.of(catalogue_on(session, TODAY))

    def gaps(self, sort: str) -> list[str]:
        self.session.commit()
        found = list_gaps(self.session, scope=self.scope, today=TODAY)
        return [gap.about for gap in found if gap.sort == sort]

    def year(self) -> Assessment:
        codes = list(catalogue_on(self.session, TODAY).indicators)
        return open_year(self.session, self.school, SchoolYear.of(TODAY), indicators=codes, today=TODAY)

    def rate(self, existing: int, code: str = CODE) -> None:
        self.session.commit()
        rating = next(one for one in self.year().ratings if one.indicator == code)
        shown = shown_on(continuum_of(self.session, scope=self.scope), code, TODAY)
        entry = RatingEntry(existing, 2, rationale=WHY)
        rate_indicator(rating, entry, shown=shown, files=1, user_id=None, today=TODAY)

    def log(self, on: date = TODAY, **said: tuple[str, ...]) -> Record:
        said = {"by": ("teachers",), "channel": ("presentation",), "audience": ("pta",)} | said
        entry = ActivityEntry(occurred_on=on, kind="communication", title="A talk", **said)
        author = Author(self.scope)
        return log_activity(self.session, entry, author=author, terms=self.terms, today=TODAY)

    def partnership(self, name: str = "Town Library", **fields: object) -> Partnership:
        partner = a_partner(self.session, name, district=self.school.district)
        return a_partnership(self.session, self.school, partner, **fields)  # type: ignore[arg-type]

    def agree(self, partnership: Partnership) -> None:
        entry = AgreementEntry("mou", YESTERDAY, YESTERDAY, YESTERDAY, ends_on=TODAY + timedelta(days=365))
        draft_agreement(self.session, partnership, entry, scope=self.scope, today=TODAY)

    def state(self, in_place: bool) -> Record:
        said = {"practice": PRACTICE, "in_place": in_place, "occurred_on": TODAY, "note": WHY}
        return enter_record(self.session, ATTESTATION, said, scope=self.scope, today=TODAY)


@pytest.fixture
def at(sqlite_session: Session) -> AtSchool:
    return AtSchool(sqlite_session)


def test_rated_without_evidence_until_evidence_is_tied(at: AtSchool) -> None:
    at.rate(1)
    assert at.gaps("no_evidence") == [CODE]
    link = EvidenceEntry([CODE], link="https://school.example/plan", title="The plan")
    tie_evidence(at.session, at.year(), link, today=TODAY)
    assert at.gaps("no_evidence") == []


def test_rated_without_evidence_until_a_record_counts_toward_it(at: AtSchool) -> None:
    at.rate(1)
    at.log()
    assert at.gaps("no_evidence") == []


def test_none_yet_needs_no_evidence_and_what_was_only_copied_says_nothing(at: AtSchool) -> None:
    at.year()
    assert at.gaps("no_evidence") == at.gaps("above") == at.gaps("below") == []
    at.rate(0)
    assert at.gaps("no_evidence") == at.gaps("above") == []


def test_rated_above_what_records_show_until_it_is_rated_again(at: AtSchool) -> None:
    at.rate(2)
    assert at.gaps("above") == [CODE]
    at.rate(0)
    assert at.gaps("above") == []


def test_rated_below_what_records_show_until_it_is_rated_again(at: AtSchool) -> None:
    at.log()
    at.log(YESTERDAY, audience=("families",))
    at.rate(0)
    assert at.gaps("below") == [CODE]
    at.rate(1)
    assert at.gaps("below") == at.gaps("above") == []


def test_a_signed_year_is_contradicted_by_nothing(at: AtSchool) -> None:
    at.rate(2)
    year = at.year()
    sign_year(
        at.session, year, {}, open_asks={}, user_id=None, at=year.created_at, today=TODAY
    )  # fmt: skip
    assert at.gaps("above") == at.gaps("no_evidence") == []


def test_said_not_to_be_so_and_on_record_until_somebody_says_what_is_so(at: AtSchool) -> None:
    for days in range(0, 240, 30):
        at.log(TODAY - timedelta(days=days), audience=("pta", "families"))
    at.state(in_place=False)
    assert at.gaps("contradicted") == [PRACTICE]
    at.state(in_place=True)
    assert at.gaps("contradicted") == []


def test_what_is_not_so_and_nowhere_on_record_is_no_contradiction(at: AtSchool) -> None:
    at.state(in_place=False)
    assert at.gaps("contradicted") == []


def test_a_level_about_to_lapse_until_something_is_logged(at: AtSchool) -> None:
    for days in (745, 760):
        at.log(TODAY - timedelta(days=days), audience=("pta", "families"))
    assert at.gaps("lapsing") == [CODE]
    at.log(audience=("pta", "families"))
    at.log(YESTERDAY, audience=("pta", "families"))
    assert at.gaps("lapsing") == []


@pytest.mark.parametrize("repair", ["renew", "end"])
def test_active_without_a_valid_agreement_until_it_is_renewed_or_ended(at: AtSchool, repair: str) -> None:
    partnership = at.partnership()
    expired = an_agreement(at.session, partnership, ends_on=TODAY - timedelta(days=40))
    assert at.gaps("expired") == [expired.ref]
    assert at.gaps("no_agreement") == []
    at.agree(partnership) if repair == "renew" else end_partnership(partnership, TODAY, stage="ended", today=TODAY)
    assert at.gaps("expired") == []


def test_in_force_without_an_agreement_until_there_is_one(at: AtSchool) -> None:
    partnership = at.partnership()
    at.partnership("Asked", stage="prospect")
    assert at.gaps("no_agreement") == [partnership.ref]
    at.agree(partnership)
    assert at.gaps("no_agreement") == []


def test_in_force_without_a_point_person_until_somebody_is_named(at: AtSchool) -> None:
    partnership = at.partnership(point_person=None)
    at.partnership("Asked", stage="prospect", point_person=None)
    at.partnership("Still led").point_people[0].until_on = TODAY + timedelta(days=9)  # told on Home, and no gap yet
    assert at.gaps("no_point_person") == [partnership.ref]
    assert first_gaps(at.session, scope=at.scope, today=TODAY, most=9)[1]["no_point_person"] == 1
    hand_to(at.session, partnership, "Pat Point", TODAY, scope=at.scope, today=TODAY)
    assert at.gaps("no_point_person") == []


def test_not_evaluated_within_a_year_until_it_is(at: AtSchool) -> None:
    partnership = at.partnership()
    at.partnership("Young", started_on=TODAY - timedelta(days=90))
    assert at.gaps("no_evaluation") == [partnership.ref]
    entry = EvaluationEntry(TODAY, "school", strengths="They come every week.")
    evaluate_partnership(at.session, partnership, entry, language=LANGUAGE, scope=at.scope, today=TODAY)
    assert at.gaps("no_evaluation") == []


@pytest.mark.parametrize("repair", ["log", "exempt"])
def test_a_group_not_reached_this_year_until_it_is_or_does_not_apply(at: AtSchool, repair: str) -> None:
    assert at.gaps("not_reached") == [], "where nothing is logged at all nobody was left out"
    at.log()
    at.log(SchoolYear.of(TODAY).start - timedelta(days=1), audience=("business",))
    before = at.gaps("not_reached")
    assert "business" in before
    if repair == "log":
        at.log(audience=("business",))
    else:
        said = {"what": "business", "note": "There is none for fifty miles.", "from_on": YESTERDAY}
        enter_record(at.session, EXEMPTION, said, scope=at.scope, today=TODAY)
    assert at.gaps("not_reached") == [group for group in before if group != "business"]


def test_no_group_is_missed_in_the_first_weeks_of_a_year(at: AtSchool) -> None:
    at.log(date(2025, 6, 1))
    at.session.commit()
    for day, missed in ((date(2025, 9, 1), False), (date(2025, 12, 1), True)):
        found = list_gaps(at.session, scope=at.scope, today=day)
        assert any(gap.sort == "not_reached" for gap in found) is missed


def test_a_role_quiet_for_long_until_it_logs(at: AtSchool) -> None:
    at.log()
    at.log(TODAY - timedelta(days=200), by=("students",))
    assert at.gaps("silent")[0] == "alliances"
    assert "students" in at.gaps("silent")
    at.log(by=("students",))
    assert "students" not in at.gaps("silent")


def test_an_archived_partnership_and_another_schools_have_no_gaps(at: AtSchool) -> None:
    partnership = at.partnership(point_person=None)
    other = a_school(at.session)
    assert at.gaps("no_point_person") == [partnership.ref]
    assert list_gaps(at.session, scope=Scope.of_school(other.id), today=TODAY) == []
    archive_record(partnership)
    assert [at.gaps(sort) for sort in SORTS] == [[]] * len(SORTS)


def test_a_gap_is_found_by_its_key_and_says_how_it_is_repaired(session: Session) -> None:
    at = AtSchool(session)
    at.log(TODAY - timedelta(days=100))
    at.rate(2)
    partnership = at.partnership(point_person=None)
    at.session.commit()
    gaps = list_gaps(at.session, scope=at.scope, today=TODAY)
    assert len({gap.key for gap in gaps}) == len(gaps)
    assert all(gap.title and gap.sentence.endswith((".", "?")) and gap.to_do and len(gap.key) <= 200 for gap in gaps)
    assert all(find_gap(at.session, gap.key, scope=at.scope, today=TODAY) == gap for gap in gaps)
    assert find_gap(at.session, f"no_point_person:{partnership.ref}x", scope=at.scope, today=TODAY) is None


def test_gaps_cost_the_same_however_many_records_there_are(at: AtSchool) -> None:
    def statements(ask: Callable[[], object]) -> int:
        asked: list[str] = []

        def note(*told: object) -> None:
            asked.append(str(told[2]))

        engine = at.session.get_bind().engine
        event.listen(engine, "before_cursor_execute", note)
        ask()
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    def ask() -> object:
        at.session.expunge_all()
        return list_gaps(at.session, scope=at.scope, today=TODAY)

    def grow(first: int, last: int) -> None:
        for number in range(first, last):
            partnership = at.partnership(f"Firm {number}", point_person=None if number % 2 else "Pat")
            an_agreement(at.session, partnership, ends_on=TODAY - timedelta(days=40 - number))
            an_evaluation(at.session, partnership, occurred_on=TODAY - timedelta(days=500))
            an_activity(at.session, at.school, title=f"Talk {number}")
        at.rate(1)
        at.session.commit()

    grow(0, 2)
    list_gaps(at.session, scope=at.scope, today=TODAY)
    few = statements(ask)
    at.school = at.session.get(School, at.scope.school_id)  # type: ignore[assignment]  # it is there
    grow(2, 12)
    list_gaps(at.session, scope=at.scope, today=TODAY)
    assert statements(ask) == few
