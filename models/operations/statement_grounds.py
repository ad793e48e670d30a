"""What somebody who states that a practice is in place has to bring along, so that the statement counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.continuum.rulebook.catalogue import Catalogue
from models.refusals import Refused


def grounds_of(catalogue: Catalogue, practice: str) -> frozenset[str]:
    """Say with what a statement on a practice counts: `note`, `file`, each for some rule; none where it never does."""
    return frozenset(
        part.evidence
        for key, one in catalogue.practices.items()
        for part in one.rule.attested()
        if (part.of or key) == practice
    )


def has_ground(catalogue: Catalogue, said: Mapping[str, Any]) -> None:
    """Ask of whoever states that something is so how they know: with less than the rules ask it would not count.

    What is on record is left alone, and so is what says that something is not so.

    Raises:
        Refused: Nothing is said or shown, or less than every rule asks for.
    """
    if not said.get("in_place") or said.get("file") is not None or said.get("link"):
        return
    note = (said.get("note") or "").strip()
    grounds = grounds_of(catalogue, said.get("practice") or "")
    if grounds == {"file"}:
        wanted = "This takes a file that shows it, or a link to it. Without one it does not count."
        raise Refused({"file": wanted, "link": "Give a link here where you add no file."})
    least = catalogue.thresholds.note_length if grounds else 1
    if len(note) < least:
        words = "in a few words" if least == 1 else f"in {least} characters or more"
        raise Refused({"note": f"Say {words} how you know, or add a file or a link: with less it does not count."})
