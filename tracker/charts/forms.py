"""What is asked where a chart is put on a website."""

from __future__ import annotations

from wtforms import HiddenField

from models.operations.embed_links import OPEN_DAYS
from tracker.alliances.forms import ShareForm


class EmbedForm(ShareForm):
    """For how long a chart is shown by its link, and which."""

    page = HiddenField()
    chart = HiddenField()
    query = HiddenField()

    def offer_days(self) -> None:
        """Put in for how many days it may be open."""
        self.offer(OPEN_DAYS)
