"""Sign in with a district's own provider, by OpenID Connect.

Authlib speaks with the provider: it keeps what was asked apart for each browser (`state`), ties the answer to the
question (`nonce`, and PKCE for the code), and looks at whose signature the answer bears and for whom it was meant.
Here it is said whom an answer lets in: who has an account with the mail address that the provider says it has
verified, in a domain that a district of theirs lists. No account is made this way.

Source:
    OpenID Connect Core 1.0, 3.1 and 5.1; RFC 7636.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from models.queries.accounts import find_user_by_email, ways_in
from tracker.accounts.blueprint import bp
from tracker.accounts.signin import safe_next, sign_in
from tracker.clock import earliest_day
from tracker.config import Settings
from tracker.extensions import db
from tracker.openid_providers import Provider
from tracker.permissions import public
from tracker.reader import reader_if_any

# With which provider somebody is on the way in, and to which page.
ASKED = "openid"
SECONDS = 10
SCOPE = "openid email profile"
# Microsoft tells by a claim of its own that the owner of a domain has said that an address is theirs.
OWNER_VERIFIED = "xms_edov"


@bp.get("/login/with")
@public
def sign_in_with() -> ResponseReturnValue:
    """Send a person to the provider that the address names."""
    if reader_if_any() is not None:
        return redirect(url_for("accounts.start"))
    provider = _provider(request.args.get("provider", ""))
    for begun in [name for name in session if name.startswith("_state_")]:
        del session[begun]  # what was begun before and not ended would fill the cookie
    session[ASKED] = [provider.key, safe_next(request.args.get("next")) or ""]
    settings: Settings = current_app.config["SETTINGS"]
    site = settings.base_url or request.host_url
    back = f"{site.rstrip('/')}{url_for('.back_from_provider')}"
    try:
        answer: ResponseReturnValue = _client(provider).authorize_redirect(back)
    except _problems() as problem:
        return _refused(provider, "could not be reached. Try again in a while.", problem)
    return answer


@bp.get("/login/with/back")
@public
def back_from_provider() -> ResponseReturnValue:
    """Take a person in whom the provider sends back."""
    if ASKED not in session:
        return redirect(url_for(".login"))
    key, to = session.pop(ASKED)
    provider = _provider(key)
    try:
        client = _client(provider)
        token = client.authorize_access_token()
        claims = token.get("userinfo") or {}
        if "email" not in claims:
            claims = {**client.userinfo(token=token), "sub": claims.get("sub")}
    except _problems() as problem:
        if request.args.get("error") == "access_denied":
            return _refused(provider, "was not asked to the end. Nothing happened.", problem)
        return _refused(provider, "did not let you in. Start again from here.", problem)
    email = verified_address(claims)
    if not email:
        return _refused(provider, "does not say that your mail address is verified. Ask whoever looks after it.")
    user = find_user_by_email(db.session, email)
    if user is None or not ways_in(db.session, user, day=earliest_day()).provider:
        return _refused(
            provider, f"let you in as {email}, but no account here is to be opened with that address. Ask your admin."
        )
    sign_in(user, provider=provider.key)
    return redirect(safe_next(to) or url_for(".start"))


def verified_address(claims: Mapping[str, Any]) -> str:
    """Give the mail address that a provider says it has verified; empty where it says so of none."""
    is_verified = any(str(claims.get(name, "")).lower() in ("true", "1") for name in ("email_verified", OWNER_VERIFIED))
    return str(claims.get("email") or "") if is_verified else ""


def _provider(key: str) -> Provider:
    settings: Settings = current_app.config["SETTINGS"]
    return next((one for one in settings.providers if one.key == key), None) or abort(404)


def _client(provider: Provider) -> Any:
    """Give what speaks with a provider; it is made when the first person asks, for most installations have none."""
    from authlib.integrations.flask_client import OAuth  # type: ignore[import-untyped]

    clients = current_app.extensions.setdefault("openid", {})
    if provider.key not in clients:
        clients[provider.key] = OAuth(current_app).register(
            provider.key,
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            server_metadata_url=provider.described_at,
            client_kwargs={"scope": SCOPE, "code_challenge_method": "S256", "default_timeout": SECONDS},
        )
    return clients[provider.key]


def _problems() -> tuple[type[Exception], ...]:
    """Name what may go wrong on the way to a provider and back."""
    from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
    from joserfc.errors import JoseError
    from requests import RequestException

    return AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError


def _refused(provider: Provider, why: str, problem: Exception | None = None) -> ResponseReturnValue:
    if problem is not None:
        current_app.logger.warning("sign-in with %s: %s: %s", provider.name, type(problem).__name__, problem)
    flash(f"{provider.name} {why}", "error")
    return redirect(url_for(".login"))
