"""Who reads: the signed-in person at the place they chose, and the scope that follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from flask import abort, g, session
from flask_login import current_user

from models.accounts import Role, School, User
from models.memberships import Membership
from models.partners import Partner
from models.queries.accounts import schools_of_district
from models.scope import Scope
from tracker.clock import day_in, use_zone
from tracker.extensions import db
from tracker.roles import ROLE_PERMISSIONS, Permission

PLACE = "place"


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a person may work: a school, a partner organisation, or a district without schools.

    Attributes:
        key: Short word for it in forms and the session: ``s`` (school), ``p`` (partner) or ``d`` with its id.
        roles: What the person is there, through all current memberships.
        acts_as: For whom the person usually acts there, as codes of `by`.
        time_zone: IANA name of the zone in which its days begin and end; None for the server's.
    """

    key: str
    name: str
    roles: frozenset[Role]
    acts_as: tuple[str, ...]
    district_id: int | None = None
    school: School | None = None
    partner: Partner | None = None
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """The person who reads, where, and what they may see there.

    Attributes:
        place: The place in use.
        places: All places of the person, for the switcher.
        scope: What every query on behalf of the reader takes.
    """

    user: User
    place: Place
    places: tuple[Place, ...]
    scope: Scope

    @property
    def school(self) -> School | None:
        """The school in use; None for alliance members."""
        return self.place.school

    @property
    def partner(self) -> Partner | None:
        """The own organisation of an alliance member; None for everybody else."""
        return self.place.partner

    @property
    def roles(self) -> frozenset[Role]:
        """What the person is at the place in use."""
        return self.place.roles

    @property
    def acts_as(self) -> tuple[str, ...]:
        """For whom the person usually acts: the default of `by` in the log."""
        return self.place.acts_as

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything the person may do at the place in use."""
        return frozenset().union(*(ROLE_PERMISSIONS[role] for role in self.roles))


def reader() -> Reader:
    """Give the signed-in person at the chosen place, found once per request.

    Raises:
        HTTPException: 401 where nobody is signed in, 403 for a person without any current membership.
    """
    if not current_user.is_authenticated:
        abort(401)
    found = reader_if_any()
    if found is None:
        abort(403)
    return found


def reader_if_any() -> Reader | None:
    """Give the reader, or None for strangers and for people without any current membership."""
    if not current_user.is_authenticated:
        return None
    if "reader" not in g:
        g.reader = _find_reader(cast(User, current_user.user), current_user.memberships)
    return cast("Reader | None", g.reader)


def forget_reader() -> None:
    """Find the reader anew at the next question: after a change of place, or before a request is tried again."""
    g.pop("reader", None)


def places_of(memberships: Iterable[Membership]) -> tuple[Place, ...]:
    """List where a person may work today, by name; a district's admin at each of its schools."""
    at: dict[str, list[Membership]] = {}
    spots: dict[str, Place] = {}
    for membership in memberships:
        district = membership.at_district
        # A membership ends with the day of its place, wherever the server is.
        if membership.ended_on is not None and membership.ended_on <= day_in(district.time_zone if district else None):
            continue
        for spot in _spots(membership):
            spots.setdefault(spot.key, spot)
            at.setdefault(spot.key, []).append(membership)
    merged = (_merge(spot, at[key]) for key, spot in spots.items())
    return tuple(sorted(merged, key=lambda spot: (spot.name.casefold(), spot.key)))


def _spots(membership: Membership) -> list[Place]:
    def at_school(school: School) -> Place:
        zone = school.district.time_zone
        return Place(f"s{school.id}", school.name, frozenset(), (), school.district_id, school=school, time_zone=zone)

    if membership.school is not None:
        return [at_school(membership.school)]
    if membership.partner is not None:
        partner = membership.partner
        zone = partner.district.time_zone
        return [Place(f"p{partner.id}", partner.name, frozenset(), (), partner=partner, time_zone=zone)]
    district = membership.district
    if district is None:  # the table's own rule forbids it
        return []
    schools = schools_of_district(db.session, district.id)
    empty = Place(f"d{district.id}", district.name, frozenset(), (), district.id, time_zone=district.time_zone)
    return [at_school(school) for school in schools] or [empty]


def _merge(spot: Place, memberships: Sequence[Membership]) -> Place:
    acts_as = dict.fromkeys(code for membership in memberships for code in membership.acts_as)
    return Place(
        spot.key,
        spot.name,
        frozenset(membership.role for membership in memberships),
        tuple(acts_as),
        district_id=spot.district_id,
        school=spot.school,
        partner=spot.partner,
        time_zone=spot.time_zone,
    )


def _find_reader(user: User, memberships: Iterable[Membership]) -> Reader | None:
    places = places_of(memberships)
    if not places:
        return None
    chosen = next((place for place in places if place.key == session.get(PLACE)), places[0])
    use_zone(chosen.time_zone)
    if chosen.partner is not None:
        scope = Scope(partner_id=chosen.partner.id, user_id=user.id)
    elif chosen.school is not None:
        scope = Scope.of_school(chosen.school.id, district_id=chosen.district_id, user_id=user.id)
    else:
        scope = Scope(district_id=chosen.district_id, user_id=user.id)
    return Reader(user, chosen, places, scope)
