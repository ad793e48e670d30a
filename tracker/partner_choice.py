"""How one of the school's partners is chosen: from a list, or by name where the list would be hundreds long.

A name is answered by that of a partner; what is only a part of one, or of several, is asked about, each that may be
meant a press away. A script offers names while one types, and nothing waits for it.
"""

from __future__ import annotations

from typing import Any

from flask import g
from wtforms.validators import StopValidation

from models.partners import Partner
from models.queries.partner_choice import few_own_partners, own_partner_meant, partners_near
from tracker.choices import Pairs, optional, partner_pairs
from tracker.extensions import db
from tracker.fetching import record_id
from tracker.forms import OneOf, choices
from tracker.reader import reader

# So many are offered as a list; nobody reads a longer one.
MANY = 100
SHORT = 60


class PartnersOffered:
    """The partners of the reader's school, as forms and filters ask for them.

    Attributes:
        few: All of them, number -> name; None where they are too many for a list.
    """

    def __init__(self) -> None:
        self.few = few_own_partners(db.session, scope=reader().scope, most=MANY)

    @property
    def pairs(self) -> Pairs:
        """All of them for a list; none where they are too many."""
        return [(str(number), name) for number, name in (self.few or {}).items()]

    @property
    def every_name(self) -> list[str]:
        """All their names, however many, for a page that is kept where nobody can ask."""
        return [name for _, name in partner_pairs()]

    def find(self, said: str | None) -> Partner | None:
        """Find the partner that a name, or a number, stands for; None where there is none."""
        text = (said or "").strip()
        return own_partner_meant(db.session, text, number=record_id(text), scope=reader().scope) if text else None

    def near(self, text: str) -> list[str]:
        """Name the partners that have a text in their names."""
        return partners_near(db.session, text, scope=reader().scope)


def partners_offered() -> PartnersOffered:
    """Give the partners that may be chosen; asked for once a request."""
    if "partners_offered" not in g:
        g.partners_offered = PartnersOffered()
    found: PartnersOffered = g.partners_offered
    return found


class NamedPartner(OneOf):
    """A partner chosen from a list, or named where the list would be too long. Draw it with `choose`.

    Attributes:
        is_named: Whether a name is typed.
        near: Names that may be meant by what was typed.
    """

    data: Any  # what stands for the partner; a name until it is validated
    raw_data: Any
    choices: Any
    is_named = False
    near: tuple[str, ...] = ()

    @property
    def typed(self) -> str:
        """What the field for a name holds: what was typed, or the name of whom is chosen."""
        said = str(self.data or "")
        if name := self._names().get(said):
            return name
        found = self._found(said)
        return found[1] if found is not None else said

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was chosen or typed; a name that was pressed answers what was typed."""
        super().process_formdata([one for one in valuelist if one.strip()][-1:] or valuelist[:1])

    def pre_validate(self, form: Any) -> None:
        """Find the partner that was named.

        Raises:
            StopValidation: No partner has this name; those that have it in theirs are kept to choose from.
        """
        if not self.is_named:
            super().pre_validate(form)
            return
        text = str(self.data or "").strip()
        known = {name: value for value, name in self._names().items()}
        if not text:
            self.data, self.raw_data = "", []
            return
        if text in known.values():
            return
        if text in known:
            self.data = known[text]
            return
        found = self._found(text)
        if found is None:
            self.near = tuple(self._near(text))
            said = f"{text[:SHORT]}…" if len(text) > SHORT else text
            raise StopValidation(f"Which partner is “{said}”?" if self.near else f"No partner is called “{said}”.")
        self.data = found[0]
        self.choices = [*self.choices, *choices([found])]

    def _found(self, text: str) -> tuple[str, str] | None:
        """Find the partner of a text: what stands for it, and its name; None where it is none."""
        raise NotImplementedError

    def _near(self, text: str) -> list[str]:
        """Name the partners that have a text in their names."""
        raise NotImplementedError

    def _names(self) -> dict[str, str]:
        return {str(one.value): str(one.label) for one in self.choices}


class OnePartner(NamedPartner):
    """One of the school's partners; its value is the partner's number.

    Attributes:
        offered: Whom the school has.
    """

    offered: PartnersOffered

    def offer(self, offered: PartnersOffered, *, nothing: str, held: Partner | None = None) -> None:
        """Put in whom may be chosen.

        Args:
            nothing: What the choice of none is called.
            held: Whom the record has already, who stays choosable.
        """
        self.offered, self.is_named = offered, offered.few is None
        kept = [(str(held.id), held.name)] if held is not None and held.id not in (offered.few or {}) else []
        listed = [*offered.pairs, *kept]
        self.choices = choices(listed if self.is_named else optional(listed, nothing))

    def _found(self, text: str) -> tuple[str, str] | None:
        found = self.offered.find(text)
        return (str(found.id), found.name) if found is not None else None

    def _near(self, text: str) -> list[str]:
        return self.offered.near(text)
