"""Who proposes what: for every kind of thing that rules count, how one more of it comes about."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from models.continuum.rulebook.rules.wish import PARTNERSHIP, STATEMENT, Wish
from models.planning import partnerships, records
from models.planning.activities import activities
from models.planning.making import Making
from models.planning.records import Acts

Propose = Callable[[Making], Acts]

# Kind of fact, or of record that stands -> what proposes one more.
OF_KINDS: Mapping[str, Propose] = {
    "activity": activities,
    "alliance_act": activities,
    "dialogue_reach": records.dialogue,
    "match": records.matches,
    "need": records.needs,
    "org": records.organisations,
    "contribution": records.gifts,
    "recognition": records.thanks,
    "training": records.trainings,
    "workforce": records.workforce_needs,
    "commreview": records.reviews("commreview"),
    "procreview": records.reviews("procreview"),
    "evaluation": partnerships.evaluations,
    "agreement": partnerships.agreements,
    "commitment": partnerships.commitments,
    PARTNERSHIP: partnerships.coverage,
    "process": records.standing,
    "coordinator": records.standing,
    "roster": records.standing,
    STATEMENT: records.statements,
}
# What follows from people who come and go cannot be planned.
NEVER_PLANNED = frozenset({"after_transition", "joiner", "given"})


def maker_of(wish: Wish) -> Propose | None:
    """Find what proposes one more of what a rule wishes for; None where nothing can."""
    return OF_KINDS.get(wish.kind)
