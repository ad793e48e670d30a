"""Which tile logs what a rule wishes for, and what its form is filled with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.rulebook.rules.base import Rule
from models.planning.wishes import EntryWish, entry_of
from seed.tiles import Tile

Args = tuple[tuple[str, str], ...]
# What a tile does for a wish, from filling it unasked to leaving it to the fields behind "more".
FILLS, PROPOSES, ASKS, BEHIND = 3, 2, 1, -1
WHO, PARTNERS = "by", "partners"


def address_toward(
    part: Rule, tiles: Iterable[Tile], catalogue: Catalogue, lacking: Mapping[str, tuple[str, ...]] | None = None
) -> Args:
    """Give the arguments of the log's address that fill it toward a rule: as far as the rule leaves no choice.

    Args:
        part: A rule without rules inside it.
        tiles: Those of the catalogue; see `tiles_of`.
        lacking: As `entry_of` takes it.

    Returns:
        Pairs of argument and value, some arguments several times; empty for a rule that counts no activities.
    """
    wish = entry_of(part.wish(), catalogue.language, lacking)
    if wish is None:
        return ()
    found = [fit for tile in tiles if (fit := _fit(tile, wish, catalogue)) is not None]
    return max(found, key=lambda fit: fit[0])[1] if found else ()


def _fit(tile: Tile, wish: EntryWish, catalogue: Catalogue) -> tuple[tuple[int, bool], Args] | None:
    """Say how well a tile serves a wish, and what its form is filled with; None where it makes something else."""
    kinds = wish.codes.get("kind")
    if tile.is_open or tile.kind is None or (kinds and tile.kind not in kinds):
        return None
    score = (ASKS if PARTNERS in tile.questions else BEHIND) if wish.names_partner else 0
    args: list[tuple[str, str]] = [("tile", tile.code)]
    for name, codes in wish.codes.items():
        if name == "kind":
            continue
        served = _serve(tile, name, codes)
        if served is None:
            return None
        score += served[0]
        args += served[1]
    for mark in sorted(wish.marks):
        points, more = _mark(tile, mark, catalogue)
        score += points
        args += more
    # Of two that serve alike the one is better that asks for no partner where none is needed: what students seek and
    # alliances give has one.
    seekers = catalogue.language.marked(WHO, "says_way")
    has_partner = wish.names_partner or seekers.issuperset(wish.codes.get(WHO, (None,)))
    is_free = has_partner or PARTNERS not in tile.needs
    return (score, is_free), tuple(dict.fromkeys(args))


def _serve(tile: Tile, name: str, codes: tuple[str, ...]) -> tuple[int, list[tuple[str, str]]] | None:
    """Say what a tile does for one field; None where it cannot say any of the codes."""
    only = [(name, codes[0])] if len(codes) == 1 else []
    if set(tile.fixed.get(name, ())) & set(codes):
        return FILLS, []
    if name in tile.questions:
        if name == WHO and tile.fixed.get(name):
            return BEHIND, only  # it begins with others: whoever is wished for only joins them
        return (PROPOSES if set(tile.first.get(name, ())) & set(codes) else ASKS), only
    tick = next((one for one in tile.ticks if _adds(one.adds.get(name), codes)), None)
    if tick is not None:
        return PROPOSES, [("also", tick.code)]
    return (BEHIND, only) if only else None


def _adds(added: Iterable[str] | bool | None, codes: tuple[str, ...]) -> bool:
    return not isinstance(added, bool) and bool(set(added or ()) & set(codes))


def _mark(tile: Tile, mark: str, catalogue: Catalogue) -> tuple[int, list[tuple[str, str]]]:
    """Say what a tile does for a mark: its channel may mean it already."""
    if mark == "two_way" and set(tile.fixed.get("channel", ())) & catalogue.language.marked("channel", "two_way"):
        return FILLS, []
    tick = next((one for one in tile.ticks if one.adds.get(mark) is True), None)
    return (PROPOSES, [("also", tick.code)]) if tick is not None else (BEHIND, [(mark, "yes")])
