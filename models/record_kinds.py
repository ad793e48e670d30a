"""Every kind of record with its declaration, in the order in which files are read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from models.actions import ACTION
from models.activities import ACTIVITY
from models.agreements import AGREEMENT, COMMITMENT, CONTRIBUTION
from models.assessments import ATTESTATION, EXEMPTION, LOG_START
from models.evaluations import COMMUNICATION_REVIEW, DIALOGUE_PROCESS, EVALUATION, PROCESS_REVIEW
from models.kinds.kind import RecordKind
from models.needs import MATCH, SCHOOL_NEED
from models.partners import CONTACT, SCHOOL_PARTNER, WORKFORCE_NEED
from models.partnerships import PARTNERSHIP
from models.ratings import ASSESSMENT, EVIDENCE, RATING, RATING_NOTE
from models.records import FromPartners, Record
from models.saved_views import SAVED_VIEW
from models.series import SERIES
from models.stewardship import COORDINATOR, RECOGNITION, ROSTER_MEMBER, TRAINING, TRANSITION

# In the order in which files must be read: a record is named only by later kinds.
KINDS: Mapping[str, RecordKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            LOG_START,
            SCHOOL_PARTNER,
            CONTACT,
            SCHOOL_NEED,
            WORKFORCE_NEED,
            MATCH,
            PARTNERSHIP,
            AGREEMENT,
            COMMITMENT,
            CONTRIBUTION,
            ACTIVITY,
            EVALUATION,
            COMMUNICATION_REVIEW,
            RECOGNITION,
            TRAINING,
            DIALOGUE_PROCESS,
            PROCESS_REVIEW,
            TRANSITION,
            COORDINATOR,
            ROSTER_MEMBER,
            ATTESTATION,
            EXEMPTION,
            ASSESSMENT,
            RATING,
            EVIDENCE,
            RATING_NOTE,
            ACTION,
            SAVED_VIEW,
            SERIES,
        )
    }
)
# What a partner's own people may enter, and the school confirms or sends back.
FROM_PARTNERS: Mapping[str, RecordKind] = MappingProxyType(
    {name: kind for name, kind in KINDS.items() if issubclass(kind.table, FromPartners)}
)
RECORD_KINDS: Mapping[str, type[Record]] = MappingProxyType({name: kind.table for name, kind in KINDS.items()})
