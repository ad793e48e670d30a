"""What may be typed about partnerships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, FileField

from models.agreements import Commitment
from models.continuum.language.vocabularies import FROM_SCHOOL, TO_SCHOOL
from models.needs import SchoolNeed
from models.operations.giving import CommitmentEntry, ContributionEntry
from models.operations.partnerships import PartnershipEntry
from models.partners import WorkforceNeed
from models.partnerships import TERMS, YES, Partnership
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
    Version,
    WholeNumber,
    choices,
)
from tracker.partner_choice import OnePartner, PartnersOffered


class PartnershipForm(Form):
    """A partnership as a whole."""

    version = Version()
    partner = OnePartner("With which partner?", required=True, missing="Choose the partner.")
    started_on = Day("When did it begin?", required=True, missing="Say when it began.")
    stage = OneCard("How far is it?", required=True, missing="Choose the stage it begins with.")
    person = TextLine(
        "Who is its point person?",
        description="Who at the school looks after it; this can change later.",
        render_kw={"list": "staff"},
    )
    initiated_by = Picks("Whose idea was it?")
    contact_interval_days = WholeNumber(
        "Days between contacts", least=1, most=1000,
        description="You are reminded when it has been quiet for longer.",
    )  # fmt: skip
    note = TextBlock("Note")

    def __init__(
        self,
        *args: Any,
        partners: PartnersOffered | None,
        lists: Mapping[str, Pairs],
        **kwargs: Any,
    ) -> None:
        """Put in what is to choose from.

        Args:
            partners: Whom it may begin with; None for one that is there already.
        """
        super().__init__(*args, **kwargs)
        self.initiated_by.choices = choices(lists["by"])
        if partners is None:
            # Partner, stage and point person have their own days and pages once it is there.
            del self.partner, self.stage, self.person
            return
        self.partner.offer(partners, nothing="Choose …")
        self.stage.choices = choices(lists["stage"])

    def entry(self) -> PartnershipEntry:
        """Give what is said of the partnership as a whole."""
        assert self.started_on.data is not None  # the form validated
        return PartnershipEntry(
            started_on=self.started_on.data,
            initiated_by=tuple(self.initiated_by.data or ()),
            contact_interval_days=self.contact_interval_days.data or None,
            note=self.note.data,
        )


class _TermsBase(Form):
    """The part of the terms form that is the same for every term."""

    version = Version()
    from_on = Day(
        "Since when is this so?",
        required=True,
        missing="Say since when this is so.",
        description="Earlier days keep what stood there then.",
    )

    def marks(self) -> list[Any]:
        """List the fields of the terms that are a yes or no."""
        return [self[name.value] for name, term in TERMS.items() if term.is_mark]

    @staticmethod
    def values_of(partnership: Partnership) -> dict[str, Any]:
        """Give what stands now under the names of the fields."""
        return {
            name: value for name, value in values_of_terms(partnership, date.max).items() if not name.endswith("_keep")
        }


def _terms_form() -> type[_TermsBase]:
    """Make the form: a text and a file for each term, or a mark where the term is a yes or no."""
    members: dict[str, Any] = {}
    for name, term in TERMS.items():
        if term.is_mark:
            members[name.value] = BooleanField(term.hint)
            continue
        members[name.value] = TextBlock(term.label, description=term.hint)
        members[f"{name.value}_file"] = FileField(f"{term.label}: a file in place of a text, or beside it")
        members[f"{name.value}_keep"] = BooleanField(f"{term.label}: keep the file", default=True)
    return type("TermsForm", (_TermsBase,), members)


TermsForm = _terms_form()


def values_of_terms(partnership: Partnership, on: date) -> dict[str, Any]:
    """Give the terms of a day under the names of the form's fields."""
    values: dict[str, Any] = {"version": partnership.version}
    for name, term in TERMS.items():
        stands = partnership.term_on(name, on)
        if term.is_mark:
            values[name.value] = stands is not None and stands.text == YES
            continue
        values[name.value] = stands.text if stands else None
        values[f"{name.value}_keep"] = True
    return values


class StageForm(Form):
    """The stage from a day on."""

    @staticmethod
    def values_of(partnership: Partnership) -> dict[str, Any]:
        """Give what stands now under the names of the fields."""
        last = partnership.stages[-1] if partnership.stages else None
        return {"stage": last.stage, "from_on": last.from_on} if last else {}

    version = Version()
    stage = OneCard("Which stage is it in?", required=True, missing="Choose a stage.")
    from_on = Day("Since when?", required=True, missing="Say since when.")

    def __init__(self, *args: Any, stages: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stage.choices = choices(stages)


class PersonForm(Form):
    """The point person from a day on."""

    @staticmethod
    def values_of(partnership: Partnership) -> dict[str, Any]:
        """Give what stands now under the names of the fields."""
        last = partnership.point_people[-1] if partnership.point_people else None
        return {"person": last.person, "from_on": last.from_on} if last else {}

    version = Version()
    person = TextLine(
        "Who is the point person?", description="Leave it empty if nobody is, for now.", render_kw={"list": "staff"}
    )
    from_on = Day("Since when?", required=True, missing="Say since when.")


class EndForm(Form):
    """The end of a partnership."""

    version = Version()
    ended_on = Day("From which day on is it over?", required=True, missing="Say from which day on.")
    stage = OneCard("How did it end?", required=True, missing="Say how it ended.")

    def __init__(self, *args: Any, stages: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stage.choices = choices(stages)


class NeedsForm(Form):
    """The school's needs that a partnership serves."""

    version = Version()
    needs = Picks("Which of the school's needs does it serve?")

    @staticmethod
    def values_of(partnership: Partnership) -> dict[str, Any]:
        """Give what stands now under the names of the fields."""
        return {"needs": [str(row.need_id) for row in partnership.needs]}

    def __init__(self, *args: Any, needs: Sequence[SchoolNeed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs.choices = choices((str(need.id), _in_short(need)) for need in needs)


def _in_short(need: SchoolNeed) -> str:
    text = need.text if len(need.text) <= 90 else f"{need.text[:90].rsplit(' ', 1)[0]} …"
    return f"{text} (critical)" if need.critical else text


class CommitmentForm(Form):
    """Something a partner promises."""

    type = OneOf("What is promised?", required=True, missing="Choose what is promised.")
    amount = Amount("How much?")
    unit = OneCard("Counted in")
    agreed_on = Day("Agreed on", required=True, missing="Say when it was agreed.")
    due_on = Day("Due by")
    allocated_to = TextLine("For what?", description="The course, project or program it goes to.")
    expected_outcome = TextBlock("What should come of it for students?")
    workforce_need = OneOf("Does it answer a workforce need of the partner?")
    confirmed_by = OneCard("Who stands by it?")
    note = TextBlock("Note")

    def __init__(
        self, *args: Any, lists: Mapping[str, Pairs], workforce_needs: Sequence[WorkforceNeed], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.type.choices = choices(optional(lists["contribution_type"], "Choose …"))
        self.unit.choices = choices(lists["unit"])
        self.confirmed_by.choices = choices(lists["confirmed_by"])
        self.workforce_need.choices = choices(
            optional([(str(need.id), need.text[:90]) for need in workforce_needs], "None named")
        )
        self._needs = {str(need.id): need for need in workforce_needs}

    def entry(self, way: str | None) -> CommitmentEntry:
        """Give what was typed.

        Args:
            way: The form of support that follows from its type.
        """
        assert self.agreed_on.data is not None  # the form validated
        return CommitmentEntry(
            agreed_on=self.agreed_on.data,
            type=self.type.data or None,
            way=way,
            amount=self.amount.data,
            unit=self.unit.data or None,
            due_on=self.due_on.data,
            allocated_to=self.allocated_to.data,
            workforce_need=self._needs.get(self.workforce_need.data or ""),
            expected_outcome=self.expected_outcome.data,
            confirmed_by=self.confirmed_by.data or None,
            note=self.note.data,
        )


class ContributionForm(Form):
    """Something that one side gave the other."""

    direction = OneCard(
        "Who gave?",
        required=True,
        missing="Say who gave.",
        choices=choices(
            [
                (TO_SCHOOL, "The partner gave the school"),
                (FROM_SCHOOL, "The school gave the partner"),
            ]
        ),
    )
    type = OneOf("What was given?", required=True, missing="Choose what was given.")
    occurred_on = Day("When?", required=True, missing="Say when it was.")
    amount = Amount("How much?")
    unit = OneCard("Counted in")
    commitment = OneOf("Does it keep a promise?")
    allocated_to = TextLine("For what?", description="The course, project or program it went to.")
    student_facing = BooleanField("It served students directly")
    serves_workforce = BooleanField("It served a workforce need of the partner")
    note = TextBlock("Note")

    def __init__(
        self, *args: Any, lists: Mapping[str, Pairs], commitments: Sequence[tuple[Commitment, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.type.choices = choices(optional(lists["contribution_type"], "Choose …"))
        self.unit.choices = choices(lists["unit"])
        self.commitment.choices = choices(optional([(str(one.id), words) for one, words in commitments], "None"))
        self._commitments = {str(one.id): one for one, _ in commitments}

    def entry(self, way: str | None) -> ContributionEntry:
        """Give what was typed.

        Args:
            way: The form of support that follows from its type.
        """
        assert self.occurred_on.data is not None  # the form validated
        return ContributionEntry(
            occurred_on=self.occurred_on.data,
            direction=self.direction.data,
            type=self.type.data or None,
            way=(way,) if way else (),
            amount=self.amount.data,
            unit=self.unit.data or None,
            commitment=self._commitments.get(self.commitment.data or ""),
            allocated_to=self.allocated_to.data,
            student_facing=self.student_facing.data or None,
            serves_workforce=self.serves_workforce.data or None,
            note=self.note.data,
        )
