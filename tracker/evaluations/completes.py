"""Which practices the items of an evaluation serve, and what one evaluation completed."""

from __future__ import annotations

from dataclasses import dataclass

from models.evaluations import Evaluation
from models.queries.hints import Effect, effect_of
from models.records import RecordStatus
from tracker.clock import today
from tracker.extensions import db
from tracker.reader import reader
from tracker.vocabulary import rules

# Predicate of the coverage rules -> the items that answer it, as the form calls them.
_ITEMS = {
    "eval_sw": "What works, and what does not",
    "eval_academic": "Academic wellbeing",
    "eval_social": "Social wellbeing",
    "eval_physical": "Physical wellbeing",
    "monitored": "Goals, with a weakness or an action",
    "eval_two_years": "An action, this year and the year before",
}


@dataclass(frozen=True, slots=True)
class ServedItem:
    """A practice that an item of the form serves."""

    item: str
    wording: str
    slug: str


def served_items() -> list[ServedItem]:
    """List what the items of the form serve, by the rules in force."""
    catalogue = rules()
    if catalogue is None:
        return []
    asked = {name: practice for practice in catalogue.practices.values() for name in practice.rule.predicates()}
    return [
        ServedItem(item, asked[name].wording, catalogue.indicators[asked[name].indicator].slug)
        for name, item in _ITEMS.items()
        if name in asked
    ]


def completed_by(evaluation: Evaluation) -> Effect | None:
    """Say what an evaluation completed; None while it does not count."""
    if evaluation.record_status is not RecordStatus.CONFIRMED or rules() is None:
        return None
    return effect_of(db.session, evaluation.kind, evaluation.ref, scope=reader().scope, on=today())


def said_of(effect: Effect | None) -> str:
    """Say after saving what an evaluation completed; empty where it completed nothing."""
    if effect is None or not effect.met:
        return ""
    more = len(effect.met) - 1
    return f" It completes: {effect.met[0][1]}" + (f" And {more} more." if more else "")
