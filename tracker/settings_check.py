"""Looks at what settings name before it is used: database, locale, limits and where they are counted."""

from __future__ import annotations

from collections.abc import Iterator

from models.database import AddressProblem, check_address
from models.wording import UnknownLocale, speak
from tracker.config import PREFIX, Settings, SettingsProblem

# Settings that hold rates, such as "5 per minute; 30 per hour".
RATES = ("sign_in_limit", "sign_in_account_limit", "sign_in_address_limit", "letter_limit")


def check_database(settings: Settings) -> None:
    """Look at the address of the database, without asking it.

    Raises:
        SettingsProblem: It cannot be used.
    """
    try:
        check_address(settings.database)
    except AddressProblem as problem:
        raise SettingsProblem(f"{PREFIX}DATABASE_URL {problem}") from None


def use_locale(settings: Settings) -> None:
    """Write days and numbers, from now on, as the settings say.

    Raises:
        SettingsProblem: It is no locale, or not one of English.
    """
    try:
        speak(settings.locale)
    except UnknownLocale as problem:
        raise SettingsProblem(f"{PREFIX}LOCALE cannot be used: {problem}") from None


def check_limits(settings: Settings) -> None:
    """Look at the limits on sign-ins, and at where they are counted.

    Raises:
        SettingsProblem: Something cannot be read; all of it is told.
    """
    problems = list(limit_problems(settings))
    if problems:
        raise SettingsProblem(" ".join(problems))


def limit_problems(settings: Settings) -> Iterator[str]:
    """Name the limits that cannot be read, a sentence for each."""
    from limits import parse_many  # of the pages, and no other command's
    from limits.errors import ConfigurationError
    from limits.storage import storage_from_string

    for name in RATES:
        text = getattr(settings, name)
        try:
            rates = parse_many(text)
        except ValueError:
            rates = []
        # A rate of nothing lets nobody in.
        if not rates or any(rate.amount < 1 for rate in rates):
            yield f"{PREFIX}{name.upper()} cannot be {text!r}. Write rates such as '5 per minute; 30 per hour'."
    try:
        storage_from_string(settings.limiter_storage or "memory://")
    except (ConfigurationError, ValueError) as problem:
        # The address may hold a password, and the library's words may repeat it.
        kind = settings.limiter_storage.partition("://")[0]
        if "prerequisite" in str(problem):
            yield f"{PREFIX}LIMITER_STORAGE needs the Python package of {kind!r}, which is not installed."
        else:
            yield f"{PREFIX}LIMITER_STORAGE names nothing that can count. Write memory:// or redis://HOST."
