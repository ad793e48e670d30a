"""Every number of days, months, shares and counts that derivation, judging or a text uses, each once.

The defaults are how the first version of the rules behaved; a catalogue sets its own. All are our settings, not the
map's.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Share = Annotated[float, Field(gt=0, le=1)]
Number = Annotated[int, Field(ge=1, le=10_000)]
NumberOrNone = Annotated[int, Field(ge=0, le=10_000)]


class Thresholds(BaseModel):
    """The numbers, in the order in which a record comes to count.

    Attributes:
        level_share: Part of a level's own units that must be met.
        sustaining_share: The same at the highest level.
        small_level: A level with fewer units than this is asked whole ...
        small_levels: ... where it is one of these.
        each_below: Whether each level below must stand by its own share, not only below_share and all_below_share.
        below_share: Part of the units of the level just below that must be met or held.
        all_below_share: Part of all units below, taken together.
        carried_months: Months for which a level is carried for each level that a school fell; 0 carries none.
        carried_most_months: Months for which it is carried at most.
        held_months: Months back in which a practice must have been met to be held.
        hope_holds: Whether, for a possible level, what may have been met before all was logged is held like what was.
        note_length: Least number of characters of the note of a statement.
        objection_months: Months for which an objection stands.
        facts_last_months: Months after which a state that nobody confirmed counts no more.
        confirm_every_months: Months after which a state is asked for again.
        agreement_grace_days: Days after the end of an agreement for which its partnership still counts.
        young_days: Days for which a partnership is too young to be counted among others.
        young_months: Months for which it is too young to be evaluated.
        long_standing_months: Months from which on a partnership is a long-standing one.
        evaluation_months: Look-back for evaluations of a partnership, with evaluation_grace_days.
        earlier_evaluation_months: Least and most months between an evaluation and the one before it.
        training_months: Look-back for training for roles in a partnership.
        need_link_months: Months for which a match links its need to the partnership.
        benefit_months: Look-back for the benefits of both sides.
        plan_commitments: Commitments that make a plan of resources.
        received_late_days: Days after its day by which a commitment still came in time.
        other_side_days: Days between the evaluations of both sides of one partnership.
        continued_within_days: Days after a change of people within which dialogue goes on.
        inducted_within_days: Days after joining the team within which somebody is trained.
        answered_within_months: Months after a request within which a gift answers it.
        alive_months: Months back in which a partnership that is alive shows something.
        norms_asked: Norms that a dialogue process must have.
        in_force_months: Look-back for how many partnerships were in force.
        change_enters_days: Days after which a change of people counts though its hand-over was not done.
        grace_month_days: Days of one month of grace.
        oldest_months: Nothing older counts, whatever a rule asks.
        lapse_days: Days ahead for which lapses are told.
        falls_ahead_months: Months ahead for which the falls of one level are told beside it.
        fall_stands_days: Days for which a fall of a level is told.
        urgent_days: Days before something ahead within which it is urgent.
        request_patience_days: Days after which a request without an answer is asked about ...
        request_rest_days: ... and after which nobody expects one any more.
        answered_told_days: Days for which it is told that a partner answered.
        known_months: Months of logging before which what is not there is not known.
        silent_days: Days without a record after which a school is asked about its silence.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_by_name=True)

    level_share: Share = 0.75
    sustaining_share: Share = 0.75
    small_level: Number = Field(default=4, validation_alias=AliasChoices("small_level", "all_below"))
    small_levels: Annotated[tuple[Annotated[int, Field(ge=1, le=5)], ...], Field(strict=False)] = (1, 2, 3, 4, 5)
    each_below: bool = True
    below_share: Share = 0.75
    all_below_share: Share = 0.75
    carried_months: NumberOrNone = 0
    carried_most_months: Number = 12
    held_months: Number = 12
    hope_holds: bool = False
    note_length: Number = 40
    objection_months: Number = 12
    facts_last_months: Number = 18
    confirm_every_months: Number = 12
    agreement_grace_days: NumberOrNone = 30
    young_days: NumberOrNone = 60
    young_months: NumberOrNone = 6
    long_standing_months: Number = 18
    evaluation_months: Number = 12
    evaluation_grace_days: NumberOrNone = 60
    earlier_evaluation_months: Annotated[tuple[Number, Number], Field(strict=False)] = (6, 18)
    training_months: Number = 24
    need_link_months: Number = 36
    benefit_months: Number = 12
    plan_commitments: Number = 2
    received_late_days: NumberOrNone = 30
    other_side_days: NumberOrNone = 60
    continued_within_days: Number = 180
    inducted_within_days: Number = 180
    answered_within_months: Number = 12
    alive_months: Number = 18
    norms_asked: Number = 4
    in_force_months: Number = 12
    change_enters_days: Number = 60
    grace_month_days: Number = 30
    oldest_months: Number = 36
    lapse_days: Number = 90
    falls_ahead_months: Number = 12
    fall_stands_days: Number = 14
    urgent_days: Number = 30
    request_patience_days: Number = 14
    request_rest_days: Number = 180
    answered_told_days: Number = 7
    known_months: Number = 12
    silent_days: Number = 90

    @model_validator(mode="after")
    def _agree(self) -> Thresholds:
        least, most = self.earlier_evaluation_months
        if least >= most:
            raise PydanticCustomError(
                "agree", "'earlier_evaluation_months' are the least and the most months, not {pair}",
                {"pair": f"{least} and {most}"},
            )  # fmt: skip
        if self.request_patience_days > self.request_rest_days:
            raise PydanticCustomError(
                "agree", "a request that rests after {rest} days cannot be asked about after {patience}",
                {"rest": self.request_rest_days, "patience": self.request_patience_days},
            )  # fmt: skip
        if self.confirm_every_months > self.facts_last_months:
            raise PydanticCustomError(
                "agree", "what lasts {lasts} months cannot be asked for again after {again}",
                {"lasts": self.facts_last_months, "again": self.confirm_every_months},
            )  # fmt: skip
        return self
