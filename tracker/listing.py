"""Lists keep their filters and their order in the address: read there, and written back changed."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import request, url_for

from models.texts import visible

E = TypeVar("E", bound=enum.Enum)
TEXT_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head that sorts.

    Attributes:
        direction: As `aria-sort` says it; None where the list is sorted otherwise.
    """

    text: str
    href: str
    direction: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted: by which of its keys, and which way."""

    key: str
    descending: bool

    def head(self, text: str, key: str) -> Head:
        """Make the head of a column; a second click turns the order round."""
        if self.key != key:
            return Head(text, address(sort=key), None)
        turned = key if self.descending else f"-{key}"
        return Head(text, address(sort=turned), "descending" if self.descending else "ascending")


def order_asked(keys: Sequence[str], usual: str) -> Order:
    """Read the order from the address; what is not understood gives the usual one.

    Args:
        keys: What the list can be sorted by.
        usual: One of them, with a minus sign in front for descending.
    """
    asked = request.args.get("sort", usual)
    if asked.lstrip("-") not in keys:
        asked = usual
    return Order(asked.lstrip("-"), asked.startswith("-"))


def code_asked(name: str, known: Sequence[tuple[str, str]]) -> str | None:
    """Read a filter that is one of several codes; anything else counts as not asked."""
    asked = request.args.get(name)
    return asked if asked in {code for code, _ in known} else None


def choice_asked(name: str, known: type[E]) -> E | None:
    """Read a filter that is one of an enum's values; anything else counts as not asked."""
    asked = request.args.get(name)
    return next((choice for choice in known if choice.value == asked), None)


def text_asked(name: str = "q") -> str | None:
    """Read what is searched for; None where nothing is."""
    return " ".join(visible(request.args.get(name, "")).split())[:TEXT_LIMIT] or None


def mark_asked(name: str) -> bool:
    """Read a filter that is on or off."""
    return request.args.get(name) == "1"


def address(**changes: str | None) -> str:
    """Write this page's address again with some parts changed, or left out where None."""
    args = {name: text for name, text in request.args.items() if text} | changes
    kept = {name: text for name, text in args.items() if text is not None}
    return url_for(str(request.endpoint), **(request.view_args or {}), **kept)  # type: ignore[arg-type]


Chip = tuple[str, str, str]


def chips(**shown: tuple[str, str | None]) -> list[Chip]:
    """Make the chips of the filters in use: (name, value in words, the address without it).

    Args:
        shown: Part of the address -> its name on the chip and its value in words, None where it is not in use.
    """
    return [(name, value, address(**{part: None})) for part, (name, value) in shown.items() if value]
