"""Addresses that stand in letters about accounts, each good for one thing, once, and signed.

What the database holds is not enough to make one: whoever reads a backup opens nothing.
"""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from models.account_letters import AccountLink, Purpose
from models.embed_links import EmbedLink
from models.invitations import Invitation
from models.report_links import ReportLink
from models.request_links import RequestLink
from tracker.fetching import HIGHEST_ID

INVITATION = "/invitation/{}"
PATHS = {Purpose.FORGOTTEN: "/password/new/{}", Purpose.ADDRESS: "/account/address/{}"}
REQUEST = "/alliance/asked/{}"
NO_MORE = "/alliance/asked/{}/no-more"
REPORT = "/alliance/shared/{}"
HOURS = "/alliance/hours/{}"
EMBED = "/embedded/{}"
_INVITED, _ASKED, _SHARED, _HOURS = "invitation", "request", "report", "hours"
_EMBEDDED = "embed"


def invitation_path(invitation: Invitation) -> str:
    """Give the path that opens an invitation."""
    return INVITATION.format(_signer(_INVITED).dumps([invitation.id, invitation.nonce]))


def link_path(link: AccountLink) -> str:
    """Give the path of a mailed address."""
    return PATHS[link.purpose].format(_signer(link.purpose.value).dumps([link.id, link.nonce]))


def read_invitation(signed: str) -> tuple[int, str] | None:
    """Read which invitation a path opens, as number and nonce; None where nobody of ours signed it."""
    return _read(signed, _INVITED)


def read_link(signed: str, purpose: Purpose) -> tuple[int, str] | None:
    """Read which mailed address it is, as number and nonce; None where nobody of ours signed it for this purpose."""
    return _read(signed, purpose.value)


def request_path(link: RequestLink) -> str:
    """Give the path by which a request is answered."""
    return REQUEST.format(_signer(_ASKED).dumps([link.id, link.nonce]))


def no_more_path(link: RequestLink) -> str:
    """Give the path by which whoever is asked without an account ends such mail."""
    return NO_MORE.format(_signer(_ASKED).dumps([link.id, link.nonce]))


def read_request(signed: str) -> tuple[int, str] | None:
    """Read which request an address answers, as number and nonce of its link; None where nobody of ours signed it."""
    return _read(signed, _ASKED)


def report_path(link: ReportLink) -> str:
    """Give the path at which a report is shared."""
    return REPORT.format(_signer(_SHARED).dumps([link.id, link.nonce]))


def read_report(signed: str) -> tuple[int, str] | None:
    """Read which shared report an address shows, as number and nonce; None where nobody of ours signed it."""
    return _read(signed, _SHARED)


def hours_path(ask_id: int, nonce: str) -> str:
    """Give the path at which somebody says whether hours were given again."""
    return HOURS.format(_signer(_HOURS).dumps([ask_id, nonce]))


def read_hours(signed: str) -> tuple[int, str] | None:
    """Read which question about hours an address answers, as number and nonce; None where nobody of ours signed it."""
    return _read(signed, _HOURS)


def embed_path(link: EmbedLink) -> str:
    """Give the path at which a chart is shown on other people's pages."""
    return EMBED.format(_signer(_EMBEDDED).dumps([link.id, link.nonce]))


def read_embed(signed: str) -> tuple[int, str] | None:
    """Read which chart an address shows, as number and nonce; None where nobody of ours signed it."""
    return _read(signed, _EMBEDDED)


def _read(signed: str, purpose: str) -> tuple[int, str] | None:
    try:
        number, nonce = _signer(purpose).loads(signed)
    except (BadSignature, ValueError, TypeError):
        return None
    return (number, str(nonce)) if isinstance(number, int) and 0 < number <= HIGHEST_ID else None


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"letter-{purpose}")
