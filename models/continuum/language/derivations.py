"""What follows from a record beside what it says: switches of one version of the rules."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Derivations(BaseModel):
    """What follows; nothing of it did in the first version of the rules.

    Attributes:
        partnership_work_is_communication: Two-way partnership work by leaders with a partner is communication too.
        communication_is_partnership_work: Two-way communication that names a partner is partnership work too.
        alliances_act_in_any_kind: What alliances do in a way of theirs is their act, whatever its kind.
        families_act_as_alliances: What families do with a group of theirs alliances do too.
        students_share: Students who took part where their work is shown shared it.
        requests_need_no_day: A request without a day of its own was made on its day.
        gifts_answer_requests: What a partner gives after a request answers it.
        way_from_type: A contribution with a type and no way has the way of its type.
        use_confirms_process: Using or reviewing the dialogue process confirms it.
        unranked_selection: A partner selected on data is selected, ranked or not.
        signed_papers_decide: Where a paper is signed, only signed ones decide when a partnership has run out.
        acts_count_once: An alliance's act counts once for its day, partners and ways, however it was logged.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    partnership_work_is_communication: bool = False
    communication_is_partnership_work: bool = False
    alliances_act_in_any_kind: bool = False
    families_act_as_alliances: bool = False
    students_share: bool = False
    requests_need_no_day: bool = False
    gifts_answer_requests: bool = False
    way_from_type: bool = False
    use_confirms_process: bool = False
    unranked_selection: bool = False
    signed_papers_decide: bool = False
    acts_count_once: bool = False
