"""What follows from a record by the first version of the rules: one test for each thing that is derived."""

import pytest

from models.continuum.evidence.evidence import evidence_from_rows
from models.continuum.judging.practices import Practices
from models.continuum.rulebook.rules.base import Asking
from models.continuum.rulebook.rules.parse import parse_rule
from seed.catalogue import load_catalogue
from tests.models.continuum.rows import activity, day, row

ON = "2026-03-12"
LATER = day("2026-06-30").toordinal()
LANGUAGE = load_catalogue("2026.1").language


def facts(kind, on=LATER, **rows):
    """List the facts of a kind as they stand on a day."""
    evidence = evidence_from_rows(rows, LANGUAGE)
    return [fact for fact in evidence.facts.get(kind, ()) if fact.start <= on < fact.end]


def one(kind, on=LATER, **rows):
    (fact,) = facts(kind, on, **rows)
    return fact


def of_activity(**fields):
    return one("activity", activity=[activity(ON, **fields)])


def holds(fact, name):
    return bool(fact.values.get(name))


@pytest.mark.parametrize(
    ("name", "with_it", "without_it"),
    [
        ("has_partner", {"partner": "P01"}, {}),
        ("outside", {"audience": "families business"}, {"audience": "families friends staff"}),
        (
            "reaches_community",
            {"channel": "newsletter", "audience": "families"},
            {"channel": "meeting", "audience": "families"},
        ),
        (
            "reaches_community",
            {"channel": "presentation", "audience": "local_council"},
            {"channel": "presentation", "audience": "staff students"},
        ),
        ("joint", {"partner": "P01", "by": "teachers"}, {"partner": "P01", "by": "leaders"}),
        ("joint", {"partner": "P01", "by": "leaders", "roles": "teachers"}, {"by": "teachers"}),
        ("promotes", {"promotes": True}, {}),
        ("promotes", {"kind": "advocacy"}, {"kind": "partnership"}),
        ("beyond_class", {"channel": "info_night"}, {"channel": "presentation"}),
        ("beyond_class", {"audience": "pta"}, {"audience": "families students"}),
        ("beyond_class", {"audience": "media"}, {"audience": "pta", "beyond_class": False}),
        ("two_way", {"channel": "survey"}, {"channel": "newsletter"}),
        ("two_way", {"channel": "newsletter", "two_way": True}, {"channel": "meeting", "two_way": False}),
        ("planned", {"planned": True}, {}),
    ],
)
def test_marks_of_an_activity_follow_from_its_fields(name, with_it, without_it):
    assert holds(of_activity(**with_it), name)
    assert not holds(of_activity(**without_it), name)


@pytest.mark.parametrize(
    ("channel", "formality"), [("meeting", {"formal"}), ("conversation", {"informal"}), ("website", None)]
)
def test_formality_follows_from_the_channel_where_nothing_is_said(channel, formality):
    assert of_activity(channel=channel).values.get("formality") == formality
    assert of_activity(channel=channel, formality="informal").values["formality"] == {"informal"}


@pytest.mark.parametrize("fields", [{"ask": "funding"}, {"channel": "letter_editor"}, {"channel": "letter_legislator"}])
def test_asking_for_something_or_writing_a_letter_is_advocacy_whatever_was_chosen(fields):
    assert of_activity(kind="communication", **fields).values["kind"] == {"advocacy"}


def test_a_talk_on_alignment_is_about_the_mission():
    assert of_activity(kind="partnership", purpose="alignment_talk").values["topic"] == {"mission_alignment"}


def test_alliances_speak_where_they_advocate_before_those_who_decide():
    speaking = of_activity(kind="advocacy", by="alliances", audience="state_gov")
    elsewhere = of_activity(kind="advocacy", by="alliances", audience="families")

    assert speaking.values["way"] == {"speaking"}
    assert "way" not in elsewhere.values


def test_a_partner_was_selected_when_teachers_ranked_it_on_data_before():
    chosen = {
        **row("2026-01-12", partner="P01", raised_by=("teachers",), data=("workforce",)),
        "ranked": True,
        "selected": True,
    }

    def selected(match, on=ON):
        return holds(one("activity", match=[match], activity=[activity(on, partner="P01")]), "partner_selected")

    assert selected(chosen)
    assert not selected(chosen, on="2026-01-11")
    assert not selected({**chosen, "ranked": False})
    assert not selected({**chosen, "data": ("survey",)})
    assert not selected({**chosen, "raised_by": ("leaders",)})


def test_a_match_is_waiting_until_its_answer_comes():
    match = row(
        "2026-01-12",
        partner="P01",
        requested_on=day("2026-01-12"),
        answered_on=day(ON),
        answer="accepted",
        need="n1",
    )
    need = {"ref": "n1", "stated_on": day("2026-01-01"), "text": "saws", "critical": True}
    before = one("match", day("2026-03-11").toordinal(), match=[match], need=[need])
    after = one("match", day(ON).toordinal(), match=[match], need=[need])

    assert (before.values["status"], holds(before, "answered")) == ({"requested"}, False)
    assert (after.values["status"], holds(after, "answered")) == ({"accepted"}, True)
    assert holds(after, "requested") and holds(after, "has_need") and holds(after, "need_critical")
    assert after.on == day("2026-01-12").toordinal()


def test_a_declined_request_is_not_answered():
    match = row("2026-01-12", partner="P01", requested_on=day("2026-01-12"), answered_on=day(ON), answer="declined")

    assert not holds(one("match", match=[match]), "answered")


def test_a_match_counts_from_the_request_where_there_is_one():
    assert one("match", match=[row("2026-01-12", partner="P01", requested_on=day(ON))]).on == day(ON).toordinal()


def test_each_appraisal_of_an_organisation_is_a_fact_and_the_organisation_counts_once():
    org = {
        "ref": "o1",
        "name": "P01",
        "category": "industry",
        "added_on": day("2024-07-05"),
        "assessed_on": (day("2025-09-12"), day(ON)),
        "stage": "prospect",
    }
    found = facts("org", org=[org])

    assert [holds(fact, "assessed") for fact in found] == [False, True, True]
    assert len({fact.identity for fact in found}) == 1


@pytest.mark.parametrize(
    ("received", "on", "expected"),
    [
        ("2026-03-12", "2026-06-30", True),
        ("2026-04-11", "2026-04-11", True),
        ("2026-04-11", "2026-04-10", False),
        ("2026-04-12", "2026-06-30", False),
        ("2026-02-01", "2026-06-30", True),
        (None, "2026-06-30", False),
    ],
)
def test_what_was_promised_is_received_when_it_came_at_most_thirty_days_late(received, on, expected):
    promise = {
        "ref": "c1",
        "partnership": "p1",
        "agreed_on": day("2025-12-01"),
        "due_on": day(ON),
        "received_on": day(received) if received else None,
    }

    assert holds(one("commitment", day(on).toordinal(), commitment=[promise]), "received") is expected


def test_a_promise_without_a_due_date_is_no_fact():
    assert facts("commitment", commitment=[{"ref": "c1", "partnership": "p1", "agreed_on": day(ON)}]) == []


def test_a_contribution_is_planned_by_a_commitment_of_an_earlier_day():
    def planned(agreed_on, **fields):
        gift = row(ON, partner="P01", way=("funding",), commitment="c1", **fields)
        promise = {"ref": "c1", "partnership": "p1", "agreed_on": day(agreed_on)}
        return holds(one("contribution", contribution=[gift], commitment=[promise]), "planned")

    assert planned("2026-03-11")
    assert not planned(ON)
    assert planned(ON, planned=True)


def test_a_contribution_with_a_way_is_an_act_of_an_alliance_and_one_without_is_not():
    gift = row(ON, partner="P01", way=("funding",), allocated_to=" ")

    assert [fact.record for fact in facts("alliance_act", contribution=[gift])] == [("contribution", gift["ref"])]
    assert facts("alliance_act", contribution=[{**gift, "way": ()}]) == []
    assert not holds(one("contribution", contribution=[gift]), "allocated")


def test_advocacy_by_alliances_is_an_act_and_their_other_activities_are_not():
    assert facts("alliance_act", activity=[activity(ON, kind="advocacy", by="alliances")])
    assert not facts("alliance_act", activity=[activity(ON, kind="communication", by="alliances")])
    assert not facts("alliance_act", activity=[activity(ON, kind="advocacy", by="teachers")])


@pytest.mark.parametrize(("days", "expected"), [(60, True), (61, False)])
def test_both_sides_evaluated_when_the_other_followed_within_sixty_days(days, expected):
    first = row("2026-01-12", partnership="p1", side="school")
    other = {**row("2026-01-12", partnership="p1", side="partner")}
    other["occurred_on"] = first["occurred_on"].fromordinal(first["occurred_on"].toordinal() + days)
    found = {fact.record[1]: fact for fact in facts("evaluation", evaluation=[first, other])}

    assert holds(found[first["ref"]], "both_sides") is expected
    before = facts("evaluation", other["occurred_on"].toordinal() - 1, evaluation=[first, other])
    assert not any(holds(fact, "both_sides") for fact in before if fact.record[1] == first["ref"])


def test_an_evaluation_of_another_partnership_is_not_the_other_side():
    rows = [row(ON, partnership="p1", side="school"), row(ON, partnership="p2", side="partner")]

    assert not any(holds(fact, "both_sides") for fact in facts("evaluation", evaluation=rows))


@pytest.mark.parametrize("kind", ["evaluation", "commreview", "procreview"])
def test_an_open_action_is_named_and_a_done_one_is_done(kind):
    def marks(**fields):
        fact = one(kind, **{kind: [row(ON, partnership="p1", side="school", **fields)]})
        return holds(fact, "action"), holds(fact, "action_done")

    assert marks() == (False, False)
    assert marks(actions_open="mend it") == (True, False)
    assert marks(actions_done="mended") == (True, True)


def test_thanks_without_an_audience_went_to_the_partners_stakeholder_group():
    orgs = [{"ref": "o1", "name": "P12", "category": "service_provider", "added_on": day("2024-07-05")}]
    thanks = row(ON, mode="public", partner="P12")

    assert one("recognition", recognition=[thanks], org=orgs).said.spread["stakeholder_groups"] == {"providers"}


def test_the_reach_of_dialogue_counts_the_leadership_team_as_leaders():
    used = activity(ON, by="teachers", roles="slt students", used_process=True)
    taught = row(ON, topic=("dialogue",), roles=("slt", "families"))

    assert one("dialogue_reach", activity=[used]).said.spread["roles"] == {"teachers", "leaders", "students"}
    assert one("dialogue_reach", training=[taught]).said.spread["roles"] == {"leaders", "families"}
    assert facts("dialogue_reach", training=[{**taught, "topic": ("stem",)}]) == []


def test_dialogue_goes_on_after_a_change_from_its_first_later_use_on():
    change = row("2025-10-01", what="staff")
    uses = [activity(on, used_process=True) for on in ("2025-10-01", "2025-11-20", "2026-01-12")]
    went_on = one("after_transition", transition=[change], activity=uses)
    silent = one("after_transition", transition=[change], activity=uses[:1])

    assert (went_on.on, holds(went_on, "continued")) == (day("2025-11-20").toordinal(), True)
    assert (silent.on - change["occurred_on"].toordinal(), holds(silent, "continued")) == (180, False)


def test_audiences_stand_for_groups_and_those_beyond_school_for_themselves():
    said = of_activity(audience="pta sic friends civic school_board business")
    outside = parse_rule(
        {
            "records": "activity",
            "where": {"audience": "@beyond_school"},
            "at_least": 1,
            "stakeholder_groups": 2,
            "window_months": 12,
        },
        LANGUAGE,
    )
    school = evidence_from_rows({}, LANGUAGE)
    counting = outside.counting(Asking(school, "", "", Practices(load_catalogue("2026.1"), school)))

    assert said.adds("stakeholder_groups") == {"families", "students", "community_org", "business"}
    assert counting.adds(said, "stakeholder_groups", school.groups) == {"community_org", "school_board", "business"}


def test_the_same_day_partners_and_channel_count_once():
    twice = [activity(ON, channel="meeting", partner="P01 P02"), activity(ON, channel="meeting", partner="P02 P01")]
    other = activity(ON, channel="phone", partner="P01 P02")

    assert len({fact.identity for fact in facts("activity", activity=[*twice, other])}) == 2


def test_only_confirmed_records_are_read():
    rows = [
        activity(ON, record_status=status)
        for status in ("draft", "proposed", "confirmed", "cancelled", "archived", None)
    ]

    assert len(facts("activity", activity=rows)) == 2


def test_an_agreement_is_a_fact_once_it_was_submitted():
    agreement = {"ref": "a1", "partnership": "p1", "kind": "mou", "signed_on": day(ON)}

    assert facts("agreement", agreement=[agreement]) == []
    assert facts("agreement", agreement=[{**agreement, "submitted_on": day(ON)}])


def test_logging_begins_where_it_was_set_else_with_the_first_activity_else_today():
    today = day("2026-06-30").toordinal()

    def start(**rows):
        return evidence_from_rows(rows, LANGUAGE).logging_start(today)

    assert start(logstart=[{"ref": "l", "from_on": day("2025-01-10")}]) == day("2025-01-10").toordinal()
    assert start(activity=[activity(ON), activity("2026-05-01")]) == day(ON).toordinal()
    assert start() == today
