"""An evaluation says something, on a day within the partnership, and why a domain is no aim."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.operations.evaluations import EvaluationEntry, change_evaluation, evaluate_partnership
from models.operations.records import archive_record
from models.partnerships import Partnership
from models.refusals import Refused
from models.scope import Scope
from seed.catalogue import load_catalogue
from tests.factories import TODAY

LANGUAGE = load_catalogue().language

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({}, "strengths"),
        ({"strengths": "They come.", "occurred_on": TODAY + DAY}, "occurred_on"),
        ({"strengths": "They come.", "occurred_on": TODAY - 401 * DAY}, "occurred_on"),
        ({"social": "not_an_aim"}, "social_note"),
    ],
)
def test_an_evaluation_that_cannot_be_is_refused_at_its_field(
    sqlite_session: Session, partnership: Partnership, scope: Scope, entry: dict[str, Any], field: str
) -> None:
    wanted = EvaluationEntry(**{"occurred_on": TODAY, "side": "school", **entry})
    with pytest.raises(Refused) as refusal:
        evaluate_partnership(sqlite_session, partnership, wanted, language=LANGUAGE, scope=scope, today=TODAY)
    assert set(refusal.value.fields) == {field}


def test_a_partnership_that_ended_can_still_be_judged_and_the_judgement_corrected(
    sqlite_session: Session, partnership: Partnership, scope: Scope
) -> None:
    partnership.ended_on = TODAY - DAY
    entry = EvaluationEntry(TODAY, "school", strengths=" They come. ")
    found = evaluate_partnership(sqlite_session, partnership, entry, language=LANGUAGE, scope=scope, today=TODAY)
    assert found.strengths == "They come."
    change_evaluation(
        found,
        EvaluationEntry(TODAY - DAY, "partner", weaknesses="Late."),
        language=LANGUAGE,
        today=TODAY,
    )
    assert (found.occurred_on, found.side, found.strengths, found.weaknesses) == (
        TODAY - DAY,
        "partner",
        None,
        "Late.",
    )


def test_an_archived_evaluation_is_not_corrected(
    sqlite_session: Session, partnership: Partnership, scope: Scope
) -> None:
    entry = EvaluationEntry(TODAY, "school", strengths="They come.")
    found = evaluate_partnership(sqlite_session, partnership, entry, language=LANGUAGE, scope=scope, today=TODAY)
    sqlite_session.flush()
    archive_record(found)
    with pytest.raises(Refused, match="archived"):
        change_evaluation(found, entry, language=LANGUAGE, today=TODAY)
