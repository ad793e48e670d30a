"""What partners promised and gave: each partner's year, and what all gifts were worth by kind and year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboards.figures.bars import Bar, count_bars
from dashboards.figures.paired import Pair, paired_bars
from dashboards.pages.parts import MOST, chart, charted, empty, folded, table, the_rest, tools
from dashboards.pages.view import View
from dashboards.windows import Window
from models.queries.partnership_picture import PartnerLine, YearOfGifts
from models.wording import counted, hours_words, money_words, number_word, sentence_case

NAMES = ("promised", "given")
NOTHING = "–"
WHOLE_FROM = 100


def gifts_href(window: Window, **filters: str) -> str:
    """Lead to the gifts of some days, filtered."""
    return f"/records/contribution?{urlencode({**window.args(), **filters})}"


def dollars(amount: Decimal) -> str:
    """Say an amount of money: from a hundred dollars on without cents."""
    return money_words(amount.quantize(Decimal(1)) if amount >= WHOLE_FROM else amount)


def promised_and_given(view: View, lines: Sequence[PartnerLine]) -> list[Any]:
    """Build the two charts of each partner's hours and dollars, promised and given, with their table."""
    window = view.window
    involved = [one for one in lines if one.given or one.promised != type(one.promised)()]
    if not involved:
        return empty(
            f"Nothing was promised for {window}, and no gift is on record",
            "Note a promise or a gift on the page of a partnership, and it appears here.",
        )
    shown = sorted(involved, key=_weight, reverse=True)[:MOST]
    rest = the_rest(
        len(shown), len(involved), "partners with the largest gifts and promises", all_of_them="All gifts",
        href=gifts_href(window),
    )  # fmt: skip
    charts = []
    for key, title, in_words in (("hours", "Hours", hours_words), ("dollars", "Dollars", dollars)):
        pairs = [
            Pair(
                one.partner.name,
                float(getattr(one.promised, key)),
                float(_given(one, key)),
                (in_words(getattr(one.promised, key)), in_words(_given(one, key))),
                _href(window, one),
            )
            for one in shown
            if getattr(one.promised, key) or _given(one, key)
        ]
        if pairs:
            figure = paired_bars(sorted(pairs, key=lambda one: -max(one.first, one.second)), NAMES, view.tokens)
            drawn = chart(f"given-{key}", figure, label=f"{title} promised and given", look="paired")
            charts.append(
                html.Div(
                    [
                        html.H3(f"{title}, promised and given"),
                        drawn,
                        tools("given-table", f"given-{key}", f"{key}-{window.slug}"),
                    ]
                )
            )
    rows = [_row(window, one) for one in sorted(shown, key=lambda one: one.partner.name)]
    gave = sum(one.given is not None for one in involved)
    of_all = counted(len(lines), "running partner", "running partners")
    many = sentence_case(number_word(gave)) if gave else "None"
    return [
        html.H2(f"{many} of {of_all} gave something {window.within}"),
        html.P(
            "What each promised for these days, light, and gave in them, deep. Hours are worth what an hour was worth "
            "on their day. Press a bar for the gifts.",
            className="sub",
        ),
        html.Div(charts, className="mixes"),
        *([] if rest is None else [rest]),
        folded(
            table(
                ["Partner", "Hours promised", "given", "Dollars promised", "given", "Other promises", "Worth in all"],
                rows,
                caption=f"Promised and given, {window}",
                table_id="given-table",
            )
        ),
        *([] if charts else [tools("given-table", None, f"given-{window.slug}")]),
    ]


def _given(line: PartnerLine, key: str) -> Decimal:
    amount: Decimal = getattr(line.given, key) if line.given else Decimal(0)
    return amount


def _weight(line: PartnerLine) -> tuple[Decimal, Decimal, Decimal, str]:
    """Order partners by what they gave, then by what they promised."""
    value = line.given.value if line.given else Decimal(0)
    return value, line.promised.dollars, line.promised.hours, line.partner.name


def _href(window: Window, line: PartnerLine) -> str:
    """Lead to the gifts; where there are none, to the partnership with its promises."""
    if line.given:
        return gifts_href(window, partner=str(line.partner.id))
    return f"/partnerships/{line.rows[0].partnership.id}"


def _row(window: Window, one: PartnerLine) -> list[Any]:
    promised, value = one.promised, one.given.value if one.given else Decimal(0)
    worth_words: Any = dollars(value) if value else NOTHING
    if one.given:
        worth_words = html.A(dollars(value), href=gifts_href(window, partner=str(one.partner.id)))
    return [
        html.A(one.partner.name, href=f"/partnerships/{one.rows[0].partnership.id}"),
        hours_words(promised.hours) if promised.hours else NOTHING,
        hours_words(_given(one, "hours")) if _given(one, "hours") else NOTHING,
        dollars(promised.dollars) if promised.dollars else NOTHING,
        dollars(_given(one, "dollars")) if _given(one, "dollars") else NOTHING,
        str(promised.others) if promised.others else NOTHING,
        worth_words,
    ]


def worth(view: View, years: Sequence[YearOfGifts]) -> list[Any]:
    """Build the chart of what gifts were worth in each year."""
    if not years:
        return []
    bars = [Bar(str(one.all.year), int(one.all.value), _worth_href(view, one), dollars(one.all.value)) for one in years]
    best = max(years, key=lambda one: one.all.value)
    most = ", the most of the years shown" if len(years) > 1 else ""
    return charted(
        "worth",
        f"Gifts were worth {dollars(best.all.value)} in {best.all.year}{most}",
        "Money, and what hours are worth by the rate of their day; things without a price are not in it. "
        "Press a bar for the gifts.",
        count_bars(bars, view.tokens),
        label="What gifts were worth by school year",
        head=["School year", "Worth"],
        rows=[[bar.name, html.A(bar.said, href=bar.href)] for bar in bars],
        caption="What gifts were worth, by school year",
        file=f"worth-{view.filters.year}",
    )


def worth_by_kind(view: View, years: Sequence[YearOfGifts]) -> list[Any]:
    """Build the chart of what was worth how much in the latest year beside the one before, and the table of all."""
    if not years:
        return []
    latest, before = years[0], next((one for one in years if one.all.year == years[0].all.year.back(1)), None)
    language = view.rules_on(view.today).language
    kinds = {kind.type for one in years for kind in one.kinds}
    labels = {code: language.label("contribution_type", code) if code else "Not said what" for code in kinds}
    totals = {code: sum(kind.value for one in years for kind in one.kinds if kind.type == code) for code in kinds}
    order = sorted(kinds, key=lambda code: (-_value(latest, code), -totals[code], labels[code]))
    pairs = []
    for code in order:
        then, now = _value(before, code), _value(latest, code)
        if then or now:
            href = _worth_href(view, latest if now or before is None else before, code)
            pairs.append(Pair(labels[code], float(then), float(now), (dollars(then), dollars(now)), href))
    names = (f"in {before.all.year}" if before else "", f"in {latest.all.year}")
    first = order[0]
    compared = f": {before.all.year}, light, and {latest.all.year}, deep" if before else f" in {latest.all.year}"
    return charted(
        "worth-kinds",
        f"{labels[first]} gave most in {latest.all.year}: {dollars(_value(latest, first))}"
        if _value(latest, first)
        else f"No gift of {latest.all.year} has a price",
        f"What each kind of gift was worth{compared}. Press a bar for the gifts.",
        paired_bars(pairs, names, view.tokens) if pairs else None,
        label="What gifts were worth by kind",
        head=["What was given", *(str(one.all.year) for one in years)],
        rows=[
            *([labels[code], *(_cell(one, code) for one in years)] for code in order),
            [html.B("All"), *(html.A(dollars(one.all.value), href=_worth_href(view, one)) for one in years)],
        ],
        caption="What gifts were worth, by kind and school year",
        file=f"worth-by-kind-{view.filters.year}",
        look="paired",
    )


def _value(year: YearOfGifts | None, code: str | None) -> Decimal:
    return sum((kind.value for kind in year.kinds if kind.type == code), Decimal(0)) if year else Decimal(0)


def _worth_href(view: View, one: YearOfGifts, code: str | None = None) -> str:
    only = {} if view.filters.partner is None else {"partner": str(view.filters.partner)}
    if code is not None:
        # Own words stand on no list; they are searched for.
        is_listed = code in view.rules_on(view.today).language.values("contribution_type")
        only["given" if is_listed else "q"] = code
    return gifts_href(Window.of_year(one.all.year), **only)


def _cell(year: YearOfGifts, code: str | None) -> Any:
    one = next((kind for kind in year.kinds if kind.type == code), None)
    if one is None:
        return NOTHING
    if one.value:
        return dollars(one.value)
    return counted(one.gifts, "gift", "gifts")
