"""Invite people, and let them take up what they were invited to. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.account_letters import LetterKind
from models.accounts import District, Role, School, User
from models.invitations import Invitation, InvitedRole
from models.memberships import Membership
from models.operations.account_events import note_event, role_words
from models.operations.accounts import check_email, create_user
from models.operations.late_followers import take_over_late
from models.operations.letters import add_letter
from models.partners import Partner
from models.queries.accounts import find_user_by_email
from models.refusals import Refused
from models.wording import day_words

GONE = "This invitation is no longer open. Ask whoever invited you for a new one."
ANOTHERS = "This invitation is for another address. Sign in with the account of that address, or ask for a new one."


@dataclass(frozen=True, slots=True)
class Offer:
    """One role at one place; of the three places the one that fits the role.

    Attributes:
        acts_as: For whom they usually act there, as codes of `by`.
    """

    role: Role
    school: School | None = None
    partner: Partner | None = None
    district: District | None = None
    acts_as: tuple[str, ...] = ()

    @property
    def place(self) -> School | Partner | District:
        """Where it is held."""
        found = self.school or self.partner or self.district
        if found is None:
            raise ValueError("a role is held somewhere")
        return found


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to invite: where mail reaches them, what they are called, and to what."""

    email: str
    name: str | None
    offers: Sequence[Offer] = field(default=())


def invite(session: Session, guest: Guest, *, school: School, by: User, now: datetime, days: int) -> Invitation:
    """Invite somebody; a letter with the address that opens it waits to be sent.

    Args:
        school: The school at which they are invited, whose admins see the invitation.
        days: For so many days it stays open.

    Raises:
        Refused: The address is none, they were invited and have not answered, or have all of it already.
    """
    email = check_email(guest.email)
    offers = _wanting(session, email, guest.offers)
    waiting = session.scalars(
        select(Invitation).where(
            Invitation.email == email,
            Invitation.school_id == school.id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now,
        )
    ).first()
    if waiting is not None:
        made = day_words(waiting.made_at.date())
        raise Refused(f"{email} was invited on {made} and has not answered yet. Send that invitation again instead.")
    invitation = Invitation(
        email=email, name=guest.name, school=school, invited_by=by, made_at=now, expires_at=now + timedelta(days=days)
    )
    invitation.roles = [
        InvitedRole(role=one.role, school=one.school, partner=one.partner, district=one.district, acts_as=one.acts_as)
        for one in offers
    ]
    session.add(invitation)
    add_letter(session, LetterKind.INVITATION, email=email, invitation=invitation)
    told = f"Invited as {roles_of(invitation)}."
    note_event(session, "invited", told, actor=by, email=email, school_id=school.id)
    return invitation


def _wanting(session: Session, email: str, offers: Iterable[Offer]) -> list[Offer]:
    """Leave out what the person has already.

    Raises:
        Refused: Nothing is left.
    """
    user = find_user_by_email(session, email)
    wanted = [one for one in offers if user is None or held_role(session, user.id, one) is None]
    if not wanted:
        held = role_words((one.role, one.place.name) for one in offers)
        raise Refused(f"{user.name if user else email} is {held} already.")
    return wanted


def held_role(session: Session, user_id: int, offer: Offer | InvitedRole) -> Membership | None:
    """Find the membership, not ended, by which a person holds a role; None where they do not."""
    return session.scalars(_holding(user_id, offer).where(Membership.ended_on.is_(None))).first()


def _holding(user_id: int, offer: Offer | InvitedRole) -> Select[Membership]:
    return select(Membership).where(
        Membership.user_id == user_id,
        Membership.role == offer.role,
        Membership.school_id == (offer.school.id if offer.school else None),
        Membership.partner_id == (offer.partner.id if offer.partner else None),
        Membership.district_id == (offer.district.id if offer.district else None),
    )


def roles_of(invitation: Invitation) -> str:
    """Name what an invitation offers: "point person and SLT member at Riverside Middle"."""
    return role_words((one.role, one.place.name) for one in invitation.roles)


def send_again(session: Session, invitation: Invitation, *, by: User, now: datetime, days: int) -> None:
    """Send an invitation once more; its days begin anew.

    Raises:
        Refused: It was taken up or withdrawn.
    """
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise Refused("This invitation was taken up or withdrawn. Invite them anew.")
    invitation.expires_at = now + timedelta(days=days)
    add_letter(session, LetterKind.INVITATION, email=invitation.email, invitation=invitation)
    note_event(
        session, "invited_again", "Invitation sent again.", actor=by, email=invitation.email,
        school_id=invitation.school_id,
    )  # fmt: skip


def withdraw(session: Session, invitation: Invitation, *, by: User, now: datetime) -> None:
    """Withdraw an invitation: its address opens nothing any more.

    Raises:
        Refused: It was taken up, or withdrawn already.
    """
    if invitation.accepted_at is not None:
        raise Refused(f"{invitation.name or invitation.email} has taken it up. End their roles instead.")
    if invitation.withdrawn_at is not None:
        raise Refused("This invitation was withdrawn already.")
    invitation.withdrawn_at = now
    note_event(
        session, "withdrawn", "Invitation withdrawn.", actor=by, email=invitation.email, school_id=invitation.school_id
    )


def join(
    session: Session, invitation: Invitation, *, name: str, password: str | None, now: datetime, today: date
) -> User:
    """Make the account of somebody who was invited, with the roles offered.

    Args:
        password: None where their district lets nobody in by one: nobody knows what stands in its place.

    Raises:
        Refused: The invitation is no longer open, or an account has its address already.
        AccountProblem: The name is empty or the password unfit.
    """
    if not invitation.is_open(now):
        raise Refused(GONE)
    user = create_user(session, invitation.email, name, password=token_urlsafe() if password is None else password)
    session.flush()
    _take_up(session, invitation, user, now=now, today=today)
    return user


def take_up(session: Session, invitation: Invitation, user: User, *, now: datetime, today: date) -> None:
    """Give somebody who has an account the roles that an invitation offers.

    Raises:
        Refused: It is no longer open, or for another address.
    """
    if not invitation.is_open(now):
        raise Refused(GONE)
    if user.email != invitation.email:
        raise Refused(ANOTHERS)
    _take_up(session, invitation, user, now=now, today=today)


def _take_up(session: Session, invitation: Invitation, user: User, *, now: datetime, today: date) -> None:
    for one in invitation.roles:
        give_role(session, user, one, today=today, called=invitation.name)
    invitation.accepted_at, invitation.user = now, user
    told = f"Joined as {roles_of(invitation)}."
    note_event(session, "joined", told, actor=user, user_id=user.id, school_id=invitation.school_id)


def give_role(
    session: Session, user: User, offer: Offer | InvitedRole, *, today: date, called: str | None = None
) -> Membership:
    """Let somebody hold a role from today on; a second time changes nothing, and one that ended goes on.

    Where they followed somebody before they had an account, what was looked after for them meanwhile is theirs now.

    Args:
        called: How whoever invited them called them, beside their own name.
    """
    if offer.school is not None and offer.role is not Role.VIEWER:
        take_over_late(session, user, (user.name, called), offer.school.id)
    known = session.scalars(_holding(user.id, offer)).first()
    if known is not None:
        if known.ended_on is not None:
            known.began_on, known.ended_on = today, None
        return known
    held = Membership(
        user=user,
        role=offer.role,
        school=offer.school,
        partner=offer.partner,
        district=offer.district,
        acts_as=tuple(offer.acts_as),
        began_on=today,
    )
    session.add(held)
    return held
