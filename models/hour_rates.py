"""What a volunteer's hour is worth on a day: dated data with its source, of the nation and of single states."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).parent / "hour_rates.toml"
STATES_FILE = Path(__file__).parent / "state_rates.toml"


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


@cache
def states() -> Mapping[str, str]:
    """Read the states that estimates are made of: two letters -> name."""
    found: dict[str, str] = tomllib.loads(STATES_FILE.read_text(encoding="utf-8"))["states"]
    return MappingProxyType(found)


@cache
def reported_of(state: str) -> Mapping[int, HourRate]:
    """Read what is known of a state without anybody's doing: calendar year -> its rate.

    Raises:
        KeyError: There is no such state.
    """
    name = states()[state]
    data = tomllib.loads(STATES_FILE.read_text(encoding="utf-8"))["year"]
    return {
        one["year"]: HourRate(date(one["year"], 1, 1), Decimal(one[state]), f"{one['source']}: {name}")
        for one in data
        if state in one
    }


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates that hold somewhere: its own from their days on, and the estimates everywhere else.

    Attributes:
        own: The day from which each holds, and the rate, None where the estimates hold again; in the order of their
            days, and of two for one day the one that holds comes last.
        state: The estimates of its state, in the order of their days.
    """

    own: Sequence[tuple[date, HourRate | None]] = ()
    state: Sequence[HourRate] = ()

    def on(self, day: date) -> HourRate:
        """Find the rate of a day."""
        own = next((rate for from_on, rate in reversed(self.own) if from_on <= day), None)
        return own or self.estimate_on(day)

    def estimate_on(self, day: date) -> HourRate:
        """Find the latest estimate: of two of the same year the state's, for it says more of a school there."""
        nation = rate_on(day)
        state = next((one for one in reversed(self.state) if one.from_on <= day), None)
        return state if state is not None and state.from_on >= nation.from_on else nation


PUBLISHED = Rates()
