"""Build a school's partnerships with what stands in writing, their trainings and their agreements."""

from __future__ import annotations

from datetime import date, timedelta

from models.agreements import Agreement
from models.partnerships import (
    Partnership,
    PartnershipNeed,
    PartnershipStage,
    PartnershipTerm,
    PointPerson,
    TermName,
)
from models.stewardship import Training
from seed.demo import words
from seed.demo.documents import add_document
from seed.demo.partners import ORGANISATIONS
from seed.demo.partnerships import DRAFTS, ENDING_SOON, IN_TALKS, PARTNERSHIPS, PLANNED, PROPOSED, Agreed, Ending
from seed.demo.school import DemoSchool

# The middle school's agreement that nobody renewed: its first and its last day.
LAPSED = ("P04", (1, 9, 1), (2, 12, 31))
LAPSED_NOTE = "The owner was reminded 90, 30 and 7 days before the end and did not answer."
YEAR_DAYS = 364


def add_partnerships(demo: DemoSchool) -> None:
    """Take in the school's partnerships and talks, and store them, so that other records can name them."""
    for agreed in PARTNERSHIPS[demo.key]:
        if demo.has_come(agreed.started):
            demo.partnerships[agreed.partner] = _partnership(demo, agreed)
    for key, started, stage in IN_TALKS[demo.key]:
        if demo.has_come(started):
            day = demo.on(started)
            record = Partnership(
                ref=f"talks-{key}", partner_id=demo.partners[key].id, started_on=day, initiated_by=("leaders",),
                confirmed_on=tuple(may for may in demo.mays(first=2) if may > day),
            )  # fmt: skip
            record.stages.append(PartnershipStage(stage=stage, from_on=day))
            record.point_people.append(_in_charge(demo, "coordinator", day))
            demo.add(record, on=day, by=demo.people["coordinator"])
    demo.store()


def add_papers(demo: DemoSchool) -> None:
    """Take in agreements and the trainings for roles."""
    for agreed in PARTNERSHIPS[demo.key]:
        if agreed.partner not in demo.partnerships:
            continue
        if agreed.proposal:
            _paper(demo, agreed.partner, "proposal", submitted_on=demo.on(PROPOSED))
        if agreed.resource_plan:
            day = demo.on(PLANNED)
            _paper(
                demo, agreed.partner, "resource_plan", submitted_on=day, signed_on=day,
                expected_outcome=words.PLAN_OUTCOME, serves_workforce=True,
            )  # fmt: skip
        for when in agreed.trained:
            if demo.has_come(when):
                _training(demo, agreed.partner, demo.on(when))
    if LAPSED[0] in demo.partnerships and demo.key == "middle":
        first, last = demo.on(LAPSED[1]), demo.on(LAPSED[2])
        _paper(
            demo, LAPSED[0], "mou", submitted_on=first, signed_on=first, starts_on=first, ends_on=last,
            notice_days=30, note=LAPSED_NOTE,
        )  # fmt: skip
    for ending in ENDING_SOON[demo.key]:
        if ending.partner in demo.partnerships:
            _ending_paper(demo, ending)
    for key, kind in DRAFTS[demo.key]:
        if key in demo.partnerships:
            _paper(demo, key, kind, drafted_on=demo.calendar.today - timedelta(days=6))


def _partnership(demo: DemoSchool, agreed: Agreed) -> Partnership:
    started = demo.on(agreed.started)
    confirmed = {demo.on(when) for when in agreed.confirmed if demo.has_come(when)}
    if agreed.lasts:
        confirmed |= set(demo.mays(first=3))
    record = Partnership(
        ref=f"partnership-{agreed.partner}",
        partner_id=demo.partners[agreed.partner].id,
        started_on=started,
        initiated_by=("teachers",) if "led_by_teachers" in agreed.terms else ("leaders",),
        confirmed_on=tuple(sorted(confirmed)),
        contact_interval_days=agreed.contact_days,
    )
    record.stages.append(PartnershipStage(stage="active", from_on=started))
    record.point_people.append(_in_charge(demo, agreed.point, started))
    if agreed.need:
        record.needs.append(PartnershipNeed(need=demo.needs["main"], from_on=started))
    near, far = words.GOALS[agreed.partner]
    for name in TermName:
        if name.value in agreed.terms:
            text = {TermName.SHORT_GOALS: near, TermName.LONG_GOALS: far}.get(name) or words.TERMS[name.value]
            record.terms.append(PartnershipTerm(name=name, from_on=started, text=text))
    return demo.add(record, on=started, by=demo.people["coordinator"])


def _in_charge(demo: DemoSchool, key: str, from_on: date) -> PointPerson:
    user = demo.people[key]
    return PointPerson(person=user.name, user_id=user.id, from_on=from_on)


def _paper(
    demo: DemoSchool,
    key: str,
    kind: str,
    *,
    submitted_on: date | None = None,
    signed_on: date | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    drafted_on: date | None = None,
    notice_days: int | None = None,
    expected_outcome: str | None = None,
    serves_workforce: bool | None = None,
    note: str | None = None,
) -> Agreement:
    ending = f"-{ends_on:%Y-%m}" if ends_on else ""
    record = Agreement(
        ref=f"{kind}-{key}{ending}",
        partnership=demo.partnerships[key],
        agreement_kind=kind,
        submitted_on=submitted_on,
        signed_on=signed_on,
        starts_on=starts_on,
        ends_on=ends_on,
        notice_days=notice_days,
        expected_outcome=expected_outcome,
        serves_workforce=serves_workforce,
        note=note,
    )
    return demo.add(record, on=submitted_on or drafted_on or demo.calendar.today, by=demo.people["coordinator"])


def _ending_paper(demo: DemoSchool, ending: Ending) -> None:
    """Sign a paper of one year that ends soon; it is in force today, so no level of today hangs on it yet."""
    last = demo.calendar.today + timedelta(days=ending.days_left)
    first = last - timedelta(days=YEAR_DAYS)
    record = _paper(
        demo, ending.partner, ending.kind, submitted_on=first - timedelta(days=21),
        signed_on=first - timedelta(days=8), starts_on=first, ends_on=last, notice_days=30,
    )  # fmt: skip
    if ending.file:
        partner = ORGANISATIONS[ending.partner].name
        lines = [f"{demo.school.name} and {partner}", "What both sides give, for one year.", f"Last day: {last}"]
        record.documents.append(add_document(demo, ending.file, lines))


def _training(demo: DemoSchool, key: str, day: date) -> None:
    record = Training(
        ref=f"training-{key}-{day:%Y-%m}",
        occurred_on=day,
        topic=("role",),
        roles=("leaders", "alliances"),
        partner_id=demo.partners[key].id,
    )
    demo.add(record, on=day, by=demo.people["coordinator"])
