"""Turn the streams into records: the same every time, each with its own day, title and numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from models.activities import Activity, ActivityKind
from models.agreements import Commitment, Contribution
from models.evaluations import CommunicationReview, Evaluation, ProcessReview
from models.needs import Match
from models.partners import Partner, SchoolPartner, WorkforceNeed
from models.records import Record
from models.stewardship import Recognition, Training
from seed.demo import words
from seed.demo.documents import add_document
from seed.demo.partners import ORGANISATIONS
from seed.demo.picks import number, pick
from seed.demo.school import DemoSchool
from seed.demo.streams import Stream
from seed.demo.titles import titles_of

ACTIVITY_LISTS = ("by", "initiated_by", "purpose", "channel", "audience", "topic", "way", "ask")
ACTIVITY_MARKS = (
    "two_way", "collects_input", "used_process", "promotes", "beyond_class", "researched", "student_facing",
    "serves_workforce", "planned",
)  # fmt: skip
# Thanks go to a partner of the group that is thanked.
THANKED = {"business": ("P03", "P05", "P04"), "industry": ("P01",), "nonprofit": ("P09", "P08"), "families": ("P14",)}
COMMITTED_MONTHS = 3
# What is published has an address.
PUBLISHED = {"website", "newsletter", "social_media"}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One record of a stream to be made.

    Attributes:
        ref: Its reference.
        day: The day it speaks of.
        key: Key of the partner, or None.
    """

    stream: Stream
    ref: str
    year: int
    month: int
    day: date
    key: str | None

    def partner(self, demo: DemoSchool) -> Partner:
        """Find the partner of a stream that has one.

        Raises:
            KeyError: The stream has none.
        """
        return demo.partners[self.key or ""]

    def chosen(self, low: int, high: int, what: str) -> int:
        """Choose a number for this record."""
        return number(low, high, what, self.ref)

    def one_of(self, choices: tuple[str, ...], what: str) -> str:
        """Choose a sentence for this record."""
        return pick(choices, what, self.ref)


def occurrences(demo: DemoSchool, stream: Stream) -> list[Occurrence]:
    """List all records of a stream, those to come included.

    Records of one month with the same partner and channels share their day: rules count such a day once, and a
    demo that spread them would show more than its streams say.
    """
    found = []
    for year, month, partner in stream.occurrences(demo.calendar):
        channel = "+".join(stream.fields.get("channel", ()))
        day = demo.calendar.school_day(year, month, demo.key, partner, channel, spread=stream.record == "activity")
        ref = f"{stream.code}-{day:%Y-%m}" + (f"-{partner}" if partner else "")
        found.append(Occurrence(stream, ref, year, month, day, partner))
    return found


def add_streams(demo: DemoSchool, streams: tuple[Stream, ...]) -> None:
    """Take in every record of the streams whose day has come; promises first, since gifts name them."""
    for stream in sorted(streams, key=lambda stream: stream.record != "commitment"):
        for occurrence in occurrences(demo, stream):
            if demo.calendar.is_over(occurrence.day):
                role = stream.fields.get("by", ("leaders",))[0]
                if stream.record == "match":
                    role = stream.fields.get("raised_by", ("leaders",))[0]
                record = MAKERS[stream.record](demo, occurrence)
                if isinstance(record, Activity):
                    attach(demo, occurrence, record)
                demo.add(record, on=occurrence.day, by=role)


def activity(demo: DemoSchool, at: Occurrence) -> Activity:
    """Make an activity."""
    says = at.stream.fields
    lists = {column: says.get(column, ()) for column in ACTIVITY_LISTS}
    marks = {mark: True for mark in ACTIVITY_MARKS if mark in at.stream.marks}
    partners = [at.partner(demo)] if at.key else []
    name = partners[0].name if partners else None
    people = _people(at, lists["channel"])
    by_students = "students" in lists["by"]
    return Activity(
        ref=at.ref,
        occurred_on=at.day,
        activity_kind=ActivityKind(says["kind"][0]),
        title=demo.title(titles_of(at.stream.code, name, school=demo.key, year=at.day.year, month=at.day.month)),
        formality=says.get("formality", (None,))[0],
        partners=partners,
        people=people,
        students=at.chosen(8, 64, "students") if by_students or "student_facing" in at.stream.marks else None,
        hours=Decimal(at.chosen(2, 12, "hours")) / 4 if partners or lists["channel"] == ("meeting",) else None,
        note=at.one_of(words.MEETING_NOTES, "note") if at.chosen(0, 2, "noted") == 0 else None,
        **lists,
        **marks,
    )


def attach(demo: DemoSchool, at: Occurrence, record: Activity) -> None:
    """Give some of them what schools keep: the minutes of a meeting as a file, the address of what was published."""
    if set(record.channel) & PUBLISHED and not at.chosen(0, 2, "link"):
        record.link = f"https://{demo.school.slug}.example/news/{at.ref.lower()}"
    if "meeting" in record.channel and not at.chosen(0, 2, "minutes"):
        lines = [f"{demo.school.name}, {at.day.isoformat()}", record.title or "Meeting", f"{record.people or 0} people"]
        record.documents = [add_document(demo, f"minutes-{at.day:%B-%Y}.pdf".lower(), lines)]


def _people(at: Occurrence, channel: tuple[str, ...]) -> int | None:
    ranges = {"meeting": (7, 32), "info_night": (45, 210), "presentation": (12, 60), "festival": (320, 900),
              "showcase": (60, 240), "survey": (80, 320), "conversation": (2, 9), "site_visit": (5, 18)}  # fmt: skip
    return at.chosen(*ranges[channel[0]], "people") if channel and channel[0] in ranges else None


def organisation(demo: DemoSchool, at: Occurrence) -> SchoolPartner:
    """Note an organisation as a prospect or partner of the school."""
    partner = at.partner(demo)
    return SchoolPartner(
        ref=at.ref,
        partner_id=partner.id,
        added_on=at.day,
        stage=at.stream.fields["stage"][0],
        assessed_on=(at.day,) if "assessed" in at.stream.marks else (),
        offers=ORGANISATIONS[at.key or ""].offers,
    )


def match(demo: DemoSchool, at: Occurrence) -> Match:
    """Bring a need together with an offer, asked and answered."""
    says, marks = at.stream.fields, at.stream.marks
    answered = at.day + timedelta(days=at.chosen(0, 6, "answered"))
    is_answered = "answered" in marks and demo.calendar.is_over(answered)
    need = "mentors" if at.year == 3 and at.chosen(0, 1, "need") else "main"
    return Match(
        ref=at.ref,
        partner_id=at.partner(demo).id,
        need=demo.needs[need] if "need_critical" in marks else None,
        offer=ORGANISATIONS[at.key or ""].offers[0],
        occurred_on=at.day,
        requested_on=at.day if "requested" in marks else None,
        answered_on=answered if is_answered else None,
        answer=says["status"][0] if is_answered else None,
        raised_by=says.get("raised_by", ()),
        way=says.get("way", ()),
        expertise="expertise" in marks or None,
        curricular_goal=at.one_of(words.CURRICULAR_GOALS, "goal") if "curricular_goal" in marks else None,
        data=says.get("data", ()),
        ranked="ranked" in marks or None,
        selected="selected" in marks or None,
    )


def recognition(demo: DemoSchool, at: Occurrence) -> Recognition:
    """Thank those who contribute."""
    audience = at.stream.fields["audience"]
    met = {record.partner_id for record in demo.partnerships.values()}
    thanked = [key for key in THANKED[audience[0]] if demo.partners[key].id in met]
    return Recognition(
        ref=at.ref,
        occurred_on=at.day,
        mode=at.stream.fields["mode"][0],
        audience=audience,
        partner_id=demo.partners[thanked[0]].id if thanked else None,
    )


def workforce(demo: DemoSchool, at: Occurrence) -> WorkforceNeed:
    """Note the workforce need that an alliance stated."""
    text = ORGANISATIONS[at.key or ""].workforce
    return WorkforceNeed(ref=at.ref, partner_id=at.partner(demo).id, stated_on=at.day, text=text)


def commitment(demo: DemoSchool, at: Occurrence) -> Commitment:
    """Note a promise, made three months before it is due and kept within a few days of it."""
    months = at.day.year * 12 + at.day.month - 1 - COMMITTED_MONTHS
    received = at.day + timedelta(days=at.chosen(0, 5, "received"))
    gives_money = at.key == "P01"
    return Commitment(
        ref=at.ref,
        partnership=demo.partnerships[at.key or ""],
        agreed_on=at.day.replace(year=months // 12, month=months % 12 + 1),
        type="funding" if gives_money else "human_resources",
        way="funding" if gives_money else "people",
        amount=Decimal(at.chosen(8, 30, "amount") * 250 if gives_money else at.chosen(6, 20, "amount")),
        unit="dollars" if gives_money else "hours",
        due_on=at.day,
        received_on=received if demo.calendar.is_over(received) else None,
        allocated_to=ORGANISATIONS[at.key or ""].giving,
        confirmed_by="both",
    )


def contribution(demo: DemoSchool, at: Occurrence) -> Contribution:
    """Note a gift of money, hours or places for interns."""
    marks, way = at.stream.marks, at.stream.fields["way"]
    money = way == ("funding",)
    kept = "planned" in marks
    return Contribution(
        ref=at.ref,
        partner_id=at.partner(demo).id,
        occurred_on=at.day,
        commitment=_promise(demo, at) if kept else None,
        type={"funding": "funding", "people": "human_resources", "internships": "internships"}[way[0]],
        way=way,
        amount=Decimal(at.chosen(4, 30, "amount") * 250) if money else Decimal(at.chosen(3, 24, "amount")),
        unit="dollars" if money else "hours" if way == ("people",) else "items",
        allocated_to=at.one_of(words.ALLOCATIONS, "allocated") if "allocated" in marks else None,
        student_facing="student_facing" in marks or None,
        serves_workforce="serves_workforce" in marks or None,
        planned=kept or None,
    )


def _promise(demo: DemoSchool, at: Occurrence) -> Commitment | None:
    """Find the commitment that was due on the day of a gift by the same partner."""
    partnership = demo.partnerships[at.key or ""]
    for _, record in demo.entries:
        if isinstance(record, Commitment) and record.partnership is partnership and record.due_on == at.day:
            return record
    return None


def evaluation(demo: DemoSchool, at: Occurrence) -> Evaluation:
    """Evaluate a partnership; what was found differs, that it was looked at does not."""
    marks = at.stream.marks
    findings = ("positive", "positive", "mixed")
    done = "action_done" in marks
    strength, weakness, serves, onward = words.EVALUATED[at.key or ""]
    turn = at.year - 1
    return Evaluation(
        ref=at.ref,
        partnership=demo.partnerships[at.key or ""],
        occurred_on=at.day,
        side="both" if "both_sides" in marks else "school",
        strengths=f"{strength} {words.STRONGER[turn]}",
        weaknesses=f"{weakness} {words.WEAKER[turn]}",
        academic=pick(findings, "academic", at.ref),
        social=pick(("positive", "mixed"), "social", at.ref),
        physical=pick(("none", "positive"), "physical", at.ref),
        goal_alignment=serves,
        actions_open=None if done else f"{onward} {words.NEXT[turn]}",
        actions_done=words.ACTIONS_DONE[turn] if done else None,
        teachers="teacher_involved" in marks or None,
        asks_students="asks_both" in marks or None,
        asks_workforce="asks_both" in marks or None,
    )


def communication_review(demo: DemoSchool, at: Occurrence) -> CommunicationReview:
    """Look at whether communication achieved what was wanted."""
    return CommunicationReview(
        ref=at.ref,
        occurred_on=at.day,
        wanted=words.REVIEW_WANTED,
        finding=at.one_of(words.REVIEW_FINDING, "finding"),
        actions_done=at.one_of(words.REVIEW_DONE, "done"),
    )


def process_review(demo: DemoSchool, at: Occurrence) -> ProcessReview:
    """Look at how well the dialogue process is used."""
    return ProcessReview(
        ref=at.ref,
        occurred_on=at.day,
        finding=at.one_of(words.PROCESS_FINDING, "finding"),
        actions_done=at.one_of(words.PROCESS_DONE, "done"),
    )


def training(demo: DemoSchool, at: Occurrence) -> Training:
    """Train for the dialogue process."""
    says = at.stream.fields
    return Training(
        ref=at.ref, occurred_on=at.day, topic=says["topic"], roles=says["roles"],
        induction="induction" in at.stream.marks or None,
    )  # fmt: skip


MAKERS: dict[str, Callable[[DemoSchool, Occurrence], Record]] = {
    "activity": activity,
    "org": organisation,
    "match": match,
    "recognition": recognition,
    "workforce": workforce,
    "commitment": commitment,
    "contribution": contribution,
    "evaluation": evaluation,
    "commreview": communication_review,
    "procreview": process_review,
    "training": training,
}
