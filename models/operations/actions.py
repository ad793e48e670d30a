"""Make actions, change them, tick them off and take them over into another year. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, object_session

from models.accounts import School
from models.actions import LONGEST, Action, Origin
from models.operations.planned_activities import SHOWN_BY_ANOTHER, drop_drafts
from models.operations.records import one_line, still_open, tidy
from models.ratings import Assessment
from models.records import Record, RecordStatus
from models.refusals import Refused, refuse_if
from models.texts import visible
from models.wording import day_words

_TEXTS = ("what", "owner_name")


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """One action, as typed or proposed; see `models.actions.Action` for what each says.

    Attributes:
        log_fill: Argument of the form's address -> texts.
    """

    what: str
    practice: str | None = None
    indicator: str | None = None
    origin: Origin = Origin.OWN
    from_record: str | None = None
    gap: str | None = None
    owner_id: int | None = None
    owner_name: str | None = None
    by: str | None = None
    due_on: date | None = None
    planned_on: date | None = None
    note: str | None = None
    log_kind: str | None = None
    log_fill: Mapping[str, Sequence[str]] | None = None


# What somebody may change of an action; the rest says where it came from and how it is logged.
CHANGED = (
    "what", "practice", "indicator", "owner_id", "owner_name", "by", "due_on", "planned_on", "note",
)  # fmt: skip


def add_action(
    session: Session, target: School | Assessment, entry: ActionEntry, *, user_id: int | None, today: date
) -> Action:
    """Put one action on record.

    Args:
        target: The year for which it is meant, or the school where it belongs to none.

    Raises:
        Refused: It says nothing, is too long, or names two owners; by field.
    """
    return add_actions(session, target, [entry], user_id=user_id, today=today)[0]


def add_actions(
    session: Session, target: School | Assessment, entries: Iterable[ActionEntry], *, user_id: int | None, today: date
) -> list[Action]:
    """Put many actions on record at once, in the order given.

    Args:
        target: As `add_action`.

    Raises:
        Refused: As `add_action`; nothing was added.
    """
    year = target if isinstance(target, Assessment) else None
    if year is not None:
        still_open(year)
    read = [_checked(entry) for entry in entries]
    made = [
        Action(
            school_id=year.school_id if year else target.id,
            assessment_id=year.id if year else None,
            entered_on=today,
            entered_by_id=user_id,
            **said,
        )
        for said in read
    ]
    session.add_all(made)
    session.flush()
    return made


def change_action(action: Action, entry: ActionEntry) -> None:
    """Change what an action says; what was taken over from an earlier year has been looked at with it.

    Raises:
        Refused: It is archived, or as `add_action`.
    """
    still_open(action)
    said = _checked(entry)
    for name in CHANGED:
        setattr(action, name, said[name])
    action.to_review = False


def finish_action(action: Action, *, on: date, today: date, record: str | None = None, note: str | None = None) -> None:
    """Tick an action off; of one that is done already, add the record or the note that was left out.

    Args:
        on: The day on which it was done.
        record: Kind and reference of the record that shows it.

    Raises:
        Refused: It is archived or belongs to an earlier year, it is done and nothing is added, or the day lies ahead.
    """
    still_open(action)
    note = tidy(note)
    if on > today:
        raise Refused({"done_on": "That day lies ahead. Tick it off once it is done."})
    if action.carried_on is not None:
        raise Refused("It was taken over into a later year. Tick it off there.")
    if action.done_on is not None and not (record or note):
        raise Refused(f"It is done already, since {day_words(action.done_on)}.")
    action.done_on = action.done_on or on
    action.done_by = record or action.done_by
    action.note = "\n".join(filter(None, [action.note, note])) or None
    action.to_review = False


def reopen_action(action: Action) -> None:
    """Take back that an action is done; the record that showed it stays as it is.

    Raises:
        Refused: It is archived, or not done.
    """
    still_open(action)
    if action.done_on is None:
        raise Refused("It is not done yet.")
    action.done_on = action.done_by = None


def keep_action(action: Action) -> None:
    """Say of an action taken over from an earlier year that it is still meant.

    Raises:
        Refused: It is archived, or nothing is to be reviewed.
    """
    still_open(action)
    if not action.to_review:
        raise Refused("Somebody has looked at it already.")
    action.to_review = False


def tick_by_record(action: Action, record: Record, *, today: date) -> bool:
    """Tick an action off by the record that was just logged for it; one logged ahead does so once it is confirmed.

    A planned activity that stood for it is archived: it is on record otherwise now.

    Returns:
        Whether the record stands for the action now; one that is done, archived or another's is left alone.
    """
    if not action.is_open or action.school_id != record.school_id:
        return False
    key = f"{record.kind}/{record.ref}"
    session = object_session(action)
    if session is not None and action.done_by != key:
        drop_drafts(session, [action], SHOWN_BY_ANOTHER)
        session.flush()  # before the action is tied to what shows it now
    action.done_by = key
    if record.record_status is RecordStatus.CONFIRMED:
        action.done_on, action.to_review = today, False
    return True


def carry_actions_over(session: Session, assessment: Assessment, *, today: date) -> list[Action]:
    """Take a school's open actions over into a year that is opened, all of them to be reviewed.

    Those of an earlier year are copied, and open there no more; those of no year come into this one.
    """
    still_open_ones = session.scalars(
        select(Action)
        .outerjoin(Assessment, Assessment.id == Action.assessment_id)
        .where(
            Action.school_id == assessment.school_id,
            Action.record_status == RecordStatus.CONFIRMED,
            Action.done_on.is_(None),
            Action.carried_on.is_(None),
            or_(Action.assessment_id.is_(None), Assessment.first < assessment.first),
            Action.entered_on <= assessment.year.last,
        )
        .order_by(Action.id)
    ).all()
    copies = []
    for action in still_open_ones:
        if action.assessment_id is None:
            action.assessment_id, action.to_review = assessment.id, True
            continue
        copies.append(_copied(action, assessment, today))
        action.carried_on = today
    session.add_all(copies)
    return copies


def _copied(action: Action, assessment: Assessment, today: date) -> Action:
    said = {field.name: getattr(action, field.name) for field in fields(ActionEntry)}
    return Action(
        school_id=action.school_id,
        assessment_id=assessment.id,
        copied_from_id=action.id,
        done_by=action.done_by,
        entered_on=today,
        to_review=True,
        **said,
    )


def _checked(entry: ActionEntry) -> dict[str, object]:
    """Read an entry as it is stored.

    Raises:
        Refused: As `add_action`.
    """
    said: dict[str, object] = {field.name: getattr(entry, field.name) for field in fields(entry)}
    for name in _TEXTS:
        said[name] = one_line(visible(str(said[name] or ""))) or None
    said["note"] = tidy(entry.note)
    said["log_fill"] = {name: list(texts) for name, texts in (entry.log_fill or {}).items()} or None
    problems = {}
    if said["what"] is None:
        problems["what"] = "Say what is to be done."
    problems |= {name: f"Use at most {LONGEST} characters." for name in _TEXTS if len(str(said[name] or "")) > LONGEST}
    if entry.owner_id is not None and said["owner_name"] is not None:
        problems["owner_name"] = "Choose a person or write a name down, not both."
    if entry.due_on and entry.planned_on and entry.planned_on > entry.due_on:
        problems["planned_on"] = f"It is due on {day_words(entry.due_on)}: plan it for that day or an earlier one."
    refuse_if(problems)
    return said
