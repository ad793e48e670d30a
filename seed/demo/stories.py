"""What each school's story adds to its streams: the process, changes of people, the team, what runs now."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from models.agreements import Commitment
from models.assessments import Exemption, LogStart
from models.evaluations import CommunicationReview, DialogueProcess, Evaluation
from models.hand_overs import HandOver
from models.needs import SchoolNeed
from models.partners import Contact, SchoolPartner
from models.stewardship import Coordinator, Recognition, RosterMember, Transition
from seed.demo import words
from seed.demo.partners import KNOWN_BEFORE, ORGANISATIONS
from seed.demo.people import Person, Seat
from seed.demo.school import DemoSchool

LOG_START = {"elementary": (1, 1, 10), "middle": (-1, 7, 1), "high": (-2, 7, 1)}
TEAM_SINCE = {"elementary": (1, 1, 10), "middle": (0, 8, 20), "high": (-1, 8, 22)}
# Days on which the seats were found to be held by the same people; later ones follow once a year.
TEAM_CONFIRMED = {
    "elementary": ((2, 1, 12), (3, 1, 12)),
    "middle": ((1, 5, 20), (2, 5, 20), (3, 5, 20)),
    "high": ((1, 5, 20), (2, 5, 20), (3, 5, 20)),
}
COORDINATOR_SINCE = {"elementary": (3, 8, 20), "middle": (3, 8, 13), "high": (1, 8, 15)}
PROCESS = {"middle": (2, 10, 14), "high": (1, 9, 10)}
PROCESS_CONFIRMED = {"middle": ((2, 5, 20),), "high": ((2, 9, 9), (2, 5, 20))}
NORMS = ("pausing", "paraphrasing", "probing", "questions")
# What changed, the day, the day its hand-over was done, partner.
CHANGES = {
    "high": (
        ("partner_staff", (1, 11, 4), (1, 12, 2), "P01"),
        ("leadership", (2, 7, 1), (2, 8, 5), None),
        ("partner_staff", (2, 8, 18), (2, 9, 10), "P06"),
        ("partner_staff", (2, 1, 12), (2, 4, 18), "P07"),
    )
}
NOT_FOR_CHILDREN = ("EC2.S1.FI.1", "EC2.S1.FI.3", "EC2.S1.SU.1", "EC2.S1.SU.2", "EC2.S1.SU.5")
KNOWN_SINCE = (-1, 7, 5)
# The point person of two partnerships who leaves soon, so that a hand-over is due.
LEAVING, LEAVES_IN_DAYS, LEAVES_SOON = "leaving", 16, "leaves-soon"


def add_ground(demo: DemoSchool) -> None:
    """Take in and store what other records name: logging start, known organisations with contacts, needs."""
    start = demo.on(LOG_START[demo.key])
    demo.add(LogStart(ref="logging-start", from_on=start), on=start)
    known = demo.on(KNOWN_SINCE)
    for noted in KNOWN_BEFORE[demo.key]:
        organisation = ORGANISATIONS[noted.partner]
        partner_id = demo.partners[noted.partner].id
        record = SchoolPartner(
            ref=f"org-{noted.partner}", partner_id=partner_id, added_on=known, stage=noted.stage,
            offers=organisation.offers,
        )  # fmt: skip
        demo.add(record, on=known)
        name, title = organisation.contact
        mailbox = name.lower().replace(" ", ".")
        contact = Contact(
            ref=f"contact-{noted.partner}", partner_id=partner_id, name=name, title=title, is_key=True, from_on=known,
            email=f"{mailbox}@{noted.partner.lower()}.example",
        )  # fmt: skip
        demo.add(contact, on=known)
    # The later needs belong to the year that runs: of the completed years each source of data would tell more.
    for key, when, critical, data in (
        ("main", (1, 8, 1), True, ("survey",)),
        ("mentors", (3, 8, 15), True, ("workforce", "community")),
        ("transport", (3, 8, 15), False, ("district",)),
    ):
        if demo.has_come(when):
            need = SchoolNeed(
                ref=f"need-{key}", text=words.NEEDS[key], stated_on=demo.on(when), critical=critical, data=data,
                priority=1 if critical else 3,
            )  # fmt: skip
            demo.needs[key] = demo.add(need, on=need.stated_on, by="teachers")
    demo.store()


def add_team(demo: DemoSchool, staff: tuple[Person, ...], seats: tuple[Seat, ...]) -> None:
    """Take in the leadership team and the coordinator."""
    since = TEAM_SINCE[demo.key]
    members = [(person.name, person.groups, person.title, since) for person in staff if person.groups]
    members += [(seat.person, seat.groups, seat.title, seat.since or since) for seat in seats]
    confirmations = [demo.on(when) for when in TEAM_CONFIRMED[demo.key] if demo.has_come(when)]
    for place, (name, groups, title, when) in enumerate(members, start=1):
        joined = demo.on(when)
        member = RosterMember(
            ref=f"team-{place:02d}", person=name, group=groups, role=title, from_on=joined,
            confirmed_on=tuple(day for day in confirmations if day > joined),
        )  # fmt: skip
        demo.add(member, on=joined)
    when = COORDINATOR_SINCE[demo.key]
    if demo.has_come(when):
        again = tuple(day for day in (demo.on((2, 8, 15)), *demo.mays(first=2)) if day > demo.on(when))
        coordinator = Coordinator(
            ref="coordinator", person=demo.people["coordinator"].name, from_on=demo.on(when), confirmed_on=again
        )
        demo.add(coordinator, on=coordinator.from_on)


def add_story(demo: DemoSchool) -> None:
    """Take in the process, changes of people, and what does not apply."""
    if demo.key in PROCESS:
        adopted = demo.on(PROCESS[demo.key])
        confirmed = {demo.on(when) for when in PROCESS_CONFIRMED[demo.key]} | set(demo.mays(first=3))
        process = DialogueProcess(
            ref="process", name="Dialogue in four steps", adopted_on=adopted, norms=NORMS,
            confirmed_on=tuple(sorted(confirmed)),
        )  # fmt: skip
        demo.add(process, on=adopted)
    for what, when, done, partner in CHANGES.get(demo.key, ()):
        change = Transition(
            ref=f"change-{demo.on(when)}", what=what, occurred_on=demo.on(when), done_on=demo.on(done),
            partner_id=demo.partners[partner].id if partner else None,
        )  # fmt: skip
        demo.add(change, on=change.occurred_on)
    if demo.key == "elementary":
        for practice in NOT_FOR_CHILDREN:
            exemption = Exemption(
                ref=f"exemption-{practice}", what=practice, from_on=demo.on((1, 7, 1)),
                note="Internships and courses at a center are not open to children of this age.",
            )  # fmt: skip
            demo.add(exemption, on=demo.on(LOG_START["elementary"]))


def add_present(demo: DemoSchool) -> None:
    """Take in what makes today's pages: this year's evaluations, review, thanks and promises.

    All of it lies in the year that runs, so the two completed years stay as their streams tell them.
    """
    if demo.key == "middle":
        for key, when in (("P05", (3, 8, 27)), ("P06", (3, 9, 17)), ("P09", (3, 10, 8))):
            if demo.has_come(when):
                demo.add(_first_evaluation(demo, key, demo.on(when)), on=demo.on(when))
        if demo.has_come((3, 9, 24)):
            review = CommunicationReview(
                ref="review-this-year", occurred_on=demo.on((3, 9, 24)), wanted=words.REVIEW_WANTED,
                finding=words.REVIEW_FINDING[0], actions_open="Ask businesses one question in the October letter.",
            )  # fmt: skip
            demo.add(review, on=review.occurred_on)
        if demo.has_come((3, 10, 15)):
            # An alliance that signs in reads whom it helped; no stream thanks the college.
            thanks = Recognition(
                ref="thanks-P06", occurred_on=demo.on((3, 10, 15)), mode="public", audience=("higher_ed",),
                partner_id=demo.partners["P06"].id,
            )  # fmt: skip
            demo.add(thanks, on=thanks.occurred_on)
        change = Transition(
            ref=LEAVES_SOON, what="staff", leaves=demo.people[LEAVING].name,
            occurred_on=demo.calendar.today + timedelta(days=LEAVES_IN_DAYS),
        )  # fmt: skip
        demo.add(change, on=demo.calendar.today, by=demo.people[LEAVING])
        _promise(demo, "P09", due_in_days=-9, amount=2, unit="items", type_="equipment", way="funding")
        _promise(demo, "P05", due_in_days=12, amount=350, unit="dollars", type_="materials", way="funding")
    if demo.key == "high":
        _promise(demo, "P03", due_in_days=20, amount=1500, unit="dollars", type_="funding", way="funding")


def tell_who_leaves(demo: DemoSchool) -> None:
    """Say whose account it is that leaves, once the change of people is stored."""
    told = select(Transition).where(Transition.school_id == demo.school.id, Transition.ref == LEAVES_SOON)
    for change in demo.session.scalars(told):
        leaver_id = demo.people[LEAVING].id
        demo.session.add(HandOver(school_id=demo.school.id, transition=change, leaver_id=leaver_id, moved={}))


def _first_evaluation(demo: DemoSchool, key: str, day: date) -> Evaluation:
    strength, weakness, serves, onward = words.EVALUATED[key]
    return Evaluation(
        ref=f"evaluation-{key}-{day:%Y-%m}",
        partnership=demo.partnerships[key],
        occurred_on=day,
        side="school",
        strengths=strength,
        weaknesses=weakness,
        academic="positive",
        social="mixed",
        goal_alignment=serves,
        actions_open=onward,
        teachers=True,
    )


def _promise(demo: DemoSchool, key: str, *, due_in_days: int, amount: int, unit: str, type_: str, way: str) -> None:
    """Take in a commitment that is not kept yet, unless its due day lies before the year that runs."""
    due = demo.calendar.today + timedelta(days=due_in_days)
    if key not in demo.partnerships or due < demo.calendar.year(3).start:
        return
    agreed = due - timedelta(days=70)
    commitment = Commitment(
        ref=f"promise-{key}",
        partnership=demo.partnerships[key],
        agreed_on=agreed,
        type=type_,
        way=way,
        amount=Decimal(amount),
        unit=unit,
        due_on=due,
        allocated_to=ORGANISATIONS[key].giving,
        confirmed_by="school",
    )
    demo.add(commitment, on=agreed, by=demo.people["coordinator"])
