"""What needs the reader: which button answers it, and whether it is the reader who is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from models.evaluations import Evaluation
from models.queries.home_needs import Due, Need, Renewal
from tracker.permissions import can
from tracker.reader import reader
from tracker.roles import Permission


@dataclass(frozen=True, slots=True)
class Answer:
    """The button that answers a need.

    Attributes:
        text: On the button, for those who may do it.
        endpoint: Where it leads.
        argument: Under which name the endpoint takes the record; empty where it takes none.
        permission: What it takes to do it; others get a quiet link to the record.
        by_partnership: Whether the endpoint takes the partnership in place of the record.
    """

    text: str
    endpoint: str
    argument: str
    permission: Permission
    by_partnership: bool = False


ANSWERS: dict[Need, Answer] = {
    Need.DEPARTURE: Answer("Hand over", "hand_overs.of_change", "transition_id", Permission.PARTNERSHIPS_WRITE),
    Need.AGREEMENT: Answer("Renew", "agreements.steps.renew", "agreement_id", Permission.AGREEMENTS_WRITE),
    Need.FACTS: Answer("Confirm", "partnerships.show", "partnership_id", Permission.PARTNERSHIPS_WRITE, True),
    Need.POINT_PERSON: Answer(
        "Name one", "partnerships.changes.point_person", "partnership_id", Permission.PARTNERSHIPS_WRITE, True
    ),
    Need.PROMISE: Answer("See to it", "partnerships.show", "partnership_id", Permission.PARTNERSHIPS_WRITE, True),
    Need.CONTACT_LEAVES: Answer("Somebody follows", "hand_overs.contacts.new", "engaged_id", Permission.PARTNERS_WRITE),
    Need.CONTACT: Answer("Log contact", "activities.log", "partners", Permission.LOG_WRITE),
    Need.EVALUATION: Answer("Evaluate", "evaluations.new", "partnership", Permission.EVALUATIONS_WRITE, True),
    Need.REQUEST: Answer("Note the answer", "records.match.show", "record_id", Permission.RECORDS_WRITE),
    Need.THANKS: Answer("Thank them", "records.recognition.new", "partner", Permission.RECORDS_WRITE),
    Need.ANSWERED: Answer("Read it", "records.match.show", "record_id", Permission.RECORDS_WRITE),
    Need.ACTION: Answer("Open", "actions.show", "action_id", Permission.ACTIONS_DO),
    Need.ACTIVITY_TO_CONFIRM: Answer("Review", "activities.show", "activity_id", Permission.ALLIANCE_CONFIRM),
    Need.ENTRY_TO_CONFIRM: Answer("Review", "activities.to_confirm", "", Permission.ALLIANCE_CONFIRM),
    Need.EVALUATION_TO_CONFIRM: Answer("Review", "partner_entries.review", "entry_id", Permission.ALLIANCE_CONFIRM),
}
# What answers an agreement that ends once its renewal is on record.
OF_RENEWALS: dict[Renewal, Answer] = {
    Renewal.DRAFT: Answer("Open the draft", "agreements.show", "agreement_id", Permission.AGREEMENTS_WRITE),
    Renewal.HANDED_OVER: Answer("Note signing", "agreements.show", "agreement_id", Permission.AGREEMENTS_WRITE),
}
# What answers thanks that many wait for.
TO_THE_LIST = Answer("Thank them", "thanks.index", "", Permission.RECORDS_WRITE)
# What a reader must be allowed to read for a need to be told.
READS: dict[Need, Permission] = {
    Need.DEPARTURE: Permission.PARTNERSHIPS_READ,
    Need.AGREEMENT: Permission.AGREEMENTS_READ,
    Need.FACTS: Permission.PARTNERSHIPS_READ,
    Need.POINT_PERSON: Permission.PARTNERSHIPS_READ,
    Need.PROMISE: Permission.PARTNERSHIPS_READ,
    Need.CONTACT_LEAVES: Permission.PARTNERS_READ,
    Need.CONTACT: Permission.PARTNERSHIPS_READ,
    Need.EVALUATION: Permission.EVALUATIONS_READ,
    Need.REQUEST: Permission.RECORDS_READ,
    Need.THANKS: Permission.RECORDS_READ,
    Need.ANSWERED: Permission.RECORDS_READ,
    Need.ACTION: Permission.ACTIONS_READ,
    Need.ACTIVITY_TO_CONFIRM: Permission.ACTIVITIES_READ,
    Need.EVALUATION_TO_CONFIRM: Permission.EVALUATIONS_READ,
    Need.ENTRY_TO_CONFIRM: Permission.RECORDS_READ,
}


def may_answer(need: Need) -> bool:
    """Say whether the reader may read of such a need and do what answers it."""
    return can(READS[need]) and can(ANSWERS[need].permission)


def asked_of_reader() -> Callable[[Due], bool]:
    """Give what says whether the reader may answer a need, and is the one to do it."""
    asked = {need for need in Need if may_answer(need)}
    me = None if can(Permission.ACTIONS_WRITE) else reader().person.id

    def is_asked(one: Due) -> bool:
        return one.need in asked and (one.need is not Need.ACTION or me is None or one.owner_id == me)

    return is_asked


def with_button(one: Due) -> tuple[Due, str, str]:
    """Give a need with the words of its button and where that leads."""
    answer = OF_RENEWALS[one.renewal] if one.renewal else ANSWERS[one.need]
    if one.need is Need.THANKS and not one.partner:
        answer = TO_THE_LIST
    return one, answer.text, url_for(answer.endpoint, **_arguments(one, answer))


def _arguments(one: Due, answer: Answer) -> dict[str, Any]:
    """Say what the address of a button takes: whatever is saved there leads back here."""
    back = {"back": url_for("home.show")}
    if one.need in (Need.CONTACT, Need.THANKS) and one.partner:
        return {answer.argument: one.partner, **back}
    if answer.endpoint == "partner_entries.review":
        return {"entry_kind": Evaluation.kind, answer.argument: one.record_id, **back}
    if not answer.argument:
        return back
    if one.need is Need.CONTACT_LEAVES:
        return {answer.argument: one.engaged_id, "leaves": one.who, **back}
    return {answer.argument: one.partnership_id if answer.by_partnership else one.record_id, **back}
