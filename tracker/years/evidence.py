"""Tie evidence to an indicator of a year: a record, a file or a link; one piece may serve several."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.actions import record_key
from models.level_words import latest_first, title_of
from models.operations.evidence import EvidenceEntry, tie_evidence, untie_evidence
from models.queries.activities import latest_keys
from models.queries.record_names import NamedRecord, name_records
from models.queries.year_changes import counted_records
from models.queries.years import YearLine, find_evidence
from models.ratings import Evidence
from models.wording import day_words
from tracker.asked_parts import asked_choice
from tracker.came_from import came_from
from tracker.clock import today
from tracker.documents.views import store_upload
from tracker.editing import change_at_once, done_from
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.years.blueprint import bp
from tracker.years.forms import EvidenceForm
from tracker.years.page import YearPage, year_or_404
from tracker.years.rating import done_offered, in_meeting

# So many records are offered, the latest first.
OFFERED = 200


@bp.route("/<int:year_id>/<slug>/evidence", methods=["GET", "POST"])
@requires(Permission.YEAR_WRITE)
def tie(year_id: int, slug: str) -> ResponseReturnValue:
    """Tie one more piece of evidence."""
    page = year_or_404(year_id)
    line = page.line(slug)
    records = _records(page, line)
    rating, back = _back(year_id, slug), came_from()
    leads_to = back.href if back else rating
    offered = {f"{one.kind}/{one.ref}": _called(one) for one in records}
    form = EvidenceForm(
        data={"indicators": [line.indicator.code], "record": asked_choice("record", "Record", offered)},
        records=[*offered.items()],
        indicators=[(one.indicator.code, one.indicator.name) for one in page.lines],
    )
    if form.validate_on_submit() and done_from(form, lambda: _tie(page, form, records)):
        flash("The evidence is tied to it.", "success")
        return redirect(leads_to)
    shown = render_template(
        "years/evidence.html", page=page, line=line, form=form, rating=rating, back=back, leads_to=leads_to
    )
    return shown, 422 if form.errors else 200


@bp.post("/<int:year_id>/<slug>/evidence/<int:evidence_id>/untie")
@requires(Permission.YEAR_WRITE)
def untie(year_id: int, slug: str, evidence_id: int) -> ResponseReturnValue:
    """Take a piece away from this indicator."""
    page = year_or_404(year_id)
    line = page.line(slug)
    piece = or_404(find_evidence(db.session, evidence_id, scope=reader().scope))
    if piece.assessment_id != page.assessment.id:
        or_404(None)

    def change(piece: Evidence) -> None:
        untie_evidence(piece, line.indicator.code)

    change_at_once(piece, change, "It is no longer tied to this indicator.")
    return redirect(_back(year_id, slug))


def _tie(page: YearPage, form: EvidenceForm, records: list[NamedRecord]) -> None:
    entry = EvidenceEntry(
        indicators=form.indicators.data or (),
        record=next((one for one in records if f"{one.kind}/{one.ref}" == form.record.data), None),
        document=store_upload(form.file.data, field="file"),
        link=form.link.data,
        title=form.title.data,
        dated_on=form.dated_on.data,
    )
    tie_evidence(db.session, page.assessment, entry, today=today())


def _records(page: YearPage, line: YearLine) -> list[NamedRecord]:
    """List what can be tied: what counts toward the indicator, actions done for it, and the latest activities."""
    scope = reader().scope
    judged = line.shown.supported is not None
    counted = counted_records(page.continuum, line.indicator.code, page.on) if judged else frozenset()
    done = done_offered(page, line)
    shown = {key for one in done if (key := record_key(one.done_by)) is not None}
    acted = shown | {(one.kind, one.ref) for one in done}
    keys = counted | acted | latest_keys(db.session, scope=scope, until=page.on, most=OFFERED)
    named = name_records(db.session, keys, scope=scope)
    first = latest_first(named[key] for key in counted | acted if key in named)
    rest = latest_first(one for key, one in named.items() if key not in counted | acted)
    return [*first, *rest][:OFFERED]


def _called(record: NamedRecord) -> str:
    return ", ".join(filter(None, [title_of(record), day_words(record.on) if record.on else ""]))


def _back(year_id: int, slug: str) -> str:
    return url_for(".rate", year_id=year_id, slug=slug, meeting="1" if in_meeting() else None) + "#evidence"
