"""Choices that look like chance and are always the same: a digest of the key decides."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Choice = TypeVar("Choice")


def number(low: int, high: int, *key: object) -> int:
    """Choose a whole number from low to high, both included."""
    digest = hashlib.sha256("|".join(map(str, key)).encode()).digest()
    return low + int.from_bytes(digest[:8], "big") % (high - low + 1)


def pick(choices: Sequence[Choice], *key: object) -> Choice:
    """Choose one of several."""
    return choices[number(0, len(choices) - 1, *key)]
