"""From record rows to facts, kind by kind: what each row says, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models.continuum.facts import (
    NONE,
    Context,
    Fact,
    Row,
    codes,
    day_number,
    groups_of,
    make_fact,
    partner_set,
    said,
    values_of,
)

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
    day = day_number(row["occurred_on"])
    values = values_of(
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
    facts = [make_fact("activity", row, row["occurred_on"], values, spread=spread, identity=identity)]
    if alliances_speak:
        act = values_of(way=way, audience=audience, planned=bool(row.get("planned")))
        facts.append(
            make_fact("alliance_act", row, row["occurred_on"], act, source="activity", spread=spread, identity=identity)
        )
    if row.get("used_process"):
        reached = frozenset("leaders" if role == "slt" else role for role in by | roles)
        facts.append(
            make_fact("dialogue_reach", row, row["occurred_on"], {}, source="activity", spread={"roles": reached})
        )
    return facts


def org_facts(row: Row, _context: Context) -> list[Fact]:
    """Read a partner organisation: the day it was added, and each day it was appraised."""
    values = values_of(stage=codes(row, "stage"), category=codes(row, "category"))
    spread = {"partners": partner_set(row["name"])}
    identity = ("org", row["name"])
    return [
        make_fact("org", row, row["added_on"], values, spread=spread, identity=identity),
        *(
            make_fact("org", row, day, {**values, "assessed": True}, spread=spread, identity=identity)
            for day in row.get("assessed_on") or ()
        ),
    ]


def need_facts(row: Row, _context: Context) -> list[Fact]:
    """Read a need of the school."""
    values = values_of(raised_by=codes(row, "raised_by"), data=codes(row, "data"), critical=bool(row.get("critical")))
    return [make_fact("need", row, row["stated_on"], values)]


def match_facts(row: Row, context: Context) -> list[Fact]:
    """Read a match: as requested, and from its answer on as answered."""
    need = context.needs.get(row.get("need") or "")
    values = values_of(
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
    spread = {"partners": partner_set(row["partner"]), "forms": codes(row, "way")}
    waiting = {**values, "status": frozenset(("requested",))} if row.get("requested_on") else values
    answered_on, answer = row.get("answered_on"), row.get("answer")
    if not answer or answered_on is None:
        return [make_fact("match", row, on, waiting, spread=spread)]
    told = {**values, "status": frozenset((answer,))}
    if answer in ("accepted", "partial", "fulfilled"):
        told["answered"] = True
    answered = day_number(answered_on)
    return [
        make_fact("match", row, on, waiting, end=answered, spread=spread),
        make_fact("match", row, on, told, start=answered, spread=spread),
    ]


def agreement_facts(row: Row, context: Context) -> list[Fact]:
    """Read an agreement, once it was submitted."""
    if row.get("submitted_on") is None:
        return []
    spread = {"partners": partner_set(context.partner_of.get(row["partnership"]))}
    return [make_fact("agreement", row, row["submitted_on"], {"submitted": True}, spread=spread)]


def commitment_facts(row: Row, context: Context) -> list[Fact]:
    """Read a commitment on the day it is due, received once it came, at most thirty days late."""
    due, received = row.get("due_on"), row.get("received_on")
    if due is None:
        return []
    values = values_of(due=True, way=codes(row, "way"))
    spread = {"partners": partner_set(context.partner_of.get(row["partnership"])), "forms": codes(row, "way")}
    if received is None or (received - due).days > LATE_DAYS:
        return [make_fact("commitment", row, due, values, spread=spread)]
    came = day_number(received)
    return [
        make_fact("commitment", row, due, values, end=came, spread=spread),
        make_fact("commitment", row, due, {**values, "received": True}, start=came, spread=spread),
    ]


def contribution_facts(row: Row, context: Context) -> list[Fact]:
    """Read a contribution; with a way it is an alliance's act too."""
    promised = context.commitments.get(row.get("commitment") or "")
    planned = bool(row.get("planned")) or bool(promised and promised["agreed_on"] < row["occurred_on"])
    way = codes(row, "way")
    values = values_of(
        way=way,
        allocated=said(row.get("allocated_to")),
        planned=planned,
        student_facing=bool(row.get("student_facing")),
        serves_workforce=bool(row.get("serves_workforce")),
    )
    spread = {"partners": partner_set(row["partner"]), "forms": way}
    identity = ("contribution", day_number(row["occurred_on"]), row["partner"], way)
    facts = [make_fact("contribution", row, row["occurred_on"], values, spread=spread, identity=identity)]
    if way:
        act = values_of(way=way, planned=planned)
        facts.append(
            make_fact(
                "alliance_act", row, row["occurred_on"], act, source="contribution", spread=spread, identity=identity
            )
        )
    return facts


def evaluation_facts(row: Row, context: Context) -> list[Fact]:
    """Read an evaluation; both sides from the day on which the other side's is there too."""
    on, side = row["occurred_on"], row["side"]
    values = values_of(
        teacher_involved=bool(row.get("teachers")),
        asks_both=bool(row.get("asks_students")) and bool(row.get("asks_workforce")),
        **_actions(row),
    )
    spread = {"partners": partner_set(context.partner_of.get(row["partnership"]))}
    both = {**values, "both_sides": True}
    if side == "both":
        return [make_fact("evaluation", row, on, both, spread=spread)]
    others = [
        (max(on, other["occurred_on"]), other["ref"])
        for other in context.evaluations.get(row["partnership"], ())
        if other["side"] not in (side, "both") and abs((other["occurred_on"] - on).days) <= OTHER_SIDE_DAYS
    ]
    if not others:
        return [make_fact("evaluation", row, on, values, spread=spread)]
    complete, other_ref = min(others)
    through = ("both_sides", ("evaluation", other_ref)) if len(others) == 1 else None
    together = make_fact("evaluation", row, on, both, start=day_number(complete), spread=spread)
    return [
        make_fact("evaluation", row, on, values, end=day_number(complete), spread=spread),
        replace(together, only_through=through),
    ]


def _actions(row: Row) -> dict[str, bool]:
    done = said(row.get("actions_done"))
    return {"action": done or said(row.get("actions_open")), "action_done": done}


def commreview_facts(row: Row, _context: Context) -> list[Fact]:
    """Read a review of communication."""
    values = values_of(results_defined=said(row.get("wanted")), finding=said(row.get("finding")), **_actions(row))
    return [make_fact("commreview", row, row["occurred_on"], values)]


def procreview_facts(row: Row, _context: Context) -> list[Fact]:
    """Read a look at how the dialogue process is used."""
    return [
        make_fact("procreview", row, row["occurred_on"], values_of(finding=said(row.get("finding")), **_actions(row)))
    ]


def recognition_facts(row: Row, context: Context) -> list[Fact]:
    """Read thanks given; without an audience they went to the partner's stakeholder group."""
    audience = codes(row, "audience")
    partner = row.get("partner")
    if not audience and partner:
        group = context.words.group_of_category.get(context.categories.get(partner, ""))
        audience = frozenset((group,)) if group else NONE
    spread = {"partners": partner_set(partner), **groups_of(audience, context.words)}
    return [
        make_fact(
            "recognition", row, row["occurred_on"], values_of(mode=codes(row, "mode"), audience=audience), spread=spread
        )
    ]


def training_facts(row: Row, _context: Context) -> list[Fact]:
    """Read a training; one on dialogue reaches roles."""
    topic, roles = codes(row, "topic"), codes(row, "roles")
    values = values_of(topic=topic, roles=roles, induction=bool(row.get("induction")))
    spread = {"partners": partner_set(row.get("partner")), "topics": topic, "roles": roles}
    facts = [make_fact("training", row, row["occurred_on"], values, spread=spread)]
    if "dialogue" in topic:
        reached = frozenset("leaders" if role == "slt" else role for role in roles)
        facts.append(
            make_fact("dialogue_reach", row, row["occurred_on"], {}, source="training", spread={"roles": reached})
        )
    return facts


def workforce_facts(row: Row, _context: Context) -> list[Fact]:
    """Read a workforce need that an alliance stated."""
    return [make_fact("workforce", row, row["stated_on"], {}, spread={"partners": partner_set(row["partner"])})]


def continued_facts(transitions: Sequence[Row], activities: Sequence[Fact]) -> list[Fact]:
    """Say of each change of people whether dialogue went on.

    Args:
        transitions: Rows of changes of people.
        activities: Facts of activities, in any order.
    """
    uses = sorted(fact.on for fact in activities if fact.values.get("used_process"))
    facts = []
    for row in transitions:
        changed = day_number(row["occurred_on"])
        deadline = changed + CONTINUED_WITHIN_DAYS
        first = next((day for day in uses if day > changed), None)
        continued = first is not None and first <= deadline
        on = date.fromordinal(first if continued and first is not None else deadline)
        facts.append(make_fact("after_transition", row, on, values_of(continued=continued), source="transition"))
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
