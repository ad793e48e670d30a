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
        group: The group they represent on the leadership team; None for those who are not on it.
        account: The name before ``@demo.example`` of a demo account; None for people nobody signs in as.
    """

    key: str
    name: str
    role: Role
    acts_as: tuple[str, ...]
    title: str
    group: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of the leadership team held by somebody without an account.

    Attributes:
        person: A name, or a description where the seat is a student's.
        group: The group represented.
        title: Their part in the team.
    """

    person: str
    group: str
    title: str


_TEACHERS = ("teachers",)
_LEADERS = ("leaders",)

ELEMENTARY = (
    Person("principal", "Loretta Haynes", Role.SCHOOL_ADMIN, _LEADERS, "Principal", "staff"),
    Person("coordinator", "Wade Pelletier", Role.POINT_PERSON, ("leaders", "teachers"), "Coordinator", "staff"),
    Person("teacher", "Imani Broussard", Role.SLT_MEMBER, _TEACHERS, "Grade 2", "staff"),
    Person("teacher-2", "Colin Abernathy", Role.CONTRIBUTOR, _TEACHERS, "Grade 5"),
    Person("teacher-3", "Yesenia Duarte", Role.CONTRIBUTOR, _TEACHERS, "Kindergarten"),
)
ELEMENTARY_SEATS = (
    Seat("Gwen Tillery", "families", "Parent"),
    Seat("Amos Rudd", "community_org", "Fire department"),
    Seat("Celia Barstow", "higher_ed", "Adviser from the technical college"),
)

MIDDLE = (
    Person("principal", "Denise Whitlock", Role.SCHOOL_ADMIN, _LEADERS, "Principal", "staff", account="admin"),
    Person("coordinator", "Priya Raman", Role.POINT_PERSON, _LEADERS, "STEM coordinator", "staff", account="point"),
    Person("leaving", "Marisol Ortiz", Role.POINT_PERSON, ("teachers", "leaders"), "Media specialist", "staff"),
    Person("slt", "Theo Lindqvist", Role.SLT_MEMBER, _LEADERS, "Grade 8 science", "staff", account="slt"),
    Person("teacher", "Hannah Osei", Role.CONTRIBUTOR, _TEACHERS, "Grade 7 mathematics", account="teacher"),
    Person("teacher-2", "Grant Mabry", Role.CONTRIBUTOR, _TEACHERS, "Grade 6 science"),
    Person("teacher-3", "Lucia Ferrante", Role.CONTRIBUTOR, _TEACHERS, "Technology education"),
    Person("teacher-4", "Darnell Coates", Role.SLT_MEMBER, _TEACHERS, "Grade 6 mathematics", "staff"),
    Person("adviser", "Nora Haskell", Role.CONTRIBUTOR, ("students", "teachers"), "Student adviser", "students"),
    Person("viewer", "Calvin Strother", Role.VIEWER, (), "School board", account="viewer"),
)
MIDDLE_SEATS = (
    Seat("Renee Okafor", "families", "Parent"),
    Seat("Jules Fontaine", "higher_ed", "Technical college"),
    Seat("Marta Kowalczyk", "community_org", "Public library"),
)

HIGH = (
    Person("principal", "Raymond Delacroix", Role.SCHOOL_ADMIN, _LEADERS, "Principal", "staff"),
    Person("assistant", "Simone Achebe", Role.SCHOOL_ADMIN, _LEADERS, "Assistant principal", "staff"),
    Person("coordinator", "Vernon Teague", Role.POINT_PERSON, _LEADERS, "STEM coordinator", "staff", account="point2"),
    Person("teacher", "Beatriz Sandoval", Role.SLT_MEMBER, _TEACHERS, "Engineering", "staff"),
    Person("teacher-2", "Owen Castellane", Role.SLT_MEMBER, _TEACHERS, "Physics", "staff"),
    Person("teacher-3", "Keisha Durham", Role.CONTRIBUTOR, _TEACHERS, "Chemistry"),
    Person("teacher-4", "Paul Vandermeer", Role.CONTRIBUTOR, _TEACHERS, "Mathematics"),
    Person("teacher-5", "Ingrid Sorley", Role.CONTRIBUTOR, _TEACHERS, "Biology"),
    Person("teacher-6", "Marcus Ellery", Role.CONTRIBUTOR, _TEACHERS, "Computer science"),
    Person("teacher-7", "Tamsin Greer", Role.CONTRIBUTOR, _TEACHERS, "Agriculture"),
    Person("teacher-8", "Luis Arroyo", Role.CONTRIBUTOR, _TEACHERS, "Statistics"),
    Person("teacher-9", "Fay Whitcomb", Role.CONTRIBUTOR, _TEACHERS, "English"),
    Person("adviser", "Jerome Patten", Role.CONTRIBUTOR, ("students", "teachers"), "Student adviser", "students"),
)
HIGH_SEATS = (
    Seat("Student representative, grade 11", "students", "Elected by the student council"),
    Seat("Student representative, grade 12", "students", "Elected by the student council"),
    Seat("Adaeze Nwosu", "families", "Parent"),
    Seat("Harlan Stroud", "industry", "Car-parts plant"),
    Seat("Colette Brandt", "business", "Electric cooperative"),
    Seat("Jules Fontaine", "higher_ed", "Technical college"),
    Seat("Ruth Ellingson", "nonprofit", "Foundation"),
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
