"""Ask before a signed year loses a record that it rests on: the year stays as it was signed, and says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from flask import render_template, request
from flask.typing import ResponseReturnValue

from models.continuum.evidence.facts import RecordKey
from models.queries.record_names import name_records
from models.queries.signed_records import signed_years_of
from models.records import Record, RecordStatus
from models.scope import Scope
from tracker.extensions import db
from tracker.reader import reader

# What the button on the asking page sends along.
SURE = "sure"
ARCHIVE = "Archive"
TAKE_BACK = "Take back"
# They are made anew for the asking page.
_OF_ONE_FORM = frozenset({"csrf_token", "once", SURE})


def ask_about(records: Iterable[Record], *, back: str, doing: str = ARCHIVE) -> ResponseReturnValue | None:
    """Ask whether records may be archived, or changed in another way that takes them from counts.

    See `ask_about_keys`; the records may be of several schools of the reader.
    """
    by_school: dict[int, list[RecordKey]] = defaultdict(list)
    for record in records:
        if record.record_status is not RecordStatus.ARCHIVED:
            by_school[record.school_id].append((record.kind, record.ref))
    return _ask(by_school, back=back, doing=doing)


def ask_about_keys(keys: Collection[RecordKey], *, back: str, doing: str = ARCHIVE) -> ResponseReturnValue | None:
    """Answer with a page that names the signed years resting on records; None where none does, or somebody is sure.

    The page sends the same form again, with the word of whoever reads it that they are sure.

    Args:
        keys: Kind and reference of each record of the reader's school that the request at hand would take from counts.
        back: Where to go for who would rather not.
        doing: What the request does to them, as a button says it.
    """
    return _ask({reader().scope.school_id: keys} if keys else {}, back=back, doing=doing)


def _ask(by_school: Mapping[int, Collection[RecordKey]], *, back: str, doing: str) -> ResponseReturnValue | None:
    if request.form.get(SURE):
        return None
    used = []
    for school_id, keys in by_school.items():
        scope = Scope.of_school(school_id)
        resting = signed_years_of(db.session, keys, scope=scope)
        named = name_records(db.session, resting, scope=scope)
        used += [(named[key], years) for key, years in sorted(resting.items()) if key in named]
    if not used:
        return None
    page = render_template(
        "years/used.html",
        used=used,
        years=sorted({year for _, years in used for year in years}),
        others=sum(len(set(keys)) for keys in by_school.values()) - len(used),
        fields=[(name, value) for name, value in request.form.items(multi=True) if name not in _OF_ONE_FORM],
        sure=SURE,
        doing=doing,
        back=back,
    )
    return page, 409
