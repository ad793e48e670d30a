"""Addresses that open without signing in: altered, too old, used, or made for something else they open nothing.

The routes are read from the running application: one that is added is walked, and asks for a letter of its own here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import String, cast, func, select, update
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from models.accounts import Role
from models.base import Base
from models.embed_links import SUMMARY
from models.history import History
from models.hours_asks import HoursAsk, SaidOfHours
from models.needs import Match
from models.operations.account_links import ask_for_address, ask_for_password
from models.operations.embed_links import make_embed
from models.operations.invitations import Guest, Offer, invite
from models.operations.report_links import share_report
from models.operations.request_links import send_request
from models.reminder_days import ReminderKind
from models.school_years import SchoolYear
from models.scope import Scope
from tests.cast import OTHER_PARTNER, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, a_contact
from tests.tracker.walks import HILLTOP, OURS, RIVERSIDE, THEIRS
from tracker.letters.links import embed_path, hours_path, invitation_path, link_path, report_path, request_path
from tracker.permissions import PUBLIC, permission_of
from tracker.reminders.links import off_address

FORBIDDEN = (RIVERSIDE, HILLTOP, OURS, THEIRS, OTHER_PARTNER)
CLOSED = {404, 410}
# Of the right form, and signed by nobody of ours.
FORGED = "WzEsImFiYyJd.abcdefghijklmnopqrstuvwxyz0"
# Whoever wants no more mail ends it, however old the letter is and whatever became of what it asked.
ALWAYS_OPEN = {"reminders.ask_off", "reminders.off", "alliances.ask_no_more", "alliances.no_more"}
# No letters: a calendar is known by the secret of its person alone.
NO_LETTERS = {"static", "calendar.feed"}


def signed_routes(app: Flask) -> list[Rule]:
    """List every route that is open to all and has a text in its address."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.arguments
        and permission_of(app, rule.endpoint) == PUBLIC
        and rule.endpoint not in NO_LETTERS
        and not rule.rule.startswith(("/static", "/dashboards"))
    ]


def letters_of(session: Session) -> list[str]:
    """Write a letter for everything that mail opens, each the first school's and the first partner's: their paths."""
    now = datetime.now(UTC)
    school, partner = school_named(session), partner_named(session)
    point, member = user_of(session, Cast.POINT_PERSON), user_of(session, Cast.ALLIANCE)
    own, at_school = Scope(partner_id=partner.id, user_id=member.id), Scope.of_school(school.id, user_id=point.id)
    a_contact(session, school, partner, name="Robin Key", email="key@mill.example", is_key=True)
    match = session.scalars(select(Match).where(Match.school == school, Match.partner == partner)).one()
    hours = HoursAsk(
        user=member, school=school, partner=partner, week_of=TODAY, occurred_on=TODAY - timedelta(days=7),
        type="tutoring", way=("labor",), amount=Decimal(2), unit="hours", expires_at=now + timedelta(days=14),
    )  # fmt: skip
    session.add(hours)
    guest = Guest("new@mill.example", "Nia New", [Offer(Role.ALLIANCE_MEMBER, partner=partner)])
    address = ask_for_address(session, member, "other@mill.example", now=now, minutes=60)
    assert address is not None
    made = [
        *send_request(session, match, by=point, now=now, today=TODAY),
        invite(session, guest, school=school, by=point, now=now, days=14),
        ask_for_password(session, member, now=now, minutes=60, by=point),
        share_report(session, SchoolYear.of(TODAY), school_id=None, days=30, by=member, scope=own, now=now),
        make_embed(session, page="", chart=SUMMARY, asks="", days=90, by=point, scope=at_school, now=now),
    ]
    session.commit()
    to_member, to_contact, invitation, password, report, embed = made
    paths = [
        request_path(to_member), request_path(to_contact), invitation_path(invitation), link_path(password),
        link_path(address), report_path(report), embed_path(embed), hours_path(hours.id, hours.nonce),
        off_address(member.id, ReminderKind.HOURS),
    ]  # fmt: skip
    session.rollback()
    return paths


def asked(app: Flask, client: FlaskClient, rule: Rule, text: str) -> dict[str, Any]:
    """Ask a route with a text in every way it answers: method -> answer."""
    with app.test_request_context():
        address = app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, text))
    methods = sorted((rule.methods or set()) & {"GET", "POST"})
    return {method: client.open(address, method=method) for method in methods}


def test_no_signed_address_opens_anything_but_its_own_thing_while_it_is_open(
    app: Flask, client: FlaskClient, world: Session
) -> None:
    with app.test_request_context():
        paths = letters_of(world)
    told, before = len(paths), world.scalar(select(func.count(History.id)))
    world.rollback()
    routes, texts = signed_routes(app), [path.rpartition("/")[2] for path in paths]
    own = {
        rule.endpoint: [
            text for path, text in zip(paths, texts, strict=True) if rule.rule.partition("<")[0] in path
        ]
        for rule in routes
    }  # fmt: skip
    assert not [endpoint for endpoint, letters in own.items() if not letters], "write a letter for it above"
    for rule in routes:
        mine = own[rule.endpoint]
        for text in (one for one in texts if one not in mine):
            for method, answer in asked(app, client, rule, text).items():
                assert answer.status_code in CLOSED, (rule.rule, method, "takes a letter made for something else")
        for text in mine:
            body, _, seal = text.partition(".")
            for wrong in (f"{body}.{seal[::-1]}", text[:-3], f"x{text}", text.swapcase(), body, FORGED):
                for method, answer in asked(app, client, rule, wrong).items():
                    assert answer.status_code in CLOSED, (rule.rule, method, wrong)
                    is_told = "opens nothing" in answer.text or not rule.endpoint.startswith("alliances.")
                    assert is_told and "admin" not in answer.text, (rule.rule, "an alliance has none")
    opened = set()
    for rule in (one for one in routes if "GET" in (one.methods or ())):
        for text in own[rule.endpoint]:
            answer = asked(app, client, rule, text)["GET"]
            assert not [secret for secret in FORBIDDEN if secret in answer.text], rule.rule
            opened |= {rule.endpoint} if answer.status_code == 200 else set()
    assert opened == {rule.endpoint for rule in routes if "GET" in (rule.methods or ())}
    for what in ("too old", "used", "another's"):
        settle(world, what)
        # What is signed over a person alone has nothing in the database that could differ.
        still_open = ALWAYS_OPEN if what != "another's" else {"reminders.ask_off", "reminders.off"}
        for rule in (one for one in routes if one.endpoint not in still_open):
            for text in own[rule.endpoint]:
                for method, answer in asked(app, client, rule, text).items():
                    assert answer.status_code in CLOSED, (rule.rule, method, what)
                    leaks = [secret for secret in FORBIDDEN if secret in answer.text]
                    assert not leaks, (rule.rule, method, what, leaks)
    assert told and world.scalar(select(func.count(History.id))) == before


def settle(session: Session, what: str) -> None:
    """Let every address be too old; open but used, answered or withdrawn; or not the one that was sent."""
    now = datetime.now(UTC)
    for table in Base.metadata.sorted_tables:
        if not {"expires_at", "nonce"} <= set(table.columns.keys()):
            continue
        values: dict[str, Any] = {"expires_at": now + timedelta(days=-1 if what == "too old" else 9)}
        if what == "used":
            values |= {name: now for name in ("used_at", "withdrawn_at") if name in table.columns}
            if table.name == HoursAsk.__tablename__:
                values |= {"said": SaidOfHours.NO, "said_at": now}
        if what == "another's":
            values["nonce"] = "another-" + cast(table.columns.id, String())
        session.execute(update(table).values(**values))
    session.commit()
