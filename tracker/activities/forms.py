"""The log form: one screen for partnership, communication and advocacy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from models.activities import Activity
from models.days import WITHIN_YEARS, is_possible
from models.operations.activity_entries import CODE_LISTS, HEADS_LIMIT, HOURS_LIMIT, MARKS, ActivityEntry
from models.operations.series import MOST_DAYS
from models.series import OFTEN
from seed.tiles import Tile
from tracker.activities.ticked import completed
from tracker.forms import Amount, Day, Form, Version, WholeNumber
from tracker.forms import choices as offered
from tracker.series.forms import TIMES, UNTIL

Choices = Sequence[tuple[str, str]]
# Yes, no, or what follows from the other fields: these three are derived where they are empty.
DERIVED_MARKS = ("two_way", "beyond_class")
TICKS = tuple(mark for mark in MARKS if mark not in DERIVED_MARKS)
CODE_FIELDS = ("by", "channel", "audience", "purpose", "way", "topic", "ask", "initiated_by", "roles")
AS_USUAL = "As usual for this channel"
_MARKS_OFFERED = offered({"": AS_USUAL, "yes": "Yes", "no": "No"})
DAY_FORMATS = ["%Y-%m-%d", "%b %d, %Y", "%B %d, %Y", "%m/%d/%Y", "%d %b %Y", "%d %B %Y"]


@dataclass(frozen=True, slots=True)
class LogChoices:
    """What the form offers, found by the view.

    Attributes:
        codes: Field or vocabulary -> (code, label), in the order shown.
        first: Field -> how many of its choices are shown at once, the others behind "More"; absent where any number is.
        indicators: (code, short name) of every indicator that activities can support.
        partners: Names of the organisations that may be picked.
    """

    codes: Mapping[str, Choices]
    first: Mapping[str, int]
    indicators: Choices
    partners: Sequence[str]


class PicksField(SelectMultipleField):
    """Several codes as checkboxes; which codes exist is the domain's to say."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    # How many choices are shown at once; None where the page decides.
    shown_first: int | None = None

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, validate_choice=False, **options)

    def offer(self, choices: Choices) -> None:
        """Offer choices; codes that the record already has and that are offered no more stay choosable."""
        shown = dict(choices)
        extra = [
            (code, str(code).replace("_", " ").capitalize()) for code in self.object_data or () if code not in shown
        ]
        self.choices = offered([*choices, *extra])


class DayField(DateField):
    """A day, typed or picked; what cannot be read stays as it was typed."""

    data: Any  # a date, or None while nothing readable was entered

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, format=DAY_FORMATS, **options)
        self.type = "DateField"  # the name templates know it by

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day.

        Raises:
            ValueError: It is no day of any calendar, not written as one, or far from every day that can be meant.
        """
        try:
            super().process_formdata([" ".join(text.split()) for text in valuelist])
        except ValueError:
            raise ValueError("Give a day, for example Mar 14, 2026 or 3/14/2026.") from None
        if self.data is not None and not is_possible(self.data):
            self.data = None
            raise ValueError(WITHIN_YEARS)

    def __call__(self, **attributes: Any) -> Markup:
        """Render; a day that cannot be read as plain text, for a date control would swallow it."""
        if self.process_errors:
            return cast(Markup, TextInput()(self, **attributes))
        return cast(Markup, super().__call__(**attributes))


class NamesField(Field):
    """Several names, one input each; empty ones are dropped."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep the names that were typed."""
        self.data: Any = tuple(name.strip() for name in valuelist if name.strip())

    def process_data(self, value: Iterable[str] | None) -> None:
        """Take the names of the record."""
        self.data = tuple(value or ())


class TriStateField(SelectField):
    """Yes, no, or as usual: None where it is left to what the other fields say."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, choices=_MARKS_OFFERED, validate_choice=False, coerce=_mark_word, **options)

    @property
    def mark(self) -> bool | None:
        """The value for the record."""
        return {"yes": True, "no": False}.get(self.data)


def _mark_word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value in ("yes", "no") else ""


class LogForm(Form):
    """One activity. It reads types; what is required, known and possible the domain decides.

    It has forty fields, which are made anew for every entry: what only a saved activity has stands in `ChangeForm`.
    """

    tile = HiddenField()
    kind = RadioField("What was it?", validate_choice=False)
    by = PicksField("Who did it?")
    occurred_on = DayField("When?")
    partners = NamesField("With which partner?")
    new_category = SelectField("If it is new: what sort of organization?", validate_choice=False)
    purpose = PicksField("What was it for?")
    way = PicksField("What did they do?")
    channel = PicksField("How?")
    audience = PicksField("For whom?")
    title = TextAreaField("In a few words")
    ask = PicksField("What did they ask for?")
    topic = PicksField("Topics")
    two_way = TriStateField("Did both sides talk?")
    beyond_class = TriStateField("Did it go beyond their own class?")
    formality = SelectField("Was it formal?", validate_choice=False)
    initiated_by = PicksField("Whose idea was it?")
    roles = PicksField("Who else took part?")
    collects_input = BooleanField("It asked people for their views")
    used_process = BooleanField("It used the school's dialogue process")
    promotes = BooleanField("It promoted STEM")
    researched = BooleanField("Students researched it first")
    student_facing = BooleanField("It served students directly")
    serves_workforce = BooleanField("It served a workforce need")
    planned = BooleanField("It had been planned beforehand")
    people = WholeNumber("People reached", most=HEADS_LIMIT)
    students = WholeNumber("Students who took part", most=HEADS_LIMIT)
    hours = Amount("Hours", most=HOURS_LIMIT)
    link = StringField("Link", render_kw={"inputmode": "url", "autocapitalize": "none"})
    files = MultipleFileField("Photo or file")
    note = TextAreaField("Note")
    also = PicksField("Also true?")
    every = RadioField(
        "How often?", choices=offered([("", "Only this once"), *OFTEN.items()]), default="", validate_choice=False
    )
    until_on = Day(UNTIL, format=DAY_FORMATS)
    times = WholeNumber(TIMES, most=MOST_DAYS)
    said_every = HiddenField()
    not_for = PicksField("Leave out of")
    also_for = PicksField("Add to")

    often = OFTEN
    partner_names: Sequence[str] = ()
    chosen: Tile | None = None

    def ask_as(self, tile: Tile) -> None:
        """Ask as a tile does: its ticks, and its words for the questions."""
        self.chosen = tile
        self.also.offer([(tick.code, tick.label) for tick in tile.ticks])
        for name, words in tile.labels.items():
            self[name].label.text = words

    def offer(self, choices: LogChoices) -> None:
        """Put in what is to choose from; what was chosen is read without it."""
        self.kind.choices = offered(choices.codes["kind"])
        for name in CODE_FIELDS:
            self[name].offer(choices.codes[name])
            self[name].shown_first = choices.first.get(name)
        for name in ("not_for", "also_for"):
            self[name].offer(choices.indicators)
        self.new_category.choices = offered([("", "It is not new"), *choices.codes["category"]])
        self.formality.choices = offered([("", AS_USUAL), *choices.codes["formality"]])
        self.partner_names = tuple(choices.partners)

    def answer(self, name: str, said: str) -> None:
        """Take an answer given beside the form: a code more, or a yes; what the form does not ask is passed over."""
        if name in CODE_FIELDS:
            self[name].data = [*dict.fromkeys((*(self[name].data or ()), said))]
        elif name in TICKS:
            self[name].data = True
        elif name in (*DERIVED_MARKS, "formality"):
            self[name].data = said
        elif name == "partners":
            self.partners.data = [*dict.fromkeys((*(self.partners.data or ()), said))]

    @staticmethod
    def list_of(name: str) -> str:
        """Name the list that a field's codes are of."""
        return CODE_LISTS.get(name, name)

    @property
    def uploads(self) -> list[FileStorage]:
        """The files that were sent."""
        return [file for file in self.files.data or () if isinstance(file, FileStorage) and file.filename]

    def entry(self, before: Activity | None = None) -> ActivityEntry:
        """Give what was typed as the domain takes it.

        Args:
            before: The activity being changed: an unticked mark that was a "no" stays one.
        """

        def tick(name: str) -> bool | None:
            if self[name].data:
                return True
            return False if before is not None and getattr(before, name) is False else None

        values: dict[str, Any] = {
            "occurred_on": self.occurred_on.data,
            "kind": self.kind.data or None,
            "title": (self.title.data or "").strip(),
            "partners": self.partners.data or (),
            "new_category": self.new_category.data or None,
            "formality": self.formality.data or None,
            "people": self.people.data,
            "students": self.students.data,
            "hours": self.hours.data,
            "link": (self.link.data or "").strip() or None,
            "note": (self.note.data or "").replace("\r\n", "\n").strip() or None,
        }
        values |= {name: tuple(self[name].data or ()) for name in (*CODE_FIELDS, "not_for", "also_for")}
        values |= {name: tick(name) for name in TICKS}
        values |= {name: self[name].mark for name in DERIVED_MARKS}
        if self.chosen is not None:
            values = completed(self.chosen, values, self.also.data or ())
        return ActivityEntry(**values)

    def unreadable(self) -> dict[str, str]:
        """Say which fields hold something that cannot be read as a day or a number."""
        return {field.name: str(field.process_errors[0]) for field in self if field.process_errors}


class ChangeForm(LogForm):
    """An activity that is saved already."""

    version = Version()
    keep_documents = PicksField("Files already attached", coerce=str)

    def values_of(self, activity: Activity) -> dict[str, Any]:
        """Give a saved activity's values as the fields hold them, to compare both versions of it."""
        return of_activity(activity)


def of_activity(activity: Activity) -> dict[str, Any]:
    """Give an activity's values under the names of the form's fields."""
    values: dict[str, Any] = {name: getattr(activity, name) for name in (*CODE_FIELDS, *MARKS, "not_for", "also_for")}
    for name in ("occurred_on", "title", "formality", "people", "students", "hours", "link", "note", "version"):
        values[name] = getattr(activity, name)
    values |= {name: bool(values[name]) for name in TICKS} | {name: _mark_word(values[name]) for name in DERIVED_MARKS}
    return values | {
        "kind": activity.activity_kind.value,
        "partners": tuple(partner.name for partner in activity.partners),
        "keep_documents": [str(document.id) for document in activity.documents],
    }
