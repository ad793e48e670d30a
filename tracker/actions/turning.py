"""Turn what is missing into an action: an open practice, a gap, or what an evaluation or a review wants improved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from models.actions import Origin, shortened, things_to_do
from models.evaluations import Evaluation
from models.level_words import without_codes
from models.operations.actions import ActionEntry
from models.operations.evaluations import source_note
from models.queries.actions import Improvement
from models.queries.continuum import continuum_of
from models.queries.gap import Gap, Repair
from tracker.actions.making import MADE_AT
from tracker.activities.asking import tiles_of
from tracker.activities.toward import address_toward
from tracker.clock import today
from tracker.extensions import db
from tracker.indicators.doings import asks_to_state, doings_of
from tracker.indicators.explain import Explained
from tracker.reader import reader
from tracker.rules import rules_today

Filled = tuple[str | None, Mapping[str, Sequence[str]]]
_KIND_AT = {endpoint: kind for kind, endpoint in MADE_AT.items()}
# What repairs a gap -> kind of record that does.
_LOGGED_AS = {
    Repair.LOG: "activity",
    Repair.SILENCE: "activity",
    Repair.STATE: "attestation",
    Repair.EVALUATE: "evaluation",
    Repair.NEW_AGREEMENT: "agreement",
}
# Of these the log is filled toward the indicator.
_TOWARD = frozenset({Repair.INDICATOR, Repair.RATE, Repair.TIE})


def from_practice(key: str) -> ActionEntry | None:
    """Make an action of a practice that is not there yet; None where the rules know no such practice."""
    practice = rules_today().practices.get(key)
    if practice is None:
        return None
    continuum = continuum_of(db.session, scope=reader().scope)
    missing = without_codes(continuum.practice(practice, today()).missing, rules_today())
    kind, fill = _logged_toward(key)
    return ActionEntry(
        what=shortened(practice.wording),
        practice=key,
        indicator=practice.indicator,
        origin=Origin.PRACTICE,
        by=rules_today().indicators[practice.indicator].role,
        note=f"Still needed: {missing}." if missing else None,
        log_kind=kind,
        log_fill=fill,
    )


def from_gap(gap: Gap) -> ActionEntry:
    """Make an action of a gap."""
    kind, fill = _LOGGED_AS.get(gap.repair), gap.fill
    if gap.repair is Repair.STATE:
        fill = {"practice": (str(gap.at),)}
    elif gap.repair in (Repair.EVALUATE, Repair.NEW_AGREEMENT):
        fill = {"partnership": (str(gap.at),)}
    elif gap.repair in _TOWARD and gap.indicator in rules_today().judged:
        continuum = continuum_of(db.session, scope=reader().scope)
        kind, fill = "activity", _whole(Explained(continuum, gap.indicator, today()).toward)
    return ActionEntry(
        what=shortened(gap.to_do),
        practice=gap.practice,
        indicator=gap.indicator,
        origin=Origin.GAP,
        from_record=gap.record,
        gap=gap.key,
        by=gap.by,
        note=f"{gap.title}: {gap.sentence}",
        due_on=gap.before - timedelta(days=1) if gap.before and gap.before > today() else None,
        log_kind=kind,
        log_fill=fill,
    )


def from_improvement(wanted: Improvement) -> list[ActionEntry]:
    """Make an action of each thing that an evaluation or a review says is to be improved."""
    is_evaluation = wanted.kind == Evaluation.kind
    source = f"evaluation of {wanted.partner}" if is_evaluation else "review"
    return [
        ActionEntry(
            what=shortened(what),
            origin=Origin.EVALUATION if is_evaluation else Origin.REVIEW,
            from_record=wanted.key,
            by="leaders",
            note=source_note(what, source, wanted.on),
        )
        for what in things_to_do(wanted.text)
    ]


def _logged_toward(key: str) -> Filled:
    """Say what would log a practice, and what its form is filled with; nothing where no page makes it."""
    rules = rules_today()
    practice = rules.practices[key]
    continuum = continuum_of(db.session, scope=reader().scope)
    shown = continuum.practice(practice, today()).alternative
    found = doings_of(
        practice,
        shown=shown,
        fill=lambda part: address_toward(
            part, tiles_of(rules), rules, continuum.lacking_values(practice, part, today())
        ),
    )
    for doing in found:
        if doing.endpoint in _KIND_AT:
            return _KIND_AT[doing.endpoint], _whole(doing.filled)
    return ("attestation", {"practice": (key,)}) if asks_to_state(practice.rule) else (None, {})


def _whole(fill: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(texts) for name, texts in fill.items()}
