"""What all addresses have in common that come by mail and take one answer without signing in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NoReturn, TypeVar

from flask import abort, make_response, render_template

from models.queries.signed_addresses import find_by_address
from models.signed_addresses import SignedAddress
from tracker.extensions import db

Asked = TypeVar("Asked", bound=SignedAddress)
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mailed(Generic[Asked]):
    """Addresses of one kind.

    Attributes:
        read: Gives the number and nonce that stand in an address; None where nobody of ours signed it.
        table: Of what is asked.
        why_gone: Says in a word why it takes no answer any more; None where it does.
        gone_page: The template that says so, with the word as `why` and what was asked as `asked`.
    """

    read: Callable[[str], tuple[int, str] | None]
    table: type[Asked]
    why_gone: Callable[[Asked], str | None]
    gone_page: str

    def found(self, letter: str) -> Asked:
        """Give what an address asks, open or not; an altered one answers with its page and 404.

        Raises:
            werkzeug.exceptions.HTTPException: The answer in place of the page.
        """
        read = self.read(letter)
        asked = find_by_address(db.session, self.table, *read) if read else None
        if asked is None:
            abort(make_response(render_template(self.gone_page, why=UNKNOWN, asked=None), 404))
        return asked

    def opened(self, letter: str) -> Asked:
        """Give what an address asks while it takes an answer; afterwards its page says why not, with 410.

        Raises:
            werkzeug.exceptions.HTTPException: The answer in place of the page.
        """
        asked = self.found(letter)
        if why := self.why_gone(asked):
            self.gone(asked, why)
        return asked

    def gone(self, asked: Asked, why: str) -> NoReturn:
        """Say why an address takes no answer any more.

        Raises:
            werkzeug.exceptions.HTTPException: The answer in place of the page.
        """
        abort(make_response(render_template(self.gone_page, why=why, asked=asked), 410))
