"""The schools' partnerships: since when, with what in writing, under which agreements."""

from __future__ import annotations

from dataclasses import dataclass, replace

# School year, month and day, as `DemoCalendar.on` takes them.
Day = tuple[int, int, int]

ALL_TERMS = frozenset(
    ("short_goals", "long_goals", "outcomes", "education_goal", "roles", "accountability", "guidelines")
)
LED = frozenset(("curricular_goal", "led_by_teachers"))
PROPOSED: Day = (1, 9, 1)
PLANNED: Day = (1, 2, 1)
EARLIER_TRAINING: Day = (1, 10, 8)
LATER_TRAINING: Day = (2, 9, 23)
MIDDLE_TRAINING: Day = (2, 10, 7)


@dataclass(frozen=True, slots=True)
class Agreed:
    """One partnership.

    Attributes:
        partner: Key of the organisation.
        started: First day.
        terms: What is in writing, from the first day on.
        point: Key of the person in charge.
        need: Whether it serves the school's main need.
        proposal: Whether a proposal was submitted.
        resource_plan: Whether a resource plan was signed.
        trained: Days of training for roles, both sides together.
        confirmed: Days on which its facts were found still true; later Mays follow while `lasts`.
        lasts: Whether it is confirmed every May.
        stages: Days and stages after the first; the first is active.
        contact_days: How often both want to speak.
    """

    partner: str
    started: Day
    terms: frozenset[str]
    point: str = "coordinator"
    need: bool = True
    proposal: bool = True
    resource_plan: bool = False
    trained: tuple[Day, ...] = ()
    confirmed: tuple[Day, ...] = ((1, 5, 20), (2, 5, 20))
    lasts: bool = True
    stages: tuple[tuple[Day, str], ...] = ()
    contact_days: int | None = 90


_HIGH = Agreed("", (0, 9, 1), ALL_TERMS, trained=(EARLIER_TRAINING, LATER_TRAINING))
_MIDDLE = Agreed("", (1, 9, 1), frozenset(("short_goals", "education_goal", "outcomes")))

PARTNERSHIPS: dict[str, tuple[Agreed, ...]] = {
    "elementary": (
        Agreed(
            "P14",
            (2, 10, 1),
            frozenset(("short_goals",)),
            need=False,
            proposal=False,
            confirmed=((2, 5, 18),),
        ),
    ),
    "middle": (
        replace(_MIDDLE, partner="P05", started=(1, 9, 10), terms=ALL_TERMS, point="teacher-3"),
        replace(
            _MIDDLE,
            partner="P06",
            started=(1, 10, 1),
            terms=ALL_TERMS - {"accountability"} | LED,
            trained=(MIDDLE_TRAINING,),
        ),
        replace(
            _MIDDLE,
            partner="P09",
            started=(1, 11, 1),
            terms=ALL_TERMS - {"long_goals", "accountability", "guidelines"} | {"led_by_teachers"},
            trained=(MIDDLE_TRAINING,),
            point="slt",
        ),
        replace(
            _MIDDLE,
            partner="P10",
            started=(1, 2, 1),
            terms=ALL_TERMS - {"long_goals", "accountability", "guidelines"} | {"led_by_teachers"},
            point="leaving",
        ),
        replace(
            _MIDDLE,
            partner="P13",
            started=(2, 9, 1),
            terms=frozenset(("short_goals",)),
            proposal=False,
            point="leaving",
            contact_days=60,
        ),
        replace(_MIDDLE, partner="P04", confirmed=((1, 5, 20),), lasts=False, contact_days=None),
    ),
    "high": (
        replace(_HIGH, partner="P01", terms=ALL_TERMS | LED, resource_plan=True, point="teacher"),
        replace(_HIGH, partner="P02", started=(0, 2, 1), resource_plan=True),
        replace(_HIGH, partner="P03", started=(1, 9, 15)),
        replace(_HIGH, partner="P06", terms=ALL_TERMS | LED, resource_plan=True, point="teacher-2"),
        replace(_HIGH, partner="P07", started=(0, 1, 15), terms=ALL_TERMS | LED, point="teacher-4"),
        replace(_HIGH, partner="P08", started=(1, 10, 1)),
        replace(_HIGH, partner="P10", started=(0, 3, 1), contact_days=60),
        replace(_HIGH, partner="P11", started=(0, 8, 15), terms=ALL_TERMS | LED, point="teacher"),
        replace(_HIGH, partner="P12", started=(2, 9, 1), point="assistant"),
    ),
}

# Talks that are no partnership yet: partner, first day, stage. They stay out of every coverage count.
IN_TALKS: dict[str, tuple[tuple[str, Day, str], ...]] = {
    "elementary": (("P05", (2, 11, 17), "exploring"), ("P06", (3, 9, 8), "prospect")),
    "middle": (("P03", (2, 10, 6), "exploring"), ("P11", (3, 9, 21), "matched")),
    "high": (("P04", (2, 9, 22), "prospect"), ("P13", (3, 10, 20), "proposed")),
}


@dataclass(frozen=True, slots=True)
class Ending:
    """An agreement in force whose last day lies a little ahead of today.

    Attributes:
        partner: Key of the organisation.
        kind: Kind of agreement.
        days_left: Days from today to its last one.
        file: Name of the signed paper, where it is stored.
    """

    partner: str
    kind: str
    days_left: int
    file: str | None = None


ENDING_SOON: dict[str, tuple[Ending, ...]] = {
    "elementary": (),
    "middle": (
        Ending("P06", "mou", 17, "technical-college-agreement.pdf"),
        Ending("P05", "mou", 46),
        Ending("P10", "mou", 83),
    ),
    "high": (
        Ending("P01", "mou", 24, "driveline-agreement.pdf"),
        Ending("P07", "mou", 61),
        Ending("P02", "internship", 75, "internship-terms.txt"),
    ),
}
# Agreements that nobody has handed over yet.
DRAFTS: dict[str, tuple[tuple[str, str], ...]] = {
    "elementary": (("P14", "mou"),),
    "middle": (("P13", "proposal"),),
    "high": (("P12", "mou"),),
}
