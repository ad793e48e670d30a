"""Words of frequency: each a set of least numbers within the look-back of the rule that names it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Least = Annotated[int, Field(ge=1)]


class Cadence(BaseModel):
    """How many records at least, and over how much they are spread; its fields are those of `fields.SPREADS`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    at_least: Least
    months: Least | None = None
    quarters: Least | None = None
    partners: Least | None = None
    stakeholder_groups: Least | None = None
    channels: Least | None = None
    topics: Least | None = None
    roles: Least | None = None
    forms: Least | None = None
    sources: Least | None = None

    @property
    def counts(self) -> Mapping[str, int]:
        """The numbers that are said, by what they count."""
        return MappingProxyType(self.model_dump(exclude_none=True))
