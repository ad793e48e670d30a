"""What an alliance's own records count toward at each school, and how far they carry its own two indicators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboards.figures.helped import HelpedRow, Stand, helped_table, stands_table
from dashboards.pages.parts import empty, tools
from models.accounts import School
from models.continuum.rulebook.catalogue import Catalogue
from models.queries.alliance_credit import Credit, SchoolCredit
from models.queries.alliance_why import OwnIndicator
from models.wording import counted, number_words

EFFECT, WHY = "/alliance/effect", "/alliance/why"
# So many rows are read on a phone before what else there is; of more schools than these, the first ones with one row
# each. The list that is led to has them all.
ROWS, SCHOOLS = 4, 3


def effect_href(school: School, credit: Credit | None = None, level: int | None = None) -> str:
    """Lead to the organization's own records that count at a school, for an indicator, toward a level of it."""
    asked = {"school": str(school.id)}
    if credit is not None:
        asked["indicator"] = credit.indicator
    if level is not None:
        asked["level"] = str(level)
    return f"{EFFECT}?{urlencode(asked)}"


def where_it_helped(credits: Sequence[SchoolCredit], rules: Catalogue) -> list[Any]:
    """Build the table of the indicators and levels toward which its records count today, school by school."""
    served = [one for one in credits if one.credits]
    if not served:
        return empty(
            "Nothing of it counts toward a level today",
            "Once a school logs something with you, what it counts toward stands here.",
        )
    total = sum(len(one.credits) for one in served)
    some = served[:SCHOOLS]
    rows = ROWS if len(served) == len(some) else SCHOOLS
    groups = [
        (one.school, _most(one.credits, rows // len(some) + (at < rows % len(some)))) for at, one in enumerate(some)
    ]
    shown = sum(len(some) for _school, some in groups)
    levels = [(level.number, level.name) for level in reversed(rules.levels)]
    schools = f" at {counted(len(served), 'school', 'schools')}" if len(served) > 1 else f" at {served[0].school.name}"
    goals = len({credit.indicator for one in served for credit in one.credits})
    return [
        html.H2(f"You helped with {counted(goals, 'indicator', 'indicators')}{schools}"),
        html.P("How many of your records count today.", className="sub"),
        helped_table(
            [(school.name, [_row(school, one, rules) for one in some]) for school, some in groups],
            levels,
            caption="Your records that count, by school, indicator and level",
            table_id="own-helped",
        ),
        *_rest(shown, total),
        tools("own-helped", "own-helped", "what-it-counted-toward"),
    ]


def _rest(shown: int, total: int) -> list[html.P]:
    """Lead to all of it where the table shows what has most records."""
    if shown == total:
        return []
    return [_all(f"All {number_words(total)}, school by school", EFFECT)]


def _all(words: str, href: str) -> html.P:
    return html.P(html.A(words, href=href), className="small")


def _most(credits: Sequence[Credit], most: int) -> list[Credit]:
    """Give those with most records, in the map's order."""
    largest = sorted(credits, key=lambda one: -one.records)[:most]
    return [one for one in credits if one in largest]


def _row(school: School, credit: Credit, rules: Catalogue) -> HelpedRow:
    name = credit.indicator_name
    counts = {
        level: (
            len(keys),
            f"{name}, {rules.level_name(level)}: {number_words(len(keys))}",
            effect_href(school, credit, level),
        )
        for level, keys in credit.levels.items()
    }
    return HelpedRow(name, effect_href(school, credit), counts)


def own_two(by_school: Sequence[tuple[School, Sequence[OwnIndicator]]], rules: Catalogue, today: date) -> list[Any]:
    """Build the table of its own two indicators: how far its own records carry each at each school, and why."""
    told = [(school, found) for school, found in by_school if found]
    if not told:
        return []
    names = {one.code: one.name for _school, found in told for one in found}
    shown = told[:SCHOOLS]
    rows = [(school.name, [_stand(school, found, code, rules) for code in names]) for school, found in shown]
    return [
        html.H2(_furthest(told, rules)),
        html.P("By your own records alone.", className="sub"),
        stands_table(
            list(names.values()), rows, first="School", caption="Your two indicators, school by school",
            table_id="own-two",
        ),
        *([_all(f"All {number_words(len(told))} schools", WHY)] if len(told) > len(shown) else []),
        tools("own-two", "own-two", f"your-two-indicators-{today.isoformat()}"),
    ]  # fmt: skip


def _stand(school: School, found: Sequence[OwnIndicator], code: str, rules: Catalogue) -> Stand | None:
    at = next((at for at, one in enumerate(found, start=1) if one.code == code), None)
    if at is None:
        return None
    one = found[at - 1]
    level = _level(one, rules)
    said = f"{number_words(one.there)} of {counted(len(one.parts), 'thing', 'things')}"
    href = f"{WHY}?{urlencode({'school': school.id})}#of-{at}"
    return Stand(level, one.level_name or "No level yet", said, href)


def _level(one: OwnIndicator, rules: Catalogue) -> int:
    return next((level.number for level in rules.levels if level.name == one.level_name), 0)


def _furthest(told: Sequence[tuple[School, Sequence[OwnIndicator]]], rules: Catalogue) -> str:
    """Say where its own records carry it furthest."""
    best = max(((school, one) for school, found in told for one in found), key=lambda pair: _level(pair[1], rules))
    if not _level(best[1], rules):
        return "Your two indicators: no level by your own records yet"
    return f"Your two indicators: {best[1].level_name} at {best[0].name}"
