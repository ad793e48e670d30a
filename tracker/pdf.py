"""Make PDF files of pages: tagged for screen readers, from what is handed over and nothing else.

WeasyPrint lays them out with the system's Pango. It takes a second to load, so nothing loads it before somebody asks
for a PDF; and where Pango is missing, that one file cannot be had and all else works.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable
from threading import Lock
from typing import Any

# Laying out takes memory and a whole core: one at a time in a process, and nobody waits in line for ever.
_ONE_AT_A_TIME = Lock()
_WAIT_SECONDS = 20


class NoPdf(RuntimeError):
    """This machine lacks the libraries that lay PDF files out."""


class TooManyPdfs(RuntimeError):
    """Others wait for theirs already."""


def pdf_of(html: str, styles: Iterable[str]) -> bytes:
    """Lay a page out as PDF/UA; the same page gives the same bytes.

    It takes seconds, so let go of the database first.

    Args:
        html: A whole document. What it refers to by address is not fetched, from nowhere.
        styles: Style sheets, a later one wins.

    Raises:
        NoPdf: The system's libraries are missing.
        TooManyPdfs: It would have to wait for others too long.
    """
    if not _ONE_AT_A_TIME.acquire(timeout=_WAIT_SECONDS):
        raise TooManyPdfs
    try:
        weasyprint = _loaded()
        # What a page names by address is fetched from nowhere, not even from this machine.
        nowhere = weasyprint.urls.URLFetcher(allowed_protocols=())
        document = weasyprint.HTML(string=html, url_fetcher=nowhere)
        sheets = [weasyprint.CSS(string=one, url_fetcher=nowhere) for one in styles]
        made: bytes = document.write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1")
    finally:
        _ONE_AT_A_TIME.release()
    return made


def _loaded() -> Any:
    try:
        with warnings.catch_warnings():
            # It asks for a library that it can do without.
            warnings.simplefilter("ignore")
            import weasyprint
    except (ImportError, OSError) as problem:
        raise NoPdf(str(problem)) from None
    # It tells of every property that browsers know and it does not.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return weasyprint
