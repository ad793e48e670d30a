"""Every form that makes something, sent several times at the same moment, makes it once: on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from models.actions import Action
from models.agreements import Contribution
from models.evaluations import Evaluation
from models.partners import WorkforceNeed
from models.partnerships import Partnership
from models.record_kinds import RECORD_KINDS
from models.stewardship import Transition
from tests.cast import OTHER_PARTNER, Cast, partner_named, school_named
from tests.factories import TODAY, a_partnership, a_school_partner
from tests.tracker.at_once import at_once, signed_in
from tests.tracker.partnerships.test_sent_twice import FORMS
from tests.tracker.records.entries import entries
from tracker.extensions import db

AT_ONCE = 3
DAY = TODAY.isoformat()
Sent = tuple[Cast, str, dict[str, Any], Any]


def everything() -> dict[str, Sent]:
    """Give every form: what it makes -> who sends it, where, what is typed, and the table."""
    school, partner = school_named(db.session), partner_named(db.session)
    other = partner_named(db.session, OTHER_PARTNER)
    engaged = a_school_partner(db.session, school, other)
    partnership = a_partnership(db.session, school, partner, started_on=date(2026, 1, 5))
    db.session.commit()
    point, alliance = Cast.POINT_PERSON, Cast.ALLIANCE
    here = {"engaged": engaged.id, "partnership": partnership.id}
    found: dict[str, Sent] = {
        what: (point, page.format(**here), typed, table)
        for what, (page, typed, table) in FORMS.items()
        if "{agreement}" not in page
    }
    who = {"partner": str(other.id), "person": "Pat Point", "initiated_by": ["leaders"]}
    found["a partnership"] = (point, "/partnerships/new", FORMS["a partnership"][1] | who, Partnership)
    for kind, typed in entries(db.session).items():
        found[kind] = (point, f"/records/{kind}/new", typed, RECORD_KINDS[kind])
    found["an action"] = (Cast.SLT, "/actions/new", {"what": "Call the mill", "due_on": DAY}, Action)
    gift = {"amount": "2", "unit": "hours", "type": "volunteer_hours", "occurred_on": DAY, "school": str(school.id)}
    found["a partner's gift"] = (alliance, "/alliance/log?tile=hours", gift, Contribution)
    need = {"text": "Six drivers", "schools": str(school.id)}
    found["a partner's need"] = (alliance, "/alliance/needs", need, WorkforceNeed)
    rated = {"strengths": "They keep their word", "effect": "positive"}
    found["a partner's evaluation"] = (alliance, f"/alliance/partnerships/{partnership.id}/rate", rated, Evaluation)
    change = {"leaves": "Robin", "follows": "Ada Quist", "schools": str(school.id)}
    change |= {"reached_at": "ada@robots.example", "occurred_on": (TODAY + timedelta(days=9)).isoformat()}
    found["a partner's change"] = (alliance, "/alliance/people/change", change, Transition)
    return found


def number(table: Any) -> int:
    """Count a table's rows."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_every_form_sent_several_times_at_once_makes_one(served: Flask) -> None:
    with served.app_context():
        forms = everything()
    wrong = {}
    for place, (what, (who, page, typed, table)) in enumerate(forms.items()):
        clients = [signed_in(served, who) for _ in range(AT_ONCE)]
        with served.app_context():
            before = number(table)
        sent = typed | {"once": f"the-key-of-form-{place:02}"}
        answers = at_once([partial(client.post, page, data=sent) for client in clients])
        with served.app_context():
            made = number(table) - before
        told = ({answer.status_code for answer in answers}, len({answer.location for answer in answers}), made)
        if told != ({302}, 1, 1):
            wrong[what] = told
    assert wrong == {}
