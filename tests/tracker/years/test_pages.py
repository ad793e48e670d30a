"""The year on screen: who may do what, what is refused and named, two at once, and what was signed for ever."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity
from models.history import act_as
from models.icmap import Indicator, RuleSet
from models.operations.records import archive_record
from models.ratings import Assessment, Evidence, Rating, RatingNote, SignOff
from tests.cast import OTHER_SCHOOL, SIGNED_IN, Cast, school_named, user_of
from tests.factories import TODAY, an_activity
from tests.tracker.conftest import ClientAs
from tracker.extensions import db

LONG = "Requests stopped in May, when the whole grade was at the river."
TEAM = (Cast.POINT_PERSON, Cast.SLT, Cast.SCHOOL_ADMIN)
READERS = (*TEAM, Cast.CONTRIBUTOR, Cast.VIEWER, Cast.DISTRICT_ADMIN)
SLUG = "ec3-teachers1"


def open_year(client: FlaskClient, year: str = "2025-26") -> str:
    """Open a year and give its address."""
    answer = client.post("/years/open", data={"year": year})
    assert answer.status_code == 302
    return answer.headers["Location"]


@pytest.fixture
def slt(client_as: ClientAs) -> FlaskClient:
    return client_as(Cast.SLT)


@pytest.fixture
def year(slt: FlaskClient) -> str:
    """A year that the cast's school has opened: its address."""
    return open_year(slt)


def at_riverside(client_as: ClientAs, session: Session, person: Cast) -> FlaskClient:
    """Sign somebody in who has several places, at the cast's own school."""
    client = client_as(person)
    with client.session_transaction() as cookie:
        cookie["place"] = f"s{school_named(session).id}"
    session.rollback()
    return client


def save(client: FlaskClient, address: str, **fields: object) -> tuple[int, str]:
    """Save a rating as a browser does: with the version that its page gave."""
    page = client.get(address).text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    data = {"existing": "0", "desired": "1", "version": version[1] if version else ""} | fields
    answer = client.post(address, data=data, content_type="multipart/form-data")
    return answer.status_code, answer.text


def rate_all(client: FlaskClient, year: str, session: Session) -> None:
    """Look at every indicator of an empty school: nothing is there yet, and something is wanted."""
    for slug in slugs(session):
        assert save(client, f"{year}/{slug}")[0] == 302, slug


def slugs(session: Session) -> list[str]:
    codes = session.scalars(select(Indicator.code).order_by(Indicator.position, Indicator.id)).all()
    session.rollback()
    return [code.lower().replace(".", "-").replace(" ", "-") for code in codes]


# ---- Who may do what


def test_everybody_at_school_reads_the_year_and_nobody_else(
    client_as: ClientAs, year: str, db_session: Session
) -> None:
    for address in ("/years", year, f"{year}/{SLUG}", f"{year}/{SLUG}?meeting=1", f"{year}/glance"):
        codes = {person: at_riverside(client_as, db_session, person).get(address).status_code for person in Cast}
        other = 404 if address != "/years" else 200
        assert codes == {
            person: 200 if person in READERS
            else 302 if person is Cast.NOBODY
            else 403 if person in (Cast.ALLIANCE, Cast.OTHER_ALLIANCE)
            else other
            for person in Cast
        }, address  # fmt: skip


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/years/open", TEAM),
        (f"{{year}}/{SLUG}", TEAM),
        (f"{{year}}/{SLUG}/notes", TEAM),
        (f"{{year}}/{SLUG}/evidence", TEAM),
        (f"{{year}}/{SLUG}/agree", (Cast.SLT, Cast.SCHOOL_ADMIN)),
        ("{year}/sign", (Cast.SLT, Cast.SCHOOL_ADMIN)),
        ("{year}/reopen", (Cast.SLT, Cast.SCHOOL_ADMIN)),
    ],
)
def test_only_the_team_changes_a_year_and_only_it_signs(
    client_as: ClientAs, year: str, path: str, may: tuple[Cast, ...], db_session: Session
) -> None:
    for person in SIGNED_IN:
        status = at_riverside(client_as, db_session, person).post(path.format(year=year), data={}).status_code
        if person in may:
            assert status in (302, 422), (person, status)
        elif person is Cast.OTHER_POINT_PERSON:
            assert status in (302, 403, 404), (person, status)
        else:
            assert status == 403, (person, status)


def test_the_district_reads_a_school_year_and_writes_none(client_as: ClientAs, year: str, db_session: Session) -> None:
    page = at_riverside(client_as, db_session, Cast.DISTRICT_ADMIN).get(f"{year}/{SLUG}").text
    assert "Save" not in page
    assert "disabled" in page


def test_another_schools_year_does_not_exist(client_as: ClientAs, year: str, db_session: Session) -> None:
    theirs = open_year(client_as(Cast.OTHER_POINT_PERSON))
    assert theirs != year
    ours, other = client_as(Cast.SLT), client_as(Cast.OTHER_POINT_PERSON)
    for path in ("", f"/{SLUG}", "/glance", "/sign", f"/{SLUG}/evidence"):
        assert ours.get(f"{theirs}{path}").status_code == 404
    assert other.post(f"{year}/{SLUG}", data={"existing": "3", "desired": "3"}).status_code == 404
    assert db_session.scalar(select(func.count(Rating.id)).where(Rating.existing.is_not(None))) == 0


def test_a_piece_of_another_year_is_not_untied_through_this_one(
    slt: FlaskClient, year: str, db_session: Session
) -> None:
    last = open_year(slt, "2024-25")
    slt.post(f"{last}/{SLUG}/evidence", data={"link": "https://a.example/x", "indicators": ["EC3.Teachers1"]})
    piece = db_session.scalars(select(Evidence)).one()
    assert slt.post(f"{year}/{SLUG}/evidence/{piece.id}/untie").status_code == 404
    assert slt.post(f"{last}/{SLUG}/evidence/{piece.id}/untie").status_code == 302


# ---- Opening


def test_without_any_year_the_page_says_what_to_do(slt: FlaskClient, client_as: ClientAs) -> None:
    assert "Open 2025-26" in slt.get("/years").text
    page = client_as(Cast.VIEWER).get("/years").text
    assert "No year is open yet" in page
    assert "Open 2025-26" not in page


@pytest.mark.parametrize("text", ["", "2026-27", "1989-90", "2025-27", "x" * 300, "2025-26'--", "٢٠٢٥-٢٦"])
def test_what_is_no_year_to_open_is_said_and_opens_nothing(slt: FlaskClient, text: str, db_session: Session) -> None:
    page = slt.post("/years/open", data={"year": text}, follow_redirects=True)
    assert page.status_code == 200
    assert "flash bad" in page.text
    assert db_session.scalar(select(func.count(Assessment.id))) == 0


def test_opening_again_leads_to_the_year_that_is_open(slt: FlaskClient, year: str, db_session: Session) -> None:
    assert open_year(slt) == year
    assert db_session.scalar(select(func.count(Assessment.id))) == 1


def test_the_next_year_begins_with_everything_to_review(slt: FlaskClient, db_session: Session) -> None:
    last = open_year(slt, "2024-25")
    assert save(slt, f"{last}/{SLUG}", existing="0", desired="2")[0] == 302
    page = slt.get(open_year(slt)).text
    assert "<b>0 of 16</b> done" in page
    assert "None yet, to review" in page
    assert page.count(">to review</span>") == 16


def test_a_district_that_begins_its_year_in_march_is_asked_about_its_own_year(
    slt: FlaskClient, db_session: Session
) -> None:
    school_named(db_session).district.year_begins_in = 3
    db_session.commit()
    assert "Open 2026-27" in slt.get("/years").text
    open_year(slt, "2026-27")
    assert db_session.scalars(select(Assessment)).one().year.start.isoformat() == "2026-03-01"


# ---- Rating


def test_a_rating_is_saved_and_the_next_indicator_opens(slt: FlaskClient, year: str, db_session: Session) -> None:
    order = slugs(db_session)
    answer = slt.post(
        f"{year}/{order[0]}", data={"existing": "0", "desired": "2", "version": "1"}, content_type="multipart/form-data"
    )
    assert answer.headers["Location"] == f"{year}/{order[1]}"
    rating = db_session.scalars(select(Rating).order_by(Rating.id)).first()
    assert (rating.existing, rating.desired, rating.reviewed_on) == (0, 2, TODAY)
    assert rating.reviewed_by_id == user_of(db_session, Cast.SLT).id


def test_one_level_above_records_is_refused_until_it_has_a_reason(slt: FlaskClient, year: str) -> None:
    status, page = save(slt, f"{year}/{SLUG}", existing="1", desired="2", rationale="<b>Because</b>")
    assert status == 422
    assert "one level above what our records show" in page
    assert "14 characters; 40 are needed" in page
    assert "&lt;b&gt;Because&lt;/b&gt;" in page
    assert 'value="1" checked' in page
    assert save(slt, f"{year}/{SLUG}", existing="1", desired="2", rationale=LONG)[0] == 302


def test_a_file_serves_in_place_of_a_reason(slt: FlaskClient, year: str, db_session: Session) -> None:
    file = (io.BytesIO(b"%PDF-1.4 plan"), "plan.pdf")
    status, _ = save(slt, f"{year}/{SLUG}", existing="1", desired="2", file=file, file_dated_on="2026-02-03")
    assert status == 302
    piece = db_session.scalars(select(Evidence)).one()
    assert (piece.title, piece.dated_on.isoformat(), piece.indicators) == ("plan.pdf", "2026-02-03", ("EC3.Teachers1",))


@pytest.mark.parametrize(
    ("name", "content"), [("plan.exe", b"MZ"), ("plan.pdf", b"no pdf"), ("plan.pdf", b""), ("../../x.pdf", b"x")]
)
def test_a_file_that_cannot_be_stored_refuses_the_rating_by_the_file(
    slt: FlaskClient, year: str, db_session: Session, name: str, content: bytes
) -> None:
    status, page = save(slt, f"{year}/{SLUG}", existing="1", desired="2", file=(io.BytesIO(content), name))
    assert status == 422
    assert 'id="file-error"' in page
    assert db_session.scalar(select(func.count(Evidence.id))) == 0


def test_two_levels_above_wait_for_a_second_member_who_is_another_person(
    slt: FlaskClient, client_as: ClientAs, year: str, db_session: Session
) -> None:
    file = (io.BytesIO(b"%PDF-1.4 plan"), "plan.pdf")
    status, page = save(slt, f"{year}/{SLUG}", existing="2", desired="3", rationale=LONG)
    assert status == 422 and "add a file that shows it" in page
    assert save(slt, f"{year}/{SLUG}", existing="2", desired="3", rationale=LONG, file=file)[0] == 302
    assert "something is missing" in slt.get(year).text
    assert "I agree" not in slt.get(f"{year}/{SLUG}").text
    assert "yourself" in slt.post(f"{year}/{SLUG}/agree", follow_redirects=True).text
    admin = client_as(Cast.SCHOOL_ADMIN)
    assert "I agree" in admin.get(f"{year}/{SLUG}").text
    admin.post(f"{year}/{SLUG}/agree")
    assert db_session.scalars(select(Rating).where(Rating.indicator == "EC3.Teachers1")).one().second_on == TODAY
    assert "something is missing" not in slt.get(year).text


def test_sustaining_asks_how_it_will_be_kept_up(slt: FlaskClient, year: str) -> None:
    file = (io.BytesIO(b"%PDF-1.4 plan"), "plan.pdf")
    status, page = save(slt, f"{year}/{SLUG}", existing="5", desired="5", rationale=LONG, file=file)
    assert status == 422
    assert "how it will be kept up" in page


@pytest.mark.parametrize(
    "fields", [{"existing": "6"}, {"desired": "0"}, {"existing": ""}, {"desired": "x"}, {"existing": "-1"}]
)
def test_a_level_that_the_map_has_not_is_refused(slt: FlaskClient, year: str, fields: dict[str, str]) -> None:
    assert save(slt, f"{year}/{SLUG}", **fields)[0] == 422


def test_huge_text_is_refused_and_long_words_are_kept(slt: FlaskClient, year: str) -> None:
    assert save(slt, f"{year}/{SLUG}", rationale="x" * 4001)[0] == 422
    assert save(slt, f"{year}/{SLUG}", rationale="x" * 4000)[0] == 302
    assert "x" * 4000 in slt.get(f"{year}/glance").text


def test_of_two_editors_the_second_is_shown_both_versions_and_overwrites_knowingly(
    slt: FlaskClient, client_as: ClientAs, year: str, db_session: Session
) -> None:
    address = f"{year}/{SLUG}"
    first = {"existing": "0", "desired": "2", "version": "1", "rationale": "First was here."}
    assert client_as(Cast.POINT_PERSON).post(address, data=first).status_code == 302
    answer = slt.post(address, data={"existing": "0", "desired": "3", "version": "1"})
    assert answer.status_code == 409
    assert "Someone saved this record before you" in answer.text
    assert "First was here." in answer.text
    assert db_session.scalars(select(Rating).where(Rating.indicator == "EC3.Teachers1")).one().desired == 2
    version = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)[1]
    assert slt.post(address, data={"existing": "0", "desired": "3", "version": version}).status_code == 302


def test_a_rating_sent_twice_is_stored_once(slt: FlaskClient, year: str, db_session: Session) -> None:
    data = {"existing": "0", "desired": "2", "version": "1", "once": "the-key-of-this-form-alone"}
    assert slt.post(f"{year}/{SLUG}", data=data).status_code == 302
    assert slt.post(f"{year}/{SLUG}", data=data).status_code == 302
    assert db_session.scalars(select(Rating).where(Rating.indicator == "EC3.Teachers1")).one().version == 2
    db_session.rollback()
    note = {"said": "Ask the clubs", "once": "the-key-of-this-note-alone"}
    for _ in range(2):
        assert slt.post(f"{year}/{SLUG}/notes", data=note).status_code == 302
    assert db_session.scalar(select(func.count(RatingNote.id))) == 1


def test_who_opened_an_indicator_is_told_to_the_others_and_moves_on(
    slt: FlaskClient, client_as: ClientAs, year: str
) -> None:
    client_as(Cast.POINT_PERSON).get(f"{year}/{SLUG}")
    assert "Point person is on it" in slt.get(year).text
    assert "Point person is on it" in slt.get(f"{year}/{SLUG}").text
    client_as(Cast.POINT_PERSON).get(f"{year}/ec1-leaders1")
    assert "is on it" not in slt.get(f"{year}/{SLUG}").text
    client_as(Cast.VIEWER).get(f"{year}/{SLUG}")
    assert "Viewer is on it" not in slt.get(year).text


def test_a_meeting_keeps_its_view_and_its_notes(slt: FlaskClient, year: str) -> None:
    note = slt.post(f"{year}/{SLUG}/notes?meeting=1", data={"said": "Ask the clubs to log.", "said_by": "Grade 7"})
    assert note.headers["Location"] == f"{year}/{SLUG}?meeting=1#notes"
    page = slt.get(f"{year}/{SLUG}?meeting=1").text
    assert "Ask the clubs to log." in page and "Grade 7" in page
    saved = slt.post(f"{year}/{SLUG}?meeting=1", data={"existing": "0", "desired": "2", "version": "1"})
    assert saved.headers["Location"].endswith("?meeting=1")
    assert slt.post(f"{year}/{SLUG}/notes", data={"said": " "}).status_code == 422


def test_the_pages_of_a_year_ask_the_same_however_much_is_logged(
    app: Flask, slt: FlaskClient, year: str, db_session: Session
) -> None:
    def questions(address: str) -> int:
        slt.get(address)
        asked: list[str] = []
        with app.app_context():
            engine = db.engine
        listen = lambda *args: asked.append(args[2])  # noqa: E731  (a name for taking it away again)
        event.listen(engine, "before_cursor_execute", listen)
        try:
            assert slt.get(address).status_code == 200
        finally:
            event.remove(engine, "before_cursor_execute", listen)
        return len(asked)

    addresses = (year, f"{year}/{SLUG}", f"{year}/glance")
    before = [questions(address) for address in addresses]
    school = school_named(db_session)
    for number in range(60):
        an_activity(db_session, school, title=f"Talk {number}", occurred_on=TODAY - timedelta(days=number * 5))
    for slug in slugs(db_session)[:6]:
        save(slt, f"{year}/{slug}", rationale=LONG)
        slt.post(f"{year}/{slug}/notes", data={"said": "Said."})
    db_session.commit()
    after = [questions(address) for address in addresses]
    assert all(more - less <= 2 for less, more in zip(before, after, strict=True)), (before, after)
    assert max(after) < 45, after


# ---- Signing


@pytest.fixture
def signed(slt: FlaskClient, year: str, db_session: Session) -> Iterator[str]:
    """A year of a school with a few records that was signed: its address."""
    school = school_named(db_session)
    for number in range(3):
        an_activity(db_session, school, title=f"Talk {number}", occurred_on=TODAY - timedelta(days=40 * number + 1))
    db_session.commit()
    rate_all(slt, year, db_session)
    assert slt.post(f"{year}/sign").status_code == 302
    yield year


def article(page: str) -> str:
    """Cut what was signed out of its page."""
    return page[page.index('<article class="glance"') : page.index("</article>")]


def test_a_year_is_not_signed_while_an_indicator_was_not_looked_at(slt: FlaskClient, year: str) -> None:
    save(slt, f"{year}/{SLUG}")
    answer = slt.post(f"{year}/sign")
    assert answer.status_code == 422
    assert "Leaders build support for STEM: It was not looked at this year." in answer.text
    assert "Teachers communicate and advocate: It was" not in answer.text


def test_a_signed_year_shows_itself_and_takes_nothing_more(slt: FlaskClient, signed: str, db_session: Session) -> None:
    page = slt.get(f"{signed}/glance").text
    assert "Signed off" in page and "by Slt" in page
    assert "None yet" in article(page)
    rating = slt.get(f"{signed}/{SLUG}").text
    assert "This year is signed" in rating and "Save" not in rating
    assert save(slt, f"{signed}/{SLUG}")[0] in (409, 422)
    assert slt.post(f"{signed}/{SLUG}/notes", data={"said": "Late"}).status_code == 422
    assert slt.post(f"{signed}/sign").status_code == 422
    assert db_session.scalar(select(func.count(SignOff.id))) == 1


def change_the_world(session: Session) -> None:
    """Do all that may come after a signature: edits, archives, new records, other rules, other words, another name."""
    act_as(session, "Afterwards")
    school = school_named(session)
    talks = session.scalars(select(Activity).where(Activity.school_id == school.id)).all()
    archive_record(talks[0])
    talks[1].title = "Renamed afterwards"
    talks[2].audience = ("staff",)
    for number in range(12):
        an_activity(
            session, school, title=f"After {number}", channel=("presentation",),
            audience=("families", "pta", "students"), beyond_class=True,
            occurred_on=TODAY - timedelta(days=20 * number + 2),
        )  # fmt: skip
    school.name = "Renamed Middle"
    user_of(session, Cast.SLT).name = "Renamed Member"
    for indicator in session.scalars(select(Indicator)):
        indicator.name, indicator.official_map = "Renamed indicator", "Other words"
    newest = session.scalars(select(RuleSet).order_by(RuleSet.in_force_from.desc())).first()
    session.add(
        RuleSet(
            version="2027.9", in_force_from=TODAY - timedelta(days=1),
            content=newest.content | {"version": "2027.9", "in_force_from": (TODAY - timedelta(days=1)).isoformat()},
        )
    )  # fmt: skip
    session.commit()


def test_what_was_signed_is_the_same_for_ever_and_what_changed_stands_beside_it(
    slt: FlaskClient, signed: str, db_session: Session
) -> None:
    before = article(slt.get(f"{signed}/glance").text)
    snapshot = db_session.scalars(select(SignOff)).one().snapshot
    change_the_world(db_session)
    page = slt.get(f"{signed}/glance").text
    assert article(page) == before
    assert "Changed since it was signed" in page
    assert "Changed since it was signed" not in article(page)
    db_session.expire_all()
    assert db_session.scalars(select(SignOff)).one().snapshot == snapshot


def test_a_reopened_year_keeps_what_was_signed_beside_what_is_signed_next(
    slt: FlaskClient, signed: str, db_session: Session
) -> None:
    before = article(slt.get(f"{signed}/glance").text)
    assert slt.post(f"{signed}/reopen", data={"because": "short"}).status_code == 422
    assert slt.post(f"{signed}/reopen", data={"because": LONG}).status_code == 302
    page = slt.get(signed).text
    assert LONG in page
    first = db_session.scalars(select(SignOff)).one().id
    db_session.rollback()
    assert save(slt, f"{signed}/{SLUG}", existing="0", desired="4")[0] == 302
    assert slt.post(f"{signed}/sign").status_code == 302
    assert article(slt.get(f"{signed}/signed/{first}").text) == before
    assert "Fully" in article(slt.get(f"{signed}/glance").text)


def test_a_signed_page_is_no_other_schools(client_as: ClientAs, signed: str, db_session: Session) -> None:
    number = db_session.scalars(select(SignOff)).one().id
    other = client_as(Cast.OTHER_POINT_PERSON)
    theirs = open_year(other)
    assert other.get(f"{signed}/signed/{number}").status_code == 404
    assert other.get(f"{theirs}/signed/{number}").status_code == 404


def test_two_who_sign_at_the_same_time_sign_once(slt: FlaskClient, client_as: ClientAs, signed: str) -> None:
    answer = client_as(Cast.SCHOOL_ADMIN).post(f"{signed}/sign")
    assert answer.status_code == 422
    assert "is signed" in answer.text


def test_the_snapshot_holds_what_was_judged_and_by_what(signed: str, db_session: Session) -> None:
    from models.queries.year_reports import signed_report

    report = signed_report(db_session.scalars(select(SignOff)).one())
    line = next(
        one for outcome in report["outcomes"] for one in outcome["indicators"] if one["code"] == "EC3.Teachers1"
    )
    assert report["rules"] and report["settings"]["level_share"]
    assert len(line["cells"]) == 5
    counted = {ref for practice in line["practices"] for _, ref in practice["records"]}
    stored = set(db_session.scalars(select(Activity.ref)))
    assert counted and counted <= stored
    assert line["records"] == len(counted)


def test_nothing_of_the_year_is_written_by_the_engine(
    slt: FlaskClient, year: str, db_session: Session, client_as: ClientAs
) -> None:
    school: School = school_named(db_session)
    an_activity(db_session, school, beyond_class=True)
    db_session.commit()
    for address in ("/", year, f"{year}/{SLUG}", f"{year}/glance", "/indicators/ec3-teachers1"):
        slt.get(address)
    db_session.expire_all()
    assert {one.existing for one in db_session.scalars(select(Rating))} == {None}
    assert OTHER_SCHOOL not in slt.get(year).text
