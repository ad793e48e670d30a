"""How far a strategic alliance's own records carry the indicators about alliances, at each school it works with.

A school's level rests on all of its partners. Here the engine reads a school in which nothing is on record but what
this one alliance gave, did, promised and said, so that nothing that comes out can tell of anybody else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.accounts import School
from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import evidence_from_rows
from models.continuum.evidence.facts import Row
from models.continuum.judging.answers import Status
from models.continuum.language.language import Language
from models.continuum.rulebook.catalogue import Practice
from models.queries.continuum import continuum_of
from models.scope import OutsideScope, Scope

# Kinds that name their partner, by the column in which they do.
_NAMING = {"org": "name", "workforce": "partner", "match": "partner", "partnership": "partner",
           "contribution": "partner", "recognition": "partner", "training": "partner"}  # fmt: skip
# Kinds that hang on a partnership.
_OF_PARTNERSHIPS = ("agreement", "commitment", "evaluation")
# What is the same for every partner.
_OF_SCHOOL = ("logstart", "need")


@dataclass(frozen=True, slots=True)
class OwnPart:
    """One thing that the map asks of alliances, by this alliance's own records.

    Attributes:
        level: Number of its level.
        is_there: Its own records are enough by themselves.
        records: How many of them count.
    """

    key: str
    level: int
    level_name: str
    wording: str
    is_there: bool
    records: int


@dataclass(frozen=True, slots=True)
class OwnIndicator:
    """One indicator by this alliance's own records.

    Attributes:
        level_name: What they show by themselves; None for none yet.
        next_level: The lowest level above, or else the lowest at all, of which something is not there; None where
            all is.
        parts: In the map's order. What several levels ask in the same words is the lowest one's.
    """

    code: str
    name: str
    level_name: str | None
    next_level: int | None
    parts: tuple[OwnPart, ...]

    @property
    def there(self) -> int:
        """How many of the things are there."""
        return sum(part.is_there for part in self.parts)

    @property
    def next_parts(self) -> tuple[OwnPart, ...]:
        """What is not there of the next level."""
        return tuple(part for part in self.parts if part.level == self.next_level and not part.is_there)


def own_indicators(
    session: Session, school: School, *, practices: Collection[str], scope: Scope, partner: str, on: date
) -> tuple[OwnIndicator, ...]:
    """Judge the indicators of some practices by an alliance's own records at a school, in the map's order.

    Args:
        school: One that the alliance works with.
        practices: Keys; the indicators that have one of them are judged.
        scope: The alliance member's.
        partner: The alliance's name, as records write it.

    Raises:
        OutsideScope: The reader is not an alliance member.
        NoRules: No rules are stored.
    """
    if scope.partner_id is None:
        raise OutsideScope("Only a member of a strategic alliance reads what its own records show.")
    whole = continuum_of(session, scope=Scope.of_school(school.id, district_id=school.district_id))
    rows = {kind: tuple(some.values()) for kind, some in whole.evidence.rows.items()}
    language = whole.evidence.language
    own = Continuum(evidence_from_rows(own_rows(rows, partner, language), language), whole.rulebook)
    rules = own.rules_on(on.toordinal())
    codes = [code for code in rules.indicators if any(one.key in practices for one in rules.practices_of(code))]
    return tuple(_judged(own, code, on) for code in codes)


def own_rows(rows: Mapping[str, Iterable[Row]], partner: str, language: Language) -> dict[str, list[Row]]:
    """Keep of a school's records those of one partner; of an activity with several, the others' names go.

    What the school says of a partnership without its partner is the school's own.

    Args:
        language: What the records are read with.
    """
    found: dict[str, list[Row]] = {kind: list(rows.get(kind, ())) for kind in _OF_SCHOOL}
    for kind, column in _NAMING.items():
        found[kind] = [row for row in rows.get(kind, ()) if row.get(column) == partner]
    refs = {row["ref"] for row in found["partnership"]}
    for kind in _OF_PARTNERSHIPS:
        found[kind] = [row for row in rows.get(kind, ()) if row.get("partnership") in refs]
    with_partner = language.marked("side", "partner")
    found["evaluation"] = [row for row in found["evaluation"] if row["side"] in with_partner]
    found["activity"] = [{**row, "partner": (partner,)} for row in rows.get("activity", ()) if _names(row, partner)]
    return found


def _names(row: Mapping[str, Any], partner: str) -> bool:
    named = row.get("partner") or ()
    return partner in ((named,) if isinstance(named, str) else named)


def _judged(own: Continuum, code: str, on: date) -> OwnIndicator:
    rules = own.rules_on(on.toordinal())
    asked: dict[str, Practice] = {}
    for practice in rules.practices_of(code):
        asked.setdefault(practice.wording, practice)
    parts = tuple(
        OwnPart(
            practice.key,
            practice.level,
            rules.level_name(practice.level),
            practice.wording,
            own.practice(practice, on).status is Status.MET,
            len(own.record_keys(practice.key, on)),
        )
        for practice in asked.values()
    )
    level = own.supported(code, on)
    missing = sorted({part.level for part in parts if not part.is_there}, key=lambda one: (one <= level, one))
    name = rules.indicators[code].name
    return OwnIndicator(code, name, rules.level_name(level) if level else None, next(iter(missing), None), parts)
