"""Circles among practices whose rules name each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter


def circles(named: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Find circles, at least one where there is any.

    Args:
        named: What each names.

    Returns:
        Each circle once, in the order in which its members name each other.
    """
    left = {key: list(others) for key, others in named.items()}
    found: list[tuple[str, ...]] = []
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as circle:
            # The sorter walks from what is named to who names it, and repeats the first at the end.
            members = tuple(reversed(circle.args[1][1:]))
            found.append(members)
            left[members[0]] = [other for other in left[members[0]] if other not in members]
        else:
            return found
