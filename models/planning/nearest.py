"""What may be written down today with one partner or another so that a practice comes nearer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.continuum.continuum import Continuum
from models.continuum.rulebook.catalogue import Practice
from models.continuum.rulebook.rules.base import Rule
from models.continuum.rulebook.rules.wish import PARTNERSHIP, Wish
from models.planning.acts import Act, Draft
from models.planning.makers import maker_of
from models.planning.making import Making
from models.planning.parts import ways

# Kinds of which one more is written down with a partnership, or with a partner that is known.
OF_PARTNERS = frozenset({PARTNERSHIP, "evaluation", "agreement", "commitment", "org"})
_APPRAISED = "assessed"


@dataclass(frozen=True, slots=True)
class Nearest:
    """An open part of a practice's rule, and what would bring it nearer.

    Attributes:
        rule: The part.
        ways: Each with one partnership or partner: what is to be written down, one after the other; those with least
            to do first.
    """

    rule: Rule
    ways: tuple[tuple[Act, ...], ...]


def is_of_partners(wish: Wish | None) -> bool:
    """Whether one more of what a rule wishes for is written down with a partner that the school has."""
    return wish is not None and wish.kind in OF_PARTNERS and (wish.kind != "org" or _APPRAISED in wish.says)


def nearest(school: Continuum, practice: Practice, today: date) -> list[Nearest]:
    """List the open parts of a practice that partnerships and partners can show; none while somebody objects to it.

    Of one that is met, what keeps it met once what shows it gets too old. Of one that only a year before can show,
    that: it may have happened, and not be on record.
    """
    day, found = today.toordinal(), dict[Rule, Nearest]()
    if school.share(practice.key, day) >= 1 and (until := school.holds_until(practice.key, today)) is not None:
        day = until.toordinal()
    able = [part for way in ways(school, practice, day) for part in way if is_of_partners(part.wish)]
    for part in able or [part for part in school.parts(practice, day) if is_of_partners(part.wish)]:
        if part.rule in found:
            continue
        making = Making(Draft(school), practice, part, day, day, {})
        make = maker_of(part.wish)
        acts = list(_appraisals(making) if part.wish.kind == "org" else make(making) if make else ())
        # What a year must have passed for brings nothing nearer today, and is begun with all the same.
        helping = [one for one in acts if _brings_nearer(making, one)] or acts
        found[part.rule] = Nearest(part.rule, tuple(sorted(helping, key=len)))
    return list(found.values())


def _brings_nearer(making: Making, acts: tuple[Act, ...]) -> bool:
    school = making.draft.doing(acts).school
    return school.share_of_part(making.part, making.last) > making.part.share(making.last)


def _appraisals(making: Making) -> Iterator[tuple[Act, ...]]:
    """Propose to look at what each partner known could give, those first that nobody looked at."""
    known = {row["name"]: ref for ref, row in making.rows("org").items()}
    on = date.fromordinal(making.last)
    for name in (name for name in making.partners() if name in known):
        yield (making.changed("org", known[name], on, f"check what {name} can offer", assessed_on=on),)
