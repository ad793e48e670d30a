"""The question of silence: somebody's acts are long missing. Did nothing happen, or was it not logged?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.continuum.continuum import Continuum
from models.continuum.judging.answers import IndicatorAnswer, Status
from models.continuum.judging.silence import Silence, school_days, silences
from models.scope import Scope
from models.silences import SilenceAnswer


@dataclass(frozen=True, slots=True)
class Question:
    """The question of one indicator.

    Attributes:
        decides: Keys of the practices of the next level that nobody can tell of because the log is young: the answer
            settles them.
    """

    silence: Silence
    decides: tuple[str, ...]


def question_of(continuum: Continuum, answer: IndicatorAnswer, role: str) -> Question | None:
    """Find the question of an indicator; None where its role is not silent, or the answer would settle nothing."""
    decides = _decides(answer)
    after = continuum.rules_on(answer.on.toordinal()).thresholds.silent_days
    silent = silences(continuum.evidence, (role,), answer.on, after=after) if decides else ()
    return Question(silent[0], decides) if silent else None


def silences_asked(session: Session, continuum: Continuum, *, scope: Scope, today: date) -> tuple[Silence, ...]:
    """List the roles that are silent and that the team gave no word of lately, the longest silence first.

    Only those that the map has indicators for: others may act, and are not missed.

    Args:
        continuum: Of the one school in scope.
    """
    rules = continuum.rules_on(today.toordinal())
    roles, after = tuple(dict.fromkeys(one.role for one in rules.indicators.values())), rules.thresholds.silent_days
    silent = silences(continuum.evidence, roles, today, after=after)
    if not silent:
        return ()
    said = session.execute(
        select(SilenceAnswer.role, func.max(SilenceAnswer.said_on))
        .where(SilenceAnswer.school_id == scope.school_id, SilenceAnswer.said_on <= today)
        .group_by(SilenceAnswer.role)
    )
    answered = {role for role, on in said if school_days(on.toordinal() + 1, today.toordinal() + 1) < after}
    return tuple(one for one in silent if one.role not in answered)


def decided_by(continuum: Continuum, role: str, on: date) -> tuple[str, ...]:
    """Name the practices that the answer to a role's silence settles, in all of its indicators."""
    rules = continuum.rules_on(on.toordinal())
    codes = [code for code in rules.judged if rules.indicators[code].role == role]
    return tuple(key for code in codes for key in _decides(continuum.indicator(code, on)))


def _decides(answer: IndicatorAnswer) -> tuple[str, ...]:
    """Name what nobody can tell of; what lies beyond the next level decides nothing yet, and is asked about then."""
    return tuple(
        key
        for key, one in answer.practices.items()
        if one.status is Status.UNKNOWN and one.known_days is not None and one.level == answer.next_level
    )
