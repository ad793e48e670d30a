"""A school with some records more or less answers as one that was read afresh."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.continuum.evidence.evidence import ORDERED, evidence_from_rows
from models.continuum.evidence.recorded import Recorded
from models.continuum.judging.practices import Practices
from models.continuum.rulebook.rules.people import NoChange
from seed.catalogue import load_catalogue
from tests.models.continuum.random_changes import changes, differing, everything, read
from tests.models.continuum.random_schools import random_school
from tests.models.continuum.random_values import ASKED_DAYS
from tests.models.continuum.rows import activity, day, logging_since, row

few = settings(max_examples=5, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
TODAY = day("2026-06-30")
NEWEST = load_catalogue()
# Both versions read every record, so that a change has to be followed in both.
RULEBOOK = [load_catalogue("2026.1"), replace(NEWEST, in_force_from=day("2026-03-01"))]


@few
@given(
    st.integers(0, 100_000),
    st.lists(st.integers(0, 100_000), min_size=1, max_size=3),
    st.lists(st.sampled_from(ASKED_DAYS), min_size=2, max_size=2, unique=True),
    st.booleans(),
)
def test_a_changed_school_answers_as_one_read_afresh(seed, steps, asked, settled):
    rows = random_school(seed, NEWEST, records=40 + seed % 3 * 40)
    school = first = read(rows, RULEBOOK)
    before = {on: everything(first, on, seed % 3) for on in asked}
    for step in steps:
        change = changes(rows, NEWEST, step)
        school, rows = change.made_of(school), change.rows
        if settled:
            school.settled()
        fresh = read(rows, RULEBOOK)
        for on in asked:
            # A third of the indicators, mostly others than before: what was never worked out is asked too.
            both = [everything(one, on, step % 3) for one in (fresh, school)]
            assert differing(*both) == [], (on, change.done)
    for on in asked:
        assert differing(before[on], everything(first, on, seed % 3)) == []


def changed(rows, remove=(), add=(), renewed=(), on=TODAY):
    """Ask a school everything, change it, and ask it and one read afresh everything again; give both."""
    school = read(rows, [NEWEST])
    everything(school, on)
    new = {kind: {one["ref"]: one for one in some} for kind, some in rows.items()}
    for kind in renewed:
        new[kind] = {}
    for kind, ref in remove:
        del new[kind][ref]
    for kind, one in add:
        new.setdefault(kind, {})[one["ref"]] = one
    made = school.as_if(remove=remove, add=add, renewed=renewed)
    return made, read({kind: list(some.values()) for kind, some in new.items()}, [NEWEST])


def agree(made, fresh, on=TODAY):
    """Compare all answers of two schools."""
    return differing(everything(fresh, on), everything(made, on)) == []


def test_what_is_held_because_nothing_happened_names_the_activity_with_which_logging_begins_now():
    quiet = replace(NEWEST.practices["EC3.S1.GS.2"], rule=NoChange("any", 12))
    rules = replace(NEWEST, practices={**NEWEST.practices, quiet.key: quiet})
    acts = [{**activity("2023-01-12"), "ref": ref} for ref in ("first", "second")]
    rows = {"activity": acts, "transition": [row("2026-01-12", what="staff")]}
    school = read(rows, [rules])
    assert school.indicator("EC3.Students1", TODAY).held[quiet.key].records == (("activity", "first"),)

    for made in (school.as_if(remove=[("activity", "first")]), school.as_if(remove=[("activity", "first")]).settled()):
        assert made.indicator("EC3.Students1", TODAY).held[quiet.key].records == (("activity", "second"),)


def test_an_appraisal_entered_twice_can_be_taken_out():
    org = {"ref": "o", "name": "P1", "category": "industry", "added_on": day("2025-01-01"), "stage": "active"}
    org["assessed_on"] = (day("2026-01-12"), day("2026-01-12"))
    rows = {"org": [org], **logging_since("2024-07-01")}

    assert agree(*changed(rows, add=[("org", {**org, "assessed_on": (day("2026-01-12"),)})]))
    assert agree(*changed(rows, add=[("org", {**org, "category": "business"})]))
    assert agree(*changed(rows, remove=[("org", "o")]))
    moved = {**org, "sector": "metal"}
    edited = read(rows, [NEWEST]).as_if(add=[("org", moved)])
    assert agree(edited, read({**rows, "org": [moved]}, [NEWEST]))
    assert agree(edited.as_if(remove=[("org", "o")]), read({**rows, "org": []}, [NEWEST]))


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("process", {"name": "A", "adopted_on": day("2026-01-01")}, {"name": "B", "adopted_on": day("2026-02-01")}),
        ("coordinator", {"person": "A", "from_on": day("2026-01-01")}, {"person": "B", "from_on": day("2026-02-01")}),
        (
            "org",
            {"name": "P1", "category": "industry", "added_on": day("2026-01-01")},
            {"name": "P1", "category": "government", "added_on": day("2026-01-01")},
        ),
    ],
)
def test_of_two_that_stand_the_first_entered_is_named_also_after_it_was_taken_back_from_the_archive(
    kind, first, second
):
    one, other = {"ref": "one", **first}, {"ref": "other", **second}
    acts = [activity("2026-05-12", "communication", "families", partner="P1", audience="")]
    archived = {kind: [{**one, "record_status": "archived"}, other], "activity": acts}
    made = read(archived, [NEWEST])
    everything(made, TODAY)
    made = made.as_if(add=[(kind, one), (kind, other)], renewed=ORDERED & {kind})

    assert agree(made, read({kind: [one, other], "activity": acts}, [NEWEST]))


def test_nothing_is_changed_by_what_is_not_there_or_says_the_same():
    act = activity("2026-05-12")
    school = read({"activity": [act]}, [NEWEST])
    evidence = school.evidence

    assert evidence.changed(remove=[("activity", "elsewhere"), ("match", "nowhere")]) is evidence
    assert evidence.changed(add=[("activity", dict(act))]) is evidence
    assert evidence.changed(add=[("activity", {**act, "title": "Another title"})]) is evidence
    assert evidence.changed(add=[("activity", {**act, "ref": "draft", "record_status": "draft"})]) is evidence


def test_a_row_that_is_no_longer_confirmed_takes_its_record_out():
    act = activity("2026-05-12")
    made = read({"activity": [act]}, [NEWEST]).evidence.changed(
        add=[("activity", {**act, "record_status": "archived"})]
    )

    assert made.facts.get("activity", ()) == ()
    assert made.records == 0 and made.first_activity is None
    assert evidence_from_rows({}, NEWEST.language).facts.get("activity", ()) == ()


def test_what_was_worked_out_is_kept_through_a_school_that_was_only_made_on_the_way(monkeypatch):
    school = read(random_school(3, NEWEST, records=60), [NEWEST])
    everything(school, TODAY)
    asked = set(school.evidence._tallies)
    first = activity("2026-05-04", by="teachers", channel=("meeting",), audience="families")
    second = activity("2026-05-05", by="students", channel=("meeting",), audience="families")
    made = school.as_if(add=[("activity", first)]).as_if(add=[("activity", second)]).settled()
    monkeypatch.setattr(Recorded, "_swept", lambda *_: pytest.fail("counted again from the first record on"))
    assert asked <= set(made.evidence._tallies)
    everything(made, TODAY)


@pytest.mark.parametrize("seed", range(4))
def test_whether_a_level_is_supported_agrees_with_the_level_that_is(seed):
    rows = random_school(seed, NEWEST, records=120)
    school, fresh = read(rows, [NEWEST]), read(rows, [NEWEST])
    change = changes(rows, NEWEST, seed)
    both = [(school, fresh), (change.made_of(school), change.made_of(fresh))]
    for known, asked in both:
        for code in NEWEST.judged:
            for on in ASKED_DAYS[:4]:
                # Of the one that is asked for levels alone hardly anything is worked out before.
                said = [asked.supports(code, on, level) for level in (5, 3, 4, 1, 2, 0)]
                level = known.supported(code, on)
                assert said == [one <= level for one in (5, 3, 4, 1, 2, 0)], (code, on)


@pytest.mark.parametrize("seed", range(4))
def test_the_share_of_one_day_is_the_share_that_all_days_have_on_it(seed):
    rows = random_school(seed, NEWEST, records=120)
    change = changes(rows, NEWEST, seed)
    for one in (read(rows, [NEWEST]), change.made_of(read(rows, [NEWEST]))):
        alone, through_time = (Practices(NEWEST, one.evidence) for _ in range(2))
        for key in NEWEST.practices:
            for on in ASKED_DAYS[:3]:
                asked = on.toordinal()
                assert alone.share(key, asked) == through_time.steps(key).at(asked), (key, on)
