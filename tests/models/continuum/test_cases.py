"""Small inputs that were once answered wrongly, each with the right answer."""

from __future__ import annotations

import pytest

from tests.models.continuum.rows import activity, day, logging_since, school

SINCE_LONG = logging_since("2020-07-01")
MILLS = [{"ref": "ag1", "name": "Kiln Street Mills", "category": "industry", "added_on": day("2024-08-01")}]
RUNNING = [
    {
        "ref": "kp1",
        "partner": "Kiln Street Mills",
        "started_on": day("2024-08-01"),
        "stage": "active",
        "point_person": "P. Point",
        "confirmed_on": (day("2025-09-01"), day("2026-09-01")),
    }
]


def paper(ref, *, submitted=None, signed=None, starts=None, ends=None, kind="mou"):
    days = {"submitted_on": submitted, "signed_on": signed, "starts_on": starts, "ends_on": ends}
    return {
        "ref": ref,
        "partnership": "kp1",
        "kind": kind,
        **{name: day(value) if value else None for name, value in days.items()},
    }


ENDED = paper("k1", submitted="2024-08-01", signed="2024-08-05", starts="2024-08-01", ends="2026-06-30")
RENEWED = {"starts": "2026-07-01", "ends": "2027-06-30"}


def counted(on, *agreements):
    """Whether the one partnership counts on a day; half of the two that are asked."""
    rows = {"org": MILLS, "partnership": RUNNING, "agreement": agreements, **SINCE_LONG}
    share = school(rows).indicator("EC2.Leaders1", day(on)).practices["EC2.L1.GS.1"].share
    assert share in (0, 0.5)
    return share == 0.5


@pytest.mark.parametrize(
    "renewal",
    [
        pytest.param(paper("k2", **RENEWED), id="a draft that nobody was handed"),
        pytest.param(paper("k2", submitted="2026-06-15", **RENEWED), id="handed over and not signed"),
        pytest.param(paper("k2", submitted="2026-06-15"), id="handed over, without days"),
        pytest.param(paper("k2", kind="proposal", submitted="2026-06-15", ends="2027-06-30"), id="a new proposal"),
        pytest.param(paper("k2", signed="2026-06-15", kind="data_sharing", **RENEWED), id="a paper of another sort"),
    ],
)
def test_what_is_not_signed_does_not_carry_a_partnership_whose_agreement_ended(renewal):
    assert [counted(on, ENDED, renewal) for on in ("2026-07-30", "2026-07-31", "2026-11-25")] == [True, False, False]


def test_a_signed_renewal_carries_it_from_the_day_of_its_signature():
    late = paper("k2", submitted="2026-06-15", signed="2026-08-20", **RENEWED)

    assert [counted(on, ENDED, late) for on in ("2026-07-31", "2026-08-19", "2026-08-20")] == [False, False, True]


def test_a_renewal_signed_in_time_leaves_no_day_out():
    renewal = paper("k2", submitted="2026-06-15", signed="2026-06-20", **RENEWED)

    assert [counted(on, ENDED, renewal) for on in ("2026-07-31", "2027-07-30", "2027-07-31")] == [True, True, False]


def test_a_signed_paper_without_an_end_has_none():
    assert counted("2026-11-25", ENDED, paper("k2", signed="2026-06-20"))


def test_where_nothing_is_signed_the_latest_end_of_all_papers_decides():
    handed_over = paper("k1", submitted="2024-08-01", ends="2026-06-30")
    renewal = paper("k2", submitted="2026-06-15", **RENEWED)

    assert [counted(on, handed_over) for on in ("2026-07-30", "2026-07-31")] == [True, False]
    assert counted("2026-11-25", handed_over, renewal)


PLANNED = [
    activity("2027-03-10", "communication", "leaders", channel="info_night", audience="families"),
    activity("2027-04-10", "communication", "leaders", channel="newsletter", audience="families"),
]
REACHED = "EC3.L1.PR.2"


def reached_the_community(on, **fields):
    rows = {"activity": [{**one, "topic": ("events",), **fields} for one in PLANNED], **SINCE_LONG}
    return school(rows).indicator("EC3.Leaders1", day(on)).practices[REACHED].share


def test_events_to_come_count_on_their_day_and_not_before():
    shares = {on: reached_the_community(on) for on in ("2026-11-25", "2027-03-09", "2027-03-10", "2027-04-10")}

    assert shares == {"2026-11-25": 0, "2027-03-09": 0, "2027-03-10": 0.5, "2027-04-10": 1}


def test_events_that_are_drafts_never_count():
    assert reached_the_community("2027-06-30", record_status="draft") == 0


def test_the_same_activity_saved_twice_is_one_in_every_number():
    once = activity("2026-03-10", "communication", "leaders", channel="newsletter", topic="events", audience="families")
    again = {**once, "ref": "again"}
    answers = [
        school({"activity": rows, **SINCE_LONG}).indicator("EC3.Leaders1", day("2026-06-30"))
        for rows in ([once], [once, again])
    ]

    assert [answer.practices[REACHED].share for answer in answers] == [0.5, 0.5]


def test_an_organization_that_stands_in_the_list_three_times_is_one_prospect():
    listed = [
        {"ref": ref, "name": "Open End Mills", "category": "industry", "stage": "prospect", "added_on": day(on)}
        for ref, on in (("s1", "2026-02-01"), ("s2", "2026-02-01"), ("s3", "2026-03-01"))
    ]
    answer = school({"org": listed, **SINCE_LONG}).indicator("EC2.Leaders1", day("2026-06-30"))

    assert answer.practices["EC2.L1.GS.1"].share == 0.5


@pytest.mark.parametrize("category", ["government", "community_org"])
def test_a_city_or_a_park_serves_as_a_community_organization(category):
    partners = {"Shop": "business", "College": "higher_ed", "City Parks": category}
    orgs = [
        {"ref": name, "name": name, "category": one, "added_on": day("2024-08-01")} for name, one in partners.items()
    ]
    talk = activity("2026-03-10", "partnership", "leaders", purpose="planning") | {"partner": tuple(sorted(partners))}
    thanks = {"ref": "t1", "occurred_on": day("2026-05-10"), "mode": "public", "partner": "City Parks"}
    engine = school({"org": orgs, "activity": [talk], "recognition": [thanks], **SINCE_LONG})

    # Dialogue asks three groups, one of them beyond school; public thanks ask two.
    assert engine.indicator("EC3.Leaders1", day("2026-06-30")).practices["EC3.L1.GS.4"].share == 1
    assert engine.indicator("EC2.Leaders1", day("2026-06-30")).practices["EC2.L1.PR.4"].share == 0.5
