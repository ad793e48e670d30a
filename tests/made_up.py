"""The product's rules with a made-up value in every open list: as if one entry were added to each in the file."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from models.continuum.language.vocabularies import CLOSED, NAMES
from seed.catalogue import catalogue_data

# Later versions mark the audiences instead of listing key leaders; groups are named by no field of their own.
OPEN = tuple(name for name in NAMES if name not in {"key_leader", *CLOSED})
# What a value cannot be without.
_NEEDED: dict[str, dict[str, Any]] = {
    "way": {"of": "alliances"},
    "category": {"group": "industry"},
    "subtype": {"category": "service_provider"},
    "contribution_type": {"way": "people"},
}
MATCH_WAY = "made_up_of_requests"


def code_of(vocabulary: str) -> str:
    """Give the code of a list's made-up value."""
    return f"made_up_{vocabulary}"


def label_of(vocabulary: str) -> str:
    """Give its label."""
    return f"Zebra {vocabulary.replace('_', ' ')}"


def made_up_catalogue() -> dict[str, Any]:
    """Give the newest catalogue with one value more in every open list; the list of ways has one of requests, too."""
    data = deepcopy(catalogue_data())
    for name in OPEN:
        value = {"code": code_of(name), "label": label_of(name), **_NEEDED.get(name, {})}
        data["vocabularies"][name].append(value)
    data["vocabularies"]["way"].append({"code": MATCH_WAY, "label": "Zebra of requests", "of": "match"})
    return data
