"""The school's directory of partners."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.continuum.language.vocabularies import FROM_SCHOOL, TO_SCHOOL
from models.operations.partners import add_partner, appraise_partner, change_partner, organisation_named
from models.partners import SchoolPartner
from models.queries.activities import list_partner_names
from models.queries.giving_years import all_given
from models.queries.history import history_of
from models.queries.merges import merges_into
from models.queries.own_rates import rates_of
from models.queries.partners import (
    find_engagement,
    last_contacts,
    list_contacts,
    records_of_partner,
)
from models.refusals import Refused
from models.wording import counted, joined
from tracker.actions.ticking import action_asked, say_ticked, tick_asked
from tracker.asked_parts import asked_choice
from tracker.came_from import back_or
from tracker.choices import Pairs, pairs
from tracker.clock import today, year_begins_in
from tracker.editing import change_at_once, edit_record, stored_from
from tracker.extensions import db
from tracker.lists.handling import handle
from tracker.lists.page import list_page
from tracker.partner_choice import MANY
from tracker.partners.directory import category_map, export, mail, names
from tracker.partners.forms import PartnerForm
from tracker.partners.likely import Likely, as_answered, likely_partners, said_to_be_others
from tracker.partners.list import HANDLING, LIST, partner_or_404
from tracker.partners.sharing import share
from tracker.permissions import requires
from tracker.reader import reader
from tracker.records.declared import PAGES as SMALL
from tracker.roles import Permission
from tracker.rules import rules_today

bp = Blueprint("partners", __name__, url_prefix="/partners")
bp.route("/<int:engaged_id>/share", methods=["GET", "POST"])(share)
bp.get("/export.csv")(export)
bp.get("/mail")(mail)
bp.get("/names")(names)


@bp.get("")
@requires(Permission.PARTNERS_READ)
def index() -> ResponseReturnValue:
    """List the school's partners."""
    page = list_page(LIST)
    categories = category_map(page.asked) if page.has_any else []
    return render_template("partners/index.html", page=page, categories=categories)


@bp.get("/<int:engaged_id>")
@requires(Permission.PARTNERS_READ)
def show(engaged_id: int) -> ResponseReturnValue:
    """Show one partner with everything the school has on record of it."""
    engaged = partner_or_404(engaged_id)
    scope = reader().scope
    records = records_of_partner(db.session, engaged.partner_id, scope=scope)
    last = last_contacts(db.session, scope=scope, today=today(), among=[engaged.partner_id])
    rates, language, begins_in = rates_of(db.session, scope=scope), rules_today().language, year_begins_in()
    given, gave = (
        all_given(records.contributions, language, begins_in=begins_in, direction=one, rates=rates)
        for one in (TO_SCHOOL, FROM_SCHOOL)
    )
    return render_template(
        "partners/show.html",
        engaged=engaged,
        partner=engaged.partner,
        small=SMALL,
        contacts=list_contacts(db.session, engaged.partner_id, scope=scope),
        records=records,
        last_contact_on=last.get(engaged.partner_id),
        given=given,
        gave=gave,
        merges=merges_into(db.session, engaged.partner_id),
        part_of=find_engagement(db.session, engaged.partner.present.id, scope=scope),
        entries=history_of(db.session, scope, SchoolPartner.kind, engaged.id, also=[("partner", engaged.partner_id)]),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.PARTNERS_WRITE)
def new() -> ResponseReturnValue:
    """Add a partner; an organisation that the district knows already is used again."""
    begins = rules_today().language.first("stage", "of_new_partner")
    category = asked_choice("category", "Category", dict(pairs("category")))
    given = {"added_on": today(), "stage": begins, "category": category}
    form = PartnerForm(data=given, lists=_lists())
    if request.method == "POST":
        [form.name.data] = as_answered([form.name.data or ""])
    likely: list[Likely] = []
    if form.validate_on_submit():
        scope = reader().scope
        known = organisation_named(db.session, form.name.data or "", district_id=scope.district_id or 0)
        likely = likely_partners([form.name.data or ""])
        if likely:
            form.take(Refused({"name": f"Did you mean {joined(likely[0].names, 'or')}?"}))
            return _new_page(form, likely)

        def add() -> SchoolPartner:
            made = add_partner(db.session, form.organisation(), form.engagement(), scope=scope, today=today())
            tick_asked(made)
            return made

        engaged = stored_from(form, add)
        if engaged is not None:
            flash(f"{engaged.partner.name} is in your directory.", "success")
            if known is not None:
                flash("The district's directory knew it already, so what it says was taken from there.", "success")
            say_ticked()
            return redirect(back_or(url_for(".show", engaged_id=engaged.id)))
    return _new_page(form, likely)


@bp.route("/<int:engaged_id>/edit", methods=["GET", "POST"])
@requires(Permission.PARTNERS_WRITE)
def edit(engaged_id: int) -> ResponseReturnValue:
    """Change a partner."""
    engaged = partner_or_404(engaged_id)
    form = PartnerForm(data=PartnerForm.values_of(engaged), lists=_lists(engaged))
    outcome = edit_record(
        engaged,
        form,
        lambda: change_partner(db.session, engaged, form.organisation(), form.engagement(), today=today()),
    )
    if outcome.is_saved:
        flash(f"{engaged.partner.name} is saved.", "success")
        return redirect(back_or(url_for(".show", engaged_id=engaged.id)))
    page = render_template("partners/edit.html", form=form, engaged=engaged, conflict=outcome.conflict)
    return page, outcome.status


@bp.post("/<int:engaged_id>/appraise")
@requires(Permission.PARTNERS_WRITE)
def appraise(engaged_id: int) -> ResponseReturnValue:
    """Note that the partner's possible contributions were appraised today."""
    engaged = partner_or_404(engaged_id)
    offers = counted(len(engaged.offers), "possible contribution", "possible contributions")
    return _change(
        engaged_id,
        lambda one: appraise_partner(one, today(), today=today()),
        f"Noted: you checked today what they can offer, with {offers}.",
    )


def _new_page(form: PartnerForm, likely: list[Likely]) -> ResponseReturnValue:
    directory = list_partner_names(db.session, scope=reader().scope, whole_district=True)
    page = render_template(
        "partners/new.html",
        form=form,
        known=len(directory),
        directory=directory if len(directory) <= MANY else None,
        likely=likely,
        others=said_to_be_others(),
        ticks=action_asked(),
    )
    return page, 422 if form.errors else 200


def _change(engaged_id: int, change: Callable[[SchoolPartner], None], done: str) -> ResponseReturnValue:
    engaged = partner_or_404(engaged_id)
    change_at_once(engaged, change, done)
    return redirect(back_or(url_for(".show", engaged_id=engaged_id)))


def _lists(engaged: SchoolPartner | None = None) -> dict[str, Pairs]:
    partner = engaged.partner if engaged else None
    return {
        "category": pairs("category", keep=partner.category if partner else None),
        "subtype": pairs("subtype", keep=partner.subtype if partner else None),
        "stage": pairs("stage", keep=engaged.stage if engaged else None),
        "contribution_type": pairs("contribution_type", keep=engaged.offers if engaged else None),
    }


handle(bp, HANDLING)
