"""Say whose people sign in with the district's provider, and whether with nothing else."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.accounts import District
from models.operations.sign_in_ways import domains_in, set_ways_in
from tracker.editing import done_from
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.people.blueprint import bp
from tracker.people.forms import WaysInForm
from tracker.people.inviting import me
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission


@bp.route("/signing-in", methods=["GET", "POST"])
@requires(Permission.DISTRICT_SEE)
def signing_in() -> ResponseReturnValue:
    """Ask for the domains; without a provider in the settings, say that it can be had."""
    providers = current_app.config["SETTINGS"].providers
    district = or_404(db.session.get(District, reader().place.district_id or 0))
    said = {"domains": "\n".join(district.sign_in_domains), "only_provider": district.only_provider}
    form = WaysInForm(data=said)
    if providers and form.validate_on_submit():

        def work() -> None:
            set_ways_in(
                db.session,
                district,
                domains_in(form.domains.data or ""),
                only_provider=form.only_provider.data,
                actor=me(),
                school_id=reader().place.school_id,
            )

        if done_from(form, work):
            flash("Kept. It counts from the next sign-in on.", "success")
            return redirect(url_for(".index"))
    page = render_template("people/signing_in.html", form=form, providers=providers, district=district)
    return page, 422 if form.errors or form.form_errors else 200
