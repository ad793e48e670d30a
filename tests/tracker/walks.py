"""Walks over all registered routes, and two schools whose records make every page of the product full."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from dashboards.shell import PAGES
from models.accounts import School
from models.needs import Match
from models.operations.actions import ActionEntry, add_action
from models.operations.evidence import EvidenceEntry, tie_evidence
from models.operations.years import canonical, note_said, open_year
from models.partners import WorkforceNeed
from models.partnerships import TermName
from models.queries.catalogue import latest_catalogue
from models.ratings import Assessment, SignOff
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.stewardship import Recognition, Transition
from tests.cast import OTHER_PARTNER, OTHER_SCHOOL, PARTNER, SCHOOL, partner_named, school_named
from tests.factories import (
    TODAY,
    a_commitment,
    a_contact,
    a_contribution,
    a_need,
    a_partnership,
    a_school_partner,
    an_activity,
    an_agreement,
    an_evaluation,
)

# What only its own school may read, and what names an organisation.
RIVERSIDE, HILLTOP = "Kept-by-Riverside", "Kept-by-Hilltop"
OURS, THEIRS = "Said-about-Robotics", "Said-about-Library"
# Of every kind the first school has the first ones and the second school those after them, up to here.
HIGHEST_ID = 4
NOON = datetime.combine(TODAY, time(12), UTC)


def bring_two_schools(session: Session) -> None:
    """Both schools work with both organisations, and write about each what is nobody else's business."""
    for name, kept in ((SCHOOL, RIVERSIDE), (OTHER_SCHOOL, HILLTOP)):
        school = school_named(session, name)
        for partner_name, about in ((PARTNER, OURS), (OTHER_PARTNER, THEIRS)):
            partner = partner_named(session, partner_name)
            said = f"{kept} {about}"
            if name == OTHER_SCHOOL:
                a_school_partner(session, school, partner, note=said)
            a_contact(session, school, partner, name=said)
            need = a_need(session, school, text=said, critical=True, data=("survey",))
            assert need.id
            partnership = a_partnership(
                session, school, partner, note=said, point_person=said, terms={TermName.SHORT_GOALS: said}
            )
            an_agreement(session, partnership, note=said, expected_outcome=said)
            an_evaluation(session, partnership, strengths=said, weaknesses=said)
            a_commitment(session, partnership, note=said)
            a_contribution(session, school, partner, note=said)
            an_activity(session, school, title=said, note=said, partners=[partner], two_way=True)
            session.add(
                Match(
                    school=school, partner=partner, need=need, offer="tutoring", occurred_on=TODAY, note=said,
                    curricular_goal=said, intended_results=said, message=f"Asked of {partner_name}",
                )
            )  # fmt: skip
            session.add(
                Transition(
                    school=school, partner=partner, what="partner_staff", occurred_on=TODAY, leaves=said,
                    follows=said, note=said, record_status=RecordStatus.PROPOSED,
                )
            )  # fmt: skip
            session.add(WorkforceNeed(school=school, partner=partner, stated_on=TODAY, text=said))
            session.add(
                Recognition(
                    school=school, partner=partner, occurred_on=TODAY - timedelta(days=5),
                    mode="public", note=said,
                )
            )  # fmt: skip
        both = [partner_named(session, PARTNER), partner_named(session, OTHER_PARTNER)]
        an_activity(session, school, title=f"{kept} {OURS} {THEIRS}", partners=both, hours=7)
        bring_a_year(session, school, f"{kept} {OURS} {THEIRS}")
    session.commit()


def bring_a_year(session: Session, school: School, said: str) -> Assessment:
    """Open this school year, rate one indicator, and write about it what is nobody else's business."""
    codes = list(latest_catalogue(session).indicators)
    year = open_year(session, school, SchoolYear.of(TODAY), indicators=codes, today=TODAY)
    rating = year.ratings[0]
    rating.existing, rating.desired, rating.rationale, rating.reviewed_on = 1, 2, said, TODAY
    add_action(session, year, ActionEntry(said, owner_name=said, note=said, due_on=TODAY), user_id=None, today=TODAY)
    note_said(session, year, codes[0], said=said, said_by=said, today=TODAY)
    link = EvidenceEntry(codes, link="https://school.example/plan", title=said)
    tie_evidence(session, year, link, today=TODAY)
    report = {
        "school": said, "district": said, "year": "2025-26", "next_year": "2027", "lead": said, "team": 0, "rules": "",
        "rules_from": "", "settings": {}, "cadences": {}, "judged_on": "", "judged_words": "", "signed_on": "",
        "signed_words": "", "signed_by": said, "levels": [], "outcomes": [],
    }  # fmt: skip
    session.add(
        SignOff(
            school=school,
            assessment=year,
            signed_on=TODAY,
            snapshot=canonical(report),
            sha256="",
            reopened_at=NOON,
            reopened_because=said,
        )
    )
    return year


def addresses(app: Flask, rule: Rule) -> Iterator[str]:
    """Write a route's address with every small id in every place of one, and a known word in place of texts."""
    words = {"slug": "ec3-teachers1", "filename": "css/base.css", "package_name": "dash", "fingerprinted_path": "x.js"}
    choices = {
        name: sorted(converter.items)[0]
        for name, converter in rule._converters.items()
        if isinstance(converter, AnyConverter)
    }
    words |= {"part": "levels", "crosswalk": "cognia-stem"}
    words |= choices | dict(rule.defaults or {})
    numbers = [name for name, converter in rule._converters.items() if isinstance(converter, IntegerConverter)]
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for number in range(1, HIGHEST_ID + 1) if numbers else (1,):
            values = {name: number if name in numbers else words.get(name, "x") for name in rule.arguments}
            yield adapter.build(rule.endpoint, values)


def walk(
    app: Flask, client: FlaskClient, method: str, *, query: dict[str, str] | None = None, data: Any = None
) -> Iterator[tuple[str, int, str]]:
    """Ask every route and dashboard that answers a method; gives address, status and what was answered.

    Args:
        query: What stands behind the question mark of every address.
        data: What every form that is sent holds; nothing where it is not given.
    """
    for rule in app.url_map.iter_rules():
        if method not in (rule.methods or ()) or rule.endpoint.endswith("static") or rule.endpoint == "accounts.logout":
            continue
        for address in addresses(app, rule):
            if "_dash-component-suites" in address:
                continue  # the library's own scripts, alike for everybody
            answer = client.open(
                address, method=method, query_string=query, data=(data or {}) if method == "POST" else None
            )
            yield address, answer.status_code, answer.get_data().decode("utf-8", errors="replace")
    for page in PAGES if method == "GET" else ():  # one rule answers them all
        answer = client.get(page.path, query_string=query)
        yield page.path, answer.status_code, answer.text
