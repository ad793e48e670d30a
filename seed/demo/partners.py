"""The district's fourteen invented partner organisations, and what each school noted of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Organisation:
    """One partner organisation.

    Attributes:
        key: ``P01`` to ``P14``.
        name: Invented.
        category: Stakeholder category.
        subtype: Kind within the category.
        sector: Line of business.
        town: Invented.
        offers: Types of contribution it could make.
        workforce: The workforce need it states, in its words; empty where it states none.
        contact: Name and title of its key contact.
        giving: What it usually gives, for titles and allocations.
    """

    key: str
    name: str
    category: str
    subtype: str | None
    sector: str
    town: str
    offers: tuple[str, ...]
    workforce: str
    contact: tuple[str, str]
    giving: str


ORGANISATIONS = {
    organisation.key: organisation
    for organisation in (
        Organisation(
            "P01",
            "Halvorsen Driveline",
            "industry",
            None,
            "Car parts",
            "Saltgrass",
            ("funding", "mentoring", "internships", "curriculum_design"),
            "Mechatronics technicians: about twelve a year who can read a ladder diagram and repair a line",
            ("Harlan Stroud", "Plant training manager"),
            "the mechatronics bench",
        ),
        Organisation(
            "P02",
            "Ebbline Precision",
            "industry",
            None,
            "Precision machining",
            "Saltgrass",
            ("human_resources", "internships", "project_help"),
            "Machinists who can set up and run a CNC mill on their own after one year",
            ("Bettina Graves", "Shop foreman"),
            "the machine shop",
        ),
        Organisation(
            "P03",
            "Three Creeks Electric Cooperative",
            "business",
            None,
            "Utility",
            "Ferris Landing",
            ("funding", "career_talks"),
            "Line workers and grid operators",
            ("Colette Brandt", "Member services"),
            "the energy lab",
        ),
        Organisation(
            "P04",
            "Lanternfish IT Services",
            "business",
            None,
            "Computer services",
            "Marlow Bend",
            ("funding", "career_talks", "technical_support"),
            "Help-desk staff with a first certificate",
            ("Dev Malhotra", "Owner"),
            "the computer room",
        ),
        Organisation(
            "P05",
            "Coble & Daughters Farm Supply",
            "business",
            None,
            "Hardware and farm supply",
            "Tupelo Fork",
            ("materials", "in_kind_goods"),
            "",
            ("Junie Coble", "Owner"),
            "the school garden",
        ),
        Organisation(
            "P06",
            "Kestrel Technical College",
            "higher_ed",
            None,
            "Two-year college",
            "Saltgrass",
            ("tutoring", "lesson_delivery", "human_resources"),
            "Instructors for welding and industrial maintenance, and students ready for both programs",
            ("Jules Fontaine", "Outreach dean"),
            "the tutoring room",
        ),
        Organisation(
            "P07",
            "Wexley State University, College of Engineering",
            "higher_ed",
            None,
            "University",
            "Wexley",
            ("tutoring", "expertise"),
            "Graduates of rural schools who stay in engineering",
            ("Anneke Brandvold", "Student engagement"),
            "the calculus group",
        ),
        Organisation(
            "P08",
            "Brightwater STEM Foundation",
            "nonprofit",
            None,
            "Foundation",
            "Ferris Landing",
            ("grants", "funding"),
            "",
            ("Ruth Ellingson", "Program officer"),
            "the maker grants",
        ),
        Organisation(
            "P09",
            "Cogwheel Robotics Network",
            "nonprofit",
            None,
            "Youth robotics",
            "Marlow Bend",
            ("project_help", "volunteer_hours", "equipment"),
            "",
            ("Sol Aguinaldo", "Season manager"),
            "the robotics club",
        ),
        Organisation(
            "P10",
            "Tidemark Science Museum",
            "service_provider",
            "out_of_school",
            "Informal education",
            "Ferris Landing",
            ("site_visits", "project_help"),
            "",
            ("Petra Lindgren", "Education lead"),
            "the river project",
        ),
        Organisation(
            "P11",
            "Kestrel Career and Technology Center",
            "service_provider",
            "career_technology_center",
            "Formal education",
            "Saltgrass",
            ("lesson_delivery", "internships"),
            "Welders and nurses' aides",
            ("Tobias Crane", "Director of programs"),
            "the welding booths",
        ),
        Organisation(
            "P12",
            "Second Bell After-School",
            "service_provider",
            "in_school",
            "After-school program",
            "Saltgrass",
            ("tutoring", "volunteer_hours"),
            "",
            ("Mina Ashgrove", "Site lead"),
            "homework club",
        ),
        Organisation(
            "P13",
            "Kestrel County Public Library",
            "community_org",
            None,
            "Library",
            "Marlow Bend",
            ("facilities", "equipment"),
            "",
            ("Marta Kowalczyk", "Branch librarian"),
            "the maker space",
        ),
        Organisation(
            "P14",
            "Kestrel County Parents and Teachers",
            "parent_group",
            None,
            "Parent group",
            "Tupelo Fork",
            ("volunteer_hours", "materials"),
            "",
            ("Gwen Tillery", "President"),
            "the science corner",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Noted:
    """An organisation a school knew before the three years began.

    Attributes:
        partner: Its key.
        stage: How far the school was with it.
    """

    partner: str
    stage: str = "active"


def _noted(keys: str) -> tuple[Noted, ...]:
    return tuple(Noted(key) for key in keys.split())


# The organisations that streams note later are not here.
KNOWN_BEFORE: dict[str, Iterable[Noted]] = {
    "elementary": _noted("P14"),
    "middle": _noted("P05 P06 P09 P10 P13 P04 P08"),
    "high": _noted("P01 P02 P06 P07 P08 P10 P11"),
}
