"""Whether a new name is one that is known already: asked wherever a partner is typed, and answered by a press.

Enter answers nothing: it sends the form as it stands, and the question is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import request

from models.operations.partners import organisation_named
from models.operations.records import one_line
from models.queries.merges import alike
from models.texts import visible
from tracker.extensions import db
from tracker.reader import reader

# What the buttons send: the known organisation that is meant, or the name that is of another one.
USE, ANOTHER = "use", "another"


@dataclass(frozen=True, slots=True)
class Likely:
    """A name that may be of an organisation that is known.

    Attributes:
        typed: The name.
        names: Organisations that may be meant, the likeliest first.
        use: What the buttons are called that put one of them in its place.
    """

    typed: str
    names: tuple[str, ...]
    use: str


def said_to_be_others() -> frozenset[str]:
    """Give the names of which somebody said that they are of organisations that nobody knows yet."""
    return frozenset(map(_name, request.form.getlist(ANOTHER)))


def as_answered(typed: Sequence[str]) -> tuple[str, ...]:
    """Give the names that were typed, with what was pressed in the place of the one that it answers.

    Whoever changed a name since means what stands there now.
    """
    scope = reader().scope
    names = list(typed)
    for place, name in enumerate(names):
        pressed = request.form.get(_use(place))
        if pressed and pressed in [one.name for one in alike(db.session, name, scope=scope)]:
            names[place] = pressed
    return tuple(names)


def likely_partners(typed: Iterable[str]) -> list[Likely]:
    """Find, of names that nobody knows yet, those that are much like one that is known."""
    scope, others = reader().scope, said_to_be_others()
    found = []
    for place, name in enumerate(map(_name, typed)):
        if name in others or organisation_named(db.session, name, district_id=scope.district_id or 0) is not None:
            continue
        near = tuple(one.name for one in alike(db.session, name, scope=scope))
        found += [Likely(name, near, _use(place))] if near else []
    return found


def _name(text: str) -> str:
    return one_line(visible(text))


def _use(place: int) -> str:
    return f"{USE}-{place}" if place else USE
