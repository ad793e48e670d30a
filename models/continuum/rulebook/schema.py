"""The shape of a catalogue's rows: what is missing, unknown or of another type is refused before anybody reads it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Mode = Literal[
    "records",
    "attest",
    "records, else attest",
    "records and attest",
    "attest (or carried)",
    "state",
    "state + attest",
]
Text = Annotated[str, Field(min_length=1)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class LevelRow(_Row):
    """A level of the continuum."""

    number: int
    code: Text
    name: Text


class OutcomeRow(_Row):
    """A desired outcome."""

    code: Text
    name: Text


class IndicatorRow(_Row):
    """An indicator, with one short wording for each level."""

    code: Text
    key: Text
    outcome: Text
    role: Text
    name: Text
    summaries: Annotated[tuple[Text, ...], Field(strict=False)]


class GroupRow(_Row):
    """A "such as" list; `{needed}` in its label is put in words."""

    needed: int
    label: Text


class PracticeRow(_Row):
    """A practice; its rule is read apart, and so is that it has one."""

    key: Text
    indicator: Text
    level: Text
    wording: Text
    mode: Mode
    rule: Any = None
    note: Text | None = None
    group: Text | None = None
    advisory: bool = False
    decides: bool = False
