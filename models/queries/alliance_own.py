"""A school in which nothing is on record but what one strategic alliance gave, did, promised and said.

It is kept beside the school's own engine, and brought up to what changed as that is: what a day costs does not grow
with what was ever logged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from models.accounts import School
from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import ORDERED, evidence_from_rows
from models.continuum.evidence.facts import RecordKey, Row
from models.continuum.language.language import Language
from models.continuum.rulebook.catalogue import Catalogue, Practice
from models.queries.alliances import TOLD
from models.queries.continuum import part_of
from models.scope import OutsideScope, Scope

# Kinds that name their partner, by the column in which they do.
_NAMING = {"org": "name", "workforce": "partner", "match": "partner", "partnership": "partner",
           "contribution": "partner", "recognition": "partner", "training": "partner"}  # fmt: skip
# Kinds that hang on a partnership.
_OF_PARTNERSHIPS = ("agreement", "commitment", "evaluation")
# What is the same for every partner.
_OF_SCHOOL = ("logstart", "need")

Served = tuple[tuple[Practice, frozenset[RecordKey]], ...]


@dataclass
class _Own:
    """What is kept of one alliance at one school.

    Attributes:
        continuum: The engine of its own records and nothing else.
        served: What its records counted toward on the day that was asked for last.
    """

    continuum: Continuum
    served: tuple[date, Served] | None = None

    @cached_property
    def keys(self) -> frozenset[RecordKey]:
        """Name its records of which it is told what they count toward; a draft of an agreement is the school's own."""
        rows = self.continuum.evidence.rows
        found = {(kind, ref) for kind in TOLD for ref in rows.get(kind, ())}
        known = ("submitted_on", "signed_on")
        drafts = {ref for ref, row in rows.get("agreement", {}).items() if not any(map(row.get, known))}
        return frozenset(found - {("agreement", ref) for ref in drafts})


@dataclass(frozen=True)
class OwnSchool:
    """A school as one alliance may know it; it gives out nothing that names anybody else's record, nor how many."""

    _whole: Continuum
    _own: _Own

    @property
    def continuum(self) -> Continuum:
        """The engine of the alliance's own records and nothing else."""
        return self._own.continuum

    @property
    def keys(self) -> frozenset[RecordKey]:
        """Name its records of which it is told what they count toward."""
        return self._own.keys

    def rules_on(self, on: date) -> Catalogue:
        """Find the rules in force on a day."""
        return self._whole.rules_on(on.toordinal())

    def served(self, on: date) -> Served:
        """List the practices toward which some of its records count at the school on a day, each with those."""
        kept = self._own.served
        if kept is None or kept[0] != on:
            kept = self._own.served = (on, tuple(self._whole.served_by_any(self.keys, on)))
        return kept[1]


def own_school(session: Session, school: School, *, scope: Scope, partner: str) -> OwnSchool:
    """Read a school as one alliance may know it.

    Args:
        school: One that the alliance works with.
        scope: The alliance member's.
        partner: The alliance's name, as records write it.

    Raises:
        OutsideScope: The reader is not an alliance member.
        NoRules: No rules are stored.
    """
    if scope.partner_id is None:
        raise OutsideScope("Only a member of a strategic alliance reads what its own records show.")

    def take(whole: Continuum, before: _Own | None) -> _Own:
        language = whole.evidence.language
        rows = own_rows({kind: some.values() for kind, some in whole.evidence.rows.items()}, partner, language)
        if before is None:
            return _Own(Continuum(evidence_from_rows(rows, language), whole.rulebook))
        return _Own(_followed(before.continuum, rows))

    of_school = Scope.of_school(school.id, district_id=school.district_id)
    return OwnSchool(*part_of(session, f"of {partner}", scope=of_school, take=take))


def _followed(own: Continuum, rows: Mapping[str, Sequence[Row]]) -> Continuum:
    """Give an alliance's engine with what changed at the school, the same one where nothing of it did."""
    kept = own.evidence.rows
    now = {kind: {row["ref"]: row for row in some} for kind, some in rows.items()}
    gone = [(kind, ref) for kind, some in kept.items() for ref in some if ref not in now.get(kind, ())]
    changed = {kind for kind, some in now.items() if kept.get(kind, {}) != some}
    new = [
        (kind, row)
        for kind in changed
        for ref, row in now[kind].items()
        if kind in ORDERED or kept.get(kind, {}).get(ref) != row
    ]
    return own.as_if(remove=gone, add=new, renewed=ORDERED & changed) if gone or new else own


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
