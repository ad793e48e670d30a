"""A year is signed once everything is there, and what was signed is the same for ever."""

from __future__ import annotations

import re
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity
from models.history import act_as
from models.icmap import Indicator, RuleSet
from models.operations.records import archive_record
from models.queries.year_reports import signed_report
from models.ratings import Rating, SignOff
from tests.cast import OTHER_SCHOOL, Cast, school_named, user_of
from tests.factories import TODAY, an_activity
from tests.tracker.conftest import ClientAs
from tests.tracker.years.steps import LONG, SLUG, open_year, rate_all, save


def article(page: str) -> str:
    """Cut what was signed out of its page."""
    return page[page.index('<article class="glance"') : page.index("</article>")]


def inside(page: str, part: str) -> list[str]:
    """Cut the parts of a kind out of a page's own content."""
    return re.findall(rf"<{part}[ >].*?</{part}>", page[page.index("<main") :], re.DOTALL)


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
    assert "The year is signed meanwhile" in slt.get(f"{signed}/{SLUG}/now?has=1").get_json()["parts"]["meanwhile"]
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
    table, indicator = inside(slt.get(signed).text, "tbody"), slt.get(f"{signed}/{SLUG}").text
    snapshot = db_session.scalars(select(SignOff)).one().snapshot
    change_the_world(db_session)
    page = slt.get(f"{signed}/glance").text
    assert article(page) == before
    assert inside(slt.get(signed).text, "tbody") == table
    after = slt.get(f"{signed}/{SLUG}").text
    for part in ("h1", "dl", "h3", "summary"):
        assert inside(after, part) == inside(indicator, part)
    assert "Other words" not in after and "Renamed indicator" not in after and "Changed since it was signed" in after
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


def test_what_changed_since_the_page_was_read_is_not_signed_unread(
    slt: FlaskClient, client_as: ClientAs, year: str, db_session: Session
) -> None:
    rate_all(slt, year, db_session)
    seen = re.search(r'name="seen"[^>]*value="([0-9a-f]+)"', slt.get(f"{year}/sign").text)
    assert seen
    assert save(client_as(Cast.POINT_PERSON), f"{year}/{SLUG}", desired="3")[0] == 302
    answer = slt.post(f"{year}/sign", data={"seen": seen[1]})
    assert answer.status_code == 409 and "Look again, then sign." in answer.text
    again = re.search(r'name="seen"[^>]*value="([0-9a-f]+)"', answer.text)
    assert again and slt.post(f"{year}/sign", data={"seen": again[1]}).status_code == 302


def test_the_snapshot_holds_what_was_judged_and_by_what(signed: str, db_session: Session) -> None:
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
