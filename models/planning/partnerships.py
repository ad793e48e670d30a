"""What would have to be agreed, written or done with a partner so that a partnership has what a rule asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from models.continuum.evidence.coverage import asked_on
from models.continuum.language.fields import DOMAINS
from models.continuum.rulebook.rules.wish import Wish
from models.planning.acts import Act
from models.planning.making import TO_BE_SAID, Making, new_partner
from models.planning.records import SAYS, Acts, critical_need


def both_sides(making: Making, vocabulary: Literal["side", "confirmed_by"]) -> str:
    """Give the value that stands for both sides of a partnership."""
    return making.language.standing_for(vocabulary, school=True, partner=True)


# How words begin that say what is written down with a partner.
IN_WRITING = "agree in writing"


class With(NamedTuple):
    """A partnership that something is agreed in: its reference, and with whom it is."""

    ref: str
    partner: str


Maker = Callable[[Making, With, date], tuple[Act, ...]]


def coverage(making: Making) -> Acts:
    """Propose what one more partnership needs to have it; where none is left to ask, take up or begin one."""
    wish = making.wish
    every = list(making.at.evidence.partnerships.values())
    asked = asked_on(every, wish.has, wish.among, making.last)
    lacking = [With(one.ref, one.partner) for one in asked if making.last not in one.has[wish.has]]
    for on in making.days():
        for one in lacking:
            yield PREDICATES[wish.has](making, one, on)
        if not lacking:
            yield from _taken_up(making, wish, on)
            yield _begun(making, wish, on)


def _taken_up(making: Making, wish: Wish, on: date) -> Acts:
    """Confirm what is not in force any more, or have teachers lead what they do not."""
    for one in making.at.evidence.partnerships.values():
        known = With(one.ref, one.partner)
        if making.last not in one.active:
            yield (*_confirmed(making, known, on), *_has(making, wish, known, on))
        elif wish.among == "led_by_teachers":
            words = f"have teachers lead the partnership with {one.partner}"
            led = making.changed("partnership", one.ref, on, words, led_by_teachers=(on, True))
            yield (led, *_has(making, wish, known, on))


def _begun(making: Making, wish: Wish, on: date) -> tuple[Act, ...]:
    """Begin a partnership that has it."""
    said: dict[str, Any] = {"initiated_by": ("alliances",)} if wish.among == "by_alliances" else {}
    said |= {"led_by_teachers": ((on, True),)} if wish.among == "led_by_teachers" else {}
    new, begun = _new_partnership(making, on, **said)
    return (new, *_has(making, wish, begun, on))


def _new_partnership(making: Making, on: date, **more: Any) -> tuple[Act, With]:
    """Begin a partnership with a partner that there is none with yet."""
    taken = {one.partner for one in making.at.evidence.partnerships.values()}
    name = next((name for name in making.partners() if name not in taken), new_partner(taken))
    said = {"partner": name, "stage": ((on, making.one_of("stage", mark="in_force")),), **more}
    new = making.act("partnership", on, f"begin a partnership with {name}", said, dated=("started_on",))
    return new, With(new.ref, name)


def _has(making: Making, wish: Wish, one: With, on: date) -> tuple[Act, ...]:
    return PREDICATES[wish.has](making, one, on) if wish.has != "valid" else ()


def evaluations(making: Making) -> Acts:
    """Propose to evaluate a partnership, with what the rule asks of it."""
    said: dict[str, Any] = {"side": both_sides(making, "side"), "strengths": TO_BE_SAID, "weaknesses": TO_BE_SAID}
    for name in making.wish.says:
        said |= SAYS["evaluation"].get(name, {})
    for on, one, begun in _in_force(making):
        yield (*begun, _evaluated(making, one, on, said))


def agreements(making: Making) -> Acts:
    """Propose to hand in a proposal."""
    for on, one, begun in _in_force(making):
        yield (*begun, *_paper("proposal")(making, one, on))


def commitments(making: Making) -> Acts:
    """Propose that what a partner promises for a day comes by then."""
    for on, one, begun in _in_force(making):
        said = {
            "partnership": one.ref,
            "type": making.one_of("contribution_type"),
            "confirmed_by": both_sides(making, "confirmed_by"),
        }
        said |= {"allocated_to": TO_BE_SAID}
        words = f"{one.partner} promises something for a day, and it comes"
        yield (*begun, making.act("commitment", on, words, said, dated=("agreed_on", "due_on", "received_on")))


def _in_force(making: Making) -> Iterator[tuple[date, With, tuple[Act, ...]]]:
    """List days with the partnerships in force on each, those first with whose partner nothing is counted yet.

    Returns:
        At the end of each day one that has yet to be begun, with the act that does it.
    """
    order = {partner: place for place, partner in enumerate(making.partners())}
    for on in making.days():
        active = [one for one in making.at.evidence.partnerships.values() if on.toordinal() in one.active]
        for one in sorted(active, key=lambda one: order.get(one.partner, len(order))):
            yield on, With(one.ref, one.partner), ()
        new, begun = _new_partnership(making, on)
        yield on, begun, (new,)


def _evaluated(making: Making, one: With, on: date, said: Mapping[str, Any]) -> Act:
    """Evaluate a partnership; what is asked of one that is evaluated in the plan already joins it."""
    planned = _planned(making, "evaluation", one)
    words = f"evaluate the partnership with {one.partner}"
    if planned is not None:
        return making.changed("evaluation", planned.ref, planned.on, planned.words, said=said)
    return making.act(
        "evaluation",
        on,
        words,
        {"partnership": one.ref, "side": both_sides(making, "side"), **said},
        dated=("occurred_on",),
    )


def _planned(making: Making, kind: str, one: With) -> Act | None:
    """Find what the plan has already of a kind in a partnership."""
    made = (act for act in making.draft.acts if act.kind == kind and act.said.get("partnership") == one.ref)
    return next(made, None)


def _term(*columns: str) -> Maker:
    def make(making: Making, one: With, on: date) -> tuple[Act, ...]:
        words = f"{IN_WRITING} with {one.partner}"
        return (making.changed("partnership", one.ref, on, words, None, **dict.fromkeys(columns, (on, TO_BE_SAID))),)

    return make


def _evaluation(**said: Any) -> Maker:
    def make(making: Making, one: With, on: date) -> tuple[Act, ...]:
        return (_evaluated(making, one, on, said),)

    return make


def _found_of(domain: str) -> Maker:
    """Evaluate what students gained in a domain; what was found is only known then."""

    def make(making: Making, one: With, on: date) -> tuple[Act, ...]:
        return (_evaluated(making, one, on, {domain: making.one_of("finding", without="no_aim")}),)

    return make


def _monitored(making: Making, one: With, on: date) -> tuple[Act, ...]:
    said = {"goal_alignment": TO_BE_SAID, "weaknesses": TO_BE_SAID}
    known = making.at.evidence.partnerships.get(one.ref)
    is_written = known is not None and making.last in known.has["accountability"]
    terms = () if is_written else _term("accountability")(making, one, on)
    return (*terms, _evaluated(making, one, on, said))


def _paper(kind: str, **said: Any) -> Maker:
    def make(making: Making, one: With, on: date) -> tuple[Act, ...]:
        planned = _planned(making, "agreement", one)
        words = f"hand in a {_PAPERS[kind]} with {one.partner}"
        if planned is not None and planned.said["kind"] == kind:
            return (making.changed("agreement", planned.ref, planned.on, planned.words, said=said),)
        whole = {"partnership": one.ref, "kind": kind, **said}
        return (making.act("agreement", on, words, whole, dated=("submitted_on",)),)

    return make


_PAPERS = {"proposal": "proposal", "resource_plan": "plan of resources"}


def _need_linked(making: Making, one: With, on: date) -> tuple[Act, ...]:
    need, before = critical_need(making, on)
    words = f"ask {one.partner} for help with a critical need"
    said = {"partner": one.partner, "need": need, "raised_by": (making.one_of("by"),)}
    return (*before, making.act("match", on, words, said, dated=("occurred_on", "requested_on")))


def _trained(making: Making, one: With, on: date) -> tuple[Act, ...]:
    own = next(code for code in making.codes("roles") if code != "alliances")
    topic = making.one_of("training_topic", mark="trains_roles")
    said = {"topic": (topic,), "roles": ("alliances", own), "partner": one.partner}
    return (making.act("training", on, f"train both sides with {one.partner}", said, dated=("occurred_on",)),)


def _both_benefit(making: Making, one: With, on: date) -> tuple[Act, ...]:
    said: dict[str, Any] = {"partner": one.partner, "type": making.one_of("contribution_type")}
    said |= {"student_facing": True, "serves_workforce": True}
    words = f"something with {one.partner} that helps students and its workforce need"
    return (making.act("contribution", on, words, said, dated=("occurred_on",)),)


def _point_person(making: Making, one: With, on: date) -> tuple[Act, ...]:
    words = f"name a point person for {one.partner}"
    return (making.changed("partnership", one.ref, on, words, point_person=(on, TO_BE_SAID)),)


def _confirmed(making: Making, one: With, on: date) -> tuple[Act, ...]:
    return (making.changed("partnership", one.ref, on, f"confirm the partnership with {one.partner}", confirmed_on=on),)


# What a partnership may have -> what is to be done so that one has it.
PREDICATES: Mapping[str, Maker] = {
    "valid": _confirmed,
    "need_linked": _need_linked,
    "short_goals": _term("short_goals"),
    "long_goals": _term("long_goals"),
    "outcomes": _term("outcomes"),
    "roles": _term("roles"),
    "accountability": _term("accountability"),
    "guidelines": _term("guidelines"),
    "proposal": _paper("proposal"),
    "trained": _trained,
    "aligned_goal": _term("education_goal"),
    "curricular_outcome": _term("curricular_goal", "outcomes"),
    "point_person": _point_person,
    "eval_sw": _evaluation(strengths=TO_BE_SAID, weaknesses=TO_BE_SAID),
    **{f"eval_{domain}": _found_of(domain) for domain in DOMAINS},
    "eval_two_years": _evaluation(actions_open=TO_BE_SAID),
    "monitored": _monitored,
    "resource_plan": _paper("resource_plan"),
    "plan_outcomes": _paper("resource_plan", expected_outcome=TO_BE_SAID),
    "plan_workforce": _paper("resource_plan", serves_workforce=True),
    "both_benefits": _both_benefit,
}
