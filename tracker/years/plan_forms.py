"""What may be changed of a proposed plan before it is taken: whose each thing is, when, with whom and how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from flask_wtf import FlaskForm

from models.planning.making import NEW_PARTNER
from models.queries.partner_choice import names_near
from models.queries.plan_changes import MOST_TIMES, Wished, can_be_repeated, names_partner, partner_of
from models.queries.plans import PlannedThing, ProposedPlan
from models.texts import identity_key
from models.wording import day_words
from tracker.choices import Pairs, optional
from tracker.clock import today
from tracker.forms import Day, Form, OneOf, WholeNumber, choices
from tracker.partner_choice import MANY, NamedPartner

TAKEN = "take"
TO_FIND = "A partner still to be found"


class PlannedPartner(NamedPartner):
    """With whom one thing of a plan is done; its value is the partner's name."""

    known: Sequence[str] = ()

    def offer(self, known: Sequence[str], proposed: str | None) -> None:
        """Put in whom may be chosen.

        Args:
            known: Names of the organisations that the school knows.
            proposed: Whom the plan names, who may still have to be found.
        """
        self.known, self.is_named = known, len(known) > MANY
        offered = () if self.is_named else known
        names = [*offered, *([proposed] if proposed and proposed not in offered else [])]
        self.choices = choices([(name, TO_FIND if name.startswith(NEW_PARTNER) else name) for name in names])

    def _found(self, text: str) -> tuple[str, str] | None:
        key = identity_key(text)
        name = next((one for one in self.known if identity_key(one) == key), None) if key else None
        return (name, name) if name is not None else None

    def _near(self, text: str) -> list[str]:
        return names_near(text, self.known)


class ThingForm(Form):
    """How one thing of a plan is wished; what cannot be said of it is not asked."""

    owner = OneOf("Whose it is")
    on = Day("Day", required=True, missing="Say on which day.")
    partner = PlannedPartner("Partner")
    times = WholeNumber("How many times", most=MOST_TIMES)

    def __init__(self, thing: PlannedThing, *args: Any, owners: Pairs, partners: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner.choices = choices(optional(owners, "Nobody yet"))
        if names_partner(thing.act):
            self.partner.offer(partners, partner_of(thing.act))
        else:
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
        partner = (self.partner.data or None) if "partner" in self else None
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
            whose = usual.get(thing.seen_to_by)
            values = {"owner": str(whose) if whose else "", "on": thing.act.on, "partner": said, "times": 1}
            found.append(ThingForm(thing, prefix=f"{number}-", data=values, owners=owners, partners=partners))
        sent = request.form.getlist(TAKEN) if request.method == "POST" else map(str, range(len(found)))
        return cls(tuple(found), frozenset(int(one) for one in sent if one.isdecimal() and int(one) < len(found)))

    def wished(self, by: date) -> dict[int, Wished] | None:
        """Give how the things that are ticked are wished; None where something is wrong, which says so.

        Args:
            by: The plan's day.
        """
        are_good = [self.things[number].check(by) for number in sorted(self.taken)]
        return {number: self.things[number].wished() for number in sorted(self.taken)} if all(are_good) else None
