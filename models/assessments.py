"""What the leadership team states about practices: attestations, exemptions, the start of logging."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.columns import Code
from models.documents import Document
from models.kinds import columns as column
from models.kinds.kind import Alike, Read, RecordKind
from models.records import Record


class Attestation(Record):
    """An SLT member's dated statement that a practice is in place or is not; the latest one counts."""

    __tablename__ = "attestations"
    kind = "attestation"

    practice: Mapped[Code]
    occurred_on: Mapped[date]
    in_place: Mapped[bool]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    link: Mapped[str | None] = mapped_column(String(500), comment="where what shows it lies; serves as a file does")

    document: Mapped[Document | None] = relationship()


class Exemption(Record):
    """A practice that cannot exist here, or a stakeholder group not present, with the reason in `note`."""

    __tablename__ = "exemptions"
    kind = "exemption"
    extra_args = (CheckConstraint("until_on IS NULL OR until_on > from_on", name="until_after_from"),)

    what: Mapped[Code] = mapped_column(comment="practice key or stakeholder group")
    from_on: Mapped[date]
    until_on: Mapped[date | None] = mapped_column(comment="first day that no longer counts")


class LogStart(Record):
    """The day a school began to log; the latest entry counts."""

    __tablename__ = "log_starts"
    kind = "logstart"

    from_on: Mapped[date]


ATTESTATION = RecordKind(
    table=Attestation,
    noun="statement of the leadership team",
    nouns="statements of the leadership team",
    known_on=("occurred_on",),
    about=("practice",),
    read=Read(context="statements on practices, of which the latest counts"),
    own=(
        column.Column("practice", column.Holds.PRACTICE, column.NEEDED),
        column.occurred_on(),
        column.mark("in_place", column.NEEDED, label="It is so"),
        column.Column("file", column.Holds.FILE, longest=200),
        column.link("link"),
    ),
)

EXEMPTION = RecordKind(
    table=Exemption,
    noun="exemption",
    nouns="exemptions",
    known_on=("from_on",),
    read=Read(context="days on which a practice or a group does not apply here"),
    own=(
        column.Column("what", column.Holds.EXEMPTED, column.NEEDED),
        column.day("from_on", column.NEEDED),
        column.day("until_on"),
    ),
    in_order=(("from_on", "until_on", False),),
    note_required=True,
    alike=Alike(("what",), on=("from_on",), days=None, until="until_on"),
)

LOG_START = RecordKind(
    table=LogStart,
    noun="start of logging",
    nouns="starts of logging",
    known_on=("from_on",),
    read=Read(context="the day from which silence means something"),
    own=(column.day("from_on", column.NEEDED),),
)
