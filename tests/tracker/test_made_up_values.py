"""A made-up value of every open list is chosen in its form, stored, shown and told by its label, and filtered by."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.activities import Activity
from models.agreements import Agreement, Contribution
from models.evaluations import DialogueProcess, Evaluation
from models.icmap import RuleSet
from models.needs import Match, SchoolNeed
from models.partners import SchoolPartner
from models.partnerships import Partnership, PartnershipStage
from models.stewardship import Recognition, RosterMember, Training, Transition
from tests.cast import PARTNER, Cast, partner_named, school_named
from tests.factories import TODAY, a_partnership
from tests.made_up import MATCH_WAY, OPEN, code_of, label_of, made_up_catalogue
from tests.tracker.conftest import ClientAs
from tests.tracker.records.entries import entries

DAY = "2026-03-02"


@pytest.fixture
def partnership(db_session: Session) -> Partnership:
    """A partnership of the cast's school, in a database whose rules have a made-up value in every open list."""
    db_session.execute(update(RuleSet).values(content=made_up_catalogue()))
    made = a_partnership(db_session, school_named(db_session), partner_named(db_session))
    db_session.commit()
    return made


# Form -> lists that it asks for.
FORMS: dict[str, tuple[str, ...]] = {
    "/log?tile=other": ("by", "roles", "audience", "channel", "topic", "purpose", "way", "ask", "formality"),
    "/partners/new": ("category", "subtype", "stage", "contribution_type"),
    "/partnerships/new": ("stage",),
    "/partnerships/{p}/stage": ("stage",),
    "/agreements/new?partnership={p}": ("agreement_kind",),
    "/partnerships/{p}/commitments/new": ("contribution_type", "unit", "confirmed_by"),
    "/partnerships/{p}/contributions/new": ("contribution_type", "unit"),
    "/evaluations/new?partnership={p}": ("side", "finding"),
    "/records/match/new": ("contribution_type", "data", "by"),
    "/records/match/{match}": ("match_status",),
    "/records/need/new": ("data",),
    "/records/recognition/new": ("mode", "audience"),
    "/records/training/new": ("training_topic", "roles"),
    "/records/process/new": ("norms",),
    "/records/roster/new": ("represented",),
    "/records/transition/new": ("transition",),
    "/records/exemption/new": ("stakeholder_group",),
}


def test_the_forms_ask_for_every_open_list() -> None:
    assert {name for asked in FORMS.values() for name in asked} == set(OPEN)


@pytest.mark.parametrize("form", FORMS)
def test_a_made_up_value_is_offered_wherever_its_list_is_asked_for(
    client_as: ClientAs, db_session: Session, partnership: Partnership, form: str
) -> None:
    asked = Match(school=partnership.school, partner=partnership.partner, occurred_on=TODAY, requested_on=TODAY)
    db_session.add(asked)
    db_session.commit()
    page = client_as(Cast.SCHOOL_ADMIN).get(form.format(p=partnership.id, match=asked.id)).text
    for name in FORMS[form]:
        assert label_of(name) in page, name


# List -> form, its field, what is typed beside it, the table and its attribute, and where it is filtered by.
Stored = tuple[str, str, dict[str, Any], type, str, str]
TALK = {
    "occurred_on": DAY, "kind": "communication", "title": "A talk", "by": "teachers", "audience": "families",
    "channel": "meeting",
}  # fmt: skip
ASKED = TALK | {"kind": "advocacy", "audience": "school_board"}
WORK = TALK | {"kind": "partnership", "purpose": "planning", "partners": PARTNER}
EVALUATED = {"occurred_on": DAY, "side": "school", "strengths": "They come"}
STORED: dict[str, Stored] = {
    "by": ("/log", "by", TALK, Activity, "by", "/activities?by={}"),
    "roles": ("/log", "roles", TALK, Activity, "roles", ""),
    "audience": ("/log", "audience", TALK, Activity, "audience", "/activities?audience={}"),
    "channel": ("/log", "channel", TALK, Activity, "channel", "/activities?channel={}"),
    "topic": ("/log", "topic", TALK, Activity, "topic", "/activities?topic={}"),
    "formality": ("/log", "formality", TALK, Activity, "formality", ""),
    "purpose": ("/log", "purpose", WORK, Activity, "purpose", ""),
    "way": ("/log", "way", WORK | {"by": "alliances"}, Activity, "way", ""),
    "ask": ("/log", "ask", ASKED, Activity, "ask", ""),
    "stage": (
        "/partnerships/{p}/stage", "stage", {"from_on": DAY}, PartnershipStage, "stage", "/partnerships?stage={}",
    ),
    "agreement_kind": (
        "/agreements/new?partnership={p}", "agreement_kind", {}, Agreement, "agreement_kind", "/agreements?kind={}",
    ),
    "side": ("/evaluations/new?partnership={p}", "side", EVALUATED, Evaluation, "side", "/evaluations?side={}"),
    "finding": ("/evaluations/new?partnership={p}", "social", EVALUATED, Evaluation, "social", ""),
}  # fmt: skip


@pytest.mark.parametrize("vocabulary", STORED)
def test_a_made_up_value_is_stored_by_its_form_shown_on_its_page_and_filtered_by(
    client_as: ClientAs, db_session: Session, partnership: Partnership, vocabulary: str
) -> None:
    form, field, typed, table, attribute, listed = STORED[vocabulary]
    client, code = client_as(Cast.SCHOOL_ADMIN), code_of(vocabulary)
    version = {"version": str(partnership.version)} if "/stage" in form else {}
    answer = client.post(form.format(p=partnership.id), data=typed | version | {field: code})
    assert answer.status_code == 302, answer.text
    db_session.rollback()  # so that it sees what was stored since it looked
    stored = db_session.scalars(select(table).order_by(table.id.desc()).limit(1)).one()  # type: ignore[attr-defined]
    value = getattr(stored, attribute)
    assert value == code if isinstance(value, str) else code in value
    home = {Activity: "/activities/", Agreement: "/agreements/", Evaluation: "/evaluations/"}.get(table)
    page = client.get(f"{home}{stored.id}" if home else f"/partnerships/{partnership.id}").text
    # Once for the record itself, and once in its history.
    assert page.lower().count(label_of(vocabulary).lower()) >= 2
    if listed:
        found = client.get(listed.format(code)).text
        assert label_of(vocabulary) in found and "offers no such choice" not in found


# List -> kind, field of its form, table and attribute, and the code that is chosen.
SMALL: dict[str, tuple[str, str, type, str, str]] = {
    "mode": ("recognition", "mode", Recognition, "mode", code_of("mode")),
    "training_topic": ("training", "topic", Training, "topic", code_of("training_topic")),
    "norms": ("process", "norms", DialogueProcess, "norms", code_of("norms")),
    "represented": ("roster", "group", RosterMember, "group", code_of("represented")),
    "transition": ("transition", "what", Transition, "what", code_of("transition")),
    "data": ("need", "shown_by", SchoolNeed, "data", code_of("data")),
    "contribution_type": ("contribution", "type", Contribution, "type", code_of("contribution_type")),
    "unit": ("contribution", "unit", Contribution, "unit", code_of("unit")),
    "way": ("match", "way", Match, "way", MATCH_WAY),
}


@pytest.mark.parametrize("vocabulary", SMALL)
def test_a_made_up_value_is_stored_by_the_form_of_a_small_record_and_shown(
    client_as: ClientAs, db_session: Session, partnership: Partnership, vocabulary: str
) -> None:
    kind, field, table, attribute, code = SMALL[vocabulary]
    client, typed = client_as(Cast.SCHOOL_ADMIN), entries(db_session)[kind]
    if kind == "contribution":
        form = f"/partnerships/{partnership.id}/contributions/new"
        typed = {"occurred_on": DAY, "direction": "to_school", "type": "materials", "amount": "40", "unit": "items"}
    else:
        form = f"/records/{kind}/new"
    answer = client.post(form, data=typed | {field: [code] if isinstance(typed.get(field), list) else code})
    assert answer.status_code == 302, answer.text
    db_session.rollback()  # so that it sees what was stored since it looked
    stored = db_session.scalars(select(table).order_by(table.id.desc()).limit(1)).one()  # type: ignore[attr-defined]
    value = getattr(stored, attribute)
    assert value == code if isinstance(value, str) else code in value
    label = "Zebra of requests" if code == MATCH_WAY else label_of(vocabulary)
    page = client.get(f"/records/{kind}/{stored.id}").text
    assert label.lower() in page.lower()


def test_a_made_up_answer_is_given_by_school_and_partner_and_told_by_its_label(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    answers = []
    for _ in range(2):
        asked = Match(school=partnership.school, partner=partnership.partner, occurred_on=TODAY, requested_on=TODAY)
        db_session.add(asked)
        answers.append(asked)
    db_session.commit()
    code, label = code_of("match_status"), label_of("match_status")
    school, partner = client_as(Cast.SCHOOL_ADMIN), client_as(Cast.ALLIANCE)
    school.post(f"/records/match/{answers[0].id}/answer", data={"answer": code, "answered_on": TODAY.isoformat()})
    assert label in partner.get(f"/alliance/requests/{answers[1].id}").text
    partner.post(f"/alliance/requests/{answers[1].id}", data={"answer": code, "version": str(answers[1].version)})
    db_session.rollback()
    db_session.expire_all()
    assert [db_session.get(Match, one.id).answer for one in answers] == [code, code]  # type: ignore[union-attr]
    assert f"They said “{label}”" in school.get("/").text
    assert label.lower() in partner.get("/alliance/requests").text.lower()


def test_an_end_by_a_made_up_stage_is_an_end(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    data = made_up_catalogue()
    next(one for one in data["vocabularies"]["stage"] if one["code"] == code_of("stage"))["over"] = True
    db_session.execute(update(RuleSet).values(content=data))
    db_session.commit()
    client = client_as(Cast.SCHOOL_ADMIN)
    assert label_of("stage") in client.get(f"/partnerships/{partnership.id}/end").text
    assert label_of("stage") not in client.get(f"/partnerships/{partnership.id}/stage").text
    typed = {"ended_on": TODAY.isoformat(), "stage": code_of("stage"), "version": str(partnership.version)}
    assert client.post(f"/partnerships/{partnership.id}/end", data=typed).status_code == 302
    assert partnership.partner.name not in client.get("/partnerships").text.split("<main")[1]
    client.post(f"/partnerships/{partnership.id}/reopen")
    assert partnership.partner.name in client.get("/partnerships").text


def test_a_partner_of_made_up_kind_and_stage_is_in_the_directory(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    client = client_as(Cast.SCHOOL_ADMIN)
    typed = {"name": "Acme", "category": code_of("category"), "stage": code_of("stage"), "added_on": DAY}
    assert client.post("/partners/new", data=typed).status_code == 302
    [made] = [one for one in db_session.scalars(select(SchoolPartner)) if one.partner.name == "Acme"]
    assert (made.partner.category, made.stage) == (code_of("category"), code_of("stage"))
    for asked in ("category", "stage"):
        found = client.get(f"/partners?{asked}={code_of(asked)}").text
        assert "Acme" in found and label_of(asked) in found
