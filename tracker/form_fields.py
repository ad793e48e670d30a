"""Makes the fields of a form as copies of those that were made first.

The log's form has forty fields, and making each of its declaration takes longer than storing what they say. What a
field is made of is the same in every form of a class; its words and flags are a form's own, which may change them.
"""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.fields.core import Flags, Label, UnboundField

# Where a declaration keeps what the first field made of it had, before anything was read into it.
_FIRST = "first_made"


class Copies(FlaskForm.Meta):
    """How the forms of the product make their fields. None of them has fields within fields."""

    def bind_field(self, form: Any, unbound_field: UnboundField, options: dict[str, Any]) -> Field:
        """Make a field of a form as the first one was that was made as it is declared."""
        first: dict[str, Any] | None = vars(unbound_field).get(_FIRST)
        if first is None or first["name"] != options["prefix"] + options["name"]:
            first = {**vars(super().bind_field(form, unbound_field, options)), "_form": None, "meta": None}
            setattr(unbound_field, _FIRST, first)
        field: Field = object.__new__(unbound_field.field_class)
        own = vars(field)
        own.update(first, _form=form, meta=self)
        label, flags = first["label"], Flags()
        vars(flags).update(vars(first["flags"]))
        own["label"], own["flags"] = Label(label.field_id, label.text), flags
        if first["render_kw"]:
            own["render_kw"] = dict(first["render_kw"])
        return field
