"""The forms of small records, made from their declarations: one question is one field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from wtforms import BooleanField, FileField

from models.kinds.columns import Column, Holds
from models.operations.documents import ACCEPTED
from models.wording import day_words
from tracker.choices import Pairs, optional
from tracker.forms import (
    Amount,
    Day,
    Form,
    OneCard,
    OneOf,
    Picks,
    TextBlock,
    TextLine,
    ValidationError,
    Version,
    WholeNumber,
)
from tracker.forms import choices as offer
from tracker.partner_choice import OnePartner
from tracker.records.declared import PAGES
from tracker.records.offered import Offered, held_by, offered
from tracker.records.page import Asked, Page

LONGEST_LINE = 200
# Of dollars, hours or items: more is a slip of the keyboard.
YES_NO = [("yes", "Yes, it is so"), ("no", "No, it is not")]
SEVERAL = ";"
# A record's own question beside its column: words that stand on no list, and a file that stays.
OWN, KEEP = "_words", "_keep"
CHOSEN = (Holds.REF, Holds.PRACTICE, Holds.EXEMPTED)


class OneChip(OneCard):
    """One of many, as chips. Draw it with `picks`."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, **options)
        self.type = "ChipField"  # the name templates know it by


class OwnWords:
    """Refuse a value in own words that is longer than its column takes."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, form: Any, field: Any) -> None:
        """Check one field.

        Raises:
            ValidationError: One of the values is too long.
        """
        if any(len(part) > self.longest for part in _parts(field.data)):
            raise ValidationError(f"Use at most {self.longest} characters for each, with a semicolon between them.")


class RecordForm(Form):
    """The form of one kind of record."""

    page: ClassVar[Page]

    version = Version()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field; a question that takes own words is answered from its list or in own words."""
        is_good = super().validate(extra_validators)
        for asked, column in self.asked():
            if not (asked.missing and column.own_words) or self[asked.field].data or self[asked.field + OWN].data:
                continue
            # What a record never said, nobody is asked for when it is corrected.
            if self.version.data is None or self[asked.field].object_data or self[asked.field + OWN].object_data:
                self[asked.field].errors = [asked.missing]
                is_good = False
        return is_good

    def offer_choices(self, found: Offered, record: Any = None) -> None:
        """Put in what is to choose from.

        Args:
            found: What may be chosen.
            record: The one being changed: what it has stays choosable.
        """
        for asked, column in self.asked():
            field = self[asked.field]
            held = held_by(record, column) if record is not None else None
            if column.holds is Holds.FILE:
                self[asked.field + KEEP].description = f"It is “{held.filename}”." if held is not None else ""
            elif isinstance(field, OnePartner):
                field.offer(found.partners, nothing="Choose …" if field.flags.required else asked.nothing, held=held)
            elif column.holds is Holds.DATES:
                field.choices = offer([(day.isoformat(), day_words(day)) for day in held or ()])
            elif column.holds is Holds.MARK and column.required:
                field.choices = offer(YES_NO)
            elif hasattr(field, "choices"):
                pairs = found.pairs(column, held)
                # What is meant where nothing is said needs no answer that says nothing.
                field.choices = offer(pairs if column.empty else _with_none(field, pairs, asked))

    def asked(self) -> Iterator[tuple[Asked, Column]]:
        """Give the questions with their columns, in the order of the form."""
        for one in self.page.questions:
            yield one, self.page.kind.columns[one.column]

    def fields_of(self, questions: tuple[Asked, ...], *, is_new: bool) -> list[tuple[Any, Any]]:
        """Give the fields of some questions, each with the one that stands within its question, None for most."""
        found = []
        for one in questions:
            column = self.page.kind.columns[one.column]
            if is_new and column.holds is Holds.DATES:
                continue
            beside = next((name for name in (one.field + OWN, one.field + KEEP) if name in self), None)
            if beside and beside.endswith(KEEP) and not self[beside].description:
                beside = None
            found.append((self[one.field], self[beside] if beside else None))
        return found

    def said(self, found: Offered, before: Any = None) -> dict[str, Any]:
        """Give what was typed as the domain takes it: column -> value. A new file is not among it.

        Args:
            found: What the choices stand for.
            before: The record being changed: an unticked mark that was a "no" stays one.
        """
        return {asked.column: self._value(asked.field, column, found, before) for asked, column in self.asked()}

    def _value(self, name: str, column: Column, found: Offered, before: Any) -> Any:
        data = self[name].data
        if column.holds in (Holds.PARTNER, Holds.REF):
            held = held_by(before, column) if before is not None else None
            if held is not None and data == str(held.id):
                return held
            if column.holds is Holds.PARTNER:
                return found.partners.find(data)
            return found.needs[int(data)] if data else None
        if column.holds is Holds.FILE:
            return before.document if before is not None and self[name + KEEP].data else None
        if column.holds is Holds.DATES:
            return tuple(day for day in held_by(before, column) if day.isoformat() in (data or ())) if before else ()
        if column.holds is Holds.MARK:
            return _mark(column, data, held_by(before, column) if before is not None else None)
        if column.own_words:
            written = _parts(self[name + OWN].data)
            if column.holds is Holds.CODES:
                return tuple(dict.fromkeys([*(data or ()), *written]))
            return written[0] if written else data or None
        return tuple(data or ()) if column.holds is Holds.CODES else (None if data == "" else data)

    @classmethod
    def values_of(cls, record: Any) -> dict[str, Any]:
        """Give a record's values as the fields hold them, to open the form and to compare both versions."""
        values: dict[str, Any] = {"version": record.version}
        for asked in cls.page.questions:
            column = cls.page.kind.columns[asked.column]
            values |= _as_typed(asked.field, column, held_by(record, column))
        if "requested_on" in values:
            # A file may leave the day of a request open: it is the day on which need and offer came together.
            values["requested_on"] = record.requested_on or record.occurred_on
        return values


def _as_typed(name: str, column: Column, held: Any) -> dict[str, Any]:
    if column.holds in (Holds.PARTNER, Holds.REF):
        return {name: str(held.id) if held is not None else ""}
    if column.holds is Holds.FILE:
        return {name + KEEP: held is not None}
    if column.holds is Holds.DATES:
        return {name: [day.isoformat() for day in held]}
    if column.holds is Holds.MARK:
        return {name: ("yes" if held else "no") if column.required else bool(held)}
    if not column.own_words:
        return {name: list(held) if column.holds is Holds.CODES else str(held) if isinstance(held, str) else held}
    known = offered().codes(column)
    kept = [held] if isinstance(held, str) else list(held or ())
    own = SEVERAL.join(code for code in kept if code not in known)
    listed = [code for code in kept if code in known]
    if column.holds is Holds.CODES:
        return {name: listed, name + OWN: own}
    return {name: listed[0] if listed else "", name + OWN: own}


def _with_none(field: Any, pairs: Pairs, asked: Asked) -> Pairs:
    """Put "none" where it belongs: nothing is chosen for people, and one of few can be left open again."""
    if isinstance(field, Picks):
        return pairs
    if isinstance(field, OneChip):
        return [*pairs, ("", "None of these")]
    if field.flags.required:
        return optional(pairs, "Choose …") if isinstance(field, OneOf) else pairs
    return optional(pairs, asked.nothing)


def _mark(column: Column, data: Any, before: bool | None) -> bool | None:
    if column.required:
        return {"yes": True, "no": False}.get(data)
    if data:
        return True
    return False if before is False or column.empty is False else None


def _parts(text: str | None) -> list[str]:
    return [part for part in (one.strip() for one in (text or "").split(SEVERAL)) if part]


def _fields(asked: Asked, column: Column) -> dict[str, Any]:
    """Make the field of one question, and the one within it where there is one."""
    options: dict[str, Any] = {"description": asked.help, "required": bool(asked.missing)}
    if asked.missing:
        options["missing"] = asked.missing
    if column.holds is Holds.FILE:
        plain = FileField(asked.question, description=f"{asked.help} {ACCEPTED}, at most 10 MB.".strip())
        return {asked.field: plain, asked.field + KEEP: BooleanField("Keep the file that is there")}
    if column.holds is Holds.MARK and not column.required:
        return {asked.field: BooleanField(asked.question, description=asked.help)}
    if column.holds is Holds.NUMBER:
        return {asked.field: WholeNumber(asked.question, most=1000, description=asked.help)}
    if column.holds is Holds.DECIMAL:
        return {asked.field: Amount(asked.question, description=asked.help)}
    kind = _kind_of(column)
    if kind in (TextLine, TextBlock):
        options["longest"] = column.longest
    if asked.missing and column.own_words:
        # What is said in own words answers the question as well.
        options |= {"required": False}
    made = {asked.field: kind(asked.question, **options)}
    if column.own_words:
        longest = column.longest if column.holds is Holds.CODES else min(column.longest, LONGEST_LINE)
        made[asked.field + OWN] = TextLine(
            asked.words, longest=1000 if column.holds is Holds.CODES else longest, extra=[OwnWords(longest)]
        )
    return made


def _kind_of(column: Column) -> type[Any]:
    if column.holds is Holds.PARTNER:
        return OnePartner
    if column.holds in CHOSEN:
        return OneOf
    if column.holds in (Holds.CODES, Holds.DATES):
        return Picks
    if column.holds is Holds.CODE:
        return OneChip if column.own_words else OneCard
    if column.holds is Holds.MARK:
        return OneCard
    if column.holds is Holds.DATE:
        return Day
    return TextLine if column.longest <= LONGEST_LINE or column.reads else TextBlock


def form_of(page: Page) -> type[RecordForm]:
    """Make the form of a kind of record from its declaration."""
    made: dict[str, Any] = {"page": page, "__doc__": f"The form of {page.one}."}
    for asked in page.questions:
        column = page.kind.columns[asked.column]
        made |= _fields(asked, column)
    return type(f"{page.kind.table.__name__}Form", (RecordForm,), made)


class AnswerForm(Form):
    """What a partner answered."""

    answer = OneCard("What did they answer?", required=True, missing="Say what they answered.")
    answered_on = Day("When?", required=True, missing="Say when they answered.")


class ReplyForm(Form):
    """What the school says to a partner's answer."""

    version = Version()
    reply = TextBlock("Write back", longest=2000, description="They read it, and nothing else of this record.")


class StillSoForm(Form):
    """On which day it was confirmed."""

    on = Day("As of", required=True, missing="Say as of which day.")


FORMS: Mapping[str, type[RecordForm]] = MappingProxyType({code: form_of(page) for code, page in PAGES.items()})
