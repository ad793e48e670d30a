"""The first school's yearly assessments: last year's, signed, and this year's, half done, with what is to be done."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from models.history import act_as
from models.operations.years import sign_year
from models.queries.catalogue import has_rules
from models.queries.continuum import continuum_of
from models.queries.roster import members_on
from models.queries.year_reports import report_of
from models.queries.years import lines_of, shown_on
from models.ratings import Assessment, Evidence, Rating, RatingNote
from models.school_years import SchoolYear
from models.scope import Scope
from seed.demo.actions import add_actions
from seed.demo.school import DemoSchool

# What the team said of each indicator last June; of one it saw one level more than its records show.
REASONS = {
    "EC1.Leaders1": "Board, chamber and PTA heard the case; businesses not yet.",
    "EC1.Leaders2": "Every group but industry has a seat; the roster is kept.",
    "EC1.Leaders3": "Adopted two years ago; not yet read again with partners.",
    "EC1.Leaders4": "The three-year plan is written and in use; two goals lack measures.",
    "EC1.Teachers1": "Grade 7 leads. Kept where it is until new staff have trained.",
    "EC1.Students1": "Ambassadors are chosen in all three grades.",
    "EC1.Strategic Alliances1": "Two of six partners know our definition of STEM.",
    "EC2.Leaders1": "Goals are in writing with most partners.",
    "EC2.Teachers1": "Museum and college fit the goals of grade 7; no workforce data yet.",
    "EC2.Students1": "Two clubs asked partners in person in May, at the river, and nobody logged it.",
    "EC2.Strategic Alliances1": "The college told us its needs; a resource plan is drafted.",
    "EC3.Leaders1": "Newsletter, site and survey run; results are not analyzed yet.",
    "EC3.Leaders2": "Norms were adopted in October; taught to staff, not to families.",
    "EC3.Teachers1": "The festival brought families we never reached before.",
    "EC3.Students1": "Presented to PTA and staff; no request put before them.",
    "EC3.Strategic Alliances1": "One partner speaks up for us; the others could be asked.",
}
SEEN_HIGHER = "EC1.Leaders4"
TALKED_ABOUT = "EC2.Students1"
REVIEWED_AGAIN = 9
SCHOOL = "middle"


def add_years(demo: DemoSchool) -> None:
    """Add the assessments of the first school, last year's and this year's; other schools have opened none.

    In a database without rules nothing can be judged, and no year is made.
    """
    if demo.key != SCHOOL or not has_rules(demo.session):
        return
    today = demo.calendar.today
    this_year = SchoolYear.of(today)
    last_year = SchoolYear(this_year.first - 1)
    last = _assessed(demo, last_year, None, copied_from=None)
    _sign(demo, last)
    add_actions(demo, _assessed(demo, this_year, last, copied_from=last.id))


def _assessed(demo: DemoSchool, year: SchoolYear, before: Assessment | None, *, copied_from: int | None) -> Assessment:
    today = demo.calendar.today
    on = year.asked_day(today)
    opened = max(year.start, on - timedelta(days=21))
    assessment = demo.add(
        Assessment(
            ref=f"assessment-{year.first}", name=str(year), first=year.first, first_month=year.first_month,
            opened_on=opened, copied_from_id=copied_from,
        ),
        on=opened,
    )  # fmt: skip
    demo.store()
    continuum = continuum_of(demo.session, scope=Scope.of_school(demo.school.id))
    rules = continuum.rules_on(on.toordinal())
    earlier = {rating.indicator: rating for rating in before.ratings} if before else {}
    coordinator, second = demo.people["coordinator"], demo.people["principal"]
    for place, code in enumerate(rules.indicators):
        known = earlier.get(code)
        records = shown_on(continuum, code, on)
        shown, possible = records.supported or 0, records.possible or 0
        existing = known.existing if known else min(possible, shown + (code == SEEN_HIGHER))
        reviewed = known is None or place < REVIEWED_AGAIN
        demo.add(
            Rating(
                ref=f"rating-{year.first}-{code.replace(' ', '-')}", assessment_id=assessment.id, indicator=code,
                existing=existing, desired=known.desired if known else min(5, (existing or 0) + 1),
                rationale=REASONS[code] if reviewed else None,
                kept_up="The leadership team looks at it every quarter." if existing == 5 and reviewed else None,
                reviewed_on=on if reviewed else None,
                reviewed_by_id=coordinator.id if reviewed else None,
                second_by_id=second.id if reviewed and (existing or 0) > shown else None,
                second_on=on if reviewed and (existing or 0) > shown else None,
            ),
            on=on, by=coordinator,
        )  # fmt: skip
    demo.add(
        RatingNote(
            ref=f"note-{year.first}", assessment_id=assessment.id, indicator=TALKED_ABOUT, said_on=on,
            said="Ask the clubs to log. We lose a third of it.", said_by="A grade 7 teacher",
        ),
        on=on, by=coordinator,
    )  # fmt: skip
    demo.add(
        Evidence(
            ref=f"evidence-{year.first}", assessment_id=assessment.id,
            indicators=(TALKED_ABOUT, "EC3.Students1"), title="Tutoring sign-up sheet of the college",
            link="https://college.example/tutoring", dated_on=on,
        ),
        on=on, by=coordinator,
    )  # fmt: skip
    demo.store()
    demo.session.refresh(assessment)
    return assessment


def _sign(demo: DemoSchool, assessment: Assessment) -> None:
    on = assessment.year.last
    at = datetime.combine(on, time(20), UTC)
    principal = demo.people["principal"]
    act_as(demo.session, principal.name, user_id=principal.id)
    continuum = continuum_of(demo.session, scope=Scope.of_school(demo.school.id))
    rules = continuum.rules_on(on.toordinal())
    lines = lines_of(demo.session, assessment, continuum=continuum, rules=rules, on=on, now=at, reader_id=principal.id)
    report = report_of(
        demo.session, assessment, demo.school, lines, continuum=continuum, on=on, signed_by=principal.name,
        signed_on=on, team=members_on(demo.session, on, scope=Scope.of_school(demo.school.id)),
    )  # fmt: skip
    open_asks = {line.indicator.name: line.asks for line in lines}
    sign_year(demo.session, assessment, report, open_asks=open_asks, user_id=principal.id, at=at, today=on)
    assessment.updated_at = at
    demo.session.flush()
