"""What an address asks of a page that is no list: read as lists read theirs, and said where it names nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import current_app, g, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import UnprocessableEntity
from werkzeug.wrappers import Response

from dashboards import PREFIX
from dashboards.addresses import ENGAGEMENT, LEADS_ON
from models.wording import LEFT_OUT, listed, no_filter, not_of_the_name, quoted
from tracker.address_parts import address_parts
from tracker.lists.filters import Choice, Filter, Mark, NotKnown
from tracker.lists.listing import read_page
from tracker.permissions import PUBLIC, permission_of
from tracker.served_files import FOLDERS

# A page that goes by none of them is of today.
DAYS = frozenset({"on", "month", "year"})
# What is read by eye says itself what it left out, and what is read by scripts is asked by ours alone.
NO_FILES = frozenset({"text/html", "application/json", "text/css", "text/javascript"})
# Files alike for everybody, and what Dash answers itself.
NOT_OURS = (*FOLDERS, f"{PREFIX}_")
# What they are asked, by a provider too, is for signing in and for no page after it.
SIGNING_IN = frozenset({"accounts.sign_in_with", "accounts.back_from_provider"})


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
    leave_out(not_of_the_name(label, text))


def cannot_be(label: str, text: str) -> None:
    """Say that a field of a form cannot be what the address fills in."""
    leave_out(f"“{label.rstrip('?:')}” cannot be “{quoted(text)}”.")


def _read(one: Filter, text: str) -> Any:
    try:
        return one.read(text)[0]
    except NotKnown as problem:
        leave_out(str(problem))
        return None


def leave_out(problem: str) -> None:
    """Note what a part of the address asks for in vain; it is said above the page that the part was left out."""
    g.setdefault("problems", []).append(problem)


def as_asked(answer: ResponseReturnValue) -> ResponseReturnValue:
    """Give an answer to all that its address asks.

    No file is given where a part of the address was left out: it would be of something else, and could not say so. An
    address that leads on takes along what nobody looked for, so that the page it leads to says it.

    Raises:
        UnprocessableEntity: With what is said of the parts that were left out.
    """
    if not isinstance(answer, Response) or request.method != "GET" or request.path.startswith(NOT_OURS):
        return answer
    if answer.location:
        answer.location = _with_unread(answer.location)
    elif answer.mimetype not in NO_FILES and (problems := [*_problems(), *(no_filter(name) for name, _ in _unread())]):
        answer.close()
        raise UnprocessableEntity(" ".join(problems))
    return answer


def _with_unread(address: str) -> str:
    if not address.startswith("/") or address.startswith(NOT_OURS) or request.endpoint in SIGNING_IN:
        return address
    leads_to = urlsplit(address)
    known = {name for name, _ in parse_qsl(leads_to.query, keep_blank_values=True)}
    if "next" in known:  # whoever signs in comes back to all of it
        return address
    further = urlencode([(name, text) for name, text in _unread() if name not in known])
    return urlunsplit(leads_to._replace(query="&".join(filter(None, [leads_to.query, further]))))


def parts_left_out() -> Sequence[str]:
    """List what the page at hand left out of its address, a sentence each."""
    unread = [] if request.method != "GET" or _says_itself() else _unread()
    is_of_today = DAYS.isdisjoint(address_parts().looked_for)
    days = [f"“{quoted(text)}”" for name, text in unread if name in DAYS and is_of_today]
    aside = f"This page shows how things stand today: {listed(days)} in the address was left aside."
    others = (no_filter(name) for name, _ in unread if not (name in DAYS and is_of_today))
    return [*(f"{one} {LEFT_OUT}" for one in (*_problems(), *others)), *([aside] if days else [])]


def _problems() -> Sequence[str]:
    return [*g.get("list_problems", ()), *dict.fromkeys(g.get("problems", ()))]


def _unread() -> Sequence[tuple[str, str]]:
    # What opens by its address alone is linked from mails and other sites, and what they add to it is theirs.
    is_letter = request.view_args and permission_of(current_app, request.endpoint or "") == PUBLIC
    return [] if is_letter else [(name, text) for name, text in address_parts().unread if name not in LEADS_ON]


def _says_itself() -> bool:
    """Whether a page itself says what it knows nothing of: dashboards do, but that of an organization, of today."""
    return request.path.startswith(PREFIX) and request.path != ENGAGEMENT
