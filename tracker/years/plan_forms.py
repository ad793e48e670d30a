"""What may be changed of a proposed plan before it is taken: whose each thing is, when, with whom and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from flask_wtf import FlaskForm

from models.planning.making import NEW_PARTNER
from models.queries.plan_changes import MOST_TIMES, Wished, can_be_repeated, names_partner, partner_of
from models.queries.plans import PlannedThing, ProposedPlan
from models.wording import day_words
from tracker.choices import Pairs, optional
from tracker.clock import today
from tracker.forms import Day, Form, OneOf, WholeNumber, choices

TAKEN = "take"


class ThingForm(Form):
    """How one thing of a plan is wished; what cannot be said of it is not asked."""

    owner = OneOf("Whose it is")
    on = Day("Day", required=True, missing="Say on which day.")
    partner = OneOf("Partner")
    times = WholeNumber("How many times", most=MOST_TIMES)

    def __init__(self, thing: PlannedThing, *args: Any, owners: Pairs, partners: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner.choices = choices(optional(owners, "Nobody yet"))
        self.partner.choices = choices(partners)
        if not names_partner(thing.act):
            del self.partner
        if not can_be_repeated(thing.act):
            del self.times

    def check(self, by: date) -> bool:
        """Whether all is in order; what is not says so beside its field.

        Args:
            by: The plan's day.
        """
        # Whether the plan was taken before is asked of the whole, by its digest.
        is_good = bool(FlaskForm.validate(self))
        if self.on.data is not None and not today() < self.on.data <= by:
            self.on.errors = [*self.on.errors, f"Give a day after today and up to {day_words(by)}."]
            is_good = False
        if "times" in self and self.times.data is not None and self.times.data < 1:
            self.times.errors = [*self.times.errors, "Give 1 or more; untick what will not be done."]
            is_good = False
        return is_good

    def wished(self) -> Wished:
        """Give what was said."""
        partner = self.partner.data if "partner" in self else None
        times = (self.times.data or 1) if "times" in self else 1
        return Wished(int(self.owner.data) if self.owner.data else None, self.on.data, partner, times)


@dataclass(frozen=True)
class PlanForm:
    """A proposed plan as it is typed.

    Attributes:
        things: One form for each thing of the plan, in its order.
        taken: Places of those that are ticked.
    """

    things: tuple[ThingForm, ...]
    taken: frozenset[int]

    @classmethod
    def of(cls, plan: ProposedPlan, *, usual: Mapping[str, int], owners: Pairs, partners: list[str]) -> PlanForm:
        """Fill it as proposed, or with what was sent.

        Args:
            usual: Code of `by` -> person who usually sees to it.
            owners: Who may be chosen, as pairs of number and name.
            partners: Names of the organisations that the school knows.
        """
        found = []
        for number, thing in enumerate(plan.things):
            said = partner_of(thing.act)
            names = [*partners, *([said] if said and said not in partners else [])]
            pairs = [(name, "A partner still to be found" if name.startswith(NEW_PARTNER) else name) for name in names]
            whose = usual.get(thing.seen_to_by)
            values = {"owner": str(whose) if whose else "", "on": thing.act.on, "partner": said, "times": 1}
            found.append(ThingForm(thing, prefix=f"{number}-", data=values, owners=owners, partners=pairs))
        sent = request.form.getlist(TAKEN) if request.method == "POST" else map(str, range(len(found)))
        return cls(tuple(found), frozenset(int(one) for one in sent if one.isdecimal() and int(one) < len(found)))

    def wished(self, by: date) -> dict[int, Wished] | None:
        """Give how the things that are ticked are wished; None where something is wrong, which says so.

        Args:
            by: The plan's day.
        """
        are_good = [self.things[number].check(by) for number in sorted(self.taken)]
        return {number: self.things[number].wished() for number in sorted(self.taken)} if all(are_good) else None
