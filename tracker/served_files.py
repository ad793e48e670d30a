"""Files that are served alike to everybody: compressed once, and kept by browsers where their address says what is in.

Flask-Compress compresses every answer anew, right for pages, wasteful for 1.2 MB of charts. What comes out of our
folders and out of Dash's packages is compressed once in each process and kept, harder than a page would be.
"""

from __future__ import annotations

import gzip
import hashlib
import re

import brotli
from flask import Response, current_app, request
from flask_compress import Compress

from dashboards import PREFIX

FOLDERS = ("/static/", f"{PREFIX}_dash-component-suites/", f"{PREFIX}assets/")
# Brotli 9 takes a third of a second for all of a dashboard; 11 is smaller by a twelfth and takes ten times as long.
BROTLI_QUALITY = 9
# How Dash writes version and time of a package into the names of its files.
_DASH_NAME = re.compile(r"\.v\w+m[0-9a-f]+\.")
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"


def is_file(path: str) -> bool:
    """Say whether a path leads to a file that is the same for everybody."""
    return path.startswith(FOLDERS)


def fingerprint(content: bytes) -> str:
    """Give the mark by which one content of a file is told from another."""
    return hashlib.sha256(content).hexdigest()[:12]


class Compression(Compress):
    """Flask-Compress that compresses a file once, and closes what it read an answer from."""

    def __init__(self) -> None:
        super().__init__()
        # By content and encoding, so that as many are kept as there are files, whatever addresses people make up.
        self._kept: dict[tuple[str, str], bytes] = {}

    def after_request(self, response: Response | None) -> Response:
        """Compress an answer where the browser takes it."""
        if response is not None and is_file(request.path):
            return self._file(response) if response.status_code == 200 else response
        plain = response.response if response else None
        answer = super().after_request(response)
        close = getattr(plain, "close", None)
        if answer.response is not plain and close is not None:
            answer.call_on_close(close)
        return answer

    def _file(self, response: Response) -> Response:
        response.direct_passthrough = False
        opened = response.response
        content = response.get_data()
        if (close := getattr(opened, "close", None)) is not None:
            close()
        mark = fingerprint(content)
        response.headers["Cache-Control"] = _keeping(mark)
        if response.mimetype in self.compress_mimetypes_set and "Content-Encoding" not in response.headers:
            response.vary.add("Accept-Encoding")
            encoding = next((name for name in self.enabled_algorithms if request.accept_encodings[name] > 0), None)
            if encoding is not None and len(content) >= current_app.config["COMPRESS_MIN_SIZE"]:
                response.set_data(self._compressed(content, mark, encoding))
                response.headers["Content-Encoding"] = encoding
                mark = f"{mark}-{encoding}"
        response.set_etag(mark)
        response.make_conditional(request)
        return response

    def _compressed(self, content: bytes, mark: str, encoding: str) -> bytes:
        kept = self._kept.get((mark, encoding))
        if kept is None:
            kept = _compress(content, encoding)
            self._kept[mark, encoding] = kept
        return kept


def _compress(content: bytes, encoding: str) -> bytes:
    if encoding == "br":
        smaller: bytes = brotli.compress(content, quality=BROTLI_QUALITY)
        return smaller
    return gzip.compress(content, compresslevel=9, mtime=0)


def _keeping(mark: str) -> str:
    """Say how long a browser may keep a file: for good under an address that changes with the content."""
    own = request.args.get("v")
    if own is not None:
        # Another mark than that of the content: during an update a new page may ask an old process.
        return FOR_GOOD if own == mark else ASK_EACH_TIME
    return FOR_GOOD if _DASH_NAME.search(request.path) or "m" in request.args else ASK_EACH_TIME
