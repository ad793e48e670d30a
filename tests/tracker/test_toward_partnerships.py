"""What a level misses leads to the form that adds it, with the partnership it is of, and that leads back."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actions import Action, Origin
from models.agreements import Agreement
from models.assessments import LogStart
from models.continuum.rulebook.rules.base import walk
from models.evaluations import Evaluation
from models.partners import Contact, SchoolPartner
from models.partnerships import Partnership
from models.planning.nearest import is_of_partners
from models.wording import LEFT_OUT
from tests.cast import OTHER_PARTNER, PARTNER, Cast, partner_named, school_named
from tests.factories import TODAY, a_partnership, an_agreement
from tests.tile_search import CATALOGUE
from tests.tracker.conftest import ClientAs
from tests.tracker.page_forms import forms_of, last_form
from tests.tracker.test_partnership_forms_reach import SAID, day, sent

WITH_PARTNERS = [
    key
    for key, one in CATALOGUE.practices.items()
    if any(is_of_partners(part.wish()) for part in walk(one.rule) if not part.inner)
]
# Pages of whole records on which something is noted by a press: they tick nothing off.
NOTED_AT_ONCE = re.compile(r"/(partnerships|partners)/\d+|/facts")
BACK = "/indicators/ec2-leaders1#EC2.L1.RE.3"


def links(page: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', html.unescape(page[page.index("<main") :]))


def forms_toward(client: FlaskClient, practice: str, **more: str) -> list[str]:
    """Follow what is missing to the forms that add it: one, or those among which the page lets choose."""
    slug = CATALOGUE.indicators[CATALOGUE.practices[practice].indicator].slug
    back = f"/indicators/{slug}#{practice}"
    answer = client.get("/partnerships/toward", query_string={"practice": practice, "back": back, **more})
    if answer.status_code == 302:
        return [answer.headers["Location"]]
    assert answer.status_code == 200 and "You came from" in answer.text
    return [link for link in links(answer.text) if parse_qs(urlsplit(link).query).get("back") == [back]]


def an_action(session: Session, practice: str) -> Action:
    """Store an action made of what a practice misses."""
    made = Action(school_id=school_named(session).id, what=f"Do {practice}", origin=Origin.PRACTICE, practice=practice)
    session.add(made)
    session.commit()
    return made


@pytest.mark.parametrize("practice", WITH_PARTNERS)
def test_an_action_made_of_what_is_missing_leads_to_a_form_that_says_it_ticks_it_off(
    practice: str, client_as: ClientAs, world: Session
) -> None:
    client, action = client_as(Cast.POINT_PERSON), an_action(world, practice)
    for link in forms_toward(client, practice, action=str(action.id)):
        page = html.unescape(client.get(link).text)
        assert f"Saving ticks off “{action.what}”" in page or NOTED_AT_ONCE.fullmatch(urlsplit(link).path), link
        assert LEFT_OUT not in page, link


@pytest.mark.parametrize("practice", WITH_PARTNERS)
def test_what_is_missing_leads_to_a_form_that_leads_back(practice: str, client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    found = forms_toward(client, practice)
    slug = CATALOGUE.indicators[CATALOGUE.practices[practice].indicator].slug
    for link in found:
        page = client.get(link)
        leads_back = re.search(rf'leads back to <a href="/indicators/{slug}#|#{practice}">Back to ', page.text)
        assert page.status_code == 200 and leads_back, link
    shown = client.get(f"/indicators/{slug}").text
    assert found or f"practice={practice}" not in shown


def test_the_practices_lead_to_no_plain_list_any_more(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    for slug in {CATALOGUE.indicators[CATALOGUE.practices[key].indicator].slug for key in WITH_PARTNERS}:
        for link in links(client.get(f"/indicators/{slug}").text):
            path = urlsplit(link)
            assert not (
                "back=" in path.query and path.path in ("/partnerships", "/evaluations", "/agreements", "/partners")
            )


def begin(session: Session, *partners: str) -> list[Partnership]:
    school = school_named(session)
    session.add(LogStart(school=school, from_on=TODAY.replace(year=TODAY.year - 2)))
    found = [
        a_partnership(session, school, partner_named(session, one), started_on=TODAY.replace(year=TODAY.year - 1))
        for one in partners
    ]
    session.commit()
    return found


def test_the_one_partnership_that_lacks_it_is_not_asked_for(client_as: ClientAs, db_session: Session) -> None:
    begin(db_session, PARTNER)
    client = client_as(Cast.POINT_PERSON)
    (link,) = forms_toward(client, "EC2.L1.RE.3")
    assert urlsplit(link).path.endswith("/terms") and urlsplit(link).fragment == "outcomes"
    sent(client, link.partition("#")[0], {"from_on": day(TODAY), "outcomes": SAID})


def test_of_several_partnerships_one_is_chosen_and_its_form_leads_back(
    client_as: ClientAs, db_session: Session
) -> None:
    first, second = begin(db_session, PARTNER, OTHER_PARTNER)
    client = client_as(Cast.POINT_PERSON)
    found = forms_toward(client, "EC2.L1.FI.1")
    assert {parse_qs(urlsplit(one).query)["partnership"][0] for one in found} == {first.ref, second.ref}
    page = client.get(found[0])
    assert "Evaluate " in page.text and 'id="came-from"' in page.text
    data = {"occurred_on": day(TODAY), "side": "school", "strengths": SAID, "weaknesses": SAID}
    answer = client.post(found[0], data=data)
    assert answer.headers["Location"] == "/indicators/ec2-leaders1#EC2.L1.FI.1"
    db_session.rollback()
    assert len(db_session.scalars(select(Evaluation)).all()) == 1


def test_what_stops_counting_leads_to_what_keeps_it(client_as: ClientAs, db_session: Session) -> None:
    (one,) = begin(db_session, PARTNER)
    client = client_as(Cast.POINT_PERSON)
    sent(client, f"/partnerships/{one.id}/terms", {"from_on": day(one.started_on), "outcomes": SAID})
    found = forms_toward(client, "EC2.L1.RE.3")
    assert f"/partnerships/{one.id}" in [urlsplit(link).path for link in found]


def test_what_only_people_know_is_not_filled_in(client_as: ClientAs, db_session: Session) -> None:
    begin(db_session, PARTNER)
    client = client_as(Cast.POINT_PERSON)
    (link,) = forms_toward(client, "EC2.L1.FI.2")
    form = next(one for one in forms_of(client.get(link).text, at=link) if "academic" in one.shown)
    assert not any(form.values.get("academic", ())) and form.values["side"] == ["school"]
    assert urlsplit(link).fragment == "academic"


def test_a_viewer_is_led_to_the_partnership_and_to_no_form(client_as: ClientAs, db_session: Session) -> None:
    (one,) = begin(db_session, PARTNER)
    answer = client_as(Cast.SLT).get("/partnerships/toward?practice=EC2.L1.RE.3")
    assert answer.headers["Location"] == f"/partnerships/{one.id}"
    assert client_as(Cast.POINT_PERSON).get("/partnerships/toward?practice=no-such").status_code == 404


def saves(session: Session) -> dict[str, dict[str, Any]]:
    """Name forms of partnerships and partners, each with what it demands."""
    (one,) = begin(session, PARTNER)
    until = TODAY.replace(year=TODAY.year + 1)
    paper = an_agreement(session, one, submitted_on=TODAY, signed_on=TODAY, starts_on=TODAY, ends_on=until)
    draft = an_agreement(session, one)
    engaged = session.scalars(select(SchoolPartner).where(SchoolPartner.partner_id == one.partner_id)).one()
    session.commit()
    other = str(partner_named(session, OTHER_PARTNER).id)
    whole = {"started_on": day(TODAY), "version": "1"}
    return {
        f"/partnerships/{one.id}/terms": {"from_on": day(TODAY), "roles": SAID, "version": "1"},
        f"/partnerships/{one.id}/point-person": {"from_on": day(TODAY), "person": "Dana Fields"},
        f"/partnerships/{one.id}/confirm": {},
        f"/partnerships/{one.id}/commitments/new": {"agreed_on": day(TODAY), "type": "mentoring"},
        f"/partnerships/{one.id}/contributions/new": {
            "occurred_on": day(TODAY), "type": "mentoring", "direction": "to_school",
        },
        f"/agreements/new?partnership={one.id}": {"agreement_kind": "proposal"},
        f"/agreements/{draft.id}/submit": {"on": day(TODAY)},
        f"/agreements/{paper.id}/renew": {"agreement_kind": "mou", "signed": "yes", "signed_on": day(TODAY)},
        f"/evaluations/new?partnership={one.id}": {"occurred_on": day(TODAY), "side": "school", "strengths": SAID},
        "/partnerships/new": {**whole, "stage": "active", "partner": other},
        "/partners/new": {"name": "Harbor Museum", "category": "nonprofit", "added_on": day(TODAY), "stage": "active"},
        f"/partners/{engaged.id}/contacts/new": {"name": "Dana Fields", "from_on": day(TODAY)},
        f"/partners/{engaged.id}/appraise": {},
    }  # fmt: skip


def test_every_form_of_a_partner_leads_back_to_where_it_was_opened(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    for address, data in saves(db_session).items():
        joined = f"{address}{'&' if '?' in address else '?'}back=%2Fgaps"
        if not address.endswith(("/confirm", "/submit", "/appraise")):
            assert 'leads back to <a href="/gaps">the gaps</a>' in client.get(joined).text, address
        if "/edit" in address or "terms" in address or "point-person" in address:
            form = last_form(client, joined)
            data = {
                **{name: one for name, one in form.values.items() if any(one)},
                **data,
                "version": form.values["version"],
            }
        answer = client.post(joined, data=data)
        assert answer.headers.get("Location") == "/gaps", (address, answer.text[-1500:])
    db_session.rollback()  # what was read before hides what came since
    assert db_session.scalars(select(Contact).where(Contact.name == "Dana Fields")).one()


def test_a_choice_of_the_partnership_keeps_what_the_address_fills_and_where_it_leads_back(
    client_as: ClientAs, db_session: Session
) -> None:
    begin(db_session, PARTNER)
    client = client_as(Cast.SLT)
    page = client.get("/evaluations/new?side=both&teachers=yes&back=%2Fgaps")
    link = next(one for one in links(page.text) if "partnership=" in one)
    assert parse_qs(urlsplit(link).query).items() >= {"side": ["both"], "teachers": ["yes"], "back": ["/gaps"]}.items()
    form = client.get(link).text
    assert re.search(r'value="both" checked', form) and re.search(r'<input checked[^>]*name="teachers"', form)


def test_what_is_planned_with_a_partnership_opens_its_form(client_as: ClientAs, db_session: Session) -> None:
    (one,) = begin(db_session, PARTNER)
    fill = {"partnership": [one.ref], "side": ["both"]}
    db_session.add(
        Action(
            school_id=one.school_id,
            what="Evaluate them",
            origin=Origin.PLAN,
            log_kind="evaluation",
            log_fill=fill,
            practice="EC2.L1.FI.1",
        )
    )
    db_session.commit()
    action = db_session.scalars(select(Action)).one()
    client = client_as(Cast.POINT_PERSON)
    link = next(one for one in links(client.get(f"/actions/{action.id}").text) if one.startswith("/evaluations/new"))
    page = client.get(link)
    assert page.status_code == 200 and f"Evaluate {PARTNER}" in page.text


def test_an_agreement_is_filled_as_what_is_missing_asks(client_as: ClientAs, db_session: Session) -> None:
    begin(db_session, PARTNER)
    client = client_as(Cast.POINT_PERSON)
    (link,) = forms_toward(client, "EC2.L1.RE.4")
    assert re.search(r'value="proposal" checked', client.get(link).text)
    answer = client.post(link, data={"agreement_kind": "proposal", "submitted_on": day(TODAY)})
    assert answer.headers["Location"] == "/indicators/ec2-leaders1#EC2.L1.RE.4"
    db_session.rollback()
    assert db_session.scalars(select(Agreement)).one().agreement_kind == "proposal"


def test_an_action_made_of_what_is_missing_leads_there_and_is_ticked_off(
    client_as: ClientAs, db_session: Session
) -> None:
    begin(db_session, PARTNER)
    client = client_as(Cast.POINT_PERSON)
    back = "/indicators/ec2-leaders1"
    client.post(f"/actions/turn?back={back}", data={"practice": "EC2.L1.FI.1"})
    db_session.rollback()
    action = db_session.scalars(select(Action)).one()
    link = next(one for one in links(client.get(f"/actions/{action.id}").text) if "/partnerships/toward" in one)
    form = client.get(link).headers["Location"]
    data = {"occurred_on": day(TODAY), "side": "school", "strengths": SAID, "weaknesses": SAID}
    assert client.post(form, data=data).headers["Location"] == f"/actions/{action.id}"
    db_session.rollback()
    assert db_session.get(Action, action.id, populate_existing=True).done_on == TODAY  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/partnerships/{number}/terms?", {"short_goals": SAID}),
        ("/partnerships/{number}/point-person?", {"person": "Rae Ortiz"}),
        ("/partnerships/{number}/commitments/new?", {"type": "mentoring", "amount": "10", "unit": "hours"}),
        ("/partnerships/new?partner=2&", {"initiated_by": ["leaders"]}),
        ("/partners/new?", {"name": "Ångström Café & Söhne", "category": "business"}),
    ],
)
def test_what_is_saved_in_the_form_of_an_action_ticks_it_off(
    address: str, said: dict[str, Any], client_as: ClientAs, db_session: Session
) -> None:
    (one,) = begin(db_session, PARTNER)
    action = an_action(db_session, "EC2.L1.GS.1")
    client = client_as(Cast.POINT_PERSON)
    sent(client, f"{address.format(number=one.id)}action={action.id}&back=/actions", said)
    assert f"“{action.what}” is ticked off" in html.unescape(client.get("/actions").text)
    db_session.rollback()
    assert db_session.get(Action, action.id, populate_existing=True).done_on == TODAY  # type: ignore[union-attr]


def test_terms_saved_as_they_were_tick_nothing_off(client_as: ClientAs, db_session: Session) -> None:
    (one,) = begin(db_session, PARTNER)
    action = an_action(db_session, "EC2.L1.GS.1")
    client = client_as(Cast.POINT_PERSON)
    sent(client, f"/partnerships/{one.id}/terms?action={action.id}&back=/actions", {"short_goals": ""})
    assert "Nothing had changed." in client.get("/actions").text
    db_session.rollback()
    assert db_session.get(Action, action.id, populate_existing=True).done_on is None  # type: ignore[union-attr]
