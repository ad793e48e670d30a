"""What forms and filters offer: the values of the catalogue's lists, in its order and words."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.vocabulary import rules, words

Pairs = list[tuple[str, str]]


def pairs(name: str, *, keep: str | Iterable[str] | None = None) -> Pairs:
    """List the values of one of the catalogue's lists with their words.

    Args:
        name: The list, such as ``category``.
        keep: What a record has already: offered too where the list knows it no more.
    """
    catalogue = rules()
    offered = [(value.code, value.label) for value in catalogue.vocabularies[name].values()] if catalogue else []
    held = [keep] if isinstance(keep, str) else list(keep or ())
    known = {code for code, _ in offered}
    return offered + [(code, words(code)) for code in held if code and code not in known]


def optional(offered: Pairs, nothing: str = "Not said") -> Pairs:
    """Put "nothing chosen" before the values of a list."""
    return [("", nothing), *offered]
