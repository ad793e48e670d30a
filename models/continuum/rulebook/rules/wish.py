"""What a rule wishes for: in plain data, so that whoever plans asks rules and never looks at their kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# What statements and partnerships are called among the kinds of records.
STATEMENT, PARTNERSHIP = "attestation", "partnership"


@dataclass(frozen=True, slots=True)
class Wish:
    """What would serve a rule that has no rules inside it.

    Attributes:
        kind: Kind of fact, or of record.
        says: Field -> codes of which any would do, or True for what must hold.
        needs: Dimension (`records`, `months`, `partners` …) -> least number, in the order in which they are told.
        part: A property that a part of the records must have; None where no part is asked.
        within: Audiences that stakeholder groups are counted among; None for all.
        has: What a partnership must have; empty for all but partnerships.
        among: Which partnerships are asked; empty likewise.
        practice: The practice stated, where it is another than the rule's own.
        evidence: What a statement comes with, `note` or `file`; empty for all but statements.
    """

    kind: str
    says: Mapping[str, frozenset[str] | bool] = field(default_factory=dict)
    needs: tuple[tuple[str, int], ...] = ()
    part: str | None = None
    within: frozenset[str] | None = None
    has: str = ""
    among: str = ""
    practice: str | None = None
    evidence: str = ""

    @property
    def fields(self) -> Mapping[str, frozenset[str] | bool]:
        """What a record had best say: what is asked of all of them, and of a part of them."""
        return {**self.says, **({self.part: True} if self.part else {})}

    def codes(self, name: str) -> frozenset[str] | None:
        """Give the codes of which any would do in a field; None where the field may say anything."""
        values = self.says.get(name)
        return values if isinstance(values, frozenset) else None
