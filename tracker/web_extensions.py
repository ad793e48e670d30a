"""The Flask extensions of the pages, made once and bound to an application by the factory."""

from __future__ import annotations

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from tracker import shared_counts  # noqa: F401  (makes its scheme known to the limits)
from tracker.served_files import Compression


class MarkedViews(Limiter):
    """Limits of the views that are marked with one; none holds for all views."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        """Look for limits where a view is marked, and not before every request, which has none."""
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


login_manager = LoginManager()
csrf = CSRFProtect()
limiter = MarkedViews(get_remote_address)
compress = Compression()
