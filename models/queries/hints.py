"""What an activity would count toward if it were saved, and what a saved one has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.continuum.continuum import Continuum
from models.continuum.evidence.facts import RecordKey, Row
from models.continuum.judging.hints import (
    FieldHint,
    HintLine,
    Saving,
    deciding_fields,
    explain_unmatched,
    hint,
    proposed_indicators,
)
from models.queries.continuum import continuum_of
from models.scope import Scope

# More of them beside a form nobody answers.
QUESTIONS = 2


@dataclass(frozen=True, slots=True)
class ActivityHint:
    """What an activity would count toward.

    Attributes:
        lines: Practices it would count toward.
        fields: Fields still empty of which one would make it count toward more.
        proposed: Indicators that follow from its fields.
        reasons: Indicator added by hand -> which field would make it count.
    """

    lines: tuple[HintLine, ...]
    fields: tuple[FieldHint, ...]
    proposed: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a saved record changed.

    Attributes:
        risen: Indicator and the level that it now has, of those that the record raised.
        met: Indicator and wording of the practices that are met with it and would not be without.
        served: How many practices it counts toward.
    """

    risen: tuple[tuple[str, int], ...]
    met: tuple[tuple[str, str], ...]
    served: int


def activity_hint(
    session: Session, row: Row, *, scope: Scope, on: date, instead_of: RecordKey | None = None
) -> ActivityHint:
    """Say what an activity would count toward.

    Args:
        row: Its typed record row, with `also_for`.
        scope: Of one school.
        on: The day asked about, usually today.
        instead_of: The saved activity that it changes.

    Raises:
        OutsideScope: As `continuum_of`.
        NoRules: As `continuum_of`.
    """
    school = continuum_of(session, scope=scope)
    rules = school.rules_on(on.toordinal())
    added = [code for code in row.get("also_for") or () if code in rules.judged]
    reasons = ((code, explain_unmatched(row, code, rules)) for code in added)
    saving = Saving.of(school, row, instead_of=instead_of)
    return ActivityHint(
        lines=hint(school, row, on, saving=saving),
        fields=deciding_fields(school, row, on, most=QUESTIONS, saving=saving),
        proposed=tuple(code for code in proposed_indicators(row, rules) if code in rules.judged),
        reasons=tuple((code, why) for code, why in reasons if why),
    )


def effect_of(session: Session, kind: str, ref: str, *, scope: Scope, on: date) -> Effect:
    """Say what a saved record changed, against the school as if it had not been made.

    Raises:
        OutsideScope: As `continuum_of`.
        NoRules: As `continuum_of`.
    """
    school = continuum_of(session, scope=scope)
    without = school.as_if(remove=[(kind, ref)])
    rules = school.rules_on(on.toordinal())
    met = [
        practice
        for practice in rules.practices.values()
        if practice.counts and _met(school, practice.key, on) and not _met(without, practice.key, on)
    ]
    levels = {code: school.supported(code, on) for code in dict.fromkeys(practice.indicator for practice in met)}
    return Effect(
        risen=tuple((code, level) for code, level in levels.items() if level > without.supported(code, on)),
        met=tuple((practice.indicator, practice.wording) for practice in met),
        served=len(school.served_by(kind, ref, on)),
    )


def _met(school: Continuum, key: str, on: date) -> bool:
    return school.share(key, on.toordinal()) == 1
