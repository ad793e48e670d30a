"""An agreement is signed, by school and partner each on a page of its own; a partner may bring a signed paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash
from sqlalchemy.orm.exc import StaleDataError

from models.agreements import Agreement
from models.operations.documents import PAPERS
from models.operations.signatures import (
    SignedPaper,
    may_be_signed,
    sign_by_hand,
    sign_on_screen,
    terms_of,
    waiting_for,
)
from models.queries.signatures import signatures_of
from models.refusals import Refused
from models.signatures import Signature
from models.wording import sentence_case
from tracker.agreements.forms import SignedPaperForm, SignForm
from tracker.clock import now, today
from tracker.documents.views import store_upload
from tracker.extensions import db
from tracker.letters.posting import post_soon
from tracker.reader import reader
from tracker.reminders.kinds import MAY_READ
from tracker.vocabulary import label

CHANGED = "This agreement was changed since you opened it. Read it again, then sign."
BOTH = "Signed by both sides."


@dataclass(frozen=True, slots=True)
class Signing:
    """What a page shows of an agreement's signatures.

    Attributes:
        terms: What is signed, a line for each.
        signatures: The earliest first.
        valid: Those that are under the terms as they are now.
        is_open: Whether the reader's side can sign.
    """

    terms: str
    signatures: Sequence[Signature]
    valid: frozenset[int]
    is_open: bool

    @classmethod
    def of(cls, agreement: Agreement) -> Signing:
        """Tell of an agreement, as its reader's side sees it."""
        terms = terms_of(agreement, sentence_case(label(agreement.agreement_kind, "agreement_kind")))
        known = signatures_of(db.session, agreement)
        valid = [one for one in known if one.is_under(terms)]
        of_school = reader().scope.partner_id is None
        waits = all(one.is_of_school is not of_school for one in valid)
        is_open = may_be_signed(agreement, today=today()) and waits
        return cls(terms, known, frozenset(one.id for one in valid), is_open)


def sign_form(agreement: Agreement, *, sent: bool = False) -> SignForm:
    """Make the form under an agreement.

    Args:
        sent: Whether it is the one that was sent; another form of its page may have been.
    """
    values = {"version": agreement.version, "name": reader().person.name}
    return SignForm(data=values) if sent else SignForm(data=values, formdata=None)


def paper_form(agreement: Agreement, *, sent: bool = False) -> SignedPaperForm:
    """Make the form for a paper that was signed by hand; see `sign_form`."""
    values = {"version": agreement.version}
    return SignedPaperForm(data=values) if sent else SignedPaperForm(data=values, formdata=None)


def signed(agreement: Agreement, form: SignForm, *, before_it_is_stored: Callable[[], object] | None = None) -> bool:
    """Sign it for the reader's side, where the form is good; False with what is wrong in the form."""

    def sign() -> None:
        sign_on_screen(
            db.session, agreement, form.name.data or "", Signing.of(agreement).terms,
            scope=reader().scope, today=today(), now=now(), may_read=MAY_READ,
        )  # fmt: skip
        if before_it_is_stored is not None:
            before_it_is_stored()

    return _stored(agreement, form, sign, "You have signed. Now the other side signs.")


def paper_stored(agreement: Agreement, form: SignedPaperForm) -> bool:
    """Take a paper that the reader's organisation signed by hand; False with what is wrong in the form."""

    def sign() -> None:
        document = store_upload(form.file.data, field="file", school_id=agreement.school_id, kinds=PAPERS)
        assert document is not None  # the form asks for one
        paper = SignedPaper(form.name.data or "", form.position.data or "", form.signed_on.data, document)
        sign_by_hand(
            db.session, agreement, paper, Signing.of(agreement).terms,
            scope=reader().scope, today=today(), now=now(), may_read=MAY_READ,
        )  # fmt: skip

    return _stored(agreement, form, sign, "The signed copy is stored. Now the other side signs.")


def _stored(agreement: Agreement, form: SignForm | SignedPaperForm, sign: Callable[[], object], is_first: str) -> bool:
    """Store what a form signs, and tell the other side; False with what is wrong in the form.

    Args:
        is_first: What is said where the other side has not signed yet.
    """
    try:
        # Where nothing can be signed any more, that comes before what is wrong in the form: the page has none by then.
        waiting_for(db.session, agreement, Signing.of(agreement).terms, scope=reader().scope, today=today())
        if not form.validate_on_submit():
            return False
        if form.version.data != agreement.version:
            raise Refused(CHANGED)
        sign()
        is_whole = agreement.signed_on is not None
        db.session.commit()
    except (Refused, StaleDataError) as problem:
        db.session.rollback()
        form.take(problem if isinstance(problem, Refused) else Refused(CHANGED))
        form.version.renew(agreement.version)
        return False
    post_soon()
    flash(BOTH if is_whole else is_first, "success")
    return True
