"""What a rule counts, told short, is what it lists record by record."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.continuum.evidence.facts import Said, make_fact
from models.continuum.rulebook.rules.listing import Counted, Window, listing_of, listing_of_windows
from models.continuum.time.calendar import month_of
from tests.models.continuum.rows import day, school
from tests.models.continuum.test_properties_2 import asked_days, few, schools

SAID = Said("activity", {"planned": True}, {})
UNPLANNED = Said("activity", {}, {})


def a_fact(number, on, *, said=SAID, identity=None):
    """Make one activity of a record."""
    return make_fact(said, ("activity", f"a{number}"), day(on), identity=identity or (number,))


@few
@given(schools, asked_days, st.integers(1, 5))
def test_what_is_told_short_is_what_is_listed(made, on, most):
    continuum = school(made.rows)
    seen = 0
    for key in continuum.rules_on(on.toordinal()).practices:
        listed = continuum.records(key, on)
        told = continuum.listing(key, on, most=most)

        assert told.total == len(listed), key
        assert told.repeats == sum(one.repeats for one in listed), key
        assert told.months == {month_of(one.on.toordinal()) for one in listed}, key
        assert told.is_stated == (bool(listed) and {one.kind for one in listed} == {"attestation"}), key
        named = [(one.record, one.on, one.repeats, one.holds) for one in told.latest]
        assert named == [((o.kind, o.ref), o.on.toordinal(), o.repeats, o.outcome) for o in listed[-most:]], key
        seen += len(listed)
    assert seen or not made.rows.get("activity")


def test_records_of_two_windows_are_told_once_and_repeat_only_where_they_add_to_none():
    first, again, other = (a_fact(n, "2026-05-04", identity=who) for n, who in ((1, "x"), (2, "x"), (3, "y")))
    earlier = a_fact(4, "2025-05-04", said=UNPLANNED)
    told = listing_of_windows([Window([first, again, other], None), Window([earlier, again], "planned")], 3)

    assert told == listing_of(
        [
            Counted(first.record, first.on),
            Counted(again.record, again.on, repeats=False, holds=True),
            Counted(other.record, other.on),
            Counted(earlier.record, earlier.on, holds=False),
        ],
        3,
    )
    assert (told.total, told.repeats, len(told.latest)) == (4, 0, 3)


def test_a_record_that_is_two_facts_must_be_looked_at_line_by_line():
    one, two = a_fact(1, "2026-05-04"), a_fact(1, "2026-05-05")

    assert listing_of_windows([Window([one, two], None)], 3) is None
    assert listing_of_windows([Window([one], None), Window([two], None)], 3) is None
