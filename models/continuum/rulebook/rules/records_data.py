"""How the catalogue writes a count of records."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from models.continuum.language.fields import FACTS, SPREADS, STANDING
from models.continuum.language.language import Language
from models.continuum.rulebook.rules.data import ConditionalData, Months, Number, RuleProblem
from models.continuum.rulebook.rules.records import Records


class RecordsData(ConditionalData):
    """A count of records in a look-back."""

    records: str
    window_months: Months
    grace_months: Annotated[int, Field(ge=0, le=6)] = 0
    while_active: bool = False
    cadence: str | None = None
    at_least: Number | None = None
    months: Number | None = None
    quarters: Number | None = None
    partners: Number | None = None
    stakeholder_groups: Number | None = None
    channels: Number | None = None
    topics: Number | None = None
    roles: Number | None = None
    forms: Number | None = None
    sources: Number | None = None

    @model_validator(mode="after")
    def _counts(self) -> RecordsData:
        if self.records not in FACTS or self.records in STANDING:
            raise PydanticCustomError("kind", "there is no kind of record {kind}", {"kind": repr(self.records)})
        if self.cadence is None and self.at_least is None:
            raise PydanticCustomError("uncounted", "records are counted: give 'at_least' or a 'cadence'")
        if self.while_active and self.records not in ("match", "org"):
            raise PydanticCustomError("while", "'while_active' is for matches and appraisals of partners")
        return self

    def rule(self, language: Language) -> Records:
        """Make the rule."""
        wrong: list[str] = []
        numbers: dict[str, int] = {}
        if self.cadence is not None:
            if self.cadence in language.cadences:
                numbers |= language.cadences[self.cadence]
            else:
                wrong.append(f"there is no cadence {self.cadence!r}")
        if self.window_months > language.thresholds.oldest_months:
            oldest = language.thresholds.oldest_months
            wrong.append(
                f"nothing older than {oldest} months counts, so 'window_months' cannot be {self.window_months}"
            )
        numbers |= {name: given for name in ("at_least", *SPREADS) if (given := getattr(self, name)) is not None}
        try:
            where, sets = self.conditions(self.records, language)
        except RuleProblem as problem:
            raise RuleProblem([*wrong, *problem.reasons]) from None
        if wrong:
            raise RuleProblem(wrong)
        audience = dict(sets).get("audience")
        order = ("at_least", *SPREADS)
        return Records(
            kind=self.records,
            where=where,
            needs=tuple(
                ("records" if name == "at_least" else name, numbers[name]) for name in order if name in numbers
            ),
            window_months=self.window_months,
            share_of=self.share_of,
            grace_months=self.grace_months,
            while_active=self.while_active,
            cadence=self.cadence,
            within=language.sets[audience].codes if audience else None,
            sets=sets,
        )
