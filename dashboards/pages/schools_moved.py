"""What moved at a district's schools within a year, and which of them stands where another wants to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from dash import html

from dashboards.addresses import SCHOOLS
from dashboards.figures.schools import entering
from dashboards.pages.parts import empty, folded, table, tools
from dashboards.schools import Schools
from models.queries.district import SchoolLine
from models.queries.district_helps import Help
from models.queries.year_reports import short_level
from models.wording import counted, day_words, listed, noun, number_words

HELPS_SHOWN = 6
# So many indicators are named of a school that moved; the table names all.
NAMED = 3


def movers(shown: Schools) -> list[Any]:
    """Build which schools rose and fell most."""
    found = shown.found
    if not found.movers:
        day = day_words(found.before)
        still = (
            f"No school rose or fell that logged on {day} already. Those that began to log later are not compared."
            if found.total
            else f"There is no school on {day}."
        )
        return empty("Nothing moved", f"{still} Levels move with what schools log.")
    most = found.movers[0]
    rows = [
        [_school(shown, one), number_words(len(one.rose)), number_words(len(one.fell)), _names(shown, one.rose),
         _names(shown, one.fell)]
        for one in found.movers
    ]  # fmt: skip
    more = html.A(f"All {number_words(found.moved)} that rose or fell", href=f"{SCHOOLS}?moved=1&sort=-moved")
    return [
        html.H2(f"{most.name} moved most"),
        html.P(
            f"Levels that rose and fell since {day_words(found.before)}. Schools that began to log after that day are "
            "not compared.",
            className="sub",
        ),
        html.Ul([_mover(shown, one) for one in found.movers], className="plain moved", id="movers"),
        *([html.P(more, className="small")] if found.moved > len(found.movers) else []),
        folded(
            table(
                ["School", "Rose", "Fell", "What rose", "What fell"], rows,
                caption="Schools whose levels rose or fell most", table_id="movers-table",
            )
        ),
        tools("movers-table", "movers", f"schools-moved-{found.on.isoformat()}"),
    ]  # fmt: skip


def _school(shown: Schools, school: SchoolLine) -> html.Button:
    return entering(school.school_id, shown.enter, school.name, className="linkish-inline")


def _names(shown: Schools, codes: Iterable[str], most: int | None = None) -> str:
    return listed([shown.rules.indicators[code].name for code in codes], most=most) or "–"


def _mover(shown: Schools, school: SchoolLine) -> html.Li:
    up, down = len(school.rose), len(school.fell)
    said: list[Any] = [html.B(_school(shown, school))]
    if up:
        said += [" ", html.Span(f"▲ {up}", className="up")]
    if down:
        said += [" ", html.Span(f"▼ {down}", className="down")]
    which = [
        f"{word}: {_names(shown, codes, NAMED)}."
        for word, codes in (("Rose", school.rose), ("Fell", school.fell))
        if codes
    ]
    return html.Li([*said, html.Br(), html.Span(" ".join(which), className="small muted")])  # fmt: skip


def helping(shown: Schools) -> list[Any]:
    """Build which school could help which, in what."""
    found = shown.found
    columns = {one.code for one in shown.columns}
    helps = [one for one in found.helps if one.indicator in columns]
    if not helps:
        if found.total <= 1:
            return empty("Who could help whom", "There is one school in this district.")
        return empty(
            "Who could help whom",
            "No school stands where another wants to be, or none has said what it wants: teams say it where they rate, "
            "in The year.",
        )
    rows = [
        [
            entering(one.school_id, shown.enter, one.school, className="linkish-inline"),
            _press(shown, one),
            shown.levels[one.level],
            _others(shown, one),
            shown.levels[one.wanted],
        ]
        for one in helps
    ]
    first, rest = helps[:HELPS_SHOWN], helps[HELPS_SHOWN:]
    folded_rest = [
        html.Details(
            [
                html.Summary(counted(len(rest), "more", "more")),
                html.Ul(_by_school(shown, rest), className="plain helps"),
            ]
        )
    ]
    best, many = Counter(one.school for one in helps).most_common(1)[0]
    return [
        html.H2(f"{best} could show others most: {counted(many, 'indicator', 'indicators')}"),
        html.P(
            "Who could help whom: it stands where others want to be, as their leadership teams said this year.",
            className="sub",
        ),
        html.Ul(_by_school(shown, first), className="plain helps", id="helps"),
        *(folded_rest if rest else []),
        folded(
            table(
                ["School", "In", "Stands at", "Who wants more", "Wants"], rows,
                caption="Who could help whom", table_id="helps-table",
            )
        ),
        tools("helps-table", "helps", f"schools-who-could-help-{found.on.isoformat()}"),
    ]  # fmt: skip


def _press(shown: Schools, one: Help) -> html.Button:
    """Lead to the reasons at the school that could help."""
    name = shown.rules.indicators[one.indicator].name
    return entering(one.school_id, shown.why[one.indicator], name, className="linkish-inline")


def _others(shown: Schools, one: Help) -> list[Any]:
    """Name the first of those who want it, and lead to all of them where they are more."""
    more = one.many - len(one.others)
    if not more:
        return [listed(list(one.others))]
    href = f"{SCHOOLS}?wants={shown.rules.indicators[one.indicator].slug}.{one.wanted}"
    return [f"{', '.join(one.others)} and ", html.A(f"{number_words(more)} more", href=href)]


def _by_school(shown: Schools, helps: Sequence[Help]) -> list[html.Li]:
    by_school: dict[tuple[int, str], list[Help]] = {}
    for one in helps:
        by_school.setdefault((one.school_id, one.school), []).append(one)
    return [
        html.Li(
            [
                html.B(entering(school_id, shown.enter, school, className="linkish-inline")),
                " could show",
                html.Ul([_help(shown, one) for one in some], className="plain"),
            ]
        )
        for (school_id, school), some in sorted(by_school.items(), key=lambda pair: pair[0][1])
    ]


def _help(shown: Schools, one: Help) -> html.Li:
    wants = f" {noun(one.many, 'wants', 'want')} {shown.levels[one.wanted]}"
    level = html.Span(short_level(shown.levels[one.level]), className=f"lv s{one.level}")
    return html.Li([level, _press(shown, one), html.Small([html.B(_others(shown, one)), wants])])
