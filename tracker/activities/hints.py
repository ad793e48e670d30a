"""What the log form as it stands would count toward, and what an activity just saved has changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from models.activities import Activity
from models.continuum.judging.hints import FieldHint, HintLine
from models.operations.activity_entries import ActivityEntry, settled_kind
from models.queries import hints as queries
from models.queries.catalogue import catalogue_on
from models.queries.partner_choice import worked_with_last
from models.records import RecordStatus
from models.scope import Scope
from tracker.activities.forms import LogForm
from tracker.clock import today
from tracker.extensions import db
from tracker.formatting import count
from tracker.rules import rules_today, terms_today

SHOWN_AT_ONCE = 5
PARTNERS_OFFERED = 3
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
        completes: Name of the first indicator of which it would meet a practice; empty where it meets none.
    """

    is_ready: bool
    lines: tuple[HintLine, ...] = ()
    fields: tuple[FieldHint, ...] = ()
    proposed: tuple[str, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    is_advocacy: bool = False
    is_future: bool = False
    waits_as: str | None = None
    completes: str = ""

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
        tail = f" {self.completes}: now met." if self.completes else ""
        return f"This will count toward {len(self.lines)} {'practice' if len(self.lines) == 1 else 'practices'}.{tail}"


def hint_for(form: LogForm, *, scope: Scope, saved: Activity | None = None) -> Hint:
    """Say what a form would count toward if it were saved as it stands.

    Args:
        saved: The activity that the form changes; it is looked past, so that it does not count beside itself.
    """
    entry = form.entry(saved)
    catalogue = rules_today()
    kind = settled_kind(entry.kind, ask=entry.ask, channel=entry.channel, terms=terms_today())
    by = tuple(code for code in entry.by if code in catalogue.vocabularies["by"])
    entry = replace(entry, by=by, occurred_on=entry.occurred_on or today(), kind=kind)
    if not kind or kind not in catalogue.vocabularies["kind"] or not entry.by:
        return Hint(is_ready=False)
    found = queries.activity_hint(
        db.session,
        row_of(entry),
        scope=scope,
        on=today(),
        instead_of=(Activity.kind, saved.ref) if saved is not None else None,
    )
    fields = tuple(
        replace(one, answers=worked_with_last(db.session, scope=scope, most=PARTNERS_OFFERED))
        if one.field == "partner"
        else one
        for one in found.fields
    )
    lines = tuple(sorted(found.lines, key=_telling))
    completed = next((line.indicator for line in lines if line.now_met and not line.was_met), None)
    return Hint(
        is_ready=True,
        lines=lines,
        fields=fields,
        proposed=found.proposed,
        reasons=found.reasons,
        is_advocacy=bool(form.kind.data) and kind != form.kind.data,
        is_future=entry.occurred_on is not None and entry.occurred_on > today(),
        waits_as=_waiting(saved),
        completes=catalogue.indicators[completed].name if completed else "",
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


def effect_of(session: Session, activity: Activity, *, scope: Scope, done: str = "Saved.") -> str:
    """Say what a saved activity changed: the level that rose with it, else the practice that is met with it.

    Args:
        done: What was done with it.

    Returns:
        One sentence; what was done alone where nothing changed.
    """
    on = today()
    if activity.record_status is not RecordStatus.CONFIRMED:
        return "Saved as a draft, for its day is still to come. It counts once you confirm that it happened."
    effect = queries.effect_of(session, Activity.kind, activity.ref, scope=scope, on=on)
    rules = catalogue_on(session, on, scope=scope)
    for code, level in effect.risen:
        return f"{done} {rules.indicators[code].name} ({code}) now stands at {rules.level_name(level)}."
    for code, wording in effect.met:
        return f"{done} Now met in {rules.indicators[code].name} ({code}): {wording}"
    if not effect.served:
        return done
    return f"{done} It counts toward {count(effect.served, 'practice')}."
