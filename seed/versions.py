"""Which version of the rules judges which days of an installation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from models.refusals import Refused


class Dated(NamedTuple):
    """A version of the rules, and the first day that it judges."""

    version: str
    in_force_from: date


class RulesChanged(Refused):
    """The catalogue's rules are not those stored under the same version or day."""


def dated_versions(
    shipped: Sequence[Dated], stored: Mapping[str, date], *, today: date, newest_from: date | None = None
) -> list[Dated]:
    """Say from which day each version is in force.

    A new installation judges all its days by the newest version. One that began with an older version keeps it for its
    earlier days and takes the newest from today on. `newest_from` names another first day for either; in a new
    installation the version before the newest then judges the days before.

    Args:
        shipped: The versions that came with the product, oldest first, each with a day early enough for all records.
        stored: Versions that the database holds, with their first days.
        newest_from: The first day of the newest version, where somebody set it.

    Returns:
        The versions that came with the product and are stored or to be stored, oldest first.

    Raises:
        RulesChanged: `newest_from` is not after the first day of rules that are stored.
    """
    *older, newest = shipped
    kept = [Dated(one.version, stored[one.version]) for one in shipped if one.version in stored]
    if newest.version in stored:
        return kept
    if not stored:
        if newest_from is None or not older or newest_from <= older[-1].in_force_from:
            return [newest]
        return [older[-1], Dated(newest.version, newest_from)]
    last = max(stored.values())
    if newest_from is not None and newest_from <= last:
        raise RulesChanged(
            f"CONTINUUM_NEWEST_RULES_FROM is {newest_from}, but rules that are stored judge the days from {last} on. "
            f"Give version {newest.version} a later day, or none."
        )
    return [*kept, Dated(newest.version, newest_from or max(today, last + timedelta(days=1)))]
