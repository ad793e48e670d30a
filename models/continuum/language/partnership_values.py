"""The values people choose from for partners and partnerships; see `values`."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from models.continuum.language.values import Value
from models.wording import sentence_case

# How what a partner did begins where it is told to the partner.
_TO_PARTNER = "you "


class MatchStatus(Value):
    """Where a request stands.

    Attributes:
        answers: The partner said or did something for it.
        waits: Nobody answered yet; it is no answer, and none who answers chooses it.
        agrees: A plain yes: what is noted where a partner agreed at once.
        refuses: A no: the same may be asked again.
        done: It was kept. Whoever asked notes it; a partner answers otherwise.
        tap: The word by which the school notes it in one tap; the label where nothing is said.
        told: How it is said that they gave this answer: "They said …".
        told_partner: How the partner reads its own answer; the label where nothing is said.
        asks: What the partner is asked for where it says no more than this.
    """

    answers: bool = False
    waits: bool = False
    agrees: bool = False
    refuses: bool = False
    done: bool = False
    tap: str | None = None
    told: str | None = None
    told_partner: str | None = None
    asks: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _called_one_way(cls, data: Any) -> Any:
        """Call an offer of something instead what whoever made it reads: catalogues have it as a part of a yes."""
        if not isinstance(data, dict) or not (data.get("answers") and data.get("asks")):
            return data
        _, you, did = str(data.get("told_partner") or "").partition(_TO_PARTNER)
        return {**data, "label": sentence_case(did), "tap": None} if you else data


class Side(Value):
    """Who evaluated.

    Attributes:
        school, partner: It stands for this side; for both where both are said.
    """

    school: bool = False
    partner: bool = False


class Finding(Value):
    """What an evaluation found on students' wellbeing.

    Attributes:
        no_aim: It was not looked for, because it is no aim.
        tone: How it looks on a page; plain where nothing is said.
    """

    no_aim: bool = False
    tone: Literal["good", "warn", "bad"] | None = None


class Category(Value):
    """Sort of partner organization.

    Attributes:
        group: The stakeholder group it stands for.
        internal: It belongs to the school itself.
        families_act: What families do with it alliances do too.
    """

    group: str
    internal: bool = False
    families_act: bool = False


class Subtype(Value):
    """Finer sort of partner.

    Attributes:
        category: The category it refines.
    """

    category: str


class Stage(Value):
    """Stage of a partnership.

    Attributes:
        in_force: The partnership is active.
        rests: While it lasts the partnership counts toward nothing, and nothing is missed of it.
        over: The partnership is over; such a stage comes with the day of its end.
        of_new_partner: A school that takes an organization into its directory begins with it.
        proposed: The form of a new partnership proposes it.
        unsaid: A partnership of which no stage is said is in it.
        hint: What belongs under it, as the form explains it.
    """

    in_force: bool = False
    rests: bool = False
    over: bool = False
    of_new_partner: bool = False
    proposed: bool = False
    unsaid: bool = False
    hint: str | None = None


class Transition(Value):
    """What changed among people.

    Attributes:
        of_school: Adults of the school changed: partnerships and duties are handed over.
        leads: Those who lead the school.
        of_partner: People of a partner changed.
        nameless: Nobody who left or follows is named: students are named nowhere.
    """

    of_school: bool = False
    leads: bool = False
    of_partner: bool = False
    nameless: bool = False


class ContributionType(Value):
    """What is offered, agreed or given.

    Attributes:
        way: The way that it is.
    """

    way: str


class Direction(Value):
    """Who gave: the partner or the school."""


class AgreementKind(Value):
    """Kind of agreement.

    Attributes:
        ends: Its end decides whether the partnership has run out.
        plans: It is a plan of resources.
    """

    ends: bool = False
    plans: bool = False


class Unit(Value):
    """What amounts are counted in.

    Attributes:
        money: Its amounts are dollars: so they are written, and added up with all other dollars.
        hours: Its amounts are hours of people's time: likewise.
        things: A number of things of no unit of their own is counted in it.
        noun, nouns: What one of it is called, and several; the label where nothing is said.
    """

    money: bool = False
    hours: bool = False
    things: bool = False
    noun: str | None = None
    nouns: str | None = None


class ConfirmedBy(Value):
    """Who confirmed a commitment.

    Attributes:
        school, partner: As of a side.
    """

    school: bool = False
    partner: bool = False


class RecognitionMode(Value):
    """How thanks were given.

    Attributes:
        in_words: Beside "thanked you": "in public".
    """

    in_words: str | None = None
