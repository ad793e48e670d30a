"""Who has to wait after wrong passwords, and who is told that somebody guesses."""

from __future__ import annotations

from functools import partial
from typing import cast

from flask import current_app, request
from flask_limiter import RequestLimit
from flask_limiter.util import get_remote_address

from models.operations.account_links import tell_of_guesses
from models.queries.accounts import normal_email
from tracker.accounts.devices import known_device
from tracker.clock import now
from tracker.letters.posting import post_soon


def refused(response: object) -> bool:
    """Count refused sign-ins only: a school behind one address signs in together every morning."""
    return getattr(response, "status_code", 0) == 401


def _email() -> str:
    return normal_email(request.form.get("email", ""))[:254]


def account_key() -> str:
    """Count by the account that is tried."""
    return f"email:{_email()}"


def guesser_key() -> str:
    """Count by the account that is tried, and from where.

    A device that knew the password counts for itself: whoever guesses behind the same address, or on another device
    that knew it, does not make it wait.
    """
    device = known_device()
    return f"{account_key()} from {f'device {device}' if device else get_remote_address()}"


def per_guesser() -> str:
    """Give the limit for one account from one network address."""
    return cast(str, current_app.config["SETTINGS"].sign_in_limit)


def per_account() -> str:
    """Give the limit for one account from everywhere."""
    return cast(str, current_app.config["SETTINGS"].sign_in_account_limit)


def per_address() -> str:
    """Give the limit for one network address."""
    return cast(str, current_app.config["SETTINGS"].sign_in_address_limit)


def per_letter() -> str:
    """Give the limit for letters to one address."""
    return cast(str, current_app.config["SETTINGS"].letter_limit)


def tell_the_owner(_limit: RequestLimit) -> None:
    """Let a letter tell whoever has the account; nobody sees from the answer's time whether there is one."""
    post_soon(partial(tell_of_guesses, email=_email(), now=now()))
