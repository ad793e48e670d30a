"""What every form of the product shares: fields that refuse what cannot be stored, in words by the field."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError

from models.days import WITHIN_YEARS, is_possible
from models.refusals import Refused
from models.student_names import NO_STUDENTS, names_a_student
from models.texts import visible
from models.wording import begun_small, number_words
from tracker.form_fields import Copies
from tracker.sent_forms import was_sent

# No amount of hours, things or dollars is larger, and none has more decimal places than a cent.
AMOUNT_LIMIT, CENT = Decimal(9_999_999), Decimal("0.01")


def choices(pairs: Mapping[str, str] | Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Make the choices of a field from values and their labels."""
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    return [SelectChoice(value, label) for value, label in items]


class MayBeEmpty(Optional):
    """Ask nothing more of a field that was left empty, whole: a value behind an empty one is checked as any other."""

    def __call__(self, form: Any, field: Any) -> None:
        """Stop the checks of an empty field.

        Raises:
            StopValidation: It is empty, and nothing is wrong with it.
        """
        if not any(value.strip() if isinstance(value, str) else value for value in field.raw_data or ()):
            super().__call__(form, field)


def _given(required: bool, missing: str) -> list[Any]:
    return [InputRequired(missing)] if required else [MayBeEmpty()]


def _tidy(text: str | None) -> str | None:
    """Take away what nobody sees, and the space around; write line ends one way. An empty text is None."""
    if text is None:
        return None
    return visible(text).replace("\r\n", "\n").replace("\r", "\n").strip() or None


class Storable:
    """Refuse a text that is too long, has characters that no database keeps, or names a student."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self.field_flags = {"maxlength": longest}

    def __call__(self, form: Any, field: Any) -> None:
        """Check one field.

        Raises:
            StopValidation: The text cannot be kept as it is.
        """
        text = field.data or ""
        if len(text) > self.longest:
            raise StopValidation(
                f"{field.label.text} may have at most {number_words(self.longest)} characters; "
                f"this has {number_words(len(text))}."
            )
        if any(character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs") for character in text):
            raise StopValidation(f"{field.label.text} contains characters that cannot be stored.")
        if names_a_student(text):
            raise StopValidation(NO_STUDENTS)


class TextLine(StringField):
    """One line of text."""

    def __init__(self, label: str, *, longest: int = 200, required: bool = False, **kwargs: Any) -> None:
        missing = kwargs.pop("missing", f"Enter {begun_small(label)}.")
        extra = kwargs.pop("extra", [])
        checks = [*_given(required, missing), Storable(longest), *extra]
        super().__init__(label, checks, filters=[_tidy], **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Refuse a second line."""
        if self.data and ("\n" in self.data or "\t" in self.data):
            raise StopValidation(f"{self.label.text} must be one line.")


class TextBlock(TextAreaField):
    """Several lines of text."""

    def __init__(self, label: str, *, longest: int = 4000, required: bool = False, **kwargs: Any) -> None:
        missing = kwargs.pop("missing", f"Enter {begun_small(label)}.")
        kwargs.setdefault("render_kw", {"rows": 3})
        super().__init__(label, [*_given(required, missing), Storable(longest)], filters=[_tidy], **kwargs)


class Day(DateField):
    """One date."""

    data: Any  # a date, or None while nothing readable was entered

    def __init__(self, label: str, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(label, _given(required, kwargs.pop("missing", f"Enter {begun_small(label)}.")), **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day.

        Raises:
            ValueError: It is no day of the calendar, or one far away; the message says how to write it.
        """
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError("Enter a real date, such as 2026-03-14.") from None
        if self.data is not None and not is_possible(self.data):
            self.data = None
            raise ValueError(WITHIN_YEARS)


class WholeNumber(IntegerField):
    """A whole number, none below zero."""

    data: Any  # a number, or None while nothing readable was entered

    def __init__(
        self, label: str, *, least: int = 0, most: int = 1_000_000, required: bool = False, **kwargs: Any
    ) -> None:
        self.least, self.most = least, most
        kwargs.setdefault("render_kw", {"inputmode": "numeric", "min": least})
        super().__init__(label, _given(required, f"Enter {begun_small(label)}."), **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number.

        Raises:
            ValueError: It is no number, or out of bounds.
        """
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError("Enter a whole number, such as 40.") from None
        if self.data is not None and not self.least <= self.data <= self.most:
            self.data = None
            raise ValueError(f"Enter a number from {number_words(self.least)} to {number_words(self.most)}.")


def amount_words(amount: Decimal) -> str:
    """Write an amount for a field or an address: "2", "2.5", never "2.00"."""
    return f"{amount.normalize():f}"


def read_amount(text: str) -> Decimal:
    """Read an amount as an address writes it.

    Raises:
        ValueError: It is no number, out of bounds, or has more than two decimal places.
    """
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if not amount.is_finite() or not 0 <= amount <= AMOUNT_LIMIT or amount != amount.quantize(CENT):
        raise ValueError(text)
    return amount


class Amount(DecimalField):
    """A decimal number with at most two places, none below zero."""

    data: Any  # a number, or None while nothing readable was entered

    def __init__(self, label: str, *, most: Decimal = AMOUNT_LIMIT, required: bool = False, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("render_kw", {"inputmode": "decimal", "min": 0, "step": "0.01"})
        super().__init__(label, _given(required, f"Enter {begun_small(label)}."), places=2, **kwargs)

    def _value(self) -> str:
        """Write what is stored as people do, "2" and "2.5", and what was typed as it was typed."""
        if self.raw_data or not isinstance(self.data, Decimal):
            return str(super()._value())
        return amount_words(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read an amount; dollar signs and thousands commas are understood.

        Raises:
            ValueError: It is no number, or out of bounds, or has more than two decimal places.
        """
        cleaned = [text.replace("$", "").replace(",", "").strip() for text in valuelist]
        try:
            super().process_formdata([text for text in cleaned if text])
        except ValueError:
            self.data = None
            raise ValueError("Enter a number, such as 2.5.") from None
        if self.data is None:
            return
        if not self.data.is_finite() or not 0 <= self.data <= self.most:
            self.data = None
            raise ValueError(f"Enter a number from 0 to {number_words(self.most)}.")
        if self.data != self.data.quantize(CENT):
            self.data = None
            raise ValueError("Enter at most two decimal places.")


class OneCard(RadioField):
    """One of few, shown as cards. Draw it with `radio_cards`."""

    def __init__(self, label: str, *, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("choices", [])
        kwargs.setdefault("invalid_choice_message", "Choose one of the answers shown.")
        missing = kwargs.pop("missing", "Choose one.")
        # A radio field left empty has no data at all, so `Optional` must look at that, not at its text.
        super().__init__(label, _given(required, missing), **kwargs)
        self.type = "RadioField"  # the name templates know it by


class OneOf(SelectField):
    """One of many, as a list. Draw it with `choose`."""

    def __init__(self, label: str, *, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("choices", [])
        kwargs.setdefault("invalid_choice_message", "Choose one of the list.")
        super().__init__(label, _given(required, kwargs.pop("missing", "Choose one.")), **kwargs)


class Picks(SelectMultipleField):
    """Several of many, as chips. Draw it with `picks`."""

    def __init__(self, label: str, *, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("choices", [])
        kwargs.setdefault("invalid_choice_message", "Choose from the answers shown; %(value)s is not one of them.")
        super().__init__(label, _given(required, kwargs.pop("missing", "Choose at least one.")), **kwargs)
        self.type = "PicksField"  # the name templates know it by

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was ticked; an empty word is nothing ticked."""
        super().process_formdata([one for one in valuelist if one.strip()])


class Version(HiddenField):
    """The version of the record that the form was opened with; read as a whole number, or None."""

    def process_data(self, value: Any) -> None:
        """Take over a record's version."""
        self.data = int(value) if value is not None else None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what the form brought; nonsense counts as no version, which never equals a record's."""
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None

    def renew(self, version: int) -> None:
        """Put another version into the form, so that saving again goes through."""
        self.data = version
        self.raw_data = [str(version)]


SENT_BEFORE = (
    "This form was saved already, before you changed it. To correct what is stored, open it from its list. "
    "Save again only if this is another one."
)


class Form(FlaskForm):
    """Base of the product's forms.

    The token against forgery is checked of every request, form or not; a form that is only read needs none of its own.
    """

    class Meta(Copies):
        """Leave the token to the page."""

        csrf = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field; a form that was stored, changed and sent again is asked about first."""
        is_good = bool(super().validate(extra_validators))
        if not was_sent():
            return is_good
        self.form_errors.append(SENT_BEFORE)
        return False

    def fields(self, *without: str) -> dict[str, Any]:
        """Give what was entered: field name -> value, without the token, the version and the fields named."""
        left_out = {"version", "then", *without}
        return {name: value for name, value in self.data.items() if name not in left_out}

    def take(self, refused: Refused) -> None:
        """Show a refusal of the domain by the fields it names; what names none of this form's stands on top."""
        for name, message in refused.fields.items():
            field = self._fields.get(name)
            if field is None:
                self.form_errors.append(message)
            else:
                field.errors = [*field.errors, message]


__all__ = [
    "Amount",
    "Day",
    "Form",
    "OneCard",
    "OneOf",
    "Picks",
    "Storable",
    "TextBlock",
    "TextLine",
    "ValidationError",
    "Version",
    "WholeNumber",
    "choices",
]
