"""Lists that the database narrows, orders and cuts: what it says of a row is what the row says of itself."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

from sqlalchemy.orm import Session

from models.agreements import AgreementState
from models.partnerships import PartnershipStage, PointPerson
from models.queries.agreements import AgreementFilter, list_agreements
from models.queries.partner_list import PartnerFilter, list_partners
from models.queries.partnership_list import (
    SORTS,
    PartnershipFilter,
    current_partnerships,
    list_partnerships,
)
from models.scope import Scope
from seed.catalogue import load_catalogue
from tests.factories import TODAY, a_partner, a_partnership, a_school, a_school_partner, an_agreement
from tests.record_files import store_rules

STAGES = tuple(load_catalogue().vocabularies["stage"])

DAYS = (None, TODAY - timedelta(days=40), TODAY + timedelta(days=40))
PAST = TODAY - timedelta(days=400)


def test_the_state_of_an_agreement_is_the_same_for_the_database_and_its_months_are_counted_whole(
    session: Session,
) -> None:
    school = a_school(session)
    partnership = a_partnership(session, school, a_partner(session))
    made = [
        an_agreement(session, partnership, submitted_on=handed, signed_on=signed, starts_on=starts, ends_on=ends)
        for handed, signed, starts, ends in product(DAYS, DAYS, DAYS, (*DAYS, TODAY, PAST))
        if not (starts and ends and ends < starts)
    ]
    scope = Scope.of_school(school.id)
    for state in AgreementState:
        wanted = AgreementFilter(state=state, past=True)
        first = list_agreements(session, wanted, scope=scope, today=TODAY)
        pages = [list_agreements(session, wanted, scope=scope, today=TODAY, page=n + 1) for n in range(first.pages)]
        found = [row.agreement.id for page in pages for row in page.rows]
        assert sorted(found) == sorted(one.id for one in made if one.state_on(TODAY) is state), state
    whole = list_agreements(session, AgreementFilter(), scope=scope, today=TODAY, page=3)
    assert whole.months[None] == sum(one.ends_on is None for one in made)
    assert whole.total == sum(one.ends_on != PAST for one in made)


def test_a_renewed_agreement_is_past_when_it_is_over_and_its_month_can_still_be_asked_for(session: Session) -> None:
    school = a_school(session)
    partnership = a_partnership(session, school, a_partner(session))
    ended, lately = (an_agreement(session, partnership, ends_on=TODAY - timedelta(days=5)) for _ in range(2))
    an_agreement(session, partnership, renews_id=ended.id, submitted_on=TODAY, ends_on=TODAY + timedelta(days=300))
    scope = Scope.of_school(school.id)
    shown = list_agreements(session, AgreementFilter(), scope=scope, today=TODAY)
    assert shown.rows[0].agreement.id == lately.id
    assert shown.total == 2
    march = AgreementFilter(start=date(2026, 3, 1), end=date(2026, 4, 1))
    rows = list_agreements(session, march, scope=scope, today=TODAY).rows
    assert [(row.agreement.id, row.is_renewed) for row in rows] == [(ended.id, True), (lately.id, False)]


def test_partnerships_are_narrowed_and_ordered_by_what_their_rows_say(session: Session) -> None:
    store_rules(session)
    school = a_school(session)
    scope = Scope.of_school(school.id)
    tomorrow = TODAY + timedelta(days=1)
    for number, (stage, signed, ends) in enumerate(product(STAGES, DAYS, (*DAYS, PAST))):
        one = a_partnership(
            session, school, a_partner(session, f"{'Éa'[number % 2]} {number}"), stage=stage,
            point_person=("Pat Point", "Ödön", None)[number % 3],
        )  # fmt: skip
        one.stages.append(PartnershipStage(stage="paused", from_on=tomorrow))
        if number % 4 == 0:
            one.point_people.append(PointPerson(person="Lee Later", from_on=tomorrow))
        if number % 5 == 0:
            one.ended_on = TODAY - timedelta(days=1)
        an_agreement(session, one, signed_on=signed, starts_on=None, ends_on=ends)
        an_agreement(session, one, signed_on=None, starts_on=None, submitted_on=TODAY, ends_on=TODAY)
    session.flush()
    everyone = PartnershipFilter(over=True)

    def rows(wanted: PartnershipFilter, sort: str = "partner") -> list:  # type: ignore[type-arg]
        first = list_partnerships(session, wanted, scope=scope, today=TODAY, sort=sort)
        rest = range(2, first.pages + 1)
        pages = [list_partnerships(session, wanted, scope=scope, today=TODAY, sort=sort, page=n) for n in rest]
        return [row for page in (first, *pages) for row in page.rows]

    every = rows(everyone)
    assert len(every) == len(STAGES) * 12
    stages = list(STAGES)
    keys = {
        "stage": lambda row: stages.index(row.stage),
        "agreement": lambda row: row.agreement.ends_on if row.agreement else date.max,
        "started": lambda row: row.partnership.started_on,
        "person": lambda row: ("", "Ödön", "Pat Point").index(row.point_person or ""),
        "partner": lambda row: row.partnership.partner.name[0] == "É",
    }
    assert {*keys} == {*SORTS}
    for sort, key in keys.items():
        found = [key(row) for row in rows(everyone, sort)]
        assert found == sorted(found), sort
    for stage in STAGES:
        held = {row.partnership.id for row in every if row.stage == stage}
        assert {row.partnership.id for row in rows(PartnershipFilter(stage=stage))} == held
    kept = {row.partnership.id for row in every if row.point_person == "Ödön"}
    assert {row.partnership.id for row in rows(PartnershipFilter(over=True, point_person="Ödön"))} == kept
    assert {row.partnership.id for row in rows(PartnershipFilter(over=True, text="odon"))} == kept
    over = ("ended", "declined")
    current = [row for row in every if row.partnership.ended_on is None and row.stage not in over]
    assert [row.partnership.id for row in current_partnerships(session, scope=scope, today=TODAY)] == [
        row.partnership.id for row in current
    ]
    assert len(rows(PartnershipFilter(needs_care=True))) == sum(row.needs_care for row in current)


def test_a_partner_is_as_far_as_its_latest_partnership_says_or_the_directory(session: Session) -> None:
    store_rules(session)
    school, elsewhere = a_school(session), a_school(session)
    partners = [a_partner(session, name) for name in ("Said", "Runs", "Ran before", "Elsewhere")]
    for partner in partners:
        a_school_partner(session, school, partner, stage="prospect")
    _, runs, before, other = partners
    a_partnership(session, school, runs, stage="active")
    a_partnership(session, school, before, stage="active", started_on=PAST - timedelta(days=900))
    a_partnership(session, school, before, stage="exploring")
    a_partnership(session, elsewhere, other, stage="active")

    def named(sort: str = "name", **wanted: str) -> list[str]:
        found = list_partners(
            session, PartnerFilter(**wanted), scope=Scope.of_school(school.id), today=TODAY, sort=sort
        )
        assert all(row.stage == wanted["stage"] for row in found.rows if wanted)
        return [row.partner.name for row in found.rows]

    assert named(stage="prospect") == ["Elsewhere", "Said"]
    assert named(stage="active") == ["Runs"]
    assert named(sort="stage") == ["Elsewhere", "Said", "Ran before", "Runs"]
