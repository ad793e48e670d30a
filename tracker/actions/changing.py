"""Where it is written down that something planned was done, when that changes a record that is on file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from flask import url_for

from models.actions import Action, Origin
from models.evaluations import DialogueProcess
from models.partners import SchoolPartner
from models.partnerships import Partnership, TermName
from models.stewardship import Coordinator, RosterMember
from tracker.permissions import may_open


class Place(NamedTuple):
    """A page on which something is written down of a record on file.

    Attributes:
        argument: What takes the record's number; None where one page serves all of them.
        may: What the reader must be able to open too: without it the page is of no use to them.
    """

    endpoint: str
    argument: str | None
    may: str


# Kind of record -> where anything of it is written down, or said to be still so.
_WHOLE: Mapping[str, Place] = MappingProxyType(
    {
        Partnership.kind: Place("partnerships.show", "partnership_id", "partnerships.changes.confirm"),
        SchoolPartner.kind: Place("partners.show", "engaged_id", "partners.appraise"),
        **{
            one.kind: Place("facts.index", None, f"records.{one.kind}.edit")
            for one in (DialogueProcess, Coordinator, RosterMember)
        },
    }
)
_TERMS = "partnerships.changes.terms"
# Column of a partnership -> the form that changes it alone.
_ALONE: Mapping[str, str] = MappingProxyType(
    {**dict.fromkeys(TermName, _TERMS), "point_person": "partnerships.changes.point_person"}
)


def is_change(action: Action) -> bool:
    """Whether what is planned changes a record that is on file, and makes none."""
    return action.origin is Origin.PLAN and action.from_record is not None


def change_address(
    kind: str, number: int, columns: Collection[str], *, back: str, action: str | None = None
) -> str | None:
    """Give the address of the page on which columns of a record are written down.

    Args:
        back: Where it leads once it is saved.
        action: The action that a form of theirs alone ticks off; None for none.

    Returns:
        None where the reader may not write there, or nothing of the kind is written down on a page.
    """
    forms = {_ALONE.get(column) if kind == Partnership.kind else None for column in columns}
    endpoint = forms.pop() if len(forms) == 1 else None
    if endpoint is not None:
        first = min(columns, key=list(_ALONE).index)
        anchor = first if endpoint == _TERMS else None
        if not may_open(endpoint):
            return None
        return url_for(endpoint, partnership_id=number, action=action, back=back, _anchor=anchor)
    place = _WHOLE.get(kind)
    if place is None or not (may_open(place.endpoint) and may_open(place.may)):
        return None
    if place.argument is None:
        return url_for(place.endpoint, all=1)
    numbers: dict[str, Any] = {place.argument: number}
    return url_for(place.endpoint, **numbers, back=back)
