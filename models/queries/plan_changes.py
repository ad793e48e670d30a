"""A proposed plan as somebody would rather have it: with other people, days, partners and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from models.activities import Activity
from models.agreements import Contribution
from models.continuum.continuum import Continuum
from models.needs import Match
from models.planning.acts import Act, Draft
from models.planning.making import PLANNED
from models.queries.plans import PlannedThing, ProposedPlan, what_of

# What can be done more than once; of all else one record says it.
_DONE_AGAIN = frozenset({Activity.kind, Match.kind, Contribution.kind})
# More of one thing than this is no plan for it.
MOST_TIMES = 12
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wished:
    """How somebody would have one thing of a plan.

    Attributes:
        on: The day of the first time.
        partner: Name of the organisation; None leaves what was proposed.
        times: How often in all; the further times follow month by month.
    """

    owner_id: int | None
    on: date
    partner: str | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Judged:
    """What a changed plan reaches.

    Attributes:
        reached: Indicator -> the level that it reaches by its day, of all that are desired.
        short: Indicator -> keys of the practices that it leaves open and the proposal does not; where it reaches less.
    """

    reached: Mapping[str, int]
    short: Mapping[str, tuple[str, ...]]


def names_partner(act: Act) -> bool:
    """Whether another organisation may be named for an act."""
    return act.ref.startswith(PLANNED) and "partner" in act.said and act.kind != "org"


def can_be_repeated(act: Act) -> bool:
    """Whether an act may be planned more than once."""
    return act.ref.startswith(PLANNED) and act.kind in _DONE_AGAIN


def partner_of(act: Act) -> str | None:
    """Name the organisation that an act was proposed with; None without any."""
    said = act.said.get("partner")
    return (said[0] if said else None) if isinstance(said, tuple) else said


def partners_known(continuum: Continuum) -> list[str]:
    """List the names of the organisations that the school knows, by name."""
    return sorted((row["name"] for row in continuum.evidence.rows.get("org", {}).values()), key=str.casefold)


def as_wished(
    continuum: Continuum, plan: ProposedPlan, wished: Mapping[int, Wished], *, today: date
) -> tuple[PlannedThing, ...]:
    """Give the things of a plan as they are wished; those of which nothing is wished are left out.

    Args:
        wished: Place of the thing in the plan -> how it is wished.
    """
    rules = continuum.rules_on(plan.by.toordinal())
    found = []
    for number, wish in sorted(wished.items()):
        thing = plan.things[number]
        act = thing.act
        if wish.partner is not None and wish.partner != partner_of(act):
            name = (wish.partner,) if isinstance(act.said["partner"], tuple) else wish.partner
            act = replace(act, said={**act.said, "partner": name})
        for time, day in enumerate(_days(wish, today, plan.by)):
            one = act.moved(day) if day != act.on else act
            if time:
                one = replace(one, ref=f"{act.ref}-{time + 1}")
            what = thing.what if act is thing.act else what_of(one, rules)
            latest = max(thing.latest, day)
            found.append(replace(thing, act=one, what=what, latest=latest, owner_id=wish.owner_id))
    return tuple(found)


def _days(wish: Wished, today: date, by: date) -> list[date]:
    """Give a day for each time: month by month from the first on, then before it, and only then in the same month."""
    months = range(1, MOST_TIMES + 1)
    later = (wish.on + relativedelta(months=month) for month in months)
    earlier = (wish.on - relativedelta(months=month) for month in months)
    weeks = (wish.on + _WEEK * week for week in months)
    days = [wish.on, *(day for some in (later, earlier, weeks) for day in some if today < day <= by)]
    # Near the end of a plan fewer days are left than times: they fall together, and count once.
    days += [wish.on] * wish.times
    return days[: wish.times]


def judged(continuum: Continuum, plan: ProposedPlan, things: Sequence[PlannedThing], desired: Iterable[str]) -> Judged:
    """Ask what is reached by the plan's day if these things are done instead of those that were proposed.

    Args:
        desired: Codes of the indicators of which a level is desired.
    """
    rules = continuum.rules_on(plan.by.toordinal())
    day = plan.by.toordinal()
    whole = Draft(continuum).doing([one.act for one in plan.things]).school
    school = Draft(continuum).doing([one.act for one in things]).school
    reached = {code: school.supported(code, plan.by) for code in desired if code in rules.judged}
    short = {}
    for code, level in reached.items():
        if level < plan.reached.get(code, 0):
            open_ones = (one.key for one in rules.practices_of(code) if school.share(one.key, day) < 1)
            short[code] = tuple(key for key in open_ones if whole.share(key, day) >= 1)
    return Judged(reached, short)
