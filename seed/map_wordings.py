"""Takes in the official wording, keeps every version of it, and puts one to use: on screen and on the command line.

Nothing here commits.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.icmap import Indicator, Outcome, Standard
from models.map_wordings import MapWording, WordingLoad
from models.queries.map_wordings import latest_load
from seed.icmap_document import IcMapDocument, digest_of, texts_of
from seed.loader import LoadSummary, show_wording

COMMAND_LINE = "command line"
LOADED_BEFORE = "the wording loaded before"
LONGEST_NAME = 200


def keep_wording(
    session: Session, document: IcMapDocument, *, filename: str, district_id: int | None = None
) -> MapWording:
    """Keep what a document says; one that says the same as an earlier one of the same place is that one."""
    texts = texts_of(document)
    return _kept(session, texts, filename, district_id, datetime.now(UTC))


def use_wording(
    session: Session,
    wording: MapWording,
    *,
    actor: str = COMMAND_LINE,
    user_id: int | None = None,
    district_id: int | None = None,
    at: datetime | None = None,
) -> LoadSummary:
    """Put a wording to use; what is shown until then is kept as a version of its own.

    Args:
        actor: Who does it, in words.
        at: The moment of it, now where None.

    Returns:
        As `seed.loader.load_official_wording`; using again what is in use changes nothing and is not noted.

    Raises:
        CatalogueNotLoaded: As `seed.loader.load_official_wording`.
    """
    moment = at or datetime.now(UTC)
    latest = latest_load(session) or _keep_shown(session)
    summary = show_wording(session, wording.texts, at=moment)
    if latest is None or latest.wording.digest != wording.digest or summary.added or summary.changed:
        session.add(WordingLoad(wording=wording, at=moment, actor=actor, user_id=user_id, district_id=district_id))
        session.flush()
    return summary


def load_document(session: Session, document: IcMapDocument, *, filename: str) -> LoadSummary:
    """Keep what a document says and put it to use, for the command line.

    Raises:
        CatalogueNotLoaded: As `seed.loader.load_official_wording`.
    """
    return use_wording(session, keep_wording(session, document, filename=filename))


def _kept(session: Session, texts: dict[str, Any], filename: str, district_id: int | None, at: datetime) -> MapWording:
    digest = digest_of(texts)
    whose = MapWording.district_id == district_id if district_id is not None else MapWording.district_id.is_(None)
    found = session.scalar(select(MapWording).where(MapWording.digest == digest, whose).order_by(MapWording.id))
    if found is None:
        name = filename[-LONGEST_NAME:]
        found = MapWording(digest=digest, filename=name, texts=texts, read_at=at, district_id=district_id)
        session.add(found)
        session.flush()
    return found


def _keep_shown(session: Session) -> WordingLoad | None:
    """Keep what is shown although no version of it was kept: it was loaded before versions were."""
    standard = session.scalar(select(Standard).where(Standard.official.is_not(None)))
    if standard is None:
        return None
    outcomes = session.scalars(select(Outcome))
    indicators = session.scalars(select(Indicator).options(selectinload(Indicator.descriptors)))
    texts = {
        "standard": standard.official,
        "outcomes": {one.code: [one.official_at_a_glance, one.official_map] for one in outcomes},
        "indicators": {
            one.code: {
                "statement": [one.official_at_a_glance, one.official_map],
                "cells": [cell.official for cell in one.descriptors],
            }
            for one in indicators
        },
    }
    at = standard.loaded_at or datetime.now(UTC)
    wording = _kept(session, texts, LOADED_BEFORE, None, at)
    load = WordingLoad(wording=wording, at=at, actor=COMMAND_LINE)
    session.add(load)
    session.flush()
    return load
