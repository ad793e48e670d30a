"""What is typed where a district changes its numbers: one field for each number of a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import BooleanField, HiddenField

from models.continuum.rulebook.numbers import STRICT, Number, bounds_of, is_part
from models.queries.thresholds import PartOfNumbers, Setting
from models.refusals import Refused
from tracker.forms import Day, Form, TextBlock, WholeNumber


class ThresholdForm(Form):
    """The numbers of one form, from when on they hold and why."""

    settings: ClassVar[Mapping[str, Setting]] = {}

    from_on = Day("From which day on", required=True, missing="Say from which day on.")
    because = TextBlock(
        "Why?", longest=1000, required=True, missing="Say why, for those who ask in a year.", render_kw={"rows": 2}
    )
    based_on = HiddenField()
    seen = HiddenField()

    @property
    def edits(self) -> dict[str, Number | None]:
        """Give the numbers as the domain takes them: place -> number, None for as it comes with the product.

        What was not touched stays exactly as it is.
        """
        found: dict[str, Number | None] = {}
        for name, setting in self.settings.items():
            typed = self[name].data
            found[setting.place] = setting.value if typed == shown(setting) else _meant(setting.place, typed)
        if "strict" in self:
            found |= STRICT if self["strict"].data else {"thresholds/each_below": None}
        return found

    @property
    def base(self) -> int | None:
        """The id of the change that the form was opened on; None where there was none."""
        text = self.based_on.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def take(self, refused: Refused) -> None:
        """Show a refusal by the number that it names."""
        names = {setting.place: name for name, setting in self.settings.items()}
        super().take(Refused({names.get(place, place): text for place, text in refused.fields.items()}))


def field_name(place: str) -> str:
    """Name the field of a number."""
    return place.replace("/", "-")


def shown(setting: Setting) -> int:
    """Give a number as the form shows it: a part in percent, what is chosen as a tick."""
    if isinstance(setting.value, bool):
        return setting.value
    return round(setting.value * 100) if is_part(setting.place) else int(setting.value)


def _meant(place: str, typed: int) -> Number:
    return typed / 100 if is_part(place) else typed


def form_of(part: PartOfNumbers) -> type[ThresholdForm]:
    """Make the form of some numbers."""
    settings = {field_name(one.place): one for one in part.settings}
    made: dict[str, Any] = {"settings": settings, "__doc__": "The form of some numbers."}
    for name, setting in settings.items():
        least, most = bounds_of(setting.place)
        label = f"{setting.name}, in percent" if setting.unit == "percent" else setting.name
        if isinstance(setting.value, bool):
            made[name] = BooleanField(label)
            continue
        made[name] = WholeNumber(label, least=least, most=most, required=True)
    if part.is_levels:
        made["strict"] = BooleanField(
            "Strict reading: a level asks for everything, and so does every level below it, whatever the parts here say"
        )
    return type("NumbersForm", (ThresholdForm,), made)
