"""What the demo's records say beside their titles: the sentences of evaluations, goals and notes."""

from __future__ import annotations

ALLOCATIONS = ("STEM lab", "Maker space", "Robotics club", "Measurement kits")
MEETING_NOTES = (
    "Good turnout; two follow-ups noted.",
    "Short, but to the point.",
    "Asked to come back in the next term.",
    "Photos and handout are with the coordinator.",
    "A parent offered to help next time.",
    "Ran over by ten minutes; nobody left.",
    "The display boards stay up until Friday.",
    "Two questions are still open; answers by mail.",
    "Fewer came than hoped; try another evening.",
    "Everybody left with something to do.",
    "The sign-in sheet is in the office.",
    "Worth doing again at the same time next year.",
)
# What an evaluation says of each partner in its own words: strength, weakness, what it serves, what comes next.
EVALUATED: dict[str, tuple[str, str, str, str]] = {
    "P01": (
        "The mentors know our benches and come prepared.",
        "Shift plans move, and with them our dates.",
        "Serves the goal that every student meets working technicians.",
        "Set the visits for the whole term in August.",
    ),
    "P02": (
        "Students make parts that are really used.",
        "Help comes when the shop is quiet, not when the unit needs it.",
        "Fits the goal of applied mathematics: every part is measured twice.",
        "Agree in spring what the shop does in autumn.",
    ),
    "P03": (
        "The control room visits stay with students for months.",
        "Only two classes have been there so far.",
        "Serves the energy unit in grade 10.",
        "Open the visits to a third class.",
    ),
    "P05": (
        "One call, and the lumber is there.",
        "What is given depends on what is left over.",
        "Fits the goal that design units use real materials.",
        "Send the list of materials before each unit.",
    ),
    "P06": (
        "Instructors who like to teach our age, and stay on.",
        "Tutoring clashes with their own exam weeks.",
        "Serves the goal of dual enrollment without a gap.",
        "Lay their exam weeks and ours side by side.",
    ),
    "P07": (
        "Tutors explain calculus by what they build themselves.",
        "Tutors change every semester.",
        "Serves the goal that graduates go into engineering.",
        "Ask each tutor to bring the next one along.",
    ),
    "P08": (
        "Clear about what they fund, and quick to answer.",
        "Reports take an afternoon we do not have.",
        "Fits the goal of renewing the laboratories.",
        "Use the yearly summary as their report.",
    ),
    "P09": (
        "Coaches who let students find the fault themselves.",
        "The season is over before our second semester begins.",
        "Serves the goal of robotics in every grade.",
        "Plan something small for after the season.",
    ),
    "P10": (
        "Their people turn a creek into a laboratory.",
        "Buses are hard to book for visits set late.",
        "Fits the river study that runs through three grades.",
        "Book the buses with the visit.",
    ),
    "P11": (
        "Students come back sure of what they want to learn.",
        "Few teachers have seen the workshops.",
        "Serves the goal of shared courses.",
        "Hold one staff meeting in their workshop.",
    ),
    "P13": (
        "Families find the maker space by themselves.",
        "Who opens it in the holidays is not said.",
        "Fits the goal of a maker space that families use.",
        "Write down who has the key.",
    ),
}
# What was said of the year on top, for each of the three.
STRONGER = (
    "The first full year, and it lasted.",
    "More students than the year before.",
    "It now runs without reminders.",
)
WEAKER = ("We told nobody about it.", "Staff changed on our side, too.", "We still ask too late.")
NEXT = ("Ask students what they took from it.", "Name a second contact.", "Show it to the school board.")
ACTIONS_DONE = (
    "Dates were agreed in August.",
    "A third class joined in the spring.",
    "A second contact was named.",
)
REVIEW_WANTED = "Every group hears from us each quarter and can answer."
REVIEW_FINDING = ("Businesses read the partner letter, few answer it.", "Families answer surveys, staff less so.")
REVIEW_DONE = ("The letter now ends with one question.", "The survey for staff moved to the team meeting.")
PROCESS_FINDING = (
    "Paraphrasing has become usual; pausing has not.",
    "Meetings end on time, and everybody speaks.",
    "Data comes to the table earlier than last year.",
)
PROCESS_DONE = ("A card with the norms lies on the table.", "The chair rotates.", "Data is sent two days before.")
CURRICULAR_GOALS = (
    "Students read and make technical drawings",
    "Students measure, model and explain their error",
    "Students program and test a control loop",
)
# Goals by partner: the near and the far one.
GOALS: dict[str, tuple[str, str]] = {
    "P01": ("Twelve students a year work at the mechatronics bench", "A mechatronics course that the plant hires from"),
    "P02": ("Six students a term make a part that is used", "A machining internship for every junior who wants one"),
    "P03": ("Two classes visit the control room", "An energy course built on the cooperative's data"),
    "P04": ("Keep the computer room running", "A help desk run by students"),
    "P05": ("Materials for every design unit", "A garden and workshop that supply themselves"),
    "P06": ("Tutoring twice a month and one shared lesson a quarter", "Dual enrollment without a gap year"),
    "P07": ("Weekly tutoring in calculus and physics", "Ten graduates a year go into engineering"),
    "P08": ("One grant application a year", "A fund that renews laboratory equipment"),
    "P09": ("Two teams finish the season", "Robotics in every grade"),
    "P10": ("Each grade visits once", "A river study that runs through three grades"),
    "P11": ("Twenty students try a program", "Shared courses in welding and nursing"),
    "P12": ("Homework club with STEM tasks on two days", "Every child who stays late builds something"),
    "P13": ("Open the maker space on two afternoons", "A maker space that families use"),
    "P14": ("Four helpers at every STEM day", "A parent in every project"),
}
TERMS: dict[str, str] = {
    "outcomes": "Students explain what they made to somebody who needs it",
    "education_goal": "School goal 2: every student applies mathematics and science outside the classroom",
    "curricular_goal": "Measurement, modeling and technical reading in the project units",
    "led_by_teachers": "yes",
    "roles": "The school prepares and supervises; the partner brings people, tools and real problems",
    "accountability": "Both sides look at dates kept and students reached, each semester",
    "guidelines": "Safety briefing first, two adults in the room, costs agreed in writing",
}
PLAN_OUTCOME = "Students finish one complete piece of work with the partner's people"
NEEDS = {
    "main": "Machines and measuring tools that students may use in the lab",
    "mentors": "Adults from technical jobs who work with small groups",
    "transport": "A way to get classes to partners and back",
}
