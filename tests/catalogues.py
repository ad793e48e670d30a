"""Catalogues as installations of earlier days stored them."""

from __future__ import annotations

import copy
from typing import Any

from models.continuum.language.first import LATER_MARKS, LATER_THRESHOLDS
from seed.catalogue import catalogue_data


def as_stored_before() -> dict[str, Any]:
    """Give the second version without what it got after installations had stored it."""
    data = copy.deepcopy(catalogue_data("2026.2"))
    for name, marks in LATER_MARKS.items():
        data["vocabularies"][name] = [
            {key: said for key, said in row.items() if key not in marks} for row in data["vocabularies"][name]
        ]
    data["vocabularies"]["agreement_kind"] = [
        {key: said for key, said in row.items() if key != "phrase"} for row in data["vocabularies"]["agreement_kind"]
    ]
    for name in LATER_THRESHOLDS:
        del data["thresholds"][name]
    return data
