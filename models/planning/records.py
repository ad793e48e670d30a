"""Records of every other kind that a rule would count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from models.continuum.evidence.tallies import GROUPS
from models.continuum.rulebook.rules.groups import groups_of
from models.planning.acts import Act
from models.planning.making import TO_BE_SAID, Making, new_partner

Acts = Iterator[tuple[Act, ...]]
# Property of a match, an evaluation … -> what the record says so that it has it.
SAYS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "match": {
        "expertise": {"expertise": True},
        "curricular_goal": {"curricular_goal": TO_BE_SAID},
        "intended_results": {"intended_results": TO_BE_SAID},
        "ranked": {"ranked": True},
        "selected": {"selected": True},
    },
    "evaluation": {
        "teacher_involved": {"teachers": True},
        "asks_both": {"asks_students": True, "asks_workforce": True},
        "action": {"actions_open": TO_BE_SAID},
        "action_done": {"actions_done": TO_BE_SAID},
    },
    "commreview": {
        "results_defined": {"wanted": TO_BE_SAID},
        "finding": {"finding": TO_BE_SAID},
        "action": {"actions_open": TO_BE_SAID},
        "action_done": {"actions_done": TO_BE_SAID},
    },
    "procreview": {
        "finding": {"finding": TO_BE_SAID},
        "action": {"actions_open": TO_BE_SAID},
        "action_done": {"actions_done": TO_BE_SAID},
    },
    "contribution": {"allocated": {"allocated_to": TO_BE_SAID}, "student_facing": {"student_facing": True}},
    "training": {"induction": {"induction": True}},
    "need": {"critical": {"critical": True}},
}


def _asked(making: Making, *columns: str) -> dict[str, Any]:
    """Say what the rule's conditions ask of a record: of codes the usual one, and what it lacks so far."""
    said: dict[str, Any] = {}
    for name, values in making.wish.fields.items():
        said |= SAYS.get(making.wish.kind, {}).get(name, {})
        if name in columns and isinstance(values, frozenset):
            said[name] = (making.usually(name, tuple(sorted(values)))[0],)
    for name, still in making.lacking().items():
        if name in columns:
            said[name] = (still[0],)
    return said


def matches(making: Making) -> Acts:
    """Propose a request to a partner, answered where answers are asked for."""
    names, answers = making.wish.fields, making.wish.codes("status")
    is_answered = "answered" in names or (answers is not None and "requested" not in answers)
    for on in making.days():
        said: dict[str, Any] = {"partner": making.partners()[0], "raised_by": (making.one_of("by"),)}
        said |= _asked(making, "raised_by", "way", "data")
        dated: tuple[str, ...] = ("occurred_on", "requested_on")
        if is_answered:
            able = making.codes("match_status", mark="answers")
            said["answer"] = next(code for code in able if answers is None or code in answers)
            dated = (*dated, "answered_on")
        before: tuple[Act, ...] = ()
        if "has_need" in names or "need_critical" in names:
            said["need"], before = critical_need(making, on)
        yield (*before, making.act("match", on, making.words, said, dated=dated))


def critical_need(making: Making, on: date) -> tuple[str, tuple[Act, ...]]:
    """Give a critical need of the school that a source names; one to be stated where there is none."""
    for ref, row in making.rows("need").items():
        if row.get("critical") and row.get("data") and row["stated_on"] <= on:
            return ref, ()
    said = {"text": TO_BE_SAID, "critical": True, "data": (making.one_of("data"),)}
    act = making.act("need", on, "1 critical need, with where it comes from", said, dated=("stated_on",))
    return act.ref, (act,)


def needs(making: Making) -> Acts:
    """Propose a need of the school."""
    for on in making.days():
        said = {"text": TO_BE_SAID, "data": (making.one_of("data"),)} | _asked(making, "raised_by", "data")
        yield (making.act("need", on, making.words, said, dated=("stated_on",)),)


def organisations(making: Making) -> Acts:
    """Propose to appraise what a partner could give, or to find another one."""
    is_appraisal = "assessed" in making.wish.says
    for on in making.days():
        known = {row["name"]: ref for ref, row in making.rows("org").items()}
        if is_appraisal:
            names = [name for name in making.partners() if name in known]
            if names:
                yield (making.changed("org", known[names[0]], on, making.words, assessed_on=on),)
        said = {"name": new_partner(known), "category": making.one_of("category", without="internal")}
        said |= {"stage": making.one_of("stage")}
        act = making.act("org", on, making.words, said, dated=("added_on",))
        yield (act.with_more(making.changed("org", act.ref, on, act.words, assessed_on=on)) if is_appraisal else act,)


def gifts(making: Making) -> Acts:
    """Propose a contribution of a partner."""
    for on in making.days():
        said = {"partner": making.partners()[0], "type": making.one_of("contribution_type")} | _asked(making, "way")
        yield (making.act("contribution", on, making.words, said, dated=("occurred_on",)),)


def thanks(making: Making) -> Acts:
    """Propose a thank-you."""
    asked = making.wish.codes("mode")
    mode = next(code for code in making.codes("mode") if asked is None or code in asked)
    open_groups = making.none_yet(GROUPS)
    audiences = [code for code, one in making.language.values("audience").items() if one.group in open_groups]
    for on in making.days():
        audience = tuple(audiences[:2]) or (making.one_of("audience"),)
        said = {"mode": mode, "partner": making.partners()[0], "audience": audience}
        yield (making.act("recognition", on, making.words, said, dated=("occurred_on",)),)


def trainings(making: Making) -> Acts:
    """Propose a training."""
    asked = making.wish.codes("roles")
    roles = [code for code in making.codes("roles") if asked is None or code in asked]
    for on in making.days():
        said = {"topic": (making.one_of("training_topic"),), "roles": tuple(roles[:2])} | _asked(making, "topic")
        yield (making.act("training", on, making.words, said, dated=("occurred_on",)),)


def dialogue(making: Making) -> Acts:
    """Propose a training on dialogue for roles that none reached yet."""
    lacking = making.none_yet("roles")
    for on in making.days():
        topic = making.one_of("training_topic", mark="reaches_dialogue")
        said = {"topic": (topic,), "roles": tuple(lacking[:3]) or (making.one_of("roles"),)}
        yield (making.act("training", on, making.words, said, dated=("occurred_on",)),)


def workforce_needs(making: Making) -> Acts:
    """Propose that a partner states what its work needs."""
    for on in making.days():
        said = {"partner": making.partners()[0], "text": TO_BE_SAID}
        yield (making.act("workforce", on, making.words, said, dated=("stated_on",)),)


def reviews(kind: str) -> Callable[[Making], Acts]:
    """Give what proposes a review of a kind."""

    def propose(making: Making) -> Acts:
        for on in making.days():
            yield (making.act(kind, on, making.words, _asked(making), dated=("occurred_on",)),)

    return propose


def statements(making: Making) -> Acts:
    """Propose that the team states a practice, with what the rule asks for."""
    wish = making.wish
    length = making.language.thresholds.note_length
    for on in making.days():
        said: dict[str, Any] = {"practice": wish.practice or making.at.practice, "in_place": True}
        said |= {"file": TO_BE_SAID} if wish.evidence == "file" else {"note": TO_BE_SAID.ljust(length, ".")}
        yield (making.act("attestation", on, making.words, said, dated=("occurred_on",)),)


def standing(making: Making) -> Acts:
    """Propose to confirm what stands and was not confirmed for long, or to make what does not."""
    kind = making.wish.kind
    for on in making.days():
        for ref, row in making.rows(kind).items():
            if not row.get("until_on") and not row.get("ended_on"):
                yield (making.changed(kind, ref, on, f"confirm {_name(row)}", confirmed_on=on),)
        yield (_STANDING[kind](making, on),)


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("name") or row.get("person") or "it")


def _process(making: Making, on: date) -> Act:
    norms = [code for code, one in making.language.values("norms").items() if one.counted]
    said = {"name": "Dialogue process", "norms": tuple(norms[: making.language.thresholds.norms_asked])}
    return making.act("process", on, making.words, said, dated=("adopted_on",))


def _coordinator(making: Making, on: date) -> Act:
    return making.act("coordinator", on, making.words, {"person": TO_BE_SAID}, dated=("from_on",))


def _seat(making: Making, on: date) -> Act:
    """Propose a seat for a group that none represents yet."""
    asked = making.wish.codes("group")
    taken = {group for row in making.rows("roster").values() for group in row.get("group") or ()}
    able = [code for code in making.language.values("represented") if asked is None or code in asked]
    counted = groups_of(making.language)
    able.sort(key=lambda code: (code in taken, code not in counted))
    said = {"person": TO_BE_SAID, "group": tuple(able[:1]), "role": TO_BE_SAID}
    return making.act("roster", on, making.words, said, dated=("from_on",))


_STANDING: Mapping[str, Callable[[Making, date], Act]] = {
    "process": _process,
    "coordinator": _coordinator,
    "roster": _seat,
}
