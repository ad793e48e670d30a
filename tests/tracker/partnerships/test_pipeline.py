"""The board of stages, and what the page of a partnership says of its health, of what is due and of what was given."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from dashboards.pages.parts import MOST
from models.needs import Match
from models.operations.actions import ActionEntry, add_action
from models.partnerships import Partnership, PartnershipStage
from models.queries.partnership_timeline import GROUPS
from models.queries.pipeline import ROOM, SHOWN, cards_that_fit
from seed.catalogue import load_catalogue
from tests.callbacks import CALLBACK, questions
from tests.cast import OTHER_SCHOOL, Cast, partner_named, school_named
from tests.factories import (
    TODAY,
    a_commitment,
    a_contribution,
    a_partner,
    a_partnership,
    a_school_partner,
    an_activity,
    an_evaluation,
)
from tests.tracker.conftest import ClientAs

PIPELINE = "/partnerships/pipeline"


def board(client: FlaskClient, query: str = "") -> dict[str, tuple[int, list[str]]]:
    """Read the board: stage -> how many it says, and whom it shows."""
    found = {}
    for section in client.get(f"{PIPELINE}?{query}").text.split("<section")[1:]:
        stage = re.search(r'data-stage="(\w+)"', section)
        count = re.search(r'<span class="muted">([\d,]+)</span></h2>', section)
        if stage and count:
            shown = re.findall(r'<a href="/partnerships/\d+">([^<]+)</a>', section)
            found[stage[1]] = (int(count[1].replace(",", "")), shown)
    return found


def test_every_current_partnership_stands_under_its_stage_and_what_is_over_nowhere(
    client_as: ClientAs, db_session: Session
) -> None:
    school = school_named(db_session)
    stages = tuple(load_catalogue().vocabularies["stage"])
    for stage in stages:
        one = a_partnership(db_session, school, a_partner(db_session, f"In {stage}"), stage=stage)
        if stage == "ended":
            one.ended_on = TODAY - timedelta(days=9)
    later = a_partnership(db_session, school, a_partner(db_session, "Later"), stage="matched")
    later.stages.append(PartnershipStage(stage="active", from_on=TODAY + timedelta(days=3)))
    a_partnership(db_session, school_named(db_session, OTHER_SCHOOL), a_partner(db_session, "Theirs"))
    db_session.commit()
    found = board(client_as(Cast.POINT_PERSON))
    running = [stage for stage in stages if stage not in ("ended", "declined")]
    assert list(found) == running
    for stage in running:
        assert f"In {stage}" in found[stage][1]
    assert found["matched"] == (2, ["In matched", "Later"])
    everybody = [name for _, names in found.values() for name in names]
    assert sorted(everybody) == sorted([*(f"In {stage}" for stage in running), "Later"])
    assert board(client_as(Cast.POINT_PERSON), "q=later")["matched"] == (1, ["Later"])


def test_a_full_column_says_how_many_there_are_and_leads_to_them(client_as: ClientAs, db_session: Session) -> None:
    school = school_named(db_session)
    for number in range(SHOWN + 5):
        a_partnership(db_session, school, a_partner(db_session, f"Firm {number:03}"), stage="exploring")
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    total, shown = board(client)["exploring"]
    assert (total, len(shown)) == (SHOWN + 5, SHOWN)
    page = client.get(PIPELINE).text
    assert f'<a href="/partnerships?stage=exploring">All {SHOWN + 5}</a>' in page


def test_a_board_that_is_too_full_is_cut_where_it_is_fullest() -> None:
    assert cards_that_fit([SHOWN + 5, 20, 20]) == SHOWN
    assert cards_that_fit([400, 300, 4, 6]) == SHOWN
    assert cards_that_fit([400, 300, 90, 10]) == 20
    assert cards_that_fit([ROOM] * 9) == ROOM // 9


def test_a_partnership_is_moved_from_the_board_by_its_own_form_and_a_wrong_day_is_refused(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    client = client_as(Cast.POINT_PERSON)
    page = client.get(PIPELINE).text
    form = re.search(rf'action="(/partnerships/{partnership.id}/stage[^"]*)"(.*?)</form>', page, re.DOTALL)
    assert form is not None
    version = re.search(r'name="version" value="(\d+)"', form[2])
    assert version is not None
    sent = {"version": version[1], "stage": "sustaining", "from_on": (TODAY + timedelta(days=1)).isoformat()}
    refused = client.post(form[1].replace("&amp;", "&"), data=sent)
    assert refused.status_code == 422
    assert "still to come" in refused.text
    moved = client.post(form[1].replace("&amp;", "&"), data=sent | {"from_on": TODAY.isoformat()})
    assert moved.status_code == 302
    assert moved.headers["Location"] == PIPELINE
    name = partner_named(db_session).name
    assert board(client)["sustaining"] == (1, [name])
    stale = client.post(form[1].replace("&amp;", "&"), data=sent | {"stage": "paused", "from_on": TODAY.isoformat()})
    assert stale.status_code == 409
    assert "<form" not in client_as(Cast.SLT).get(PIPELINE).text.split("data-pipeline")[1].split("</section>")[0]


def test_the_page_says_what_is_due_and_how_the_partnership_is_in_plain_words(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    client = client_as(Cast.POINT_PERSON)
    address = f"/partnerships/{partnership.id}"
    school, partner = school_named(db_session), partner_named(db_session)
    a_commitment(db_session, partnership, type="tutoring", due_on=TODAY - timedelta(days=4))
    a_commitment(db_session, partnership, type="mentoring", due_on=TODAY + timedelta(days=40))
    asked = TODAY - timedelta(days=20)
    db_session.add(Match(school=school, partner=partner, occurred_on=asked, requested_on=asked, offer="funding"))
    judged = an_evaluation(db_session, partnership, occurred_on=TODAY, strengths="s", actions_open="Meet earlier")
    db_session.commit()
    made = ActionEntry(what="Meet earlier in the year", due_on=TODAY + timedelta(days=2))
    action = add_action(db_session, school, made, user_id=None, today=TODAY)
    action.from_record = f"evaluation/{judged.ref}"
    an_activity(db_session, school, partners=[partner], occurred_on=TODAY - timedelta(days=2))
    db_session.commit()
    page = client.get(address).text
    due = page.split("What is due</h2>")[1].split("</section>")[0]
    for words in ("overdue 4 days", "no answer for 20 days", "due in 2 days", "Meet earlier in the year"):
        assert words in due, words
    assert "Mentoring" not in due
    assert "evaluation due" not in due
    health = re.search(r'<p class="health">(.*?)</p>', page, re.DOTALL)
    assert health is not None
    assert "overdue 4 days" in health[1]
    assert "Last contact: today." in health[1]  # the evaluation


def test_missing_terms_are_one_line(client_as: ClientAs, partnership: Partnership) -> None:
    page = client_as(Cast.POINT_PERSON).get(f"/partnerships/{partnership.id}").text
    assert page.count('class="missing"') == 1
    assert "8 terms are missing" in page
    assert page.split("8 terms are missing")[1].count("Write them") == 1


def test_promised_and_given_stand_side_by_side_and_add_up(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    hours = {"type": "tutoring", "unit": "hours"}
    promise = a_commitment(db_session, partnership, amount=Decimal(40), **hours)
    a_contribution(db_session, school, partner, amount=Decimal(12), commitment=promise, **hours)
    a_contribution(db_session, school, partner, amount=Decimal(8), commitment=promise, **hours)
    a_contribution(db_session, school, partner, amount=Decimal(3), **hours)
    a_contribution(db_session, school, partner, type="funding", unit="dollars", amount=Decimal(250))
    db_session.commit()
    page = client_as(Cast.POINT_PERSON).get(f"/partnerships/{partnership.id}").text
    table = page.split("Promised against given</caption>")[1].split("</table>")[0]
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]]
    assert rows[0][0] == "Tutoring"
    assert [float(number) for number in re.findall(r"[\d.]+", " ".join(rows[0]))] == [1, 40, 20, 50, 3]
    assert any("$250" in row for row in rows[1])


def test_the_time_line_is_narrowed_to_what_is_asked_for(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    an_activity(db_session, school, partners=[partner], title="A talk in May")
    an_evaluation(db_session, partnership, occurred_on=TODAY, strengths="Reliable people")
    a_contribution(db_session, school, partner, allocated_to="robots for all")
    db_session.commit()
    client, address = client_as(Cast.POINT_PERSON), f"/partnerships/{partnership.id}"

    def line(query: str) -> str:
        return client.get(f"{address}?{query}").text.split('id="time-line"')[1].split("</section>")[0]

    told = {"contact": "A talk in May", "evaluations": "Reliable people", "giving": "robots for all"}
    for group in GROUPS:
        for other, words in told.items():
            assert (words in line(f"what={group}")) is (other == group), (group, words)
    assert all(words in line("") for words in told.values())
    assert all(words in line("what=nothing-like-it") for words in told.values())


def test_gifts_are_drawn_by_kind_beside_the_year_before_and_each_kind_leads_to_its_own(
    client_as: ClientAs, db_session: Session
) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    a_partnership(db_session, school, partner)
    for kind, amount, days in (("grants", 500, 10), ("grants", 80, 375), ("tutoring", 2, 12), ("Old laptops", 3, 14)):
        unit = "hours" if kind == "tutoring" else "dollars"
        on = TODAY - timedelta(days=days)
        a_contribution(db_session, school, partner, type=kind, amount=amount, unit=unit, occurred_on=on)
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    asked = questions(client, "", "/dashboards/partnerships")
    told = "".join(client.post(CALLBACK, json=one).text for one in asked).replace(r"\u002f", "/").replace('\\"', '"')
    assert "gave most in 2025-26: $500" in told and "2024-25, light, and 2025-26, deep" in told
    kinds = dict.fromkeys(re.findall(r"/records/contribution\?[^\"]*(?:given|q)=[^\"]*", told))
    assert len(kinds) == 3
    for href in kinds:
        assert client.get(href).text.count('class="row-link"') == 1, href
    assert "offers no such choice" in client.get("/records/contribution?given=rubies").text


def test_of_very_many_partners_the_most_are_drawn_and_the_page_leads_to_all(
    client_as: ClientAs, db_session: Session
) -> None:
    school = school_named(db_session)
    for number in range(MOST + 5):
        partner = a_partner(db_session, f"Firm {number:03}", district=school.district)
        a_school_partner(db_session, school, partner)
        a_partnership(db_session, school, partner)
        a_contribution(db_session, school, partner, amount=number + 1)
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    asked = questions(client, "", "/dashboards/partnerships")
    told = "".join(client.post(CALLBACK, json=one).text for one in asked).replace(r"\u002f", "/").replace('\\"', '"')
    for which, href in (
        ("partners that were silent longest", "/partners?sort=last"),
        ("partners with most contacts", "/partnerships"),
        ("partners with the largest gifts and promises", "/records/contribution?"),
    ):
        assert f"Shown are the {MOST} {which}, of " in told and f'"{href}' in told, which
    table = told.partition('"id":"given-table"')[2].partition('"namespace"')[0]
    assert f"Firm {MOST + 4:03}" in table and "Firm 000" not in table
