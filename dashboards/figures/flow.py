"""Flow: from kinds of activity through indicators to the levels where these stand, each band as wide as its count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from markupsafe import Markup

from dashboards.figures.drawing import drawing, linked, tag, text
from models.wording import number_words

WIDTH, HEAD, BAR = 1080, 30, 12
# Where the bars of kinds, of indicators and of levels stand.
KINDS_AT, INDICATORS_AT, LEVELS_AT = 170, 470, 880
# So high is a row at least, and the widest indicator at most.
ROW, WIDEST, GAP = 32, 84, 24


@dataclass(frozen=True, slots=True)
class Band:
    """Activities of one kind that counted toward one indicator.

    Attributes:
        kind: Its name.
        indicator: Its name; what counted toward none has one of its own.
        count: So many; at least one.
        said: The same in words.
        href: The records.
    """

    kind: str
    indicator: str
    count: int
    said: str
    href: str


@dataclass(frozen=True, slots=True)
class Through:
    """One indicator of the middle.

    Attributes:
        level: Where it stands, 0 to 5; None where it is no indicator but what counted toward none.
        said: How many activities counted toward it, and where it stands, in words.
        href: These activities.
    """

    name: str
    level: int | None
    count: int
    said: str
    href: str


@dataclass(slots=True)
class _Bar:
    """A bar with what already leaves or reaches it."""

    top: float
    height: float
    taken: float = 0

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    def take(self, height: float) -> float:
        y = self.top + self.taken
        self.taken += height
        return y


def _stacked(heights: dict[str, float], whole: float) -> dict[str, _Bar]:
    """Share a height out among bars, the space between them alike."""
    free = (whole - sum(heights.values())) / max(1, len(heights))
    bars, y = {}, float(HEAD)
    for name, height in heights.items():
        bars[name] = _Bar(y + free / 2, height)
        y += height + free
    return bars


def flow(
    bands: Sequence[Band],
    through: Sequence[Through],
    levels: dict[int, str],
    tokens: dict[str, str],
    *,
    name: str,
    label: str,
) -> html.Div:
    """Draw the flow.

    Args:
        bands: In any order; their indicators are those of `through`.
        through: In the order in which they stand, from the top.
        levels: Names of the levels, 0 for none, in the order in which they stand.
    """
    unit = WIDEST / max(one.count for one in through)
    heights = {one.name: max(2.0, one.count * unit) for one in through}
    whole = sum(max(ROW, height + GAP / 2) for height in heights.values())
    middle: dict[str, _Bar] = {}
    y = float(HEAD)
    for one in through:
        slot = max(ROW, heights[one.name] + GAP / 2)
        middle[one.name] = _Bar(y + (slot - heights[one.name]) / 2, heights[one.name])
        y += slot
    kinds = list(dict.fromkeys(band.kind for band in sorted(bands, key=lambda band: -band.count)))
    left = _stacked(
        {kind: sum(heights[b.indicator] * _part(b, through) for b in bands if b.kind == kind) for kind in kinds}, whole
    )
    reached = [level for level in levels if any(one.level == level for one in through)]
    right = _stacked(
        {levels[level]: sum(heights[one.name] for one in through if one.level == level) for level in reached}, whole
    )
    order = {one.name: place for place, one in enumerate(through)}
    drawn: list[Markup] = []
    arriving = {one.name: 0.0 for one in through}
    for band in sorted(bands, key=lambda band: (kinds.index(band.kind), order[band.indicator])):
        height = heights[band.indicator] * _part(band, through)
        y1, y2 = left[band.kind].take(height), middle[band.indicator].top + arriving[band.indicator]
        arriving[band.indicator] += height
        shape = _ribbon(KINDS_AT + BAR, y1, INDICATORS_AT, y2, height, tokens["l2"], "f2")
        drawn.append(linked(band.href, band.said, shape))
    for one in through:
        if one.level is not None:
            bar = middle[one.name]
            y2 = right[levels[one.level]].take(bar.height)
            color = tokens[f"l{one.level}"] if one.level else tokens["rule"]
            shape = _ribbon(INDICATORS_AT + BAR, bar.top, LEVELS_AT, y2, bar.height, color, f"f{one.level}")
            drawn.append(linked(one.href, one.said, shape))
    drawn += [
        _bar(KINDS_AT, bar, tokens) + text(kind, KINDS_AT - 8, bar.middle, end=True) for kind, bar in left.items()
    ]
    drawn += [
        _bar(LEVELS_AT, bar, tokens) + text(level, LEVELS_AT + BAR + 8, bar.middle) for level, bar in right.items()
    ]
    for one in through:
        bar = middle[one.name]
        words = text(f"{one.name}, {number_words(one.count)}", INDICATORS_AT + BAR + 8, bar.middle)
        drawn.append(_bar(INDICATORS_AT, bar, tokens) + words)
    heads = [
        text("What was done", KINDS_AT + BAR, HEAD / 2 - 4, muted=tokens["muted"], end=True),
        text("Counted toward", INDICATORS_AT, HEAD / 2 - 4, muted=tokens["muted"]),
        text("Stands at", LEVELS_AT, HEAD / 2 - 4, muted=tokens["muted"]),
    ]
    return drawing(name, Markup("").join([*heads, *drawn]), width=WIDTH, height=HEAD + whole + 4, label=label)


def _part(band: Band, through: Sequence[Through]) -> float:
    return band.count / next(one.count for one in through if one.name == band.indicator)


def _bar(x: float, bar: _Bar, tokens: dict[str, str]) -> Markup:
    return tag("rect", x=x, y=bar.top, width=BAR, height=bar.height, rx=2, fill=tokens["l5"], class_="f5")


def _ribbon(x1: float, y1: float, x2: float, y2: float, height: float, color: str, look: str) -> Markup:
    bend = (x1 + x2) / 2
    # To a pixel: of a drawing with a hundred bands half of what is sent would be decimals.
    top, end = round(y1), round(y2)
    below, under = max(top + 1, round(y1 + height)), max(end + 1, round(y2 + height))
    d = f"M{x1:.0f},{top}C{bend:.0f},{top} {bend:.0f},{end} {x2:.0f},{end}V{under}"
    d += f"C{bend:.0f},{under} {bend:.0f},{below} {x1:.0f},{below}Z"
    return tag("path", d=d, fill=color, fill_opacity=0.75, class_=f"ribbon {look}")
