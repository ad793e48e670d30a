"""The list of people at a school, its partners and its district: who can sign in, was invited, or left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from models.account_letters import AccountLetter, LetterState
from models.accounts import User
from models.invitations import Invitation
from models.memberships import Membership
from models.queries.duties import numbers_kept
from models.queries.invitations import latest_letter, list_invitations
from models.queries.paging import Paged, page_of
from models.queries.people import PersonAtSchool, list_people
from models.queries.people_of_partners import district_admins, people_of_partners
from models.queries.sessions import last_seen
from models.texts import folded
from models.wording import joined, listed
from tracker.choices import Pairs
from tracker.clock import now, today
from tracker.extensions import db
from tracker.letters.links import invitation_path
from tracker.letters.posting import can_mail
from tracker.lists.filters import Choice, Search
from tracker.lists.listing import Asked, Column, Listing
from tracker.mail.site import site_here
from tracker.people.offering import may_handle
from tracker.permissions import can
from tracker.reader import reader
from tracker.roles import Permission
from tracker.years.page import scope_of_one_school

INVITED, IN, LEFT = "invited", "in", "left"
SCHOOL, PARTNERS, DISTRICT = "school", "partners", "district"
_STATES = {INVITED: "Invited", IN: "Can sign in", LEFT: "Left"}
_PLACES = {SCHOOL: "The school", PARTNERS: "Our partners", DISTRICT: "The district"}
# Whoever was invited stands on top: there is something to do.
_FIRST = (INVITED, IN, LEFT)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that nobody took up yet, as the page shows it.

    Attributes:
        address: What to give the person, where no letter of it left; empty where one did.
        told: What became of its letter.
    """

    invitation: Invitation
    is_open: bool
    address: str
    told: str

    @classmethod
    def of(cls, invitation: Invitation, letter: AccountLetter | None) -> Invited:
        """Put together what there is to say of an invitation and its latest letter."""
        is_open = invitation.is_open(now())
        has_left = letter is not None and letter.state in (LetterState.SENT, LetterState.SENDING)
        is_stuck = not can_mail() or (letter is not None and letter.state is LetterState.GIVEN_UP)
        told = "letter sent" if has_left else "no letter left" if is_stuck else "letter on its way"
        if letter is not None and letter.why and is_stuck and can_mail():
            told = f"{told}: {letter.why}"
        shown = site_here() + invitation_path(invitation) if is_open and is_stuck and not has_left else ""
        return cls(invitation, is_open, shown, told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person of the list.

    Attributes:
        state: `invited`, `in` or `left`.
        place: `school`, `partners` or `district`.
        where: Its name: the partner's; empty at the school and in the district.
        user: The account; None for whoever was only invited.
        roles: What they are there; of whoever left, what they were.
        since: The first day of what they are; None where it is unknown.
        kept: Of how many partnerships they are the point person.
        seen: When they were here last; None for not yet.
        ends_on: The first day without any role; None where none is known.
        membership_id: Of whoever is at a partner.
        invited: What there is to say of the invitation, of whoever was only invited.
    """

    state: str
    place: str
    name: str
    email: str
    roles: str = ""
    where: str = ""
    since: date | None = None
    user: User | None = None
    kept: int = 0
    seen: datetime | None = None
    ends_on: date | None = None
    membership_id: int | None = None
    invited: Invited | None = None


def lines() -> list[Line]:
    """List everybody whom the reader may see, those who left too."""
    scope, day = scope_of_one_school(), today()
    people = list_people(db.session, scope=scope)
    partners = people_of_partners(db.session, scope=scope)
    district_id = reader().place.district_id
    admins = district_admins(db.session, district_id) if can(Permission.DISTRICT_SEE) and district_id else []
    seen = last_seen(db.session, {one.user.id for one in people} | {one.user_id for one in (*partners, *admins)})
    kept = numbers_kept(db.session, scope=scope, today=day)
    invited = [one for one in list_invitations(db.session, scope=scope) if may_handle(one)]
    letters = latest_letter(db.session, [one.id for one in invited])
    return [
        *(_invited(one, letters.get(one.id)) for one in invited),
        *(_at_school(one, kept.get(folded(one.user.name), 0), seen.get(one.user.id), day) for one in people),
        *_elsewhere(partners, PARTNERS, seen, day),
        *_elsewhere(admins, DISTRICT, seen, day),
    ]


def _invited(one: Invitation, letter: AccountLetter | None) -> Line:
    partners = list(dict.fromkeys(role.partner.name for role in one.roles if role.partner is not None))
    place = PARTNERS if partners else SCHOOL if any(role.school_id is not None for role in one.roles) else DISTRICT
    return Line(
        state=INVITED,
        place=place,
        name=one.name or one.email,
        email=one.email if one.name else "",
        roles=joined(dict.fromkeys(role.role.label for role in one.roles)),
        where=listed(partners) if partners else "",
        invited=Invited.of(one, letter),
    )


def _at_school(one: PersonAtSchool, kept: int, seen: datetime | None, day: date) -> Line:
    return Line(
        state=LEFT if one.is_gone(day) else IN,
        place=SCHOOL,
        name=one.user.name,
        email=one.user.email,
        roles=joined(role.label for role in one.roles_on(day)),
        since=one.since(day),
        user=one.user,
        kept=kept,
        seen=seen,
        ends_on=one.ends_on,
    )


def _elsewhere(held: Iterable[Membership], place: str, seen: Any, day: date) -> list[Line]:
    return [
        Line(
            state=IN,
            place=place,
            where=one.partner.name if one.partner is not None else "",
            name=one.user.name,
            email=one.user.email,
            roles=one.role.label,
            since=one.began_on,
            user=one.user,
            seen=seen.get(one.user_id),
            membership_id=one.id,
        )
        for one in held
        if one.ended_on is None or one.ended_on > day
    ]


_NEVER = datetime.min.replace(tzinfo=UTC)
_ORDERS: dict[str, Callable[[Line], Any]] = {
    "who": lambda one: folded(one.name),
    "where": lambda one: (_FIRST.index(one.state), list(_PLACES).index(one.place), folded(one.where), folded(one.name)),
    "kept": lambda one: one.kept,
    "seen": lambda one: one.seen or _NEVER,
}


def _find(asked: Asked) -> Paged[Line]:
    sought, state, place = folded(asked.get("q") or ""), asked.get("state"), asked.get("place")
    found = [
        one
        for one in lines()
        if (one.state == state if state else one.state != LEFT)
        and (place is None or one.place == place)
        and sought in folded(f"{one.name} {one.email} {one.where} {one.roles}")
    ]
    found.sort(key=_ORDERS[asked.sort], reverse=asked.descending)
    return page_of(found, asked.page)


def _places() -> Pairs:
    return [*_PLACES.items()]


def _states() -> Pairs:
    return [*_STATES.items()]


LIST = Listing(
    key="people",
    page="people.index",
    title="People",
    read=Permission.PEOPLE_INVITE,
    own_nouns=("person", "people"),
    columns=(
        Column(key="who", label="Who", sort="who", is_head=True),
        Column(key="as", label="As", is_named=True),
        Column(key="where", label="At", sort="where", look="typed", is_named=True),
        Column(key="kept", label="Point person of", sort="kept", first="-", is_named=True),
        Column(key="seen", label="Last here", sort="seen", first="-", is_named=True),
        Column(key="press", label="Next step", look="press"),
    ),
    filters=(
        Search(),
        Choice(name="place", label="At", options=_places, every="Anywhere", phrase="at {}", lower=True),
        Choice(name="state", label="Only", options=_states, every="Invited, or can sign in", phrase="{}", lower=True),
    ),
    order="where",
    find=_find,
)
