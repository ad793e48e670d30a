"""How far each kind of rule is fulfilled, and what a practice's status says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import evidence_from_rows
from models.continuum.evidence.tallies import Condition
from models.continuum.judging.practices import Practices
from models.continuum.rulebook.rules.attested import Attested
from models.continuum.rulebook.rules.base import Asking
from models.continuum.rulebook.rules.people import HandOvers, NoChange
from models.continuum.rulebook.rules.records import Records
from models.continuum.rulebook.rules.standing import Standing
from seed.catalogue import load_catalogue
from tests.models.continuum.rows import activity, day, logging_since, row, school

TODAY = day("2026-06-30")
SINCE_LONG = logging_since("2020-07-01")
FIRST = load_catalogue("2026.1")
NOTE = "Seen and agreed by the leadership team in its May meeting."


def share(rule, on="2026-06-30", *, hopeful=False, since="2020-07-01", **rows):
    evidence = evidence_from_rows({**logging_since(since), **rows}, FIRST.language)
    at = Asking(evidence, "EC3.L1.GS.1", "EC3.Leaders1", Practices(FIRST, evidence))
    return round((rule.hoped(at) if hopeful else rule.steps(at)).at(day(on).toordinal()), 2)


def records(kind="activity", where=(), window_months=12, grace_months=0, share=None, **needs):
    conditions = tuple(Condition(name, True if values is True else frozenset(values)) for name, values in where)
    return Records(kind, conditions, tuple(needs.items()), window_months, share, grace_months)


def test_a_count_is_as_far_as_its_weakest_number():
    talks = [activity(on, channel="meeting") for on in ("2025-09-01", "2025-09-15", "2026-01-15")]
    rule = records(records=4, months=2, quarters=4)

    assert share(rule, activity=talks) == 0.5
    assert share(records(records=4, months=2), activity=talks) == 0.75
    assert share(rule) == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [("partners", 3), ("stakeholder_groups", 2), ("channels", 2), ("topics", 2), ("roles", 3), ("forms", 2)],
)
def test_spread_is_counted_over_all_records(name, expected):
    talks = [
        activity("2026-01-01", by="leaders", partner="P1 P2", audience="pta", channel="phone", topic="events research"),
        activity("2026-01-01", by="teachers", roles="families", partner="P3", audience="families staff", way="project"),
        activity("2026-01-02", by="teachers", channel="email", topic="events", way="tutoring", audience="media"),
    ]

    assert share(records(records=1, **{name: expected}), activity=talks) == 1
    assert share(records(records=1, **{name: 8}), activity=talks) == round(expected / 8, 2)


def test_topics_count_only_where_the_rule_asks_for_them():
    talk = activity("2026-01-01", topic="stem_purpose events research")
    rule = records(where=[("topic", ("stem_purpose", "stem_practice"))], records=1, topics=2)

    assert share(rule, activity=[talk]) == 0.5


def test_a_window_forgets_on_the_same_day_a_year_later_and_grace_gives_sixty_days():
    talk = [activity("2025-06-30")]

    assert share(records(records=1), "2026-06-29", activity=talk) == 1
    assert share(records(records=1), "2026-06-30", activity=talk) == 0
    assert share(records(records=1, grace_months=2), "2026-08-28", activity=talk) == 1
    assert share(records(records=1, grace_months=2), "2026-08-29", activity=talk) == 0


def test_a_share_is_the_part_of_the_matching_records_and_none_of_none():
    rule = records("contribution", records=1, share=("allocated", 0.75))
    gifts = [row(f"2026-01-0{n}", partner="P1", allocated_to="lab" if n < 3 else None) for n in range(1, 5)]

    assert share(rule, contribution=gifts) == round(0.5 / 0.75, 2)
    assert share(rule) == 0


def test_groups_that_are_not_present_here_are_not_asked_for():
    audience = "students families staff providers nonprofit higher_ed"
    absent = [
        {"ref": name, "what": name, "from_on": day("2024-07-01"), "until_on": None, "note": "none in town"}
        for name in ("industry", "business", "community_org")
    ]
    rule = records(records=1, stakeholder_groups=7)
    talk = [activity("2026-01-01", audience=audience)]

    assert share(rule, activity=talk) == round(6 / 7, 2)
    assert share(rule, activity=talk, exemption=absent[:2]) == round(6 / 7, 2)
    assert share(rule, activity=talk, exemption=absent) == 1


def test_one_review_never_proves_two_years():
    def reviewed(*days):
        rows = [row(on, partnership="p1", side="school", teachers=True, actions_open="mend") for on in days]
        answer = school({"evaluation": rows, **SINCE_LONG})
        return round(answer.share("EC2.T1.SU.6", TODAY.toordinal()), 2)

    assert reviewed("2026-05-20", "2025-05-20") == 1
    assert reviewed("2026-05-20") == 0
    # The only review of May last year serves the present year in its days of grace, and then no other year.
    assert reviewed("2025-05-20") == 0
    assert reviewed("2025-05-20", "2024-06-10") == 1
    # At its own far end the year before keeps its grace.
    assert reviewed("2026-05-20", "2024-05-10") == 1
    assert reviewed("2026-05-20", "2024-04-20") == 0


def test_what_stands_has_to_be_confirmed_within_eighteen_months():
    rule = Standing("process", (), (("records", 1),), 12, 18)
    process = {"ref": "d", "name": "Dialogue", "adopted_on": day("2024-09-10"), "norms": ("pausing",)}

    assert share(rule, "2024-09-09", process=[process]) == 0
    assert share(rule, "2026-03-09", process=[process]) == 1
    assert share(rule, "2026-03-10", process=[process]) == 0
    assert share(rule, "2026-03-10", process=[{**process, "confirmed_on": (day("2025-10-01"),)}]) == 1
    assert share(rule, "2026-01-01", process=[{**process, "ended_on": day("2026-01-01")}]) == 0


def test_four_of_the_seven_norms_make_a_process_and_the_eighth_is_not_counted():
    rule = Standing("process", (Condition("norms4", True),), (("records", 1),), 12, 18)
    process = {"ref": "d", "name": "Dialogue", "adopted_on": day("2026-01-10"), "confirmed_on": ()}

    assert share(rule, process=[{**process, "norms": ("pausing", "data", "ideas", "probing")}]) == 1
    assert share(rule, process=[{**process, "norms": ("pausing", "data", "ideas", "intentions")}]) == 0
    assert share(rule, process=[{**process, "norms": ("pausing", "data", "ideas", "one voice at a time")}]) == 1


def statement(on, *, in_place=True, note=NOTE, file=None, practice="EC3.L1.GS.1"):
    return row(on, practice=practice, in_place=in_place, note=note, file=file)


def test_a_statement_needs_a_note_of_forty_characters_or_a_file():
    note, file = Attested("note", 12), Attested("file", 24)

    assert share(note, attestation=[statement("2026-01-01")]) == 1
    assert share(note, attestation=[statement("2026-01-01", note="it is")]) == 0
    assert share(note, attestation=[statement("2026-01-01", note=None, file="minutes.pdf")]) == 1
    assert share(file, attestation=[statement("2026-01-01")]) == 0
    assert share(file, attestation=[statement("2026-01-01", file="minutes.pdf")]) == 1


def test_the_latest_statement_counts_while_it_is_valid():
    said = [statement("2025-07-01"), statement("2026-02-01", in_place=False)]

    assert share(Attested("note", 12), "2026-01-31", attestation=said) == 1
    assert share(Attested("note", 12), "2026-02-01", attestation=said) == 0
    assert share(Attested("note", 12), "2026-06-30", attestation=said[:1]) == 1
    assert share(Attested("note", 12), "2026-07-01", attestation=said[:1]) == 0


def change(on, done=None, what="partner_staff"):
    return row(on, what=what, done_on=day(done) if done else None)


def test_a_hand_over_enters_when_it_is_done_or_on_the_sixty_first_day_undone():
    rule = HandOvers("partner_staff", 0.9, 60, 24)

    assert share(rule, "2026-01-31", transition=[change("2026-01-01", "2026-02-01")]) == 0
    assert share(rule, "2026-02-01", transition=[change("2026-01-01", "2026-02-01")]) == 1
    assert share(rule, "2026-03-01", transition=[change("2026-01-01"), change("2025-09-01", "2025-09-20")]) == 1
    assert share(rule, "2026-03-03", transition=[change("2026-01-01"), change("2025-09-01", "2025-09-20")]) == 0.56
    assert share(rule, transition=[change("2026-01-01", "2026-01-20", what="staff")]) == 0
    assert share(replace(rule, what="any"), transition=[change("2026-01-01", "2026-01-20", what="staff")]) == 1


def test_no_change_is_unknown_until_logging_covers_its_window():
    rule = NoChange("any", 24)

    assert share(rule) == 1
    assert share(rule, since="2025-01-10") == 0
    assert share(rule, since="2025-01-10", hopeful=True) == 1
    assert share(rule, transition=[change("2026-01-01")]) == 0
    assert share(rule, transition=[change("2026-05-01")]) == 1


def test_a_window_that_begins_before_logging_is_unknown_with_its_grace():
    rule = records(records=1, grace_months=2)

    assert share(rule, since="2025-05-03", hopeful=True) == 1
    assert share(rule, since="2025-05-02", hopeful=True) == 0


def practice(key, on=TODAY, **rows):
    continuum = school({**SINCE_LONG, **rows})
    return continuum.indicator(continuum.rules_on(on.toordinal()).practices[key].indicator, on).practices[key]


def test_an_objection_outweighs_every_record_for_a_year_and_is_not_held():
    talks = [activity("2026-01-01", "communication", "leaders", channel="phone", topic="stem_purpose")]
    objection = [statement("2026-02-01", in_place=False)]
    answer = practice("EC3.L1.GS.1", activity=talks, attestation=objection)

    assert (answer.status, answer.share) == ("objected", 0)
    assert "not in place" in answer.missing
    assert practice("EC3.L1.GS.1", day("2027-02-01"), activity=talks, attestation=objection).status == "met"
    assert practice("EC3.L1.GS.1", day("2026-01-31"), activity=talks, attestation=objection).status == "met"


def test_a_practice_marked_as_not_applicable_leaves_the_count_from_that_day_to_its_last():
    marked = [{"ref": "x", "what": "EC3.T1.GS.1", "from_on": day("2026-01-01"), "until_on": day("2026-06-01")}]
    days = [day(on) for on in ("2025-12-31", "2026-01-01", "2026-05-31", "2026-06-01")]

    assert [practice("EC3.T1.GS.1", on, exemption=marked).status for on in days] == [
        "not met",
        "not applicable",
        "not applicable",
        "not met",
    ]


def test_a_practice_met_at_the_end_of_one_of_the_twelve_months_before_is_held():
    asked = [activity("2025-01-12", "partnership", "students", way="project", partner="P1")]
    ends = day("2026-03-13")  # twelve months and sixty days on
    met, held, gone = (
        practice("EC2.S1.GS.1", on, activity=asked) for on in (ends - timedelta(1), ends, day("2027-03-01"))
    )

    assert (met.status, held.status, gone.status) == ("met", "held", "not met")
    assert practice("EC2.S1.GS.1", day("2027-02-28"), activity=asked).status == "held"


def test_held_parts_say_since_when_and_until_when():
    told = [
        activity("2025-05-12", "communication", "teachers", audience="students families"),
    ]
    answer = school({"activity": told, **SINCE_LONG}).indicator("EC3.Teachers1", day("2026-08-01"))

    assert (answer.supported, answer.held_since, answer.held_until) == (1, day("2026-07-11"), day("2027-07-01"))
    assert set(answer.gaps) == {"EC3.T1.GS.1", "EC3.T1.GS.2"}


def test_a_record_taken_out_of_an_indicator_counts_in_others_only():
    talk = activity("2026-01-01", "partnership", "teachers", channel="info_night", audience="families")
    kept_out = {**talk, "not_for": ("EC3.Teachers1",)}

    assert practice("EC3.T1.PR.1", activity=[talk]).status == "met"
    assert practice("EC3.T1.PR.1", activity=[kept_out]).status == "not met"
    asked = activity("2026-01-01", "partnership", "teachers", purpose="resource_request", not_for="EC3.Teachers1")
    assert practice("EC2.T1.GS.1", activity=[asked]).status == "met"


def test_a_past_day_is_judged_by_the_rules_in_force_on_it():
    old = FIRST
    eased = records(kind="activity", where=[("by", ("teachers",))], records=1)
    strict = replace(eased, needs=(("records", 9),))
    books = [
        replace(
            old,
            version=version,
            in_force_from=day(since),
            practices={**old.practices, "EC3.T1.GS.1": replace(old.practices["EC3.T1.GS.1"], rule=rule)},
        )
        for version, since, rule in (("strict", "2026-04-01", strict), ("eased", "2000-01-01", eased))
    ]
    told = {"activity": [activity("2026-01-12")], **SINCE_LONG}
    continuum = Continuum(evidence_from_rows(told, old.language), books)

    before, after = (continuum.on(day(on)) for on in ("2026-03-31", "2026-04-01"))
    assert (before.rules, after.rules) == ("eased", "strict")
    shares = [one.indicators["EC3.Teachers1"].practices["EC3.T1.GS.1"].share for one in (before, after)]
    assert shares == [1, pytest.approx(1 / 9)]
    assert continuum.holds_until("EC3.T1.GS.1", day("2026-03-31")) == day("2026-04-01")


def test_lapses_tell_when_a_practice_stops_and_which_records_leave():
    told = activity("2025-06-12", "communication", "teachers", audience="students families")
    continuum = school({"activity": [told], **SINCE_LONG})
    lapses = continuum.lapses("EC3.Teachers1", TODAY)

    assert [(lapse.on, lapse.key) for lapse in lapses] == [
        (day("2026-08-11"), "EC3.T1.GS.1"),
        (day("2026-08-11"), "EC3.T1.GS.2"),
    ]
    assert {record for lapse in lapses for record in lapse.records} == {("activity", told["ref"])}
    assert continuum.lapses("EC3.Teachers1", day("2026-05-01")) == ()


def test_a_fall_is_announced_only_when_it_stands_for_fourteen_days():
    gifts = [row(on, partner=partner, way=("funding",)) for on, partner in (("2025-09-12", "P1"), ("2025-11-12", "P1"))]
    said = [
        activity("2026-06-12", "communication", "alliances", topic="workforce_needs funding_sources", audience="staff")
    ]
    rows = {"contribution": gifts, "activity": said, **SINCE_LONG}
    alone = school(rows)
    soon = school({**rows, "contribution": [*gifts, row("2026-09-20", partner="P1", way=("funding",))]})
    late = school({**rows, "contribution": [*gifts, row("2026-09-30", partner="P1", way=("funding",))]})

    assert [(fall.on, fall.before, fall.after) for fall in alone.falls("EC3.Strategic Alliances1", TODAY)] == [
        (day("2026-09-12"), 3, 2)
    ]
    assert soon.falls("EC3.Strategic Alliances1", TODAY) == ()
    assert len(late.falls("EC3.Strategic Alliances1", TODAY)) == 1


def test_the_best_alternative_is_shown_with_what_it_needs():
    orgs = [{"ref": "o1", "name": "P1", "category": "business", "stage": "prospect", "added_on": day("2026-01-05")}]
    answer = practice("EC2.L1.GS.1", org=orgs)

    assert (answer.share, answer.alternative) == (0.5, 0)
    assert [(count.what, count.have, count.need) for count in answer.counts] == [("records", 1, 2)]
    assert answer.missing == "1 more partner organization that is not paused, ended or declined"


def test_a_statement_and_the_log_are_told_apart():
    talks = [activity("2026-01-01", "communication", "leaders", channel="phone", topic="stem_purpose")]

    assert practice("EC3.L1.GS.1", attestation=[statement("2026-01-01")]).attested
    assert not practice("EC3.L1.GS.1", activity=talks).attested


def test_a_record_that_repeats_a_day_is_listed_and_adds_nothing_to_the_number():
    twice = [activity("2026-01-12", "advocacy", "teachers", channel="festival") for _ in range(2)]
    continuum = school({"activity": twice, **SINCE_LONG})

    assert [record.repeats for record in continuum.records("EC3.T1.FI.1", TODAY)] == [False, True]
    assert [record.spare for record in continuum.weighed_records("EC3.T1.FI.1", TODAY)] == [True, True]
    assert [record.surplus for record in continuum.weighed_records("EC3.T1.FI.1", TODAY)] == [True, False]


def test_of_two_sides_neither_can_be_left_out():
    sides = [row("2026-05-01", partnership=f"p{n}", side=side) for n in (1, 2) for side in ("school", "partner")]
    partnerships = [{"ref": f"p{n}", "partner": f"P0{n}", "started_on": day("2024-07-01")} for n in (1, 2)]
    joint = [{**one, "asks_students": True, "asks_workforce": True} for one in sides]
    continuum = school({"evaluation": joint, "partnership": partnerships, **SINCE_LONG})

    assert practice("EC2.SA1.SU.3", evaluation=joint, partnership=partnerships).status == "met"
    assert [record.spare for record in continuum.weighed_records("EC2.SA1.SU.3", TODAY)] == [False] * 4


def test_an_activity_tells_which_practices_it_serves_and_in_which_months_records_fall():
    told = [activity(on, "communication", "teachers", audience="families") for on in ("2026-01-12", "2026-03-12")]
    continuum = school({"activity": told, **SINCE_LONG})
    serving = {one.key: surplus for one, surplus in continuum.serving("activity", told[0]["ref"], TODAY)}

    assert (serving["EC3.T1.GS.2"], serving["EC3.T1.FI.2"]) == (True, False)
    assert "EC3.T1.GS.1" not in serving
    months = continuum.listing("EC3.T1.FI.2", TODAY, most=1).months
    assert sorted(number - 2026 * 12 + 1 for number in months) == [1, 3]


def test_an_advisory_practice_is_shown_and_in_no_count():
    continuum = school(SINCE_LONG)
    answer = continuum.indicator("EC3.Leaders1", TODAY)

    assert "EC3.L1.RE.2" in answer.practices
    assert "EC3.L1.RE.2" not in {unit.key for unit in answer.level(3).units}


def test_a_school_that_logged_nothing_has_no_level_and_it_is_too_early_to_say():
    continuum = school({})
    answer = continuum.indicator("EC3.Teachers1", TODAY)

    assert (answer.supported, answer.next_level, answer.progress, answer.too_early) == (0, 1, 0, True)


def test_without_rules_nobody_is_judged():
    with pytest.raises(ValueError, match="rules"):
        Continuum(evidence_from_rows({}, FIRST.language), [])
