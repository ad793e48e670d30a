"""Open a school year's assessment, rate, agree, note, sign and reopen. Nothing here commits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.accounts import School
from models.operations.actions import carry_actions_over
from models.operations.records import still_open, tidy
from models.queries.years import file_kept
from models.rating_asks import REASON_LENGTH, Ask, Placed, Shown, asks_of
from models.ratings import Assessment, Below, Rating, RatingNote, RatingVisit, SignedPage, SignOff
from models.refusals import Refused, refuse_if
from models.school_years import FIRST_YEAR, SchoolYear


@dataclass(frozen=True, slots=True)
class RatingEntry:
    """What the team says of an indicator, as typed."""

    existing: int | None
    desired: int | None
    rationale: str | None = None
    below_because: Below | None = None
    kept_up: str | None = None


def open_year(
    session: Session, school: School, year: SchoolYear, *, indicators: Sequence[str], today: date
) -> Assessment:
    """Open a school year's assessment, or give the one that is open: there is one of each year.

    The latest earlier year's ratings and desired levels are copied, and the open actions taken over, all of them to be
    reviewed.

    Args:
        indicators: Codes of the map's indicators, in its order.

    Raises:
        Refused: The year has not begun, or lies too far back.
        sqlalchemy.exc.IntegrityError: Somebody else opened it at the same moment and committed first.
    """
    found = session.scalars(
        select(Assessment).where(Assessment.school_id == school.id, Assessment.first == year.first)
    ).one_or_none()
    if found is not None:
        return found
    if year.start > today or year.first < FIRST_YEAR:
        raise Refused({"year": f"The school year {year} cannot be assessed now."})
    before = session.scalars(
        select(Assessment)
        .where(Assessment.school_id == school.id, Assessment.first < year.first)
        .order_by(Assessment.first.desc())
        .limit(1)
    ).one_or_none()
    assessment = Assessment(
        school_id=school.id,
        ref=f"assessment-{year.first}",
        name=str(year),
        first=year.first,
        first_month=year.first_month,
        opened_on=today,
        copied_from_id=before.id if before else None,
    )
    session.add(assessment)
    session.flush()
    earlier = {rating.indicator: rating for rating in before.ratings} if before else {}
    session.add_all(_to_review(assessment, code, earlier.get(code)) for code in indicators)
    carry_actions_over(session, assessment, today=today)
    session.flush()
    return assessment


def _to_review(assessment: Assessment, code: str, earlier: Rating | None) -> Rating:
    return Rating(
        school_id=assessment.school_id,
        ref=f"rating-{assessment.first}-{code.replace(' ', '-')}",
        assessment=assessment,
        indicator=code,
        existing=earlier.existing if earlier else None,
        desired=earlier.desired if earlier else None,
    )


def still_unsigned(assessment: Assessment) -> None:
    """Make sure that an assessment may be changed.

    Raises:
        Refused: It is signed, or archived.
    """
    still_open(assessment)
    if assessment.signed_on is not None:
        raise Refused(f"The year {assessment.year} is signed. Reopen it before you change it.")


def rate_indicator(
    rating: Rating, entry: RatingEntry, *, shown: Shown, files: int, user_id: int | None, today: date
) -> None:
    """Store what the team says of an indicator: it has been looked at.

    What a second member agreed to was what stood there before; a change of it asks for that again.

    Args:
        shown: What records show on the day the year is judged on.
        files: How many files are tied to the indicator.

    Raises:
        Refused: The year is signed, a level is none, or what such a rating asks for is missing; each by its field.
    """
    still_unsigned(rating.assessment)
    refuse_if(_out_of_map(entry))
    rationale, kept_up = tidy(entry.rationale), tidy(entry.kept_up)
    stays = (rating.existing, rating.rationale) == (entry.existing, rationale)
    agreed = stays and rating.second_by_id is not None and rating.second_by_id != user_id
    placed = Placed(entry.existing, entry.desired, rationale, kept_up, files, has_second=agreed)
    refuse_if({ask.field: ask.text for ask in asks_of(placed, shown) if ask.field})
    rating.existing, rating.desired = entry.existing, entry.desired
    rating.rationale, rating.kept_up = rationale, kept_up
    rating.below_because = entry.below_because
    rating.reviewed_on, rating.reviewed_by_id = today, user_id
    if not agreed:
        rating.second_by_id = rating.second_on = None


def _out_of_map(entry: RatingEntry) -> dict[str, str]:
    problems = {}
    if entry.existing is not None and not 0 <= entry.existing <= 5:
        problems["existing"] = "Choose one of the five levels, or none yet."
    if entry.desired is not None and not 1 <= entry.desired <= 5:
        problems["desired"] = "Choose one of the five levels."
    return problems


def agree_with_rating(rating: Rating, *, user_id: int, today: date) -> None:
    """Agree with a rating as its second member.

    Raises:
        Refused: The year is signed, the indicator was not looked at, or the same person rated it.
    """
    still_unsigned(rating.assessment)
    if rating.reviewed_on is None:
        raise Refused("Nobody has rated this indicator this year yet.")
    if rating.reviewed_by_id == user_id:
        raise Refused("You rated it yourself: another member of the leadership team has to agree.")
    rating.second_by_id, rating.second_on = user_id, today


def note_said(
    session: Session, assessment: Assessment, code: str, *, said: str, said_by: str | None, today: date
) -> RatingNote:
    """Write down what somebody said about an indicator.

    Raises:
        Refused: The year is signed, or nothing is said.
    """
    still_unsigned(assessment)
    text = tidy(said)
    if text is None:
        raise Refused({"said": "Write down what was said."})
    note = RatingNote(
        school_id=assessment.school_id,
        assessment=assessment,
        indicator=code,
        said_on=today,
        said=text,
        said_by=tidy(said_by),
    )
    session.add(note)
    return note


def note_visit(
    session: Session, *, assessment_id: int, indicator: str, user_id: int, at: datetime, keep_from: datetime
) -> None:
    """Note that somebody opened an indicator, and forget those who did so before some instant."""
    session.execute(delete(RatingVisit).where(RatingVisit.assessment_id == assessment_id, RatingVisit.at < keep_from))
    session.add(RatingVisit(assessment_id=assessment_id, indicator=indicator, user_id=user_id, at=at))


def sign_year(
    session: Session,
    assessment: Assessment,
    report: Mapping[str, Any],
    *,
    pages: Mapping[str, str | bytes] = MappingProxyType({}),
    open_asks: Mapping[str, Iterable[Ask]],
    user_id: int | None,
    at: datetime,
    today: date,
) -> SignOff:
    """Sign a year: its report is kept, and nothing of it changes from now on.

    Args:
        report: What is signed, as JSON values; see `models.queries.year_reports`.
        pages: What is given out of it, drawn and laid out as on this day: name -> text or file. Without them it is
            drawn from the report whenever somebody asks.
        open_asks: Name of an indicator -> what it still asks for; those that ask for nothing may be left out.

    Raises:
        Refused: The year is signed, or something is not looked at or still asked for; the message names what.
    """
    still_unsigned(assessment)
    missing = [f"{name}: {' '.join(ask.text for ask in asks)}" for name, asks in open_asks.items() if asks]
    if missing:
        raise Refused(f"Not everything is there yet. {' '.join(missing)}")
    snapshot = canonical(report)
    assessment.signed_on = today
    assessment.reopened_because = None
    signed = SignOff(
        school_id=assessment.school_id,
        assessment=assessment,
        signed_at=at,
        signed_on=today,
        signed_by_id=user_id,
        snapshot=snapshot,
        sha256=hashlib.sha256(snapshot.encode()).hexdigest(),
    )
    signed.pages = [SignedPage.of(name, made) for name, made in pages.items()]
    session.add(signed)
    return signed


def keep_file(session: Session, sign_off_id: int, name: str, made: bytes) -> bytes:
    """Keep a file of a signed year that is laid out only when somebody asks for it: the first one made stays.

    Returns:
        The file that is kept: another's, where one was made before.
    """
    kept = file_kept(session, sign_off_id, name)
    if kept is not None:
        return kept
    page = SignedPage.of(name, made)
    page.sign_off_id = sign_off_id
    session.add(page)
    session.flush()
    return made


def canonical(report: Mapping[str, Any]) -> str:
    """Write a report in the one way in which it is signed: the same report gives the same characters."""
    return json.dumps(report, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def reopen_year(
    session: Session, assessment: Assessment, *, because: str | None, user_id: int | None, at: datetime
) -> None:
    """Take a sign-off back, with its reason: what was signed stays readable as it was.

    Raises:
        Refused: The year is not signed, or the reason is too short to say anything.
    """
    still_open(assessment)
    reason = tidy(because)
    if assessment.signed_on is None:
        raise Refused("This year is not signed.")
    if reason is None or len(reason) < REASON_LENGTH // 2:
        raise Refused({"because": f"Say why it is reopened, in {REASON_LENGTH // 2} characters or more."})
    for signed in session.scalars(
        select(SignOff).where(SignOff.assessment_id == assessment.id, SignOff.reopened_at.is_(None))
    ):
        signed.reopened_at, signed.reopened_by_id, signed.reopened_because = at, user_id, reason
    assessment.signed_on = None
    assessment.reopened_because = reason
