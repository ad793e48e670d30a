"""What facts exist, and which of their fields rules may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a fact: a mark (yes/no) or codes of a vocabulary."""

    vocabulary: str | None = None


MARK = Field()


def _marks(*names: str) -> dict[str, Field]:
    return dict.fromkeys(names, MARK)


# What people say of an activity; the rest of its fields follow from it.
SAID_OF_ACTIVITY: Mapping[str, Field] = {
    "kind": Field("kind"),
    "by": Field("by"),
    "initiated_by": Field("by"),
    "roles": Field("roles"),
    "purpose": Field("purpose"),
    "channel": Field("channel"),
    "audience": Field("audience"),
    "topic": Field("topic"),
    "way": Field("way"),
    "ask": Field("ask"),
    "formality": Field("formality"),
    **_marks(
        "two_way",
        "collects_input",
        "used_process",
        "promotes",
        "beyond_class",
        "researched",
        "student_facing",
        "serves_workforce",
        "planned",
    ),
}
_FOLLOWS_OF_ACTIVITY = _marks(
    "has_partner", "with_alliances", "outside", "reaches_community", "partner_selected", "joint"
)

# Kind of fact -> field -> what it holds. `alliance_act`, `dialogue_reach`, `after_transition`, `joiner` and `given` are
# derived from records of other kinds.
FACTS: Mapping[str, Mapping[str, Field]] = MappingProxyType(
    {
        "activity": {**SAID_OF_ACTIVITY, **_FOLLOWS_OF_ACTIVITY},
        "org": {"stage": Field("stage"), "category": Field("category"), **_marks("assessed")},
        "need": {"raised_by": Field("by"), "data": Field("data"), **_marks("critical")},
        "match": {
            "status": Field("match_status"),
            "raised_by": Field("by"),
            "way": Field("way"),
            "data": Field("data"),
            **_marks(
                "has_need",
                "need_critical",
                "requested",
                "answered",
                "expertise",
                "curricular_goal",
                "intended_results",
                "ranked",
                "selected",
            ),
        },
        "agreement": _marks("submitted"),
        "commitment": {"way": Field("way"), **_marks("due", "received")},
        "contribution": {"way": Field("way"), **_marks("allocated", "planned", "student_facing", "serves_workforce")},
        "evaluation": _marks("teacher_involved", "action", "action_done", "both_sides", "asks_both"),
        "commreview": _marks("results_defined", "finding", "action", "action_done"),
        "procreview": _marks("finding", "action", "action_done"),
        "recognition": {"mode": Field("mode"), "audience": Field("audience")},
        "training": {"topic": Field("training_topic"), "roles": Field("roles"), **_marks("induction")},
        "workforce": {},
        "process": _marks("norms4"),
        "coordinator": {},
        "roster": {"group": Field("represented"), **_marks("role")},
        "alliance_act": {"way": Field("way"), "audience": Field("audience"), **_marks("planned")},
        "dialogue_reach": {},
        "after_transition": _marks("continued"),
        "joiner": _marks("inducted"),
        "given": {},
    }
)

# Dimensions over which records may have to be spread, in the order in which they are told.
SPREADS = ("months", "quarters", "partners", "stakeholder_groups", "channels", "topics", "roles", "forms", "sources")

# Domains of wellbeing, each a column of evaluations that holds what was found.
DOMAINS = ("academic", "social", "physical")

# What a partnership may have.
PREDICATES = frozenset(
    {
        "valid",
        "need_linked",
        "short_goals",
        "long_goals",
        "outcomes",
        "roles",
        "accountability",
        "guidelines",
        "proposal",
        "trained",
        "aligned_goal",
        "curricular_outcome",
        "point_person",
        "eval_sw",
        *(f"eval_{domain}" for domain in DOMAINS),
        "eval_two_years",
        "monitored",
        "resource_plan",
        "plan_outcomes",
        "plan_workforce",
        "both_benefits",
    }
)

# Records that stand from a day on until they end.
STANDING = frozenset({"process", "coordinator", "roster"})
