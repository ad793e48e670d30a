"""Photos and files of an activity: added after it was saved, and pictures shown on its page."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from models.operations.activities import attach_documents
from models.operations.documents import stored_path
from models.refusals import Refused
from tracker.activities.blueprint import bp
from tracker.activities.list import activity_or_404
from tracker.activities.views import may_see_files, page_of
from tracker.documents.views import files_dir, store_upload
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import Permission, requires

FIELD = "files"


@bp.post("/activities/<int:activity_id>/files")
@requires(Permission.ACTIVITIES_WRITE)
def attach(activity_id: int) -> ResponseReturnValue:
    """Attach a photo or files to an activity."""
    activity = activity_or_404(activity_id)
    try:
        stored = [store_upload(file, field=FIELD) for file in request.files.getlist(FIELD)]
        documents = [document for document in stored if document is not None]
        if not documents:
            raise Refused({FIELD: "Take a photo or choose a file first."})
        attach_documents(activity, documents)
    except Refused as refused:
        db.session.rollback()
        return page_of(activity_or_404(activity_id), refused=str(refused)), 422
    db.session.commit()
    flash("Added.", "success")
    return redirect(url_for(".show", activity_id=activity_id, _anchor="files-and-links"))


@bp.get("/activities/<int:activity_id>/pictures/<int:document_id>")
@requires(Permission.ACTIVITIES_READ)
def picture(activity_id: int, document_id: int) -> ResponseReturnValue:
    """Show a picture of an activity in its page."""
    activity = activity_or_404(activity_id)
    document = or_404(next((one for one in activity.documents if one.id == document_id), None))
    if not may_see_files(activity):
        abort(403)
    if not document.is_picture:
        abort(404)
    path = stored_path(files_dir(), document)
    if not path.is_file():
        current_app.logger.error("the bytes of document %s are missing", document.id)
        abort(404)
    return send_file(path, mimetype=document.media_type)
