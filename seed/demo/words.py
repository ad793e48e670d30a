"""What the demo's records say: titles by stream, and the sentences of evaluations, goals and notes."""

from __future__ import annotations

from seed.demo.picks import pick

# `{p}` is the partner's name, `{giving}` what it usually gives. Streams that several schools share have one list.
TITLES: dict[str, tuple[str, ...]] = {
    "A03": ("Talked with {p} about what both want for the children", "Coffee with {p}: where our aims meet"),
    "A05": ("Asked around for seed trays and soil meters", "Asked for scrap wood for the bridge unit"),
    "A06": ("Asked {p} for fencing for the garden unit",),
    "A07": ("Grade 5 asked the museum for help with the creek model",),
    "A08": ("Evening meeting: what STEM is at our school", "Open meeting on STEM days and what children gain"),
    "A09": ("Talk at the car line about why we build things",),
    "A10": ("Newsletter: the STEM month ahead", "Newsletter: garden week and bridge day"),
    "A11": ("Told families at class night why we investigate", "Grade 4 presentation: how we test ideas"),
    "A12": ("First STEM information night", "STEM information night: bring a grandparent"),
    "A13": ("Children showed their bridges",),
    "A14": ("College guest told families which technicians the county lacks",),
    "B04": ("Met the library about a shared maker space", "Second look at aims with the library"),
    "B07": ("Newsletter: our partners this season", "Newsletter: what the partners are planning"),
    "B08": ("Asked {p} for lumber and fasteners", "Asked {p} for parts for the wind tunnel"),
    "B09": ("Asked {p} for help with the robotics unit", "{p} to coach the sensor project"),
    "B10": (
        "Students asked {p} for help with line followers",
        "Students asked {p} about gear ratios",
        "Robot club asked {p} to look at its design",
    ),
    "B11": ("Students asked {p} for mathematics tutoring", "Grade 8 asked {p} for tutoring before exams"),
    "B13": ("STEM forum: purpose, practice and what students learn", "Open forum with partners and families"),
    "B14": ("Talk with parents and shop owners at the ball game",),
    "B15": ("Website: STEM events and how projects progress", "Website: project diary and dates"),
    "B16": ("Post: robotics meet on Saturday", "Post: open maker space this week", "Post: the bridge contest"),
    "B17": ("Survey: how do families hear from us?", "Survey on STEM progress and wishes"),
    "B18": ("Team meeting by the dialogue process",),
    "B19": ("Post: what grade 7 measured this week", "Post: sensors in the creek", "Post: our students at the press"),
    "B20": ("STEM information night with stations", "Information night: how we teach with projects"),
    "B21": ("Presented the case for STEM to the school board", "Report to the civic club on STEM classes"),
    "B22": ("STEM festival on the mill green",),
    "B23": ("Showcase of student projects", "Winter showcase: robots and river"),
    "B24": ("Students asked the leadership team for a second robotics class",),
    "B25": ("College told families which skills the county needs", "Workforce evening with the college"),
    "B26": ("Foundation told staff where grants can be found",),
    "B29": ("Board, firms and college: what research says about STEM schools",),
    "B30": ("Newsletter: our mission, and what we aim for this year",),
    "B31": ("Teachers told the leadership team what they read on project work",),
    "B32": ("Asked {p} which skills its programs lack",),
    "C05": ("Met {p} to line up aims", "Working lunch with {p} on shared aims"),
    "C08": ("Newsletter: partners and progress", "Partner letter: what was done, what comes next"),
    "C10": ("Taught the torque lesson with {p}", "{p} led the maintenance lab", "Statics lesson with {p}"),
    "C11": ("Reworked the mechatronics course with {p}", "Curriculum day with {p}"),
    "C12": ("Designed the machining internship with {p}",),
    "C13": ("Asked {p} about money for the spectrometer",),
    "C14": ("Tutoring by {p}: calculus", "Tutoring by {p}: physics", "Weekly tutoring with {p}"),
    "C15": ("Students asked {p} for help with the gearbox", "Fixture project with {p}", "Robot frame cut at {p}"),
    "C16": ("Students asked {p} for mentors", "Mentors from {p} met their groups"),
    "C17": ("Applications for internships at {p}", "Second round of applications at {p}"),
    "C18": ("Enrollment at the Career and Technology Center",),
    "C19": ("Enrollment in dual-credit STEM courses",),
    "C20": ("Students volunteered at {p}",),
    "C25": ("STEM council: purpose, practice, learning", "Council with all groups: listening round"),
    "C26": ("Talk with shop owners and parents at the market",),
    "C27": ("Website: events and progress", "Website: this month in the labs"),
    "C28": ("Post: open lab on Thursday", "Post: the solar car leaves the shop"),
    "C29": ("Newsletter: what research says about project work",),
    "C30": ("Survey: progress as families, staff and firms see it",),
    "C31": ("Newsletter: five things you can say to a lawmaker",),
    "C34": ("Leadership dialogue by our process", "Partner table, run by the process"),
    "C36": ("Post: chemistry on the river bank", "Post: inside the machine shop", "Post: why statistics matters"),
    "C37": ("Told the PTA and the council how we teach STEM",),
    "C38": ("Presented results to the school board and the civic club",),
    "C39": ("Letter to the state senator on lab funding", "Letter to the representative on STEM teachers"),
    "C40": ("County STEM festival",),
    "C41": ("Letter to the editor: keep the labs open",),
    "C42": ("Student showcase", "Showcase night in the shop hall"),
    "C43": ("Students made the case for new STEM classes", "Students asked for a second robotics section"),
    "C44": ("Students asked board and council for classes and funding",),
    "C45": ("Students visited the state house about funding",),
    "C46": ("{p} spoke to its board and to lawmakers about technicians",),
    "C47": ("Foundation told staff and families about grants and jobs",),
    "C49": ("Board, district and employers: research on STEM schools",),
    "C50": ("Website: the studies behind our courses",),
    "C51": ("Survey on our mission, vision and goals",),
    "C52": ("Teachers told staff and families what the studies say", "Reading round: teachers and leadership team"),
    "C53": ("Students told families and the council how their projects go",),
}

ALLOCATIONS = ("STEM lab", "Maker space", "Robotics club", "Measurement kits")
MEETING_NOTES = (
    "Good turnout; two follow-ups noted.",
    "Short, but to the point.",
    "Asked to come back in the next term.",
    "Photos and handout are with the coordinator.",
)
STRENGTHS = (
    "Reliable people who know our courses.",
    "Students work on things the partner really needs.",
    "Short ways: one call, one answer.",
)
WEAKNESSES = (
    "Dates are set late, so buses are hard to book.",
    "Only two classes are reached so far.",
    "It depends on one person at the partner's.",
)
ALIGNMENTS = (
    "Fits the goal that every student meets working technicians.",
    "Serves the goal of applied mathematics in every grade.",
)
ACTIONS = (
    "Agree on dates for the whole term in August.",
    "Open the visits to a third class.",
    "Name a second contact at the partner's.",
)
ACTIONS_DONE = ("Dates were agreed in August.", "A third class joined in the spring.", "A second contact was named.")
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


def title_of(code: str, partner: str | None, *key: object) -> str | None:
    """Choose a title for a record of a stream; None for streams whose records have none."""
    titles = TITLES.get(code)
    return pick(titles, "title", code, *key).format(p=partner or "") if titles else None
