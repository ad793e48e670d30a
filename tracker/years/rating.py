"""Rate one indicator: at a desk, or in a meeting with one indicator large on a screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from heapq import nlargest

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.actions import Action, record_key
from models.continuum.continuum import Continuum
from models.continuum.evidence.facts import RecordKey
from models.level_words import latest_first, title_of
from models.operations.evidence import EvidenceEntry, tie_evidence
from models.operations.years import agree_with_rating, note_said, rate_indicator
from models.queries.actions import done_for, practices_taken
from models.queries.history import history_of
from models.queries.icmap import find_wording
from models.queries.plans import PlanLine, plan_of
from models.queries.record_names import NamedRecord, name_records
from models.queries.year_changes import since_last_year
from models.queries.year_reports import short_level
from models.queries.years import YearLine, notes_of
from models.rating_asks import REASON_LENGTH
from models.ratings import Rating
from models.refusals import Refused
from tracker.asked_parts import asked_mark
from tracker.came_from import came_from
from tracker.clock import today
from tracker.documents.views import store_upload
from tracker.editing import Edit, change_at_once, done_from, edit_record
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.indicators.explain import Explained, day_before, record_keys
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.record_pages import page_of
from tracker.roles import Permission
from tracker.years.being_on import note_being_on
from tracker.years.blueprint import bp
from tracker.years.forms import NoteForm, RatingForm
from tracker.years.frozen import Frozen, frozen_indicator
from tracker.years.page import YearPage, year_or_404

# So many of the records that are new, or gone, are named.
NAMED = 4
# So many are read for that: a record's page may know it by another day than the rules do.
MOST_READ = 12


@bp.route("/<int:year_id>/<slug>", methods=["GET", "POST"])
@requires(Permission.YEAR_READ)
def rate(year_id: int, slug: str) -> ResponseReturnValue:
    """Show one indicator of a year, as it was signed once it is; those who may rate it save it here."""
    page = year_or_404(year_id)
    if request.method == "GET" and page.standing:
        return frozen_indicator(Frozen(page, page.standing), slug)
    line = page.line(slug)
    form = RatingForm(data=RatingForm.values_of(line.rating), levels=_levels(page))
    outcome = Edit(False, None, 200)
    if can(Permission.YEAR_WRITE):
        outcome = edit_record(line.rating, form, lambda: _save(page, line, form))
    elif request.method == "POST":
        return render_rating(page, line, form, outcome), 403
    if outcome.is_saved:
        return _after(year_id, slug)
    if request.method == "GET" and page.may_write:
        note_being_on(page.assessment.id, line.indicator.code)
    return render_rating(page, line, form, outcome), outcome.status


@bp.post("/<int:year_id>/<slug>/agree")
@requires(Permission.YEAR_SIGN)
def agree(year_id: int, slug: str) -> ResponseReturnValue:
    """Agree with a rating as the second member of the team."""
    rating = year_or_404(year_id).line(slug).rating

    def change(rating: Rating) -> None:
        agree_with_rating(rating, user_id=reader().person.id, today=today())

    change_at_once(rating, change, "You agree with this rating.")
    return redirect(_address(year_id, slug))


@bp.post("/<int:year_id>/<slug>/notes")
@requires(Permission.YEAR_WRITE)
def note(year_id: int, slug: str) -> ResponseReturnValue:
    """Write down what was said about an indicator."""
    page = year_or_404(year_id)
    line = page.line(slug)
    form = NoteForm()
    if form.validate():

        def note_it() -> None:
            said, said_by = form.said.data or "", form.said_by.data
            note_said(db.session, page.assessment, line.indicator.code, said=said, said_by=said_by, today=today())

        if done_from(form, note_it):
            flash("The note is written down.", "success")
            return redirect(f"{_address(year_id, slug)}#notes")
    rating = RatingForm(formdata=None, data=RatingForm.values_of(line.rating), levels=_levels(page))
    return render_rating(page, line, rating, Edit(False, None, 422), note=form), 422


def render_rating(
    page: YearPage, line: YearLine, form: RatingForm, outcome: Edit, *, note: NoteForm | None = None
) -> str:
    """Draw the page of one indicator."""
    code = line.indicator.code
    scope = reader().scope
    since = since_last_year(page.continuum, code, page.on)
    explained = Explained(page.continuum, code, page.on) if line.shown.supported is not None else None
    # Of what is new and gone a few are named: to read them all would make the page feel how much was logged.
    keys = _lately(page.continuum, since.new, page.on) | _lately(page.continuum, since.gone, since.then)
    keys |= record_keys(explained) if explained else set()
    named = name_records(db.session, keys | _tied(line), scope=scope)
    before, after = page.beside(line)
    return render_template(
        "years/meeting.html" if in_meeting() else "years/rate.html",
        page=page,
        line=line,
        form=form,
        note=note or NoteForm(formdata=None),
        conflict=outcome.conflict,
        wording=or_404(find_wording(db.session, code)),
        it=explained,
        rules=page.rules,
        since=since,
        new=_latest(since.new, named),
        gone=_latest(since.gone, named),
        named=named,
        taken=practices_taken(db.session, scope=scope),
        done=done_offered(page, line),
        notes=notes_of(db.session, page.assessment, code),
        planned=[] if in_meeting() else planned_for(page, code),
        before=before,
        after=after,
        meeting=in_meeting(),
        back=None if in_meeting() else came_from(),
        reason_length=REASON_LENGTH,
        short_level=short_level,
        page_of=page_of,
        day_before=day_before,
        title_of=title_of,
        day_asked=page.on,
        entries=history_of(db.session, scope, Rating.kind, line.rating.id),
    )


def done_offered(page: YearPage, line: YearLine) -> list[Action]:
    """List the actions for an indicator that were done in the year, and are not tied to it yet as evidence."""
    year, tied = page.assessment.year, _tied(line)
    found = done_for(db.session, line.indicator.code, scope=reader().scope, start=year.start, end=page.on)
    return [one for one in found if (one.kind, one.ref) not in tied and record_key(one.done_by) not in tied]


def planned_for(page: YearPage, code: str) -> list[PlanLine]:
    """List what the plan of the year holds for an indicator."""
    lines = plan_of(db.session, page.assessment, scope=reader().scope, today=today())
    return [line for line in lines if line.action.indicator == code]


def in_meeting() -> bool:
    """Whether the page is shown to a whole room."""
    return asked_mark("meeting", "For a whole room")


def _save(page: YearPage, line: YearLine, form: RatingForm) -> None:
    code = line.indicator.code
    document = store_upload(form.file.data, field="file")
    known = {piece.document_id for piece in line.evidence if piece.document_id is not None}
    rate_indicator(
        line.rating,
        form.entry(),
        shown=line.shown,
        files=len(known | ({document.id} if document else set())),
        user_id=reader().person.id,
        today=today(),
    )
    if document is not None:
        dated_on: date | None = form.file_dated_on.data
        entry = EvidenceEntry([code], document=document, dated_on=dated_on)
        try:
            tie_evidence(db.session, page.assessment, entry, today=today())
        except Refused as refused:
            raise Refused(
                {"file_dated_on" if name == "dated_on" else name: text for name, text in refused.fields.items()}
            ) from refused


def _after(year_id: int, slug: str) -> ResponseReturnValue:
    """Go on to the next indicator, or to where it was opened from; stay where something is asked of somebody else."""
    page = year_or_404(year_id)
    line = page.line(slug)
    said = f"{line.indicator.name}: saved."
    if line.asks:
        flash(f"{said} {' '.join(ask.text for ask in line.asks)}", "warning")
        return redirect(_address(year_id, slug))
    flash(said, "success")
    if (back := came_from()) is not None:
        return redirect(back.href)
    _, after = page.beside(line)
    if request.form.get("then") == "stay" or after is None:
        return redirect(_address(year_id, slug) if after else url_for(".show", year_id=year_id))
    return redirect(_address(year_id, after.indicator.slug))


def _address(year_id: int, slug: str) -> str:
    return url_for(".rate", year_id=year_id, slug=slug, meeting="1" if in_meeting() else None)


def _levels(page: YearPage) -> list[tuple[str, str]]:
    """Name the levels in the map's order, Sustaining first."""
    return [(str(level.number), level.name) for level in reversed(page.rules.levels)]


def _tied(line: YearLine) -> set[RecordKey]:
    return {piece.record_key for piece in line.evidence if piece.record_key is not None}


def _lately(continuum: Continuum, keys: Iterable[RecordKey], on: date) -> set[RecordKey]:
    """Choose the latest records of those that count on a day, more than are shown: a page may know a later day."""

    def day(key: RecordKey) -> int:
        return max((fact.on for fact in continuum.facts_of(*key, on)), default=0)

    return set(nlargest(MOST_READ, keys, key=day))


def _latest(keys: Iterable[RecordKey], named: dict[RecordKey, NamedRecord]) -> list[NamedRecord]:
    return latest_first(named[key] for key in keys if key in named)[:NAMED]
