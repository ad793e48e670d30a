"""When a partnership counts, and when it has what the coverage rules ask for."""

import pytest

from models.continuum.evidence.evidence import evidence_from_rows
from models.continuum.judging.practices import Practices
from models.continuum.rulebook.rules.base import Asking
from models.continuum.rulebook.rules.coverage import Coverage
from seed.catalogue import load_catalogue
from tests.models.continuum.rows import activity, day, row

TODAY = "2026-06-30"
LANGUAGE = load_catalogue("2026.1").language


def partnership(ref="p1", partner="P01", started="2025-07-01", **fields):
    return {"ref": ref, "partner": partner, "started_on": day(started), "confirmed_on": (day("2026-05-20"),), **fields}


def evidence(*partnerships, **rows):
    return evidence_from_rows({"partnership": list(partnerships), **rows}, LANGUAGE)


def days_of(fields=None, **rows):
    return evidence(partnership(**(fields or {})), **rows).partnerships["p1"]


def has(name, on=TODAY, fields=None, **rows):
    return day(on).toordinal() in days_of(fields, **rows).has[name]


def active(on, **fields):
    rows = {name: fields.pop(name) for name in ("agreement",) if name in fields}
    return day(on).toordinal() in days_of(fields, **rows).active


def test_a_partnership_is_active_from_its_start_to_its_end():
    assert not active("2025-06-30")
    assert active("2025-07-01")
    assert active("2026-05-31", ended_on=day("2026-06-01"))
    assert not active("2026-06-01", ended_on=day("2026-06-01"))


def test_a_partnership_is_active_in_two_stages_only():
    line = ((day("2025-07-01"), "exploring"), (day("2025-09-10"), "active"), (day("2026-02-01"), "paused"))

    assert [active(on, stage=line) for on in ("2025-09-09", "2025-09-10", "2026-01-31", "2026-02-01")] == [
        False,
        True,
        True,
        False,
    ]


def test_a_partnership_that_nobody_confirmed_for_eighteen_months_is_out():
    assert active("2027-11-19")
    assert not active("2027-11-20")
    assert not active("2027-01-01", confirmed_on=())


def test_an_agreement_that_ended_takes_its_partnership_out_on_the_thirty_first_day_until_it_is_renewed():
    ended = {"ref": "a1", "partnership": "p1", "kind": "mou", "submitted_on": day("2025-07-01")}
    ended["ends_on"] = day("2025-12-31")
    renewed = {**ended, "ref": "a2", "submitted_on": day("2026-03-01"), "ends_on": day("2026-12-31")}

    assert active("2026-01-30", agreement=[ended])
    assert not active("2026-01-31", agreement=[ended])
    assert not active("2026-02-28", agreement=[ended, renewed])
    assert active("2026-03-01", agreement=[ended, renewed])
    assert active(TODAY, agreement=[{**ended, "kind": "internship"}])


@pytest.mark.parametrize("name", ["short_goals", "long_goals", "outcomes", "roles", "accountability", "guidelines"])
def test_a_term_holds_from_the_day_it_was_written_to_the_day_it_was_emptied(name):
    line = ((day("2025-10-01"), "agreed"), (day("2026-03-01"), None))
    held = [has(name, on, {name: line}) for on in ("2025-09-30", "2025-10-01", "2026-02-28", "2026-03-01")]

    assert held == [False, True, True, False]


def test_terms_without_a_day_of_their_own_hold_from_the_day_of_writing():
    fields = {"roles": "who does what", "written_on": day("2026-01-15")}

    assert (has("roles", "2026-01-14", fields), has("roles", "2026-01-15", fields)) == (False, True)


def test_a_partnership_is_linked_to_a_need_that_is_critical_and_sourced():
    need = {"ref": "n1", "text": "saws", "stated_on": day("2025-08-01"), "critical": True, "data": ("survey",)}
    match = row("2026-01-12", partner="P01", need="n1")

    assert has("need_linked", fields={"needs": ("n1",)}, need=[need])
    assert has("need_linked", need=[need], match=[match])
    assert not has("need_linked", need=[need])
    assert not has("need_linked", need=[need], match=[{**match, "partner": "P02"}])
    assert not has("need_linked", fields={"needs": ("n1",)}, need=[{**need, "critical": False}])
    assert not has("need_linked", fields={"needs": ("n1",)}, need=[{**need, "data": ()}])


def test_a_proposal_is_an_agreement_of_whatever_kind_once_submitted():
    agreement = {"ref": "a1", "partnership": "p1", "kind": "internship", "submitted_on": day("2026-02-01")}

    assert [has("proposal", on, agreement=[agreement]) for on in ("2026-01-31", "2026-02-01")] == [False, True]


def test_both_sides_are_trained_together_or_apart():
    school = row("2025-10-07", topic=("role",), roles=("leaders",), partner="P01")
    partner = row("2026-02-07", topic=("role",), roles=("alliances",), partner="P01")

    assert not has("trained", training=[school])
    assert has("trained", training=[school, partner])
    assert not has("trained", "2026-02-06", training=[school, partner])
    assert not has("trained", training=[school, {**partner, "topic": ("stem",)}])
    assert not has("trained", "2027-10-07", training=[school, partner])


def test_a_point_person_is_gone_when_the_time_line_says_so():
    line = ((day("2025-07-01"), "A. Reed"), (day("2026-04-01"), None))

    assert has("point_person", "2026-03-31", {"point_person": line})
    assert not has("point_person", "2026-04-01", {"point_person": line})


def test_a_curricular_outcome_is_a_goal_with_its_results():
    assert has("curricular_outcome", fields={"curricular_goal": "ratios", "outcomes": "better"})
    assert not has("curricular_outcome", fields={"curricular_goal": "ratios"})


def evaluation(on, **fields):
    return row(on, partnership="p1", side="school", **fields)


def test_an_evaluation_counts_twelve_months_and_sixty_days():
    said = evaluation("2025-09-01", strengths="keen", weaknesses="few")

    assert has("eval_sw", "2026-10-30", evaluation=[said])
    assert not has("eval_sw", "2026-10-31", evaluation=[said])
    assert not has("eval_sw", evaluation=[{**said, "weaknesses": ""}])


def test_a_wellbeing_that_is_nobodys_aim_is_judged_only_where_somebody_has_it():
    mine, other = evaluation("2026-04-01", physical="not_an_aim"), row("2026-04-01", partnership="p2", side="school")

    assert not has("eval_physical", evaluation=[mine])
    assert has("eval_physical", evaluation=[mine, {**other, "physical": "negative"}])
    assert has("eval_physical", evaluation=[{**mine, "physical": "none"}])


def test_two_years_of_evaluation_are_six_to_eighteen_months_apart_and_the_later_names_an_action():
    later = evaluation("2026-05-01", actions_open="meet more")

    def two_years(first, last=later):
        return has("eval_two_years", evaluation=[evaluation(first), last], fields={"started": "2023-07-01"})

    assert two_years("2025-11-01")
    assert two_years("2024-11-01")
    assert not two_years("2025-11-02")
    assert not two_years("2024-10-31")
    assert not two_years("2025-05-01", evaluation("2026-05-01"))


def test_monitoring_needs_accountability_goal_alignment_and_a_weakness_or_an_action():
    fields = {"accountability": "yearly report"}
    checked = evaluation("2026-05-01", goal_alignment="good", weaknesses="few")

    assert has("monitored", fields=fields, evaluation=[checked])
    assert has("monitored", fields=fields, evaluation=[{**checked, "weaknesses": "", "actions_done": "met"}])
    assert not has("monitored", fields=fields, evaluation=[{**checked, "weaknesses": ""}])
    assert not has("monitored", evaluation=[checked])


def promise(ref, agreed_on, **fields):
    plain = {"ref": ref, "partnership": "p1", "agreed_on": day(agreed_on), "due_on": day("2026-09-01")}
    return {**plain, "allocated_to": "lab", "confirmed_by": "both", **fields}


def test_a_resource_plan_is_such_an_agreement_or_two_promises_confirmed_by_both():
    plan = {"ref": "a1", "partnership": "p1", "kind": "resource_plan", "submitted_on": day("2026-02-01")}
    two = [promise("c1", "2025-12-01"), promise("c2", "2026-01-15")]

    assert has("resource_plan", agreement=[plan])
    assert not has("resource_plan", agreement=[{**plan, "kind": "mou"}])
    assert [has("resource_plan", on, commitment=two) for on in ("2026-01-14", "2026-01-15")] == [False, True]
    assert not has("resource_plan", commitment=[two[0], {**two[1], "confirmed_by": "school"}])
    assert not has("resource_plan", commitment=[two[0], {**two[1], "allocated_to": None}])
    assert not has("resource_plan", commitment=[two[0], {**two[1], "due_on": None}])


def test_a_plan_names_outcomes_and_a_workforce_need():
    plan = {"ref": "a1", "partnership": "p1", "kind": "resource_plan", "submitted_on": day("2026-02-01")}

    assert not has("plan_outcomes", agreement=[plan]) and not has("plan_workforce", agreement=[plan])
    assert has("plan_outcomes", agreement=[{**plan, "expected_outcome": "more welders"}])
    assert has("plan_workforce", agreement=[{**plan, "serves_workforce": True}])


def test_both_benefit_when_one_act_served_students_and_one_a_workforce_need():
    lesson = activity("2026-02-01", partner="P01", student_facing=True)
    gift = row("2026-03-01", partner="P01", way=("funding",), serves_workforce=True)

    assert has("both_benefits", activity=[lesson], contribution=[gift])
    assert not has("both_benefits", activity=[lesson])
    assert not has("both_benefits", activity=[lesson], contribution=[{**gift, "partner": "P02"}])
    assert not has("both_benefits", "2027-02-01", activity=[lesson], contribution=[gift])


def covered(*partnerships, on=TODAY, predicate="short_goals", of="active", share=0.75, at_least=2, **rows):
    rule, asked = Coverage(predicate, of, share, at_least), day(on).toordinal()
    school = evidence(*partnerships, **rows)
    found = school.coverage(predicate, of)
    counts = tuple(one.at(asked) for one in (found.have, found.asked, found.in_force))
    at = Asking(school, "", "", Practices(load_catalogue("2026.1"), school))
    return counts, round(rule.share(at, asked), 2)


def test_coverage_is_the_part_of_the_active_partnerships_that_has_something():
    some = [partnership(f"p{n}", f"P0{n}", short_goals="more welders" if n < 3 else None) for n in range(1, 5)]

    assert covered(*some) == ((2, 4, 4), round(0.5 / 0.75, 2))


def test_a_partnership_younger_than_sixty_days_is_asked_only_where_there_is_no_other():
    old = partnership(short_goals="more welders")
    young = partnership("p2", "P02", started="2026-05-02")

    assert covered(old, young)[0] == (1, 1, 2)
    assert covered(old, {**young, "started_on": day("2026-05-01")})[0] == (1, 2, 2)
    assert covered({**young, "short_goals": "more welders"}) == ((1, 1, 1), 1)


def test_evaluations_are_asked_of_partnerships_of_six_months():
    young = partnership("p2", "P02", started="2026-01-01")

    assert covered(partnership(), young, predicate="eval_sw")[0][1] == 1
    assert covered(partnership(), {**young, "started_on": day("2025-12-30")}, predicate="eval_sw")[0][1] == 2


def test_one_exemplary_partnership_suffices_and_one_of_two_that_lapsed_does_not():
    good = partnership(short_goals="more welders")
    lapsed = partnership("p2", "P02", short_goals="more welders", ended_on=day("2026-01-01"))

    assert covered(good)[1] == 1
    assert covered(good, lapsed)[1] == 0.5
    assert covered(good, {**lapsed, "ended_on": day("2025-07-01"), "started_on": day("2024-07-01")})[1] == 1


def test_three_living_partnerships_are_three_however_few_there_were():
    assert covered(partnership(), predicate="valid", share=None, at_least=3)[1] == 0.33


def test_coverage_is_of_its_own_set():
    led = partnership(led_by_teachers=True, short_goals="more welders", started="2024-07-01")
    other = partnership("p2", "P02")

    assert covered(led, other, of="led_by_teachers")[0] == (1, 1, 1)
    assert covered(led, other, of="long_standing")[0] == (1, 1, 1)


def test_a_school_without_partnerships_covers_nothing():
    assert covered() == ((0, 0, 0), 0)
