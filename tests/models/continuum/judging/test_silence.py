"""A silent role raises a question after ninety days outside the holidays, told in months."""

from __future__ import annotations

from datetime import date

import pytest

from models.continuum.evidence.evidence import Evidence, evidence_from_rows
from models.continuum.judging.silence import school_days, silences, whole_months
from seed.catalogue import load_catalogue

ROLES = ("leaders", "teachers")


def evidence(*acts: tuple[str, date], **more: object) -> Evidence:
    rows = [
        {"ref": f"a{number}", "kind": "communication", "by": (role,), "occurred_on": day, **more}
        for number, (role, day) in enumerate(acts)
    ]
    return evidence_from_rows({"activity": rows}, load_catalogue().language)


def test_a_role_is_asked_about_after_ninety_days() -> None:
    found = evidence(("teachers", date(2026, 1, 1)), ("leaders", date(2026, 3, 30)))
    assert not silences(found, ROLES, date(2026, 3, 31), after=90)
    (silence,) = silences(found, ROLES, date(2026, 4, 1), after=90)
    assert (silence.role, silence.since, silence.days) == ("teachers", date(2026, 1, 1), 90)


def test_july_is_nobodys_silence() -> None:
    assert school_days(date(2026, 6, 30).toordinal(), date(2026, 8, 2).toordinal()) == 2


def test_a_role_that_never_acted_is_silent_since_logging_began() -> None:
    found = evidence(("leaders", date(2026, 1, 1)), ("leaders", date(2026, 5, 1)))
    (silence,) = silences(found, ROLES, date(2026, 5, 2), after=90)
    assert silence.role == "teachers"
    assert silence.since is None


def test_a_school_that_logged_nothing_is_not_called_silent() -> None:
    assert silences(evidence(), ROLES, date(2026, 5, 1), after=90) == ()


def test_what_is_dated_later_breaks_no_silence() -> None:
    found = evidence(("teachers", date(2026, 1, 1)), ("teachers", date(2026, 9, 1)))
    assert [one.role for one in silences(found, ("teachers",), date(2026, 6, 1), after=90)] == ["teachers"]


@pytest.mark.parametrize(
    ("since", "on", "months"),
    [("2026-04-13", "2026-11-25", 7), ("2026-04-25", "2026-11-25", 7), ("2026-04-26", "2026-11-25", 6),
     ("2025-12-31", "2026-02-28", 1), ("2024-11-25", "2026-11-25", 24)],
)  # fmt: skip
def test_silence_is_told_in_whole_months_since_a_day(since: str, on: str, months: int) -> None:
    asked = date.fromisoformat(on)
    assert whole_months(date.fromisoformat(since), asked) == months
    (silence,) = silences(evidence(("teachers", date.fromisoformat(since))), ("teachers",), asked, after=90) or (None,)
    assert silence is None or silence.months == months
