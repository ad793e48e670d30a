"""Whom a form or a filter offers of a school's partners: all where they are few, and where not, by what is typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.activities import Activity, activity_partners
from models.partners import Partner
from models.queries.activities import list_partner_names, own_partner_ids, own_partner_names
from models.records import RecordStatus
from models.scope import Scope
from models.texts import folded, identity_key

MOST = 12


def few_own_partners(session: Session, *, scope: Scope, most: int) -> dict[int, str] | None:
    """Give the numbers and names of a school's partners by name; None where they are more than `most`."""
    found = own_partner_names(session, scope=scope, most=most + 1)
    return found if len(found) <= most else None


def own_partner_meant(session: Session, text: str, *, number: int | None, scope: Scope) -> Partner | None:
    """Find the partner of a school that a text stands for, not archived; None where it is none of them.

    The very name goes first, then the number, then any name of the same key.

    Args:
        number: The text as a number; None where it is none.
    """
    listed: Select[Any] = select(Partner).where(Partner.id.in_(own_partner_ids(scope))).order_by(Partner.id)
    found: Partner | None = session.scalars(listed.where(Partner.name == text).limit(1)).first()
    if found is None and number is not None:
        found = session.scalars(listed.where(Partner.id == number)).first()
    key = identity_key(text)
    if found is not None or not key:
        return found
    names = own_partner_names(session, scope=scope)
    same = next((known for known, name in names.items() if identity_key(name) == key), None)
    return session.get(Partner, same) if same is not None else None


def worked_with_last(session: Session, *, scope: Scope, most: int) -> tuple[str, ...]:
    """Name the partners with whom a school did something, not archived there, whoever it was with last first."""
    named: Select[Any] = select(Partner.name).join(activity_partners).join(Activity)
    done = named.where(Partner.id.in_(own_partner_ids(scope)), Activity.record_status == RecordStatus.CONFIRMED)
    latest = func.max(Activity.occurred_on).desc()
    listed = scope.limit(done, Activity).group_by(Partner.id, Partner.name).order_by(latest, Partner.name)
    return tuple(session.scalars(listed.limit(most)))


def partners_near(
    session: Session, text: str, *, scope: Scope, whole_district: bool = False, most: int = MOST
) -> list[str]:
    """Name partners whose names have every word of a text in them, whole or in part.

    Those that begin with the text stand first, then by name; none for an empty text.

    Args:
        whole_district: Whether all of the district's directory is meant, and not the school's own.
    """
    return names_near(text, list_partner_names(session, scope=scope, whole_district=whole_district), most=most)


def names_near(text: str, names: Iterable[str], *, most: int = MOST) -> list[str]:
    """Give those of some names that have every word of a text in them; see `partners_near`."""
    sought = folded(text)
    words = sought.split()
    found = [
        (not known.startswith(sought), name)
        for name in names
        if words and all(word in (known := folded(name)) for word in words)
    ]
    return [name for _, name in sorted(found, key=lambda one: one[0])[:most]]
