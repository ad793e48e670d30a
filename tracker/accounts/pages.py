"""All pages about accounts, registered."""

from __future__ import annotations

from tracker.accounts import forgotten, joining, kept, mine, openid, passkeys, second_step, views
from tracker.accounts.blueprint import bp

__all__ = ["bp", "forgotten", "joining", "kept", "mine", "openid", "passkeys", "second_step", "views"]
