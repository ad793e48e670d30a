"""The parts of an address behind the question mark: it is noted which of them whoever answers looks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast
from urllib.parse import urlencode

from flask import Request, request
from werkzeug.datastructures import ImmutableMultiDict


class AddressParts(ImmutableMultiDict[str, str]):
    """What stands in an address; whoever goes through all of it has looked for every part.

    Attributes:
        looked_for: Names that somebody asked for, whether they stand there or not.
    """

    def __init__(self, parts: Any = None) -> None:
        super().__init__(parts)
        self.looked_for: set[str] = set()

    @property
    def unread(self) -> list[tuple[str, str]]:
        """Give name and first text of the parts that say something and that nobody looked for, in their order."""
        said = ((name, next(filter(str.strip, texts), "")) for name, texts in super().lists())
        return [(name, text) for name, text in said if text and name not in self.looked_for]

    def __getitem__(self, key: str) -> str:
        self.looked_for.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.looked_for.add(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, type: Callable[[str], Any] | None = None) -> list[Any]:
        """Give all that is said of one part."""
        self.looked_for.add(key)
        return super().getlist(key) if type is None else super().getlist(key, type)

    def items(self, multi: bool = False) -> Iterable[tuple[str, str]]:  # type: ignore[override]
        """Go through all of it."""
        self.looked_for.update(self.keys())
        return super().items(multi)

    def lists(self) -> Iterable[tuple[str, list[str]]]:
        """Go through all of it, with everything that is said of each part."""
        self.looked_for.update(self.keys())
        return super().lists()


def address_parts() -> AddressParts:
    """Give the parts of the address at hand."""
    return cast("AddressParts", request.args)


def asking_the_same(address: str, **changes: str | int | list[str] | None) -> str:
    """Write an address that asks what the one at hand asks, which is no looking for any of it.

    Args:
        address: Of a page.
        changes: What some parts say instead; those of None are left out.
    """
    kept = {name: said for name, said in ImmutableMultiDict.lists(request.args) if name not in changes}
    changed = {name: said for name, said in changes.items() if said is not None}
    query = urlencode({**changed, **kept}, doseq=True, safe="/")
    return f"{address}?{query}" if query else address


class AskedRequest(Request):
    """A request that knows which parts of its address were looked for."""

    parameter_storage_class = AddressParts
    args: AddressParts
