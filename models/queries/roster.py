"""Who sits on the leadership team, for which groups, whose term ends, and which groups nobody stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.continuum.continuum import Continuum
from models.continuum.judging.answers import PracticeAnswer
from models.continuum.rulebook.catalogue import Catalogue, Practice
from models.continuum.rulebook.phrases.team import AskedStanding
from models.continuum.rulebook.rules.base import walk
from models.continuum.rulebook.rules.open_values import groups_counted
from models.continuum.time.calendar import NEVER, back
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope
from models.stewardship import RosterMember

STUDENTS = "students"
# Kinds of facts that a seat makes, beside standing itself.
_OF_SEATS = frozenset({RosterMember.kind, "joiner"})


@dataclass(frozen=True, slots=True)
class Seat:
    """One member.

    Attributes:
        groups: Stakeholder groups that it counts as.
        ends_on: The first day without it, where that lies within the school year.
        asks: Nobody has confirmed it for so long that it is asked about.
        counts: It was confirmed lately enough to count.
    """

    member: RosterMember
    groups: frozenset[str]
    ends_on: date | None
    asks: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One stakeholder group.

    Attributes:
        seats: How many stand for it and count.
        ends_on: From this day within the school year nobody does any more; None where somebody will.
        counts_until: Nobody does, but its last seat still counts before this day.
        present: It was not said that the school has no such group.
    """

    code: str
    seats: int
    ends_on: date | None
    counts_until: date | None
    present: bool

    @property
    def missing(self) -> bool:
        """Whether it is asked for and nobody stands for it."""
        return self.present and not self.seats


@dataclass(frozen=True, slots=True)
class Team:
    """The leadership team on a day.

    Attributes:
        seats: Who is on it, by the day since when.
        to_come: Who will be.
        gone: Who was, the latest first.
        groups: All groups that breadth is counted in.
        asked: How many of them a practice asks for at most.
        asks_roles: A practice counts who has a role: a member without one lowers it.
        practices: What the map asks of the team, each with how it stands.
    """

    seats: Sequence[Seat]
    to_come: Sequence[Seat]
    gone: Sequence[Seat]
    groups: Sequence[Group]
    asked: int
    asks_roles: bool
    practices: Sequence[tuple[Practice, PracticeAnswer]]

    @property
    def missing(self) -> list[Group]:
        """The groups that nobody stands for."""
        return [group for group in self.groups if group.missing]

    @property
    def ending(self) -> list[Seat]:
        """Whose term ends within the school year, the nearest first."""
        found = [seat for seat in self.seats if seat.ends_on]
        return sorted(found, key=lambda seat: seat.ends_on or date.max)


def members_on(session: Session, on: date, *, scope: Scope) -> int:
    """Count the people who sit on the leadership team on a day; each once, whatever groups they stand for."""
    statement = select(func.count(func.distinct(RosterMember.person))).where(
        RosterMember.record_status == RecordStatus.CONFIRMED,
        RosterMember.from_on <= on,
        or_(RosterMember.until_on.is_(None), RosterMember.until_on > on),
    )
    return session.scalar(scope.limit(statement, RosterMember)) or 0


def list_members(session: Session, *, scope: Scope) -> Sequence[RosterMember]:
    """List all members of the team that ever were or will be, by the day since when."""
    statement = select(RosterMember).where(RosterMember.record_status == RecordStatus.CONFIRMED)
    return session.scalars(scope.limit(statement, RosterMember).order_by(RosterMember.from_on, RosterMember.id)).all()


def find_member(session: Session, member_id: int, *, scope: Scope) -> RosterMember | None:
    """Find one member; None outside the scope."""
    statement = select(RosterMember).where(RosterMember.id == member_id)
    found: RosterMember | None = session.scalar(scope.limit(statement, RosterMember))
    return found


def reads_team(practice: Practice) -> bool:
    """Whether a practice is told by the seats of the team."""
    return any(_OF_SEATS & set(part.kinds()) for part in walk(practice.rule) if not part.inner)


def team_on(members: Iterable[RosterMember], continuum: Continuum, on: date, *, year: SchoolYear) -> Team:
    """Say who is on the team on a day, who is missing, and what the map asks of it.

    Args:
        members: As `list_members` gives them.
        continuum: Of the same school.
        year: The school year within which a term that ends is told.
    """
    rules = continuum.rules_on(on.toordinal())
    asked = list(_asked(rules))
    # A seat counts as long as the most patient rule takes it.
    stop = max((rule.hard_stop_months for rule in asked), default=rules.thresholds.oldest_months)
    again = min((rule.reconfirm_months for rule in asked), default=rules.thresholds.confirm_every_months)
    standing = {one.record[1]: one for one in continuum.evidence.standing[RosterMember.kind]}
    seats: list[Seat] = []
    to_come: list[Seat] = []
    gone: list[Seat] = []
    for member in members:
        known = standing.get(member.ref)
        ends = member.until_on if member.until_on and on < member.until_on <= year.end else None
        confirmed = max((day for day in (member.from_on, *member.confirmed_on) if day <= on), default=member.from_on)
        seat = Seat(
            member,
            known.groups if known else frozenset(),
            ends,
            confirmed.toordinal() <= back(on.toordinal(), again),
            known is not None and on.toordinal() in known.stands(stop),
        )
        if member.until_on is not None and member.until_on <= on:
            gone.append(seat)
        else:
            (to_come if member.from_on > on else seats).append(seat)
    gone.sort(key=lambda seat: seat.member.until_on or date.min, reverse=True)
    groups = [_group(code, continuum, asked, on, year) for code in groups_counted(rules.language)]
    return Team(
        seats,
        to_come,
        gone,
        groups,
        max((dict(rule.needs).get("stakeholder_groups", 0) for rule in asked), default=0),
        any(rule.share_of is not None and rule.share_of[0] == "role" for rule in asked),
        [(one, continuum.practice(one, on)) for one in rules.practices.values() if one.counts and reads_team(one)],
    )


def _asked(rules: Catalogue) -> Iterable[AskedStanding]:
    for practice in rules.practices.values():
        yield from (part for part in practice.rule.standing() if part.kind == RosterMember.kind)


def _group(code: str, continuum: Continuum, asked: Sequence[AskedStanding], on: date, year: SchoolYear) -> Group:
    """Say who stands for a group: now, at the end of the school year, and for how long a vacancy is overlooked."""
    day = on.toordinal()
    stop = max((rule.hard_stop_months for rule in asked), default=0)
    grace = max((rule.vacant_days for rule in asked), default=0)
    own = [one for one in continuum.evidence.standing[RosterMember.kind] if code in one.groups]
    here = [one for one in own if day in one.stands(stop)]
    last = max((_end(one.days.spans, day) for one in here), default=NEVER)
    # Who follows on the day of an end leaves no gap.
    followed = any(start <= last < end for one in own for start, end in one.days.spans)
    overlooked = max((_end(one.stands(stop, grace).spans, day) for one in own), default=0)
    exempt = continuum.evidence.exempt.get(code)
    ends = date.fromordinal(last) if here and not followed and last <= year.end.toordinal() else None
    return Group(
        code,
        len(here),
        ends,
        date.fromordinal(overlooked) if not here and day < overlooked < NEVER else None,
        exempt is None or day not in exempt,
    )


def _end(spans: Iterable[tuple[int, int]], day: int) -> int:
    """Give the end of the span that a day lies in; 0 where it lies in none."""
    return next((end for start, end in spans if start <= day < end), 0)
