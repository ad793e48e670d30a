"""What if: a school as if some things had been done that it lacks, and some of its records had not been made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.continuum.continuum import Continuum
from models.continuum.evidence.facts import RecordKey
from models.continuum.time.calendar import back
from models.planning.acts import Act, Draft
from models.planning.proposing import fulfilled_beside

# What is imagined lies as near as it can: so many months back, and farther where a rule asks for a spread.
_MONTHS_BACK = (0, 1, 3, 6, 12, 24)


@dataclass(frozen=True, slots=True)
class Imagined:
    """A school that is not so.

    Attributes:
        school: The school as if; nothing of it is stored.
        acts: What is imagined to have been done, practice by practice.
        left_out: Acts among what was imagined that were left out again.
        fulfilled: Keys of the practices imagined to be fulfilled.
        impossible: Those of which nothing that could be done makes it so.
        dropped: Records imagined away.
    """

    school: Continuum
    acts: tuple[Act, ...]
    left_out: tuple[Act, ...]
    fulfilled: tuple[str, ...]
    impossible: tuple[str, ...]
    dropped: frozenset[RecordKey]

    @property
    def is_true(self) -> bool:
        """Whether nothing is imagined."""
        return not (self.acts or self.left_out or self.dropped)


def imagine(
    school: Continuum,
    practices: Sequence[str],
    drop: Iterable[RecordKey],
    *,
    without: Iterable[RecordKey] = (),
    on: date,
) -> Imagined:
    """Give a school as if practices were fulfilled on a day and records were not there.

    The same school and the same wishes give the same, so that an address can hold them.

    Args:
        practices: Their keys, in the order in which they are imagined; unknown ones are left aside.
        drop: Records of the school; unknown ones are left aside.
        without: What is made or changed by acts of what is imagined that are left out again.
        on: The day on which the school is asked.
    """
    rules, fewer = school.rules_on(on.toordinal()), set(without)
    gone = frozenset(key for key in drop if key[1] in school.evidence.rows.get(key[0], {}))
    draft = Draft(school.as_if(remove=gone) if gone else school)
    done, impossible = [], []
    for key in dict.fromkeys(practices):
        if key not in rules.practices:
            continue
        found = _nearest(draft, key, on)
        if found is None:
            impossible.append(key)
        else:
            draft = found
            done.append(key)
    left_out = tuple(act for act in draft.acts if act.key in fewer)
    for act in left_out:
        draft = draft.without(act)
    return Imagined(draft.school, draft.acts, left_out, tuple(done), tuple(impossible), gone)


def _nearest(draft: Draft, key: str, on: date) -> Draft | None:
    """Fulfil a practice with what lies as little back as its rule allows."""
    day = on.toordinal()
    for months in _MONTHS_BACK:
        since = date.fromordinal(back(day, months) - (months == 0))
        found = fulfilled_beside(draft, key, today=since, by=on)
        if found is not None:
            return found
    return None
