"""What may be typed about a saved view."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField

from models.operations.saved_views import LONGEST_NAME
from tracker.forms import Form, TextLine, Version


class NewViewForm(Form):
    """A view to be saved."""

    name = TextLine("What shall it be called?", longest=LONGEST_NAME, required=True, missing="Give it a name.")
    for_school = BooleanField("Show it to everybody at the school")
    list = HiddenField()
    query = HiddenField()


class RenameForm(Form):
    """A view's name."""

    version = Version()
    name = TextLine("Name", longest=LONGEST_NAME, required=True, missing="Give it a name.")
