"""What the leadership teams stated, each time with the minutes of that day."""

from __future__ import annotations

from dataclasses import dataclass

from models.assessments import Attestation
from seed.demo.documents import add_document
from seed.demo.school import DemoSchool


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting in which a team stated that practices are in place.

    Attributes:
        when: School year, month and day.
        practices: Keys of the practices.
        minutes: Name of the file, with no day in it.
        note: What the minutes say of it.
    """

    when: tuple[int, int, int]
    practices: tuple[str, ...]
    minutes: str
    note: str


def _keys(outcome: str, keys: str) -> tuple[str, ...]:
    return tuple(f"{outcome}.{key}" for key in keys.split())


_AGREED = "The team went through the practices of the first outcome and agreed that these are so."

MEETINGS: dict[str, tuple[Meeting, ...]] = {
    "elementary": (
        Meeting((2, 10, 15), _keys("EC1", "T1.GS.1"), "minutes-october.pdf", _AGREED),
        Meeting((2, 2, 10), _keys("EC1", "L4.GS.1"), "minutes-february.pdf", _AGREED),
    ),
    "middle": (
        Meeting((1, 3, 3), _keys("EC1", "L3.GS.1 L3.GS.2 L3.GS.3"), "minutes-march.pdf", _AGREED),
        Meeting(
            (1, 4, 10), ("EC3.L2.GS.1",), "minutes-april.pdf",
            "The team looked at how it talks with partners and agreed that the groundwork is there.",
        ),
        Meeting(
            (2, 10, 20), _keys("EC1", "L1.PR.3 L2.PR.1 L2.PR.2 L2.PR.3 SA1.GS.3"), "minutes-october.pdf", _AGREED
        ),
        Meeting((2, 3, 2), _keys("EC1", "T1.PR.1 L4.GS.1"), "minutes-spring.pdf", _AGREED),
    ),
    "high": (
        Meeting(
            (1, 9, 20),
            _keys(
                "EC1",
                "L1.PR.3 L1.RE.2 L2.PR.1 L2.PR.2 L2.PR.3 L2.RE.2 L2.RE.3 L3.GS.1 L3.GS.2 L3.GS.3 L4.GS.1 L4.PR.1 "
                "T1.PR.1 T1.RE.1 S1.PR.1 SA1.GS.3 SA1.PR.1 SA1.RE.2",
            ),
            "minutes-opening-meeting.pdf", _AGREED,
        ),
        Meeting(
            (2, 9, 1), ("EC2.L1.SU.3",), "management-structure.pdf",
            "The team's own structure for managing partnerships was read aloud and adopted.",
        ),
        Meeting(
            (2, 9, 22),
            _keys(
                "EC1",
                "L1.PR.3 L1.RE.2 L1.FI.1 L1.FI.2 L1.FI.3 L2.PR.1 L2.PR.2 L2.PR.3 L2.RE.2 L2.RE.3 L2.FI.1 L2.FI.2 "
                "L2.FI.3 L3.FI.2 L4.PR.1 L4.RE.1 L4.FI.1 T1.PR.1 T1.RE.1 S1.PR.1 SA1.GS.3 SA1.PR.1 SA1.RE.2",
            ),
            "minutes-september.pdf", _AGREED,
        ),
    ),
}  # fmt: skip


def add_statements(demo: DemoSchool) -> None:
    """Take in what the team stated, one record a practice, all of a meeting with its minutes."""
    for meeting in MEETINGS[demo.key]:
        day = demo.on(meeting.when)
        document = add_document(demo, meeting.minutes, [demo.school.name, f"Leadership team, {day}", meeting.note])
        for practice in meeting.practices:
            attestation = Attestation(
                ref=f"attestation-{practice}-{day:%Y-%m}", practice=practice, occurred_on=day, in_place=True,
                note=meeting.note, document_id=document.id,
            )  # fmt: skip
            demo.add(attestation, on=day)
