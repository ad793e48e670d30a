"""One partnership from the first thought of it to its renewal, by its pages, and what EC2 says after every step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreements import Agreement, Commitment
from models.needs import SchoolNeed
from models.partners import SchoolPartner
from models.partnerships import Partnership
from models.queries.continuum import continuum_of
from models.scope import Scope
from tests.cast import Cast, school_named
from tests.factories import TODAY
from tests.tracker.conftest import ClientAs
from tests.tracker.page_forms import last_form
from tests.tracker.partnerships.conftest import PDF, look_again

NAME = "Harbor Observatory"
BEGAN, AGREED = date(2025, 9, 1), "2025-10-01"
TERMS = (
    "short_goals", "long_goals", "outcomes", "education_goal", "curricular_goal", "roles", "accountability",
    "guidelines",
)  # fmt: skip


@dataclass
class Way:
    """Somebody's way through the pages, with what the engine says of EC2 after each of their steps."""

    client: FlaskClient
    session: Session
    shares: dict[str, float] = field(default_factory=dict)

    def post(self, address: str, **sent: Any) -> None:
        """Send one form, and see it taken."""
        answer = self.client.post(address, data=sent, content_type="multipart/form-data")
        assert answer.status_code == 302, (address, answer.text[answer.text.find("error-summary") :][:600])
        look_again(self.session)

    def risen(self) -> set[str]:
        """Name the practices of EC2 whose share rose with the last step."""
        return self._moved(lambda now, before: now > before)

    def fallen(self) -> set[str]:
        """Name those whose share fell."""
        return self._moved(lambda now, before: now < before)

    def _moved(self, which: Any) -> set[str]:
        now = self.now()
        moved = {key for key, share in now.items() if which(share, self.shares.get(key, 0.0))}
        self.shares = now
        return moved

    def now(self, on: date = TODAY) -> dict[str, float]:
        """Ask the engine for the share of every practice of EC2 on a day."""
        look_again(self.session)
        school = continuum_of(self.session, scope=Scope.of_school(school_named(self.session).id))
        keys = [key for key in school.rules_on(on.toordinal()).practices if key.startswith("EC2.")]
        return {key: school.share(key, on.toordinal()) for key in keys}

    def last(self, table: Any) -> Any:
        """Read what was stored last of a kind."""
        look_again(self.session)
        return self.session.scalars(select(table).order_by(table.id.desc())).first()


@pytest.fixture
def way(client_as: ClientAs, db_session: Session) -> Way:
    """The point person's way, begun."""
    made = Way(client_as(Cast.POINT_PERSON), db_session)
    made.shares = made.now()
    return made


def begun(way: Way, *, stage: str, ends_on: date, signed: bool = False) -> tuple[Partnership, Agreement]:
    """Add a partner, start the partnership with it, and propose an agreement."""
    prospect = {"name": NAME, "category": "nonprofit", "stage": "prospect", "offers": ["tutoring"]}
    way.post("/partners/new", **prospect, added_on=BEGAN.isoformat())
    assert way.risen() == {"EC2.L1.GS.1"}
    started = {"started_on": BEGAN.isoformat(), "stage": stage, "person": "Pat Point", "initiated_by": ["leaders"]}
    way.post("/partnerships/new", partner=str(way.last(SchoolPartner).partner_id), **started)
    partnership = way.last(Partnership)
    days = {"submitted_on": AGREED, "starts_on": AGREED, "ends_on": ends_on.isoformat()}
    if signed:
        days["signed_on"] = AGREED
    address = f"/agreements/new?partnership={partnership.id}"
    way.post(address, agreement_kind="mou", file=(BytesIO(PDF), "plan.pdf"), **days)
    return partnership, way.last(Agreement)


def version(way: Way) -> str:
    """Read how often the partnership was changed, as its forms bring it along."""
    return str(way.last(Partnership).version)


def test_every_step_from_prospect_to_evaluation_is_followed_by_the_engine(way: Way) -> None:
    partnership, paper = begun(way, stage="matched", ends_on=date(2026, 4, 10))
    engaged = way.last(SchoolPartner)
    address = f"/partnerships/{partnership.id}"
    assert [one.filename for one in paper.documents] == ["plan.pdf"]
    assert way.risen() == {"EC2.L1.RE.4"}, "a proposal"

    way.post(f"/partners/{engaged.id}/appraise")
    assert way.risen() == {"EC2.L1.PR.1"}
    need = {"text": "Tutors for mathematics", "stated_on": BEGAN.isoformat(), "critical": "y"}
    way.post("/records/need/new", **need, data=["achievement"], raised_by="leaders")
    assert way.risen() == set(), "a need alone is no match"
    way.post(
        "/needs-and-offers/match", need=str(way.last(SchoolNeed).id), offer=f"{engaged.id}:tutoring", then="agreed"
    )
    assert way.risen() == {"EC2.L1.GS.2", "EC2.L1.PR.2", "EC2.SA1.GS.1", "EC2.SA1.PR.2"}

    way.post(f"{address}/stage", stage="active", from_on="2025-10-02", version=version(way))
    assert way.risen() == {"EC2.L1.SU.4"}, "it is in force, with its point person"
    way.post(f"/agreements/{paper.id}/sign", on="2025-10-05", version=str(paper.version))
    assert (way.risen(), way.fallen()) == (set(), set()), "no level depends on a signature"
    terms = dict.fromkeys(TERMS, "Said in a line")
    way.post(f"{address}/terms", from_on="2025-10-05", version=version(way), **terms)
    written = {f"EC2.L1.RE.{number}" for number in (1, 2, 3, 6, 7, 8)}
    assert way.risen() == written | {"EC2.L1.GS.1", "EC2.L1.GS.3", "EC2.L1.PR.1", "EC2.L1.SU.1"}

    hours = {"type": "tutoring", "amount": "20", "unit": "hours", "allocated_to": "Mathematics"}
    way.post(f"{address}/commitments/new", **hours, agreed_on="2025-10-05", due_on="2026-03-01", confirmed_by="both")
    assert way.risen() == set(), "a promise is no gift"
    kept = {"commitment": str(way.last(Commitment).id), "direction": "to_school", "student_facing": "y"}
    way.post(f"{address}/contributions/new", **hours, **kept, occurred_on="2026-02-20")
    assert way.risen() == {"EC2.SA1.FI.2"}
    said = {
        "strengths": "They come",
        "weaknesses": "Late in spring",
        "goal_alignment": "Met",
        "actions_open": "Earlier",
    }
    found = {"academic": "positive", "social": "mixed", "physical": "none"}
    way.post(f"/evaluations/new?partnership={partnership.id}", occurred_on="2026-03-01", side="both", **said, **found)
    judged = {"EC2.L1.FI.1", "EC2.L1.FI.2", "EC2.L1.FI.3", "EC2.L1.FI.4", "EC2.L1.SU.5"}
    assert way.risen() == judged
    assert way.fallen() == set()
    # Left alone, the paper takes the partnership and all of it out with it; what was done stays done.
    ahead = way.now(date(2026, 5, 20))
    lost = {key for key, share in ahead.items() if share < way.shares[key]}
    assert lost >= written | judged | {"EC2.L1.SU.4", "EC2.L1.SU.1"}
    assert not lost & {"EC2.L1.GS.2", "EC2.L1.PR.2", "EC2.SA1.PR.2"}


@pytest.mark.parametrize(
    ("first_ends", "renewed_ends", "gap", "carried"),
    [
        pytest.param(date(2026, 4, 10), date(2027, 4, 10), None, date(2026, 5, 20), id="in time"),
        pytest.param(date(2026, 1, 20), date(2027, 1, 20), date(2026, 3, 1), TODAY, id="late"),
        pytest.param(date(2026, 12, 31), date(2027, 12, 31), None, date(2027, 2, 20), id="in advance"),
        pytest.param(date(2026, 4, 10), None, None, date(2027, 3, 20), id="open-ended"),
    ],
)
def test_a_renewal_carries_from_its_signature_on_and_fills_no_gap_before_it(
    way: Way, first_ends: date, renewed_ends: date | None, gap: date | None, carried: date
) -> None:
    partnership, paper = begun(way, stage="active", ends_on=first_ends, signed=True)
    way.post(f"/partnerships/{partnership.id}/terms", from_on=AGREED, version=version(way), short_goals="Reading")
    goals = "EC2.L1.RE.1"
    assert way.now(date(2026, 1, 10))[goals] == 1
    assert way.now(carried)[goals] == 0, "without a renewal it is out by then"
    address = f"/agreements/{paper.id}/renew"
    form = last_form(way.client, address)
    days = {"starts_on": (first_ends + timedelta(days=1)).isoformat()}
    days["ends_on"] = renewed_ends.isoformat() if renewed_ends else ""
    # A draft, or one that only the school has signed, carries nothing.
    way.client.post(address, data=form.values | days | {"signed": "not_yet"})
    draft = way.last(Agreement)
    assert draft.renews_id == paper.id
    assert way.now(carried)[goals] == 0
    way.post(f"/agreements/{draft.id}/submit", on=TODAY.isoformat(), version=str(draft.version))
    assert way.now(carried)[goals] == 0
    way.post(f"/agreements/{draft.id}/sign", on=TODAY.isoformat(), version=str(way.last(Agreement).version))
    assert way.now(carried)[goals] == 1
    assert way.now(TODAY)[goals] == 1
    if gap is not None:
        assert way.now(gap)[goals] == 0, "what was out stays out for its days"
    if renewed_ends is not None:
        assert way.now(renewed_ends + timedelta(days=31))[goals] == 0
