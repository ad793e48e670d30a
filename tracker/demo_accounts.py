"""The accounts of the demo district. They exist in demo databases only."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.queries.accounts import emails, list_schools
from seed.demo.accounts import DOMAIN as _DOMAIN
from seed.demo.accounts import PASSWORD

__all__ = ["ACCOUNTS", "DOMAIN", "PASSWORD", "is_demo", "is_empty"]

DOMAIN = f"@{_DOMAIN}"
ACCOUNTS: tuple[tuple[str, str], ...] = (
    (f"point{DOMAIN}", "point person of the first school"),
    (f"slt{DOMAIN}", "member of its STEM leadership team"),
    (f"teacher{DOMAIN}", "teacher who logs"),
    (f"viewer{DOMAIN}", "board member who reads dashboards"),
    (f"admin{DOMAIN}", "admin of the first school"),
    (f"point2{DOMAIN}", "point person of the second school"),
    (f"district{DOMAIN}", "admin of the district"),
    (f"alliance{DOMAIN}", "member of a strategic alliance"),
    (f"alliance2{DOMAIN}", "member of another one"),
)


def is_empty(session: Session) -> bool:
    """Say whether a database has neither schools nor accounts."""
    return not emails(session) and not list_schools(session)


def is_demo(session: Session) -> bool:
    """Say whether a database is a demo's: it has as many invented accounts as a demo lets people sign in with.

    Others may stand beside them: whoever tries out an invitation or another address goes on with the demo afterwards.
    """
    return sum(email.endswith(DOMAIN) for email in emails(session)) >= len(ACCOUNTS)
