"""An agreement is signed on screen: the same for the school and for its partner, each on a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash
from sqlalchemy.orm.exc import StaleDataError

from models.agreements import Agreement
from models.operations.signatures import may_be_signed, sign_on_screen, terms_of
from models.queries.signatures import signatures_of
from models.refusals import Refused
from models.signatures import Signature
from models.wording import sentence_case
from tracker.agreements.forms import SignForm
from tracker.clock import now, today
from tracker.extensions import db
from tracker.letters.posting import post_soon
from tracker.reader import reader
from tracker.reminders.kinds import MAY_READ
from tracker.vocabulary import label

CHANGED = "This agreement was changed since you opened it. Read it again, then sign."


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
        waits = all(one.partner_id != reader().scope.partner_id for one in valid)
        is_open = may_be_signed(agreement, today=today()) and waits
        return cls(terms, known, frozenset(one.id for one in valid), is_open)


def sign_form(agreement: Agreement, *, sent: bool = False) -> SignForm:
    """Make the form under an agreement.

    Args:
        sent: Whether it is the one that was sent; another form of its page may have been.
    """
    values = {"version": agreement.version, "name": reader().person.name}
    return SignForm(data=values) if sent else SignForm(data=values, formdata=None)


def signed(agreement: Agreement, form: SignForm, *, before_it_is_stored: Callable[[], object] | None = None) -> bool:
    """Sign it for the reader's side, where the form is good; False with what is wrong in the form."""
    if not form.validate_on_submit():
        return False
    try:
        if form.version.data != agreement.version:
            raise Refused(CHANGED)
        terms = Signing.of(agreement).terms
        sign_on_screen(
            db.session, agreement, form.name.data or "", terms,
            scope=reader().scope, today=today(), now=now(), may_read=MAY_READ,
        )  # fmt: skip
        is_whole = agreement.signed_on is not None
        if before_it_is_stored is not None:
            before_it_is_stored()
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        form.version.renew(agreement.version)
        return False
    except StaleDataError:
        db.session.rollback()
        form.form_errors.append(CHANGED)
        form.version.renew(agreement.version)
        return False
    post_soon()
    flash("Signed by both sides." if is_whole else "You have signed. Now the other side signs.", "success")
    return True
