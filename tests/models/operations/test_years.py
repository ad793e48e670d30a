"""A year is opened once, rated with what it asks for, signed for ever, and reopened with a reason."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.accounts import School
from models.database import run_write
from models.history import History
from models.operations.years import (
    RatingEntry,
    agree_with_rating,
    canonical,
    note_said,
    open_year,
    rate_indicator,
    reopen_year,
    sign_year,
)
from models.queries.history import history_of
from models.rating_asks import Ask, Placed, Shown, Stand, asks_of, stand_of
from models.ratings import Assessment, Rating, SignedForEver, SignOff
from models.refusals import Refused
from models.school_years import SchoolYear
from models.scope import Scope
from tests.factories import TODAY, a_school, a_user
from tests.record_files import a_ruled_school

CODES = ("EC1.Leaders1", "EC2.Students1", "EC3.Strategic Alliances1")
THIS, LAST = SchoolYear(2025), SchoolYear(2024)
NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
LONG = "Requests stopped in May, when the whole grade was at the river."
EQUAL = Shown(2, 4)


def opened(session: Session, school: School, year: SchoolYear = THIS) -> Assessment:
    return open_year(session, school, year, indicators=CODES, today=TODAY)


def rated(
    rating: Rating, entry: RatingEntry, *, shown: Shown = EQUAL, files: int = 0, user_id: int | None = None
) -> None:
    rate_indicator(rating, entry, shown=shown, files=files, user_id=user_id, today=TODAY)


def test_opening_a_year_lays_out_every_indicator_and_rates_none(session: Session) -> None:
    year = opened(session, a_school(session))
    assert [one.indicator for one in year.ratings] == list(CODES)
    assert {(one.existing, one.desired, one.reviewed_on) for one in year.ratings} == {(None, None, None)}


def test_what_the_last_year_said_is_copied_and_is_to_be_reviewed(session: Session) -> None:
    school = a_school(session)
    last = opened(session, school, LAST)
    rated(last.ratings[0], RatingEntry(2, 3, LONG))
    year = opened(session, school)
    copied = year.ratings[0]
    assert (copied.existing, copied.desired, copied.rationale, copied.reviewed_on) == (2, 3, None, None)
    assert year.copied_from_id == last.id
    assert year.ratings[1].existing is None


def test_opening_a_year_again_gives_the_one_that_is_open(session: Session) -> None:
    school = a_school(session)
    assert opened(session, school) is opened(session, school)
    assert session.scalar(select(func.count(Rating.id))) == len(CODES)


@pytest.mark.parametrize("year", [SchoolYear(2026), SchoolYear(1989)])
def test_a_year_that_has_not_begun_or_is_long_past_is_not_opened(session: Session, year: SchoolYear) -> None:
    with pytest.raises(Refused):
        opened(session, a_school(session), year)


def test_of_two_who_open_the_same_year_at_once_both_get_one(engine: Engine) -> None:
    with Session(engine) as session:
        school_id = a_school(session).id
        session.commit()
    gate = Barrier(4)

    def work(session: Session) -> int:
        return opened(session, session.get_one(School, school_id)).id

    def open_it(_place: int) -> int:
        gate.wait()
        try:
            return run_write(lambda: Session(engine), work)
        except IntegrityError:
            return run_write(lambda: Session(engine), work)

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(open_it, range(4)))
    assert len(found) == 1
    with Session(engine) as session:
        assert session.scalar(select(func.count(Assessment.id))) == 1
        assert session.scalar(select(func.count(Rating.id))) == len(CODES)


# ---- What a rating asks for


@pytest.mark.parametrize(
    ("existing", "shown", "stand"),
    [
        (None, EQUAL, Stand.UNRATED),
        (2, EQUAL, Stand.EQUAL),
        (3, EQUAL, Stand.ABOVE),
        (4, EQUAL, Stand.FAR_ABOVE),
        (3, Shown(2, 2), Stand.FAR_ABOVE),
        (1, EQUAL, Stand.BELOW),
        (0, Shown(0, 0), Stand.EQUAL),
        (1, Shown(0, 3), Stand.ABOVE),
        (5, Shown(), Stand.NOT_JUDGED),
    ],
)
def test_a_rating_stands_beside_what_records_show(existing: int | None, shown: Shown, stand: Stand) -> None:
    assert stand_of(existing, shown) is stand


@pytest.mark.parametrize(
    ("placed", "shown", "fields"),
    [
        (Placed(2, 3), EQUAL, []),
        (Placed(2, None), EQUAL, ["desired"]),
        (Placed(3, 3), EQUAL, ["rationale"]),
        (Placed(3, 3, "x" * 39), EQUAL, ["rationale"]),
        (Placed(3, 3, " " * 50), EQUAL, ["rationale"]),
        (Placed(3, 3, "x" * 40), EQUAL, []),
        (Placed(3, 3, files=1), EQUAL, []),
        (Placed(4, 4, LONG), EQUAL, ["file", ""]),
        (Placed(4, 4, files=1), EQUAL, ["rationale", ""]),
        (Placed(4, 4, LONG, files=1), EQUAL, [""]),
        (Placed(4, 4, LONG, files=1, has_second=True), EQUAL, []),
        (Placed(3, 3, LONG), Shown(2, 2), ["file", ""]),
        (Placed(1, 1), EQUAL, []),
        (Placed(5, 5), Shown(5, 5), ["kept_up"]),
        (Placed(5, 5, kept_up="Every quarter."), Shown(5, 5), []),
        (Placed(None), EQUAL, ["existing"]),
        (Placed(4, 4), Shown(), []),
    ],
)
def test_what_is_missing_is_named_by_the_field_that_answers_it(placed: Placed, shown: Shown, fields: list[str]) -> None:
    assert [ask.field for ask in asks_of(placed, shown)] == fields


def test_a_rating_above_records_is_refused_without_its_reason_and_stored_with_it(session: Session) -> None:
    rating = opened(session, a_school(session)).ratings[0]
    with pytest.raises(Refused) as refused:
        rated(rating, RatingEntry(3, 4, "Too short."))
    assert "10 characters; 40 are needed" in refused.value.fields["rationale"]
    assert rating.reviewed_on is None
    rated(rating, RatingEntry(3, 4, LONG))
    assert (rating.existing, rating.desired, rating.reviewed_on) == (3, 4, TODAY)


@pytest.mark.parametrize(("existing", "desired", "field"), [(6, 3, "existing"), (-1, 3, "existing"), (2, 0, "desired")])
def test_a_level_that_the_map_has_not_is_refused(session: Session, existing: int, desired: int, field: str) -> None:
    with pytest.raises(Refused) as refused:
        rated(opened(session, a_school(session)).ratings[0], RatingEntry(existing, desired))
    assert set(refused.value.fields) == {field}


def test_the_second_member_is_another_person_and_agrees_with_what_stands_there(session: Session) -> None:
    one, other = a_user(session), a_user(session)
    rating = opened(session, a_school(session)).ratings[0]
    with pytest.raises(Refused, match="Nobody has rated"):
        agree_with_rating(rating, user_id=other.id, today=TODAY)
    entry = RatingEntry(4, 4, LONG)
    rated(rating, entry, files=1, user_id=one.id)
    with pytest.raises(Refused, match="yourself"):
        agree_with_rating(rating, user_id=one.id, today=TODAY)
    agree_with_rating(rating, user_id=other.id, today=TODAY)
    rated(rating, entry, files=1, user_id=one.id)
    assert rating.second_by_id == other.id
    rated(rating, RatingEntry(5, 5, LONG, kept_up="Every quarter."), files=1, user_id=one.id)
    assert rating.second_by_id is None


def test_nobody_becomes_their_own_second_member_by_saving_after_agreeing(session: Session) -> None:
    one, other = a_user(session), a_user(session)
    rating = opened(session, a_school(session)).ratings[0]
    rated(rating, RatingEntry(4, 4, LONG), files=1, user_id=one.id)
    agree_with_rating(rating, user_id=other.id, today=TODAY)
    rated(rating, RatingEntry(4, 4, LONG), files=1, user_id=other.id)
    assert (rating.reviewed_by_id, rating.second_by_id) == (other.id, None)


def test_the_history_tells_levels_and_people_by_name(session: Session) -> None:
    school = a_ruled_school(session)
    user = a_user(session, name="Sam Second")
    rating = opened(session, school).ratings[0]
    rated(rating, RatingEntry(2, 3), user_id=user.id)
    session.flush()
    told = history_of(session, Scope.of_school(school.id), Rating.kind, rating.id)[0]
    lines = [line.text for line in told.lines]
    assert "Existing level: Progressing" in lines
    assert "Looked at by: Sam Second" in lines


# ---- Signing


def signed(session: Session, year: Assessment, report: dict | None = None) -> SignOff:
    return sign_year(
        session, year, report or {"a": 1}, open_asks={}, user_id=None, at=NOW, today=TODAY
    )  # fmt: skip


def test_a_year_is_not_signed_while_something_is_asked_and_the_refusal_names_it(session: Session) -> None:
    year = opened(session, a_school(session))
    asks = {"Leaders build support": [Ask("", "It was not looked at this year.")], "Alliances": []}
    with pytest.raises(Refused, match=r"Leaders build support: It was not looked at"):
        sign_year(session, year, {}, open_asks=asks, user_id=None, at=NOW, today=TODAY)
    assert year.signed_on is None


def test_a_signed_year_takes_no_change(session: Session) -> None:
    user = a_user(session)
    year = opened(session, a_school(session))
    signed(session, year)
    for change in (
        lambda: rated(year.ratings[0], RatingEntry(2, 2)),
        lambda: agree_with_rating(year.ratings[0], user_id=user.id, today=TODAY),
        lambda: note_said(session, year, CODES[0], said="Late", said_by=None, today=TODAY),
        lambda: signed(session, year),
    ):
        with pytest.raises(Refused, match="is signed"):
            change()


def test_what_was_signed_can_be_neither_changed_nor_deleted(session: Session) -> None:
    found = signed(session, opened(session, a_school(session)))
    session.commit()
    found.snapshot = "{}"
    with pytest.raises(SignedForEver):
        session.flush()
    session.rollback()
    session.delete(found)
    with pytest.raises(SignedForEver):
        session.flush()
    session.rollback()


def test_reopening_needs_a_reason_and_keeps_what_was_signed(session: Session) -> None:
    school = a_school(session)
    year = opened(session, school)
    with pytest.raises(Refused, match="not signed"):
        reopen_year(session, year, because=LONG, user_id=None, at=NOW)
    found = signed(session, year, {"said": "as it was"})
    for because in (None, "   ", "Too short"):
        with pytest.raises(Refused) as refused:
            reopen_year(session, year, because=because, user_id=None, at=NOW)
        assert "because" in refused.value.fields
    reopen_year(session, year, because=LONG, user_id=None, at=NOW)
    session.commit()
    assert year.signed_on is None
    assert found.reopened_because == LONG
    assert found.snapshot == '{"said":"as it was"}'
    rated(year.ratings[0], RatingEntry(2, 2))
    again = signed(session, year)
    session.flush()
    assert again.id != found.id
    told = session.scalars(select(History).where(History.record_kind == "assessment")).all()
    assert any(row.changes.get("reopened_because", [None, None])[1] == LONG for row in told)


def test_the_same_report_is_written_the_same_whatever_its_order() -> None:
    pairs = [("b", {"y": 1, "x": [2, "é"]}), ("a", None), ("c", "“quoted”")]
    texts = {canonical(dict(random.Random(seed).sample(pairs, 3))) for seed in range(9)}
    assert texts == {'{"a":null,"b":{"x":[2,"é"],"y":1},"c":"“quoted”"}'}


def test_a_leap_day_is_a_day_like_any_other(session: Session) -> None:
    leap = date(2028, 2, 29)
    year = open_year(session, a_school(session), SchoolYear.of(leap), indicators=CODES, today=leap)
    rate_indicator(year.ratings[0], RatingEntry(1, 2), shown=Shown(1, 1), files=0, user_id=None, today=leap)
    session.flush()
    assert year.ratings[0].reviewed_on == leap


@pytest.mark.parametrize(("month", "first"), [(7, 2025), (3, 2026), (4, 2025), (1, 2026), (12, 2025)])
def test_a_school_year_begins_where_the_district_says(month: int, first: int) -> None:
    year = SchoolYear.of(TODAY, month)
    assert year.first == first
    assert year.start <= TODAY < year.end
    assert year.last + timedelta(days=1) == year.end
