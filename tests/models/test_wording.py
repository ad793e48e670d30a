"""How numbers, days and lists are written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from models import wording

DAY = date(2026, 3, 14)


@pytest.fixture
def british() -> Iterator[None]:
    wording.speak("en_GB")
    yield
    wording.speak(wording.AMERICAN)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "0 acts"), (1, "1 act"), (2, "2 acts"), (-1, "-1 act"), (-3, "-3 acts"), (1204, "1,204 acts"),
        (1.0, "1 act"), (1.5, "1.5 acts"), (Decimal("1.00"), "1 act"), (Decimal("0.10"), "0.1 acts"),
    ],
)  # fmt: skip
def test_a_number_stands_with_its_noun(number: float | Decimal, told: str) -> None:
    assert wording.counted(number, "act", "acts") == told


def test_a_sentence_ends_in_one_full_stop() -> None:
    assert [wording.stopped(f"Added: {name}") for name in ("Ghost Ranch", "El Rito Observatory, Inc.")] == [
        "Added: Ghost Ranch.", "Added: El Rito Observatory, Inc."
    ]  # fmt: skip


def test_a_noun_follows_its_number() -> None:
    assert [wording.noun(number, "is", "are") for number in (0, 1, 2)] == ["are", "is", "are"]


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("Chambers of commerce", "chambers of commerce"), ("STEM festival", "STEM festival"),
        ("School and STEM leadership teams", "school and STEM leadership teams"),
        ("School Improvement Council", "School Improvement Council"),
        ("Career and Technology Center", "Career and Technology Center"),
        ("Enrollment at a Career and Technology Center", "enrollment at a Career and Technology Center"), ("", ""),
    ],
)  # fmt: skip
def test_within_a_sentence_a_label_begins_small_and_a_name_does_not(label: str, told: str) -> None:
    assert wording.begun_small(label) == told


def test_small_numbers_are_words_and_larger_ones_figures() -> None:
    told = [wording.number_word(number) for number in (0, 1, 9, 10, 1204, -1)]
    assert told == ["no", "one", "nine", "10", "1,204", "-1"]


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0, "0%"), (0.729, "72%"), (0.29, "29%"), (0.57, "57%"), (0.999, "99%"), (1.0, "100%"), (1 - 1e-4, "99%"),
        (-0.105, "-10%"), (12.5, "1,250%"),
    ],
)  # fmt: skip
def test_a_percentage_is_cut_so_that_100_means_all(share: float, told: str) -> None:
    assert wording.percent_words(share) == told


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0, "none"), (0.001, "0%"), (0.1, "1 in 10"), (0.25, "a quarter"), (1 / 3, "a third"), (0.33, "a third"),
        (0.5, "half"), (0.6, "three fifths"), (0.67, "two thirds"), (0.7, "7 in 10"), (0.75, "three quarters"),
        (0.9, "9 in 10"), (0.95, "95%"), (0.999, "99%"), (1, "all"),
    ],
)  # fmt: skip
def test_a_part_is_said_as_people_say_it(share: float, told: str) -> None:
    assert wording.part_words(share) == told


def test_parts_of_a_sentence_are_joined_as_people_join_them() -> None:
    assert [wording.joined("abc"[:length]) for length in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert wording.joined(["a", "b"], "or") == "a or b"
    assert wording.joined(["a", "", "b", "c"], "or") == "a, b or c"
    assert wording.joined(["{0}", "b"]) == "{0} and b"


def test_days_are_written_as_in_the_united_states() -> None:
    assert wording.day_words(DAY) == "Mar 14, 2026"
    assert wording.day_of_year_words(DAY) == "Mar 14"
    assert wording.month_words(DAY) == "Mar 2026"
    assert wording.whole_month_words(DAY) == "March 2026"
    assert wording.weekday_words(DAY) == "Saturday"
    assert wording.moment_words(datetime(2026, 3, 14, 16, 5, tzinfo=UTC)) == "Mar 14, 2026, 4:05 PM"


def test_leap_days_and_the_ends_of_the_calendar_have_words() -> None:
    assert wording.day_words(date(2024, 2, 29)) == "Feb 29, 2024"
    assert wording.day_words(date.min) == "Jan 1, 1"
    assert wording.day_words(date.max) == "Dec 31, 9999"


def test_a_span_names_the_ends_that_are_known() -> None:
    end = date(2026, 4, 1)
    assert wording.since_words(DAY) == "since Mar 14, 2026"
    assert wording.span_words(DAY, end) == "Mar 14, 2026 to Apr 1, 2026"
    assert wording.span_words(DAY, DAY) == "Mar 14, 2026"
    assert wording.span_words(DAY, None) == "since Mar 14, 2026"
    assert wording.span_words(None, end) == "until Apr 1, 2026"
    assert wording.span_words(None, None) == ""


def test_time_left_counts_to_the_last_day() -> None:
    told = [wording.time_left_words(date(2026, 3, day), DAY) for day in (5, 13, 14, 15, 24)]
    assert told == ["ended 9 days ago", "ended 1 day ago", "ends today", "ends in 1 day", "ends in 10 days"]
    assert wording.time_left_words(None, DAY) == "no end"


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (0, "$0"), (1200, "$1,200"), (Decimal("31.80"), "$31.80"), (Decimal("1234.005"), "$1,234.01"), (-12, "-$12"),
        (Decimal("0.1"), "$0.10"),
    ],
)  # fmt: skip
def test_money_has_cents_only_where_there_are_any(amount: int | Decimal, told: str) -> None:
    assert wording.money_words(amount) == told


def test_hours_that_are_shown_add_up_to_the_shown_sum() -> None:
    logged = [Decimal("0.25"), Decimal("1.25"), Decimal("0.50")]
    assert [wording.number_words(hours) for hours in logged] == ["0.25", "1.25", "0.5"]
    assert wording.hours_words(sum(logged, Decimal())) == "2 hours"
    assert wording.hours_words(Decimal("1.00")) == "1 hour"
    assert wording.number_words(0.125) == "0.13"


def test_a_text_begins_with_a_capital_and_keeps_its_names() -> None:
    assert wording.sentence_case("parents of the PTA") == "Parents of the PTA"
    assert wording.sentence_case("") == ""


@pytest.mark.usefixtures("british")
def test_another_country_writes_its_days_its_own_way() -> None:
    assert wording.day_words(DAY) == "14 Mar 2026"
    assert wording.moment_words(datetime(2026, 3, 14, 16, 5, tzinfo=UTC)) == "14 Mar 2026, 16:05"
    assert wording.day_words(DAY, locale="en_US") == "Mar 14, 2026"


@pytest.mark.parametrize("locale", ["es_US", "en_XX", "nonsense", "", "en-US"])
def test_a_locale_that_nobody_can_write_is_refused(locale: str) -> None:
    with pytest.raises(wording.UnknownLocale):
        wording.speak(locale)
    assert wording.day_words(DAY) == "Mar 14, 2026"


def test_nothing_is_loaded_before_the_first_words_are_asked_for() -> None:
    asked = "import sys, models.wording; print([name for name in sys.modules if name.startswith('babel')])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
