"""A value that no code knows follows by its marks alone: in every vocabulary, through facts and rules."""

from __future__ import annotations

import copy

import pytest

from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import evidence_from_rows
from models.continuum.judging.practices import Practices
from models.continuum.rulebook.reader import parse_catalogue
from models.continuum.rulebook.rules.base import Asking
from models.continuum.rulebook.rules.parse import parse_rule
from seed.catalogue import catalogue_data
from tests.models.continuum.rows import activity, day, logging_since, row

ON = "2026-03-12"
TODAY = day("2026-06-30")
SINCE_LONG = logging_since("2020-07-01")


def rules_with(vocabulary, **marks):
    """Read the second version with one value more."""
    data = copy.deepcopy(catalogue_data())
    data["vocabularies"][vocabulary].append({"code": "made_up", "label": "Made up", **marks})
    return parse_catalogue(data)


def evidence(rules, **rows):
    return evidence_from_rows({**SINCE_LONG, **rows}, rules.language)


def fact(rules, kind="activity", **rows):
    found = [one for one in evidence(rules, **rows).facts.get(kind, ()) if one.start <= TODAY.toordinal() < one.end]
    return found[0] if found else None


def of_activity(rules, **fields):
    return fact(rules, activity=[activity(ON, **fields)])


def fulfilled(rules, rule, **rows):
    """Say how far a rule of made-up data is fulfilled."""
    school = evidence(rules, **rows)
    return parse_rule(rule, rules.language).share(
        Asking(school, "EC3.L1.GS.1", "EC3.Leaders1", Practices(rules, school)), TODAY.toordinal()
    )


def asking(kind, **where):
    return {"records": kind, "where": where, "at_least": 1, "window_months": 12}


def test_a_channel():
    podcast = rules_with(
        "channel", two_way=True, formality="informal", reaches_community=True, beyond_class=True, outlet=True,
        student_facing=True,
    )  # fmt: skip
    told = of_activity(podcast, channel=("made_up",), audience="families")
    rows = {"activity": [activity(ON, channel=("made_up",), audience="families")]}

    assert told.values["formality"] == {"informal"}
    for mark in ("two_way", "reaches_community", "beyond_class", "student_facing"):
        assert told.values.get(mark) is True, mark
        assert mark not in of_activity(rules_with("channel"), channel=("made_up",), audience="families").values
    assert fulfilled(podcast, asking("activity", channel="@outlets"), **rows) == 1
    assert fulfilled(rules_with("channel"), asking("activity", channel="@outlets"), **rows) == 0


def test_a_channel_of_advocacy_and_one_of_alliances():
    assert of_activity(rules_with("channel", advocacy=True), channel=("made_up",)).values["kind"] == {"advocacy"}
    talk = rules_with("channel", by_alliances=True, gives_way="people", unsaid_topic="workforce_needs")
    said = activity(ON, "partnership", "teachers", channel=("made_up",), partner="P1")
    told = fact(talk, activity=[said])

    assert told.values["by"] == {"teachers", "alliances"}
    assert (told.values["way"], told.values["topic"]) == ({"people"}, {"workforce_needs"})
    assert fact(talk, "alliance_act", activity=[said]).values["way"] == {"people"}


def test_a_channel_by_which_students_share():
    show = rules_with("channel", students_share=True)
    told = of_activity(show, by="teachers", roles="students", channel=("made_up",))

    assert told.values["by"] == {"teachers", "students"}


def test_an_audience():
    board = rules_with(
        "audience", group="business", beyond_school=True, spoken_to=True, decision_maker=True, key_leader=True
    )
    said = activity(ON, "advocacy", "alliances", audience="made_up")
    told = fact(board, activity=[said])

    assert told.adds("stakeholder_groups") == {"business"}
    assert told.values["outside"] is True
    assert told.values["way"] == {"speaking"}
    for name in ("beyond_school", "decision_makers", "powers", "key_leaders"):
        assert fulfilled(board, asking("activity", audience=f"@{name}"), activity=[said]) == 1, name
        assert fulfilled(rules_with("audience"), asking("activity", audience=f"@{name}"), activity=[said]) == 0, name


def test_a_purpose():
    visit = rules_with("purpose", two_way=True, topic="mission_alignment", student_facing=True)
    told = of_activity(visit, kind="partnership", by="leaders", purpose=("made_up",), partner="P1")

    assert told.values["topic"] == {"mission_alignment"}
    assert told.values["two_way"] is True and told.values["student_facing"] is True
    assert "two_way" not in of_activity(visit, kind="partnership", by="leaders", purpose=("made_up",)).values


def test_a_topic_about_stem():
    said = {"activity": [activity(ON, topic="made_up")]}

    assert fulfilled(rules_with("topic", about_stem=True), asking("activity", topic="@about_stem"), **said) == 1
    assert fulfilled(rules_with("topic"), asking("activity", topic="@about_stem"), **said) == 0


def test_a_category():
    union = rules_with("category", group="industry", families_act=True)
    orgs = [{"ref": "o", "name": "P1", "category": "made_up", "added_on": day("2025-01-01")}]
    thanks = [row(ON, mode="public", partner="P1")]
    held = [activity(ON, "communication", "families", partner="P1")]

    assert fact(union, "recognition", recognition=thanks, org=orgs).adds("stakeholder_groups") == {"industry"}
    assert fact(union, activity=held, org=orgs).values["by"] == {"families", "alliances"}


def test_a_stage_in_force():
    partnership = {"ref": "p", "partner": "P1", "started_on": day("2025-07-01"), "confirmed_on": (day("2026-05-01"),)}
    partnership["stage"] = ((day("2025-07-01"), "made_up"),)
    active = [
        evidence(rules_with("stage", in_force=in_force), partnership=[partnership]).partnerships["p"].active
        for in_force in (True, False)
    ]

    assert [TODAY.toordinal() in one for one in active] == [True, False]


def test_a_way_of_alliances():
    lending = rules_with("way", of="alliances", given=True)
    lent = activity("2026-05-12", "partnership", "alliances", partner="P1", way="made_up")
    asked = row(ON, partner="P1", raised_by=("teachers",))

    assert fact(lending, "alliance_act", activity=[lent]).values["way"] == {"made_up"}
    assert fact(rules_with("way", of="students"), "alliance_act", activity=[lent]) is None
    assert fact(lending, "match", activity=[lent], match=[asked]).values.get("answered") is True
    keeping = rules_with("way", of="alliances")
    assert "answered" not in fact(keeping, "match", activity=[lent], match=[asked]).values


def test_an_ask_that_takes_another():
    data = copy.deepcopy(catalogue_data())
    data["vocabularies"]["ask"] += [
        {"code": "made_up", "label": "Made up", "takes": ["narrower"]},
        {"code": "narrower", "label": "Narrower"},
    ]
    rules = parse_catalogue(data)
    asked = {"activity": [activity(ON, "advocacy", "students", ask="narrower")]}

    assert fulfilled(rules, asking("activity", ask="made_up"), **asked) == 1
    assert fulfilled(rules_with("ask"), asking("activity", ask="made_up"), **asked) == 0


@pytest.mark.parametrize(("counted", "share"), [(True, 1), (False, 0)])
def test_a_norm(counted, share):
    rules = rules_with("norms", counted=counted)
    process = {
        "ref": "d",
        "name": "D",
        "adopted_on": day("2026-01-10"),
        "norms": ("pausing", "data", "ideas", "made_up"),
    }
    rule = {"standing": "process", "where": {"norms4": True}, "reconfirm_months": 12, "hard_stop_months": 18}

    assert fulfilled(rules, rule, process=[process]) == share


def test_a_type_of_contribution_says_its_way():
    gift = row(ON, partner="P1", type="made_up")
    rules = rules_with("contribution_type", way="funding")

    assert fact(rules, "contribution", contribution=[gift]).values["way"] == {"funding"}
    assert fact(rules, "alliance_act", contribution=[gift]).values["way"] == {"funding"}


def test_a_kind_of_agreement_that_ends_or_plans():
    partnership = {"ref": "p", "partner": "P1", "started_on": day("2025-07-01"), "confirmed_on": (day("2026-05-01"),)}
    paper = {"ref": "a", "partnership": "p", "kind": "made_up", "submitted_on": day("2025-07-01")}

    def read(**marks):
        rules, ended = rules_with("agreement_kind", **marks), {**paper, "ends_on": day("2025-12-31")}
        return evidence(rules, partnership=[partnership], agreement=[ended]).partnerships["p"]

    assert TODAY.toordinal() not in read(ends=True).active
    assert TODAY.toordinal() in read().active
    assert TODAY.toordinal() in read(plans=True).has["resource_plan"]
    assert TODAY.toordinal() not in read().has["resource_plan"]


def test_a_topic_of_training():
    both = row(ON, topic=("made_up",), roles=("leaders", "alliances"), partner="P1")
    partnership = {"ref": "p", "partner": "P1", "started_on": day("2025-07-01")}
    rules, plain = rules_with("training_topic", trains_roles=True, reaches_dialogue=True), rules_with("training_topic")

    assert fact(rules, "dialogue_reach", training=[both]).adds("roles") == {"leaders", "alliances"}
    assert fact(plain, "dialogue_reach", training=[both]) is None
    trained = [
        evidence(one, training=[both], partnership=[partnership]).partnerships["p"].has["trained"]
        for one in (rules, plain)
    ]
    assert [TODAY.toordinal() in one for one in trained] == [True, False]


def test_a_role_that_counts_as_another():
    used = activity(ON, by="teachers", roles="made_up", used_process=True)

    assert fact(rules_with("roles", counts_as="staff"), "dialogue_reach", activity=[used]).adds("roles") == {
        "teachers",
        "staff",
    }


def test_a_seat_of_the_team_stands_for_its_group():
    rule = {
        "standing": "roster", "at_least": 1, "stakeholder_groups": 1, "reconfirm_months": 12, "hard_stop_months": 18,
    }  # fmt: skip
    seat = {"ref": "s", "person": "Robin Ash", "group": ("made_up",), "from_on": day("2026-01-01")}

    assert fulfilled(rules_with("represented", group="industry"), rule, roster=[seat]) == 1
    assert fulfilled(rules_with("represented"), rule, roster=[seat]) == 0


def test_data_on_which_a_partner_is_chosen():
    chosen = {**row("2026-01-12", partner="P1", raised_by=("teachers",), data=("made_up",)), "selected": True}
    work = activity(ON, "partnership", "teachers", partner="P1")
    marks = [
        fact(rules_with("data", selects=selects), match=[chosen], activity=[work]).values.get("partner_selected")
        for selects in (True, False)
    ]

    assert marks == [True, None]


def test_an_answer_and_a_finding():
    request = row(ON, partner="P1", answer="made_up", answered_on=day("2026-04-01"))
    answered = [
        fact(rules_with("match_status", answers=answers), "match", match=[request]).values.get("answered")
        for answers in (True, False)
    ]
    assert answered == [True, None]
    partnership = {"ref": "p", "partner": "P1", "started_on": day("2025-01-01")}
    said = row("2026-04-01", partnership="p", side="school", physical="made_up")
    judged = [
        evidence(rules_with("finding", no_aim=no_aim), evaluation=[said], partnership=[partnership])
        .partnerships["p"].has["eval_physical"]
        for no_aim in (False, True)
    ]  # fmt: skip
    assert [TODAY.toordinal() in one for one in judged] == [True, False]


def test_an_actor_a_mode_and_a_formality_can_be_asked_for_like_any_other():
    acts = {"activity": [activity(ON, by="made_up", formality="made_up")]}
    for vocabulary, rule, rows in (
        ("by", asking("activity", by="made_up"), acts),
        ("formality", asking("activity", formality="made_up"), acts),
        ("mode", asking("recognition", mode="made_up"), {"recognition": [row(ON, mode="made_up")]}),
    ):
        assert fulfilled(rules_with(vocabulary), rule, **rows) == 1, vocabulary


def test_a_change_of_people():
    rule = {"hand_overs": "made_up", "share_in_time": 0.9, "within_days": 60, "window_months": 24}
    changes = {"transition": [row(ON, what="made_up", done_on=day(ON)), row(ON, what="staff")]}
    assert fulfilled(rules_with("transition"), rule, **changes) == 1


def test_a_practice_is_met_by_a_value_that_came_from_a_day_on():
    """By the rules before that day the value is unknown, and says nothing."""
    old = parse_catalogue(catalogue_data())
    data = copy.deepcopy(catalogue_data())
    data["vocabularies"]["audience"].append(
        {"code": "made_up", "label": "Made up", "group": "families", "beyond_class": True}
    )
    new = parse_catalogue({**data, "version": "new", "in_force_from": day("2026-05-01")})
    told = {"activity": [activity(ON, "communication", "teachers", audience="made_up")], **SINCE_LONG}
    school = Continuum(evidence_from_rows(told, new.language), [old, new])
    beyond = [
        school.facts_of("activity", told["activity"][0]["ref"], day(on))[0] for on in ("2026-04-30", "2026-05-01")
    ]

    assert [one.values.get("beyond_class") for one in beyond] == [None, True]
    assert [one.adds("stakeholder_groups") for one in beyond] == [frozenset(), {"families"}]
