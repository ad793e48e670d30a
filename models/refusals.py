"""How the domain says no: in words that a person can act on, tied to the field they belong to."""

from __future__ import annotations

from collections.abc import Mapping


class Refused(ValueError):
    """A change that cannot be made as asked; nothing was changed.

    Attributes:
        fields: Field -> one sentence that says what is wrong or what to do; `""` for the whole record.
    """

    def __init__(self, fields: Mapping[str, str] | str) -> None:
        self.fields = {"": fields} if isinstance(fields, str) else dict(fields)
        super().__init__(" ".join(self.fields.values()))


def refuse_if(problems: Mapping[str, str]) -> None:
    """Raise `Refused` where there are problems."""
    if problems:
        raise Refused(problems)
