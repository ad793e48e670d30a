"""The page of the leadership team: who is on it and missing, ended in one form, and what the map asks beside it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.continuum.time.calendar import back
from models.queries.continuum import continuum_of
from models.queries.roster import Team, list_members, team_on
from models.school_years import SchoolYear
from models.scope import Scope
from models.stewardship import RosterMember
from tests.cast import OTHER_SCHOOL, SCHOOL, Cast, school_named
from tests.factories import TODAY
from tests.tracker.conftest import ClientAs

YEAR = SchoolYear.of(TODAY)


def seat(session: Session, person: str, *group: str, school: str = SCHOOL, **fields: object) -> RosterMember:
    fields = {"from_on": TODAY - timedelta(days=400), "confirmed_on": (TODAY - timedelta(days=5),)} | fields
    member = RosterMember(
        school_id=school_named(session, school).id, entered_on=TODAY, person=person, group=group, **fields
    )
    session.add(member)
    session.commit()
    return member


def team(session: Session, on: date = TODAY) -> Team:
    scope = Scope.of_school(school_named(session).id)
    return team_on(list_members(session, scope=scope), continuum_of(session, scope=scope), on, year=YEAR)


def test_who_is_missing_is_what_the_practice_says(db_session: Session) -> None:
    for number, group in enumerate(("teachers", "families", "business", "higher_ed")):
        seat(db_session, f"Member {number}", group)
    found = team(db_session)
    missing = {group.code for group in found.missing}
    assert missing == {"students", "providers", "nonprofit", "industry", "community_org"}
    assert found.asked == 7
    counts = {
        one.what: one.have for _, answer in found.practices if answer.key == "EC1.L2.PR.1" for one in answer.counts
    }
    assert counts["stakeholder_groups"] == 9 - len(missing)


@pytest.mark.parametrize(
    ("until", "counts_until", "ends_on"),
    [
        (TODAY - timedelta(days=60), None, None),
        (TODAY - timedelta(days=59), TODAY + timedelta(days=1), None),
        (YEAR.end, None, YEAR.end),
        (YEAR.end + timedelta(days=1), None, None),
    ],
)
def test_a_term_that_ends_leaves_a_vacancy_from_its_day(
    db_session: Session, until: date, counts_until: date | None, ends_on: date | None
) -> None:
    seat(db_session, "Kim Oduya", "industry", until_on=until)
    group = next(one for one in team(db_session).groups if one.code == "industry")
    assert (group.counts_until, group.ends_on) == (counts_until, ends_on)
    assert group.missing is (until <= TODAY)


def test_who_follows_on_the_day_of_an_end_leaves_no_gap(db_session: Session) -> None:
    ends = TODAY + timedelta(days=30)
    seat(db_session, "Kim Oduya", "industry", until_on=ends)
    seat(db_session, "Lee Park", "industry", from_on=ends, confirmed_on=())
    found = team(db_session)
    assert [one.ends_on for one in found.groups if one.code == "industry"] == [None]
    assert [one.member.person for one in found.to_come] == ["Lee Park"]


def test_a_seat_that_nobody_confirmed_for_three_years_counts_no_more(db_session: Session) -> None:
    for months, counts, asks in ((36, False, True), (35, True, True), (11, True, False)):
        day = date.fromordinal(back(TODAY.toordinal(), months))
        seat(db_session, f"Member {months}", "industry", from_on=day, confirmed_on=())
        one = next(one for one in team(db_session).seats if one.member.person == f"Member {months}")
        assert (one.counts, one.asks) == (counts, asks)


def test_no_student_is_named(client_as: ClientAs, db_session: Session) -> None:
    seat(db_session, "Robin Vale", "students", role="Grade 8")
    page = client_as(Cast.SLT).get("/roster").text
    assert "Robin Vale" not in page
    assert "The students’ seat" in page


def test_a_member_ends_in_one_form_and_two_editors_do_not_overwrite_each_other(
    client_as: ClientAs, db_session: Session
) -> None:
    member = seat(db_session, "Kim <b>Oduya</b> " + "x" * 180, "families")
    client = client_as(Cast.SLT)
    assert "Kim &lt;b&gt;Oduya" in client.get("/roster").text
    address = f"/roster/{member.id}/end"
    for typed, said in (("1990-01-01", "This cannot be on or before"), ("soon", "Enter a real date"), ("", "Say from")):
        refused = client.post(address, data={"version": member.version, "until_on": typed})
        assert refused.status_code == 422
        assert said in refused.text
        assert f'value="{typed}"' in refused.text
    assert client.post(address, data={"version": 1, "until_on": TODAY.isoformat()}).status_code == 302
    late = client.post(address, data={"version": 1, "until_on": "2026-03-01"})
    assert late.status_code == 409
    assert "Someone saved this record before you" in late.text
    assert db_session.scalars(select(RosterMember.until_on)).all() == [TODAY]


def test_who_has_no_role_yet_is_pointed_out_and_saying_it_leads_back_to_the_team(
    client_as: ClientAs, db_session: Session
) -> None:
    seat(db_session, "Kim Oduya", "families", role="Parent")
    member = seat(db_session, "Lee Park", "industry")
    seat(db_session, "Long Gone", "industry", until_on=TODAY)
    client = client_as(Cast.SLT)
    assert "as long as one has none, that part is not there" in client.get("/records/roster/new").text
    page = client.get("/roster").text
    edit = f"/records/roster/{member.id}/edit?back=/roster"
    assert page.count("no role yet") == 1
    assert f'href="{edit}"' in page
    typed = {"version": member.version, "person": "Lee Park", "group": "industry", "role": "Machine shop"}
    saved = client.post(edit, data=typed | {"from_on": member.from_on.isoformat()})
    assert (saved.status_code, saved.location) == (302, "/roster")
    assert "no role yet" not in client.get("/roster").text


def test_all_seats_are_confirmed_by_one_press_once(client_as: ClientAs, db_session: Session) -> None:
    for person in ("Kim", "Lee"):
        seat(db_session, person, "families")
    seat(db_session, "Gone", "families", until_on=TODAY)
    client = client_as(Cast.POINT_PERSON)
    for told in ("2 members are still on", "0 members are still on"):
        assert told in client.post("/roster/confirm", follow_redirects=True).text
    db_session.rollback()
    days = dict(db_session.execute(select(RosterMember.person, RosterMember.confirmed_on)).all())
    assert [TODAY in days[person] for person in ("Kim", "Lee", "Gone")] == [True, True, False]


def test_who_may_see_the_team_and_who_may_change_it(client_as: ClientAs, db_session: Session) -> None:
    member = seat(db_session, "Kim", "families")
    other = seat(db_session, "Lee", "families", school=OTHER_SCHOOL)
    codes = {person: client_as(person).get("/roster").status_code for person in Cast if person is not Cast.NOBODY}
    kept_out = {Cast.CONTRIBUTOR, Cast.VIEWER, Cast.ALLIANCE, Cast.OTHER_ALLIANCE}
    assert {person for person, code in codes.items() if code == 403} == kept_out
    assert {code for person, code in codes.items() if person not in kept_out} == {200}
    data = {"version": 1, "until_on": TODAY.isoformat()}
    assert client_as(Cast.DISTRICT_ADMIN).post(f"/roster/{member.id}/end", data=data).status_code == 403
    assert client_as(Cast.SLT).post(f"/roster/{other.id}/end", data=data).status_code == 404


def test_why_pages_lead_to_the_team_where_it_counts(client_as: ClientAs) -> None:
    client = client_as(Cast.SLT)
    assert 'href="/roster">The team' in client.get("/indicators/ec1-leaders2").text
    assert 'class="btn quiet" href="/roster"' not in client.get("/indicators/ec3-teachers1").text
