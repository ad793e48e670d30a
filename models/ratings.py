"""The year's assessment: where the leadership team places the school on the map, why, and what it signed.

The engine never writes here. It suggests; what stands in these tables was said by people.
"""

from __future__ import annotations

import enum
import hashlib
import zlib
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from models.accounts import School, User
from models.base import Base
from models.columns import Code, CodeList, IntPk, Line, Prose
from models.documents import Document
from models.kinds.kind import Read, RecordKind
from models.records import Record
from models.school_years import SchoolYear

_SAID = "The team's own judgement: it decides nothing that is read from records."


class Assessment(Record):
    """One school year as the leadership team assesses it; there is one of each school and year.

    Attributes:
        first: The calendar year in which the school year begins.
        first_month: The month in which it began here when it was opened.
        copied_from_id: The assessment whose ratings it began with; None for a school's first.
        signed_on: The day it was signed; None while it is worked on.
        reopened_because: Why the latest sign-off was taken back.
    """

    __tablename__ = "assessments"
    kind = "assessment"
    extra_args = (
        UniqueConstraint("school_id", "first"),
        CheckConstraint("first_month BETWEEN 1 AND 12", name="first_month_is_one"),
    )

    name: Mapped[Line] = mapped_column(comment="what people call the year: 2025-26")
    first: Mapped[int]
    first_month: Mapped[int]
    opened_on: Mapped[date]
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    signed_on: Mapped[date | None]
    reopened_because: Mapped[Prose | None]

    ratings: Mapped[list[Rating]] = relationship(back_populates="assessment", order_by="Rating.id")

    @property
    def year(self) -> SchoolYear:
        """The school year."""
        return SchoolYear(self.first, self.first_month)


class Below(enum.StrEnum):
    """Why a team rates lower than records show; it may say so, nobody asks."""

    QUALITY = "the quality is not there yet"
    ONE_PERSON = "it is one person's work"
    NOT_SCHOOL_WIDE = "it is not school-wide"
    OTHER = "another reason"


class Rating(Record):
    """One indicator in one year's assessment.

    Attributes:
        existing: The level the team sees, 1 to 5; 0 for none yet; None where it was never rated.
        desired: The level the team wants by the next year's end, 1 to 5.
        rationale: Why, in the team's words; printed beside the rating.
        kept_up: How a Sustaining level will be kept up.
        reviewed_on: The day it was looked at in this year; None for what was copied and is yet to be reviewed.
        second_by_id: The second member of the team who agrees with what is stored now.
    """

    __tablename__ = "ratings"
    kind = "rating"
    extra_args = (
        UniqueConstraint("assessment_id", "indicator"),
        CheckConstraint("existing BETWEEN 0 AND 5", name="existing_is_a_level"),
        CheckConstraint("desired BETWEEN 1 AND 5", name="desired_is_a_level"),
    )

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    indicator: Mapped[Code]
    existing: Mapped[int | None]
    desired: Mapped[int | None]
    rationale: Mapped[Prose | None]
    below_because: Mapped[Below | None]
    kept_up: Mapped[Line | None]
    reviewed_on: Mapped[date | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    second_on: Mapped[date | None]

    assessment: Mapped[Assessment] = relationship(back_populates="ratings")
    reviewed_by: Mapped[User | None] = relationship(foreign_keys=[reviewed_by_id])
    second_by: Mapped[User | None] = relationship(foreign_keys=[second_by_id])


class Evidence(Record):
    """A piece of evidence that the team ties to one or several indicators of a year.

    It is a record of the log, a stored file or a link: exactly one of these.

    Attributes:
        what: The kind and the reference of the record, as the log knows it: `activity/a-17`.
        dated_on: The day of the file or page itself; of a record the day it is known by.
    """

    __tablename__ = "evidence"
    kind = "evidence"
    extra_args = (
        CheckConstraint(
            "(CASE WHEN what IS NULL THEN 0 ELSE 1 END) + (CASE WHEN document_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN link IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_of_three",
        ),
        Index(None, "assessment_id"),
        Index(None, "school_id", "what"),
    )

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    indicators: Mapped[CodeList]
    title: Mapped[Line]
    what: Mapped[Line | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    link: Mapped[str | None] = mapped_column(Text)
    dated_on: Mapped[date | None]

    assessment: Mapped[Assessment] = relationship()
    document: Mapped[Document | None] = relationship()

    @property
    def record_key(self) -> tuple[str, str] | None:
        """Kind and reference of the record it is; None for files and links."""
        kind, _, ref = (self.what or "").partition("/")
        return (kind, ref) if ref else None


class RatingNote(Record):
    """What somebody said about an indicator while the team talked about it.

    Attributes:
        said_by: Who said it, as written down; the one who wrote it down is `entered_by`.
    """

    __tablename__ = "rating_notes"
    kind = "ratingnote"
    extra_args = (Index(None, "assessment_id"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    indicator: Mapped[Code]
    said_on: Mapped[date]
    said: Mapped[Prose]
    said_by: Mapped[Line | None]

    assessment: Mapped[Assessment] = relationship()


class RatingVisit(Base):
    """Somebody opened an indicator of an assessment: who is on it now is who did so in the last minutes."""

    __tablename__ = "rating_visits"
    __table_args__ = (Index(None, "assessment_id", "at"),)

    id: Mapped[IntPk]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    indicator: Mapped[Code]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]

    user: Mapped[User] = relationship()


class SignOff(Base):
    """What was signed, whole and for ever: the page of a signed year is drawn from it alone.

    Attributes:
        snapshot: One JSON object, see `models.queries.year_reports`; never changed.
        sha256: Of its bytes in UTF-8.
    """

    __tablename__ = "sign_offs"

    id: Mapped[IntPk]
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), index=True)
    signed_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    signed_on: Mapped[date]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    snapshot: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    reopened_at: Mapped[datetime | None]
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reopened_because: Mapped[Prose | None]

    school: Mapped[School] = relationship()
    assessment: Mapped[Assessment] = relationship()
    pages: Mapped[list[SignedPage]] = relationship(back_populates="sign_off")
    signed_by: Mapped[User | None] = relationship(foreign_keys=[signed_by_id])
    reopened_by: Mapped[User | None] = relationship(foreign_keys=[reopened_by_id])


# The name under which the spreadsheet of a signed year is kept.
SPREADSHEET = "xlsx"
# What PDF files that are kept end with: `glance-a4.pdf`.
PDF_ENDING = ".pdf"


class SignedPage(Base):
    """Something given out of what was signed, as it was made on that day: a document, the styles of all, a file.

    Attributes:
        name: What is printed, as addresses call it, or which styles, or `SPREADSHEET`; a PDF file ends with
            `PDF_ENDING`.
        packed: Its bytes, of a text in UTF-8, compressed; never changed.
        sha256: Of its bytes.
    """

    __tablename__ = "signed_pages"
    __table_args__ = (UniqueConstraint("sign_off_id", "name"),)

    id: Mapped[IntPk]
    sign_off_id: Mapped[int] = mapped_column(ForeignKey("sign_offs.id"))
    name: Mapped[Code]
    packed: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))

    sign_off: Mapped[SignOff] = relationship(back_populates="pages")

    @classmethod
    def of(cls, name: str, made: str | bytes) -> SignedPage:
        """Keep a text, or a file."""
        content = made.encode() if isinstance(made, str) else made
        return cls(name=name, packed=zlib.compress(content, 9), sha256=hashlib.sha256(content).hexdigest())

    @property
    def content(self) -> bytes:
        """The bytes that are kept.

        Raises:
            SignedForEver: It is not what was signed: somebody changed the database by other means.
        """
        content = zlib.decompress(self.packed)
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise SignedForEver("What is kept of a signed year is not what was signed.")
        return content

    @property
    def text(self) -> str:
        """The text that is kept; raises as `content`."""
        return self.content.decode()


_SIGNED = ("school_id", "assessment_id", "signed_at", "signed_on", "signed_by_id", "snapshot", "sha256")


class SignedForEver(RuntimeError):
    """Somebody tried to change or delete what was signed."""


@event.listens_for(SignOff, "before_update")
def _keep_signed(_mapper: Mapper[Any], _connection: Any, signed: SignOff) -> None:
    state = inspect(signed)
    if any(state.attrs[name].history.has_changes() for name in _SIGNED):
        raise SignedForEver("What was signed is never changed.")


@event.listens_for(SignedPage, "before_update")
def _keep_printed(_mapper: Mapper[Any], _connection: Any, _page: SignedPage) -> None:
    raise SignedForEver("What was signed is never changed.")


@event.listens_for(SignOff, "before_delete")
@event.listens_for(SignedPage, "before_delete")
def _never_delete(_mapper: Mapper[Any], _connection: Any, _signed: Base) -> None:
    raise SignedForEver("What was signed is never deleted.")


ASSESSMENT = RecordKind(
    table=Assessment,
    noun="assessment of a school year",
    nouns="assessments of school years",
    known_on=("opened_on",),
    about=("name",),
    read=Read(unread=_SAID),
    without_file="It is what people said in one place at one time; the page of the year prints it whole.",
    labels=MappingProxyType({"first": "School year beginning in", "signed_on": "Signed"}),
)

RATING = RecordKind(
    table=Rating,
    noun="rating",
    nouns="ratings",
    known_on=("reviewed_on",),
    about=("indicator",),
    read=Read(unread=_SAID),
    without_file=ASSESSMENT.without_file,
    labels=MappingProxyType(
        {
            "existing": "Existing level",
            "desired": "Desired level",
            "kept_up": "How it will be kept up",
            "reviewed_on": "Looked at",
            "reviewed_by_id": "Looked at by",
            "second_by_id": "Second member who agrees",
            "second_on": "Second member agreed",
            "below_because": "Rated lower because",
        }
    ),
    levels=frozenset({"existing", "desired"}),
)

EVIDENCE = RecordKind(
    table=Evidence,
    noun="piece of evidence",
    nouns="pieces of evidence",
    known_on=("dated_on",),
    about=("title",),
    read=Read(unread="It is tied to what the team says; what it shows is read from the record itself."),
    without_file=ASSESSMENT.without_file,
    labels=MappingProxyType({"what": "Record", "document_id": "File", "dated_on": "Its own day"}),
)

RATING_NOTE = RecordKind(
    table=RatingNote,
    noun="note of the team",
    nouns="notes of the team",
    known_on=("said_on",),
    about=("said",),
    read=Read(unread=_SAID),
    without_file=ASSESSMENT.without_file,
    labels=MappingProxyType({"said": "What was said", "said_on": "Said on the day", "said_by": "Said by"}),
)
