"""What a plan is made of: things to do, each a record to be made or changed, and the school as if they were done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from models.continuum.continuum import Continuum
from models.continuum.evidence.facts import RecordKey, Row


@dataclass(frozen=True)
class Act:
    """One thing to do.

    Attributes:
        kind: Kind of record.
        ref: Reference of the record that it makes, or of the one on record that it changes.
        on: The day for which it is planned.
        practice: Key of the practice that it was proposed for.
        words: What it must be, as in "1 act by students asking the school board".
        said: Column -> what the record says there.
        adds: Column of days, or of a time line -> what comes behind what stands there.
        dated: Columns that hold its day, among them those of `said`.
    """

    kind: str
    ref: str
    on: date
    practice: str
    words: str
    said: Mapping[str, Any] = field(default_factory=dict)
    adds: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    dated: tuple[str, ...] = ()

    @property
    def key(self) -> RecordKey:
        """The record that it makes or changes."""
        return self.kind, self.ref

    def row(self, before: Row | None) -> Row:
        """Give the record as it is once it is done.

        Args:
            before: The record as it stands; None where it is made.
        """
        found: dict[str, Any] = dict(before) if before is not None else {"ref": self.ref}
        found |= self.said
        for column, more in self.adds.items():
            there = found.get(column) or ()
            # A time line that was written as a bare value holds it from the beginning.
            found[column] = (*(there if isinstance(there, tuple) else ((date.min, there),)), *more)
        return found

    def moved(self, day: date) -> Act:
        """Give the same on another day."""
        said = {column: day if column in self.dated else value for column, value in self.said.items()}
        adds = {column: tuple(_moved(one, day) for one in more) for column, more in self.adds.items()}
        return replace(self, on=day, said=said, adds=adds)

    def with_more(self, other: Act) -> Act:
        """Give it with what another act on the same record says beside it."""
        adds = {**self.adds, **{column: (*self.adds.get(column, ()), *more) for column, more in other.adds.items()}}
        words = self.words if other.words in self.words else f"{self.words}; {other.words}"
        return replace(self, said={**self.said, **other.said}, adds=adds, words=words)


def _moved(one: Any, day: date) -> Any:
    return day if isinstance(one, date) else (day, *one[1:])


class Draft:
    """A school as if some acts were done. It never changes: each step gives another one."""

    def __init__(self, base: Continuum, school: Continuum | None = None, acts: tuple[Act, ...] = ()) -> None:
        self._base = base
        self.school = school or base
        self.acts = acts
        # Each act may be asked for again: what the plan is without it stays the same.
        self._without: dict[RecordKey, Draft] = {}

    def doing(self, acts: Iterable[Act]) -> Draft:
        """Give the school as if some more were done; what is done with one record is one act."""
        all_acts, changed = list(self.acts), []
        for act in acts:
            place = next((at for at, one in enumerate(all_acts) if one.key == act.key), None)
            if place is None:
                all_acts.append(act)
            else:
                act = all_acts[place] = all_acts[place].with_more(act)
            changed.append((act.kind, act.row(self._before(act.key))))
        return Draft(self._base, self.school.as_if(add=changed), tuple(all_acts))

    def without(self, act: Act) -> Draft:
        """Give the school as if one of them were not done."""
        found = self._without.get(act.key)
        if found is None:
            left = tuple(one for one in self.acts if one is not act)
            before = self._before(act.key)
            there = [(act.kind, before)] if before is not None else []
            school = self.school.as_if(remove=[act.key] if before is None else (), add=there)
            found = self._without[act.key] = Draft(self._base, school, left)
        return found

    def moving(self, act: Act, day: date) -> Draft:
        """Give the school as if one of them were done on another day."""
        return self.instead_of(act, act.moved(day))

    def instead_of(self, act: Act, other: Act) -> Draft:
        """Give the school as if one of them were done in another way, with the same record."""
        acts = tuple(other if one is act else one for one in self.acts)
        row = other.row(self._before(act.key))
        return Draft(self._base, self.school.as_if(add=[(act.kind, row)]), acts)

    def joining(self, one: Act, other: Act, whole: Act) -> Draft:
        """Give the school as if two of them were done as one, with the record that the first of them makes."""
        acts = tuple(whole if act is one else act for act in self.acts if act is not other)
        made = [(whole.kind, whole.row(self._before(one.key)))]
        before = self._before(other.key)
        there = [(other.kind, before)] if before is not None else []
        school = self.school.as_if(remove=[other.key] if before is None else (), add=[*made, *there])
        return Draft(self._base, school, acts)

    def settled(self) -> Draft:
        """Let go of the schools that it was made from."""
        self.school.settled()
        return self

    def _before(self, key: RecordKey) -> Row | None:
        kind, ref = key
        return self._base.evidence.rows.get(kind, {}).get(ref)
