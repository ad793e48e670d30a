"""Reads the language of a catalogue from plain data, and notes everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from models.continuum.language.cadences import Cadence
from models.continuum.language.derivations import Derivations
from models.continuum.language.language import Language
from models.continuum.language.refusals import Refusals
from models.continuum.language.sets import MarkedSet, SetProblem, ValueSet, set_by_list, set_by_mark
from models.continuum.language.thresholds import Thresholds
from models.continuum.language.vocabularies import Vocabularies, as_far_as_sound, closed, dangling, unmarked

_LADDERS = TypeAdapter(list[list[str]])


def read_language(data: Mapping[str, Any], refusals: Refusals) -> Language | None:
    """Read the sections that make a language.

    Args:
        data: A whole catalogue; the sections `vocabularies`, `sets`, `cadences` and `ladders` are there.
        refusals: Takes what is wrong.

    Returns:
        The language; where something was wrong, as far as it is sound, so that what refers to it can be checked as
        well. None where a vocabulary cannot be read at all.
    """
    vocabularies = _vocabularies(data["vocabularies"], refusals)
    cadences = _cadences(data["cadences"], refusals)
    ladders = _ladders(data["ladders"], cadences, data["cadences"], refusals)
    sets = _sets(data["sets"], vocabularies, refusals) if vocabularies else {}
    thresholds = _numbers(Thresholds, data.get("thresholds", {}), "thresholds", refusals)
    derivations = _numbers(Derivations, data.get("derivations", {}), "derivations", refusals)
    if vocabularies is None:
        return None
    return Language(
        vocabularies,
        MappingProxyType(sets),
        cadences,
        ladders,
        thresholds or Thresholds(),
        derivations or Derivations(),
    )


def _vocabularies(data: Any, refusals: Refusals) -> Vocabularies | None:
    if not isinstance(data, Mapping):
        refusals.refuse("vocabularies", "vocabularies", "this section is a table")
        return None
    inner = Refusals({})
    found = inner.take(Vocabularies, data, "vocabularies", "")
    for problem in inner.problems:
        key = problem.key.lstrip(".") or "vocabularies"
        reason = problem.reason
        if key == "vocabularies" and reason.startswith("key "):
            key, reason = reason.split("'")[1], "the engine needs this list, and it is missing"
        elif key == "vocabularies":
            reason = reason.replace("unknown key", "there is no vocabulary", 1)
        refusals.refuse("vocabularies", key, reason)
    found = found or as_far_as_sound(data)
    for name, code, reason in (*dangling(found), *closed(found)) if found else ():
        refusals.refuse("vocabularies", f"{name}.{code}", reason)
    # In a list that has other errors the mark may be one that could not be read.
    wrong = {problem.key.lstrip(".").partition(".")[0] for problem in inner.problems}
    for name, reason in unmarked(found) if found else ():
        if name not in wrong:
            refusals.refuse("vocabularies", name, reason)
    return found


def _numbers(model: Any, data: Any, section: str, refusals: Refusals) -> Any:
    """Read a section of settings; each is told under its own name."""
    try:
        return model.model_validate(data)
    except ValidationError:
        inner = Refusals({})
        inner.take(model, data, section, section)
        for problem in inner.problems:
            refusals.refuse(section, section, problem.reason)
        return None


def _cadences(data: Any, refusals: Refusals) -> Mapping[str, Mapping[str, int]]:
    if not isinstance(data, Mapping):
        refusals.refuse("cadences", "cadences", "this section is a table")
        return {}
    read = {name: refusals.take(Cadence, numbers, "cadences", str(name)) for name, numbers in data.items()}
    return MappingProxyType({name: cadence.counts for name, cadence in read.items() if cadence is not None})


def _ladders(
    data: Any, cadences: Mapping[str, Mapping[str, int]], written: Any, refusals: Refusals
) -> tuple[tuple[str, ...], ...]:
    """Read the ladders; of a cadence that is written and cannot be read, that alone is told."""
    try:
        ladders = tuple(tuple(ladder) for ladder in _LADDERS.validate_python(data))
    except ValidationError:
        refusals.refuse("ladders", "ladders", "this is a list of lists of cadences")
        return ()
    for ladder in ladders:
        for name in ladder:
            if name not in cadences and not (isinstance(written, Mapping) and name in written):
                refusals.refuse("ladders", name, "this ladder names no cadence")
        for lower, higher in pairwise(name for name in ladder if name in cadences):
            less = cadences[lower]
            for count, most in cadences[higher].items():
                if count in less and most < less[count]:
                    refusals.refuse(
                        "cadences", higher, f"asks {most} {count}, less than {lower!r} before it ({less[count]})"
                    )
    return ladders


def _sets(data: Any, vocabularies: Vocabularies, refusals: Refusals) -> dict[str, ValueSet]:
    if not isinstance(data, Mapping):
        refusals.refuse("sets", "sets", "this section is a table")
        return {}
    found: dict[str, ValueSet] = {}
    for name, row in data.items():
        try:
            if isinstance(row, Mapping):
                marked = refusals.take(MarkedSet, row, "sets", name)
                if marked is not None:
                    found[name] = set_by_mark(name, marked, vocabularies)
            elif isinstance(row, list | tuple) and row and all(isinstance(code, str) for code in row):
                found[name] = set_by_list(name, row, vocabularies)
            else:
                refusals.refuse("sets", name, "a set is a list of codes, or a vocabulary and a mark")
        except SetProblem as problem:
            refusals.refuse("sets", name, str(problem))
    return found
