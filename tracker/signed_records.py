"""Ask before a record is archived on which a signed year rests: the year stays as it was signed, and says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from models.continuum.evidence.facts import RecordKey
from models.queries.record_names import name_records
from models.queries.signed_records import signed_years_of
from models.records import Record, RecordStatus
from tracker.extensions import db
from tracker.reader import reader

# What the button on the asking page sends along.
SURE = "sure"
# They are made anew for the asking page.
_OF_ONE_FORM = frozenset({"csrf_token", "once", SURE})


def ask_about(records: Iterable[Record], *, back: str) -> ResponseReturnValue | None:
    """Ask whether records may be archived, see `ask_about_keys`."""
    going = [record for record in records if record.record_status is not RecordStatus.ARCHIVED]
    return ask_about_keys([(record.kind, record.ref) for record in going], back=back)


def ask_about_keys(keys: Collection[RecordKey], *, back: str) -> ResponseReturnValue | None:
    """Answer with a page that names the signed years resting on records; None where none does, or somebody is sure.

    The page sends the same form again, with the word of whoever reads it that they are sure.

    Args:
        keys: Kind and reference of each record that the request at hand would archive.
        back: Where to go for who would rather not.
    """
    if request.form.get(SURE):
        return None
    scope = reader().scope
    resting = signed_years_of(db.session, keys, scope=scope)
    if not resting:
        return None
    named = name_records(db.session, resting, scope=scope)
    page = render_template(
        "years/used.html",
        used=[(named[key], years) for key, years in sorted(resting.items()) if key in named],
        years=sorted({year for years in resting.values() for year in years}),
        others=len(set(keys)) - len(resting),
        fields=[(name, value) for name, value in request.form.items(multi=True) if name not in _OF_ONE_FORM],
        sure=SURE,
        back=back,
    )
    return page, 409
