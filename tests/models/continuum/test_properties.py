"""What must always hold, tried on thinned-out demo schools with records added at random."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import evidence_from_rows
from models.continuum.judging.practices import Practices
from models.continuum.rulebook.reader import parse_catalogue
from models.continuum.rulebook.rules.base import walk
from models.continuum.rulebook.rules.coverage import Coverage
from models.continuum.rulebook.rules.joined import AnyOf
from models.continuum.rulebook.rules.records import Records
from models.continuum.time.calendar import back
from seed.catalogue import catalogue_data, load_catalogue
from tests.models.continuum.rows import day, school, thinned, with_rows

few = settings(max_examples=8, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
schools = st.builds(thinned, st.sampled_from("bc"), st.integers(0, 10_000), st.sampled_from([0.6, 0.85, 1.0]))
asked_days = st.dates(day("2025-06-30"), day("2026-12-31"))


def codes(vocabulary, most=3):
    values = sorted(load_catalogue().vocabularies[vocabulary])
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


def one_of(vocabulary):
    return st.sampled_from([None, *sorted(load_catalogue().vocabularies[vocabulary])])


MARKS = ("collects_input", "used_process", "promotes", "researched", "student_facing", "serves_workforce")
partners = st.sampled_from(["P01", "P02", "P05", "P06", "P09"])
activities = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["partnership", "communication", "advocacy"]),
        "by": st.sampled_from(["leaders", "teachers", "students", "alliances"]).map(lambda by: (by,)),
        "initiated_by": st.sampled_from([(), ("students",)]),
        "channel": one_of("channel"),
        "audience": codes("audience"),
        "topic": codes("topic"),
        "purpose": one_of("purpose"),
        "way": codes("way", most=2),
        "ask": codes("ask", most=1),
        "partner": st.lists(partners, max_size=2, unique=True).map(tuple),
        "two_way": st.sampled_from([None, True, False]),
        # An act by an alliance enters a share: it never lowers one if it was planned.
        "planned": st.just(True),
        **{mark: st.booleans() for mark in MARKS},
    }
)
contributions = st.fixed_dictionaries(
    {
        "partner": partners,
        "way": st.sampled_from(["speaking", "funding", "people", "internships"]).map(lambda way: (way,)),
        "allocated_to": st.just("the lab"),
        "planned": st.just(True),
        "student_facing": st.booleans(),
        "serves_workforce": st.booleans(),
    }
)
matches = st.fixed_dictionaries(
    {
        "partner": partners,
        "need": st.sampled_from([None, "need-13"]),
        "raised_by": st.sampled_from([(), ("teachers",)]),
        "way": st.sampled_from([(), ("resources",), ("implementation",)]),
        "expertise": st.booleans(),
        "curricular_goal": st.sampled_from([None, "ratios"]),
        "data": st.sampled_from([(), ("workforce",), ("community", "workforce")]),
        "ranked": st.booleans(),
        "selected": st.booleans(),
    }
)
recognitions = st.fixed_dictionaries({"mode": st.sampled_from(["private", "public"]), "audience": codes("audience")})
trainings = st.fixed_dictionaries({"topic": codes("training_topic", 2), "roles": codes("roles"), "partner": partners})
reviews = st.fixed_dictionaries(
    dict.fromkeys(("wanted", "finding", "actions_open", "actions_done"), st.sampled_from([None, "said"]))
)


def _of(kind, fields):
    return fields.map(lambda row: (kind, row))


additions = st.one_of(
    _of("activity", activities),
    _of("activity", activities),
    _of("contribution", contributions),
    _of("match", matches),
    _of("recognition", recognitions),
    _of("training", trainings),
    _of("commreview", reviews),
    _of("procreview", reviews),
)


def levels(continuum, on):
    return {code: one.supported for code, one in continuum.on(on).indicators.items()}


@few
@given(schools, asked_days, st.lists(additions, min_size=1, max_size=6), st.integers(0, 500))
def test_adding_a_record_that_adds_no_duty_never_lowers_a_level(rows, on, extra, ago):
    before = levels(school(rows), on)
    after = levels(school(with_rows(rows, extra, on - timedelta(days=ago))), on)

    assert {code: level for code, level in after.items() if level < before[code]} == {}


@few
@given(
    schools,
    asked_days,
    st.lists(additions, min_size=1, max_size=6),
    st.integers(0, 400),
    st.sampled_from(["draft", "proposed", "cancelled", "archived"]),
)
def test_records_that_are_not_confirmed_change_nothing(rows, on, extra, ago, status):
    added_rows = with_rows(rows, extra, on - timedelta(days=ago), record_status=status)

    assert school(added_rows).on(on) == school(rows).on(on)


@few
@given(schools, asked_days, st.lists(additions, min_size=1, max_size=6), st.integers(1, 400))
def test_an_answer_for_a_day_is_the_same_whatever_is_added_for_later_days(rows, on, extra, later):
    assert school(with_rows(rows, extra, on + timedelta(days=later))).on(on) == school(rows).on(on)


@few
@given(schools, asked_days, st.randoms(use_true_random=False))
def test_when_a_record_was_entered_makes_no_difference(rows, on, random):
    late = {
        kind: [{**row, "entered_on": on + timedelta(days=random.randrange(90))} for row in some]
        for kind, some in rows.items()
    }
    for some in late.values():
        random.shuffle(some)

    assert school(late).on(on) == school(rows).on(on)


@few
@given(schools, asked_days, st.lists(additions, min_size=1, max_size=6), st.integers(0, 2000))
def test_nothing_older_than_thirty_six_months_counts(rows, on, extra, older):
    long_ago = date.fromordinal(back(on.toordinal(), 36)) - timedelta(days=older)
    # A chosen match tells of later joint work with its partner, however old: it is no evidence by itself.
    extra = [(kind, {**row, "selected": False} if kind == "match" else row) for kind, row in extra]

    assert school(with_rows(rows, extra, long_ago)).on(on).indicators == school(rows).on(on).indicators


@few
@given(schools, asked_days)
def test_the_supported_level_is_never_above_the_possible_one(rows, on):
    for letter_rows in (rows, {**rows, "logstart": [{"ref": "late", "from_on": on - timedelta(days=200)}]}):
        for answer in school(letter_rows).on(on).indicators.values():
            assert answer.supported <= answer.possible


def without(rows, records):
    """Leave some records out of a school's rows."""
    gone = {(record.kind, record.ref) for record in records}
    return {kind: [row for row in some if (kind, row["ref"]) not in gone] for kind, some in rows.items()}


def of_rule(continuum, key, on):
    """Say how far the rule of a practice is fulfilled, whatever anybody objects."""
    practice = load_catalogue().practices[key]
    return continuum.told(practice, on).share


COUNTING = [practice.key for practice in load_catalogue().practices.values() if practice.counts]


@few
@given(schools, asked_days, st.lists(st.sampled_from(COUNTING), min_size=5, max_size=5))
def test_removing_a_counted_record_changes_the_share_or_the_record_was_spare(rows, on, keys):
    continuum = school(rows)
    for key in keys:
        records, share = continuum.weighed_records(key, on), of_rule(continuum, key, on)
        for record in [*[one for one in records if one.spare][:1], *[one for one in records if not one.spare][:1]]:
            same = of_rule(school(without(rows, [record])), key, on) == share
            assert same is record.spare, (key, record)


@few
@given(schools, asked_days, st.lists(st.sampled_from(COUNTING), min_size=5, max_size=5))
def test_without_the_surplus_records_the_share_is_the_same_and_without_any_more_it_is_not(rows, on, keys):
    continuum = school(rows)
    # A share is asked there: what is needed of many may not be needed of few.
    for key in (*keys, "EC3.SA1.SU.6"):
        records, share = continuum.weighed_records(key, on), of_rule(continuum, key, on)
        surplus = [one for one in records if one.surplus]
        left = without(rows, surplus)
        assert of_rule(school(left), key, on) == share, key
        for needed in [one for one in records if not one.surplus][:3]:
            assert of_rule(school(without(left, [needed])), key, on) != share, (key, needed)


@few
@given(schools, asked_days)
def test_the_number_shown_is_the_number_of_records_listed(rows, on):
    continuum = school(rows)
    for code, answer in continuum.on(on).indicators.items():
        for practice in answer.practices.values():
            shown = continuum.rules_on(on.toordinal()).practices[practice.key].rule
            while isinstance(shown, AnyOf):
                shown = shown.rules[practice.alternative]
            listed = continuum.records(practice.key, on)
            if isinstance(shown, Records):
                number = next(count.have for count in practice.counts if count.what == "records")
                assert number == sum(not record.repeats for record in listed), (code, practice.key)
            elif isinstance(shown, Coverage):
                assert practice.counts[0].have == len(listed), (code, practice.key)


@few
@given(schools, asked_days, st.randoms(use_true_random=False))
def test_lowering_a_required_number_never_lowers_a_level(rows, on, random):
    data = catalogue_data()
    chosen = random.sample([one for one in data["practices"] if isinstance(one["rule"], dict)], 40)
    for practice in chosen:
        numbers = practice["rule"]
        for key in ("at_least", "months", "quarters", "partners", "stakeholder_groups", "channels", "topics", "forms"):
            if isinstance(numbers.get(key), int) and numbers[key] > 1:
                numbers[key] -= 1
        if isinstance(numbers.get("share"), float):
            numbers["share"] = round(numbers["share"] - 0.2, 2)
    eased = parse_catalogue(data)
    before = levels(school(rows), on)
    after = levels(Continuum(evidence_from_rows(rows, eased.language), [eased]), on)

    assert {code: level for code, level in after.items() if level < before[code]} == {}


RULES = sorted(
    {
        (practice.key, index)
        for practice in load_catalogue().practices.values()
        for index, part in enumerate(walk(practice.rule))
        if isinstance(part, Records)
    }
)


def lasts(continuum, rule, fact, asked):
    """Whether a match or an appraisal counts beyond its look-back, because its partnership lives on."""
    return fact.on <= asked and any(
        one.partner in fact.adds("partners")
        and asked in one.active
        and asked in one.alive
        and one.started > 0
        and back(one.started, rule.window_months) < fact.on
        for one in continuum.evidence.partnerships.values()
    )


@few
@given(schools, asked_days, st.lists(st.sampled_from(RULES), min_size=10, max_size=10))
def test_a_swept_condition_says_what_counting_by_hand_says(rows, on, chosen):
    continuum, asked = school(rows), on.toordinal()
    for key, index in chosen:
        practice = load_catalogue().practices[key]
        rule = walk(practice.rule)[index]
        at = Practices(load_catalogue(), continuum.evidence).asking(practice)
        counting = rule.counting(at)
        grace_days = rule.grace_days(at.language)
        oldest = max(back(asked, rule.window_months) - grace_days, back(asked, 36))
        by_hand = [
            fact
            for fact in continuum.evidence.facts.get(rule.kind, ())
            if (oldest < fact.on <= asked or (rule.while_active and lasts(continuum, rule, fact, asked)))
            and practice.indicator not in fact.not_for
            and fact.start <= asked < fact.end
            and all(
                (bool(fact.values.get(condition.field)) or condition.unsaid)
                and (
                    condition.values is True
                    or not fact.values.get(condition.field)
                    or fact.values[condition.field] & condition.values
                )
                for condition in rule.where
            )
        ]
        counted = [continuum.evidence.count(counting, name).at(asked) for name, _ in rule.needs]
        groups = continuum.evidence.groups
        expected = [
            len(frozenset().union(*(counting.adds(fact, dimension, groups) for fact in by_hand)))
            for dimension, _ in rule.needs
        ]
        assert counted == expected, key


@few
@given(schools, asked_days)
def test_a_practice_holds_exactly_until_the_day_that_is_told(rows, on):
    continuum = school(rows)
    for key, practice in load_catalogue().practices.items():
        if not practice.counts or continuum.share(key, on.toordinal()) < 1:
            continue
        until = continuum.holds_until(key, on)
        last = (until or on + timedelta(days=500)).toordinal()
        assume(last > on.toordinal())
        assert all(continuum.share(key, one) == 1 for one in range(on.toordinal(), last, 7)), key
        assert continuum.share(key, last - 1) == 1, key
        assert until is None or continuum.share(key, last) < 1, key
