"""The tiles that the reader may use, and where each leads."""

from __future__ import annotations

from flask import request, url_for

from models.activities import Activity
from seed.tiles import Tile, load_tiles
from tracker.actions.ticking import for_action
from tracker.address_parts import asking_the_same
from tracker.came_from import CameFrom
from tracker.permissions import may_open


def tiles_shown() -> list[tuple[Tile, str]]:
    """List the tiles that the reader may use, each with the address that it leads to."""
    return [(tile, href) for tile in load_tiles().values() if (href := _href_of(tile)) is not None]


def kinds_told() -> set[str]:
    """Name the kinds of record, beside activities, whose pages tiles lead to."""
    tiles = load_tiles().values()
    return {kind for tile in tiles for kind in (tile.record, tile.beside) if kind and kind != Activity.kind}


def page_elsewhere(code: str | None) -> str | None:
    """Give the page of a tile that makes another record than an activity; None for all others."""
    tile = load_tiles().get(code or "")
    if tile is None or tile.record == Activity.kind:
        return None
    return _href_of(tile)


def page_beside(tile: Tile | None, back: CameFrom | None) -> str | None:
    """Give the page of the record that tells more of what a tile is about; None where there is none for the reader."""
    page = f"records.{tile.beside}.new" if tile and tile.beside else ""
    if not page or not may_open(page):
        return None
    return url_for(page, partner=request.args.getlist("partners")[:1] or None, back=back.href if back else None)


def _href_of(tile: Tile) -> str | None:
    """Say where a tile leads, keeping what the address said; None for a record that the reader may not enter."""
    if tile.record == Activity.kind:
        return asking_the_same(url_for("activities.log"), tile=tile.code)
    page = f"records.{tile.record}.new"
    if not may_open(page):
        return None
    # Such a record is about one partner.
    one = request.args.getlist("partners")[:1] or None
    return url_for(page, partner=one, back=request.args.get("back"), action=for_action())
