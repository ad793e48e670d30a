"""Fields that a line fills, each with the part of the line that says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from models.one_line.answers import Value
from models.one_line.days import DayRead
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


class Other(NamedTuple):
    """A record that is no activity."""

    record: str
    fields: tuple[Field, ...]


def days_of(found: Findings) -> list[DayRead]:
    """List the days that are sure."""
    return [day for day in found.days if day.day is not None]


def partner_fields(found: Findings, *, only_partners: bool = True) -> list[Field]:
    """Give the organizations that are sure, each once.

    Args:
        only_partners: What the line tells is done with partners alone, so that a name which is a word for others too
            ("PTA") means the partner of that name.
    """
    fields: dict[str, Field] = {}
    for one in found.mentions:
        if one.sure or (only_partners and one.whole):
            fields.setdefault(one.names[0], Field("partner", one.names[0], found.line.span(one.first, one.end)))
    return list(fields.values())


def in_their_words(found: Findings, name: str) -> list[Field]:
    """Read what the partner named offers, as its record has it."""
    partners = {str(field.value) for field in partner_fields(found)}
    for one in found.offered:
        if partners & set(one.partners):
            return [Field(name, one.offer, found.line.span(one.first, one.end))]
    return []


def day_field(found: Findings, name: str = "occurred_on") -> list[Field]:
    """Give the first day that is sure, as a field; none where there is none."""
    day: DayRead | None = next(iter(days_of(found)), None)
    if day is None:
        return []
    value: date | None = day.day
    assert value is not None
    return [Field(name, value, (day.start, day.end))]


def many_field(found: Findings, name: str, hits: Sequence[Hit[tuple[str, str]]]) -> Field:
    """Give what several phrases say as one field."""
    codes = tuple(dict.fromkeys(hit.means[1] for hit in hits))
    return Field(name, codes, found.line.span(hits[0].first, hits[0].end))
