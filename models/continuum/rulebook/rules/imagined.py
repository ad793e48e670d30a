"""The best single record that a rule could wish for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.continuum.evidence.facts import Fact, Said
from models.continuum.evidence.tallies import GROUPS, Condition
from models.continuum.language.language import Language
from models.continuum.rulebook.rules.groups import groups_of
from models.continuum.time.calendar import NEVER

NEW_CHANNEL, NEW_PARTNER, RECORD = "an imagined channel", "an imagined partner", "an imagined record"


def ideal_fact(
    kind: str,
    where: Sequence[Condition],
    language: Language,
    day: int,
    *,
    share_of: tuple[str, float] | None,
    within: frozenset[str] | None,
) -> Fact:
    """Make a fact of a day that meets every condition and reaches as far as one record can.

    Args:
        share_of: The property of which a part is asked; the fact has it.
        within: Audiences that groups are counted among; it reaches them all.
    """
    values: dict[str, Any] = {condition.field: condition.values for condition in where}
    if share_of is not None:
        values[share_of[0]] = True
    if within is not None:
        values["audience"] = within

    def asked(name: str, vocabulary: str) -> frozenset[str]:
        said = values.get(name)
        return said if isinstance(said, frozenset) else frozenset(language.values(vocabulary))

    wide = {
        GROUPS: groups_of(language),
        "topics": asked("topic", "topic"),
        "roles": frozenset(language.values("roles")),
        "forms": asked("way", "way"),
        "sources": frozenset(language.values("data")),
        "channels": frozenset((NEW_CHANNEL,)),
        "partners": frozenset((NEW_PARTNER,)),
    }
    return Fact(Said(kind, values, wide), (kind, RECORD), day, day, NEVER, (RECORD,))
