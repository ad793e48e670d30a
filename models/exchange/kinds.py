"""The columns of every kind of record file.

This is the exchange contract: the importer reads cells by it, the queries give rows by it, and an export writes it
back.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from models.exchange.columns import Column, Holds, Kind
from models.tables import RECORD_KINDS

_NEEDED = True


def _text(name: str, required: bool = False, *, longest: int = 4000) -> Column:
    return Column(name, required=required, longest=longest)


def _line(name: str, required: bool = False) -> Column:
    return _text(name, required, longest=200)


def _date(name: str, required: bool = False) -> Column:
    return Column(name, Holds.DATE, required)


def _dates(name: str) -> Column:
    return Column(name, Holds.DATES)


def _mark(name: str, required: bool = False, *, empty: bool | None = None) -> Column:
    return Column(name, Holds.MARK, required, empty=empty)


def _number(name: str, *, least: int = 0) -> Column:
    return Column(name, Holds.NUMBER, least=least)


def _amount(name: str, *, places: int = 10) -> Column:
    return Column(name, Holds.DECIMAL, places=places)


def _code(
    name: str, choices: str, required: bool = False, *, own_words: bool = False, attribute: str | None = None
) -> Column:
    return Column(name, Holds.CODE, required, choices=choices, own_words=own_words, longest=40, attribute=attribute)


def _codes(name: str, choices: str, required: bool = False, *, own_words: bool = False) -> Column:
    return Column(name, Holds.CODES, required, choices=choices, own_words=own_words, longest=200)


def _partner(required: bool = False) -> Column:
    return Column("partner", Holds.PARTNER, required)


def _ref(name: str, required: bool = False) -> Column:
    return Column(name, Holds.REF, required, refers_to=name)


def _term(name: str) -> Column:
    return Column(name, Holds.TERM)


_OF_ALL_KINDS = (
    Column("record_status", Holds.CODE, choices="record_status", empty="confirmed", longest=40),
    _text("note"),
)


def _kind(
    name: str, *columns: Column, in_order: tuple[tuple[str, str, bool], ...] = (), note_required: bool = False
) -> Kind:
    ref = Column("ref", required=True, longest=80)
    common = _OF_ALL_KINDS if not note_required else (_OF_ALL_KINDS[0], _text("note", _NEEDED))
    by_name = {column.name: column for column in (ref, *columns, *common)}
    return Kind(name, RECORD_KINDS[name], MappingProxyType(by_name), in_order)


_KINDS = (
    _kind("logstart", _date("from_on", _NEEDED)),
    _kind(
        "org",
        _line("name", _NEEDED),
        _code("category", "category", _NEEDED),
        _code("subtype", "subtype", own_words=True),
        _date("added_on", _NEEDED),
        _code("stage", "stage"),
        _dates("assessed_on"),
        _codes("offers", "contribution_type", own_words=True),
        _line("sector"),
        _line("town"),
    ),
    _kind(
        "need",
        _text("text", _NEEDED),
        _date("stated_on", _NEEDED),
        _mark("critical", empty=False),
        _codes("data", "data"),
        _codes("raised_by", "by"),
        _number("priority"),
    ),
    _kind("workforce", _partner(_NEEDED), _date("stated_on", _NEEDED), _text("text", _NEEDED)),
    _kind(
        "match",
        _partner(_NEEDED),
        _date("occurred_on", _NEEDED),
        _ref("need"),
        _code("offer", "contribution_type", own_words=True),
        _date("requested_on"),
        _date("answered_on"),
        _code("answer", "answer"),
        _codes("raised_by", "by"),
        _codes("way", "match_way"),
        _mark("expertise"),
        _text("curricular_goal"),
        _text("intended_results"),
        _codes("data", "data"),
        _mark("ranked"),
        _mark("selected"),
        in_order=(("requested_on", "answered_on", True),),
    ),
    _kind(
        "partnership",
        _partner(_NEEDED),
        _date("started_on", _NEEDED),
        _date("ended_on"),
        Column("stage", Holds.STAGES, choices="stage"),
        Column("point_person", Holds.PEOPLE, longest=200),
        _date("written_on"),
        _term("short_goals"),
        _term("long_goals"),
        _term("outcomes"),
        _term("education_goal"),
        _term("curricular_goal"),
        Column("led_by_teachers", Holds.TERM_MARK),
        _term("roles"),
        _term("accountability"),
        _term("guidelines"),
        Column("needs", Holds.REFS, refers_to="need"),
        _codes("initiated_by", "roles"),
        _dates("confirmed_on"),
        _number("contact_interval_days", least=1),
        in_order=(("started_on", "ended_on", False),),
    ),
    _kind(
        "agreement",
        _ref("partnership", _NEEDED),
        _code("kind", "agreement_kind", _NEEDED, attribute="agreement_kind"),
        _date("submitted_on"),
        _date("signed_on"),
        _date("starts_on"),
        _date("ends_on"),
        _number("notice_days"),
        _text("expected_outcome"),
        _mark("serves_workforce"),
        in_order=(("starts_on", "ends_on", True),),
    ),
    _kind(
        "commitment",
        _ref("partnership", _NEEDED),
        _date("agreed_on", _NEEDED),
        _code("type", "contribution_type", own_words=True),
        _code("way", "alliance_way"),
        _amount("amount"),
        _code("unit", "unit"),
        _date("due_on"),
        _date("received_on"),
        _line("allocated_to"),
        Column("serves_workforce", Holds.REF_OR_MARK, refers_to="workforce"),
        _text("expected_outcome"),
        _code("confirmed_by", "confirmed_by"),
    ),
    _kind(
        "contribution",
        _partner(_NEEDED),
        _date("occurred_on", _NEEDED),
        _ref("commitment"),
        _code("type", "contribution_type", own_words=True),
        _codes("way", "alliance_way"),
        _amount("amount"),
        _code("unit", "unit"),
        _line("allocated_to"),
        _mark("student_facing"),
        _mark("serves_workforce"),
        _mark("planned"),
    ),
    _kind(
        "activity",
        _date("occurred_on", _NEEDED),
        _code("kind", "activity_kind", _NEEDED, attribute="activity_kind"),
        _codes("by", "by", _NEEDED),
        _line("title"),
        _codes("initiated_by", "roles"),
        _codes("roles", "roles"),
        _codes("purpose", "purpose"),
        _codes("channel", "channel"),
        _codes("audience", "audience"),
        _codes("topic", "topic"),
        _codes("way", "activity_way"),
        _codes("ask", "ask"),
        Column("partner", Holds.PARTNERS, attribute="partners"),
        _mark("two_way"),
        _code("formality", "formality"),
        _mark("collects_input"),
        _mark("used_process"),
        _mark("promotes"),
        _mark("beyond_class"),
        _mark("researched"),
        _mark("student_facing"),
        _mark("serves_workforce"),
        _mark("planned"),
        _number("people"),
        _number("students"),
        _amount("hours", places=5),
        _text("link", longest=500),
        Column("not_for", Holds.INDICATORS),
        Column("also_for", Holds.INDICATORS),
    ),
    _kind(
        "evaluation",
        _ref("partnership", _NEEDED),
        _date("occurred_on", _NEEDED),
        _code("side", "side", _NEEDED),
        _text("strengths"),
        _text("weaknesses"),
        _code("academic", "finding"),
        _code("social", "finding"),
        _code("physical", "finding"),
        _text("goal_alignment"),
        _text("actions_open"),
        _text("actions_done"),
        _mark("teachers"),
        _mark("asks_students"),
        _mark("asks_workforce"),
    ),
    _kind(
        "commreview",
        _date("occurred_on", _NEEDED),
        _text("wanted"),
        _text("finding"),
        _text("actions_open"),
        _text("actions_done"),
    ),
    _kind(
        "recognition",
        _date("occurred_on", _NEEDED),
        _code("mode", "mode", _NEEDED),
        _codes("audience", "audience"),
        _partner(),
    ),
    _kind(
        "training",
        _date("occurred_on", _NEEDED),
        _codes("topic", "training_topic", _NEEDED),
        _codes("roles", "roles"),
        _partner(),
        _mark("induction"),
    ),
    _kind(
        "process",
        _line("name", _NEEDED),
        _date("adopted_on", _NEEDED),
        _codes("norms", "norms", own_words=True),
        _dates("confirmed_on"),
        _date("ended_on"),
        in_order=(("adopted_on", "ended_on", False),),
    ),
    _kind(
        "procreview",
        _date("occurred_on", _NEEDED),
        _text("finding"),
        _text("actions_open"),
        _text("actions_done"),
    ),
    _kind(
        "transition",
        _code("what", "transition", _NEEDED),
        _date("occurred_on", _NEEDED),
        _partner(),
        _date("done_on"),
        in_order=(("occurred_on", "done_on", True),),
    ),
    _kind(
        "coordinator",
        _line("person", _NEEDED),
        _date("from_on", _NEEDED),
        _date("until_on"),
        _dates("confirmed_on"),
        in_order=(("from_on", "until_on", False),),
    ),
    _kind(
        "roster",
        _line("person", _NEEDED),
        _code("group", "represented", _NEEDED, own_words=True),
        _line("role"),
        _date("from_on", _NEEDED),
        _date("until_on"),
        in_order=(("from_on", "until_on", False),),
    ),
    _kind(
        "attestation",
        Column("practice", Holds.PRACTICE, _NEEDED),
        _date("occurred_on", _NEEDED),
        _mark("in_place", _NEEDED),
        Column("file", Holds.FILE, longest=200),
    ),
    _kind(
        "exemption",
        Column("what", Holds.EXEMPTED, _NEEDED),
        _date("from_on", _NEEDED),
        _date("until_on"),
        in_order=(("from_on", "until_on", False),),
        note_required=True,
    ),
)

# In the order in which files must be read: a record is named only by later kinds.
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _KINDS})
