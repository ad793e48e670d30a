"""What the invented district's activities and evaluations say: nothing twice, and on days as a school has them."""

from collections import Counter
from collections.abc import Iterator

import pytest

from models.records import RecordStatus
from tests.seed.test_demo import AUTUMN, SLUGS, Demo, kept

# On one worker with the other districts.
pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def demo(sqlite_template, tmp_path_factory) -> Iterator[Demo]:
    """The demo as of an autumn day."""
    yield from kept(sqlite_template, tmp_path_factory.mktemp("demo"), AUTUMN)


def test_no_two_activities_have_the_same_title_and_their_days_are_spread_over_the_month(demo):
    for letter, least in zip(SLUGS, (8, 18, 22), strict=True):
        found = demo.records(letter, "activity")
        titles = Counter(record.title for record in found)
        assert titles.most_common(1)[0][1] == 1, titles.most_common(3)
        days = [one.occurred_on for one in found if one.record_status is RecordStatus.CONFIRMED]
        assert len({day.day for day in days}) >= least
        assert all(day.weekday() < 5 for day in days)
        # Nobody logs a class in the holidays.
        assert not any((day.month, day.day) > (12, 17) or (day.month, day.day) < (1, 8) for day in days)


def test_every_evaluation_is_in_its_own_words(demo):
    found = [one for letter in SLUGS for one in demo.records(letter, "evaluation")]
    for column in ("strengths", "weaknesses", "actions_open"):
        said = [text for one in found if (text := getattr(one, column))]
        assert len(said) == len(set(said)), column


def test_some_activities_have_files_and_links(demo):
    for letter in SLUGS:
        found = demo.records(letter, "activity")
        assert any(one.documents for one in found) and any(one.link for one in found), letter
        assert not all(one.documents or one.link for one in found)
