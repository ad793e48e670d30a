"""The worked examples of the engine's description by the first version of the rules, one test each."""

from tests.models.continuum.rows import activity, day, demo_rows, demo_school, logging_since, months, row, school

END_OF_YEAR = day("2026-06-30")
LEVELS = ("none", "GS", "PR", "RE", "FI", "SU")
SINCE_LONG = logging_since("2020-07-01")
FIRST = "2026.1"


def level_and_percent(answer):
    return LEVELS[answer.supported], int(answer.progress * 100 + 1e-9)


def asked_by_students(way, partner, *wanted, year=2025):
    return [activity(on, "partnership", "students", way=way, partner=partner) for on in months(year, *wanted)]


def test_a_replacing_ladder_eight_requests_are_two_short_of_consistent():
    rows = asked_by_students("project", "P09", 3, 4, 6, 8, 9) + asked_by_students("tutoring", "P06", 5, 7, 10)
    answer = school({"activity": rows, **SINCE_LONG}, FIRST).indicator("EC2.Students1", END_OF_YEAR)
    steady = answer.practices["EC2.S1.RE.1"]

    assert [(count.have, count.need) for count in answer.practices["EC2.S1.PR.1"].counts] == [(8, 6), (8, 4), (4, 3)]
    assert [(count.have, count.need) for count in steady.counts] == [(8, 10), (8, 8), (4, 4)]
    assert round(steady.share, 2) == 0.80
    assert level_and_percent(answer) == ("PR", 90)
    (blocker,) = answer.blockers
    assert (blocker.key, blocker.missing_records) == ("EC2.S1.RE.1", 2)
    assert blocker.missing.startswith("2 more partnership activities by students with partners")


TEXT = "written down, and agreed by both sides"
ALL_TERMS = ("short_goals", "long_goals", "outcomes", "roles", "accountability", "guidelines")


def partnership(partner, *terms, started="2024-09-01", ref=None, **fields):
    return {
        "ref": ref or f"with-{partner}",
        "partner": partner,
        "started_on": day(started),
        "confirmed_on": (day("2025-05-20"), day("2026-05-20")),
        **dict.fromkeys(terms, TEXT),
        **fields,
    }


def test_coverage_is_asked_of_the_partnerships_whose_agreement_has_not_run_out():
    agreement = {"ref": "ended", "kind": "mou", "partnership": "with-F", "submitted_on": day("2024-09-01")}
    proposals = [
        {"ref": f"plan-{name}", "kind": "proposal", "partnership": f"with-{name}", "submitted_on": day("2024-09-01")}
        for name in "ABCD"
    ]
    trained = [
        row("2025-10-07", topic=("role",), roles=("leaders", "alliances"), partner=partner) for partner in ("A", "B")
    ]
    reported = [
        activity(on, "communication", "leaders", topic="partnership", audience=audience, channel="newsletter")
        for on, audience in zip(
            months(2025, 3, 6, 8, 11), ("families staff", "families", "community_org", "staff"), strict=True
        )
    ]
    rows = {
        "partnership": [
            partnership("A", *ALL_TERMS),
            partnership("B", "short_goals", "long_goals", "outcomes", "roles", "guidelines"),
            partnership("C", "short_goals", "outcomes", "roles"),
            partnership("D", "short_goals", "outcomes", "roles"),
            partnership("E", "short_goals"),
            partnership("F", *ALL_TERMS),
        ],
        "agreement": [{**agreement, "ends_on": day("2025-12-31")}, *proposals],
        "training": trained,
        "activity": reported,
        **SINCE_LONG,
    }
    answer = school(rows, FIRST).indicator("EC2.Leaders1", END_OF_YEAR)
    shares = {
        unit.key.rpartition(".")[2]: round(unit.share, 2) for unit in answer.level(3).units if unit.key != "EC2.L1.RE.9"
    }

    assert shares == {"1": 1, "2": 0.53, "3": 1, "4": 1, "5": 0.53, "6": 1, "7": 0.27, "8": 0.53}
    reports = answer.practices["EC2.L1.RE.9"]
    assert [(count.what, count.have, count.need) for count in reports.counts] == [
        ("records", 4, 6),
        ("months", 4, 4),
        ("quarters", 4, 3),
        ("stakeholder_groups", 3, 4),
    ]
    assert round(reports.share, 2) == 0.67
    assert (answer.level(3).met, answer.level(3).total, int(answer.level(3).share * 100)) == (4, 9, 72)


def test_a_tolerated_gap_is_named_at_sustaining():
    answer = demo_school("c", FIRST).indicator("EC2.Leaders1", END_OF_YEAR)
    hand_overs = answer.practices["EC2.L1.SU.6"]

    assert (LEVELS[answer.supported], answer.gaps) == ("SU", ("EC2.L1.SU.6",))
    assert (answer.level(5).met, answer.level(5).total, answer.level(5).needed) == (5, 6, 5)
    assert [(round(count.have, 2), count.need) for count in hand_overs.counts] == [(0.67, 0.9)]
    assert round(hand_overs.share, 2) == 0.74


def test_frequently_and_routinely_two_more_acts_one_of_them_between_july_and_september():
    answer = demo_school("c", FIRST).indicator("EC3.Teachers1", END_OF_YEAR)
    advocacy, informing = answer.practices["EC3.T1.SU.1"], answer.practices["EC3.T1.SU.2"]

    assert level_and_percent(answer) == ("FI", 91)
    assert [(count.have, count.need) for count in advocacy.counts[:3]] == [(6, 8), (6, 6), (3, 4)]
    assert (round(advocacy.share, 2), advocacy.missing) == (
        0.75,
        "2 more acts of advocacy by teachers, one between July and September",
    )
    assert informing.status == "met"


def test_unknown_one_statement_by_an_slt_member_would_settle_this():
    answer = school(SINCE_LONG).indicator("EC3.Leaders2", END_OF_YEAR)

    assert (LEVELS[answer.supported], LEVELS[answer.possible]) == ("none", "GS")
    assert answer.practices["EC3.L2.GS.1"].status == "unknown"
    assert "the team says so" in answer.practices["EC3.L2.GS.1"].missing


def test_too_early_logging_since_january_leaves_everything_possible():
    rows = [activity(on, "partnership", "teachers", purpose="resource_request") for on in months(2025, 8)]
    answer = school({"activity": rows, **logging_since("2026-01-10")}, FIRST).indicator("EC2.Teachers1", END_OF_YEAR)
    unknown = answer.practices["EC2.T1.PR.1"]

    assert (LEVELS[answer.supported], LEVELS[answer.possible], answer.too_early) == ("GS", "SU", True)
    assert (unknown.status, unknown.known_days) == ("unknown", (172, 425))


def test_held_the_informal_talk_of_last_september_keeps_its_level():
    answer = demo_school("b", FIRST).indicator("EC3.Leaders1", day("2026-11-23"))

    assert (LEVELS[answer.supported], answer.gaps) == ("RE", ("EC3.L1.GS.1",))
    assert answer.practices["EC3.L1.GS.1"].status == "held"


def test_silence_takes_the_levels_one_by_one():
    until = day("2026-06-30")
    talks = [one for one in demo_rows("c")["activity"] if one["occurred_on"] <= until]
    silent = school(demo_rows("c"), FIRST, activity=talks)
    changes, last = [], "FI"
    for year, month in ((2026 + (index // 12), index % 12 + 1) for index in range(6, 32)):
        # Levels only change with a window's end or a month's, so the ends of months tell the months of all changes.
        end = day(f"{year + month // 12}-{month % 12 + 1:02}-01").toordinal() - 1
        level = LEVELS[silent.supported("EC3.Teachers1", until.fromordinal(end))]
        if level != last:
            changes.append((f"{year}-{month:02}", level))
            last = level

    assert changes == [("2026-11", "RE"), ("2027-03", "PR"), ("2027-04", "GS"), ("2028-07", "none")]


def test_ahead_but_blocked_an_act_from_a_higher_level_does_not_replace_the_level_between():
    rows = [
        activity("2026-02-12", "communication", "students", audience="families friends"),
        activity(
            "2026-02-12", "advocacy", "students", audience="state_gov", ask="funding", channel="letter_legislator"
        ),
    ]
    answer = school({"activity": rows, **SINCE_LONG}, FIRST).indicator("EC3.Students1", END_OF_YEAR)

    assert (LEVELS[answer.supported], "EC3.S1.SU.2" in answer.ahead) == ("GS", True)
    (groups,) = answer.level(2).units
    assert (groups.key, groups.have, groups.needed) == ("EC3.S1.PR.groups", 0, 2)
