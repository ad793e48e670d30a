"""The first steps on Home: what each asks, who does it, and the one button for those who may."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from models.continuum.continuum import Continuum
from models.queries.first_hour import ENOUGH, FirstHour, Step, StepState, first_hour, first_hour_of_district, is_young
from models.wording import counted, number_word, sentence_case
from tracker.clock import today
from tracker.extensions import db
from tracker.permissions import can
from tracker.reader import reader
from tracker.roles import Permission

POINT_PERSON = "The point person does this."


@dataclass(frozen=True, slots=True)
class Words:
    """One step in words.

    Attributes:
        title: What to do.
        why: What it is good for, in a sentence.
        done: What is there once it is done; `{}` stands for how many.
        button: What its button says.
        permission: What it takes.
        others: Who does it, for those who may not.
    """

    title: str
    why: str
    done: str
    button: str
    permission: Permission
    others: str


WORDS: dict[Step, Words] = {
    Step.WORDING: Words(
        "Load the map’s wording",
        "The sentences are S²TEM SC’s: bring the text of the map that your school or district holds. "
        "Until then you read our own short wording.",
        "The map’s official wording is loaded",
        "Bring the document",
        Permission.WORDING_WRITE,
        "An administrator of the school or district does this.",
    ),
    Step.PARTNERS: Words(
        "Bring your partners",
        "The list you have, in Excel or CSV, with whatever columns it has.",
        "{} brought",
        "Bring the list",
        Permission.IMPORTS_WRITE,
        POINT_PERSON,
    ),
    Step.AGREEMENTS: Words(
        "Enter last year’s agreements with their dates",
        "Then you are told in time what ends, and what has to be renewed.",
        "{} entered",
        "Add an agreement",
        Permission.AGREEMENTS_WRITE,
        POINT_PERSON,
    ),
    Step.LOG: Words(
        f"Log {number_word(ENOUGH)} things of this term",
        "A visit, a talk, a newsletter, a meeting, a gift: under a minute each.",
        "{} logged",
        "Log something",
        Permission.LOG_WRITE,
        "Leaders, teachers and the point person do this.",
    ),
    Step.LOOK: Words(
        "Take a first look",
        "See where your records show a level already, and of what it is too early to say.",
        "The team took its first look",
        "Take a first look",
        Permission.YEAR_WRITE,
        "The leadership team does this.",
    ),
}
NOUNS = {
    Step.PARTNERS: ("partner", "partners"),
    Step.AGREEMENTS: ("agreement", "agreements"),
    Step.LOG: ("activity", "activities"),
}


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step as the reader sees it.

    Attributes:
        so_far: How much of it is there; empty where that says nothing.
        href: Where its button leads; None for those who may not, and for what is sent and not opened.
        sends: Where its button is sent to, for what is noted when it is pressed; None for all others.
    """

    words: Words
    is_done: bool
    is_next: bool
    title: str
    so_far: str
    href: str | None
    sends: str | None


@dataclass(frozen=True, slots=True)
class FirstHourShown:
    """The steps on Home."""

    steps: tuple[StepShown, ...]
    done: int
    is_put_away: bool


def first_hour_shown(continuum: Continuum | None) -> FirstHourShown | None:
    """Show the steps of a school that begins; None for one that has done them, or has logged for long.

    Args:
        continuum: The school's engine; None where no rules are stored.
    """
    if continuum is None or not is_young(continuum, today()):
        return None
    found = first_hour(db.session, scope=reader().scope)
    return None if found.is_over else _shown(found)


def steps_of_district() -> FirstHourShown:
    """Show what a district can do before it has a school."""
    return _shown(first_hour_of_district(db.session))


def _shown(found: FirstHour) -> FirstHourShown:
    # What the reader may do comes first; what waits for others is in nobody's way.
    mine = next((one for one in found.steps if not one.is_done and can(WORDS[one.step].permission)), None)
    return FirstHourShown(
        tuple(_step(one, is_next=one is mine) for one in found.steps), found.done, found.put_away_on is not None
    )


def _step(one: StepState, *, is_next: bool) -> StepShown:
    words = WORDS[one.step]
    may = can(words.permission) and not one.is_done
    sends = url_for("home.look") if may and one.step is Step.LOOK else None
    noun = NOUNS.get(one.step)
    title = words.title
    if one.is_done:
        title = sentence_case(words.done.format(counted(one.many, *noun) if noun else ""))
    so_far = ""
    if one.step is Step.LOG and one.many and not one.is_done:
        so_far = f"{sentence_case(number_word(one.many))} so far."
    return StepShown(words, one.is_done, is_next, title, so_far, _href(one.step) if may and not sends else None, sends)


def _href(step: Step) -> str:
    home = url_for("home.show")
    return {
        Step.WORDING: lambda: url_for("map_wordings.new"),
        Step.PARTNERS: lambda: url_for("imports.new", kind="org"),
        Step.AGREEMENTS: lambda: url_for("agreements.new"),
        Step.LOG: lambda: url_for("activities.log", back=home),
    }[step]()
