"""Whether the fields behind "more" stand open: something was said in them, or one of them is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seed.tiles import Tile
from tracker.activities.asking import filled
from tracker.activities.forms import TICKS, LogForm

# Behind "more" of the whole form.
FOLDED = (
    "topic", "ask", "initiated_by", "roles", "two_way", "beyond_class", "formality", *TICKS, "people", "students",
    "hours", "link", "keep_documents", "note", "every", "until_on", "times",
)  # fmt: skip
# Never behind it, whatever a tile asks.
BEFORE = frozenset({"kind", "tile", "also", "version", "occurred_on", "title", "new_category", "files", "said_every"})


def is_more_open(form: LogForm, tile: Tile | None, *, usual_by: Sequence[str], is_partnership: bool) -> bool:
    """Say whether "more" is shown open.

    Args:
        tile: What the form is asked by; what the tile itself fills opens nothing.
        usual_by: Who did it, where the form begins with that.
        is_partnership: Whether the whole form shows what partnership work is asked first.
    """
    if tile is None:
        names = [*FOLDED, *(("audience",) if is_partnership else ("partners", "new_category", "purpose", "way"))]
        return any(_says(form, name, None) for name in names if name in form)
    begun = filled(tile, {"by": usual_by})
    behind = (field.name for field in form if field.name not in (*BEFORE, *tile.questions))
    return any(_says(form, name, begun.get(name)) for name in behind)


def _says(form: LogForm, name: str, begun: Any) -> bool:
    """Whether a field is wrong, or says something else than it began with."""
    field = form[name]
    if field.errors:
        return True
    if isinstance(field.data, list | tuple):
        return set(field.data) != set(begun or ())
    return bool(field.data) and field.data != begun
