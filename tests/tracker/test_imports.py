"""A list brought in on screen: asked once, stored once, taken back; by those who may, at their own school."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.imports import Import, ImportStatus
from models.partners import Partner, SchoolPartner
from models.records import RecordStatus
from tests.cast import PARTNER, Cast, partner_named, school_named
from tests.factories import a_partnership
from tests.tracker.conftest import ClientAs

FOLDER = Path(__file__).parents[1] / "models" / "exchange" / "spreadsheets"
VISITS = b"Date,Who we visited,What we did,Led by,How,Notes\n9/15/2025,Northwind Labs,Tour,teachers,tour,\n"
VISITS += (
    b"3/4/2026,Northwind Labs,Second tour,teachers,tour,Bring plans\nFall 2019,Northwind Labs,Early,teachers,tour,\n"
)
MAY = {Cast.POINT_PERSON, Cast.SCHOOL_ADMIN, Cast.OTHER_POINT_PERSON}


def upload(client: FlaskClient, content: bytes, name: str = "visits.csv", kind: str = "activity") -> str:
    """Upload a file; gives the address of the next step, or the page that refuses it."""
    answer = client.post("/imports/new", data={"kind": kind, "file": (io.BytesIO(content), name)})
    return answer.headers.get("Location") or answer.text


def columns_of(page: str) -> dict[str, str]:
    """Give what the page of columns proposes: name of a field -> value chosen."""
    found = re.findall(r'<select name="(c\d+)".*?</select>', page, re.DOTALL)
    chosen: dict[str, str] = {}
    for name in found:
        part = page.split(f'<select name="{name}"')[1].split("</select>")[0]
        value = re.search(r'value="([^"]*)" selected', part)
        chosen[name] = value[1] if value else ""
    return chosen


def walk(client: FlaskClient, content: bytes = VISITS, **answers: str) -> str:
    """Bring a list as far as its check; gives the address of the import."""
    where = upload(client, content).removesuffix("/columns")
    chosen = columns_of(client.get(f"{where}/columns").text)
    said = {"same-kind": "partnership", "same-purpose": "site_visit", "then": "go"}
    assert client.post(f"{where}/columns", data={**chosen, **said}).headers["Location"].endswith("/words")
    page = client.get(f"{where}/words").text
    words = dict(re.findall(r'name="([wpda]\d+-said)" value="([^"]*)"', page))
    told = {"order": "us", "w0": "site_visit", "p0": "new:industry", **answers}
    assert client.post(f"{where}/words", data={**words, **told}).headers["Location"].endswith("/check")
    return where


@pytest.fixture
def client(client_as: ClientAs) -> FlaskClient:
    return client_as(Cast.POINT_PERSON)


def stored(session: Session) -> dict[str, RecordStatus]:
    session.rollback()
    found = select(Activity.title, Activity.record_status).where(Activity.title.in_(("Tour", "Second tour", "Early")))
    return dict(session.execute(found).all())


def test_a_list_is_stored_with_its_new_partner_and_taken_back_whole(client: FlaskClient, db_session: Session) -> None:
    where = walk(client)
    page = client.get(f"{where}/check").text
    assert "Added to your directory: Northwind Labs." in page
    assert "“Fall 2019” cannot be read as a day" in page
    assert stored(db_session) == {}
    assert client.post(f"{where}/store").headers["Location"] == where
    assert stored(db_session) == dict.fromkeys(("Tour", "Second tour"), RecordStatus.CONFIRMED)
    assert db_session.scalars(select(Partner.category).where(Partner.name == "Northwind Labs")).one() == "industry"
    client.post(f"{where}/store")
    assert db_session.scalar(select(func.count(Activity.id)).where(Activity.title == "Tour")) == 1

    assert "3 records archived" in client.post(f"{where}/undo", follow_redirects=True).text
    assert set(stored(db_session).values()) == {RecordStatus.ARCHIVED}
    known = db_session.scalars(select(SchoolPartner).join(Partner).where(Partner.name == "Northwind Labs")).one()
    assert known.record_status is RecordStatus.ARCHIVED


def test_what_was_changed_since_stays_when_a_list_is_taken_back(client: FlaskClient, db_session: Session) -> None:
    where = walk(client)
    client.post(f"{where}/store")
    db_session.rollback()
    activity = db_session.scalars(select(Activity).where(Activity.title == "Tour")).one()
    activity.note = "Seen since"
    db_session.commit()
    page = client.post(f"{where}/undo", follow_redirects=True).text
    assert "1 record archived" in page
    assert "2 records stay as they are: changed since, or named by other records." in page
    assert stored(db_session)["Tour"] is RecordStatus.CONFIRMED


def test_what_a_list_changed_says_again_what_it_said_before(client: FlaskClient, db_session: Session) -> None:
    client.post(f"{walk(client)}/store")
    ref = db_session.scalars(select(Activity.ref).where(Activity.title == "Tour")).one()
    head = "ref,occurred_on,kind,by,title,purpose,partner,note"
    told = "2025-09-15,partnership,teachers,{},site_visit,Northwind Labs,{}"
    content = f"{head}\n{ref},{told.format('A tour', 'Another note')}\nx1,{told.format('Lab', '')}\n".encode()
    where = upload(client, content).removesuffix("/columns")
    client.post(f"{where}/columns", data={**columns_of(client.get(f"{where}/columns").text), "then": "go"})
    check = client.get(f"{where}/check").text
    # Each row is told: what is new, and what changes in which way.
    assert 'Changed</dt><dd>1</dd><dd class="lines">Line 2<' in check
    assert '<td class="small">changed</td>' in check and "<del>Tour</del> A tour" in check
    assert 'New</dt><dd>1</dd><dd class="lines">Line 3<' in check
    client.post(f"{where}/store")
    note = select(Activity.note).where(Activity.ref == ref)
    db_session.rollback()
    assert db_session.scalar(note) == "Another note"
    assert "1 record says again" in client.post(f"{where}/undo", follow_redirects=True).text
    db_session.rollback()
    assert db_session.scalar(note) is None


def test_the_same_list_again_is_known_and_makes_nothing_new(client: FlaskClient) -> None:
    client.post(f"{walk(client)}/store")
    where = upload(client, VISITS).removesuffix("/columns")
    page = client.get(f"{where}/columns").text
    assert columns_of(page)["c1"] == "partner"
    assert 'value="partnership" selected' in page  # remembered, though the list does not say it
    client.post(f"{where}/columns", data={**columns_of(page), "same-kind": "partnership", "same-purpose": "site_visit"})
    words = client.get(f"{where}/words").text
    assert 'value="site_visit" selected' in words
    said = dict(re.findall(r'name="([wpda]\d+-said)" value="([^"]*)"', words))
    client.post(f"{where}/words", data={**said, "order": "us", "w0": "site_visit"})
    check = client.get(f"{where}/check").text
    assert re.search(r"The same already</dt><dd>2<", check), check
    assert "There is nothing new to store." in check


def test_the_rows_left_out_come_back_as_a_file(client: FlaskClient) -> None:
    answer = client.get(f"{walk(client)}/refused.csv")
    assert answer.get_data().startswith(b"\xef\xbb\xbfDate,Who we visited")
    assert answer.text.splitlines()[1:] == ["Fall 2019,Northwind Labs,Early,teachers,tour,"]
    assert "visits - not stored.csv" in answer.headers["Content-Disposition"]


def test_a_day_that_is_none_can_be_said(client: FlaskClient, db_session: Session) -> None:
    client.post(f"{walk(client, d0='2019-10-01')}/store")
    assert set(stored(db_session)) == {"Tour", "Second tour", "Early"}


def test_what_is_missing_in_a_row_is_said_without_a_word_of_files(client: FlaskClient) -> None:
    where = walk(client, VISITS + b",Northwind Labs,A tour without a day,teachers,tour,\n")
    page = client.get(f"{where}/check").text
    assert "Date: it is empty, and every row needs it." in page
    assert "YYYY-MM-DD" not in page


def test_a_list_of_agreements_is_matched_by_partners_and_says_what_to_start(
    client: FlaskClient, db_session: Session
) -> None:
    where = upload(client, b"Partner,Kind,Signed\nNorthwind Labs,MOU,2025-09-03\n", kind="agreement")
    chosen = columns_of(client.get(where).text)
    assert chosen["c0"] == "partnership"
    client.post(where, data={**chosen, "then": "go"})
    page = client.get(where.replace("/columns", "/check")).text
    assert "cannot be matched with one partnership that runs; start it first." in page and "ref of" not in page
    partnership = a_partnership(db_session, school_named(db_session), partner_named(db_session))
    db_session.commit()
    client.post(where.replace("/columns", "/drop"))
    where = upload(client, f"Partner,Kind,Signed\n{PARTNER},MOU,2025-09-03\n".encode(), kind="agreement")
    client.post(where, data={**columns_of(client.get(where).text), "then": "go"})
    page = client.get(where.replace("/columns", "/check")).text
    # The list's own word stands there, and not the reference by which files know the partnership.
    assert PARTNER in page.split("As it will be stored")[1]
    assert partnership.ref not in page


def test_a_column_that_is_needed_or_chosen_twice_is_asked_for(client: FlaskClient) -> None:
    where = upload(client, VISITS)
    answer = client.post(where, data={"c0": "", "c1": "partner", "c2": "title", "c3": "title"})
    assert answer.status_code == 422
    assert "is chosen as Title already" in answer.text
    assert "Say in which column “Day” stands" in answer.text
    assert columns_of(answer.text)["c1"] == "partner"  # what was chosen stays


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0old", "log.xls", "an old Excel file"),
        (b"PK\x03\x04 broken", "log.xlsx", "damaged"),
        (b"%PDF-1.7", "log.pdf", "this is a PDF"),
        (b"", "log.csv", "is empty"),
        (b"a,b\n1,2\n", "log.exe", "cannot be stored"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    client: FlaskClient, content: bytes, name: str, said: str
) -> None:
    answer = client.post("/imports/new", data={"kind": "activity", "file": (io.BytesIO(content), name)})
    assert (answer.status_code, said in answer.text) == (422, True)


def test_a_kind_and_a_file_are_asked_for(client: FlaskClient) -> None:
    assert "Choose one of the list." in client.post("/imports/new", data={"kind": "x"}).text
    assert client.post("/imports/new", data={"kind": "activity"}).status_code == 422


def test_a_file_can_be_let_go_and_every_step_of_it_then_leads_to_its_page(
    client: FlaskClient, db_session: Session
) -> None:
    where = walk(client)
    client.post(f"{where}/drop")
    assert [client.get(f"{where}/{step}").status_code for step in ("columns", "words", "check")] == [302] * 3
    client.post(f"{where}/store")
    assert stored(db_session) == {}
    assert db_session.scalars(select(Import.status)).all() == [ImportStatus.DROPPED]
    assert "visits.csv" not in client.get("/imports").text


@pytest.mark.parametrize("person", Cast)
def test_only_point_people_and_admins_bring_lists_and_only_to_their_own_school(
    client_as: ClientAs, person: Cast
) -> None:
    where = walk(client_as(Cast.POINT_PERSON))
    client = client_as(person)
    for path in ("", "/columns", "/words", "/check", "/refused.csv"):
        code = client.get(where + path).status_code
        if person is Cast.NOBODY:
            assert code == 302
        elif person is Cast.OTHER_POINT_PERSON:
            assert code == 404
        else:
            assert code == (403 if person not in MAY else 302 if path == "" else 200), path
    for path in ("/undo", "/store", "/drop"):
        code = client.post(where + path).status_code
        assert code in ((302,) if person in {*MAY, Cast.NOBODY} - {Cast.OTHER_POINT_PERSON} else (403, 404))


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_every_list_of_the_folder_can_be_looked_at_as_any_kind(client: FlaskClient, name: str) -> None:
    for kind in ("activity", "org", "contribution", "match", "partnership"):
        where = upload(client, (FOLDER / name).read_bytes(), name, kind)
        assert where.endswith("/columns"), where
        assert client.get(where).status_code == 200
        assert client.get(where.replace("columns", "check")).status_code == 200


def test_the_sheet_that_holds_the_list_is_opened_and_stays_chosen(client: FlaskClient) -> None:
    where = upload(client, (FOLDER / "council-merged.xlsx").read_bytes(), "council.xlsx")
    page = client.get(where).text
    assert "<option selected>Meetings</option>" in page
    same = {"same-kind": "communication", "same-by": "leaders", "same-channel": "meeting", "same-audience": "families"}
    client.post(where, data={**columns_of(page), **same, "then": "go"})
    assert re.search(r"New</dt><dd>2<", client.get(where.replace("columns", "check")).text)


def test_an_organization_that_looks_like_a_known_one_is_shown_beside_it(
    client: FlaskClient, db_session: Session
) -> None:
    known = db_session.scalars(select(Partner.name).order_by(Partner.id)).first() or ""
    content = f"Organization,Kind\n{known} Inc,Factory\n".encode()
    where = upload(client, content, "partners.csv", "org").removesuffix("/columns")
    page = client.get(f"{where}/columns").text
    same = {"same-added_on": "2026-01-05"}
    client.post(f"{where}/columns", data={**columns_of(page), **same, "then": "go"})
    words = client.get(f"{where}/words").text
    assert f"The same as {known}" in words
    said = dict(re.findall(r'name="([wpda]\d+-said)" value="([^"]*)"', words))
    client.post(f"{where}/words", data={**said, "w0": "industry", "a0": known})
    assert re.search(r"New</dt><dd>0<", client.get(f"{where}/check").text)


def test_what_is_said_of_every_row_leaves_a_partner_of_years_as_it_is(client: FlaskClient, db_session: Session) -> None:
    known = db_session.scalars(select(SchoolPartner).join(Partner).where(Partner.name == PARTNER)).first()
    assert known is not None
    since = known.added_on
    content = f"Company,Type,Town\n{PARTNER},Non-profit,Greer\nBrandt Machines,Industrial company,Greer\n".encode()
    where = upload(client, content, "partners.csv", "org").removesuffix("/columns")
    chosen = columns_of(client.get(f"{where}/columns").text)
    client.post(f"{where}/columns", data={**chosen, "same-added_on": "2026-03-01", "then": "go"})
    check = client.get(f"{where}/check").text
    assert re.search(r"New</dt><dd>1<", check) and "Brandt Machines" in check, check
    client.post(f"{where}/store")
    db_session.expire_all()
    db_session.rollback()
    assert known.added_on == since and known.partner.town == "Greer"
    new = db_session.scalars(select(SchoolPartner).join(Partner).where(Partner.name == "Brandt Machines")).one()
    assert new.added_on.isoformat() == "2026-03-01"


def test_numbers_of_something_are_asked_about_and_neither_guessed_nor_left_out_in_silence(client: FlaskClient) -> None:
    content = b"Date,What we did,#,Led by\n3/4/2026,Tour,24,teachers\n3/9/2026,Talk,12,teachers\n"
    where = upload(client, content).removesuffix("/columns")
    page = client.get(f"{where}/columns").text
    chosen = columns_of(page)
    assert chosen["c2"] == "?" and "Choose what it counts" in page
    said = {"same-kind": "partnership", "then": "go"}
    asked = client.post(f"{where}/columns", data=chosen | said)
    assert asked.status_code == 422 and "Say what “#” counts" in asked.text
    assert columns_of(asked.text)["c2"] == "?"
    answered = client.post(f"{where}/columns", data=chosen | said | {"c2": "students"})
    assert answered.status_code == 302, answered.text
    assert columns_of(client.get(f"{where}/columns").text)["c2"] == "students"
    # Numbers of the rows are nothing that somebody counted.
    rows = upload(client, b"#,Date,What we did\n1,3/4/2026,Tour\n2,3/9/2026,Talk\n").removesuffix("/columns")
    assert columns_of(client.get(f"{rows}/columns").text)["c0"] == ""


def test_a_new_organization_spelt_in_several_ways_is_asked_about_and_added_once(
    client: FlaskClient, db_session: Session
) -> None:
    spelt = (
        b'9/16/2025,"Northwind Labs, Inc.",Third tour,teachers,tour,\n9/17/2025,northwind labs ,Tour 4,teachers,tour,\n'
    )
    where = walk(client, VISITS + spelt)
    assert "Added to your directory: Northwind Labs." in client.get(f"{where}/check").text
    # As an answer of before may say it twice.
    imported = db_session.scalars(select(Import).order_by(Import.id.desc())).first()
    assert imported is not None
    imported.new_partners = {"Northwind Labs": "industry", "Northwind Labs, Inc.": "industry"}
    db_session.commit()
    assert client.post(f"{where}/store").headers["Location"] == where
    db_session.rollback()
    assert db_session.scalar(select(func.count(Partner.id)).where(Partner.name.ilike("Northwind%"))) == 1
    new = db_session.scalars(select(Activity).where(Activity.title == "Third tour")).one()
    assert [one.name for one in new.partners] == ["Northwind Labs"]
