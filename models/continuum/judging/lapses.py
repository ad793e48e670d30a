"""What will lapse with nothing added: practices that stop being met, levels that fall."""

from __future__ import annotations

from datetime import date, timedelta

from models.continuum.judging.answers import Fall, Lapse
from models.continuum.judging.indicators import Indicators
from models.continuum.time.calendar import NEVER


def met_until(indicators: Indicators, key: str, on: date) -> date | None:
    """Find the first day on which a met practice stops being met with nothing added; None if it never does."""
    day = on.toordinal()
    while True:
        book = indicators.book_on(day)
        end = next((end for start, end in book.met(key).spans if start <= day < end), day)
        other = next((first for first in indicators.first_days if day < first <= end), None)
        if other is None or other > end:
            return None if end >= NEVER else date.fromordinal(end)
        # From that day on other rules ask; they may go on being met.
        if not indicators.is_met(key, other):
            return date.fromordinal(other)
        day = other


def lapses(indicators: Indicators, code: str, on: date, days: int) -> tuple[Lapse, ...]:
    """List the practices of an indicator that stop being met within so many days, with nothing added.

    Returns:
        By day, then key; each practice once, on its first day.
    """
    day = on.toordinal()
    found = []
    for practice in indicators.rules_on(day).practices_of(code):
        key = practice.key
        if not practice.counts or indicators.exempt(key, day) or not indicators.is_met(key, day):
            continue
        ends = met_until(indicators, key, on)
        if ends is None or (ends - on).days > days:
            continue
        last = ends - timedelta(days=1)
        left = _records(indicators, key, last) - _records(indicators, key, ends)
        found.append(Lapse(ends, key, indicators.supported(code, ends.toordinal()), tuple(sorted(left))))
    return tuple(sorted(found, key=lambda lapse: (lapse.on, lapse.key)))


def _records(indicators: Indicators, key: str, on: date) -> frozenset[tuple[str, str]]:
    book = indicators.book_on(on.toordinal())
    practice = book.catalogue.practices.get(key)
    return book.record_keys(practice, on.toordinal()) if practice else frozenset()


def falls(indicators: Indicators, code: str, on: date, days: int) -> tuple[Fall, ...]:
    """List the falls of an indicator's level within so many days that would stand for some time."""
    day = on.toordinal()
    stands = indicators.thresholds_on(day).fall_stands_days
    line = [(day, indicators.supported(code, day))]
    line += [(edge, indicators.supported(code, edge)) for edge in indicators.changes(code, day, day + days + stands)]
    found: list[Fall] = []
    standing = line[0][1]
    for index, (edge, level) in enumerate(line[1:], start=1):
        if edge > day + days or level >= standing:
            continue
        stays = max(other for when, other in line[index:] if when < edge + stands)
        if stays < standing:
            found.append(Fall(date.fromordinal(edge), standing, stays))
            standing = stays
    return tuple(found)
