"""What an address fills the log form with: its arguments are named as the form's fields, and may be repeated."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field

from models.activities import Activity
from models.series import OFTEN
from seed.tiles import load_tiles
from tracker.activities.forms import CODE_FIELDS, LogChoices, LogForm, TriStateField

# Files cannot stand in an address.
FILES = "files"
# The day's short name, as links of before have it.
SHORT = {"on": "occurred_on"}
# How an address says that something is so, or is not.
MARKS = {"yes": True, "y": True, "true": True, "1": True, "on": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Prefill:
    """What an address says.

    Attributes:
        values: Field -> value as the form holds it; only fields of which the address says something known.
        unknown: What it says that the form does not know: a field's label, and the text.
    """

    values: dict[str, Any]
    unknown: tuple[tuple[str, str], ...]


NOTHING_ASKED = Prefill({}, ())


def read_prefill(args: MultiDict[str, str], *, choices: LogChoices) -> Prefill:
    """Read an address.

    Args:
        args: Its arguments; those that are no fields of the form are other people's.
        choices: What the form offers: a code that it does not is left out.
    """
    form = LogForm(formdata=None)
    asked = [*((name, name) for name in form._fields if name != FILES), *SHORT.items()]
    said: MultiDict[str, str] = MultiDict((field, text) for name, field in asked for text in args.getlist(name))
    form.process(said)
    values: dict[str, Any] = {}
    left_out: list[tuple[str, str]] = []
    for field in form:
        if field.name not in said:
            continue
        data, unknown = _read(field, _codes(field.name, choices, tile=form.tile.data))
        left_out += [(field.label.text, text) for text in unknown]
        if data not in (None, "", (), []):
            values[field.name] = data
    return Prefill(values, tuple(left_out))


def _codes(name: str, choices: LogChoices, *, tile: str | None) -> Collection[str] | None:
    """Give the codes that a field knows; None where it takes any text, number or day."""
    if name == "also":
        asks = load_tiles().get(tile or "")
        return {tick.code for tick in asks.ticks} if asks else ()
    if name in ("not_for", "also_for"):
        return {code for code, _ in choices.indicators}
    if name in (*CODE_FIELDS, "kind", "formality"):
        return {code for code, _ in choices.codes[name]}
    if name == "tile":
        return load_tiles()
    if name in ("every", "said_every"):
        return OFTEN
    if name == "new_category":
        return {code for code, _ in choices.codes["category"]}
    return None


def _read(field: Field, codes: Collection[str] | None) -> tuple[Any, list[str]]:
    """Give a field's value without what it does not know, and that."""
    raw = [text for text in field.raw_data or () if text]
    if field.process_errors or (isinstance(field, TriStateField) and not field.data):
        return None, raw
    if isinstance(field, BooleanField):
        return MARKS.get(raw[0].lower()) if raw else None, [text for text in raw[:1] if text.lower() not in MARKS]
    if codes is None:
        return field.data, []
    known = [code for code in dict.fromkeys(raw) if code in codes]
    unknown = [code for code in raw if code not in codes]
    if isinstance(field.data, list):
        return known, unknown
    return (known[0] if known else None), unknown


def title_without_names(activity: Activity) -> str:
    """Give the words of an activity for another partner: none where they name this one."""
    title = activity.title or ""
    return "" if any(partner.name in title for partner in activity.partners) else title
