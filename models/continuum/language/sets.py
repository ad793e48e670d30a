"""Sets of values that rules name as `@set`: those that have a mark, or a plain list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from models.continuum.language.first import FIRST_PHRASES
from models.continuum.language.vocabularies import NAMES, Vocabularies, marks_of


@dataclass(frozen=True, slots=True)
class ValueSet:
    """A set of values of one vocabulary.

    Attributes:
        codes: Its values, as many as have the mark.
        takes_unsaid: A record that says nothing in the field is taken too.
        phrase: What its values are called together, in mid-sentence; None where each is named.
    """

    name: str
    vocabulary: str
    codes: frozenset[str]
    takes_unsaid: bool = False
    phrase: str | None = None


class MarkedSet(BaseModel):
    """A set as the catalogue writes it: the values of a vocabulary that have a mark, and what they are called."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    vocabulary: str
    mark: str
    unsaid: bool = False
    phrase: str | None = None


class SetProblem(ValueError):
    """A set that is none; the text says why."""


def set_by_mark(name: str, row: MarkedSet, vocabularies: Vocabularies) -> ValueSet:
    """Make a set of the values that have a mark.

    Raises:
        SetProblem: There is no such vocabulary or mark, or no value has it.
    """
    if row.vocabulary not in NAMES:
        raise SetProblem(f"there is no vocabulary {row.vocabulary!r}")
    known = marks_of(row.vocabulary)
    if row.mark not in known:
        raise SetProblem(f"values of {row.vocabulary!r} have no mark {row.mark!r}; they have {', '.join(known)}")
    codes = frozenset(code for code, value in getattr(vocabularies, row.vocabulary).items() if getattr(value, row.mark))
    if not codes:
        raise SetProblem(f"no value of {row.vocabulary!r} has the mark {row.mark!r}")
    return ValueSet(name, row.vocabulary, codes, row.unsaid, row.phrase)


def set_by_list(name: str, codes: Sequence[Any], vocabularies: Vocabularies) -> ValueSet:
    """Make a set of the values of a list, as the first version of the rules wrote it.

    Raises:
        SetProblem: A value is in no vocabulary, or no one vocabulary has them all.
    """
    wanted = frozenset(codes)
    known = {code for vocabulary in NAMES for code in getattr(vocabularies, vocabulary)}
    strange = sorted(wanted - known)
    if strange:
        raise SetProblem(f"{strange[0]!r} is in no vocabulary")
    # An audience is meant before the group of the same name, for rules ask for audiences.
    for vocabulary in ("audience", *NAMES):
        if wanted <= set(getattr(vocabularies, vocabulary)):
            return ValueSet(name, vocabulary, wanted, phrase=FIRST_PHRASES.get(name))
    raise SetProblem("no one vocabulary has all of its values")
