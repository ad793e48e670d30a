"""Reads what was asked of those who decide."""

from __future__ import annotations

from collections.abc import Sequence

from models.one_line.fields import Field, codes_in, place_of
from models.one_line.findings import Findings


def ask_fields(found: Findings, audience: Sequence[Field]) -> list[Field]:
    """Read what was asked of those who decide."""
    fields: dict[str, Field] = {}
    if found.money and any(set(codes_in(field)) & set(found.lexicon.data.sorts.bodies) for field in audience):
        fields["funding"] = Field("ask", ("funding",), (found.money[0].start, found.money[0].end))
    heard = found.sign("input")
    for hit in found.of("ask"):
        if heard is not None and heard.first < hit.first and _in_one_clause(found, heard.first, hit.first):
            continue  # "asked what they want in the new lab" asks for nothing but their word
        fields.setdefault(hit.means[1], Field("ask", (hit.means[1],), place_of(found, hit)))
    if "funding" in fields and "resources" in fields and _is_paid_for(found):
        del fields["resources"]  # "money for the new labs" asks for money
    if "classes" in fields:
        fields.pop("opportunities", None)
    return list(fields.values())


def _is_paid_for(found: Findings) -> bool:
    """Whether the things are what money is asked for."""
    things = [hit for hit in found.of("ask") if hit.means[1] == "resources"]
    money = [hit for hit in found.of("ask") if hit.means[1] == "funding"]
    words = found.line.words
    return all(
        any(one.first < hit.end and any(word.plain == "for" for word in words[one.first : hit.end]) for one in money)
        for hit in things
    )


def _in_one_clause(found: Findings, one: int, other: int) -> bool:
    return found.line.words[one].clause == found.line.words[other].clause
