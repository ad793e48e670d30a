"""What logging is worth, on the continuum dashboard: from kinds of activity through indicators to levels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dash import html

from dashboards.addresses import records_href, why_href
from dashboards.figures.flow import Band, Through, flow
from dashboards.pages.parts import empty, folded, table, tools
from dashboards.pages.slope import NONE_YET
from dashboards.pages.view import View
from models.queries.counted import activities_toward
from models.wording import counted, day_words, noun, number_words, percent_words

NOTHING = "Nothing yet"


def worth_of_logging(view: View, kind_of: Mapping[str, str]) -> list[Any]:
    """Build the flow with its table.

    Args:
        kind_of: Reference of each activity of the window -> code of its kind.
    """
    if not kind_of or not view.judged():
        return []
    toward: dict[str, Counter[str]] = {}
    used: set[str] = set()
    for code in view.judged():
        refs = activities_toward(view.continuum, [code], view.day) & kind_of.keys()
        used |= refs
        if refs:
            toward[code] = Counter(kind_of[ref] for ref in refs)
    if not toward:
        return empty(
            f"Nothing that was logged {view.window.within} counts toward a level yet",
            "Say with each activity who did it, for whom and how: by that it is known what it counts toward.",
        )
    names = {0: NONE_YET, **{level.number: level.name for level in view.rules.levels}}
    levels = {number: names[number] for number in sorted(names, reverse=True)}
    at = {code: view.continuum.supported(code, view.day) for code in toward}
    order = sorted(toward, key=lambda code: (-at[code], -toward[code].total(), code))
    through = [_through(view, code, toward[code].total(), at[code], names[at[code]]) for code in order]
    bands = [_band(view, code, kind, number) for code in order for kind, number in toward[code].items()]
    idle = Counter(kind for ref, kind in kind_of.items() if ref not in used)
    if idle and not view.is_narrow:
        through.append(_idle(view, idle.total()))
        bands += [_idle_band(view, kind, number) for kind, number in idle.items()]
    total = len(kind_of)
    kinds = [code for code in view.rules.vocabularies["kind"] if any(code in row for row in (*toward.values(), idle))]
    label = f"From activities {view.window.of} to levels on {day_words(view.day)}"
    acts = counted(total, "activity", "activities")
    # What the activities are narrowed to by indicators stands in the flow itself.
    said = "".join(f" {words}" for name, words in view.narrowed.items() if name not in ("outcome", "indicator"))
    part = f"All {acts}" if len(used) == total else f"{percent_words(len(used) / total)} of {acts}"
    finding = f"{part}{said} {noun(total, 'counts', 'count')} toward "
    return [
        html.H2(f"{finding}{'these levels' if view.is_narrow else 'a level'}"),
        html.P(
            f"What was done {view.window.within}, what it counted toward on {day_words(view.day)}, and where that "
            "stands. One activity counts under each of its indicators. Press a band for its records.",
            className="sub",
        ),
        flow(bands, through, levels, view.tokens, name="flow", label=label),
        folded(
            table(
                ["Counted toward", *(view.rules.label("kind", kind) for kind in kinds), "All", "Stands at"],
                [
                    *(_row(view, code, toward[code], kinds, names[at[code]]) for code in order),
                    *([_idle_row(view, idle, kinds)] if idle and not view.is_narrow else []),
                ],
                caption=label,
                table_id="flow-table",
            )
        ),
        tools("flow-table", "flow", f"worth-of-logging-{view.window.slug}"),
    ]


def _href(view: View, **asked: str) -> str:
    kept = {name: text for name, text in view.of_records.items() if name not in ("indicator", "outcome")}
    return records_href(view.window, until=view.day, **{**kept, **asked, "on": view.day.isoformat()})


def _through(view: View, code: str, number: int, level: int, words: str) -> Through:
    name = view.rules.indicators[code].name
    said = f"{name}: {counted(number, 'activity', 'activities')}, stands at {words}"
    return Through(name, level, number, said, _href(view, indicator=code))


def _band(view: View, code: str, kind: str, number: int) -> Band:
    name, label = view.rules.indicators[code].name, view.rules.label("kind", kind)
    said = f"{label}, {name}: {number_words(number)}"
    return Band(label, name, number, said, _href(view, indicator=code, kind=kind))


def _idle(view: View, number: int) -> Through:
    said = f"{counted(number, 'activity', 'activities')} counted toward nothing yet"
    return Through(NOTHING, None, number, said, _href(view, toward="nothing"))


def _idle_band(view: View, kind: str, number: int) -> Band:
    label = view.rules.label("kind", kind)
    said = f"{label}, counted toward nothing yet: {number_words(number)}"
    return Band(label, NOTHING, number, said, _href(view, toward="nothing", kind=kind))


def _row(view: View, code: str, row: Counter[str], kinds: list[str], level: str) -> list[Any]:
    indicator = view.rules.indicators[code]
    return [
        html.A(indicator.name, href=why_href(indicator, view.day)),
        *(_number(row[kind], _href(view, indicator=code, kind=kind)) for kind in kinds),
        _number(row.total(), _href(view, indicator=code)),
        level,
    ]


def _idle_row(view: View, idle: Counter[str], kinds: list[str]) -> list[Any]:
    return [
        NOTHING,
        *(_number(idle[kind], _href(view, toward="nothing", kind=kind)) for kind in kinds),
        _number(idle.total(), _href(view, toward="nothing")),
        "–",
    ]


def _number(number: int, href: str) -> Any:
    return html.A(number_words(number), href=href) if number else number_words(0)
