"""What is chosen when the map's wording is brought."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired

from tracker.forms import Form


class WordingForm(Form):
    """The text of the published document."""

    file = FileField(
        "The text of the map",
        [FileRequired("Choose the file.")],
        description="A plain text file (.txt) of the whole published document.",
    )
