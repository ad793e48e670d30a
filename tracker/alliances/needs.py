"""A strategic alliance keeps current what its workforce needs, and what it can offer."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from models.operations.alliance_needs import no_longer, say_offers, state_need, still_true
from models.queries.alliance_needs import StatedNeed, find_stated, list_stated
from models.queries.paging import page_of
from tracker.alliances.blueprint import bp
from tracker.alliances.log import own_partner, own_schools, pairs_of
from tracker.alliances.stating import NeedForm, OffersForm
from tracker.asked_parts import asked_page
from tracker.choices import pairs
from tracker.clock import today
from tracker.editing import at_once, done_from
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import Permission, requires
from tracker.reader import reader

SURE = "yes"
# Needs with their buttons on a page, above the form for another.
ON_A_PAGE = 6


@bp.route("/needs", methods=["GET", "POST"])
@requires(Permission.ALLIANCE_WRITE)
def needs() -> ResponseReturnValue:
    """List what the workforce needs, each with its yearly question, and state another."""
    schools = own_schools()
    stated = _stated()
    form = NeedForm(data={"schools": [str(school.id) for school in schools]})
    form.offer(pairs_of(schools))
    if form.validate_on_submit():
        told = [school for school in schools if str(school.id) in (form.schools.data or ())]
        partner, text = own_partner(), form.text.data
        if done_from(
            form,
            lambda: state_need(db.session, partner, told, text, known=stated, scope=reader().scope, today=today()),
        ):
            flash("Sent: it counts at each school once that school confirms it.", "success")
            return redirect(url_for(".needs"))
    shown = page_of(sorted(stated, key=lambda one: not one.is_asked(today())), asked_page(), size=ON_A_PAGE)
    page = render_template("alliances/needs.html", form=form, page=shown, schools=schools, partner=own_partner())
    return page, 422 if form.errors else 200


@bp.post("/needs/<int:need_id>/still")
@requires(Permission.ALLIANCE_WRITE)
def still(need_id: int) -> ResponseReturnValue:
    """Say of a need that it is still true: asked for once a year, and never needed."""
    stated = _stated_or_404(need_id)
    if request.form.get("sure") == SURE:
        at_once(lambda: still_true(stated, today=today()), "Noted: it is still true.")
    return redirect(url_for(".needs"))


@bp.post("/needs/<int:need_id>/ended")
@requires(Permission.ALLIANCE_WRITE)
def need_ended(need_id: int) -> ResponseReturnValue:
    """Say of a need that it no longer stands."""
    stated = _stated_or_404(need_id)
    if request.form.get("sure") == SURE:
        at_once(lambda: no_longer(stated, today=today()), "Noted: you need it no longer.")
    return redirect(url_for(".needs"))


@bp.route("/offers", methods=["GET", "POST"])
@requires(Permission.ALLIANCE_WRITE)
def offers() -> ResponseReturnValue:
    """Say what the organisation can offer; all schools of the district that know it read it."""
    partner = own_partner()
    form = OffersForm(data={"version": partner.version, "offers": list(partner.offers)})
    form.offer(pairs("contribution_type", keep=partner.offers))
    if form.validate_on_submit() and request.form.get("sure") != SURE:
        form.form_errors.append("Nothing arrived here. Choose what you can offer, and save again.")
    if not form.is_submitted() or form.errors:
        return render_template("alliances/offers.html", form=form, partner=partner), 422 if form.errors else 200
    if form.version.data == partner.version:
        try:
            say_offers(partner, form.offers.data or (), today=today())
            db.session.commit()
        except StaleDataError:
            db.session.rollback()
        else:
            flash("Noted. The schools that know you read it.", "success")
            return redirect(url_for(".needs"))
    form.version.renew(partner.version)
    form.form_errors.append("Somebody else changed this meanwhile. Look it over, and save again to keep yours.")
    return render_template("alliances/offers.html", form=form, partner=partner), 409


def _stated() -> list[StatedNeed]:
    return list_stated(db.session, scope=reader().scope, today=today())


def _stated_or_404(need_id: int) -> StatedNeed:
    return or_404(find_stated(db.session, need_id, scope=reader().scope, today=today()))
