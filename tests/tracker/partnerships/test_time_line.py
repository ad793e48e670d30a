"""Agreements on a time line: what carries, what was before, what waits, and what would stop counting."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sqlalchemy import event
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.partnerships import Partnership
from models.queries.agreement_time_line import Bar, days_drawn, line_of, time_line
from models.scope import Scope
from seed.catalogue import load_catalogue
from tests.cast import Cast, school_named
from tests.factories import TODAY, a_partner, a_partnership, an_agreement
from tests.tracker.conftest import ClientAs
from tracker.agreements.picture import NARROW, picture_of

LANGUAGE = load_catalogue().language
DAY = timedelta(days=1)
START, END = days_drawn(TODAY, 7)


def paper(session: Session, partnership: Partnership, first: int, last: int | None, **fields: object) -> Agreement:
    """An agreement between two days counted from today, signed on its first unless something else is said."""
    begins = TODAY + first * DAY
    days = {"submitted_on": begins, "signed_on": begins, "starts_on": begins}
    ends_on = None if last is None else TODAY + last * DAY
    return an_agreement(session, partnership, **{**days, "ends_on": ends_on, **fields})


def test_the_days_drawn_begin_with_the_last_school_year() -> None:
    assert (date(2024, 7, 1), date(2027, 1, 1)) == (START, END)
    assert days_drawn(date(2026, 2, 2), 2) == (date(2025, 2, 1), date(2027, 8, 1))


def test_what_is_signed_carries_and_what_is_not_waits(db_session: Session, partnership: Partnership) -> None:
    partnership = db_session.get_one(Partnership, partnership.id)
    proposal = paper(db_session, partnership, -700, None, agreement_kind="proposal", signed_on=None)
    before = paper(db_session, partnership, -400, -36)
    present = paper(db_session, partnership, -35, 20, renews_id=before.id, notice_days=30)
    renewal = paper(db_session, partnership, 21, 385, renews_id=present.id, signed_on=None)
    every = [renewal, present, before, proposal]
    line = line_of(every, TODAY, LANGUAGE)
    assert [(one.agreement, one.bar, one.follows) for one in line.spans] == [
        (before, Bar.EARLIER, False), (present, Bar.IN_FORCE, True), (renewal, Bar.UNSIGNED, True),
    ]  # fmt: skip
    assert (line.carrying, line.waiting, line.out_on) == (present, renewal, TODAY + 51 * DAY)
    [row] = picture_of([line], START, END, TODAY, NARROW).rows
    first, second, third = row.pieces
    assert first.x < second.x == second.joint and second.x + second.width == third.x == third.joint
    assert second.notice and round(second.notice[0] + second.notice[1], 1) == third.x and third.word.startswith("sent")
    assert row.grace and row.grace[0] == third.x and row.over is None
    # Once both have signed, that one carries.
    renewal.signed_on = TODAY
    assert line_of(every, TODAY, LANGUAGE).carrying is renewal
    # A proposal alone waits; without an end it goes on beyond the edge.
    alone = line_of([proposal], TODAY, LANGUAGE)
    assert (alone.spans[0].bar, alone.carrying, alone.out_on) == (Bar.UNSIGNED, None, None)
    assert picture_of([alone], START, END, TODAY).rows[0].pieces[0].goes_on


def test_the_page_says_what_ends_what_would_stop_and_what_has_stopped(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    client = client_as(Cast.POINT_PERSON)
    partnership = db_session.get_one(Partnership, partnership.id)
    present = paper(db_session, partnership, -300, 20)
    over = a_partnership(db_session, partnership.school, a_partner(db_session, "Long <b>Over</b>"))
    paper(db_session, over, -400, -60)
    db_session.commit()
    page = client.get("/agreements/time-line").text
    assert "One agreement ends by Apr 2026" in page and "stops May 4, 2026" in page
    assert "has not counted since Feb 13, 2026" in page and "Long &lt;b&gt;Over" in page
    assert page.index("ends in 20 days") < page.index(">ended<")
    renewal = paper(db_session, partnership, 21, 385, renews_id=present.id, signed_on=None, submitted_on=TODAY)
    db_session.commit()
    page = client.get("/agreements/time-line").text
    assert "One agreement ends by Apr 2026; one is being renewed" in page
    assert re.search(rf'href="/agreements/{renewal.id}">Note the signature', page)
    assert "ends in 20 days, renewal handed over" in client.get("/agreements").text
    assert 'class="time-line"' in client.get(f"/agreements/{present.id}").text
    assert client_as(Cast.CONTRIBUTOR).get("/agreements/time-line").status_code == 403
    assert client.get("/agreements/time-line?page=99").status_code == 200


def test_many_agreements_take_no_more_statements_than_few(db_session: Session) -> None:
    school, counts = school_named(db_session), []
    scope = Scope.of_school(school.id, district_id=school.district_id)
    for many in (2, 40):
        for number in range(many):
            one = a_partnership(db_session, school, a_partner(db_session, f"P {many} {number}"))
            for year in range(3):
                paper(db_session, one, -900 + 365 * year, -536 + 365 * year + number)
        db_session.commit()
        db_session.expunge_all()
        said: list[str] = []
        connection = db_session.connection()
        note = lambda *told, kept=said: kept.append(told[2])  # noqa: E731  (it is taken away again)
        event.listen(connection, "before_cursor_execute", note)
        found = time_line(db_session, LANGUAGE, scope=scope, start=START, today=TODAY)
        assert all(span.agreement.partnership.partner.name for line in found.lines.rows for span in line.spans)
        event.remove(connection, "before_cursor_execute", note)
        counts.append(len(said))
        school = school_named(db_session)
    assert (counts, found.lines.pages, len(found.lines.rows)) == ([2, 2], 2, 30)
