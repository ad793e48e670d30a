"""Every page's address, read from the running application, so that a new page is looked at without being listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from dashboards import PREFIX
from dashboards.shell import PAGES
from models.accounts import School, User
from models.actions import Action
from models.activities import Activity
from models.agreements import Agreement, Commitment, Contribution
from models.evaluations import Evaluation
from models.hand_overs import HandOver
from models.memberships import Membership
from models.needs import Match
from models.partners import Contact, SchoolPartner
from models.partnerships import Partnership
from models.queries.home import first_due
from models.ratings import Evidence, SignOff
from models.records import Record, RecordStatus
from models.reminder_days import ReminderKind
from models.saved_views import SavedView
from models.scope import Scope
from models.series import Series
from models.stewardship import Transition
from tracker.clock import today_at
from tracker.extensions import db
from tracker.home.put_off import CAN_WAIT
from tracker.records.declared import PAGES as SMALL
from tracker.reminders.links import off_address

# One indicator that records judge, and one that they do not.
SLUGS = ("ec3-teachers1", "ec1-leaders1")
# A school need not have signed a year, planned, brought a list or a wording, saved a view, begun a series, changed a
# number, shown a chart on a website, been sent something, handed over or be asked for something, nor anybody a letter;
# their own tests look there.
MAY_BE_MISSING = (
    "accounts.",
    "years.",
    "imports.",
    "lists.",
    "actions.",
    "map_wordings.",
    "series.",
    "thresholds.",
    "partner_entries.",
    "alliances.",
    "hand_overs.",
    "home.",
    "charts.",
)
# They answer a file, and no page.
FILES = (
    "charts.file", "thanks.certificate", "alliances.report_file", "alliances.given_file", "accounts.kept_file",
    "partners.names",
)  # fmt: skip


def richest_ids(session: Session, school_id: int) -> dict[str, int]:
    """Choose the records whose pages have most to show, one of each kind, that belong together.

    Returns:
        Name of an argument in addresses -> the record's id.
    """
    papers = (
        select(Agreement.partnership_id, func.count(Agreement.id).label("number"))
        .where(Agreement.school_id == school_id)
        .group_by(Agreement.partnership_id)
        .subquery()
    )
    partnership = session.scalars(
        select(Partnership)
        .join(papers, papers.c.partnership_id == Partnership.id)
        .join(Evaluation, Evaluation.partnership_id == Partnership.id)
        .where(Partnership.school_id == school_id)
        .order_by(papers.c.number.desc(), Partnership.id)
    ).first()
    assert partnership is not None, "the school has no partnership with an agreement and an evaluation"
    its_own = Agreement.partnership_id == partnership.id
    contact = session.scalars(select(Contact).where(Contact.school_id == school_id).order_by(Contact.id)).first()
    assert contact is not None, "the school knows nobody at a partner's"
    engaged = select(SchoolPartner.id).where(
        SchoolPartner.school_id == school_id, SchoolPartner.partner_id == contact.partner_id
    )
    signed = session.scalars(select(SignOff).where(SignOff.school_id == school_id)).first()
    year = signed.assessment_id if signed else None
    # The organisation whose own person looks at its pages.
    of_person = select(Membership.partner_id).join(Membership.user).where(User.email.startswith("alliance@"))
    answering = session.scalar(of_person)
    staff = select(func.min(Membership.user_id)).where(Membership.school_id == school_id)
    found = {
        "user_id": session.scalar(staff),
        "partnership_id": partnership.id,
        "agreement_id": session.scalar(select(Agreement.id).where(its_own).order_by(Agreement.id.desc())),
        "evaluation_id": session.scalar(select(Evaluation.id).where(Evaluation.partnership_id == partnership.id)),
        "contact_id": contact.id,
        "engaged_id": session.scalar(engaged),
        "activity_id": _latest(session, Activity, school_id),
        "action_id": _latest(session, Action, school_id),
        "series_id": _latest(session, Series, school_id),
        "year_id": year,
        "sign_off_id": signed.id if signed else None,
        "evidence_id": session.scalar(select(Evidence.id).where(Evidence.assessment_id == year)),
        "commitment_id": _latest(session, Commitment, school_id),
        "contribution_id": _latest(session, Contribution, school_id),
        "request_id": session.scalar(select(func.max(Match.id)).where(Match.partner_id == answering)),
        "own_partnership_id": session.scalar(
            select(func.max(Partnership.id)).where(Partnership.partner_id == answering, Partnership.ended_on.is_(None))
        ),
        "entry_id": session.scalar(
            select(func.max(Contribution.id)).where(
                Contribution.school_id == school_id, Contribution.record_status == RecordStatus.PROPOSED
            )
        ),
        "view_id": _latest(session, SavedView, school_id),
        "hand_over_id": session.scalar(select(func.max(HandOver.id)).where(HandOver.school_id == school_id)),
        "transition_id": _latest(session, Transition, school_id),
        **{page.code: _latest(session, page.kind.table, school_id) for page in SMALL.values()},
    }
    return {name: number for name, number in found.items() if number is not None}


def _latest(session: Session, kind: type[Record], school_id: int) -> int | None:
    return session.scalar(select(func.max(kind.id)).where(kind.school_id == school_id))


def _can_wait(session: Session, partnership_id: int) -> tuple[str, int] | None:
    """Find what Home asks of a school and can be put off: its word in addresses, and the number of what it is about."""
    words = {need: word for word, need in CAN_WAIT.items()}
    school = session.scalars(
        select(School).join(Partnership, Partnership.school_id == School.id).where(Partnership.id == partnership_id)
    ).one()
    scope = Scope.of_school(school.id, district_id=school.district_id)
    due, _ = first_due(session, scope=scope, today=today_at(school), is_asked=lambda one: one.need in words)
    return (words[due[0].need], due[0].about_id) if due else None


def _all(_rule: Rule) -> bool:
    return True


def page_addresses(app: Flask, ids: Mapping[str, int], *, wanted: Callable[[Rule], bool] = _all) -> Iterator[str]:
    """Write, within the application, the address of every route that answers GET, parts of dashboards and files apart.

    Raises:
        KeyError: A route has an argument of which this module knows no record: name one in `richest_ids`.
    """
    with app.app_context():
        signed = off_address(1, ReminderKind.CONTACT).rpartition("/")[2]
    texts = {"slug": SLUGS, "part": ("levels",), "crosswalk": ("cognia-stem",), "signed": (signed,)}
    texts |= {"entry_kind": ("contribution",)}
    waits = _can_wait(db.session(), ids["partnership_id"]) if ids else None
    if waits is not None:
        texts["need"], ids = (waits[0],), {**ids, "about_id": waits[1]}
    adapter = app.url_map.bind("127.0.0.1")
    for rule in sorted(app.url_map.iter_rules(), key=str):
        is_part = rule.rule.startswith((f"{PREFIX}_", f"{PREFIX}assets")) or "path" in rule.arguments
        if "GET" not in (rule.methods or ()) or is_part or rule.endpoint == "static" or not wanted(rule):
            continue
        if "document_id" in rule.arguments or rule.rule.endswith(".ics") or rule.endpoint in FILES:
            continue  # it answers the file itself
        small = rule.endpoint.split(".")[1] if rule.endpoint.startswith("records.") else ""
        if "record_id" in rule.arguments:
            if small in ids:  # a school need not have something of each small kind: their pages are the same
                yield adapter.build(rule.endpoint, {"record_id": ids[small]})
            continue
        if rule.endpoint.startswith(MAY_BE_MISSING) and not rule.arguments <= {*ids, *texts}:
            continue
        for text in next((texts[name] for name in texts if name in rule.arguments), ("",)):
            yield adapter.build(rule.endpoint, {name: text if name in texts else ids[name] for name in rule.arguments})
    if wanted is _all:  # one rule answers them all
        yield from (page.path for page in PAGES if page.path != PREFIX)
