"""Who reads: the signed-in person at the place they chose, and the scope that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from flask import abort, g, session
from flask_login import current_user

from models.accounts import Role
from models.queries.accounts import Held, Person, schools_of_district
from models.school_years import FIRST_MONTH
from models.scope import Scope
from tracker.clock import day_in, use_place
from tracker.extensions import db
from tracker.roles import ROLE_PERMISSIONS, Permission

PLACE = "place"
# Roles whose holders log what they did themselves.
SPEAK_FOR_THEMSELVES = frozenset({Role.CONTRIBUTOR, Role.VIEWER})


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a person may work: a school, a partner organisation, or a district without schools.

    Attributes:
        key: Short word for it in forms and the session: ``s`` (school), ``p`` (partner) or ``d`` with its id.
        roles: What the person is there, through all current memberships.
        acts_as: For whom the person usually acts there, as codes of `by`.
        time_zone: IANA name of the zone in which its days begin and end; None for the server's.
        year_begins_in: Month with whose first day its school years begin.
    """

    key: str
    name: str
    roles: frozenset[Role]
    acts_as: tuple[str, ...]
    district_id: int | None = None
    school_id: int | None = None
    partner_id: int | None = None
    time_zone: str | None = None
    year_begins_in: int = FIRST_MONTH


@dataclass(frozen=True, slots=True)
class Reader:
    """The person who reads, where, and what they may see there.

    Attributes:
        place: The place in use.
        places: All places of the person, for the switcher.
        scope: What every query on behalf of the reader takes.
    """

    person: Person
    place: Place
    places: tuple[Place, ...]
    scope: Scope

    @property
    def key(self) -> str:
        """The person at the place in use, as one short word: by it a device tells whose its drafts and entries are."""
        return f"{self.person.id}-{self.place.key}"

    @property
    def is_at_school(self) -> bool:
        """Whether the place is a school: not a partner organisation, nor a district without schools."""
        return self.place.school_id is not None

    @property
    def is_partner(self) -> bool:
        """Whether the place is the own organisation of an alliance member."""
        return self.place.partner_id is not None

    @property
    def roles(self) -> frozenset[Role]:
        """What the person is at the place in use."""
        return self.place.roles

    @property
    def acts_as(self) -> tuple[str, ...]:
        """For whom the person usually acts: the default of `by` in the log."""
        return self.place.acts_as

    @property
    def logs_for(self) -> tuple[str, ...]:
        """Who did what the person logs, as codes of `by`, where it may be taken for granted.

        Whoever logs for the whole school says each time who did it: one role proposed made everything that role's.
        """
        return self.acts_as if self.roles <= SPEAK_FOR_THEMSELVES else ()

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything the person may do at the place in use."""
        return permitted(self.roles)


_NOT_ASKED = object()


@lru_cache(maxsize=256)  # so few sets of roles there are, and a page asks for many a permission
def permitted(roles: frozenset[Role]) -> frozenset[Permission]:
    """Give everything that a person with some roles may do where they have them."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))


def reader() -> Reader:
    """Give the signed-in person at the chosen place, found once per request.

    Raises:
        HTTPException: 401 where nobody is signed in, 403 for a person without any current membership.
    """
    found = reader_if_any()
    if found is None:
        abort(403 if current_user.is_authenticated else 401)
    return found


def reader_if_any() -> Reader | None:
    """Give the reader, or None for strangers and for people without any current membership."""
    # Asked a dozen times in a request: whoever was found is still signed in, for signing out forgets them.
    kept = g.get("reader", _NOT_ASKED)
    if kept is not _NOT_ASKED:
        return cast("Reader | None", kept)
    if not current_user.is_authenticated:
        return None
    found = g.reader = _find_reader(cast(Person, current_user.person))
    return found


def forget_reader() -> None:
    """Find the reader anew at the next question: after a change of place, or before a request is tried again."""
    g.pop("reader", None)


def places_of(held: Iterable[Held]) -> tuple[Place, ...]:
    """List where a person may work today, by name; a district's admin at each of its schools."""
    # A membership ends with the day of its place, wherever the server is.
    current = tuple(one for one in held if one.ended_on is None or one.ended_on > day_in(one.time_zone))
    wide = {one.district_id for one in current if one.school_id is None and one.partner_id is None}
    schools = tuple((district, tuple(schools_of_district(db.session, district))) for district in sorted(wide))
    return _places(current, schools)


@lru_cache(maxsize=64)  # the same at every request of somebody, and many for whoever has a large district
def _places(held: tuple[Held, ...], schools: tuple[tuple[int, tuple[tuple[int, str], ...]], ...]) -> tuple[Place, ...]:
    at: dict[str, list[Held]] = {}
    spots: dict[str, Mapping[str, Any]] = {}
    for one in held:
        for key, spot in _spots(one, dict(schools)):
            spots.setdefault(key, spot)
            at.setdefault(key, []).append(one)
    made = [Place(key=key, roles=_roles(at[key]), acts_as=_acts_as(at[key]), **spot) for key, spot in spots.items()]
    return tuple(sorted(made, key=lambda spot: (spot.name.casefold(), spot.key)))


def _spots(held: Held, schools: Mapping[int, tuple[tuple[int, str], ...]]) -> Sequence[tuple[str, Mapping[str, Any]]]:
    """Name the places of a membership: the key of each, and what else it is made of."""
    district = held.district_id
    lives: dict[str, Any] = {"time_zone": held.time_zone, "year_begins_in": held.year_begins_in}
    if held.partner_id is not None:
        return [(f"p{held.partner_id}", {"name": held.partner or "", "partner_id": held.partner_id, **lives})]
    lives["district_id"] = district
    if held.school_id is not None:
        return [(f"s{held.school_id}", {"name": held.school or "", "school_id": held.school_id, **lives})]
    every = [
        (f"s{school_id}", {"name": name, "school_id": school_id, **lives}) for school_id, name in schools[district]
    ]
    return every or [(f"d{district}", {"name": held.district, **lives})]


def _roles(held: Sequence[Held]) -> frozenset[Role]:
    return frozenset([one.role for one in held])


def _acts_as(held: Sequence[Held]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([code for one in held for code in one.acts_as]))


def _find_reader(person: Person) -> Reader | None:
    places = places_of(person.held)
    if not places:
        return None
    chosen = next((place for place in places if place.key == session.get(PLACE)), places[0])
    use_place(chosen.time_zone, chosen.year_begins_in)
    return Reader(person, chosen, places, scope_at(chosen, person.id))


def scope_at(place: Place, user_id: int) -> Scope:
    """Give what a person may see at a place of theirs."""
    if place.partner_id is not None:
        return Scope(partner_id=place.partner_id, user_id=user_id)
    if place.school_id is not None:
        return Scope.of_school(place.school_id, district_id=place.district_id, user_id=user_id)
    return Scope(district_id=place.district_id, user_id=user_id)
