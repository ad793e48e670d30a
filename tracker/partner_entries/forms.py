"""What a point person says of what a partner entered."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from models.operations.activity_entries import HEADS_LIMIT, HOURS_LIMIT
from tracker.forms import Amount, Day, Form, TextBlock, Version, WholeNumber

# What can be put right at once, kind by kind; all else has the form of the record.
PUT_RIGHT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "activity": ("occurred_on", "students", "people", "hours"),
        "contribution": ("occurred_on", "amount"),
        "evaluation": (),
        "transition": ("occurred_on",),
        "workforce": (),
    }
)


class ReviewForm(Form):
    """Confirm as it is, put right, or send back."""

    version = Version()
    occurred_on = Day("When?", required=True, missing="Say when it was.")
    amount = Amount("How much?", required=True)
    students = WholeNumber("Students", most=HEADS_LIMIT)
    people = WholeNumber("People reached", most=HEADS_LIMIT)
    hours = Amount("Hours", most=HOURS_LIMIT)
    word = TextBlock(
        "A word to the partner",
        longest=2000,
        description="Needed where you put something right or send it back. They read it.",
    )

    @classmethod
    def of(cls, record: Any) -> ReviewForm:
        """Make the form for a record: with what can be put right of its kind."""
        names = names_of(record)
        form = cls(data={name: getattr(record, name) for name in ("version", *names)})
        for name in {one for several in PUT_RIGHT.values() for one in several} - set(names):
            del form[name]
        return form


def names_of(record: Any) -> tuple[str, ...]:
    """Name what can be put right of a record: of a gift without an amount, its day alone."""
    return tuple(name for name in PUT_RIGHT[record.kind] if name != "amount" or record.amount is not None)
