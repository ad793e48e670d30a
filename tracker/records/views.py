"""The pages of small records: the page that lists all kinds, and for each kind its list, one, new and edit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from models.actions import left_to_do
from models.agreements import CONTRIBUTION, Contribution
from models.hour_rates import HourRate
from models.needs import MATCH, Match
from models.operations.record_entries import answer_request, change_record, confirm_record, enter_record, take_up
from models.queries import hints
from models.queries.actions import actions_from
from models.queries.giving_years import worth_of
from models.queries.history import history_of
from models.queries.own_rates import rates_of
from models.queries.record_lists import count_records, find_record
from tracker.actions.ticking import action_asked, say_ticked, tick_asked
from tracker.asked_parts import cannot_be
from tracker.came_from import came_from
from tracker.choices import answer_pairs
from tracker.clock import today
from tracker.device import FORM_OF, Double, by_device, of_another, why_not
from tracker.documents.views import store_upload
from tracker.doubles import pointed_out
from tracker.editing import change_at_once, edit_record, stored_from
from tracker.extensions import db
from tracker.lists.handling import handle
from tracker.lists.page import list_page
from tracker.one_line import answer_pressed
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.records.asking import mailing_of, reply, send
from tracker.records.declared import PAGES
from tracker.records.forms import FORMS, AnswerForm, RecordForm, ReplyForm, StillSoForm
from tracker.records.list import LISTS, handling_of, may_archive, may_take_up, name_of, record_or_404
from tracker.records.offered import offered, way_given, ways_asked
from tracker.records.page import Group, Page
from tracker.records.prefill import prefilled
from tracker.roles import Permission
from tracker.sent_forms import begin_again
from tracker.vocabulary import rules

bp = Blueprint("records", __name__, url_prefix="/records")
JUST_RECORDED = "just_recorded"
NOTHING: Mapping[str, Any] = MappingProxyType({})


@bp.get("")
@requires(Permission.RECORDS_READ)
def index() -> ResponseReturnValue:
    """List every kind of small record that the reader may open, with how many there are."""
    scope = reader().scope
    open_to = [page for page in PAGES.values() if can(page.read)]
    return render_template(
        "records/index.html",
        groups=[(group.value, [page for page in open_to if page.group is group]) for group in Group],
        counts={page.code: count_records(db.session, page.kind, scope=scope) for page in open_to},
    )


def area_of(page: Page) -> Blueprint:
    """Make the pages of one kind."""
    area = Blueprint(page.code, __name__, url_prefix=f"/{page.code}")

    @area.get("")
    @requires(page.read)
    def index() -> ResponseReturnValue:
        return _list(page)

    @area.route("/new", methods=["GET", "POST"])
    @requires(page.write)
    def new() -> ResponseReturnValue:
        return _new(page)

    @area.get("/<int:record_id>")
    @requires(page.read)
    def show(record_id: int) -> ResponseReturnValue:
        return _show(page, record_or_404(page, record_id))

    @area.route("/<int:record_id>/edit", methods=["GET", "POST"])
    @requires(page.write)
    def edit(record_id: int) -> ResponseReturnValue:
        return _edit(page, record_or_404(page, record_id))

    handle(area, handling_of(page))

    @area.post("/<int:record_id>/take-up")
    @requires(page.write)
    def take_up(record_id: int) -> ResponseReturnValue:
        return _take_up(page, record_or_404(page, record_id))

    if page.is_answered:

        @area.post("/<int:record_id>/answer")
        @requires(page.write)
        def answer(record_id: int) -> ResponseReturnValue:
            return _answer(page, record_or_404(page, record_id))

        @area.post("/<int:record_id>/mail")
        @requires(page.write)
        def mail(record_id: int) -> ResponseReturnValue:
            return send(record_or_404(page, record_id))

        @area.post("/<int:record_id>/reply")
        @requires(page.write)
        def write_back(record_id: int) -> ResponseReturnValue:
            record = record_or_404(page, record_id)
            form = ReplyForm(data={"version": record.version})
            if reply(record, form):
                return redirect(url_for(page.endpoint("show"), record_id=record_id))
            return _show(page, record, replying=form)

    if page.is_confirmed:

        @area.post("/<int:record_id>/confirm")
        @requires(page.write)
        def confirm(record_id: int) -> ResponseReturnValue:
            return _confirm(page, record_or_404(page, record_id))

    return area


def _list(page: Page) -> ResponseReturnValue:
    return render_template(
        "records/list.html", kind_page=page, page=list_page(LISTS[page.code]), found=offered(), name_of=name_of
    )


def pages_without_connection(kinds: Collection[str]) -> dict[str, str]:
    """Draw the pages that enter records of some kinds as a device keeps them: address -> page, of those that may."""
    return {
        url_for(page.endpoint("new")): str(_page_of(page, _form(page), offline=True))
        for page in PAGES.values()
        if page.code in kinds and can(page.write)
    }


def names_of_pages() -> dict[str, str]:
    """Say what people call what each page enters: address -> name."""
    return {url_for(page.endpoint("new")): page.one for page in PAGES.values()}


def _new(page: Page) -> ResponseReturnValue:
    if (refusal := of_another(FORM_OF)) is not None:
        return refusal
    if request.method == "GET":
        tell_just_recorded()
    filled, unknown = prefilled(page, offered())
    for label, text in unknown:
        cannot_be(label, text)
    form = _form(page, filled)
    meant = offered().partners.find(answer_pressed("partner") or "") if page.names_partner else None
    if meant is not None:
        form["partner"].data = str(meant.id)
    elif form.validate_on_submit():
        if (double := _double_of(page, form)) is not None:
            told = why_not(form, double=double) if by_device() else None
            return told or _page_of(page, form, double=double, back=came_from()), 409
        if (stored := begin_again()) is not None:
            return stored

        def enter() -> int:
            record = enter_record(db.session, page.kind, _said(page, form), scope=reader().scope, today=today())
            tick_asked(record)
            number: int = record.id
            return number

        number = stored_from(form, enter)
        if number is not None:
            say_ticked()
            return _saved(page, form, number)
    shown = why_not(form) if by_device() else _page_of(page, form, back=came_from())
    return shown, 422 if form.errors or form.form_errors else 200


def _double_of(page: Page, form: RecordForm) -> Double | None:
    return pointed_out(
        page.kind,
        form.said(offered()),
        named=lambda one: name_of(page, one),
        page=lambda one: url_for(page.endpoint("show"), record_id=one.id),
    )


def _form(page: Page, filled: Mapping[str, Any] = NOTHING) -> RecordForm:
    form = FORMS[page.code](data={**_usual(page), **filled})
    form.offer_choices(offered())
    return form


def _page_of(page: Page, form: RecordForm, **more: Any) -> str:
    return render_template("records/new.html", page=page, form=form, ticks=action_asked(), conflict=None, **more)


def _usual(page: Page) -> dict[str, Any]:
    """Fill in what is usually so: today, and of those who only contribute, for whom they act."""
    acts = {page.acts_as: list(reader().acts_as)} if page.acts_as and not can(Permission.RECORDS_ARCHIVE) else {}
    return {page.day: today(), **page.meant, **acts}


def _saved(page: Page, form: RecordForm, number: int) -> ResponseReturnValue:
    back = came_from()
    # What it changed is asked for on the next page, outside the transaction that wrote.
    session[JUST_RECORDED] = [page.code, number, page.saved]
    if request.form.get("then") == "another":
        kept = form["partner"].data if page.names_partner else None
        return redirect(url_for(page.endpoint("new"), partner=kept or None, back=back.href if back else None))
    return redirect(_back_or_to(page, number))


def _said(page: Page, form: RecordForm, record: Any = None) -> dict[str, Any]:
    """Give what was typed, with the file that came.

    Raises:
        Refused: The file may not be stored.
    """
    said = form.said(offered(), record)
    if "file" in said:
        upload = store_upload(form["file"].data, field="file")
        if upload is not None:
            db.session.flush()
            said["file"] = upload
    if page.kind is MATCH and record is None and not said.get("way"):
        # Words of one's own say what exactly was asked for, and not that it was something else.
        said["way"] = ways_asked(form["offer"].data or said.get("offer"), rules())
    if page.kind is CONTRIBUTION and not said.get("way") and (record is None or record.way):
        # Likewise: "hats" given as goods are goods.
        said["way"] = way_given(form["type"].data or said.get("type"), rules())
    return said


def _show(
    page: Page, record: Any, answering: AnswerForm | None = None, replying: ReplyForm | None = None
) -> ResponseReturnValue:
    found = offered()
    tell_just_recorded()
    told = ("answer", "answered_on") if page.is_answered else ()
    columns = [page.kind.columns[asked.column] for asked in page.questions if asked.column not in told]
    wants: str = getattr(record, "actions_open", None) or ""
    body = render_template(
        "records/show.html",
        page=page,
        record=record,
        found=found,
        facts=[(page.kind.label_of(one.stored_as), one, found.in_words(one, record)) for one in columns],
        name=name_of(page, record),
        may_archive=may_archive(record),
        may_take_up=may_take_up(record),
        answering=answering,
        mailing=mailing_of(record) if page.is_answered else None,
        replying=replying or ReplyForm(formdata=None, data={"version": getattr(record, "version", None)}),
        back=came_from(),
        entries=history_of(db.session, reader().scope, page.code, record.id),
        worth=_worth(record) if page.kind is CONTRIBUTION else None,
        wants=wants if can(Permission.ACTIONS_WRITE) else "",
        **_turned(page, record, wants),
    )
    refused = any(form is not None and (form.errors or form.form_errors) for form in (answering, replying))
    return body, 422 if refused else 200


def _worth(gift: Contribution) -> tuple[Decimal, HourRate] | None:
    """Say what the hours of a gift are worth, and by which rate."""
    catalogue = rules()
    rates = rates_of(db.session, scope=reader().scope)
    return worth_of(gift, catalogue.language, rates) if catalogue else None


def _turned(page: Page, record: Any, wants: str) -> dict[str, Any]:
    """Give what the template needs to show which of a record's improvements are actions, and which could be."""
    made = actions_from(db.session, f"{page.code}/{record.ref}", scope=reader().scope) if wants else []
    return {"actions": made, "left": left_to_do(wants, made)}


@bp.get("/saved")
@requires(Permission.RECORDS_READ)
def saved() -> ResponseReturnValue:
    """Say what was just saved, and lead back to where it was asked for."""
    tell_just_recorded()
    back = came_from()
    return redirect(back.href if back else url_for("records.index"))


def tell_just_recorded() -> None:
    """Say what the record that the reader has just saved changed; nothing where there is none."""
    code, number, done = session.pop(JUST_RECORDED, None) or ("", 0, "")
    page = PAGES.get(code)
    record = find_record(db.session, page.kind, number, scope=reader().scope) if page else None
    if page is not None and record is not None:
        flash(_effect(page, record, done), "success")


def _effect(page: Page, record: Any, done: str) -> str:
    """Say what a record just saved changed: a level that rose with it, a practice now met, or that alone."""
    catalogue = rules()
    if catalogue is None:
        return done
    effect = hints.effect_of(db.session, page.code, record.ref, scope=reader().scope, on=today())
    for code, level in effect.risen:
        return f"{done} {catalogue.indicators[code].name} now stands at {catalogue.level_name(level)}."
    # Others may come with it; what it was said of is told first.
    own = catalogue.practices.get(getattr(record, "practice", ""))
    for code, wording in sorted(effect.met, key=lambda one: own is None or one != (own.indicator, own.wording)):
        return f"{done} Now met in {catalogue.indicators[code].name}: {wording}"
    return done


def _edit(page: Page, record: Any) -> ResponseReturnValue:
    form = FORMS[page.code](data=FORMS[page.code].values_of(record))
    form.offer_choices(offered(), record)
    outcome = edit_record(
        record, form, lambda: change_record(record, page.kind, _said(page, form, record), today=today())
    )
    back = came_from()
    leads_to = back.href if back else url_for(page.endpoint("show"), record_id=record.id)
    if outcome.is_saved:
        flash("It is saved.", "success")
        return redirect(leads_to)
    return render_template(
        "records/edit.html",
        page=page,
        form=form,
        record=record,
        name=name_of(page, record),
        conflict=outcome.conflict,
        back=leads_to,
    ), outcome.status


def _take_up(page: Page, record: Any) -> ResponseReturnValue:
    if not may_take_up(record):
        abort(403)
    change_at_once(record, lambda one: take_up(one, page.kind, today=today()), "Confirmed. It counts from now on.")
    return redirect(url_for(page.endpoint("show"), record_id=record.id))


def _answer(page: Page, record: Match) -> ResponseReturnValue:
    form = AnswerForm(data={"answered_on": today()})
    form.answer.choices = answer_pairs()
    if form.validate_on_submit():
        number = stored_from(form, lambda: _answered(record, form), asks_first=True)
        if number is not None:
            session[JUST_RECORDED] = [page.code, number, "The answer is noted."]
            return redirect(_back_or_to(page, number))
    return _show(page, record, form)


def _answered(record: Match, form: AnswerForm) -> int:
    answer_request(record, form.answer.data, form.answered_on.data, today=today())
    return record.id


def _confirm(page: Page, record: Any) -> ResponseReturnValue:
    form = StillSoForm(data={"on": today()})
    day = form.on.data if form.validate() and form.on.data <= today() else None
    if day is None:
        flash("Choose today or an earlier day.", "error")
    else:
        change_at_once(record, lambda one: confirm_record(one, day), "Noted: it is still so.")
    return redirect(_back_or_to(page, record.id))


def _back_or_to(page: Page, number: int) -> str:
    """Say where saving leads: back to where it was asked for, past the page that says what it did, or to the record."""
    back = came_from()
    return url_for("records.saved", back=back.href) if back else url_for(page.endpoint("show"), record_id=number)


for kind in PAGES.values():
    bp.register_blueprint(area_of(kind))
