"""Where people reach the product, as mail writes it."""

from __future__ import annotations

from email.policy import SMTP
from urllib.parse import urlsplit

from flask import current_app, has_request_context, request

# A mail program reads an address in a header only as it is: folded after 78 characters it would be written in code.
UNFOLDED = SMTP.clone(max_line_length=998)


def site() -> str:
    """Give the address under which people reach the product, without a slash at its end; empty where none is set."""
    address: str = current_app.config["BASE_URL"]
    return address.rstrip("/")


def site_here() -> str:
    """Give that address for a page: where none is set, the one under which the page was asked for."""
    return site() or (request.host_url.rstrip("/") if has_request_context() else "")


def host() -> str:
    """Give the host of that address, by which mail is known to be ours."""
    return urlsplit(site()).hostname or "localhost"


def sender(mail_from: str) -> str:
    """Give the address that mail comes from.

    Args:
        mail_from: As the settings name it; may be empty.
    """
    return mail_from or f"continuum@{host()}"
