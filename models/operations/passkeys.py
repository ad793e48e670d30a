"""Make passkeys, sign in with them, and take them away. Nothing here commits.

Source:
    Web Authentication Level 2 (W3C), by the library webauthn: it checks the signature, for which site and from which
    page it was made, and that the device's count of signatures does not go back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from models.accounts import User
from models.operations.records import one_line
from models.operations.second_factors import (
    factor_of,
    new_paper_codes,
    paper_codes_left,
    remove_codes,
    remove_factor,
    tell_of_second_step,
)
from models.passkeys import LONGEST_ID, Passkey, PasskeyChallenge
from models.refusals import Refused

PRODUCT = "Continuum"
# So long a device may take to answer.
ANSWER_WITHIN = timedelta(minutes=5)
MOST = 10
LONGEST_NAME = 80
NOT_TAKEN = "This passkey was not taken. Try again, or use another way."
UNNAMED = "Passkey"


@dataclass(frozen=True, slots=True)
class Site:
    """For which site passkeys are made.

    Attributes:
        name: Its host: `continuum.school.example`.
        origin: Its address as browsers tell it: `https://continuum.school.example`.
    """

    name: str
    origin: str


def passkeys_of(session: Session, user_id: int) -> list[Passkey]:
    """List a person's passkeys, the oldest first."""
    return list(session.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)))


def find_passkey(session: Session, passkey_id: int, *, user_id: int) -> Passkey | None:
    """Find one passkey of a person; None where it is another's."""
    return session.scalar(select(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == user_id))


def has_second_step(session: Session, user_id: int) -> bool:
    """Whether more than a password is asked of somebody: an authenticator or a passkey was set up."""
    return factor_of(session, user_id) is not None or bool(passkeys_of(session, user_id))


def begin_passkey(session: Session, user: User, *, site: Site, now: datetime) -> str:
    """Ask a person's device for a new passkey.

    Returns:
        What the browser is told, as JSON.

    Raises:
        Refused: They have enough of them.
    """
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    known = passkeys_of(session, user.id)
    if len(known) >= MOST:
        raise Refused(f"You have {MOST} passkeys. Remove one that you no longer use.")
    asked = generate_registration_options(
        rp_id=site.name,
        rp_name=PRODUCT,
        user_id=str(user.id).encode(),
        user_name=user.email,
        user_display_name=user.name,
        exclude_credentials=_described(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    _keep(session, asked.challenge, user_id=user.id, is_new=True, now=now)
    return options_to_json(asked)


def register_passkey(session: Session, user: User, told: str, name: str, *, site: Site, now: datetime) -> list[str]:
    """Take a new passkey from a person's device.

    Args:
        told: The browser's answer, as JSON.
        name: What they call it; empty for a name of ours.

    Returns:
        Codes on paper, where this is their first second step: shown once. Otherwise none.

    Raises:
        Refused: It does not answer what was asked, for this site, and now; or somebody has it.
    """
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    challenge = _take(session, told, user_id=user.id, is_new=True, now=now)
    try:
        made = verify_registration_response(
            credential=told, expected_challenge=challenge, expected_rp_id=site.name, expected_origin=site.origin
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as problem:
        raise Refused(NOT_TAKEN) from problem
    credential = bytes_to_base64url(made.credential_id)
    if len(credential) > LONGEST_ID or session.scalar(select(Passkey.id).where(Passkey.credential == credential)):
        raise Refused(NOT_TAKEN)
    called = (one_line(name) or UNNAMED)[:LONGEST_NAME]
    session.add(
        Passkey(
            user_id=user.id, credential=credential, public_key=bytes_to_base64url(made.credential_public_key),
            sign_count=made.sign_count, name=called, made_at=now,
        )
    )  # fmt: skip
    session.flush()
    tell_of_second_step(session, user, f"A passkey was added: {called}.")
    return [] if paper_codes_left(session, user.id) else new_paper_codes(session, user)


def ask_for_passkey(session: Session, user: User | None, *, site: Site, now: datetime) -> str:
    """Ask for a passkey: one of a person who typed their password, or of whoever signs in with it alone.

    Returns:
        What the browser is told, as JSON.
    """
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    asked = generate_authentication_options(
        rp_id=site.name,
        allow_credentials=_described(passkeys_of(session, user.id)) if user else None,
        user_verification=UserVerificationRequirement.PREFERRED if user else UserVerificationRequirement.REQUIRED,
    )
    _keep(session, asked.challenge, user_id=user.id if user else None, is_new=False, now=now)
    return options_to_json(asked)


def use_passkey(session: Session, user: User | None, told: str, *, site: Site, now: datetime) -> User:
    """Take what a passkey signed.

    Args:
        user: Who typed the right password; None for whoever signs in with the passkey alone, whose device must have
            asked them for a finger, a face or a code.
        told: The browser's answer, as JSON.

    Returns:
        Whose passkey it is.

    Raises:
        Refused: It is nobody's, another's or a closed account's, answers something else, was made for another site or
            page, or its count went back, as that of a copied key does.
    """
    from webauthn import verify_authentication_response
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.exceptions import WebAuthnException

    challenge = _take(session, told, user_id=user.id if user else None, is_new=False, now=now)
    key = session.scalar(select(Passkey).where(Passkey.credential == str(_read(told).get("id"))).with_for_update())
    owner = session.get(User, key.user_id) if key else None
    if key is None or owner is None or not owner.is_active or (user is not None and owner.id != user.id):
        raise Refused(NOT_TAKEN)
    try:
        used = verify_authentication_response(
            credential=told,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
            require_user_verification=user is None,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as problem:
        raise Refused(NOT_TAKEN) from problem
    key.sign_count, key.used_at = used.new_sign_count, now
    return owner


def rename_passkey(passkey: Passkey, name: str) -> None:
    """Call a passkey otherwise.

    Raises:
        Refused: It would have no name.
    """
    called = one_line(name)[:LONGEST_NAME]
    if not called:
        raise Refused({"name": "Give it a name that tells you which device it is on."})
    passkey.name = called


def remove_passkey(session: Session, user: User, passkey: Passkey) -> None:
    """Take one of a person's own passkeys away; with their last second step the codes on paper go."""
    session.delete(passkey)
    session.flush()
    if not has_second_step(session, user.id):
        remove_codes(session, user.id)
    tell_of_second_step(session, user, f"A passkey was removed: {passkey.name}.")


def remove_second_step(session: Session, user: User, *, by: User) -> None:
    """Take authenticator, passkeys and codes on paper away from somebody who lost them.

    Raises:
        Refused: There is nothing to take away.
    """
    passkeys = passkeys_of(session, user.id)
    for one in passkeys:
        session.delete(one)
    if factor_of(session, user.id) is not None or not passkeys:
        remove_factor(session, user, by=by)
        return
    remove_codes(session, user.id)
    tell_of_second_step(session, user, "The second step at sign-in was taken away.", by=by)


def _described(keys: list[Passkey]) -> list[Any]:
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential)) for one in keys]


def _keep(session: Session, challenge: bytes, *, user_id: int | None, is_new: bool, now: datetime) -> None:
    from webauthn.helpers import bytes_to_base64url

    session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < now))
    session.add(
        PasskeyChallenge(
            value=bytes_to_base64url(challenge), user_id=user_id, is_new=is_new, expires_at=now + ANSWER_WITHIN
        )
    )


def _take(session: Session, told: str, *, user_id: int | None, is_new: bool, now: datetime) -> bytes:
    """Take the challenge that an answer names, once: whoever sends the same answer again finds none.

    Raises:
        Refused: None such was asked of the person, it was taken, or it is too old.
    """
    from webauthn.helpers import base64url_to_bytes

    value = _challenge_in(told)
    table: Any = PasskeyChallenge.__table__
    whose = table.c.user_id.is_(None) if user_id is None else table.c.user_id == user_id
    taken: CursorResult[Any] | Any = session.execute(
        delete(table).where(table.c.value == value, whose, table.c.is_new == is_new, table.c.expires_at >= now)
    )
    if taken.rowcount != 1:
        raise Refused(NOT_TAKEN)
    return base64url_to_bytes(value)


def _challenge_in(told: str) -> str:
    """Read which challenge an answer says that it answers; whether it does, its signature says."""
    from webauthn.helpers import base64url_to_bytes

    response = _read(told).get("response")
    try:
        said = json.loads(base64url_to_bytes(str(response["clientDataJSON"])))  # type: ignore[index]
        return str(said["challenge"])
    except (ValueError, KeyError, TypeError):
        return ""


def _read(told: str) -> dict[str, Any]:
    try:
        read = json.loads(told)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
