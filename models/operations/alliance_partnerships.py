"""A strategic alliance confirms what was agreed, says how it goes, and announces who follows whom. Nothing commits."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models.accounts import School
from models.addresses import NotAnAddress, mail_address
from models.continuum.language.language import Language
from models.evaluations import Evaluation
from models.operations.alliance_entries import scope_at
from models.operations.evaluations import EvaluationEntry, evaluate_partnership
from models.operations.partnerships import confirm_facts
from models.operations.record_entries import enter_record
from models.operations.records import one_line
from models.partners import Partner
from models.partnerships import Partnership
from models.queries.alliance_partnerships import told_to_partner
from models.queries.catalogue import latest_catalogue
from models.records import Record, RecordStatus
from models.refusals import Refused
from models.scope import Scope
from models.stewardship import TRANSITION
from models.texts import identity_key

MOST_AHEAD = 366


def confirm_as_partner(partnership: Partnership, *, today: date) -> None:
    """Say that what was agreed is still so; it is the word of both sides then.

    Raises:
        Refused: The school does not let its partner read it, or it was confirmed today already.
    """
    if not told_to_partner(partnership, today):
        raise Refused("There is nothing to confirm: ask the school to show you what you agreed.")
    confirm_facts(partnership, today)


def rate_as_partner(
    session: Session,
    partnership: Partnership,
    *,
    strengths: str | None,
    weaknesses: str | None,
    effect: str | None,
    fit: str | None,
    change: str | None,
    social: str | None = None,
    physical: str | None = None,
    language: Language,
    scope: Scope,
    today: date,
) -> Evaluation:
    """Say how a partnership goes, from the partner's side: it counts once the school has confirmed it.

    Args:
        effect: What it does for students' learning.
        fit: Whether it still fits the goals and the workforce of the partner.
        change: What should change.
        social, physical: What it does for students' social and physical wellbeing.

    Raises:
        Refused: Nothing is said at all.
    """
    entry = EvaluationEntry(
        occurred_on=today,
        side=language.standing_for("side", school=False, partner=True),
        strengths=strengths,
        weaknesses=weaknesses,
        academic=effect,
        social=social,
        physical=physical,
        goal_alignment=fit,
        actions_open=change,
        asks_students=True if effect or social or physical else None,
        asks_workforce=True if fit else None,
    )
    rating = evaluate_partnership(session, partnership, entry, language=language, scope=scope, today=today)
    rating.record_status = RecordStatus.PROPOSED
    return rating


def announce_change(
    session: Session,
    partner: Partner,
    schools: list[School],
    *,
    leaves: str | None,
    follows: str | None,
    reached_at: str | None,
    on: date,
    scope: Scope,
    today: date,
) -> list[Record]:
    """Tell schools that somebody of the alliance leaves, who follows, and from which day.

    Raises:
        Refused: Nobody is named, the same person twice, no school is told, a wrong mail address, or a day far ahead.
    """
    problems = {} if one_line(leaves) else {"leaves": "Say who leaves."}
    if one_line(leaves) and identity_key(leaves or "") == identity_key(follows or ""):
        problems["follows"] = "This is who leaves. Say who follows, or leave it empty until you know."
    if not schools:
        problems["schools"] = "Choose at least one school."
    if (on - today).days > MOST_AHEAD:
        problems["occurred_on"] = "This day is more than a year ahead. Tell the school once it is closer."
    if reached_at:
        try:
            reached_at = mail_address(reached_at)
        except NotAnAddress as problem:
            problems["reached_at"] = str(problem)
        if not one_line(follows):
            problems["follows"] = "Say whose address it is."
    if problems:
        raise Refused(problems)
    what = latest_catalogue(session).language.first("transition", "of_partner")
    said = {
        "what": what, "partner": partner, "occurred_on": on, "leaves": one_line(leaves),
        "follows": one_line(follows) or None, "reached_at": reached_at or None,
    }  # fmt: skip
    told = [enter_record(session, TRANSITION, said, scope=scope_at(one, scope), today=today) for one in schools]
    for record in told:
        record.record_status = RecordStatus.PROPOSED
    return told
