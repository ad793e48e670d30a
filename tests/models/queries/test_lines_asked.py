"""What the database counts of lines to be said again is what is said of each partnership."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.needs import SchoolNeed
from models.partnerships import LINES, Partnership, PartnershipCheck, PartnershipNeed, PartnershipTerm, TermName
from models.queries.catalogue import latest_catalogue
from models.queries.continuum import continuum_of
from models.queries.standing_facts import partnerships_asked, standing_facts
from models.scope import Scope
from tests.factories import a_need, a_partner, a_school
from tests.models.queries.test_partnership_care import LEAP_DAY, MANY, Chance, made
from tests.record_files import store_rules

# Around a year less sixty days, from when a line is asked for.
OLD = (-3, 0, 100, 303, 304, 305, 306, 307, 308, 364, 365, 500)


def with_lines(one: Partnership, need: SchoolNeed, pick: Chance) -> None:
    """Add what else can stand, or was said again."""
    one.started_on = pick.day(OLD)
    one.ended_on = None
    one.confirmed_on = tuple(sorted({pick.day(OLD)})) if not pick.happens() else ()
    one.terms += [
        PartnershipTerm(name=TermName.SHORT_GOALS, text=pick.one(("Two clubs", "", None)), from_on=on)
        for on in sorted({pick.day(OLD), pick.day(OLD)})
    ]
    if pick.happens():
        one.needs.append(PartnershipNeed(need=need, from_on=pick.day(OLD)))
    one.checks += [PartnershipCheck(line=line, said_on=pick.day(OLD)) for line in LINES if not pick.happens()]


def test_what_the_database_counts_of_lines_is_what_is_said_of_each_partnership(session: Session) -> None:
    store_rules(session)
    school, elsewhere = a_school(session), a_school(session)
    pick = Chance(11, LEAP_DAY)
    for place, number in ((school, MANY), (elsewhere, 10)):
        need = a_need(session, place, text="Tutors", critical=True, data=("survey",))
        for _ in range(number):
            session.add_all(made(place, a_partner(session), pick))
        session.flush()
        for one in session.scalars(select(Partnership).where(Partnership.school_id == place.id)):
            with_lines(one, need, pick)
    session.flush()
    session.expire_all()
    scope, rules = Scope.of_school(school.id), latest_catalogue(session)
    continuum = continuum_of(session, scope=scope)
    facts = [
        one for one in standing_facts(session, continuum, scope=scope, today=LEAP_DAY) if one.kind == Partnership.kind
    ]
    found = partnerships_asked(session, rules, scope=scope, today=LEAP_DAY)
    assert [(one.partnership_id, one.said_on, one.lines, one.asked, one.is_asked) for one in found] == [
        (one.record.id, one.said_on, len(one.lines), sum(line.asked for line in one.lines), one.asked) for one in facts
    ]
    assert {one.asked for one in found} > {0, 1, 2}
