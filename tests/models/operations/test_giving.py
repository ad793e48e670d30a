"""What partners promise and give is noted once, on its day, with an amount that says what it counts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.operations.giving import CommitmentEntry, ContributionEntry, give, promise, receive
from models.partnerships import Partnership
from models.refusals import Refused
from models.scope import Scope
from tests.factories import TODAY

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({}, "type"),
        ({"type": "time", "amount": Decimal(0), "unit": "hours"}, "amount"),
        ({"type": "time", "amount": Decimal(3)}, "unit"),
        ({"type": "time", "unit": "hours"}, "amount"),
        ({"type": "time", "agreed_on": TODAY + DAY}, "agreed_on"),
        ({"type": "time", "due_on": TODAY - DAY}, "due_on"),
    ],
)
def test_a_promise_that_cannot_be_is_refused_at_its_field(
    sqlite_session: Session, partnership: Partnership, scope: Scope, entry: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        promise(sqlite_session, partnership, CommitmentEntry(**{"agreed_on": TODAY, **entry}), scope=scope, today=TODAY)
    assert set(refusal.value.fields) == {field}


def test_nothing_is_promised_within_a_partnership_that_ended(
    sqlite_session: Session, partnership: Partnership, scope: Scope
) -> None:
    partnership.ended_on = TODAY - DAY
    with pytest.raises(Refused, match="ended on Mar 13, 2026"):
        promise(sqlite_session, partnership, CommitmentEntry(TODAY, type="time"), scope=scope, today=TODAY)


def test_a_promise_is_kept_once_and_not_before_it_was_made(
    sqlite_session: Session, partnership: Partnership, scope: Scope
) -> None:
    made = promise(sqlite_session, partnership, CommitmentEntry(TODAY - 2 * DAY, type="time"), scope=scope, today=TODAY)
    for day, words in ((TODAY + DAY, "still to come"), (TODAY - 3 * DAY, "cannot have come before")):
        with pytest.raises(Refused, match=words):
            receive(made, day, today=TODAY)
    receive(made, TODAY, today=TODAY)
    with pytest.raises(Refused, match="received on Mar 14, 2026 already"):
        receive(made, TODAY, today=TODAY)
    assert made.received_on == TODAY


def test_a_gift_is_kept_as_it_was_typed_for_the_readers_school(
    sqlite_session: Session, partnership: Partnership, scope: Scope
) -> None:
    entry = ContributionEntry(
        TODAY, type="time", amount=Decimal("2.5"), unit="hours", allocated_to="  robotics   club "
    )
    given = give(sqlite_session, partnership.partner, entry, scope=scope, today=TODAY)
    sqlite_session.flush()
    assert (given.school_id, given.amount, given.allocated_to) == (
        partnership.school_id,
        Decimal("2.5"),
        "robotics club",
    )


def test_a_gift_of_a_day_to_come_or_of_nothing_is_refused(
    sqlite_session: Session, partnership: Partnership, scope: Scope
) -> None:
    with pytest.raises(Refused) as refusal:
        give(sqlite_session, partnership.partner, ContributionEntry(TODAY + DAY), scope=scope, today=TODAY)
    assert set(refusal.value.fields) == {"type", "occurred_on"}
