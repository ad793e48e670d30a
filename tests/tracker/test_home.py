"""Home says what needs the reader, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from models.accounts import School
from models.needs import Match
from models.partners import Partner
from models.partnerships import Partnership, PointPerson
from models.queries.catalogue import catalogue_on
from models.queries.continuum import continuum_of
from models.queries.home import latest_activities, list_due
from models.queries.home_needs import Due, Need
from models.queries.steps_away import steps_away
from models.queries.year_so_far import year_so_far
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope
from models.stewardship import Recognition, Transition
from models.thresholds import ThresholdChange
from tests.cast import OTHER_SCHOOL, PARTNER, SCHOOL_STAFF, Cast, partner_named, school_named
from tests.factories import (
    TODAY,
    a_commitment,
    a_contact,
    a_contribution,
    a_partner,
    a_partnership,
    a_school_partner,
    an_activity,
    an_agreement,
    an_evaluation,
)
from tests.tracker.conftest import ClientAs


@pytest.fixture
def school(db_session: Session) -> School:
    return school_named(db_session)


@pytest.fixture
def partner(db_session: Session) -> Partner:
    return partner_named(db_session)


@pytest.fixture
def partnership(db_session: Session, school: School, partner: Partner) -> Partnership:
    """A partnership that needs nothing: confirmed, evaluated, with somebody in charge."""
    made = a_partnership(db_session, school, partner)
    an_evaluation(db_session, made)
    db_session.commit()
    return made


def due(session: Session, school: School, today: date = TODAY) -> list[Due]:
    scope = Scope.of_school(school.id, district_id=school.district_id)
    return list_due(session, scope=scope, today=today)


def needs(session: Session, school: School, today: date = TODAY) -> list[tuple[Need, str, str]]:
    return [(one.need, one.word, one.tone) for one in due(session, school, today)]


def test_a_partnership_in_order_needs_nobody(db_session: Session, school: School, partnership: Partnership) -> None:
    assert needs(db_session, school) == []


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (91, []),
        (90, [(Need.AGREEMENT, "ends in 90 days", "warn")]),
        (30, [(Need.AGREEMENT, "ends in 30 days", "warn")]),
        (29, [(Need.AGREEMENT, "ends in 29 days", "bad")]),
        (0, [(Need.AGREEMENT, "ends today", "bad")]),
        (-1, [(Need.AGREEMENT, "not renewed", "bad")]),
        (-31, [(Need.AGREEMENT, "agreement ended", "bad")]),
    ],
)
def test_an_agreement_is_told_from_ninety_days_before_its_end_until_it_is_renewed(
    db_session: Session, school: School, partnership: Partnership, days: int, expected: list[tuple[Need, str, str]]
) -> None:
    an_agreement(db_session, partnership, submitted_on=TODAY - timedelta(400), ends_on=TODAY + timedelta(days))
    assert needs(db_session, school) == expected


def test_what_is_urgent_and_how_long_an_answer_is_waited_for_are_numbers_of_the_district(
    db_session: Session, school: School, partner: Partner, partnership: Partnership
) -> None:
    an_agreement(db_session, partnership, submitted_on=TODAY - timedelta(400), ends_on=TODAY + timedelta(40))
    asked_on = TODAY - timedelta(10)
    db_session.add(Match(school=school, partner=partner, occurred_on=asked_on, requested_on=asked_on))
    db_session.commit()
    assert needs(db_session, school) == [(Need.AGREEMENT, "ends in 40 days", "warn")]
    numbers = {"thresholds/urgent_days": 60, "thresholds/request_patience_days": 5}
    change = ThresholdChange(
        district_id=school.district_id, in_force_from=TODAY, numbers=numbers, because="We need longer.", actor="Dana"
    )
    db_session.add(change)
    db_session.commit()
    assert needs(db_session, school) == [
        (Need.AGREEMENT, "ends in 40 days", "bad"),
        (Need.REQUEST, "no answer yet", "warn"),
    ]


def test_a_renewed_agreement_is_told_no_more(db_session: Session, school: School, partnership: Partnership) -> None:
    handed_in = TODAY - timedelta(400)
    old = an_agreement(db_session, partnership, submitted_on=handed_in, ends_on=TODAY + timedelta(10))
    an_agreement(db_session, partnership, submitted_on=TODAY, ends_on=TODAY + timedelta(400), renews_id=old.id)
    assert needs(db_session, school) == []


@pytest.mark.parametrize(("days", "words"), [(364, []), (365, ["due today"]), (374, ["overdue 9 days"])])
def test_an_evaluation_is_due_a_year_after_the_last_one(
    db_session: Session, school: School, partner: Partner, days: int, words: list[str]
) -> None:
    made = a_partnership(db_session, school, partner)
    an_evaluation(db_session, made, occurred_on=TODAY - timedelta(900))
    an_evaluation(db_session, made, occurred_on=TODAY - timedelta(days))
    assert [one.word for one in due(db_session, school) if one.need is Need.EVALUATION] == words


def test_an_evaluation_that_is_only_proposed_does_not_count_and_is_asked_for_before_the_one_that_is_late(
    db_session: Session, school: School, partner: Partner
) -> None:
    made = a_partnership(db_session, school, partner)
    an_evaluation(db_session, made, record_status=RecordStatus.PROPOSED)
    found = [(one.need, one.tone) for one in due(db_session, school)]
    assert found == [(Need.EVALUATION_TO_CONFIRM, "warn"), (Need.EVALUATION, "bad")]


@pytest.mark.parametrize("stage", ["prospect", "exploring", "paused", "declined"])
def test_only_standing_partnerships_are_evaluated(
    db_session: Session, school: School, partner: Partner, stage: str
) -> None:
    a_partnership(db_session, school, partner, stage=stage)
    assert Need.EVALUATION not in {one.need for one in due(db_session, school)}


def test_facts_are_asked_for_a_year_after_they_were_confirmed(
    db_session: Session, school: School, partnership: Partnership
) -> None:
    partnership.confirmed_on = (TODAY - timedelta(366),)
    db_session.flush()
    assert needs(db_session, school) == [(Need.FACTS, "needs confirming", "warn")]


def test_a_partnership_without_a_point_person_needs_one(db_session: Session, school: School, partner: Partner) -> None:
    made = a_partnership(db_session, school, partner, point_person=None)
    an_evaluation(db_session, made)
    assert [one.need for one in due(db_session, school)] == [Need.POINT_PERSON]


def test_a_point_person_whose_last_day_is_known_and_whom_nobody_follows_is_told_of_ahead(
    db_session: Session, school: School, partnership: Partnership
) -> None:
    held = partnership.point_people[0]
    for days, told in ((91, []), (90, [(Need.POINT_PERSON, "point person leaves", "warn")])):
        held.until_on = TODAY + timedelta(days)
        db_session.flush()
        assert needs(db_session, school) == told
    assert "until" in due(db_session, school)[0].sentence
    partnership.point_people.append(PointPerson(person="Dana", from_on=held.until_on))
    db_session.flush()
    assert needs(db_session, school) == []


def test_a_contact_whose_last_day_is_known_is_told_of_until_it_is_said_who_follows(
    db_session: Session, school: School, partner: Partner, partnership: Partnership
) -> None:
    a_school_partner(db_session, school, partner)
    robin = a_contact(db_session, school, partner, name="Robin Ash", until_on=TODAY + timedelta(20))
    assert needs(db_session, school) == [(Need.CONTACT_LEAVES, "in 20 days", "bad")]
    said = {"what": "partner_staff", "leaves": "Robin Ash", "follows": "Alex", "done_on": robin.until_on}
    db_session.add(Transition(school=school, partner=partner, occurred_on=robin.until_on, **said))
    db_session.flush()
    assert needs(db_session, school) == []


def test_a_promise_is_asked_about_once_its_day_is_over_and_a_gift_until_they_were_thanked(
    db_session: Session, school: School, partner: Partner, partnership: Partnership
) -> None:
    promise = a_commitment(db_session, partnership, due_on=TODAY)
    a_contribution(db_session, school, partner, occurred_on=SchoolYear.of(TODAY).start - timedelta(1))
    a_contribution(db_session, school, partner, direction="from_school")
    assert needs(db_session, school) == []
    promise.due_on = TODAY - timedelta(3)
    a_contribution(db_session, school, partner)
    assert needs(db_session, school) == [
        (Need.PROMISE, "overdue 3 days", "warn"),
        (Need.THANKS, "not thanked", "plain"),
    ]
    for number in range(4):
        a_contribution(db_session, school, a_partner(db_session, f"Giver {number}", district=school.district))
    assert [one.title for one in due(db_session, school)][1:] == ["5 partners gave and were not thanked"]
    promise.received_on = TODAY
    db_session.add(Recognition(school=school, partner=partner, mode="private", occurred_on=TODAY))
    db_session.flush()
    assert [one.title for one in due(db_session, school)] == [f"Thanks to Giver {number}" for number in range(4)]


def test_what_alliances_entered_waits_to_be_confirmed(db_session: Session, school: School, partner: Partner) -> None:
    entry = an_activity(db_session, school, title="Loaned a kit", record_status=RecordStatus.PROPOSED)
    entry.partners = [partner]
    an_activity(db_session, school, title="Already confirmed")
    db_session.flush()
    assert [(one.need, one.title) for one in due(db_session, school)] == [
        (Need.ACTIVITY_TO_CONFIRM, f"{PARTNER}: Loaned a kit")
    ]


def test_what_is_over_stands_before_what_is_near(db_session: Session, school: School, partnership: Partnership) -> None:
    partnership.confirmed_on = (TODAY - timedelta(366),)
    an_agreement(db_session, partnership, submitted_on=TODAY - timedelta(400), ends_on=TODAY + timedelta(5))
    assert [one.need for one in due(db_session, school)] == [Need.AGREEMENT, Need.FACTS]


def test_nothing_of_another_school_and_nothing_for_alliances(
    db_session: Session, school: School, partner: Partner
) -> None:
    a_partnership(db_session, school, partner)
    assert due(db_session, school)
    assert due(db_session, school_named(db_session, OTHER_SCHOOL)) == []
    assert list_due(db_session, scope=Scope(partner_id=partner.id), today=TODAY) == []


def test_the_year_counts_confirmed_activity_from_july_to_today(
    db_session: Session, school: School, partnership: Partnership
) -> None:
    for on in (date(2025, 6, 30), date(2025, 7, 1), TODAY, TODAY + timedelta(1)):
        groups = ("pta", "families", "staff")
        act = an_activity(db_session, school, occurred_on=on, audience=groups, hours=Decimal("2.5"))
        act.partners = [partnership.partner]
    an_activity(db_session, school, record_status=RecordStatus.DRAFT, audience=("business",))
    an_activity(db_session, school, hours=Decimal(9))
    db_session.flush()
    scope = Scope.of_school(school.id)
    year = year_so_far(db_session, catalogue_on(db_session, TODAY), SchoolYear.of(TODAY), scope=scope, today=TODAY)
    assert (str(year.year), year.activities, year.partnerships) == ("2025-26", 3, 1)
    assert year.partner_hours == Decimal(5)
    assert (year.groups, year.all_groups) == (2, 9)  # the PTA belongs to the families


def test_lately_shows_the_latest_confirmed_activities_newest_first(db_session: Session, school: School) -> None:
    for days in range(8):
        an_activity(db_session, school, occurred_on=TODAY - timedelta(days), title=f"{days} days ago")
    an_activity(db_session, school, occurred_on=TODAY + timedelta(1), title="tomorrow")
    an_activity(db_session, school, record_status=RecordStatus.ARCHIVED, title="archived")
    titles = [one.title for one in latest_activities(db_session, scope=Scope.of_school(school.id), today=TODAY)]
    assert titles == [f"{days} days ago" for days in range(5)]


def test_one_step_away_names_the_indicators_with_the_most_progress(db_session: Session, school: School) -> None:
    talk = {"by": ("leaders",), "channel": ("conversation",), "audience": ("families", "staff", "business")}
    for days in range(0, 400, 20):
        an_activity(db_session, school, occurred_on=TODAY - timedelta(days), topic=("stem_purpose",), **talk)
    db_session.commit()
    continuum = continuum_of(db_session, scope=Scope.of_school(school.id))
    steps = steps_away(continuum, catalogue_on(db_session, TODAY), on=TODAY)
    shares = [step.progress for step in steps]
    assert steps
    assert shares == sorted(shares, reverse=True)
    best = max(one.progress for one in continuum.on(TODAY).indicators.values())
    assert shares[0] == best
    assert all(step.missing and step.level and step.parts_left for step in steps)


def test_the_page_says_how_many_things_need_the_reader(
    client_as: ClientAs, db_session: Session, school: School, partnership: Partnership
) -> None:
    an_agreement(db_session, partnership, submitted_on=TODAY - timedelta(400), ends_on=TODAY + timedelta(17))
    db_session.commit()
    page = client_as(Cast.POINT_PERSON).get("/").text
    assert "<h1>One thing needs you</h1>" in page
    assert "ends in 17 days" in page
    assert ">Renew<" in page


@pytest.mark.parametrize("person", SCHOOL_STAFF)
def test_nobody_is_told_of_papers_they_may_not_open(
    client_as: ClientAs, db_session: Session, partnership: Partnership, person: Cast
) -> None:
    an_agreement(db_session, partnership, submitted_on=TODAY - timedelta(400), ends_on=TODAY + timedelta(17))
    db_session.commit()
    page = client_as(person).get("/").text
    may = person in (Cast.POINT_PERSON, Cast.SCHOOL_ADMIN)
    assert ("ends in 17 days" in page) is may
    assert (PARTNER in page) is may


def test_an_empty_school_is_told_what_to_do_first(client_as: ClientAs) -> None:
    client = client_as(Cast.POINT_PERSON)
    assert "Five steps to a first look" in client.get("/").text
    client.post("/first-steps/put-away")
    page = client.get("/").text
    assert "Nothing needs you today" in page
    assert "Begin with what happened this week" in page
    assert "Begin with what happened" not in client_as(Cast.VIEWER).get("/").text


def test_every_button_of_the_page_leads_somewhere(
    client_as: ClientAs, db_session: Session, school: School, partner: Partner
) -> None:
    made = a_partnership(
        db_session, school, partner, point_person=None, confirmed_on=(TODAY - timedelta(370),), contact_interval_days=30
    )
    an_agreement(db_session, made, submitted_on=TODAY - timedelta(400), ends_on=TODAY + timedelta(17))
    for days in (None, TODAY):  # a renewal that is a draft, and one that was handed over
        other = a_partnership(db_session, school, partner)
        old = an_agreement(db_session, other, submitted_on=TODAY - timedelta(400), ends_on=TODAY + timedelta(17))
        an_agreement(db_session, other, submitted_on=days, signed_on=None, starts_on=None, ends_on=None, renews=old)
    a_commitment(db_session, made, due_on=TODAY - timedelta(3))
    a_contribution(db_session, school, partner)
    a_school_partner(db_session, school, partner)
    a_contact(db_session, school, partner, name="Robin Ash", until_on=TODAY + timedelta(20))
    leaves = {"what": "staff", "occurred_on": TODAY + timedelta(9), "leaves": "Point person"}
    db_session.add(Transition(school=school, **leaves))
    an_activity(db_session, school, record_status=RecordStatus.PROPOSED)
    an_evaluation(db_session, made, record_status=RecordStatus.PROPOSED)
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    page = client.get("/").text
    told = ("A draft of its renewal", "was handed over on", "Point person leaves", "Robin Ash leaves", "Thank them")
    assert all(said in page for said in told)
    needs_list = page[page.index('class="plain needs"') : page.index("Lately") if "Lately" in page else None]
    links = [part.split('"')[0] for part in needs_list.split('href="')[1:]]
    assert len(links) >= len(Need)
    opened = {link: client.get(link.replace("&amp;", "&"), follow_redirects=True).status_code for link in links}
    assert opened == dict.fromkeys(links, 200)


def test_a_longer_list_costs_no_more_statements(
    client_as: ClientAs, db_session: Session, school: School, partner: Partner
) -> None:
    client = client_as(Cast.POINT_PERSON)

    def statements() -> int:
        seen: list[str] = []

        def note(_conn, _cursor, statement, *_rest) -> None:
            seen.append(statement)

        client.get("/")  # the engine's answers are kept from here on
        event.listen(Engine, "before_cursor_execute", note)
        client.get("/")
        event.remove(Engine, "before_cursor_execute", note)
        return len(seen)

    def add(number: int) -> None:
        for years in range(number):
            made = a_partnership(db_session, school, partner, started_on=TODAY - timedelta(800 + years))
            an_agreement(db_session, made, submitted_on=TODAY - timedelta(400), ends_on=TODAY + timedelta(17))
            an_activity(db_session, school, record_status=RecordStatus.PROPOSED).partners = [partner]
        db_session.commit()

    add(2)
    few = statements()
    add(10)
    assert statements() == few


def test_who_only_reads_is_not_told_that_all_is_in_order(
    client_as: ClientAs, db_session: Session, school: School, partnership: Partnership
) -> None:
    an_agreement(db_session, partnership, submitted_on=TODAY - timedelta(400), ends_on=TODAY + timedelta(17))
    an_activity(db_session, school)
    db_session.commit()
    for person in (Cast.VIEWER, Cast.DISTRICT_ADMIN):
        page = client_as(person).get("/", follow_redirects=True).text
        assert "up to date" not in page
        assert "Nothing needs you" not in page
