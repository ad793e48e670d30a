"""Actions and gaps on screen: who may do what, one tap from what is missing, and ticked off by what is logged."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actions import Action, Origin
from models.activities import Activity
from models.evaluations import CommunicationReview
from models.operations.actions import ActionEntry, add_action
from models.records import RecordStatus
from tests.cast import OTHER_SCHOOL, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, a_partnership, an_activity, an_evaluation, log_entry
from tests.tracker.conftest import ClientAs
from tests.tracker.years.steps import at_riverside, open_year

TEAM = (Cast.POINT_PERSON, Cast.SLT, Cast.SCHOOL_ADMIN)
READERS = (*TEAM, Cast.CONTRIBUTOR, Cast.DISTRICT_ADMIN)
PRACTICE, SLUG = "EC3.T1.PR.1", "ec3-teachers1"
YESTERDAY = TODAY - timedelta(days=1)


def an_action(session: Session, what: str = "Call the library", *, at: str | None = None, **said: object) -> int:
    school = school_named(session, at) if at else school_named(session)
    action = add_action(session, school, ActionEntry(what, **said), user_id=None, today=TODAY)  # type: ignore[arg-type]
    number = action.id
    session.commit()
    return number


def stored(session: Session) -> list[Action]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(Action).order_by(Action.id)))


def turn(client: FlaskClient, back: str, **asked: str) -> str:
    """Press "Turn into an action" on a page that offers it; gives the page that follows."""
    assert 'id="turn"' in client.get(back).text
    answer = client.post("/actions/turn", query_string={"back": back}, data=asked, follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, back)
    return answer.text


# ---- Who may do what


def test_the_school_reads_its_actions_the_team_its_gaps_and_nobody_else_either(
    client_as: ClientAs, db_session: Session
) -> None:
    number = an_action(db_session)
    for address, readers in (
        ("/actions", READERS),
        (f"/actions/{number}", READERS),
        ("/gaps", (*TEAM, Cast.DISTRICT_ADMIN)),
    ):
        for person in Cast:
            status = at_riverside(client_as, db_session, person).get(address).status_code
            theirs = person is Cast.OTHER_POINT_PERSON
            nobody = 302 if person is Cast.NOBODY else 403
            own = 404 if str(number) in address else 200
            assert status == (200 if person in readers else own if theirs else nobody), (address, person)


@pytest.mark.parametrize("path", ["new", "turn", "{}/edit", "{}/keep", "{}/archive", "{}/restore"])
def test_only_the_team_plans(client_as: ClientAs, db_session: Session, path: str) -> None:
    address = f"/actions/{path.format(an_action(db_session))}"
    for person in Cast:
        status = at_riverside(client_as, db_session, person).post(address, data={}).status_code
        may = person in TEAM or (person is Cast.OTHER_POINT_PERSON and path in ("new", "turn"))
        outside = 404 if person is Cast.OTHER_POINT_PERSON else 302 if person is Cast.NOBODY else 403
        assert status in (302, 422) if may else status == outside, (person, status)


def test_a_teacher_ticks_off_what_is_theirs_and_nothing_else(client_as: ClientAs, db_session: Session) -> None:
    own = an_action(db_session, "Mine", owner_id=user_of(db_session, Cast.CONTRIBUTOR).id)
    other, teacher = an_action(db_session, "Another's"), client_as(Cast.CONTRIBUTOR)
    page = teacher.get("/actions").text
    assert f"/actions/{own}/done" in page and f"/actions/{other}/done" not in page and "Add an action" not in page
    assert [teacher.post(f"/actions/{number}/done").status_code for number in (own, other)] == [302, 403]
    assert [teacher.post(f"/actions/{number}/undo").status_code for number in (own, other)] == [302, 403]
    assert "Mine" in teacher.get("/actions?mine=1").text and "Another" not in teacher.get("/actions?mine=1").text


def test_another_schools_actions_and_gaps_do_not_exist(client_as: ClientAs, db_session: Session) -> None:
    theirs = an_action(db_session, "Theirs", at=OTHER_SCHOOL)
    slt = client_as(Cast.SLT)
    assert slt.get(f"/actions/{theirs}").status_code == slt.post(f"/actions/{theirs}/done").status_code == 404
    assert "Theirs" not in slt.get("/actions").text
    entry = log_entry("A talk at the PTA")
    assert slt.post(f"/log?action={theirs}", data=entry).status_code == 302
    assert stored(db_session)[0].done_on is None


# ---- Written down, changed, done


def test_an_action_is_written_down_and_whose_it_is_must_be_clear(client_as: ClientAs, db_session: Session) -> None:
    slt = client_as(Cast.SLT)
    owner = str(user_of(db_session, Cast.CONTRIBUTOR).id)
    db_session.rollback()
    data = {"what": "Call <b>them</b>", "owner": owner, "owner_name": "Grade 6 team", "due_on": "2026-05-01"}
    refused = slt.post("/actions/new", data=data)
    assert refused.status_code == 422 and "not both" in refused.text and "Call &lt;b&gt;" in refused.text
    assert slt.post("/actions/new", data=data | {"owner_name": "", "owner": "9999"}).status_code == 422
    assert slt.post("/actions/new", data=data | {"owner_name": "", "due_on": "soon"}).status_code == 422
    assert stored(db_session) == []
    answer = slt.post("/actions/new", data=data | {"owner_name": ""}, follow_redirects=True)
    assert "Contributor" in answer.text and "May 1, 2026" in answer.text and "Call &lt;b&gt;them" in answer.text
    (action,) = stored(db_session)
    assert (action.origin, action.whose, action.assessment_id) == (Origin.OWN, "Contributor", None)


def test_who_saves_second_is_shown_both_versions(client_as: ClientAs, db_session: Session) -> None:
    number, slt = an_action(db_session), client_as(Cast.SLT)
    version = re.search(r'name="version"[^>]*value="(\d+)"', slt.get(f"/actions/{number}/edit").text)
    assert version
    first = {"what": "Call the museum", "version": version[1]}
    assert client_as(Cast.POINT_PERSON).post(f"/actions/{number}/edit", data=first).status_code == 302
    answer = slt.post(f"/actions/{number}/edit", data={"what": "Write to the library", "version": version[1]})
    assert answer.status_code == 409 and "Call the museum" in answer.text and "Write to the library" in answer.text
    assert stored(db_session)[0].what == "Call the museum"


def test_done_in_one_tap_asks_for_what_shows_it_and_is_taken_back(client_as: ClientAs, db_session: Session) -> None:
    talk = an_activity(db_session, school_named(db_session), title="A talk at the library")
    ref = talk.ref
    number, slt = an_action(db_session), client_as(Cast.SLT)
    page = slt.post(f"/actions/{number}/done", follow_redirects=True).text
    assert "Add the record that shows it" in page
    with_record = {"record": f"activity/{ref}", "note": "They come in May."}
    page = slt.post(f"/actions/{number}/done", data=with_record, follow_redirects=True).text
    assert "Shown by" in page and "A talk at the library" in page and "They come in May." in page
    assert slt.post(f"/actions/{number}/done").status_code == 422
    assert slt.post(f"/actions/{number}/done", data={"record": "activity/none"}).status_code == 422
    assert slt.post(f"/actions/{number}/undo").status_code == 302
    assert stored(db_session)[0].is_open


def test_archived_it_is_on_no_list_and_comes_back(client_as: ClientAs, db_session: Session) -> None:
    number, slt = an_action(db_session), client_as(Cast.SLT)
    slt.post(f"/actions/{number}/archive")
    assert "Call the library" not in slt.get("/actions").text
    assert "Call the library" in slt.get("/actions?archived=1").text
    slt.post(f"/actions/{number}/restore")
    assert "Call the library" in slt.get("/actions").text


def test_lists_are_filtered_and_say_what_is_overdue(client_as: ClientAs, db_session: Session) -> None:
    an_action(db_session, "Late", due_on=YESTERDAY, owner_name="Grade 6 team", indicator="EC3.Teachers1")
    an_action(db_session, "Later", due_on=TODAY + timedelta(days=9))
    slt = client_as(Cast.SLT)
    for query, late, later in (
        ("", True, True),
        ("state=overdue", True, False),
        ("owner=Grade+6+team", True, False),
        ("owner=nobody", False, True),
        ("indicator=EC3.Teachers1", True, False),
        ("q=later", False, True),
        ("state=done", False, False),
        ("state=nonsense&owner=9999&page=77&indicator=x", True, True),
    ):
        page = slt.get(f"/actions?{query}").text
        found = [f">{what}</a>" in page for what in ("Late", "Later")]
        assert found == [late, later], query
    assert "overdue 1 day" in slt.get("/actions").text


def test_what_is_late_stands_on_home_of_the_team_and_of_whose_it_is_and_is_ticked_off_there(
    client_as: ClientAs, db_session: Session
) -> None:
    teacher = user_of(db_session, Cast.CONTRIBUTOR).id
    an_action(db_session, "Late and the teacher's", due_on=YESTERDAY, owner_id=teacher)
    an_action(db_session, "Late and nobody's", due_on=YESTERDAY)
    an_action(db_session, "Due today", due_on=TODAY)
    for person, seen in (
        (Cast.SLT, [True, True, False]),
        (Cast.CONTRIBUTOR, [True, False, False]),
        (Cast.VIEWER, [False, False, False]),
    ):
        page = client_as(person).get("/").text
        assert [what in page for what in ("teacher&#39;s", "nobody&#39;s", "Due today")] == seen, person
    client = client_as(Cast.CONTRIBUTOR)
    (done,) = re.findall(r'action="(/actions/\d+/done\?back=/)"', client.get("/").text)
    page = client.post(done, follow_redirects=True).text
    assert "Done: Late and the teacher&#39;s." in page and done not in page
    (undo,) = re.findall(r'action="(/actions/\d+/undo)"', page)
    client.post(undo)
    assert done in client.get("/").text


# ---- One tap from what is missing


def test_an_open_practice_becomes_an_action_once_and_logging_it_ticks_it_off(
    client_as: ClientAs, db_session: Session
) -> None:
    slt, why = client_as(Cast.SLT), f"/indicators/{SLUG}"
    page = slt.get(why).text
    key = re.findall(r'form="turn" name="practice" value="([^"]+)"', page)[0]
    assert "It is an action now" in turn(slt, why, practice=key)
    again = turn(slt, why, practice=key)
    assert "It is an action already" in again and f'value="{key}">Turn' not in again
    (action,) = stored(db_session)
    assert (action.practice, action.indicator, action.by) == (key, "EC3.Teachers1", "teachers")
    # It is somebody's and has a day, or nobody would ever be asked for it.
    assert (action.owner_id, action.due_on) == (user_of(db_session, Cast.SLT).id, TODAY + timedelta(days=30))
    assert action.note
    shown = slt.get(f"/actions/{action.id}").text
    href = re.search(r'href="(/log\?[^"]+)">Log it', shown)
    assert href, shown
    address = href[1].replace("&amp;", "&")
    form = slt.get(address).text
    assert f"Saving ticks off “{action.what}”" in form.replace("&#34;", '"')
    posted = slt.post(address, data=log_entry("A talk at the PTA") | {"topic": ["stem_purpose"]})
    assert posted.status_code == 302, posted.text
    (action,) = stored(db_session)
    (talk,) = db_session.scalars(select(Activity)).all()
    assert (action.done_on, action.done_by) == (TODAY, f"activity/{talk.ref}")
    assert "is ticked off" in slt.get(posted.headers["Location"], follow_redirects=True).text
    slt.post(f"/activities/{talk.id}/archive")
    assert stored(db_session)[0].done_on is None


def test_a_planned_small_record_ticks_its_action_off_too(client_as: ClientAs, db_session: Session) -> None:
    number = an_action(
        db_session, "Thank the library", log_kind="recognition", log_fill={"mode": ("private",)}, origin=Origin.PLAN
    )
    slt = client_as(Cast.SLT)
    shown = slt.get(f"/actions/{number}").text
    href = re.search(r'href="(/records/recognition/new\?[^"]+)">Log it', shown)
    assert href
    address = href[1].replace("&amp;", "&")
    assert "Saving ticks off" in slt.get(address).text
    data = {"mode": "private", "occurred_on": TODAY.isoformat(), "audience": "business"}
    saved = slt.post(address, data=data).headers["Location"]
    assert slt.get(saved).headers["Location"] == f"/actions/{number}", "it leads back after saying what it did"
    (action,) = stored(db_session)
    assert action.done_on == TODAY and (action.done_by or "").startswith("recognition/")


def test_what_an_evaluation_and_a_review_want_improved_is_listed_and_becomes_an_action(
    client_as: ClientAs, db_session: Session
) -> None:
    school = school_named(db_session)
    partnership = a_partnership(db_session, school, partner_named(db_session))
    evaluation = an_evaluation(db_session, partnership, actions_open="Meet before the fair. " + "x" * 250)
    review = CommunicationReview(school=school, occurred_on=TODAY, actions_open="Write to firms in March")
    db_session.add(review)
    db_session.flush()
    keys = f"evaluation/{evaluation.ref}", f"commreview/{review.ref}"
    pages = f"/evaluations/{evaluation.id}", f"/records/commreview/{review.id}"
    db_session.commit()
    slt = client_as(Cast.SLT)
    assert all(f'value="{key}"' in slt.get("/actions").text for key in keys)
    assert 'form="turn"' not in client_as(Cast.CONTRIBUTOR).get("/actions").text
    for key, page in zip(keys, pages, strict=True):
        shown = turn(slt, page, record=key)
        assert "It is an action now" in shown and 'form="turn"' not in shown
    first, second = stored(db_session)
    assert (first.origin, second.origin) == (Origin.EVALUATION, Origin.REVIEW)
    assert len(first.what) <= 200 and "x" * 250 in (first.note or "") and second.what == "Write to firms in March"
    assert "To be improved" not in slt.get("/actions").text
    answer = slt.post("/actions/turn", data={"record": "evaluation/none"}, follow_redirects=True)
    assert "not open any more" in answer.text


def test_a_gap_becomes_an_action_and_is_gone_once_it_is_repaired(client_as: ClientAs, db_session: Session) -> None:
    school = school_named(db_session)
    partnership = a_partnership(db_session, school, partner_named(db_session), point_person=None)
    number, key = partnership.id, f"no_point_person:{partnership.ref}"
    db_session.commit()
    point = client_as(Cast.POINT_PERSON)
    page = point.get("/gaps").text
    assert (
        "In force without a point person" in page and f'href="/partnerships/{number}/point-person?back=/gaps"' in page
    )
    assert "An action already" in turn(point, "/gaps", gap=key)
    (action,) = stored(db_session)
    assert (action.origin, action.gap) == (Origin.GAP, key) and action.from_record == f"partnership/{partnership.ref}"
    slt = client_as(Cast.SLT).get("/gaps").text
    assert f'href="/partnerships/{number}/' not in slt, "only a point person may name one"
    address = f"/partnerships/{number}/point-person"
    version = re.search(r'name="version"[^>]*value="(\d+)"', point.get(address).text)
    assert version
    named = point.post(address, data={"person": "Pat", "from_on": TODAY.isoformat(), "version": version[1]})
    assert named.status_code == 302
    assert "In force without a point person" not in point.get("/gaps").text


def test_every_way_to_repair_a_gap_leads_to_a_page(client_as: ClientAs, db_session: Session) -> None:
    school = school_named(db_session)
    a_partnership(db_session, school, partner_named(db_session))
    an_activity(db_session, school, title="A talk", occurred_on=TODAY - timedelta(days=150))
    db_session.commit()
    admin = client_as(Cast.SCHOOL_ADMIN)
    year = open_year(admin)
    page = admin.get(f"{year}/{SLUG}").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version
    rated = {"existing": "3", "desired": "4", "version": version[1], "rationale": "y" * 60, "file": ""}
    admin.post(f"{year}/{SLUG}", data=rated | {"existing": "2"})
    page = admin.get("/gaps").text
    links = re.findall(r'<a class="btn quiet" href="([^"]+)">[^<]+<span class="sr-only">: ', page)
    assert len(links) >= 5
    for link in links:
        assert admin.get(link.replace("&amp;", "&"), follow_redirects=True).status_code == 200, link
    # Who may not repair it is led where they can read it.
    seen = client_as(Cast.SLT).get("/gaps").text
    assert "See the partnership" in seen
    assert len(re.findall(r'<a class="btn quiet" href="([^"]+)">[^<]+<span class="sr-only">: ', seen)) == len(links)
    keys = re.findall(r'name="gap" value="([^"]+)"', page)
    for key in keys:
        turn(admin, "/gaps", gap=key.replace("&amp;", "&").replace("&#39;", "'"))
    assert len(stored(db_session)) == len(keys)
    for action in stored(db_session):
        shown = admin.get(f"/actions/{action.id}")
        assert shown.status_code == 200
        for href in re.findall(r'href="([^"]+)">Log it', shown.text):
            assert admin.get(href.replace("&amp;", "&"), follow_redirects=True).status_code == 200, href


# ---- In the year


def test_what_was_done_for_an_indicator_is_offered_as_its_evidence(client_as: ClientAs, db_session: Session) -> None:
    slt = client_as(Cast.SLT)
    year = open_year(slt)
    number = an_action(db_session, "Give a talk", indicator="EC3.Teachers1")
    assert "Done for this indicator" not in slt.get(f"{year}/{SLUG}").text
    slt.post(f"/actions/{number}/done")
    page = slt.get(f"{year}/{SLUG}").text
    assert "Done for this indicator" in page and "Give a talk" in page
    (action,) = stored(db_session)
    tie = {"record": f"action/{action.ref}", "indicators": "EC3.Teachers1"}
    assert slt.post(f"{year}/{SLUG}/evidence", data=tie).status_code == 302
    page = slt.get(f"{year}/{SLUG}").text
    assert "Done for this indicator" not in page and "Give a talk" in page
    assert "Done for this indicator" not in slt.get(f"{year}/ec2-students1").text


def test_the_next_year_asks_of_every_open_action_whether_it_is_still_meant(
    client_as: ClientAs, db_session: Session
) -> None:
    slt = client_as(Cast.SLT)
    open_year(slt, "2024-25")
    slt.post("/actions/new", data={"what": "Call the museum"})
    assert stored(db_session)[0].assessment_id is not None
    open_year(slt)
    page = slt.get("/actions?state=review").text
    assert "Call the museum" in page and "to review" in page
    first, copy = stored(db_session)
    assert "Taken over into a later year" in slt.get(f"/actions/{first.id}").text
    slt.post(f"/actions/{copy.id}/keep", query_string={"back": "/actions"})
    assert "Call the museum" not in slt.get("/actions?state=review").text
    assert slt.get("/actions").text.count(">Call the museum</a>") == 1


def test_what_is_logged_ahead_does_not_tick_an_action_off_yet(client_as: ClientAs, db_session: Session) -> None:
    number, slt = an_action(db_session), client_as(Cast.SLT)
    entry = log_entry("A talk next week") | {"occurred_on": (TODAY + timedelta(days=7)).isoformat()}
    assert slt.post(f"/log?action={number}", data=entry).status_code == 302
    (action,) = stored(db_session)
    assert action.is_open and action.done_by
    assert "Logged ahead" in slt.get(f"/actions/{number}").text
    draft = db_session.scalars(select(Activity)).one()
    assert draft.record_status is RecordStatus.DRAFT
