"""Devices on which somebody signed in before: wrong passwords typed elsewhere must not keep them out.

Whoever guesses is slowed down by account and network address. A whole school often shares one address, and an address
can be anybody's: a device that knew the password once is let pass, as long as the password is the same.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import NamedTuple

from flask import Response, after_this_request, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from models.accounts import User
from models.queries.accounts import find_user_by_email
from tracker.config import Settings
from tracker.extensions import db

COOKIE = "known"
# Several people may share a device; each takes some forty letters of the cookie.
MOST = 8
LASTS = 365 * 86_400  # seconds


class Device(NamedTuple):
    """What a cookie tells of its device.

    Attributes:
        name: The same for as long as the device has its cookie, whoever signs in: what is counted of it stays its own.
        known: Who signed in on it, latest first, and the stamp of the password that was theirs then.
    """

    name: str
    known: list[tuple[int, str]]


def remember_device(user: User) -> None:
    """Let the answer at hand leave with this device that the person signed in on it."""
    device = _device()
    mine = (user.id, _stamp(user))
    known = [mine, *(one for one in device.known if one[0] != user.id)][:MOST]
    settings: Settings = current_app.config["SETTINGS"]

    @after_this_request
    def leave(response: Response) -> Response:
        response.set_cookie(
            COOKIE, _signer().dumps([device.name, known]), max_age=LASTS, path="/login", secure=settings.is_secure,
            httponly=True, samesite="Lax",
        )  # fmt: skip
        return response


def known_device() -> str:
    """Name the device where the account that a sign-in is tried for was signed in on it, with its present password.

    Nothing where it was not.
    """
    if "known_device" not in g:
        device = _device()
        known = dict(device.known)
        user = find_user_by_email(db.session, request.form.get("email", "")[:254]) if known else None
        g.known_device = device.name if user is not None and known.get(user.id) == _stamp(user) else ""
    return str(g.known_device)


def is_known_device() -> bool:
    """Whether the account that a sign-in is tried for was signed in to on this device, with its present password."""
    return bool(known_device())


def _device() -> Device:
    try:
        name, known = _signer().loads(request.cookies.get(COOKIE, ""))
        return Device(str(name), [(int(user_id), str(stamp)) for user_id, stamp in known])
    except (BadSignature, TypeError, ValueError):
        # Nothing of ours, or of an older key: a device that nobody knows.
        return Device(secrets.token_urlsafe(12), [])


def _stamp(user: User) -> str:
    # Another one with every new password; of the password itself it tells nothing.
    return hashlib.blake2b(f"{user.id}:{user.session_token}".encode(), digest_size=9, key=_secret()).hexdigest()


def _secret() -> bytes:
    return hashlib.sha256(str(current_app.config["SECRET_KEY"]).encode()).digest()


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="known device")
