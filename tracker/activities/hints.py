"""What the log form as it stands would count toward, and what an activity just saved has changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.activities import Activity
from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import evidence_from_rows
from models.continuum.judging.hints import FieldHint, HintLine, deciding_fields, explain_unmatched, hint, proposed_indicators
from models.continuum.levels import judge_levels, supported_level
from models.operations.activity_entries import ActivityEntry, ActivityTerms, settled_kind
from models.queries.catalogue import catalogue_on, rulebook
from models.queries.continuum import continuum_of
from models.queries.records import record_rows
from models.records import RecordStatus
from models.scope import Scope
from tracker.activities.forms import LogForm
from tracker.clock import today
from tracker.extensions import db

SHOWN_AT_ONCE = 5
UNSAVED = "an activity not saved yet"
# Field of a record row -> the part of the form that decides it.
PARTS = {"partner": "partners"}


@dataclass(frozen=True, slots=True)
class Hint:
    """What the panel beside the form says.

    Attributes:
        is_ready: Enough is said for an answer: a kind, and who acted.
        lines: Practices it would count toward, the most telling first.
        fields: Fields still empty of which one would make it count toward more.
        proposed: Indicators that follow from the fields.
        reasons: Indicator added by hand -> which field would make it count.
        is_advocacy: It was called something else, and is advocacy.
        is_future: Its day is still to come.
        waits_as: Status that keeps it out of every count even when it is saved again; None where nothing does.
    """

    is_ready: bool
    lines: tuple[HintLine, ...] = ()
    fields: tuple[FieldHint, ...] = ()
    proposed: tuple[str, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    is_advocacy: bool = False
    is_future: bool = False
    waits_as: str | None = None

    @property
    def first(self) -> tuple[HintLine, ...]:
        """The lines shown at once."""
        return self.lines[:SHOWN_AT_ONCE]

    @property
    def rest(self) -> tuple[HintLine, ...]:
        """The lines behind "more"."""
        return self.lines[SHOWN_AT_ONCE:]

    @property
    def said(self) -> str:
        """The panel in one sentence, for those who do not see it."""
        if not self.is_ready:
            return ""
        if not self.lines:
            return "As it stands this counts toward nothing yet."
        met = [line for line in self.lines if line.now_met and not line.was_met]
        tail = f" {met[0].indicator}: now met." if met else ""
        return f"This will count toward {len(self.lines)} {'practice' if len(self.lines) == 1 else 'practices'}.{tail}"


def hint_for(form: LogForm, *, scope: Scope, saved: Activity | None = None) -> Hint:
    """Say what a form would count toward if it were saved as it stands.

    Args:
        saved: The activity that the form changes; it is looked past, so that it does not count beside itself.
    """
    entry = form.entry(saved)
    catalogue = catalogue_on(db.session, today())
    kind = settled_kind(entry.kind, ask=entry.ask, channel=entry.channel, terms=ActivityTerms.of(catalogue))
    by = tuple(code for code in entry.by if code in catalogue.vocabularies["by"])
    entry = replace(entry, by=by, occurred_on=entry.occurred_on or today(), kind=kind)
    if not kind or kind not in catalogue.vocabularies["kind"] or not entry.by:
        return Hint(is_ready=False)
    row = row_of(entry)
    continuum = continuum_without(db.session, saved, scope=scope) if saved else continuum_of(db.session, scope=scope)
    reasons = ((code, explain_unmatched(row, code, catalogue)) for code in entry.also_for if code in catalogue.judged)
    return Hint(
        is_ready=True,
        lines=tuple(sorted(hint(continuum, row, today()), key=_telling)),
        fields=deciding_fields(continuum, row, today()),
        proposed=tuple(code for code in proposed_indicators(row, catalogue) if code in catalogue.judged),
        reasons=tuple((code, why) for code, why in reasons if why),
        is_advocacy=bool(form.kind.data) and kind != form.kind.data,
        is_future=entry.occurred_on is not None and entry.occurred_on > today(),
        waits_as=_waiting(saved),
    )


def _waiting(saved: Activity | None) -> str | None:
    """Name the status that saving leaves as it is and that counts nowhere; None where there is none."""
    waiting = (RecordStatus.PROPOSED, RecordStatus.CANCELLED, RecordStatus.ARCHIVED)
    return saved.record_status.value if saved is not None and saved.record_status in waiting else None


def _telling(line: HintLine) -> tuple[bool, bool, bool]:
    """Order lines: what it completes first, then what it brings nearer, last what is met or counts already."""
    return (line.adds_nothing or line.was_met, not line.now_met, not line.is_next)


def row_of(entry: ActivityEntry) -> dict[str, Any]:
    """Say an entry as a record row, as the engine reads it."""
    left_out = {"partners", "new_category"}
    row = {name: getattr(entry, name) for name in entry.__slots__ if name not in left_out}
    return row | {
        "ref": UNSAVED,
        "record_status": RecordStatus.CONFIRMED.value,
        "partner": tuple(sorted(" ".join(name.split()) for name in entry.partners)),
    }


def continuum_without(session: Session, activity: Activity, *, scope: Scope) -> Continuum:
    """Give the school's continuum as if one of its activities had not been recorded."""
    rows = record_rows(session, scope.school_id)
    rows["activity"] = [row for row in rows["activity"] if row["ref"] != activity.ref]
    rules = rulebook(session)
    return Continuum(evidence_from_rows(rows, rules[-1]), rules)


def effect_of(session: Session, activity: Activity, *, scope: Scope) -> str:
    """Say what a saved activity changed: the level that rose with it, else the practice that is met with it.

    Returns:
        One sentence; the plain "Saved." where nothing changed.
    """
    on = today()
    if activity.record_status is not RecordStatus.CONFIRMED:
        return "Saved as a draft, for its day is still to come. It counts once you confirm that it happened."
    continuum = continuum_of(session, scope=scope)
    served = continuum.serving(Activity.kind, activity.ref, on)
    decisive = [
        practice for practice, surplus in served if not surplus and continuum.share(practice.key, on.toordinal()) == 1
    ]
    if not decisive:
        numbers = len({practice.key for practice, _ in served})
        return (
            f"Saved. It counts toward {numbers} {'practice' if numbers == 1 else 'practices'}." if served else "Saved."
        )
    rules = continuum.rules_on(on.toordinal())
    for code in dict.fromkeys(practice.indicator for practice in decisive):
        level = continuum.supported(code, on)
        if level > _supported_without(continuum, code, {practice.key for practice in decisive}, on):
            return f"Saved. {code} now stands at {rules.level_name(level)}."
    practice = decisive[0]
    return f"Saved. Now met in {practice.indicator}: {practice.wording}"


def _supported_without(continuum: Continuum, code: str, unmet: set[str], on: date) -> int:
    """Name the level that would be supported if some practices were not met; what held before holds on."""
    day = on.toordinal()

    def met(key: str) -> bool:
        return key not in unmet and continuum.share(key, day) == 1

    units = []
    for level in continuum.levels(code, day):
        for unit in level.units:
            have = sum(met(key) for key in unit.practices)
            is_met = have >= unit.needed
            held = unit.held or (unit.met and not is_met and any(continuum.was_met(key, day) for key in unit.practices))
            units.append(replace(unit, have=have, met=is_met, held=held and not is_met))
    return supported_level(judge_levels(units, continuum.rules_on(day).thresholds))
