"""Three years walked day by day, a leap day among them: on every day the engine says right which agreements carry."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from models.continuum.evidence.evidence import evidence_from_rows
from seed.catalogue import load_catalogue

DAY = timedelta(days=1)
FIRST, LAST = date(2027, 7, 1), date(2030, 6, 30)
LANGUAGE = load_catalogue("2026.2").language
GRACE = 30
# Days that an agreement runs; None without an end.
TERMS = (1, 6, 7, 8, 30, 31, 89, 90, 91, 120, 180, 364, 365, 366, 500, 730, 731, 1000, 1095, None)
# How it goes on: not at all, in time, late, in advance, by a paper without an end, or by a draft that nobody signed.
GOES_ON = ("never", "in time", "late", "in advance", "open-ended", "draft")


def papers_of(number: int) -> list[dict[str, Any]]:
    """Write the papers of one partnership: an agreement of its term, and how it is renewed."""
    starts_on = FIRST + timedelta(days=number * 17 % 400)
    term = TERMS[number % len(TERMS)]
    ends_on = None if term is None else starts_on + timedelta(days=term - 1)
    if number == 49:
        ends_on = date(2028, 2, 29)
    paper = {"ref": f"a{number}", "partnership": f"p{number}", "kind": "mou", "submitted_on": starts_on - DAY}
    found = [{**paper, "signed_on": starts_on, "starts_on": starts_on, "ends_on": ends_on}]
    goes_on = GOES_ON[number % len(GOES_ON)]
    if ends_on is None or goes_on == "never":
        return found
    signed_on = {"late": ends_on + timedelta(days=45), "in advance": ends_on - timedelta(days=3)}.get(goes_on, ends_on)
    signed_on = max(signed_on, starts_on)
    next_day = ends_on + DAY
    renewed = {**paper, "ref": f"b{number}", "submitted_on": signed_on, "starts_on": next_day, "signed_on": signed_on}
    renewed["ends_on"] = None if goes_on == "open-ended" else next_day + timedelta(days=200)
    if goes_on == "draft":
        renewed["signed_on"] = None
    return [*found, renewed]


def is_carried(papers: list[dict[str, Any]], on: date) -> bool:
    """Say by plain reading whether a partnership is carried on a day: by a signed paper, or its end of late."""
    signed = [one for one in papers if one["signed_on"] is not None and one["signed_on"] <= on]
    if not signed:
        # Nothing is signed yet: only what was handed over has a say, and none of it has ended before it began.
        return True
    if any(one["ends_on"] is None for one in signed):
        return True
    return on <= max(one["ends_on"] for one in signed) + timedelta(days=GRACE)


def test_three_years_day_by_day_through_fifty_agreements_and_their_renewals_every_in_force_is_right() -> None:
    papers = {number: papers_of(number) for number in range(50)}
    began = FIRST - timedelta(days=30)
    confirmed = tuple(date(year, 1, 15) for year in range(2027, 2031))
    rows = {
        "partnership": [
            {"ref": f"p{number}", "partner": f"P{number:02}", "started_on": began, "confirmed_on": confirmed}
            for number in papers
        ],
        "agreement": [one for some in papers.values() for one in some],
    }
    held = evidence_from_rows(rows, LANGUAGE).partnerships
    seen: set[tuple[str, bool]] = set()
    day, days = FIRST, 0
    while day <= LAST:
        for number, some in papers.items():
            right = is_carried(some, day)
            assert (day.toordinal() in held[f"p{number}"].active) is right, (day, some)
            seen.add((GOES_ON[number % len(GOES_ON)], right))
        day, days = day + DAY, days + 1
    assert days == 1096  # 2028 has its leap day
    # Each way of going on was met in force, and those that stop were met out of it.
    assert {way for way, is_in in seen if is_in} == set(GOES_ON)
    assert {way for way, is_in in seen if not is_in} >= {"never", "late", "draft"}


def test_a_renewal_signed_late_brings_a_partnership_back_on_its_day_and_one_in_time_never_lets_it_go() -> None:
    ends_on = date(2028, 2, 29)
    paper = {"ref": "a", "partnership": "p", "kind": "mou", "submitted_on": FIRST, "signed_on": FIRST}
    paper |= {"starts_on": FIRST, "ends_on": ends_on}

    def out(*renewals: dict[str, Any]) -> list[date]:
        partnership = {"ref": "p", "partner": "P", "started_on": FIRST, "confirmed_on": (date(2028, 1, 1),)}
        rows = {"partnership": [partnership], "agreement": [paper, *renewals]}
        active = evidence_from_rows(rows, LANGUAGE).partnerships["p"].active
        every = (ends_on + timedelta(days=number) for number in range(-30, 90))
        return [one for one in every if one.toordinal() not in active]

    in_time = paper | {"ref": "b", "submitted_on": ends_on, "signed_on": ends_on, "ends_on": date(2029, 2, 28)}
    late = in_time | {"submitted_on": date(2028, 4, 10), "signed_on": date(2028, 4, 10)}
    assert out(in_time) == []
    assert (out(late)[0], out(late)[-1]) == (date(2028, 3, 31), date(2028, 4, 9))
    assert out(late | {"signed_on": None})[-1] == date(2028, 5, 28)  # a draft carries nothing
