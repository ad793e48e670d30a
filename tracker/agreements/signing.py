"""An agreement is signed, by school and partner each on a page of its own; a partner may bring a signed paper."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash
from sqlalchemy.orm.exc import StaleDataError

from models.agreements import Agreement
from models.operations.documents import PAPERS
from models.operations.signatures import (
    SignedPaper,
    Signing,
    paper_problems,
    sign_by_hand,
    sign_on_screen,
    signing_of,
)
from models.refusals import Refused, refuse_if
from tracker.agreements.forms import SignedPaperForm, SignForm
from tracker.clock import now, today
from tracker.documents.views import store_upload, upload_problems
from tracker.extensions import db
from tracker.letters.posting import post_soon
from tracker.reader import reader
from tracker.reminders.kinds import MAY_READ
from tracker.rules import rules_today

CHANGED = "This agreement was changed since you opened it. Read it again, then sign."
BOTH = "Signed by both sides."


def signing_here(agreement: Agreement) -> Signing:
    """Tell of an agreement what its reader may sign, and who has signed it."""
    return signing_of(db.session, agreement, rules_today().language, scope=reader().scope, today=today())


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

    def sign(signing: Signing) -> None:
        sign_on_screen(db.session, signing, form.name.data or "", now=now(), may_read=MAY_READ)
        if before_it_is_stored is not None:
            before_it_is_stored()

    return _stored(agreement, form, sign, "You have signed. Now the other side signs.")


def paper_stored(agreement: Agreement, form: SignedPaperForm) -> bool:
    """Take a paper that the reader's organisation signed by hand; False with what is wrong in the form."""

    def sign(signing: Signing) -> None:
        paper = SignedPaper(form.name.data or "", form.position.data or "", form.signed_on.data)
        # Before a file is written: no rollback takes that back.
        refuse_if(paper_problems(signing, paper) | upload_problems(form.file.data, field="file", kinds=PAPERS))
        document = store_upload(form.file.data, field="file", school_id=agreement.school_id, kinds=PAPERS)
        assert document is not None  # the form asks for one
        sign_by_hand(db.session, signing, paper, document, now=now(), may_read=MAY_READ)

    return _stored(agreement, form, sign, "The signed copy is stored. Now the other side signs.")


def _stored(
    agreement: Agreement, form: SignForm | SignedPaperForm, sign: Callable[[Signing], object], is_first: str
) -> bool:
    """Store what a form signs, and tell the other side; False with what is wrong in the form.

    Args:
        is_first: What is said where the other side has not signed yet.
    """
    try:
        # Where nothing can be signed any more, that comes before what is wrong in the form: the page has none by then.
        signing = signing_here(agreement)
        signing.refuse_unless_open()
        if not form.validate_on_submit():
            return False
        if form.version.data != agreement.version:
            raise Refused(CHANGED)
        sign(signing)
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
