"""Partnerships as a board by stage: every card is moved by its own form, and by hand where the browser can."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template
from flask.typing import ResponseReturnValue

from models.queries.pipeline import pipeline_of
from tracker.choices import running_stages
from tracker.clock import today
from tracker.extensions import db
from tracker.lists.page import asked_of
from tracker.partnerships.list import LIST, wanted_of
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission


@requires(Permission.PARTNERSHIPS_READ)
def pipeline() -> ResponseReturnValue:
    """Show the current partnerships by stage, narrowed as the list is."""
    asked = asked_of(LIST)
    # What is over stands in no column, and the other filters are for the list.
    wanted = replace(wanted_of(asked), stage=None, needs_care=False, over=False, archived=False)
    stages = running_stages()
    columns = pipeline_of(db.session, [code for code, _ in stages], wanted, scope=reader().scope, today=today())
    return render_template("partnerships/pipeline.html", asked=asked, stages=stages, columns=columns, day=today())
