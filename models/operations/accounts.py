"""Changes to people, schools and memberships; passwords are kept as Argon2 hashes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from models.accounts import District, Role, School, User, new_session_token
from models.memberships import Membership
from models.operations.account_events import note_event
from models.partners import Partner
from models.queries.accounts import find_district, find_school, find_user_by_email, normal_email
from models.refusals import Refused
from models.texts import visible

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200  # longer texts only cost time
LONGEST_NAME = 200
PRODUCT = "continuum"
_GUESSED = 60  # characters
# Of zxcvbn's five steps from 0: some 100 million guesses, which the limits on sign-ins put out of reach.
_HARD_TO_GUESS = 3

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class AccountProblem(Refused):
    """A change to accounts was refused; the message says why, in words for the person who asked."""


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # where a password is at hand; most commands have none

    return PasswordHasher()


@cache
def hash_of_nobody() -> str:
    """Give a hash that no password fits, made once.

    It is compared for addresses that have no account, so that both answers take equally long. A server asks for it
    before the first person does, who would otherwise wait for two.
    """
    return _hasher().hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """Hash a password for keeping.

    Raises:
        AccountProblem: The password is too short or too long.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise AccountProblem(f"A password needs at least {SHORTEST_PASSWORD} characters.")
    if len(password) > LONGEST_PASSWORD:
        raise AccountProblem(f"A password may have at most {LONGEST_PASSWORD} characters.")
    return _hasher().hash(password)


def check_password(password: str, *, about: Iterable[str]) -> None:
    """Refuse what is guessed first: what many people take, keys in a row, the same again, one's own name.

    Args:
        about: The person's name and e-mail address.

    Raises:
        AccountProblem: It is easy to guess.

    Source:
        NIST SP 800-63B, 5.1.1.2: commonly used, repeated, sequential and context-specific passwords are refused.
    """
    from zxcvbn import zxcvbn  # where a password is made; it holds long lists

    own = [re.escape(word) for text in (*about, PRODUCT) for word in re.split(r"[\s@.]+", text) if len(word) > 2]
    rest = re.sub("|".join(own), "", password, flags=re.IGNORECASE)
    # The longer it is, the longer the guessing takes; nobody who guesses comes that far.
    if zxcvbn(rest[:_GUESSED])["score"] < _HARD_TO_GUESS:
        raise AccountProblem("This password is easy to guess. Take several words that do not belong together.")


def password_fits(password_hash: str | None, password: str) -> bool:
    """Compare a password with a hash, in the same time whether or not there is one.

    Args:
        password_hash: The stored hash; None for an unknown address or an account without a password.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        fits = _hasher().verify(password_hash or hash_of_nobody(), password[: LONGEST_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return False
    return fits and password_hash is not None


def refresh_hash(user: User, password: str) -> bool:
    """Hash a password anew where the stored hash is of an older strength.

    Args:
        password: The password that was just found to fit.

    Returns:
        Whether the hash changed.
    """
    if user.password_hash is None or not _hasher().check_needs_rehash(user.password_hash):
        return False
    user.password_hash = _hasher().hash(password)
    return True


def change_password(user: User, password: str) -> None:
    """Give a person a new password and sign them out everywhere.

    Raises:
        AccountProblem: The password is too short, too long, or easy to guess.
    """
    hashed = hash_password(password)
    check_password(password, about=(user.name, user.email))
    user.password_hash = hashed
    user.session_token = new_session_token()


def create_school(
    session: Session, slug: str, name: str, *, district_name: str, time_zone: str | None = None
) -> School:
    """Add a school, and its district where that is new.

    Args:
        slug: Short name for addresses and the command line: small letters, digits and single hyphens.
        time_zone: Where the district lives, as an IANA name; None leaves it as it is.

    Raises:
        AccountProblem: The slug is taken or malformed, a name is empty or too long, or the time zone is none.
    """
    if not _SLUG.fullmatch(slug) or len(slug) > 60:
        raise AccountProblem(f"The short name {slug!r} may only have small letters, digits and hyphens, at most 60.")
    if find_school(session, slug) is not None:
        raise AccountProblem(f"There is a school with the short name {slug!r} already.")
    district_name = _line(district_name, "The district's name")
    district = find_district(session, district_name) or District(name=district_name)
    if time_zone is not None:
        set_time_zone(district, time_zone)
    school = School(slug=slug, name=_line(name, "The school's name"), district=district)
    session.add(school)
    return school


def set_time_zone(district: District, name: str | None) -> None:
    """Say in which time zone a district lives: its days begin and end there, whatever the server's clock says.

    Args:
        name: IANA name, such as `America/New_York`; None for the server's own.

    Raises:
        AccountProblem: There is no such zone; the message names the nearest ones.
    """
    if name is not None and name not in available_timezones():
        raise AccountProblem(f"There is no time zone {name!r}. {_zones_like(name)}")
    district.time_zone = name


def begin_years_in(district: District, month: int, *, seen: int) -> None:
    """Let a district's school years begin in another month; years that schools opened before keep theirs.

    Args:
        month: From 1 (January) to 12.
        seen: The month that held when it was decided.

    Raises:
        Refused: It is that month already, or somebody changed it since it was decided.
    """
    if district.year_begins_in != seen:
        raise Refused("Somebody changed the month in between. Look again at what would change.")
    if month == district.year_begins_in:
        raise Refused({"month": "School years begin in this month already."})
    district.year_begins_in = month


def _zones_like(name: str) -> str:
    """Name the zones that may be meant: by their city alone, or however they are spelt."""
    word = name.rpartition("/")[2].strip().replace(" ", "_").casefold()
    known = {zone.rpartition("/")[2].casefold(): zone for zone in sorted(available_timezones())}
    alike = [known[one] for one in get_close_matches(word, known, n=3)]
    return f"Did you mean {' or '.join(alike)}?" if alike else "Write it as continent and city: America/New_York."


def check_email(email: str) -> str:
    """Write an e-mail address as accounts keep it.

    Raises:
        AccountProblem: It is none.
    """
    email = normal_email(email)
    if not _EMAIL.fullmatch(email) or len(email) > 254:
        raise AccountProblem(f"{email!r} is not an e-mail address.")
    return email


def create_user(session: Session, email: str, name: str, *, password: str) -> User:
    """Add a person who can sign in; what they may do comes with `add_membership`.

    Raises:
        AccountProblem: The address is malformed or taken, the name empty, or the password unfit.
    """
    email = check_email(email)
    if find_user_by_email(session, email) is not None:
        raise AccountProblem(f"There is an account for {email} already.")
    name = _line(name, "The person's name")
    user = User(email=email, name=name, password_hash=hash_password(password))
    check_password(password, about=(name, email))
    session.add(user)
    return user


def change_name(session: Session, user: User, name: str) -> None:
    """Call a person otherwise from now on; what was done under the name before keeps it.

    Raises:
        AccountProblem: There is no name, or it is too long.
    """
    name, before = " ".join(visible(name).split()), user.name
    if not 1 <= len(name) <= LONGEST_NAME:
        raise AccountProblem({"name": f"A name has 1 to {LONGEST_NAME} characters."})
    if name != before:
        user.name = name
        note_event(session, "name_changed", f"Called {name} from now on, {before} before.", actor=user, user_id=user.id)


def add_membership(
    session: Session,
    user: User,
    role: Role,
    *,
    school: School | None = None,
    partner: Partner | None = None,
    district: District | None = None,
    acts_as: Iterable[str] = (),
    began_on: date | None = None,
    ended_on: date | None = None,
) -> Membership:
    """Give a person a role at one place.

    Args:
        acts_as: For whom the person usually acts, as codes of `by`, such as `leaders`.
        began_on: First day with the membership; None where it is unknown.
        ended_on: First day without the membership.

    Raises:
        AccountProblem: The place does not fit the role.
    """
    wanted = {Role.DISTRICT_ADMIN: "district", Role.ALLIANCE_MEMBER: "partner"}.get(role, "school")
    given = {name for name, place in (("school", school), ("partner", partner), ("district", district)) if place}
    if given != {wanted}:
        raise AccountProblem(f"The role {role.label} is held at a {wanted}, and only there.")
    membership = Membership(
        user=user,
        role=role,
        school=school,
        partner=partner,
        district=district,
        acts_as=tuple(acts_as),
        began_on=began_on,
        ended_on=ended_on,
    )
    session.add(membership)
    return membership


def _line(text: str, what: str) -> str:
    text = " ".join(visible(text).split())
    if not text or len(text) > LONGEST_NAME:
        raise AccountProblem(f"{what} must have 1 to {LONGEST_NAME} characters.")
    return text
