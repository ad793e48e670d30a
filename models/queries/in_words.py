"""A school in three sentences and a picture, for somebody who only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.continuum.continuum import Continuum
from models.continuum.time.calendar import back
from models.queries.comparisons import compare_days, finding, is_too_early
from models.queries.year_so_far import YearSoFar
from models.wording import counted, day_words, noun, number_word, sentence_case
from models.year_sheets import Spread


@dataclass(frozen=True, slots=True)
class InWords:
    """A school as it stands.

    Attributes:
        sentences: Where it stands, what happened this year, and what changed within a year.
        spread: How many indicators stand at each level a year ago and today, the highest first.
        lines: Codes of the indicators that are counted.
    """

    sentences: tuple[str, ...]
    spread: tuple[Spread, ...]
    lines: tuple[str, ...]


def school_in_words(continuum: Continuum, year: YearSoFar, *, on: date) -> InWords:
    """Tell where a school stands on a day, what it did in the running school year, and what changed within a year."""
    rules = continuum.rules_on(on.toordinal())
    then = date.fromordinal(back(on.toordinal(), 12))
    compared = compare_days(continuum, then, on)
    this = [one.after.level or 0 for one in compared.changes]
    is_early = is_too_early(compared)
    # What nobody logged then is not "none yet".
    last = [] if is_early else [one.before.level or 0 for one in compared.changes]
    spread = tuple(
        Spread(level, rules.level_name(level) if level else "None yet", last.count(level), this.count(level))
        for level in (5, 4, 3, 2, 1, 0)
    )
    many = sum(level > 0 for level in this)
    total = len(this)
    stands = "Our records support no level yet."
    if many:
        highest = max(this)
        at = this.count(highest)
        how_many = "all" if many == total else f"{number_word(many)} of"
        stands = (
            f"Our records support a level on {how_many} {counted(total, 'question', 'questions')} about "
            f"the school and its community; the highest, {rules.level_name(highest)}, on {number_word(at)}."
        )
    they = noun(year.activities, "it", "they")
    did = (
        f"Since {day_words(year.year.start)}, {counted(year.activities, 'activity is', 'activities are')} on record, "
        f"with {counted(year.partnerships, 'partnership that counts', 'partnerships that count')}; {they} reached "
        f"{year.groups} of {year.all_groups} stakeholder {noun(year.all_groups, 'group', 'groups')}."
    )
    changed = "Our log is too young to be compared with a year ago."
    if not is_early:
        changed = f"{sentence_case(finding(compared))}, compared with a year ago."
    return InWords((stands, did, changed), spread, tuple(one.indicator.code for one in compared.changes))
