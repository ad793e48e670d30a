"""Fields that a line fills, each with the part of the line that says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from models.one_line.answers import Value
from models.one_line.findings import Findings
from models.one_line.phrases import Hit


class Field(NamedTuple):
    """A field that a line fills, and where: two places of the text, or None where it only follows."""

    name: str
    value: Value
    at: tuple[int, int] | None = None


def place_of(found: Findings, hit: Hit[tuple[str, str]] | Hit[int] | Hit[str] | None) -> tuple[int, int] | None:
    """Give where a phrase stands in the text; None for none."""
    return None if hit is None else found.line.span(hit.first, hit.end)


def codes_in(field: Field) -> tuple[str, ...]:
    """Give the codes that a field adds; none for one that holds no codes."""
    return field.value if isinstance(field.value, tuple) else ()


def merged(fields: Iterable[Field]) -> list[Field]:
    """Leave out what says nothing new."""
    said: dict[str, set[Value]] = {}
    kept = []
    for field in fields:
        values = set(field.value) if isinstance(field.value, tuple) else {field.value}
        known = said.setdefault(field.name, set())
        if (isinstance(field.value, tuple) and values <= known) or (not isinstance(field.value, tuple) and known):
            continue
        known |= values
        kept.append(field)
    return kept


def values_of(fields: Iterable[Field]) -> Mapping[str, Value]:
    """Bring together what several parts of a line say for one field."""
    values: dict[str, Value] = {}
    for field in fields:
        old = values.get(field.name)
        if isinstance(field.value, tuple) and isinstance(old, tuple):
            values[field.name] = tuple(dict.fromkeys((*old, *field.value)))
        elif field.name not in values:
            values[field.name] = field.value
    return values
