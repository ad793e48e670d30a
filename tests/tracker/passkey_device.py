"""A device that keeps passkeys, in software: it answers as a browser with an authenticator, and lies where told."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ORIGIN, HOST = "http://localhost", "localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def written(data: bytes) -> str:
    """Write bytes as base64url."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def read(text: str) -> bytes:
    """Read base64url."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Device:
    """One passkey.

    Attributes:
        count: How often it signed.
        counts: Whether it counts at all; many do not.
        verifies: Whether it asks its owner for a finger, a face or a code.
    """

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    count: int = 0
    verifies: bool = True
    counts: bool = True

    def make(self, asked: dict[str, Any], *, origin: str = ORIGIN) -> str:
        """Make the passkey, and give the browser's answer."""
        point = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + cbor2.dumps(public)
        told = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED, HOST) + attested}
        said = _client("webauthn.create", asked["challenge"], origin)
        return self._answer({"attestationObject": written(cbor2.dumps(told)), "clientDataJSON": written(said)})

    def sign(self, asked: dict[str, Any], *, origin: str = ORIGIN, host: str = HOST, challenge: str = "") -> str:
        """Sign what is asked, and give the browser's answer.

        Args:
            challenge: What it signs in place of what was asked.
        """
        self.count += self.counts
        said = _client("webauthn.get", challenge or asked["challenge"], origin)
        data = self._data(0, host)
        seal = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"authenticatorData": written(data), "clientDataJSON": written(said), "signature": written(seal)}
        )

    def _data(self, flags: int, host: str) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, response: dict[str, str]) -> str:
        number = written(self.credential)
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": response})


def _client(kind: str, challenge: str, origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()
