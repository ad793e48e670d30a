"""Every table, in one place: what migrations compare with and what `RECORD_KINDS` names."""

from __future__ import annotations

from models import accounts, documents, history, icmap, memberships
from models.activities import Activity
from models.agreements import Agreement, Commitment, Contribution
from models.assessments import Attestation, Exemption, LogStart
from models.base import Base
from models.evaluations import CommunicationReview, DialogueProcess, Evaluation, ProcessReview
from models.needs import Match, SchoolNeed
from models.partners import Contact, SchoolPartner, WorkforceNeed
from models.partnerships import Partnership
from models.records import Record
from models.stewardship import Coordinator, Recognition, RosterMember, Training, Transition

metadata = Base.metadata

# In the order in which files must be read: a record is named only by later kinds.
RECORD_KINDS: dict[str, type[Record]] = {
    table.kind: table
    for table in (
        LogStart,
        SchoolPartner,
        Contact,
        SchoolNeed,
        WorkforceNeed,
        Match,
        Partnership,
        Agreement,
        Commitment,
        Contribution,
        Activity,
        Evaluation,
        CommunicationReview,
        Recognition,
        Training,
        DialogueProcess,
        ProcessReview,
        Transition,
        Coordinator,
        RosterMember,
        Attestation,
        Exemption,
    )
}

__all__ = ["RECORD_KINDS", "accounts", "documents", "history", "icmap", "memberships", "metadata"]
