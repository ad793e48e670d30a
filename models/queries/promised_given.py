"""What a partner promised in a partnership, against what it gave: sums of their records and of nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.agreements import Commitment, Contribution
from models.continuum.language.vocabularies import TO_SCHOOL
from models.records import RecordStatus


@dataclass(slots=True)
class PromisedGiven:
    """One kind of thing, counted in one unit.

    Attributes:
        type: Code of what it is; None where only its way was said.
        way: Code of the form of support.
        unit: What it is counted in; None for what has no amount: its records are counted then.
        promised: What was promised in all.
        kept: How much of that was given.
        beside: What was given without a promise of this partnership.
        open: How many promises are still to be kept.
    """

    type: str | None
    way: str | None
    unit: str | None
    promised: Decimal = Decimal(0)
    kept: Decimal = Decimal(0)
    beside: Decimal = Decimal(0)
    open: int = 0

    @property
    def share(self) -> float:
        """How much of what was promised was given, from 0 to 1; 1 where nothing was promised."""
        return float(min(self.kept / self.promised, Decimal(1))) if self.promised else 1.0


def promised_against_given(
    commitments: Sequence[Commitment], contributions: Sequence[Contribution]
) -> list[PromisedGiven]:
    """Put promises and gifts side by side, by what they are and what they are counted in; most promised kinds first.

    A promise counts as kept by the gifts that name it; where none does and it was noted as received, by its own amount.
    What the school gave, and what nobody has confirmed, is in no sum.

    Args:
        commitments: Those of the partnership.
        contributions: Those of its partner.
    """
    kinds: dict[tuple[str | None, str | None, str | None], PromisedGiven] = {}

    def kind(type_: str | None, way: str | None, unit: str | None) -> PromisedGiven:
        key = (type_, None if type_ else way, unit)
        return kinds.setdefault(key, PromisedGiven(type_, way, unit))

    promises = {one.id: one for one in commitments if one.record_status is RecordStatus.CONFIRMED}
    named: set[int] = set()
    for gift in contributions:
        if gift.direction != TO_SCHOOL or gift.record_status is not RecordStatus.CONFIRMED:
            continue
        promise = promises.get(gift.commitment_id) if gift.commitment_id is not None else None
        if promise is None:
            kind(gift.type, next(iter(gift.way), None), _unit(gift)).beside += _amount(gift)
        elif _unit(gift) == _unit(promise):
            named.add(promise.id)
            kind(promise.type, promise.way, _unit(promise)).kept += _amount(gift)
        else:  # promised in one unit, given in another: of its own kind, and no longer open
            named.add(promise.id)
            kind(gift.type, next(iter(gift.way), None), _unit(gift)).kept += _amount(gift)
    for promise in promises.values():
        one = kind(promise.type, promise.way, _unit(promise))
        one.promised += _amount(promise)
        if promise.id not in named and promise.received_on is not None:
            one.kept += _amount(promise)
        elif promise.received_on is None:
            one.open += 1
    return sorted(kinds.values(), key=lambda one: (not one.promised, -one.open))


def _unit(record: Commitment | Contribution) -> str | None:
    return record.unit if record.amount is not None else None


def _amount(record: Commitment | Contribution) -> Decimal:
    """Give its amount; a record without one counts as one."""
    return record.amount if record.amount is not None and record.unit is not None else Decimal(1)
