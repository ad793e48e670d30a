"""What an activity that is not saved yet would count toward, and which word would decide."""

from models.continuum.judging.hints import deciding_fields, explain_unmatched, hint, proposed_indicators
from seed.catalogue import load_catalogue
from tests.models.continuum.rows import activity, day, logging_since, school

TODAY = day("2026-06-30")
SINCE_LONG = logging_since("2020-07-01")


def lines(new, *saved, **rows):
    continuum = school({"activity": list(saved), **SINCE_LONG, **rows})
    return {line.practice: line for line in hint(continuum, new, TODAY)}


def fields(new, *saved):
    return {one.field: one for one in deciding_fields(school({"activity": list(saved), **SINCE_LONG}), new, TODAY)}


def test_a_hint_gives_the_numbers_with_the_activity_added():
    saved = [activity(f"2026-0{month}-12", "advocacy", "teachers", channel="festival") for month in (1, 4)]
    line = lines(activity("2026-06-20", "advocacy", "teachers", channel="festival"), *saved)["EC3.T1.FI.1"]

    assert [(count.what, count.have, count.need) for count in line.counts] == [("records", 3, 4), ("quarters", 2, 3)]
    assert (line.was_met, line.now_met, line.adds_nothing, line.more) == (False, False, False, 1)
    assert line.to_go == "1 more act of advocacy by teachers, between July and September or between October and December"


def test_a_hint_says_when_the_activity_completes_a_practice():
    night = activity("2026-06-20", "communication", "teachers", channel="info_night", audience="families")
    line = lines(night)["EC3.T1.PR.1"]

    assert (line.was_met, line.now_met, line.to_go) == (False, True, "")


def test_a_day_that_counts_already_adds_nothing_unless_it_reaches_somebody_new():
    saved = activity(
        "2026-06-20", "communication", "leaders", channel="newsletter", topic="partnership", audience="staff"
    )
    again = {**saved, "ref": "new"}

    assert lines(again, saved)["EC2.L1.RE.9"].adds_nothing
    assert not lines({**again, "audience": ("business",)}, saved)["EC2.L1.RE.9"].adds_nothing
    assert not lines({**again, "occurred_on": day("2026-06-21")}, saved)["EC2.L1.RE.9"].adds_nothing


def test_the_level_in_work_comes_first():
    told = activity("2026-06-01", "communication", "teachers", audience="students families", beyond_class=False)
    night = activity("2026-06-20", "communication", "teachers", channel="info_night", audience="pta")
    continuum = school({"activity": [told], **SINCE_LONG})
    found = [line for line in hint(continuum, night, TODAY) if line.indicator == "EC3.Teachers1"]

    assert {line.practice for line in found if line.is_next} == {"EC3.T1.PR.1", "EC3.T1.PR.2", "EC3.T1.PR.4"}
    assert [line.is_next for line in found] == sorted((line.is_next for line in found), reverse=True)


def test_what_was_done_too_long_ago_or_lies_ahead_counts_toward_nothing_today():
    night = activity("2026-06-20", "communication", "teachers", channel="info_night", audience="families")

    assert lines({**night, "occurred_on": day("2024-01-01")}) == {}
    assert lines({**night, "occurred_on": day("2026-07-01")}) == {}


def test_an_indicator_that_was_taken_away_is_not_hinted_at():
    night = activity(
        "2026-06-20", "communication", "teachers", channel="info_night", audience="families", not_for="EC3.Teachers1"
    )

    assert "EC3.Teachers1" not in {line.indicator for line in lines(night).values()}


def test_one_unsaid_field_that_decides_is_named():
    told = activity("2026-06-01", "communication", "teachers", audience="students families")
    new = activity("2026-06-20", "communication", "teachers", audience="families")

    assert fields(new, told)["beyond_class"].ask == "say whether it went beyond your class"
    assert fields(new, told)["beyond_class"].practice == "EC3.T1.PR.4"
    assert "beyond_class" not in fields({**new, "beyond_class": False}, told)


def test_the_partner_is_asked_for_where_it_decides():
    assert fields(activity("2026-06-20", "partnership", "students", way="project"))["partner"].ask == "name the partner"


def test_nothing_is_asked_for_what_is_met_already():
    night = activity("2026-06-01", "communication", "teachers", channel="info_night", audience="pta families students")

    assert "beyond_class" not in fields(activity("2026-06-20", "communication", "teachers", audience="families"), night)


def test_indicators_are_proposed_from_the_fields_in_the_order_of_the_map():
    catalogue = load_catalogue()
    lesson = activity("2026-06-20", "partnership", "teachers", partner="P1", purpose="lesson_delivery")
    post = activity("2026-06-20", "communication", "leaders", channel="social_media", topic="events")

    assert proposed_indicators(lesson, catalogue) == ("EC2.Teachers1",)
    assert proposed_indicators(post, catalogue) == ("EC3.Leaders1",)
    assert proposed_indicators({**post, "not_for": ("EC3.Leaders1",)}, catalogue) == ("EC3.Leaders1",)


def test_an_act_of_an_alliance_is_proposed_for_its_indicator():
    spoke = activity("2026-06-20", "advocacy", "alliances", audience="state_gov")

    assert "EC3.Strategic Alliances1" in proposed_indicators(spoke, load_catalogue())


def test_an_indicator_added_by_hand_says_which_field_would_make_it_count():
    catalogue = load_catalogue()
    talk = activity("2026-06-20", "partnership", "leaders", partner="P1")

    told = explain_unmatched(talk, "EC2.Leaders1", catalogue)
    assert told.startswith("Kept as supporting evidence.")
    assert "say" in told
    assert explain_unmatched({**talk, "purpose": "outreach"}, "EC2.Leaders1", catalogue) == ""
    assert "No kind of activity" in explain_unmatched(talk, "EC1.Leaders1", catalogue)


def test_a_hint_comes_true_when_the_activity_is_saved():
    saved = [activity(f"2026-0{month}-12", "advocacy", "teachers", channel="festival") for month in (1, 4)]
    new = activity("2025-10-20", "advocacy", "teachers", channel="letter_legislator", audience="state_gov")
    after = school({"activity": [*saved, new], **SINCE_LONG}).on(TODAY)

    for line in lines(new, *saved).values():
        assert (after.indicators[line.indicator].practices[line.practice].share == 1) is line.now_met, line.practice
