"""What phrases need to know of a rule that asks for records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from models.continuum.evidence.tallies import Condition
from models.continuum.language.language import Language


class AskedRecords(Protocol):
    """Records of one kind with conditions, as counts and standing records ask for them."""

    @property
    def kind(self) -> str:
        """Kind of fact."""

    @property
    def where(self) -> tuple[Condition, ...]:
        """All of these hold."""

    @property
    def needs(self) -> tuple[tuple[str, int], ...]:
        """Dimension -> least number."""

    @property
    def share_of(self) -> tuple[str, float] | None:
        """Property and least part of the records that has it."""

    @property
    def sets(self) -> tuple[tuple[str, str], ...]:
        """Field -> name of the set that its values were given by."""


@dataclass(frozen=True, slots=True)
class Described:
    """Records as they are described by conditions alone."""

    kind: str
    where: tuple[Condition, ...]
    needs: tuple[tuple[str, int], ...] = ()
    share_of: tuple[str, float] | None = None
    sets: tuple[tuple[str, str], ...] = ()


class AskedCount(AskedRecords, Protocol):
    """A count of records within a look-back."""

    @property
    def window_months(self) -> int:
        """Look-back in months."""

    @property
    def grace_months(self) -> int:
        """Months of grace beyond it."""

    @property
    def while_active(self) -> bool:
        """Whether records count beyond it while a partnership of their partner lives on."""

    def first_day(self, language: Language, day: int) -> int:
        """Say how far back it looks from a day, grace and all."""

    @property
    def within(self) -> frozenset[str] | None:
        """Audiences that groups are counted among; None for all."""
