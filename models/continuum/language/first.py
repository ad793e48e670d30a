"""What the code of earlier versions knew and their catalogues do not say.

Catalogues are stored as they were made, and stored rules never change. Values of an older one lack the marks that later
ones give them: here they get them while they are read. A catalogue of the first version is told by having no section of
derivations; one of the second that was stored before all lists were open, by having none of the marks that it
got then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

_Marks = Mapping[str, Mapping[str, Any]]


def _marked(mark: str, *codes: str) -> dict[str, dict[str, Any]]:
    return {code: {mark: True} for code in codes}


def _usual(*codes: str) -> dict[str, dict[str, Any]]:
    return {code: {"usual": at} for at, code in enumerate(codes, start=1)}


_SIDES: tuple[_Marks, ...] = (_marked("school", "school", "both"), _marked("partner", "partner", "both"))
# Vocabulary -> marks that its values had in code.
FIRST_MARKS: Mapping[str, tuple[_Marks, ...]] = MappingProxyType(
    {
        "by": (_marked("says_way", "students"),),
        "kind": (
            _usual("communication", "advocacy", "partnership"),
            {
                "communication": {
                    "noun": "communication",
                    "nouns": "communications",
                    "talk": "conversation",
                    "talks": "conversations",
                },
                "partnership": {
                    "noun": "partnership activity",
                    "nouns": "partnership activities",
                    "talk": "talk with a partner",
                    "talks": "talks with partners",
                },
            },
        ),
        "roles": ({"slt": {"counts_as": "leaders"}}, _marked("leads", "leaders", "slt")),
        "audience": (
            _marked("spoken_to", "state_gov", "corporate_board", "local_council", "chamber"),
            _usual(
                "families",
                "pta",
                "sic",
                "staff",
                "students",
                "school_board",
                "civic",
                "business",
                "state_gov",
                "public",
            ),
        ),
        "channel": (
            _usual(
                "presentation",
                "meeting",
                "conversation",
                "newsletter",
                "website",
                "social_media",
                "info_night",
                "letter_legislator",
                "festival",
            ),
        ),
        "training_topic": (_marked("reaches_dialogue", "dialogue"), _marked("trains_roles", "role")),
        "purpose": (_marked("partner_optional", "prospect_research", "planning", "review"),),
        "way": (
            _marked("spoken", "speaking"),
            _marked("given", "funding", "people", "internships"),
            {
                "funding": {"brings": "resources"},
                "people": {"brings": "implementation"},
                "internships": {"brings": "implementation"},
            },
            _marked("partner_optional", "enroll_stem", "enroll_ctc", "volunteer"),
        ),
        "data": (_marked("selects", "workforce", "community"),),
        "match_status": (
            _marked("answers", "accepted", "partial", "fulfilled"),
            _marked("waits", "requested"),
            _marked("agrees", "accepted"),
            _marked("refuses", "declined"),
            _marked("done", "fulfilled"),
            {
                "accepted": {"tap": "Yes", "told": "yes", "told_partner": "you said yes"},
                "partial": {
                    "tap": "Partly",
                    "told": "that they can offer something else",
                    "told_partner": "you offered something else",
                    "asks": "Say what you can offer instead.",
                },
                "fulfilled": {"told": "that it is done", "told_partner": "done"},
                "declined": {
                    "tap": "No",
                    "told": "no",
                    "told_partner": "you said no",
                    "asks": "Give a reason; a few words are enough.",
                },
            },
        ),
        "finding": (
            _marked("no_aim", "not_an_aim"),
            {"positive": {"tone": "good"}, "mixed": {"tone": "warn"}, "negative": {"tone": "bad"}},
        ),
        "side": _SIDES,
        "confirmed_by": _SIDES,
        "mode": ({"private": {"in_words": "in private"}, "public": {"in_words": "in public"}},),
        "transition": (
            _marked("of_school", "leadership", "staff"),
            _marked("leads", "leadership"),
            _marked("of_partner", "partner_staff"),
            _marked("nameless", "students"),
        ),
        "stage": (
            _marked("rests", "paused"),
            _marked("over", "ended", "declined"),
            _marked("of_new_partner", "prospect"),
            _marked("proposed", "exploring"),
            _marked("unsaid", "active"),
            {
                "prospect": {"hint": "sought, looked into"},
                "exploring": {"hint": "you are talking"},
                "matched": {"hint": "need and offer fit"},
                "proposed": {"hint": "a proposal is with them"},
                "active": {"hint": "goals and roles are set"},
                "sustaining": {"hint": "evaluated and managed"},
                "paused": {"hint": "does not count for now"},
                "ended": {"hint": "it ran, and is over"},
                "declined": {"hint": "it never came about: one side declined"},
            },
        ),
        "unit": (
            _marked("money", "dollars"),
            _marked("hours", "hours"),
            _marked("things", "items"),
            {"items": {"noun": "item", "nouns": "items"}},
        ),
        "agreement_kind": (
            _marked("ends", "proposal", "mou", "resource_plan"),
            _marked("plans", "resource_plan"),
            {"mou": {"phrase": "MOU"}},
        ),
    }
)
# Vocabulary -> those of these marks that the second version got after installations had stored it. They say how a value
# is told and what the product's own forms do with it; what is judged by it stays as it was.
LATER_MARKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "roles": ("leads",),
        "way": ("brings",),
        "match_status": ("waits", "agrees", "refuses", "done", "tap", "told", "told_partner", "asks"),
        "finding": ("tone",),
        "side": ("school", "partner"),
        "confirmed_by": ("school", "partner"),
        "mode": ("in_words",),
        "transition": ("of_school", "leads", "of_partner", "nameless"),
        "stage": ("rests", "over", "of_new_partner", "proposed", "unsaid", "hint"),
        "unit": ("money", "hours", "things", "noun", "nouns"),
        "agreement_kind": ("phrase",),
    }
)
# Numbers that were in code until then: at what, for how long.
LATER_THRESHOLDS: Mapping[str, int] = MappingProxyType(
    {
        "falls_ahead_months": 12,
        "urgent_days": 30,
        "request_patience_days": 14,
        "request_rest_days": 180,
        "answered_told_days": 7,
    }
)
# Set -> what its values are called together.
FIRST_PHRASES: Mapping[str, str] = MappingProxyType({"beyond_school": "audiences beyond the school"})
# Contributions had no direction: all were to the school. Records may say one by now, whatever rules are in force.
_DIRECTIONS = [
    {"code": "to_school", "label": "To the school"},
    {"code": "from_school", "label": "From the school to the partner"},
]
_STAFF = frozenset({"leaders", "teachers"})


def completed(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a stored catalogue what the code of its time knew and it does not say; a complete one stays as it is."""
    vocabularies = data.get("vocabularies")
    if not isinstance(vocabularies, Mapping):
        return data
    if "derivations" not in data:
        return _completed_first(data, vocabularies)
    if any(mark in row for name, marks in LATER_MARKS.items() for row in _of(vocabularies, name) for mark in marks):
        return data
    marked = {name: _completed(rows, _later(name)) for name, rows in vocabularies.items()}
    return {**data, "vocabularies": marked, "thresholds": {**LATER_THRESHOLDS, **data.get("thresholds", {})}}


def _of(vocabularies: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    rows = vocabularies.get(name)
    return rows if _rows(rows) and rows is not None else ()


def _later(name: str) -> tuple[_Marks, ...]:
    """Give the marks of a vocabulary that the second version got later."""
    kept = LATER_MARKS.get(name, ())
    return tuple(
        {code: {mark: said for mark, said in marks.items() if mark in kept} for code, marks in named.items()}
        for named in FIRST_MARKS.get(name, ())
    )


def _completed_first(data: Mapping[str, Any], vocabularies: Mapping[str, Any]) -> Mapping[str, Any]:
    marked = {name: _completed(rows, FIRST_MARKS.get(name, ())) for name, rows in vocabularies.items()}
    marked.setdefault("direction", _DIRECTIONS)
    actors, groups = vocabularies.get("by"), vocabularies.get("stakeholder_group")
    if "represented" not in marked and _rows(actors) and _rows(groups):
        marked["represented"] = _seats(actors, groups)
    return {**data, "vocabularies": marked}


def _rows(rows: Any) -> bool:
    return isinstance(rows, list | tuple) and all(isinstance(row, Mapping) for row in rows)


def _completed(rows: Any, marks: tuple[_Marks, ...]) -> Any:
    if not _rows(rows):
        return rows
    return [
        {**{key: one for named in marks for key, one in named.get(row.get("code"), {}).items()}, **row} for row in rows
    ]


def _seats(actors: Any, groups: Any) -> list[dict[str, Any]]:
    """Seats on the leadership team were for those who act and for the groups alike."""
    known = {row.get("code") for row in groups}
    seats = [
        {
            "code": row.get("code"),
            "label": row.get("label"),
            **({"group": "staff"} if row.get("code") in _STAFF else {}),
        }
        for row in actors
        if row.get("code") not in known
    ]
    return [*seats, *({"code": row.get("code"), "label": row.get("label"), "group": row.get("code")} for row in groups)]
