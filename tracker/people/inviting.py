"""Invite people, one or many at once; send an invitation again, or withdraw it."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.accounts import District, Role, School, User
from models.invitations import Invitation
from models.operations.invitations import invite, send_again, withdraw
from models.queries.accounts import find_user
from models.queries.activities import own_partner_names
from models.queries.invitations import find_invitation
from models.refusals import Refused
from models.wording import counted
from tracker.choices import own_partners
from tracker.clock import now
from tracker.config import Settings
from tracker.editing import at_once
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.letters.posting import can_mail, post_soon
from tracker.people.blueprint import bp
from tracker.people.forms import LONGEST_LIST, InviteForm
from tracker.people.offering import AT_SCHOOL, may_give, may_handle
from tracker.people.pasted import Asked, Line, read_people
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.years.page import scope_of_one_school

SEND = "send"


def _days() -> int:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.invitation_days


def me() -> User:
    """Give the account of the reader."""
    return or_404(find_user(db.session, reader().person.id))


@bp.route("/invite", methods=["GET", "POST"])
@requires(Permission.PEOPLE_INVITE)
def invite_people() -> ResponseReturnValue:
    """Read a list of people, show what would be sent, and send it."""
    scope, allowed = scope_of_one_school(), may_give()
    roles = [role for role in Role if role in allowed & AT_SCHOOL]
    form = InviteForm(roles=roles, data={"people": request.args.get("people", "")[:LONGEST_LIST]})
    lines: list[Line] = []
    sent = 0
    if form.validate_on_submit():
        school = or_404(db.session.get(School, scope.school_id))
        district = or_404(db.session.get(District, school.district_id))
        asked = Asked(school, district, list(own_partners().values()), form.usual_roles, allowed)
        lines = read_people(form.people.data or "", asked)
        if request.form.get("then") == SEND:
            sent = _send(lines, school)
            lines = [one for one in lines if one.problem]
            if sent:
                _tell(sent)
            if not lines:
                return redirect(url_for(".index"))
            form.renew("\n".join(one.text for one in lines))
    page = render_template(
        "people/invite.html",
        form=form,
        lines=lines,
        good=sum(not one.problem for one in lines),
        partners=list(own_partner_names(db.session, scope=scope, most=2).values()),
        roles=roles,
    )
    return page, 422 if form.errors or any(one.problem for one in lines) else 200


def _send(lines: list[Line], school: School) -> int:
    """Invite everybody whose line is in order, and commit; who cannot be invited keeps the reason."""
    by, sent = me(), 0
    for line in lines:
        if line.problem:
            continue
        try:
            invite(db.session, line.guest, school=school, by=by, now=now(), days=_days())
            sent += 1
        except Refused as refused:
            line.problem = str(refused)
    db.session.commit()
    post_soon()
    return sent


def _tell(sent: int) -> None:
    invitations = counted(sent, "invitation", "invitations")
    if can_mail():
        flash(f"{invitations} on the way.", "success")
    else:
        flash(
            f"{invitations} made. No mail leaves here: give each person the address that stands beside them.", "warning"
        )


def _invitation_or_404(invitation_id: int) -> Invitation:
    found = or_404(find_invitation(db.session, invitation_id, scope=scope_of_one_school()))
    if not may_handle(found):
        abort(403)
    return found


@bp.post("/invitations/<int:invitation_id>/again")
@requires(Permission.PEOPLE_INVITE)
def invite_again(invitation_id: int) -> ResponseReturnValue:
    """Send an invitation once more; its days begin anew."""
    found = _invitation_or_404(invitation_id)
    told = f"The invitation to {found.email} is open for {counted(_days(), 'day', 'days')} again."
    if at_once(lambda: send_again(db.session, found, by=me(), now=now(), days=_days()), told):
        post_soon()
    return redirect(url_for(".index"))


@bp.post("/invitations/<int:invitation_id>/withdraw")
@requires(Permission.PEOPLE_INVITE)
def withdraw_invitation(invitation_id: int) -> ResponseReturnValue:
    """Withdraw an invitation."""
    found = _invitation_or_404(invitation_id)
    told = f"The invitation to {found.email} opens nothing any more."
    at_once(lambda: withdraw(db.session, found, by=me(), now=now()), told)
    return redirect(url_for(".index"))
