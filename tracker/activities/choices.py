"""What the log offers to choose from: the catalogue's words, the usual ones first."""

from __future__ import annotations

from collections.abc import Iterable

from models.continuum.catalogue import Catalogue
from models.operations.activity_entries import CODE_LISTS, ActivityTerms
from tracker.activities.filters import CODE_FILTERS, Known
from tracker.activities.forms import Choices, LogChoices

# What people choose most stands first, the rest in the catalogue's order behind "More".
USUAL = {
    "channel": (
        "presentation", "meeting", "conversation", "newsletter", "website", "social_media", "info_night",
        "letter_legislator", "festival",
    ),
    "audience": (
        "families", "pta", "sic", "staff", "students", "school_board", "civic", "business", "state_gov", "public",
    ),
}  # fmt: skip
# Which kinds of activity a part of the form fits; a part that holds something is shown whatever the kind.
FITS = {
    "ask": ("communication", "advocacy"),
    "purpose": ("partnership",),
    "way": ("partnership",),
    "initiated_by": ("partnership",),
    "formality": ("communication",),
    "two_way": ("communication", "partnership"),
    "beyond_class": ("communication", "advocacy"),
    "collects_input": ("communication",),
    "promotes": ("communication", "partnership"),
    "researched": ("partnership",),
    "student_facing": ("partnership",),
    "serves_workforce": ("partnership",),
    "planned": ("advocacy", "partnership"),
}


def terms_of(catalogue: Catalogue) -> ActivityTerms:
    """Give the codes that an activity may use."""
    names = {*CODE_LISTS.values(), "formality", "category"}
    return ActivityTerms(
        codes={name: frozenset(catalogue.vocabularies[name]) for name in names},
        indicators=frozenset(catalogue.indicators),
    )


def choices_of(catalogue: Catalogue, partners: Iterable[str]) -> LogChoices:
    """Give what the form offers, with labels."""
    codes = {field: _offered(catalogue, field, name) for field, name in CODE_LISTS.items()}
    codes["way"] = [pair for pair in codes["way"] if ways_of(catalogue).get(pair[0]) in ("students", "alliances")]
    codes |= {name: _offered(catalogue, name, name) for name in ("formality", "category")}
    return LogChoices(
        codes=codes,
        indicators=[(code, catalogue.indicators[code].name) for code in catalogue.judged],
        partners=list(partners),
    )


def ways_of(catalogue: Catalogue) -> dict[str, str]:
    """Say whose each way is: students', alliances', or a match's."""
    return {code: str(value.facts.get("of", "")) for code, value in catalogue.vocabularies["way"].items()}


def known_to(catalogue: Catalogue, partners: Iterable[tuple[int, str]]) -> Known:
    """Give what an address of the list may name."""
    return Known(
        codes={name: _offered(catalogue, name, name) for name in CODE_FILTERS},
        partners=list(partners),
        indicators={code: indicator.name for code, indicator in catalogue.indicators.items()},
        practices={key: practice.indicator for key, practice in catalogue.practices.items()},
        wordings={key: practice.wording for key, practice in catalogue.practices.items()},
        levels={level.code: level.name for level in catalogue.levels},
    )


def _offered(catalogue: Catalogue, field: str, vocabulary: str) -> Choices:
    values = catalogue.vocabularies[vocabulary]
    usual = [code for code in USUAL.get(field, ()) if code in values]
    return [(code, values[code].label) for code in (*usual, *(code for code in values if code not in usual))]
