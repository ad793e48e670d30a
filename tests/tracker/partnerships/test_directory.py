"""The directory beside its list: the map of categories, its filters, the file, and the letter to whom it leaves."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.accounts import School
from models.partners import Partner
from models.records import RecordStatus
from tests.cast import OTHER_PARTNER, OTHER_SCHOOL, Cast, partner_named, school_named
from tests.factories import (
    TODAY,
    a_contact,
    a_partner,
    a_partnership,
    a_school_partner,
    an_activity,
    an_evaluation,
)
from tests.tracker.conftest import ClientAs


@pytest.fixture
def school(db_session: Session) -> School:
    """Put a small directory beside the cast's two partners."""
    school = school_named(db_session)
    mill = a_partner(db_session, "Paper Mill", category="industry", subtype=None)
    bakery = a_partner(db_session, "Bakery", category="business", offers=("funding",))
    bank = a_partner(db_session, "=Bank", category="business")
    for partner, offers in ((mill, ("tutoring",)), (bakery, ()), (bank, ("mentoring",))):
        a_school_partner(db_session, school, partner, stage="prospect", offers=offers)
    quiet = a_partnership(db_session, school, mill, point_person="Lou Mill", contact_interval_days=30)
    quiet.started_on = TODAY - timedelta(days=300)
    kept = a_partnership(db_session, school, bakery, point_person="Pat Point", contact_interval_days=30)
    kept.started_on = TODAY - timedelta(days=300)
    an_activity(db_session, school, partners=[bakery], occurred_on=TODAY - timedelta(days=3))
    db_session.commit()
    return school


def names_on(page: str) -> list[str]:
    return re.findall(r'<a class="row-link" href="/partners/\d+">([^<]+)</a>', page)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("quiet=1", ["Paper Mill"]),
        ("person=Lou+Mill", ["Paper Mill"]),
        ("offer=tutoring", ["Paper Mill"]),
        ("offer=funding", ["Bakery"]),  # it says so itself
        ("category=business", ["=Bank", "Bakery"]),
        ("category=business&person=Pat+Point", ["Bakery"]),
        ("subtype=in_school", []),
    ],
)
def test_the_directory_is_narrowed_by_what_a_point_person_looks_for(
    client_as: ClientAs, school: School, query: str, names: list[str]
) -> None:
    assert names_on(client_as(Cast.POINT_PERSON).get(f"/partners?{query}").text) == names


def tiles(client: FlaskClient, query: str = "") -> dict[str, tuple[int, str]]:
    """Read the map: category -> how many, and where its tile leads."""
    page = client.get(f"/partners?{query}").text
    found = re.findall(r'<a href="([^"]+)"[^>]*><span>([^<]+)</span> <b>(\d+)</b>', page)
    return {name: (int(count), href.replace("&amp;", "&")) for href, name, count in found}


def test_the_map_counts_the_categories_of_what_else_is_asked_for_and_every_tile_shows_its_own(
    client_as: ClientAs, school: School
) -> None:
    client = client_as(Cast.POINT_PERSON)
    every = tiles(client)
    assert every["Business"][0] == 2
    assert sum(count for count, _ in every.values()) == 5
    for count, href in every.values():
        assert len(names_on(client.get(href).text)) == count
    chosen = tiles(client, "category=business&person=Pat+Point")
    assert chosen["Business"] == (1, "/partners?person=Pat+Point")
    assert "Non-profit" not in chosen


def test_the_file_holds_what_the_filter_leaves_in_the_order_of_the_list_and_runs_nothing(
    client_as: ClientAs, school: School
) -> None:
    answer = client_as(Cast.POINT_PERSON).get("/partners/export.csv?category=business&sort=-last")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["name"] for row in rows] == ["Bakery", "'=Bank"]
    assert rows[0]["last contact"] == (TODAY - timedelta(days=3)).isoformat()
    assert (rows[0]["point person"], rows[0]["stage"], rows[1]["stage"]) == ("Pat Point", "Active", "Prospect")
    assert rows[1]["can offer"] == "Mentoring"


def addresses(client: FlaskClient, query: str = "") -> list[str]:
    page = client.get(f"/partners/mail?{query}").text
    found = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)
    return found[1].split(", ") if found else []


def people(session: Session, school: School, partner: Partner) -> None:
    """Put one who is there beside those who are to be left alone."""
    a_contact(session, school, partner, name="Kim Key", email="kim@example.org", is_key=True)
    a_contact(session, school, partner, name="Ann Also", email="ann+mail@example.org")
    a_contact(session, school, partner, name="Again", email="KIM@example.org")
    a_contact(session, school, partner, name="No Mail", email=None)
    left = {"from_on": TODAY - timedelta(days=90), "until_on": TODAY}
    a_contact(session, school, partner, name="Has Left", email="left@example.org", **left)
    a_contact(session, school, partner, name="To Come", email="later@example.org", from_on=TODAY + timedelta(days=1))
    gone = a_contact(session, school, partner, name="Put Away", email="away@example.org")
    gone.record_status = RecordStatus.ARCHIVED
    other = school_named(session, OTHER_SCHOOL)
    a_contact(session, other, partner, name="Of Others", email="others@example.org")
    session.commit()


def test_a_letter_reaches_the_present_contacts_of_the_filter_and_nobody_else(
    client_as: ClientAs, db_session: Session, school: School
) -> None:
    people(db_session, school, partner_named(db_session))
    library = partner_named(db_session, OTHER_PARTNER)
    a_contact(db_session, school, library, name="Lee Library", email="lee@example.org")
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    assert addresses(client) == ["KIM@example.org", "ann+mail@example.org", "lee@example.org"]
    assert addresses(client, "key=1") == ["kim@example.org"]
    assert addresses(client, "category=nonprofit") == ["KIM@example.org", "ann+mail@example.org"]
    assert addresses(client, "archived=1") == []
    page = client.get("/partners/mail?category=nonprofit").text
    link = re.search(r'href="mailto:\?bcc=([^"]+)"', page)
    assert link is not None
    assert "+" not in link[1]  # some programs read it as a space
    assert unquote(link[1]).split(",") == ["KIM@example.org", "ann+mail@example.org"]
    assert addresses(client_as(Cast.OTHER_POINT_PERSON)) == []


def test_a_letter_to_many_is_written_in_several_that_no_program_cuts_off(
    client_as: ClientAs, db_session: Session, school: School
) -> None:
    partner = partner_named(db_session)
    for number in range(120):
        a_contact(db_session, school, partner, name=f"P {number}", email=f"somebody.{number:03}@partner.example")
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    page = client.get("/partners/mail").text
    links = re.findall(r'href="(mailto:\?bcc=[^"]+)"', page)
    assert len(links) > 1
    assert all(len(one) <= 2000 for one in links)
    written = [unquote(one) for link in links for one in link.removeprefix("mailto:?bcc=").split(",")]
    assert sorted(written) == sorted(addresses(client))
    assert len(set(written)) == 120
    assert f"Letter 1 of {len(links)}" in page


def test_an_evaluation_is_contact_and_who_was_never_met_is_told_so(
    client_as: ClientAs, db_session: Session, school: School
) -> None:
    client = client_as(Cast.POINT_PERSON)
    partner = partner_named(db_session)
    engaged = re.search(rf'href="(/partners/\d+)">{partner.name}', client.get("/partners").text)
    assert engaged is not None
    assert "Last contact: never." in client.get(engaged[1]).text
    partnership = a_partnership(db_session, school, partner)
    an_evaluation(db_session, partnership, occurred_on=TODAY - timedelta(days=9), strengths="They come")
    db_session.commit()
    assert "Last contact: 9 days ago" in client.get(engaged[1]).text
    assert "9 days ago" in client.get("/partners").text
