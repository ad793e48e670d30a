"""Reads a pasted list of people: one a line, in any order of name, address and roles, as lists really come."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from models.accounts import District, Role, School
from models.operations.accounts import AccountProblem, check_email
from models.operations.invitations import Guest, Offer
from models.partners import Partner
from models.texts import ALIKE, folded, identity_key, likeness
from models.wording import joined
from tracker.people.offering import ACTS_AS

MOST = 200
LONGEST_NAME = 200
_ADDRESSED = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>\s]+@[^<>\s]+)>")
_BARE = re.compile(r"\S+@\S+")
_AND = re.compile(r"\s*(?:\+|/|&|\band\b)\s*", re.IGNORECASE)
_OF = re.compile(r"\s*(?::|\b(?:of|at|for)\b)\s*", re.IGNORECASE)
# How people call a role, folded.
CALLED: Mapping[str, Role] = {
    "point person": Role.POINT_PERSON,
    "point people": Role.POINT_PERSON,
    "partnership point person": Role.POINT_PERSON,
    "coordinator": Role.POINT_PERSON,
    "slt": Role.SLT_MEMBER,
    "slt member": Role.SLT_MEMBER,
    "stem leadership team": Role.SLT_MEMBER,
    "leadership team": Role.SLT_MEMBER,
    "school admin": Role.SCHOOL_ADMIN,
    "admin": Role.SCHOOL_ADMIN,
    "administrator": Role.SCHOOL_ADMIN,
    "contributor": Role.CONTRIBUTOR,
    "teacher": Role.CONTRIBUTOR,
    "staff": Role.CONTRIBUTOR,
    "viewer": Role.VIEWER,
    "read only": Role.VIEWER,
    "district admin": Role.DISTRICT_ADMIN,
    "alliance": Role.ALLIANCE_MEMBER,
    "alliance member": Role.ALLIANCE_MEMBER,
    "strategic alliance": Role.ALLIANCE_MEMBER,
    "strategic alliance member": Role.ALLIANCE_MEMBER,
    "partner": Role.ALLIANCE_MEMBER,
}


@dataclass(slots=True)
class Line:
    """One person of the list.

    Attributes:
        text: The line as it was pasted.
        problem: What is wrong with it, in a sentence; empty where it can be sent.
    """

    text: str
    email: str = ""
    name: str = ""
    offers: list[Offer] = field(default_factory=list)
    problem: str = ""

    @property
    def guest(self) -> Guest:
        """Whom to invite."""
        return Guest(self.email, self.name or None, self.offers)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is read with.

    Attributes:
        partners: The organisations that the school works with.
        usual: Roles of those whose line names none.
        allowed: Roles that may be given.
    """

    school: School
    district: District
    partners: Sequence[Partner]
    usual: Sequence[Role]
    allowed: Collection[Role]


def read_people(text: str, asked: Asked) -> list[Line]:
    """Read a list; every line that cannot be sent says why."""
    lines = [_line(one.strip(), asked) for one in text.splitlines() if one.strip()]
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if number > MOST:
            line.problem = f"At most {MOST} people at once. Paste the rest afterwards."
        elif not line.problem and line.email in seen:
            line.problem = "This address stands in the list twice. Name all roles in one line."
        seen.add(line.email)
    return lines


def _line(text: str, asked: Asked) -> Line:
    line, names = Line(text), []
    for part in _parts(text):
        if addressed := _ADDRESSED.fullmatch(part):
            line.email, part = addressed["email"], addressed["name"].strip(" \"'")
        elif _BARE.fullmatch(part):
            line.email = part
            continue
        if not part:
            continue
        offers, problem = _offers(part, asked)
        line.offers += offers
        line.problem = line.problem or problem
        if not offers and not problem:
            names.append(part)
    line.name = " ".join(names)
    if not line.offers:
        line.offers = [_at_place(role, asked) for role in asked.usual]
    line.problem = line.problem or _missing(line)
    return line


def _parts(text: str) -> list[str]:
    by = next((sign for sign in "\t;," if sign in text), ",")
    return [part.strip() for part in next(csv.reader([text], delimiter=by, skipinitialspace=True), [])]


def _missing(line: Line) -> str:
    try:
        line.email = check_email(line.email) if line.email else ""
    except AccountProblem as problem:
        return str(problem)
    if not line.email:
        return "There is no e-mail address in this line."
    if len(line.name) > LONGEST_NAME:
        return f"A name may have at most {LONGEST_NAME} characters."
    if not line.offers:
        return "Say as what: a role in the line, or one ticked above for everybody."
    return ""


def _offers(part: str, asked: Asked) -> tuple[list[Offer], str]:
    """Read the roles that a part of a line names; none and no problem where it is somebody's name."""
    if partner := _partner(part, asked.partners):
        return _allowed([_alliance(partner)], asked)
    head, *rest = _OF.split(part, maxsplit=1)
    if rest and CALLED.get(folded(head)) is Role.ALLIANCE_MEMBER:
        if partner := _partner(rest[0], asked.partners):
            return _allowed([_alliance(partner)], asked)
        return [], _no_partner(rest[0], asked.partners)
    words = _AND.split(part)
    roles = [CALLED.get(folded(word)) for word in words]
    if Role.ALLIANCE_MEMBER in roles:
        return [], "Say of which organization: “alliance: its name”."
    if all(roles):
        return _allowed([_at_place(role, asked) for role in roles if role], asked)
    alike = [known for known in CALLED if likeness(folded(part), known) >= ALIKE]
    if alike or any(roles):
        like = f" Did you mean {alike[0]}?" if alike else f" Known are {joined(sorted(_known(asked)), 'or')}."
        return [], f"“{part}” is no role.{like}"
    return [], ""


def _known(asked: Asked) -> set[str]:
    return {role.label for role in asked.allowed}


def _allowed(offers: list[Offer], asked: Asked) -> tuple[list[Offer], str]:
    for one in offers:
        if one.role not in asked.allowed:
            return [], f"You cannot make anybody {one.role.label.lower()} here; ask your district’s admin."
    return offers, ""


def _at_place(role: Role, asked: Asked) -> Offer:
    acts_as = ACTS_AS.get(role, ())
    if role is Role.DISTRICT_ADMIN:
        return Offer(role, district=asked.district)
    return Offer(role, school=asked.school, acts_as=acts_as)


def _alliance(partner: Partner) -> Offer:
    return Offer(Role.ALLIANCE_MEMBER, partner=partner, acts_as=ACTS_AS[Role.ALLIANCE_MEMBER])


def _partner(name: str, partners: Sequence[Partner]) -> Partner | None:
    key = identity_key(name)
    return next((one for one in partners if identity_key(one.name) == key), None) if key else None


def _no_partner(name: str, partners: Sequence[Partner]) -> str:
    key = identity_key(name)
    alike = [one.name for one in partners if likeness(identity_key(one.name), key) >= ALIKE]
    if alike:
        return f"There is no partner “{name}”. Did you mean {joined(alike[:3], 'or')}?"
    return f"There is no partner “{name}” at this school. Add it under Partners first."
