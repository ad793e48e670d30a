"""What people of each role do, at a school and in its district: presses, signs, and what is on record then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.cast import OTHER_SCHOOL, PARTNER, Cast
from tests.factories import TODAY

# Every task is done within a minute, whatever it takes.
A_MINUTE = 60
Step = tuple[str, ...]


def press(words: str) -> Step:
    """Press a link, a button or what folds."""
    return ("press", words)


def go(words: str) -> Step:
    """Open a page from the header."""
    return ("go", words)


def pick(name: str, value: str) -> Step:
    """Choose one of the answers that are shown."""
    return ("pick", name, value)


def write(name: str, text: str) -> Step:
    """Type into a field."""
    return ("write", name, text)


def choose(name: str, words: str) -> Step:
    """Choose from a list that unfolds."""
    return ("choose", name, words)


@dataclass(frozen=True)
class Task:
    """One task of a role.

    Attributes:
        what: In a few words.
        at: The page it begins at; `{partner}` and `{partnership}` are those of the cast.
        steps: What is done.
        clicks, keys: How many presses and typed signs it may take.
        record: The kind of record that is there then; None where something is read or changed.
        says: What is stored in it: attribute -> value.
        serves: A practice that counts the record; None where none counts it by itself.
    """

    what: str
    at: str
    steps: tuple[Step, ...]
    clicks: int
    keys: int
    record: str | None = None
    says: Mapping[str, Any] = field(default_factory=dict)
    serves: str | None = None


NEW_PARTNER = "Millrace Dairy"
# A partner of the school that the district's coordinator looks at, whose agreement ends next month.
ENDING = "Kiln Works"
# Who keeps the partnerships of the school, and has no account.
KEEPER = "Pat Point"
LOG = press("Log something")
SAVE, FILL_IN = press("Save"), press("Fill in the form")
PRINCIPAL, POINT, SLT, TEACHER = Cast.SCHOOL_ADMIN, Cast.POINT_PERSON, Cast.SLT, Cast.CONTRIBUTOR
# An adviser logs for a group of students, by a teacher's account.
ADVISER = "student adviser"
DISTRICT, ALLIANCE = Cast.DISTRICT_ADMIN, Cast.ALLIANCE
# A point person on Friday, with the week's notes: within a minute.
FIVE_IN_A_ROW: tuple[Step, ...] = (
    LOG, press("Visit to a partner"), pick("by", "teachers"), write("partners", PARTNER), SAVE,
    LOG, press("Newsletter or post"), pick("by", "leaders"), pick("channel", "newsletter"),
    pick("audience", "families"), pick("topic", "progress"), SAVE,
    LOG, press("Applications and enrollments"), pick("way", "enroll_stem"), SAVE,
    LOG, press("Letter, or asking decision makers"), pick("by", "students"), pick("channel", "letter_legislator"),
    pick("audience", "state_gov"), pick("ask", "funding"), SAVE,
    LOG, write("line", "Talked to parents about what STEM is"), FILL_IN, pick("by", "leaders"), SAVE,
)  # fmt: skip

TASKS: Mapping[Cast | str, tuple[Task, ...]] = {
    PRINCIPAL: (
        Task(
            "Log a conversation with parents", "/",
            (LOG, press("Talk or presentation"), pick("by", "leaders"), pick("audience", "families"),
             pick("channel", "conversation"), pick("topic", "stem_purpose"), SAVE),
            7, 0, "activity",
            {"by": ("leaders",), "audience": ("families",), "channel": ("conversation",), "topic": ("stem_purpose",)},
            "EC3.L1.GS.1",
        ),
        Task(
            "Log the newsletter", "/",
            (LOG, press("Newsletter or post"), pick("by", "leaders"), pick("channel", "newsletter"),
             pick("audience", "families"), pick("topic", "progress"), SAVE),
            7, 0, "activity",
            {"by": ("leaders",), "audience": ("families",), "channel": ("newsletter",), "topic": ("progress",)},
            "EC3.L1.PR.2",
        ),
        Task(
            "Thank someone", "{partner}",
            (press("Thank them"), pick("mode", "public"), SAVE),
            3, 0, "recognition", {"partner": PARTNER, "mode": "public"}, "EC2.L1.PR.4",
        ),
        Task(
            "Confirm the facts of a partnership", "/",
            (press("Confirm"), press("All still true")),
            2, 0,
        ),
        Task(
            "Record a decision of the communication review", "/",
            (go("Records"), press("Log a review of communication"),
             write("wanted", "Every family hears of STEM monthly"), write("finding", "Half of them do"),
             write("actions_open", "A letter in Spanish too"), SAVE),
            7, 80, "commreview",
            {"wanted": "Every family hears of STEM monthly", "actions_open": "A letter in Spanish too"},
            "EC3.L1.FI.1",
        ),
    ),
    POINT: (
        Task(
            "Log a site visit", "/",
            (LOG, press("Visit to a partner"), pick("by", "teachers"), write("partners", PARTNER), SAVE),
            6, 40, "activity",
            {"by": ("teachers",), "partners": [PARTNER], "channel": ("site_visit",), "purpose": ("site_visit",)},
            "EC2.T1.GS.1",
        ),
        Task(
            "Add a prospect", "/",
            (go("Partnerships"), press("Partners"), press("Add a partner"), write("name", NEW_PARTNER),
             choose("category", "Business"), press("Add partner")),
            8, 40,
        ),
        Task(
            "Match a need to what a partner offers, and send the request", "{partner}",
            (press("Ask them for something"), pick("offer", "tutoring"), pick("raised_by", "teachers"),
             press("More:"), choose("need", "Tutors for mathematics"), SAVE),
            8, 30, "match",
            {"partner": PARTNER, "offer": "tutoring", "raised_by": ("teachers",), "need": "Tutors for mathematics"},
            "EC2.L1.PR.2",
        ),
        Task(
            "Move a partnership on", "{partnership}",
            (press("Change stage"), pick("stage", "sustaining"), SAVE),
            3, 0,
        ),
        Task(
            "Evaluate a partnership", "{partnership}",
            (press("Evaluate"), write("strengths", "They keep their word"), write("weaknesses", "Few hours in spring"),
             pick("academic", "positive"), pick("social", "positive"), pick("physical", "not_an_aim"),
             write("physical_note", "It is about reading"), write("goal_alignment", "Both goals are met"),
             write("actions_open", "Ask in January"), press("Save evaluation")),
            14, 100, "evaluation",
            {"strengths": "They keep their word", "weaknesses": "Few hours in spring", "academic": "positive",
             "physical": "not_an_aim", "goal_alignment": "Both goals are met", "actions_open": "Ask in January"},
            "EC2.L1.FI.1",
        ),
        Task(
            "Hand over", "/",
            (go("Records"), press("Note a change of people"), pick("what", "partner_staff"),
             choose("partner", PARTNER), write("done_on", "03142026"), SAVE),
            10, 30, "transition", {"what": "partner_staff", "partner": PARTNER, "done_on": TODAY},
            "EC2.L1.SU.6",
        ),
        Task(
            "Hand over everything of a point person", "/",
            (go("Partnerships"), press("Hand-overs"), press("Somebody leaves"), press(KEEPER),
             write("follows", "School admin"), press("Hand over")),
            7, 15, "transition", {"leaves": KEEPER, "follows": "School admin", "done_on": TODAY},
        ),
    ),
    SLT: (
        Task("See why a level is suggested", "/", (press("Teachers communicate"),), 1, 0),
        Task(
            "Attest", "/indicators/ec1-leaders1#EC1.L1.PR.3",
            (press("Say whether it is so"), write("note", "The council agreed on it in May and the minutes say so."),
             press("Yes, it is so")),
            4, 60, "attestation", {"in_place": True}, None,
        ),
        Task(
            "Rate an indicator", "/years",
            (press("Leaders build support"), pick("existing", "0"), pick("desired", "1"), press("Save and go on")),
            5, 0,
        ),
        Task(
            "Answer a silence question: it was not logged", "/",
            (press("It was not logged: log it"), press("Letter, or asking decision makers"),
             pick("channel", "letter_legislator"), pick("audience", "state_gov"), pick("ask", "funding"), SAVE),
            7, 0, "activity", {"audience": ("state_gov",), "ask": ("funding",)}, None,
        ),
        Task(
            "Note that a meeting used the dialogue process", "/",
            (LOG, press("Advisory or council meeting"), pick("by", "leaders"), pick("audience", "slt"),
             pick("topic", "progress"), pick("also", "process"), SAVE),
            7, 0, "activity", {"audience": ("slt",), "used_process": True}, "EC3.L2.RE.2",
        ),
    ),
    TEACHER: (
        Task(
            "Ask for materials", "/",
            (LOG, press("Asked a partner for something"), choose("partner", PARTNER), pick("offer", "materials"),
             write("offer_words", "40 sensors"), SAVE),
            8, 40, "match",
            {"partner": PARTNER, "way": ("resources",), "raised_by": ("teachers",)}, "EC2.T1.PR.1",
        ),
        Task(
            "Log a lesson taught together", "/",
            (LOG, press("Lesson or project with a partner"), write("partners", PARTNER),
             pick("purpose", "lesson_delivery"), pick("also", "students"), write("students", "26"),
             write("hours", "1.5"), SAVE),
            9, 40, "activity",
            {"by": ("teachers",), "purpose": ("lesson_delivery",), "partners": [PARTNER], "students": 26,
             "roles": ("students",)},
            "EC2.T1.SU.2",
        ),
        Task(
            "Log a letter for STEM", "/",
            (LOG, press("Letter, or asking decision makers"), pick("channel", "letter_editor"),
             pick("audience", "state_gov"), pick("ask", "classes"), SAVE),
            6, 0, "activity",
            {"by": ("teachers",), "kind": "advocacy", "channel": ("letter_editor",), "ask": ("classes",)},
            "EC3.T1.SU.5",
        ),
        Task(
            "Choose a partner on data", "/",
            (LOG, press("Asked a partner for something"), choose("partner", PARTNER), pick("offer", "expertise"),
             press("More:"), write("curricular_goal", "Data literacy in grade 8"), pick("shown_by", "workforce"),
             pick("selected", "y"), pick("ranked", "y"), SAVE),
            12, 45, "match",
            {"partner": PARTNER, "curricular_goal": "Data literacy in grade 8", "data": ("workforce",),
             "selected": True, "ranked": True},
            "EC2.T1.FI.1",
        ),
        Task(
            "Log what the class did with a mentor", "/",
            (LOG, press("Tutoring or mentoring"), pick("by", "students"), write("partners", PARTNER),
             pick("way", "mentoring"), pick("also", "asked"), write("students", "24"), SAVE),
            9, 40, "activity",
            {"partners": [PARTNER], "way": ("mentoring",), "initiated_by": ("students",), "students": 24},
            "EC2.S1.GS.3",
        ),
    ),
    ADVISER: (
        Task(
            "Ask a partner for help with a project", "/",
            (LOG, press("Tutoring or mentoring"), pick("by", "students"), write("partners", PARTNER),
             pick("way", "project"), pick("also", "asked"), write("students", "8"), SAVE),
            9, 40, "activity", {"way": ("project",), "partners": [PARTNER], "students": 8}, "EC2.S1.GS.1",
        ),
        Task(
            "Log that students showed their work", "/",
            (LOG, press("Talk or presentation"), pick("by", "students"), pick("audience", "pta"),
             pick("channel", "presentation"), pick("topic", "student_experience"), write("people", "40"), SAVE),
            9, 5, "activity",
            {"audience": ("pta",), "topic": ("student_experience",), "people": 40}, "EC3.S1.PR.1",
        ),
        Task(
            "Log that students spoke up", "/",
            (LOG, press("Letter, or asking decision makers"), pick("by", "students"), pick("channel", "presentation"),
             pick("audience", "school_board"), pick("ask", "classes"), SAVE),
            7, 0, "activity", {"audience": ("school_board",), "ask": ("classes",)}, "EC3.S1.FI.2",
        ),
        Task(
            "Log enrollments", "/",
            (LOG, press("Applications and enrollments"), pick("way", "enroll_stem"), pick("also", "own"),
             pick("also", "researched"), write("students", "12"), SAVE),
            8, 5, "activity",
            {"by": ("students",), "way": ("enroll_stem",), "researched": True, "students": 12}, "EC2.S1.SU.4",
        ),
        Task(
            "Propose an internship", "/",
            (LOG, press("Applications and enrollments"), pick("way", "propose_internship"),
             write("partners", PARTNER), pick("also", "own"), SAVE),
            7, 20, "activity",
            {"by": ("students",), "way": ("propose_internship",), "initiated_by": ("students",),
             "partners": [PARTNER]},
            "EC2.S1.SU.2",
        ),
    ),
    ALLIANCE: (
        Task("Say yes to a request", "/", (press("Yes, we can"),), 1, 0),
        Task(
            "Decline a request with a reason", "/alliance/requests",
            (press("Not this time"), press("Nobody is free then")),
            2, 0,
        ),
        Task(
            "Report hours given", "/",
            (press("Log what we did"), press("Hours we gave"), write("amount", "2.5"), press("Send")),
            4, 5, "contribution",
            {"partner": PARTNER, "amount": Decimal("2.5"), "unit": "hours", "type": "volunteer_hours",
             "record_status": "proposed"},
        ),
        Task(
            "State workforce needs", "/",
            (press("What your workforce needs"), write("text", "Four welders by summer"), press("Tell the school")),
            4, 30, "workforce",
            {"partner": PARTNER, "text": "Four welders by summer", "record_status": "proposed"},
        ),
        Task(
            "Log advocacy", "/",
            (press("Log what we did"), press("Spoke up for STEM"), pick("audience", "state_gov"),
             pick("channel", "meeting"), pick("topic", "workforce_needs"), press("Send")),
            6, 0, "activity",
            {"by": ("alliances",), "way": ("speaking",), "kind": "advocacy", "audience": ("state_gov",),
             "record_status": "proposed"},
        ),
        Task(
            "Rate the partnership", "/alliance/partnerships",
            (press("Say how it goes"), write("strengths", "They keep their word"), pick("effect", "positive"),
             press("Send")),
            5, 25, "evaluation",
            {"side": "partner", "strengths": "They keep their word", "academic": "positive",
             "record_status": "proposed"},
        ),
        Task("Confirm goals", "/alliance/partnerships", (press("Still true"),), 1, 0),
        Task(
            "Announce a change of staff", "/alliance/partnerships",
            (press("Somebody leaves"), write("leaves", "Robin Sample"), write("follows", "Ada Quist"), press("Send")),
            5, 25, "transition",
            {"what": "partner_staff", "partner": PARTNER, "leaves": "Robin Sample", "follows": "Ada Quist",
             "record_status": "proposed"},
        ),
    ),
    DISTRICT: (
        Task(
            "Compare the schools in one indicator, and open one", "/",
            (go("Schools"), press("Students communicate and advocate"), press(OTHER_SCHOOL)),
            4, 0,
        ),
        Task(
            "See which agreements of a school end next month", "/",
            (go("Partnerships"), press("Agreements"), press("Next month"), press(ENDING)),
            5, 0,
        ),
        Task(
            "Give an agreement that ends next month to somebody", "/",
            (go("Partnerships"), press("Agreements"), press("Next month"), press("Ask somebody"),
             write("owner_name", "Grade 8 team"), SAVE),
            7, 12, "action",
            {"what": f"Renew or end the agreement with {ENDING}", "owner_name": "Grade 8 team"},
        ),
        Task(
            "Share an organization with another school", "/",
            (go("Partnerships"), press("Partners"), press(ENDING), press("Share with schools"),
             pick("schools", "1"), press("Share")),
            7, 0, "org", {"partner": ENDING, "stage": "prospect"},
        ),
        Task(
            "Open the year for a school, with the day by which it is signed", "/",
            (go("Schools"), press("School years"), write("due_on", "06122026"), press("Open the year")),
            7, 8, "action", {"what": "Sign the year 2025-26"},
        ),
        Task(
            "Change a setting, after seeing what it changes", "/",
            (go("Schools"), press("Numbers in the rules"), press("When a level is reached"),
             pick("thresholds-small_levels-4", "y"), write("because", "The board said so"),
             press("See what it changes"), press("Save these numbers")),
            8, 20,
        ),
    ),
}  # fmt: skip
