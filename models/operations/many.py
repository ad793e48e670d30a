"""Change many records by one press: each is checked for itself, and one that cannot be changed stops no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models.records import Record
from models.refusals import Refused
from models.scope import Scope
from models.wording import begun_small, counted, joined, number_words

CHANGED_MEANWHILE = "changed meanwhile"
NOT_HERE = "not found here"
NOT_YOURS = "not yours to change"


@dataclass(slots=True)
class Outcome:
    """What came of a change of many records.

    Attributes:
        done: Id -> the version that it has now.
        skipped: Why -> how many were left as they are.
    """

    done: dict[int, int] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)

    def sentence(self, done: str) -> str:
        """Say it: "12 archived, 1 skipped: changed meanwhile."

        Args:
            done: What was done to them, as a participle.
        """
        said = [f"{number_words(len(self.done))} {done}"] if self.done or not self.skipped else []
        if not self.skipped:
            return f"{said[0]}."
        left = self.skipped.total()
        whys = [why if len(self.skipped) == 1 else f"{number_words(many)} {why}" for why, many in self.skipped.items()]
        said.append(f"{counted(left, 'skipped', 'skipped')}: {joined(whys)}")
        return f"{', '.join(said)}."


def change_many(
    session: Session,
    table: type[Record],
    versions: Mapping[int, int],
    change: Callable[[Any], object],
    *,
    scope: Scope,
    may_change: Callable[[Any], bool],
) -> Outcome:
    """Change each of several records as if it stood alone.

    Args:
        table: Of which kind they are.
        versions: Id -> the version that the reader saw.
        change: Changes one; raises `Refused` where the domain refuses.
        may_change: Whether the reader may change one of them.
    """
    rows: Sequence[Any] = session.scalars(
        scope.limit(select(table).where(table.id.in_(versions)).order_by(table.id), table)
    ).all()
    outcome = Outcome()
    if missing := len(versions) - len(rows):
        outcome.skipped[NOT_HERE] = missing
    for record in rows:
        why = _changed(session, record, versions[record.id], change, may_change)
        if why:
            outcome.skipped[why] += 1
        else:
            outcome.done[record.id] = record.version
    return outcome


def _changed(
    session: Session,
    record: Any,
    version: int,
    change: Callable[[Any], object],
    may_change: Callable[[Any], bool],
) -> str:
    """Change one; empty where it is done, otherwise why it is not."""
    if not may_change(record):
        return NOT_YOURS
    if record.version != version:
        return CHANGED_MEANWHILE
    try:
        with session.begin_nested():
            change(record)
            session.flush()
    except StaleDataError:
        return CHANGED_MEANWHILE
    except Refused as refused:
        return begun_small(str(refused).rstrip("."))
    return ""
