"""The board of a plan: whole seasons, and what of it is shown."""

from __future__ import annotations

import re
from datetime import date

from flask.testing import FlaskClient

from tests.tracker.years.steps import save
from tests.tracker.years.test_plan import take
from tracker.years.plan_board import seasons_of


def cards(page: str) -> int:
    return len(re.findall(r'class="plan-card ', page))


def test_months_stand_in_whole_seasons_from_the_first_to_the_last_that_holds_anything() -> None:
    found = seasons_of({date(2026, 11, 1): (), date(2027, 1, 1): ()})
    assert [(one.name, one.year, [month.month for month in one.months]) for one in found] == [
        ("Autumn", 2026, [10, 11, 12]),
        ("Winter", 2027, [1, 2, 3]),
    ]
    assert [one.name for one in seasons_of({date(2026, 9, 1): ()})] == ["Summer"]


def test_a_plan_is_narrowed_to_who_acts_and_to_an_outcome_and_what_is_unknown_narrows_nothing(
    slt: FlaskClient, year: str
) -> None:
    for slug in ("ec3-teachers1", "ec3-students1", "ec2-students1"):
        assert save(slt, f"{year}/{slug}")[0] == 302
    count = take(slt, year)
    page = slt.get(f"{year}/plan").text
    assert cards(page) == count
    links = {text: href for href, text in re.findall(r'class="chip[^"]*" href="([^"]+)"[^>]*>([^<]+)<', page)}
    assert {"Everybody", "Teachers", "Students", "All", "EC2"} <= set(links)
    assert "Open" not in links, "nothing is done yet"
    by_teachers = slt.get(links["Teachers"].replace("&amp;", "&")).text
    of_partnerships = slt.get(links["EC2"].replace("&amp;", "&")).text
    assert 0 < cards(by_teachers) < count and 0 < cards(of_partnerships) < count
    assert f"of the {count} things" in by_teachers and "Nothing of it." in by_teachers
    assert f"{count} things to do: 0 done" in by_teachers, "the heading counts the whole plan"
    assert cards(slt.get(f"{year}/plan?who=teachers&toward=EC2").text) == 0
    unknown = slt.get(f"{year}/plan?who=nobody&toward=EC9&show=done").text
    assert cards(unknown) == count
    for asked, said in (("Who acts", "nobody"), ("Toward", "EC9"), ("Show", "done")):
        assert f"“{asked}” offers no such choice ({said}). It was left out." in unknown
