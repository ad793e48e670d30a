"""What may be typed about agreements."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from wtforms import BooleanField, FileField, ValidationError
from wtforms.validators import DataRequired

from models.agreements import Agreement
from models.operations.agreements import AgreementEntry
from models.operations.documents import PAPERS, choosable
from models.refusals import Refused
from models.reminder_days import NotDays, days_words_of, read_own_days
from tracker.choices import Pairs
from tracker.forms import Day, Form, OneCard, TextBlock, TextLine, Version, WholeNumber, choices
from tracker.reminders.usual import usual_offsets
from tracker.vocabulary import thresholds

# Have both signed?
YES, NOT_YET = "yes", "not_yet"
WHICH_DAY = "Say on which day both had signed."
SIGNED_ON = "On which day had both signed?"


class AgreementForm(Form):
    """One agreement."""

    version = Version()
    agreement_kind = OneCard(
        "What sort of agreement is it?", required=True, missing="Choose what sort of agreement it is."
    )
    submitted_on = Day("Submitted on", description="The day it was handed to the partner. Empty for a draft.")
    signed_on = Day("Signed on", description="The day on which both sides had signed.")
    starts_on = Day("First day")
    ends_on = Day("Last day", description="Empty if it has no end.")
    notice_days = WholeNumber("Days of notice", most=3650)
    remind_days = TextLine("Remind how many days before its end?", longest=60)
    expected_outcome = TextBlock("What should come of it for students?")
    serves_workforce = BooleanField("It answers a workforce need of the partner")
    file = FileField("Its file", description="PDF, Word, OpenDocument or picture, at most 10 MB.")
    note = TextBlock("Note")

    def __init__(self, *args: Any, kinds: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = thresholds().agreement_grace_days
        self.ends_on.description = f"Empty if it has no end. {days} days later the partnership stops counting."
        usual = days_words_of(usual_offsets().agreement)
        self.remind_days.description = f"Such as 60, 14. Empty: {usual}. “none”: no reminder."
        self.agreement_kind.choices = choices(kinds)

    def validate_remind_days(self, field: TextLine) -> None:
        """Refuse what is no list of days.

        Raises:
            ValidationError: It is none; the message says how to write one.
        """
        try:
            read_own_days(field.data or "")
        except NotDays as problem:
            raise ValidationError(str(problem)) from None

    @staticmethod
    def values_of(source: Agreement | AgreementEntry) -> dict[str, Any]:
        """Give an agreement's values, or suggested ones, under the names of the form's fields."""
        values: dict[str, Any] = {one.name: getattr(source, one.name) for one in fields(AgreementEntry)}
        values["remind_days"] = days_words_of(source.remind_days)
        values["serves_workforce"] = bool(source.serves_workforce)
        return values | ({"version": source.version} if isinstance(source, Agreement) else {})

    def entry(self, before: Agreement | None = None) -> AgreementEntry:
        """Give what was typed.

        Args:
            before: The agreement being changed: an unticked mark that was a "no" stays one.
        """
        unticked = False if before is not None and before.serves_workforce is False else None
        return AgreementEntry(
            agreement_kind=self.agreement_kind.data,
            submitted_on=self.submitted_on.data,
            signed_on=self.signed_on.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            notice_days=self.notice_days.data,
            remind_days=read_own_days(self.remind_days.data or ""),
            expected_outcome=self.expected_outcome.data,
            serves_workforce=True if self.serves_workforce.data else unticked,
            note=self.note.data,
        )


def _have_both_signed(yes: str, not_yet: str) -> OneCard:
    """Ask what a renewal asks first, in the words of its two answers."""
    return OneCard(
        "Have both signed?",
        choices=choices({YES: yes, NOT_YET: not_yet}),
        required=True,
        missing="Say whether both have signed.",
    )


class RenewalForm(AgreementForm):
    """The agreement that follows one: first of all whether it is signed."""

    signed = _have_both_signed("Yes", "Not yet")
    signed_on = Day(SIGNED_ON)
    submitted_on = Day(
        "When was it handed to the partner?", description="Empty: it is a draft, and Home goes on asking."
    )

    def entry(self, before: Agreement | None = None) -> AgreementEntry:
        """Give what was typed; the day of an answer that was not given has no say.

        Raises:
            Refused: Both have signed, and no day is said.
        """
        entry = super().entry(before)
        is_signed = self.signed.data == YES
        if is_signed and entry.signed_on is None:
            raise Refused({"signed_on": WHICH_DAY})
        return replace(
            entry,
            signed_on=entry.signed_on if is_signed else None,
            submitted_on=None if is_signed else entry.submitted_on,
        )


class RenewManyForm(Form):
    """Whether the renewals of many agreements are signed."""

    signed = _have_both_signed("Yes, all that are ticked", "Not yet: make drafts")
    signed_on = Day(SIGNED_ON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signed_on.flags.required = True  # likewise

    def day(self) -> date | None:
        """Give the day on which both had signed; None where they have not.

        Raises:
            Refused: Both have signed, and no day is said.
        """
        if self.signed.data == NOT_YET:
            return None
        if self.signed_on.data is None:
            raise Refused({"signed_on": WHICH_DAY})
        signed_on: date = self.signed_on.data
        return signed_on


class StepForm(Form):
    """The day of a step: submitted, signed, ended."""

    on = Day("On which day?", required=True, missing="Say on which day.")

    def __init__(self, step: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.on.id = f"{step}-on"  # several steps stand on one page


class SignForm(Form):
    """A name as a signature, under the terms as they were read."""

    version = Version()
    name = TextLine(
        "Your name, as your signature", required=True, missing="Type your name: it stands as your signature."
    )


class SignedPaperForm(Form):
    """A paper that was signed by hand: its file, and who signed it when."""

    version = Version()
    file = FileField(
        "The signed copy",
        [DataRequired("Choose the file of the signed copy.")],
        description="A scan or a photo of all its pages, PDF, Word or OpenDocument, at most 10 MB.",
        render_kw={"accept": choosable(PAPERS), "data-photo": True},
    )
    signed_on = Day("On which day was it signed?", required=True, missing="Say on which day it was signed.")
    name = TextLine("Who signed it?", required=True, missing="Say who signed it.")
    position = TextLine(
        "In which position?", required=True, missing="Say in which position.", description="Such as: director."
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for field in self:
            field.id = f"paper-{field.name}"  # one signs on screen on the same page


class FileForm(Form):
    """A file for an agreement."""

    file = FileField("Add a file", description="PDF, Word, OpenDocument or picture, at most 10 MB.")
