"""Reads what was asked of those who decide."""

from __future__ import annotations

from collections.abc import Sequence

from models.one_line.fields import Field, codes_in, place_of
from models.one_line.findings import Findings

# Whoever presents numbers of money reports, and asks for none.
_REPORT = "presentation"


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
    money = next((hit for hit in found.of("topic") if hit.means[1] in found.lexicon.data.sorts.of_money), None)
    reported = any(one.name == _REPORT for one, _hit in found.happenings)
    if money is not None and "funding" not in fields and not reported and _told_lawmakers(found, audience):
        # "Called the senator's office about CTE funding" asks for it.
        fields["funding"] = Field("ask", ("funding",), place_of(found, money))
    if "funding" in fields and "resources" in fields and _is_paid_for(found):
        del fields["resources"]  # "money for the new labs" asks for money
    if "classes" in fields:
        fields.pop("opportunities", None)
    return list(fields.values())


def speaks_up_for(found: Findings, kind: str | None, by: Sequence[Field], audience: Sequence[Field]) -> bool:
    """Whether it is advocacy without an ask: a letter to those who decide, or partners who speak to them."""
    letters = found.lexicon.marked("channel", "advocacy")
    if any(hit.means[1] in letters and not found.only_spoken_of(hit.first) for hit in found.of("channel")):
        return True
    spoken = kind != "partnership" and any("alliances" in codes_in(field) for field in by)
    # Before some, partners speak for STEM whatever they ask for.
    before = found.lexicon.marked("audience", "spoken_to")
    return spoken and any(before & set(codes_in(field)) for field in audience)


def urges(found: Findings, audience: Sequence[Field], asks: bool) -> bool:
    """Whether those who decide were asked for something that no list names: "to support the bill"."""
    told = _told_lawmakers(found, audience)
    return asks and told and any(hit.means == "request" for hit in found.signs) and found.sign("input") is None


def _told_lawmakers(found: Findings, audience: Sequence[Field]) -> bool:
    lists = found.lexicon.marked("audience", "decision_maker") & found.lexicon.marked("audience", "spoken_to")
    return bool({code for field in audience for code in codes_in(field)} & lists)


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
