"""From record rows to facts, kind by kind: what each row says, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from models.continuum.evidence.activities import groups_of, reached
from models.continuum.evidence.facts import (
    NONE,
    Fact,
    Row,
    Said,
    codes,
    is_said,
    make_fact,
    named,
    shared_set,
    values_of,
)
from models.continuum.evidence.links import Links
from models.continuum.language.language import BOTH
from models.continuum.language.vocabularies import FROM_SCHOOL
from models.continuum.time.calendar import expiry


def activity_facts(row: Row, links: Links) -> list[Fact]:
    """Read an activity."""
    partners = codes(row, "partner")
    if not partners:
        return links.reader.facts(row, categories=NONE, selected=False)
    day = row["occurred_on"].toordinal()
    return links.reader.facts(
        row,
        categories=named(*(links.categories.get(name) for name in partners)),
        selected=any(chosen <= day for name in partners for chosen in links.days("selected", name)),
    )


def org_facts(row: Row, _links: Links) -> list[Fact]:
    """Read a partner organisation: the day it was added, and each day it was appraised."""
    values = values_of(stage=codes(row, "stage"), category=codes(row, "category"))
    spread = {"partners": named(row["name"])}
    identity, record = ("org", row["name"]), ("org", row["ref"])
    assessed = Said("org", {**values, "assessed": True}, spread)
    return [
        make_fact(Said("org", values, spread), record, row["added_on"], identity=identity),
        *(make_fact(assessed, record, day, identity=identity) for day in row.get("assessed_on") or ()),
    ]


def need_facts(row: Row, _links: Links) -> list[Fact]:
    """Read a need of the school."""
    data = codes(row, "data")
    values = values_of(raised_by=codes(row, "raised_by"), data=data, critical=bool(row.get("critical")))
    return [make_fact(Said("need", values, {"sources": data}), ("need", row["ref"]), row["stated_on"])]


def match_facts(row: Row, links: Links) -> list[Fact]:
    """Read a match: as requested, and from its answer on as answered."""
    derived = links.language.derivations
    need = links.row("need", row.get("need"))
    asked = derived.requests_need_no_day or row.get("requested_on") is not None
    data = codes(row, "data")
    values = values_of(
        has_need=bool(row.get("need")),
        need_critical=bool(need and need.get("critical")),
        requested=asked,
        raised_by=codes(row, "raised_by"),
        way=codes(row, "way"),
        data=data,
        expertise=is_said(row.get("expertise")),
        curricular_goal=is_said(row.get("curricular_goal")),
        intended_results=is_said(row.get("intended_results")),
        ranked=bool(row.get("ranked")),
        selected=bool(row.get("selected")),
    )
    on, record = row.get("requested_on") or row["occurred_on"], ("match", row["ref"])
    spread = {"partners": named(row["partner"]), "forms": codes(row, "way"), "sources": data}
    waiting = Said("match", {**values, "status": shared_set("requested")} if asked else values, spread)
    answer, answered = _answer(row, on, links)
    if answer is None or answered is None:
        return [make_fact(waiting, record, on)]
    told = {**values, "status": shared_set(answer)}
    if answer in links.language.marked("match_status", "answers"):
        told["answered"] = True
    return [
        make_fact(waiting, record, on, end=answered),
        make_fact(Said("match", told, spread), record, on, start=answered),
    ]


def _answer(row: Row, on: date, links: Links) -> tuple[str | None, int | None]:
    """Say how and from which day on a request is answered: in words, or by what the partner gave after it."""
    answer, answered_on = row.get("answer"), row.get("answered_on")
    derived = links.language.derivations
    if answer:
        if answered_on is None and derived.requests_need_no_day:
            answered_on = on
        return answer, answered_on.toordinal() if answered_on else None
    if not derived.gifts_answer_requests:
        return None, None
    first = on.toordinal()
    too_late = expiry(first, links.language.thresholds.answered_within_months) + 1
    gift = next((day for day in links.days("gift", row["partner"]) if first <= day < too_late), None)
    return ("fulfilled", gift) if gift is not None else (None, None)


def agreement_facts(row: Row, links: Links) -> list[Fact]:
    """Read an agreement, once it was submitted."""
    if row.get("submitted_on") is None:
        return []
    said = Said("agreement", {"submitted": True}, {"partners": links.partner_of(row)})
    return [make_fact(said, ("agreement", row["ref"]), row["submitted_on"])]


def commitment_facts(row: Row, links: Links) -> list[Fact]:
    """Read a commitment on the day it is due, received once it came, if that was not too late."""
    due, received = row.get("due_on"), row.get("received_on")
    if due is None:
        return []
    way, record = codes(row, "way"), ("commitment", row["ref"])
    values = values_of(due=True, way=way)
    spread = {"partners": links.partner_of(row), "forms": way}
    waiting = Said("commitment", values, spread)
    if received is None or (received - due).days > links.language.thresholds.received_late_days:
        return [make_fact(waiting, record, due)]
    came = received.toordinal()
    return [
        make_fact(waiting, record, due, end=came),
        make_fact(Said("commitment", {**values, "received": True}, spread), record, due, start=came),
    ]


def contribution_facts(row: Row, links: Links) -> list[Fact]:
    """Read a contribution; with a way it is an alliance's act too. What the school gives is a fact of its own."""
    on, record, partner = row["occurred_on"], ("contribution", row["ref"]), named(row["partner"])
    if row.get("direction") == FROM_SCHOOL:
        return [make_fact(Said("given", {}, {"partners": partner}), record, on)]
    promised = links.row("commitment", row.get("commitment"))
    planned = bool(row.get("planned")) or bool(promised and promised["agreed_on"] < on)
    way = codes(row, "way") or links.way_of(row)
    values = values_of(
        way=way,
        allocated=is_said(row.get("allocated_to")),
        planned=planned,
        student_facing=bool(row.get("student_facing")),
        serves_workforce=bool(row.get("serves_workforce")),
    )
    spread, day = {"partners": partner, "forms": way}, on.toordinal()
    identity = ("contribution", day, row["partner"], way)
    facts = [make_fact(Said("contribution", values, spread), record, on, identity=identity)]
    if way:
        act = Said("alliance_act", values_of(way=way, planned=planned), spread)
        facts.append(make_fact(act, record, on, identity=links.reader.act_identity(day, partner, way, identity)))
    return facts


def evaluation_facts(row: Row, links: Links) -> list[Fact]:
    """Read an evaluation; both sides from the day on which the other side's is there too."""
    on, side, record = row["occurred_on"], row["side"], ("evaluation", row["ref"])
    values = values_of(
        teacher_involved=bool(row.get("teachers")),
        asks_both=bool(row.get("asks_students")) and bool(row.get("asks_workforce")),
        **_actions(row),
    )
    spread = {"partners": links.partner_of(row)}
    alone, both = Said("evaluation", values, spread), Said("evaluation", {**values, "both_sides": True}, spread)
    own = links.language.sides("side", side)
    if own == BOTH:
        return [make_fact(both, record, on)]
    apart = timedelta(days=links.language.thresholds.other_side_days)
    others = [
        max(on, other["occurred_on"])
        for other in links.of_partnership("evaluation", row["partnership"])
        if BOTH - own == links.language.sides("side", other["side"]) and abs(other["occurred_on"] - on) <= apart
    ]
    if not others:
        return [make_fact(alone, record, on)]
    complete = min(others).toordinal()
    return [make_fact(alone, record, on, end=complete), make_fact(both, record, on, start=complete)]


def _actions(row: Row) -> dict[str, bool]:
    done = is_said(row.get("actions_done"))
    return {"action": done or is_said(row.get("actions_open")), "action_done": done}


def commreview_facts(row: Row, _links: Links) -> list[Fact]:
    """Read a review of communication."""
    values = values_of(results_defined=is_said(row.get("wanted")), finding=is_said(row.get("finding")), **_actions(row))
    return [make_fact(Said("commreview", values, {}), ("commreview", row["ref"]), row["occurred_on"])]


def procreview_facts(row: Row, _links: Links) -> list[Fact]:
    """Read a look at how the dialogue process is used."""
    said = Said("procreview", values_of(finding=is_said(row.get("finding")), **_actions(row)), {})
    return [make_fact(said, ("procreview", row["ref"]), row["occurred_on"])]


def recognition_facts(row: Row, links: Links) -> list[Fact]:
    """Read thanks given; without an audience they went to the partner's stakeholder group."""
    audience, partner = codes(row, "audience"), row.get("partner")
    if not audience and partner:
        audience = links.reader.told_by("category", "group", named(links.categories.get(partner)))
    spread = {"partners": named(partner), "stakeholder_groups": groups_of(audience, links.language)}
    said = Said("recognition", values_of(mode=codes(row, "mode"), audience=audience), spread)
    return [make_fact(said, ("recognition", row["ref"]), row["occurred_on"])]


def training_facts(row: Row, links: Links) -> list[Fact]:
    """Read a training; one on dialogue reaches roles."""
    topic, roles, record = codes(row, "topic"), codes(row, "roles"), ("training", row["ref"])
    values = values_of(topic=topic, roles=roles, induction=bool(row.get("induction")))
    spread = {"partners": named(row.get("partner")), "topics": topic, "roles": roles}
    facts = [make_fact(Said("training", values, spread), record, row["occurred_on"])]
    if topic & links.language.marked("training_topic", "reaches_dialogue"):
        said = Said("dialogue_reach", {}, reached(roles, links.language))
        facts.append(make_fact(said, record, row["occurred_on"]))
    return facts


def workforce_facts(row: Row, _links: Links) -> list[Fact]:
    """Read a workforce need that an alliance stated: the day it did, and each day on which it said so again."""
    said, record = Said("workforce", {}, {"partners": named(row["partner"])}), ("workforce", row["ref"])
    return [make_fact(said, record, day) for day in (row["stated_on"], *(row.get("confirmed_on") or ()))]


def transition_facts(row: Row, links: Links) -> list[Fact]:
    """Say of a change of people whether dialogue went on after it, once it is known."""
    changed = row["occurred_on"].toordinal()
    deadline = changed + links.language.thresholds.continued_within_days
    first = next((day for day in links.days("use", "") if day > changed), None)
    continued = first is not None and first <= deadline
    on = date.fromordinal(first if continued and first is not None else deadline)
    return [make_fact(Said("after_transition", values_of(continued=continued), {}), ("transition", row["ref"]), on)]


def roster_facts(row: Row, links: Links) -> list[Fact]:
    """Say of a member of the team whether they were inducted, once it is known."""
    joined = row["from_on"].toordinal()
    deadline = joined + links.language.thresholds.inducted_within_days
    first = next((day for day in links.days("induction", "") if day >= joined), None)
    inducted = first is not None and first <= deadline
    on = date.fromordinal(first if inducted and first is not None else deadline)
    return [make_fact(Said("joiner", values_of(inducted=inducted), {}), ("roster", row["ref"]), on)]


# Kinds that are not here stand, state, exempt, or are what others hang on.
FACTS_OF: Mapping[str, Callable[[Row, Links], list[Fact]]] = {
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
    "transition": transition_facts,
    "roster": roster_facts,
}
