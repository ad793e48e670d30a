"""Tie pieces of evidence to what the team says of a year. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.documents import Document
from models.operations.records import archive_record, one_line, tidy
from models.operations.years import still_unsigned
from models.queries.record_names import NamedRecord
from models.ratings import Assessment, Evidence
from models.records import RecordStatus
from models.refusals import Refused
from models.wording import sentence_case

LONGEST_LINK = 2000
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """One piece of evidence: a record, a file or a link, and which indicators it serves.

    Attributes:
        title: What people call it; a record and a file have a name of their own.
        dated_on: The day of the file or page itself.
    """

    indicators: Sequence[str]
    record: NamedRecord | None = None
    document: Document | None = None
    link: str | None = None
    title: str | None = None
    dated_on: date | None = None


def tie_evidence(session: Session, assessment: Assessment, entry: EvidenceEntry, *, today: date) -> Evidence:
    """Tie a piece of evidence to indicators of a year; what is tied already serves the further ones too.

    Raises:
        Refused: The year is signed, nothing or more than one thing is given, the link is none of the web, or the day
            lies ahead.
    """
    still_unsigned(assessment)
    link = _web_address(entry.link)
    given = [one for one in (entry.record, entry.document, link) if one is not None]
    if len(given) != 1:
        raise Refused(
            "Choose one: a record, a file or a link." if not given else "Choose only one of record, file, link."
        )
    if not entry.indicators:
        raise Refused({"indicators": "Choose what it is evidence for."})
    if entry.dated_on is not None and entry.dated_on > today:
        raise Refused({"dated_on": "That day lies ahead."})
    what = f"{entry.record.kind}/{entry.record.ref}" if entry.record else None
    known = _tied(session, assessment, what=what, document=entry.document, link=link)
    if known is not None:
        known.indicators = tuple(dict.fromkeys([*known.indicators, *entry.indicators]))
        return known
    piece = Evidence(
        school_id=assessment.school_id,
        assessment=assessment,
        indicators=tuple(entry.indicators),
        title=_title(entry, link),
        what=what,
        document=entry.document,
        link=link,
        dated_on=entry.record.on if entry.record else entry.dated_on,
    )
    session.add(piece)
    session.flush()
    return piece


def untie_evidence(piece: Evidence, code: str) -> None:
    """Take a piece away from one indicator; where it served no other it is archived.

    Raises:
        Refused: The year is signed, or it does not serve that indicator.
    """
    still_unsigned(piece.assessment)
    if piece.record_status is RecordStatus.ARCHIVED or code not in piece.indicators:
        raise Refused("This piece of evidence is not tied to that indicator.")
    rest = tuple(one for one in piece.indicators if one != code)
    if rest:
        piece.indicators = rest
    else:
        archive_record(piece)


def _tied(
    session: Session, assessment: Assessment, *, what: str | None, document: Document | None, link: str | None
) -> Evidence | None:
    """Find the same thing where it is tied to the year already."""
    same = Evidence.what == what if what else Evidence.link == link if link else Evidence.document == document
    statement = select(Evidence).where(
        Evidence.assessment_id == assessment.id, Evidence.record_status != RecordStatus.ARCHIVED, same
    )
    return session.scalars(statement.order_by(Evidence.id).limit(1)).first()


def _web_address(text: str | None) -> str | None:
    """Read a link.

    Raises:
        Refused: It leads nowhere on the web, or is too long to be kept.
    """
    link = tidy(text)
    if link is None:
        return None
    if len(link) > LONGEST_LINK:
        raise Refused({"link": f"A link may have at most {LONGEST_LINK} characters."})
    try:
        parts = urlsplit(link)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web or any(letter.isspace() for letter in link):
        raise Refused({"link": "Enter the whole address of a page, such as https://example.org/plan."})
    return link


def _title(entry: EvidenceEntry, link: str | None) -> str:
    own = one_line(entry.title)
    if entry.record is not None:
        own = own or entry.record.about or sentence_case(entry.record.what)
    elif entry.document is not None:
        own = own or entry.document.filename
    return (own or link or "")[:LONGEST_TITLE]
