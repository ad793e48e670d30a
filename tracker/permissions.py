"""Who may do what on screen: views name their permission, and nothing is allowed that names none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.reader import reader, reader_if_any
from tracker.roles import ROLE_PERMISSIONS, Permission
from tracker.web_extensions import login_manager

__all__ = [
    "PUBLIC",
    "ROLE_PERMISSIONS",
    "Permission",
    "can",
    "deny_unnamed",
    "may_open",
    "permission_of",
    "public",
    "requires",
]

P = ParamSpec("P")
View = TypeVar("View", bound=Callable[..., Any])
MARK = "continuum_permission"
PUBLIC = "PUBLIC"


def can(permission: Permission | str) -> bool:
    """Say whether the reader may do something at the chosen place; False for nobody signed in."""
    if reader_if_any() is None and not current_user.is_authenticated:
        return False
    return Permission(permission) in reader().permissions


def may_open(endpoint: str) -> bool:
    """Say whether the reader may open a page, so that no page links to one that would refuse them."""
    asked = permission_of(current_app, endpoint) if endpoint in current_app.view_functions else None
    return asked == PUBLIC or (asked is not None and can(asked))


def requires(permission: Permission) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Let a view be reached only with a permission.

    Somebody who is not signed in is sent to the sign-in page; a person without the permission gets 403.
    """

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return cast(ResponseReturnValue, login_manager.unauthorized())
            if not can(permission):
                abort(403)
            return view(*args, **kwargs)

        setattr(guarded, MARK, permission)
        return guarded

    return decorate


def public(view: View) -> View:
    """Let everybody reach a view, signed in or not."""
    setattr(view, MARK, PUBLIC)
    return view


def permission_of(app: Flask, endpoint: str) -> str | None:
    """Find what a registered endpoint asks for: a permission, ``PUBLIC``, or None where it names nothing."""
    if endpoint == "static":
        return PUBLIC
    return cast("str | None", getattr(app.view_functions[endpoint], MARK, None))


def deny_unnamed(app: Flask, *, guarded_prefix: str) -> None:
    """Refuse every endpoint that names no permission.

    Args:
        guarded_prefix: Paths below it have a guard of their own and are left to it.
    """

    @app.before_request
    def refuse() -> None:
        if request.endpoint is None or request.path.startswith(guarded_prefix):
            return
        if permission_of(app, request.endpoint) is None:
            abort(403)
