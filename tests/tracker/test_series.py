"""Series on screen: from the form, from an activity, from a line; and what waits, confirmed or dropped in one tap."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.queries.continuum import continuum_of
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope
from models.series import Series, SeriesDay
from models.wording import day_words
from tests.cast import Cast, partner_named, school_named, user_of
from tests.factories import TODAY, a_contribution, a_partnership, an_activity, an_evaluation, log_entry
from tests.tracker.conftest import ClientAs

WEEKLY = {"every": "week", "times": "4"}
KEY = re.compile(r'name="once" value="([^"]+)"')


def logged(client: Any, **more: Any) -> int:
    """Log a series by the form and give the number of its first activity."""
    answer = client.post("/log", data=log_entry("Newsletter") | WEEKLY | more)
    assert answer.status_code == 302, answer.text
    return int(answer.headers["Location"].rpartition("/")[2])


def drafts(world: Session) -> list[Activity]:
    world.rollback()
    world.expire_all()
    statement = select(Activity).where(Activity.record_status == RecordStatus.DRAFT)
    return list(world.scalars(statement.order_by(Activity.occurred_on, Activity.id)))


def the_series(world: Session) -> Series:
    world.rollback()
    world.expire_all()
    return world.scalars(select(Series)).one()


def move_to(app: Flask, days: int) -> None:
    app.config["TODAY"] = TODAY + timedelta(days)


def test_the_form_makes_a_series_and_says_so(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    first = logged(client)
    assert len(drafts(db_session)) == 3
    page = client.get(f"/activities/{first}").text
    told = page[page.index('class="flash good"') :]
    assert f"/series/{the_series(db_session).id}" in told
    series = client.get(f"/series/{the_series(db_session).id}").text
    assert "Every week, on Saturdays, until Apr 4, 2026" in series and "Saturday, Mar 21, 2026" in series
    # In this sitting one thing was logged, not four.
    assert client.get("/log").text.count(">Newsletter</a>") == 1


def test_what_is_wrong_with_repeating_stands_beside_the_field_and_nothing_is_stored(
    client_as: ClientAs, db_session: Session
) -> None:
    client = client_as(Cast.POINT_PERSON)
    for wrong, field in (
        ({"every": "never", "times": "3"}, "every"),
        ({"times": "3"}, "every"),
        ({"every": "week", "times": "1"}, "times"),
        ({"every": "week", "until_on": "soon"}, "until_on"),
        ({"every": "week", "times": "x"}, "times"),
    ):
        answer = client.post("/log?tile=talk", data=log_entry("Talk") | {"topic": ["progress"]} | wrong)
        assert answer.status_code == 422, wrong
        assert f'id="{field}-error"' in answer.text, wrong
        assert '<details class="more-fields" id="repeat" open>' in answer.text
    assert db_session.scalar(select(func.count(Activity.id))) == 0


def test_without_a_last_day_a_series_goes_on_to_the_end_of_the_school_year_and_says_so(
    client_as: ClientAs, db_session: Session
) -> None:
    client = client_as(Cast.POINT_PERSON)
    assert "goes on to the end of the school year" in client.get("/log?tile=talk").text
    answer = client.post("/log?tile=talk", data=log_entry("Talk") | {"topic": ["progress"], "every": "month"})
    assert answer.status_code == 302
    last = max(one.occurred_on for one in drafts(db_session))
    assert (last + timedelta(days=31)) > SchoolYear.of(TODAY).last >= last
    assert f"It is repeated until {day_words(last)}." in client.get(answer.headers["Location"]).text


@pytest.mark.parametrize("tile", ["visit", "news", "gift", "tutoring", "other"])
def test_every_tile_asks_whether_it_repeats(client_as: ClientAs, tile: str) -> None:
    page = client_as(Cast.POINT_PERSON).get(f"/log?tile={tile}").text
    assert 'id="repeat"' in page and 'name="every"' in page


def test_a_line_that_says_how_often_offers_a_series_and_makes_none(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    form = client.post("/log/line", data={"line": "monthly newsletter sent today"}).headers["Location"]
    page = client.get(form).text
    assert "You said every month" in page and 'name="said_every" type="hidden" value="month"' in page
    assert 'id="every-0" value="" checked' in page
    sent = log_entry("Monthly newsletter") | {"said_every": "month"}
    activity = client.post("/log", data=sent).headers["Location"]
    assert db_session.scalar(select(func.count(Series.id))) == 0
    told = client.get(activity).text
    offer = re.search(r'action="(/activities/\d+/series)".*?</form>', told, re.DOTALL)
    assert offer and "Make it a series until Jun 30, 2026" in told
    fields = dict(re.findall(r'name="(every|until_on)"\s+value="([^"]+)"', offer[0]))
    assert client.post(offer[1], data=fields).status_code == 302
    assert [one.occurred_on.month for one in drafts(db_session)] == [4, 5, 6]
    # Said once, offered once.
    assert "You said" not in client.get(activity).text


def test_an_activity_becomes_a_series_once_however_often_it_is_sent(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    activity = an_activity(db_session, school_named(db_session), title="Tutoring")
    db_session.commit()
    page = client.get(f"/activities/{activity.id}/series").text
    assert 'value="month" checked' in page and 'value="2026-06-30"' in page
    sent = WEEKLY | {"once": KEY.findall(page)[-1]}
    answers = [client.post(f"/activities/{activity.id}/series", data=sent) for _ in range(2)]
    where = f"/series/{the_series(db_session).id}"
    assert [answer.headers["Location"] for answer in answers] == [where, where]
    assert len(drafts(db_session)) == 3
    again = client.post(f"/activities/{activity.id}/series", data=WEEKLY)
    assert again.status_code == 422 and "of a series already" in again.text


def test_a_log_form_sent_twice_leads_to_what_was_logged(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    once = KEY.findall(client.get("/log?tile=talk").text)[-1]
    assert logged(client, once=once) == logged(client, once=once)
    assert len(drafts(db_session)) == 3


def test_a_draft_counts_from_the_tap_that_confirms_it_and_not_before(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    client = client_as(Cast.POINT_PERSON)
    logged(client, channel=["newsletter"], audience=["families"], people="60")
    scope = Scope.of_school(school_named(db_session).id)

    def counted(on: int) -> int:
        db_session.rollback()
        facts = continuum_of(db_session, scope=scope).evidence.facts["activity"]
        return sum(fact.on <= (TODAY + timedelta(on)).toordinal() for fact in facts)

    move_to(app, 8)
    assert counted(8) == 1
    home = client.get("/").text
    assert "Did it happen?" in home and "One thing needs you" in home
    [draft, *_] = drafts(db_session)
    page = client.get("/to-confirm").text
    # The one of today's week waits; those to come do not.
    assert page.count("Did not happen") == 1 and f'id="people-{draft.id}"' in page
    answer = client.post(f"/activities/{draft.id}/confirm?back=/to-confirm", data={"people": "55"})
    assert answer.headers["Location"] == "/to-confirm"
    assert counted(8) == 2
    page = client.get("/to-confirm").text
    assert "Confirmed." in page and "Nothing waits for you" in page
    db_session.expire_all()
    assert db_session.get_one(Activity, draft.id).people == 55
    # A slip of the thumb is taken back, and it waits again.
    assert f"/activities/{draft.id}/wait-again" in page
    client.post(f"/activities/{draft.id}/wait-again")
    assert counted(8) == 1 and "Did not happen" in client.get("/to-confirm").text


def test_a_wrong_number_is_said_beside_its_field_and_nothing_is_confirmed(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    client = client_as(Cast.POINT_PERSON)
    logged(client)
    move_to(app, 7)
    [draft, *_] = drafts(db_session)
    answer = client.post(f"/activities/{draft.id}/confirm?back=/", data={"people": "many"})
    assert answer.status_code == 422
    assert f'id="people-{draft.id}-error"' in answer.text and 'value="many"' in answer.text
    assert len(drafts(db_session)) == 3


def test_what_did_not_happen_is_archived_in_one_tap_and_brought_back_in_another(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    logged(client)
    move_to(app, 7)
    [draft, *_] = drafts(db_session)
    once = KEY.findall(client.get("/to-confirm").text)[-1]
    for _ in range(2):
        answer = client.post(f"/activities/{draft.id}/drop?back=/", data={"once": once})
        assert answer.status_code == 302
    page = client.get("/").text
    assert "it did not happen" in page and f"/activities/{draft.id}/restore" in page
    assert "it did not happen" in client.get(f"/activities/{draft.id}").text
    assert draft.id not in [one.id for one in drafts(db_session)]
    client.post(f"/activities/{draft.id}/restore")
    assert draft.id in [one.id for one in drafts(db_session)]


def test_contributors_are_asked_about_their_own_and_drop_no_other(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    logged(client_as(Cast.POINT_PERSON))
    move_to(app, 7)
    [draft, *_] = drafts(db_session)
    teacher = client_as(Cast.CONTRIBUTOR)
    assert "Nothing waits for you" in teacher.get("/to-confirm").text
    assert teacher.post(f"/activities/{draft.id}/drop").status_code == 403
    assert teacher.post(f"/activities/{draft.id}/wait-again").status_code == 403
    series = the_series(db_session).id
    for verb in ("change", "stop", f"like/{draft.id}"):
        assert teacher.post(f"/series/{series}/{verb}").status_code == 403
    assert "Stop the series" not in teacher.get(f"/series/{series}").text
    slt = client_as(Cast.SLT)
    assert "Did not happen" in slt.get("/to-confirm").text
    # Whoever may edit it may say that it happened.
    assert teacher.post(f"/activities/{draft.id}/confirm").status_code == 302
    assert len(drafts(db_session)) == 2


def test_other_schools_and_viewers_neither_see_nor_change_a_series(client_as: ClientAs, db_session: Session) -> None:
    first = logged(client_as(Cast.POINT_PERSON))
    series, [draft, *_] = the_series(db_session).id, drafts(db_session)
    paths = [f"/series/{series}/stop", f"/series/{series}/change", f"/series/{series}/like/{first}"]
    paths += [f"/activities/{draft.id}/{verb}" for verb in ("confirm", "drop", "wait-again", "series")]
    for path in paths:
        assert client_as(Cast.OTHER_POINT_PERSON).post(path).status_code == 404, path
        assert client_as(Cast.VIEWER).post(path).status_code == 403, path
        assert client_as(Cast.ALLIANCE).post(path).status_code == 403, path
    assert client_as(Cast.OTHER_POINT_PERSON).get(f"/series/{series}").status_code == 404
    assert client_as(Cast.VIEWER).get(f"/series/{series}").status_code == 200
    assert client_as(Cast.VIEWER).get("/to-confirm").status_code == 403


def test_what_an_alliance_entered_is_confirmed_by_those_who_answer_for_partnerships(
    client_as: ClientAs, db_session: Session
) -> None:
    school = school_named(db_session)
    theirs = an_activity(db_session, school, title="Shadowing day", record_status=RecordStatus.PROPOSED)
    partnership = a_partnership(db_session, school, partner_named(db_session))
    an_evaluation(db_session, partnership, record_status=RecordStatus.PROPOSED)
    db_session.commit()
    page = client_as(Cast.POINT_PERSON).get("/to-confirm").text
    assert "Shadowing day" in page and "entered by an alliance" in page and "Evaluation by the partner" in page
    for person in (Cast.SLT, Cast.CONTRIBUTOR):
        assert "Shadowing day" not in client_as(person).get("/to-confirm").text
        for verb in ("confirm", "drop"):
            assert client_as(person).post(f"/activities/{theirs.id}/{verb}").status_code == 403
    assert client_as(Cast.POINT_PERSON).post(f"/activities/{theirs.id}/confirm").status_code == 302
    db_session.expire_all()
    assert db_session.get_one(Activity, theirs.id).record_status is RecordStatus.CONFIRMED


def test_a_series_is_changed_and_stopped_on_its_page(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    logged(client)
    series = the_series(db_session)
    where = f"/series/{series.id}"
    page = client.get(f"{where}/change").text
    assert 'value="2026-03-21"' in page and 'value="2026-04-04"' in page
    typed = {"name": "The letter", "from_on": "2026-03-28", "every": "month", "until_on": "2026-06-30"}
    version = {"version": str(series.version)}
    assert client.post(f"{where}/change", data=typed | version | {"from_on": "2026-03-13"}).status_code == 422
    assert client.post(f"{where}/change", data=typed | version).headers["Location"] == where
    assert [one.occurred_on.isoformat() for one in drafts(db_session)] == [
        "2026-03-21", "2026-03-28", "2026-04-28", "2026-05-28", "2026-06-28",
    ]  # fmt: skip
    # Who opened the form before is shown what stands now.
    late = client.post(f"{where}/change", data=typed | version | {"name": "Another"})
    assert late.status_code == 409 and "The letter" in late.text and "Another" in late.text
    assert client.post(f"{where}/stop").headers["Location"] == where
    page = client.get(where).text
    assert "stopped" in page and "6 days archived" in page and not drafts(db_session)
    assert "Stop the series" not in page and "The letter" in page


def test_later_days_take_over_what_was_changed_in_one(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    logged(client)
    series, second = the_series(db_session).id, drafts(db_session)[1]
    second.title = "Spring issue"
    db_session.commit()
    assert "Make the later ones like this" in client.get(f"/activities/{second.id}").text
    client.post(f"/series/{series}/like/{second.id}")
    assert [one.title for one in drafts(db_session)] == ["Newsletter", "Spring issue", "Spring issue"]
    stranger = an_activity(db_session, school_named(db_session))
    db_session.commit()
    assert client.post(f"/series/{series}/like/{stranger.id}").status_code == 404


def test_undoing_what_began_a_series_takes_its_drafts_back(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    first = logged(client)
    client.post(f"/activities/{first}/undo")
    assert not drafts(db_session) and the_series(db_session).record_status is RecordStatus.ARCHIVED


def test_a_series_begins_in_the_future_as_drafts_alone(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    logged(client, occurred_on="2026-03-31", every="month", times="3")
    assert [one.occurred_on.isoformat() for one in drafts(db_session)] == ["2026-03-31", "2026-04-30", "2026-05-31"]
    assert db_session.scalar(select(func.count(SeriesDay.id))) == 3
    assert {one.entered_by_id for one in drafts(db_session)} == {user_of(db_session, Cast.POINT_PERSON).id}


def test_a_name_with_marks_and_without_a_space_is_shown_as_it_is(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    title = "<b>" + "x" * 190
    client.post("/log", data=log_entry(title) | WEEKLY)
    page = client.get(f"/series/{the_series(db_session).id}").text
    assert "&lt;b&gt;xxx" in page and "<b>xxx" not in page


def test_what_waits_is_a_list_like_the_others_and_ticked_rows_of_all_kinds_are_confirmed_together(
    client_as: ClientAs, db_session: Session
) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    days = [TODAY - timedelta(days=number) for number in range(1, 61)]
    drafts_ = [
        an_activity(db_session, school, title=f"Visit {on}", occurred_on=on, record_status=RecordStatus.DRAFT)
        for on in days
    ]
    gift = a_contribution(db_session, school, partner, record_status=RecordStatus.PROPOSED)
    db_session.commit()
    chosen = [f"activity-{drafts_[-1].id}-{drafts_[-1].version}", f"contribution-{gift.id}-{gift.version}"]
    client = client_as(Cast.POINT_PERSON)
    first, second = client.get("/to-confirm").text, client.get("/to-confirm?page=2").text
    assert "61 wait to be confirmed" in first and "Page 1 of 2" in first and "Page 2 of 2" in second
    assert 'class="of-month"' in first and all(f'value="{one}"' in first + second for one in chosen)
    assert client.get("/to-confirm?only=partners").text.count('<tr class="whole">') == 1
    # A wrong number is said on the page of its row.
    late = drafts_[0]
    wrong = client.post(f"/activities/{late.id}/confirm?back=/to-confirm?page=2", data={"people": "many"})
    assert wrong.status_code == 422 and f'id="people-{late.id}-error"' in wrong.text
    # Who only contributes confirms nothing that a partner entered.
    client_as(Cast.CONTRIBUTOR).post("/partner-entries/confirm", data={"chosen": chosen[1:]})
    db_session.rollback()
    db_session.expire_all()
    assert gift.record_status is RecordStatus.PROPOSED
    done = client.post("/partner-entries/confirm", data={"chosen": chosen, "query": "page=2"})
    assert done.headers["Location"] == "/to-confirm?page=2"
    assert "2 confirmed" in client.get("/to-confirm").text
    db_session.rollback()
    db_session.expire_all()
    assert {gift.record_status, drafts_[-1].record_status} == {RecordStatus.CONFIRMED}
