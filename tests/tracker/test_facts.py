"""Standing facts: asked for once a year, confirmed line by line, and gone from the list then."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assessments import Attestation
from models.partnerships import YES, Partnership, PartnershipTerm, TermName
from models.queries.continuum import continuum_of
from models.queries.standing_facts import standing_facts
from models.scope import Scope
from models.stewardship import RosterMember
from seed.loader import load_catalogue_rows
from tests.cast import Cast, partner_named, school_named
from tests.factories import TODAY, a_partner, a_partnership
from tests.record_files import bring
from tests.tracker.conftest import ClientAs
from tests.tracker.years.steps import at_riverside
from tracker.facts.views import ON_A_PAGE

PAGE = "/facts"
NOTE = "The team agreed on it in May, and the minutes say how it is done."
OLD = TODAY - timedelta(days=330)
TEAM = frozenset({Cast.POINT_PERSON, Cast.SLT, Cast.SCHOOL_ADMIN})


@pytest.fixture
def stated(db_session: Session) -> Session:
    """A partnership, two seats, one of them a student's, and a statement, all nearly a year old; and a fresh seat."""
    load_catalogue_rows(db_session)
    school = school_named(db_session)
    a_partnership(db_session, school, partner_named(db_session), started_on=OLD, confirmed_on=())
    seat = {"group": "teachers", "from_on": OLD.isoformat(), "until_on": ""}
    bring(
        db_session, school, "roster",
        {"ref": "s1", "person": "R. <b>Ng</b>", **seat},
        {"ref": "s2", "person": "Somebody Young", **seat, "group": "students"},
        {"ref": "s3", "person": "Fresh", **seat, "from_on": TODAY.isoformat()},
        {"ref": "s4", "person": "Left", **seat, "until_on": TODAY.isoformat()},
    )  # fmt: skip
    said = {"practice": "EC1.L1.RE.1", "occurred_on": OLD.isoformat(), "in_place": "yes", "note": NOTE}
    bring(db_session, school, "attestation", {"ref": "t1", **said})
    db_session.commit()
    return db_session


def test_each_line_is_confirmed_by_one_press_and_gone_then(client_as: ClientAs, stated: Session) -> None:
    client = client_as(Cast.SCHOOL_ADMIN)
    page = client.get(PAGE).text
    # The partnership has two: its stage and its point person.
    assert "5 lines to go through" in page
    assert "R. &lt;b&gt;Ng&lt;/b&gt;" in page and "The students’ seat" in page
    assert "Somebody Young" not in page and "Fresh" not in page and "Left" not in page
    assert "Fresh" in client.get(f"{PAGE}?all=1").text
    stated.rollback()
    for kind, table in (("partnership", Partnership), ("roster", RosterMember), ("attestation", Attestation)):
        number = stated.scalars(select(table.id).order_by(table.id)).first()
        stated.rollback()
        assert client.post(f"{PAGE}/{kind}/{number}/confirm").status_code == 302
        assert f'id="{kind}-{number}"' not in client.get(PAGE).text
    assert "1 line to go through" in client.get(PAGE).text
    old, new = stated.scalars(select(Attestation).order_by(Attestation.id)).all()
    assert (old.occurred_on, new.occurred_on, new.note, new.in_place) == (OLD, TODAY, NOTE, True)
    number = new.id
    stated.rollback()
    # Once more changes nothing.
    again = client.post(f"{PAGE}/attestation/{number}/confirm", follow_redirects=True)
    assert "already" in again.text
    assert len(stated.scalars(select(Attestation)).all()) == 2


def test_who_reads_confirms_and_is_refused(client_as: ClientAs, stated: Session) -> None:
    number = stated.scalars(select(Partnership.id)).one()
    said = stated.scalars(select(Attestation.id)).one()
    readers = TEAM | {Cast.DISTRICT_ADMIN, Cast.OTHER_POINT_PERSON}
    for person in Cast:
        client = at_riverside(client_as, stated, person)
        signed_in = 302 if person is Cast.NOBODY else 403
        assert client.get(PAGE).status_code == (200 if person in readers else signed_in), person
        if person not in TEAM:
            status = client.post(f"{PAGE}/attestation/{said}/confirm").status_code
            assert status == (404 if person is Cast.OTHER_POINT_PERSON else signed_in), person
    slt = client_as(Cast.SLT)
    assert slt.post(f"{PAGE}/partnership/{number}/confirm").status_code == 403
    assert slt.post(f"{PAGE}/nonsense/{number}/confirm").status_code == 404
    assert slt.post(f"{PAGE}/attestation/{said + 99}/confirm").status_code == 404


def test_an_empty_school_has_nothing_to_confirm(client_as: ClientAs, db_session: Session) -> None:
    load_catalogue_rows(db_session)
    db_session.commit()
    assert "Nothing stands on record yet" in client_as(Cast.SLT).get(PAGE).text


def test_what_lapses_for_want_of_a_word_leads_to_where_the_word_is_said(client_as: ClientAs, stated: Session) -> None:
    said = {"name": "Seven norms", "norms": "pausing;paraphrasing;probing;ideas", "ended_on": ""}
    long_ago = (TODAY - timedelta(days=500)).isoformat()
    bring(stated, school_named(stated), "process", {"ref": "p1", "adopted_on": long_ago, **said})
    stated.commit()
    client, indicator = client_as(Cast.SCHOOL_ADMIN), "/indicators/ec3-leaders2"
    told = re.compile(r'href="/facts\?back=/indicators/ec3-leaders2">Say that it is still so<')
    page = client.get(indicator).text
    assert "stops counting" in page and told.search(page)
    number = re.search(r'"/facts/process/(\d+)/confirm"', client.get(PAGE).text)
    assert number
    client.post(f"{PAGE}/process/{number[1]}/confirm")
    page = client.get(indicator).text
    assert "stops counting" not in page and not told.search(page)


def test_leap_days_and_long_gone_statements(stated: Session) -> None:
    school, scope = school_named(stated), Scope.of_school(school_named(stated).id)
    said = {"practice": "EC1.L1.PR.3", "in_place": "yes", "note": NOTE}
    bring(stated, school, "attestation", {"ref": "t2", **said, "occurred_on": "2020-02-29"})
    stated.commit()
    facts = standing_facts(stated, continuum_of(stated, scope=scope), scope=scope, today=date(2028, 2, 29))
    assert "t2" not in {one.record.ref for one in facts}
    assert facts and all(one.asked for one in facts)


def test_a_partnership_is_gone_through_line_by_line_and_counts_anew_with_the_last(
    client_as: ClientAs, stated: Session
) -> None:
    partnership = stated.scalars(select(Partnership)).one()
    for name, text in ((TermName.ROLES, "<b>Who</b> does what " + "x" * 300), (TermName.LED_BY_TEACHERS, YES)):
        partnership.terms.append(PartnershipTerm(name=name, from_on=OLD, text=text))
    stated.commit()
    number = partnership.id
    client, at = client_as(Cast.POINT_PERSON), f"{PAGE}/partnership/{number}"
    page = client.get(PAGE).text
    names = re.findall(rf'action="{at}/(\w+)/confirm"', page)
    assert names == ["stage", "point_person", "led_by_teachers", "roles"]
    assert "&lt;b&gt;Who" in page and "Teachers lead this partnership" in page
    # What changed is written down where it belongs, and the way leads back here.
    assert f'/partnerships/{number}/terms?back=/facts#roles"' in page
    changed = {"stage": "sustaining", "from_on": TODAY.isoformat(), "version": str(partnership.version)}
    stated.rollback()
    answer = client.post(f"/partnerships/{number}/stage?back=/facts", data=changed)
    assert (answer.status_code, answer.location) == (302, PAGE)
    for name in names[1:]:
        stated.rollback()
        assert stated.get_one(Partnership, number).confirmed_on == (), name
        stated.rollback()
        assert client.post(f"{at}/{name}/confirm").status_code == 302
        assert f"{at}/{name}/confirm" not in client.get(PAGE).text
    stated.expire_all()
    assert stated.get_one(Partnership, number).confirmed_on == (TODAY,)
    stated.rollback()
    history = client.get(f"/partnerships/{number}").text
    assert "still true on" in history
    # Said once, and of what stands there.
    assert "already" in client.post(f"{at}/roles/confirm", follow_redirects=True).text
    assert "Nothing stands there" in client.post(f"{at}/guidelines/confirm", follow_redirects=True).text
    assert client.post(f"{at}/nonsense/confirm").status_code == 404
    assert client_as(Cast.OTHER_POINT_PERSON).post(f"{at}/roles/confirm").status_code == 404
    assert client_as(Cast.SLT).post(f"{at}/roles/confirm").status_code == 403


def test_one_line_said_lately_leaves_the_others_to_be_asked(client_as: ClientAs, stated: Session) -> None:
    partnership = stated.scalars(select(Partnership)).one()
    partnership.terms.append(PartnershipTerm(name=TermName.ROLES, from_on=TODAY, text="Rewritten"))
    stated.commit()
    number = partnership.id
    stated.rollback()
    page = client_as(Cast.POINT_PERSON).get(PAGE).text
    # The rules count from what was last written; people are asked about the rest all the same.
    assert f"{PAGE}/partnership/{number}/stage/confirm" in page
    assert f"{PAGE}/partnership/{number}/roles/confirm" not in page


def test_many_partnerships_are_gone_through_page_by_page_and_all_of_them_are_counted(
    client_as: ClientAs, stated: Session
) -> None:
    school = school_named(stated)
    for number in range(ON_A_PAGE + 2):
        a_partnership(stated, school, a_partner(stated, f"Mill {number:02}"), started_on=OLD, confirmed_on=())
    stated.commit()
    client = client_as(Cast.SCHOOL_ADMIN)
    first, second, past = (client.get(f"{PAGE}?page={number}").text for number in (1, 2, 99))
    # Each has two lines, as the one before has; two seats and a statement stand beside them on the first page.
    for page in (first, second):
        assert f"{2 * (ON_A_PAGE + 3) + 3} lines to go through" in page
        assert "Page " in page
    assert len(re.findall(r'id="partnership-\d+"', first)) == ON_A_PAGE
    assert len(re.findall(r'id="partnership-\d+"', second)) == 3
    assert "The students’ seat" in first and "The students’ seat" not in second
    assert "Page 2 of 2" in past
    stated.rollback()
    last = stated.scalars(select(Partnership).order_by(Partnership.id.desc())).first()
    assert last is not None
    answer = client.post(f"{PAGE}/partnership/{last.id}/confirm?page=2")
    assert answer.headers["Location"].endswith("?page=2")
    assert f"{2 * (ON_A_PAGE + 2) + 3} lines to go through" in client.get(PAGE).text
