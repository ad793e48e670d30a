"""An alliance reads how far its own records carry the indicators about alliances, and nothing of anybody else."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy.orm import Session

from models.needs import Match
from models.queries.alliance_own import own_rows
from models.queries.continuum import continuum_of
from models.scope import Scope
from seed.alliance_why import load_to_dos
from tests.cast import OTHER_PARTNER, OTHER_SCHOOL, PARTNER, Cast, partner_named, school_named
from tests.factories import TODAY, a_contribution, a_partnership, an_activity, an_evaluation
from tests.tracker.conftest import ClientAs

THERE = re.compile(r"(\d+) of \d+ things are there by your records alone")


def test_what_it_gave_is_there_and_what_is_not_names_what_it_can_do(client_as: ClientAs, db_session: Session) -> None:
    alliance = client_as(Cast.ALLIANCE)
    page = alliance.get("/alliance/why").text
    assert THERE.findall(page) == ["0", "0"] and "Answer what a school asks you for" in page
    school, partner = school_named(db_session), partner_named(db_session)
    a_contribution(db_session, school, partner, type="tutoring", way=("people",))
    db_session.commit()
    page = alliance.get("/alliance/why").text
    assert THERE.findall(page)[0] == "1" and "Getting Started" in page
    assert "Answer what a school asks you for" not in page and "Say what your workforce needs" in page
    assert "1 record of yours" in page


def test_nothing_that_others_did_and_nothing_the_school_said_alone_moves_it(
    client_as: ClientAs, db_session: Session
) -> None:
    school, partner, other = (
        school_named(db_session),
        partner_named(db_session),
        partner_named(db_session, OTHER_PARTNER),
    )
    ours, theirs = a_partnership(db_session, school, partner), a_partnership(db_session, school, other)
    an_activity(db_session, school, partners=[partner, other], way=("people",), by=("alliances",))
    db_session.commit()
    before = client_as(Cast.ALLIANCE).get("/alliance/why").text
    for days in range(10, 400, 30):
        a_contribution(
            db_session, school, other, type="funding", way=("funding",), occurred_on=TODAY - timedelta(days=days)
        )
        an_activity(
            db_session, school, partners=[other], by=("alliances",), topic=("funding_sources",), way=("speaking",),
            occurred_on=TODAY - timedelta(days=days),
        )  # fmt: skip
    db_session.add(
        Match(school=school, partner=other, offer="tutoring", occurred_on=TODAY - timedelta(days=9), answer="accepted")
    )
    an_evaluation(db_session, theirs, side="both", actions_done="Met more often")
    an_evaluation(db_session, ours, side="school", actions_done="Kept for us", teachers=True)
    db_session.commit()
    after = client_as(Cast.ALLIANCE).get("/alliance/why").text
    assert THERE.findall(before) == THERE.findall(after) and OTHER_PARTNER not in after
    assert re.sub(r"nonce.*|value=.*", "", before) == re.sub(r"nonce.*|value=.*", "", after)
    whole = continuum_of(db_session, scope=Scope.of_school(school.id, district_id=school.district_id)).evidence
    kept = own_rows({kind: tuple(some.values()) for kind, some in whole.rows.items()}, PARTNER, whole.language)
    assert OTHER_PARTNER not in repr(kept) and "Kept for us" not in repr(kept) and kept["activity"]


def test_it_shows_schools_it_works_with_to_its_own_people_only(client_as: ClientAs, db_session: Session) -> None:
    ours, other = school_named(db_session).id, school_named(db_session, OTHER_SCHOOL).id
    db_session.rollback()
    alliance = client_as(Cast.ALLIANCE)
    codes = {alliance.get(f"/alliance/why?school={one}").status_code for one in (other, "x", -1, 10**9)}
    assert codes == {404} and alliance.get(f"/alliance/why?school={ours}").status_code == 200
    assert client_as(Cast.POINT_PERSON).get("/alliance/why").status_code == 403


def test_each_thing_that_the_map_asks_of_alliances_has_its_words_and_place(client_as: ClientAs) -> None:
    alliance = client_as(Cast.ALLIANCE)
    places = {to_do.tile or to_do.page for to_do in load_to_dos().values()}
    for place in places:
        addresses = (f"/alliance/{place}", f"/alliance/log?tile={place}")
        assert any(alliance.get(one).status_code == 200 for one in addresses), place


def test_what_it_gave_is_taken_along_as_a_file_and_nobody_elses_nor_what_the_school_keeps(
    client_as: ClientAs, db_session: Session
) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    a_contribution(db_session, school, partner, type="tutoring", allocated_to="=1+1", note="Kept for the school")
    a_contribution(db_session, school, partner_named(db_session, OTHER_PARTNER), type="funding")
    an_activity(
        db_session, school, title="Kept for the school", partners=[partner], by=("alliances",), way=("people",),
        students=12, hours=3,
    )  # fmt: skip
    db_session.commit()
    answer = client_as(Cast.ALLIANCE).get("/alliance/given.csv")
    lines = answer.text.lstrip("\ufeff").splitlines()
    assert answer.mimetype == "text/csv" and len(lines) == 3 and "Kept" not in answer.text
    assert ",given,Tutoring,'=1+1,2,Hours," in lines[1] and lines[2].endswith(",3,hours,12,")
    assert client_as(Cast.POINT_PERSON).get("/alliance/given.csv").status_code == 403
