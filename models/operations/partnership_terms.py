"""Write, change and empty what a partnership has in writing, each term with its own day. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.documents import Document
from models.operations.records import still_open, tidy, touch
from models.partnerships import Partnership, PartnershipTerm, TermName
from models.refusals import Refused
from models.wording import day_words


@dataclass(frozen=True, slots=True)
class TermText:
    """What is to stand under a term: a text, a file, both, or nothing."""

    text: str | None = None
    document: Document | None = None


def write_terms(partnership: Partnership, terms: Mapping[TermName, TermText], from_on: date, *, today: date) -> int:
    """Write terms as they stand from a day on; those that say the same as before keep their day.

    A changed text or file makes a row of that day and the earlier one stays, so that every past day reads as it
    was; nothing in place of something makes an empty row. What was written for the same day is corrected.

    Returns:
        How many terms changed.

    Raises:
        Refused: Archived, or a day before the partnership began, after it ended, or still to come.
    """
    still_open(partnership)
    if from_on > today:
        raise Refused({"from_on": "This day is still to come. Choose today or an earlier day."})
    if from_on < partnership.started_on:
        began = day_words(partnership.started_on)
        raise Refused({"from_on": f"The partnership began on {began}. Choose a later day."})
    if partnership.ended_on is not None and from_on >= partnership.ended_on:
        raise Refused({"from_on": f"The partnership ended on {day_words(partnership.ended_on)}."})
    changed = sum(_write(partnership, name, term, from_on) for name, term in terms.items())
    if changed:
        touch(partnership)
    return changed


def _write(partnership: Partnership, name: TermName, term: TermText, from_on: date) -> bool:
    rows = [row for row in partnership.terms if row.name is name and row.from_on <= from_on]
    current = rows[-1] if rows else None
    text = tidy((term.text or "").replace("\r\n", "\n"))
    same_text = text == (tidy(current.text) if current else None)
    # Ids are compared, not objects: a file sent again with the same content is the file that stands there.
    stands = current.document if current else None
    if same_text and (stands.id if stands else None) == (term.document.id if term.document else None):
        return False
    if current is not None and current.from_on == from_on:
        current.text, current.document = text, term.document
        return True
    partnership.terms.append(PartnershipTerm(name=name, from_on=from_on, text=text, document=term.document))
    partnership.terms.sort(key=lambda row: row.from_on)
    return True
