"""What the form of each kind of small record sends, filled as a busy person fills it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from tests.cast import partner_named
from tests.factories import TODAY

DAY = (TODAY - timedelta(days=5)).isoformat()
FILE = "records of the team.txt"


def entries(session: Session) -> dict[str, dict[str, Any]]:
    """Give kind -> field -> what is typed."""
    partner = str(partner_named(session).id)
    return {
        "match": {"partner": partner, "offer": "materials", "raised_by": ["teachers"], "requested_on": DAY}
        | {"way": ["resources"]},
        "need": {"text": "Twelve rover kits", "raised_by": ["teachers"], "critical": "y", "stated_on": DAY},
        "contribution": {"partner": partner, "type": "funding", "amount": "$1,200", "unit": "dollars"}
        | {"occurred_on": DAY, "allocated_to": "The lab"},
        "recognition": {"partner": partner, "mode": "public", "occurred_on": DAY},
        "workforce": {"partner": partner, "text": "Welders, within two years", "stated_on": DAY},
        "training": {"topic": ["dialogue"], "roles": ["leaders", "teachers"], "occurred_on": DAY},
        "commreview": {"wanted": "Families know", "finding": "Half of them do", "occurred_on": DAY},
        "process": {"name": "Adaptive talk", "norms": ["pausing", "probing"], "norms_words": "Kindness; humor"}
        | {"adopted_on": DAY},
        "procreview": {"finding": "Norms are kept", "occurred_on": DAY},
        "roster": {"person": "Kim Oduya", "group": ["teachers"], "role": "Chair", "from_on": DAY},
        "coordinator": {"person": "Kim Oduya", "from_on": DAY},
        "transition": {"what": "partner_staff", "partner": partner, "occurred_on": DAY},
        "attestation": {"practice": "EC1.L1.SU.1", "in_place": "yes", "note": "As agreed in May", "occurred_on": DAY}
        | {"link": "https://example.org/minutes"},
        "exemption": {"what": "EC2.S1.FI.1", "note": "There is no career center here", "from_on": DAY},
    }
