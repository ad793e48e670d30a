"""What the demo's activities are called: by stream, and by what classes had in hand in that month."""

from __future__ import annotations

from collections.abc import Iterator

from seed.demo.picks import number
from seed.demo.streams import SCHOOL_MONTHS

# `{p}` is the partner's name, `{now}` what classes have in hand in that month. What lacks `{now}` is used once.
TITLES: dict[str, tuple[str, ...]] = {
    "A03": ("Coffee with {p}: where our aims meet", "Talked with {p} about {now}"),
    "A05": ("Asked around for material for {now}", "Asked who could lend tools for {now}"),
    "A06": ("Asked {p} for fencing for the garden unit", "Asked {p} for material for {now}"),
    "A07": ("Grade 5 asked {p} for help with {now}", "Grade 4 asked {p} about {now}"),
    "A08": ("Evening meeting: what STEM is at our school", "Open meeting: what children gain from {now}"),
    "A09": ("Talk at the car line about why we build things", "Talk at the car line about {now}"),
    "A10": ("Newsletter: the month ahead, and {now}", "Newsletter: {now} in pictures"),
    "A11": ("Told families at class night why we investigate", "Grade 4 presentation: {now}"),
    "A12": ("First STEM information night", "STEM information night: {now} for grandparents"),
    "A13": ("Children showed their bridges", "Children showed {now}"),
    "A14": ("{p} told families which technicians the county lacks", "{p} told families about {now} and jobs"),
    "B04": ("Met the library about a shared maker space", "Met the library about {now}"),
    "B07": ("Newsletter: our partners this season", "Newsletter: our partners and {now}", "Partner news: {now}"),
    "B08": ("Asked {p} for lumber and fasteners", "Asked {p} for parts for {now}"),
    "B09": ("Asked {p} for help with the robotics unit", "{p} to coach {now}"),
    "B10": ("Students asked {p} for help with {now}", "Robot club asked {p} to look at {now}"),
    "B11": ("Students asked {p} for mathematics tutoring", "Grade 8 asked {p} for tutoring: {now}"),
    "B13": ("STEM forum: purpose, practice and what students learn", "STEM forum on {now}", "Open forum: {now}"),
    "B14": ("Talk with parents and shop owners at the ball game", "Talk at the ball game about {now}"),
    "B15": ("Website: {now}, and dates", "Website: project diary on {now}"),
    "B16": ("Post: come and see {now}", "Post: {now} on Saturday"),
    "B17": ("Survey: how do families hear from us?", "Survey on STEM progress, with a question on {now}"),
    "B18": ("Team meeting by the dialogue process", "Team meeting by the dialogue process: {now}"),
    "B19": ("Post: what grade 7 found with {now}", "Post from class: {now}"),
    "B20": ("STEM information night with stations", "Information night: {now}"),
    "B21": ("Presented the case for STEM to the school board", "Report to board and civic club on {now}"),
    "B22": ("STEM festival on the mill green", "STEM festival: {now}"),
    "B23": ("Showcase of student projects", "Showcase: {now}"),
    "B24": ("Students asked the leadership team for a second robotics class", "Students asked for {now} for all"),
    "B25": ("{p} told families which skills the county needs", "Workforce evening with {p}: {now}"),
    "B26": ("{p} told staff where grants can be found", "{p} told staff about grants for {now}"),
    "B29": ("Board evening: what research says about STEM schools", "Round on research and {now}"),
    "B30": ("Newsletter: our mission, and what we aim for this year", "Newsletter: our mission and {now}"),
    "B31": ("Teachers told the leadership team what they read on project work", "Reading round on {now}"),
    "B32": ("Asked {p} which skills its programs lack", "Asked {p} which skills show in {now}"),
    "C05": ("Met {p} to line up aims", "Working lunch with {p} on shared aims", "Met {p} about {now}"),
    "C08": ("Newsletter: partners and {now}", "Partner letter: {now}, and what comes next"),
    "C10": ("Lesson with {p}: {now}", "{p} led a lab on {now}"),
    "C11": ("Reworked the mechatronics course with {p}", "Curriculum day with {p}: {now}"),
    "C12": ("Designed the machining internship with {p}", "Internship at {p}: tasks from {now}"),
    "C13": ("Asked {p} about money for the spectrometer", "Asked {p} about money for {now}"),
    "C14": ("Tutoring by {p}: the mathematics of {now}", "Tutoring by {p}: the physics of {now}"),
    "C15": ("Students asked {p} for help with {now}", "Parts for {now}, cut at {p}"),
    "C16": ("Students asked {p} for mentors", "Mentors from {p} met their groups on {now}"),
    "C17": ("Applications for internships at {p}", "Applications at {p}, with work from {now}"),
    "C18": ("Enrollment at the Career and Technology Center", "Enrollment talk at {p}, with {now}"),
    "C19": ("Enrollment in dual-credit STEM courses", "Enrollment in courses that go on from {now}"),
    "C20": ("Students volunteered at {p}", "Students volunteered at {p}: {now}"),
    "C25": ("STEM council: {now}, and what students learn", "Council with all groups: listening round on {now}"),
    "C26": ("Talk with shop owners and parents at the market", "Talk at the market about {now}"),
    "C27": ("Website: {now}, and events", "Website: this month in the labs, {now}"),
    "C28": ("Post: come and see {now}", "Post: {now} this Thursday"),
    "C29": ("Newsletter: what research says about project work", "Newsletter: research, and {now} as a case"),
    "C30": ("Survey: progress as families, staff and firms see it", "Survey: progress, and a question on {now}"),
    "C31": ("Newsletter: five things you can say to a lawmaker", "Newsletter: how to speak up for {now}"),
    "C34": ("Leadership dialogue by our process: {now}", "Round by the four steps of dialogue: {now}"),
    "C36": ("Post from class: {now}", "Post: why we teach with {now}"),
    "C37": ("Told the PTA and the council how we teach STEM", "Told the PTA and the council about {now}"),
    "C38": ("Presented results to the school board and the civic club", "Presented {now} to board and civic club"),
    "C39": (
        "Letter to the state senator on lab funding",
        "Letter to the representative on STEM teachers",
        "Letter to the senator: {now}, and what it costs",
        "Letter to the representative about {now}",
    ),
    "C40": ("County STEM festival", "County STEM festival, with {now}"),
    "C41": ("Letter to the editor: keep the labs open", "Letter to the editor: {now}, and why labs matter"),
    "C42": ("Student showcase", "Showcase night in the shop hall", "Student showcase: {now}"),
    "C43": ("Students made the case for new STEM classes", "Students asked for classes and money for {now}"),
    "C44": ("Students asked board and council for classes and funding", "Students asked for funds for {now}"),
    "C45": ("Students visited the state house about funding", "Students took {now} to the state house"),
    "C46": ("{p} spoke to its board and to lawmakers about technicians", "{p} told lawmakers about {now}"),
    "C47": ("{p} told staff and families about grants and jobs", "{p} told families about grants for {now}"),
    "C49": ("Board, district and employers: research on STEM schools", "Board and employers: research and {now}"),
    "C50": ("Website: the studies behind our courses", "Website: studies behind {now}"),
    "C51": ("Survey on our mission, vision and goals", "Survey on our mission, with {now} in mind"),
    "C52": ("Teachers told staff and families what the studies say", "Reading round on {now}"),
    "C53": ("Students told families and the council how projects go", "Students told the council about {now}"),
}
# What classes have in hand, by school and month from July on.
IN_HAND: dict[str, tuple[tuple[str, ...], ...]] = {
    "elementary": (
        ("the summer nature bags", "the kite day", "the sun prints"),
        ("the maker carts", "the name-tag circuits", "the first garden walk"),
        ("the weather chart", "the garden beds", "the longest-chain challenge"),
        ("the pumpkin investigation", "the leaf collection", "the bridge unit"),
        ("the straw towers", "the bird feeders", "the harvest graph"),
        ("the snowflake patterns", "the gingerbread engineers", "the night sky"),
        ("the ice cube race", "the warm-coat test", "the ramp unit"),
        ("the shadow clock", "the marble runs", "the hundredth-day count"),
        ("the seed trays", "the wind catchers", "the creek model"),
        ("the egg drop", "the worm farm", "the rain barrel"),
        ("the butterfly garden", "the bridge models", "the boat float"),
        ("the water slides", "the project diaries", "the summer packets"),
    ),
    "middle": (
        ("the summer robot camp", "the river buckets", "the kite tests", "the camp kits"),
        ("the card-tube towers", "the river walk", "the opening design challenge", "the new sensor kits"),
        ("the creek survey", "the line followers", "the cardboard bridges", "the wind socks"),
        ("the bridge contest", "the pumpkin launchers", "the creek sensors", "the gear trains"),
        ("the robot arms", "the heat-loss houses", "the hydraulic lifts", "the soil maps"),
        ("the holiday light circuits", "the winter robot run", "the snow-load roofs", "the sled tests"),
        ("the air-quality posts", "the wind tunnel", "the ice on the pond", "the greenhouse code"),
        ("the science fair", "the glider tests", "the mill wheel model", "the circuit quilts"),
        ("the spring robot season", "the rain gauges", "the seedling trials", "the straw rockets"),
        ("the river study", "the solar ovens", "the creek cleanup", "the rocket launch"),
        ("the project fair", "the water rockets", "the boat race", "the garden drip lines"),
        ("the summer reading", "the tool count", "the project diaries", "the camp plans"),
    ),
    "high": (
        ("the summer bridge course", "the shop inventory", "the river week", "the tool repairs"),
        ("the new machining bench", "the solar car", "the weather station", "the first lab week"),
        ("the torque tests", "the river chemistry", "the gearbox", "the harvest statistics"),
        ("the solar car's first laps", "the spectrometer", "the maintenance unit", "the robot frame"),
        ("the load cells", "the bridge girders", "the welding samples", "the fall field data"),
        ("the winter energy audit", "the control loop", "the circuit boards", "the semester projects"),
        ("the robot season", "the statics models", "the heat pumps", "the drone surveys"),
        ("the fixture project", "the science fair", "the fuel cells", "the design reviews"),
        ("the turbine blades", "the regional robot meet", "the water filters", "the internship portfolios"),
        ("the festival entries", "the solar car's spring trials", "the river report", "the capstone designs"),
        ("the capstone defenses", "the machine-shop finals", "the final drawings", "the senior projects"),
        ("the summer internships", "the museum's river week", "the lab clean-up", "the course plans"),
    ),
}


def titles_of(code: str, partner: str | None, *, school: str, year: int, month: int) -> Iterator[str]:
    """Give the titles that fit a record of a stream, the best first; none for streams whose records have none.

    Args:
        partner: The partner's name.
        school: Key of the school.
        year: Calendar year.
        month: Calendar month.
    """
    titles = TITLES.get(code, ())
    for title in titles:
        if "{now}" not in title:
            yield title.format(p=partner or "")
    in_hand = IN_HAND[school][SCHOOL_MONTHS.index(month)]
    themed = [title for title in titles if "{now}" in title]
    first, start = (number(0, 11, what, code, year, month) for what in ("in hand", "title"))
    for turn in range(len(in_hand)):
        for place in range(len(themed)):
            title, now = themed[(start + place) % len(themed)], in_hand[(first + turn) % len(in_hand)]
            yield title.format(p=partner or "", now=now)
