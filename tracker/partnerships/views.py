"""The list of partnerships, and one as a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.continuum.language.vocabularies import FROM_SCHOOL, TO_SCHOOL
from models.operations.partnerships import change_partnership, start_partnership
from models.partnerships import Partnership
from models.queries.agreements import agreement_row, renewal_sentence, renewals_of
from models.queries.giving_years import all_given, worth_of
from models.queries.hand_overs import changes_ahead
from models.queries.history import history_of
from models.queries.home_partners import contact_leaves_sentence, leaving_contacts
from models.queries.own_rates import rates_of
from models.queries.partners import find_engagement, last_contacts
from models.queries.partnership_due import due_of
from models.queries.partnership_health import health_sentence, notices_of
from models.queries.partnership_people import staff_of_school
from models.queries.partnership_timeline import GROUPS, timeline_of
from models.queries.partnerships import records_of_partnership
from models.queries.promised_given import promised_against_given
from models.queries.signatures import signed_by_partners
from tracker.actions.ticking import action_asked, say_ticked, tick_asked
from tracker.asked_parts import asked_choice, asked_mark, asked_several, not_found
from tracker.came_from import back_or
from tracker.choices import Pairs, pairs, running_stages
from tracker.clock import today, year_begins_in
from tracker.editing import change_at_once, edit_record, stored_from
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.lists.handling import handle
from tracker.lists.page import list_page
from tracker.partner_choice import partners_offered
from tracker.partnerships.forms import PartnershipForm
from tracker.partnerships.list import HANDLING, LIST, partnership_or_404
from tracker.partnerships.pipeline import pipeline
from tracker.partnerships.terms import written_terms
from tracker.partnerships.toward import toward
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.record_pages import record_page
from tracker.roles import Permission
from tracker.rules import rules_on, rules_today

bp = Blueprint("partnerships", __name__, url_prefix="/partnerships")
bp.get("/pipeline")(pipeline)
bp.get("/toward")(toward)


@bp.get("")
@requires(Permission.PARTNERSHIPS_READ)
def index() -> ResponseReturnValue:
    """List the school's partnerships and how each stands."""
    return render_template("partnerships/index.html", page=list_page(LIST))


@bp.get("/<int:partnership_id>")
@requires(Permission.PARTNERSHIPS_READ)
def show(partnership_id: int) -> ResponseReturnValue:
    """Show one partnership: what is due, what is written, what was promised and given, and its time line."""
    partnership = partnership_or_404(partnership_id)
    scope, day = reader().scope, today()
    records = records_of_partnership(db.session, partnership, scope=scope)
    if not can(Permission.AGREEMENTS_READ):
        records = replace(records, agreements=())
    followed = renewals_of(records.agreements)
    last_on = last_contacts(db.session, scope=scope, today=day, among=[partnership.partner_id]).get(
        partnership.partner_id
    )
    every, group = asked_mark("all", "Everything"), asked_choice("what", "Show", GROUPS)
    moments = timeline_of(
        db.session, partnership, records, scope=scope, today=day, limit=None if every else 31, group=group
    )
    rates, language = rates_of(db.session, scope=scope), rules_on(day).language
    given, gave = (
        all_given(records.contributions, language, begins_in=year_begins_in(), direction=one, rates=rates)
        for one in (TO_SCHOOL, FROM_SCHOOL)
    )
    due = due_of(db.session, partnership, records, scope=scope, today=day)
    notices = notices_of(partnership, records.agreements, day, language=language, last_contact_on=last_on)
    return render_template(
        "partnerships/show.html",
        partnership=partnership,
        engaged=find_engagement(db.session, partnership.partner_id, scope=scope),
        stage=partnership.stage_on(day),
        point_person=partnership.point_person_on(day),
        notices=notices,
        health=health_sentence(notices, last_on, day, also=[one.word for one in due]),
        due=due,
        against=promised_against_given(records.commitments, records.contributions),
        given=given,
        gave=gave,
        worth={one.id: worth_of(one, language, rates) for one in records.contributions[:10]},
        changes=[one for one in changes_ahead(db.session, scope=scope, today=day) if one.concerns(partnership, day)],
        leaving=leaving_contacts(
            db.session, language.thresholds, scope=scope, today=day, partner_id=partnership.partner_id
        ),
        contact_leaves=contact_leaves_sentence,
        terms=written_terms(partnership, day),
        agreements=[agreement_row(one, followed.get(one.id), day) for one in records.agreements],
        followed=followed,
        renewal_sentence=renewal_sentence,
        signed=signed_by_partners(db.session, [one.id for one in followed.values()], language, scope=scope),
        records=records,
        moments=moments if every else moments[:30],
        groups=GROUPS,
        group=group,
        is_cut=not every and len(moments) > 30,
        entries=history_of(db.session, scope, Partnership.kind, partnership.id),
        record_page=record_page,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIPS_WRITE)
def new() -> ResponseReturnValue:
    """Start a partnership with one of the school's partners."""
    scope = reader().scope
    partners = partners_offered()
    # Links name the partner by number, plans by name.
    wanted = partners.find(named := request.args.get("partner", "").strip())
    if named and wanted is None:
        not_found("Partner", named)
    given = {
        "started_on": today(),
        "stage": rules_today().language.first("stage", "proposed"),
        "partner": str(wanted.id) if wanted else None,
        "initiated_by": asked_several("initiated_by", "Whose idea was it?", dict(pairs("by"))),
    }
    form = PartnershipForm(data=given, partners=partners, lists=_lists())
    if form.validate_on_submit():
        partner = or_404(partners.find(form.partner.data))

        def start() -> Partnership:
            made = start_partnership(
                db.session,
                partner,
                form.entry(),
                stage=form.stage.data,
                point_person=form.person.data,
                language=rules_today().language,
                scope=scope,
                today=today(),
            )
            tick_asked(made)
            return made

        partnership = stored_from(form, start)
        if partnership is not None:
            flash(f"The partnership with {partner.name} is on record.", "success")
            say_ticked()
            return redirect(back_or(url_for(".show", partnership_id=partnership.id)))
    staff = staff_of_school(db.session, scope=scope)
    page = render_template(
        "partnerships/new.html", form=form, staff=staff, has_partners=partners.few != {}, ticks=action_asked()
    )
    return page, 422 if form.errors else 200


@bp.route("/<int:partnership_id>/edit", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIPS_WRITE)
def edit(partnership_id: int) -> ResponseReturnValue:
    """Change what is said of a partnership as a whole."""
    partnership = partnership_or_404(partnership_id)
    form = PartnershipForm(obj=partnership, partners=None, lists=_lists(partnership.initiated_by))
    outcome = edit_record(
        partnership, form, lambda: change_partnership(db.session, partnership, form.entry(), today=today())
    )
    if outcome.is_saved:
        flash("The partnership is saved.", "success")
        return redirect(back_or(url_for(".show", partnership_id=partnership_id)))
    return render_template(
        "partnerships/edit.html", form=form, partnership=partnership, conflict=outcome.conflict
    ), outcome.status


def change_and_show(partnership_id: int, change: Callable[[Partnership], None], done: str) -> ResponseReturnValue:
    """Change a partnership by one click, and go back to where that was asked, or its page, with what came of it."""
    partnership = partnership_or_404(partnership_id)
    change_at_once(partnership, change, done)
    return redirect(back_or(url_for("partnerships.show", partnership_id=partnership_id)))


def _lists(initiated_by: tuple[str, ...] = ()) -> dict[str, Pairs]:
    return {"by": pairs("by", keep=initiated_by), "stage": running_stages()}


handle(bp, HANDLING)
