"""What an address asks of a page that is no list: read as lists read theirs, and said where it names nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from flask import g, request
from werkzeug.exceptions import UnprocessableEntity

from dashboards.addresses import LEADS_ON
from models.wording import LEFT_OUT, no_filter, quoted
from tracker.address_parts import AddressParts
from tracker.asked_days import day_left_aside, says_itself
from tracker.lists.filters import Choice, Filter, Mark, NotKnown
from tracker.lists.listing import read_page


def asked_part(one: Filter) -> Any:
    """Read what the address asks of one filter; None where it asks nothing, or what can be no such thing."""
    text = request.args.get(one.name, "").strip()
    return _read(one, text) if text else None


def asked_choice(name: str, label: str, known: Collection[str]) -> str | None:
    """Read which of several is asked for; None for none of them."""
    return next(iter(asked_several(name, label, known)), None)


def asked_several(name: str, label: str, known: Collection[str]) -> list[str]:
    """Read which of several are asked for, in the order of the address."""
    choice = Choice(name=name, label=label, options=lambda: [(one, one) for one in known])
    texts = filter(None, map(str.strip, request.args.getlist(name)))
    return [one for text in texts if (one := _read(choice, text)) is not None]


def asked_mark(name: str, label: str) -> bool:
    """Read whether something is asked for that is either so or not."""
    return bool(asked_part(Mark(name=name, label=label, words=label, link=label)))


def asked_page() -> int:
    """Read which page of a list is asked for; the first where the address names none."""
    text = request.args.get("page", "").strip()
    try:
        return read_page(text) if text else 1
    except NotKnown as problem:
        leave_out(str(problem))
        return 1


def not_found(label: str, text: str) -> None:
    """Say that there is nothing of the name that the address gives."""
    leave_out(f"“{label}” knows nothing of the name “{quoted(text)}”.")


def _read(one: Filter, text: str) -> Any:
    try:
        return one.read(text)[0]
    except NotKnown as problem:
        leave_out(str(problem))
        return None


def leave_out(problem: str) -> None:
    """Say above the page that a part of its address was left out."""
    g.setdefault("left_out", []).append(f"{problem} {LEFT_OUT}")


def refuse_left_out(said: Sequence[str] = ()) -> None:
    """Give no file where a part of its address was left out: it would be of something else, and could not say so.

    Args:
        said: What a list said of it.

    Raises:
        HTTPException: 422, with what is said.
    """
    if problems := [*said, *g.pop("left_out", ())]:
        g.filters_told = True
        raise UnprocessableEntity(" ".join(one.removesuffix(LEFT_OUT).rstrip() for one in problems))


def parts_left_out() -> Sequence[str]:
    """List what the page at hand left out of its address, a sentence each."""
    aside = day_left_aside()
    return [*dict.fromkeys(g.get("left_out", ())), *([aside] if aside else []), *_unread()]


def _unread() -> Iterator[str]:
    """Say of each part of the address that nobody looked for that there is none of its name."""
    parts = request.args
    if request.method == "GET" and isinstance(parts, AddressParts) and not says_itself():
        yield from (f"{no_filter(name)} {LEFT_OUT}" for name in parts.unread if name not in LEADS_ON)
