"""Which activities counted toward indicators on a day: what lists and dashboards are narrowed to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from models.activities import Activity
from models.continuum.continuum import Continuum


def activities_toward(continuum: Continuum, codes: Iterable[str], on: date) -> frozenset[str]:
    """Name the activities that counted toward any of some indicators on a day, by reference.

    Args:
        codes: Of indicators, as the rules of that day have them; others count nothing.
    """
    rules = continuum.rules_on(on.toordinal())
    return frozenset(
        record.ref
        for code in codes
        for practice in rules.practices_of(code)
        if practice.counts
        for record in continuum.records(practice.key, on)
        if record.kind == Activity.kind
    )
