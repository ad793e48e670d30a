"""What the words of the product mean: one list, told beside the words and on a page of its own.

The words are data, `glossary.toml`, in our own wording.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from models.wording import number_word

FILE = Path(__file__).parent / "glossary.toml"


@dataclass(frozen=True, slots=True)
class Term:
    """One word.

    Attributes:
        asks: The question that its explanation answers.
        says: The answer, in one or two sentences.
        more: What a reader may want beyond it; empty where there is nothing.
    """

    key: str
    name: str
    asks: str
    says: str
    more: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """All words.

    Attributes:
        groups: Heading and terms, in the order of the page.
        terms: Key -> term.
        first: What the map is and what a level is, with a place for the number of indicators.
    """

    groups: tuple[tuple[str, tuple[Term, ...]], ...]
    terms: Mapping[str, Term]
    first: tuple[str, ...]


@cache
def glossary() -> Glossary:
    """Read the words, once.

    Raises:
        KeyError: A group names a word that is not explained.
    """
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    terms = {
        key: Term(key, one["name"], one["asks"], one["says"], one.get("more", "")) for key, one in data["term"].items()
    }
    groups = tuple((group["name"], tuple(terms[key] for key in group["terms"])) for group in data["group"])
    return Glossary(groups, MappingProxyType(terms), tuple(data["first"]["sentences"]))


def first_sentences(indicators: int) -> tuple[str, ...]:
    """Say what the map is, what a level is and what Continuum does, a sentence each.

    Args:
        indicators: How many the map has.
    """
    return tuple(sentence.format(indicators=number_word(indicators)) for sentence in glossary().first)
