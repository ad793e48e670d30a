"""The texts of a document as plain data: what is stored of it, and compared with what is shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from seed.icmap_document.content import IcMapDocument


def texts_of(document: IcMapDocument) -> dict[str, Any]:
    """Give the texts in the shape of `models.map_wordings.MapWording.texts`."""
    return {
        "standard": document.standard,
        "outcomes": {one.code: [one.wording.at_a_glance, one.wording.map] for one in document.outcomes},
        "indicators": {
            one.code: {
                "statement": [one.statement.at_a_glance, one.statement.map],
                "cells": [cell.text for cell in one.cells],
            }
            for one in document.indicators
        },
    }


def digest_of(texts: Mapping[str, Any]) -> str:
    """Name texts by a hash: two documents that say the same have one name."""
    written = json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
