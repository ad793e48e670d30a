"""How partnerships and agreements stand on a day, and the changes that they refuse."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.accounts import School
from models.agreements import Agreement, AgreementState
from models.history import History
from models.operations.agreements import sign_agreement
from models.operations.partners import Engagement, Organisation, add_partner
from models.operations.partnership_terms import TermText, write_terms
from models.operations.partnerships import hand_to, move_on, serve_needs
from models.operations.renewals import renewal_of
from models.partnerships import Partnership, TermName
from models.queries.agreements import agreement_row, chain_of
from models.queries.partnership_health import ASKED_TERMS, Concern, health_sentence
from models.queries.partnership_health import notices_of as notices_by
from models.queries.partnership_timeline import timeline_of
from models.queries.partnerships import records_of_partnership
from models.refusals import Refused
from models.scope import Scope
from seed.catalogue import load_catalogue
from tests.factories import (
    TODAY,
    a_need,
    a_partner,
    a_partnership,
    a_school,
    an_activity,
    an_agreement,
    an_evaluation,
)

LANGUAGE = load_catalogue().language
# How partnerships stand by the rules that come with the product.
notices_of = partial(notices_by, language=LANGUAGE)
ALL_TERMS = dict.fromkeys(ASKED_TERMS, "in writing")


@pytest.fixture
def school(session: Session) -> School:
    return a_school(session)


@pytest.fixture
def whole(session: Session, school: School) -> Partnership:
    """A partnership with nothing to say against it."""
    return a_partnership(session, school, a_partner(session), terms=ALL_TERMS)


def agreement_ending(session: Session, partnership: Partnership, ends_on: date) -> Agreement:
    return an_agreement(session, partnership, submitted_on=ends_on - timedelta(days=400), ends_on=ends_on)


def words(notices: list) -> list[str]:  # type: ignore[type-arg]
    return [notice.word for notice in notices]


def test_a_partnership_with_everything_in_place_has_nothing_due(session: Session, whole: Partnership) -> None:
    assert notices_of(whole, [agreement_ending(session, whole, TODAY + timedelta(days=200))], TODAY) == []


@pytest.mark.parametrize(
    ("on", "word", "sentence"),
    [
        (date(2025, 10, 1), None, None),
        (date(2025, 12, 7), "ends in 24 days", "the partnership stops counting toward any level on Jan 31, 2026"),
        (date(2025, 12, 31), "ends today", "the partnership stops counting toward any level on Jan 31, 2026"),
        (date(2026, 1, 12), "not renewed", "ended 12 days ago and is not renewed"),
        (date(2026, 1, 30), "not renewed", "the partnership stops counting toward any level on Jan 31, 2026"),
        (
            date(2026, 1, 31),
            "agreement ended",
            "ended on Dec 31, 2025; the partnership has not counted toward any level since Jan 31, 2026",
        ),
    ],
)
def test_an_agreement_that_ends_is_told_before_and_after(
    session: Session, whole: Partnership, on: date, word: str | None, sentence: str | None
) -> None:
    agreement = an_agreement(
        session, whole, submitted_on=date(2025, 1, 1), starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31)
    )
    found = [notice for notice in notices_of(whole, [agreement], on) if notice.concern is Concern.AGREEMENT]
    assert words(found) == ([word] if word else [])
    if sentence:
        assert sentence in found[0].sentence
        assert found[0].record_id == agreement.id


def test_a_renewal_brings_the_partnership_back(session: Session, whole: Partnership) -> None:
    over = agreement_ending(session, whole, TODAY - timedelta(days=60))
    assert words(notices_of(whole, [over], TODAY)) == ["agreement ended"]
    renewed = an_agreement(session, whole, submitted_on=TODAY, renews=over, ends_on=TODAY + timedelta(days=300))
    assert notices_of(whole, [over, renewed], TODAY) == []


def test_a_data_sharing_agreement_that_ended_says_nothing_of_the_partnership(
    session: Session, whole: Partnership
) -> None:
    over = an_agreement(session, whole, agreement_kind="data_sharing", ends_on=TODAY - timedelta(days=60))
    assert notices_of(whole, [over], TODAY) == []


@pytest.mark.parametrize(
    ("months_word", "confirmed_on", "expected"),
    [
        ("11 months", date(2025, 4, 14), []),
        ("12 months", date(2025, 3, 14), ["needs confirming"]),
        ("18 months", date(2024, 9, 14), ["not confirmed"]),
    ],
)
def test_facts_are_asked_for_after_a_year_and_out_after_a_year_and_a_half(
    session: Session, school: School, months_word: str, confirmed_on: date, expected: list[str]
) -> None:
    old = a_partnership(
        session, school, a_partner(session), terms=ALL_TERMS, started_on=date(2023, 1, 1), confirmed_on=(confirmed_on,)
    )
    assert words(notices_of(old, [], TODAY)) == expected, months_word


def test_missing_terms_point_person_and_silence_are_named(session: Session, school: School) -> None:
    bare = a_partnership(
        session, school, a_partner(session), point_person=None, terms={TermName.ROLES: "x"}, contact_interval_days=60
    )
    found = notices_of(bare, [], TODAY, last_contact_on=TODAY - timedelta(days=71))
    assert words(found) == ["no point person", "quiet 71 days", "7 terms missing"]
    assert "roles" not in found[-1].sentence


def test_a_partnership_that_ended_is_left_in_peace(session: Session, school: School) -> None:
    over = a_partnership(session, school, a_partner(session), point_person=None, ended_on=TODAY)
    assert notices_of(over, [], TODAY) == []


def test_time_left_is_said_in_words(session: Session, whole: Partnership) -> None:
    soon = agreement_ending(session, whole, TODAY + timedelta(days=24))
    over = agreement_ending(session, whole, TODAY - timedelta(days=12))
    assert agreement_row(soon, None, TODAY).time_left == "ends in 24 days"
    assert agreement_row(soon, None, TODAY).days_to_see_to == agreement_row(soon, None, TODAY).days_left
    assert agreement_row(over, None, TODAY).time_left == "ended 12 days ago, not renewed"
    assert agreement_row(over, soon, TODAY).time_left == "ended 12 days ago, renewed"


def test_the_chain_is_told_from_its_first_agreement(session: Session, whole: Partnership, school: School) -> None:
    first = an_agreement(session, whole, starts_on=date(2024, 3, 1), ends_on=date(2025, 2, 28))
    second = an_agreement(session, whole, renews=first)
    third = an_agreement(session, whole, renews=second)
    chain = chain_of(session, second, scope=Scope.of_school(school.id))
    assert [row.agreement for row in chain] == [first, second, third]


def test_a_renewal_is_suggested_for_as_long_as_the_agreement_ran(session: Session, whole: Partnership) -> None:
    year = an_agreement(session, whole, starts_on=date(2025, 7, 1), ends_on=date(2026, 6, 30))
    suggested = renewal_of(year, today=TODAY).entry
    assert (suggested.starts_on, suggested.ends_on) == (date(2026, 7, 1), date(2027, 6, 30))


def test_an_agreement_that_ended_refuses_to_be_signed(session: Session, whole: Partnership) -> None:
    over = an_agreement(
        session, whole, submitted_on=date(2025, 1, 1), signed_on=None, ends_on=TODAY - timedelta(days=1)
    )
    assert over.state_on(TODAY) is AgreementState.ENDED
    with pytest.raises(Refused, match="Renew it instead"):
        sign_agreement(over, TODAY, today=TODAY)


def test_a_stage_noted_late_does_not_change_the_days_after(session: Session, school: School) -> None:
    partnership = a_partnership(session, school, a_partner(session), stage="prospect", started_on=date(2025, 1, 1))
    move_on(partnership, "active", date(2025, 9, 1), language=LANGUAGE, today=TODAY)
    move_on(partnership, "exploring", date(2025, 3, 1), language=LANGUAGE, today=TODAY)
    assert [partnership.stage_on(date(2025, month, 2)) for month in (2, 4, 10)] == [
        "prospect",
        "exploring",
        "active",
    ]


def test_a_point_person_noted_late_stands_until_the_next(session: Session, school: School) -> None:
    scope = Scope.of_school(school.id)
    partnership = a_partnership(session, school, a_partner(session), started_on=date(2025, 1, 1))
    hand_to(session, partnership, "Late", date(2025, 9, 1), scope=scope, today=TODAY)
    hand_to(session, partnership, "Between", date(2025, 5, 1), scope=scope, today=TODAY)
    hand_to(session, partnership, None, date(2026, 1, 1), scope=scope, today=TODAY)
    session.flush()
    days = (date(2025, 2, 1), date(2025, 6, 1), date(2025, 10, 1), date(2026, 2, 1))
    assert [partnership.point_person_on(day) for day in days] == ["Pat Point", "Between", "Late", None]


def test_every_change_of_a_partnership_raises_its_version_and_is_in_the_history(
    session: Session, school: School
) -> None:
    partnership = a_partnership(session, school, a_partner(session), started_on=date(2025, 1, 1))
    session.commit()
    need = a_need(session, school)
    changes = (
        lambda: write_terms(partnership, {TermName.ROLES: TermText("Who does what")}, TODAY, today=TODAY),
        lambda: move_on(partnership, "sustaining", TODAY, language=LANGUAGE, today=TODAY),
        lambda: hand_to(session, partnership, "Sam", TODAY, scope=Scope.of_school(school.id), today=TODAY),
        lambda: serve_needs(partnership, [need], today=TODAY),
        lambda: serve_needs(partnership, [], today=TODAY),
    )
    for change in changes:
        version, rows = partnership.version, session.scalar(select(func.count(History.id)))
        change()
        session.commit()
        assert partnership.version == version + 1
        assert session.scalar(select(func.count(History.id))) > rows


def test_a_partner_is_found_by_name_whatever_its_capitals_and_spaces(session: Session, school: School) -> None:
    known = a_partner(session, "École  Étoile", district=school.district)
    scope = Scope.of_school(school.id, district_id=school.district_id)
    engaged = add_partner(
        session,
        Organisation(name="  école étoile ", category="business"),
        Engagement(added_on=TODAY),
        scope=scope,
        today=TODAY,
    )
    assert engaged.partner is known
    session.flush()
    with pytest.raises(Refused, match="in your directory already"):
        add_partner(session, Organisation("ÉCOLE ÉTOILE", "business"), Engagement(TODAY), scope=scope, today=TODAY)


def test_the_time_line_tells_everything_newest_first_on_one_day_too(
    session: Session, whole: Partnership, school: School
) -> None:
    an_agreement(session, whole, submitted_on=TODAY - timedelta(days=366), signed_on=TODAY - timedelta(days=366))
    an_evaluation(session, whole, strengths="They come every week")
    an_activity(session, school, partners=[whole.partner], title="Tutors met the class")
    an_activity(session, school, partners=[whole.partner], occurred_on=TODAY + timedelta(days=3))
    session.commit()
    scope = Scope.of_school(school.id)
    records = records_of_partnership(session, whole, scope=scope)
    moments = timeline_of(session, whole, records, scope=scope, today=TODAY)
    assert [moment.on for moment in moments] == sorted((moment.on for moment in moments), reverse=True)
    assert {moment.what for moment in moments} == {
        "Communication", "Confirmed", "Evaluated", "Submitted", "Signed", "Stage", "Point person", "Written",
    }  # fmt: skip
    assert [one.what for one in moments if one.on == TODAY - timedelta(days=366)] == ["Signed", "Submitted"]
    assert all(moment.on <= TODAY for moment in moments)


def test_of_a_partner_never_in_touch_nobody_says_that_all_is_well() -> None:
    assert health_sentence([], None, TODAY) == "Nothing is due. Last contact: never."
    assert health_sentence([], TODAY, TODAY) == "All is well. Last contact: today."
