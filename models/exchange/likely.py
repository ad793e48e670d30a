"""What people write where a list of codes has another word: what it surely means, and what it may mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from models.one_line.said import raw_said

SURE, MAY_MEAN = "sure", "may_mean"


@cache
def meant(how: str, name: str) -> Mapping[str, str]:
    """Give what is written for the values of a list: word -> code, the more telling words first.

    Args:
        how: `SURE`, or `MAY_MEAN` for what somebody is asked about.
        name: The list.
    """
    said = raw_said()["cells"][how].get(name, {})
    return {word: code for code, words in said.items() for word in words}


# What people write into a cell of their own list that says nothing, and what a spreadsheet does.
_NOTHING = frozenset(("n/a", "na", "n.a.", "n/a.", "#n/a", "not applicable", "-", "--", "–", "—"))


def says_nothing(text: str) -> bool:
    """Whether a cell of somebody's own list is as good as empty, whatever stands in it."""
    return text.strip().casefold() in _NOTHING


def plain(text: str) -> str:
    """Write a word of a list without what makes no difference."""
    return " ".join(re.sub(r"[-_/().,]+", " ", text).casefold().split())


def suggested(name: str, text: str) -> str | None:
    """Find the code that a word in a text suggests; None where none does."""
    said = f" {plain(text)}"
    return next((code for word, code in meant(MAY_MEAN, name).items() if f" {word}" in said), None)
