"""The providers of a district's own sign-in: Google Workspace, Microsoft Entra, Clever, ClassLink and their like.

All of them speak OpenID Connect. Which there are is one setting of the installation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from models.texts import folded

PARTS = 4
SECONDS = 10
_WORDS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider.

    Attributes:
        key: How addresses name it.
        name: What people call it.
        issuer: Its address, below which it describes itself.
        client_id: How it knows this installation.
        client_secret: What only it and this installation know.
    """

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str

    @property
    def described_at(self) -> str:
        """Where it says how it is asked."""
        return f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"


def problem_of(provider: Provider) -> str:
    """Ask a provider how it is asked, and say what is wrong with its answer; empty where nothing is."""
    import requests  # where somebody asks

    try:
        told = requests.get(provider.described_at, timeout=SECONDS).json()
    except (requests.RequestException, ValueError) as problem:
        return f"{provider.name} does not say at {provider.described_at} how it is asked ({type(problem).__name__})"
    said = told.get("issuer") if isinstance(told, dict) else None
    if said != provider.issuer:
        return f"{provider.name} calls itself {said!r}, and CONTINUUM_SIGN_IN_WITH {provider.issuer!r}"
    return ""


def read_providers(text: str) -> tuple[Provider, ...]:
    """Read the setting: `name, issuer, client id, client secret`, several of them divided by spaces and semicolons.

    Raises:
        ValueError: It is not written so, two have one name, or an issuer is not reached over HTTPS; one on the same
            machine may be.
    """
    found: dict[str, Provider] = {}
    for one in filter(str.strip, text.split(";")):
        parts = [part.strip() for part in one.split(",")]
        if len(parts) != PARTS or not all(parts):
            raise ValueError(one)
        key, address = "-".join(_WORDS.findall(folded(parts[0]))), urlsplit(parts[1])
        is_here = address.hostname in ("localhost", "127.0.0.1")
        if not key or key in found or not address.hostname or address.scheme not in ("https", *["http"] * is_here):
            raise ValueError(one)
        found[key] = Provider(key, *parts)
    return tuple(found.values())
