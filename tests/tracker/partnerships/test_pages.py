"""Every page of partners, partnerships, agreements and evaluations: reached, refused, and short of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from models.documents import Document
from models.needs import Match
from models.operations.actions import ActionEntry, add_action
from models.partners import WorkforceNeed
from models.partnerships import PartnershipNeed, TermName
from models.records import RecordStatus
from tests.cast import OTHER_SCHOOL, Cast, partner_named, school_named
from tests.factories import (
    TODAY,
    a_commitment,
    a_contact,
    a_contribution,
    a_need,
    a_partner,
    a_partnership,
    a_school_partner,
    an_activity,
    an_agreement,
    an_evaluation,
)
from tests.tracker.conftest import ClientAs
from tracker.extensions import db

READERS = {Cast.POINT_PERSON, Cast.SCHOOL_ADMIN, Cast.SLT, Cast.DISTRICT_ADMIN}
WRITERS = {Cast.POINT_PERSON, Cast.SCHOOL_ADMIN}


@dataclass(frozen=True)
class Records:
    """Ids of one school's records, each of its own kind."""

    engaged: int
    contact: int
    partnership: int
    commitment: int
    contribution: int
    agreement: int
    draft: int
    evaluation: int
    document: int


def a_whole_partnership(session: Session, school_name: str, partner_name: str) -> Records:
    """Put one partnership with everything that belongs to it on record, and commit."""
    school = school_named(session, school_name)
    partner = a_partner(session, partner_name, category="business", town="Millbrook")
    engaged = a_school_partner(session, school, partner, stage="active", offers=("tutoring", "funding"))
    contact = a_contact(session, school, partner, is_key=True, email="robin@example.org", from_on=TODAY)
    partnership = a_partnership(session, school, partner, terms={TermName.ROLES: "Who does what, in writing"})
    need = a_need(session, school, critical=True, data=("workforce",))
    partnership.needs.append(PartnershipNeed(need=need, from_on=TODAY))
    agreement = an_agreement(session, partnership, submitted_on=TODAY - timedelta(days=366))
    draft = an_agreement(session, partnership, signed_on=None, starts_on=None, ends_on=None)
    document = Document(school=school, filename="plan.pdf", media_type="application/pdf", size_bytes=3)
    agreement.documents.append(document)
    evaluation = an_evaluation(session, partnership, strengths="They come every week", academic="mixed")
    commitment = a_commitment(session, partnership, type="tutoring", due_on=TODAY + timedelta(days=9))
    contribution = a_contribution(session, school, partner, type="tutoring", commitment=commitment)
    an_activity(session, school, partners=[partner], title="Tutors met the class")
    session.add(Match(school=school, partner=partner, need=need, occurred_on=TODAY, requested_on=TODAY))
    session.add(WorkforceNeed(school=school, partner=partner, stated_on=TODAY, text="Welders who can read plans"))
    session.commit()
    return Records(
        engaged.id,
        contact.id,
        partnership.id,
        commitment.id,
        contribution.id,
        agreement.id,
        draft.id,
        evaluation.id,
        document.id,
    )


@pytest.fixture
def ours(db_session: Session) -> Records:
    return a_whole_partnership(db_session, "Riverside Middle", "Millbrook Machines")


@pytest.fixture
def theirs(db_session: Session) -> Records:
    return a_whole_partnership(db_session, OTHER_SCHOOL, "Hilltop Bakery")


PAGES: dict[str, tuple[str, set[Cast]]] = {
    "/partners": ("read", READERS),
    "/partners?q=mill&category=business&stage=active&sort=-last": ("read", READERS),
    "/partners?archived=1": ("read", READERS),
    "/partners?offer=tutoring&person=Pat+Point&subtype=in_school&quiet=1": ("read", READERS),
    "/partners/export.csv?stage=active": ("read", READERS),
    "/partners/mail?key=1&category=business": ("read", READERS),
    "/partners/new": ("write", WRITERS),
    "/partners/{engaged}": ("read", READERS),
    "/partners/{engaged}/edit": ("write", WRITERS),
    "/partners/{engaged}/contacts/new": ("write", WRITERS),
    "/partners/{engaged}/contacts/{contact}/edit": ("write", WRITERS),
    "/partnerships": ("read", READERS),
    "/partnerships?stage=active&care=1&over=1&sort=-agreement": ("read", READERS),
    "/partnerships/pipeline?q=mill": ("read", READERS),
    "/partnerships/{partnership}?what=giving": ("read", READERS),
    "/partnerships/new": ("write", WRITERS),
    "/partnerships/{partnership}": ("read", READERS),
    "/partnerships/{partnership}?all=1": ("read", READERS),
    "/partnerships/{partnership}/edit": ("write", WRITERS),
    "/partnerships/{partnership}/terms": ("write", WRITERS),
    "/partnerships/{partnership}/stage": ("write", WRITERS),
    "/partnerships/{partnership}/point-person": ("write", WRITERS),
    "/partnerships/{partnership}/needs": ("write", WRITERS),
    "/partnerships/{partnership}/end": ("write", WRITERS),
    "/partnerships/{partnership}/commitments/new": ("write", WRITERS),
    "/partnerships/{partnership}/contributions/new": ("write", WRITERS),
    "/agreements": ("read", READERS),
    "/agreements?kind=mou&state=in+force&past=1&sort=partner": ("read", READERS),
    "/agreements/new": ("write", WRITERS),
    "/agreements/new?partnership={partnership}": ("write", WRITERS),
    "/agreements/{agreement}": ("read", READERS),
    "/agreements/{draft}": ("read", READERS),
    "/agreements/{agreement}/edit": ("write", WRITERS),
    "/agreements/{agreement}/renew": ("write", WRITERS),
    "/evaluations": ("read", READERS),
    "/evaluations?side=school&open=1&sort=side": ("read", READERS),
    "/evaluations/new": ("write", WRITERS | {Cast.SLT}),
    "/evaluations/new?partnership={partnership}": ("write", WRITERS | {Cast.SLT}),
    "/evaluations/{evaluation}": ("read", READERS),
    "/evaluations/{evaluation}/edit": ("write", WRITERS | {Cast.SLT}),
}
ACTIONS: dict[str, set[Cast]] = {
    "/partners/{engaged}/archive": WRITERS,
    "/partners/{engaged}/restore": WRITERS,
    "/partners/{engaged}/appraise": WRITERS,
    "/partners/{engaged}/contacts/{contact}/end": WRITERS,
    "/partners/{engaged}/contacts/{contact}/archive": WRITERS,
    "/partners/{engaged}/contacts/{contact}/restore": WRITERS,
    "/partnerships/{partnership}/archive": WRITERS,
    "/partnerships/{partnership}/restore": WRITERS,
    "/partnerships/{partnership}/confirm": WRITERS,
    "/partnerships/{partnership}/reopen": WRITERS,
    "/partnerships/{partnership}/commitments/{commitment}/receive": WRITERS,
    "/partnerships/{partnership}/commitments/{commitment}/archive": WRITERS,
    "/partnerships/{partnership}/contributions/{contribution}/archive": WRITERS,
    "/agreements/{agreement}/archive": WRITERS,
    "/agreements/{agreement}/restore": WRITERS,
    "/agreements/{draft}/submit": WRITERS,
    "/agreements/{draft}/sign": WRITERS,
    "/agreements/{agreement}/end": WRITERS,
    "/agreements/{agreement}/files": WRITERS,
    "/agreements/{agreement}/files/{document}/remove": WRITERS,
    "/evaluations/{evaluation}/archive": WRITERS | {Cast.SLT},
    "/evaluations/{evaluation}/restore": WRITERS | {Cast.SLT},
}
DONE = {200, 302, 422}


def expected(person: Cast, allowed: set[Cast]) -> set[int]:
    """Say what an address in the reader's own school answers to somebody."""
    if person is Cast.NOBODY:
        return {302}
    return DONE if person in allowed else {403}


@pytest.mark.parametrize("person", [one for one in Cast if one is not Cast.OTHER_POINT_PERSON])
def test_each_page_opens_for_those_who_may_and_for_nobody_else(
    person: Cast, client_as: ClientAs, ours: Records, app: Flask
) -> None:
    client = client_as(person)
    if person is Cast.DISTRICT_ADMIN:
        with app.app_context():
            key = f"s{school_named(db.session).id}"
        with client.session_transaction() as session:
            session["place"] = key
    for page, (_, allowed) in PAGES.items():
        answer = client.get(page.format(**vars_of(ours)))
        assert answer.status_code in expected(person, allowed), f"{page} answers {answer.status_code}"
        if person in allowed:
            assert answer.status_code == 200, page


@pytest.mark.parametrize("person", [one for one in Cast if one not in (Cast.OTHER_POINT_PERSON, Cast.DISTRICT_ADMIN)])
def test_each_button_works_for_those_who_may_and_for_nobody_else(
    person: Cast, client_as: ClientAs, ours: Records
) -> None:
    client = client_as(person)
    for action, allowed in ACTIONS.items():
        answer = client.post(action.format(**vars_of(ours)))
        assert answer.status_code in expected(person, allowed), f"{action} answers {answer.status_code}"
        if person is Cast.NOBODY:
            assert "/login" in answer.headers["Location"]


def test_another_schools_pages_do_not_exist(client_as: ClientAs, theirs: Records) -> None:
    client = client_as(Cast.POINT_PERSON)
    for address in (page for page in PAGES if "{" in page):
        assert client.get(address.format(**vars_of(theirs))).status_code == 404, address


def test_another_schools_forms_and_buttons_do_not_exist(client_as: ClientAs, theirs: Records) -> None:
    client = client_as(Cast.POINT_PERSON)
    forms = [page for page, (way, _) in PAGES.items() if way == "write" and "{" in page]
    for address in [*ACTIONS, *forms]:
        assert client.post(address.format(**vars_of(theirs))).status_code == 404, address


def test_another_schools_record_is_not_reached_through_ones_own(
    client_as: ClientAs, ours: Records, theirs: Records
) -> None:
    client = client_as(Cast.POINT_PERSON)
    ids = vars_of(ours) | {f"other_{name}": value for name, value in vars_of(theirs).items()}
    for address in (
        "/partners/{engaged}/contacts/{other_contact}/edit",
        "/partnerships/{partnership}/commitments/{other_commitment}/receive",
        "/partnerships/{partnership}/contributions/{other_contribution}/archive",
        "/agreements/{agreement}/files/{other_document}/remove",
    ):
        assert client.post(address.format(**ids)).status_code == 404, address


def vars_of(records: Records) -> dict[str, int]:
    return {name: getattr(records, name) for name in Records.__dataclass_fields__}


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect the SQL statements that the application sends."""
    sent: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


LONG_LISTS = (
    "/", "/partners", "/partners?quiet=1", "/partners/mail", "/partners/export.csv",
    "/partnerships", "/partnerships?over=1", "/partnerships?care=1",
    "/partnerships/pipeline", "/agreements",
    "/agreements?past=1", "/agreements/new", "/evaluations", "/evaluations/new", "/gaps", "/facts", "/actions",
    "/activities", "/to-confirm", "/records", "/records/need", "/records/match",
    "/partnerships/new", "/partners/new", "/hand-overs", "/hand-overs/new", "/agreements/renew-a-month",
    "/needs-and-offers",
)  # fmt: skip


def test_every_list_of_many_partners_asks_as_many_questions_as_that_of_few(
    app: Flask, client_as: ClientAs, db_session: Session, ours: Records, statements: list[str]
) -> None:
    app.test_client_class = FlaskClient  # their HTML is looked at where they are short
    client = client_as(Cast.POINT_PERSON)

    def asked() -> dict[str, int]:
        found = {}
        client.get("/")  # it reads the rules, and the school
        for page in LONG_LISTS:
            statements.clear()
            assert client.get(page).status_code == 200, page
            found[page] = len(statements)
        return found

    # More than one page either way: a list by months counts those at its edges.
    bring_partners(db_session, range(52))
    few = asked()
    bring_partners(db_session, range(52, 60))
    assert asked() == few
    assert "60 partnerships" in client.get("/partnerships?care=1&q=number").text


def bring_partners(session: Session, numbers: Iterable[int]) -> None:
    """Bring partners with whom everything is due."""
    school = school_named(session)
    for number in numbers:
        partner = a_partner(session, f"Partner number {number}")
        a_school_partner(session, school, partner)
        partnership = a_partnership(
            session, school, partner, point_person=None, confirmed_on=(), contact_interval_days=30,
            terms={TermName.OUTCOMES: "Better"},
        )  # fmt: skip
        an_agreement(session, partnership, ends_on=TODAY - timedelta(days=number))
        an_agreement(session, partnership, agreement_kind="proposal")
        an_evaluation(session, partnership, occurred_on=TODAY - timedelta(days=400), strengths="Good")
        an_activity(session, school, partners=[partner], occurred_on=TODAY - timedelta(days=60 + number))
        an_activity(session, school, partners=[partner], record_status=RecordStatus.DRAFT)
        need = a_need(session, school)
        session.add(Match(school=school, partner=partner, need=need, occurred_on=TODAY - timedelta(days=20)))
        late = ActionEntry(f"Write to {number}", due_on=TODAY - timedelta(days=3))
        add_action(session, school, late, user_id=None, today=TODAY)
    session.commit()


def test_the_partner_of_the_cast_is_listed_with_its_stage(client_as: ClientAs, db_session: Session) -> None:
    a_partnership(db_session, school_named(db_session), partner_named(db_session), stage="sustaining")
    db_session.commit()
    page = client_as(Cast.SLT).get("/partners?stage=sustaining").get_data(as_text=True)
    assert "Robotics Network" in page
    assert "Town Library" not in page
