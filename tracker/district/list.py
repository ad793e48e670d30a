"""The list of a district's schools: what it can be narrowed to and sorted by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboards.addresses import SCHOOLS
from models.continuum.rulebook.catalogue import Catalogue, IndicatorName
from models.queries.district import LEVEL, MOVED, NAME, Asks, SchoolLine
from models.queries.paging import Paged
from models.wording import quoted
from tracker.lists.filters import Choice, Filter, Mark, NotKnown, Place, Search, Told
from tracker.lists.listing import Asked, Column, Listing
from tracker.roles import Permission

LEVELS = range(6)


@dataclass(frozen=True, kw_only=True)
class Wants(Filter):
    """What a team wants and does not have, as `<indicator>.<level>`; links alone ask for it.

    Attributes:
        rules: Name indicators and levels.
    """

    rules: Catalogue
    name: str = "wants"
    label: str = "Wants"
    phrase: str = "that want {}"
    place: Place = Place.LINK

    def read(self, text: str) -> tuple[tuple[str, int], str]:
        """Read the indicator and the level."""
        slug, _, level = text.rpartition(".")
        found = next((one for one in self.rules.indicators.values() if one.slug == slug), None)
        if found is None or level not in {str(number) for number in LEVELS[1:]}:
            raise NotKnown(f"No school can want “{quoted(text)}”.")
        return (found.code, int(level)), f"{self.rules.level_name(int(level))} in “{found.name}”"


@dataclass(frozen=True, kw_only=True)
class SchoolsList(Listing):
    """A list that a dashboard shows."""

    @property
    def base(self) -> str:
        """The address of the dashboard."""
        return SCHOOLS


def columns_of(rules: Catalogue, outcome: str | None) -> list[IndicatorName]:
    """List the judged indicators of an outcome, or of all, in the map's order."""
    judged = frozenset(rules.judged)
    return [
        one for code, one in rules.indicators.items() if code in judged and (outcome is None or one.outcome == outcome)
    ]


def list_of(rules: Catalogue, find: Callable[[Asked], Paged[SchoolLine]]) -> Listing:
    """Make the list, whose columns and choices are the indicators of the map."""
    indicators = columns_of(rules, None)
    code_of = {one.slug: one.code for one in indicators}
    outcomes = {one.code for one in rules.outcomes}
    levels = [(str(one), rules.level_name(one)) for one in LEVELS]
    named = [(one.slug, one.name) for one in indicators]

    def outcome(text: str) -> tuple[str, str]:
        if text not in outcomes:
            raise LookupError(text)
        return text, ""  # the columns say it

    return SchoolsList(
        key="schools",
        page="district.index",
        title="Schools",
        read=Permission.DISTRICT_SEE,
        own_nouns=("school", "schools"),
        columns=(
            Column(key="name", label="School", sort=NAME, is_head=True),
            *(Column(key=one.slug, label=one.name, sort=one.slug, first="-") for one in indicators),
            Column(key="level", label="All levels", sort=LEVEL, first="-"),
            Column(key="moved", label="Moved", sort=MOVED, first="-"),
        ),
        filters=(
            Search(label="School"),
            Choice(name="level", label="Stands at", options=lambda: levels,
                   every="Any level", means=int, phrase="{}", drops=("indicator",)),
            Choice(name="indicator", label="In", options=lambda: named,
                   every="Any indicator", means=code_of.__getitem__, phrase="in “{}”", drops=("level",)),
            Wants(rules=rules),
            Mark(name="moved", label="Moved", words="since a year ago", link="Rose or fell since a year ago",
                 phrase="that rose or fell"),
            Told(name="outcome", label="Desired outcome", reads=outcome),
        ),
        order=NAME,
        find=find,
        settle=_settle,
    )  # fmt: skip


def _settle(asked: Asked) -> None:
    """A level is one of an indicator: neither says anything alone."""
    for one, other, said in (("level", "indicator", "an indicator"), ("indicator", "level", "a level")):
        if asked.is_on(one) and not asked.is_on(other):
            asked.problems.append(f"Choose {said}, too: alone “{asked.words[one]}” narrows nothing.")
            for kept in (asked.args, asked.values, asked.words):
                kept.pop(one, None)
            return


def asks_of(asked: Asked, rules: Catalogue) -> Asks:
    """Turn what an address asks into what is asked of the database."""
    slugs = {one.slug: one.code for one in rules.indicators.values()}
    return Asks(
        name=asked.get("q") or "",
        indicator=asked.get("indicator"),
        level=asked.get("level"),
        wants=asked.get("wants"),
        moved=asked.is_on("moved"),
        sort=slugs.get(asked.sort, asked.sort),
        descending=asked.descending,
        page=asked.page,
    )
