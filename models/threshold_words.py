"""What the numbers of the rules are called where a district changes them, as data: `threshold_words.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).parent / "threshold_words.toml"
Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], Field(strict=False)]


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PartWords(_Words):
    """One form of numbers.

    Attributes:
        numbers: Names of thresholds, in the order of the form; empty for the words of frequency.
    """

    key: Text
    title: Text
    about: Text
    numbers: Texts = ()


class FrequencyWord(_Words):
    """A word of frequency.

    Attributes:
        finds: How its sentence of the map says it, as beginnings of words.
    """

    name: Text
    finds: Texts


class NumberWords(_Words):
    """One threshold.

    Attributes:
        each: Of a pair, what its two numbers are called.
        predicates, kinds: What the rules ask for that it decides: properties of partnerships, kinds of records.
    """

    name: Text
    each: Texts = ()
    predicates: Texts = ()
    kinds: Texts = ()


class ThresholdWords(_Words):
    """All of them."""

    part: Annotated[tuple[PartWords, ...], Field(strict=False)]
    word: Mapping[str, FrequencyWord]
    count: Mapping[str, Text]
    number: Mapping[str, NumberWords]


@cache
def threshold_words() -> ThresholdWords:
    """Read the words, once.

    Raises:
        ValidationError: The file is not as it should be.
    """
    return ThresholdWords.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
