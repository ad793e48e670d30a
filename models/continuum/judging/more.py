"""What a single record more would do: which ones would raise a level, or bring the next one nearest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from models.continuum.judging.answers import LevelAnswer, More, UnitAnswer
from models.continuum.judging.indicators import Indicators
from models.continuum.judging.levels import judge_levels, reached_level
from models.continuum.judging.units import applying, unit_share
from models.continuum.rulebook.catalogue import Practice
from models.continuum.rulebook.rules.base import Asking, OneMore

# Where no single record raises the level, so many that bring the next one nearest are named.
NEAREST = 2


def one_more(indicators: Indicators, code: str, day: int) -> tuple[More, ...]:
    """List the kinds of records of which a single one would raise the level on a day.

    Returns:
        Those that raise it, by how far the next level would then be; with none, the two that bring it nearest. Each
        says what the record must say. Nothing at Sustaining.
    """
    supported = indicators.supported(code, day)
    aim = indicators.next_level(code, day, supported)
    if aim is None:
        return ()
    levels = indicators.levels(code, day)
    found: dict[str, More] = {}
    for practice in _open_practices(indicators, code, day, levels, aim):
        at = _asking(indicators, practice, day)
        for imagined in practice.rule.with_one_more(at, day):
            more = _with(indicators, code, day, levels, aim, supported, practice, imagined)
            if more is not None and (more.words not in found or _better(more, found[more.words])):
                found[more.words] = more
    rising = [more for more in found.values() if more.raises]
    chosen = rising or sorted(found.values(), key=lambda more: (-more.progress, more.practice))[:NEAREST]
    return tuple(sorted(chosen, key=lambda more: (-more.level, -more.progress, more.practice)))


def _better(one: More, other: More) -> bool:
    return (one.level, one.progress) > (other.level, other.progress)


def _asking(indicators: Indicators, practice: Practice, day: int) -> Asking:
    book = indicators.book_on(day)
    return Asking(book.evidence, practice.key, practice.indicator, book)


def _open_practices(
    indicators: Indicators, code: str, day: int, levels: tuple[LevelAnswer, ...], aim: int
) -> list[Practice]:
    """List the practices that are not met at the next level, and below it where that keeps it away."""
    keys = {
        key
        for level in levels[:aim]
        if level.level == aim or not levels[aim - 1].rests
        for unit in level.units
        if not unit.met
        for key in unit.practices
    }
    return [
        one
        for one in indicators.rules_on(day).practices_of(code)
        if one.key in keys and not indicators.is_met(one.key, day) and not _objected(indicators, one.key, day)
    ]


def _objected(indicators: Indicators, key: str, day: int) -> bool:
    return indicators.book_on(day).evidence.objected(key, day) is not None


def _with(
    indicators: Indicators,
    code: str,
    day: int,
    levels: tuple[LevelAnswer, ...],
    aim: int,
    supported: int,
    practice: Practice,
    imagined: OneMore,
) -> More | None:
    """Judge the levels again with one thing more; the same record serves every practice that it can."""
    shares: dict[str, float] = {practice.key: imagined.share}
    if imagined.fact is not None:
        for other in _open_practices(indicators, code, day, levels, aim):
            if other.key != practice.key:
                shares[other.key] = other.rule.share_imagining(_asking(indicators, other, day), imagined.fact, day)

    def share(key: str) -> float:
        return max(shares.get(key, 0.0), indicators.share(key, day))

    units = [
        _again(indicators, code, day, unit, share) if shares.keys() & set(unit.practices) else unit
        for level in levels
        for unit in level.units
    ]
    judged = judge_levels(units, indicators.thresholds_on(day))
    level = max(reached_level(judged), supported)
    progress = judged[aim - 1].share
    if level <= supported and progress <= levels[aim - 1].share:
        return None
    return More(practice.key, imagined.words, level > supported, level, progress)


def _again(indicators: Indicators, code: str, day: int, unit: UnitAnswer, share: Callable[[str], float]) -> UnitAnswer:
    whole = next(one for one in indicators.units(code, day) if one.key == unit.key)
    left, needed = applying(whole, lambda key: indicators.exempt(key, day))
    found = unit_share(left, needed, share)
    deciding = [one.key for one in left if one.decides]
    return replace(
        unit,
        share=found,
        met=found == 1,
        have=sum(share(key) == 1 for key in unit.practices),
        deciding_met=all(share(key) == 1 for key in deciding),
        lacks_deciding=unit.lacks_deciding and not all(share(key) == 1 for key in deciding),
    )
