"""Answer with a page as a PDF file, or say what to do where none can be made."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import Response, abort, flash, redirect
from flask.typing import ResponseReturnValue

from tracker.extensions import db
from tracker.pdf import NoPdf, TooManyPdfs, pdf_of

PRINT_INSTEAD = "This server lacks what makes PDF files. Press Print here, and choose “Save as PDF” there."


def pdf_file(
    html: str,
    styles: Iterable[str],
    name: str,
    *,
    back: str,
    lacking: str = PRINT_INSTEAD,
    keep: Callable[[bytes], bytes] | None = None,
) -> ResponseReturnValue:
    """Lay a page out and answer with the file; see `pdf_of`.

    Args:
        name: Of the file.
        back: Where to go, with a word, where this machine makes none.
        lacking: That word.
        keep: Keeps what was made, and gives what to send.
    """
    # Laying it out takes seconds, in which nobody should wait for the database.
    db.session.rollback()
    try:
        content = pdf_of(html, styles)
    except NoPdf:
        flash(lacking, "warning")
        return redirect(back)
    except TooManyPdfs:
        abort(503)
    return pdf_response(keep(content) if keep else content, name)


def pdf_response(content: bytes, name: str) -> Response:
    """Answer with a PDF file, to be shown by the browser."""
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
