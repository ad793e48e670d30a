"""What somebody at a school means to do: a task with its owner and its day, and where it came from."""

from __future__ import annotations

import enum
from collections.abc import Collection
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, event, func, inspect, select
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column, relationship

from models.accounts import User
from models.activities import Activity
from models.columns import Code, Line
from models.history import entry_day
from models.kinds.kind import Read, RecordKind
from models.ratings import Assessment
from models.records import Record, RecordStatus, server_day

# So long a name an action can have.
LONGEST = 200


class Origin(enum.StrEnum):
    """Where an action came from."""

    PRACTICE = "practice"
    GAP = "gap"
    EVALUATION = "evaluation"
    REVIEW = "review"
    PLAN = "plan"
    OWN = "own"


class Action(Record):
    """One thing to do.

    Attributes:
        assessment_id: The year for which it was meant; None for what belongs to no year.
        what: In words.
        practice: Key of the practice that it serves.
        indicator: Code of the indicator that it serves.
        from_record: Kind and reference of the record that it came from: `evaluation/e-17`.
        gap: Key of the gap that it came from, as `models.queries.gaps` gives it.
        owner_id: Whose it is, where that is a person with an account; else `owner_name` says a name or a group.
        by: Who acts, as a code of `by`.
        planned_on: The day on which it is meant to happen; `due_on` the last on which it should be done.
        done_on: The day on which it was done; None while it is open.
        done_by: Kind and reference of the record that shows that it was done; while `done_on` is empty, of one that
            is logged ahead and will tick it off once it is confirmed.
        log_kind: Kind of the record that doing it will be logged as.
        log_fill: What the form of that record is filled with: argument of its address -> texts.
        to_review: It was taken over from an earlier year, and nobody has looked at it since.
        copied_from_id: The action of that year.
        carried_on: The day on which it was taken over into a later year, and is no longer open in its own.
    """

    __tablename__ = "actions"
    kind = "action"
    extra_args = (
        CheckConstraint("owner_id IS NULL OR owner_name IS NULL", name="one_owner"),
        Index(None, "school_id", "done_on"),
        Index(None, "school_id", "done_by"),
        Index(None, "assessment_id"),
    )

    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    what: Mapped[Line]
    practice: Mapped[Code | None]
    indicator: Mapped[Code | None]
    origin: Mapped[Origin] = mapped_column(default=Origin.OWN)
    from_record: Mapped[Line | None] = mapped_column(comment="kind/ref of the record that it came from")
    gap: Mapped[Line | None] = mapped_column(comment="key of the gap that it came from")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    owner_name: Mapped[Line | None]
    by: Mapped[Code | None]
    due_on: Mapped[date | None]
    planned_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_by: Mapped[Line | None] = mapped_column(comment="kind/ref of the record that shows that it was done")
    log_kind: Mapped[Code | None]
    log_fill: Mapped[dict[str, Any] | None] = mapped_column(comment="argument of the form's address -> texts")
    to_review: Mapped[bool] = mapped_column(default=False)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    carried_on: Mapped[date | None]

    assessment: Mapped[Assessment | None] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.record_status is RecordStatus.CONFIRMED and self.done_on is None and self.carried_on is None

    @property
    def whose(self) -> str:
        """Name whose it is; empty where nobody's yet."""
        return self.owner.name if self.owner is not None else self.owner_name or ""

    def is_overdue(self, on: date) -> bool:
        """Whether it should have been done before a day, and is not."""
        return self.is_open and self.due_on is not None and self.due_on < on


def shortened(text: str) -> str:
    """Give a text on one line, cut to what an action can be called."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def things_to_do(text: str | None) -> list[str]:
    """Read what an evaluation or a review wants improved, one thing a line, without the marks of a list."""
    lines = (" ".join(line.split()).lstrip("-–•* ") for line in (text or "").splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def left_to_do(text: str | None, taken: Collection[Action]) -> list[str]:
    """List the things of a text that none of the actions made of it is; nothing once there is one for each.

    An action may have been named anew since; one may also have been made of the whole text.
    """
    wanted, called = things_to_do(text), {one.what for one in taken}
    if len(taken) >= len(wanted) or shortened(text or "") in called:
        return []
    return [one for one in wanted if shortened(one) not in called]


def record_key(text: str | None) -> tuple[str, str] | None:
    """Read kind and reference of a record as they are stored, `activity/a-17`; None for nothing."""
    kind, _, ref = (text or "").partition("/")
    return (kind, ref) if kind and ref else None


def shown_by_activity() -> ColumnElement[bool]:
    """Test in SQL whether an action that is not done names an activity: one that was planned, and its end."""
    return and_(
        Activity.school_id == Action.school_id,
        Action.done_by.startswith(f"{Activity.kind}/"),
        Activity.ref == func.substr(Action.done_by, len(Activity.kind) + 2),
        Action.done_on.is_(None),
    )


def is_an_activity() -> ColumnElement[bool]:
    """Test in SQL whether an action stands as a planned activity, which speaks for it where days are listed.

    It waits on a draft, which ticks it off once it is confirmed.
    """
    planned = select(Activity.id).where(shown_by_activity(), Activity.record_status == RecordStatus.DRAFT)
    return planned.correlate(Action).exists()


# So many records are asked about at once.
_AT_ONCE = 400


@event.listens_for(Session, "before_flush")
def _follow_records(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    """Let actions follow the records that show they were done: confirmed these tick them off, archived no more.

    What is planned moves with its draft. It listens to every write, so that no way of confirming, moving or archiving
    a record forgets it.
    """
    counts = {
        f"{one.kind}/{one.ref}": one for one in session.dirty if isinstance(one, Record) and _is_settled_anew(one)
    }
    keys = sorted(counts)
    for start in range(0, len(keys), _AT_ONCE):
        with session.no_autoflush:
            waiting = session.scalars(
                select(Action).where(
                    Action.done_by.in_(keys[start : start + _AT_ONCE]),
                    Action.record_status == RecordStatus.CONFIRMED,
                    Action.carried_on.is_(None),
                )
            ).all()
        for action in waiting:
            record = counts[action.done_by or ""]
            if record.school_id != action.school_id:
                continue
            is_so = record.record_status is RecordStatus.CONFIRMED
            if is_so != (action.done_on is not None):
                action.done_on = (entry_day(session) or server_day()) if is_so else None
            if isinstance(record, Activity) and record.record_status is RecordStatus.DRAFT:
                action.planned_on = record.occurred_on


def _is_settled_anew(record: Record) -> bool:
    if isinstance(record, Action):
        return False
    attrs = inspect(record).attrs
    is_moved = isinstance(record, Activity) and attrs.occurred_on.history.has_changes()
    return is_moved or attrs.record_status.history.has_changes()


ACTION = RecordKind(
    table=Action,
    noun="action",
    nouns="actions",
    known_on=("done_on", "due_on", "planned_on", "entered_on"),
    about=("what",),
    read=Read(unread="It says what is meant to be done; what was done is read from the records that show it."),
    without_file="It is made and ticked off in one place, and leads to the records that files hold.",
    labels=MappingProxyType(
        {
            "what": "What is to be done",
            "owner_id": "Whose it is",
            "owner_name": "Whose it is, a group or a name",
            "by": "Who acts",
            "due_on": "Due",
            "planned_on": "Planned for",
            "done_on": "Done",
            "origin": "Came from",
            "to_review": "To review",
            "carried_on": "Taken over into a later year",
        }
    ),
)
