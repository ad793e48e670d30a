"""Which indicators are closest to their next level, for Home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.continuum.continuum import Continuum
from models.continuum.judging.answers import IndicatorAnswer
from models.continuum.rulebook.catalogue import Catalogue
from models.level_words import first_missing, one_more_of

STEPS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """An indicator close to its next level.

    Attributes:
        name: Own short name of the indicator.
        level: Name of the next level, or of the one that a single record more would reach.
        missing: What a single record more must say where it would raise the level, else the first thing missing.
        parts_left: How many parts of the level are missing in all.
        by_one: A single record more would raise the level.
        progress: 0 to 1 of the way.
    """

    code: str
    slug: str
    name: str
    level: str
    missing: str
    parts_left: int
    progress: float
    by_one: bool = False


def steps_away(continuum: Continuum, rules: Catalogue, *, on: date) -> list[Step]:
    """Name the indicators closest to their next level, the closest first; those without any progress are left out."""
    answers = continuum.on(on).indicators.values()
    close = sorted((one for one in answers if one.next_level and one.progress > 0), key=lambda one: -one.progress)
    return [_step(continuum, one, rules) for one in close[:STEPS]]


def _step(continuum: Continuum, answer: IndicatorAnswer, rules: Catalogue) -> Step:
    indicator = rules.indicators[answer.code]
    raising = next((one for one in one_more_of(continuum, answer.code, answer.on, rules) if one.raises), None)
    return Step(
        answer.code,
        indicator.slug,
        indicator.name,
        rules.level_name((raising.raises if raising else answer.next_level) or 0),
        raising.brief if raising else first_missing(answer, rules),
        len(answer.blockers),
        answer.progress,
        raising is not None,
    )
