"""An alliance reads one of its agreements with its files, and signs it: on screen, or by hand on paper."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.agreements import Agreement
from models.queries.signatures import find_own_agreement, signatures_of
from tracker.agreements.forms import SignedPaperForm, SignForm
from tracker.agreements.signing import paper_form, paper_stored, sign_form, signed, signing_here
from tracker.alliances.blueprint import bp
from tracker.documents.views import send_document
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import Permission, requires
from tracker.reader import reader


def _agreement_or_404(agreement_id: int) -> Agreement:
    return or_404(find_own_agreement(db.session, agreement_id, scope=reader().scope))


def _page(
    agreement: Agreement, *, refused: SignForm | None = None, refused_paper: SignedPaperForm | None = None
) -> ResponseReturnValue:
    page = render_template(
        "alliances/agreement.html",
        paper=agreement,
        signing=signing_here(agreement),
        form=refused or sign_form(agreement),
        by_hand=refused_paper or paper_form(agreement),
    )
    return page, 200 if refused is refused_paper is None else 422


@bp.get("/agreements/<int:own_agreement_id>")
@requires(Permission.ALLIANCE_SEE)
def agreement(own_agreement_id: int) -> ResponseReturnValue:
    """Show one agreement of the reader's organisation: what it says, its files, who signed."""
    return _page(_agreement_or_404(own_agreement_id))


@bp.post("/agreements/<int:own_agreement_id>/sign")
@requires(Permission.ALLIANCE_WRITE)
def sign(own_agreement_id: int) -> ResponseReturnValue:
    """Sign it for the reader's organisation."""
    paper = _agreement_or_404(own_agreement_id)
    form = sign_form(paper, sent=True)
    if signed(paper, form):
        return redirect(url_for(".agreement", own_agreement_id=own_agreement_id))
    return _page(paper, refused=form)


@bp.post("/agreements/<int:own_agreement_id>/signed-copy")
@requires(Permission.ALLIANCE_WRITE)
def sign_by_hand(own_agreement_id: int) -> ResponseReturnValue:
    """Bring the paper that the reader's organisation signed by hand."""
    paper = _agreement_or_404(own_agreement_id)
    form = paper_form(paper, sent=True)
    if paper_stored(paper, form):
        return redirect(url_for(".agreement", own_agreement_id=own_agreement_id))
    return _page(paper, refused_paper=form)


@bp.get("/agreements/<int:own_agreement_id>/files/<int:document_id>")
@requires(Permission.ALLIANCE_SEE)
def agreement_file(own_agreement_id: int, document_id: int) -> ResponseReturnValue:
    """Send a file that lies with an agreement of the reader's organisation, or a paper that it signed."""
    paper = _agreement_or_404(own_agreement_id)
    known = [*paper.documents, *(one.document for one in signatures_of(db.session, paper) if one.document)]
    document = or_404(next((one for one in known if one.id == document_id), None))
    return send_document(document, as_attachment=True)
