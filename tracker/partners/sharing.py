"""Share an organization of the directory with other schools of the district."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.operations.partners import share_partner
from models.queries.partners import schools_without
from models.wording import counted
from tracker.choices import Pairs
from tracker.clock import today
from tracker.district.scope import scope_of_district
from tracker.editing import done_from
from tracker.extensions import db
from tracker.forms import Form, Picks, choices
from tracker.partners.list import partner_or_404
from tracker.permissions import requires
from tracker.roles import Permission


class ShareForm(Form):
    """Which schools get to know it."""

    schools = Picks("Which schools should know it?", required=True, missing="Tick at least one school.")

    def __init__(self, *args: Any, schools: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools.choices = choices(schools)


@requires(Permission.PARTNERS_SHARE)
def share(engaged_id: int) -> ResponseReturnValue:
    """Put an organization into the directories of other schools; what this school noted of it stays its own."""
    engaged = partner_or_404(engaged_id)
    scope = scope_of_district()
    others = schools_without(db.session, engaged.partner.present, scope=scope)
    form = ShareForm(schools=[(str(one.id), one.name) for one in others])
    if form.validate_on_submit():
        chosen = [one for one in others if str(one.id) in (form.schools.data or ())]
        if done_from(form, lambda: share_partner(db.session, engaged, chosen, scope=scope, today=today())):
            flash(
                f"{engaged.partner.name} is in the directory of {counted(len(chosen), 'more school', 'more schools')}.",
                "success",
            )
            return redirect(url_for("partners.show", engaged_id=engaged_id))
    page = render_template("partners/share.html", form=form, engaged=engaged, others=others)
    return page, 422 if form.errors else 200
