"""Send stored files to those who may read them: as a download, and PDFs to look at as well."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from flask import Blueprint, abort, current_app, send_file
from flask.typing import ResponseReturnValue

from models.documents import Document
from models.operations.documents import (
    ACCEPTED,
    ALLOWED,
    CHOOSABLE,
    DocumentRefused,
    check_document,
    store_document,
    stored_path,
)
from models.queries.documents import find_document
from models.refusals import Refused
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission

bp = Blueprint("documents", __name__, url_prefix="/documents")
PDF = "application/pdf"
# What the fields for files say and offer.
FILE_KINDS = {"accepted": ACCEPTED, "choosable": CHOOSABLE}


@bp.get("/<int:document_id>")
@requires(Permission.DOCUMENTS_READ)
def download(document_id: int) -> ResponseReturnValue:
    """Send one file as a download, whatever it is."""
    document = or_404(find_document(db.session, document_id, scope=reader().scope))
    return send_document(document, as_attachment=True)


@bp.get("/<int:document_id>/look")
@requires(Permission.DOCUMENTS_READ)
def look(document_id: int) -> ResponseReturnValue:
    """Show one PDF in the browser's own viewer, which runs nothing of our pages; other files are downloads only."""
    document = or_404(find_document(db.session, document_id, scope=reader().scope))
    if document.media_type != PDF:
        abort(404)
    return send_document(document, as_attachment=False)


def send_document(document: Document, *, as_attachment: bool) -> ResponseReturnValue:
    """Send the bytes of a file that its reader may have; 404 where they are not here."""
    try:
        path = stored_path(files_dir(), document)
    except FileNotFoundError:
        abort(404)
    if not path.is_file():
        current_app.logger.error("the bytes of document %s are missing", document.id)
        abort(404)
    return send_file(path, mimetype=document.media_type, as_attachment=as_attachment, download_name=document.filename)


def files_dir() -> Path:
    """Say where stored files lie."""
    return Path(current_app.config["FILES_DIR"])


def upload_problems(upload: object, *, field: str, kinds: Collection[str] = tuple(ALLOWED)) -> dict[str, str]:
    """Say why a file that came with a form could not be stored, as `store_upload` would refuse it: field -> problem."""
    stream, filename = _sent(upload)
    if stream is None:
        return {}
    try:
        check_document(stream, filename, kinds=kinds)
    except DocumentRefused as problem:
        return {field: str(problem)}
    return {}


def _sent(upload: object) -> tuple[BinaryIO, str] | tuple[None, str]:
    """Give the bytes of a file that came with a form, and its name; no bytes where none was chosen."""
    stream, filename = getattr(upload, "stream", None), getattr(upload, "filename", None) or ""
    return stream if filename else None, filename


def store_upload(
    upload: object, *, field: str, school_id: int | None = None, kinds: Collection[str] = tuple(ALLOWED)
) -> Document | None:
    """Store a file that came with a form; None where none was chosen.

    Args:
        upload: What the form's file field holds.
        field: The field's name, for the refusal.
        school_id: Whose file it becomes, where it is not that of the reader's school.
        kinds: The extensions that are accepted.

    Raises:
        Refused: The file cannot be stored; the message stands by the field.
    """
    stream, filename = _sent(upload)
    if stream is None:
        return None
    scope = reader().scope
    try:
        return store_document(
            db.session,
            files_dir(),
            school_id=scope.school_id if school_id is None else school_id,
            stream=stream,
            filename=filename,
            user_id=scope.user_id,
            kinds=kinds,
        )
    except DocumentRefused as problem:
        raise Refused({field: str(problem)}) from problem
