"""A list narrowed to one partner: chosen, or named where a school has too many to choose from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.wording import joined, quoted
from tracker.choices import Pairs
from tracker.lists.filters import Choice, NotKnown
from tracker.partner_choice import partners_offered


def _few() -> Pairs:
    return partners_offered().pairs


@dataclass(frozen=True, kw_only=True)
class PartnerFilter(Choice):
    """One of the school's partners, by number or by name."""

    name: str = "partner"
    label: str = "Partner"
    options: Callable[[], Pairs] = _few
    every: str = "Any or none"
    means: Callable[[str], Any] = int
    phrase: str = "with {}"

    @property
    def field(self) -> str:
        """A select, or a field for a name where a school has too many partners."""
        return "choice" if partners_offered().few is not None else "partner"

    def read(self, text: str) -> tuple[Any, str]:
        """Find the partner."""
        found = partners_offered().find(text)
        if found is not None:
            return self.means(str(found.id)), found.name
        if near := partners_offered().near(text)[:3]:
            raise NotKnown(f"No partner is called “{quoted(text)}”. Did you mean {joined(near, 'or')}?")
        raise NotKnown(f"“{self.label}” offers no such choice ({quoted(text)}).")

    def typed(self, value: str) -> str:
        """Give what the field for a name holds."""
        found = partners_offered().find(value)
        return found.name if found is not None else value
