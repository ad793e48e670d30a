"""Set the second step of signing in up, ask for it, and take it away. Nothing here commits.

Source:
    RFC 6238 (time-based one-time passwords), by pyotp; NIST SP 800-63B, 5.1.2 and 5.1.4: codes on paper are random,
    kept hashed and used once, and a time-based code is taken once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from models.account_letters import LetterKind
from models.accounts import User
from models.operations.account_events import note_event
from models.operations.letters import add_letter
from models.refusals import Refused
from models.second_factors import RecoveryCode, SecondFactor

ISSUER = "Continuum"
STEP = 30  # seconds
# An authenticator's clock may be off by so many steps.
OFF_BY = 1
PAPER_CODES = 10
# Letters that nobody takes for another one.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_BITS = 160


def factor_of(session: Session, user_id: int) -> SecondFactor | None:
    """Find somebody's authenticator; None where none was set up."""
    return session.get(SecondFactor, user_id)


def secret_of(user_id: int, nonce: str, key: str) -> str:
    """Give the secret that an authenticator shares, in base 32.

    Args:
        nonce: See `SecondFactor`.
        key: The installation's secret key.
    """
    made = hmac.new(key.encode(), f"second factor {user_id} {nonce}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made[: _BITS // 8]).decode()


def setup_address(secret: str, email: str) -> str:
    """Give what an authenticator reads from the picture: `otpauth://…`."""
    from pyotp import TOTP  # where somebody sets one up

    return TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def confirm_factor(session: Session, user: User, nonce: str, code: str, key: str, *, now: datetime) -> list[str]:
    """Set an authenticator up, by its first code.

    Args:
        nonce: With which its secret was made.

    Returns:
        The codes on paper: shown once, and known to nobody afterwards.

    Raises:
        Refused: The code is wrong, or there is an authenticator already.
    """
    if factor_of(session, user.id) is not None:
        raise Refused("You have an authenticator. Take it away before you set another one up.")
    factor = SecondFactor(user_id=user.id, nonce=nonce, confirmed_at=now, last_step=0)
    if not _takes(factor, code, key, now):
        raise Refused({"code": "That is not the code your authenticator shows now. Check its clock, and try the next."})
    session.add(factor)
    tell_of_second_step(session, user, "The second step at sign-in was set up.")
    return new_paper_codes(session, user)


def remove_codes(session: Session, user_id: int) -> None:
    """Take somebody's codes on paper away."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


def new_paper_codes(session: Session, user: User) -> list[str]:
    """Make new codes on paper; the older ones work no more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [_paper_code() for _ in range(PAPER_CODES)]
    session.add_all(RecoveryCode(user_id=user.id, code_hash=_hash(user.id, code)) for code in codes)
    return codes


def check_code(session: Session, user: User, code: str, key: str, *, now: datetime) -> bool:
    """Take a code of the authenticator, or one on paper, which works once."""
    factor = factor_of(session, user.id)
    if factor is not None and _takes(factor, code, key, now):
        return True
    paper = (
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == _hash(user.id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    if not session.connection().execute(paper).rowcount:
        return False
    left = paper_codes_left(session, user.id)
    note_event(session, "paper_code", f"A printed code was used; {left} are left.", actor=user, user_id=user.id)
    return True


def paper_codes_left(session: Session, user_id: int) -> int:
    """Count the codes on paper that still work."""
    found = select(func.count(RecoveryCode.id)).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return session.scalar(found) or 0


def remove_factor(session: Session, user: User, *, by: User, keeps_codes: bool = False) -> None:
    """Take somebody's authenticator and codes on paper away.

    Args:
        keeps_codes: Whether the codes stay, for a passkey asks for them still.

    Raises:
        Refused: There is none.
    """
    factor = factor_of(session, user.id)
    if factor is None:
        raise Refused("There is no second step to take away.")
    session.delete(factor)
    if not keeps_codes:
        remove_codes(session, user.id)
    tell_of_second_step(session, user, "The second step at sign-in was taken away.", by=by)


def _takes(factor: SecondFactor, code: str, key: str, now: datetime) -> bool:
    from pyotp import TOTP

    typed = "".join(code.split())
    totp, present = TOTP(secret_of(factor.user_id, factor.nonce, key)), int(now.timestamp()) // STEP
    for step in range(present - OFF_BY, present + OFF_BY + 1):
        if step > factor.last_step and hmac.compare_digest(totp.at(step * STEP), typed):
            factor.last_step = step
            return True
    return False


def _paper_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def _hash(user_id: int, code: str) -> str:
    # Sixty random bits need no slow hash: nobody tries them all.
    bare = "".join(letter for letter in code.lower() if letter in _LETTERS)
    return hashlib.sha256(f"{user_id} {bare}".encode()).hexdigest()


def tell_of_second_step(session: Session, user: User, told: str, *, by: User | None = None) -> None:
    """Tell somebody by mail, and note, that their second step changed.

    Args:
        by: Who changed it, where that is somebody else.
    """
    add_letter(session, LetterKind.SECOND_STEP, user=user)
    note_event(session, "second_step", told, actor=by or user, user_id=user.id)
