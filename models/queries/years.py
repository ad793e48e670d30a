"""The assessments of a school's years: one with its ratings, what records show, evidence, notes and visitors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.accounts import User
from models.continuum.continuum import Continuum
from models.continuum.rulebook.catalogue import Catalogue, IndicatorName
from models.level_words import unknown_words
from models.rating_asks import Ask, Placed, Shown, Stand, asks_of, stand_of
from models.ratings import (
    PDF_ENDING,
    SPREADSHEET,
    Assessment,
    Evidence,
    Rating,
    RatingNote,
    RatingVisit,
    SignedPage,
    SignOff,
)
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope

# Who opened an indicator, or still had it before them, within so many minutes is on it.
ON_IT = timedelta(minutes=4)


@dataclass(frozen=True, slots=True)
class YearLine:
    """One indicator of an assessment.

    Attributes:
        last: What the team said a year before; None where it said nothing.
        shown: What records show on the day the year is judged on.
        evidence: What is tied to it, the latest tied last.
        asks: What is still missing of it; of one that was not looked at nothing is asked yet.
        notes: How many notes there are.
        people: Names of those who are on it now, without the reader's own.
    """

    indicator: IndicatorName
    rating: Rating
    last: Rating | None
    shown: Shown
    evidence: tuple[Evidence, ...]
    asks: tuple[Ask, ...]
    notes: int
    people: tuple[str, ...]

    @property
    def stand(self) -> Stand:
        """How the rating stands beside what records show."""
        return stand_of(self.rating.existing, self.shown)

    @property
    def is_reviewed(self) -> bool:
        """Whether it was looked at in this year."""
        return self.rating.reviewed_on is not None

    @property
    def is_done(self) -> bool:
        """Whether it was looked at and nothing is missing."""
        return self.is_reviewed and not self.asks

    @property
    def open_asks(self) -> tuple[Ask, ...]:
        """What stands between it and a signature."""
        return self.asks if self.is_reviewed else (Ask("", "It was not looked at this year."),)

    @property
    def files(self) -> int:
        """How many files are tied to it."""
        return sum(piece.document_id is not None for piece in self.evidence)


def list_assessments(session: Session, *, scope: Scope) -> list[Assessment]:
    """List a school's assessments, the latest year first."""
    statement = scope.limit(select(Assessment), Assessment)
    return list(session.scalars(statement.order_by(Assessment.first.desc(), Assessment.id.desc())))


def find_assessment(session: Session, assessment_id: int, *, scope: Scope) -> Assessment | None:
    """Find one assessment with its ratings; None outside the scope."""
    statement = scope.limit(select(Assessment).where(Assessment.id == assessment_id), Assessment)
    people = selectinload(Assessment.ratings)
    return session.scalars(
        statement.options(people.joinedload(Rating.reviewed_by), people.joinedload(Rating.second_by))
    ).one_or_none()


def assessment_of_year(session: Session, year: SchoolYear, *, scope: Scope) -> Assessment | None:
    """Find a school's assessment of a school year with its ratings; None where that year was not opened."""
    statement = scope.limit(select(Assessment), Assessment).where(
        Assessment.first == year.first, Assessment.record_status != RecordStatus.ARCHIVED
    )
    return session.scalars(statement.options(selectinload(Assessment.ratings)).limit(1)).first()


def ratings_said(session: Session, year: SchoolYear, *, scope: Scope) -> dict[str, Rating]:
    """Read what a school's team said last of each indicator, up to a school year; by code of the indicator."""
    statement = scope.limit(select(Rating).join(Assessment, Rating.assessment_id == Assessment.id), Assessment).where(
        Assessment.first <= year.first,
        Assessment.record_status != RecordStatus.ARCHIVED,
        Rating.reviewed_on.is_not(None),
    )
    return {one.indicator: one for one in session.scalars(statement.order_by(Assessment.first, Rating.id))}


def assessment_before(session: Session, assessment: Assessment) -> Assessment | None:
    """Find the assessment of the school year before; None where there is none."""
    return session.scalars(
        select(Assessment)
        .where(Assessment.school_id == assessment.school_id, Assessment.first == assessment.first - 1)
        .options(selectinload(Assessment.ratings))
    ).one_or_none()


def evidence_of(session: Session, assessment: Assessment) -> list[Evidence]:
    """List what is tied to a year's indicators, the earliest tied first; what was untied is left out."""
    return list(
        session.scalars(
            select(Evidence)
            .where(Evidence.assessment_id == assessment.id, Evidence.record_status != RecordStatus.ARCHIVED)
            .options(joinedload(Evidence.document))
            .order_by(Evidence.id)
        )
    )


def find_evidence(session: Session, evidence_id: int, *, scope: Scope) -> Evidence | None:
    """Find one piece of evidence; None outside the scope."""
    statement = scope.limit(select(Evidence).where(Evidence.id == evidence_id), Evidence)
    return session.scalars(statement.options(joinedload(Evidence.assessment))).one_or_none()


def last_visit(session: Session, assessment: Assessment, user_id: int) -> RatingVisit | None:
    """Find where somebody was last in a year; None where nothing is remembered."""
    return session.scalars(
        select(RatingVisit)
        .where(RatingVisit.assessment_id == assessment.id, RatingVisit.user_id == user_id)
        .order_by(RatingVisit.at.desc(), RatingVisit.id.desc())
        .limit(1)
    ).one_or_none()


def notes_of(session: Session, assessment: Assessment, code: str) -> list[RatingNote]:
    """List the notes of one indicator of a year, the latest first."""
    return list(
        session.scalars(
            select(RatingNote)
            .where(
                RatingNote.assessment_id == assessment.id,
                RatingNote.indicator == code,
                RatingNote.record_status != RecordStatus.ARCHIVED,
            )
            .options(joinedload(RatingNote.entered_by))
            .order_by(RatingNote.id.desc())
        )
    )


def sign_offs_of(session: Session, assessment: Assessment) -> list[SignOff]:
    """List what was signed of a year, the latest first; all but one were taken back."""
    return list(
        session.scalars(
            select(SignOff)
            .where(SignOff.assessment_id == assessment.id)
            .options(joinedload(SignOff.signed_by), joinedload(SignOff.reopened_by))
            .order_by(SignOff.id.desc())
        )
    )


def pages_of(session: Session, signed: SignOff) -> dict[str, str]:
    """Give what was printed of a year when it was signed: name -> text; empty where nothing of it was kept."""
    kept = select(SignedPage).where(
        SignedPage.sign_off_id == signed.id,
        SignedPage.name != SPREADSHEET,
        SignedPage.name.not_like(f"%{PDF_ENDING}"),
    )
    return {one.name: one.text for one in session.scalars(kept)}


def file_kept(session: Session, sign_off_id: int, name: str) -> bytes | None:
    """Give a file of a signed year as it was first made; None where it was not kept.

    Args:
        name: `SPREADSHEET`, or that of a PDF file.
    """
    kept = select(SignedPage).where(SignedPage.sign_off_id == sign_off_id, SignedPage.name == name)
    found = session.scalars(kept).one_or_none()
    return found.content if found else None


def latest_sign_off(session: Session, *, scope: Scope) -> SignOff | None:
    """Find what was signed last and stands, of whatever year; None before the first."""
    if scope.partner_id is not None:
        return None
    stands = select(SignOff).where(SignOff.school_id.in_(scope.school_ids), SignOff.reopened_at.is_(None))
    return session.scalars(stands.order_by(SignOff.signed_on.desc(), SignOff.id.desc()).limit(1)).one_or_none()


def find_sign_off(session: Session, sign_off_id: int, *, scope: Scope) -> SignOff | None:
    """Find what was signed; None outside the scope."""
    if scope.partner_id is not None:
        return None
    statement = select(SignOff).where(SignOff.id == sign_off_id, SignOff.school_id.in_(scope.school_ids))
    return session.scalars(statement.options(joinedload(SignOff.assessment))).one_or_none()


def shown_on(continuum: Continuum, code: str, on: date) -> Shown:
    """Say what records show of an indicator on a day."""
    day = on.toordinal()
    if code not in continuum.rules_on(day).judged:
        return Shown()
    standing = continuum.standing(code, on)
    # What has a level is known; only the others are looked at whole.
    unknown = "" if standing.supported else unknown_words(continuum.indicator(code, on), continuum.rules_on(day))
    return Shown(standing.supported, standing.possible, unknown)


def lines_of(
    session: Session,
    assessment: Assessment,
    *,
    continuum: Continuum,
    rules: Catalogue,
    on: date,
    now: datetime,
    reader_id: int | None,
) -> list[YearLine]:
    """List the indicators of an assessment in the map's order.

    Args:
        rules: In force on that day.
        on: The day on which the year is judged.
        now: Who opened an indicator in the minutes before is on it.
        reader_id: Who asks: not told among those who are on it.

    Source:
        `ratings` of this year and the one before, `evidence`, `rating_notes`, `rating_visits`: one statement each,
        and the school's engine.
    """
    ratings = {rating.indicator: rating for rating in assessment.ratings}
    before = assessment_before(session, assessment)
    last = {rating.indicator: rating for rating in before.ratings} if before else {}
    tied: dict[str, list[Evidence]] = defaultdict(list)
    for piece in evidence_of(session, assessment):
        for code in piece.indicators:
            tied[code].append(piece)
    notes = _notes_by_indicator(session, assessment)
    people = people_by_indicator(session, assessment, now=now, reader_id=reader_id)
    lines = []
    for code, indicator in rules.indicators.items():
        if code not in ratings:
            continue
        shown = shown_on(continuum, code, on)
        rating, pieces = ratings[code], tuple(tied[code])
        lines.append(
            YearLine(
                indicator, rating, last.get(code), shown, pieces, _asks(rating, pieces, shown), notes.get(code, 0),
                people.get(code, ()),
            )
        )  # fmt: skip
    return lines


def _asks(rating: Rating, pieces: Sequence[Evidence], shown: Shown) -> tuple[Ask, ...]:
    if rating.reviewed_on is None:
        return ()
    files = sum(piece.document_id is not None for piece in pieces)
    placed = Placed(
        rating.existing, rating.desired, rating.rationale, rating.kept_up, files, rating.second_by_id is not None
    )
    return tuple(asks_of(placed, shown))


def _notes_by_indicator(session: Session, assessment: Assessment) -> dict[str, int]:
    return {
        row.indicator: row.number
        for row in session.execute(
            select(RatingNote.indicator, func.count(RatingNote.id).label("number"))
            .where(RatingNote.assessment_id == assessment.id, RatingNote.record_status != RecordStatus.ARCHIVED)
            .group_by(RatingNote.indicator)
        )
    }


def people_by_indicator(
    session: Session, assessment: Assessment, *, now: datetime, reader_id: int | None
) -> Mapping[str, tuple[str, ...]]:
    """Name who is on which indicator: each person on the one they opened last.

    Args:
        now: Who was there in the minutes before is on it still.
        reader_id: Who asks: not told among the others.

    Returns:
        Indicator's code -> names; indicators that nobody is on are absent.
    """
    rows = session.execute(
        select(RatingVisit.user_id, RatingVisit.indicator, User.name)
        .join(User, User.id == RatingVisit.user_id)
        .where(RatingVisit.assessment_id == assessment.id, RatingVisit.at >= now - ON_IT)
        .order_by(RatingVisit.at, RatingVisit.id)
    )
    latest = {user_id: (code, name) for user_id, code, name in rows if user_id != reader_id}
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in sorted(latest.values()):
        found[code].append(name)
    return {code: tuple(names) for code, names in found.items()}
