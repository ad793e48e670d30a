"""By which means the school talked, how much of it could be answered, and who did it."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboards.addresses import records_href
from dashboards.figures.bars import Bar, count_bars
from dashboards.figures.stacked import Split, split_bars
from dashboards.pages.parts import charted
from dashboards.pages.view import View
from models.queries.mix import Voice, Voices
from models.wording import counted, number_words, percent_words


def channels(view: View, found: Voices) -> list[Any]:
    """Build the chart of the channels, with the part of each in which both sides talked."""
    window, every = view.window, found.all
    bars = [
        Split(
            view.rules.label("channel", code),
            voice.two_way,
            voice.total,
            _two_way_words(voice),
            records_href(window, until=view.day, channel=code, **view.of_records),
        )
        for code, voice in found.channels.items()
    ]
    acts = counted(every.total, "activity", "activities")
    share = percent_words(every.two_way / every.total)
    return charted(
        "channels",
        f"{share} of what {view.who or 'we'} did could be answered",
        f"Both sides talked in {number_words(every.two_way)} of {acts}{view.said} {window.of}, deep; light is one-way. "
        "One counts under each of its channels. Press a bar for its records.",
        split_bars(bars, view.tokens),
        label="Activities by channel",
        look="stacked",
        head=["Channel", "Activities", "Two-way"],
        rows=[[bar.name, html.A(number_words(bar.whole), href=bar.href), number_words(bar.part)] for bar in bars],
        caption=f"Activities by channel, {window}",
        file=f"channels-{window.slug}",
    )


def _two_way_words(voice: Voice) -> str:
    if not voice.two_way:
        return number_words(voice.total)
    if voice.two_way == voice.total:
        return f"{number_words(voice.total)}, all two-way"
    return f"{number_words(voice.total)}, {number_words(voice.two_way)} two-way"


def actors(view: View, found: Voices) -> list[Any]:
    """Build the chart of who acted, with the people they reached."""
    window = view.window
    bars = []
    for code, voice in found.actors.items():
        said = f"{number_words(voice.total)}, {counted(voice.people, 'person', 'people')}"
        href = records_href(window, until=view.day, **view.of_records | {"by": code})
        bars.append(
            Bar(view.rules.label("by", code), voice.total, href, said if voice.people else number_words(voice.total))
        )
    rows = [
        [
            bar.name,
            html.A(number_words(bar.count), href=bar.href),
            number_words(voice.people),
            number_words(voice.two_way),
        ]
        for bar, voice in zip(bars, found.actors.values(), strict=True)
    ]
    return charted(
        "actors",
        f"{bars[0].name} did most" if bars else "Nobody is named",
        "Activities by who did them, one under each, and the people reached as far as it was said. "
        "Press a bar for its records.",
        count_bars(bars, view.tokens),
        label="Activities by who did them",
        head=["Who did it", "Activities", "People reached", "Two-way"],
        rows=rows,
        caption=f"Activities by who did them, {window}",
        file=f"who-did-it-{window.slug}",
    )
