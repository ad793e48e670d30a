"""Start, move on, confirm and end partnerships. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import User
from models.continuum.language.language import Language
from models.needs import SchoolNeed
from models.operations.records import delete_part, one_line, still_open, tidy, touch
from models.partners import Partner
from models.partnerships import Partnership, PartnershipCheck, PartnershipNeed, PartnershipStage, PointPerson
from models.queries.partnership_lines import confirmed_whole_on, lines_of
from models.queries.partnership_people import staff_of_school
from models.records import RecordStatus
from models.refusals import Refused, refuse_if
from models.scope import Scope
from models.wording import day_words, joined


@dataclass(frozen=True, slots=True)
class PartnershipEntry:
    """What is said of a partnership as a whole, for all its days."""

    started_on: date
    initiated_by: tuple[str, ...] = ()
    contact_interval_days: int | None = None
    note: str | None = None


def start_partnership(
    session: Session,
    partner: Partner,
    entry: PartnershipEntry,
    *,
    stage: str,
    point_person: str | None,
    language: Language,
    scope: Scope,
    today: date,
) -> Partnership:
    """Start a partnership of a school with an organisation.

    Args:
        stage: Its stage from the first day on.
        point_person: Who at the school is in charge from the first day on; None for nobody yet.
        language: Of the rules in force: which stages mean the end, and come with its day alone.

    Raises:
        Refused: A first day still to come, a stage that means the end, half of somebody's name, or a partnership with
            the same organisation that is still running.
    """
    problems = _started_problem(entry.started_on, today)
    if stage in language.marked("stage", "over"):
        problems["stage"] = "Choose the stage it begins with; an end is noted later, with its day."
    running = session.scalars(
        select(Partnership).where(
            Partnership.school_id == scope.school_id,
            Partnership.partner_id == partner.id,
            Partnership.record_status != RecordStatus.ARCHIVED,
            Partnership.ended_on.is_(None),
        )
    ).first()
    if running is not None:
        since = day_words(running.started_on)
        problems["partner"] = f"There is a partnership with {partner.name} already, since {since}."
    if said := half_a_name(session, point_person, scope):
        problems["person"] = said
    refuse_if(problems)
    partnership = Partnership(
        school_id=scope.school_id,
        partner=partner,
        started_on=entry.started_on,
        entered_on=today,
        entered_by_id=scope.user_id,
    )
    _describe(partnership, entry)
    partnership.stages.append(PartnershipStage(stage=stage, from_on=entry.started_on))
    if one_line(point_person):
        partnership.point_people.append(
            PointPerson(
                person=one_line(point_person), user=user_named(session, point_person, scope), from_on=entry.started_on
            )
        )
    session.add(partnership)
    return partnership


def change_partnership(session: Session, partnership: Partnership, entry: PartnershipEntry, *, today: date) -> None:
    """Change what is said of a partnership as a whole; its first stage and point person move with its first day.

    Raises:
        Refused: Archived, a first day still to come, on or after the end, or after a later stage or point person.
    """
    still_open(partnership)
    problems = _started_problem(entry.started_on, today)
    if partnership.ended_on is not None and entry.started_on >= partnership.ended_on:
        problems["started_on"] = f"The partnership ended on {day_words(partnership.ended_on)}; it began before that."
    later = [row.from_on for row in partnership.stages[1:]] + [row.from_on for row in partnership.point_people[1:]]
    if later and entry.started_on >= min(later):
        problems["started_on"] = f"Stage or point person changed on {day_words(min(later))}; it began before that."
    refuse_if(problems)
    before = partnership.started_on
    first: list[PartnershipStage | PointPerson] = [*partnership.stages[:1], *partnership.point_people[:1]]
    for row in first:
        if row.from_on == before or row.from_on < entry.started_on:
            row.from_on = entry.started_on
    _describe(partnership, entry)
    if session.is_modified(partnership):
        touch(partnership)


def move_on(partnership: Partnership, stage: str, from_on: date, *, language: Language, today: date) -> None:
    """Note the stage a partnership is in from a day on; a stage noted for the same day is corrected.

    Args:
        language: As for `start_partnership`.

    Raises:
        Refused: Archived or ended, a stage that means the end, a day before the start or still to come, or no change.
    """
    still_open(partnership)
    _still_running(partnership)
    problems = _day_problem(partnership, from_on, today)
    if stage in language.marked("stage", "over"):
        problems["stage"] = "End the partnership instead: the stage follows from it."
    if not problems and partnership.stage_on(from_on) == stage:
        problems["stage"] = f"It is in this stage already on {day_words(from_on)}."
    refuse_if(problems)
    _set_stage(partnership, stage, from_on)
    touch(partnership)


def hand_to(
    session: Session, partnership: Partnership, person: str | None, from_on: date, *, scope: Scope, today: date
) -> None:
    """Note who at the school is in charge from a day on; what was done before stays with who did it.

    Args:
        person: The name; empty for nobody.

    Raises:
        Refused: Archived or ended, a day before the start or still to come, no change, or half of somebody's name.
    """
    still_open(partnership)
    _still_running(partnership)
    problems = _day_problem(partnership, from_on, today)
    name = one_line(person)
    current = partnership.point_person_on(from_on) or ""
    if not problems and current == name:
        who = name or "Nobody"
        problems["person"] = f"{who} is the point person already on {day_words(from_on)}."
    elif said := half_a_name(session, person, scope):
        problems["person"] = said
    refuse_if(problems)
    people = partnership.point_people
    same_day = next((row for row in people if row.from_on == from_on), None)
    following = min((row.from_on for row in people if row.from_on > from_on), default=None)
    for row in people:
        if row.from_on < from_on and (row.until_on is None or row.until_on > from_on):
            row.until_on = from_on
    if same_day is not None and not name:
        delete_part(partnership, "point_people", same_day)
    elif same_day is not None:
        same_day.person, same_day.user = name, user_named(session, name, scope)
    elif name:
        people.append(
            PointPerson(person=name, user=user_named(session, name, scope), from_on=from_on, until_on=following)
        )
        people.sort(key=lambda row: row.from_on)
    touch(partnership)


def confirm_facts(partnership: Partnership, on: date) -> None:
    """Note that what is on record of a partnership was looked through and is still true.

    Raises:
        Refused: Archived or ended, or noted for that day already.
    """
    still_open(partnership)
    _still_running(partnership)
    if on in partnership.confirmed_on:
        raise Refused("What was agreed was confirmed today already.")
    partnership.confirmed_on = (*partnership.confirmed_on, on)


def confirm_line(partnership: Partnership, name: str, on: date) -> bool:
    """Note of one line of a partnership that it is still true; with the last one, all of it is confirmed.

    Args:
        name: A key of `LINES`.

    Returns:
        Whether all of it is confirmed with this.

    Raises:
        Refused: Archived or ended, nothing stands there, or it was said today already.
    """
    still_open(partnership)
    _still_running(partnership)
    line = next((one for one in lines_of(partnership, on) if one.name == name), None)
    if line is None:
        raise Refused("Nothing stands there any more.")
    if line.said_on >= on:
        raise Refused(f"{line.label}: that was said today already.")
    partnership.checks.append(PartnershipCheck(line=name, said_on=on))
    touch(partnership)
    since = confirmed_whole_on(partnership, on)
    if any(one.own_on <= since for one in lines_of(partnership, on)):
        return False
    confirm_facts(partnership, on)
    return True


def show_to_partner(partnership: Partnership, *, today: date) -> None:
    """Let the partner read and confirm what was agreed, or no longer.

    Raises:
        Refused: Archived or ended.
    """
    still_open(partnership)
    _still_running(partnership)
    partnership.shown_on = today if partnership.shown_on is None else None


def end_partnership(partnership: Partnership, ended_on: date, *, stage: str, today: date) -> None:
    """End a partnership; what it gave stays a fact.

    Args:
        ended_on: The first day that no longer counts.
        stage: Its last stage, one that means the end.

    Raises:
        Refused: Archived or ended already, or a day still to come, not after the start or before the last stage.
    """
    still_open(partnership)
    _still_running(partnership)
    problems = {}
    if ended_on > today:
        problems["ended_on"] = "This day is still to come. End it on the day."
    elif ended_on <= partnership.started_on:
        problems["ended_on"] = f"It began on {day_words(partnership.started_on)}; the end must be later."
    elif partnership.stages and partnership.stages[-1].from_on > ended_on:
        last = day_words(partnership.stages[-1].from_on)
        problems["ended_on"] = f"Its stage changed on {last}; the end cannot be earlier."
    refuse_if(problems)
    partnership.ended_on = ended_on
    _set_stage(partnership, stage, ended_on)
    touch(partnership)


def reopen_partnership(partnership: Partnership, *, language: Language) -> None:
    """Take back an end that was noted by mistake.

    Args:
        language: As for `start_partnership`.

    Raises:
        Refused: Archived, or not ended.
    """
    still_open(partnership)
    if partnership.ended_on is None:
        raise Refused("This partnership has not ended.")
    over = language.marked("stage", "over")
    for row in [row for row in partnership.stages if row.stage in over and row.from_on == partnership.ended_on]:
        delete_part(partnership, "stages", row)
    partnership.ended_on = None
    touch(partnership)


def serve_needs(partnership: Partnership, needs: Collection[SchoolNeed], *, today: date) -> None:
    """Say which of the school's needs a partnership serves; needs linked before keep their day.

    Args:
        needs: All of them, in any order; of the same school.

    Raises:
        Refused: Archived.
    """
    still_open(partnership)
    wanted = {need.id: need for need in needs}
    linked = {row.need_id: row for row in partnership.needs}
    for need_id, row in linked.items():
        if need_id not in wanted:
            delete_part(partnership, "needs", row)
    for need_id in sorted(wanted.keys() - linked.keys()):
        partnership.needs.append(PartnershipNeed(need=wanted[need_id], from_on=max(today, partnership.started_on)))
    if wanted.keys() != linked.keys():
        touch(partnership)


def _describe(partnership: Partnership, entry: PartnershipEntry) -> None:
    partnership.started_on = entry.started_on
    partnership.initiated_by = entry.initiated_by
    partnership.contact_interval_days = entry.contact_interval_days
    partnership.note = tidy(entry.note)


def _set_stage(partnership: Partnership, stage: str, from_on: date) -> None:
    same_day = next((row for row in partnership.stages if row.from_on == from_on), None)
    if same_day is not None:
        same_day.stage = stage
        return
    partnership.stages.append(PartnershipStage(stage=stage, from_on=from_on))
    partnership.stages.sort(key=lambda row: row.from_on)


def user_named(session: Session, name: str | None, scope: Scope) -> User | None:
    """Find the account of a point person by name, among the people of the school; None where there is none."""
    wanted = one_line(name).casefold()
    return next((user for user in staff_of_school(session, scope=scope) if user.name.casefold() == wanted), None)


def half_a_name(session: Session, name: str | None, scope: Scope) -> str:
    """Say whom of the school a single word may mean that is only part of their name; nothing where it is a whole one.

    Taken for a name of its own it would make a point person without an account, beside the one who has it.
    """
    word = one_line(name).casefold()
    staff = [user.name for user in staff_of_school(session, scope=scope)]
    if " " in word or word in (one.casefold() for one in staff):
        return ""
    meant = joined((one for one in staff if word in one.casefold().split()), "or")
    return f"Do you mean {meant}? Write the whole name." if meant else ""


def _started_problem(started_on: date, today: date) -> dict[str, str]:
    if started_on > today:
        return {"started_on": "This day is still to come. Choose today or an earlier day."}
    return {}


def _day_problem(partnership: Partnership, from_on: date, today: date) -> dict[str, str]:
    if from_on > today:
        return {"from_on": "This day is still to come. Choose today or an earlier day."}
    if from_on < partnership.started_on:
        return {"from_on": f"The partnership began on {day_words(partnership.started_on)}. Choose a later day."}
    return {}


def _still_running(partnership: Partnership) -> None:
    if partnership.ended_on is not None:
        raise Refused(f"This partnership ended on {day_words(partnership.ended_on)}.")
