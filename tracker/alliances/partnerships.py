"""A strategic alliance confirms what was agreed, says how a partnership goes, and announces who follows whom."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.continuum.language.fields import DOMAINS
from models.operations.alliance_partnerships import announce_change, confirm_as_partner, rate_as_partner
from models.partnerships import Partnership
from models.queries.alliance_partnerships import find_own_partnership, list_own_partnerships
from models.queries.alliance_schools import whom_to_call
from models.queries.paging import page_of
from models.refusals import Refused
from tracker.alliances.blueprint import bp
from tracker.alliances.doubles import double_of_change
from tracker.alliances.log import own_partner, own_schools, pairs_of
from tracker.alliances.stating import PeopleForm, RateForm, StillAgreedForm
from tracker.alliances.views import own_records_or_404
from tracker.asked_parts import asked_page
from tracker.choices import pairs
from tracker.clock import today
from tracker.editing import done_from, edit_record
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import Permission, requires
from tracker.reader import reader
from tracker.rules import rules_today
from tracker.vocabulary import marked

SURE = "yes"
ON_A_PAGE = 6
# What is found of students, as the form asks: what they gained is put in words of its own.
_FOUND = ("effect", *DOMAINS[1:])


@bp.get("/partnerships")
@requires(Permission.ALLIANCE_SEE)
def partnerships() -> ResponseReturnValue:
    """List the partnerships with what was agreed, as far as schools show it, and what can be said of each."""
    own = list_own_partnerships(db.session, scope=reader().scope, today=today())
    it = own_records_or_404()
    return render_template(
        "alliances/partnerships.html",
        page=page_of(own, asked_page(), size=ON_A_PAGE),
        callable=whom_to_call(db.session, it.schools, partner=it.partner, today=today()),
    )


@bp.post("/partnerships/<int:own_partnership_id>/confirm")
@requires(Permission.ALLIANCE_WRITE)
def confirm_agreed(own_partnership_id: int) -> ResponseReturnValue:
    """Say that what was agreed is still so."""
    partnership = _partnership_or_404(own_partnership_id)
    form = StillAgreedForm()
    if request.form.get("sure") == SURE:
        outcome = edit_record(partnership, form, lambda: confirm_as_partner(partnership, today=today()))
        if outcome.is_saved:
            flash("Noted: what you agreed is still so.", "success")
        elif outcome.conflict:
            flash("The school changed it meanwhile. Read it again before you confirm it.", "error")
        else:
            flash(" ".join(form.form_errors), "error")
    return redirect(url_for(".partnerships"))


@bp.route("/partnerships/<int:own_partnership_id>/rate", methods=["GET", "POST"])
@requires(Permission.ALLIANCE_WRITE)
def rate(own_partnership_id: int) -> ResponseReturnValue:
    """Say how a partnership goes, in five questions of which one is enough."""
    partnership = _partnership_or_404(own_partnership_id)
    school = partnership.school.name
    form = RateForm()
    # A partner tells what it sees; what is no aim is for the school to say.
    no_aim = marked("finding", "no_aim")
    form.offer([one for one in pairs("finding") if one[0] not in no_aim])
    if form.validate_on_submit():

        def store() -> None:
            said, found = form.fields(*_FOUND), {name: form[name].data or None for name in _FOUND}
            language, scope, day = rules_today().language, reader().scope, today()
            rate_as_partner(db.session, partnership, **said, **found, language=language, scope=scope, today=day)

        if done_from(form, store):
            flash(f"Sent to {school}. Thank you.", "success")
            return redirect(url_for(".partnerships"))
    return render_template("alliances/rate.html", form=form, school=school), 422 if form.errors else 200


@bp.route("/people/change", methods=["GET", "POST"])
@requires(Permission.ALLIANCE_WRITE)
def change_people() -> ResponseReturnValue:
    """Announce that somebody leaves and who follows; each school takes it over once it has read it."""
    schools = own_schools()
    form = PeopleForm(data={"occurred_on": today(), "schools": [str(school.id) for school in schools]})
    form.offer(pairs_of(schools))
    double = None
    if form.validate_on_submit():
        told = [school for school in schools if str(school.id) in (form.schools.data or ())]
        on = form.occurred_on.data or today()
        double = double_of_change(form.leaves.data, on, own_partner(), told)
    if double is None and form.is_submitted() and not form.errors:
        try:
            announce_change(
                db.session,
                own_partner(),
                told,
                leaves=form.leaves.data,
                follows=form.follows.data,
                reached_at=form.reached_at.data,
                on=on,
                scope=reader().scope,
                today=today(),
            )
        except Refused as refused:
            db.session.rollback()
            form.take(refused)
        else:
            db.session.commit()
            flash("Sent. The school takes over who follows once it has confirmed it.", "success")
            return redirect(url_for(".show"))
    page = render_template("alliances/people.html", form=form, schools=schools, double=double)
    return page, 409 if double else 422 if form.errors or form.form_errors else 200


def _partnership_or_404(partnership_id: int) -> Partnership:
    return or_404(find_own_partnership(db.session, partnership_id, scope=reader().scope, today=today()))
