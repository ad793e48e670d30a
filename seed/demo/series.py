"""The first school's newsletter: a series, its days to come as drafts."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from models.activities import Activity
from models.columns import has_code
from models.history import act_as
from models.operations.series import Repetition, start_series
from models.records import Record, RecordStatus
from models.scope import Scope
from models.series import Every
from seed.demo.school import DemoSchool
from seed.demo.titles import titles_of

SCHOOL = "middle"
CHANNEL, STREAM = "newsletter", "B07"
LASTS = timedelta(days=250)


def add_series(demo: DemoSchool) -> None:
    """Make the first school's latest newsletter a monthly series."""
    session, today = demo.session, demo.calendar.today
    latest = select(Activity).where(
        Activity.school_id == demo.school.id,
        Activity.record_status == RecordStatus.CONFIRMED,
        Activity.occurred_on <= today,
        has_code(Activity.channel, CHANNEL),
    )
    newsletter = session.scalars(latest.order_by(Activity.occurred_on.desc(), Activity.ref).limit(1)).first()
    if demo.key != SCHOOL or newsletter is None:
        return
    person = demo.people["coordinator"]
    act_as(session, person.name, user_id=person.id)
    scope = Scope.of_school(demo.school.id, district_id=demo.school.district_id, user_id=person.id)
    with session.no_autoflush:
        start_series(session, newsletter, Repetition(Every.MONTH, until_on=today + LASTS), scope=scope, today=today)
        for record in session.new:
            if isinstance(record, Record):
                day = record.occurred_on if isinstance(record, Activity) else newsletter.occurred_on
                record.ref = f"{record.kind}-{CHANNEL}-{day:%Y-%m-%d}"
                if isinstance(record, Activity):
                    fitting = titles_of(STREAM, None, school=SCHOOL, year=day.year, month=day.month)
                    record.title = demo.title(fitting) or record.title
                record.created_at = record.updated_at = datetime.combine(today, time(13), UTC)
    session.flush()
