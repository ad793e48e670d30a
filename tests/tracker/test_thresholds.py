"""The page of a district's numbers: beside the map's sentences, looked at before they are saved, for its admin."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import Role
from models.queries.continuum import continuum_of
from models.queries.standings import standings_on
from models.scope import Scope
from models.thresholds import ThresholdChange
from tests.cast import Cast, school_named
from tests.factories import TODAY, a_district, a_membership, a_user
from tests.seed.conftest import build
from tests.tracker.conftest import ClientAs
from tests.tracker.test_map_wordings import bring

LEVELS = "/thresholds/levels"


def typed(page: str) -> dict[str, str]:
    """Read what a form of numbers holds."""
    page = re.sub(r'<input (?!checked)[^>]*type="checkbox"[^>]*>', "", page)
    fields = re.findall(r'<input [^>]*name="([^"]+)"[^>]* value="([^"]*)"', page)
    fields += [(name, value) for value, name in re.findall(r'<input value="([^"]*)" [^>]*name="([^"]+)"', page)]
    form = page[page.index('class="form numbers-form"') :]
    untyped = ("once", "csrf_token", "strict")
    return {name: value for name, value in fields if f'name="{name}"' in form and name not in untyped}


def look(client: FlaskClient, address: str, **edits: str) -> tuple[int, str]:
    """Open a form, type, and look at what it changes."""
    fields = typed(client.get(address).text) | {"because": "The board said so"} | edits
    answer = client.post(address.replace("/thresholds/", "/thresholds/look/"), data=fields)
    return answer.status_code, answer.text


def changes(session: Session) -> Iterable[ThresholdChange]:
    session.rollback()
    return session.scalars(select(ThresholdChange).order_by(ThresholdChange.id)).all()


def test_numbers_are_looked_at_then_saved_and_hold_from_their_day(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    status, page = look(client, LEVELS, strict="y")
    assert status == 200
    assert "No level of any school changes" in page
    assert not changes(db_session)
    unseen = client.post(LEVELS, data=typed(page) | {"because": "So", "strict": "y", "seen": ""})
    assert (unseen.status_code, "Look first at what these numbers change" in unseen.text) == (422, True)
    saved = client.post(LEVELS, data=typed(page) | {"because": "The board said so", "strict": "y"})
    assert saved.status_code == 302, saved.text
    made = list(changes(db_session))
    assert [(one.in_force_from, one.actor, one.because) for one in made] == [
        (TODAY, "District admin", "The board said so")
    ]
    school = school_named(db_session).id
    assert school not in standings_on(db_session, TODAY, scope=Scope.of_school(school)).stale
    listed = client.get("/thresholds").text
    assert "in force" in listed
    shown = client.get(f"/thresholds/changes/{made[0].id}").text
    assert "50%" in shown
    assert "100%" in shown


def test_a_bad_number_is_told_beside_its_field_and_stays(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    for address, field, text, words in (
        (LEVELS, "thresholds-level_share", "0", "Enter a number from 1 to 100."),
        (LEVELS, "thresholds-level_share", "half", "Enter a whole number"),
        (LEVELS, "thresholds-level_share", "80", "may not be more than “The same for Sustaining”: 75%"),
        (LEVELS, "thresholds-level_share", "9" * 200, "Enter a"),
        ("/thresholds/words", "cadences-consistently-at_least", "3", "may not be less than"),
        ("/thresholds/words", "from_on", "2026-03-13", "Choose today or a later day"),
        ("/thresholds/ec2-leaders1", "practices-EC2.L1.GS.1-any-0-at_least", "", "Enter how many"),
    ):
        status, page = look(client, address, **{field: text})
        assert status == 422, (field, text)
        assert words in page
        assert re.search(rf'<input [^>]*id="{field}"[^>]*value="{text}"', page)
        assert f'id="{field}-error"' in page
    assert not changes(db_session)


def test_two_admins_do_not_overwrite_each_other(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    first, second = (look(client, "/thresholds/lasting", **{"thresholds-note_length": n})[1] for n in ("50", "60"))
    for page, status in ((first, 302), (second, 409)):
        answer = client.post("/thresholds/lasting", data=typed(page) | {"because": "So"})
        assert answer.status_code == status
    assert "changed numbers for" in answer.text
    assert typed(answer.text)["thresholds-note_length"] == "60"
    assert [one.numbers for one in changes(db_session)] == [{"thresholds/note_length": 50}]


def test_only_the_districts_own_admin_reaches_them(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    page = look(client, "/thresholds/lasting", **{"thresholds-note_length": "50", "from_on": "2026-07-01"})[1]
    client.post("/thresholds/lasting", data=typed(page) | {"because": "So"})
    made = next(iter(changes(db_session)))
    others = [person for person in Cast if person not in (Cast.DISTRICT_ADMIN, Cast.NOBODY)]
    for address in ("/thresholds", LEVELS, f"/thresholds/changes/{made.id}"):
        assert {client_as(person).get(address).status_code for person in others} == {403}
    assert client.get("/thresholds/nothing").status_code == 404
    elsewhere = a_user(db_session)
    a_membership(db_session, elsewhere, Role.DISTRICT_ADMIN, district=a_district(db_session, "Heron County"))
    db_session.commit()
    with client.session_transaction() as session:
        session["_user_id"] = elsewhere.session_token
    assert client.get(f"/thresholds/changes/{made.id}").status_code == 404
    assert client.post(f"/thresholds/changes/{made.id}/take-back").status_code == 404
    back = client_as(Cast.DISTRICT_ADMIN).post(f"/thresholds/changes/{made.id}/take-back", follow_redirects=True)
    assert "It never judged a day" in back.text


def test_each_number_stands_beside_its_sentence_the_maps_own_once_it_is_loaded(client_as: ClientAs) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    assert "Alliances act as advocates for STEM education occasionally." in client.get("/thresholds/words").text
    assert "or more" in client.get("/thresholds/ec2-leaders1").text
    _, wording = bring(client, build())
    client.post(f"{wording}/load")
    page = client.get("/thresholds/words").text
    assert "Alliances act as advocates for STEM education occasionally." not in page
    assert "“Kite EC3.Strategic Alliances1 flies" in page


def test_a_pair_a_choice_of_levels_and_what_is_told_ahead_are_numbers_like_others(
    client_as: ClientAs, db_session: Session
) -> None:
    client, pair = client_as(Cast.DISTRICT_ADMIN), "thresholds-earlier_evaluation_months"
    for least, beside in (("18", "This has to be less than “At most”: 18."), ("0", "from 1 to")):
        status, page = look(client, "/thresholds/lasting", **{f"{pair}-0": least})
        assert (status, beside in page) == (422, True), page
    told = "/thresholds/told"
    status, page = look(client, told, **{"thresholds-silent_days": "400", "thresholds-lapse_days": "30"})
    assert status == 200 and "No level of any school changes" in page
    assert client.post(told, data=typed(page) | {"because": "So"}).status_code == 302
    assert [dict(one.numbers) for one in changes(db_session)] == [
        {"thresholds/lapse_days": 30, "thresholds/silent_days": 400}
    ]
    before = typed(client.get(LEVELS).text)
    assert {name for name in before if "small_levels" in name} == {"thresholds-small_levels-5"}
    status, page = look(client, LEVELS, **{"thresholds-small_levels-1": "y"})
    assert status == 200 and "Getting Started" in page
    assert client.post(LEVELS, data=typed(page) | {"because": "So"}).status_code == 302
    own = list(changes(db_session))[-1].numbers
    assert own["thresholds/small_levels/1"] is True
    db_session.rollback()
    scope = Scope.of_school(school_named(db_session).id, district_id=school_named(db_session).district_id)
    limits = continuum_of(db_session, scope=scope).rules_on(TODAY.toordinal()).thresholds
    assert (limits.small_levels, limits.lapse_days, limits.silent_days) == ((1, 5), 30, 400)
    assert limits.earlier_evaluation_months == (6, 18)
