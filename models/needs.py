"""What the school needs, and the matches of those needs with what partners offer."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.columns import Code, CodeList, PartnerId, Prose
from models.kinds import columns as column
from models.kinds.kind import Alike, Read, RecordKind
from models.partners import Contact, Partner
from models.records import Record


class SchoolNeed(Record):
    """A need the school has named, with the data it rests on."""

    __tablename__ = "school_needs"
    kind = "need"

    text: Mapped[Prose]
    stated_on: Mapped[date]
    critical: Mapped[bool] = mapped_column(default=False)
    data: Mapped[CodeList] = mapped_column(comment="kinds of source data")
    raised_by: Mapped[CodeList]
    priority: Mapped[int | None]


class Match(Record):
    """A need or request brought together with a partner's offer; with `requested_on` it is the school's request."""

    __tablename__ = "matches"
    kind = "match"
    extra_args = (
        CheckConstraint(
            "answered_on IS NULL OR requested_on IS NULL OR answered_on >= requested_on",
            name="answered_after_requested",
        ),
    )

    partner_id: Mapped[PartnerId]
    need_id: Mapped[int | None] = mapped_column(ForeignKey("school_needs.id"), index=True)
    occurred_on: Mapped[date]
    offer: Mapped[Code | None]
    requested_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    answer: Mapped[Code | None]
    raised_by: Mapped[CodeList]
    way: Mapped[CodeList]
    expertise: Mapped[bool | None]
    curricular_goal: Mapped[Prose | None]
    intended_results: Mapped[Prose | None]
    data: Mapped[CodeList]
    ranked: Mapped[bool | None]
    selected: Mapped[bool | None]
    message: Mapped[Prose | None] = mapped_column(comment="what the partner reads beside what is asked for")
    answer_by: Mapped[date | None] = mapped_column(comment="day until which an answer would help")
    answer_note: Mapped[Prose | None] = mapped_column(comment="what the partner said: what it offers, or why not")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), comment="the partner's own person")
    answered_by_contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contacts.id"), comment="the partner's own person, where they have no account"
    )
    reply: Mapped[Prose | None] = mapped_column(comment="what the school said to the partner's own answer")
    replied_on: Mapped[date | None]

    partner: Mapped[Partner] = relationship()
    need: Mapped[SchoolNeed | None] = relationship()
    answered_by: Mapped[User | None] = relationship(foreign_keys=answered_by_id)
    answered_by_contact: Mapped[Contact | None] = relationship(foreign_keys=answered_by_contact_id)

    @property
    def who_answered(self) -> str | None:
        """Name of the partner's own person whose word the answer is; None where the school noted it, or nobody did."""
        who = self.answered_by or self.answered_by_contact
        return who.name if who else None

    def answered_from(self, *, user_id: int | None = None, contact_id: int | None = None) -> None:
        """Say whose own word an answer is: somebody's with an account, a contact's without one, or nobody's there.

        What the school said to an earlier answer stays in the history alone.
        """
        self.answered_by_id, self.answered_by_contact_id = user_id, contact_id
        self.reply = self.replied_on = None


SCHOOL_NEED = RecordKind(
    table=SchoolNeed,
    noun="school need",
    nouns="school needs",
    known_on=("stated_on",),
    about=("text",),
    read=Read(facts=("need",), context="what matches and partnerships answer"),
    own=(
        column.text("text", column.NEEDED),
        column.day("stated_on", column.NEEDED),
        column.mark("critical", empty=False),
        column.codes("data", "data"),
        column.codes("raised_by", "by"),
        column.number("priority"),
    ),
    alike=Alike(("text",), on=("stated_on",), days=120),
)

MATCH = RecordKind(
    table=Match,
    noun="request to a partner",
    nouns="requests to partners",
    known_on=("requested_on", "occurred_on"),
    read=Read(facts=("match",), context="how partners were selected, and what links a partnership to a need"),
    own=(
        column.partner(column.NEEDED),
        column.occurred_on(),
        column.ref("need"),
        column.code("offer", "contribution_type", own_words=True, label="Asked for"),
        column.day("requested_on"),
        column.day("answered_on"),
        column.code("answer", "answer"),
        column.codes("raised_by", "by", label="Asked by"),
        column.codes("way", "match_way", label="In what way"),
        column.mark("expertise"),
        column.text("curricular_goal"),
        column.text("intended_results"),
        column.codes("data", "data"),
        column.mark("ranked"),
        column.mark("selected"),
        column.text("message", label="Told the partner"),
        column.day("answer_by", label="Answer wanted by"),
        column.text("answer_note", label="What they said"),
    ),
    in_order=(("requested_on", "answered_on", True),),
    alike=Alike(("partner", "offer"), ("need", "answer"), on=("requested_on", "occurred_on"), days=14),
)
