"""What the first school means to do this year, one action done, one late, two still to come, and a view of its log."""

from __future__ import annotations

from datetime import timedelta

from models.actions import Action, Origin
from models.ratings import Assessment
from models.saved_views import SavedView
from seed.demo.school import DemoSchool


def add_actions(demo: DemoSchool, year: Assessment) -> None:
    """Add the actions of a year that is worked on."""
    today, people = demo.calendar.today, demo.people
    asked = today - timedelta(days=40)
    meant = (
        Action(
            ref="action-1", what="Invite the PTA to see the bridge contest", indicator="EC3.Teachers1", by="teachers",
            origin=Origin.OWN, owner_id=people["teacher"].id, due_on=today - timedelta(days=20),
            done_on=max(year.opened_on, today - timedelta(days=22)),
        ),
        Action(
            ref="action-2", what="Ask the clubs to log what they ask of partners", indicator="EC2.Students1",
            by="students", origin=Origin.OWN, owner_id=people["teacher"].id, due_on=today - timedelta(days=6),
            log_kind="activity", log_fill={"tile": ["tutoring"], "by": ["students"]},
        ),
        Action(
            ref="action-3", what="Bring the survey’s results to the council", indicator="EC3.Leaders1", by="leaders",
            origin=Origin.OWN, owner_id=people["coordinator"].id, due_on=today + timedelta(days=18),
        ),
        Action(
            ref="action-4", what="Write down long-range goals with two more partners", indicator="EC2.Leaders1",
            by="leaders", origin=Origin.OWN, owner_name="Leadership team", due_on=today + timedelta(days=60),
            note="Start with the museum: it asked for it.",
        ),
    )  # fmt: skip
    for action in meant:
        action.assessment_id = year.id
        demo.add(action, on=max(year.opened_on, asked), by=people["coordinator"])
    view = SavedView(ref="view-1", list_key="activities", name="What students did", asks="by=students")
    demo.add(view, on=max(year.opened_on, asked), by=people["coordinator"])
    demo.store()
