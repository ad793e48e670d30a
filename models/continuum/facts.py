"""From record rows to facts: the one place where what is stored becomes what the rules read.

A fact is one dated thing that a record says. A property that hangs on a date of its own (an answer, a receipt, an
evaluation by the other side) makes two facts of one record: the one without it, which holds until that date, and the
one with it, which holds from then on. So any past day reads as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.continuum.catalogue import Catalogue
from models.continuum.windows import NEVER, month_of, quarter_of

Row = Mapping[str, Any]
RecordKey = tuple[str, str]
NONE: frozenset[str] = frozenset()

TWO_WAY = frozenset({"meeting", "conversation", "survey", "site_visit", "phone"})
FORMAL = frozenset({"meeting", "info_night", "presentation", "survey"})
INFORMAL = frozenset({"conversation", "phone"})
ONE_TO_MANY = frozenset({"email", "info_night", "presentation", "festival", "showcase"})
LETTERS = frozenset({"letter_legislator", "letter_editor"})
SPEAKING_TO = frozenset({"state_gov", "corporate_board", "local_council", "chamber"})
BEYOND_CLASS = frozenset({"pta", "sic", "staff", "slt", "student_council"})
LATE_DAYS = 30
OTHER_SIDE_DAYS = 60
CONTINUED_WITHIN_DAYS = 180


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated thing that a record says.

    Attributes:
        kind: What sort of thing; derived facts have kinds of their own.
        record: Kind and reference of the record it comes from.
        on: The day it happened.
        start: The first day on which it can be known as it stands here.
        end: The first day on which it no longer stands so.
        values: Field -> codes, or True for a mark that holds. Fields that say nothing are absent.
        spread: Dimension -> distinct values it adds (`partners`, `stakeholder_groups`, `channels` …).
        identity: Facts of equal identity count once in a number of records.
        not_for: Indicators it is kept out of.
    """

    kind: str
    record: RecordKey
    on: int
    start: int
    end: int
    values: Mapping[str, frozenset[str] | bool]
    spread: Mapping[str, frozenset[Any]]
    identity: tuple[Any, ...]
    not_for: frozenset[str] = NONE


@dataclass(slots=True)
class Words:
    """What the facts need of the vocabularies.

    Attributes:
        group_of_audience: Audience -> stakeholder group; audiences outside every group are absent.
        group_of_category: Partner category -> stakeholder group.
        beyond_school: Audiences beyond school.
        outlets: Channels that are outlets.
        norms: Norm codes that do not count.
    """

    group_of_audience: Mapping[str, str]
    group_of_category: Mapping[str, str]
    beyond_school: frozenset[str]
    outlets: frozenset[str]
    uncounted_norms: frozenset[str]

    @classmethod
    def of(cls, catalogue: Catalogue) -> Words:
        """Take them from a catalogue."""
        audiences = catalogue.vocabularies.get("audience", {})
        categories = catalogue.vocabularies.get("category", {})
        norms = catalogue.vocabularies.get("norm", {})
        return cls(
            {code: str(value.facts["group"]) for code, value in audiences.items() if value.facts.get("group")},
            {code: str(value.facts["group"]) for code, value in categories.items() if value.facts.get("group")},
            catalogue.sets["beyond_school"],
            catalogue.sets["outlets"],
            frozenset(code for code, value in norms.items() if value.facts.get("counted") is False),
        )


@dataclass(slots=True)
class Context:
    """What one record's facts need to know of other records."""

    words: Words
    categories: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, Row] = field(default_factory=dict)
    partner_of: Mapping[str, str] = field(default_factory=dict)
    commitments: Mapping[str, Row] = field(default_factory=dict)
    selected: Mapping[str, Sequence[int]] = field(default_factory=dict)
    evaluations: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Mapping[str, Sequence[Row]], words: Words) -> Context:
        """Index the rows that others refer to."""
        selected: dict[str, list[int]] = defaultdict(list)
        for row in rows.get("match", ()):
            cited = {"workforce", "community"} & set(row.get("data") or ())
            teachers = "teachers" in (row.get("raised_by") or ())
            if teachers and cited and row.get("ranked") and row.get("selected"):
                selected[row["partner"]].append(_day(row.get("requested_on") or row["occurred_on"]))
        evaluations: dict[str, list[Row]] = defaultdict(list)
        for row in rows.get("evaluation", ()):
            evaluations[row["partnership"]].append(row)
        return cls(
            words=words,
            categories={row["name"]: row["category"] for row in rows.get("org", ())},
            needs={row["ref"]: row for row in rows.get("need", ())},
            partner_of={row["ref"]: row["partner"] for row in rows.get("partnership", ())},
            commitments={row["ref"]: row for row in rows.get("commitment", ())},
            selected=selected,
            evaluations=evaluations,
        )


def _day(value: date) -> int:
    return value.toordinal()


def codes(row: Row, name: str) -> frozenset[str]:
    """Read a field of codes: none, one or several."""
    value = row.get(name)
    if not value:
        return NONE
    return frozenset((value,)) if isinstance(value, str) else frozenset(value)


def said(value: Any) -> bool:
    """Whether a text, a file or a mark is there."""
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def _values(**fields: Any) -> dict[str, frozenset[str] | bool]:
    """Keep what says something: codes that are there, marks that hold."""
    return {name: value for name, value in fields.items() if value}


def _fact(
    kind: str,
    row: Row,
    on: date,
    values: Mapping[str, frozenset[str] | bool],
    *,
    source: str | None = None,
    start: int | None = None,
    end: int = NEVER,
    spread: Mapping[str, frozenset[Any]] | None = None,
    identity: tuple[Any, ...] | None = None,
) -> Fact:
    day = _day(on)
    record = (source or kind, row["ref"])
    return Fact(
        kind,
        record,
        day,
        max(day, start if start is not None else day),
        end,
        values,
        {"months": frozenset((month_of(day),)), "quarters": frozenset((quarter_of(day),)), **(spread or {})},
        identity or record,
        frozenset(row.get("not_for") or ()),
    )


def _partners(*names: str | None) -> frozenset[str]:
    return frozenset(name for name in names if name)


def groups_of(audiences: Iterable[str], words: Words) -> dict[str, frozenset[Any]]:
    """Say which stakeholder groups audiences stand for, and which each is when only those beyond school count."""
    named = frozenset(audiences)
    return {
        "stakeholder_groups": frozenset(
            words.group_of_audience[name] for name in named if name in words.group_of_audience
        ),
        "outside_groups": frozenset(words.group_of_audience.get(name, name) for name in named & words.beyond_school),
    }


def activity_facts(row: Row, context: Context) -> list[Fact]:
    """Read an activity: itself, and where it is one, an alliance's act or a use of the dialogue process."""
    words = context.words
    channel, audience, by = codes(row, "channel"), codes(row, "audience"), codes(row, "by")
    roles, purpose, ask = codes(row, "roles"), codes(row, "purpose"), codes(row, "ask")
    partners = codes(row, "partner")
    kind = "advocacy" if ask or channel & LETTERS else row["kind"]
    topic = codes(row, "topic") | ({"mission_alignment"} if "alignment_talk" in purpose else NONE)
    way = codes(row, "way")
    alliances_speak = kind == "advocacy" and "alliances" in by
    if alliances_speak and audience & SPEAKING_TO:
        way |= {"speaking"}
    outside = audience & words.beyond_school
    formality = codes(row, "formality") or (
        frozenset(name for name, channels in (("formal", FORMAL), ("informal", INFORMAL)) if channel & channels)
    )
    two_way, beyond = row.get("two_way"), row.get("beyond_class")
    day = _day(row["occurred_on"])
    values = _values(
        kind=frozenset((kind,)),
        by=by,
        initiated_by=codes(row, "initiated_by"),
        roles=roles,
        purpose=purpose,
        channel=channel,
        audience=audience,
        topic=topic,
        way=way,
        ask=ask,
        formality=formality,
        two_way=bool(channel & TWO_WAY) if two_way is None else two_way,
        beyond_class=("info_night" in channel or bool(audience & BEYOND_CLASS) or bool(outside))
        if beyond is None
        else beyond,
        promotes=bool(row.get("promotes")) or kind == "advocacy",
        has_partner=bool(partners),
        outside=bool(outside),
        reaches_community=bool(channel & (words.outlets | ONE_TO_MANY))
        and bool(audience & {"families", "pta", "sic"} or outside),
        partner_selected=any(chosen <= day for name in partners for chosen in context.selected.get(name, ())),
        joint=bool(partners) and "teachers" in by | roles,
        **{
            name: bool(row.get(name))
            for name in (
                "collects_input",
                "used_process",
                "researched",
                "student_facing",
                "serves_workforce",
                "planned",
            )
        },
    )
    spread = {
        "partners": partners,
        "channels": channel,
        "topics": topic,
        "forms": way,
        "roles": by | roles,
        **groups_of(audience, words),
    }
    identity = ("activity", day, partners, channel)
    facts = [_fact("activity", row, row["occurred_on"], values, spread=spread, identity=identity)]
    if alliances_speak:
        act = _values(way=way, audience=audience, planned=bool(row.get("planned")))
        facts.append(
            _fact("alliance_act", row, row["occurred_on"], act, source="activity", spread=spread, identity=identity)
        )
    if row.get("used_process"):
        reached = frozenset("leaders" if role == "slt" else role for role in by | roles)
        facts.append(_fact("dialogue_reach", row, row["occurred_on"], {}, source="activity", spread={"roles": reached}))
    return facts


def org_facts(row: Row, _context: Context) -> list[Fact]:
    """Read a partner organisation: the day it was added, and each day it was appraised."""
    values = _values(stage=codes(row, "stage"), category=codes(row, "category"))
    spread = {"partners": _partners(row["name"])}
    identity = ("org", row["name"])
    return [
        _fact("org", row, row["added_on"], values, spread=spread, identity=identity),
        *(
            _fact("org", row, day, {**values, "assessed": True}, spread=spread, identity=identity)
            for day in row.get("assessed_on") or ()
        ),
    ]


def need_facts(row: Row, _context: Context) -> list[Fact]:
    """Read a need of the school."""
    values = _values(raised_by=codes(row, "raised_by"), data=codes(row, "data"), critical=bool(row.get("critical")))
    return [_fact("need", row, row["stated_on"], values)]


def match_facts(row: Row, context: Context) -> list[Fact]:
    """Read a match: as requested, and from its answer on as answered."""
    need = context.needs.get(row.get("need") or "")
    values = _values(
        has_need=bool(row.get("need")),
        need_critical=bool(need and need.get("critical")),
        requested=row.get("requested_on") is not None,
        raised_by=codes(row, "raised_by"),
        way=codes(row, "way"),
        data=codes(row, "data"),
        expertise=said(row.get("expertise")),
        curricular_goal=said(row.get("curricular_goal")),
        intended_results=said(row.get("intended_results")),
        ranked=bool(row.get("ranked")),
        selected=bool(row.get("selected")),
    )
    on = row.get("requested_on") or row["occurred_on"]
    spread = {"partners": _partners(row["partner"]), "forms": codes(row, "way")}
    waiting = {**values, "status": frozenset(("requested",))} if row.get("requested_on") else values
    answered_on, answer = row.get("answered_on"), row.get("answer")
    if not answer or answered_on is None:
        return [_fact("match", row, on, waiting, spread=spread)]
    told = {**values, "status": frozenset((answer,))}
    if answer in ("accepted", "partial", "fulfilled"):
        told["answered"] = True
    answered = _day(answered_on)
    return [
        _fact("match", row, on, waiting, end=answered, spread=spread),
        _fact("match", row, on, told, start=answered, spread=spread),
    ]


def agreement_facts(row: Row, context: Context) -> list[Fact]:
    """Read an agreement, once it was submitted."""
    if row.get("submitted_on") is None:
        return []
    spread = {"partners": _partners(context.partner_of.get(row["partnership"]))}
    return [_fact("agreement", row, row["submitted_on"], {"submitted": True}, spread=spread)]


def commitment_facts(row: Row, context: Context) -> list[Fact]:
    """Read a commitment on the day it is due, received once it came, at most thirty days late."""
    due, received = row.get("due_on"), row.get("received_on")
    if due is None:
        return []
    values = _values(due=True, way=codes(row, "way"))
    spread = {"partners": _partners(context.partner_of.get(row["partnership"])), "forms": codes(row, "way")}
    if received is None or (received - due).days > LATE_DAYS:
        return [_fact("commitment", row, due, values, spread=spread)]
    came = _day(received)
    return [
        _fact("commitment", row, due, values, end=came, spread=spread),
        _fact("commitment", row, due, {**values, "received": True}, start=came, spread=spread),
    ]


def contribution_facts(row: Row, context: Context) -> list[Fact]:
    """Read a contribution; with a way it is an alliance's act too."""
    promised = context.commitments.get(row.get("commitment") or "")
    planned = bool(row.get("planned")) or bool(promised and promised["agreed_on"] < row["occurred_on"])
    way = codes(row, "way")
    values = _values(
        way=way,
        allocated=said(row.get("allocated_to")),
        planned=planned,
        student_facing=bool(row.get("student_facing")),
        serves_workforce=bool(row.get("serves_workforce")),
    )
    spread = {"partners": _partners(row["partner"]), "forms": way}
    identity = ("contribution", _day(row["occurred_on"]), row["partner"], way)
    facts = [_fact("contribution", row, row["occurred_on"], values, spread=spread, identity=identity)]
    if way:
        act = _values(way=way, planned=planned)
        facts.append(
            _fact("alliance_act", row, row["occurred_on"], act, source="contribution", spread=spread, identity=identity)
        )
    return facts


def evaluation_facts(row: Row, context: Context) -> list[Fact]:
    """Read an evaluation; both sides from the day on which the other side's is there too."""
    on, side = row["occurred_on"], row["side"]
    values = _values(
        teacher_involved=bool(row.get("teachers")),
        asks_both=bool(row.get("asks_students")) and bool(row.get("asks_workforce")),
        **_actions(row),
    )
    spread = {"partners": _partners(context.partner_of.get(row["partnership"]))}
    both = {**values, "both_sides": True}
    if side == "both":
        return [_fact("evaluation", row, on, both, spread=spread)]
    others = [
        max(on, other["occurred_on"])
        for other in context.evaluations.get(row["partnership"], ())
        if other["side"] not in (side, "both") and abs((other["occurred_on"] - on).days) <= OTHER_SIDE_DAYS
    ]
    if not others:
        return [_fact("evaluation", row, on, values, spread=spread)]
    complete = _day(min(others))
    return [
        _fact("evaluation", row, on, values, end=complete, spread=spread),
        _fact("evaluation", row, on, both, start=complete, spread=spread),
    ]


def _actions(row: Row) -> dict[str, bool]:
    done = said(row.get("actions_done"))
    return {"action": done or said(row.get("actions_open")), "action_done": done}


def commreview_facts(row: Row, _context: Context) -> list[Fact]:
    """Read a review of communication."""
    values = _values(results_defined=said(row.get("wanted")), finding=said(row.get("finding")), **_actions(row))
    return [_fact("commreview", row, row["occurred_on"], values)]


def procreview_facts(row: Row, _context: Context) -> list[Fact]:
    """Read a look at how the dialogue process is used."""
    return [_fact("procreview", row, row["occurred_on"], _values(finding=said(row.get("finding")), **_actions(row)))]


def recognition_facts(row: Row, context: Context) -> list[Fact]:
    """Read thanks given; without an audience they went to the partner's stakeholder group."""
    audience = codes(row, "audience")
    partner = row.get("partner")
    if not audience and partner:
        group = context.words.group_of_category.get(context.categories.get(partner, ""))
        audience = frozenset((group,)) if group else NONE
    spread = {"partners": _partners(partner), **groups_of(audience, context.words)}
    return [
        _fact(
            "recognition", row, row["occurred_on"], _values(mode=codes(row, "mode"), audience=audience), spread=spread
        )
    ]


def training_facts(row: Row, _context: Context) -> list[Fact]:
    """Read a training; one on dialogue reaches roles."""
    topic, roles = codes(row, "topic"), codes(row, "roles")
    values = _values(topic=topic, roles=roles, induction=bool(row.get("induction")))
    spread = {"partners": _partners(row.get("partner")), "topics": topic, "roles": roles}
    facts = [_fact("training", row, row["occurred_on"], values, spread=spread)]
    if "dialogue" in topic:
        reached = frozenset("leaders" if role == "slt" else role for role in roles)
        facts.append(_fact("dialogue_reach", row, row["occurred_on"], {}, source="training", spread={"roles": reached}))
    return facts


def workforce_facts(row: Row, _context: Context) -> list[Fact]:
    """Read a workforce need that an alliance stated."""
    return [_fact("workforce", row, row["stated_on"], {}, spread={"partners": _partners(row["partner"])})]


def continued_facts(transitions: Sequence[Row], activities: Sequence[Fact]) -> list[Fact]:
    """Say of each change of people whether dialogue went on.

    Args:
        transitions: Rows of changes of people.
        activities: Facts of activities, in any order.
    """
    uses = sorted(fact.on for fact in activities if fact.values.get("used_process"))
    facts = []
    for row in transitions:
        changed = _day(row["occurred_on"])
        deadline = changed + CONTINUED_WITHIN_DAYS
        first = next((day for day in uses if day > changed), None)
        continued = first is not None and first <= deadline
        on = date.fromordinal(first if continued and first is not None else deadline)
        facts.append(_fact("after_transition", row, on, _values(continued=continued), source="transition"))
    return facts


FACTS_OF = {
    "activity": activity_facts,
    "org": org_facts,
    "need": need_facts,
    "match": match_facts,
    "agreement": agreement_facts,
    "commitment": commitment_facts,
    "contribution": contribution_facts,
    "evaluation": evaluation_facts,
    "commreview": commreview_facts,
    "procreview": procreview_facts,
    "recognition": recognition_facts,
    "training": training_facts,
    "workforce": workforce_facts,
}
