"""The year on screen: who may do what, what is refused and named, two at once, and what was signed for ever."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, event, func, select
from sqlalchemy.orm import Session

from models.ratings import Assessment, Evidence, Rating, RatingNote, RatingVisit
from tests.cast import SIGNED_IN, Cast, school_named, user_of
from tests.factories import TODAY, an_activity
from tests.tracker.conftest import ClientAs
from tests.tracker.years.steps import LONG, SLUG, at_riverside, open_year, save, slugs
from tracker.extensions import db
from tracker.standings import Turns

TEAM = (Cast.POINT_PERSON, Cast.SLT, Cast.SCHOOL_ADMIN)
READERS = (*TEAM, Cast.CONTRIBUTOR, Cast.VIEWER, Cast.DISTRICT_ADMIN)

# The last month of a year that ends in February.
WINTER = date(2026, 2, 20)


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


def test_what_is_repaired_from_the_gaps_leads_back_to_them(client_as: ClientAs, year: str) -> None:
    slt, link = client_as(Cast.SLT), {"link": "https://a.example/minutes", "indicators": ["EC3.Teachers1"]}
    address, back = f"{year}/{SLUG}", "back=/gaps"
    page = slt.get(f"{address}?{back}").text
    assert f'action="{address}?{back}"' in page
    assert 'Saving leads back to <a href="/gaps">the gaps</a>' in page and "Save and go on" not in page
    data = {"existing": "0", "desired": "1", "version": re.search(r'name="version"[^>]*value="(\d+)"', page)[1]}  # type: ignore[index]
    assert slt.post(f"{address}?{back}", data=data).location == "/gaps"
    assert 'Saving leads back to <a href="/gaps">' in slt.get(f"{address}/evidence?{back}").text
    assert slt.post(f"{address}/evidence?{back}", data=link).location == "/gaps"
    # Opened from the year itself, it goes on to what comes next.
    assert "Save and go on" in slt.get(address).text


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
    # Every other page counts by the same years.
    an_activity(db_session, school_named(db_session), title="In the winter of the year before", occurred_on=WINTER)
    db_session.commit()
    assert "In the winter of the year before" in slt.get("/activities?year=2025-26").text
    this_year = slt.get("/activities?year=2026-27").text
    assert "In the winter of the year before" not in this_year
    assert ">2026-27</option>" in this_year


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


def test_an_open_page_is_told_who_is_there_what_was_said_and_that_somebody_saved(
    slt: FlaskClient, client_as: ClientAs, year: str, db_session: Session
) -> None:
    def now(**asked: str) -> dict[str, str]:
        parts: dict[str, str] = slt.get(f"{year}/{SLUG}/now", query_string=asked).get_json()["parts"]
        return parts

    colleague = client_as(Cast.POINT_PERSON)
    slt.get(f"{year}/{SLUG}")
    mark = slt.get(f"{year}/now").get_json()["mark"]
    assert "is on it" not in now(has="1")["on-it"] and "Nothing is written down" in now()["what-was-said"]
    # Who asks has the page before them, though they opened it long ago.
    db_session.execute(delete(RatingVisit))
    db_session.commit()
    colleague.get(f"{year}/{SLUG}/now")
    assert "Point person is on it" in now()["on-it"]
    assert "Point person is on it" in slt.get(f"{year}/now").get_json()["parts"][f"on-{SLUG}"]
    client_as(Cast.VIEWER).get(f"{year}/{SLUG}/now")
    assert "Viewer" not in now()["on-it"]
    colleague.post(f"{year}/{SLUG}/notes", data={"said": "<b>Ask</b> the clubs."})
    assert "&lt;b&gt;Ask&lt;/b&gt; the clubs." in now()["what-was-said"]
    assert not now(has="1")["meanwhile"]
    assert save(colleague, f"{year}/{SLUG}")[0] == 302
    assert "Point person saved this indicator" in now(has="1")["meanwhile"]
    assert not now(has="2")["meanwhile"]
    assert slt.get(f"{year}/now").get_json()["mark"] != mark


def test_who_stays_on_an_indicator_is_noted_once_a_minute(slt: FlaskClient, year: str, db_session: Session) -> None:
    for _ in range(5):
        assert slt.get(f"{year}/{SLUG}/now").status_code == 200
    assert db_session.scalar(select(func.count(RatingVisit.id))) == 1


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
        # What waits for its turn to be stored would be stored by whatever page comes after it.
        app.extensions["standings"] = Turns()
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
