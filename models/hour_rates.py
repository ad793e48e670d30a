"""What a volunteer's hour is worth on a day: dated data, `hour_rates.toml`, with its source."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "hour_rates.toml"


@dataclass(frozen=True, slots=True)
class HourRate:
    """One rate.

    Attributes:
        from_on: First day on which it holds; it holds until the next one.
        dollars: For one hour.
        source: Who says so.
    """

    from_on: date
    dollars: Decimal
    source: str


@cache
def hour_rates() -> Sequence[HourRate]:
    """Read the rates, once, the earliest first.

    Raises:
        ValueError: There are none, or they are not in the order of their days.
    """
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    rates = tuple(HourRate(one["from"], Decimal(one["dollars"]), data["source"]) for one in data["rate"])
    days = [one.from_on for one in rates]
    if not days or days != sorted(set(days)):
        raise ValueError(f"{FILE.name}: rates stand in the order of their days, each day once")
    return rates


def rate_on(day: date) -> HourRate:
    """Find the rate of a day; a day before the first has the first one."""
    rates = hour_rates()
    return next((one for one in reversed(rates) if one.from_on <= day), rates[0])


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates that hold somewhere: its own from their days on, and the published ones everywhere else.

    Attributes:
        own: The day from which each holds, and the rate, None where the published ones hold again; in the order of
            their days, and of two for one day the one that holds comes last.
    """

    own: Sequence[tuple[date, HourRate | None]] = ()

    def on(self, day: date) -> HourRate:
        """Find the rate of a day."""
        own = next((rate for from_on, rate in reversed(self.own) if from_on <= day), None)
        return own or rate_on(day)


PUBLISHED = Rates()
