"""The invented people of the demo: staff and leadership teams by school. No student is named anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from models.accounts import Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a school's staff who signs in.

    Attributes:
        key: How other parts of the demo speak of them, unique at the school.
        name: Invented.
        role: What their membership lets them do.
        acts_as: For whom they usually act: the default of the log.
        title: What they do at the school.
        groups: The groups they represent on the leadership team; empty for those who are not on it.
        account: The name before ``@demo.example`` of a demo account; None for people nobody signs in as.
    """

    key: str
    name: str
    role: Role
    acts_as: tuple[str, ...]
    title: str
    groups: tuple[str, ...] = ()
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of the leadership team held by somebody without an account.

    Attributes:
        person: A name, or a description where the seat is a student's.
        groups: The groups represented.
        title: Their part in the team.
        since: School year, month and day of the seat, where it is younger than the team.
    """

    person: str
    groups: tuple[str, ...]
    title: str
    since: tuple[int, int, int] | None = None


_TEACHERS = ("teachers",)
_LEADERS = ("leaders",)

ELEMENTARY = (
    Person("principal", "Loretta Haynes", Role.SCHOOL_ADMIN, _LEADERS, "Principal", _LEADERS),
    Person("coordinator", "Wade Pelletier", Role.POINT_PERSON, ("leaders", "teachers"), "Coordinator", _TEACHERS),
    Person("teacher", "Imani Broussard", Role.SLT_MEMBER, _TEACHERS, "Grade 2", _TEACHERS),
    Person("teacher-2", "Colin Abernathy", Role.CONTRIBUTOR, _TEACHERS, "Grade 5"),
    Person("teacher-3", "Yesenia Duarte", Role.CONTRIBUTOR, _TEACHERS, "Kindergarten"),
)
ELEMENTARY_SEATS = (
    Seat("Gwen Tillery", ("families",), "Parent"),
    Seat("Amos Rudd", ("business", "community_org"), "Hardware store and fire department"),
    Seat("Celia Barstow", ("staff",), "School library"),
)

MIDDLE = (
    Person("principal", "Denise Whitlock", Role.SCHOOL_ADMIN, _LEADERS, "Principal", _LEADERS, account="admin"),
    Person("coordinator", "Priya Raman", Role.POINT_PERSON, _LEADERS, "STEM coordinator", _LEADERS, account="point"),
    Person("leaving", "Marisol Ortiz", Role.POINT_PERSON, ("teachers", "leaders"), "Media specialist"),
    Person("slt", "Theo Lindqvist", Role.SLT_MEMBER, _LEADERS, "Grade 8 science", _TEACHERS, account="slt"),
    Person("teacher", "Hannah Osei", Role.CONTRIBUTOR, _TEACHERS, "Grade 7 mathematics", account="teacher"),
    Person("teacher-2", "Grant Mabry", Role.CONTRIBUTOR, _TEACHERS, "Grade 6 science"),
    Person("teacher-3", "Lucia Ferrante", Role.CONTRIBUTOR, _TEACHERS, "Technology education"),
    Person("teacher-4", "Darnell Coates", Role.SLT_MEMBER, _TEACHERS, "Grade 6 mathematics", _TEACHERS),
    Person("adviser", "Nora Haskell", Role.CONTRIBUTOR, ("students", "teachers"), "Student adviser", ("students",)),
    Person("viewer", "Calvin Strother", Role.VIEWER, (), "School board", account="viewer"),
)
MIDDLE_SEATS = (
    Seat("Renee Okafor", ("families",), "Parent"),
    Seat("Junie Coble", ("business",), "Farm supply"),
    Seat("Jules Fontaine", ("higher_ed",), "Technical college"),
    Seat("Petra Lindgren", ("providers",), "Science museum"),
    Seat("Bettina Graves", ("industry",), "Machine shop", since=(2, 9, 15)),
)

HIGH = (
    Person("principal", "Raymond Delacroix", Role.SCHOOL_ADMIN, _LEADERS, "Principal", _LEADERS),
    Person("assistant", "Simone Achebe", Role.SCHOOL_ADMIN, _LEADERS, "Assistant principal"),
    Person("coordinator", "Vernon Teague", Role.POINT_PERSON, _LEADERS, "STEM coordinator", _LEADERS, account="point2"),
    Person("teacher", "Beatriz Sandoval", Role.SLT_MEMBER, _TEACHERS, "Engineering", _TEACHERS),
    Person("teacher-2", "Owen Castellane", Role.SLT_MEMBER, _TEACHERS, "Physics", _TEACHERS),
    Person("teacher-3", "Keisha Durham", Role.CONTRIBUTOR, _TEACHERS, "Chemistry", _TEACHERS),
    Person("teacher-4", "Paul Vandermeer", Role.CONTRIBUTOR, _TEACHERS, "Mathematics"),
    Person("teacher-5", "Ingrid Sorley", Role.CONTRIBUTOR, _TEACHERS, "Biology"),
    Person("teacher-6", "Marcus Ellery", Role.CONTRIBUTOR, _TEACHERS, "Computer science"),
    Person("teacher-7", "Tamsin Greer", Role.CONTRIBUTOR, _TEACHERS, "Agriculture"),
    Person("teacher-8", "Luis Arroyo", Role.CONTRIBUTOR, _TEACHERS, "Statistics"),
    Person("teacher-9", "Fay Whitcomb", Role.CONTRIBUTOR, _TEACHERS, "English"),
    Person("adviser", "Jerome Patten", Role.CONTRIBUTOR, ("students", "teachers"), "Student adviser"),
)
HIGH_SEATS = (
    Seat("Student representative, grade 11", ("students",), "Elected by the student council"),
    Seat("Student representative, grade 12", ("students",), "Elected by the student council"),
    Seat("Adaeze Nwosu", ("families",), "Parent"),
    Seat("Harlan Stroud", ("industry",), "Car-parts plant"),
    Seat("Colette Brandt", ("business",), "Electric cooperative"),
    Seat("Jules Fontaine", ("higher_ed",), "Technical college"),
    Seat("Ruth Ellingson", ("nonprofit", "community_org"), "Foundation and library"),
    Seat("Petra Lindgren", ("providers",), "Science museum"),
)

# Beside the schools: who reads the whole district, and who answers for two alliances.
DISTRICT_COORDINATOR = ("district", "Elaine Mercer")
ALLIANCE_MEMBERS = (("alliance", "Jules Fontaine", "P06"), ("alliance2", "Harlan Stroud", "P01"))

# By role that acted: who enters such records at the school, taking turns.
ENTERED_BY = {
    "leaders": ("principal", "coordinator", "assistant"),
    "teachers": ("teacher", *(f"teacher-{number}" for number in range(2, 10))),
    "students": ("adviser", "teacher-2"),
    "alliances": ("coordinator",),
}
