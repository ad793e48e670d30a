"""What is wrong with a catalogue, all of it at once: where it stands, and why, in plain sentences."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from models.refusals import Refused

M = TypeVar("M", bound=BaseModel)


class Problem(NamedTuple):
    """One thing wrong with a catalogue."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.reason}"


class CatalogueProblem(Refused):
    """A catalogue that was refused.

    Attributes:
        problems: Everything wrong with it, in the order of its files' sections.
    """

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Refusals:
    """Collects problems while a catalogue is read, so that one run tells all of them.

    Attributes:
        problems: What was refused so far.
    """

    def __init__(self, files: Mapping[str, str]) -> None:
        """Begin with none.

        Args:
            files: Section, practice, indicator or group -> name of the file it stands in.
        """
        self.files = files
        self.problems: list[Problem] = []

    def refuse(self, section: str, key: str, reason: str) -> None:
        """Note one thing."""
        problem = Problem(self.files.get(key, self.files.get(section, section)), key, reason)
        if problem not in self.problems:
            self.problems.append(problem)

    def take(self, model: type[M], data: Any, section: str, key: str) -> M | None:
        """Read a table strictly; None where something in it is wrong, which is then noted.

        Args:
            key: What the table is called where the problem concerns no part of it that has a name of its own.
        """
        try:
            return model.model_validate(data)
        except ValidationError as refusal:
            for where, reason in in_words(refusal, model):
                self.refuse(section, ".".join((key, *where)) if where else key, reason)
            return None


_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "mapping_type": "a table",
    "date_type": "a day, such as 2026-07-01",
}
_BOUNDS = {
    "greater_than": "above {gt:g}",
    "greater_than_equal": "at least {ge:g}",
    "less_than": "below {lt:g}",
    "less_than_equal": "at most {le:g}",
}


def in_words(refusal: ValidationError, model: type[BaseModel]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Say what a strict reading found.

    Returns:
        For each thing the names of the tables it stands in, outermost first, and a plain sentence.
    """
    for error in refusal.errors(include_url=False):
        path = tuple(str(part) for part in error["loc"])
        yield _told(error, path, model)


def _told(error: ErrorDetails, path: tuple[str, ...], model: type[BaseModel]) -> tuple[tuple[str, ...], str]:
    kind, name = error["type"], path[-1] if path else ""
    shown, context = repr(error["input"]), error.get("ctx", {})
    inside = path[:-1]
    if kind == "extra_forbidden":
        return inside, f"unknown key {name!r}{_near(name, inside, model)}"
    if kind == "missing":
        return inside, f"key {name!r} is missing"
    if kind in _TYPES:
        # A list's member is told by its list's name.
        if name.isdigit() and inside:
            inside, name = inside[:-1], inside[-1]
            return inside, f"{name!r} is a list of {_TYPES[kind].removeprefix('a ')}, not of {shown}"
        is_table = _TYPES[kind] == "a table"
        return (
            (path, f"this is a table, not {shown}")
            if is_table
            else (inside, f"{name!r} is {_TYPES[kind]}, not {shown}")
        )
    if kind in _BOUNDS:
        return inside, f"{name!r} is {_BOUNDS[kind].format(**context)}, not {shown}"
    if kind == "literal_error":
        return inside, f"there is no {name} {shown}"
    if kind in ("string_too_short", "too_short"):
        return inside, f"{name!r} is empty"
    if "ctx" not in error or kind in ("twice", "rows", "empty", "agree", "day"):
        return path, error["msg"]
    return inside, f"{name!r}: {error['msg']}"


def _near(name: str, inside: tuple[str, ...], model: type[BaseModel]) -> str:
    """Suggest what was probably meant."""
    known = _fields(model, inside)
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
    return f"; did you mean {close[0]!r}?" if close else ""


def _fields(model: type[BaseModel], inside: tuple[str, ...]) -> list[str]:
    if not inside:
        return list(model.model_fields)
    # A table of named values: what its values may hold.
    arguments = (
        getattr(model.model_fields[inside[0]].annotation, "__args__", ()) if inside[0] in model.model_fields else ()
    )
    inner = next((one for one in arguments if isinstance(one, type) and issubclass(one, BaseModel)), None)
    return list(inner.model_fields) if inner else []
