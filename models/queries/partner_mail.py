"""Whom a letter to several partners reaches: the addresses of the school's present contacts there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from urllib.parse import quote

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from models.partners import Contact, Partner, SchoolPartner
from models.queries.partner_list import PartnerFilter, narrowed_by
from models.records import RecordStatus
from models.scope import Scope
from models.texts import folded

# Mail programs and browsers cut off longer addresses of a letter, some of them in silence.
LONGEST_LINK = 1800


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a letter to some partners reaches.

    Attributes:
        addresses: Each once, in the order of the partners and of the names of their people.
        partners: How many organisations have one of them.
        without: Names of the organisations where nobody with an address is known.
    """

    addresses: Sequence[str]
    partners: int
    without: Sequence[str]

    @property
    def letters(self) -> list[tuple[int, str]]:
        """How many each letter reaches, and the link that begins it in the reader's own mail program.

        The addresses stand in the blind copy: nobody learns who else is written to.
        """
        return [(len(some), f"mailto:?bcc={','.join(some)}") for some in self._in_letters()]

    def _in_letters(self) -> Iterator[list[str]]:
        some: list[str] = []
        length = 0
        for address in self.addresses:
            written = quote(address, safe="@")
            if some and length + len(written) + 1 > LONGEST_LINK:
                yield some
                some, length = [], 0
            some.append(written)
            length += len(written) + 1
        if some:
            yield some


def list_addressed(
    session: Session, wanted: PartnerFilter, *, scope: Scope, today: date, key_only: bool = False
) -> Addressed:
    """List the addresses of the present contacts at the partners that a filter leaves: a fixed number of statements.

    Who has left, is still to come, or is archived is not written to, and neither is anybody of an archived partner.

    Args:
        key_only: Only key contacts.
    """
    if wanted.archived:
        return Addressed((), 0, ())
    narrowed = narrowed_by(session, wanted, scope=scope, today=today)
    named = cast("Select[Any]", select(SchoolPartner.partner_id, Partner.name))
    rows: list[Any] = list(session.execute(narrowed(named)))
    partners = {row[0]: row[1] for row in rows}
    people = cast("Select[Any]", select(Contact.partner_id, Contact.name, Contact.email))
    present = scope.limit(
        people.where(
            Contact.partner_id.in_(narrowed(select(SchoolPartner.partner_id))),
            Contact.record_status != RecordStatus.ARCHIVED,
            Contact.email.is_not(None),
            Contact.email != "",
            or_(Contact.from_on.is_(None), Contact.from_on <= today),
            or_(Contact.until_on.is_(None), Contact.until_on > today),
        ),
        Contact,
    )
    if key_only:
        present = present.where(Contact.is_key)
    found = sorted(session.execute(present), key=lambda row: (folded(partners[row[0]]), folded(row[1]), row[2]))
    reached = {row[0] for row in found}
    # One person may stand at several organisations; whoever has the address gets one letter.
    addresses: dict[str, str] = {}
    for row in found:
        addresses.setdefault(row[2].casefold(), row[2])
    without = sorted((name for number, name in partners.items() if number not in reached), key=folded)
    return Addressed(tuple(addresses.values()), len(reached), without)
