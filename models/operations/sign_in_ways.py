"""Say with which mail addresses people of a district sign in with its provider. Nothing here commits."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy.orm import Session

from models.accounts import District, User
from models.operations.account_events import note_event
from models.refusals import Refused
from models.wording import joined

_DOMAIN = re.compile(r"(?=.{4,190}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
MOST = 20


class NoDomain(Refused):
    """What was said is no domain of mail addresses."""


def domains_in(text: str) -> tuple[str, ...]:
    """Read domains, however they are divided: `school.example`, or `@school.example`.

    Raises:
        NoDomain: One is none, or there are very many.
    """
    found = tuple(dict.fromkeys(one.lower().lstrip("@") for one in re.split(r"[\s,;]+", text) if one))
    wrong = [one for one in found if not _DOMAIN.fullmatch(one)]
    if wrong:
        raise NoDomain({"domains": f"“{wrong[0]}” is no domain. Write what stands behind the @ of an address."})
    if len(found) > MOST:
        raise NoDomain({"domains": f"These are {len(found)} domains; at most {MOST} can be kept."})
    return found


def set_ways_in(
    session: Session,
    district: District,
    domains: Iterable[str],
    *,
    only_provider: bool,
    actor: User,
    school_id: int | None,
) -> None:
    """Say whose addresses may be used with the provider, and whether nothing else may.

    Args:
        school_id: Of the place where it is said, whose admins read of it.

    Raises:
        NoDomain: Nothing else may be used, by nobody.
    """
    district.sign_in_domains = tuple(domains)
    if only_provider and not district.sign_in_domains:
        raise NoDomain({"domains": "Say for which addresses the provider alone is to be used."})
    district.only_provider = only_provider
    told = f"People of {joined(district.sign_in_domains)} may sign in with the district’s provider"
    if not district.sign_in_domains:
        told = "Nobody signs in with the district’s provider"
    elif only_provider:
        told += ", and with nothing else"
    note_event(session, "ways_in_set", f"{told}.", actor=actor, school_id=school_id)
